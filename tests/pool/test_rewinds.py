"""Isolates that are made as if never used: whose they are, what is believed, and what ends them."""

import asyncio
import contextlib
import os
from dataclasses import replace

import pytest
from puppet_zygote import zygotes_for
from puppets import NUMBER, answer, cost, job, thrown, until

from executor.outcome import ErrorKind, ScriptError
from executor.pool import deadlines, rewinds, shares
from executor.pool.accounting import Accounts
from executor.pool.affinity import Affinity
from executor.pool.batch import Batch
from executor.pool.dispatch import Dispatch
from executor.pool.owner import Owner
from executor.pool.run import Run
from executor.pool.slot import SlotState
from executor.settings import Settings
from executor.wire import jobs
from executor.wire.frames import Kind
from executor.wire.packets import NotRewound, Rewound
from executor.wire.reporting import encode_failure, encode_rejected

READY, RUNNING, REWINDING, ENDING, DEAD = (
    SlotState.READY,
    SlotState.RUNNING,
    SlotState.REWINDING,
    SlotState.ENDING,
    SlotState.DEAD,
)
KEY = Affinity(is_proven=False, identity="ann", key="k", code="return 1")


class House:
    """A pool's dispatch with isolates on strings."""

    def __init__(self, dispatch, accounts, isolates):
        self.dispatch = dispatch
        self.slots = dispatch.slots
        self.accounts = accounts
        self.isolates = isolates

    async def fill(self):
        """All isolates that are wished for; in the order of their coming."""
        return [await self.isolates.new() for _ in range(self.slots.count(SlotState.FORKING))]

    def admit(self, caller="ann", *, keep=False, **fields):
        run = Run(job(keep=keep), asyncio.get_running_loop().create_future(), caller=caller, **fields)
        self.dispatch.admit(run)
        return run

    def has(self, run):
        return self.dispatch.slots.of(run)


@pytest.fixture
def house_of(monkeypatch):
    """Makes one with these flags."""
    open_houses = []
    most_of_last_job = jobs.MOST_OF_LAST_JOB

    async def make(*flags, isolation="rewind", stops=False):
        """Whose isolates stop by themselves, or wait until the zygote is asked."""
        monkeypatch.setattr(jobs, "MOST_OF_LAST_JOB", most_of_last_job if stops else 0)
        accounts = Accounts()
        settings = Settings.load(["--isolation=rewind", *flags], {})

        def no_broker():
            raise AssertionError("no script here sends requests")

        dispatch = Dispatch(settings, accounts, asyncio.Event(), no_broker)
        context = zygotes_for(dispatch.slots, monkeypatch)
        isolates = context.__enter__()
        open_houses.append((dispatch, context))
        dispatch.slots.open_all()
        await isolates.warm(isolation)
        return House(dispatch, accounts, isolates)

    make.open = open_houses
    return make


@pytest.fixture
async def closing(house_of):
    yield
    for dispatch, context in house_of.open:
        pids = [slot.isolate.pid for slot in dispatch.slots]
        await dispatch.slots.close()
        context.__exit__(None, None, None)
        for pid in pids:
            with pytest.raises(ProcessLookupError):
                os.kill(pid, 0)


@pytest.fixture
async def house(house_of, closing):
    return await house_of("--isolates=2")


pytestmark = pytest.mark.usefixtures("closing")


# --- The way there and back ------------------------------------------------------------------------------------------


async def test_isolate_of_a_zygote_that_rewinds_is_ready_from_its_fork(house):
    puppet = await house.isolates.new()
    assert (puppet.slot.state, puppet.slot.owner, puppet.slot.timer) == (READY, None, None)


async def test_isolate_of_a_zygote_that_does_not_says_itself_that_it_is_ready(house_of):
    house = await house_of("--isolates=2", isolation="fork")
    puppet = await house.isolates.new()
    assert puppet.slot.state is SlotState.STARTING


async def test_answer_leaves_before_the_rewind_is_asked_for(house):
    (puppet, _) = await house.fill()
    run = house.admit()
    house.isolates.zygote.requests()
    puppet.take_job()
    puppet.say(answer(b"5"))
    assert run.future.result().result_json == b"5"
    assert puppet.slot.state is REWINDING
    assert house.isolates.zygote.rewinds() == []
    await puppet.asked()


