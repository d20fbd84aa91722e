"""A place for one isolate: what is in it, what it does, for whom, and what may happen to it next.

A slot is opened with the wish for an isolate and ends with the isolate's process. As it begins to end, the pool opens
another in its stead (slots.py), so a process that is slow to die holds up nobody.
"""

from __future__ import annotations

import asyncio
import enum
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from executor.pool.handle import Exit, IsolateHandle
from executor.pool.owner import Owner
from executor.pool.run import Run
from executor.wire.errors import ProtocolError
from executor.wire.frames import Kind
from executor.wire.reports import Report


class SlotState(enum.IntEnum):
    """=========  ===================================================  ==================
    state      meaning                                             next
    =========  ===================================================  ==================
    FORKING    its isolate is asked for                            STARTING
    STARTING   forked, closing itself off                          READY, ENDING
    READY      warm, waiting, as if never used                     RUNNING, ENDING
    RUNNING    has a run                                           IDLE, REWINDING, ENDING
    IDLE       kept after its answer, for the same purpose         RUNNING, ENDING
    REWINDING  answered, being made as if never used               READY, ENDING
    ENDING     answered, killed or lost; not yet reaped            DEAD
    DEAD       reaped; terminal                                    none
    =========  ===================================================  ==================

    A slot has a run in RUNNING, and in ENDING where its isolate was killed or lost before an answer. What comes late, to
    a slot in ENDING or DEAD, is ignored where it comes; any other move is a bug of ours.
    """

    # Integers, as they are looked up at every move and frame: the hash of a plain enum is Python code.
    FORKING = 0
    STARTING = 1
    READY = 2
    RUNNING = 3
    IDLE = 4
    REWINDING = 5
    ENDING = 6
    DEAD = 7


_NEXT = {
    SlotState.FORKING: {SlotState.STARTING},
    SlotState.STARTING: {SlotState.READY, SlotState.ENDING},
    SlotState.READY: {SlotState.RUNNING, SlotState.ENDING},
    SlotState.RUNNING: {SlotState.IDLE, SlotState.REWINDING, SlotState.ENDING},
    SlotState.IDLE: {SlotState.RUNNING, SlotState.ENDING},
    SlotState.REWINDING: {SlotState.READY, SlotState.ENDING},
    SlotState.ENDING: {SlotState.DEAD},
    SlotState.DEAD: set(),
}

# What an isolate may say in a state; whatever else it says ends it before a byte of the payload is kept. In ENDING and
# DEAD that is nothing, and the end of a pipe there is no news (`Slots.lost`).
_MAY_SAY: dict[SlotState, frozenset[int]] = {
    SlotState.STARTING: frozenset({Kind.READY, Kind.FAULT}),
    SlotState.READY: frozenset({Kind.FAULT}),
    SlotState.IDLE: frozenset({Kind.FAULT}),
    SlotState.REWINDING: frozenset({Kind.FAULT}),
    SlotState.RUNNING: frozenset(
        {
            *(Kind.CONSOLE, Kind.RESULT, Kind.RESULT_BYTES, Kind.COMPILED, Kind.ERROR, Kind.REJECTED),
            *(Kind.FAULT, Kind.FETCH, Kind.ABORT, Kind.CALL, Kind.BAD_ANSWER),
        }
    ),
}
# That of a start ends with it, too.
_TIMER_GOES_ON = frozenset({SlotState.READY, SlotState.RUNNING, SlotState.IDLE, SlotState.REWINDING})


class Table(Protocol):
    """Where a slot belongs, and what is told of it."""

    def moved(self, slot: Slot, before: SlotState) -> None:
        """Its state is another."""

    def reported(self, slot: Slot, report: Report) -> None:
        """Its isolate said something that it may say now. `ProtocolError` ends the isolate."""

    def lost(self, slot: Slot, error: ProtocolError | None) -> None:
        """Its isolate can say nothing more: it closed its pipe or, with an error, did what no correct isolate does."""

    def exited(self, slot: Slot, end: Exit) -> None:
        """Its isolate is reaped."""

    def unreaped(self, slot: Slot) -> None:
        """Its isolate is dead, and whoever traces it keeps it from being reaped."""


@dataclass(eq=False, repr=False, slots=True)
class Slot:
    """One slot of a table. `payload_limits` has the longest payload in bytes of each kind of frame."""

    table: Table
    payload_limits: Mapping[int, int]
    state: SlotState = SlotState.FORKING
    # From STARTING on.
    isolate: IsolateHandle = field(init=False)
    was_ready: bool = False
    # Runs that its isolate was given since it was as if never used, and how often it was made so again.
    uses: int = 0
    rewinds: int = 0
    # For whom it may be rewound: whoever had its first run, from then on to its end.
    owner: Owner | None = None
    # It stops by itself when it has answered the run that it was given last, to be rewound.
    stops: bool = False
    # It had runs of others, too, who share it by their own wish: it is rewound for nobody.
    is_shared: bool = False
    run: Run | None = None
    # Whose it is: the caller in whose share it counts now. None with a canary, or without a run.
    caller: str | None = None
    # What it is, or will be, kept for: an affinity, a batch, or nothing.
    purpose: Hashable | None = None
    # By `time.monotonic()`, in IDLE.
    idle_since: float = 0.0
    # By `time.monotonic()`, in REWINDING.
    rewind_begun: float = 0.0
    # What has to happen next has a deadline: READY in STARTING, a look at the run in RUNNING (and, from an earlier run,
    # in what follows), the exit in ENDING. `due` is when, by `time.monotonic()`, of a look.
    timer: asyncio.TimerHandle | None = None
    due: float = 0.0

    def transition(self, state: SlotState) -> None:
        """Changes the state; that a run's timer goes on is `_TIMER_GOES_ON`. Raises `RuntimeError` for what the table of
        `SlotState` does not allow.
        """
        before = self.state
        if state not in _NEXT[before]:
            raise RuntimeError(f"internal error: {self} cannot go from {before.name} to {state.name}")
        if self.timer is not None and (before is SlotState.STARTING or state not in _TIMER_GOES_ON):
            self.timer.cancel()
            self.timer = None
        self.state = state
        self.table.moved(self, before)

    @property
    def is_over(self) -> bool:
        """Ending or dead: whatever comes now comes late."""
        return self.state >= SlotState.ENDING

    def send(self, frame: bytes) -> None:
        """Sends a frame to an isolate that has a job; to any other, nothing."""
        if self.state is SlotState.RUNNING:
            self.isolate.send(frame)

    def __str__(self) -> str:
        return "a slot" if self.state is SlotState.FORKING else f"the slot of isolate {self.isolate.pid}"

    # --- what the isolate's handle calls ---------------------------------------------------------------------------

    def check_header(self, kind: int, length: int) -> None:
        """Raises `ProtocolError` for a frame that is not one for this state, or too long."""
        if kind not in _MAY_SAY.get(self.state, ()):
            raise ProtocolError(f"a frame of kind {kind} from an isolate that is {self.state.name}")
        limit = self.payload_limits[kind]
        if length > limit:
            raise ProtocolError(f"a frame of kind {kind} with {length} bytes is over the limit of {limit}")

    def reported(self, report: Report) -> None:
        """As `Table.reported`."""
        self.table.reported(self, report)

    def lost(self, error: ProtocolError | None) -> None:
        """As `Table.lost`."""
        self.table.lost(self, error)

    def exited(self, end: Exit) -> None:
        """As `Table.exited`."""
        self.table.exited(self, end)

    def unreaped(self) -> None:
        """As `Table.unreaped`."""
        self.table.unreaped(self)
