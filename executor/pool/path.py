"""Whether a job that came now could run, as far as supervisor and slots know: what readiness need not wait for a canary to see.

In use is not stuck: slots that run jobs within their limits say nothing against the path.
"""

from __future__ import annotations

import asyncio
import enum
import logging
import time
from collections.abc import Callable

from executor.pool.slot import Slot, SlotState
from executor.pool.slots import Slots
from executor.pool.stops import Stops

log = logging.getLogger(__name__)

# Seconds between two looks at the processes and slots; a look takes 0.2 ms with 128 isolates.
LOOK_INTERVAL = 0.25
# Seconds without any isolate, with none in use and none that came, before the path is stuck. A generation warms up in less.
STUCK_AFTER = 1.0
# The same where other isolates are in use by jobs: on a machine without a processor to spare, a fork may take so long.
STARVED_AFTER = 4.0
# Seconds that a fault is shown at least, so that those who ask every now and then agree with those who watch.
SHORTEST_FAULT = 0.5
# Seconds that a look may be late before this very process has slept, and proves nothing of others.
OVERSLEPT = 0.5


# A job that comes is run in one of these, or in what makes place for it.
_THERE = (SlotState.READY, SlotState.IDLE, SlotState.REWINDING)


class PathState(enum.Enum):
    """================  ==================================================  =========================================
    state             meaning                                             next
    ================  ==================================================  =========================================
    OPEN              nothing is known against it                         any other
    FAILED            the last zygote did not warm up: no isolate can be  any other
                      replaced until one does
    ZYGOTE_STOPPED    the zygote stands still: the same                   any other
    ISOLATES_STOPPED  all isolates stand still                            any other
    NO_ISOLATE        there is none, and none comes                       any other
    GIVEN_UP          the supervisor has ended its attempts; terminal     none
    ================  ==================================================  =========================================
    """

    OPEN = ""
    FAILED = "the zygote does not warm up"
    ZYGOTE_STOPPED = "the zygote is stopped"
    ISOLATES_STOPPED = "all isolates are stopped"
    NO_ISOLATE = "there is no isolate, and none comes"
    GIVEN_UP = "no zygote could be started, and nothing more is tried"


class Path:
    """Looked at each `LOOK_INTERVAL`, and at once when something is known to be otherwise. What stands still is ended here."""

    def __init__(self, slots: Slots) -> None:
        self.state = PathState.OPEN
        # Called with each change of `state`, in the step of the loop in which it changes.
        self.on_change: Callable[[], None] = lambda: None
        self._slots = slots
        self._supervisor = slots.supervisor
        self._supervisor.on_change = self.judge
        self._stops = Stops()
        # Since when it is in this state, by `time.monotonic()`.
        self._since = time.monotonic()
        # By `time.monotonic()`: since when no isolate is there, none came since, and how many had come by then.
        self._empty_since: float | None = None
        self._came = 0
        self._looked = time.monotonic()
        self._timer: asyncio.TimerHandle | None = None
        self._loop = asyncio.get_running_loop()

    def start(self) -> None:
        """Looks from now on."""
        self._timer = self._loop.call_later(LOOK_INTERVAL, self.look)

    def close(self) -> None:
        """Looks no more."""
        if self._timer is not None:
            self._timer.cancel()

    def transition(self, state: PathState) -> None:
        """Changes the state, if it is another; GIVEN_UP stays."""
        if state is self.state or self.state is PathState.GIVEN_UP:
            return
        now = time.monotonic()
        if state is PathState.OPEN and now - self._since < SHORTEST_FAULT:
            return  # A later look.
        self.state, self._since = state, now
        # Readiness changes in this very step: the warmup that is told is `completed` whenever it is on.
        self._supervisor.warmup.serves = state in (PathState.OPEN, PathState.ZYGOTE_STOPPED)
        self.on_change()

    def look(self) -> None:
        """Looks at every process, judges, and ends what stands still."""
        # First: whatever goes wrong here, the next look comes.
        self.start()
        now = time.monotonic()
        self._forget_if_overslept(now)
        self._looked = now
        zygote = self._supervisor.zygote_pid
        isolates = [slot.isolate.pid for slot in self._slots]
        self._stops.look(isolates if zygote is None else [zygote, *isolates], now)
        self.judge()
        self._end_stopped(now)

    def judge(self) -> None:
        """Draws the conclusion from what is known now."""
        now = time.monotonic()
        self._forget_if_overslept(now)
        self.transition(self._conclusion(now))

    def _forget_if_overslept(self, now: float) -> None:
        """What was seen before proves nothing of others where this very process was stopped, or starved."""
        if now - self._looked > LOOK_INTERVAL + OVERSLEPT:
            self._stops.forget()
            self._empty_since = None

    @property
    def is_in_use(self) -> bool:
        """Whether every slot runs a caller's job within its limits: a canary can prove nothing there."""
        return self._in_use() >= self._slots.size

    # --- judging ---------------------------------------------------------------------------------------------------

    def _conclusion(self, now: float) -> PathState:
        fault = self._of_zygote(now)
        if fault is None:
            return self._of_slots(now)
        # Once it is over, isolates have their time to come.
        self._empty_since = None
        return fault

    def _of_zygote(self, now: float) -> PathState | None:
        supervisor = self._supervisor
        if supervisor.has_given_up:
            return PathState.GIVEN_UP
        if supervisor.has_failed:
            return PathState.FAILED
        zygote = supervisor.zygote_pid
        if zygote is not None and self._stops.seconds(zygote, now):
            return PathState.ZYGOTE_STOPPED
        return None

    def _of_slots(self, now: float) -> PathState:
        slots = self._slots
        if not self._supervisor.warmed.done():
            return PathState.OPEN  # Nobody waits for an isolate yet, and nothing is proven.
        stopped = self._stopped_slots(now)
        there = sum(map(slots.count, _THERE)) - sum(slot.state in _THERE for slot in stopped)
        in_use = self._in_use()
        if there > 0 or (in_use and not slots.coming):
            self._empty_since = None
            return PathState.OPEN
        if len(stopped) >= slots.size:
            return PathState.ISOLATES_STOPPED
        if self._empty_since is None or self._came != slots.came:
            self._empty_since, self._came = now, slots.came
        is_starved = in_use > 0 and self._supervisor.is_warm
        patience = STARVED_AFTER if is_starved else STUCK_AFTER
        return PathState.NO_ISOLATE if now - self._empty_since >= patience else PathState.OPEN

    def _in_use(self) -> int:
        """How many slots run a caller's job, and do not stand still."""
        now = time.monotonic()
        return sum(
            slot.state is SlotState.RUNNING
            and slot.run is not None
            and not slot.run.is_canary
            and not self._stops.seconds(slot.isolate.pid, now)
            for slot in self._slots
        )

    # --- ending ----------------------------------------------------------------------------------------------------

    def _stopped_slots(self, now: float) -> list[Slot]:
        return [
            slot for slot in self._slots if not slot.is_over and self._stops.seconds(slot.isolate.pid, now)
        ]

    def _end_stopped(self, now: float) -> None:
        """Those that no caller's job is in: a run has its own limit, a rewind too."""
        for slot in self._stopped_slots(now):
            is_canarys = slot.run is not None and slot.run.is_canary
            if is_canarys or slot.state in (SlotState.STARTING, SlotState.READY, SlotState.IDLE):
                log.warning("isolate %d was stopped and is replaced", slot.isolate.pid)
                self._slots.kill(slot, "stopped")
        zygote = self._supervisor.zygote_pid
        if zygote is not None:
            self._supervisor.zygote_stands_still(self._stops.seconds(zygote, now))