async def test_rewound_isolate_is_ready_and_has_the_next_run_of_the_same_caller(house):
    (puppet, _) = await house.fill()
    house.admit()
    await puppet.answers(answer())
    slot = puppet.slot
    assert (slot.state, slot.owner, slot.caller, slot.run, slot.uses, slot.rewinds) == (
        READY,
        Owner("ann"),
        None,
        None,
        0,
        1,
    )
    assert house.has(house.admit()) is slot
    # With its code: what it had is gone.
    assert b"return 1" in puppet.take_job()
    assert (house.accounts.rewinds, house.slots.count(SlotState.FORKING)) == ({"rewound": 1}, 0)
    assert house.accounts.rewind_pages.sum == 340
    assert house.accounts.rewind_seconds.sum == pytest.approx(0.0002)


async def test_slot_counts_for_its_caller_until_it_is_ready_again(house):
    (puppet, _) = await house.fill()
    house.admit()
    held = house.dispatch.admission.queue.held
    puppet.take_job()
    puppet.say(answer())
    assert (held("ann"), house.slots.runs()) == (1, [])
    await puppet.rewound()
    assert held("ann") == 0


@pytest.mark.parametrize(
    "says",
    [
        answer(),
        thrown(),
        encode_rejected(NUMBER, "no"),
        *(
            encode_failure(cost(is_last=True), ScriptError(kind))
            for kind in (ErrorKind.SYNTAX, ErrorKind.INVALID_RESULT, ErrorKind.RESULT_TOO_LARGE)
        ),
    ],
    ids=["returned", "threw", "not JSON", "syntax", "invalid result", "too large"],
)
async def test_clean_end_leads_to_a_rewind(house, says):
    (puppet, _) = await house.fill()
    run = house.admit()
    await puppet.answers(says)
    assert run.future.done()
    run.future.exception()
    assert puppet.slot.state is READY


@pytest.mark.parametrize(
    "kind", [ErrorKind.TIMEOUT, ErrorKind.OUT_OF_MEMORY, ErrorKind.CPU_LIMIT, ErrorKind.CRASHED]
)
async def test_limit_that_the_isolate_tells_of_ends_it(house, kind):
    (puppet, _) = await house.fill()
    run = house.admit()
    puppet.take_job()
    puppet.say(encode_failure(cost(is_last=True), ScriptError(kind)))
    assert run.future.result().error.kind is kind
    assert puppet.slot.state is ENDING
    await until(lambda: puppet.slot.state is DEAD)
    assert house.isolates.zygote.rewinds() == []


async def test_caller_who_leaves_takes_the_isolate_along(house):
    (puppet, _) = await house.fill()
    run = house.admit()
    run.future.cancel()
    house.dispatch.leave(run)
    assert (puppet.slot.state, house.accounts.kills) == (ENDING, {"cancelled": 1})
    await until(lambda: puppet.slot.state is DEAD)
    assert house.isolates.zygote.rewinds() == []


async def test_look_that_was_due_for_an_earlier_run_does_nothing_to_a_rewound_isolate(house):
    (puppet, _) = await house.fill()
    house.admit()
    await puppet.answers(answer())
    timer = puppet.slot.timer
    assert timer is not None, "one timer for an isolate, not one for a run"
    house.dispatch._deadlines.look(puppet.slot)
    assert (puppet.slot.state, puppet.slot.timer) == (READY, None)
    timer.cancel()


# --- Whose it is -----------------------------------------------------------------------------------------------------


async def test_another_caller_never_gets_it(house):
    (first, second) = await house.fill()
    house.admit("ann")
    await first.answers(answer())
    assert house.has(house.admit("bob")) is second.slot
    # No other is there: it goes, and its successor is for whoever waits.
    run = house.admit("bob")
    assert (first.slot.state, house.accounts.evictions) == (ENDING, {"needed": 1})
    assert house.has(run) is None
    third = await house.isolates.new()
    assert house.has(run) is third.slot


