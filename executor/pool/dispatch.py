"""Which job gets which isolate, and what an isolate does next when its run is over."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from executor.errors import ExecutorError
from executor.observe.logs import fields
from executor.outcome import ErrorKind, Outcome
from executor.pool import ends
from executor.pool.accounting import Accounts
from executor.pool.admission import Admission
from executor.pool.affinity import Affinity
from executor.pool.batch import Batch
from executor.pool.crashes import Crashes
from executor.pool.deadlines import Deadlines
from executor.pool.handle import Exit
from executor.pool.owner import Owner
from executor.pool.reports import Reports
from executor.pool.reuse import Reuse
from executor.pool.run import Run
from executor.pool.shares import Shares
from executor.pool.slot import Slot, SlotState
from executor.pool.slots import Slots
from executor.settings import Settings
from executor.wire.frames import Kind
from executor.wire.reports import Report

if TYPE_CHECKING:
    from executor.egress.broker import Broker

log = logging.getLogger(__name__)


class Dispatch:
    """Between the queue and the slots. It is the slots' `SlotUser` and the batches' `Supply`."""

    def __init__(
        self,
        settings: Settings,
        accounts: Accounts,
        drain_began: asyncio.Event,
        broker: Callable[[], Broker],
    ) -> None:
        self._settings = settings
        self._accounts = accounts
        self._drain_began = drain_began
        self.slots = Slots(settings, accounts, self)
        self.admission = Admission(settings, self.slots.supervisor, drain_began)
        self.batches: set[Batch] = set()
        self.crashes = Crashes()
        # Told of each execution as it is counted: of callers' runs that had an outcome, and a caller to have it.
        self.executed: Callable[[Run, Outcome], None] = lambda run, outcome: None
        self._queue = self.admission.queue
        self._shares = Shares(settings.isolates, self._queue)
        self._reuse = Reuse(settings, self.slots, self._queue, self._shares)
        self._deadlines = Deadlines(settings.kill_grace, self.slots.kill)
        self._reports = Reports(broker, self.slots.kill, self._answered)

    # --- in --------------------------------------------------------------------------------------------------------

    def admit(self, run: Run) -> None:
        """Starts the run, or lets it wait. Raises an `ExecutorError` where it may do neither."""
        self.admission.check_open()
        self._shares.sent(run)
        if not (self._may_start(run) and self._start_somewhere(run)):
            self.admission.enqueue(run)
        self._make_place()

    def admit_next(self, run: Run, *, again: bool) -> None:
        """As `Supply.admit_next`."""
        run.is_resumed = again
        try:
            self.admit(run)
        except ExecutorError as error:
            self._accounts.refusals[error.reason] += 1
            run.refuse(error)

    def leave(self, run: Run) -> None:
        """The call is over; where its caller left early, so are its place in the queue and its isolate."""
        run.stop_timer()
        if run.future.cancelled() and not self.admission.withdraw(run):
            slot = self.slots.of(run)
            if slot is not None:
                self.slots.kill(slot, "cancelled")

    @property
    def draining(self) -> bool:
        """As `Supply.draining`."""
        return self._drain_began.is_set()

    def is_needed(self, caller: str) -> bool:
        """As `Supply.is_needed`."""
        waiting = self._queue.peek()
        if waiting is None or self._has_for(waiting) or len(self._queue) <= self.slots.coming:
            return False
        held = self._queue.held
        return waiting.is_canary or waiting.caller == caller or held(waiting.caller) < held(caller)

    def batch_closed(self, batch: Batch) -> None:
        """As `Supply.batch_closed`."""
        self.batches.discard(batch)
        slot = self.slots.idle.latest(batch)
        if slot is not None:
            self.slots.evict(slot, "closed")

    # --- hand-over -------------------------------------------------------------------------------------------------

    def hand_out(self) -> None:
        """Isolates to those who wait, in their turn, until there is none for the next: READY ones, and IDLE ones to those for
        whom they were kept. What is READY for one owner alone then goes to it out of its turn, where that harms nobody.
        """
        queue = self._queue
        while (run := queue.peek(below=self._most_held())) is not None and self._has_for(run):
            queue.pop(below=self._most_held())
            if self.admission.is_over(run):
                continue
            if self._start_somewhere(run):
                self.admission.handed_over(run)
            else:
                self.admission.restore(run)
        if queue and self.slots.ready.bound:
            for owner in self.slots.ready.owners():
                self._hand_out_to(owner)

    def _hand_out_to(self, owner: Owner) -> None:
        """Its own READY isolates, to those of its runs that wait."""
        queue, ready = self._queue, self.slots.ready
        while (slot := ready.latest(owner)) is not None and self._harms_nobody(owner.caller):
            run = queue.first_of(owner.caller)
            if run is None or run.owner != owner or run.wants_unused:
                return
            queue.remove(owner.caller, run)
            if self.admission.is_over(run):
                continue
            if self._start(run, slot):
                self.admission.handed_over(run)
            else:
                self.admission.restore(run)

    def _harms_nobody(self, caller: str) -> bool:
        """Whether nobody else has to wait longer where this caller has a run in an isolate of its own: the others are sure of
        theirs, or not given any now.
        """
        others = self._queue.others(caller)
        return not others or others <= self.slots.coming or bool(self.slots.ready.unbound)

    def _may_start(self, run: Run) -> bool:
        """Whether a ready isolate, if there is one, is for this run now."""
        if self._queue:
            # Whoever still waits behind a ready isolate then holds its share: nobody with a better claim is overtaken.
            self.hand_out()
        if self.slots.idle.has(run.purpose):
            return True
        if self._bound_for(run) is not None and self._harms_nobody(run.caller):
            return True
        if not self.slots.ready.unbound:
            return False
        return run.is_canary or self._queue.held(run.caller) < self._most_held()

    def _most_held(self) -> int:
        return self._shares.most_held(len(self.slots.ready.unbound))

    def _has_for(self, run: Run) -> bool:
        """Whether there is an isolate that this run may have."""
        slots = self.slots
        return bool(slots.ready.unbound) or slots.idle.has(run.purpose) or self._bound_for(run) is not None

    def _bound_for(self, run: Run) -> Slot | None:
        return None if run.wants_unused else self.slots.ready.latest(run.owner)

    def _start_somewhere(self, run: Run) -> bool:
        """In the isolate that was kept for it, in one of its owner's, in one that nobody has used."""
        idle, unbound = self.slots.idle, self.slots.ready.unbound
        # A slot whose isolate turns out to be dead is in none any more.
        while (slot := idle.latest(run.purpose)) is not None:
            if self._start(run, slot):
                self._accounts.reused += 1
                return True
        while (slot := self._bound_for(run)) is not None:
            if self._start(run, slot):
                return True
        while unbound:
            if self._start(run, unbound[0]):
                return True
        return False

    def _start(self, run: Run, slot: Slot) -> bool:
        """Hands the job over. False when the isolate was dead already: the job surely did not start."""
        run.sent = time.monotonic()
        frame = run.job.encode(again=slot.uses > 0, is_last=self._reuse.is_last(slot, run))
        if not slot.isolate.send(frame):
            self.slots.discard(slot)
            return False
        slot.stops = frame[0] == Kind.LAST_JOB
        slot.transition(SlotState.RUNNING)
        slot.purpose = run.purpose
        if not run.is_canary:
            slot.caller = run.caller
            self.slots.bind(slot, run.owner)
        self.admission.started(run)
        self._begin(run, slot)
        if isinstance(run.purpose, Batch):
            run.purpose.started(run, slot)
        return True

    def _begin(self, run: Run, slot: Slot) -> None:
        """The isolate comes to this run: its time counts from here."""
        slot.uses += 1
        if slot.uses > 1 or slot.rewinds:
            run.cpu_before = slot.isolate.cpu_seconds()
        run.started = time.monotonic()
        slot.run = run
        self._deadlines.watch(slot, run)

    def _make_place(self) -> None:
        """Ends isolates that wait for one owner, or are kept for one purpose, where jobs wait for their slots; the former also
        where a caller who comes anew would have to.
        """
        slots, ready = self.slots, self.slots.ready
        wanted = len(self._queue) + self._shares.spare()
        if not wanted:
            return  # As after most calls.
        while ready.bound and (there := slots.coming + len(ready.unbound)) < wanted:
            oldest = ready.oldest_bound()
            assert oldest is not None, "counted"
            slots.evict(oldest, "needed" if there < len(self._queue) else "spare")
        while not ready and len(self._queue) > slots.coming and (oldest := slots.idle.oldest()) is not None:
            slots.evict(oldest, "needed")

    # --- when a run is over ----------------------------------------------------------------------------------------

    def _answered(self, slot: Slot, run: Run, outcome: Outcome | None, *, is_last: bool) -> None:
        """The isolate goes on with its batch, is kept, is rewound, or is no longer anybody's."""
        self.crashes.ended_well()
        if outcome is not None:
            self._settle(run, outcome)
        if not run.job.keep or is_last:
            self._let_go(slot, run, outcome)
        elif isinstance(run.purpose, Batch) and (following := run.purpose.next_run()) is not None:
            run.end_requests()
            self._begin(following, slot)
        elif isinstance(run.purpose, Affinity) and slot.uses >= self._settings.affinity_max_uses:
            self._finish(slot)
            self._accounts.evictions["uses"] += 1
            self.slots.retire(slot)
        else:
            self._keep(slot)

    def _let_go(self, slot: Slot, run: Run, outcome: Outcome | None) -> None:
        if self._reuse.may_rewind(slot, run, outcome):
            reason = self._reuse.why_not(slot, run, time.monotonic())
            if not reason:
                self._rewind(slot, run)
                return
            self._accounts.evictions[reason] += 1
        self._finish(slot)
        self.slots.end_soon(slot)

    def _rewind(self, slot: Slot, run: Run) -> None:
        """It stays in its caller's share until it is READY again, most often for the caller's next run. So callers with long
        lines keep their isolates, and do not take each other's in turns.
        """
        run.end_requests()
        slot.run = slot.purpose = None
        # One whose script has sent requests does not stop by itself: a response to them may still be on its way.
        self.slots.rewind_soon(slot, is_asked=not slot.stops or run.requests is not None)

    def _settle(self, run: Run, outcome: Outcome) -> None:
        if run.future.done():
            return  # Its caller has left.
        outcome = ends.explained(run, outcome)
        run.future.set_result(outcome)
        if not run.is_canary:
            self._accounts.executed(run, outcome)
            self.executed(run, outcome)

    def _finish(self, slot: Slot) -> None:
        slot.transition(SlotState.ENDING)
        self._take_back(slot)

    def _keep(self, slot: Slot) -> None:
        slot.transition(SlotState.IDLE)
        self._take_back(slot)
        # Whose turn it is may be just who it is kept for.
        self.hand_out()
        idle = self.slots.idle
        while idle.shared > self._settings.affinity_isolates:
            oldest = idle.oldest(shared_only=True)
            assert oldest is not None, "counted"
            self.slots.evict(oldest, "too_many")
        self._make_place()

    def _take_back(self, slot: Slot) -> Run | None:
        """The isolate's job is over: its run, if it had one, holds it no longer."""
        run, slot.run = slot.run, None
        if run is not None:
            run.end_requests()
        caller, slot.caller = slot.caller, None
        if caller is not None:
            self._queue.ended(caller)
            if self._queue and self.slots.ready:
                # Spare ones, which the caller could not have as long as it held this one.
                self.hand_out()
        return run

    # --- what slots tell -------------------------------------------------------------------------------------------

    def ready(self) -> None:
        """As `SlotUser.ready`."""
        self.hand_out()

    def rewound(self, slot: Slot) -> None:
        """As `SlotUser.rewound`."""
        self._take_back(slot)
        self._make_place()

    def reported(self, slot: Slot, report: Report) -> None:
        """As `SlotUser.reported`."""
        self._reports.take(slot, report)

    def leaving(self, slot: Slot) -> None:
        """As `SlotUser.leaving`. Whatever of a batch its isolate had not begun goes on elsewhere."""
        if slot.run is not None:
            slot.run.end_requests()
        else:
            # In the middle of a rewind it was still in its caller's share.
            self._take_back(slot)
        purpose, slot.purpose = slot.purpose, None
        if isinstance(purpose, Batch):
            purpose.lost(slot)

    def ended(self, slot: Slot, end: Exit | None) -> None:
        """As `SlotUser.ended`."""
        run = self._take_back(slot)
        if run is None:
            return
        outcome = ends.unanswered(run, end)
        error = outcome.error
        assert error is not None, "unanswered"
        if error.kind is ErrorKind.CRASHED and run.kill_reason not in ("cancelled", "drain"):
            extra = fields(execution_id=run.execution_id, outcome=error.kind.name.lower())
            log.warning("execution %s: %s", run.execution_id, error.message, extra=extra)
            self.crashes.crashed()
        self._settle(run, outcome)
