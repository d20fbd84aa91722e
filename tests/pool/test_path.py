"""What supervisor and slots know of the path of jobs, step by step: nothing here waits for a clock."""

import os
import signal

import pytest
from clock import Clock
from puppets import READY, job, puppets_for, until

from executor.pool import path, stops
from executor.pool.accounting import Accounts
from executor.pool.crashes import Crashes
from executor.pool.path import LOOK_INTERVAL, STARVED_AFTER, STUCK_AFTER, Path, PathState
from executor.pool.run import Run
from executor.pool.slot import SlotState
from executor.pool.slots import Slots
from executor.pool.warmup import WarmupState
from executor.settings import Settings


class User:
    """Has no jobs for the slots."""

    def ready(self):
        pass

    def rewound(self, slot):
        pass

    def reported(self, slot, report):
        pass

    def leaving(self, slot):
        slot.run = None

    def ended(self, slot, end):
        pass


@pytest.fixture
def clock(monkeypatch):
    clock = Clock()
    monkeypatch.setattr(path, "time", clock)
    return clock


@pytest.fixture
async def slots():
    slots = Slots(Settings.load(["--isolates=2"], {}), Accounts(), User())
    slots.open_all()
    yield slots
    await slots.close()
    assert list(slots) == []


@pytest.fixture
def new_puppet(slots):
    with puppets_for(slots) as new:
        yield new


@pytest.fixture
async def watched(clock, slots):
    watched = Path(slots)
    slots.supervisor.warmed.set_result(None)
    changes = []
    watched.on_change = lambda: changes.append(watched.state)
    watched.changes = changes
    yield watched
    watched.close()


def pass_time(watched, clock, seconds):
    """Looks as often as the timer would."""
    for _ in range(round(seconds / LOOK_INTERVAL) + 1):
        clock.now += LOOK_INTERVAL
        watched.look()


def run_in(slot, *, is_canary=False):
    slot.transition(SlotState.RUNNING)
    slot.run = Run(job(), slot.isolate._loop.create_future(), is_canary=is_canary)


def stop(puppet):
    """It is stopped when this returns."""
    os.kill(puppet.pid, signal.SIGSTOP)
    os.waitid(os.P_PID, puppet.pid, os.WSTOPPED | os.WNOWAIT)


def go_on(puppet):
    """It is not stopped any more when this returns."""
    os.kill(puppet.pid, signal.SIGCONT)
    os.waitid(os.P_PID, puppet.pid, os.WCONTINUED)


async def test_no_isolate_and_none_that_comes_is_a_fault(watched, clock):
    pass_time(watched, clock, STUCK_AFTER / 2)
    assert watched.state is PathState.OPEN
    pass_time(watched, clock, STUCK_AFTER)
    assert watched.state is PathState.NO_ISOLATE


async def test_first_generation_has_the_time_it_takes(clock, slots):
    warming = Path(slots)
    pass_time(warming, clock, 10 * STUCK_AFTER)
    warming.close()
    assert warming.state is PathState.OPEN


async def test_stopped_isolate_that_starts_does_not_hide_one_that_is_there(watched, clock, new_puppet):
    new_puppet().say(READY)
    starting = new_puppet()
    stop(starting)
    pass_time(watched, clock, stops.MOMENT)
    assert starting.slot.is_over
    assert watched.changes == []


async def test_first_isolate_that_comes_opens_the_path(watched, clock, new_puppet):
    pass_time(watched, clock, 2 * STUCK_AFTER)
    new_puppet().say(READY)
    watched.look()
    assert watched.changes == [PathState.NO_ISOLATE, PathState.OPEN]


async def test_isolates_that_come_and_go_are_no_fault(watched, clock, new_puppet):
    for _ in range(5):
        pass_time(watched, clock, STUCK_AFTER / 2)
        puppet = new_puppet()
        puppet.say(READY)
        puppet.hang_up()
    assert watched.changes == []


async def test_slots_in_use_are_no_fault_and_a_canary_does_not_use_one(watched, clock, new_puppet):
    run_in(new_puppet().say(READY))
    slot = new_puppet().say(READY)
    run_in(slot, is_canary=True)
    assert not watched.is_in_use
    slot.run.is_canary = False
    assert watched.is_in_use
    pass_time(watched, clock, 10 * STARVED_AFTER)
    assert watched.changes == []


async def test_isolate_of_a_killed_canary_is_not_in_use(watched, slots, new_puppet):
    run_in(new_puppet().say(READY))
    slot = new_puppet().say(READY)
    run_in(slot)
    slots.kill(slot, "cancelled")
    assert not watched.is_in_use


