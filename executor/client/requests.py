"""What callers ask for: the request of a script, and how long its call may take."""

from __future__ import annotations

import math
from typing import Any, Final

from google.protobuf import duration_pb2

from executor.client.batches import encode
from executor.v1 import executor_pb2 as pb

# Seconds. What the network and an answer of the largest size may take on top of queue and script.
DEADLINE_MARGIN: Final = 5.0
# Seconds. Status and health are answered from memory, also by a server that is busy or warming up.
STATUS_DEADLINE: Final = 5.0

# What code may be written in, by the names that callers use.
LANGUAGES: Final = {"javascript": pb.LANGUAGE_UNSPECIFIED, "typescript": pb.LANGUAGE_TYPESCRIPT}


def request_of(
    code: str,
    value: Any,
    input_json: str | None,
    timeout: float | None,
    execution_id: str,
    affinity_key: str,
    *,
    own_process: bool = False,
    language: str = "javascript",
) -> pb.ExecuteRequest:
    """Raises `TypeError` or `ValueError` for an input that is no JSON, a timeout that is no number, or another language."""
    if language not in LANGUAGES:
        raise ValueError(f"language is {language!r}; it may be one of {', '.join(LANGUAGES)}")
    if input_json is None:
        input_json = encode(value)
    elif value is not None:
        raise TypeError("give input or input_json, not both")
    request = pb.ExecuteRequest(
        code=code,
        input_json=input_json,
        execution_id=execution_id,
        affinity_key=affinity_key,
        own_process=own_process,
        language=LANGUAGES[language],
    )
    if timeout is not None:
        request.timeout.CopyFrom(_duration(timeout))
    return request


def _duration(seconds: float) -> duration_pb2.Duration:
    if not math.isfinite(seconds):
        raise ValueError(f"timeout is {seconds}; it must be a number of seconds")
    duration = duration_pb2.Duration()
    # Its range is the server's to judge, so only what cannot be written is refused here (a ValueError too).
    duration.FromNanoseconds(round(seconds * 1e9))
    return duration


def seconds(duration: duration_pb2.Duration) -> float:
    """Of protobuf's form."""
    return duration.seconds + duration.nanos / 1e9


def deadline_of(timeout: float | None, limits: pb.Limits) -> float:
    """Seconds from now that a call may take: run, queue and `DEADLINE_MARGIN`."""
    run = seconds(limits.default_timeout) if timeout is None else timeout
    return run + seconds(limits.queue_timeout) + DEADLINE_MARGIN
