"""`python -m executor` as a shell runs it: real processes, real servers, exit codes, what is on which stream."""

import contextlib
import hashlib
import json
import os
import pty
import re
import signal
import socket
import subprocess
import sys

import pytest
from certificates import Certificate, Files, channel_credentials
from harness import PATIENCE, ROOT, eventually
from harness import popen_command as popen

from executor.client import Client, cli
from executor.client.cli import hints
from executor.settings.flags import CLIENT_VARIABLES
from executor.v1 import executor_pb2 as pb


class Finished:
    """Exit code and both streams of one command."""

    def __init__(self, code, out, err):
        self.code, self.out, self.err = code, out, err
        assert "Traceback" not in err

    @property
    def json(self):
        return json.loads(self.out)


def all_of(master):
    """What was written to a terminal whose other end is closed: the kernel passes it on piece by piece, and when it likes."""
    shown = b""
    # The end of a terminal is an error.
    with contextlib.suppress(OSError):
        while chunk := os.read(master, 65_536):
            shown += chunk
    os.close(master)
    return shown


def execute(*arguments, stdin="", environment=None):
    """Carries out one command to its end."""
    process = popen(*arguments, env={**os.environ, **(environment or {})})
    out, err = process.communicate(stdin if isinstance(stdin, bytes) else stdin.encode(), PATIENCE)
    return Finished(process.returncode, out.decode(), err.decode())


@pytest.fixture
def call(server):
    """One command against the shared server."""
    return lambda *arguments, stdin="": execute(*arguments, f"--address={server.address}", stdin=stdin)


@pytest.fixture
def held(start, tmp_path):
    """A server that answers, never gets ready, and knows why."""
    server = start(f"--modules={tmp_path / 'none'}", "--warmup-failure=hold").listening()
    eventually(lambda: server.warmup_status().status == pb.WARMUP_STATE_FAILED, "the warmup failed")
    return server


@pytest.fixture
def nobody():
    """An address where nothing listens, kept free for the test."""
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        host, port = bound.getsockname()
        yield f"{host}:{port}"


# --- run -------------------------------------------------------------------------------------------------------------


def test_result_is_on_stdout_and_what_the_script_prints_on_stderr(call, tmp_path):
    script = tmp_path / "script.js"
    script.write_text("console.log('[bold]á[/bold]'); console.error('b'); return { 中: 1 }", encoding="utf-8")
    finished = call("run", script)
    assert (finished.code, finished.out, finished.err) == (cli.EXIT_OK, '{"中":1}\n', "[bold]á[/bold]\nb\n")


def test_follow_shows_what_the_script_prints_while_it_runs(solitary, tmp_path):
    before = solitary.metrics()['executor_kills_total{reason="cancelled"}']
    code = "console.log('begun'); console.error('b'); await new Promise(resolve => setTimeout(resolve, 1e6))"
    process = popen("run", "--follow", "-e", code, "--timeout=60s", f"--address={solitary.address}")
    assert [process.stderr.readline(), process.stderr.readline()] == [b"begun\n", b"b\n"]
    process.send_signal(signal.SIGINT)
    assert process.wait(PATIENCE) == cli.EXIT_INTERRUPTED
    process.communicate()
    eventually(
        lambda: solitary.metrics()['executor_kills_total{reason="cancelled"}'] == before + 1,
        "the run is killed",
    )


def test_follow_ends_as_without_it(call):
    finished = call("run", "--follow", "-e", "console.log('a'); return 1")
    assert (finished.code, finished.out, finished.err) == (cli.EXIT_OK, "1\n", "a\n")
    finished = call("run", "--follow", "-e", "console.log('a'); throw new Error('no')")
    assert (finished.code, finished.out) == (cli.EXIT_SCRIPT_FAILED, "")
    assert finished.err.splitlines()[:2] == ["a", "[code]:1"]
    finished = call("run", "--follow", "--json", "-e", "console.log('a'); return host.f")
    assert (finished.code, finished.err) == (cli.EXIT_OK, "a\n")
    assert [entry["text"] for entry in finished.json["console"]] == ["a"]
    finished = call("run", "--follow", "-e", " ")
    assert (finished.code, "code is empty" in finished.err) == (cli.EXIT_USAGE, True)


