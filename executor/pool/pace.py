"""How fast the queue moves: from it, how long a wait will be, and when to come back."""

from __future__ import annotations

import random

# The weight of the newest interval. The mean then follows the last sixteen or so.
WEIGHT = 1 / 16
# Intervals before the mean is worth anything: its error is then about 18% for jobs of random length.
ENOUGH = 32
# Seconds without an interval after which the load, so the pace, may be another one.
STALE_AFTER = 10.0

# Seconds. Where the pace is unknown; and the bounds of advice: sooner than the first helps nobody, and later than the
# last leaves isolates idle when the load goes as it came.
RETRY_UNKNOWN = 0.1
RETRY_FIRST, RETRY_LAST = 0.02, 5.0


class Pace:
    """The mean interval between hand-overs while jobs wait. Times are `time.monotonic()`."""

    def __init__(self) -> None:
        self._mean = 0.0
        self._count = 0
        self._last: float | None = None
        self._measured = 0.0

    def handed_over(self, now: float, *, more: bool) -> None:
        """A job left the queue for an isolate; `more` wait, so that the time until the next is an interval."""
        if now - self._measured > STALE_AFTER:
            self._count = 0
        if self._last is not None:
            interval = now - self._last
            # The plain mean until there are enough: no first value weighs more than it should.
            self._mean += (interval - self._mean) * max(WEIGHT, 1 / (self._count + 1))
            self._count += 1
            self._measured = now
        self._last = now if more else None

    def emptied(self) -> None:
        """Nobody waits any more (those who did have left): what comes is no interval."""
        self._last = None

    def wait(self, hand_overs: int, now: float) -> float | None:
        """Seconds until so many more have been handed over; None where that is not known well enough to act on."""
        if self._count < ENOUGH or now - self._measured > STALE_AFTER:
            return None
        return self._mean * hand_overs

    def retry_delay(self, queued: int, now: float) -> float:
        """Seconds after which a refused caller should come back: when those who wait now have been served.

        Spread by half to both sides, so that callers refused together do not come back together.
        """
        wait = self.wait(queued, now)
        delay = RETRY_UNKNOWN if wait is None else wait
        spread = delay * random.uniform(0.5, 1.5)  # noqa: S311 - jitter
        return min(RETRY_LAST, max(RETRY_FIRST, spread))
