"""Names of time zones."""

from __future__ import annotations

import ctypes
from ctypes import c_int32

from executor.isolate.icu.library import ROOM, IcuError, Json, Library, length_of, narrow, units, wide

# UCAL_ZONE_TYPE_CANONICAL, UCAL_ZONE_TYPE_CANONICAL_LOCATION
_CANONICAL, _CANONICAL_LOCATION = 1, 2


class Zones:
    """`default` is the zone of the server's scripts."""

    def __init__(self, library: Library, default: str) -> None:
        self._library = library
        self._default = default

    def canonical(self, name: str) -> Json:
        """The name of a zone in its canonical spelling, or null where there is none such."""
        asked = wide(name)
        is_system = (ctypes.c_uint8 * 1)()
        buffer = units(ROOM)
        try:
            count = self._library.int32(
                "ucal_getCanonicalTimeZoneID", asked, length_of(asked), buffer, c_int32(ROOM), is_system
            )
        except IcuError:
            return None
        return narrow(buffer, 0, count) if is_system[0] else None

    def default(self) -> Json:
        """The zone of the server's scripts."""
        return self._default

    def all(self) -> Json:
        """All names, links included."""
        return self._library.names(self._library.call("ucal_openTimeZones"))

    def all_canonical(self, region: str | None = None) -> Json:
        """The canonical names of all zones with a place, or of those of a region."""
        kind = _CANONICAL_LOCATION if region is None else _CANONICAL
        code = None if region is None else region.encode("ascii")
        return self._library.names(
            self._library.call("ucal_openTimeZoneIDEnumeration", c_int32(kind), code, None)
        )
