"""What a zygote is told at its start, as one line of JSON on its command line, and the words it answers in."""

from __future__ import annotations

import enum
import json
from dataclasses import asdict, dataclass


class SandboxLevel(enum.StrEnum):
    """What of the sandbox was reached: every layer, all but the filters, or none."""

    SECCOMP = "seccomp"
    RLIMITS = "rlimits"
    OFF = "off"


class Isolation(enum.StrEnum):
    """Where a pristine isolate comes from: from a used one whose memory is put back to its image, or from a fork."""

    REWIND = "rewind"
    FORK = "fork"


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What a zygote, and so each of its isolates, is told at its start.

    `tz` is the zone of scripts' `Date` and `Intl`, `tz_rules` what the C library is told of it (its TZ);
    `max_memory_bytes` bounds the engine's heap; `buffer_bytes` is what the process may need beside it for code, input,
    result and console; `cpu_seconds` is the longest CPU time of any job. HTTP requests of a run may
    have bodies of `max_request_bytes`. A run may call its caller's functions `max_calls` times with `max_argument_bytes` at once
    and `max_call_bytes` in all, answers included. An isolate whose resident size came to more than `kept_memory_bytes` is not kept for
    another run. `engine` is the one to load: `built` or `pypi`. `isolation` is what was asked for; what it is the zygote
    tells when it is warm. `isolates` is how many there are to be at any time, those that end not counted.
    """

    server_pid: int
    modules: str
    sandbox: str
    max_memory_bytes: int
    buffer_bytes: int
    cpu_seconds: float
    max_request_bytes: int = 0
    max_calls: int = 0
    max_call_bytes: int = 0
    max_argument_bytes: int = 0
    kept_memory_bytes: int = 1 << 40
    tz: str = "UTC"
    tz_rules: str = "UTC0"
    engine: str = "built"
    isolation: str = Isolation.FORK
    isolates: int = 8

    def to_json(self) -> str:
        """For `from_json` in the zygote."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> Options:
        """What `to_json` made."""
        return cls(**json.loads(text))
