"""Dates and times, ranges of them, and the patterns that locales have for them."""

from __future__ import annotations

from ctypes import byref, c_double, c_int32, c_void_p
from typing import Any

from executor.isolate.icu.calendars import Calendars
from executor.isolate.icu.library import (
    ROOM,
    Json,
    Library,
    Region,
    length_of,
    narrow,
    units,
    wide,
    within,
)
from executor.isolate.icu.locales import Locales
from executor.isolate.icu.parts import flatten, parts

_UDAT_PATTERN = c_int32(-2)
_UDATPG_MATCH_HOUR_FIELD_LENGTH = 1 << 11
_CATEGORY_DATE = 1


class Dates:
    """Times are milliseconds since 1970. A pattern that reads `=DATE,TIME` means the locale's own for two styles."""

    def __init__(self, library: Library, locales: Locales, calendars: Calendars) -> None:
        self._library = library
        self._locales = locales
        self._calendars = calendars

    # --- Patterns ------------------------------------------------------------------------------------------------

    def generator(self, tag: str) -> Any:
        """A pattern generator: 350 KB, so none is made before a script asks."""
        return self._library.keep(
            "pattern", tag, lambda: self._library.call("udatpg_open", self._locales.name(tag))
        )

    def pattern(self, tag: str, skeleton: str) -> Json:
        """The locale's pattern for what a skeleton asks for."""
        asked = wide(skeleton)
        options = c_int32(_UDATPG_MATCH_HOUR_FIELD_LENGTH)
        return self._library.text(
            "udatpg_getBestPatternWithOptions", self.generator(tag), asked, length_of(asked), options
        )

    def skeleton(self, pattern: str) -> Json:
        """What a pattern shows."""
        shown = wide(pattern)
        return self._library.text("udatpg_getSkeleton", None, shown, length_of(shown))

    def hour_cycle(self, tag: str) -> Json:
        """The hours that a locale counts in: 0 h11, 1 h12, 2 h23, 3 h24."""
        return self._library.int32("udatpg_getDefaultHourCycle", self.generator(tag))

    def style_pattern(self, tag: str, date_style: int, time_style: int) -> Json:
        """The locale's pattern for styles: -1 none, 0 full to 3 short."""
        made = self._library.call(
            "udat_open", within(time_style, -1, 3), within(date_style, -1, 3), self._locales.name(tag),
            None, c_int32(0), None, c_int32(0),
        )  # fmt: skip
        pattern = self._library.text("udat_toPattern", made, c_int32(0))
        self._library.close("udat_close", made)
        return pattern

    def field_name(self, tag: str, field: int, width: int) -> Json:
        """The name of a field of dates."""
        return self._library.text(
            "udatpg_getFieldDisplayName", self.generator(tag), within(field, 0, 15), within(width, 0, 2)
        )

    # --- Formatting ----------------------------------------------------------------------------------------------

    def _formatter(self, tag: str, pattern: str, zone: str) -> Any:
        def make() -> Any:
            how, where = wide(pattern), wide(zone)
            date_style = time_style = _UDAT_PATTERN
            if pattern.startswith("="):
                date_style, time_style = (within(int(style), -1, 3) for style in pattern[1:].split(","))
            made = self._library.call(
                "udat_open", time_style, date_style, self._locales.name(tag),
                where, length_of(where), how, length_of(how),
            )  # fmt: skip
            self._calendars.make_gregorian(self._library.function("udat_getCalendar")(c_void_p(made)))
            return made

        return self._library.keep("date", (tag, pattern, zone), make)

    def text(self, tag: str, pattern: str, zone: str, time: float) -> Json:
        """A formatted time."""
        buffer = units(ROOM)
        formatter = self._formatter(tag, pattern, zone)
        length = self._library.int32("udat_format", formatter, c_double(time), buffer, c_int32(ROOM), None)
        return narrow(buffer, 0, length)

    def parts(self, tag: str, pattern: str, zone: str, time: float) -> Json:
        """A formatted time in parts."""
        formatter = self._formatter(tag, pattern, zone)
        iterator = self._library.keep("iterator", "", lambda: self._library.call("ufieldpositer_open"))
        buffer = units(ROOM)
        length = self._library.int32(
            "udat_formatForFields", formatter, c_double(time), buffer, c_int32(ROOM), iterator
        )
        return flatten(buffer, length, self._fields(iterator))

    def _fields(self, iterator: Any) -> list[Region]:
        regions = []
        start, end = c_int32(0), c_int32(0)
        following = (c_void_p(iterator), byref(start), byref(end))
        while (field := self._library.plain_int32("ufieldpositer_next", *following)) >= 0:
            regions.append((start.value, end.value, _CATEGORY_DATE, field))
        return regions

    def range_parts(self, tag: str, skeleton: str, zone: str, start: float, end: float) -> Json:
        """Two times by a skeleton, as one range in parts."""

        def make() -> Any:
            how, where = wide(skeleton), wide(zone)
            return self._library.call(
                "udtitvfmt_open", self._locales.name(tag), how, length_of(how), where, length_of(where)
            )

        formatter = self._library.keep("interval", (tag, skeleton, zone), make)
        result = self._library.result("udtitvfmt")
        self._library.call(
            "udtitvfmt_formatToResult", formatter, c_double(start), c_double(end), result.pointer
        )
        return parts(self._library, result.value())
