"""Theory of operation.

The pool owns N slots. A slot holds one isolate at a time: forked ahead of demand, handed one job, killed after its
answer, replaced. Four kinds of process take part:

    server (this one)   decides everything; the isolates are its own children
      ├─ zygote         forks when asked, over a SEQPACKET control socket (generation.py); one per generation
      └─ isolate × N    each with a stream socket to the server alone (handle.py)

A call goes: `execute` → a READY isolate, or the queue → RUNNING → its answer → outcome. Whoever becomes READY first
takes the job whose turn it is (fair_queue.py), in the same event-loop step, so no isolate is ever promised to a caller
who has left.

Callers share the isolates as they share the queue. Where several send jobs, a caller who holds its share of the isolates
leaves the last few READY (`SPARE`) to those who hold less: one that floods cannot make another wait, not even for the
end of a job. A caller alone has them all, and two floods have half each.

Time belongs to the server. A job's limit is kept twice: inside the isolate by a timer signal (a good answer, with the
console so far), and here by a SIGKILL `kill_grace` later, for loops that never let the signal in. A queued job has
the queue time, a STARTING isolate `START_TIMEOUT`, a fork request `FORK_TIMEOUT`: whatever should happen next has a
deadline, so nothing waits for a process that is stopped or stuck. CPU time is kept in the same two places, by a
profiling timer inside and by looking at the isolate's CPU clock from here. Where the server itself was stopped, what
lies in the sockets is heard before anything is killed for being late.

Who kills whom: the server kills isolates (after the answer, at the deadline, when the caller leaves, when one says
something no correct isolate says) and a zygote that does not answer. The kernel kills the zygote and every isolate
when the server dies. A zygote's death kills nobody: its isolates are not its children; idle ones are still pristine
and serve on while the next generation warms up, and the queue waits for it.

Some isolates are kept after their answer: for an affinity, where operator and caller chose that (affinity.py), and for
the next input of a batch (batch.py). Kept, an isolate is IDLE; only what it was kept for starts in it. It is the first to
go where a job waits and no isolate is READY, and no failure of any machinery is survived: a kill, a crash, a full heap
end it as they end any other.

HTTP requests of a script go through the egress broker (egress.py), which is part of this process. They end with the run,
whatever ended it.

Zygotes, their warmup, retries and giving up are the supervisor's (supervisor.py); the pool only wishes for isolates.
"""

from __future__ import annotations

import asyncio
import logging
import math
import signal
import time
from collections import Counter, deque
from collections.abc import Hashable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from executor.affinity import Affinity, IdleIsolates
from executor.batch import Batch
from executor.config import Settings
from executor.errors import (
    DeadlineTooShort,
    Draining,
    ExecutorError,
    InvalidJob,
    NotReady,
    QueueDisplaced,
    QueueFull,
    QueueTimeout,
)
from executor.fair_queue import FairQueue
from executor.generation import NewIsolate
from executor.handle import Exit, IsolateHandle, IsolateState
from executor.logs import fields
from executor.messages import (
    Abort,
    Cost,
    Failure,
    Fault,
    Fetch,
    Job,
    ProtocolError,
    Ready,
    Rejected,
    Report,
    Result,
    TornFrame,
    payload_limits,
)
from executor.outcome import ConsoleMessage, ErrorKind, Outcome, ScriptError, Usage
from executor.pace import Pace
from executor.supervisor import Supervisor

if TYPE_CHECKING:
    from executor.egress import Broker, Requests
    from executor.tracing import Trace

log = logging.getLogger(__name__)

# Seconds from fork to READY; measured at 2 ms, so this is only for a process that is stopped or starved.
START_TIMEOUT = 10.0
# Seconds that a SIGKILL may take to show before the caller is answered without the kernel's figures.
REAP_TIMEOUT = 1.0
# Seconds that a deadline's timer may be late (a busy loop: a few milliseconds) before this process has slept, and that
# an isolate then gets to be read.
OVERSLEPT = 0.05
LATE_GRACE = 1.0

# Characters of an isolate's traceback that reach the log.
FAULT_TEXT = 4096

# One isolate in so many, or a part of so many, stays READY for callers who hold less than their share. Pools of fewer
# than the second number have none to spare.
SPARE = 16
MIN_ISOLATES_TO_SPARE = 8
# Seconds after which a caller who sent nothing is no longer one of several.
SEVERAL_FOR = 60.0
# A job is refused for its caller's deadline only when the estimate of its wait is so many times longer: the mean is 18%
# off by chance alone, and the next jobs may be shorter than the last.
SURE = 2.0

