"""ICU, the library that gives Node its `Intl`: the few dozen functions of it that runtime/intl asks for.

The `icu4py` wheel brings ICU with the data of all locales, zones and dictionaries as a shared object: mapped read-only,
so all isolates share its 33 MB, and none of it is on a heap that a fork would have to copy. Its Python classes cover
little of it; we call the C API below them through ctypes, the same version that Node 20 is built with.

Every operation is a plain function of JSON values, without handles that a script could forge. What ICU builds for one
(a formatter costs some 100 µs) is kept by its arguments.
"""

from __future__ import annotations

import ctypes
import importlib.util
import json
from collections.abc import Callable, Sequence
from ctypes import byref, c_char_p, c_double, c_int32, c_void_p
from pathlib import Path
from typing import Any

# Names of the C functions carry it.
VERSION = 78

# What ICU builds is kept for so many different arguments of each kind; a script that asks for more waits longer.
_KEPT = 200
# UTF-16 units: what most answers fit into; others are asked for again.
_ROOM = 256
# Milliseconds, before every date that JavaScript has: the Gregorian calendar all the way.
_START_OF_TIME = -9007199254740992.0

_BUFFER_OVERFLOW_ERROR = 15
_UDAT_PATTERN = -2
_DATE_INTERVAL_SPAN = 0x1005
_NUMBER_RANGE_SPAN = 0x1002
_LIST_SPAN = 0x1003
_LIST, _RELATIVE_DATE = 3, 4
_CURRENCY_LENGTH = 3
_WORD_KINDS = 100  # UBRK_WORD_NONE_LIMIT: from here on a piece is a word.

Json = Any
Part = tuple[int, int, str]


class IcuError(Exception):
    """ICU could not do it; the message is the name of its error."""


class IcuMissing(Exception):
    """The library is not installed, or is another version."""


