"""Which job gets which isolate, and what comes late, with isolates that do what the test says and nothing else."""

import asyncio
import math
import socket
import time

import pytest
from puppets import NUMBER, READY, answer, job, puppets_for, thrown, until

from executor.errors import DeadlineTooShort, InvalidJob
from executor.outcome import ErrorKind
from executor.pool import deadlines
from executor.pool.accounting import Accounts
from executor.pool.affinity import Affinity
from executor.pool.batch import Batch
from executor.pool.dispatch import Dispatch
from executor.pool.run import Run
from executor.pool.slot import SlotState
from executor.settings import Settings
from executor.wire.reporting import encode_rejected

SETTINGS = Settings.load(["--isolates=2", "--affinity-isolates=1", "--affinity-max-uses=2"], {})
KEY = Affinity(is_proven=False, identity="", key="k", code="return 1")
OTHER_KEY = Affinity(is_proven=False, identity="", key="other", code="return 1")
NOT_JSON = encode_rejected(NUMBER, "no")


@pytest.fixture
def accounts():
    return Accounts()


@pytest.fixture
async def dispatch(accounts):
    """Warm, with its slots open and no isolate yet."""

    def no_broker():
        raise AssertionError("no script here sends requests")

    dispatch = Dispatch(SETTINGS, accounts, asyncio.Event(), no_broker)
    dispatch.slots.supervisor.warmed.set_result(None)
    dispatch.slots.open_all()
    yield dispatch
    await dispatch.slots.close()


@pytest.fixture
def new_puppet(dispatch):
    with puppets_for(dispatch.slots) as new:
        yield new


@pytest.fixture
def admitted(dispatch):
    """Admits one more run."""

    def admit(**fields):
        keep = fields.get("purpose") is not None
        run = Run(job(keep=keep), asyncio.get_running_loop().create_future(), **fields)
        dispatch.admit(run)
        return run

    return admit


async def over(puppet):
    await until(lambda: puppet.slot.state is SlotState.DEAD)


def send_to_the_past(run):
    """Its time is over by far, and nobody has looked yet."""
    run.started -= run.job.timeout + SETTINGS.kill_grace + 1000


# --- Hand-over -------------------------------------------------------------------------------------------------------


async def test_run_waits_for_the_first_isolate_that_is_ready(dispatch, admitted, new_puppet):
    run = admitted(caller="ann")
    assert dispatch.slots.of(run) is None
    first, second = new_puppet(), new_puppet()
    second.say(READY)
    slot = second.slot
    assert (slot.state, slot.run, slot.caller, slot.purpose) == (SlotState.RUNNING, run, "ann", None)
    first.say(READY)
    assert first.slot.state is SlotState.READY


async def test_waiter_cancelled_in_the_step_of_the_hand_over_takes_no_isolate(
    dispatch, admitted, new_puppet, accounts
):
    leaver, follower = admitted(caller="ann"), admitted(caller="ann")
    # The call itself learns of it one step later.
    leaver.future.cancel()
    puppet = new_puppet()
    puppet.say(READY)
    assert dispatch.slots.of(follower) is puppet.slot
    dispatch.leave(leaver)
    puppet.say(answer())
    assert (accounts.executions, accounts.kills, len(dispatch.admission.queue)) == (1, {}, 0)


async def test_job_whose_deadline_has_passed_at_its_turn_takes_no_isolate(dispatch, admitted, new_puppet):
    late = admitted(deadline=time.monotonic() + 1000)
    late.deadline -= 1000
    puppet = new_puppet()
    puppet.say(READY)
    error = late.future.exception()
    assert isinstance(error, DeadlineTooShort)
    assert "while the job waited" in str(error)
    assert puppet.slot.state is SlotState.READY


async def test_caller_without_any_time_left_is_refused_only_where_it_would_wait(
    dispatch, admitted, new_puppet
):
    now = time.monotonic()
    with pytest.raises(DeadlineTooShort, match=r"the caller's deadline is in 0\.000 s"):
        admitted(deadline=now)
    new_puppet().say(READY)
    assert dispatch.slots.of(admitted(deadline=now)) is not None


