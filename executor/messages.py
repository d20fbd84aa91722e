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

_JOB = struct.Struct("!ddIIIII?")
_CONSOLE = struct.Struct("!BQ")
_COST = struct.Struct("!QQQ??")
_REQUEST_ID = struct.Struct("!I")
# The request's number and the length of its head; the rest is the body.
_EXCHANGE = struct.Struct("!II")


class Kind(enum.IntEnum):
    """What a frame between server and isolate is."""

    JOB = 1
    READY = 2
    CONSOLE = 3
    RESULT = 4
    ERROR = 5
    REJECTED = 6
    FAULT = 7
    FETCH = 8
    ABORT = 9
    RESPONSE = 10
    FETCH_FAILED = 11


# Bytes of an error's frame. Name, message and stack of an error are at most 65,536 characters of 4 bytes each.
FRAME_SLACK = 1 << 20
# Longest message and stack an isolate sends, in characters.
MAX_ERROR_TEXT = 65_536
# Characters of a rejection that reach the caller: it travels in HTTP/2 trailers, where a client takes 8 KiB in all.
MAX_REJECTION_TEXT = 256
# Bytes of an isolate's last words about a bug of ours: 8,192 characters.
_MAX_FAULT_BYTES = 32_768
# Bytes of a request's head as JSON: far above what the broker takes of URL and headers, whose limits it tells better.
MAX_FETCH_HEAD = 512 << 10
# Characters of a complaint about a frame; what it complains about may be as long as the frame.
_MAX_COMPLAINT = 200


class ProtocolError(Exception):
    """The other end of a pipe sent something that no correct peer sends."""


class TornFrame(ProtocolError):
    """The stream ended inside a frame: most often the process was killed while it wrote, so nobody is to blame."""


@dataclass(frozen=True, slots=True)
class Job:
    """One script to run. `timeout` and `cpu_limit` are seconds of wall and of CPU time; `input_json` is UTF-8 text not
    yet known to be JSON. Where `keep` is set the isolate waits for another job after this one, of the same code: only
    the first is read.
    """

    code: str
    input_json: bytes
    timeout: float
    cpu_limit: float
    max_result_bytes: int
    max_console_messages: int
    max_console_bytes: int
    keep: bool = False

    def encode(self, *, again: bool = False) -> bytes:
        """The whole frame; without the code where the isolate has run it already."""
        code = b"" if again else self.code.encode()
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
                    self.keep,
                ),
                code,
                self.input_json,
            )
        )

    @classmethod
    def decode(cls, payload: bytes) -> Job:
        """From a frame's payload; the server is trusted, so nothing is checked."""
        timeout, cpu_limit, result, messages, console, code_length, _, keep = _JOB.unpack_from(payload)
        code_end = _JOB.size + code_length
        return cls(
            code=payload[_JOB.size : code_end].decode(),
            input_json=payload[code_end:],
            timeout=timeout,
            cpu_limit=cpu_limit,
            max_result_bytes=result,
            max_console_messages=messages,
            max_console_bytes=console,
            keep=keep,
        )


@dataclass(frozen=True, slots=True)
class Cost:
    """What the isolate measured of itself: nanoseconds of wall and CPU time, peak resident bytes. `is_last` says that it
    ends with this answer.
    """

    run_ns: int
    cpu_ns: int
    peak_memory_bytes: int
    console_truncated: bool
    is_last: bool = True


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


@dataclass(frozen=True, slots=True)
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
        fields = {name: getattr(self, name) for name in _FETCH_FIELDS}
        head = json.dumps(fields, ensure_ascii=False).encode()
        if len(head) > MAX_FETCH_HEAD:
            raise ValueError(
                f"URL and headers are {len(head)} bytes of JSON, over the limit of {MAX_FETCH_HEAD}"
            )
        return _encode_exchange(Kind.FETCH, self.number, head, self.body)


_FETCH_FIELDS = (
    "method",
    "url",
    "headers",
    "redirect",
    "max_redirects",
    "max_response_bytes",
    "timeout",
    "decompress",
)
REDIRECTS = ("follow", "manual", "error")


@dataclass(frozen=True, slots=True)
class Abort:
    """The script does not want the response to this request any more."""

    number: int


Report = Ready | ConsoleMessage | Result | Failure | Rejected | Fault | Fetch | Abort


