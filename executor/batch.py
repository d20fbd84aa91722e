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
from typing import TYPE_CHECKING

from executor.errors import Draining, ExecutorError
from executor.messages import Job
from executor.outcome import Outcome

if TYPE_CHECKING:
    from executor.handle import IsolateHandle
    from executor.pool import Pool, Run

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


class Batch:
    """Made by `Pool.open_batch`. All methods belong to the event loop's thread."""

    # How many inputs may be submitted and not yet answered before more make nothing faster.
    window = 2 * _AHEAD

    def __init__(self, pool: Pool, caller: str, deadline: float) -> None:
        self._pool = pool
        self._caller = caller
        self._deadline = deadline
        self._loop = asyncio.get_running_loop()
        self._waiting: deque[Run] = deque()
        # Its isolate is still to come.
        self._head: Run | None = None
        self._isolate: IsolateHandle | None = None
        # In the isolate's socket behind the run it is at.
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
        run = self._pool.new_run(job, execution_id, self._caller, self._deadline, self)
        if self._pool.draining:
            error = Draining(
                "the server is shutting down and takes no new work; send the rest to another replica"
            )
            run.future.set_exception(error)
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
        unfinished = [self._current, self._head, *(run for run, _ in self._sent), *self._waiting]
        self._waiting.clear()
        self._sent.clear()
        for run in unfinished:
            if run is not None and not run.future.done():
                run.future.cancel()
                self._pool.leave(run)
        self._pool.batch_closed(self)

    def unfinished(self) -> list[asyncio.Future[Outcome]]:
        """Of all that was submitted."""
        runs = [self._current, self._head, *(run for run, _ in self._sent), *self._waiting]
        return [run.future for run in runs if run is not None and not run.future.done()]

    # --- what the pool calls ---------------------------------------------------------------------------------------

    def started(self, run: Run, isolate: IsolateHandle) -> None:
        """The head has an isolate; the others can follow."""
        self._isolate, self._head, self._current = isolate, None, run
        self._turn_began = self._answered_since = time.monotonic()
        self._answered = 0
        self._send_ahead()

    def next_run(self) -> Run | None:
        """The isolate has answered and comes to this one. None: it has nothing more to do, and is no longer ours."""
        self._answered += 1
        if not self._sent and self._waiting:
            self._send_ahead()
        if not self._sent:
            self._isolate = self._current = None
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

    def lost(self, isolate: IsolateHandle) -> None:
        """The isolate is gone, or leaving: what it had not begun goes to the next."""
        if isolate is not self._isolate:
            return
        self._isolate = self._current = None
        self._waiting.extendleft(run for run, _ in reversed(self._sent))
        self._sent.clear()
        self._sent_bytes = 0
        self._send_ahead()

    # --- sending ---------------------------------------------------------------------------------------------------

    def _send_ahead(self) -> None:
        self._sending = False
        if self.is_closed:
            return
        if self._isolate is None:
            self._admit_head()
            return
        if not self._waiting:
            return
        now = time.monotonic()
        if now - self._turn_began >= _TURN and self._pool.is_needed(self._caller):
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
            self._isolate.send(b"".join(frames))

    def _admit_head(self) -> None:
        if self._head is not None or not self._waiting:
            return
        self._head = head = self._waiting.popleft()
        head.future.add_done_callback(lambda _: self._head_done(head))
        self._pool.admit(head, again=self._turn_began > 0)

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
