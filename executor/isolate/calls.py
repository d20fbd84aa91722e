"""Calls of the functions that the caller of a conversation offers: sent to the server, which passes them on."""

from __future__ import annotations

import json
from typing import Any

from executor.isolate.pipe import Pipe
from executor.isolate.run import RUNNING, Run
from executor.wire.calls import (
    NO_ANSWER,
    BadAnswer,
    Call,
    call_error,
    decode_answer,
    over_call_bytes,
    over_limit,
)
from executor.wire.frames import Kind
from executor.wire.options import Options

# What a `Pipe.answer_within` brings that is for here.
ANSWERS = (Kind.ANSWER, Kind.CALL_FAILED)


class Calls:
    """Those of the one run, which is an isolate's only one: a conversation's isolate is not kept, and a rewind takes back what is
    counted here.
    """

    __slots__ = ("_bytes", "_made", "_options", "_pipe", "_run", "_waiting")

    def __init__(self, run: Run, pipe: Pipe, options: Options) -> None:
        self._run = run
        self._pipe = pipe
        self._options = options
        self._waiting: set[int] = set()
        self._made = 0
        # Of arguments sent and answers that came.
        self._bytes = 0

    def any(self) -> bool:
        """Whether any waits for its answer."""
        return len(self._waiting) != 0

    def send(self, text: bytes) -> bytes | None:
        """Sends one call on its way: its number, the function's position and a JSON array, with commas between. Answers an error
        when it cannot go.
        """
        run = self._run
        if run.phase is not RUNNING or not run.job.functions:
            return _told(call_error(message="the run that makes this call is over", code=NO_ANSWER))
        number, function, arguments = text.split(b",", 2)
        if int(number) != self._made + 1:
            raise ValueError("calls are numbered one by one")
        over = self._over_a_limit(len(arguments))
        if over is not None:
            return over
        call = Call(number=int(number), function=int(function), arguments_json=arguments.decode())
        self._made += 1
        self._bytes += len(arguments)
        self._waiting.add(call.number)
        self._pipe.send(call.encode())
        return None

    def _over_a_limit(self, size: int) -> bytes | None:
        options, actual, total = self._options, self._made + 1, self._bytes + size
        if size > options.max_argument_bytes:
            what, advice = f"the call's arguments are {size} bytes of JSON", "send less (--max-input-bytes)"
            return _told(over_limit(what, size, options.max_argument_bytes, advice))
        if actual > options.max_calls:
            what, advice = f"this is call {actual} of this run", "call less often, with more (--max-calls)"
            return _told(over_limit(what, actual, options.max_calls, advice))
        if total > options.max_call_bytes:
            return _told(over_call_bytes(total, options.max_call_bytes))
        return None

    def told(self, kind: int, payload: bytes) -> bytes:
        """What the script is told of an answer."""
        number, text = decode_answer(payload)
        self._waiting.discard(number)
        if kind == Kind.CALL_FAILED:
            return b'{"call":%d,"json":null,"error":%b}' % (number, text)
        self._bytes += len(text)
        # As a text: not known to be JSON, and of strangers.
        quoted = json.dumps(text.decode(), ensure_ascii=False).encode()
        return b'{"call":%d,"json":%b,"error":null}' % (number, quoted)

    def complain(self, text: bytes) -> None:
        """The answer to a call is not JSON: its number, and why, with a comma between."""
        number, message = text.split(b",", 1)
        self._pipe.send(BadAnswer(number=int(number), message=str(json.loads(message))).encode())


def _told(error: dict[str, Any]) -> bytes:
    return json.dumps(error).encode()
