"""Crashes of isolates in a row: one is a script's misfortune, several may be the pool's."""

from __future__ import annotations

from collections.abc import Callable


class Crashes:
    """Calls `call` after each `count` crashes between which no run had an answer."""

    def __init__(self, count: int = 1, call: Callable[[], None] = lambda: None) -> None:
        self._count = count
        self._call = call
        self._in_a_row = 0

    def crashed(self) -> None:
        """An isolate ended without an answer, and not because somebody had left or a limit was over."""
        self._in_a_row += 1
        if self._in_a_row % self._count == 0:
            self._call()

    def ended_well(self) -> None:
        """A run had its answer, whatever it was."""
        self._in_a_row = 0
