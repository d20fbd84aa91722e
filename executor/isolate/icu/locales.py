"""Language tags, and what locales there are."""

from __future__ import annotations

import ctypes
from ctypes import byref, c_int32, c_void_p
from itertools import takewhile
from typing import Any

from executor.isolate.icu.library import ROOM, IcuError, Json, Library

# UCURR_COMMON, UCURR_NON_DEPRECATED
_CURRENT_CURRENCIES = 1 | 8


class Locales:
    """ICU's names of locales by language tag, which the runtime has found valid."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def name(self, tag: str) -> bytes:
        """ICU's own name for a language tag. Raises `IcuError`."""
        encoded = tag.encode("ascii")

        def make() -> bytes:
            buffer = ctypes.create_string_buffer(ROOM)
            used = c_int32(0)
            self._library.call("uloc_forLanguageTag", encoded, buffer, c_int32(ROOM), byref(used))
            if used.value != len(encoded):
                raise IcuError("U_ILLEGAL_ARGUMENT_ERROR")
            return buffer.value

        name: bytes = self._library.keep("locale", tag, make)
        return name

    def _tag(self, name: bytes) -> str:
        # Not strict: what has no tag is left out.
        return self._library.ascii_text("uloc_toLanguageTag", name, after=(c_int32(0),))

    def canonical(self, tag: str) -> Json:
        """A language tag in its canonical form, with what stands for codes that are out of use (cmn: zh, prs: fa-AF)."""
        language, *rest = self._tag(self.name(tag)).split("-")
        replacement = self._alias("language", language)
        if replacement is not None:
            language, *implied = replacement.split("_")
            given = {_kind(part) for part in _before_extensions(rest)}
            rest = [part for part in implied if _kind(part) not in given] + rest
        at = next((n for n, part in enumerate(_before_extensions(rest)) if _kind(part) == "region"), None)
        region = None if at is None else self._alias("territory", rest[at])
        # Of several countries that followed one, the first has most people.
        if at is not None and region is not None:
            rest[at] = region.split(" ")[0]
        return "-".join([language, *rest])

    def _alias(self, table: str, code: str) -> str | None:
        """What CLDR has in the place of a code that it does not use."""
        call = self._library.call
        try:
            aliases = self._library.keep("aliases", table, lambda: self._open_aliases(table))
            found = call("ures_getByKey", aliases, code.encode("ascii"), None)
        except IcuError:
            return None
        entry = call("ures_getByKey", found, b"replacement", None)
        used = c_int32(0)
        text = call("ures_getString", entry, byref(used))
        replacement = ctypes.string_at(text, 2 * used.value).decode("utf-16-le")
        self._library.close("ures_close", entry)
        self._library.close("ures_close", found)
        return replacement

    def _open_aliases(self, table: str) -> Any:
        """The table for a kind of code; what it is in is kept open with it."""
        at = self._library.call("ures_openDirect", None, b"metadata")
        for key in ("alias", table):
            at = self._library.call("ures_getByKey", at, key.encode("ascii"), None)
        return at

    def likely(self, tag: str, maximize: bool) -> Json:
        """With what is most likely added, or taken away."""
        function = "uloc_addLikelySubtags" if maximize else "uloc_minimizeSubtags"
        return self._tag(self._library.ascii_text(function, self.name(tag)).encode())

    def all(self) -> Json:
        """All locales that there is data for, with a space before and after each."""
        return self._listed("uloc_countAvailable", "uloc_getAvailable") + "no "

    def with_collation(self) -> Json:
        """All locales that have an order of their own, or one by name, listed like that."""
        return self._listed("ucol_countAvailable", "ucol_getAvailable")

    def _listed(self, count: str, available: str) -> str:
        """One text, because a thousand strings on the engine's heap would be there for every fork to map."""
        get = self._library.function(available)
        tags = [self._listed_tag(ctypes.string_at(get(at))) for at in range(self._library.plain_int32(count))]
        for tag in tags[:]:
            language, _, rest = tag.partition("-")
            script, _, region = rest.partition("-")
            # zh-Hant-TW is found as zh-TW, too.
            if len(script) == len("Hant") and region:
                tags.append(f"{language}-{region}")
        return f" {' '.join(tags)} "

    def _listed_tag(self, name: bytes) -> str:
        """Of a name that ICU lists, where nothing is out of use. To ask ICU for the tags of all would be 9 ms of every start."""
        parts = name.decode().split("_")
        has_variant = any(_kind(part) == "variant" for part in parts[1:])
        return self._tag(name) if has_variant else "-".join(parts)

    def is_right_to_left(self, tag: str) -> Json:
        """Whether it is written so."""
        function = self._library.function("uloc_isRightToLeft")
        return bool((function(self.name(tag)) or 0) & 0xFF)

    def calendars(self, tag: str) -> Json:
        """BCP 47 names of the calendars in use, the usual one first."""
        return self._values("ucal_getKeywordValuesForLocale", b"calendar", self.name(tag))

    def collations(self, tag: str) -> Json:
        """BCP 47 names of the collations in use."""
        return self._values("ucol_getKeywordValuesForLocale", b"collation", self.name(tag))

    def _values(self, function: str, key: bytes, locale: bytes, *, common: bool = True) -> list[str]:
        names = self._library.names(self._library.call(function, key, locale, c_int32(common)))
        return [self._type(key, name) for name in names]

    def _type(self, key: bytes, value: str) -> str:
        pointer = self._library.function("uloc_toUnicodeLocaleType")(key, value.encode())
        return ctypes.string_at(pointer).decode() if pointer else value

    def numbering(self, tag: str) -> Json:
        """The name of the numbering system."""
        system = self._library.call("unumsys_open", self.name(tag))
        name = self._library.function("unumsys_getName")(c_void_p(system))
        found = ctypes.string_at(name).decode()
        self._library.close("unumsys_close", system)
        return found

    def supported(self, key: str) -> Json:
        """The values of `Intl.supportedValuesOf` that ICU lists."""
        library = self._library
        match key:
            case "collation":
                names = library.names(library.call("ucol_getKeywordValues", b"collation"))
                return [self._type(b"collation", name) for name in names]
            case "calendar":
                return self._values("ucal_getKeywordValuesForLocale", b"calendar", b"und", common=False)
            case "currency":
                return library.names(library.call("ucurr_openISOCurrencies", c_int32(_CURRENT_CURRENCIES)))
            case "numberingSystem":
                return library.names(library.call("unumsys_openAvailableNames"))
        raise ValueError(key)


def _kind(part: str) -> str:
    """What a part of a tag behind its language is."""
    if len(part) == 4 and part.isalpha():
        return "script"
    return "region" if len(part) in {2, 3} else "variant"


def _before_extensions(parts: list[str]) -> list[str]:
    """Without what follows a single letter."""
    return list(takewhile(lambda part: len(part) > 1, parts))
