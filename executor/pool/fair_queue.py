"""What waits for an isolate: first in, first out within a caller, and fair between callers.

Each caller has a line of its own. The next isolate goes to the waiting caller who holds the fewest isolates now; among
equals the turn goes round. So a share is counted in isolates and not in jobs: a caller with long jobs has no more of
the pool than one with short jobs, and one that sends fifty times as many has a longer line, nothing else. A caller who
holds none waits until the next isolate is free (once for each other caller who holds none either), however long the
lines of the others are.

When the queue is full, the longest line pays. A newcomer whose line would still be shorter takes the place of the
youngest in the longest one. To refuse the newcomer instead would let one caller who fills the queue lock all others
out, however fair the order of service is. The youngest goes, because the others in its line have waited longer and are
nearer to their turn; the caller who loses it has more places than anybody and gets the same answer as for any call too
many. Lines differ by one at the least after that, so two callers never push each other out in turns.

Every operation takes constant time, except for the search of the fewest or the most: that looks at the different
numbers, of which there are fewer than √(2n) for n jobs or isolates (22 for a queue of 256), and not at the callers.
What is kept about a caller goes when it neither waits nor holds an isolate, so no stranger can make this grow.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable, Iterator
from typing import Generic, TypeVar

T = TypeVar("T", bound=Hashable)


class FairQueue(Generic[T]):
    """At most `limit` items in all, urgent ones not counted. An item is in it at most once, under one caller."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self._size = 0
        self._urgent: OrderedDict[T, None] = OrderedDict()
        self._lines: dict[str, OrderedDict[T, None]] = {}
        self._held: dict[str, int] = {}
        # Of callers with a line only.
        self._by_held = _Ranks()
        self._by_length = _Ranks()

    def __len__(self) -> int:
        """All that wait, urgent ones too."""
        return self._size + len(self._urgent)

    def __iter__(self) -> Iterator[T]:
        """In no order that means anything."""
        yield from self._urgent
        for line in self._lines.values():
            yield from line

    def waiting(self, caller: str) -> int:
        """The length of one caller's line."""
        line = self._lines.get(caller)
        return len(line) if line is not None else 0

    def others(self, caller: str) -> int:
        """How many are not in that line."""
        return self._size + len(self._urgent) - self.waiting(caller)

    def held(self, caller: str) -> int:
        """How many isolates a caller holds."""
        return self._held.get(caller, 0)

    @property
    def holders(self) -> int:
        """How many callers hold isolates."""
        return len(self._held)

    def first_of(self, caller: str) -> T | None:
        """What waits longest of one caller."""
        line = self._lines.get(caller)
        return None if line is None else next(iter(line))

    # --- in and out ------------------------------------------------------------------------------------------------

    def push(self, caller: str, item: T) -> T | None:
        """Adds to the end of the caller's line. Returns the item for which there is no place any more: `item` itself,
        which then was not added, or the youngest of the longest line; None where there was room.
        """
        displaced = None
        if self._size >= self.limit:
            if not self._lines:
                return item
            longest, loser = self._by_length.last()
            if self.waiting(caller) + 1 >= longest:
                return item
            displaced = next(reversed(self._lines[loser]))
            self.remove(loser, displaced)
        self._line(caller)[item] = None
        self._grown(caller, 1)
        return displaced

    def push_over(self, caller: str, item: T) -> None:
        """Adds to the end of the caller's line, over the limit: for one that gave up what it held."""
        self._line(caller)[item] = None
        self._grown(caller, 1)

    def push_urgent(self, item: T) -> None:
        """Before everybody, over the limit, for no caller."""
        self._urgent[item] = None

    def restore(self, caller: str, item: T) -> None:
        """Back to the head of its line, after a `pop` that came to nothing."""
        line = self._line(caller)
        line[item] = None
        line.move_to_end(item, last=False)
        self._grown(caller, 1)

    def peek(self, *, below: int | None = None) -> T | None:
        """What `pop` would take out."""
        if self._urgent:
            return next(iter(self._urgent))
        if not self._lines:
            return None
        held, caller = self._by_held.first()
        return None if below is not None and held >= below else next(iter(self._lines[caller]))

    def pop(self, *, below: int | None = None) -> T | None:
        """Takes out the next one; None where nobody waits, or nobody who holds fewer isolates than `below`."""
        if self._urgent:
            return self._urgent.popitem(last=False)[0]
        if not self._lines:
            return None
        held, caller = self._by_held.first()
        if below is not None and held >= below:
            return None
        item = next(iter(self._lines[caller]))
        self.remove(caller, item)
        if caller in self._lines:
            # The turn goes round, also where nothing comes of this one.
            self._by_held.take(caller, held)
            self._by_held.put(caller, held)
        return item

    def remove(self, caller: str, item: T) -> bool:
        """Takes out one that will not wait any longer; False where it is not there."""
        if item in self._urgent:
            del self._urgent[item]
            return True
        line = self._lines.get(caller)
        if line is None or item not in line:
            return False
        del line[item]
        self._grown(caller, -1)
        return True

    # --- isolates held ---------------------------------------------------------------------------------------------

    def started(self, caller: str) -> None:
        """The caller holds one isolate more."""
        self._hold(caller, 1)

    def ended(self, caller: str) -> None:
        """The caller holds one isolate less."""
        self._hold(caller, -1)

    def _hold(self, caller: str, change: int) -> None:
        before = self._held.get(caller, 0)
        after = before + change
        if after:
            self._held[caller] = after
        else:
            del self._held[caller]
        if caller in self._lines:
            self._by_held.take(caller, before)
            self._by_held.put(caller, after)

    # --- lines -----------------------------------------------------------------------------------------------------

    def _line(self, caller: str) -> OrderedDict[T, None]:
        line = self._lines.get(caller)
        if line is None:
            line = self._lines[caller] = OrderedDict()
            self._by_held.put(caller, self.held(caller))
        return line

    def _grown(self, caller: str, change: int) -> None:
        """The caller's line has one more or one less than before."""
        length = len(self._lines[caller])
        self._size += change
        if length - change:
            self._by_length.take(caller, length - change)
        if length:
            self._by_length.put(caller, length)
        else:
            del self._lines[caller]
            self._by_held.take(caller, self.held(caller))


class _Ranks:
    """Callers, each at a whole number; at the same number in the order in which they came to it."""

    def __init__(self) -> None:
        # OrderedDict and not dict, whose first entry is slow to find after many before it were deleted.
        self._at: dict[int, OrderedDict[str, None]] = {}

    def put(self, caller: str, rank: int) -> None:
        """Adds a caller that is nowhere."""
        callers = self._at.get(rank)
        if callers is None:
            callers = self._at[rank] = OrderedDict()
        callers[caller] = None

    def take(self, caller: str, rank: int) -> None:
        """Removes a caller from where it is."""
        callers = self._at[rank]
        del callers[caller]
        if not callers:
            del self._at[rank]

    def first(self) -> tuple[int, str]:
        """The lowest number, and who came to it first."""
        rank = min(self._at)
        return rank, next(iter(self._at[rank]))

    def last(self) -> tuple[int, str]:
        """The highest number, and who came to it first."""
        rank = max(self._at)
        return rank, next(iter(self._at[rank]))
