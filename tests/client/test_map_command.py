"""`python -m executor map` as a shell runs it: lines in, lines out, and what happens to those that fail."""

import json
import os
import pty
import signal
import subprocess

import pytest
from harness import PATIENCE
from test_cli import all_of, execute, popen

from executor.client import cli

DOUBLES = "if (input === 3) throw new RangeError('three')\nreturn input * 2"


@pytest.fixture
def script(tmp_path):
    """Writes the script and returns its path."""

    def write(code):
        path = tmp_path / "script.js"
        path.write_text(code)
        return path

    return write


@pytest.fixture
def map_lines(server):
    """One `map` against the shared server, its inputs from stdin."""
    return lambda script, stdin, *more: execute(
        "map", script, "--inputs=-", f"--address={server.address}", *more, stdin=stdin
    )


def test_each_line_gives_a_line_in_order(map_lines, script):
    stdin = "".join(f"{number}\n" for number in range(1000))
    finished = map_lines(script("return { é: input }"), stdin)
    assert (finished.code, finished.err) == (cli.EXIT_OK, "")
    assert finished.out == "".join(f'{{"é":{number}}}\n' for number in range(1000))


def test_inputs_come_from_a_file_and_the_script_from_stdin(server, tmp_path):
    inputs = tmp_path / "inputs.jsonl"
    inputs.write_text("1\n2", encoding="utf-8-sig")
    finished = execute("map", "-", "--inputs", inputs, f"--address={server.address}", stdin="return input")
    assert (finished.code, finished.out) == (cli.EXIT_OK, "1\n2\n")


def test_failed_line_is_named_on_stderr_and_the_others_go_on(map_lines, script):
    path = script(DOUBLES)
    finished = map_lines(path, "1\n\n  \n3\nnope\n4\n")
    assert (finished.code, finished.out) == (cli.EXIT_SCRIPT_FAILED, "2\n8\n")
    thrown, invalid, summary = finished.err.splitlines()
    assert thrown.startswith(f"executor: line 4: RangeError: three ({path}:1:")
    assert invalid.startswith("executor: line 5: INVALID_INPUT: ")
    assert summary == "executor: 2 of 4 inputs have no result"


def test_with_json_every_line_has_its_result_or_error_in_place(map_lines, script):
    finished = map_lines(script(f"console.log('at', input)\n{DOUBLES}"), "1\n\n3\n4\n", "--json")
    assert finished.code == cli.EXIT_SCRIPT_FAILED
    first, second, third = map(json.loads, finished.out.splitlines())
    assert [(each["line"], each["result"]) for each in (first, second, third)] == [(1, 2), (3, None), (4, 8)]
    assert first["console"][0]["text"] == "at 1"
    assert first["error"] is None
    assert (second["error"]["kind"], second["error"]["name"]) == ("THROWN", "RangeError")


def test_fail_fast_stops_at_the_first_failed_line(map_lines, script):
    finished = map_lines(script(DOUBLES), "1\n3\n4\n", "--fail-fast")
    assert (finished.code, finished.out) == (cli.EXIT_SCRIPT_FAILED, "2\n")


def test_what_scripts_print_is_on_stderr_with_its_line(map_lines, script):
    finished = map_lines(script("console.log('[at]', input)"), "\n7\n")
    assert (finished.out, finished.err) == ("null\n", "line 2: [at] 7\n")


def test_no_lines_give_no_lines(map_lines, script):
    finished = map_lines(script("return 1"), "\n")
    assert (finished.code, finished.out, finished.err) == (cli.EXIT_OK, "", "")


def test_timeout_is_for_each_line(map_lines, script):
    finished = map_lines(script("if (input) for (;;); return 0"), "0\n1\n0\n", "--timeout=2s")
    assert finished.out == "0\n0\n"
    assert "executor: line 2: TIMEOUT: " in finished.err


@pytest.mark.parametrize(
    ("arguments", "stdin", "complaint"),
    [
        (["-", "--inputs=-"], "", "script and inputs cannot both come from stdin"),
        (["SCRIPT", "--inputs=/no/such/file"], "", "cannot read /no/such/file: No such file or directory"),
        (["SCRIPT", "--inputs=-"], b"1\n\xff\n", "line 2 of stdin is not UTF-8: byte 0 of it is 0xff"),
        (["EMPTY", "--inputs=-"], "1\n", "INVALID_ARGUMENT: code is empty"),
    ],
)
def test_wrong_usage_says_what_to_change(server, tmp_path, arguments, stdin, complaint):
    (tmp_path / "script.js").write_text("return input")
    (tmp_path / "empty.js").write_text("\n")
    names = {"SCRIPT": tmp_path / "script.js", "EMPTY": tmp_path / "empty.js"}
    finished = execute(
        "map", *(names.get(name, name) for name in arguments), f"--address={server.address}", stdin=stdin
    )
    assert finished.code == cli.EXIT_USAGE
    assert complaint in finished.err


def test_line_that_is_not_utf8_comes_after_the_results_before(map_lines, script):
    finished = map_lines(script("return input"), b"1\n2\n\xff\n")
    assert finished.out == "1\n2\n"
    assert "the results up to line 2 of the inputs are complete" in finished.err


def test_result_comes_while_the_next_line_is_not_there_and_interrupt_ends_it(server, script):
    process = popen("map", script("return input"), "--inputs=-", f"--address={server.address}")
    for number in range(3):
        process.stdin.write(b"%d\n" % number)
        process.stdin.flush()
        assert process.stdout.readline() == b"%d\n" % number
    process.send_signal(signal.SIGINT)
    assert process.wait(PATIENCE) == cli.EXIT_INTERRUPTED
    with process:
        assert process.stderr.read() == b""


def test_reader_that_has_seen_enough_ends_it(server, script, tmp_path):
    inputs = tmp_path / "inputs.jsonl"
    inputs.write_text("1\n" * 100_000)
    with popen(
        "map", script("return 'x'.repeat(1000)"), f"--inputs={inputs}", f"--address={server.address}"
    ) as process:
        process.stdout.readline()
        process.stdout.close()
        assert process.wait(PATIENCE) == cli.EXIT_BROKEN_PIPE
        assert process.stderr.read() == b""


def test_server_that_stops_leaves_word_how_far_it_came(start, script):
    server = start("--isolates=1").serving()
    with popen("map", script("return input"), "--inputs=-", f"--address={server.address}") as process:
        process.stdin.write(b"\n1\n")
        process.stdin.flush()
        assert process.stdout.readline() == b"1\n"
        server.signal(signal.SIGTERM)
        assert process.wait(PATIENCE) == cli.EXIT_UNAVAILABLE
        complaint = process.stderr.read().decode()
    assert "the results up to line 2 of the inputs are complete; those after it are missing" in complaint
    assert "UNAVAILABLE: the server is shutting down" in complaint


def test_terminal_sees_progress_and_a_file_does_not(server, script, tmp_path):
    inputs = tmp_path / "inputs.jsonl"
    inputs.write_text("1\n" * 2000)
    master, slave = pty.openpty()
    process = popen(
        "map", script("return input"), f"--inputs={inputs}", f"--address={server.address}",
        stdin=subprocess.DEVNULL, stderr=slave, env={**os.environ, "TERM": "xterm", "COLUMNS": "120"},
    )  # fmt: skip
    os.close(slave)
    with process:
        assert process.stdout.read() == b"1\n" * 2000
    shown = all_of(master)
    assert process.returncode == cli.EXIT_OK
    assert b"/2000" in shown