def test_result_is_utf8_in_any_locale(server):
    environment = {"PYTHONIOENCODING": "ascii", "EXECUTOR_ADDRESS": server.address}
    finished = execute("run", "-", stdin="console.log('中'); return '中'", environment=environment)
    assert (finished.code, finished.out) == (cli.EXIT_OK, '"中"\n')


def test_no_result_is_null(call):
    assert call("run", "-", stdin="const a = 1").out == "null\n"


@pytest.mark.parametrize(
    ("code", "hinted"),
    [
        ("const a = 1;\na + 1;", True),
        ("input.items\n  .filter(x => x)\n  .map(x => x.id)", True),
        ("({ a: 1 })", True),
        ("// return it\n'return'.length", True),
        ("a\nreturn null", False),
        ("console.log(1)", False),
        ("const f = 1", False),
        ("if (input) {\n  f()\n}", False),
        ("throw new Error('x')", False),
        ("", False),
    ],
)
def test_author_who_forgot_to_return_is_told_so(code, hinted):
    assert hints.returned_nothing(code, "null") is hinted
    assert not hints.returned_nothing(code, "1")


def test_input_comes_from_the_command_line_a_file_or_stdin(call, tmp_path):
    script = tmp_path / "script.js"
    # With the byte order mark that some editors write.
    script.write_bytes(b"\xef\xbb\xbfreturn [input, 1]")
    value = tmp_path / "value.json"
    value.write_text('"é"', encoding="utf-8-sig")
    assert call("run", script).out == "[null,1]\n"
    assert call("run", script, "--input", "-5").out == "[-5,1]\n"
    assert call("run", script, "--input", '{"a": "b"}').out == '[{"a":"b"},1]\n'
    assert call("run", script, "--input", f"@{value}").out == '["é",1]\n'
    assert call("run", script, "--input", "-", stdin="[2]").out == "[[2],1]\n"


def test_error_is_shown_with_its_source_line_and_stack(call, tmp_path):
    script = tmp_path / "script.js"
    code = "const a = 1\n\tconst wide = require('lodash').map([1], () => { throw new Error('inside') })"
    script.write_text(code)
    finished = call("run", script)
    assert (finished.code, finished.out) == (cli.EXIT_SCRIPT_FAILED, "")
    lines = finished.err.splitlines()
    error = call("run", script, "--json").json["error"]
    assert lines[:2] == [f"{script}:2", code.splitlines()[1]]
    # Under its character: a tab for the tab, a space for each character else.
    assert lines[2] == "\t" + " " * (error["column"] - 2) + "^"
    assert lines[3:5] == ["", "Error: inside"]
    # Its own name, where the server knows none.
    assert lines[4:] == error["stack"].replace("script.js:", f"{script}:").splitlines()
    assert any("(lodash:" in line for line in lines)


def test_error_in_a_very_long_line_shows_the_part_around_it(call):
    finished = call("run", "-", stdin=f"\n{'1;' * 5000}throw new Error('far'); {'2;' * 5000}")
    lines = finished.err.splitlines()
    assert lines[0] == "[stdin]:2"
    assert len(lines[1]) == 120
    assert "throw new Error('far')" in lines[1]
    assert lines[1].index("throw") < lines[2].index("^") < lines[1].index("(")


def test_syntax_error_is_shown_with_its_line(call):
    finished = call("run", "-", stdin="const a = 1\n  let let = 2")
    assert finished.code == cli.EXIT_SCRIPT_FAILED
    assert finished.err.splitlines()[:2] == ["[stdin]:2", "  let let = 2"]
    assert "SyntaxError: " in finished.err


@pytest.mark.parametrize(
    ("code", "text"), [("throw 'text'", "Uncaught text"), ("throw { a: 1 }", "Uncaught { a: 1 }")]
)
def test_anything_thrown_is_shown(call, code, text):
    assert call("run", "-", stdin=code).err == f"{text}\n"


