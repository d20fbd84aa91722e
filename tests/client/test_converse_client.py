"""Conversations as callers in Python see them: `Client.converse` and `AsyncClient.converse`, by the same tests."""

import asyncio
import threading

import grpc
import pytest
from harness import PATIENCE, eventually

from executor.client import AsyncClient, Client, Program, Refused, ScriptFailed
from executor.outcome import ConsoleLevel, ErrorKind


def converse(server, *arguments, **options):
    with Client(server.address) as client:
        return client.converse(*arguments, **options)


def converse_async(server, *arguments, **options):
    async def conversing():
        async with AsyncClient(server.address) as client:
            return await client.converse(*arguments, **options)

    return asyncio.run(conversing())


both = pytest.mark.parametrize("run", [converse, converse_async], ids=["sync", "async"])


@both
def test_functions_are_called_with_what_the_script_passes(server, run):
    rows = {7: {"name": "Ada"}}
    functions = {
        "lookup": lambda query, more=None: rows[query["id"]] | {"more": more},
        "nothing": lambda: None,
    }
    code = (
        "return [await host.lookup({ id: input }), await host.lookup({ id: 7 }, 'x'), await host.nothing()]"
    )
    execution = run(server, code, 7, functions=functions, execution_id="talk")
    assert execution.result == [{"name": "Ada", "more": None}, {"name": "Ada", "more": "x"}, None]
    assert execution.execution_id == "talk"
    assert execution.usage.run > 0


@both
def test_program_that_the_server_lacks_talks_all_the_same(server, run):
    program = Program(f"return await host.twice(input) // {run.__name__}")
    for _ in range(2):
        assert run(server, program, 21, functions={"twice": lambda n: 2 * n}).result == 42
    named = Program.named(program.hash)
    assert run(server, named, 1, functions={"twice": lambda n: 2 * n}).result == 2
    with pytest.raises(Refused) as refused:
        run(server, Program.named("0" * 64), functions={})
    assert refused.value.reason == "PROGRAM_UNKNOWN"


@both
def test_console_is_told_as_it_is_printed_and_collected(server, run):
    seen = []
    functions = {"seen": lambda: [str(message) for message in seen]}
    code = "console.log('a'); console.error('b'); const at = await host.seen(); console.log('c'); return at"
    execution = run(server, code, functions=functions, on_console=seen.append)
    assert execution.result == ["a", "b"]
    assert execution.console == tuple(seen)
    assert [message.text for message in seen] == ["a", "b", "c"]
    assert [message.level for message in seen] == [ConsoleLevel.LOG, ConsoleLevel.ERROR, ConsoleLevel.LOG]


@both
def test_what_a_function_raises_is_the_scripts_error_without_a_traceback(server, run):
    class NotFoundError(Exception):
        pass

    def lookup(key):
        raise NotFoundError(f"no row {key}")

    code = "try { await host.lookup(7) } catch (e) { return [e.name, e.message, e.stack] }"
    name, message, stack = run(server, code, functions={"lookup": lookup}).result
    assert (name, message) == ("NotFoundError", "no row 7")
    assert stack.startswith("NotFoundError: no row 7\n    at script.js:1:18")
    assert ".py" not in stack
    with pytest.raises(ScriptFailed, match=r"NotFoundError: no row 8 \(1:12\)"):
        run(server, "await host.lookup(8)", functions={"lookup": lookup})


@both
@pytest.mark.parametrize(
    ("value", "name"), [({1, 2}, "TypeError"), (float("nan"), "ValueError"), ("\ud800", "UnicodeEncodeError")]
)
def test_result_that_is_no_json_is_the_scripts_error(server, run, value, name):
    code = "return host.f().catch(error => [error.name, error.message])"
    told = run(server, code, functions={"f": lambda: value}).result
    assert told[0] == name
    assert told[1].startswith("the result of f is not JSON: ")


class _Unspeakable(Exception):
    def __str__(self):
        raise ValueError("never")


class _Unreadable(dict):
    def items(self):
        raise KeyError("never")


@both
@pytest.mark.parametrize(
    ("error", "told"),
    [
        (SystemExit(3), ["SystemExit", "3"]),
        (GeneratorExit("gone"), ["GeneratorExit", "gone"]),
        (type("Own", (BaseException,), {})("own"), ["Own", "own"]),
        (_Unspeakable(), ["_Unspeakable", ""]),
        (type("N" * 3_000_000, (Exception,), {})("long"), ["N" * 128, "long"]),
    ],
    ids=["exit", "generator", "base", "unspeakable", "long"],
)
def test_whatever_a_function_raises_reaches_the_script_at_once(server, run, error, told):
    def f():
        raise error

    code = "return host.f().catch(error => [error.name, error.message])"
    assert run(server, code, functions={"f": f}, timeout=60).result == told


@both
def test_result_that_cannot_even_be_read_is_the_scripts_error(server, run):
    code = "return host.f().catch(error => [error.name, error.message])"
    name, message = run(server, code, functions={"f": lambda: _Unreadable(a=1)}, timeout=60).result
    assert (name, message) == ("KeyError", "the result of f is not JSON: 'never'")


