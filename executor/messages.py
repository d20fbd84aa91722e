"""Everything that crosses a pipe, and its framing.

Two pipes, two framings. Server and isolate talk over a stream socket in frames of a five-byte header (kind, payload
length) and a payload: datagram and SEQPACKET sockets refuse messages past about 200 KB (measured, DESIGN.md trap 9).
Server and zygote talk over a SEQPACKET socket in small JSON packets, because a packet keeps the descriptors passed
with it together with its text.

An isolate runs strangers' code, so nothing it says is trusted: each kind of frame has a longest payload
(`payload_limits`) and its time (handle.py), checked at the header; `decode_report` accepts only what is well formed and
in range, raises `ProtocolError` otherwise, and never unpickles.
"""

from __future__ import annotations

import enum
import json
import struct
from dataclasses import asdict, dataclass
from typing import Any

from executor.outcome import ConsoleLevel, ConsoleMessage, ErrorKind, ScriptError

HEADER = struct.Struct("!BI")

_JOB = struct.Struct("!ddIIIII")
_CONSOLE = struct.Struct("!BQ")
_COST = struct.Struct("!QQQ?")


class Kind(enum.IntEnum):
    """What a frame between server and isolate is."""

    JOB = 1
    READY = 2
    CONSOLE = 3
    RESULT = 4
    ERROR = 5
    REJECTED = 6
    FAULT = 7


# Bytes of an error's frame. Name, message and stack of an error are at most 65,536 characters of 4 bytes each.
FRAME_SLACK = 1 << 20
# Longest message and stack an isolate sends, in characters.
MAX_ERROR_TEXT = 65_536
# Characters of a rejection that reach the caller: it travels in HTTP/2 trailers, where a client takes 8 KiB in all.
MAX_REJECTION_TEXT = 256
# Bytes of an isolate's last words about a bug of ours: 8,192 characters.
_MAX_FAULT_BYTES = 32_768
# Characters of a complaint about a frame; what it complains about may be as long as the frame.
_MAX_COMPLAINT = 200


class ProtocolError(Exception):
    """The other end of a pipe sent something that no correct peer sends."""


class TornFrame(ProtocolError):
    """The stream ended inside a frame: most often the process was killed while it wrote, so nobody is to blame."""


@dataclass(frozen=True, slots=True)
class Job:
    """One script to run. `timeout` and `cpu_limit` are seconds of wall and of CPU time; `input_json` is UTF-8 text not
    yet known to be JSON.
    """

    code: str
    input_json: bytes
    timeout: float
    cpu_limit: float
    max_result_bytes: int
    max_console_messages: int
    max_console_bytes: int

    def encode(self) -> bytes:
        """The whole frame."""
        code = self.code.encode()
        payload_length = _JOB.size + len(code) + len(self.input_json)
        return b"".join(
            (
                HEADER.pack(Kind.JOB, payload_length),
                _JOB.pack(
                    self.timeout,
                    self.cpu_limit,
                    self.max_result_bytes,
                    self.max_console_messages,
                    self.max_console_bytes,
                    len(code),
                    len(self.input_json),
                ),
                code,
                self.input_json,
            )
        )

    @classmethod
    def decode(cls, payload: bytes) -> Job:
        """From a frame's payload; the server is trusted, so nothing is checked."""
        timeout, cpu_limit, result, messages, console, code_length, _ = _JOB.unpack_from(payload)
        code_end = _JOB.size + code_length
        return cls(
            code=payload[_JOB.size : code_end].decode(),
            input_json=payload[code_end:],
            timeout=timeout,
            cpu_limit=cpu_limit,
            max_result_bytes=result,
            max_console_messages=messages,
            max_console_bytes=console,
        )


@dataclass(frozen=True, slots=True)
class Cost:
    """What the isolate measured of itself: nanoseconds of wall and CPU time, peak resident bytes."""

    run_ns: int
    cpu_ns: int
    peak_memory_bytes: int
    console_truncated: bool


@dataclass(frozen=True, slots=True)
class Ready:
    """The isolate is warm, closed off and waiting."""


@dataclass(frozen=True, slots=True)
class Result:
    """The script returned: its JSON text and what it cost."""

    result_json: bytes
    cost: Cost


@dataclass(frozen=True, slots=True)
class Failure:
    """The script ended without a result."""

    error: ScriptError
    cost: Cost


@dataclass(frozen=True, slots=True)
class Rejected:
    """The job could not begin because its input is not JSON; the script did not start."""

    message: str


@dataclass(frozen=True, slots=True)
class Fault:
    """A bug of ours inside the isolate: for the server's log, never for a caller."""

    text: str


Report = Ready | ConsoleMessage | Result | Failure | Rejected | Fault


def payload_limits(max_result_bytes: int, max_console_bytes: int) -> dict[int, int]:
    """The longest payload in bytes of each kind of frame that an isolate may send."""
    return {
        Kind.READY: 0,
        Kind.CONSOLE: _CONSOLE.size + max_console_bytes,
        Kind.RESULT: _COST.size + max_result_bytes,
        Kind.ERROR: FRAME_SLACK,
        Kind.REJECTED: FRAME_SLACK,
        Kind.FAULT: _MAX_FAULT_BYTES,
    }


