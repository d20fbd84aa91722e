"""The rewinds under way: asked for of the zygote, or begun by the isolate's own stop, and not answered yet.

An isolate whose run is over comes here in REWINDING, and leaves as READY when the zygote says `Rewound`, or for its end.
Nothing is believed that the isolate could have made: before it is put back it must have taken all that was sent to it, or it
would take the rest for its next job; after the answer nothing that it wrote may lie in its pipe, or that would count for its
next run.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from typing import Protocol

from executor.pool.accounting import Accounts
from executor.pool.slot import Slot, SlotState
from executor.wire.packets import REWIND_FAILURES, NotRewound, Rewound

log = logging.getLogger(__name__)

# Seconds that a zygote may take; it rewinds in less than a millisecond, a few hundred at once at most.
REWIND_TIMEOUT = 2.0
# Requests that wait in the zygote's socket at most. Some 270 packets fit (2026-11), and one that takes no more of them would
# be taken for broken (generation.py); with so much to do, one more fork is the better way.
MAX_ASKED = 200
# Reasons that scripts give every day: the metric counts them, and a line for each would fill the log.
_ORDINARY = frozenset({"pages", "exited"})


class Table(Protocol):
    """Whose isolates these are."""

    def of_pid(self, pid: int) -> Slot | None:
        """The slot of the isolate with this pid."""

    def request_rewind(self, slot: Slot) -> bool:
        """Asks the zygote; False where that cannot be."""

    def end(self, slot: Slot) -> None:
        """Its isolate is not to be used again."""

    def kill(self, slot: Slot, reason: str) -> None:
        """It did what no correct isolate does, before its answer."""


class Rewinds:
    """Of the isolates of a `table`; `ready(slot)` is told of one that is READY again."""

    def __init__(self, accounts: Accounts, table: Table, ready: Callable[[Slot], None]) -> None:
        self._accounts = accounts
        self._table = table
        self._ready = ready
        self._loop = asyncio.get_running_loop()
        # By pid, from the one waited for longest. One that dies meanwhile stays for the zygote's word, which says why.
        self._slots: dict[int, Slot] = {}
        self._timer: asyncio.TimerHandle | None = None

    def ask_soon(self, slot: Slot) -> None:
        """Asks for one that has come to REWINDING in the next step of the loop: its answer leaves first."""
        self._loop.call_soon(self._ask, slot)

    def _ask(self, slot: Slot) -> None:
        if slot.state is not SlotState.REWINDING:
            return  # Ended in this very step.
        isolate = slot.isolate
        if not isolate.has_taken_all():
            self._failed(slot, "unread")
        elif len(self._slots) >= MAX_ASKED or not self._table.request_rewind(slot):
            self._failed(slot, "lost")
        else:
            self._await(slot)

    def await_unasked(self, slot: Slot) -> None:
        """Of one that has come to REWINDING, and stops by itself. When it did, the zygote saw that it had taken all that was in its
        pipe; that this was all that was sent to it is known here.
        """
        if slot.isolate.was_sent_whole:
            self._await(slot)
        else:
            self._failed(slot, "unread")

    def _await(self, slot: Slot) -> None:
        slot.rewind_begun = time.monotonic()
        self._slots[slot.isolate.pid] = slot
        if self._timer is None:
            self._watch_oldest()

    def answered(self, report: Rewound | NotRewound) -> None:
        """The zygote's word on one; nothing where it was not waited for any longer."""
        slot = self._slots.pop(report.pid, None) or self._overtaken(report)
        if slot is None:
            return
        if isinstance(report, NotRewound):
            reason = report.reason if report.reason in REWIND_FAILURES else "other"
            level = logging.DEBUG if reason in _ORDINARY else logging.WARNING
            log.log(level, "isolate %d was not rewound (%s) and is replaced", report.pid, report.reason[:64])
            self._failed(slot, reason)
        elif slot.state is not SlotState.REWINDING:
            self._failed(slot, "exited")
        elif not (slot.isolate.is_silent() and slot.isolate.has_taken_all()):
            log.warning("isolate %d left bytes in its pipe when it was rewound", report.pid)
            self._failed(slot, "unread")
        else:
            self._accounts.rewound(report.pages, report.elapsed_ns / 1e9)
            slot.rewinds += 1
            slot.uses = 0
            slot.transition(SlotState.READY)
            self._ready(slot)

    def _overtaken(self, report: Rewound | NotRewound) -> Slot | None:
        """The word on one that stopped by itself can be here before its answer, which lies in its own pipe then."""
        slot = self._table.of_pid(report.pid)
        if slot is None or slot.is_over:
            return None
        slot.isolate.hear()
        answered = self._slots.pop(report.pid, None)
        if answered is None and isinstance(report, Rewound) and not slot.is_over:
            log.warning(
                "isolate %d stopped to be rewound without an answer, as only one does that a script broke: it is killed",
                report.pid,
            )
            self._table.kill(slot, "protocol")
        return answered

    def zygote_lost(self) -> None:
        """It answers none any more. An isolate caught in the middle of a rewind is of no use to anybody."""
        slots, self._slots = self._slots, {}
        for slot in slots.values():
            self._failed(slot, "lost")

    def close(self) -> None:
        """Nothing is waited for any more."""
        if self._timer is not None:
            self._timer.cancel()

    def _failed(self, slot: Slot, result: str) -> None:
        self._accounts.rewinds[result] += 1
        if slot.state is SlotState.REWINDING:
            self._table.end(slot)

    # --- time ------------------------------------------------------------------------------------------------------

    def _watch_oldest(self) -> None:
        """One timer for all: the one waited for longest is the first whose time is over."""
        oldest = next(iter(self._slots.values()), None)
        if oldest is not None:
            delay = max(0.0, oldest.rewind_begun + REWIND_TIMEOUT - time.monotonic())
            self._timer = self._loop.call_later(delay, self.time_over)

    def time_over(self) -> None:
        """Ends those that are late."""
        self._timer = None
        for pid, slot in list(self._slots.items()):
            # A timer may fire a hair early.
            if time.monotonic() - slot.rewind_begun < REWIND_TIMEOUT - 0.001:
                break
            del self._slots[pid]
            if slot.is_over:
                # Before it stopped: the zygote has nothing to say of it.
                self._failed(slot, "exited")
                continue
            log.warning("isolate %d was not rewound within %g s", pid, REWIND_TIMEOUT)
            self._failed(slot, "late")
        self._watch_oldest()