async def test_ready_isolates_are_used_in_the_order_in_which_they_came(dispatch, admitted, new_puppet):
    first, second = new_puppet(), new_puppet()
    second.say(READY)
    first.say(READY)
    runs = [admitted(), admitted()]
    assert [dispatch.slots.of(run) for run in runs] == [second.slot, first.slot]


async def test_isolate_found_dead_at_the_hand_over_costs_nobody_anything(dispatch, admitted, new_puppet):
    dead, alive = new_puppet(), new_puppet()
    dead.say(READY)
    alive.say(READY)
    dead.sock.shutdown(socket.SHUT_RDWR)
    run = admitted()
    assert (dispatch.slots.of(run), dead.slot.state) == (alive.slot, SlotState.ENDING)
    assert dispatch.slots.count(SlotState.FORKING) == 1
    alive.say(answer())
    assert run.future.result().result_json == b"1"
    await over(dead)
    await over(alive)
    assert dispatch.slots.count(SlotState.FORKING) == 2


async def test_run_whose_only_isolate_is_found_dead_keeps_its_turn(dispatch, admitted, new_puppet):
    first = admitted(caller="ann")
    second = admitted(caller="ann")
    dead = new_puppet()
    dead.sock.shutdown(socket.SHUT_RD)
    dead.say(READY)
    assert dead.slot.state is SlotState.ENDING
    new_puppet().say(READY)
    assert (dispatch.slots.of(first) is not None, dispatch.slots.of(second)) == (True, None)


async def test_share_of_a_caller_is_what_its_slots_say(dispatch, admitted, new_puppet):
    held = dispatch.admission.queue.held
    puppets = [new_puppet(), new_puppet()]
    for puppet in puppets:
        puppet.say(READY)
    admitted(caller="ann")
    admitted(caller="ann", is_canary=True)
    assert [puppet.slot.caller for puppet in puppets] == ["ann", None]
    assert held("ann") == 1
    puppets[1].say(answer())
    assert held("ann") == 1
    puppets[0].say(thrown())
    assert (held("ann"), puppets[0].slot.caller) == (0, None)


# --- After the answer ------------------------------------------------------------------------------------------------


async def test_answered_isolate_is_ending_in_the_same_step_and_dead_before_long(
    dispatch, admitted, new_puppet, accounts
):
    puppet = new_puppet()
    puppet.say(READY)
    run = admitted()
    puppet.say(answer(b'"x"'))
    assert (run.future.result().result_json, puppet.slot.state, puppet.slot.run) == (
        b'"x"',
        SlotState.ENDING,
        None,
    )
    await over(puppet)
    assert (accounts.executions, accounts.succeeded, accounts.kills) == (1, 1, {})


async def test_isolate_kept_for_an_affinity_serves_it_and_no_other(dispatch, admitted, new_puppet, accounts):
    kept, other = new_puppet(), new_puppet()
    kept.say(READY)
    admitted(purpose=KEY)
    kept.say(answer(is_last=False))
    assert (kept.slot.state, kept.slot.purpose) == (SlotState.IDLE, KEY)
    other.say(READY)
    assert dispatch.slots.of(admitted(purpose=OTHER_KEY)) is other.slot
    assert dispatch.slots.of(admitted(purpose=KEY)) is kept.slot
    assert (kept.slot.uses, accounts.reused) == (2, 1)


async def test_isolate_at_its_last_use_is_not_for_the_next_of_its_affinity(
    dispatch, admitted, new_puppet, accounts
):
    puppet = new_puppet()
    puppet.say(READY)
    admitted(purpose=KEY)
    puppet.say(answer(is_last=False))
    admitted(purpose=KEY)
    waiting = admitted(purpose=KEY)
    puppet.say(answer(is_last=False))
    assert puppet.slot.uses == SETTINGS.affinity_max_uses
    assert (puppet.slot.state, accounts.evictions) == (SlotState.ENDING, {"uses": 1})
    assert dispatch.slots.of(waiting) is None
    await over(puppet)


