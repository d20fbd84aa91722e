"""TypeScript as callers have it: `language=` of both clients, files that end in .ts on the command line."""

import json

import pytest
from harness import ServerProcess
from test_cli import execute
from test_client import connect  # noqa: F401 - a fixture

from executor.client import Client, Refused, ScriptFailed, cli
from executor.outcome import ErrorKind

CODE = "const n = input as number;\nreturn n * (2 as number);"


@pytest.fixture(scope="module")
def typed():
    server = ServerProcess("--isolates=2").serving()
    yield server
    server.stop()


@pytest.fixture
def client(connect, typed):  # noqa: F811 - the fixture above
    return connect(typed.address)


def test_code_is_typescript_where_the_caller_says_so(client):
    assert client.execute(CODE, 21, language="typescript").result == 42
    with pytest.raises(ScriptFailed) as failed:
        client.execute(CODE, 21)
    assert failed.value.execution.error.kind is ErrorKind.SYNTAX


def test_what_cannot_be_erased_has_its_place(client):
    error = client.execute("let a;\n enum A {}", language="typescript", check=False).error
    assert (error.kind, error.line, error.column) == (ErrorKind.SYNTAX, 2, 2)


def test_program_is_not_run_as_what_it_was_not_prepared_as(client):
    with pytest.raises(Refused) as refused:
        client.execute(client.prepare("return 1"), language="typescript")
    assert "the program was prepared as LANGUAGE_JAVASCRIPT" in str(refused.value)
    program = client.prepare(CODE, language="typescript")
    assert client.execute(program, 2, language="typescript").result == client.execute(program, 2).result == 4


def test_language_that_the_client_does_not_know_is_a_value_error(client):
    with pytest.raises(ValueError, match="language is 'python'; it may be one of javascript, typescript"):
        client.execute("return 1", language="python")


def test_conversation_is_typescript_too(client):
    code = "return (await (host as any).twice(input as number)) as number"
    assert client.converse(code, 2, functions={"twice": lambda n: 2 * n}, language="typescript").result == 4


def test_program_is_typescript_too_also_where_a_server_does_not_have_it(client, start, connect):  # noqa: F811
    program = client.prepare(CODE, language="typescript")
    assert client.execute(program, 4).result == 8
    other = connect(start("--isolates=2").serving().address)
    assert [other.execute(program, number).result for number in (1, 2)] == [2, 4]


def test_batch_is_typescript_too(typed):
    with Client(typed.address) as client:
        assert [one.result for one in client.execute_batch(CODE, [1, 2], language="typescript")] == [2, 4]


@pytest.fixture
def call(typed):
    return lambda *arguments, stdin="": execute(*arguments, f"--address={typed.address}", stdin=stdin)


@pytest.mark.parametrize("name", ["block.ts", "block.mts"])
def test_file_of_typescript_runs(call, tmp_path, name):
    script = tmp_path / name
    script.write_text(CODE)
    finished = call("run", script, "--input=21")
    assert (finished.code, finished.out, finished.err) == (cli.EXIT_OK, "42\n", "")


def test_language_is_said_where_no_file_says_it(call):
    assert call("run", "-e", CODE, "--input=2", "--language=typescript").out == "4\n"
    assert call("run", "-", "--input=2", "--language=typescript", stdin=CODE).out == "4\n"
    assert call("run", "-e", CODE, "--input=2").code == cli.EXIT_SCRIPT_FAILED
    assert call("run", "-e", CODE, "--language=python").code == cli.EXIT_USAGE


def test_followed_block_is_typescript_too(call, tmp_path):
    script = tmp_path / "block.ts"
    script.write_text("console.log('now' as string); return 1 as number")
    finished = call("run", script, "--follow")
    assert (finished.code, finished.out, finished.err) == (cli.EXIT_OK, "1\n", "now\n")


def test_language_that_is_said_counts_more_than_the_files_name(call, tmp_path):
    script = tmp_path / "block.ts"
    script.write_text(CODE)
    assert call("run", script, "--language=javascript").code == cli.EXIT_SCRIPT_FAILED


def test_error_shows_the_line_of_the_file(call, tmp_path):
    script = tmp_path / "block.ts"
    script.write_text("type A = number;\nconst a: A = (input as any).b.c;\nreturn a;")
    finished = call("run", script, "--input={}")
    assert finished.code == cli.EXIT_SCRIPT_FAILED
    assert finished.err.startswith(f"{script}:2\nconst a: A = (input as any).b.c;\n")
    assert f"at {script}:2:31" in finished.err


def test_map_takes_typescript(call, tmp_path):
    script = tmp_path / "block.ts"
    script.write_text(CODE)
    finished = call("map", script, "--inputs=-", stdin="1\n2\n3\n")
    assert [json.loads(line) for line in finished.out.splitlines()] == [2, 4, 6]
