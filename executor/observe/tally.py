"""A histogram as numbers. Knows nothing of Prometheus (series.py does), so that the pool can count in it."""

from __future__ import annotations

import time
from bisect import bisect_left


class Tally:
    """Counted here because it is on the path of every call and a metric's own takes five times as long."""

    __slots__ = ("bounds", "counts", "exemplars", "sum")

    def __init__(self, bounds: tuple[float, ...]) -> None:
        self.bounds = bounds
        # One more, for what is above the last.
        self.counts = [0] * (len(bounds) + 1)
        self.sum = 0.0
        # The last trace of each bucket that has one: its id, the value, and when, in seconds of Unix time.
        self.exemplars: dict[int, tuple[str, float, float]] = {}

    def add(self, value: float, trace_id: str = "") -> None:
        """Counts one, of a sampled trace where there is an id."""
        bucket = bisect_left(self.bounds, value)
        self.counts[bucket] += 1
        self.sum += value
        if trace_id:
            self.exemplars[bucket] = (trace_id, value, time.time_ns() / 1e9)
