"""The order of texts, the pieces of one, and its case."""

from __future__ import annotations

import ctypes
import json
from collections.abc import Sequence
from ctypes import c_int32, c_void_p
from typing import Any

from executor.isolate.icu.collations import Collations
from executor.isolate.icu.library import Json, Library, length_of, narrow, units, wide, within
from executor.isolate.icu.locales import Locales

# UBRK_WORD_NONE_LIMIT: from here on a piece is a word.
_WORD_KINDS = 100
_ATTRIBUTES = 7


class Text:
    """By the rules of a locale's language."""

    def __init__(self, library: Library, locales: Locales, collations: Collations) -> None:
        self._library = library
        self._collations = collations
        self._locales = locales

    def _collator(self, tag: str, attributes: Sequence[Sequence[int]]) -> Any:
        def make() -> Any:
            made = self._library.call("ucol_open", self._locales.name(tag))
            for attribute, value in attributes:
                self._library.call(
                    "ucol_setAttribute", made, within(attribute, 0, _ATTRIBUTES), c_int32(value)
                )
            return made

        return self._library.keep("collator", (tag, json.dumps(attributes)), make)

    def collator(self, tag: str, attributes: Sequence[Sequence[int]]) -> Json:
        """Its number for the native part; 0 where there is none."""
        made = self._collator(tag, attributes)
        key = (tag, json.dumps(attributes))
        return self._library.keep("collation", key, lambda: self._collations.number_of(made))

    def sort_key(self, tag: str, attributes: Sequence[Sequence[int]], text: str) -> Json:
        """The text's place in the order: Latin-1 text to compare unit by unit."""
        sorted_ = wide(text)
        collator = c_void_p(self._collator(tag, attributes))
        room = 4 * len(sorted_) + 16
        while True:
            key = ctypes.create_string_buffer(room)
            size = self._library.plain_int32(
                "ucol_getSortKey", collator, sorted_, length_of(sorted_), key, c_int32(room)
            )
            if size <= room:
                return key.raw[: size - 1].decode("latin-1")
            room = size

    def collator_attribute(self, tag: str, attribute: int) -> Json:
        """One attribute of a locale's collator."""
        return self._library.int32(
            "ucol_getAttribute", self._collator(tag, ()), within(attribute, 0, _ATTRIBUTES)
        )

    def breaks(self, tag: str, granularity: int, text: str) -> Json:
        """Where the pieces of a text end, in UTF-16 units; negative where the piece is no word."""
        iterator = self._breaker(tag, granularity)
        broken = wide(text)
        self._library.call("ubrk_setText", iterator, broken, length_of(broken))
        following, status = self._library.function("ubrk_next"), self._library.function("ubrk_getRuleStatus")
        pointer = c_void_p(iterator)
        following.restype = status.restype = c_int32
        ends = []
        while (end := following(pointer)) != -1:
            ends.append(end if status(pointer) >= _WORD_KINDS else -end)
        return ends

    def _breaker(self, tag: str, granularity: int) -> Any:
        def make() -> Any:
            kind = within(granularity, 0, 3)
            return self._library.call("ubrk_open", kind, self._locales.name(tag), None, c_int32(0))

        return self._library.keep("break", (tag, granularity), make)

    def cased(self, tag: str, upper: bool, text: str) -> Json:
        """A text in upper or lower case."""
        before = wide(text)
        room = 3 * len(before) + 16
        after = units(room)
        length = self._library.int32(
            "u_strToUpper" if upper else "u_strToLower",
            after, c_int32(room), before, length_of(before), self._locales.name(tag),
        )  # fmt: skip
        return narrow(after, 0, length)
