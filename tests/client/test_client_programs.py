"""The client's programs: prepared once, called by hash, and healed where a server has forgotten them, by both kinds of client."""

import asyncio
import json
import os
import subprocess
import sys

import grpc
import pytest
from harness import PATIENCE, ROOT, SERVICE, ServerProcess
from test_cli import execute

from executor.client import AsyncClient, Client, Program, Refused, ScriptFailed
from executor.outcome import ErrorKind


class Blocking:
    """An `AsyncClient` whose calls block, so that one test serves both kinds."""

    def __init__(self, address, **options):
        self._runner = asyncio.Runner()

        async def make():
            return AsyncClient(address, **options)

        self._client = self._runner.run(make())

    def __getattr__(self, name):
        method = getattr(self._client, name)
        return lambda *arguments, **options: self._runner.run(method(*arguments, **options))

    def execute_batch(self, *arguments, **options):
        async def all_of_it():
            return [execution async for execution in self._client.execute_batch(*arguments, **options)]

        return self._runner.run(all_of_it())

    def at_once(self, count, *arguments):
        async def gathered():
            return await asyncio.gather(*(self._client.execute(*arguments) for _ in range(count)))

        return self._runner.run(gathered())

    def close(self):
        self._runner.run(self._client.close())
        self._runner.close()


@pytest.fixture(scope="module")
def small():
    """A server that keeps one program a caller."""
    server = ServerProcess("--isolates=2", "--max-programs=1").serving()
    yield server
    server.stop()


@pytest.fixture(params=[Client, Blocking], ids=["sync", "async"])
def client(request, small):
    made = request.param(small.address, caller=request.node.name[:60].replace("[", "_").replace("]", "_"))
    yield made
    made.close()


def started(server, method):
    kind = "bidi_stream" if method == "ExecuteBatch" else "unary"
    labels = f'grpc_method="{method}",grpc_service="{SERVICE}",grpc_type="{kind}"'
    return server.metrics()[f"grpc_server_started_total{{{labels}}}"]


class Counts:
    """How many calls of each method there were since."""

    def __init__(self, server):
        self._server = server
        self._before = self._now()

    def _now(self):
        return [started(self._server, name) for name in ("PrepareProgram", "Execute", "ExecuteBatch")]

    def more(self):
        return [now - before for now, before in zip(self._now(), self._before, strict=True)]


def test_program_takes_the_place_of_code(small, client):
    program = client.prepare("return [input, 'x']")
    assert (program.code, len(program.hash)) == ("return [input, 'x']", 64)
    counts = Counts(small)
    assert client.execute(program, 5).result == [5, "x"]
    assert [each.result for each in client.execute_batch(program, [1, 2])] == [[1, "x"], [2, "x"]]
    assert counts.more() == [0, 1, 1]


def test_forgotten_program_is_sent_as_code_once_and_prepared_for_the_next_call(small, client):
    program = client.prepare("return input * 2")
    client.prepare("return 'another'")
    counts = Counts(small)
    assert client.execute(program, 4).result == 8
    assert counts.more() == [1, 2, 0]
    assert client.execute(program, 5).result == 10
    assert counts.more() == [1, 3, 0]


def test_program_that_no_server_was_told_of_heals_as_well(small, client):
    counts = Counts(small)
    assert client.execute(Program("return input + 3"), 4).result == 7
    assert counts.more() == [1, 2, 0]


def test_batch_of_a_forgotten_program_loses_no_input(small, client):
    program = client.prepare("return input + 1")
    client.prepare("return 'another'")
    counts = Counts(small)
    drawn = []

    def inputs():
        for number in range(3000):
            drawn.append(number)
            yield number

    results = [each.result for each in client.execute_batch(program, inputs())]
    assert results == list(range(1, 3001))
    assert drawn == list(range(3000))
    prepared, executed, batches = counts.more()
    # Asyncio loses the refusal of a stream that it still sends on now and then, and asks for it with one more.
    assert (prepared, executed) == (1, 0)
    assert batches in (2, 3)


def test_conversation_of_a_forgotten_program_heals(small, client):
    program = client.prepare("console.log('seen'); return await host.double(input)")
    client.prepare("return 'another'")
    printed = []
    told = {
        "functions": {"double": lambda number: 2 * number},
        "on_console": lambda line: printed.append(line.text),
    }
    assert client.converse(program, 4, **told).result == 8
    assert client.converse(program, 5, **told).result == 10
    assert printed == ["seen", "seen"]


