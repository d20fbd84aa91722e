"""What server and zygote say to each other: small packets on a SEQPACKET socket, JSON but for what comes with each call.

Packets, because one keeps the descriptors that are passed with it together with its text. The zygote runs no strangers'
code and is trusted.
"""

from __future__ import annotations

import json
import struct
from dataclasses import asdict, dataclass
from typing import Any

from executor.wire.errors import ProtocolError
from executor.wire.options import Isolation

# Bytes of the largest packet: an engine's error message with its stack, cut to fit.
MAX_PACKET = 65_536
# Characters of an error in a packet: JSON makes six bytes of some, and the module's name is in it, too.
MAX_PACKET_ERROR = MAX_PACKET // 8

# What the server asks for, a packet of one kind: a byte for each isolate that it wants, or one isolate to rewind.
FORK_REQUEST = b"F"
REWIND_REQUEST = b"R"
# In one packet; a longer one would be cut.
MAX_FORK_REQUESTS = 256
_REWIND = struct.Struct("<ci")
# Of `Rewound`, as engine/native/reports.c writes it: there is one for each call, and JSON takes fifty times as long. No JSON begins so.
_REWOUND = struct.Struct("<ciIQ")
_REWOUND_MARK = b"W"

# Why a zygote kills an isolate instead of rewinding it, as `NotRewound.reason` and the metric have it. Any other word
# counts as `other`.
REWIND_FAILURES = (
    *("stop", "unread", "scan", "pages", "list", "registers", "signals", "trap", "peak", "resume", "exited"),
    "timeout",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineLoaded:
    """The engine that this zygote runs: QuickJS-ng's version; `origin` is `built` or `pypi`; of the first kind also what
    compiled it, and how; `build` tells one build from another.
    """

    version: str
    origin: str
    compiler: str
    flags: str
    build: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Announced:
    """The names of the modules about to be loaded, in order."""

    modules: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ModuleWarmed:
    """One module is loaded: its size in bytes of bundled source and its load time in milliseconds."""

    name: str
    version: str
    size_bytes: int
    elapsed_ms: float


@dataclass(frozen=True, slots=True, kw_only=True)
class WarmupFailed:
    """The warmup ended: the module that failed (empty: before any module) and why."""

    module: str
    error: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WarmupCompleted:
    """Every module is loaded; the zygote serves forks from here on."""

    elapsed_ms: float
    sandbox_level: str
    # What it is now, how written pages are found (`userfaultfd`, `pagemap` or empty), and in one sentence why not the
    # faster way; empty where there is nothing to say.
    isolation: str = Isolation.FORK
    tracker: str = ""
    isolation_reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Forked:
    """A new isolate; its socket and its pidfd travel with the packet. Where isolates are rewound it is READY by now: the
    zygote's word, not its own.
    """

    pid: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ForkFailed:
    """The kernel refused a fork."""

    error: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rewound:
    """The isolate is as if never used, and waits for a job: so many pages were put back, in so many nanoseconds."""

    pid: int
    pages: int
    elapsed_ns: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NotRewound:
    """The isolate is killed, because something was not exactly as expected: one of `REWIND_FAILURES`."""

    pid: int
    reason: str


ZygoteReport = (
    EngineLoaded
    | Announced
    | ModuleWarmed
    | WarmupFailed
    | WarmupCompleted
    | Forked
    | ForkFailed
    | Rewound
    | NotRewound
)
_REPORTS: dict[str, type[ZygoteReport]] = {
    cls.__name__: cls
    for cls in (
        EngineLoaded,
        Announced,
        ModuleWarmed,
        WarmupFailed,
        WarmupCompleted,
        Forked,
        ForkFailed,
        Rewound,
        NotRewound,
    )
}


def encode_rewind(pid: int) -> bytes:
    """The request to rewind this isolate. The zygote may read it without Python: `R`, and the pid as little-endian int32."""
    return _REWIND.pack(REWIND_REQUEST, pid)


def encode_packet(report: ZygoteReport) -> bytes:
    """One packet. Raises `ValueError` when it is over `MAX_PACKET`."""
    if isinstance(report, Rewound):
        return _REWOUND.pack(_REWOUND_MARK, report.pid, report.pages, report.elapsed_ns)
    packet = json.dumps([type(report).__name__, asdict(report)]).encode()
    if len(packet) > MAX_PACKET:
        raise ValueError(f"a control packet of {len(packet)} bytes is over {MAX_PACKET}")
    return packet


def encode_forked(pid: int) -> bytes:
    """As `encode_packet(Forked(pid=pid))`, without what dataclasses and json touch.

    The zygote sends one per fork: 55 of its pages are copied for that instead of 144 (2026-11).
    """
    return b'["Forked", {"pid": %d}]' % pid


def decode_packet(packet: bytes) -> ZygoteReport:
    """One packet from the zygote. Raises `ProtocolError` on garbage."""
    if len(packet) == _REWOUND.size and packet[:1] == _REWOUND_MARK:
        _, pid, pages, elapsed_ns = _REWOUND.unpack(packet)
        return Rewound(pid=pid, pages=pages, elapsed_ns=elapsed_ns)
    try:
        name, fields = json.loads(packet)
        # JSON has no tuples.
        named: dict[str, Any] = {
            key: tuple(value) if isinstance(value, list) else value for key, value in fields.items()
        }
        return _REPORTS[name](**named)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise ProtocolError(f"malformed control packet: {error}") from error
