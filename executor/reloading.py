"""A value read from files, and read again when one of them changes: certificates, tokens, credentials.

Files are looked at when the value is needed, by a `stat` of each (a microsecond), so there is no timer and a change
counts from the next use on. What cannot be used any more (a half-written file, a key that does not fit) changes
nothing: the last good value stays, one line is logged, and the next change of a file is the next attempt.
"""

from __future__ import annotations

import logging
import os
import stat
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Generic, TypeVar

log = logging.getLogger(__name__)

T = TypeVar("T")

# Far more than certificates and tokens need; a wrong path (a device, a disk image) must not fill the memory.
MAX_BYTES = 4 << 20

# Device, inode, size, change of content, change of inode: of each file, or why it cannot be looked at.
_Stamp = tuple[int, int, int, int, int] | str


class UnusableFile(Exception):
    """A file cannot be read, or is not what it should be. The message names the file and never shows its content."""


class Further:
    """Files that are known from others only: those that were read to make a value, so that it can be made again when one of
    them changes, also where it could not be made.
    """

    def __init__(self) -> None:
        self._stamps: dict[str, _Stamp] = {}

    def read(self, path: str, name: str) -> bytes:
        """The file's content; `name` is its name in messages. Raises `UnusableFile`."""
        # Taken before reading, as those of the others.
        self._stamps.setdefault(path, _stamp(path))
        return _read(path, name)

    def have_changed(self) -> bool:
        """Whether one is not as it was when it was read."""
        return any(_stamp(path) != was for path, was in self._stamps.items())

    def forget(self) -> None:
        """The value is made anew."""
        self._stamps.clear()


class Reloading(Generic[T]):
    """The newest good value of some files. Threads may share it."""

    def __init__(
        self,
        what: str,
        paths: Sequence[str],
        load: Callable[[Sequence[bytes]], T],
        names: Sequence[str] = (),
        further: Further | None = None,
    ) -> None:
        """`what` names the value in the log, `names` each file in messages (else its path). `load` makes it of the files' contents, in the order of `paths`, and
        raises `UnusableFile`. So does this, because there is no good value yet. `further` is what `load` reads files with that these name.
        """
        self._what = what
        self._paths = paths
        self._names = names or paths
        self._load = load
        self._lock = threading.Lock()
        self._further = further or Further()
        self._stamps = self._look()
        self._value = load(self._contents())

    def current(self) -> T:
        """The value of the files as they are now or, if they are unusable, as they last were good."""
        with self._lock:
            # Taken before reading: a file that changes meanwhile differs from it, and is read once more.
            stamps = self._look()
            if stamps != self._stamps or self._further.have_changed():
                self._stamps = stamps
                self._renew()
            return self._value

    def reload(self) -> None:
        """Reads the files now, changed or not, and says in the log how that went."""
        with self._lock:
            self._stamps = self._look()
            self._renew("was read again as asked")

    def _renew(self, why: str = "changed") -> None:
        self._further.forget()
        try:
            self._value = self._load(self._contents())
        except UnusableFile as error:
            log.error("%s %s and cannot be used, keeping what was loaded before: %s", self._what, why, error)
        else:
            log.info("%s %s: loaded again", self._what, why)

    def _contents(self) -> list[bytes]:
        return [_read(path, name) for path, name in zip(self._paths, self._names, strict=True)]

    def _look(self) -> tuple[_Stamp, ...]:
        return tuple(map(_stamp, self._paths))


def check_mode(path: str, name: str, harm: str) -> None:
    """Raises `UnusableFile` where anybody on the machine may write the file: `harm` is what they could do then. That all may
    read it, or its group write it, is a warning.
    """
    try:
        mode = os.stat(path).st_mode
    except OSError:
        return
    if mode & stat.S_IWOTH:
        raise UnusableFile(
            f"{name} can be written by everybody (mode {stat.S_IMODE(mode):04o}), who could then {harm}; chmod o-w it"
        )
    if mode & (stat.S_IROTH | stat.S_IWGRP):
        log.warning(
            "%s can be read by everybody or written by its group (mode %04o); chmod 0640 or 0600 it",
            name,
            stat.S_IMODE(mode),
        )


def _stamp(path: str) -> _Stamp:
    try:
        # Follows links: Kubernetes replaces a link's target.
        found = os.stat(path)
    except OSError as error:
        return str(error.errno)
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns


def _read(path: str, name: str) -> bytes:
    try:
        if not Path(path).is_file():
            raise UnusableFile(f"{name} is no file" if Path(path).exists() else f"{name} does not exist")
        with Path(path).open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise UnusableFile(f"cannot read {name}: {error.strerror}") from None
    if len(content) > MAX_BYTES:
        raise UnusableFile(f"{name} is over {MAX_BYTES} bytes")
    return content
