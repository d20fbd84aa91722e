"""How an isolate says it: the frames of what reports.py reads, and bounds of their texts.

Apart from there, so that a zygote makes no class of what it only writes: a frozen dataclass with slots takes half a millisecond.
"""

from __future__ import annotations

import json
import struct
from dataclasses import asdict, dataclass, replace

from executor.outcome import ConsoleLevel, ScriptError
from executor.wire.fetches import MAX_FIGURE
from executor.wire.frames import HEADER, Kind, frame
from executor.wire.layout import Layout

# Longest message and stack an isolate sends, in characters.
MAX_ERROR_TEXT = 65_536
# How many causes, and how many errors of an AggregateError, and the characters of each of their texts.
MAX_CAUSES = 8
MAX_CAUSE_TEXT = 1000
# Characters of an isolate's last words about a bug of ours.
MAX_FAULT_TEXT = 8192

# Of a console message: its level, and when it was written.
CONSOLE = struct.Struct("!BQ")
# Of a rejection: the number of its job.
REJECTED = struct.Struct("!Q")


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


COST = Layout(Cost)


def cost_of(payload: bytes) -> Cost:
    """What an answer's payload begins with. Raises `ValueError` and `struct.error`."""
    cost = COST.message(payload)
    if max(cost.run_ns, cost.cpu_ns, cost.peak_memory_bytes) > MAX_FIGURE:
        raise ValueError("a cost out of range")
    return cost


def encode_ready() -> bytes:
    """The frame of `Ready`."""
    return frame(Kind.READY)


def encode_console(level: ConsoleLevel, offset_ns: int, text: str) -> bytes:
    """The frame of a `ConsoleMessage`."""
    return frame(Kind.CONSOLE, CONSOLE.pack(level, offset_ns), text.encode("utf-8", "replace"))


def encode_result(cost: Cost, result_json: bytes) -> bytes:
    """The frame of a `Result`."""
    return frame(Kind.RESULT, *COST.parts(cost), result_json)


def encode_compiled(cost: Cost, bytecode: bytes) -> bytes:
    """The frame of a `Compiled`."""
    return frame(Kind.COMPILED, *COST.parts(cost), bytecode)


def encode_bytes_result(cost: Cost, result_bytes: bytes) -> bytes:
    """The frame of a `BytesResult`."""
    return frame(Kind.RESULT_BYTES, *COST.parts(cost), result_bytes)


def encode_failure(cost: Cost, error: ScriptError) -> bytes:
    """The frame of a `Failure`."""
    # Not escaped to ASCII, which would make twelve bytes of some characters and burst the frame's bound.
    return frame(Kind.ERROR, *COST.parts(cost), json.dumps(asdict(error), ensure_ascii=False).encode())


def encode_rejected(number: int, message: str) -> bytes:
    """The frame of a `Rejected`."""
    return frame(Kind.REJECTED, REJECTED.pack(number), message.encode("utf-8", "replace"))


def encode_fault(text: str) -> bytes:
    """The frame of a `Fault`, with the last `MAX_FAULT_TEXT` characters of it."""
    return frame(Kind.FAULT, text[-MAX_FAULT_TEXT:].encode())


def as_last(answer: bytes) -> bytes:
    """The frame of a `Result`, `BytesResult` or `Failure` with `is_last` set."""
    payload = answer[HEADER.size :]
    cost = replace(cost_of(payload), is_last=True)
    return b"".join((answer[: HEADER.size], *COST.parts(cost), payload[COST.size :]))