async def test_idle_isolate_whose_pipe_ends_serves_nobody(dispatch, admitted, new_puppet):
    puppet = new_puppet()
    puppet.say(READY)
    admitted(purpose=KEY)
    puppet.say(answer(is_last=False))
    puppet.hang_up()
    run = admitted(purpose=KEY)
    assert dispatch.slots.of(run) is None
    new_puppet().say(READY)
    assert dispatch.slots.of(run) is not None


async def test_input_that_is_not_json_keeps_the_isolate_of_an_affinity(admitted, new_puppet):
    puppet = new_puppet()
    puppet.say(READY)
    run = admitted(purpose=KEY)
    puppet.say(NOT_JSON)
    assert isinstance(run.future.exception(), InvalidJob)
    assert puppet.slot.state is SlotState.IDLE


async def test_what_a_batch_had_sent_to_a_killed_isolate_goes_to_the_next(dispatch, new_puppet):
    batch = Batch(dispatch, "ann", math.inf)
    futures = [batch.submit(job(keep=True), f"{n}") for n in range(3)]
    first = new_puppet()
    # What the batch does, it does in the next step of the loop.
    await asyncio.sleep(0)
    first.say(READY)
    first.say(answer(b"0", is_last=False))
    assert (first.slot.state, first.slot.run.execution_id) == (SlotState.RUNNING, "1")
    dispatch.slots.kill(first.slot, "timeout")
    assert (first.slot.state, first.slot.purpose) == (SlotState.ENDING, None)
    second = new_puppet()
    second.say(READY)
    assert second.slot.run.execution_id == "2"
    second.say(answer(b"2", is_last=False))
    await over(first)
    ends = [future.result() for future in futures]
    assert [end.result_json for end in ends] == [b"0", None, b"2"]
    assert ends[1].error.kind is ErrorKind.TIMEOUT
    assert (second.slot.state, second.slot.purpose) == (SlotState.IDLE, batch)
    batch.close()
    assert second.slot.state is SlotState.ENDING


# --- Limits, and what comes late -------------------------------------------------------------------------------------


@pytest.fixture
def running(new_puppet, admitted):
    async def run(**fields):
        puppet = new_puppet()
        puppet.say(READY)
        return puppet, admitted(**fields)

    return run


async def test_look_at_a_run_within_its_limits_brings_another_look(dispatch, running, accounts):
    puppet, run = await running()
    due = puppet.slot.due
    run.started -= run.job.cpu_limit
    puppet.slot.timer.cancel()
    dispatch._deadlines.look(puppet.slot)
    assert (puppet.slot.state, accounts.kills) == (SlotState.RUNNING, {})
    assert puppet.slot.due < due
    assert not puppet.slot.timer.cancelled()


async def test_answer_that_lies_in_the_socket_at_the_deadline_counts(dispatch, running, accounts):
    puppet, run = await running()
    puppet.sock.sendall(answer())
    send_to_the_past(run)
    dispatch._deadlines.look(puppet.slot)
    assert run.future.result().result_json == b"1"
    assert accounts.kills == {}


async def test_deadline_that_this_process_slept_over_is_put_off_once(dispatch, running, accounts):
    puppet, run = await running()
    send_to_the_past(run)
    before = time.monotonic()
    dispatch._deadlines.look(puppet.slot)
    assert (puppet.slot.state, run.is_put_off) == (SlotState.RUNNING, True)
    assert before < puppet.slot.due <= time.monotonic() + deadlines.LATE_GRACE
    puppet.slot.timer.cancel()
    dispatch._deadlines.look(puppet.slot)
    assert accounts.kills == {"timeout": 1}
    await over(puppet)
    assert run.future.result().error.kind is ErrorKind.TIMEOUT


