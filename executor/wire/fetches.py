"""HTTP requests of scripts, on their way from an isolate to the broker in the server, and what comes back.

The payload of a `FETCH`, `RESPONSE` or `FETCH_FAILED` frame: the request's number, the length of a head, the head (a JSON
object), and the body.
"""

from __future__ import annotations

import json
import struct
from dataclasses import dataclass, fields
from typing import Any

from executor.wire.frames import Kind, frame

# Bytes of a request's head as JSON: far above what the broker takes of URL and headers, whose limits it tells better.
MAX_FETCH_HEAD = 512 << 10
REDIRECTS = ("follow", "manual", "error")
# Far above anything true (a hundred days in nanoseconds, terabytes), far below what Duration and int64 take.
MAX_FIGURE = 1 << 53

# In place of an error: no answer will come, because none came to the run that is replayed.
NO_ANSWER = b"null"

_NUMBER = struct.Struct("!I")
# The request's number and the length of its head.
_EXCHANGE = struct.Struct("!II")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetch:
    """An HTTP request that a script wants sent; `number` is its own name for it.

    `redirect` is `follow`, `manual` or `error`; `max_response_bytes` (decoded) and `timeout` (seconds) are the script's own
    limits, 0 for none; `decompress` says whether a compressed body is decoded.
    """

    number: int
    method: str
    url: str
    headers: tuple[tuple[str, str], ...]
    body: bytes
    redirect: str
    max_redirects: int
    max_response_bytes: int
    timeout: float
    decompress: bool

    def encode(self) -> bytes:
        """The whole frame. Raises `ValueError` when its head is over `MAX_FETCH_HEAD`."""
        head = json.dumps({name: getattr(self, name) for name in _HEAD}, ensure_ascii=False).encode()
        if len(head) > MAX_FETCH_HEAD:
            raise ValueError(
                f"URL and headers are {len(head)} bytes of JSON, over the limit of {MAX_FETCH_HEAD}"
            )
        return _exchange(Kind.FETCH, self.number, head, self.body)


# What is neither the number nor the body goes into the head.
_HEAD = tuple(field.name for field in fields(Fetch) if field.name not in ("number", "body"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Abort:
    """The script does not want the response to this request any more."""

    number: int

    def encode(self) -> bytes:
        """The whole frame."""
        return frame(Kind.ABORT, _NUMBER.pack(self.number))


def max_payload(kind: Kind, max_request_bytes: int) -> int:
    """The longest payload in bytes of a `FETCH` or `ABORT` frame."""
    return _NUMBER.size if kind is Kind.ABORT else _EXCHANGE.size + MAX_FETCH_HEAD + max_request_bytes


def make_fetch(number: int, fields: dict[str, Any], body: bytes) -> Fetch:
    """A request from untrusted fields. Raises `ValueError`, `TypeError` or `KeyError` for what no `Fetch` can be."""
    headers = tuple((_text(name), _text(value)) for name, value in fields["headers"])
    redirect, decompress = fields["redirect"], fields["decompress"]
    if redirect not in REDIRECTS:
        raise ValueError(f"redirect must be one of {', '.join(REDIRECTS)}")
    if not isinstance(decompress, bool):
        raise TypeError("decompress must be a boolean")
    return Fetch(
        number=number,
        method=_text(fields["method"]),
        url=_text(fields["url"]),
        headers=headers,
        body=body,
        redirect=redirect,
        max_redirects=_whole(fields["max_redirects"]),
        max_response_bytes=_whole(fields["max_response_bytes"]),
        timeout=_seconds(fields["timeout"]),
        decompress=decompress,
    )


def decode_fetch(payload: bytes) -> Fetch:
    """From a frame's payload, which is not trusted. Raises as `make_fetch`, and `struct.error`."""
    number, head, body = _split(payload)
    return make_fetch(number, json.loads(head.decode()), body)


def decode_abort(payload: bytes) -> Abort:
    """From a frame's payload, which is not trusted. Raises `struct.error`."""
    (number,) = _NUMBER.unpack(payload)
    return Abort(number=number)


def encode_response(number: int, head: dict[str, Any], body: bytes | bytearray) -> bytes:
    """The frame that answers a `Fetch`: `head` is what the script is told beside the body."""
    return _exchange(Kind.RESPONSE, number, json.dumps(head).encode(), body)


def encode_fetch_failed(number: int, error: dict[str, Any]) -> bytes:
    """The frame that answers a `Fetch` without a response: the properties of the script's Error."""
    return _exchange(Kind.FETCH_FAILED, number, json.dumps(error).encode(), b"")


def encode_no_answer(number: int) -> bytes:
    """The frame that says of a `Fetch` that it will have no answer."""
    return _exchange(Kind.FETCH_FAILED, number, NO_ANSWER, b"")


def decode_answer(payload: bytes | memoryview) -> tuple[int, bytes, memoryview]:
    """Of a `RESPONSE` or `FETCH_FAILED` frame: the request's number, JSON text, body. The server is trusted."""
    number, length = _EXCHANGE.unpack_from(payload)
    end = _EXCHANGE.size + length
    return number, bytes(payload[_EXCHANGE.size : end]), memoryview(payload)[end:]


def _exchange(kind: Kind, number: int, head: bytes, body: bytes | bytearray) -> bytes:
    return frame(kind, _EXCHANGE.pack(number, len(head)), head, body)


def _split(payload: bytes) -> tuple[int, bytes, bytes]:
    number, length = _EXCHANGE.unpack_from(payload)
    end = _EXCHANGE.size + length
    if end > len(payload):
        raise ValueError("a head longer than its frame")
    return number, payload[_EXCHANGE.size : end], payload[end:]


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"a text was expected, not {type(value).__name__}")
    value.encode()  # Half a surrogate pair is no text of any protocol.
    return value


def _whole(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= MAX_FIGURE:
        raise ValueError("a whole number out of range")
    return value


def _seconds(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError("timeout must be a number")
    # Also False for NaN.
    if not 0 <= value <= MAX_FIGURE:
        raise ValueError("a timeout out of range")
    return value