@both
def test_result_over_the_servers_limit_is_the_scripts_error(server, run):
    code = "return host.f().catch(error => error.message)"
    told = run(server, code, functions={"f": lambda: "x" * (1 << 20)}).result
    assert told == "the result of f is 1048578 bytes of JSON, over the server's limit of 1048576"


@both
def test_wrong_arguments_are_the_scripts_error(server, run):
    code = "return host.f(1, 2).catch(error => error.name)"
    assert run(server, code, functions={"f": lambda one: one}).result == "TypeError"


@both
def test_several_functions_run_at_once(server, run):
    together = threading.Barrier(4, timeout=PATIENCE)
    execution = run(
        server,
        "return (await Promise.all([1, 2, 3, 4].map(n => host.meet(n)))).sort()",
        functions={"meet": lambda number: [number, together.wait()][0]},
    )
    assert execution.result == [1, 2, 3, 4]


@both
def test_failures_are_those_of_execute(server, run):
    with pytest.raises(Refused) as refused:
        run(server, " ")
    assert refused.value.reason == "EMPTY_CODE"
    with pytest.raises(Refused) as refused:
        run(server, "return 1", functions={"not a name": int})
    assert refused.value.reason == "FUNCTION_NAME_INVALID"
    execution = run(server, "console.log('x'); throw new RangeError('no')", check=False)
    assert (execution.error.kind, execution.error.name) == (ErrorKind.THROWN, "RangeError")
    assert [message.text for message in execution.console] == ["x"]
    with pytest.raises(ValueError, match="not JSON"):
        run(server, "return 1", float("nan"))


@both
def test_time_limit_counts_while_a_function_runs(server, run):
    over = threading.Event()
    try:
        execution = run(
            server,
            "await host.slow()",
            timeout=0.2,
            functions={"slow": lambda: over.wait(PATIENCE)},
            check=False,
        )
        assert execution.error.kind is ErrorKind.TIMEOUT
    finally:
        over.set()


@both
def test_what_on_console_raises_ends_the_conversation(solitary, run):
    before = solitary.metrics()['executor_kills_total{reason="cancelled"}']

    def refuse(message):
        raise LookupError(message.text)

    with pytest.raises(LookupError, match="x"):
        run(
            solitary,
            "console.log('x'); await new Promise(r => setTimeout(r, 1e6))",
            on_console=refuse,
            timeout=60,
        )
    eventually(
        lambda: solitary.metrics()['executor_kills_total{reason="cancelled"}'] == before + 1,
        "the run is killed",
    )


@both
def test_retries_where_the_server_was_busy(start, run):
    server = start("--isolates=1", "--queue=0").serving()
    held = server.start_execute("await new Promise(resolve => setTimeout(resolve, 150))")
    eventually(lambda: server.metrics()['executor_isolates{state="running"}'] == 1, "it runs")
    assert run(server, "return host.f()", functions={"f": lambda: 5}, deadline=PATIENCE).result == 5
    held.result()


def test_asynchronous_functions_are_awaited_in_the_callers_loop(server):
    async def conversing():
        loop = asyncio.get_running_loop()
        ready = asyncio.Event()
        seen = []

        async def wait():
            await ready.wait()
            return asyncio.get_running_loop() is loop

        async def go():
            ready.set()
            raise KeyError("gone")

        async def on_console(message):
            seen.append(message.text)

        code = "const one = host.wait(); console.log(await host.go().catch(e => e.name)); return one"
        async with AsyncClient(server.address) as client:
            execution = await client.converse(code, functions={"wait": wait, "go": go}, on_console=on_console)
        return execution.result, seen

    assert asyncio.run(conversing()) == (True, ["KeyError"])


def test_cancelled_task_cancels_the_conversation_and_its_functions(solitary):
    before = solitary.metrics()['executor_kills_total{reason="cancelled"}']
    ended = []

    async def conversing():
        begun = asyncio.Event()

        async def slow():
            begun.set()
            try:
                await asyncio.Event().wait()
            finally:
                ended.append(True)

        async with AsyncClient(solitary.address) as client:
            # A call that the cancel leaves without an answer does not end it by itself.
            code = "await host.slow().catch(() => {}); await new Promise(r => setTimeout(r, 1e6))"
            task = asyncio.create_task(client.converse(code, functions={"slow": slow}, timeout=60))
            await begun.wait()
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task

    asyncio.run(conversing())
    assert ended == [True]
    eventually(
        lambda: solitary.metrics()['executor_kills_total{reason="cancelled"}'] == before + 1,
        "the run is killed",
    )


def test_client_for_threads_takes_no_asynchronous_function(server):
    async def function():
        """Never called."""

    with pytest.raises(TypeError, match="f is asynchronous"):
        converse(server, "return 1", functions={"f": function})


def test_lost_connection_is_an_error_of_grpc(start):
    server = start("--isolates=1").serving()
    with pytest.raises(grpc.RpcError):
        converse(server, "await host.die()", functions={"die": server.process.kill}, timeout=60)
    server.wait()
