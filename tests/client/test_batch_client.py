"""Batches as callers in Python see them: `Client.execute_batch` and `AsyncClient.execute_batch`."""

import asyncio
import contextlib
import itertools
import queue
import random
import signal
import threading
import time

import grpc
import pytest
from harness import PATIENCE, error_info, eventually

from executor.client import AsyncClient, Client, Refused, ScriptFailed
from executor.outcome import ErrorKind


@pytest.fixture
def client(server):
    with Client(server.address) as client:
        yield client


def test_client_yields_executions_in_order(client):
    code = "if (input.n === 1) throw new Error('one'); return input.n"
    first, second, third = client.execute_batch(code, ({"n": n} for n in range(3)), execution_id="b")
    assert (first.result, third.result, third.execution_id) == (0, 2, "b/2")
    assert (second.error.kind, second.error.message) == (ErrorKind.THROWN, "one")
    with pytest.raises(ScriptFailed):
        second.result  # noqa: B018 - raises


def test_client_sends_an_input_without_waiting_for_the_next(client):
    """The source gives its next input only when the last one's result is there."""
    results = queue.SimpleQueue()

    def inputs():
        for number in range(20):
            yield number
            assert results.get(timeout=PATIENCE) == number

    for execution in client.execute_batch("return input", inputs()):
        results.put(execution.result)
    assert results.empty()


def test_client_is_a_bounded_number_of_inputs_ahead_of_results(client):
    """Where nobody takes results: as many as fit into what lies between, and no more."""
    count = 0

    def inputs():
        nonlocal count
        for count in range(1_000_000):  # noqa: B007 - read outside
            yield "x" * 10_000

    executions = client.execute_batch("return input", inputs())
    for _ in range(3):
        next(executions)
    for _ in range(20):
        client.execute("return 1")
    assert count < 5_000
    executions.close()


def test_closing_the_iterator_cancels_the_batch(solitary):
    before = solitary.metrics()['executor_kills_total{reason="cancelled"}']
    with Client(solitary.address) as client:
        executions = client.execute_batch("if (input) for (;;); return 0", itertools.count(), timeout=50)
        assert next(executions).result == 0
        solitary.running_isolate()
        executions.close()
        eventually(
            lambda: solitary.metrics()['executor_kills_total{reason="cancelled"}'] == before + 1, "the kill"
        )
    eventually(
        lambda: not [t for t in threading.enumerate() if t.name == "batch inputs"],
        "no thread is left",
    )


def test_what_the_source_raises_comes_after_the_results_before(client):
    def inputs():
        yield 1
        yield 2
        raise LookupError("no third")

    executions = client.execute_batch("return input", inputs())
    assert [next(executions).result, next(executions).result] == [1, 2]
    with pytest.raises(LookupError, match="no third"):
        next(executions)


@pytest.mark.parametrize("value", [object(), float("nan"), "\ud800"])
def test_input_that_python_cannot_write_as_json_is_raised(client, value):
    executions = client.execute_batch("return input", [1, value, 2])
    assert next(executions).result == 1
    with pytest.raises((TypeError, ValueError)):
        next(executions)


def test_client_takes_json_texts(client):
    results = [e.result_json for e in client.execute_batch("return input", inputs_json=["[1]", '"é"'])]
    assert results == ["[1]", '"é"']
    with pytest.raises(TypeError, match="one of them"):
        next(client.execute_batch("return input", [1], inputs_json=["1"]))


def test_refused_batch_raises_its_status_and_reason(client):
    with pytest.raises(Refused) as caught:
        next(client.execute_batch(" ", [1]))
    assert error_info(caught.value).reason == caught.value.reason == "EMPTY_CODE"


async def test_refused_batch_of_asyncio_has_its_reason_too(server):
    async with AsyncClient(server.address) as client:
        with pytest.raises(Refused, match="EMPTY_CODE"):
            await anext(client.execute_batch(" ", [1]))


async def test_refusal_of_asyncio_has_its_reason_whatever_is_being_sent_when_it_comes(server):
    """gRPC puts an INTERNAL of its own in the place of the status, now and then: about one in four of these."""

    async def inputs():
        for number in range(3):
            await asyncio.sleep(random.random() / 500)
            # The loop has other work while the status comes.
            time.sleep(random.random() / 333)  # noqa: ASYNC251 - on purpose
            yield number

    async with AsyncClient(server.address) as client:
        for _ in range(60):
            async with contextlib.aclosing(client.execute_batch(" ", inputs())) as batch:
                with pytest.raises(Refused, match="EMPTY_CODE"):
                    await anext(batch)
    # gRPC's own end a step or two later.
    async with asyncio.timeout(PATIENCE):
        while len(asyncio.all_tasks()) > 1:  # noqa: ASYNC110 - they tell nobody
            await asyncio.sleep(0)


def test_async_client_takes_both_kinds_of_iterables(server):
    async def slow(results):
        """The next input only when the last one's result is there."""
        for number in range(10):
            yield number
            assert await asyncio.wait_for(results.get(), PATIENCE) == number

    async def run():
        async with AsyncClient(server.address) as client:
            plain = [e.result async for e in client.execute_batch("return input", range(1000))]
            assert plain == list(range(1000))
            results = asyncio.Queue()
            async for execution in client.execute_batch("return input", slow(results)):
                results.put_nowait(execution.result)
            assert results.empty()
        assert len(asyncio.all_tasks()) == 1

    asyncio.run(run())


def test_async_iterator_closed_early_cancels_the_batch(solitary):
    before = solitary.metrics()['executor_kills_total{reason="cancelled"}']

    async def run():
        async with AsyncClient(solitary.address) as client:
            executions = client.execute_batch("if (input) for (;;); return 0", itertools.count(), timeout=50)
            assert (await anext(executions)).result == 0
            await asyncio.to_thread(solitary.running_isolate)
            await executions.aclose()

    asyncio.run(run())
    eventually(
        lambda: solitary.metrics()['executor_kills_total{reason="cancelled"}'] == before + 1, "the kill"
    )


def test_async_source_that_raises_is_heard(server):
    async def inputs():
        yield 1
        raise LookupError("no second")

    async def run():
        async with AsyncClient(server.address) as client:
            return [e.result async for e in client.execute_batch("return input", inputs())]

    with pytest.raises(LookupError, match="no second"):
        asyncio.run(run())


def test_drain_ends_an_idle_batch_and_says_how_far_it_came(start):
    """Its caller sends nothing more and does not end; the server must not wait for it."""
    server = start("--isolates=1").serving()
    go_on = threading.Event()

    def inputs():
        yield 1
        yield 2
        go_on.wait(PATIENCE)

    with Client(server.address) as client:
        executions = client.execute_batch("return input", inputs())
        assert [next(executions).result, next(executions).result] == [1, 2]
        server.signal(signal.SIGTERM)
        with pytest.raises(Refused) as caught:
            next(executions)
        go_on.set()
    assert caught.value.code() is grpc.StatusCode.UNAVAILABLE
    assert (caught.value.reason, caught.value.metadata["answered"]) == ("DRAINING", "2")
    assert server.wait() == 0
