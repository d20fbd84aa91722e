"""HTTP requests of a script: sent to the server, which decides on them and does them (egress/broker.py)."""

from __future__ import annotations

import json
from typing import Any

from executor.isolate.pipe import Pipe
from executor.isolate.run import ANSWERED, Run
from executor.wire.fetches import NO_ANSWER, Abort, Fetch, decode_answer, make_fetch
from executor.wire.frames import Kind
from executor.wire.options import Options

# The fetch standard's.
_DEFAULT_REDIRECTS = 20


class Requests:
    """Those of one run that wait for their answers, by number, and how many more it may send."""

    __slots__ = ("_max_request_bytes", "_pipe", "_run", "_sent", "_waiting")

    def __init__(self, run: Run, pipe: Pipe, options: Options) -> None:
        self._run = run
        self._pipe = pipe
        self._waiting: set[int] = set()
        self._sent = 0
        self._max_request_bytes = options.max_request_bytes

    def forget(self) -> None:
        """The run is over: the next one has none so far."""
        self._waiting.clear()
        self._sent = 0

    def any(self) -> bool:
        """Whether any waits for its answer."""
        return len(self._waiting) != 0

    def send(self, request: bytes) -> bytes | None:
        """Sends one request on its way: JSON of head, headers and body. Answers an error when it cannot go."""
        if self._run.phase is ANSWERED:
            return _error("ERR_EGRESS_REFUSED", "the run that sends this request is over")
        try:
            fields, headers, text = json.loads(request)
            number = fields["id"]
            body = text.encode("latin-1")
            if not isinstance(number, int) or not 0 <= number < 2**32 or number in self._waiting:
                raise ValueError("a request needs a number of its own")
            over = self._over_a_limit(body)
            if over is not None:
                return over
            frame = _made_fetch(number, fields, headers, body).encode()
        except (LookupError, ValueError, TypeError, AttributeError, RecursionError) as error:
            return _error("ERR_INVALID_ARG_VALUE", f"the request cannot be sent: {error}")
        self._sent += 1
        # A response may come when it is over: the server looks whether one did before it asks for the rewind.
        self._run.stops = False
        self._waiting.add(number)
        self._pipe.send(frame)
        return None

    def _over_a_limit(self, body: bytes) -> bytes | None:
        if len(body) > self._max_request_bytes:
            return _error(
                "ERR_EGRESS_LIMIT",
                f"the request's body is {len(body)} bytes, over the limit of {self._max_request_bytes} "
                "(--egress-max-request-bytes); send less",
            )
        limit = self._run.job.max_fetches
        if self._sent >= limit:
            return _error(
                "ERR_EGRESS_LIMIT",
                f"the script has sent {self._sent} requests, the limit of one run (--egress-max-requests), or of this call alone "
                "(limits.max_fetches); send fewer, or do the rest in another run",
            )
        return None

    def abort(self, text: bytes) -> None:
        """Tells the server that the answer to this number is not wanted any more."""
        number = int(text)
        if number in self._waiting and self._run.phase is not ANSWERED:
            self._waiting.remove(number)
            self._pipe.send(Abort(number=number).encode())

    def told(self, kind: int, payload: bytes) -> bytes:
        """What the script is told of an answer."""
        number, head, body = decode_answer(payload)
        if kind == Kind.FETCH_FAILED:
            # Without an error it says that there will be no answer: the script may still give the request up.
            if head != NO_ANSWER:
                self._waiting.discard(number)
            return b'{"id":%d,"error":%b}' % (number, head)
        self._waiting.discard(number)
        text = json.dumps(str(body, "latin-1"), ensure_ascii=False).encode()
        return b'{"id":%d,"head":%b,"body":%b}' % (number, head, text)


def _made_fetch(number: int, fields: dict[str, Any], headers: object, body: bytes) -> Fetch:
    """In the server's words. Raises as `make_fetch`; what the script left out has its default."""
    milliseconds, redirects = fields.get("timeout") or 0, fields.get("maxRedirects")
    return make_fetch(
        number,
        {
            "method": fields.get("method") or "GET",
            "url": fields["url"],
            "headers": headers,
            "redirect": fields.get("redirect") or "follow",
            "max_redirects": _DEFAULT_REDIRECTS if redirects is None else redirects,
            "max_response_bytes": fields.get("maxResponseBytes") or 0,
            "timeout": milliseconds / 1000 if isinstance(milliseconds, int | float) else milliseconds,
            "decompress": fields.get("decompress") is not False,
        },
        body,
    )


def _error(code: str, message: str) -> bytes:
    return json.dumps({"code": code, "message": message}).encode()
