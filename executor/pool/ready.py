"""The slots that are READY: which run may have which of them.

An isolate that nobody has used is anybody's. One that was rewound is bound to its owner (owner.py): it waits for the owner's
next run, or goes where its slot is needed for another.
"""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Iterator

from executor.pool.owner import Owner
from executor.pool.slot import Slot


class ReadySlots:
    """Those in READY. `unbound` are those of nobody, from the one waiting longest; `bound` how many are somebody's."""

    def __init__(self) -> None:
        self.unbound: deque[Slot] = deque()
        # From the one used longest ago.
        self._bound: OrderedDict[Slot, None] = OrderedDict()
        # Of each owner, the one used last at the end.
        self._of: dict[Owner, dict[Slot, None]] = {}

    def __len__(self) -> int:
        return len(self.unbound) + len(self._bound)

    def __iter__(self) -> Iterator[Slot]:
        yield from self.unbound
        yield from self._bound

    @property
    def bound(self) -> int:
        """How many wait for their owners alone."""
        return len(self._bound)

    def add(self, slot: Slot) -> None:
        """It is the youngest from here on."""
        if slot.owner is None:
            self.unbound.append(slot)
        else:
            self._bound[slot] = None
            self._of.setdefault(slot.owner, {})[slot] = None

    def remove(self, slot: Slot) -> None:
        """It is not READY any more. Its owner must be who it was."""
        if slot.owner is None:
            # Most often the first.
            self.unbound.remove(slot)
            return
        del self._bound[slot]
        slots = self._of[slot.owner]
        del slots[slot]
        if not slots:
            del self._of[slot.owner]

    def latest(self, owner: Owner) -> Slot | None:
        """Of those bound to this owner the one used last: the others grow old and can go."""
        slots = self._of.get(owner)
        return next(reversed(slots)) if slots else None

    def oldest_bound(self) -> Slot | None:
        """Of those bound to anybody the one used longest ago."""
        return next(iter(self._bound), None)

    def owners(self) -> list[Owner]:
        """Those for whom at least one waits."""
        return list(self._of)
