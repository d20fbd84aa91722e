"""One code block over many inputs: the pool's side of a batch.

A batch has one isolate at a time. Its jobs are sent ahead, into the isolate's socket, so that the isolate never waits for
a round trip; the clock of each starts when the one before it has been answered. An isolate that is killed takes down
the run it is at and nothing else: those behind it surely did not start, and go on in the next isolate, in order.

Between two inputs the isolate is kept (affinity.py) and may be taken away where its slot is needed. A batch that always
has more inputs has turns: where somebody waits whose turn it is, it gives its isolate up after `_TURN` and what was sent
ahead, which is why that is measured in time, too. It goes on in its next isolate, which the queue gives it as to any
other.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from typing import Protocol

from executor.errors import Draining, ExecutorError
from executor.outcome import Outcome
from executor.pool.owner import BY_CALLER, Owner
from executor.pool.run import Run
from executor.pool.slot import Slot
from executor.wire.jobs import Job

# Runs sent ahead: what an isolate does in the time that this process may need to come round to it again. No more than it
# does in so many seconds, by its own pace so far, because whoever waits for its slot waits for all of them.
_AHEAD = 64
_AHEAD_SECONDS = 0.02
# Before its pace is known.
_FIRST_AHEAD = 4
# Bytes of frames sent ahead. What a socket does not take waits in this process.
_AHEAD_BYTES = 256 * 1024
# Seconds that a batch keeps its isolate, though others wait: forty times what its next one costs.
_TURN = 0.1


class Supply(Protocol):
    """Where the isolates of a batch come from."""

    @property
    def draining(self) -> bool:
        """Nothing new is taken any more."""

    def admit_next(self, run: Run, *, again: bool) -> None:
        """Asks for an isolate, which comes with `Batch.started`; a refusal is the future's exception. `again` is for a
        batch that had an isolate: it waits like the others, but finds the queue never full.
        """

    def leave(self, run: Run) -> None:
        """Nobody waits for the run any more: its place in the queue, or its isolate, goes."""

    def is_needed(self, caller: str) -> bool:
        """Whether a batch of this caller, which holds an isolate, should give it to who waits: a call of its own, or a
        caller's who holds fewer.
        """

    def batch_closed(self, batch: Batch) -> None:
        """The batch needs no isolate any more."""


class Batch:
    """Made by `Pool.open_batch`. All methods belong to the event loop's thread. `deadline` is by `time.monotonic()`."""

    # How many inputs may be submitted and not yet answered before more make nothing faster.
    window = 2 * _AHEAD

    def __init__(
        self,
        supply: Supply,
        caller: str,
        deadline: float,
        *,
        owner: Owner = BY_CALLER,
        own_process: bool = False,
    ) -> None:
        self._supply = supply
        self.caller = caller
        self._owner = owner
        self._own_process = own_process
        self._deadline = deadline
        self._loop = asyncio.get_running_loop()
        self._waiting: deque[Run] = deque()
        # Its isolate is still to come.
        self._head: Run | None = None
        self._slot: Slot | None = None
        # In its isolate's socket behind the run it is at.
        self._sent: deque[tuple[Run, int]] = deque()
        self._sent_bytes = 0
        self._current: Run | None = None
        self._sending = False
        self._ahead = _FIRST_AHEAD
        self._answered = 0
        self._answered_since = 0.0
        self._turn_began = 0.0
        self.is_closed = False

    def submit(self, job: Job, execution_id: str) -> asyncio.Future[Outcome]:
        """Runs the code with one more input, after those before it. `job.keep` must be set.

        The future ends as `Pool.execute` does, with an outcome or a refusal; after a refusal none of those behind it
        runs.
        """
        run = Run(
            job=job,
            future=self._loop.create_future(),
            execution_id=execution_id,
            caller=self.caller,
            owner=self._owner,
            own_process=self._own_process,
            deadline=self._deadline,
            purpose=self,
        )
        if self._supply.draining:
            run.refuse(
                Draining(
                    "the server is shutting down and takes no new work; send the rest to another replica"
                )
            )
            return run.future
        self._waiting.append(run)
        if not self._sending:
            # In one step of the loop, however many are submitted in this one.
            self._sending = True
            self._loop.call_soon(self._send_ahead)
        return run.future

    def close(self) -> None:
        """Gives the isolate back. What still runs is killed, what waits is cancelled. Safe to call twice."""
        if self.is_closed:
            return
        self.is_closed = True
        unfinished = self._unfinished()
        self._waiting.clear()
        self._sent.clear()
        for run in unfinished:
            run.future.cancel()
            self._supply.leave(run)
        self._supply.batch_closed(self)

    def unfinished(self) -> list[asyncio.Future[Outcome]]:
        """Of all that was submitted."""
        return [run.future for run in self._unfinished()]

    def _unfinished(self) -> list[Run]:
        runs = [self._current, self._head, *(run for run, _ in self._sent), *self._waiting]
        return [run for run in runs if run is not None and not run.future.done()]

    # --- what the pool calls ---------------------------------------------------------------------------------------

    def started(self, run: Run, slot: Slot) -> None:
        """The head has an isolate; the others can follow."""
        self._slot, self._head, self._current = slot, None, run
        self._turn_began = self._answered_since = time.monotonic()
        self._answered = 0
        self._send_ahead()

    def next_run(self) -> Run | None:
        """The isolate has answered and comes to this one. None: it has nothing more to do, and is no longer ours."""
        self._answered += 1
        if not self._sent and self._waiting:
            self._send_ahead()
        if not self._sent:
            self._slot = self._current = None
            # What came in this very moment, or gives way to others, begins as a new head.
            if self._waiting and not self._sending:
                self._sending = True
                self._loop.call_soon(self._send_ahead)
            return None
        run, size = self._sent.popleft()
        self._sent_bytes -= size
        self._current = run
        # Not one by one: each send is a system call.
        if self._waiting and len(self._sent) <= self._ahead // 2 and not self._sending:
            self._sending = True
            self._loop.call_soon(self._send_ahead)
        return run

    def lost(self, slot: Slot) -> None:
        """The isolate is gone, or leaving: what it had not begun goes to the next."""
        if slot is not self._slot:
            return  # Kept for this batch, which had nothing for it.
        self._slot = self._current = None
        self._waiting.extendleft(run for run, _ in reversed(self._sent))
        self._sent.clear()
        self._sent_bytes = 0
        self._send_ahead()

    # --- sending ---------------------------------------------------------------------------------------------------

    def _send_ahead(self) -> None:
        self._sending = False
        if self.is_closed:
            return
        if self._slot is None:
            self._admit_head()
            return
        if not self._waiting:
            return
        now = time.monotonic()
        if now - self._turn_began >= _TURN and self._supply.is_needed(self.caller):
            return
        if self._answered:
            pace = (now - self._answered_since) / self._answered
            self._ahead = max(1, min(_AHEAD, int(_AHEAD_SECONDS / max(pace, 1e-6))))
            self._answered, self._answered_since = 0, now
        frames = []
        while self._waiting and len(self._sent) < self._ahead and self._sent_bytes < _AHEAD_BYTES:
            run = self._waiting.popleft()
            run.sent = now
            frame = run.job.encode(again=True)
            frames.append(frame)
            self._sent.append((run, len(frame)))
            self._sent_bytes += len(frame)
        if frames:
            self._slot.send(b"".join(frames))

    def _admit_head(self) -> None:
        if self._head is not None or not self._waiting:
            return
        self._head = head = self._waiting.popleft()
        head.future.add_done_callback(lambda _: self._head_done(head))
        self._supply.admit_next(head, again=self._turn_began > 0)

    def _head_done(self, head: Run) -> None:
        if self._head is not head:
            return
        # It never came to an isolate.
        self._head = None
        error = None if head.future.cancelled() else head.future.exception()
        if isinstance(error, ExecutorError):
            for run in self._waiting:
                if not run.future.done():
                    run.future.set_exception(error)
            self._waiting.clear()
