"""Rewind: an isolate that was used is put back to its image, byte for byte, by the zygote that traces it.

The work is done by the native part (engine/native: image.c makes the image, tracer.c is the zygote's loop from then on,
isolate.c an isolate's first steps). Here is what has to be so in Python's and the C library's memory before the image is made.
"""

from __future__ import annotations

import ctypes
import os

from executor.isolate.engine import stack_bytes
from executor.wire.errors import in_words

# mallopt(3).
_M_TRIM_THRESHOLD = -1
_M_MMAP_MAX = -4

# Pages that an isolate may differ in and still be put back: 8 MiB. One that differs in more holds memory that others can use
# (what was written to once stays its own), and a fork is cheaper.
_MOST_PAGES = 2048
_PROBLEM_BYTES = 128
# `enum tracker` of engine/native/rewind.h.
_TRACKERS = {1: "pagemap", 2: "userfaultfd"}


class RewindRefused(Exception):
    """Rewinding does not work here; the message says why."""


class _Filter(ctypes.Structure):
    """`struct sock_fprog`."""

    _fields_ = [("length", ctypes.c_ushort), ("instructions", ctypes.c_void_p)]  # type: ignore[mutable-override]


class _Options(ctypes.Structure):
    """`struct rewind_options` of engine/native/rewind.h."""

    _fields_ = [  # type: ignore[mutable-override]
        ("control", ctypes.c_int32),
        ("server_pid", ctypes.c_int32),
        ("tracks_faults", ctypes.c_int32),
        ("most_isolates", ctypes.c_uint32),
        ("most_pages", ctypes.c_uint32),
        ("padding", ctypes.c_uint32),
        ("stack_bytes", ctypes.c_uint64),
        ("cpu_seconds", ctypes.c_uint64),
        ("filter", _Filter),
        ("completed", ctypes.c_char_p),
        ("completed_length", ctypes.c_uint64),
        ("problem", ctypes.c_char * _PROBLEM_BYTES),
    ]


def reserve_memory(count: int) -> None:
    """Has the C library hold `count` bytes of free memory at the end of its heap, and ask the kernel for none any more.

    In an isolate that is rewound no mapping may change, so what it may ever use has to be there. Untouched it costs nothing.
    Raises `RewindRefused`.
    """
    libc = ctypes.PyDLL(None)
    libc.malloc.restype, libc.malloc.argtypes = ctypes.c_void_p, (ctypes.c_size_t,)
    libc.free.restype, libc.free.argtypes = None, (ctypes.c_void_p,)
    libc.mallopt(_M_MMAP_MAX, 0)
    libc.mallopt(_M_TRIM_THRESHOLD, -1)
    block = libc.malloc(count)
    if block is None:
        raise RewindRefused(f"there is no room for {count} bytes of memory in one piece")
    libc.free(block)


def refuse_memory_that_empties_itself() -> None:
    """In the image it would be memory like any other. glibc (2.41 on Linux 6.11) keeps the state of getrandom(3) so: put back with
    the rest, it could draw the same values twice. Raises `RewindRefused`.
    """
    file = os.open("/proc/self/smaps", os.O_RDONLY)
    try:
        text = b"".join(iter(lambda: os.read(file, 1 << 16), b""))
    finally:
        os.close(file)
    for line in text.splitlines():
        # Wiped on fork, droppable (Documentation/filesystems/proc.rst).
        if line.startswith(b"VmFlags:") and {b"wf", b"dp"} & set(line.split()):
            raise RewindRefused("there is memory that the kernel empties by itself (getrandom of glibc 2.41)")


class Rewinding:
    """Made in the zygote, before its sandbox. What makes the image (engine/native/direct.c) is entered once, by the zygote, and left
    by each isolate, at every run.

    `tracker` is the best way to find written pages that the kernel and the container allow, `problem` why not a better one.
    Raises `RewindRefused` where there is none.
    """

    def __init__(self, library: ctypes.PyDLL, control: int, server_pid: int, isolates: int) -> None:
        self.tracker, self.problem = _tracker(library)
        self._options = _Options(
            control=control,
            server_pid=server_pid,
            tracks_faults=self.tracker == _TRACKERS[2],
            # Those that end are replaced at once, and take a moment to be gone.
            most_isolates=2 * isolates + 64,
            most_pages=_MOST_PAGES,
            stack_bytes=stack_bytes(),
        )

    def prepare(self, filter_program: tuple[int, int], cpu_seconds: int, completed: bytes) -> int:
        """The address of what `rewind_serve` is to know: that makes the image, and forks and rewinds isolates until the server is
        gone. It returns in isolates alone, each time as if for the first. `completed` is sent when it is known to work; where it
        does not it returns in the zygote, and `why_not` says why.
        """
        options = self._options
        options.filter = _Filter(*filter_program)
        options.cpu_seconds = cpu_seconds
        options.completed = completed
        options.completed_length = len(completed)
        return ctypes.addressof(options)

    def why_not(self) -> str:
        """What did not work."""
        return in_words(self._options.problem.decode())


def _tracker(library: ctypes.PyDLL) -> tuple[str, str]:
    find = library.rewind_tracker
    find.restype, find.argtypes = ctypes.c_long, (ctypes.c_char_p,)
    problem = ctypes.create_string_buffer(_PROBLEM_BYTES)
    found = find(problem)
    reason = in_words(problem.value.decode())
    if found not in _TRACKERS:
        raise RewindRefused(reason)
    return _TRACKERS[found], reason