async def test_names_that_one_proven_caller_says_are_owners_of_their_own(house):
    (first, second) = await house.fill()
    one, other = Owner("ann", "ann", "shop"), Owner("ann", "ann", "bank")
    house.admit("ann", owner=one)
    await first.answers(answer())
    assert house.has(house.admit("ann", owner=other)) is second.slot
    assert house.has(house.admit("ann", owner=one)) is first.slot


async def test_of_several_the_one_used_last_is_taken(house):
    (first, second) = await house.fill()
    house.admit()
    house.admit()
    await first.answers(answer())
    await second.answers(answer())
    assert house.has(house.admit()) is second.slot


async def test_isolate_of_its_own_is_better_than_one_of_nobody(house):
    (first, _) = await house.fill()
    house.admit()
    await first.answers(answer())
    assert house.has(house.admit()) is first.slot
    assert len(house.slots.ready.unbound) == 1


async def test_waiting_run_gets_its_callers_isolate_when_that_is_ready_again(house_of):
    house = await house_of("--isolates=1")
    (puppet,) = await house.fill()
    house.admit()
    second, third = house.admit(), house.admit()
    await puppet.answers(answer())
    assert house.has(second) is puppet.slot
    await puppet.answers(answer())
    assert house.has(third) is puppet.slot
    assert house.slots.supervisor.forks == 1


async def test_oldest_of_anothers_goes_where_a_run_waits(house):
    (first, second) = await house.fill()
    house.admit("ann")
    house.admit("bob")
    await second.answers(answer())
    await first.answers(answer())
    house.admit("eve")
    assert (second.slot.state, first.slot.state) == (ENDING, READY)


async def test_isolate_of_a_caller_is_forked_anew_where_another_waits(house_of):
    house = await house_of("--isolates=1")
    (puppet,) = await house.fill()
    house.admit("ann")
    own, other = house.admit("ann"), house.admit("bob")
    puppet.take_job()
    puppet.say(answer())
    assert (puppet.slot.state, house.accounts.evictions) == (ENDING, {"needed": 1})
    await until(lambda: house.slots.count(SlotState.FORKING) == 1)
    successor = await house.isolates.new()
    assert (house.has(other), house.has(own)) == (successor.slot, None)


async def test_two_callers_with_long_lines_keep_their_isolates(house):
    first, second = await house.fill()
    for caller in ("ann", "bob") * 3:
        house.admit(caller)
    # Both in the middle of a rewind, and the one asked for last is READY first.
    for puppet in (first, second):
        puppet.take_job()
        puppet.say(answer())
    await until(lambda: house.slots.count(REWINDING) == 2)
    for puppet in (second, first):
        house.isolates.zygote.say(Rewound(pid=puppet.pid, pages=1, elapsed_ns=1))
    await until(lambda: house.slots.count(REWINDING) == 0)
    assert (first.slot.caller, second.slot.caller) == ("ann", "bob")
    assert (house.slots.supervisor.forks, house.accounts.evictions) == (2, {})


async def test_isolate_serves_its_owner_out_of_turn_while_one_is_coming_for_the_other(house):
    first, second = await house.fill()
    house.admit("ann")
    house.admit("ann")
    await first.answers(answer())
    second.die()
    await until(lambda: second.slot.state is DEAD)
    # Both isolates of ann's are gone or taken, and one is coming.
    house.admit("ann")
    other, own = house.admit("bob"), house.admit("ann")
    await first.answers(answer())
    assert (house.has(own), house.has(other)) == (first.slot, None)


# --- Who comes anew --------------------------------------------------------------------------------------------------


@pytest.fixture
async def large(house_of):
    """Of as many as there may be one to spare."""
    return await house_of(f"--isolates={shares.MIN_ISOLATES_TO_SPARE}")


async def test_caller_alone_has_all_isolates(large):
    puppets = await large.fill()
    runs = [large.admit() for _ in puppets]
    for puppet in puppets:
        await puppet.answers(answer())
    assert (large.slots.ready.bound, len(large.slots.ready.unbound)) == (len(runs), 0)
    assert large.accounts.evictions == {}


