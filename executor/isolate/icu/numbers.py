"""Numbers, ranges of them, and their plurals."""

from __future__ import annotations

from ctypes import c_double, c_int32
from typing import Any

from executor.isolate.icu.formatters import Formatters
from executor.isolate.icu.library import Formatted, Json, Library, wide
from executor.isolate.icu.locales import Locales
from executor.isolate.icu.parts import parts

CURRENCY_LENGTH = 3
# UNUM_RANGE_COLLAPSE_AUTO; UNUM_IDENTITY_FALLBACK_APPROXIMATELY: the same twice with the sign for about.
_COLLAPSE, _IDENTITY = 0, 2


class Numbers:
    """By skeletons of ICU. A value is a number, or a decimal as text; what JSON has no word for is text, too."""

    def __init__(self, library: Library, locales: Locales, formatters: Formatters) -> None:
        self._library = library
        self._formatters = formatters
        self._locales = locales

    def formatter(self, tag: str, skeleton: str) -> Json:
        """Its number for the native part; 0 where there is none."""
        made = self._formatter(tag, skeleton)
        return self._library.keep("formatter", (tag, skeleton), lambda: self._formatters.number_of(made))

    def text(self, tag: str, skeleton: str, value: float | str) -> Json:
        """A formatted number."""
        result = self._formatted(tag, skeleton, value)
        return self._library.text("unumf_resultToString", result.pointer)

    def parts(self, tag: str, skeleton: str, value: float | str) -> Json:
        """A formatted number in parts."""
        return parts(self._library, self._formatted(tag, skeleton, value).value())

    def _formatted(self, tag: str, skeleton: str, value: float | str) -> Formatted:
        formatter = self._formatter(tag, skeleton)
        result = self._library.result("unumf")
        if value in ("NaN", "Infinity", "-Infinity", "-0"):
            value = float(value)
        if isinstance(value, str):
            text = value.encode("ascii")
            self._library.call("unumf_formatDecimal", formatter, text, c_int32(len(text)), result.pointer)
        else:
            self._library.call("unumf_formatDouble", formatter, c_double(value), result.pointer)
        return result

    def _formatter(self, tag: str, skeleton: str) -> Any:
        def make() -> Any:
            return self._library.call(
                "unumf_openForSkeletonAndLocale", wide(skeleton), c_int32(-1), self._locales.name(tag)
            )

        return self._library.keep("number", (tag, skeleton), make)

    def range_parts(self, tag: str, skeleton: str, start: str, end: str) -> Json:
        """A range of two decimals in parts."""
        return parts(self._library, self._range(tag, skeleton, start, end).value())

    def _range(self, tag: str, skeleton: str, start: str, end: str) -> Formatted:
        def make() -> Any:
            return self._library.call(
                "unumrf_openForSkeletonWithCollapseAndIdentityFallback",
                wide(skeleton), c_int32(-1), c_int32(_COLLAPSE), c_int32(_IDENTITY), self._locales.name(tag), None,
            )  # fmt: skip

        formatter = self._library.keep("range", (tag, skeleton), make)
        result = self._library.result("unumrf")
        first, second = start.encode("ascii"), end.encode("ascii")
        self._library.call(
            "unumrf_formatDecimalRange",
            formatter, first, c_int32(len(first)), second, c_int32(len(second)), result.pointer,
        )  # fmt: skip
        return result

    def plural(self, tag: str, ordinal: bool, skeleton: str, value: float | str) -> Json:
        """The category of a number that is formatted so."""
        rules = self._rules(tag, ordinal)
        result = self._formatted(tag, skeleton, value)
        return self._library.text("uplrules_selectFormatted", rules, result.pointer)

    def range_plural(self, tag: str, ordinal: bool, skeleton: str, start: str, end: str) -> Json:
        """The category of a range of two decimals."""
        rules = self._rules(tag, ordinal)
        result = self._range(tag, skeleton, start, end)
        return self._library.text("uplrules_selectForRange", rules, result.pointer)

    def plurals(self, tag: str, ordinal: bool) -> Json:
        """All categories of a locale."""
        return self._library.names(self._library.call("uplrules_getKeywords", self._rules(tag, ordinal)))

    def _rules(self, tag: str, ordinal: bool) -> Any:
        def make() -> Any:
            return self._library.call("uplrules_openForType", self._locales.name(tag), c_int32(int(ordinal)))

        return self._library.keep("plural", (tag, ordinal), make)

    def currency_digits(self, currency: str) -> Json:
        """How many digits a currency has after the point."""
        if len(currency) != CURRENCY_LENGTH:
            raise ValueError(currency)  # ICU reads so many units, whatever there are.
        return self._library.int32("ucurr_getDefaultFractionDigits", wide(currency))
