"""Lines of JSON from a file or stdin, as the inputs of a batch."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO


class LinesError(Exception):
    """A file that cannot be opened, or text that is not UTF-8; the message says which."""


class Lines:
    """The inputs of one file, and where those that have no result yet came from. Lines of blanks alone are skipped.

    Raises `LinesError`, also while the lines are read.
    """

    def __init__(self, path: str) -> None:
        self._name = "stdin" if path == "-" else path
        try:
            self._file = _open(path)
        except OSError as error:
            raise LinesError(f"cannot read {path}: {error.strerror}") from None
        # The one thread that reads appends, the one that takes results pops: a deque needs no lock for that.
        self._sent: deque[int] = deque()

    def texts(self) -> Iterator[str]:
        """The text of each line, not known to be JSON."""
        try:
            for number, data in enumerate(self._file, 1):
                try:
                    # Editors on Windows begin files with a byte order mark.
                    text = data.decode("utf-8-sig" if number == 1 else "utf-8").strip()
                except UnicodeDecodeError as error:
                    raise LinesError(
                        f"line {number} of {self._name} is not UTF-8: "
                        f"byte {error.start} of it is 0x{data[error.start]:02x}"
                    ) from None
                if text:
                    self._sent.append(number)
                    yield text
        except OSError as error:
            raise LinesError(f"cannot read {self._name}: {error.strerror}") from None

    def answered(self) -> int:
        """The number, from 1, of the line whose result comes next."""
        return self._sent.popleft()

    def close(self) -> None:
        """Closes a file; stdin stays open."""
        if self._name != "stdin":
            self._file.close()


def _open(path: str) -> BinaryIO:
    if path == "-":
        # Not sys.stdin: a thread that waits in it when the program ends would hold its lock.
        return open(0, "rb", closefd=False)
    return Path(path).open("rb")