async def test_caller_who_comes_anew_finds_an_unused_isolate_once_there_are_several(large):
    puppets = await large.fill()
    for _ in puppets:
        large.admit("ann")
    for puppet in puppets:
        await puppet.answers(answer())
    # The first to come anew waits for a fork; after it one is kept ready.
    bob = large.admit("bob")
    assert large.accounts.evictions == {"needed": 1, "spare": 1}
    newer = [await large.isolates.new(), await large.isolates.new()]
    assert large.has(bob) is newer[0].slot
    assert large.has(large.admit("eve")) is newer[1].slot
    assert large.accounts.evictions == {"needed": 1, "spare": 2}


async def test_name_that_comes_anew_finds_an_unused_isolate_though_its_caller_is_alone(large):
    puppets = await large.fill()
    shop, bank = Owner("ann", "ann", "shop"), Owner("ann", "ann", "bank")
    for _ in puppets[1:]:
        large.admit("ann", owner=shop)
    assert large.has(large.admit("ann", owner=bank)) is puppets[-1].slot
    for puppet in puppets[:2]:
        puppet.take_job()
        puppet.say(answer())
    assert (puppets[0].slot.state, puppets[1].slot.state) == (ENDING, REWINDING)
    assert large.accounts.evictions == {"spare": 1}
    # Its share is that of a caller alone: it may have the unused one, too.
    newer = await large.isolates.new()
    assert large.has(large.admit("ann", owner=Owner("ann", "ann", "third"))) is newer.slot


async def test_caller_who_has_plenty_gives_one_for_who_comes_anew(large):
    puppets = await large.fill()
    for _ in puppets[1:]:
        large.admit("ann")
    assert large.has(large.admit("bob")) is puppets[-1].slot
    for puppet in puppets:
        puppet.take_job()
    # Whoever has one of eight keeps it.
    puppets[-1].say(answer())
    assert puppets[-1].slot.state is REWINDING
    puppets[0].say(answer())
    assert (puppets[0].slot.state, large.accounts.evictions) == (ENDING, {"spare": 1})
    await until(lambda: large.slots.coming == 1)
    puppets[1].say(answer())
    assert puppets[1].slot.state is REWINDING


# --- Never rewound ---------------------------------------------------------------------------------------------------


async def test_canary_has_an_unused_isolate_that_nobody_has_after_it(house):
    (first, second) = await house.fill()
    house.admit("")
    await first.answers(answer())
    assert house.has(house.admit("", is_canary=True)) is second.slot
    second.take_job()
    second.say(answer())
    assert (second.slot.state, second.slot.owner) == (ENDING, None)
    await until(lambda: second.slot.state is DEAD)
    assert house.isolates.zygote.rewinds() == []


async def test_canary_is_not_kept_waiting_by_isolates_that_are_somebodys(house):
    puppets = await house.fill()
    for _ in puppets:
        house.admit()
    for puppet in puppets:
        await puppet.answers(answer())
    canary = house.admit("", is_canary=True)
    assert house.accounts.evictions == {"needed": 1}
    successor = await house.isolates.new()
    assert house.has(canary) is successor.slot


async def test_process_of_its_own_is_one_that_nobody_had_and_nobody_has_after(house):
    (first, second) = await house.fill()
    house.admit()
    await first.answers(answer())
    assert house.has(house.admit(own_process=True)) is second.slot
    second.take_job()
    second.say(answer())
    assert second.slot.state is ENDING
    # Nor is one of the same caller any good.
    waiting = house.admit(own_process=True)
    await until(lambda: second.slot.state is DEAD)
    third = await house.isolates.new()
    assert (house.has(waiting), first.slot.state) == (third.slot, READY)


async def test_process_is_replaced_after_as_many_runs_as_it_may_serve(house_of):
    house = await house_of("--isolates=1", "--rewind-max-uses=2")
    (puppet,) = await house.fill()
    house.admit()
    await puppet.answers(answer())
    house.admit()
    puppet.take_job()
    puppet.say(answer())
    assert (puppet.slot.state, house.accounts.evictions) == (ENDING, {"uses": 1})


