"""Calendars of a locale in a zone: weeks, and what a zone is called at a time."""

from __future__ import annotations

from ctypes import byref, c_double, c_int32, c_void_p
from typing import Any

from executor.isolate.icu.library import Json, Library, length_of, wide
from executor.isolate.icu.locales import Locales
from executor.isolate.icu.zones import Zones

# Milliseconds, before every date that JavaScript has: the Gregorian calendar all the way.
_START_OF_TIME = -9007199254740992.0
_FIRST_DAY_OF_WEEK, _MINIMAL_DAYS = 1, 2
_DST_OFFSET = 16
_STANDARD, _SUMMER = 0, 2
# UCAL_TZ_TRANSITION_NEXT
_NEXT = 0
# Milliseconds: the first time of JavaScript, and the end of 2438, by when rules of today have been in force for 400 years.
_FIRST_TIME, _LAST_CHANGE = -8.64e15, 14_799_456_000_000.0
_ZONE_OFFSET = 15


class Calendars:
    """Kept by locale and zone."""

    def __init__(self, library: Library, locales: Locales, zones: Zones) -> None:
        self._library = library
        self._locales = locales
        self._zones = zones

    def _open(self, zone: str, tag: str) -> Any:
        def make() -> Any:
            name = wide(zone)
            made = self._library.call("ucal_open", name, length_of(name), self._locales.name(tag), c_int32(0))
            self.make_gregorian(made)
            return made

        return self._library.keep("calendar", (tag, zone), make)

    def make_gregorian(self, calendar: Any) -> None:
        """JavaScript has no Julian calendar before 1582."""
        if self._library.string("ucal_getType", calendar) in ("gregorian", "iso8601"):
            self._library.call("ucal_setGregorianChange", calendar, c_double(_START_OF_TIME))

    def week(self, tag: str) -> Json:
        """First day (1 is Sunday), days of the first week, and for each day from Sunday 1 where it is of a weekend."""
        calendar = self._open("UTC", tag)
        first, minimal = (
            self._library.plain_int32("ucal_getAttribute", c_void_p(calendar), c_int32(attribute))
            for attribute in (_FIRST_DAY_OF_WEEK, _MINIMAL_DAYS)
        )
        days = [self._library.int32("ucal_getDayOfWeekType", calendar, c_int32(day)) for day in range(1, 8)]
        return [first, minimal, days]

    def zone_offsets(self, zone: str) -> Json:
        """When its offset changes (milliseconds) and what Date's getTimezoneOffset is from then on (minutes), one after the other,
        from the first time of JavaScript to 2438. Null where there is no such zone.
        """
        if self._zones.canonical(zone) is None:
            return None
        calendar = self._open(zone, "en-US")
        changes = [_FIRST_TIME, self._offset_at(calendar, _FIRST_TIME)]
        at = c_double(0)
        while self._library.call("ucal_getTimeZoneTransitionDate", calendar, c_int32(_NEXT), byref(at)):
            if at.value > _LAST_CHANGE:
                break
            offset = self._offset_at(calendar, at.value)
            if offset != changes[-1]:
                changes += [at.value, offset]
        return changes

    def _offset_at(self, calendar: Any, time: float) -> int:
        """In minutes, towards zero, as the engine has it of the C library. The calendar stays at that time."""
        self._library.call("ucal_setMillis", calendar, c_double(time))
        east = sum(
            self._library.int32("ucal_get", calendar, c_int32(field)) for field in (_ZONE_OFFSET, _DST_OFFSET)
        )
        return int(-east / 60_000)

    def zone_name(self, zone: str, time: float) -> Json:
        """What Date's toString calls a zone at a time."""
        calendar = self._open(zone, "en-US")
        self._library.call("ucal_setMillis", calendar, c_double(time))
        # ucal_inDaylightTime says no for all of a zone that has given summer time up.
        is_summer = self._library.int32("ucal_get", calendar, c_int32(_DST_OFFSET)) != 0
        kind = c_int32(_SUMMER if is_summer else _STANDARD)
        return self._library.text("ucal_getTimeZoneDisplayName", calendar, kind, b"en_US")
