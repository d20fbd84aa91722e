"""Names of languages, regions, scripts, currencies and calendars."""

from __future__ import annotations

import ctypes
from ctypes import byref, c_int32
from typing import Any

from executor.isolate.icu.library import IcuError, Json, Library, wide, within
from executor.isolate.icu.locales import Locales
from executor.isolate.icu.numbers import CURRENCY_LENGTH

_FUNCTIONS = {
    "language": "uldn_localeDisplayName",
    "region": "uldn_regionDisplayName",
    "script": "uldn_scriptDisplayName",
}
# UDisplayContext: capitalization as it comes; full (0x200) or short (0x201) names; no substitute where there is none.
_CAPITALIZATION_NONE, _LENGTH_FULL, _NO_SUBSTITUTE = 256, 0x200, 0x301


class Names:
    """In the language of a locale; an empty text where ICU has none."""

    def __init__(self, library: Library, locales: Locales) -> None:
        self._library = library
        self._locales = locales

    def _in(self, tag: str, dialect: bool, length: int) -> Any:
        def make() -> Any:
            form = _LENGTH_FULL + within(length, 0, 1).value
            contexts = (c_int32 * 4)(int(bool(dialect)), _CAPITALIZATION_NONE, form, _NO_SUBSTITUTE)
            return self._library.call("uldn_openForContext", self._locales.name(tag), contexts, c_int32(4))

        return self._library.keep("names", (tag, dialect, length), make)

    def display(self, tag: str, kind: str, dialect: bool, length: int, code: str) -> Json:
        """The name of a language, region or script."""
        name = self._locales.name(code) if kind == "language" else code.encode("ascii")
        return self._name(_FUNCTIONS[kind], self._in(tag, dialect, length), name)

    def _name(self, function: str, *arguments: Any) -> str:
        """Without a substitute, a missing name is an error of ICU."""
        try:
            return self._library.text(function, *arguments)
        except IcuError:
            return ""

    def currency(self, tag: str, style: int, code: str) -> Json:
        """The name of a currency: 0 symbol, 1 long, 2 narrow; its code where there is none."""
        if len(code) != CURRENCY_LENGTH:
            raise ValueError(code)  # ICU reads so many units, whatever there are.
        length = c_int32(0)
        # Of a currency that it does not know, ICU's answer is this very text.
        asked = wide(code)
        how = within(style, 0, 2)
        pointer = self._library.call(
            "ucurr_getName", asked, self._locales.name(tag), how, None, byref(length)
        )
        return ctypes.string_at(pointer, 2 * length.value).decode("utf-16-le")

    def keyword(self, tag: str, key: str, value: str) -> Json:
        """The name of a keyword's value: of a calendar, for example."""
        names = self._in(tag, True, 0)
        legacy = self._library.function("uloc_toLegacyType")(key.encode("ascii"), value.encode("ascii"))
        name = ctypes.string_at(legacy) if legacy else value.encode("ascii")
        return self._name("uldn_keyValueDisplayName", names, key.encode("ascii"), name)