async def test_process_is_replaced_after_as_much_cpu_time_as_it_may_use(house, monkeypatch):
    (puppet, _) = await house.fill()
    run = house.admit()
    monkeypatch.setattr(puppet.slot.isolate, "cpu_seconds", lambda: 10.1)
    run.started -= 11
    puppet.take_job()
    puppet.say(answer())
    assert (puppet.slot.state, house.accounts.evictions) == (ENDING, {"cpu": 1})


async def test_long_wait_is_no_use_of_cpu_time(house):
    (puppet, _) = await house.fill()
    house.admit().started -= 11
    await puppet.answers(answer())
    assert puppet.slot.state is READY


async def test_kept_isolate_is_not_rewound_between_its_runs(house_of):
    house = await house_of("--isolates=2", "--affinity-isolates=2")
    (puppet, _) = await house.fill()
    house.admit(keep=True, purpose=KEY)
    puppet.take_job()
    puppet.say(answer(is_last=False))
    assert puppet.slot.state is SlotState.IDLE
    assert house.has(house.admit(keep=True, purpose=KEY)) is puppet.slot
    assert house.isolates.zygote.rewinds() == []
    # Its keeping ends: by its own word it takes no other job.
    await puppet.answers(answer(is_last=True))
    assert (puppet.slot.state, puppet.slot.purpose) == (READY, None)


async def test_isolate_that_owners_shared_by_an_affinity_is_rewound_for_none(house_of):
    house = await house_of("--isolates=2", "--affinity-isolates=2")
    (puppet, _) = await house.fill()
    for name in ("shop", "bank"):
        run = house.admit(keep=True, purpose=KEY, owner=Owner("ann", "ann", name))
        assert house.has(run) is puppet.slot
        puppet.take_job()
        puppet.say(answer(is_last=name == "bank"))
    assert puppet.slot.state is ENDING


async def test_isolate_of_a_batch_is_not_rewound(house):
    (puppet, _) = await house.fill()
    batch = Batch(house.dispatch, "ann", float("inf"))
    house.dispatch.batches.add(batch)
    future = batch.submit(job(keep=True), "1")
    await until(lambda: puppet.slot.state is RUNNING)
    puppet.take_job()
    puppet.say(answer(is_last=True))
    assert (puppet.slot.state, future.result().result_json) == (ENDING, b"1")
    batch.close()


# --- What is believed ------------------------------------------------------------------------------------------------


async def test_isolate_that_has_not_taken_all_is_not_rewound(house):
    (puppet, _) = await house.fill()
    run = house.admit()
    # The job itself lies unread.
    puppet.say(answer())
    await until(lambda: puppet.slot.is_over)
    assert house.accounts.rewinds == {"unread": 1}
    assert run.future.result().error is None
    assert house.isolates.zygote.rewinds() == []


@pytest.mark.parametrize("bytes_left", [b"\x04", answer(), answer(number=NUMBER + 1)])
async def test_byte_left_in_the_pipe_of_a_rewound_isolate_ends_it(house, bytes_left):
    (puppet, _) = await house.fill()
    house.admit()
    puppet.take_job()
    puppet.say(answer())
    await puppet.asked()
    # Seen with the zygote's word, or before it: never after.
    puppet.sock.sendall(bytes_left)
    house.isolates.zygote.say(Rewound(pid=puppet.pid, pages=1, elapsed_ns=1))
    await until(lambda: puppet.slot.state is not REWINDING)
    assert puppet.slot.is_over
    assert house.accounts.rewinds["rewound"] == 0
    assert house.slots.ready.bound == 0


async def test_frame_right_behind_an_answer_ends_the_isolate_and_the_answer_counts(house):
    (puppet, _) = await house.fill()
    run = house.admit()
    puppet.take_job()
    puppet.say(answer() + answer())
    assert run.future.result().result_json == b"1"
    assert (puppet.slot.state, house.accounts.kills) == (ENDING, {"protocol": 1})


