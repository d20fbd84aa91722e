"""Flags of the command line: where they may stand, what they send, and the help."""

import base64
import subprocess
import sys

import pytest
from harness import PATIENCE, ROOT
from test_cli import execute, popen

from executor import __version__
from executor.client import Client, cli


@pytest.mark.parametrize("arguments", [("--version",), ("serve", "--version")])
def test_version_is_told(arguments):
    finished = execute(*arguments)
    assert (finished.code, finished.out) == (0, f"flow-executor {__version__}\n")


def test_script_may_be_an_argument(server):
    address = f"--address={server.address}"
    assert execute("run", address, "-e", "return 6 * 7").out == "42\n"
    mapped = execute("map", address, "--eval", "return input + 1", "--inputs=-", stdin="1\n2\n")
    assert mapped.out == "2\n3\n"
    failed = execute("run", address, "-e", "null.x")
    assert failed.code == cli.EXIT_SCRIPT_FAILED
    assert "[code]:1" in failed.err


@pytest.mark.parametrize("arguments", [(), ("script.js", "-e", "return 1")])
def test_script_is_given_once(arguments):
    finished = execute("run", *arguments)
    assert finished.code == cli.EXIT_USAGE
    assert "-e/--eval" in finished.err


def test_flags_of_all_commands_may_stand_before_or_after(server):
    address, nowhere = f"--address={server.address}", "--address=127.0.0.1:1"
    for arguments in (
        (address, "--json", "health"),
        ("health", address, "--json"),
        (nowhere, "health", "--json", address),
    ):
        assert execute(*arguments).json["status"] == "SERVING"


def test_execution_and_caller_are_named(start):
    server = start("--isolates=1", "--log-level=debug", "--log-format=json").serving()
    flags = (f"--address={server.address}", "--caller=night batch", "--execution-id=run-7")
    assert execute("run", *flags, "-e", "return 1").code == 0
    server.stop()
    (line,) = [line for line in server.log if '"outcome"' in line]
    assert '"execution_id": "run-7"' in line
    assert '"caller": "night batch"' in line


def test_caller_that_no_header_carries_is_wrong_usage():
    finished = execute("run", "--caller=中", "-e", "return 1")
    assert (finished.code, "the caller's name" in finished.err) == (cli.EXIT_USAGE, True)
    with pytest.raises(ValueError, match="the caller's name"):
        Client(caller="two\nlines")


def test_file_without_its_sign_is_asked_about(server, tmp_path):
    path = tmp_path / "input.json"
    path.write_text("1")
    address = f"--address={server.address}"
    finished = execute("run", address, "-e", "return input", f"--input={path}")
    assert finished.code == cli.EXIT_USAGE
    assert f"write --input @{path}" in finished.err
    assert execute("run", address, "-e", "return input", f"--input=@{path}").out == "1\n"


@pytest.mark.parametrize("command", [(), ("run",), ("map",), ("health",)])
def test_help_fits_a_terminal(command):
    done = subprocess.run(
        [sys.executable, "-m", "executor", *command, "--help"],
        cwd=ROOT,
        env={"COLUMNS": "80"},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )
    assert max(map(len, done.stdout.splitlines())) <= 80
    assert done.stdout.startswith("usage: python -m executor")


def test_bytes_come_from_a_file_and_go_to_stdout_as_they_are(server, tmp_path):
    data = bytes(range(256))
    (tmp_path / "in.bin").write_bytes(data)
    arguments = ("run", "-e", "return input.reverse()", "--input-bytes", tmp_path / "in.bin", "--bytes")
    with popen(*arguments, "--address", server.address) as command:
        out, error = command.communicate(timeout=PATIENCE)
    assert (out, error, command.returncode) == (data[::-1], b"", 0)
    told = execute(*arguments, "--json", "--address", server.address).json
    assert base64.b64decode(told["result_base64"]) == data[::-1]
    assert told["result"] is None


def test_limits_of_a_run_are_flags(server):
    limits = ("--cpu-limit=30ms", "--max-memory-bytes=64MiB", "--max-fetches=0", "--max-console-bytes=2")
    ended = execute("run", "-e", "console.log('abc'); for (;;) {}", *limits, "--address", server.address)
    assert ended.code == 1
    assert ended.err.startswith("ab\n")
    assert "CPU_LIMIT: the script was stopped at its limit of 30 ms of CPU time" in ended.err


@pytest.mark.parametrize(
    ("flags", "words"),
    [
        (("--input=1", "--input-bytes=x"), "a script has one input; give --input or --input-bytes"),
        (("--input=-", "--input-bytes=-"), "cannot both come from stdin"),
        (("--input-bytes=/nowhere/x",), "cannot read /nowhere/x: No such file"),
        (("--max-memory-bytes=much",), "argument --max-memory-bytes: 'much'"),
        (("--max-fetches=-1",), "'-1': it must be a whole number"),
        (
            ("--max-memory-bytes=1MiB",),
            "limits.memory_bytes is 1048576 bytes; it must be 33554432 bytes or more",
        ),
    ],
)
def test_wrong_bytes_and_limits_are_wrong_usage(server, flags, words):
    ended = execute("run", "-e", "return 1", *flags, "--address", server.address)
    assert ended.code == 2
    assert words in ended.err
