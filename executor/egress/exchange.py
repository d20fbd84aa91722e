"""One HTTP request of a script from its frame to its end, in the words of metrics, traces and logs."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from executor.egress.policy import HostClass, Refusal

OUTCOMES = (
    "response",
    "refused",
    "limit",
    "timeout",
    "network",
    "tls",
    "protocol",
    "invalid",
    "aborted",
    "replayed",
    "fault",
)
NO_HOST_CLASS = "none"
HOST_CLASSES = (*(host_class.value for host_class in HostClass), NO_HOST_CLASS)


@dataclass(slots=True)
class Exchange:
    """One request from its frame to its end, as metrics see it. `duration` is in seconds."""

    host_class: str = NO_HOST_CLASS
    outcome: str = "fault"
    refusal: Refusal | None = None
    sent_bytes: int = 0
    received_bytes: int = 0
    duration: float = 0.0
    # Of the last hop; empty and 0 where there was none.
    host: str = ""
    status: int = 0
    # To send along, where requests carry trace context.
    traceparent: str = ""
    # Values of headers that credentials of the operator's added, on any hop.
    secrets: tuple[str, ...] = ()
    begun: float = field(default_factory=time.monotonic)