async def test_answer_to_another_run_breaks_the_protocol(house):
    (puppet, _) = await house.fill()
    run = house.admit()
    puppet.say(answer(number=NUMBER + 1))
    assert (puppet.slot.state, house.accounts.kills) == (ENDING, {"protocol": 1})
    await until(run.future.done)
    assert run.future.result().error.kind is ErrorKind.CRASHED


# --- Isolates that stop by themselves --------------------------------------------------------------------------------


@pytest.fixture
async def stopping(house_of, closing):
    return await house_of("--isolates=2", stops=True)


def says_rewound(house, puppet):
    house.isolates.zygote.say(Rewound(pid=puppet.pid, pages=95, elapsed_ns=100_000))


async def test_isolate_that_stops_by_itself_is_ready_without_its_zygote_being_asked(stopping):
    (puppet, _) = await stopping.fill()
    run = stopping.admit()
    stopping.isolates.zygote.requests()
    assert puppet.take_job()[0] == Kind.LAST_JOB
    puppet.say(answer(b"5"))
    assert (puppet.slot.state, run.future.result().result_json) == (REWINDING, b"5")
    says_rewound(stopping, puppet)
    await until(lambda: puppet.slot.state is READY)
    assert stopping.has(stopping.admit()) is puppet.slot
    assert stopping.isolates.zygote.requests() == []
    assert stopping.accounts.rewinds == {"rewound": 1}


async def test_zygotes_word_may_be_heard_before_the_answer(stopping):
    (puppet, _) = await stopping.fill()
    run = stopping.admit()
    puppet.take_job()
    puppet.sock.sendall(answer(b"5"))
    stopping.slots.rewinds.answered(Rewound(pid=puppet.pid, pages=95, elapsed_ns=100_000))
    assert (puppet.slot.state, run.future.result().result_json) == (READY, b"5")


async def test_zygote_that_gave_it_up_may_be_heard_before_the_answer(stopping):
    (puppet, _) = await stopping.fill()
    run = stopping.admit()
    puppet.take_job()
    puppet.sock.sendall(answer(b"5"))
    stopping.slots.rewinds.answered(NotRewound(pid=puppet.pid, reason="pages"))
    assert (puppet.slot.state, run.future.result().result_json) == (ENDING, b"5")
    assert stopping.accounts.rewinds == {"pages": 1}


async def test_isolate_that_stops_without_an_answer_is_killed(stopping):
    (puppet, _) = await stopping.fill()
    run = stopping.admit()
    puppet.take_job()
    says_rewound(stopping, puppet)
    await until(lambda: puppet.slot.is_over)
    assert stopping.accounts.kills == {"protocol": 1}
    await until(run.future.done)
    assert run.future.result().error.kind is ErrorKind.CRASHED


async def test_isolate_that_stops_where_it_has_no_run_is_killed(house_of):
    stopping = await house_of("--isolates=2", "--affinity-isolates=2", stops=True)
    kept, ready = await stopping.fill()
    stopping.admit(keep=True, purpose=KEY)
    kept.take_job()
    kept.say(answer(is_last=False))
    assert (kept.slot.state, ready.slot.state) == (SlotState.IDLE, READY)
    for puppet in (kept, ready):
        says_rewound(stopping, puppet)
        await until(lambda slot=puppet.slot: slot.is_over)
    assert stopping.accounts.kills == {"protocol": 2}


async def test_word_on_an_isolate_that_ends_is_no_news(stopping):
    (puppet, _) = await stopping.fill()
    run = stopping.admit()
    run.future.cancel()
    stopping.dispatch.leave(run)
    says_rewound(stopping, puppet)
    await until(lambda: puppet.slot.state is DEAD)
    assert (stopping.accounts.kills, stopping.accounts.rewinds) == ({"cancelled": 1}, {})


@pytest.mark.parametrize("kind", ["kept", "of its own", "canary", "of a conversation", "too large"])
async def test_isolate_of_a_run_that_may_have_more_sent_to_it_does_not_stop(stopping, kind):
    (puppet, _) = await stopping.fill()
    more = {"of its own": {"own_process": True}, "canary": {"is_canary": True}}.get(kind, {})
    run = Run(
        replace(
            job(keep=kind == "kept"),
            functions='["f"]' if kind == "of a conversation" else "",
            code="x" * (jobs.MOST_OF_LAST_JOB if kind == "too large" else 1),
        ),
        asyncio.get_running_loop().create_future(),
        caller="ann",
        **more,
    )
    stopping.dispatch.admit(run)
    assert stopping.has(run) is puppet.slot
    assert puppet.take_job()[0] == Kind.JOB