OVERLOAD_REASONS = tuple(kind.reason for kind in (QueueFull, QueueDisplaced, QueueTimeout, DeadlineTooShort))
REFUSAL_REASONS = (*OVERLOAD_REASONS, NotReady.reason, Draining.reason)
# Why an idle isolate was not kept any longer.
EVICTION_REASONS = ("needed", "too_many", "uses", "idle", "closed")
KILL_REASONS = ("timeout", "cpu", "cancelled", "protocol", "start", "drain")


@dataclass(slots=True)
class Slot:
    """A place for one isolate; empty while its next isolate is being forked."""

    isolate: IsolateHandle | None = None


@dataclass(eq=False, slots=True)
class Run:
    """One admitted job until its outcome."""

    job: Job
    future: asyncio.Future[Outcome]
    execution_id: str
    is_canary: bool
    caller: str = ""
    # By `time.monotonic()`: when the caller will have given up.
    deadline: float = math.inf
    # What its isolate is kept for: an affinity, a batch, or nothing.
    purpose: Hashable | None = None
    # The next of a batch that has begun.
    is_resumed: bool = False
    admitted: float = field(default_factory=time.monotonic)
    started: float = 0.0
    # Before it was sent: it may have begun before this process knew, above all behind another run.
    sent: float = 0.0
    console: list[ConsoleMessage] = field(default_factory=list)
    console_bytes: int = 0
    console_truncated: bool = False
    kill_reason: str = ""
    isolate: IsolateHandle | None = None
    timer: asyncio.TimerHandle | None = None
    # Of earlier runs in its isolate, in seconds.
    cpu_before: float = 0.0
    # With the first request that the script sends.
    requests: Requests | None = None
    trace: Trace | None = None


@dataclass(frozen=True, slots=True)
class PoolStats:
    """Counts for metrics and status pages, since the server's start. `executions` and `succeeded` leave canaries out."""

    slots: int
    isolates: dict[str, int]
    queued: int
    queue_limit: int
    running: int
    executions: int
    succeeded: int
    reused: int
    evictions: dict[str, int]
    forks: int
    spawn_failures: int
    kills: dict[str, int]
    refusals: dict[str, int]
    generations: int