def test_timeout_is_named_after_what_was_printed(call):
    finished = call("run", "-", "--timeout", "1s", stdin="console.log('begun'); for (;;) {}")
    assert finished.code == cli.EXIT_SCRIPT_FAILED
    printed, error = finished.err.splitlines()
    assert printed == "begun"
    assert error.startswith("TIMEOUT: ")
    assert "1000 ms" in error


def test_truncated_console_is_told(call):
    finished = call("run", "-", stdin="for (let i = 0; i < 1001; i++) console.log(i)")
    assert finished.code == cli.EXIT_OK
    assert finished.err.splitlines()[-2:] == [
        "999",
        "executor: the script printed more than the server keeps; the rest is lost",
    ]


def test_json_has_all_of_an_execution(call):
    finished = call("run", "-", "--json", stdin="console.warn('w'); return { big: 2 ** 64 }")
    assert (finished.code, finished.err) == (cli.EXIT_OK, "")
    document = finished.json
    assert document["result"] == {"big": 18446744073709552000}
    assert document["error"] is None
    assert [(entry["level"], entry["text"]) for entry in document["console"]] == [("WARN", "w")]
    assert document["console_truncated"] is False
    assert 0 < document["usage"]["run_seconds"] <= document["usage"]["total_seconds"]
    assert len(document["execution_id"]) == 32


def test_json_of_a_failure_has_its_error(call):
    finished = call("run", "-", "--json", stdin="console.log(1)\nthrow new TypeError('x')")
    assert (finished.code, finished.err) == (cli.EXIT_SCRIPT_FAILED, "")
    document = finished.json
    assert document["result"] is None
    assert [document["error"][key] for key in ("kind", "name", "message", "line")] == [
        "THROWN",
        "TypeError",
        "x",
        2,
    ]
    assert document["console"][0]["text"] == "1"


DEEP = "let a = []; for (let i = 0; i < 3000; i++) a = [a]; return a"


def test_result_deeper_than_python_reads_is_still_printed(call):
    expected = "[" * 3001 + "]" * 3001
    assert call("run", "-", stdin=DEEP).out == f"{expected}\n"
    assert call("run", "-", "--json", stdin=DEEP).out.startswith(f'{{"result": {expected}, ')


def test_output_on_a_terminal_is_laid_out(server):
    master, slave = pty.openpty()
    # Dumb, so that no styles are between the words.
    environment = {**os.environ, "TERM": "dumb", "EXECUTOR_ADDRESS": server.address}
    process = popen("run", "-", stdout=slave, stderr=slave, env=environment)
    os.close(slave)
    process.communicate(b"console.log('[b]', 1); return { a: [1] }", PATIENCE)
    printed = all_of(master).decode()
    assert process.returncode == cli.EXIT_OK
    assert printed.split("\r\n") == ["[b] 1", "{", '  "a": [', "    1", "  ]", "}", ""]


# --- The name typed --------------------------------------------------------------------------------------------------

COMMAND = str(ROOT / ".venv" / "bin" / "flow-executor")
PACKAGE = [sys.executable, "-m", "executor"]


def shown(command, folder, environment=None):
    """What a command writes that needs no server, in a folder that is not this tree."""
    environment = environment or {"PATH": os.environ["PATH"]}
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, timeout=PATIENCE
    )
    return done.stdout + done.stderr


def test_command_that_setup_makes_works_in_any_directory(server, tmp_path):
    (tmp_path / "sum.js").write_text("return input.a + input.b")
    command = [COMMAND, "run", "sum.js", "--input", '{"a": 1, "b": 2}', "--address", server.address]
    assert shown(command, tmp_path) == "3\n"


@pytest.mark.parametrize(
    ("command", "usage"),
    [
        ([COMMAND, "--help"], "usage: flow-executor [-h] [FLAGS] COMMAND ..."),
        ([COMMAND, "run"], "usage: flow-executor run [-h]"),
        ([COMMAND, "serve", "--help"], "usage: flow-executor serve [--name=value ...]"),
        ([*PACKAGE, "--help"], "usage: python -m executor [-h] [FLAGS] COMMAND ..."),
        ([*PACKAGE, "run"], "usage: python -m executor run [-h]"),
        ([*PACKAGE, "serve", "--help"], "usage: python -m executor serve [--name=value ...]"),
        ([sys.executable, str(ROOT / "server.py"), "--help"], "usage: python server.py [--name=value ...]"),
    ],
    ids=lambda value: "" if isinstance(value, list) else value,
)
def test_usage_has_the_name_that_was_typed(tmp_path, command, usage):
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)} if command[0] != COMMAND else None
    assert shown(command, tmp_path, environment).startswith(usage)


