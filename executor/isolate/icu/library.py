"""ICU's C functions: found, called, and what comes back turned into Python's values."""

from __future__ import annotations

import ctypes
import importlib.util
from collections.abc import Callable
from ctypes import byref, c_char_p, c_int32, c_void_p
from pathlib import Path
from typing import Any

# Names of the C functions carry it.
VERSION = 78
# UTF-16 units, or bytes: what most answers fit into; others are asked for again.
ROOM = 256

# What ICU builds is kept for so many different arguments of each kind; a script that asks for more waits longer.
_KEPT = 200
_BUFFER_OVERFLOW_ERROR = 15

# What crosses to JavaScript.
Json = Any
# Category, field, text and side of a piece, as runtime/intl reads them.
Part = tuple[int, int, str, int]
# Start, end, category and field of a piece of formatted text.
Region = tuple[int, int, int, int]


class IcuError(Exception):
    """ICU could not do it; the message is the name of its error."""


class IcuMissing(Exception):
    """The library is not installed, or is another version."""


def wide(text: str) -> Any:
    """As an array of UTF-16 units; JavaScript's lone surrogates pass."""
    encoded = text.encode("utf-16-le", "surrogatepass")
    return (ctypes.c_uint16 * (len(encoded) // 2 + 1)).from_buffer_copy(encoded + b"\0\0")


def narrow(buffer: Any, start: int, end: int) -> str:
    """These units of an array as a text."""
    return bytes(memoryview(buffer).cast("B")[2 * start : 2 * end]).decode("utf-16-le", "surrogatepass")


def units(count: int) -> Any:
    """An array of so many UTF-16 units."""
    return (ctypes.c_uint16 * count)()


def length_of(array: Any) -> c_int32:
    """Of an array made by `wide`, without the zero at its end."""
    return c_int32(len(array) - 1)


def within(number: int, least: int, most: int) -> c_int32:
    """An index into one of ICU's own tables, which it does not check. Raises `ValueError`."""
    if not least <= number <= most:
        raise ValueError(number)
    return c_int32(number)


class Formatted:
    """A reusable result object of ICU, and how it is read: its whole text and the regions in it."""

    def __init__(self, library: Library, name: str) -> None:
        self._library = library
        self.pointer = library.call(f"{name}_openResult")
        self._as_value = f"{name}_resultAsValue"

    def value(self) -> Any:
        """The `UFormattedValue`."""
        return self._library.call(self._as_value, self.pointer)

    def text(self) -> str:
        """All of it. To find its parts takes five times as long."""
        length = c_int32(0)
        units = self._library.call("ufmtval_getString", self.value(), byref(length))
        return ctypes.string_at(units, 2 * length.value).decode("utf-16-le", "surrogatepass")


class Library:
    """ICU, loaded. Pointers to ICU's objects are integers, or None. Raises `IcuMissing`."""

    def __init__(self) -> None:
        libraries = _libraries()
        self._uc, self._i18n = libraries["uc"], libraries["i18n"]
        self._functions: dict[str, Any] = {}
        self._kept: dict[str, dict[Any, Any]] = {}
        self._status = c_int32(0)
        # Nothing is looked for on disk: all data is in the library.
        self.function("udata_setFileAccess")(2, byref(self._status))
        self._position = self.call("ucfpos_open")

    # --- Calling -------------------------------------------------------------------------------------------------

    def function(self, name: str) -> Any:
        """A C function, for those that take no status."""
        function = self._functions.get(name)
        if function is None:
            versioned = f"{name}_{VERSION}"
            library = self._i18n if hasattr(self._i18n, versioned) else self._uc
            function = getattr(library, versioned)
            # Pointers as integers. Where an int32 comes back, `int32` cuts it.
            function.restype = c_void_p
            self._functions[name] = function
        return function

    def call(self, name: str, *arguments: Any) -> Any:
        """Calls a function whose last parameter is the status; the answer as it would be a pointer. Raises `IcuError`."""
        self._status.value = 0
        answer = self.function(name)(
            *(c_void_p(a) if isinstance(a, int) else a for a in arguments), byref(self._status)
        )
        if self._status.value > 0:
            raise IcuError(self._error_name())
        return answer

    def int32(self, name: str, *arguments: Any) -> int:
        """As `call`, of a function that answers with an int32."""
        return c_int32(self.call(name, *arguments) or 0).value

    def plain_int32(self, name: str, *arguments: Any) -> int:
        """Calls a function without a status that answers with an int32."""
        return c_int32((self.function(name)(*arguments) or 0) & 0xFFFFFFFF).value

    def text(self, name: str, *arguments: Any) -> str:
        """Calls a function that ends in (buffer, capacity, status) and answers with a length in UTF-16 units."""
        function = self.function(name)
        passed = tuple(c_void_p(a) if isinstance(a, int) else a for a in arguments)
        room = ROOM
        while True:
            buffer = units(room)
            self._status.value = 0
            length = c_int32(function(*passed, buffer, c_int32(room), byref(self._status)) or 0).value
            if self._status.value == _BUFFER_OVERFLOW_ERROR and length > room:
                room = length + 1
                continue
            if self._status.value > 0:
                raise IcuError(self._error_name())
            return narrow(buffer, 0, length)

    def ascii_text(self, name: str, *arguments: Any, after: tuple[Any, ...] = ()) -> str:
        """As `text`, for names in ASCII; `after` are the arguments between capacity and status."""
        buffer = ctypes.create_string_buffer(ROOM)
        length = self.int32(name, *arguments, buffer, c_int32(ROOM), *after)
        return buffer.raw[:length].decode("ascii", "replace")

    def string(self, name: str, *arguments: Any) -> str:
        """Calls a function that answers with a C string."""
        pointer = self.call(name, *arguments)
        return ctypes.string_at(pointer).decode("ascii", "replace") if pointer else ""

    def _error_name(self) -> str:
        function = self.function("u_errorName")
        function.restype = c_char_p
        return str(function(self._status).decode())

    # --- What is built -------------------------------------------------------------------------------------------

    def keep(self, kind: str, key: Any, make: Callable[[], Any]) -> Any:
        """What `make` made for this key."""
        kept = self._kept.setdefault(kind, {})
        made = kept.get(key)
        if made is None:
            # What is dropped is not closed: the process has one script to live for.
            if len(kept) >= _KEPT:
                kept.clear()
            made = kept[key] = make()
        return made

    def result(self, name: str) -> Formatted:
        """The one result object of a kind: the next call that needs it writes over it."""
        result: Formatted = self.keep("result", name, lambda: Formatted(self, name))
        return result

    def close(self, function: str, pointer: Any) -> None:
        """Frees an object that is not kept."""
        self.function(function)(c_void_p(pointer))

    # --- What comes back -----------------------------------------------------------------------------------------

    def names(self, enumeration: Any) -> list[str]:
        """All strings of a `UEnumeration`, which is closed."""
        names = []
        length = c_int32(0)
        while (text := self.call("uenum_next", enumeration, byref(length))) is not None:
            names.append(ctypes.string_at(text, length.value).decode("ascii", "replace"))
        self.close("uenum_close", enumeration)
        return names

    def regions(self, value: Any) -> tuple[Any, int, list[Region]]:
        """The text of a `UFormattedValue` as an array, its length, and each region in it."""
        length = c_int32(0)
        pointer = self.call("ufmtval_getString", value, byref(length))
        buffer = (ctypes.c_uint16 * (length.value + 1)).from_buffer_copy(
            ctypes.string_at(pointer, 2 * length.value) + b"\0\0"
        )
        self.function("ucfpos_reset")(c_void_p(self._position), byref(self._status))
        regions = []
        start, end = c_int32(0), c_int32(0)
        while (self.call("ufmtval_nextPosition", value, self._position) or 0) & 0xFF:
            self.call("ucfpos_getIndexes", self._position, byref(start), byref(end))
            category = self.int32("ucfpos_getCategory", self._position)
            field = self.int32("ucfpos_getField", self._position)
            regions.append((start.value, end.value, category, field))
        return buffer, length.value, regions


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
