"""Durations and sizes as people write them in flags and variables: `300ms`, `10s`, `256KiB`."""

from __future__ import annotations

import re
from decimal import Decimal

_DURATION = re.compile(r"([0-9]{1,18}(?:\.[0-9]{1,18})?)(ms|s|m|)")
_DURATION_UNITS = {"ms": Decimal("0.001"), "": Decimal(1), "s": Decimal(1), "m": Decimal(60)}

_SIZE = re.compile(r"([0-9]{1,18})(KiB|MiB|GiB|)")
_SIZE_UNITS = {"": 1, "KiB": 1 << 10, "MiB": 1 << 20, "GiB": 1 << 30}


def parse_duration(text: str) -> float:
    """Seconds, from `300ms`, `10s`, `1.5m`, or a plain number of seconds. Raises `ValueError`."""
    match = _DURATION.fullmatch(text)
    if match is None:
        raise ValueError("it must be a duration such as 300ms, 10s or 1m")
    # Decimal, because 0.3 and 300 * 0.001 need not be the same float.
    return float(Decimal(match[1]) * _DURATION_UNITS[match[2]])


def parse_size(text: str) -> int:
    """Bytes, from `65535`, `256KiB`, `1MiB` or `1GiB`. Raises `ValueError`."""
    match = _SIZE.fullmatch(text)
    if match is None:
        raise ValueError("it must be a size such as 65535, 256KiB or 1MiB")
    return int(match[1]) * _SIZE_UNITS[match[2]]


def format_size(size: int) -> str:
    """As people write it: `1 MiB`, `1.5 MiB`, `65,535 bytes`."""
    for unit, length in reversed(_SIZE_UNITS.items()):
        if unit and size >= length and size * 10 % length == 0:
            return f"{size / length:g} {unit}"
    return f"{size:,} bytes"
