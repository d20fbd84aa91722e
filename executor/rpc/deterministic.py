"""What a request asks of a run that can be repeated, checked."""

from __future__ import annotations

import json
from functools import lru_cache

from executor.errors import InvalidJob
from executor.formats import zones
from executor.settings import Settings
from executor.v1 import executor_pb2 as pb

# Seconds since 1970: the end of 9999.
_END = 253_402_300_800
# Longer than any name of a zone.
_MAX_ZONE = 64


def deterministic_of(request: pb.ExecuteRequest, settings: Settings) -> bytes:
    """For `Job.deterministic`. Raises `InvalidJob`."""
    if not request.HasField("deterministic"):
        return b""
    asked = request.deterministic
    if settings.engine != "built":
        raise InvalidJob(
            "DETERMINISTIC_UNAVAILABLE",
            f"this server runs the engine of --engine={settings.engine}, whose clocks cannot stand; leave deterministic out",
        )
    document = {"seed": asked.seed, "start": _start(asked), "zone": _zone(asked.time_zone, settings)}
    return json.dumps(document).encode()


def _start(asked: pb.Deterministic) -> int:
    """Milliseconds since 1970."""
    moment = asked.start_time
    if not asked.HasField("start_time"):
        raise InvalidJob(
            "NO_START_TIME",
            "deterministic has no start_time; give the time that the run's clocks are to show",
        )
    if not (0 <= moment.seconds < _END and 0 <= moment.nanos < 1_000_000_000):
        raise InvalidJob(
            "START_TIME_OUT_OF_RANGE",
            f"start_time is {moment.seconds} s and {moment.nanos} ns after 1970; it must be from 1970 to 9999",
            start_seconds=moment.seconds,
        )
    return int(moment.seconds) * 1000 + int(moment.nanos) // 1_000_000


def _zone(name: str, settings: Settings) -> str:
    """Empty for the server's. One that is named has ICU's rules, as Intl, also where it is the server's, whose own may be newer: the
    same request is to give the same dates everywhere. Of UTC there is one rule.
    """
    if name == "" or name == settings.tz == "UTC":
        return ""
    if not _is_known(name[: _MAX_ZONE + 1]):
        raise InvalidJob(
            "TIME_ZONE_UNKNOWN",
            f"time_zone is {name[:_MAX_ZONE]!r}; give a zone by its IANA name, such as Europe/Berlin, or leave it empty for the "
            f"server's ({settings.tz})",
        )
    return name


@lru_cache(maxsize=1024)
def _is_known(name: str) -> bool:
    """Looks for a file: names are remembered."""
    return len(name) <= _MAX_ZONE and (name == "UTC" or zones.find(name) is not None)
