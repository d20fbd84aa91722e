"""Puts the warm heap on huge pages, so that a fork copies a table entry for each 2 MiB and not for each 4 KiB.

Fork and exit of a process cost in proportion to its private pages: 0.035 ms for each MiB of the zygote, measured. With
its heap on huge pages fork, exit and wait took 0.75 ms instead of 1.72 (45 MiB of private memory, Linux 6.18, 2026-11).
A child that writes to a huge page still copies 4 KiB only: the kernel splits its own view of that page.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from pathlib import Path

# linux/mman.h: MADV_HUGEPAGE since 2.6.38, MADV_COLLAPSE since 6.1.
_MADV_HUGEPAGE = 14
_MADV_COLLAPSE = 25

_SIZE = 2 << 20
_PRIVATE = re.compile(r"([0-9a-f]+)-([0-9a-f]+) rw-p 00000000 00:00 0 +(?:\[heap\])?$", re.MULTILINE)


def collapse() -> None:
    """Moves what private memory this process has to huge pages, as far as it fills whole ones.

    Where the kernel has none, or may not be asked (`transparent_hugepage/enabled` says `never`), nothing changes.
    """
    madvise = ctypes.CDLL(None).madvise
    madvise.argtypes = (ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int)
    for start, length in _whole_pages(Path("/proc/self/maps").read_text()):
        madvise(start, length, _MADV_HUGEPAGE)
        # At once, where khugepaged would take minutes. Each megabyte is copied: a few milliseconds in all.
        madvise(start, length, _MADV_COLLAPSE)


def _whole_pages(maps: str) -> Iterator[tuple[int, int]]:
    """Start and length in bytes of the aligned part of each anonymous, writable range."""
    for match in _PRIVATE.finditer(maps):
        start = -(-int(match[1], 16) // _SIZE) * _SIZE
        length = int(match[2], 16) // _SIZE * _SIZE - start
        if length > 0:
            yield start, length
