"""Time zones by name: which there are, and where their rules lie.

The `tzdata` package comes first, then the machine's own files: so a slim image without them knows every zone, and the
same version of the server has the same rules everywhere.
"""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Iterator
from pathlib import Path

# A name as IANA gives them; nothing that could lead out of a directory of zones.
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+){0,2}")
_MAGIC = b"TZif"
# What machines have beside IANA's zones, and Intl does not know: this machine's own, and the same zones by other rules.
_NO_ZONES = frozenset({"localtime", "posixrules"})
_OTHER_RULES = ("posix/", "right/")


def find(name: str) -> Path | None:
    """The file with the rules of zone `name`, or None where no such zone is known."""
    if not _NAME.fullmatch(name) or name in _NO_ZONES or name.startswith(_OTHER_RULES):
        return None
    for directory in _directories():
        path = directory / name
        try:
            with path.open("rb") as file:
                if file.read(len(_MAGIC)) == _MAGIC:
                    return path
        except OSError:
            continue
    return None


def posix(name: str) -> str:
    """The value of TZ for zone `name`, as the C library reads it. Raises `LookupError` where there is no such zone."""
    if name == "UTC":
        return "UTC0"
    path = find(name)
    if path is None:
        raise LookupError(name)
    return f":{path}"


def names() -> list[str]:
    """All zones of the first source that lists its own."""
    import zoneinfo  # noqa: PLC0415 - it costs a server start more than all else here, and most never need it

    return sorted(zoneinfo.available_timezones() - _NO_ZONES)


def _directories() -> Iterator[Path]:
    package = importlib.util.find_spec("tzdata")
    if package is not None and package.origin is not None:
        yield Path(package.origin).parent / "zoneinfo"
    import zoneinfo  # noqa: PLC0415 - as above

    yield from map(Path, zoneinfo.TZPATH)
