"""What an isolate says to the server.

It runs strangers' code, so nothing that it says is trusted: each kind of frame has a longest payload (`payload_limits`)
and its time (pool/slot.py), checked at the header; `decode_report` accepts only what is well formed and in range,
raises `ProtocolError` otherwise, and never unpickles.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from executor.outcome import ConsoleLevel, ConsoleMessage, ErrorCause, ErrorKind, ScriptError
from executor.wire.calls import BadAnswer, Call, decode_bad_answer, decode_call
from executor.wire.calls import max_payload as max_call_payload
from executor.wire.errors import ProtocolError
from executor.wire.fetches import Abort, Fetch, decode_abort, decode_fetch, max_payload
from executor.wire.frames import Kind
from executor.wire.reporting import (
    CONSOLE,
    COST,
    MAX_CAUSE_TEXT,
    MAX_CAUSES,
    MAX_FAULT_TEXT,
    REJECTED,
    Cost,
    cost_of,
)

# Bytes of an error's frame. Name, message and stack of an error are at most 65,536 characters of 4 bytes each.
FRAME_SLACK = 1 << 20
# Characters of a rejection that reach the caller: it travels in HTTP/2 trailers, where a client takes 8 KiB in all.
MAX_REJECTION_TEXT = 256
# Bytes of the frame of an isolate's last words about a bug of ours.
_MAX_FAULT_BYTES = 4 * MAX_FAULT_TEXT
# Characters of a complaint about a frame; what it complains about may be as long as the frame.
_MAX_COMPLAINT = 200

# Clocks that stand may be moved by 100 years (runtime/standing.js).
_MAX_OFFSET_NS = 1 << 62


@dataclass(frozen=True, slots=True, kw_only=True)
class Ready:
    """The isolate is warm, closed off and waiting."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """The script returned: its JSON text and what it cost."""

    result_json: bytes
    cost: Cost


@dataclass(frozen=True, slots=True, kw_only=True)
class BytesResult:
    """The script returned bytes, and its caller takes them: what they are and what it cost."""

    result_bytes: bytes
    cost: Cost


@dataclass(frozen=True, slots=True, kw_only=True)
class Compiled:
    """The code parses: its bytecode, empty where there is none to be had, or too much, and what it cost."""

    bytecode: bytes
    cost: Cost


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """The script ended without a result."""

    error: ScriptError
    cost: Cost


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejected:
    """The job with this number could not begin because its input is not JSON; the script did not start."""

    number: int
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """A bug of ours inside the isolate: for the server's log, never for a caller."""

    text: str


Report = (
    Ready
    | ConsoleMessage
    | Result
    | BytesResult
    | Compiled
    | Failure
    | Rejected
    | Fault
    | Fetch
    | Abort
    | Call
    | BadAnswer
)


def payload_limits(
    max_result_bytes: int,
    max_console_bytes: int,
    max_request_bytes: int = 0,
    max_argument_bytes: int = 0,
    max_bytecode_bytes: int = 0,
) -> dict[int, int]:
    """The longest payload in bytes of each kind of frame that an isolate may send."""
    return {
        Kind.READY: 0,
        Kind.CONSOLE: CONSOLE.size + max_console_bytes,
        Kind.RESULT: COST.size + max_result_bytes,
        Kind.COMPILED: COST.size + max_bytecode_bytes,
        Kind.RESULT_BYTES: COST.size + max_result_bytes,
        Kind.ERROR: FRAME_SLACK,
        Kind.REJECTED: FRAME_SLACK,
        Kind.FAULT: _MAX_FAULT_BYTES,
        Kind.FETCH: max_payload(Kind.FETCH, max_request_bytes),
        Kind.ABORT: max_payload(Kind.ABORT, max_request_bytes),
        Kind.CALL: max_call_payload(Kind.CALL, max_argument_bytes),
        Kind.BAD_ANSWER: max_call_payload(Kind.BAD_ANSWER, max_argument_bytes),
    }


