"""Medians, spread, and percentiles only where there are samples enough for them."""

import math
import statistics
from collections.abc import Sequence

# Samples that must lie beyond a percentile; fewer, and it is the story of a few calls.
BEYOND = 10


def percentile(values: Sequence[float], share: float) -> float | None:
    """The value below which `share` (0 to 1) of the samples lie; None where fewer than ten lie beyond it."""
    if len(values) * (1 - share) < BEYOND - 1e-9:
        return None
    return sorted(values)[math.ceil(share * len(values)) - 1]


def spread(values: Sequence[float]) -> float:
    """Distance of the extremes, as a share of the median."""
    middle = statistics.median(values)
    return (max(values) - min(values)) / middle if middle else 0.0
