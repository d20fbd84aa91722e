"""Who may come in, who may wait and for how long; and what those who may not are told."""

from __future__ import annotations

import asyncio
import math
import time

from executor.errors import (
    DeadlineTooShort,
    Draining,
    ExecutorError,
    NotReady,
    Overloaded,
    QueueDisplaced,
    QueueFull,
    QueueTimeout,
)
from executor.pool.fair_queue import FairQueue
from executor.pool.pace import Pace
from executor.pool.run import Run
from executor.pool.supervisor import Supervisor
from executor.settings import Settings

# A job is refused for its caller's deadline only when the estimate of its wait is so many times longer: the mean is 18%
# off by chance alone, and the next jobs may be shorter than the last.
SURE = 2.0


class Admission:
    """The door and the queue behind it. Whoever takes a run out of `queue` says what became of it: `started`, `restore`
    or `is_over`.
    """

    def __init__(self, settings: Settings, supervisor: Supervisor, drain_began: asyncio.Event) -> None:
        self.queue: FairQueue[Run] = FairQueue(settings.queue)
        self._settings = settings
        self._supervisor = supervisor
        self._drain_began = drain_began
        self._pace = Pace()
        # Why readiness is off, where it is: who finds no place then is not to come again, but to go elsewhere.
        self.not_serving = ""

    def check_open(self) -> None:
        """Raises `Draining` and `NotReady`."""
        if self._drain_began.is_set():
            raise Draining(
                "the server is shutting down and takes no new work; send the call to another replica"
            )
        warmed = self._supervisor.warmed
        if not warmed.done() or warmed.cancelled():
            state = self._supervisor.warmup.shown.state.name
            raise NotReady(
                f"the server is not warm yet (warmup {state}); retry when its health is SERVING", warmup=state
            )

    # --- in --------------------------------------------------------------------------------------------------------

    def enqueue(self, run: Run) -> None:
        """Lets it wait. Raises `DeadlineTooShort` and `QueueFull`; may refuse another in its stead (`QueueDisplaced`)."""
        if run.is_canary:
            self.queue.push_urgent(run)
            return
        self._check_deadline(run)
        if run.is_resumed:
            self.queue.push_over(run.caller, run)
        else:
            self._push(run)
        delay = self._settings.queue_timeout
        run.timer = asyncio.get_running_loop().call_later(delay, self._queue_time_over, run)

    def _check_deadline(self, run: Run) -> None:
        """Refuses a job that would wait for nothing. Only those of its own caller count as before it: how many others
        will be is not known, so the estimate is at most too short.
        """
        if run.deadline == math.inf:
            return
        now = time.monotonic()
        wait = self._pace.wait(self.queue.waiting(run.caller), now) or 0.0
        left = max(0.0, run.deadline - now)
        if left > 0 and wait < SURE * left:
            return
        raise self._refusal(
            DeadlineTooShort(
                f"the caller's deadline is in {left:.3f} s, and the wait for an isolate would be about {wait:.3f} s; "
                "allow more time, or retry later",
                self._retry_delay(),
                time_left_seconds=f"{left:.3f}",
                estimated_wait_seconds=f"{wait:.3f}",
                queued=len(self.queue),
            )
        )

    def _push(self, run: Run) -> None:
        displaced = self.queue.push(run.caller, run)
        if displaced is run:
            isolates, limit = self._settings.isolates, self._settings.queue
            raise self._refusal(
                QueueFull(
                    f"no isolate is free ({isolates} in all) and the queue is full "
                    f"({len(self.queue)} of {limit}); retry later",
                    self._retry_delay(),
                    queued=len(self.queue),
                    queue_limit=limit,
                    isolates=isolates,
                )
            )
        if displaced is not None:
            self._displace(displaced)

    def _displace(self, run: Run) -> None:
        queued_of_caller = self.queue.waiting(run.caller) + 1
        error = QueueDisplaced(
            f"the queue is full ({self._settings.queue}), and this caller has the most jobs in it "
            f"({queued_of_caller}): another caller's took its place; retry later",
            self._retry_delay(),
            queued=len(self.queue),
            queued_of_caller=queued_of_caller,
            queue_limit=self._settings.queue,
        )
        run.refuse(self._refusal(error))

    # --- out -------------------------------------------------------------------------------------------------------

    def started(self, run: Run) -> None:
        """It has an isolate, and its caller holds one more."""
        run.stop_timer()
        if not run.is_canary:
            self.queue.started(run.caller)

    def handed_over(self, run: Run) -> None:
        """It came out of the queue for the isolate that it has."""
        self._pace.handed_over(run.started, more=bool(self.queue))

    def restore(self, run: Run) -> None:
        """Back to where it was: there was no isolate for it."""
        if run.is_canary:
            self.queue.push_urgent(run)
        else:
            self.queue.restore(run.caller, run)

    def is_over(self, run: Run) -> bool:
        """Whether one that came out of the queue is not to start: its caller has left, or will have had its answer for
        nothing, which ends it here.
        """
        if run.future.done():
            return True  # Cancelled in this very step of the loop; `withdraw` is on its way.
        if time.monotonic() < run.deadline:
            return False
        # gRPC will say so too, in a step of its own; until then this would take an isolate for nobody.
        error = DeadlineTooShort(
            "the caller's deadline passed while the job waited; allow more time, or retry later",
            self._retry_delay(),
            queued=len(self.queue),
        )
        run.refuse(self._refusal(error))
        return True

    def withdraw(self, run: Run) -> bool:
        """Its caller has left. False where it does not wait."""
        if not self.queue.remove(run.caller, run):
            return False
        if not self.queue:
            self._pace.emptied()
        return True

    def _queue_time_over(self, run: Run) -> None:
        self.withdraw(run)
        limit, isolates = self._settings.queue_timeout, self._settings.isolates
        error = QueueTimeout(
            f"no isolate became free within the queue time of {limit:g} s "
            f"({isolates} isolates, {len(self.queue)} calls still queued); retry later",
            self._retry_delay(),
            queue_timeout_seconds=limit,
            queued=len(self.queue),
            isolates=isolates,
        )
        run.refuse(self._refusal(error))

    def close(self) -> None:
        """Ends all that wait, as `Draining`."""
        while run := self.queue.pop():
            run.refuse(Draining("the server stopped before the script could start"))

    def _refusal(self, error: Overloaded) -> ExecutorError:
        """What the caller is told. While readiness is off it is no overload that passes: another replica can do better."""
        if not self.not_serving:
            return error
        if self._drain_began.is_set() or self.not_serving == "draining":
            return Draining(f"the server is shutting down ({error}); send the call to another replica")
        return NotReady(
            f"the server cannot run scripts now: {self.not_serving} ({error}); send the call to another replica, or "
            "retry when its health is SERVING",
            warmup=self._supervisor.warmup.shown.state.name,
            **error.metadata,
        )

    def _retry_delay(self) -> float:
        return self._pace.retry_delay(len(self.queue), time.monotonic())
