"""When the supervisor gives up: nothing here waits for a clock, and no zygote is started."""

import pytest
from clock import Clock

from executor.pool import supervisor
from executor.pool.accounting import Accounts
from executor.pool.slots import Slots
from executor.pool.supervisor import GIVE_UP_AFTER, MAX_FAILURES
from executor.settings import Settings


class User:
    """Has no jobs for the slots."""

    def rewound(self, slot):
        pass


@pytest.fixture
def clock(monkeypatch):
    clock = Clock()
    monkeypatch.setattr(supervisor, "time", clock)
    return clock


@pytest.fixture
async def supervising(clock):
    slots = Slots(Settings.load(["--isolates=1"], {}), Accounts(), User())
    yield slots.supervisor
    await slots.close()


def fail(supervising, count):
    """So often, each when its retry has come."""
    for _ in range(count):
        supervising._back_off("on purpose")
        supervising._cancel("backoff")


async def test_many_failures_and_no_isolate_for_long_end_it(supervising, clock):
    fail(supervising, MAX_FAILURES - 1)
    clock.now += GIVE_UP_AFTER
    assert not supervising.has_given_up
    fail(supervising, 1)
    assert supervising.has_given_up


async def test_many_failures_within_a_moment_do_not_end_it(supervising):
    fail(supervising, 3 * MAX_FAILURES)
    assert not supervising.has_given_up


async def test_failures_before_the_last_isolate_are_no_reason_to_give_up(supervising, clock):
    fail(supervising, MAX_FAILURES)
    clock.now += GIVE_UP_AFTER
    supervising.isolate_ready()
    fail(supervising, MAX_FAILURES)
    assert not supervising.has_given_up
    clock.now += GIVE_UP_AFTER
    fail(supervising, MAX_FAILURES)
    assert supervising.has_given_up
