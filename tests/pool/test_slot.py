"""One slot: which moves it makes, what its isolate may say, and what its timer outlives."""

import asyncio
import itertools
import re

import pytest
from puppets import puppets_for

from executor.pool.accounting import Accounts
from executor.pool.slot import Slot, SlotState
from executor.pool.slots import Slots
from executor.settings import Settings
from executor.wire.errors import ProtocolError
from executor.wire.frames import Kind
from executor.wire.reports import payload_limits

LIMITS = payload_limits(100, 100)


class Table:
    """What a slot tells."""

    def __init__(self):
        self.moves = []

    def moved(self, slot, before):
        self.moves.append((before, slot.state))


@pytest.fixture
async def handle():
    """Of a process that nobody decides about."""

    class Nobody:
        def rewound(self, slot):
            pass

        def leaving(self, slot):
            pass

        def ended(self, slot, end):
            pass

    slots = Slots(Settings.load(["--isolates=1"], {}), Accounts(), Nobody())
    slots.open_all()
    with puppets_for(slots) as new_puppet:
        yield new_puppet().slot.isolate
        await slots.close()


def told_moves():
    """The table in the docstring: where each state may go."""
    table = SlotState.__doc__.split("\n\n")[0]
    words = [re.findall(r"\b[A-Z]+\b", line) for line in table.splitlines()]
    return {SlotState[row[0]]: {SlotState[name] for name in row[1:]} for row in words if row}


async def test_moves_are_those_of_the_table_and_no_others(handle):
    told = told_moves()
    assert told.keys() == set(SlotState)
    for before, after in itertools.product(SlotState, SlotState):
        table = Table()
        slot = Slot(table, LIMITS, state=before)
        slot.isolate = handle
        if after in told[before]:
            slot.transition(after)
            assert (slot.state, table.moves) == (after, [(before, after)])
        else:
            with pytest.raises(RuntimeError, match=f"internal error: .* {before.name} to {after.name}"):
                slot.transition(after)
            assert (slot.state, table.moves) == (before, [])


def test_slot_without_an_isolate_names_itself_in_an_error():
    slot = Slot(Table(), LIMITS)
    with pytest.raises(RuntimeError, match="internal error: a slot cannot go from FORKING to READY"):
        slot.transition(SlotState.READY)


@pytest.mark.parametrize(
    ("state", "kinds"),
    [
        (SlotState.FORKING, set()),
        (SlotState.STARTING, {Kind.READY, Kind.FAULT}),
        (SlotState.READY, {Kind.FAULT}),
        (
            SlotState.RUNNING,
            {
                Kind.CONSOLE,
                Kind.RESULT,
                Kind.RESULT_BYTES,
                Kind.COMPILED,
                Kind.ERROR,
                Kind.REJECTED,
                Kind.FAULT,
                Kind.FETCH,
                Kind.ABORT,
                Kind.CALL,
                Kind.BAD_ANSWER,
            },
        ),
        (SlotState.IDLE, {Kind.FAULT}),
        (SlotState.ENDING, set()),
        (SlotState.DEAD, set()),
    ],
)
def test_isolate_says_only_what_its_state_allows(state, kinds):
    slot = Slot(Table(), LIMITS, state=state)
    for kind in range(256):
        if kind in kinds:
            slot.check_header(kind, LIMITS[kind])
            with pytest.raises(ProtocolError, match="over the limit"):
                slot.check_header(kind, LIMITS[kind] + 1)
        else:
            with pytest.raises(ProtocolError, match=f"that is {state.name}"):
                slot.check_header(kind, 0)


async def test_timer_goes_on_while_an_isolate_is_kept_and_ends_with_it():
    slot = Slot(Table(), LIMITS, state=SlotState.RUNNING)
    timer = slot.timer = asyncio.get_running_loop().call_later(3600, print)
    slot.transition(SlotState.IDLE)
    slot.transition(SlotState.RUNNING)
    assert slot.timer is timer
    slot.transition(SlotState.ENDING)
    assert (slot.timer, timer.cancelled()) == (None, True)


async def test_timer_of_the_start_ends_with_it():
    slot = Slot(Table(), LIMITS, state=SlotState.STARTING)
    timer = slot.timer = asyncio.get_running_loop().call_later(3600, print)
    slot.transition(SlotState.READY)
    assert (slot.timer, timer.cancelled()) == (None, True)
