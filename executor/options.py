"""What a zygote is told at its start, as one line of JSON on its command line."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Options:
    """What a zygote, and so each of its isolates, is told at its start.

    `tz` is the zone of scripts' `Date`; `max_memory_bytes` bounds the engine's heap; `buffer_bytes` is what the process
    may need beside it for code, input, result and console; `cpu_seconds` is the longest CPU time of any job. A run may
    send `max_requests` HTTP requests with bodies of `max_request_bytes`. An isolate whose resident size came to more than
    `kept_memory_bytes` is not kept for another run.
    """

    server_pid: int
    modules: str
    sandbox: str
    max_memory_bytes: int
    buffer_bytes: int
    cpu_seconds: float
    max_requests: int = 0
    max_request_bytes: int = 0
    kept_memory_bytes: int = 1 << 40
    tz: str = "UTC"

    def to_json(self) -> str:
        """For `from_json` in the zygote."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> Options:
        """What `to_json` made."""
        return cls(**json.loads(text))