def decode_report(kind: int, payload: bytes) -> Report:
    """One frame from an isolate. Raises `ProtocolError` for anything malformed."""
    decode = _DECODERS.get(kind)
    if decode is None:
        raise ProtocolError(f"unknown frame kind {kind}")
    try:
        return decode(payload)
    except (ValueError, TypeError, KeyError, struct.error, RecursionError) as error:
        complaint = f"{type(error).__name__}: {error}"[:_MAX_COMPLAINT]
        raise ProtocolError(f"malformed frame of kind {kind}: {complaint}") from error


def _decode_ready(payload: bytes) -> Ready:
    return Ready()


def _decode_console(payload: bytes) -> ConsoleMessage:
    level, offset_ns = CONSOLE.unpack_from(payload)
    if offset_ns > _MAX_OFFSET_NS:
        raise ValueError("an offset out of range")
    return ConsoleMessage(ConsoleLevel(level), payload[CONSOLE.size :].decode(), offset_ns / 1e9)


def _decode_result(payload: bytes) -> Result:
    result = payload[COST.size :]
    result.decode()
    return Result(result_json=result, cost=cost_of(payload))


def _decode_compiled(payload: bytes) -> Compiled:
    return Compiled(bytecode=payload[COST.size :], cost=cost_of(payload))


def _decode_bytes_result(payload: bytes) -> BytesResult:
    return BytesResult(result_bytes=payload[COST.size :], cost=cost_of(payload))


def _decode_failure(payload: bytes) -> Failure:
    return Failure(cost=cost_of(payload), error=_decode_error(json.loads(payload[COST.size :])))


def _decode_rejected(payload: bytes) -> Rejected:
    (number,) = REJECTED.unpack_from(payload)
    return Rejected(number=number, message=payload[REJECTED.size :].decode()[:MAX_REJECTION_TEXT])


def _decode_fault(payload: bytes) -> Fault:
    return Fault(text=payload.decode("utf-8", "replace"))


_DECODERS: dict[int, Callable[[bytes], Report]] = {
    Kind.READY: _decode_ready,
    Kind.CONSOLE: _decode_console,
    Kind.RESULT: _decode_result,
    Kind.COMPILED: _decode_compiled,
    Kind.RESULT_BYTES: _decode_bytes_result,
    Kind.ERROR: _decode_failure,
    Kind.REJECTED: _decode_rejected,
    Kind.FAULT: _decode_fault,
    Kind.FETCH: decode_fetch,
    Kind.ABORT: decode_abort,
    Kind.CALL: decode_call,
    Kind.BAD_ANSWER: decode_bad_answer,
}


def _decode_error(fields: dict[str, Any]) -> ScriptError:
    name, message, stack = fields["name"], fields["message"], fields["stack"]
    line, column = fields["line"], fields["column"]
    if not (isinstance(name, str) and isinstance(message, str) and isinstance(stack, str)):
        raise TypeError("error texts must be strings")
    if not (isinstance(line, int) and isinstance(column, int)):
        raise TypeError("line and column must be integers")
    for text in (name, message, stack):
        text.encode()  # Half a surrogate pair cannot go on to a caller; a correct isolate has replaced it.
    in_range = 0 <= line < 2**31 and 0 <= column < 2**31
    return ScriptError(
        kind=ErrorKind(fields["kind"]),
        name=name,
        message=message,
        stack=stack,
        line=line if in_range else 0,
        column=column if in_range else 0,
        causes=_decode_causes(fields.get("causes", [])),
        errors=_decode_causes(fields.get("errors", [])),
    )


def _decode_causes(listed: Any) -> tuple[ErrorCause, ...]:
    if not isinstance(listed, list) or len(listed) > MAX_CAUSES:
        raise TypeError("causes must be a short list")
    causes = []
    for fields in listed:
        texts: list[Any] = [fields["name"], fields["message"], fields["code"]]
        for text in texts:
            if not isinstance(text, str) or len(text) > MAX_CAUSE_TEXT:
                raise TypeError("texts of causes must be short strings")
            text.encode()
        causes.append(ErrorCause(*texts))
    return tuple(causes)
