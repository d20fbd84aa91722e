"""The slots whose isolates are kept after their answer, and what for.

An isolate is kept for one purpose: an affinity (callers who chose to share it), or one batch. Whoever comes next with the
same purpose takes the one that was used last, so that those not needed grow old and can go. They go when they are the
oldest of too many, when they were idle for too long, and at once when somebody waits and no isolate is READY: an idle
one is a convenience, its slot is not.
"""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable

from executor.pool.affinity import Affinity
from executor.pool.slot import Slot


class IdleSlots:
    """Those in IDLE, from the one used longest ago to the one used last. `on_expired` is to end one that has been idle for
    `idle_time` seconds.
    """

    def __init__(self, idle_time: float, on_expired: Callable[[Slot], None]) -> None:
        self._idle_time = idle_time
        self._on_expired = on_expired
        self._slots: OrderedDict[Slot, None] = OrderedDict()
        self._by_purpose: dict[Hashable, list[Slot]] = {}
        self._timer: asyncio.TimerHandle | None = None
        # How many are kept for an affinity.
        self.shared = 0

    def __len__(self) -> int:
        return len(self._slots)

    def has(self, purpose: Hashable | None) -> bool:
        """Whether one waits for this purpose."""
        return purpose in self._by_purpose

    def add(self, slot: Slot) -> None:
        """It is the youngest from here on."""
        slot.idle_since = time.monotonic()
        self._slots[slot] = None
        self._by_purpose.setdefault(slot.purpose, []).append(slot)
        self.shared += isinstance(slot.purpose, Affinity)
        if self._timer is None:
            self._watch_oldest()

    def remove(self, slot: Slot) -> None:
        """It is not idle any more."""
        del self._slots[slot]
        slots = self._by_purpose[slot.purpose]
        slots.remove(slot)
        if not slots:
            del self._by_purpose[slot.purpose]
        self.shared -= isinstance(slot.purpose, Affinity)

    def latest(self, purpose: Hashable | None) -> Slot | None:
        """The one of this purpose that was used last."""
        slots = self._by_purpose.get(purpose)
        return slots[-1] if slots else None

    def oldest(self, *, shared_only: bool = False) -> Slot | None:
        """The one used longest ago; with `shared_only` of those kept for an affinity."""
        for slot in self._slots:
            if not shared_only or isinstance(slot.purpose, Affinity):
                return slot
        return None

    def close(self) -> None:
        """Nothing expires any more."""
        if self._timer is not None:
            self._timer.cancel()

    def _watch_oldest(self) -> None:
        """One timer for all: the one idle longest is the first whose time is over."""
        oldest = self.oldest()
        if oldest is not None:
            delay = max(0.0, oldest.idle_since + self._idle_time - time.monotonic())
            self._timer = asyncio.get_running_loop().call_later(delay, self._idle_time_over)

    def _idle_time_over(self) -> None:
        self._timer = None
        while (oldest := self.oldest()) is not None:
            # A timer may fire a hair early.
            if time.monotonic() - oldest.idle_since < self._idle_time - 0.001:
                break
            self._on_expired(oldest)
        self._watch_oldest()
