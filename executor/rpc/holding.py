"""A bounded sum of what calls hold here, where whoever keeps the others waiting goes first.

Requests that are read, inputs of batches and answers on their way are memory of the server that a caller decides on: by
sending a request slowly, or not taking an answer. Each kind has one `Holding`. What fits is taken at once. What does not
waits, in the order of arrival, and if nothing is given back meanwhile, those are ended who have kept theirs waiting for
longer than `patience`: the slowest first. So a caller who stops in the middle costs others a moment, not the service.

gRPC has nothing for it: its limit is on one message, and its resource quota is not to be had from Python.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable

from executor.errors import HeldTooMuch
from executor.observe.paced import Paced

# Seconds that a call waits for room before it is refused: several times what a slow sender has.
MAX_WAIT = 2.0
# Calls that wait for room; each may have sent 64 KiB (HTTP/2's first window) that gRPC keeps unread.
MAX_WAITING = 1024


class Hold:
    """One part of the sum. `is_ended` once it was taken away because its caller was slow.

    `peer` tells whose it is: asked only then, because gRPC takes a microsecond for it.
    """

    __slots__ = ("end", "is_ended", "peer", "since", "size")

    def __init__(self, size: int, peer: Callable[[], str], end: Callable[[], object]) -> None:
        self.size = size
        self.peer = peer
        self.end = end
        self.since = 0.0
        self.is_ended = False


class Holding:
    """The sum of one kind. `name` is its label in metrics, `patience` are seconds. With `hangs_up`, what ends a hold ends
    all that its connection holds.

    Single-threaded: all of it belongs to the event loop.
    """

    def __init__(
        self, name: str, limit: int, patience: float, ended: Paced, *, hangs_up: bool = False
    ) -> None:
        self.name = name
        self.limit = limit
        self.total = 0
        self._most = 0
        # Calls refused because there was no room, and calls ended because they were the slowest.
        self.refusals = 0
        self.ends = 0
        self._patience = patience
        self._ended = ended
        self._hangs_up = hangs_up
        # Those that wait for their callers, the longest first.
        self._slow: dict[Hold, None] = {}
        self._waiting: deque[tuple[int, asyncio.Future[None]]] = deque()
        self._timer: asyncio.TimerHandle | None = None

    async def take(
        self, size: int, peer: Callable[[], str], end: Callable[[], object], wait: float | None = MAX_WAIT
    ) -> Hold:
        """Waits for room. Raises `HeldTooMuch` after `wait` seconds, or at once where too many wait.

        `end` is called when this hold is the slowest and others need its room.
        """
        hold = self.take_at_once(size, peer, end)
        if hold is None:
            await self._room(size, wait)
            hold = Hold(size, peer, end)
        return hold

    def take_at_once(self, size: int, peer: Callable[[], str], end: Callable[[], object]) -> Hold | None:
        """As `take`, or None where it would wait."""
        if self._waiting or not self._fits(size):
            return None
        self._count(size)
        return Hold(size, peer, end)

    def add(self, size: int, peer: Callable[[], str], end: Callable[[], object]) -> Hold:
        """For what is here already, and waits for its caller: room for it is made afterwards."""
        hold = Hold(size, peer, end)
        self._count(size)
        self.waits(hold)
        if self.total > self.limit:
            self._end_slow()
        return hold

    def resize(self, hold: Hold, size: int) -> None:
        """It holds so much now."""
        if not hold.is_ended:
            self._count(size - hold.size)
            hold.size = size
            if self._waiting:
                self._admit()

    def release(self, hold: Hold) -> None:
        """It holds nothing any more."""
        self._slow.pop(hold, None)
        self.resize(hold, 0)

    def waits(self, hold: Hold) -> None:
        """From now on it is up to its caller."""
        if not hold.is_ended:
            hold.since = asyncio.get_running_loop().time()
            self._slow[hold] = None
            if self._is_short():
                self._watch()

    def goes_on(self, hold: Hold) -> None:
        """The caller has done its part."""
        self._slow.pop(hold, None)

    def had_more_than(self, size: int) -> bool:
        """Whether the sum was ever more since this was last asked."""
        most, self._most = self._most, self.total
        return most > size

    def _count(self, size: int) -> None:
        total = self.total = self.total + size
        self._most = max(self._most, total)

    # --- who waits for room --------------------------------------------------------------------------------------------

    def _fits(self, size: int) -> bool:
        # Also what is larger than the limit, once nothing else is there.
        return self.total + size <= self.limit or self.total == 0

    async def _room(self, size: int, wait: float | None) -> None:
        if len(self._waiting) >= MAX_WAITING:
            raise self._full(f"{len(self._waiting)} calls wait for room already")
        room = asyncio.get_running_loop().create_future()
        self._waiting.append((size, room))
        self._watch()
        try:
            async with asyncio.timeout(wait):
                await room
        except BaseException as error:
            if room.done() and not room.cancelled():
                self.total -= size
            else:
                self._waiting.remove((size, room))
            self._admit()
            if isinstance(error, TimeoutError):
                raise self._full(f"there was no room for {size} more within {wait:g} s") from None
            raise

    def _full(self, why: str) -> HeldTooMuch:
        self.refusals += 1
        return HeldTooMuch(
            f"{self.name.replace('_', ' ')} of all callers hold {self.total}, the limit is {self.limit}, and {why}; "
            "retry later, or elsewhere",
            retry_after=MAX_WAIT,
            held=self.total,
            limit=self.limit,
        )

    def _admit(self) -> None:
        while self._waiting and self._fits(self._waiting[0][0]):
            size, room = self._waiting.popleft()
            if room.done():
                # Cancelled in this turn of the loop; its owner will not find it any more.
                self._waiting.appendleft((size, room))
                return
            self._count(size)
            room.set_result(None)

    # --- who is slow ---------------------------------------------------------------------------------------------------

    def _is_short(self) -> bool:
        """Whether somebody needs what others hold."""
        return bool(self._waiting) or self.total > self.limit

    def _watch(self) -> None:
        """Looks again when the slowest has had its time."""
        if self._timer is None and self._slow and self._is_short():
            slowest = next(iter(self._slow))
            loop = asyncio.get_running_loop()
            self._timer = loop.call_at(slowest.since + self._patience, self._look)

    def _look(self) -> None:
        self._timer = None
        self._end_slow()

    def _end_slow(self) -> None:
        due = asyncio.get_running_loop().time() - self._patience
        while self._slow and self._is_short():
            slowest = next(iter(self._slow))
            if slowest.since > due:
                break
            self._end(slowest)
        self._watch()

    def _end(self, hold: Hold) -> None:
        self.ends += 1
        peer = hold.peer()
        self._ended.warning(
            self.name,
            "%s hold %d, the limit is %d: ending a call of %s, who keeps them waiting for the longest time",
            self.name.replace("_", " "),
            self.total,
            self.limit,
            peer,
        )
        gone = [other for other in self._slow if other.peer() == peer] if self._hangs_up else [hold]
        for other in gone:
            self.release(other)
            other.is_ended = True
        hold.end()
