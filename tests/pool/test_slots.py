"""All the slots of a pool: what happens to an isolate in each state, and what comes late."""

import asyncio
import os
import signal

import pytest
from puppets import READY, answer, job, puppets_for, until

from executor.outcome import ConsoleLevel, ConsoleMessage
from executor.pool.accounting import Accounts
from executor.pool.generation import NewIsolate
from executor.pool.run import Run
from executor.pool.slot import SlotState
from executor.pool.slots import Slots
from executor.settings import Settings
from executor.wire.reporting import encode_console
from executor.wire.reports import Result


class User:
    """What slots tell to whom has jobs for them."""

    def __init__(self):
        self.told = []
        self.ends = []

    def ready(self):
        self.told.append("ready")

    def rewound(self, slot):
        self.told.append("rewound")

    def reported(self, slot, report):
        self.told.append(type(report))

    def leaving(self, slot):
        self.told.append("leaving")

    def ended(self, slot, end):
        self.told.append("ended")
        self.ends.append(end)


@pytest.fixture
def accounts():
    return Accounts()


@pytest.fixture
def user():
    return User()


@pytest.fixture
async def slots(accounts, user):
    slots = Slots(Settings.load(["--isolates=3"], {}), accounts, user)
    slots.open_all()
    yield slots
    await slots.close()
    assert list(slots) == []


@pytest.fixture
def new_puppet(slots):
    with puppets_for(slots) as new:
        yield new


@pytest.fixture
async def starting(new_puppet):
    return new_puppet()


@pytest.fixture
async def ready(user, starting):
    starting.say(READY)
    user.told.clear()
    return starting


@pytest.fixture
async def running(ready):
    ready.slot.transition(SlotState.RUNNING)
    ready.slot.run = Run(job(), asyncio.get_running_loop().create_future())
    return ready


def census(slots):
    """How many are in each state that some are in; the dead are past counting."""
    return {
        state.name: slots.count(state)
        for state in SlotState
        if slots.count(state) and state != SlotState.DEAD
    }


# --- On the way to READY ---------------------------------------------------------------------------------------------


async def test_isolate_comes_to_a_slot_that_wished_for_it_and_is_ready_when_it_says_so(
    slots, user, new_puppet
):
    assert census(slots) == {"FORKING": 3}
    puppet = new_puppet()
    assert (census(slots), slots.coming) == ({"FORKING": 2, "STARTING": 1}, 3)
    puppet.say(READY)
    assert (census(slots), slots.coming) == ({"FORKING": 2, "READY": 1}, 2)
    assert (user.told, list(slots.ready)) == (["ready"], [puppet.slot])


async def test_isolate_that_nobody_wished_for_is_a_bug(slots, new_puppet):
    for _ in range(3):
        new_puppet()
    with pytest.raises(RuntimeError, match="internal error: isolate 1 was forked for no slot"):
        slots.forked(NewIsolate(1, None, -1))


async def test_isolate_that_is_not_ready_in_time_is_killed_and_counts_as_a_failed_spawn(
    slots, accounts, starting
):
    slots.start_time_over(starting.slot)
    assert accounts.kills == {"start": 1}
    assert (census(slots), slots.coming) == ({"FORKING": 3, "ENDING": 1}, 3)
    await until(lambda: starting.slot.state is SlotState.DEAD)
    assert (census(slots), slots.supervisor.spawn_failures) == ({"FORKING": 3}, 1)


async def test_start_time_that_is_over_late_does_nothing(slots, accounts, ready):
    slots.start_time_over(ready.slot)
    assert (ready.slot.state, accounts.kills) == (SlotState.READY, {})


async def test_starting_isolate_that_closes_its_pipe_is_judged_by_its_exit(slots, user, starting):
    starting.hang_up()
    assert starting.slot.state is SlotState.STARTING
    starting.die()
    await until(lambda: starting.slot.state is SlotState.DEAD)
    assert (user.told, slots.supervisor.spawn_failures) == (["ended", "leaving"], 1)
    assert census(slots) == {"FORKING": 3}


# --- What is said when it may not be ---------------------------------------------------------------------------------


async def test_answer_from_a_ready_isolate_ends_it_unheard(slots, user, accounts, ready):
    ready.say(answer())
    assert (ready.slot.state, accounts.kills) == (SlotState.ENDING, {"protocol": 1})
    assert (user.told, list(slots.ready)) == (["leaving"], [])


async def test_second_ready_ends_the_isolate(slots, accounts, ready):
    ready.say(READY)
    assert (ready.slot.state, accounts.kills) == (SlotState.ENDING, {"protocol": 1})