async def test_isolate_whose_job_did_not_fit_into_its_pipe_is_ended_when_it_has_answered(
    stopping, monkeypatch
):
    """What it had not taken when it stopped it would take for its next job."""
    monkeypatch.setattr(jobs, "MOST_OF_LAST_JOB", 1 << 22)
    (puppet, _) = await stopping.fill()
    run = Run(replace(job(), code="x" * (1 << 21)), asyncio.get_running_loop().create_future(), caller="ann")
    stopping.dispatch.admit(run)
    puppet.sock.setblocking(False)
    left = puppet.slot.isolate.unsent_bytes
    assert left

    def is_taken():
        with contextlib.suppress(BlockingIOError):
            puppet.take_job()
        return puppet.slot.isolate.has_taken_all()

    await until(is_taken)
    puppet.sock.setblocking(True)
    puppet.say(answer(b"5"))
    assert (puppet.slot.state, run.future.result().result_json) == (ENDING, b"5")
    assert stopping.accounts.rewinds == {"unread": 1}


@pytest.mark.parametrize("bytes_left", [b"\x04", answer(), answer(number=NUMBER + 1)])
async def test_byte_left_in_the_pipe_of_one_that_stopped_by_itself_ends_it(stopping, bytes_left):
    (puppet, _) = await stopping.fill()
    run = stopping.admit()
    puppet.take_job()
    puppet.sock.sendall(answer(b"5") + bytes_left)
    stopping.slots.rewinds.answered(Rewound(pid=puppet.pid, pages=1, elapsed_ns=1))
    assert (puppet.slot.is_over, run.future.result().result_json) == (True, b"5")
    assert stopping.accounts.rewinds["rewound"] == 0


async def test_isolate_that_dies_before_it_stops_is_replaced_and_counted(stopping):
    (puppet, _) = await stopping.fill()
    stopping.admit()
    puppet.take_job()
    puppet.say(answer())
    puppet.die()
    await until(lambda: puppet.slot.state is DEAD)
    puppet.slot.rewind_begun -= rewinds.REWIND_TIMEOUT
    stopping.slots.rewinds.time_over()
    assert stopping.accounts.rewinds == {"exited": 1}
    assert stopping.slots.count(SlotState.FORKING) == 1


# --- What goes wrong -------------------------------------------------------------------------------------------------


async def test_isolate_that_the_zygote_could_not_rewind_is_replaced(house):
    (puppet, _) = await house.fill()
    house.admit()
    puppet.take_job()
    puppet.say(answer())
    await puppet.not_rewound("registers")
    await until(lambda: house.accounts.rewinds == {"registers": 1})
    assert house.slots.count(SlotState.FORKING) == 1
    assert house.dispatch.admission.queue.held("ann") == 0


async def test_reason_that_nobody_knows_counts_as_other(house):
    (puppet, _) = await house.fill()
    house.admit()
    puppet.take_job()
    puppet.say(answer())
    await puppet.not_rewound("something_new")
    await until(lambda: house.accounts.rewinds == {"other": 1})


async def test_zygotes_word_that_comes_before_the_death_ends_the_isolate(house):
    (puppet, _) = await house.fill()
    house.admit()
    puppet.take_job()
    puppet.say(answer())
    await puppet.asked()
    house.isolates.zygote.say(NotRewound(pid=puppet.pid, reason="trap"))
    await until(lambda: puppet.slot.is_over)
    assert house.accounts.rewinds == {"trap": 1}


