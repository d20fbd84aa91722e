"""Collators that the native part knows (engine/native/collations.c), where there is one: it compares two texts without a way out."""

from __future__ import annotations

import ctypes

from executor.isolate.icu.library import Library


class Collations:
    """Made once in the zygote; `native` is the native part."""

    def __init__(self, library: Library, native: ctypes.PyDLL | None) -> None:
        self._add = None
        if native is not None:
            names = ("ucol_strcollUTF8", "uiter_setString", "ucol_strcollIter")
            native.collations_begin(*(ctypes.cast(library.function(name), ctypes.c_void_p) for name in names))
            self._add = native.collations_add
            self._add.argtypes = (ctypes.c_void_p,)

    def number_of(self, collator: int) -> int:
        """A new number for this collator, which is never closed; 0 where texts have to be compared by their keys."""
        return 0 if self._add is None else int(self._add(collator))