def payload_limits(
    max_result_bytes: int, max_console_bytes: int, max_request_bytes: int = 0
) -> dict[int, int]:
    """The longest payload in bytes of each kind of frame that an isolate may send."""
    return {
        Kind.READY: 0,
        Kind.CONSOLE: _CONSOLE.size + max_console_bytes,
        Kind.RESULT: _COST.size + max_result_bytes,
        Kind.ERROR: FRAME_SLACK,
        Kind.REJECTED: FRAME_SLACK,
        Kind.FAULT: _MAX_FAULT_BYTES,
        Kind.FETCH: _EXCHANGE.size + MAX_FETCH_HEAD + max_request_bytes,
        Kind.ABORT: _REQUEST_ID.size,
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


def as_last(frame: bytes) -> bytes:
    """The frame of a `Result` or `Failure` with `is_last` set."""
    flag = HEADER.size + _COST.size - 1
    return frame[:flag] + b"\1" + frame[flag + 1 :]


def encode_abort(number: int) -> bytes:
    """The frame of an `Abort`."""
    return frame(Kind.ABORT, _REQUEST_ID.pack(number))


def encode_response(number: int, head: dict[str, Any], body: bytes | bytearray) -> bytes:
    """The frame that answers a `Fetch`: `head` is what the script is told beside the body."""
    return _encode_exchange(Kind.RESPONSE, number, json.dumps(head).encode(), body)


def encode_fetch_failed(number: int, error: dict[str, Any]) -> bytes:
    """The frame that answers a `Fetch` without a response: the properties of the script's Error."""
    return _encode_exchange(Kind.FETCH_FAILED, number, json.dumps(error).encode(), b"")


def decode_answer(payload: bytes) -> tuple[int, bytes, memoryview]:
    """Of a `RESPONSE` or `FETCH_FAILED` frame: the request's number, JSON text, body. The server is trusted."""
    number, length = _EXCHANGE.unpack_from(payload)
    end = _EXCHANGE.size + length
    return number, payload[_EXCHANGE.size : end], memoryview(payload)[end:]


def _encode_exchange(kind: Kind, number: int, head: bytes, body: bytes | bytearray) -> bytes:
    payload_length = _EXCHANGE.size + len(head) + len(body)
    return b"".join((HEADER.pack(kind, payload_length), _EXCHANGE.pack(number, len(head)), head, body))


def _decode_fetch(payload: bytes) -> Fetch:
    number, length = _EXCHANGE.unpack_from(payload)
    end = _EXCHANGE.size + length
    if end > len(payload):
        raise ValueError("a head longer than its frame")
    return make_fetch(number, json.loads(payload[_EXCHANGE.size : end].decode()), payload[end:])


def make_fetch(number: int, fields: dict[str, Any], body: bytes) -> Fetch:
    """A request from untrusted fields. Raises `ValueError`, `TypeError` or `KeyError` for what no `Fetch` can be."""
    headers = tuple((_text(name), _text(value)) for name, value in fields["headers"])
    redirect, timeout, decompress = fields["redirect"], fields["timeout"], fields["decompress"]
    if redirect not in REDIRECTS:
        raise ValueError(f"redirect must be one of {', '.join(REDIRECTS)}")
    if isinstance(timeout, bool) or not isinstance(timeout, int | float):
        raise TypeError("timeout must be a number")
    # Also False for NaN.
    if not 0 <= timeout <= _MAX_FIGURE:
        raise ValueError("a timeout out of range")
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
        timeout=timeout,
        decompress=decompress,
    )


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"a text was expected, not {type(value).__name__}")
    value.encode()  # Half a surrogate pair is no text of any protocol.
    return value


def _whole(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= _MAX_FIGURE:
        raise ValueError("a whole number out of range")
    return value


def _encode_cost(cost: Cost) -> bytes:
    return _COST.pack(cost.run_ns, cost.cpu_ns, cost.peak_memory_bytes, cost.console_truncated, cost.is_last)


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
            case Kind.REJECTED | Kind.FAULT:
                return _decode_complaint(kind, payload)
            case Kind.FETCH | Kind.ABORT:
                return _decode_fetch(payload) if kind == Kind.FETCH else Abort(*_REQUEST_ID.unpack(payload))
    except (ValueError, TypeError, KeyError, struct.error, RecursionError) as error:
        complaint = f"{type(error).__name__}: {error}"[:_MAX_COMPLAINT]
        raise ProtocolError(f"malformed frame of kind {kind}: {complaint}") from error
    raise ProtocolError(f"unknown frame kind {kind}")


def _decode_complaint(kind: int, payload: bytes) -> Rejected | Fault:
    if kind == Kind.REJECTED:
        return Rejected(payload.decode()[:MAX_REJECTION_TEXT])
    return Fault(payload.decode("utf-8", "replace"))


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


def encode_forked(pid: int) -> bytes:
    """As `encode_packet(Forked(pid))`, without what dataclasses and json touch.

    The zygote sends one per fork: 55 of its pages are copied for that instead of 144 (2026-11).
    """
    return b'["Forked", {"pid": %d}]' % pid


def decode_packet(packet: bytes) -> ZygoteReport:
    """One packet from the zygote, which runs no strangers' code and is trusted; raises `ProtocolError` on garbage."""
    try:
        name, fields = json.loads(packet)
        return _ZYGOTE_REPORTS[name](**fields)
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise ProtocolError(f"malformed control packet: {error}") from error