async def test_rewind_without_an_answer_in_time_ends_the_isolate(house):
    first, second = await house.fill()
    house.admit()
    house.admit()
    for puppet in (first, second):
        puppet.take_job()
        puppet.say(answer())
    await until(lambda: house.isolates.zygote.rewinds()[-1:] == [second.pid])
    first.slot.rewind_begun -= rewinds.REWIND_TIMEOUT
    house.slots.rewinds.time_over()
    assert (first.slot.state, second.slot.state) == (ENDING, REWINDING)
    assert house.accounts.rewinds == {"late": 1}
    # Its answer comes late.
    house.isolates.zygote.say(Rewound(pid=first.pid, pages=1, elapsed_ns=1))
    house.isolates.zygote.say(Rewound(pid=second.pid, pages=1, elapsed_ns=1))
    await until(lambda: second.slot.state is READY)
    assert first.slot.is_over


async def test_isolate_that_dies_while_it_is_rewound_is_replaced_once(house):
    (puppet, _) = await house.fill()
    house.admit()
    puppet.take_job()
    puppet.say(answer())
    await puppet.asked()
    puppet.die()
    await until(lambda: puppet.slot.state is DEAD)
    house.isolates.zygote.say(Rewound(pid=puppet.pid, pages=1, elapsed_ns=1))
    await house.isolates.new()
    assert (house.slots.count(SlotState.FORKING), house.slots.count(READY)) == (0, 2)
    assert house.accounts.rewinds == {"exited": 1}


async def test_answer_found_in_the_pipe_of_a_dead_isolate_counts(house):
    (puppet, _) = await house.fill()
    run = house.admit()
    puppet.take_job()
    puppet.sock.sendall(answer())
    puppet.die()
    await until(lambda: puppet.slot.state is DEAD)
    assert run.future.result().result_json == b"1"
    assert house.slots.count(SlotState.FORKING) == 1


async def test_zygote_that_dies_takes_those_along_that_it_was_asked_for_and_no_others(house):
    first, second = await house.fill()
    done, _ = house.admit("ann"), house.admit("bob")
    first.take_job()
    first.say(answer())
    await first.asked()
    house.isolates.zygote.die()
    await until(lambda: first.slot.is_over)
    assert (house.accounts.rewinds, done.future.result().error) == ({"lost": 1}, None)
    assert second.slot.state is RUNNING
    # Nobody can rewind it any more: it ends after its run, as ever.
    second.take_job()
    second.say(answer())
    assert (second.slot.state, house.accounts.rewinds) == (ENDING, {"lost": 1})


async def test_ready_isolate_outlives_its_zygote_and_serves_its_owner_once_more(house):
    (puppet, _) = await house.fill()
    house.admit()
    await puppet.answers(answer())
    house.isolates.zygote.die()
    await until(lambda: len(house.isolates.zygotes) == 2)
    house.isolates.zygote.warm()
    assert house.has(house.admit()) is puppet.slot
    puppet.take_job()
    puppet.say(answer())
    assert puppet.slot.state is ENDING
    assert house.isolates.zygote.rewinds() == []


async def test_zygote_that_dies_right_after_an_answer_is_not_asked(house):
    (puppet, _) = await house.fill()
    house.admit()
    puppet.take_job()
    puppet.say(answer())
    house.isolates.zygote.sock.close()
    house.isolates.zygote.process.kill()
    await until(lambda: puppet.slot.is_over)
    assert house.accounts.rewinds == {"lost": 1}


async def test_closing_ends_those_in_the_middle_of_a_rewind(house):
    first, second = await house.fill()
    house.admit()
    house.admit()
    for puppet in (first, second):
        puppet.take_job()
        puppet.say(answer())
    await until(lambda: house.isolates.zygote.rewinds() != [])
    await house.slots.close()
    assert list(house.slots) == []


async def test_run_over_its_time_in_a_rewound_isolate_ends_it(house):
    (puppet, _) = await house.fill()
    house.admit()
    await puppet.answers(answer())
    run = house.admit()
    run.started -= run.job.timeout + deadlines.LATE_GRACE + 1000
    run.is_put_off = True
    house.dispatch._deadlines.look(puppet.slot)
    assert (puppet.slot.state, house.accounts.kills) == (ENDING, {"timeout": 1})
    await until(run.future.done)
    assert run.future.result().error.kind is ErrorKind.TIMEOUT