def test_error_of_healed_call_is_the_scripts(client):
    program = client.prepare("\nthrow new RangeError('no')")
    client.prepare("return 'another'")
    with pytest.raises(ScriptFailed) as caught:
        client.execute(program)
    assert (caught.value.error.name, caught.value.error.line) == ("RangeError", 2)


def test_code_that_does_not_parse_is_an_error_at_once(client):
    with pytest.raises(ScriptFailed) as caught:
        client.prepare("return 1;\nreturn (")
    assert (caught.value.error.kind, caught.value.error.line) == (ErrorKind.SYNTAX, 2)


def test_program_known_by_its_hash_alone_cannot_heal(small, client):
    program = client.prepare("return 'known'")
    assert client.execute(Program.named(program.hash)).result == "known"
    counts = Counts(small)
    with pytest.raises(Refused) as caught:
        client.execute(Program.named("a" * 64))
    assert (caught.value.reason, caught.value.code()) == (
        "PROGRAM_UNKNOWN",
        grpc.StatusCode.FAILED_PRECONDITION,
    )
    assert counts.more() == [0, 1, 0]


def test_refusal_of_the_healed_call_is_told_and_nothing_is_tried_again(small, client):
    program = Program("return 1")
    counts = Counts(small)
    with pytest.raises(Refused) as caught:
        client.execute(program, timeout=1000.0, deadline=30.0)
    assert caught.value.reason in ("TIMEOUT_OUT_OF_RANGE", "PROGRAM_UNKNOWN")
    assert counts.more()[1] <= 2


def test_many_calls_at_once_prepare_once(small):
    client = Blocking(small.address, caller="many at once")
    program = Program("return input")
    counts = Counts(small)
    try:
        assert {each.result for each in client.at_once(20, program, 7)} == {7}
    finally:
        client.close()
    prepared, executed, _ = counts.more()
    assert 1 <= prepared <= 2
    assert 21 <= executed <= 40


def test_server_that_keeps_none_is_not_asked_to(start):
    server = start("--isolates=2", "--max-programs=0").serving()
    with Client(server.address) as client:
        counts = Counts(server)
        assert client.execute(Program("return 1")).result == 1
        assert counts.more() == [0, 2, 0]


def test_example_prints_the_totals_of_its_orders(small):
    command = [sys.executable, str(ROOT / "examples" / "programs.py"), small.address]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    ran = subprocess.run(
        command, env=environment, capture_output=True, text=True, timeout=PATIENCE, check=True
    )
    assert ran.stdout.splitlines() == [
        Program((ROOT / "examples" / "price.js").read_text()).hash,
        "59.7",
        "RangeError: no price: undefined (2:32)",
        "9",
    ]


def test_command_line_prepares_and_runs_by_hash(small, tmp_path):
    script = tmp_path / "block.js"
    script.write_text("return [input, 'by hash']")

    def cli(*words):
        return execute("--address", small.address, "--caller", "cli", *words)

    prepared = cli("prepare", str(script))
    assert (prepared.code, prepared.out) == (0, f"{Program(script.read_text()).hash}\n")
    ran = cli("run", "--program", prepared.out.strip(), "--input", "5")
    assert (ran.code, json.loads(ran.out)) == (0, [5, "by hash"])
    assert json.loads(cli("prepare", "--json", str(script)).out) == {
        "program": prepared.out.strip(),
        "error": None,
    }

    script.write_text("return 1;\nreturn (")
    broken = cli("prepare", str(script))
    assert (broken.code, broken.out) == (1, "")
    assert f"{script}:2" in broken.err
    assert json.loads(cli("prepare", "--json", str(script)).out)["error"]["line"] == 2

    unknown = cli("run", "--program", "a" * 64)
    assert (unknown.code, unknown.out) == (2, "")
    assert "send its code, or prepare it again" in unknown.err
    assert cli("run", "--program", "a" * 64, "-e", "return 1").code == 2


def test_programs_of_the_same_code_are_equal():
    assert Program("return 1") == Program("return 1") != Program("return 2")
    assert len({Program("return 1"), Program("return 1")}) == 1
    assert repr(Program("return 1")) == f"Program({Program('return 1').hash})"


def test_example_of_the_other_abilities_prints_what_they_give(small):
    command = [sys.executable, str(ROOT / "examples" / "abilities.py"), small.address]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    ended = subprocess.run(
        command, env=environment, capture_output=True, text=True, timeout=PATIENCE, check=True
    )
    assert ended.stdout.splitlines() == [
        "bytes: bytes",
        "limits: CPU_LIMIT: the script was stopped at its limit of 50 ms of CPU time; waiting would cost none",
        "console: found Ada",
        "conversation: Hello, Ada",
        "repeated: True",
        "typescript: 42",
    ]
