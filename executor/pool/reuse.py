"""Whether an isolate that has answered is worth a rewind, or makes place for an unused one.

A rewound isolate is for its owner alone, so each one bound is one less for whoever comes anew. What `Shares` keeps to spare
has to be unbound; and where somebody waits who has no isolate of its own, a fork serves it sooner than a rewind for another.
"""

from __future__ import annotations

from executor.outcome import ErrorKind, Outcome
from executor.pool.batch import Batch
from executor.pool.fair_queue import FairQueue
from executor.pool.owner import Owner
from executor.pool.run import Run
from executor.pool.shares import Shares
from executor.pool.slot import Slot
from executor.pool.slots import Slots
from executor.settings import Settings

# Ends after which a process is no worse than before. A limit, full memory or a crash is no clean end, whoever told it.
_CLEAN = frozenset(
    {
        ErrorKind.SYNTAX,
        ErrorKind.THROWN,
        ErrorKind.INVALID_RESULT,
        ErrorKind.RESULT_TOO_LARGE,
        ErrorKind.INVALID_INPUT,
    }
)
# CPU time of a process after which it is replaced: the kernel counts that of all its runs (RLIMIT_CPU), and each has to
# have all that it may use.
MAX_CPU_SECONDS = 10.0


class Reuse:
    """Decides at the end of each run, and counts what it decided against."""

    def __init__(self, settings: Settings, slots: Slots, queue: FairQueue[Run], shares: Shares) -> None:
        self._max_uses = settings.rewind_max_uses
        self._slots = slots
        self._queue = queue
        self._shares = shares

    def may_rewind(self, slot: Slot, run: Run, outcome: Outcome | None) -> bool:
        """Whether the run has left its isolate as one that may be rewound. `outcome` is None where it was refused."""
        if not slot.isolate.can_rewind or not self._slots.supervisor.is_current(slot.isolate.generation):
            return False
        if slot.is_shared or run.wants_unused or isinstance(run.purpose, Batch):
            return False
        return outcome is None or outcome.error is None or outcome.error.kind in _CLEAN

    def is_last(self, slot: Slot, run: Run) -> bool:
        """Whether a run that is about to begin is to be the last before its isolate is rewound, as far as is known now."""
        return not run.job.keep and not run.job.functions and self.may_rewind(slot, run, None)

    def why_not(self, slot: Slot, run: Run, now: float) -> str:
        """Why it is to make place, as `EVICTION_REASONS` has it; empty where it is worth a rewind."""
        if slot.rewinds + 1 >= self._max_uses:
            return "uses"
        # No process has used more than the time that passed, which is known for nothing.
        if (
            run.cpu_before + now - run.started > MAX_CPU_SECONDS
            and slot.isolate.cpu_seconds() > MAX_CPU_SECONDS
        ):
            return "cpu"
        return self._who_needs_it(slot)

    def _who_needs_it(self, slot: Slot) -> str:
        assert slot.owner is not None, "it has run"
        slots = self._slots
        others, spare = self._queue.others(slot.owner.caller), self._shares.spare()
        if not (others or spare) or self._is_owners_turn(slot.owner):
            return ""
        coming = slots.coming + len(slots.ready.unbound)
        if others + spare <= coming:
            return ""
        if others > coming:
            return "needed"
        # Of an owner who has no fewer than others: somebody always has.
        return "spare" if slots.owned(slot.owner) * slots.owners >= slots.all_owned else ""

    def _is_owners_turn(self, owner: Owner) -> bool:
        """Whether a run of the owner's waits that would have this isolate's slot in any case: it holds fewer than the next."""
        following, own = self._queue.peek(), self._queue.first_of(owner.caller)
        if following is None or own is None or following.is_canary:
            return False
        held = self._queue.held
        is_next = following is own or held(owner.caller) - 1 < held(following.caller)
        return is_next and own.owner == owner and not own.wants_unused
