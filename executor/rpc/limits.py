"""What the limits among the settings mean: gRPC's own for messages, those that callers are told, those of a run.

A limit more is a setting and, where callers or isolates are to know it, a field of its name in the proto's `Limits` or in
`Job`: both are filled by name.
"""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from executor.access.identity import is_open
from executor.errors import InvalidJob
from executor.rpc.response import duration
from executor.settings import LIMITS, SETTINGS, Settings
from executor.v1 import executor_pb2 as pb
from executor.wire.jobs import Job

# Requests up to this much over the limits are still read, so that they get our own precise error and not gRPC's; names
# and framing are in it, too.
REQUEST_SLACK_BYTES = 64 << 10
# A message of a batch carries many inputs: however small each must be, it may have so many bytes.
MIN_MESSAGE_BYTES = 1 << 20

# Requests of all other methods. Those for health are a name; the message is that and its length.
MAX_SERVICE_NAME_BYTES = 256
_HEALTH_BYTES = MAX_SERVICE_NAME_BYTES + 3
_OTHER_BYTES = 4096
_WITH_RECORDS = "/executor.v1.ExecutorService/Execute"
_WITH_SCRIPTS = tuple(
    f"/executor.v1.ExecutorService/{method}"
    for method in ("Execute", "ExecuteBatch", "Converse", "PrepareProgram")
)

# Fields of `Limits` that are not named as their setting: in a proto counts end in _count (AIP-141).
_SETTING_OF = {
    "default_timeout": "timeout",
    "isolate_count": "isolates",
    "queue_count": "queue",
    "affinity_isolate_count": "affinity_isolates",
    "max_fetches": "egress_max_requests",
    "unrecorded_headers": "egress_unrecorded_headers",
}

# Of a run: the modules alone fill some 25 MiB. Also the least that --max-memory-bytes takes.
MIN_MEMORY_BYTES = 32 << 20

# Of a run, but each request's own.
_OF_REQUESTS = {"timeout"}


class RequestLimits:
    """Bytes of a request, by its method. `message` is the largest of them, which is gRPC's for all."""

    def __init__(self, settings: Settings) -> None:
        largest = settings.max_code_bytes + settings.max_input_bytes
        self._of_scripts = max(largest, MIN_MESSAGE_BYTES) + REQUEST_SLACK_BYTES
        # One run alone may be given a record.
        self.message = largest + settings.max_record_bytes + REQUEST_SLACK_BYTES
        self.message = max(self.message, self._of_scripts)

    def of(self, method: str) -> int:
        """Of a method such as `/grpc.health.v1.Health/Check`."""
        if method in _WITH_SCRIPTS:
            return self.message if method == _WITH_RECORDS else self._of_scripts
        return _HEALTH_BYTES if is_open(method) else _OTHER_BYTES


def message_options(settings: Settings) -> list[tuple[str, int]]:
    """gRPC's message limits from the configured ones (its default of 4 MB fits neither way)."""
    received = RequestLimits(settings).message
    # Result, console and record once each, an error's texts, and framing.
    sent = settings.max_result_bytes + 2 * settings.max_console_bytes + settings.max_record_bytes + (1 << 20)
    return [("grpc.max_receive_message_length", received), ("grpc.max_send_message_length", sent)]


def told_limits(settings: Settings) -> pb.Limits:
    """As `ServerStatus` has them. Raises `AttributeError` for a field that is no setting."""
    values: dict[str, Any] = {}
    for field in pb.Limits.DESCRIPTOR.fields:
        value = getattr(settings, _SETTING_OF.get(field.name, field.name))
        values[field.name] = value if field.message_type is None else duration(value)
    return pb.Limits(**values)


def lower_limits(wanted: pb.RunLimits, limits: dict[str, Any]) -> dict[str, Any]:
    """What a request's own limits make of those of `run_limits`: of both the lower one. Raises `InvalidJob` for one that is
    out of its range.
    """
    lower: dict[str, Any] = {}
    if wanted.HasField("cpu"):
        lower["cpu_limit"] = _wanted("limits.cpu", wanted.cpu.seconds + wanted.cpu.nanos / 1e9, 0.001, " s")
    if wanted.HasField("memory_bytes"):
        lower["max_memory_bytes"] = _wanted(
            "limits.memory_bytes", wanted.memory_bytes, MIN_MEMORY_BYTES, " bytes"
        )
    for name in ("max_fetches", "max_console_bytes"):
        if wanted.HasField(name):
            lower[name] = _wanted(f"limits.{name}", getattr(wanted, name), 0, "")
    return {name: min(value, limits[name]) for name, value in lower.items()}


def _wanted(name: str, value: float, least: float, unit: str) -> float:
    if value < least:
        raise InvalidJob(
            "LIMIT_OUT_OF_RANGE",
            f"{name} is {value}{unit}; it must be {least}{unit} or more, or unset for the server's",
            field=name,
            actual=value,
            minimum=least,
        )
    return value


def run_limits(settings: Settings) -> dict[str, Any]:
    """Those of a run that every job carries, for `Job`'s constructor."""
    limits = {item.name for item in SETTINGS if item.group == LIMITS} - _OF_REQUESTS
    named = {item.name: getattr(settings, item.name) for item in fields(Job) if item.name in limits}
    return named | {"max_fetches": settings.egress_max_requests}