# --- What goes wrong -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "stdin", "words"),
    [
        ([], "", "COMMAND"),
        (["walk"], "", "walk"),
        (["run"], "", "FILE"),
        (["run", "none.js"], "", "cannot read none.js: No such file"),
        (["run", "tests"], "", "cannot read tests: Is a directory"),
        (["run", "-", "--input", "-"], "return 1", "cannot both come from stdin"),
        (["run", "-", "--input", "@none.json"], "return 1", "cannot read none.json"),
        (["run", "-", "--input", " "], "return 1", "the input is empty"),
        (["run", "-", "--timeout", "1h"], "return 1", "it must be a duration such as 300ms"),
        (["run", "-", "--timeout", "-1s"], "return 1", "--timeout"),
        (["run", "-"], b"return '\xff'", "stdin is not UTF-8: byte 8 is 0xff"),
    ],
)
def test_wrong_usage_is_named_without_asking_a_server(nobody, arguments, stdin, words):
    finished = execute(*arguments, stdin=stdin, environment={"EXECUTOR_ADDRESS": nobody})
    assert (finished.code, finished.out) == (cli.EXIT_USAGE, "")
    assert words in finished.err


@pytest.mark.parametrize(
    ("arguments", "stdin", "reason"),
    [
        ([], "", "EMPTY_CODE"),
        (["--input", "{bad"], "return 1", "INPUT_NOT_JSON"),
        (["--timeout", "61s"], "return 1", "TIMEOUT_OUT_OF_RANGE"),
        ([], "//" + "x" * 70_000, "CODE_TOO_LARGE"),
    ],
)
def test_invalid_request_is_wrong_usage_with_the_servers_reason(call, arguments, stdin, reason):
    finished = call("run", "-", *arguments, "--json", stdin=stdin)
    assert finished.code == cli.EXIT_USAGE
    failure = finished.json["failure"]
    assert (failure["code"], failure["reason"]) == ("INVALID_ARGUMENT", reason)
    assert finished.err == f"executor: INVALID_ARGUMENT: {failure['message']}\n"


@pytest.mark.parametrize("command", [["run", "-"], ["warmup"], ["status"], ["health"]])
def test_nobody_at_the_address(nobody, command):
    finished = execute(*command, f"--address={nobody}", stdin="return 1")
    assert (finished.code, finished.out) == (cli.EXIT_CANNOT_CONNECT, "")
    assert finished.err.startswith(f"executor: cannot connect to {nobody}: ")
    assert len(finished.err.splitlines()) == 1


@pytest.mark.slow  # the deadline of status calls
def test_silent_peer_is_nobody(nobody):
    host, _, port = nobody.rpartition(":")
    # Accepts connections by its backlog and never says a word.
    with socket.create_server((host, 0)) as silent:
        port = silent.getsockname()[1]
        finished = execute("health", f"--address={host}:{port}")
    assert (finished.code, finished.err) == (
        cli.EXIT_CANNOT_CONNECT,
        f"executor: no answer from {host}:{port}\n",
    )


def test_full_queue_is_unavailable(start):
    server = start("--isolates=1", "--queue=0", "--canary-interval=60m").serving().all_ready()
    busy = server.start_execute("await new Promise(() => setTimeout(() => {}, 1e6))", timeout=60)
    server.running_isolate()
    finished = execute("run", "-", "--json", f"--address={server.address}", stdin="return 1")
    busy.cancel()
    assert finished.code == cli.EXIT_UNAVAILABLE
    assert finished.json["failure"]["reason"] == "QUEUE_FULL"
    assert finished.json["failure"]["metadata"]["isolates"] == "1"


