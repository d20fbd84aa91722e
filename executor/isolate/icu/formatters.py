"""Formatters of numbers that the native part knows (engine/native/numbers.c), where there is one: it writes a number without a way out."""

from __future__ import annotations

import ctypes

from executor.isolate.icu.library import Library


class Formatters:
    """Made once in the zygote; `native` is the native part."""

    def __init__(self, library: Library, native: ctypes.PyDLL | None) -> None:
        self._add = None
        if native is not None:
            names = ("unumf_formatDouble", "unumf_resultToString")
            functions = (ctypes.cast(library.function(name), ctypes.c_void_p) for name in names)
            native.numbers_begin(*functions, ctypes.c_void_p(library.result("unumf").pointer))
            self._add = native.numbers_add
            self._add.argtypes = (ctypes.c_void_p,)

    def number_of(self, formatter: int) -> int:
        """A new number for this formatter, which is never closed; 0 where the host has to be asked for each text."""
        return 0 if self._add is None else int(self._add(formatter))
