"""All the slots of a pool: opened with the wish for an isolate, ended in one way whatever ends them.

Each is told of by its state alone. Which are READY or IDLE, and how many are in a state, is looked up so often that
there are indexes; `moved` keeps them, at each transition, and nothing else writes to them.
"""

from __future__ import annotations

import asyncio
import logging
from collections import Counter, deque
from collections.abc import Iterator
from functools import partial
from typing import Protocol

from executor.observe.logs import fields
from executor.pool.accounting import Accounts
from executor.pool.affinity import Affinity
from executor.pool.generation import NewIsolate
from executor.pool.handle import Exit, IsolateHandle
from executor.pool.idle import IdleSlots
from executor.pool.owner import Owner
from executor.pool.ready import ReadySlots
from executor.pool.rewinds import Rewinds
from executor.pool.run import Run
from executor.pool.slot import Slot, SlotState
from executor.pool.supervisor import Supervisor
from executor.settings import Settings
from executor.wire.errors import ProtocolError, TornFrame
from executor.wire.programs import most_bytecode
from executor.wire.reports import Ready, Report, payload_limits

log = logging.getLogger(__name__)

# Seconds from fork to READY; measured at 2 ms, so this is only for a process that is stopped or starved.
START_TIMEOUT = 10.0
# Seconds that a SIGKILL may take to show before the caller is answered without the kernel's figures.
REAP_TIMEOUT = 1.0


class SlotUser(Protocol):
    """Who has jobs for the slots."""

    def ready(self) -> None:
        """One more is READY."""

    def rewound(self, slot: Slot) -> None:
        """One is READY again."""

    def reported(self, slot: Slot, report: Report) -> None:
        """An isolate said something of its run, or failed. `ProtocolError` ends it."""

    def leaving(self, slot: Slot) -> None:
        """A slot is ENDING. Where its run has no answer, `ended` follows."""

    def ended(self, slot: Slot, end: Exit | None) -> None:
        """The isolate is reaped or, with None, still there so long after it was killed that nobody should wait for it."""


