"""How many isolates one caller may hold while several send jobs.

A caller who holds its share of the isolates leaves the last few READY to those who hold less: one that floods cannot make
another wait, not even for the end of a job. A caller alone has them all, and two floods have half each.
"""

from __future__ import annotations

import math
import time

from executor.pool.fair_queue import FairQueue
from executor.pool.owner import Owner
from executor.pool.run import Run

# One isolate in so many, or a part of so many, stays READY for callers who hold less than their share. Pools of fewer
# than the second number have none to spare.
SPARE = 16
MIN_ISOLATES_TO_SPARE = 8
# Seconds after which a caller who sent nothing is no longer one of several.
SEVERAL_FOR = 60.0


class Shares:
    """Of a pool of `slots` isolates, held by callers as `queue` counts them."""

    def __init__(self, slots: int, queue: FairQueue[Run]) -> None:
        self._slots = slots
        self._queue = queue
        self._spare = math.ceil(slots / SPARE) if slots >= MIN_ISOLATES_TO_SPARE else 0
        self._last: Owner | None = None
        self._several_until = -math.inf
        self._several_owners_until = -math.inf

    def sent(self, run: Run) -> None:
        """Its caller, and its owner, is one of those who send."""
        if run.is_canary or run.owner == self._last:
            return
        if self._last is not None:
            self._several_owners_until = run.admitted + SEVERAL_FOR
            if run.caller != self._last.caller:
                self._several_until = run.admitted + SEVERAL_FOR
        self._last = run.owner

    def spare(self) -> int:
        """How many isolates have to be there that are nobody's: none while one owner alone sends. Owners and not callers: a
        name that comes anew finds none of its own either, whoever's share it takes.
        """
        return self._spare if time.monotonic() < self._several_owners_until else 0

    def most_held(self, ready: int) -> int:
        """Callers who hold this many isolates are not given one of the `ready` ones, which are for anybody, now.

        The last ones are for callers below an even share. Where only one holds any, the other is still to come.
        """
        if ready > self._spare or time.monotonic() >= self._several_until:
            return self._slots + 1
        return max(1, self._slots // max(2, self._queue.holders))
