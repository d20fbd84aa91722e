"""Memory that a script's side and the host's both know: bytes pass through it as they are, not as texts through the bridge."""

from __future__ import annotations

import ctypes

_WRITABLE = 0x200  # PyBUF_WRITE.


class Window:
    """Made in the zygote; runtime/window.js has the other side, and the memory. Of its two halves one is for what comes in, the
    other for what goes out, so that what is read is never what is being written.
    """

    __slots__ = ("address", "inward", "outward")

    def __init__(self) -> None:
        self.address = 0
        self.inward = self.outward = memoryview(bytearray())

    def open(self, address: int, size: int) -> None:
        """From here on it is there: `size` bytes that stay where they are for the life of the process."""
        view_of = ctypes.pythonapi.PyMemoryView_FromMemory
        view_of.restype, view_of.argtypes = (
            ctypes.py_object,
            (ctypes.c_void_p, ctypes.c_ssize_t, ctypes.c_int),
        )
        self.address = address
        view: memoryview = view_of(address, size, _WRITABLE)
        self.inward, self.outward = view[: size // 2], view[size // 2 :]