async def test_report_of_an_isolate_that_is_ending_is_not_heard(slots, user, accounts, running):
    slots.kill(running.slot, "cancelled")
    user.told.clear()
    with pytest.raises(BrokenPipeError):
        running.sock.sendall(answer())
    running.slot.isolate.hear()
    assert (user.told, accounts.kills) == ([], {"cancelled": 1})


async def test_what_follows_an_answer_is_not_heard(slots, user, running):
    def answered(slot, report):
        user.told.append(type(report))
        if isinstance(report, Result):
            slot.run = None
            slot.transition(SlotState.ENDING)
            slots.end_soon(slot)

    user.reported = answered
    console = encode_console(ConsoleLevel.LOG, 0, "x")
    running.say(console + answer() + console + answer() + READY)
    assert user.told == [ConsoleMessage, Result]
    await until(lambda: running.slot.state is SlotState.DEAD)
    assert user.told == [ConsoleMessage, Result, "leaving", "ended"]


# --- Ends, each of them once -----------------------------------------------------------------------------------------


async def test_second_reason_to_kill_comes_late(slots, user, accounts, running):
    slots.kill(running.slot, "timeout")
    slots.kill(running.slot, "cancelled")
    assert (accounts.kills, running.slot.run.kill_reason) == ({"timeout": 1}, "timeout")
    assert (user.told, census(slots)) == (["leaving"], {"FORKING": 3, "ENDING": 1})
    await until(lambda: running.slot.state is SlotState.DEAD)
    slots.kill(running.slot, "protocol")
    assert (accounts.kills, census(slots)) == ({"timeout": 1}, {"FORKING": 3})


async def test_pipe_that_ends_after_the_kill_is_no_news(slots, user, accounts, running):
    slots.kill(running.slot, "timeout")
    slots.lost(running.slot, None)
    assert (user.told, census(slots)) == (["leaving"], {"FORKING": 3, "ENDING": 1})


async def test_running_isolate_that_closes_its_pipe_is_killed_and_answered_for_by_its_exit(
    slots, user, accounts, running
):
    running.hang_up()
    assert (running.slot.state, user.told, accounts.kills) == (SlotState.ENDING, ["leaving"], {})
    await until(lambda: running.slot.state is SlotState.DEAD)
    assert (user.told, user.ends[0].signal) == (["leaving", "ended"], signal.SIGKILL)


async def test_ready_isolate_that_dies_is_no_longer_ready_and_is_replaced_once(slots, user, ready):
    ready.die()
    await until(lambda: ready.slot.state is SlotState.DEAD)
    assert (list(slots.ready), census(slots)) == ([], {"FORKING": 3})
    assert sorted(user.told) == ["ended", "leaving"]
    assert slots.supervisor.spawn_failures == 0


async def test_isolate_that_dies_between_its_answer_and_the_kill_is_replaced_once(slots, user, running):
    running.slot.run = None
    running.slot.transition(SlotState.ENDING)
    slots.end_soon(running.slot)
    running.die()
    # Before the step of the loop that kills.
    running.slot.isolate._exited()
    assert (running.slot.state, census(slots)) == (SlotState.DEAD, {"FORKING": 2})
    await until(lambda: slots.count(SlotState.FORKING) == 3)
    assert user.told == ["ended", "leaving"]


async def test_exit_that_does_not_come_is_not_waited_for_and_comes_late(slots, user, running):
    slots.kill(running.slot, "timeout")
    slots.reap_time_over(running.slot)
    assert user.ends == [None]
    # Answered for: there is nothing more to be late with.
    running.slot.run = None
    slots.reap_time_over(running.slot)
    await until(lambda: running.slot.state is SlotState.DEAD)
    assert [end and end.signal for end in user.ends] == [None, signal.SIGKILL]
    slots.reap_time_over(running.slot)
    assert len(user.ends) == 2


async def test_slot_that_does_not_end_cannot_be_replaced(slots, running):
    with pytest.raises(RuntimeError, match=r"internal error: .* cannot be replaced, it is RUNNING"):
        slots.retire(running.slot)


async def test_closing_ends_isolates_in_every_state_and_opens_no_slot(slots, accounts, running, new_puppet):
    killed, _starting = new_puppet(), new_puppet()
    slots.kill(killed.say(READY), "protocol")
    # In its place.
    new_puppet().say(READY)
    assert census(slots) == {"STARTING": 1, "READY": 1, "RUNNING": 1, "ENDING": 1}
    pids = [slot.isolate.pid for slot in slots]
    await slots.close()
    assert (list(slots), census(slots), accounts.kills) == ([], {}, {"protocol": 1, "drain": 1})
    for pid in pids:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)