class Slots:
    """As many as `settings.isolates` are open at any time; those in ENDING, whose successors are open, come on top."""

    def __init__(self, settings: Settings, accounts: Accounts, user: SlotUser) -> None:
        self.size = settings.isolates
        self.rewinds = Rewinds(accounts, self, user.rewound)
        self.supervisor = Supervisor(
            settings,
            self.forked,
            lambda: {slot.isolate.pid for slot in self},
            self.rewinds.answered,
            self.rewinds.zygote_lost,
        )
        self.ready = ReadySlots()
        self.idle = IdleSlots(settings.affinity_idle, partial(self.evict, reason="idle"))
        self._accounts = accounts
        self._user = user
        self._payload_limits = payload_limits(
            settings.max_result_bytes,
            settings.max_console_bytes,
            settings.egress_max_request_bytes,
            settings.max_input_bytes,
            most_bytecode(settings.max_code_bytes),
        )
        # How many isolates belong to whom, the dying left out.
        self._owned: Counter[Owner] = Counter()
        self.all_owned = 0
        # With an isolate, by its pid, in the order of the forks. FORKING ones are alike: which of them an isolate comes to is chance.
        self._occupied: dict[int, Slot] = {}
        self._forking: deque[Slot] = deque()
        self._counts = [0] * len(SlotState)
        # How many isolates became READY so far, rewound ones included.
        self.came = 0
        # Their successors open in the next step of the loop.
        self._ending_soon = 0
        self._is_closed = False
        self._empty = asyncio.Event()
        self._loop = asyncio.get_running_loop()

    def __iter__(self) -> Iterator[Slot]:
        """Those that have an isolate, also a dying one."""
        return iter(self._occupied.values())

    def count(self, state: SlotState) -> int:
        """How many are in it."""
        return self._counts[state]

    @property
    def coming(self) -> int:
        """How many will be READY without anybody's doing."""
        return self._counts[SlotState.FORKING] + self._counts[SlotState.STARTING] + self._ending_soon

    def owned(self, owner: Owner) -> int:
        """How many isolates belong to it."""
        return self._owned[owner]

    @property
    def owners(self) -> int:
        """How many have an isolate."""
        return len(self._owned)

    def bind(self, slot: Slot, owner: Owner) -> None:
        """It runs for this owner and, but for an affinity, never for another. It is not READY."""
        if slot.owner is None:
            slot.owner = owner
            self._owned[owner] += 1
            self.all_owned += 1
        elif slot.owner != owner:
            if not isinstance(slot.purpose, Affinity):
                raise RuntimeError(f"internal error: {slot} belongs to another owner")
            slot.is_shared = True

    def _unbind(self, owner: Owner) -> None:
        self.all_owned -= 1
        self._owned[owner] -= 1
        if not self._owned[owner]:
            del self._owned[owner]

    def runs(self) -> list[Run]:
        """All that have an isolate and no answer."""
        return [slot.run for slot in self if slot.run is not None]

    def of(self, run: Run) -> Slot | None:
        """The slot that has this run."""
        return next((slot for slot in self if slot.run is run), None)

    def of_pid(self, pid: int) -> Slot | None:
        """As `rewinds.Table.of_pid`."""
        return self._occupied.get(pid)

    # --- opening ---------------------------------------------------------------------------------------------------

    def open_all(self) -> None:
        """Wishes for the first isolates, which come once the supervisor is started."""
        for _ in range(self.size):
            self._open()

    def _open(self) -> None:
        slot = Slot(self, self._payload_limits)
        self._forking.append(slot)
        self._counts[SlotState.FORKING] += 1
        self.supervisor.request_fork()

    def forked(self, new: NewIsolate) -> None:
        """The supervisor has an isolate, one for each wish."""
        if not self._forking:
            raise RuntimeError(f"internal error: isolate {new.pid} was forked for no slot")
        slot = self._forking.popleft()
        slot.isolate = IsolateHandle(new, slot)
        self._occupied[new.pid] = slot
        self._empty.clear()
        slot.transition(SlotState.STARTING)
        if new.can_rewind:
            self._became_ready(slot)
        else:
            slot.timer = self._loop.call_later(START_TIMEOUT, self.start_time_over, slot)

    def _became_ready(self, slot: Slot) -> None:
        slot.was_ready = True
        slot.transition(SlotState.READY)
        self.supervisor.isolate_ready()
        self._user.ready()

    # --- what slots tell -------------------------------------------------------------------------------------------

    def moved(self, slot: Slot, before: SlotState) -> None:
        """As `Table.moved`."""
        state = slot.state
        self._counts[before] -= 1
        self._counts[state] += 1
        if before is SlotState.READY:
            self.ready.remove(slot)
        elif before is SlotState.IDLE:
            self.idle.remove(slot)
        if state is SlotState.READY:
            self.came += 1
            self.ready.add(slot)
        elif state is SlotState.IDLE:
            self.idle.add(slot)
        elif state is SlotState.ENDING and slot.owner is not None:
            self._unbind(slot.owner)

    def reported(self, slot: Slot, report: Report) -> None:
        """As `Table.reported`."""
        if isinstance(report, Ready):
            self._became_ready(slot)
        else:
            self._user.reported(slot, report)

    def lost(self, slot: Slot, error: ProtocolError | None) -> None:
        """As `Table.lost`."""
        if slot.is_over:
            return  # Late.
        if error is not None and not isinstance(error, TornFrame):
            log.warning("isolate %d broke the protocol: %s", slot.isolate.pid, error)
            self.kill(slot, "protocol")
        elif slot.state is not SlotState.STARTING:
            # The end of a starting one is a failed spawn, which `exited` counts; its successor comes with it.
            self.end(slot)

    def unreaped(self, slot: Slot) -> None:
        """As `Table.unreaped`."""
        self.supervisor.zygote_is_mute(slot.isolate.generation)

    def exited(self, slot: Slot, end: Exit) -> None:
        """As `Table.exited`."""
        is_first_sign = not slot.is_over
        if is_first_sign:
            slot.transition(SlotState.ENDING)
        self._user.ended(slot, end)
        if not slot.was_ready and not self._is_closed:
            self.supervisor.isolate_failed(end.cause)
        slot.transition(SlotState.DEAD)
        if is_first_sign:
            self.retire(slot)
        del self._occupied[slot.isolate.pid]
        if not self._occupied:
            self._empty.set()

    # --- ending ----------------------------------------------------------------------------------------------------

    def kill(self, slot: Slot, reason: str) -> None:
        """Ends an isolate before its time. Its caller is answered when the kernel reports what it used."""
        if slot.is_over:
            return  # Late: it ends for another reason.
        self._accounts.kills[reason] += 1
        run, pid = slot.run, slot.isolate.pid
        if run is not None:
            run.kill_reason = reason
            extra = fields(execution_id=run.execution_id, reason=reason, isolate=pid)
            log.info("execution %s: isolate %d killed (%s)", run.execution_id, pid, reason, extra=extra)
        self.end(slot)

    def evict(self, slot: Slot, reason: str) -> None:
        """Ends an isolate that was kept, or would have been."""
        self._accounts.evictions[reason] += 1
        self.end(slot)

    def end_unused(self, since: float, reason: str) -> int:
        """Ends the isolates that wait for a job and were forked before then, by `time.monotonic()`; how many these were."""
        old = [
            slot
            for slot in self
            if slot.state in (SlotState.READY, SlotState.IDLE) and slot.isolate.forked < since
        ]
        for slot in old:
            # The end of one can bring a job to another.
            if slot.state in (SlotState.READY, SlotState.IDLE):
                self.kill(slot, reason)
        return len(old)

    def discard(self, slot: Slot) -> None:
        """Ends an isolate that could not take a job: it is dead already, and its exit on its way."""
        self.end(slot)

    def end(self, slot: Slot) -> None:
        """As `rewinds.Table.end`."""
        slot.transition(SlotState.ENDING)
        self.retire(slot)

    def end_soon(self, slot: Slot) -> None:
        """Ends an isolate that has answered, and is in ENDING, in the next step of the loop.

        Its caller's task is due before: the answer leaves first, and the kill and the next fork do not hold it up. At low
        load half of all calls take 2.3 ms so, and 3.2 otherwise (an echo 1.4; in turns, 2026-11).
        """
        slot.isolate.mute()
        self._ending_soon += 1
        self._loop.call_soon(self._end_now, slot)

    def _end_now(self, slot: Slot) -> None:
        self._ending_soon -= 1
        self.retire(slot)

    def rewind_soon(self, slot: Slot, *, is_asked: bool) -> None:
        """Has an isolate that has answered, and has no run any more, made as if never used: for its owner's next run. Where it stops by
        itself the zygote need not be asked.
        """
        slot.transition(SlotState.REWINDING)
        if is_asked:
            self.rewinds.ask_soon(slot)
        else:
            self.rewinds.await_unasked(slot)

    def request_rewind(self, slot: Slot) -> bool:
        """As `rewinds.Table.request_rewind`."""
        return self.supervisor.request_rewind(slot.isolate.pid, slot.isolate.generation)

    def retire(self, slot: Slot) -> None:
        """Kills what is in a slot that came to ENDING, and opens its successor: once for each slot."""
        if slot.state is SlotState.ENDING:
            slot.isolate.kill()
            if slot.run is not None:
                slot.timer = self._loop.call_later(REAP_TIMEOUT, self.reap_time_over, slot)
        elif slot.state is not SlotState.DEAD:
            raise RuntimeError(f"internal error: {slot} cannot be replaced, it is {slot.state.name}")
        if not self._is_closed:
            self._open()
        self._user.leaving(slot)

    async def close(self) -> None:
        """Ends every process, and waits until each is reaped."""
        self._is_closed = True
        self.idle.close()
        self.rewinds.close()
        self.supervisor.close()
        for slot in list(self):
            if slot.run is not None:
                self.kill(slot, "drain")
            elif not slot.is_over:
                self.end(slot)
        if self._occupied:
            try:
                await asyncio.wait_for(self._empty.wait(), REAP_TIMEOUT * 5)
            except TimeoutError:
                log.error("isolates still there after SIGKILL: %s", [slot.isolate.pid for slot in self])

    # --- timers ----------------------------------------------------------------------------------------------------

    def start_time_over(self, slot: Slot) -> None:
        """It should be READY by now."""
        if slot.state is SlotState.STARTING:
            self.kill(slot, "start")

    def reap_time_over(self, slot: Slot) -> None:
        """It should be DEAD by now."""
        if slot.state is SlotState.ENDING and slot.run is not None:
            log.error("isolate %d is still there %g s after SIGKILL", slot.isolate.pid, REAP_TIMEOUT)
            self._user.ended(slot, None)