def test_interrupt_ends_command_and_script(solitary):
    process = popen("run", "-", "--timeout=60s", f"--address={solitary.address}")
    process.stdin.write(b"for (;;) {}")
    process.stdin.close()
    process.stdin = None
    isolate = solitary.running_isolate()
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=PATIENCE)
    assert (process.returncode, out, err) == (cli.EXIT_INTERRUPTED, b"", b"")
    eventually(lambda: not isolate.is_running(), "the isolate is gone")


def test_reader_that_leaves_is_no_error(server):
    reading, writing = os.pipe()
    os.close(reading)
    process = popen("run", "-", f"--address={server.address}", stdout=writing)
    os.close(writing)
    _, err = process.communicate(b"return 'x'.repeat(1e6)", PATIENCE)
    assert (process.returncode, err) == (cli.EXIT_BROKEN_PIPE, b"")


@pytest.mark.parametrize(
    "arguments",
    [
        ("run", "-e", b'return "\xff"'),
        ("run", "--follow", "-e", b'return "\xff"'),
        ("prepare", "-e", b'return "\xff"'),
        ("run", "-e", "return input", "--input", b'"\xff"'),
        ("run", "-e", "return 1", "--execution-id", b"\xff"),
        ("run", "--program", b"\xff"),
    ],
    ids=["run", "follow", "prepare", "input", "id", "program"],
)
def test_argument_that_is_not_utf8_is_wrong_usage(server, arguments):
    process = popen(*arguments, f"--address={server.address}")
    out, err = process.communicate(timeout=PATIENCE)
    assert (process.returncode, out) == (cli.EXIT_USAGE, b"")
    assert err == b"executor: an argument is not UTF-8: it has the byte 0xff\n"


@pytest.mark.parametrize("flags", [[], ["--follow"], ["--bytes"]], ids=" ".join)
def test_result_that_cannot_be_written_is_said_in_a_line(server, flags):
    with open("/dev/full", "wb") as full:
        process = popen("run", "-e", "return 1", *flags, f"--address={server.address}", stdout=full)
        _, err = process.communicate(b"", PATIENCE)
    assert (process.returncode, err) == (
        cli.EXIT_USAGE,
        b"executor: cannot write to stdout: No space left on device\n",
    )


@pytest.mark.parametrize("streams", ["2>&-", "2>/dev/full"])
@pytest.mark.parametrize("flags", [[], ["--follow"]], ids=" ".join)
def test_results_stand_alone_where_nobody_hears_what_is_printed(server, flags, streams):
    command = [sys.executable, "-m", "executor", "run", "-e", "console.log('a'); return 1", *flags]
    shell = ["sh", "-c", f'exec "$@" {streams}', "sh", *command, f"--address={server.address}"]
    process = subprocess.run(shell, cwd=ROOT, stdout=subprocess.PIPE, timeout=PATIENCE)
    assert (process.returncode, process.stdout) == (cli.EXIT_OK, b"1\n")


def test_closed_stdout_is_wrong_usage(server):
    command = [sys.executable, "-m", "executor", "run", "-e", "return 1", f"--address={server.address}"]
    process = subprocess.run(
        ["sh", "-c", 'exec "$@" >&-', "sh", *command], cwd=ROOT, stderr=subprocess.PIPE, timeout=PATIENCE
    )
    assert process.returncode == cli.EXIT_USAGE
    assert process.stderr == b"executor: stdout is closed; what a command finds goes there\n"


# --- warmup, status, health ------------------------------------------------------------------------------------------


def test_warmup_shows_every_module(call, server):
    finished = call("warmup")
    assert finished.code == cli.EXIT_OK
    warmup = server.warmup_status()
    rows = [line.split() for line in finished.out.splitlines()]
    assert ["state", "COMPLETED"] in rows
    for module in warmup.module_details:
        assert [module.name, module.version, "COMPLETED"] in [row[:3] for row in rows]


def test_warmup_as_json_has_numbers_as_numbers(call, server):
    finished = call("warmup", "--json")
    warmup = server.warmup_status()
    document = finished.json
    assert (finished.code, document["status"], document["generation"]) == (cli.EXIT_OK, "COMPLETED", 1)
    assert document["modules"] == list(warmup.modules)
    assert document["module_details"][0]["size_bytes"] == warmup.module_details[0].size_bytes
    assert document["history"][0]["timestamp"].endswith("Z")


