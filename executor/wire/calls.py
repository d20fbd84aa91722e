"""Calls of functions that the caller of a conversation offers, on their way from an isolate to the server, and their answers.

The payload of a `CALL`, `ANSWER`, `CALL_FAILED` or `BAD_ANSWER` frame: the call's number, of a call also the position of its
function among those offered, and a text.
"""

from __future__ import annotations

import json
import struct
from dataclasses import dataclass
from typing import Any

from executor.wire.frames import Kind, frame

# Codes of errors that are ours, not the caller's: over a limit, and no answer can come.
OVER_LIMIT = "ERR_CALL_LIMIT"
NO_ANSWER = "ERR_NO_ANSWER"
# Characters of a complaint about an answer that reach the caller, and bytes of its frame.
MAX_COMPLAINT = 256
_MAX_COMPLAINT_BYTES = 4 * MAX_COMPLAINT

_CALL = struct.Struct("!II")
_NUMBER = struct.Struct("!I")


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """The script calls the function at this position; `number` counts the calls of a run, from 1. `arguments_json` is the text
    of a JSON array, as far as the isolate can be believed.
    """

    number: int
    function: int
    arguments_json: str

    def encode(self) -> bytes:
        """The whole frame."""
        return frame(Kind.CALL, _CALL.pack(self.number, self.function), self.arguments_json.encode())


@dataclass(frozen=True, slots=True, kw_only=True)
class BadAnswer:
    """The answer to this call is not JSON."""

    number: int
    message: str

    def encode(self) -> bytes:
        """The whole frame."""
        text = self.message[:MAX_COMPLAINT].encode("utf-8", "replace")
        return frame(Kind.BAD_ANSWER, _NUMBER.pack(self.number), text)


def call_error(
    *, name: str = "", message: str, code: str = "", actual: int = 0, limit: int = 0
) -> dict[str, Any]:
    """What a call ends with in place of an answer: `name` and `message` are those of the caller's function, where there is no
    `code`. All of it every time: a script may have put what is missing on every object.
    """
    return {"name": name, "message": message, "code": code, "actual": actual, "limit": limit}


def over_limit(what: str, actual: int, limit: int, advice: str) -> dict[str, Any]:
    """The error of a call that a limit does not let go."""
    message = f"{what}, over the limit of {limit}; {advice}"
    return call_error(message=message, code=OVER_LIMIT, actual=actual, limit=limit)


def over_call_bytes(actual: int, limit: int) -> dict[str, Any]:
    """The same, where all of a run's calls come to so many bytes."""
    what = f"arguments and answers of this run's calls are {actual} bytes of JSON"
    return over_limit(what, actual, limit, "send and ask for less (--max-call-bytes)")


def max_payload(kind: Kind, max_argument_bytes: int) -> int:
    """The longest payload in bytes of a `CALL` or `BAD_ANSWER` frame."""
    if kind is Kind.CALL:
        return _CALL.size + max_argument_bytes
    return _NUMBER.size + _MAX_COMPLAINT_BYTES


def decode_call(payload: bytes) -> Call:
    """From a frame's payload, which is not trusted. Raises `ValueError` and `struct.error`."""
    number, function = _CALL.unpack_from(payload)
    return Call(number=number, function=function, arguments_json=payload[_CALL.size :].decode())


def decode_bad_answer(payload: bytes) -> BadAnswer:
    """From a frame's payload, which is not trusted. Raises `ValueError` and `struct.error`."""
    (number,) = _NUMBER.unpack_from(payload)
    return BadAnswer(number=number, message=payload[_NUMBER.size :].decode()[:MAX_COMPLAINT])


def encode_answer(number: int, result_json: bytes) -> bytes:
    """The frame that answers a `Call`; an empty text is `undefined`."""
    return frame(Kind.ANSWER, _NUMBER.pack(number), result_json)


def encode_call_failed(number: int, error: dict[str, Any]) -> bytes:
    """The frame that answers a `Call` with an error, a `call_error`."""
    return frame(Kind.CALL_FAILED, _NUMBER.pack(number), json.dumps(error).encode())


def decode_answer(payload: bytes) -> tuple[int, bytes]:
    """Of an `ANSWER` or `CALL_FAILED` frame: the call's number and the text. The server is trusted."""
    (number,) = _NUMBER.unpack_from(payload)
    return number, payload[_NUMBER.size :]
