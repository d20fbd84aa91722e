"""How many calls of `Watch` are open, bounded: each is some 20 KiB of the server, for as long as its caller likes.

Who watches too much makes room first: for one more, the oldest goes of the connection that has the most. So a stranger with a
thousand of them takes no place from clients who have one each.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from executor.errors import HeldTooMuch
from executor.observe.paced import Paced

log = logging.getLogger(__name__)

# Seconds until another attempt: a client's own back-off grows from about one.
RETRY_AFTER = 5.0


class Watches:
    """Those that are open, by connection, the oldest first. Has the figures of a `Holding`, in calls."""

    name = "watches"

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.total = 0
        # Calls that were refused, and calls that were ended for others.
        self.refusals = 0
        self.ends = 0
        self._of: dict[str, dict[asyncio.Task[Any], Callable[[], None]]] = {}
        self._ended: set[asyncio.Task[Any]] = set()
        self._lines = Paced(log)

    @contextmanager
    def opened(self, peer: str, end: Callable[[], None]) -> Iterator[None]:
        """Around the current task, which is one more of this connection. Raises `HeldTooMuch` where there is no room, or, instead
        of being cancelled by `end`, when it has to make room.
        """
        task = asyncio.current_task()
        assert task is not None
        if self.total >= self.limit:
            self._make_room(peer)
        self.total += 1
        self._of.setdefault(peer, {})[task] = end
        try:
            yield
        except asyncio.CancelledError:
            if task not in self._ended:
                raise
            task.uncancel()
            raise self._too_many("this connection has the most of them") from None
        finally:
            self._ended.discard(task)
            self._leave(peer, task)

    def _make_room(self, peer: str) -> None:
        most = max(self._of, key=lambda each: len(self._of[each]))
        if len(self._of[most]) <= len(self._of.get(peer, ())) + 1:
            self.refusals += 1
            raise self._too_many("no connection has more of them than this one")
        oldest, end = next(iter(self._of[most].items()))
        self.ends += 1
        self._lines.warning(
            self.name,
            "%d calls of Watch are open, the limit is %d: ending one of %s",
            self.total,
            self.limit,
            most,
        )
        self._ended.add(oldest)
        self._leave(most, oldest)
        end()

    def _leave(self, peer: str, task: asyncio.Task[Any]) -> None:
        """Once: who was ended has left already."""
        tasks = self._of.get(peer, {})
        if task not in tasks:
            return
        self.total -= 1
        del tasks[task]
        if not tasks:
            del self._of[peer]

    def _too_many(self, why: str) -> HeldTooMuch:
        return HeldTooMuch(
            f"{self.total} calls of Watch are open, the limit is {self.limit} (--max-watches), and {why}; share a connection's "
            "watch, or retry later",
            retry_after=RETRY_AFTER,
            held=self.total,
            limit=self.limit,
        )
