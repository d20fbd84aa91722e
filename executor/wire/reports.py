"""What an isolate says to the server.

It runs strangers' code, so nothing that it says is trusted: each kind of frame has a longest payload (`payload_limits`)
and its time (pool/slot.py), checked at the header; `decode_report` accepts only what is well formed and in range,
raises `ProtocolError` otherwise, and never unpickles.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from typing import Any

from executor.outcome import ConsoleLevel, ConsoleMessage, ErrorCause, ErrorKind, ScriptError
from executor.wire.calls import BadAnswer, Call, decode_bad_answer, decode_call
from executor.wire.calls import max_payload as max_call_payload
from executor.wire.errors import ProtocolError
from executor.wire.fetches import MAX_FIGURE, Abort, Fetch, decode_abort, decode_fetch, max_payload
from executor.wire.frames import HEADER, Kind, frame
from executor.wire.layout import Layout

# Bytes of an error's frame. Name, message and stack of an error are at most 65,536 characters of 4 bytes each.
FRAME_SLACK = 1 << 20
# Longest message and stack an isolate sends, in characters.
MAX_ERROR_TEXT = 65_536
# How many causes, and how many errors of an AggregateError, and the characters of each of their texts.
MAX_CAUSES = 8
MAX_CAUSE_TEXT = 1000
# Characters of a rejection that reach the caller: it travels in HTTP/2 trailers, where a client takes 8 KiB in all.
MAX_REJECTION_TEXT = 256
# Characters of an isolate's last words about a bug of ours, and bytes of their frame.
MAX_FAULT_TEXT = 8192
_MAX_FAULT_BYTES = 4 * MAX_FAULT_TEXT
# Characters of a complaint about a frame; what it complains about may be as long as the frame.
_MAX_COMPLAINT = 200

_CONSOLE = struct.Struct("!BQ")
# Clocks that stand may be moved by 100 years (runtime/standing.js).
_MAX_OFFSET_NS = 1 << 62
_REJECTED = struct.Struct("!Q")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What the isolate measured of itself: nanoseconds of wall and CPU time, peak resident bytes; `number` is that of the
    job. `is_last` says that it takes no other job after this answer.
    """

    number: int
    run_ns: int
    cpu_ns: int
    peak_memory_bytes: int
    console_truncated: bool
    is_last: bool = True


_COST = Layout(Cost)


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
        Kind.CONSOLE: _CONSOLE.size + max_console_bytes,
        Kind.RESULT: _COST.size + max_result_bytes,
        Kind.COMPILED: _COST.size + max_bytecode_bytes,
        Kind.RESULT_BYTES: _COST.size + max_result_bytes,
        Kind.ERROR: FRAME_SLACK,
        Kind.REJECTED: FRAME_SLACK,
        Kind.FAULT: _MAX_FAULT_BYTES,
        Kind.FETCH: max_payload(Kind.FETCH, max_request_bytes),
        Kind.ABORT: max_payload(Kind.ABORT, max_request_bytes),
        Kind.CALL: max_call_payload(Kind.CALL, max_argument_bytes),
        Kind.BAD_ANSWER: max_call_payload(Kind.BAD_ANSWER, max_argument_bytes),
    }


# --- In the isolate ----------------------------------------------------------------------------------------------


def encode_ready() -> bytes:
    """The frame of `Ready`."""
    return frame(Kind.READY)


def encode_console(level: ConsoleLevel, offset_ns: int, text: str) -> bytes:
    """The frame of a `ConsoleMessage`."""
    return frame(Kind.CONSOLE, _CONSOLE.pack(level, offset_ns), text.encode("utf-8", "replace"))


def encode_result(cost: Cost, result_json: bytes) -> bytes:
    """The frame of a `Result`."""
    return frame(Kind.RESULT, *_COST.parts(cost), result_json)


def encode_compiled(cost: Cost, bytecode: bytes) -> bytes:
    """The frame of a `Compiled`."""
    return frame(Kind.COMPILED, *_COST.parts(cost), bytecode)


def encode_bytes_result(cost: Cost, result_bytes: bytes) -> bytes:
    """The frame of a `BytesResult`."""
    return frame(Kind.RESULT_BYTES, *_COST.parts(cost), result_bytes)


def encode_failure(cost: Cost, error: ScriptError) -> bytes:
    """The frame of a `Failure`."""
    # Not escaped to ASCII, which would make twelve bytes of some characters and burst the frame's bound.
    return frame(Kind.ERROR, *_COST.parts(cost), json.dumps(asdict(error), ensure_ascii=False).encode())


def encode_rejected(number: int, message: str) -> bytes:
    """The frame of a `Rejected`."""
    return frame(Kind.REJECTED, _REJECTED.pack(number), message.encode("utf-8", "replace"))


def encode_fault(text: str) -> bytes:
    """The frame of a `Fault`, with the last `MAX_FAULT_TEXT` characters of it."""
    return frame(Kind.FAULT, text[-MAX_FAULT_TEXT:].encode())


def as_last(answer: bytes) -> bytes:
    """The frame of a `Result`, `BytesResult` or `Failure` with `is_last` set."""
    payload = answer[HEADER.size :]
    cost = replace(_decode_cost(payload), is_last=True)
    return b"".join((answer[: HEADER.size], *_COST.parts(cost), payload[_COST.size :]))


# --- In the server -----------------------------------------------------------------------------------------------


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
    level, offset_ns = _CONSOLE.unpack_from(payload)
    if offset_ns > _MAX_OFFSET_NS:
        raise ValueError("an offset out of range")
    return ConsoleMessage(ConsoleLevel(level), payload[_CONSOLE.size :].decode(), offset_ns / 1e9)


def _decode_result(payload: bytes) -> Result:
    result = payload[_COST.size :]
    result.decode()
    return Result(result_json=result, cost=_decode_cost(payload))


def _decode_compiled(payload: bytes) -> Compiled:
    return Compiled(bytecode=payload[_COST.size :], cost=_decode_cost(payload))


def _decode_bytes_result(payload: bytes) -> BytesResult:
    return BytesResult(result_bytes=payload[_COST.size :], cost=_decode_cost(payload))


def _decode_failure(payload: bytes) -> Failure:
    return Failure(cost=_decode_cost(payload), error=_decode_error(json.loads(payload[_COST.size :])))


def _decode_rejected(payload: bytes) -> Rejected:
    (number,) = _REJECTED.unpack_from(payload)
    return Rejected(number=number, message=payload[_REJECTED.size :].decode()[:MAX_REJECTION_TEXT])


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


def _decode_cost(payload: bytes) -> Cost:
    cost = _COST.message(payload)
    if max(cost.run_ns, cost.cpu_ns, cost.peak_memory_bytes) > MAX_FIGURE:
        raise ValueError("a cost out of range")
    return cost


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