def test_status_shows_load_and_limits(call):
    def told() -> list[list[str]]:
        finished = call("status")
        assert finished.code == cli.EXIT_OK
        return [line.split(maxsplit=1) for line in finished.out.splitlines() if line]

    rows = told()
    assert ["ready", "yes"] in rows
    # A canary runs now and then.
    eventually(lambda: ["running", "0 of 8"] in told(), "nothing runs")
    assert ["timeout", "10 s, at most 60 s"] in rows


def test_status_as_json_has_every_field(call):
    document = call("status", "--json").json
    assert document["ready"] is True
    assert document["limits"]["max_code_bytes"] == 65535
    assert document["limits"]["default_timeout_seconds"] == 10
    assert document["memory"]["alloc_bytes"] > 1 << 20
    assert document["warmup"]["status"] == "COMPLETED"


def test_health_is_one_word_and_an_exit_code(call):
    finished = call("health")
    assert (finished.code, finished.out) == (cli.EXIT_OK, "SERVING\n")
    finished = call("health", "--service=liveness", "--json")
    assert (finished.code, finished.json) == (cli.EXIT_OK, {"service": "liveness", "status": "SERVING"})
    finished = call("health", "--service=nobody")
    assert (finished.code, finished.out) == (cli.EXIT_UNAVAILABLE, "SERVICE_UNKNOWN\n")


def test_server_that_is_not_ready_is_told_by_every_command(held):
    address = f"--address={held.address}"
    finished = execute("health", address)
    assert (finished.code, finished.out) == (cli.EXIT_UNAVAILABLE, "NOT_SERVING\n")
    finished = execute("warmup", address)
    assert finished.code == cli.EXIT_UNAVAILABLE
    assert "manifest.json" in finished.out
    finished = execute("status", address)
    assert finished.code == cli.EXIT_UNAVAILABLE
    assert ["ready", "no"] in [line.split() for line in finished.out.splitlines()]
    finished = execute("run", "-", address, stdin="return 1")
    assert (finished.code, finished.out) == (cli.EXIT_UNAVAILABLE, "")
    assert finished.err.startswith("executor: UNAVAILABLE: ")


def test_help_names_commands_flags_and_exit_codes():
    shown = execute("--help")
    assert shown.code == 0
    for word in ("run", "warmup", "status", "health", "exit codes:", "examples:"):
        assert word in shown.out
    shown = execute("run", "--help", environment={"EXECUTOR_ADDRESS": "example:1"})
    for word in ("--input", "--timeout", "--address", "--json", "EXECUTOR_ADDRESS", "example:1"):
        assert word in shown.out


# --- TLS and tokens --------------------------------------------------------------------------------------------------

TOKEN = "tok-12ab-command-line"


@pytest.fixture
def guarded(start, tmp_path):
    """A server that wants a certificate and a token, the files for both, and flags that have all it wants."""
    ca = Certificate("test ca")
    files = Files(tmp_path, ca, Certificate("server", ca))
    caller = Certificate("caller", ca)
    (tmp_path / "caller.pem").write_bytes(caller.pem)
    (tmp_path / "caller.key").write_bytes(caller.key)
    (tmp_path / "token").write_text(f"{TOKEN}\n")
    roster = tmp_path / "tokens"
    roster.write_text(f"cli sha256:{hashlib.sha256(TOKEN.encode()).hexdigest()} execute\n")
    server = start("--isolates=1", *files.mutual, f"--tokens={roster}").listening()
    with Client(server.address, credentials=channel_credentials(ca, caller)) as client:
        client.wait_ready(PATIENCE)
    tls = [
        f"--address={server.address}",
        f"--tls-ca={files.ca}",
        f"--tls-certificate={tmp_path / 'caller.pem'}",
        f"--tls-key={tmp_path / 'caller.key'}",
    ]
    return tls, tmp_path


