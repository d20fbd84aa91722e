"""How one run of a script ended: plain values, importing nothing of ours."""

from __future__ import annotations

import enum
from dataclasses import dataclass


class ErrorKind(enum.IntEnum):
    """Why a script has no result. The numbers are those of `executor.v1.ErrorKind`."""

    SYNTAX = 1
    THROWN = 2
    TIMEOUT = 3
    OUT_OF_MEMORY = 4
    INVALID_RESULT = 5
    RESULT_TOO_LARGE = 6
    CRASHED = 7
    CPU_LIMIT = 8
    INVALID_INPUT = 9


class ConsoleLevel(enum.IntEnum):
    """Which console method wrote a message. The numbers are those of `executor.v1.ConsoleLevel`."""

    LOG = 1
    INFO = 2
    WARN = 3
    ERROR = 4
    DEBUG = 5


@dataclass(frozen=True, slots=True)
class ErrorCause:
    """An error behind another one; `name` is empty for what is no error, `code` where it has none."""

    name: str = ""
    message: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class ScriptError:
    """What went wrong, in the script author's terms.

    `line` and `column` count from 1 in the caller's own code; 0 means unknown. `causes` are its cause, the cause of that
    and so on; `errors` those of an AggregateError.
    """

    kind: ErrorKind
    name: str = ""
    message: str = ""
    stack: str = ""
    line: int = 0
    column: int = 0
    causes: tuple[ErrorCause, ...] = ()
    errors: tuple[ErrorCause, ...] = ()


@dataclass(frozen=True, slots=True)
class ConsoleMessage:
    """One console call. `offset` is in seconds since the run began."""

    level: ConsoleLevel
    text: str
    offset: float

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Usage:
    """What a run cost. All durations in seconds.

    `run` is wall time in the isolate (hand-over to answer where the isolate could not say), `cpu` is user plus
    system time of the isolate's process during the job, `total` runs from admission to answer.
    `peak_memory_bytes` is the isolate's peak resident set; of the warm pages that it shares with the zygote those count that it has
    mapped: all where it is forked, those that were touched where it is rewound.
    """

    queue: float = 0.0
    run: float = 0.0
    cpu: float = 0.0
    total: float = 0.0
    peak_memory_bytes: int = 0
    fetch_count: int = 0


@dataclass(frozen=True, slots=True)
class Outcome:
    """The end of one job: exactly one of `result_json` (UTF-8 JSON), `result_bytes` (of a job that prepares, its bytecode) and
    `error` is set.
    """

    result_json: bytes | None
    error: ScriptError | None
    console: tuple[ConsoleMessage, ...] = ()
    console_truncated: bool = False
    usage: Usage = Usage()
    result_bytes: bytes | None = None