class Pool:
    """Runs jobs in never-used isolates. All methods belong to the event loop's thread, which must be the main one."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.draining = False
        # Set when `draining` is, for those who have to tell an idle caller.
        self.drain_began = asyncio.Event()
        self._supervisor = Supervisor(
            settings, self._forked, lambda: {isolate.pid for isolate in self._slot_of}
        )
        self.warmup = self._supervisor.warmup
        self.warmed = self._supervisor.warmed
        self.failure = self._supervisor.failure
        self._slots = [Slot() for _ in range(settings.isolates)]
        self._vacant = deque(self._slots)
        self._slot_of: dict[IsolateHandle, Slot] = {}
        self._run_of: dict[IsolateHandle, Run] = {}
        self._starting: dict[IsolateHandle, asyncio.TimerHandle] = {}
        self._ready: deque[IsolateHandle] = deque()
        self._idle = IdleIsolates()
        self._idle_timer: asyncio.TimerHandle | None = None
        self._evictions: Counter[str] = Counter()
        self._reused = 0
        self._batches: set[Batch] = set()
        self._batch_of: dict[IsolateHandle, Batch] = {}
        self._queue: FairQueue[Run] = FairQueue(settings.queue)
        self._pace = Pace()
        self._spare = (
            math.ceil(settings.isolates / SPARE) if settings.isolates >= MIN_ISOLATES_TO_SPARE else 0
        )
        self._last_caller: str | None = None
        self._several_until = -math.inf
        self._refusals: Counter[str] = Counter()
        self._payload_limits = payload_limits(
            settings.max_result_bytes, settings.max_console_bytes, settings.egress_max_request_bytes
        )
        self._kills: Counter[str] = Counter()
        self._executions = 0
        self._succeeded = 0
        self._closed = False
        self._empty = asyncio.Event()

    @cached_property
    def broker(self) -> Broker:
        """What sends HTTP requests. Raises `UnusableFile` when first asked for."""
        from executor.egress import Broker  # noqa: PLC0415 - 100 ms, in which the zygote warms up already

        return Broker(self.settings)

    def start(self) -> None:
        """Spawns the first generation. `warmed` resolves when jobs can run, `failure` when the pool has given up."""
        self._supervisor.request_fork(len(self._slots))
        self._supervisor.start()

    # --- admission -------------------------------------------------------------------------------------------------

    async def execute(
        self,
        job: Job,
        *,
        execution_id: str = "",
        caller: str = "",
        time_left: float | None = None,
        is_canary: bool = False,
        affinity: Affinity | None = None,
        trace: Trace | None = None,
    ) -> Outcome:
        """Runs one job; its end, whatever it is, is the outcome.

        `caller` is whose share of the isolates and of the queue it takes; `time_left` is in how many seconds the caller
        gives up, None for never. Raises `NotReady`, `Draining`, `QueueFull`, `QueueDisplaced`, `QueueTimeout`,
        `DeadlineTooShort` (the script did not start) and `InvalidJob` (the input is not JSON). Cancelling the call
        kills the isolate at once. A canary jumps the queue and its bound. With an `affinity`, and `job.keep`, the isolate may
        be one that served the same before.
        """
        run = Run(job, asyncio.get_running_loop().create_future(), execution_id, is_canary, caller)
        run.purpose, run.trace = affinity, trace
        if time_left is not None:
            run.deadline = run.admitted + time_left
        try:
            self._admit(run)
            return await run.future
        except ExecutorError as error:
            if not is_canary:
                self._refusals[error.reason] += 1
            raise
        finally:
            self.leave(run)

    def open_batch(self, *, caller: str = "", time_left: float | None = None) -> Batch:
        """A batch of this caller, who gives up in `time_left` seconds (None for never). It must be closed."""
        deadline = math.inf if time_left is None else time.monotonic() + time_left
        batch = Batch(self, caller, deadline)
        self._batches.add(batch)
        return batch

    def batch_closed(self, batch: Batch) -> None:
        """The batch needs no isolate any more."""
        self._batches.discard(batch)
        isolate = self._idle.take(batch)
        if isolate is not None:
            self._evict(isolate, "closed")

    def new_run(self, job: Job, execution_id: str, caller: str, deadline: float, batch: Batch) -> Run:
        """One input of a batch."""
        future: asyncio.Future[Outcome] = asyncio.get_running_loop().create_future()
        return Run(job, future, execution_id, False, caller, deadline, batch)

    def is_needed(self, caller: str) -> bool:
        """Whether a batch of this caller, which holds an isolate, should give it to who waits: a call of its own, or a
        caller's who holds fewer.
        """
        waiting = self._queue.peek()
        if waiting is None or self._ready or len(self._queue) <= len(self._starting) + len(self._vacant):
            return False
        held = self._queue.held
        return waiting.is_canary or waiting.caller == caller or held(waiting.caller) < held(caller)

    def admit(self, run: Run, *, again: bool) -> None:
        """As `execute`, for a batch: a refusal is the future's exception. `again` is for one that had an isolate: it waits
        like the others, but finds the queue never full.
        """
        run.is_resumed = again
        try:
            self._admit(run)
        except ExecutorError as error:
            self._refusals[error.reason] += 1
            _set_exception(run, error)

    def _admit(self, run: Run) -> None:
        if self.draining:
            raise Draining(
                "the server is shutting down and takes no new work; send the call to another replica"
            )
        if not self.warmed.done() or self.warmed.cancelled():
            state = self.warmup.state.name
            raise NotReady(
                f"the server is not warm yet (warmup {state}); retry when its health is SERVING", warmup=state
            )
        if not run.is_canary and run.caller != self._last_caller:
            if self._last_caller is not None:
                self._several_until = run.admitted + SEVERAL_FOR
            self._last_caller = run.caller
        if not (self._may_start(run) and self._start_somewhere(run)):
            self._enqueue(run)
            self._make_place()

    def _may_start(self, run: Run) -> bool:
        """Whether a ready isolate, if there is one, is for this run now."""
        if self._queue:
            # Whoever still waits behind a ready isolate then holds its share: nobody with a better claim is overtaken.
            self._hand_out()
        if self._idle.has(run.purpose):
            return True
        return bool(self._ready) and (run.is_canary or self._queue.held(run.caller) < self._most_held())

    def _most_held(self) -> int:
        """Callers who hold this many isolates are not given one of those that are ready now.

        The last ones are for callers below an even share. Where only one holds any, the other is still to come.
        """
        slots = len(self._slots)
        if len(self._ready) > self._spare or time.monotonic() >= self._several_until:
            return slots + 1
        return max(1, slots // max(2, self._queue.holders))

    def _enqueue(self, run: Run) -> None:
        if run.is_canary:
            self._queue.push_urgent(run)
            return
        self._check_deadline(run)
        displaced = None
        if run.is_resumed:
            self._queue.push_over(run.caller, run)
        else:
            displaced = self._queue.push(run.caller, run)
        if displaced is run:
            raise QueueFull(
                f"no isolate is free ({len(self._slots)} in all) and the queue is full "
                f"({len(self._queue)} of {self.settings.queue}); retry later",
                self._retry_delay(),
                queued=len(self._queue),
                queue_limit=self.settings.queue,
                isolates=len(self._slots),
            )
        if displaced is not None:
            self._displace(displaced)
        run.timer = asyncio.get_running_loop().call_later(
            self.settings.queue_timeout, self._queue_time_over, run
        )

    def _check_deadline(self, run: Run) -> None:
        """Refuses a job that would wait for nothing. Only those of its own caller count as before it: how many others
        will be is not known, so the estimate is at most too short.
        """
        if run.deadline == math.inf:
            return
        now = time.monotonic()
        wait = self._pace.wait(self._queue.waiting(run.caller), now) or 0.0
        left = max(0.0, run.deadline - now)
        if left > 0 and wait < SURE * left:
            return
        raise DeadlineTooShort(
            f"the caller's deadline is in {left:.3f} s, and the wait for an isolate would be about {wait:.3f} s; "
            "allow more time, or retry later",
            self._retry_delay(),
            time_left_seconds=f"{left:.3f}",
            estimated_wait_seconds=f"{wait:.3f}",
            queued=len(self._queue),
        )

    def _displace(self, run: Run) -> None:
        error = QueueDisplaced(
            f"the queue is full ({self.settings.queue}), and this caller has the most jobs in it "
            f"({self._queue.waiting(run.caller) + 1}): another caller's took its place; retry later",
            self._retry_delay(),
            queued=len(self._queue),
            queued_of_caller=self._queue.waiting(run.caller) + 1,
            queue_limit=self.settings.queue,
        )
        _set_exception(run, error)

    def _queue_time_over(self, run: Run) -> None:
        if self._queue.remove(run.caller, run) and not self._queue:
            self._pace.emptied()
        limit = self.settings.queue_timeout
        error = QueueTimeout(
            f"no isolate became free within the queue time of {limit:g} s "
            f"({len(self._slots)} isolates, {len(self._queue)} calls still queued); retry later",
            self._retry_delay(),
            queue_timeout_seconds=limit,
            queued=len(self._queue),
            isolates=len(self._slots),
        )
        _set_exception(run, error)

    def _retry_delay(self) -> float:
        return self._pace.retry_delay(len(self._queue), time.monotonic())

    def leave(self, run: Run) -> None:
        """The call is over; where its caller left early, so are its place in the queue and its isolate."""
        _stop_timer(run)
        if run.future.cancelled():
            if run.isolate is not None:
                self._kill(run.isolate, "cancelled")
            elif self._queue.remove(run.caller, run) and not self._queue:
                self._pace.emptied()

    # --- hand-over -------------------------------------------------------------------------------------------------

    def _start_somewhere(self, run: Run) -> bool:
        while (isolate := self._idle.take(run.purpose)) is not None:
            if self._start(run, isolate):
                self._reused += 1
                return True
        while self._ready:
            if self._start(run, self._ready.popleft()):
                return True
        return False

    def _start(self, run: Run, isolate: IsolateHandle) -> bool:
        """Hands the job over. False when the isolate was dead already, which `_exited` will clean up."""
        run.sent = time.monotonic()
        if not isolate.hand_over(run.job.encode(again=isolate.uses > 0)):
            return False
        if run.timer is not None:
            run.timer.cancel()
        if not run.is_canary:
            self._queue.started(run.caller)
        self._begin(run, isolate)
        if isinstance(run.purpose, Batch):
            self._batch_of[isolate] = run.purpose
            run.purpose.started(run, isolate)
        return True

    def _begin(self, run: Run, isolate: IsolateHandle) -> None:
        """The isolate comes to this run: its time counts from here."""
        isolate.uses += 1
        if isolate.uses > 1:
            run.cpu_before = isolate.cpu_seconds()
        run.started = time.monotonic()
        run.isolate = isolate
        self._run_of[isolate] = run
        self._watch(isolate, run.started + self._patience(run))

    def _patience(self, run: Run) -> float:
        """Seconds after which its isolate has to be looked at: no run can be over its CPU time before."""
        return min(run.job.timeout, run.job.cpu_limit) + self.settings.kill_grace

    def _watch(self, isolate: IsolateHandle, due: float) -> None:
        """Looks at the isolate then (by `time.monotonic()`), or before. One timer for an isolate, not one for a run: most runs
        in an isolate that is kept never touch it (57 µs of the pool's time for a call with an affinity, and 64 before).
        """
        if isolate.timer is not None:
            if isolate.watched_at <= due:
                return
            isolate.timer.cancel()
        isolate.watched_at = due
        delay = max(0.0, due - time.monotonic())
        isolate.timer = asyncio.get_running_loop().call_later(delay, self._look, isolate)

    def _look(self, isolate: IsolateHandle) -> None:
        """Kills an isolate whose run is over its time or CPU time; looks again when, at the earliest, it could be."""
        isolate.timer = None
        run = self._run_of.get(isolate)
        if run is None or isolate.state is not IsolateState.RUNNING:
            return
        grace = self.settings.kill_grace
        now = time.monotonic()
        left = run.started + run.job.timeout + grace - now
        # A timer may fire a hair early.
        if left <= 0.001:
            self._time_over(run, isolate, run.job.timeout + grace)
            return
        patience = run.started + self._patience(run) - now
        if patience <= 0.001:
            cpu_left = run.job.cpu_limit + grace - (isolate.cpu_seconds() - run.cpu_before)
            if cpu_left <= 0:
                self._kill(isolate, "cpu")
                return
            # Not in smaller steps than a hundredth: the last of them would be very many.
            patience = max(cpu_left, 0.01)
        self._watch(isolate, now + min(left, patience))

    def _time_over(self, run: Run, isolate: IsolateHandle, delay: float) -> None:
        """The kill at the deadline, unless the answer lies in the socket.

        Where this process itself has slept over the deadline (it was stopped, or starved), the isolate gets a moment
        more: it may have been waiting to be read, and a large answer is read in many steps.
        """
        isolate.hear()
        if self._run_of.get(isolate) is not run:
            return  # Answered just now, and the isolate kept for another run.
        if time.monotonic() - run.started > delay + OVERSLEPT and not run.future.done():
            run.timer = asyncio.get_running_loop().call_later(LATE_GRACE, self._kill_late, run, isolate)
        else:
            self._kill(isolate, "timeout")

    def _kill_late(self, run: Run, isolate: IsolateHandle) -> None:
        if self._run_of.get(isolate) is run:
            self._kill(isolate, "timeout")

    def _hand_out(self) -> None:
        """Ready isolates, and idle ones for which they were kept, to those who wait, in their turn, until one of the two
        has no more.
        """
        while self._ready or self._is_idle_for_next():
            run = self._queue.pop(below=self._most_held())
            if run is None:
                return
            if run.future.done():
                continue  # Cancelled in this very step of the loop; `_leave` is on its way.
            if time.monotonic() >= run.deadline:
                # gRPC will say so too, in a step of its own; until then this would take an isolate for nobody.
                _set_exception(run, self._too_late())
                continue
            if self._start_somewhere(run):
                self._pace.handed_over(run.started, more=bool(self._queue))
            elif run.is_canary:
                self._queue.push_urgent(run)
            else:
                self._queue.restore(run.caller, run)

    def _is_idle_for_next(self) -> bool:
        if not self._idle:
            return False
        run = self._queue.peek(below=self._most_held())
        return run is not None and self._idle.has(run.purpose)

    def _make_place(self) -> None:
        """Ends idle isolates where jobs wait for their slots."""
        coming = len(self._starting) + len(self._vacant)
        while not self._ready and len(self._queue) > coming and (isolate := self._idle.oldest()) is not None:
            self._evict(isolate, "needed")
            coming += 1

    def _too_late(self) -> DeadlineTooShort:
        return DeadlineTooShort(
            "the caller's deadline passed while the job waited; allow more time, or retry later",
            self._retry_delay(),
            queued=len(self._queue),
        )

    def _take_back(self, isolate: IsolateHandle) -> Run | None:
        """The isolate's job is over: its run, if it had one, holds it no longer."""
        run = self._run_of.pop(isolate, None)
        if run is not None and run.requests is not None:
            run.requests.end()
        if run is not None and not run.is_canary:
            self._queue.ended(run.caller)
            if self._ready:
                # Spare ones, which the caller could not have as long as it held this one.
                self._hand_out()
        return run

    # --- what isolates say -----------------------------------------------------------------------------------------

    def _reported(self, isolate: IsolateHandle, report: Report) -> None:
        run = self._run_of.get(isolate)
        match report:
            case Ready() if isolate.state is IsolateState.STARTING:
                self._starting.pop(isolate).cancel()
                isolate.transition(IsolateState.READY)
                self._supervisor.isolate_ready()
                self._ready.append(isolate)
                self._hand_out()
            case ConsoleMessage() if run is not None:
                self._print(run, report)
            case Fetch() if run is not None:
                self._fetch(run, isolate, report)
            case Abort() if run is not None and run.requests is not None:
                run.requests.abort(report.number)
            case Result() if run is not None:
                self._resulted(run, report)
            case Failure() if run is not None:
                self._answer(run, None, report.error, report.cost)
            case Rejected() if run is not None:
                message = (
                    f"input_json is not JSON: {report.message}; send JSON text, or leave it empty for null"
                )
                _set_exception(run, InvalidJob("INPUT_NOT_JSON", message))
                self._release(isolate, run)
            case Fault():
                # A bug of ours, or an isolate that pretends one: once, on one line, and no more of it.
                log.error("isolate fault: %s", " | ".join(report.text[:FAULT_TEXT].splitlines()))
                self._kill(isolate, "protocol")
            case _:
                raise ProtocolError(f"{type(report).__name__} from an isolate that is {isolate.state.name}")

    def _print(self, run: Run, message: ConsoleMessage) -> None:
        # The isolate keeps these limits; one that does not is broken in to.
        run.console_bytes += len(message.text.encode())
        over = (
            len(run.console) >= run.job.max_console_messages or run.console_bytes > run.job.max_console_bytes
        )
        if over:
            raise ProtocolError("console output over its limits")
        run.console.append(message)

    def _fetch(self, run: Run, isolate: IsolateHandle, fetch: Fetch) -> None:
        if run.requests is None:
            from executor.egress import Requests  # noqa: PLC0415 - the broker is there, so this is

            run.requests = Requests(
                self.broker, run.execution_id, isolate.send, lambda: isolate.unsent_bytes, run.trace
            )
        run.requests.start(fetch)

    def _resulted(self, run: Run, result: Result) -> None:
        if len(result.result_json) > run.job.max_result_bytes:
            raise ProtocolError("a result over its limit")
        self._answer(run, result.result_json, None, result.cost)

    def _answer(self, run: Run, result: bytes | None, error: ScriptError | None, cost: Cost) -> None:
        self._end(
            run, Outcome(result, error, tuple(run.console), cost.console_truncated, self._usage(run, cost))
        )
        if run.isolate is not None:
            self._release(run.isolate, run, cost)

    def _end(self, run: Run, outcome: Outcome) -> None:
        if not run.future.done():
            run.future.set_result(outcome)
            if not run.is_canary:
                self._executions += 1
                self._succeeded += outcome.error is None

    def _usage(self, run: Run, cost: Cost | None = None, end: Exit | None = None) -> Usage:
        """From the isolate's own figures, or from the kernel's where it could not answer."""
        now = time.monotonic()
        total = now - run.admitted
        # No more than the time we saw pass: an isolate must not bend the metrics of all.
        passed = now - run.sent
        duration = min(cost.run_ns / 1e9, passed) if cost else now - run.started
        return Usage(
            queue=min(run.started - run.admitted, total - duration),
            run=duration,
            cpu=min(cost.cpu_ns / 1e9, passed) if cost else (end.cpu - run.cpu_before if end else 0.0),
            total=total,
            peak_memory_bytes=cost.peak_memory_bytes if cost else (end.peak_memory_bytes if end else 0),
            fetch_count=run.requests.count if run.requests is not None else 0,
        )

    # --- ends and replacements -------------------------------------------------------------------------------------

    def _kill(self, isolate: IsolateHandle, reason: str) -> None:
        """Ends an isolate before its time. Its caller is answered when the kernel reports what it used."""
        if isolate.state in (IsolateState.ENDING, IsolateState.DEAD):
            return
        self._kills[reason] += 1
        run = self._run_of.get(isolate)
        if run is not None:
            run.kill_reason = reason
            extra = fields(execution_id=run.execution_id, reason=reason, isolate=isolate.pid)
            log.info(
                "execution %s: isolate %d killed (%s)", run.execution_id, isolate.pid, reason, extra=extra
            )
        self._vacate(isolate)

    def _release(self, isolate: IsolateHandle, run: Run, cost: Cost | None = None) -> None:
        """The isolate has answered: it goes on with its batch, is kept, or is no longer anybody's."""
        if not run.job.keep or (cost is not None and cost.is_last):
            self._take_back(isolate)
            # Its caller's task is due before: the answer leaves first, and the kill and the next fork do not hold it up.
            # At low load half of all calls take 2.3 ms so, and 3.2 otherwise (an echo 1.4; in turns, 2026-11).
            isolate.mute()
            asyncio.get_running_loop().call_soon(self._vacate, isolate)
        elif isinstance(run.purpose, Batch) and (following := run.purpose.next_run()) is not None:
            _stop_timer(run)
            if run.requests is not None:
                run.requests.end()
            self._begin(following, isolate)
        else:
            self._keep(isolate, run)

    def _keep(self, isolate: IsolateHandle, run: Run) -> None:
        _stop_timer(run)
        isolate.transition(IsolateState.IDLE)
        settings = self.settings
        if isinstance(run.purpose, Affinity) and isolate.uses >= settings.affinity_max_uses:
            self._take_back(isolate)
            self._evict(isolate, "uses")
        else:
            self._idle.add(isolate, run.purpose, time.monotonic())
            self._take_back(isolate)
            # Whose turn it is may be just who it is kept for.
            self._hand_out()
            while self._idle.shared > settings.affinity_isolates:
                oldest = self._idle.oldest(shared_only=True)
                assert oldest is not None, "counted"
                self._evict(oldest, "too_many")
            self._make_place()
            self._watch_idle()

    def _watch_idle(self) -> None:
        """One timer for all: the one idle longest is the first whose time is over."""
        since = self._idle.since()
        if since is not None and self._idle_timer is None:
            delay = since + self.settings.affinity_idle - time.monotonic()
            self._idle_timer = asyncio.get_running_loop().call_later(max(0.0, delay), self._end_idle)

    def _end_idle(self) -> None:
        self._idle_timer = None
        while (since := self._idle.since()) is not None:
            # A timer may fire a hair early.
            if time.monotonic() - since < self.settings.affinity_idle - 0.001:
                break
            isolate = self._idle.oldest()
            assert isolate is not None, "has a since"
            self._evict(isolate, "idle")
        self._watch_idle()

    def _evict(self, isolate: IsolateHandle, reason: str) -> None:
        self._evictions[reason] += 1
        self._vacate(isolate)

    def _vacate(self, isolate: IsolateHandle) -> None:
        if isolate not in self._slot_of:
            return  # Reaped between its answer and this.
        isolate.end()
        if isolate in self._ready:
            self._ready.remove(isolate)
        self._idle.remove(isolate)
        if (run := self._run_of.get(isolate)) is not None:
            if run.requests is not None:
                run.requests.end()
            asyncio.get_running_loop().call_later(REAP_TIMEOUT, self._reap_late, isolate)
        self._refill(isolate)
        self._tell_batch(isolate)

    def _tell_batch(self, isolate: IsolateHandle) -> None:
        """Whatever its isolate had not begun goes on elsewhere."""
        batch = self._batch_of.pop(isolate, None)
        if batch is not None:
            batch.lost(isolate)

    def _lost(self, isolate: IsolateHandle, error: ProtocolError | None) -> None:
        if error is not None and not isinstance(error, TornFrame):
            log.warning("isolate %d broke the protocol: %s", isolate.pid, error)
            self._kill(isolate, "protocol")
        elif isolate.state is not IsolateState.STARTING:
            # The end of a starting one is a failed spawn, which `_exited` counts; its refill comes with it.
            self._vacate(isolate)

    def _exited(self, isolate: IsolateHandle, end: Exit) -> None:
        run = self._take_back(isolate)
        if isolate in self._ready:
            self._ready.remove(isolate)
        self._idle.remove(isolate)
        if run is not None:
            self._ended_without_answer(run, end)
        timer = self._starting.pop(isolate, None)
        if timer is not None:
            timer.cancel()
            if not self._closed:
                self._supervisor.isolate_failed(end.cause)
        self._refill(isolate)
        self._tell_batch(isolate)
        del self._slot_of[isolate]
        if not self._slot_of:
            self._empty.set()

    def _ended_without_answer(self, run: Run, end: Exit | None) -> None:
        run.isolate = None
        error = self._cause_of_end(run, end)
        if error.kind is ErrorKind.CRASHED and run.kill_reason not in ("cancelled", "drain"):
            extra = fields(execution_id=run.execution_id, outcome=error.kind.name.lower())
            log.warning("execution %s: %s", run.execution_id, error.message, extra=extra)
        _stop_timer(run)
        self._end(
            run, Outcome(None, error, tuple(run.console), run.console_truncated, self._usage(run, end=end))
        )

    def _cause_of_end(self, run: Run, end: Exit | None) -> ScriptError:
        signalled = end.signal if end is not None and not run.kill_reason else 0
        if run.kill_reason == "timeout":
            message = (
                f"killed at its time limit of {round(run.job.timeout * 1000)} ms, inside one engine call"
            )
            return ScriptError(ErrorKind.TIMEOUT, message=f"the script was {message}")
        # The kernel keeps the CPU limit too (RLIMIT_CPU), for when this process cannot.
        if run.kill_reason == "cpu" or (
            signalled == signal.SIGKILL and end and end.cpu - run.cpu_before >= run.job.cpu_limit
        ):
            limit_ms = round(run.job.cpu_limit * 1000)
            message = (
                f"the script was killed at its limit of {limit_ms} ms of CPU time, inside one engine call"
            )
            return ScriptError(ErrorKind.CPU_LIMIT, message=message)
        # The kernel frees a container's memory by killing, and the engine may fall over its own full heap.
        limit = self.settings.max_memory_bytes
        if signalled in (signal.SIGKILL, signal.SIGSEGV) and end and end.peak_memory_bytes > limit:
            message = f"out of memory: {end.cause} with {end.peak_memory_bytes} bytes resident, over the limit of {limit}"
            return ScriptError(ErrorKind.OUT_OF_MEMORY, message=message)
        if run.kill_reason == "drain":
            message = "the server stopped before the script ended; run it again"
            return ScriptError(ErrorKind.CRASHED, message=message)
        cause = run.kill_reason or (end.cause if end else "unknown cause")
        return ScriptError(ErrorKind.CRASHED, message=f"the isolate ended without an answer ({cause})")

    def _reap_late(self, isolate: IsolateHandle) -> None:
        run = self._take_back(isolate)
        if run is not None:
            log.error("isolate %d is still there %g s after SIGKILL", isolate.pid, REAP_TIMEOUT)
            self._ended_without_answer(run, None)

    def _forked(self, new: NewIsolate) -> None:
        isolate = IsolateHandle(new, self._payload_limits, self._reported, self._lost, self._exited)
        slot = self._vacant.popleft()
        slot.isolate = isolate
        self._slot_of[isolate] = slot
        self._empty.clear()
        loop = asyncio.get_running_loop()
        self._starting[isolate] = loop.call_later(START_TIMEOUT, self._kill, isolate, "start")

    def _refill(self, leaving: IsolateHandle) -> None:
        """Asks for the next isolate of the slot that `leaving` still holds."""
        slot = self._slot_of[leaving]
        if slot.isolate is leaving and not self._closed:
            slot.isolate = None
            self._vacant.append(slot)
            self._supervisor.request_fork()

    # --- end -------------------------------------------------------------------------------------------------------

    async def drain(self, timeout: float) -> bool:
        """Takes nothing new and lets what was admitted finish for `timeout` seconds; says whether it all did."""
        self.draining = True
        self.drain_began.set()
        deadline = time.monotonic() + timeout
        pending = [run.future for run in (*self._queue, *self._run_of.values())]
        pending += [future for batch in self._batches for future in batch.unfinished()]
        if pending:
            await asyncio.wait(pending, timeout=max(0.0, deadline - time.monotonic()))
        return all(future.done() for future in pending)

    async def close(self) -> None:
        """Ends every process of the pool and waits until each is reaped. Queued calls end as `Draining`."""
        self.draining = self._closed = True
        self.drain_began.set()
        if self._idle_timer is not None:
            self._idle_timer.cancel()
        while run := self._queue.pop():
            _set_exception(run, Draining("the server stopped before the script could start"))
        self._supervisor.close()
        for isolate in list(self._slot_of):
            if isolate in self._run_of:
                self._kill(isolate, "drain")
            isolate.end()
        if self._slot_of:
            try:
                await asyncio.wait_for(self._empty.wait(), REAP_TIMEOUT * 5)
            except TimeoutError:
                log.error(
                    "isolates still there after SIGKILL: %s", [isolate.pid for isolate in self._slot_of]
                )
        if "broker" in self.__dict__:
            await self.broker.close()

    # --- reading ---------------------------------------------------------------------------------------------------

    @property
    def saturated(self) -> bool:
        """Every slot runs a job within its deadline: busy, not stuck."""
        return len(self._run_of) >= len(self._slots)

    def pids(self) -> Iterator[tuple[str, int]]:
        """The pool's processes as (role, pid)."""
        if self._supervisor.zygote_pid is not None:
            yield "zygote", self._supervisor.zygote_pid
        for isolate in self._slot_of:
            yield "isolate", isolate.pid

    def stats(self) -> PoolStats:
        """Counts as they are now."""
        isolates = Counter(isolate.state.value for isolate in self._slot_of)
        return PoolStats(
            slots=len(self._slots),
            isolates={"forking": len(self._vacant)}
            | {
                state.value: isolates[state.value] for state in IsolateState if state is not IsolateState.DEAD
            },
            queued=len(self._queue),
            queue_limit=self.settings.queue,
            running=len(self._run_of),
            executions=self._executions,
            succeeded=self._succeeded,
            reused=self._reused,
            evictions={reason: self._evictions[reason] for reason in EVICTION_REASONS},
            forks=self._supervisor.forks,
            spawn_failures=self._supervisor.spawn_failures,
            kills={reason: self._kills[reason] for reason in KILL_REASONS},
            refusals={reason: self._refusals[reason] for reason in REFUSAL_REASONS},
            generations=self._supervisor.generations,
        )


def _stop_timer(run: Run) -> None:
    if run.timer is not None:
        run.timer.cancel()


def _set_exception(run: Run, error: Exception) -> None:
    if not run.future.done():
        run.future.set_exception(error)