def frame(kind: int, payload: bytes) -> bytes:
    """Header and payload."""
    return HEADER.pack(kind, len(payload)) + payload


def encode_console(level: ConsoleLevel, offset_ns: int, text: str) -> bytes:
    """The frame of a `ConsoleMessage`."""
    return frame(Kind.CONSOLE, _CONSOLE.pack(level, offset_ns) + text.encode("utf-8", "replace"))


def encode_result(cost: Cost, result_json: bytes) -> bytes:
    """The frame of a `Result`."""
    return frame(Kind.RESULT, _encode_cost(cost) + result_json)


def encode_failure(cost: Cost, error: ScriptError) -> bytes:
    """The frame of a `Failure`."""
    # Not escaped to ASCII, which would make twelve bytes of some characters and burst the frame's bound.
    return frame(Kind.ERROR, _encode_cost(cost) + json.dumps(asdict(error), ensure_ascii=False).encode())


def _encode_cost(cost: Cost) -> bytes:
    return _COST.pack(cost.run_ns, cost.cpu_ns, cost.peak_memory_bytes, cost.console_truncated)


def decode_report(kind: int, payload: bytes) -> Report:
    """One frame from an isolate. Raises `ProtocolError` for anything malformed."""
    try:
        match kind:
            case Kind.READY:
                return Ready()
            case Kind.CONSOLE:
                level, offset_ns = _CONSOLE.unpack_from(payload)
                if offset_ns > _MAX_FIGURE:
                    raise ValueError("an offset out of range")
                text = payload[_CONSOLE.size :].decode()
                return ConsoleMessage(ConsoleLevel(level), text, offset_ns / 1e9)
            case Kind.RESULT:
                cost = _decode_cost(payload)
                result = payload[_COST.size :]
                result.decode()
                return Result(result, cost)
            case Kind.ERROR:
                cost = _decode_cost(payload)
                return Failure(_decode_error(json.loads(payload[_COST.size :])), cost)
            case Kind.REJECTED:
                return Rejected(payload.decode()[:MAX_REJECTION_TEXT])
            case Kind.FAULT:
                return Fault(payload.decode("utf-8", "replace"))
    except (ValueError, TypeError, KeyError, struct.error, RecursionError) as error:
        complaint = f"{type(error).__name__}: {error}"[:_MAX_COMPLAINT]
        raise ProtocolError(f"malformed frame of kind {kind}: {complaint}") from error
    raise ProtocolError(f"unknown frame kind {kind}")


# Far above anything true (a hundred days in nanoseconds, terabytes), far below what Duration and int64 take.
_MAX_FIGURE = 1 << 53


def _decode_cost(payload: bytes) -> Cost:
    cost = Cost(*_COST.unpack_from(payload))
    if max(cost.run_ns, cost.cpu_ns, cost.peak_memory_bytes) > _MAX_FIGURE:
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
    )


# --- server <-> zygote -------------------------------------------------------------------------------------------

# Largest control packet: an engine's error message with its stack, cut to fit.
MAX_PACKET = 65_536

FORK_REQUEST = b"F"
# In one packet; a longer one would be cut.
MAX_FORK_REQUESTS = 256


@dataclass(frozen=True, slots=True)
class ModuleWarmed:
    """One module is loaded: its size in bytes of bundled source and its load time in milliseconds."""

    name: str
    version: str
    size_bytes: int
    elapsed_ms: float


@dataclass(frozen=True, slots=True)
class WarmupFailed:
    """The warmup ended: the module that failed (empty: before any module) and why."""

    module: str
    error: str


@dataclass(frozen=True, slots=True)
class WarmupCompleted:
    """Every module is loaded; the zygote serves forks from here on."""

    elapsed_ms: float
    sandbox_level: str


@dataclass(frozen=True, slots=True)
class Announced:
    """The names of the modules about to be loaded, in order."""

    modules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Forked:
    """A new isolate; its socket and its pidfd travel with the packet."""

    pid: int


@dataclass(frozen=True, slots=True)
class ForkFailed:
    """The kernel refused a fork."""

    error: str


ZygoteReport = Announced | ModuleWarmed | WarmupFailed | WarmupCompleted | Forked | ForkFailed
_ZYGOTE_REPORTS: dict[str, type[ZygoteReport]] = {
    cls.__name__: cls for cls in (Announced, ModuleWarmed, WarmupFailed, WarmupCompleted, Forked, ForkFailed)
}


def encode_packet(report: ZygoteReport) -> bytes:
    """One control packet. Raises `ValueError` when it is over `MAX_PACKET`."""
    packet = json.dumps([type(report).__name__, asdict(report)]).encode()
    if len(packet) > MAX_PACKET:
        raise ValueError(f"a control packet of {len(packet)} bytes is over {MAX_PACKET}")
    return packet


def decode_packet(packet: bytes) -> ZygoteReport:
    """One packet from the zygote, which runs no strangers' code and is trusted; raises `ProtocolError` on garbage."""
    try:
        name, fields = json.loads(packet)
        return _ZYGOTE_REPORTS[name](**fields)
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise ProtocolError(f"malformed control packet: {error}") from error
