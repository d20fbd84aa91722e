"""Log lines that strangers cause: so many at first, then one each few seconds with a count.

Whoever may make the server write a line for each call can fill a disk; whoever reads the log wants to know that it
happens, from where, and how often. So lines of one kind are written as they come until `BURST`, and beyond that the next
one after `INTERVAL` says how many were left out.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass

# Lines of a kind within an interval, and seconds.
BURST = 5
INTERVAL = 10.0


@dataclass(slots=True)
class _Kind:
    began: float
    written: int = 0
    left_out: int = 0


class Paced:
    """Wraps a logger. `clock` is `time.monotonic`, or a test's.

    Kinds are chosen by the server, never by callers, so there are few.
    """

    def __init__(self, log: logging.Logger, clock: Callable[[], float] = time.monotonic) -> None:
        self._log = log
        self._clock = clock
        self._kinds: dict[str, _Kind] = {}

    def admit(self, kind: str) -> int | None:
        """How many lines of this kind were left out before the one that may be written now; None for one to be left out."""
        now = self._clock()
        state = self._kinds.setdefault(kind, _Kind(now))
        left_out = 0
        if now - state.began >= INTERVAL:
            left_out, state.left_out = state.left_out, 0
            state.began, state.written = now, 0
        if state.written >= BURST:
            state.left_out += 1
            return None
        state.written += 1
        return left_out

    def info(self, kind: str, message: str, *values: object) -> None:
        """As `Logger.info`, for lines of this kind."""
        self._write(logging.INFO, kind, message, values)

    def warning(self, kind: str, message: str, *values: object) -> None:
        """As `Logger.warning`, for lines of this kind."""
        self._write(logging.WARNING, kind, message, values)

    def _write(self, level: int, kind: str, message: str, values: tuple[object, ...]) -> None:
        left_out = self.admit(kind)
        if left_out is not None:
            self._log.log(level, message + more(left_out), *values)


def more(left_out: int) -> str:
    """The end of a line before which so many were left out."""
    return f" (and {left_out} more like it before)" if left_out else ""
