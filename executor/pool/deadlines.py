"""The server's watch over the limits of a run: wall time and CPU time.

The isolate keeps both itself; what is here is for one that does not come to it, and kills `kill_grace` later.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

from executor.pool.run import Run
from executor.pool.slot import Slot, SlotState

# Seconds that a deadline's timer may be late (a busy loop: a few milliseconds) before this process has slept, and that
# an isolate then gets to be read.
OVERSLEPT = 0.05
LATE_GRACE = 1.0
# Seconds that a timer may fire early.
EARLY = 0.001
# Seconds between two looks at a CPU clock at least, or the last steps to a limit would be very many.
SHORTEST_LOOK = 0.01


class Deadlines:
    """Looks at slots in RUNNING when their run could be over a limit, and has them killed (`kill(slot, reason)`)."""

    def __init__(self, kill_grace: float, kill: Callable[[Slot, str], None]) -> None:
        self._kill_grace = kill_grace
        self._kill = kill
        self._loop = asyncio.get_running_loop()

    def watch(self, slot: Slot, run: Run) -> None:
        """The run has started in the slot."""
        self._look_at(slot, run.started + self._patience(run))

    def _patience(self, run: Run) -> float:
        """Seconds after which its isolate has to be looked at: no run can be over its CPU time before."""
        return min(run.job.timeout, run.job.cpu_limit) + self._kill_grace

    def _look_at(self, slot: Slot, due: float) -> None:
        """Looks at the slot then (by `time.monotonic()`), or before. One timer for an isolate, not one for a run: most runs
        in an isolate that is kept never touch it (57 µs of the pool's time for a call with an affinity, and 64 before).
        """
        if slot.timer is not None:
            if slot.due <= due:
                return
            slot.timer.cancel()
        slot.due = due
        slot.timer = self._loop.call_later(max(0.0, due - time.monotonic()), self.look, slot)

    def look(self, slot: Slot) -> None:
        """Kills an isolate whose run is over its time or CPU time; looks again when, at the earliest, it could be."""
        run = slot.run
        if slot.state is not SlotState.RUNNING or run is None:
            # The look was due for a run that has ended, and the next one brings its own. ENDING, DEAD: late.
            if not slot.is_over:
                slot.timer = None
            return
        slot.timer = None
        now = time.monotonic()
        left = run.started + run.job.timeout + self._kill_grace - now
        if left <= EARLY:
            self._time_over(slot, run)
            return
        patience = run.started + self._patience(run) - now
        if patience <= EARLY:
            used = slot.isolate.cpu_seconds() - run.cpu_before
            cpu_left = run.job.cpu_limit + self._kill_grace - used
            if cpu_left <= 0:
                self._kill(slot, "cpu")
                return
            patience = max(cpu_left, SHORTEST_LOOK)
        self._look_at(slot, now + min(left, patience))

    def _time_over(self, slot: Slot, run: Run) -> None:
        """The kill at the deadline, unless the answer lies in the socket.

        Where this process itself has slept over the deadline (it was stopped, or starved), the isolate gets a moment
        more, once: it may have been waiting to be read, and a large answer is read in many steps.
        """
        slot.isolate.hear()
        if slot.run is not run or slot.is_over:
            return  # Answered just now (and perhaps kept for another run), or the end of it.
        now = time.monotonic()
        late = now - run.started - run.job.timeout - self._kill_grace
        if late > OVERSLEPT and not run.is_put_off and not run.future.done():
            run.is_put_off = True
            self._look_at(slot, now + LATE_GRACE)
        else:
            self._kill(slot, "timeout")
