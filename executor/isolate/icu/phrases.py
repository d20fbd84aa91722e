"""Lists of texts, and distances in time."""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from ctypes import c_double, c_int32, c_void_p
from typing import Any

from executor.isolate.icu.library import Formatted, Json, Library, wide, within
from executor.isolate.icu.locales import Locales
from executor.isolate.icu.parts import parts

_UNUM_DECIMAL = 1
_UNUM_MINIMUM_GROUPING_DIGITS, _AS_THE_LOCALE_DOES = 22, -2
_UDISPCTX_CAPITALIZATION_NONE = 256


class Phrases:
    """As a locale words them."""

    def __init__(self, library: Library, locales: Locales) -> None:
        self._library = library
        self._locales = locales

    def list_text(self, tag: str, kind: int, width: int, texts: Sequence[str]) -> Json:
        """Texts as one list. Kinds: 0 and, 1 or, 2 units; widths: 0 wide, 1 short, 2 narrow."""
        return self._listed(tag, kind, width, texts).text()

    def list_parts(self, tag: str, kind: int, width: int, texts: Sequence[str]) -> Json:
        """The same in parts."""
        return parts(self._library, self._listed(tag, kind, width, texts).value())

    def _listed(self, tag: str, kind: int, width: int, texts: Sequence[str]) -> Formatted:
        formatter = self._lister(tag, kind, width)
        listed = [wide(text) for text in texts]
        pointers = (c_void_p * (len(listed) or 1))(*(ctypes.addressof(text) for text in listed))
        lengths = (c_int32 * (len(listed) or 1))(*(len(text) - 1 for text in listed))
        result = self._library.result("ulistfmt")
        self._library.call(
            "ulistfmt_formatStringsToResult",
            formatter, pointers, lengths, c_int32(len(listed)), result.pointer,
        )  # fmt: skip
        return result

    def _lister(self, tag: str, kind: int, width: int) -> Any:
        def make() -> Any:
            how = within(kind, 0, 2), within(width, 0, 2)
            return self._library.call("ulistfmt_openForType", self._locales.name(tag), *how)

        return self._library.keep("list", (tag, kind, width), make)

    def relative_text(self, tag: str, style: int, numeric: bool, value: float | str, unit: int) -> Json:
        """A distance in time."""
        return self._distance(tag, style, numeric, value, unit).text()

    def relative_parts(self, tag: str, style: int, numeric: bool, value: float | str, unit: int) -> Json:
        """The same in parts."""
        return parts(self._library, self._distance(tag, style, numeric, value, unit).value())

    def _distance(self, tag: str, style: int, numeric: bool, value: float | str, unit: int) -> Formatted:
        formatter = self._relative(tag, style)
        result = self._library.result("ureldatefmt")
        name = "ureldatefmt_formatNumericToResult" if numeric else "ureldatefmt_formatToResult"
        self._library.call(name, formatter, c_double(float(value)), within(unit, 0, 7), result.pointer)
        return result

    def _relative(self, tag: str, style: int) -> Any:
        def make() -> Any:
            locale = self._locales.name(tag)
            numbers = self._library.call("unum_open", c_int32(_UNUM_DECIMAL), None, c_int32(0), locale, None)
            # Thousands apart only where the locale does so, which is not ICU's default here.
            self._library.function("unum_setAttribute")(
                c_void_p(numbers), c_int32(_UNUM_MINIMUM_GROUPING_DIGITS), c_int32(_AS_THE_LOCALE_DOES)
            )
            context = c_int32(_UDISPCTX_CAPITALIZATION_NONE)
            return self._library.call("ureldatefmt_open", locale, numbers, within(style, 0, 2), context)

        return self._library.keep("relative", (tag, style), make)