def _wide(text: str) -> Any:
    """As an array of UTF-16 units; JavaScript's lone surrogates pass."""
    encoded = text.encode("utf-16-le", "surrogatepass")
    return (ctypes.c_uint16 * (len(encoded) // 2 + 1)).from_buffer_copy(encoded + b"\0\0")


def _within(number: int, least: int, most: int) -> int:
    """An index into one of ICU's own tables, which it does not check. Raises `ValueError`."""
    if not least <= number <= most:
        raise ValueError(number)
    return number


def _narrow(buffer: Any, start: int, end: int) -> str:
    return bytes(memoryview(buffer).cast("B")[2 * start : 2 * end]).decode("utf-16-le", "surrogatepass")


def _libraries() -> dict[str, ctypes.PyDLL]:
    spec = importlib.util.find_spec("icu4py")
    if spec is None or spec.origin is None:
        raise IcuMissing("icu4py is not installed")
    directory = Path(spec.origin).parent.parent / "icu4py.libs"
    found = {}
    # In the order in which they need each other.
    for name in ("data", "uc", "i18n"):
        paths = sorted(directory.glob(f"libicu{name}-*.so.{VERSION}.*"))
        if len(paths) != 1:
            raise IcuMissing(f"the installed icu4py has no ICU {VERSION}")
        # PyDLL keeps the interpreter's lock: nobody else is there to have it.
        found[name] = ctypes.PyDLL(str(paths[0]))
    return found


class _Formatted:
    """A reusable result object of ICU, and how it is read: its whole text and the regions in it."""

    def __init__(self, icu: Icu, name: str) -> None:
        self._icu = icu
        self.pointer = icu.call(f"{name}_openResult")
        self._as_value = f"{name}_resultAsValue"

    def value(self) -> Any:
        return self._icu.call(self._as_value, self.pointer)


class Icu:
    """ICU through its C API. `zone` is the name of scripts' time zone. Raises `IcuMissing`."""

    def __init__(self, zone: str = "UTC") -> None:
        self._zone = zone
        libraries = _libraries()
        self._uc, self._i18n = libraries["uc"], libraries["i18n"]
        self._functions: dict[str, Any] = {}
        self._kept: dict[str, dict[Any, Any]] = {}
        self._status = c_int32(0)
        # Nothing is looked for on disk: all data is in the library.
        self._function("udata_setFileAccess")(2, byref(self._status))
        self._position = self.call("ucfpos_open")
        self._operations: dict[str, Callable[..., Json]] = {
            name.removeprefix("op_"): getattr(self, name) for name in dir(self) if name.startswith("op_")
        }
        self._warm_up()

    def answer(self, request: bytes) -> bytes:
        """Does one operation: `["name", argument, …]` in JSON. Answers in JSON, `{"error": …}` where ICU refuses."""
        try:
            name, *arguments = json.loads(request)
            answer = self._operations[name](*arguments)
        except IcuError as error:
            answer = {"error": str(error)}
        except (LookupError, ValueError, TypeError, AttributeError, OverflowError, RecursionError) as error:
            # The runtime does not ask so; a script that broke it may.
            answer = {"error": type(error).__name__}
        except ctypes.ArgumentError:
            answer = {"error": "ArgumentError"}
        return json.dumps(answer).encode()

    def _warm_up(self) -> None:
        """Does now, once for all isolates, what leaves next to nothing on the heap; and loads the codec, whose file no
        isolate may read. A pattern generator for dates is 350 KB that every fork would map: who formats a date makes one.
        """
        self.op_number("en-US", ".### rounding-mode-half-up", 0.5)
        self.op_sort_key("en-US", [[4, 17], [5, 2]], "a")
        self.op_breaks("zh-CN", 1, "\u4e2d\u6587")

    # --- Calling C -----------------------------------------------------------------------------------------------

    def _function(self, name: str) -> Any:
        function = self._functions.get(name)
        if function is None:
            versioned = f"{name}_{VERSION}"
            library = self._i18n if hasattr(self._i18n, versioned) else self._uc
            function = getattr(library, versioned)
            # Pointers as integers. Where an int32 comes back, `_int` cuts it.
            function.restype = c_void_p
            self._functions[name] = function
        return function

    def call(self, name: str, *arguments: Any) -> Any:
        """Calls a function whose last parameter is the status; the answer as it would be a pointer. Raises `IcuError`."""
        self._status.value = 0
        answer = self._function(name)(
            *(c_void_p(a) if isinstance(a, int) else a for a in arguments), byref(self._status)
        )
        if self._status.value > 0:
            raise IcuError(self._error_name())
        return answer

    def _int(self, name: str, *arguments: Any) -> int:
        return c_int32(self.call(name, *arguments) or 0).value

    def _error_name(self) -> str:
        function = self._function("u_errorName")
        function.restype = c_char_p
        return str(function(self._status).decode())

    def _text(self, name: str, *arguments: Any) -> str:
        """Calls a function that ends in (buffer, capacity, status) and answers with a length in UTF-16 units."""
        function = self._function(name)
        passed = tuple(c_void_p(a) if isinstance(a, int) else a for a in arguments)
        room = _ROOM
        while True:
            buffer = (ctypes.c_uint16 * room)()
            self._status.value = 0
            length = c_int32(function(*passed, buffer, c_int32(room), byref(self._status)) or 0).value
            if self._status.value == _BUFFER_OVERFLOW_ERROR and length > room:
                room = length + 1
                continue
            if self._status.value > 0:
                raise IcuError(self._error_name())
            return _narrow(buffer, 0, length)

    def _ascii(self, name: str, *arguments: Any) -> str:
        """As `_text`, for names in ASCII."""
        buffer = ctypes.create_string_buffer(_ROOM)
        length = self._int(name, *arguments, buffer, c_int32(_ROOM))
        return buffer.raw[:length].decode("ascii", "replace")

    def _string(self, name: str, *arguments: Any) -> str:
        """Calls a function that answers with a C string."""
        pointer = self.call(name, *arguments)
        return ctypes.string_at(pointer).decode("ascii", "replace") if pointer else ""

    def _keep(self, kind: str, key: Any, make: Callable[[], Any]) -> Any:
        kept = self._kept.setdefault(kind, {})
        made = kept.get(key)
        if made is None:
            # What is dropped is not closed: the process has one script to live for.
            if len(kept) >= _KEPT:
                kept.clear()
            made = kept[key] = make()
        return made

    def _result(self, name: str) -> _Formatted:
        result: _Formatted = self._keep("result", name, lambda: _Formatted(self, name))
        return result

    def _names(self, enumeration: Any) -> list[str]:
        """All strings of a `UEnumeration`."""
        names = []
        length = c_int32(0)
        while (text := self.call("uenum_next", enumeration, byref(length))) is not None:
            names.append(ctypes.string_at(text, length.value).decode("ascii", "replace"))
        self._function("uenum_close")(c_void_p(enumeration))
        return names

    def _regions(self, value: Any) -> tuple[Any, int, list[tuple[int, int, int, int]]]:
        """The text of a `UFormattedValue` and (start, end, category, field) of each region in it."""
        length = c_int32(0)
        pointer = self.call("ufmtval_getString", value, byref(length))
        buffer = (ctypes.c_uint16 * (length.value + 1)).from_buffer_copy(
            ctypes.string_at(pointer, 2 * length.value) + b"\0\0"
        )
        self._function("ucfpos_reset")(c_void_p(self._position), byref(self._status))
        regions = []
        start, end = c_int32(0), c_int32(0)
        while (self.call("ufmtval_nextPosition", value, self._position) or 0) & 0xFF:
            self.call("ucfpos_getIndexes", self._position, byref(start), byref(end))
            category = self._int("ucfpos_getCategory", self._position)
            field = self._int("ucfpos_getField", self._position)
            regions.append((start.value, end.value, category, field))
        return buffer, length.value, regions

    # --- Locales -------------------------------------------------------------------------------------------------

    def _locale(self, tag: str) -> bytes:
        """ICU's own name for a language tag, which the runtime has found valid."""
        encoded = tag.encode("ascii")

        def make() -> bytes:
            buffer = ctypes.create_string_buffer(_ROOM)
            used = c_int32(0)
            self.call("uloc_forLanguageTag", encoded, buffer, c_int32(_ROOM), byref(used))
            if used.value != len(encoded):
                raise IcuError("U_ILLEGAL_ARGUMENT_ERROR")
            return buffer.value

        name: bytes = self._keep("locale", tag, make)
        return name

    def _tag(self, name: bytes) -> str:
        return self._ascii_flag("uloc_toLanguageTag", name)

    def _ascii_flag(self, function: str, name: bytes) -> str:
        buffer = ctypes.create_string_buffer(_ROOM)
        length = self._int(function, name, buffer, c_int32(_ROOM), c_int32(0))
        return buffer.raw[:length].decode("ascii")

    def op_tag(self, tag: str) -> Json:
        """A language tag in its canonical form."""
        return self._tag(self._locale(tag))

    def op_likely(self, tag: str, maximize: bool) -> Json:
        """With what is most likely added, or taken away."""
        function = "uloc_addLikelySubtags" if maximize else "uloc_minimizeSubtags"
        return self._tag(self._ascii(function, self._locale(tag)).encode())

    def op_locales(self) -> Json:
        """All locales that there is data for, with a space before and after each."""
        return self._listed("uloc_countAvailable", "uloc_getAvailable") + "no "

    def op_collation_locales(self) -> Json:
        """All locales that have an order of their own, or one by name, listed like that."""
        return self._listed("ucol_countAvailable", "ucol_getAvailable")

    def _listed(self, count: str, available: str) -> str:
        """One text, because a thousand strings on the engine's heap would be there for every fork to map."""
        get = self._function(available)
        tags = [
            self._tag(ctypes.string_at(get(c_int32(i))))
            for i in range(c_int32(self._function(count)() or 0).value)
        ]
        for tag in tags[:]:
            language, _, rest = tag.partition("-")
            script, _, region = rest.partition("-")
            # zh-Hant-TW is found as zh-TW, too.
            if len(script) == len("Hant") and region:
                tags.append(f"{language}-{region}")
        return f" {' '.join(tags)} "

    def op_direction(self, tag: str) -> Json:
        """Whether it is written from right to left."""
        function = self._function("uloc_isRightToLeft")
        return bool((function(self._locale(tag)) or 0) & 0xFF)

    def op_calendars(self, tag: str) -> Json:
        """BCP 47 names of the calendars in use, the usual one first."""
        names = self._names(
            self.call("ucal_getKeywordValuesForLocale", b"calendar", self._locale(tag), c_int32(1))
        )
        return [self._type(b"calendar", name) for name in names]

    def op_collations(self, tag: str) -> Json:
        """BCP 47 names of the collations in use."""
        names = self._names(
            self.call("ucol_getKeywordValuesForLocale", b"collation", self._locale(tag), c_int32(1))
        )
        return [self._type(b"collation", name) for name in names]

    def _type(self, key: bytes, value: str) -> str:
        function = self._function("uloc_toUnicodeLocaleType")
        pointer = function(key, value.encode())
        return ctypes.string_at(pointer).decode() if pointer else value

    def op_numbering(self, tag: str) -> Json:
        """The name of the numbering system."""
        system = self.call("unumsys_open", self._locale(tag))
        name = self._function("unumsys_getName")(c_void_p(system))
        found = ctypes.string_at(name).decode()
        self._function("unumsys_close")(c_void_p(system))
        return found

    def op_week(self, tag: str) -> Json:
        """First day (1 is Sunday), days of the first week, and for each day from Sunday 1 where it is of a weekend."""
        calendar = self._calendar("UTC", tag)
        attribute = self._function("ucal_getAttribute")
        first, minimal = (c_int32(attribute(c_void_p(calendar), c_int32(i)) or 0).value for i in (1, 2))
        return [
            first,
            minimal,
            [self._int("ucal_getDayOfWeekType", calendar, c_int32(day)) for day in range(1, 8)],
        ]

    def op_supported(self, key: str) -> Json:
        """The values of `Intl.supportedValuesOf` that ICU lists."""
        if key == "collation":
            return [
                self._type(b"collation", name)
                for name in self._names(self.call("ucol_getKeywordValues", b"collation"))
            ]
        if key == "calendar":
            names = self._names(self.call("ucal_getKeywordValuesForLocale", b"calendar", b"und", c_int32(0)))
            return [self._type(b"calendar", name) for name in names]
        if key == "currency":
            # UCURR_COMMON, UCURR_NON_DEPRECATED
            return self._names(self.call("ucurr_openISOCurrencies", c_int32(1 | 8)))
        if key == "numberingSystem":
            return self._names(self.call("unumsys_openAvailableNames"))
        raise ValueError(key)

    # --- Numbers -------------------------------------------------------------------------------------------------

    def _formatter(self, tag: str, skeleton: str) -> Any:
        def make() -> Any:
            return self.call(
                "unumf_openForSkeletonAndLocale", _wide(skeleton), c_int32(-1), self._locale(tag)
            )

        return self._keep("number", (tag, skeleton), make)

    def _format_number(self, formatter: Any, value: float | str) -> _Formatted:
        """`value`: a number, or a decimal as text; what JSON has no word for is text, too."""
        result = self._result("unumf")
        if value in ("NaN", "Infinity", "-Infinity", "-0"):
            value = float(value)
        if isinstance(value, str):
            text = value.encode("ascii")
            self.call("unumf_formatDecimal", formatter, text, c_int32(len(text)), result.pointer)
        else:
            self.call("unumf_formatDouble", formatter, c_double(value), result.pointer)
        return result

    def op_number(self, tag: str, skeleton: str, value: float | str) -> Json:
        """A formatted number."""
        result = self._format_number(self._formatter(tag, skeleton), value)
        return self._text("unumf_resultToString", result.pointer)

    def op_number_parts(self, tag: str, skeleton: str, value: float | str) -> Json:
        """A formatted number in parts."""
        return self._parts(self._format_number(self._formatter(tag, skeleton), value).value())

    def op_number_range(self, tag: str, skeleton: str, start: str, end: str) -> Json:
        """A range of two decimals in parts."""

        def make() -> Any:
            # Collapse: automatic. The same twice: with the sign for about.
            return self.call(
                "unumrf_openForSkeletonWithCollapseAndIdentityFallback",
                _wide(skeleton), c_int32(-1), c_int32(0), c_int32(2), self._locale(tag), None,
            )  # fmt: skip

        formatter = self._keep("range", (tag, skeleton), make)
        result = self._result("unumrf")
        first, second = start.encode("ascii"), end.encode("ascii")
        self.call(
            "unumrf_formatDecimalRange",
            formatter, first, c_int32(len(first)), second, c_int32(len(second)), result.pointer,
        )  # fmt: skip
        return self._parts(result.value())

    def op_plural(self, tag: str, ordinal: bool, skeleton: str, value: float | str) -> Json:
        """The category of a number that is formatted so."""
        rules = self._rules(tag, ordinal)
        result = self._format_number(self._formatter(tag, skeleton), value)
        return self._text("uplrules_selectFormatted", rules, result.pointer)

    def op_plural_range(self, tag: str, ordinal: bool, skeleton: str, start: str, end: str) -> Json:
        """The category of a range of two decimals."""
        rules = self._rules(tag, ordinal)
        self.op_number_range(tag, skeleton, start, end)
        return self._text("uplrules_selectForRange", rules, self._result("unumrf").pointer)

    def _rules(self, tag: str, ordinal: bool) -> Any:
        return self._keep(
            "plural",
            (tag, ordinal),
            lambda: self.call("uplrules_openForType", self._locale(tag), c_int32(int(ordinal))),
        )

    def op_plurals(self, tag: str, ordinal: bool) -> Json:
        """All categories of a locale."""
        return self._names(self.call("uplrules_getKeywords", self._rules(tag, ordinal)))

    def op_digits(self, currency: str) -> Json:
        """How many digits a currency has after the point."""
        if len(currency) != _CURRENCY_LENGTH:
            raise ValueError(currency)
        return self._int("ucurr_getDefaultFractionDigits", _wide(currency))

    def _parts(self, value: Any) -> list[Part]:
        return _flatten(*self._regions(value))

    # --- Dates ---------------------------------------------------------------------------------------------------

    def _generator(self, tag: str) -> Any:
        return self._keep("pattern", tag, lambda: self.call("udatpg_open", self._locale(tag)))

    def op_pattern(self, tag: str, skeleton: str) -> Json:
        """The locale's pattern for what a skeleton asks for."""
        wide = _wide(skeleton)
        # UDATPG_MATCH_HOUR_FIELD_LENGTH
        return self._text(
            "udatpg_getBestPatternWithOptions",
            self._generator(tag), wide, c_int32(len(wide) - 1), c_int32(1 << 11),
        )  # fmt: skip

    def op_skeleton(self, pattern: str) -> Json:
        """What a pattern shows."""
        wide = _wide(pattern)
        return self._text("udatpg_getSkeleton", None, wide, c_int32(len(wide) - 1))

    def op_hour_cycle(self, tag: str) -> Json:
        """The hours that a locale counts in: 0 h11, 1 h12, 2 h23, 3 h24."""
        return self._int("udatpg_getDefaultHourCycle", self._generator(tag))

    def op_style_pattern(self, tag: str, date_style: int, time_style: int) -> Json:
        """The locale's pattern for styles: -1 none, 0 full to 3 short."""
        made = self.call(
            "udat_open", c_int32(_within(time_style, -1, 3)), c_int32(_within(date_style, -1, 3)), self._locale(tag),
            None, c_int32(0), None, c_int32(0),
        )  # fmt: skip
        pattern = self._text("udat_toPattern", made, c_int32(0))
        self._function("udat_close")(c_void_p(made))
        return pattern

    def _date_format(self, tag: str, pattern: str, zone: str) -> Any:
        def make() -> Any:
            wide, wide_zone = _wide(pattern), _wide(zone)
            date_style = time_style = _UDAT_PATTERN
            if pattern.startswith("="):
                date_style, time_style = (_within(int(style), -1, 3) for style in pattern[1:].split(","))
            made = self.call(
                "udat_open", c_int32(time_style), c_int32(date_style), self._locale(tag),
                wide_zone, c_int32(len(wide_zone) - 1), wide, c_int32(len(wide) - 1),
            )  # fmt: skip
            self._all_gregorian(self._function("udat_getCalendar")(c_void_p(made)))
            return made

        return self._keep("date", (tag, pattern, zone), make)

    def _all_gregorian(self, calendar: Any) -> None:
        if self._string("ucal_getType", calendar) in ("gregorian", "iso8601"):
            self.call("ucal_setGregorianChange", calendar, c_double(_START_OF_TIME))

    def op_date(self, tag: str, pattern: str, zone: str, time: float) -> Json:
        """A time (milliseconds) by a pattern, or by `=DATE,TIME` styles."""
        formatter = c_void_p(self._date_format(tag, pattern, zone))
        function = self._function("udat_format")
        buffer = (ctypes.c_uint16 * _ROOM)()
        self._status.value = 0
        length = c_int32(
            function(formatter, c_double(time), buffer, c_int32(_ROOM), None, byref(self._status)) or 0
        )
        if self._status.value > 0:
            raise IcuError(self._error_name())
        return _narrow(buffer, 0, length.value)

    def op_date_parts(self, tag: str, pattern: str, zone: str, time: float) -> Json:
        """A time by a pattern, in parts."""
        formatter = self._date_format(tag, pattern, zone)
        iterator = self._keep("iterator", "", lambda: self.call("ufieldpositer_open"))
        buffer = (ctypes.c_uint16 * _ROOM)()
        length = self._int(
            "udat_formatForFields", formatter, c_double(time), buffer, c_int32(_ROOM), iterator
        )
        regions = []
        following = self._function("ufieldpositer_next")
        start, end = c_int32(0), c_int32(0)
        while True:
            field = c_int32((following(c_void_p(iterator), byref(start), byref(end)) or 0) & 0xFFFFFFFF).value
            if field < 0:
                break
            regions.append((start.value, end.value, 1, field))
        return _flatten(buffer, length, regions)

    def op_date_range(self, tag: str, skeleton: str, zone: str, start: float, end: float) -> Json:
        """Two times by a skeleton, as one range in parts."""

        def make() -> Any:
            wide, wide_zone = _wide(skeleton), _wide(zone)
            return self.call(
                "udtitvfmt_open", self._locale(tag), wide, c_int32(len(wide) - 1), wide_zone, c_int32(len(wide_zone) - 1)
            )  # fmt: skip

        formatter = self._keep("interval", (tag, skeleton, zone), make)
        result = self._result("udtitvfmt")
        self.call("udtitvfmt_formatToResult", formatter, c_double(start), c_double(end), result.pointer)
        return self._parts(result.value())

    # --- Zones ---------------------------------------------------------------------------------------------------

    def op_zone(self, name: str) -> Json:
        """The name of a zone in its canonical spelling, or null where there is none such."""
        wide = _wide(name)
        system = (ctypes.c_uint8 * 1)()
        try:
            found = self._zone_text("ucal_getCanonicalTimeZoneID", wide, c_int32(len(wide) - 1), system)
        except IcuError:
            return None
        return found if system[0] else None

    def _zone_text(self, name: str, wide: Any, length: Any, system: Any) -> str:
        buffer = (ctypes.c_uint16 * _ROOM)()
        count = self._int(name, wide, length, buffer, c_int32(_ROOM), system)
        return _narrow(buffer, 0, count)

    def op_default_zone(self) -> Json:
        """The zone of the server's scripts."""
        return self._zone

    def op_zones(self) -> Json:
        """All names of zones, links included."""
        return self._names(self.call("ucal_openTimeZones"))

    def op_canonical_zones(self, region: str | None = None) -> Json:
        """The canonical names of all zones with a place, or of those of a region."""
        kind = 2 if region is None else 1
        code = None if region is None else region.encode("ascii")
        return self._names(self.call("ucal_openTimeZoneIDEnumeration", c_int32(kind), code, None))

    def _calendar(self, zone: str, tag: str = "en-US") -> Any:
        def make() -> Any:
            wide = _wide(zone)
            made = self.call("ucal_open", wide, c_int32(len(wide) - 1), self._locale(tag), c_int32(0))
            self._all_gregorian(made)
            return made

        return self._keep("calendar", (tag, zone), make)

    def op_zone_name(self, zone: str, time: float) -> Json:
        """What Date's toString calls a zone at a time."""
        calendar = self._calendar(zone)
        self.call("ucal_setMillis", calendar, c_double(time))
        # UCAL_DST_OFFSET. ucal_inDaylightTime says no for all of a zone that has given summer time up.
        summer = self._int("ucal_get", calendar, c_int32(16)) != 0
        return self._text("ucal_getTimeZoneDisplayName", calendar, c_int32(2 if summer else 0), b"en_US")

    # --- Order and pieces of text --------------------------------------------------------------------------------

    def _collator(self, tag: str, attributes: Sequence[Sequence[int]]) -> Any:
        def make() -> Any:
            made = self.call("ucol_open", self._locale(tag))
            for attribute, value in attributes:
                self.call("ucol_setAttribute", made, c_int32(_within(attribute, 0, 7)), c_int32(value))
            return made

        return self._keep("collator", (tag, json.dumps(attributes)), make)

    def op_sort_key(self, tag: str, attributes: Sequence[Sequence[int]], text: str) -> Json:
        """The text's place in the order: Latin-1 text to compare unit by unit."""
        wide = _wide(text)
        collator = c_void_p(self._collator(tag, attributes))
        function = self._function("ucol_getSortKey")
        room = 4 * len(wide) + 16
        while True:
            buffer = ctypes.create_string_buffer(room)
            size = c_int32(function(collator, wide, c_int32(len(wide) - 1), buffer, c_int32(room)) or 0).value
            if size <= room:
                return buffer.raw[: size - 1].decode("latin-1")
            room = size

    def op_collator_attribute(self, tag: str, attribute: int) -> Json:
        """One attribute of a locale's collator."""
        return self._int("ucol_getAttribute", self._collator(tag, ()), c_int32(_within(attribute, 0, 7)))

    def op_breaks(self, tag: str, granularity: int, text: str) -> Json:
        """Where the pieces of a text end, in UTF-16 units; negative where the piece is no word."""
        iterator = self._keep(
            "break",
            (tag, granularity),
            lambda: self.call(
                "ubrk_open", c_int32(_within(granularity, 0, 3)), self._locale(tag), None, c_int32(0)
            ),
        )
        wide = _wide(text)
        self.call("ubrk_setText", iterator, wide, c_int32(len(wide) - 1))
        following, status = self._function("ubrk_next"), self._function("ubrk_getRuleStatus")
        pointer = c_void_p(iterator)
        following.restype = status.restype = c_int32
        ends = []
        while (end := following(pointer)) != -1:
            ends.append(end if status(pointer) >= _WORD_KINDS else -end)
        return ends

    def op_case(self, tag: str, upper: bool, text: str) -> Json:
        """A text in upper or lower case by a language's rules."""
        wide = _wide(text)
        room = 3 * len(wide) + 16
        buffer = (ctypes.c_uint16 * room)()
        name = "u_strToUpper" if upper else "u_strToLower"
        length = self._int(name, buffer, c_int32(room), wide, c_int32(len(wide) - 1), self._locale(tag))
        return _narrow(buffer, 0, length)

    # --- Phrases -------------------------------------------------------------------------------------------------

    def op_list(self, tag: str, kind: int, width: int, texts: Sequence[str]) -> Json:
        """Texts as one list, in parts. Kinds: 0 and, 1 or, 2 units; widths: 0 wide, 1 short, 2 narrow."""
        formatter = self._keep(
            "list",
            (tag, kind, width),
            lambda: self.call(
                "ulistfmt_openForType",
                self._locale(tag),
                c_int32(_within(kind, 0, 2)),
                c_int32(_within(width, 0, 2)),
            ),
        )
        wide = [_wide(text) for text in texts]
        pointers = (c_void_p * (len(wide) or 1))(*(ctypes.addressof(text) for text in wide))
        lengths = (c_int32 * (len(wide) or 1))(*(len(text) - 1 for text in wide))
        result = self._result("ulistfmt")
        self.call(
            "ulistfmt_formatStringsToResult", formatter, pointers, lengths, c_int32(len(wide)), result.pointer
        )
        return self._parts(result.value())

    def op_relative(self, tag: str, style: int, numeric: bool, value: float | str, unit: int) -> Json:
        """A distance in time, in parts."""

        def make() -> Any:
            # UNUM_DECIMAL; and thousands apart only where the locale does so, which is not ICU's default there.
            numbers = self.call("unum_open", c_int32(1), None, c_int32(0), self._locale(tag), None)
            self._function("unum_setAttribute")(c_void_p(numbers), c_int32(22), c_int32(-2))
            # UDISPCTX_CAPITALIZATION_NONE
            return self.call(
                "ureldatefmt_open", self._locale(tag), numbers, c_int32(_within(style, 0, 2)), c_int32(256)
            )

        formatter = self._keep("relative", (tag, style), make)
        result = self._result("ureldatefmt")
        name = "ureldatefmt_formatNumericToResult" if numeric else "ureldatefmt_formatToResult"
        self.call(name, formatter, c_double(float(value)), c_int32(_within(unit, 0, 7)), result.pointer)
        return self._parts(result.value())

    def _names_of(self, tag: str, dialect: bool, length: int) -> Any:
        def make() -> Any:
            # Standard or dialect names; full (0x200) or short (0x201) ones; no substitute where there is none (0x301).
            contexts = (c_int32 * 4)(int(bool(dialect)), 256, 512 + _within(length, 0, 1), 769)
            return self.call("uldn_openForContext", self._locale(tag), contexts, c_int32(4))

        return self._keep("names", (tag, dialect, length), make)

    def op_display(self, tag: str, kind: str, dialect: bool, length: int, code: str) -> Json:
        """The name of a language, region or script, or an empty text."""
        function = {
            "language": "uldn_localeDisplayName",
            "region": "uldn_regionDisplayName",
            "script": "uldn_scriptDisplayName",
        }
        name = self._locale(code) if kind == "language" else code.encode("ascii")
        return self._name(function[kind], self._names_of(tag, dialect, length), name)

    def _name(self, function: str, *arguments: Any) -> str:
        """Without a substitute, a missing name is an error of ICU."""
        try:
            return self._text(function, *arguments)
        except IcuError:
            return ""

    def op_currency_name(self, tag: str, style: int, code: str) -> Json:
        """The name of a currency: 0 symbol, 1 long, 2 narrow; its code where there is none."""
        if len(code) != _CURRENCY_LENGTH:
            raise ValueError(code)  # ICU reads so many units, whatever there are.
        length = c_int32(0)
        # Of a currency that it does not know, ICU's answer is this very text.
        wide = _wide(code)
        pointer = self.call(
            "ucurr_getName",
            wide,
            self._locale(tag),
            c_int32(_within(style, 0, 2)),
            None,
            byref(length),
        )
        return ctypes.string_at(pointer, 2 * length.value).decode("utf-16-le")

    def op_keyword_name(self, tag: str, key: str, value: str) -> Json:
        """The name of a keyword's value: of a calendar, for example."""
        names = self._names_of(tag, True, 0)
        legacy = self._function("uloc_toLegacyType")(key.encode("ascii"), value.encode("ascii"))
        name = ctypes.string_at(legacy) if legacy else value.encode("ascii")
        return self._name("uldn_keyValueDisplayName", names, key.encode("ascii"), name)

    def op_field_name(self, tag: str, field: int, width: int) -> Json:
        """The name of a field of dates."""
        return self._text(
            "udatpg_getFieldDisplayName",
            self._generator(tag),
            c_int32(_within(field, 0, 15)),
            c_int32(_within(width, 0, 2)),
        )


def _flatten(buffer: Any, length: int, regions: list[tuple[int, int, int, int]]) -> list[Part]:
    """Regions, which may lie in each other, as neighbours: each piece is (category, field, text), -1 for literals.

    Spans (which end of a range, which item of a list) become pieces (category, field, "") before and after theirs.
    """
    spans = (_DATE_INTERVAL_SPAN, _NUMBER_RANGE_SPAN, _LIST_SPAN)
    owner: list[tuple[int, int, int]] = [(-1, -1, -1)] * length
    sides: list[int] = [-1] * length
    widest = sorted(regions, key=lambda region: region[0] - region[1])
    for number, (start, end, category, field) in enumerate(widest):
        for at in range(start, end):
            if category in spans:
                sides[at] = field
            else:
                owner[at] = (number, category, field)
    pieces: list[Any] = []
    start = 0
    for at in range(1, length + 1):
        if at == length or owner[at] != owner[start] or sides[at] != sides[start]:
            _, category, field = owner[start]
            pieces.append((category, field, _narrow(buffer, start, at), sides[start]))
            start = at
    return pieces
