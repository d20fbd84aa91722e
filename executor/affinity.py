"""Isolates that are kept after their answer, and what for.

An isolate is kept for one purpose: an affinity (callers who chose to share it), or one batch. Whoever comes next with the
same purpose takes the one that was used last, so that those not needed grow old and can go. They go when they are the
oldest of too many, when they were idle for too long, and at once when somebody waits and no isolate is READY: an idle
one is a convenience, its slot is not.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass

from executor.handle import IsolateHandle


@dataclass(frozen=True, slots=True)
class Affinity:
    """Who shares an isolate: executions of one identity, with one key, of one code.

    `identity` is the proven name in full or, where none is asked for, what the caller says; `is_proven` keeps the two
    apart.
    """

    is_proven: bool
    identity: str
    key: str
    code: str


@dataclass(slots=True)
class _Idle:
    purpose: Hashable
    since: float


class IdleIsolates:
    """Who is kept for what, from the one used longest ago to the one used last."""

    def __init__(self) -> None:
        self._idle: OrderedDict[IsolateHandle, _Idle] = OrderedDict()
        self._by_purpose: dict[Hashable, list[IsolateHandle]] = {}
        self.shared = 0

    def __len__(self) -> int:
        return len(self._idle)

    def has(self, purpose: Hashable | None) -> bool:
        """Whether one waits for this purpose."""
        return purpose in self._by_purpose

    def add(self, isolate: IsolateHandle, purpose: Hashable, now: float) -> None:
        """Keeps one, which is the youngest from here on. `now` is by `time.monotonic()`."""
        self._idle[isolate] = _Idle(purpose, now)
        self._by_purpose.setdefault(purpose, []).append(isolate)
        self.shared += isinstance(purpose, Affinity)

    def take(self, purpose: Hashable | None) -> IsolateHandle | None:
        """The one of this purpose that was used last, which is no longer idle."""
        isolates = self._by_purpose.get(purpose)
        if isolates is None:
            return None
        isolate = isolates[-1]
        self.remove(isolate)
        return isolate

    def remove(self, isolate: IsolateHandle) -> bool:
        """It is not idle any more; False where it was not."""
        idle = self._idle.pop(isolate, None)
        if idle is None:
            return False
        isolates = self._by_purpose[idle.purpose]
        isolates.remove(isolate)
        if not isolates:
            del self._by_purpose[idle.purpose]
        self.shared -= isinstance(idle.purpose, Affinity)
        return True

    def oldest(self, *, shared_only: bool = False) -> IsolateHandle | None:
        """The one used longest ago; with `shared_only` of those kept for an affinity."""
        for isolate, idle in self._idle.items():
            if not shared_only or isinstance(idle.purpose, Affinity):
                return isolate
        return None

    def since(self) -> float | None:
        """When the oldest became idle; None where none is."""
        for idle in self._idle.values():
            return idle.since
        return None
