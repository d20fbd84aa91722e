"""The pool as the rest of the server sees it. How it all works is told in this package's `__init__`."""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import Callable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from executor.errors import ExecutorError
from executor.outcome import Outcome
from executor.pool.accounting import (
    EVICTION_REASONS,
    KILL_REASONS,
    REFUSAL_REASONS,
    REWIND_RESULTS,
    Accounts,
    PoolStats,
)
from executor.pool.affinity import Affinity
from executor.pool.batch import Batch
from executor.pool.crashes import Crashes
from executor.pool.dispatch import Dispatch
from executor.pool.owner import BY_CALLER, Owner
from executor.pool.path import Path
from executor.pool.programs import Programs
from executor.pool.run import Run
from executor.pool.slot import SlotState
from executor.pool.spawning import Spawned
from executor.settings import Settings
from executor.wire.jobs import Job

if TYPE_CHECKING:
    from executor.egress.broker import Broker
    from executor.egress.tape import Tape
    from executor.observe.tracing import Trace
    from executor.pool.conversation import Conversation


class Pool:
    """Runs jobs in never-used isolates. All methods belong to the event loop's thread, which must be the main one."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        # Set when `draining` begins, for those who have to tell an idle caller.
        self.drain_began = asyncio.Event()
        self._accounts = Accounts()
        self.programs = Programs(settings)
        self._dispatch = Dispatch(settings, self._accounts, self.drain_began, lambda: self.broker)
        self._slots = self._dispatch.slots
        self._queue = self._dispatch.admission.queue
        self._supervisor = self._slots.supervisor
        self._supervisor.on_engine = self.programs.engine_is
        self.path = Path(self._slots)
        self.warmup = self._supervisor.warmup
        self.warmed = self._supervisor.warmed
        self.failure = self._supervisor.failure

    @cached_property
    def broker(self) -> Broker:
        """What sends HTTP requests. Raises `UnusableFile` when first asked for."""
        from executor.egress.broker import Broker  # noqa: PLC0415 - 100 ms, in which the zygote warms up already

        return Broker(self.settings)

    def start(self, spawned: Spawned | None = None) -> None:
        """Begins with the first generation, of `spawned` where its zygote is there already. `warmed` resolves when jobs can run,
        `failure` when the pool has given up.
        """
        self._slots.open_all()
        self._supervisor.start(spawned)
        self.path.start()

    # --- running ---------------------------------------------------------------------------------------------------

    async def execute(
        self,
        job: Job,
        *,
        execution_id: str = "",
        caller: str = "",
        owner: Owner = BY_CALLER,
        time_left: float | None = None,
        is_canary: bool = False,
        affinity: Affinity | None = None,
        own_process: bool = False,
        trace: Trace | None = None,
        tape: Tape | None = None,
        conversation: Conversation | None = None,
    ) -> Outcome:
        """Runs one job; its end, whatever it is, is the outcome.

        `caller` is whose share of the isolates and of the queue it takes, `owner` who, more exactly, may have an isolate that
        ran for it before (the caller, by itself); `time_left` is in how many seconds the caller
        gives up, None for never. Raises `NotReady`, `Draining`, `QueueFull`, `QueueDisplaced`, `QueueTimeout`,
        `DeadlineTooShort` (the script did not start) and `InvalidJob` (the input is not JSON). Cancelling the call
        kills the isolate at once. A canary jumps the queue and its bound. With an `affinity`, and `job.keep`, the isolate may
        be one that served the same before. With `own_process` it is one that nobody had, and nobody has after. A `tape` records its
        HTTP requests, or answers them. A `conversation` is told of what the run does, which is not kept then.
        """
        run = Run(
            job=job,
            future=asyncio.get_running_loop().create_future(),
            execution_id=execution_id,
            caller=caller,
            owner=owner,
            is_canary=is_canary,
            own_process=own_process,
            deadline=_deadline(time_left),
            purpose=affinity,
            trace=trace,
            tape=tape,
            conversation=conversation,
        )
        try:
            self._dispatch.admit(run)
            return await run.future
        except ExecutorError as error:
            if not is_canary:
                self._accounts.refusals[error.reason] += 1
            raise
        finally:
            self._dispatch.leave(run)

    def end_unused(self, since: float) -> int:
        """A canary that began then (by `time.monotonic()`) failed: isolates as old as its own are suspect, and replaced."""
        return self._slots.end_unused(since, "canary")

    @property
    def engine_build(self) -> str:
        """Names the build of the engine that the latest zygote has loaded; empty before the first has told."""
        engine = self.warmup.engine
        return "" if engine is None else engine.build

    def on_executed(self, call: Callable[[Run, Outcome], None]) -> None:
        """Calls so with each execution that `PoolStats.executions` counts, canaries left out, and with each that prepared."""
        self._dispatch.executed = call

    def on_crashes(self, count: int, call: Callable[[], None]) -> None:
        """Calls so after each so many crashes in a row: ends of isolates that neither server nor script had asked for."""
        self._dispatch.crashes = Crashes(count, call)

    def not_serving(self, reason: str) -> None:
        """Why readiness is off, empty where it is on: meanwhile whoever is refused a place is told to go elsewhere."""
        self._dispatch.admission.not_serving = reason

    def open_batch(
        self,
        *,
        caller: str = "",
        owner: Owner = BY_CALLER,
        time_left: float | None = None,
        own_process: bool = False,
    ) -> Batch:
        """A batch of this caller, who gives up in `time_left` seconds (None for never). It must be closed. The others are as
        for `execute`.
        """
        batch = Batch(self._dispatch, caller, _deadline(time_left), owner=owner, own_process=own_process)
        self._dispatch.batches.add(batch)
        return batch

    # --- end -------------------------------------------------------------------------------------------------------

    @property
    def draining(self) -> bool:
        """Nothing new is taken any more."""
        return self.drain_began.is_set()

    async def drain(self, timeout: float) -> bool:
        """Takes nothing new and lets what was admitted finish for `timeout` seconds; says whether it all did."""
        self.drain_began.set()
        deadline = time.monotonic() + timeout
        pending = [run.future for run in (*self._queue, *self._slots.runs())]
        pending += [future for batch in self._dispatch.batches for future in batch.unfinished()]
        if pending:
            await asyncio.wait(pending, timeout=max(0.0, deadline - time.monotonic()))
        return all(future.done() for future in pending)

    async def close(self) -> None:
        """Ends every process of the pool and waits until each is reaped. Queued calls end as `Draining`."""
        self.drain_began.set()
        self.path.close()
        self._dispatch.admission.close()
        await self._slots.close()
        if "broker" in self.__dict__:
            await self.broker.close()

    # --- reading ---------------------------------------------------------------------------------------------------

    def pids(self) -> Iterator[tuple[str, int]]:
        """The pool's processes as (role, pid)."""
        if self._supervisor.zygote_pid is not None:
            yield "zygote", self._supervisor.zygote_pid
        for slot in self._slots:
            yield "isolate", slot.isolate.pid

    def stats(self) -> PoolStats:
        """Counts as they are now."""
        accounts, slots = self._accounts, self._slots
        return PoolStats(
            slots=slots.size,
            isolates={
                state.name.lower(): slots.count(state) for state in SlotState if state is not SlotState.DEAD
            },
            queued=len(self._queue),
            queue_limit=self.settings.queue,
            running=len(slots.runs()),
            executions=accounts.executions,
            succeeded=accounts.succeeded,
            reused=accounts.reused,
            evictions={reason: accounts.evictions[reason] for reason in EVICTION_REASONS},
            forks=self._supervisor.forks,
            spawn_failures=self._supervisor.spawn_failures,
            kills={reason: accounts.kills[reason] for reason in KILL_REASONS},
            rewinds={result: accounts.rewinds[result] for result in REWIND_RESULTS},
            rewind_seconds=accounts.rewind_seconds,
            rewind_pages=accounts.rewind_pages,
            refusals={reason: accounts.refusals[reason] for reason in REFUSAL_REASONS},
            generations=self._supervisor.generations,
        )


def _deadline(time_left: float | None) -> float:
    """By `time.monotonic()`."""
    return math.inf if time_left is None else time.monotonic() + time_left