def test_command_line_speaks_tls_and_shows_its_token(guarded):
    tls, directory = guarded
    finished = execute("run", "-", *tls, f"--token-file={directory / 'token'}", stdin="return 1")
    assert (finished.code, finished.out, finished.err) == (cli.EXIT_OK, "1\n", "")
    environment = {
        "EXECUTOR_ADDRESS": tls[0].removeprefix("--address="),
        "EXECUTOR_CLIENT_CA": str(directory / "ca.pem"),
        "EXECUTOR_CLIENT_CERTIFICATE": str(directory / "caller.pem"),
        "EXECUTOR_CLIENT_KEY": str(directory / "caller.key"),
        "EXECUTOR_CLIENT_TOKEN": TOKEN,
    }
    assert execute("run", "-", stdin="return 2", environment=environment).out == "2\n"
    assert execute("health", *tls).out == "SERVING\n"
    refused = execute("run", "-", *tls, stdin="return 1")
    assert refused.code == cli.EXIT_USAGE
    assert "PERMISSION_DENIED: the certificate of caller has no record in the tokens file" in refused.err
    denied = execute("warmup", "--json", *tls, environment={"EXECUTOR_CLIENT_TOKEN": TOKEN})
    assert denied.code == cli.EXIT_USAGE
    assert denied.json["failure"]["reason"] == "NOT_PERMITTED"
    assert TOKEN not in denied.out + denied.err
    address, ca, *_ = tls
    for flags, hint in (
        ([address], "it may speak TLS: give --tls-ca"),
        ([address, ca], "it may want a certificate that it knows"),
        ([address, "--tls-ca=default"], "none of the certificates in --tls-ca has signed its own"),
        ([*tls, "--tls-server-name=other.example"], "its certificate is for another name"),
    ):
        finished = execute("health", *flags)
        assert (finished.code, finished.out) == (cli.EXIT_CANNOT_CONNECT, "")
        assert f"({hint}" in finished.err, finished.err


def test_tls_to_a_server_without_it_is_named(server, guarded):
    finished = execute("health", f"--address={server.address}", guarded[0][1])
    assert finished.code == cli.EXIT_CANNOT_CONNECT
    assert "(it speaks no TLS: leave out --tls-ca)" in finished.err


def test_misspelt_variable_of_the_client_is_named_and_none_of_the_servers(server):
    environment = {
        "EXECUTOR_CLIENT_TOKN": "x",
        "EXECUTOR_CLIENT_FAVOURITE_BAND": "x",
        "EXECUTOR_ISOLATES": "2",
        "EXECUTOR_TLS_CERTIFICATE": "c.pem",
    }
    finished = execute("health", f"--address={server.address}", environment=environment)
    assert (finished.code, finished.out) == (cli.EXIT_OK, "SERVING\n")
    assert [line.partition("the variable ")[2] for line in finished.err.splitlines()] == [
        "EXECUTOR_CLIENT_FAVOURITE_BAND is none of the client's",
        "EXECUTOR_CLIENT_TOKN is none of the client's; did you mean EXECUTOR_CLIENT_TOKEN?",
    ]


def test_variables_of_the_command_line_are_known_to_the_server(capsys):
    with pytest.raises(SystemExit):
        cli.main(["run", "--help"])
    assert set(re.findall(r"EXECUTOR_[A-Z_]+", capsys.readouterr().out)) == CLIENT_VARIABLES


@pytest.mark.parametrize(
    ("flags", "complaint"),
    [
        (["--tls-certificate=c.pem", "--tls-ca=default"], "--tls-certificate and --tls-key belong together"),
        (["--tls-certificate=c.pem", "--tls-key=k.pem"], "give --tls-ca too"),
        (["--tls-server-name=executor"], "give --tls-ca too"),
        (["--tls-ca=/none"], "cannot read /none"),
        (["--tls-ca=Makefile"], "Makefile has nothing in PEM form"),
        (["--token-file=/none"], "cannot read /none"),
        (["--token-file=README.md"], "the token has blanks"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_half_or_wrong_credentials_are_wrong_usage(nobody, flags, complaint):
    finished = execute("health", f"--address={nobody}", *flags)
    assert (finished.code, finished.out) == (cli.EXIT_USAGE, "")
    assert complaint in finished.err
