"""How far a `map` is."""

from __future__ import annotations

import sys
import time
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

# Seconds between two looks of the bar.
_PROGRESS_PAUSE = 0.1


class ProgressBar:
    """A bar on stderr where people look at that, and results go elsewhere."""

    def __init__(self, total: int | None) -> None:
        self.terminal = Console(stderr=True, highlight=False)
        self._bar = Progress(
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[rate]}"),
            TextColumn("{task.fields[failures]}", style="red"),
            TimeRemainingColumn(),
            console=self.terminal,
            transient=True,
            redirect_stdout=False,
            redirect_stderr=False,
            disable=not sys.stderr.isatty() or sys.stdout.isatty(),
        )
        self._task = self._bar.add_task("", total=total, rate="", failures="")
        self._done = self._failed = 0
        self._shown_at = 0.0

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.stop()

    def advance(self, *, failed: bool) -> None:
        """One input more is done."""
        self._done += 1
        self._failed += failed
        now = time.monotonic()
        # A look takes longer than an input.
        if not self._bar.disable and now - self._shown_at > _PROGRESS_PAUSE:
            self._shown_at = now
            speed = self._bar.tasks[0].speed
            self._bar.update(
                self._task,
                completed=self._done,
                rate=f"{speed:,.0f}/s" if speed else "",
                failures=f"{self._failed} failed" if self._failed else "",
            )