async def test_stopped_isolates_that_nobody_uses_are_seen_and_replaced(watched, clock, slots, new_puppet):
    puppets = [new_puppet(), new_puppet()]
    for puppet in puppets:
        puppet.say(READY)
        stop(puppet)
    watched.look()
    assert watched.changes == [], "it may be for a moment"
    pass_time(watched, clock, stops.MOMENT)
    assert watched.changes == [PathState.ISOLATES_STOPPED]
    assert all(puppet.slot.is_over for puppet in puppets)
    assert slots._accounts.kills["stopped"] == 2
    await until(lambda: not list(slots))


async def test_stopped_isolates_with_calls_are_a_fault_until_they_go_on(watched, clock, new_puppet):
    puppets = [new_puppet(), new_puppet()]
    for puppet in puppets:
        run_in(puppet.say(READY))
        stop(puppet)
    pass_time(watched, clock, stops.MOMENT)
    assert watched.changes == [PathState.ISOLATES_STOPPED]
    assert not any(puppet.slot.is_over for puppet in puppets), "a run has its own limit"
    go_on(puppets[0])
    pass_time(watched, clock, path.SHORTEST_FAULT)
    assert watched.changes == [PathState.ISOLATES_STOPPED, PathState.OPEN]


async def test_warmup_told_is_that_of_the_generation_that_serves(watched, clock, slots, new_puppet):
    warmup = slots.supervisor.warmup
    warmup.begin(1)
    warmup.complete("seccomp")
    puppets = [new_puppet(), new_puppet()]
    for puppet in puppets:
        run_in(puppet.say(READY))
    warmup.begin(2)
    assert (warmup.status().state, warmup.status().generation) == (WarmupState.COMPLETED, 1)
    for puppet in puppets:
        stop(puppet)
    pass_time(watched, clock, stops.MOMENT)
    assert (warmup.status().state, warmup.status().generation) == (WarmupState.IN_PROGRESS, 2)
    go_on(puppets[0])
    pass_time(watched, clock, path.SHORTEST_FAULT)
    assert (warmup.status().state, warmup.status().generation) == (WarmupState.COMPLETED, 1)
    warmup.fail("qs", "broken on purpose")
    assert (warmup.status().state, warmup.status().generation) == (WarmupState.FAILED, 2)


async def test_stop_of_a_moment_is_nobodys_business(watched, clock, new_puppet):
    puppet = new_puppet()
    slot = puppet.say(READY)
    new_puppet().say(READY)
    for _ in range(3):
        stop(puppet)
        watched.look()
        go_on(puppet)
        clock.now += LOOK_INTERVAL
        watched.look()
    assert slot.state is SlotState.READY


async def test_server_that_slept_blames_nobody(watched, clock, new_puppet):
    puppet = new_puppet()
    slot = puppet.say(READY)
    new_puppet().say(READY)
    stop(puppet)
    watched.look()
    clock.now += 100
    watched.look()
    assert slot.state is SlotState.READY
    assert watched.changes == []


async def test_generation_that_failed_is_a_fault_though_isolates_are_left(watched, clock, slots, new_puppet):
    new_puppet().say(READY)
    supervisor = slots.supervisor
    supervisor.warmup.begin(1)
    supervisor._failed_to_warm("qs", "broken on purpose")
    assert watched.changes == [PathState.FAILED]


async def test_giving_up_is_the_last_word(watched, slots):
    slots.supervisor._fail(RuntimeError("on purpose"))
    watched.transition(PathState.OPEN)
    assert watched.changes == [PathState.GIVEN_UP]


async def test_isolates_as_old_as_a_failed_canarys_are_ended_and_younger_ones_stay(slots, new_puppet):
    old = new_puppet().say(READY)
    busy = new_puppet().say(READY)
    run_in(busy)
    since = busy.isolate.forked + 1e-9
    young = new_puppet().say(READY) if slots.coming else None
    assert slots.end_unused(since, "canary") == 1
    assert (old.is_over, busy.is_over) == (True, False)
    assert young is None or not young.is_over
    assert slots._accounts.kills["canary"] == 1


def test_crashes_in_a_row_are_told_and_those_with_answers_between_are_not():
    told = []
    crashes = Crashes(3, lambda: told.append(1))
    for _ in range(10):
        crashes.crashed()
        crashes.crashed()
        crashes.ended_well()
    assert told == []
    for _ in range(6):
        crashes.crashed()
    assert told == [1, 1]
