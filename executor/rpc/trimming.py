"""Gives memory back to the system after a burst of large requests or answers.

What was freed between two small blocks stays in the C library's heap: 60 MiB of it after the attacks of `make overload`,
for good. `malloc_trim` returns it; it takes milliseconds with each arena locked, so it is asked for once after a burst
and in a thread, never on the path of a call.
"""

from __future__ import annotations

import asyncio
import ctypes
from collections.abc import Iterable

from executor.rpc.holding import Holding

# Bytes that are a burst, seconds between two looks.
BURST = 8 << 20
INTERVAL = 2.0


async def trim_after_bursts(holdings: Iterable[Holding]) -> None:
    """For ever. A C library without `malloc_trim` (musl) keeps nothing."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    held = tuple(holdings)
    burst = False
    while trim is not None:
        await asyncio.sleep(INTERVAL)
        # Each is asked: the question begins a new interval.
        bursts = [holding.had_more_than(BURST) for holding in held]
        burst = burst or any(bursts)
        if burst and all(holding.total < BURST for holding in held):
            burst = False
            await asyncio.to_thread(trim, 0)