async def test_deadline_that_comes_in_time_kills_at_once(dispatch, running, accounts, monkeypatch):
    monkeypatch.setattr(deadlines, "OVERSLEPT", math.inf)
    puppet, run = await running()
    send_to_the_past(run)
    dispatch._deadlines.look(puppet.slot)
    assert (puppet.slot.state, accounts.kills) == (SlotState.ENDING, {"timeout": 1})


async def test_cpu_time_over_its_limit_kills(dispatch, running, accounts):
    puppet, run = await running()
    # As if all of it had been used by earlier runs and more: what is left is the difference.
    run.cpu_before = -(run.job.cpu_limit + SETTINGS.kill_grace)
    run.started -= run.job.cpu_limit + SETTINGS.kill_grace
    run.job = job(timeout=1e6)
    dispatch._deadlines.look(puppet.slot)
    assert (puppet.slot.state, accounts.kills) == (SlotState.ENDING, {"cpu": 1})
    await over(puppet)
    assert run.future.result().error.kind is ErrorKind.CPU_LIMIT


async def test_isolate_that_breaks_the_protocol_in_its_last_moment_is_killed_for_that_alone(
    dispatch, running, accounts
):
    puppet, run = await running()
    puppet.sock.sendall(READY)
    send_to_the_past(run)
    dispatch._deadlines.look(puppet.slot)
    # The timer of the end is not taken for a look.
    assert (accounts.kills, run.is_put_off, puppet.slot.timer is not None) == ({"protocol": 1}, False, True)
    await over(puppet)
    assert run.future.result().error.message == "the isolate ended without an answer (protocol)"


async def test_look_that_comes_late_does_nothing(dispatch, running, accounts):
    puppet, _ = await running(purpose=KEY)
    puppet.say(answer(is_last=False))
    dispatch._deadlines.look(puppet.slot)
    assert (puppet.slot.state, puppet.slot.timer) == (SlotState.IDLE, None)
    puppet.die()
    await over(puppet)
    dispatch._deadlines.look(puppet.slot)
    assert (puppet.slot.state, accounts.kills) == (SlotState.DEAD, {})


async def test_look_left_from_an_earlier_run_does_not_hurt_the_next(dispatch, running, admitted, accounts):
    puppet, first = await running(purpose=KEY)
    timer, due = puppet.slot.timer, puppet.slot.due
    puppet.say(answer(is_last=False))
    second = admitted(purpose=KEY)
    # One timer for both; it fires for the second one, whose time it is not.
    assert (puppet.slot.timer, puppet.slot.due, puppet.slot.run) == (timer, due, second)
    timer.cancel()
    dispatch._deadlines.look(puppet.slot)
    assert (puppet.slot.state, accounts.kills) == (SlotState.RUNNING, {})
    assert puppet.slot.due > due
    assert first.future.done()


async def test_caller_that_leaves_takes_its_isolate_along_and_is_not_counted(dispatch, running, accounts):
    puppet, run = await running(caller="ann")
    run.future.cancel()
    dispatch.leave(run)
    assert (puppet.slot.state, accounts.kills) == (SlotState.ENDING, {"cancelled": 1})
    # Still its share, until the process is gone.
    assert dispatch.admission.queue.held("ann") == 1
    await over(puppet)
    assert dispatch.admission.queue.held("ann") == 0
    assert accounts.executions == 0


async def test_caller_that_leaves_after_the_answer_kills_nothing(dispatch, running, accounts):
    puppet, run = await running()
    puppet.say(answer())
    dispatch.leave(run)
    run.future.cancel()
    dispatch.leave(run)
    await over(puppet)
    assert (accounts.kills, accounts.executions) == ({}, 1)


async def test_kill_that_does_not_show_is_answered_for_without_the_kernels_figures(
    dispatch, running, accounts
):
    puppet, run = await running()
    puppet.hang_up()
    dispatch.slots.reap_time_over(puppet.slot)
    outcome = run.future.result()
    assert outcome.error.message == "the isolate ended without an answer (unknown cause)"
    assert outcome.usage.peak_memory_bytes == 0
    await over(puppet)
    assert (accounts.executions, accounts.succeeded) == (1, 0)
