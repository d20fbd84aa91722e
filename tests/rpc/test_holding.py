"""The bounded sum of what calls hold: who gets room, who waits, who is ended."""

import asyncio
import logging

import pytest

from executor.errors import HeldTooMuch
from executor.observe.paced import Paced
from executor.rpc.holding import Holding

HOUR = 3600.0


def made(limit, patience=HOUR, **options):
    return Holding("requests", limit, patience, Paced(logging.getLogger("test")), **options)


class Caller:
    def __init__(self, name="ipv4:127.0.0.1:1"):
        self.ended = False
        self.name = name

    def end(self):
        self.ended = True

    def of(self):
        return lambda: self.name, self.end


async def test_what_fits_is_taken_and_given_back():
    holding = made(10)
    first = await holding.take(6, *Caller().of())
    second = await holding.take(4, *Caller().of())
    assert holding.total == 10
    holding.resize(first, 2)
    holding.release(second)
    assert holding.total == 2
    holding.release(first)
    holding.release(first)
    assert holding.total == 0


async def test_what_does_not_fit_waits_in_the_order_of_arrival():
    holding = made(10)
    first = await holding.take(10, *Caller().of())
    order = []

    async def take(name, size):
        hold = await holding.take(size, *Caller().of(), wait=None)
        order.append(name)
        return hold

    waiting = [asyncio.create_task(take(name, 5)) for name in "abc"]
    await asyncio.sleep(0)
    assert order == []
    holding.release(first)
    await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
    assert order == ["a", "b"]
    holding.release(waiting[0].result())
    await waiting[2]
    assert order == ["a", "b", "c"]


async def test_more_than_the_limit_is_taken_alone():
    holding = made(10)
    hold = await holding.take(100, *Caller().of())
    with pytest.raises(HeldTooMuch):
        await holding.take(1, *Caller().of(), wait=0.01)
    holding.release(hold)
    assert await holding.take(1, *Caller().of())


async def test_no_room_is_refused_with_both_numbers():
    holding = made(10)
    await holding.take(9, *Caller().of())
    with pytest.raises(HeldTooMuch, match="hold 9, the limit is 10") as caught:
        await holding.take(2, *Caller().of(), wait=0.01)
    assert caught.value.metadata == {"held": "9", "limit": "10"}
    assert (holding.total, holding.refusals) == (9, 1)


async def test_slowest_caller_is_ended_when_others_wait():
    holding = made(10, patience=0.0)
    slow, slower, busy = Caller("a"), Caller("b"), Caller("c")
    holds = [await holding.take(3, *caller.of()) for caller in (slow, slower, busy)]
    holding.waits(holds[1])
    holding.waits(holds[0])
    assert not slower.ended
    await holding.take(4, *Caller().of(), wait=None)
    assert (slow.ended, slower.ended, busy.ended) == (False, True, False)
    assert holding.ends == 1
    # Its own end gives nothing back a second time.
    holding.release(holds[1])
    assert holding.total == 10


async def test_caller_that_goes_on_in_time_is_not_ended():
    holding = made(10, patience=0.0)
    caller = Caller()
    hold = await holding.take(10, *caller.of())
    holding.waits(hold)
    holding.goes_on(hold)
    with pytest.raises(HeldTooMuch):
        await holding.take(1, *Caller().of(), wait=0.01)
    assert not caller.ended


async def test_waiter_who_leaves_takes_nothing():
    holding = made(10)
    hold = await holding.take(10, *Caller().of())
    waiter = asyncio.create_task(holding.take(5, *Caller().of(), wait=None))
    await asyncio.sleep(0)
    # Room comes and the caller leaves in the same turn.
    holding.release(hold)
    waiter.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiter
    assert holding.total == 0
    assert await holding.take(10, *Caller().of())


async def test_waiter_who_leaves_lets_those_behind_pass():
    holding = made(10)
    await holding.take(6, *Caller().of())
    large = asyncio.create_task(holding.take(5, *Caller().of(), wait=None))
    small = asyncio.create_task(holding.take(4, *Caller().of(), wait=None))
    await asyncio.sleep(0)
    large.cancel()
    assert (await small).size == 4


async def test_hanging_up_ends_all_that_the_connection_holds():
    holding = made(10, patience=0.0, hangs_up=True)
    ended = []
    for number, peer in enumerate(["a", "b", "a"]):
        holding.add(3, lambda peer=peer: peer, lambda number=number: ended.append(number))
    assert (ended, holding.total) == ([], 9)
    await asyncio.sleep(0.01)
    holding.add(3, lambda: "c", lambda: ended.append(3))
    assert (ended, holding.total) == ([0], 6)
