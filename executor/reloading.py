"""A value read from files, and read again when one of them changes: certificates, tokens.

Files are looked at when the value is needed, by a `stat` of each (a microsecond), so there is no timer and a change
counts from the next use on. What cannot be used any more (a half-written file, a key that does not fit) changes
nothing: the last good value stays, one line is logged, and the next change of a file is the next attempt.
"""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Generic, TypeVar

log = logging.getLogger(__name__)

T = TypeVar("T")

# Far more than certificates and tokens need; a wrong path (a device, a disk image) must not fill the memory.
MAX_BYTES = 4 << 20

# Device, inode, size, change of content, change of inode: of each file, or why it cannot be looked at.
_Stamp = tuple[tuple[int, int, int, int, int] | str, ...]


class UnusableFile(Exception):
    """A file cannot be read, or is not what it should be. The message names the file and never shows its content."""


class Reloading(Generic[T]):
    """The newest good value of some files. Threads may share it."""

    def __init__(self, what: str, paths: Sequence[str], load: Callable[[Sequence[bytes]], T]) -> None:
        """`what` names the value in the log. `load` makes it of the files' contents, in the order of `paths`, and
        raises `UnusableFile`. So does this, because there is no good value yet.
        """
        self._what = what
        self._paths = paths
        self._load = load
        self._lock = threading.Lock()
        self._stamp = self._look()
        self._value = load([_read(path) for path in paths])

    def current(self) -> T:
        """The value of the files as they are now or, if they are unusable, as they last were good."""
        with self._lock:
            # Taken before reading: a file that changes meanwhile differs from it, and is read once more.
            stamp = self._look()
            if stamp != self._stamp:
                self._stamp = stamp
                self._renew()
            return self._value

    def _renew(self) -> None:
        try:
            self._value = self._load([_read(path) for path in self._paths])
        except UnusableFile as error:
            log.error("%s changed and cannot be used, keeping what was loaded before: %s", self._what, error)
        else:
            log.info("%s changed: loaded again", self._what)

    def _look(self) -> _Stamp:
        return tuple(map(_stamp, self._paths))


def _stamp(path: str) -> tuple[int, int, int, int, int] | str:
    try:
        # Follows links: Kubernetes replaces a link's target.
        found = os.stat(path)
    except OSError as error:
        return str(error.errno)
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns


def _read(path: str) -> bytes:
    try:
        if not Path(path).is_file():
            raise UnusableFile(f"{path} is no file" if Path(path).exists() else f"{path} does not exist")
        with Path(path).open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise UnusableFile(f"cannot read {path}: {error.strerror}") from None
    if len(content) > MAX_BYTES:
        raise UnusableFile(f"{path} is over {MAX_BYTES} bytes")
    return content
