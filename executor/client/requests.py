"""What callers ask for: the request of a script, and how long its call may take."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass
from typing import Any, Final

from google.protobuf import duration_pb2

from executor.client.batches import encode
from executor.client.programs import Block, set_block
from executor.v1 import executor_pb2 as pb

# Seconds. What the network and an answer of the largest size may take on top of queue and script.
DEADLINE_MARGIN: Final = 5.0
# Seconds. Status and health are answered from memory, also by a server that is busy or warming up.
STATUS_DEADLINE: Final = 5.0


@dataclass(frozen=True, kw_only=True)
class RunLimits:
    """Lower limits than the server's, for one run (of each batch's runs, for every one); None is the server's.

    `cpu` is in seconds; the others are as in the proto's `RunLimits`.
    """

    cpu: float | None = None
    memory_bytes: int | None = None
    max_fetches: int | None = None
    max_console_bytes: int | None = None


def request_of(
    block: Block,
    value: Any,
    input_json: str | None,
    timeout: float | None,
    execution_id: str,
    affinity_key: str,
    *,
    own_process: bool = False,
    language: str = "javascript",
    input_bytes: bytes | None = None,
    accept_bytes: bool = False,
    limits: RunLimits | None = None,
) -> pb.ExecuteRequest:
    """Raises `TypeError` or `ValueError` for an input that is no JSON, a time that is no number, or another language."""
    given = [value is not None, input_json is not None, input_bytes is not None]
    if sum(given) > 1:
        raise TypeError("give one of input, input_json and input_bytes")
    request = pb.ExecuteRequest(
        input_bytes=input_bytes,
        execution_id=execution_id,
        affinity_key=affinity_key,
        own_process=own_process,
        accept_result_bytes=accept_bytes,
    )
    set_block(request, block, language)
    if input_bytes is None:
        request.input_json = encode(value) if input_json is None else input_json
    if timeout is not None:
        request.timeout.CopyFrom(_duration("timeout", timeout))
    if limits is not None:
        request.limits.CopyFrom(_limits(limits))
    return request


def _limits(limits: RunLimits) -> pb.RunLimits:
    others = {name: value for name, value in asdict(limits).items() if name != "cpu"}
    wanted = pb.RunLimits(**others)
    if limits.cpu is not None:
        wanted.cpu.CopyFrom(_duration("limits.cpu", limits.cpu))
    return wanted


def _duration(name: str, seconds: float) -> duration_pb2.Duration:
    if not math.isfinite(seconds):
        raise ValueError(f"{name} is {seconds}; it must be a number of seconds")
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
