"""The client's command line: runs a script on a server, and shows its warmup, status and health. `--help` tells how.

What a script returns goes to stdout; what it prints, and every complaint, goes to stderr, so that results can be
piped on. With `--json`, stdout has one JSON document whenever the server could be asked.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import os
import re
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict
from datetime import UTC
from pathlib import Path
from typing import Any, Final, Self

import grpc
from google.protobuf import duration_pb2, message, timestamp_pb2
from rich.cells import cell_len
from rich.console import Console
from rich.filesize import decimal
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from executor.client import DEFAULT_ADDRESS, Client, Execution, ServingStatus, error_info
from executor.config import parse_duration
from executor.lines import Lines, LinesError
from executor.outcome import ConsoleLevel, ErrorKind, ScriptError
from executor.v1 import executor_pb2 as pb

# Exit codes. The script returned, or the server is ready.
EXIT_OK: Final = 0
# The script ran and has no result: it threw, ran out of time or memory, or does not parse.
EXIT_SCRIPT_FAILED: Final = 1
# Wrong usage, a file that cannot be read, or a request or credentials that the server refuses: a retry cannot help.
EXIT_USAGE: Final = 2
# The server could not run the script (queue full, warming up, draining, no answer in time), or is not ready.
EXIT_UNAVAILABLE: Final = 3
# Nothing answers at the address.
EXIT_CANNOT_CONNECT: Final = 4
# As shells have it: 128 and the number of the signal (SIGINT, SIGPIPE).
EXIT_INTERRUPTED: Final = 130
EXIT_BROKEN_PIPE: Final = 141

ADDRESS_VARIABLE: Final = "EXECUTOR_ADDRESS"
# With those of the flags about TLS and tokens (`_CREDENTIALS`) known to the server's settings too, so that one shell
# may have the variables of both.
VARIABLE_PREFIX: Final = "EXECUTOR_CLIENT_"
# Not a flag, because everybody on the machine sees those.
TOKEN_VARIABLE: Final = "EXECUTOR_CLIENT_TOKEN"  # noqa: S105 - its name
# The value of --tls-ca for the certificates that gRPC brings along.
DEFAULT_CA: Final = "default"

# Of a longer line (minified code is one line) only the part around the error is shown.
_EXCERPT_WIDTH = 120
# For output that is no terminal: wide enough that no table wraps.
_PIPE_WIDTH = 200

# The same call would be refused again.
_FINAL = {
    grpc.StatusCode.INVALID_ARGUMENT,
    grpc.StatusCode.UNAUTHENTICATED,
    grpc.StatusCode.PERMISSION_DENIED,
}

_LEVEL_STYLES = {ConsoleLevel.WARN: "yellow", ConsoleLevel.ERROR: "red", ConsoleLevel.DEBUG: "dim"}
_STATE_STYLES = {"COMPLETED": "green", "SERVING": "green", "FAILED": "red", "NOT_SERVING": "red"}

_EPILOG = """\
exit codes:
  0  the script returned, or the server is ready
  1  the script failed: it threw, ran out of time or memory, or does not parse (map: for one input at least)
  2  wrong usage, a file that cannot be read, or a request or credentials the server refuses
  3  the server could not run the script, or is not ready
  4  nothing answers at the address

examples:
  flow-executor run hello.js
  flow-executor run sum.js --input '{"a": 1, "b": 2}'
  echo 'return input.length' | flow-executor run - --input @list.json --timeout 500ms
  flow-executor map price.js --inputs orders.jsonl > prices.jsonl
  flow-executor health --service liveness --address 10.0.0.7:50051
"""


class UsageError(Exception):
    """The command cannot be carried out as it was given; the message says what to change."""


def main(argv: Sequence[str] | None = None) -> int:
    """Carries out one command and returns its exit code. `argv` is without the program's name.

    Raises `SystemExit`, as argparse does, for `--help` and wrong arguments.
    """
    arguments = _parser().parse_args(argv)
    if isinstance(sys.stdout, io.TextIOWrapper):
        # JSON is UTF-8, whatever the locale says.
        sys.stdout.reconfigure(encoding="utf-8")
    try:
        code = _carry_out(arguments)
        sys.stdout.flush()
    except KeyboardInterrupt:
        return EXIT_INTERRUPTED
    except BrokenPipeError:
        # Whoever reads has seen enough. What is left in the buffer must not fail once more at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return EXIT_BROKEN_PIPE
    return code


def _carry_out(arguments: argparse.Namespace) -> int:
    command: Callable[[Client, argparse.Namespace], int] = arguments.command
    try:
        with _client(arguments) as client:
            return command(client, arguments)
    except UsageError as error:
        _complain(str(error))
        return EXIT_USAGE
    except grpc.RpcError as error:
        return _refused(error, arguments)


def _client(arguments: argparse.Namespace) -> Client:
    """Raises `UsageError`."""
    token = os.environ.get(TOKEN_VARIABLE, "")
    if arguments.token_file:
        token = _read(arguments.token_file).strip()
    try:
        return Client(
            arguments.address,
            credentials=_credentials(arguments),
            server_name=arguments.tls_server_name,
            token=token,
        )
    except ValueError as error:
        raise UsageError(str(error)) from None


def _credentials(arguments: argparse.Namespace) -> grpc.ChannelCredentials | None:
    """None without --tls-ca: plaintext. Raises `UsageError`."""
    ca, certificate, key = arguments.tls_ca, arguments.tls_certificate, arguments.tls_key
    if bool(certificate) != bool(key):
        raise UsageError("--tls-certificate and --tls-key belong together; give both")
    if not ca:
        if certificate or arguments.tls_server_name:
            raise UsageError(f"this needs TLS; give --tls-ca too, a file or {DEFAULT_CA}")
        return None
    return grpc.ssl_channel_credentials(
        root_certificates=None if ca == DEFAULT_CA else _pem(ca),
        private_key=_pem(key) if key else None,
        certificate_chain=_pem(certificate) if certificate else None,
    )


def _pem(path: str) -> bytes:
    text = _read(path)
    if "-----BEGIN " not in text:
        # gRPC would only say that it cannot connect.
        raise UsageError(f"{path} has nothing in PEM form")
    return text.encode()


# --- Commands --------------------------------------------------------------------------------------------------------


def _run(client: Client, arguments: argparse.Namespace) -> int:
    if arguments.file == arguments.input == "-":
        raise UsageError("script and input cannot both come from stdin; give one of them as a file")
    code = _read(arguments.file)
    input_json = _input(arguments.input)
    # First, because a server that does not answer this is not there; one that does not answer what follows is busy.
    client.limits()
    try:
        execution = client.execute(code, input_json=input_json, timeout=arguments.timeout, check=False)
    except grpc.RpcError as error:
        if error.code() is not grpc.StatusCode.DEADLINE_EXCEEDED:
            raise
        return _failure("the server did not answer in time", error, arguments, EXIT_UNAVAILABLE)
    if arguments.json:
        _print_execution(execution)
    else:
        _print_console(execution)
        if execution.error is not None:
            label = "[stdin]" if arguments.file == "-" else arguments.file
            _print_error(label, code, execution.error)
        else:
            _print_result(execution.result_json or "null")
    return EXIT_OK if execution.error is None else EXIT_SCRIPT_FAILED


def _map(client: Client, arguments: argparse.Namespace) -> int:
    if arguments.file == arguments.inputs == "-":
        raise UsageError("script and inputs cannot both come from stdin; give one of them as a file")
    code = _read(arguments.file)
    # First, as in `_run`.
    client.limits()
    try:
        with contextlib.closing(Lines(arguments.inputs)) as lines:
            return _map_lines(client, arguments, code, lines)
    except LinesError as error:
        raise UsageError(str(error)) from None


def _map_lines(client: Client, arguments: argparse.Namespace, code: str, lines: Lines) -> int:
    """Raises `LinesError` and `grpc.RpcError`, after the results before."""
    executions = client.execute_batch(code, inputs_json=lines.texts(), timeout=arguments.timeout)
    line = done = failed = 0
    try:
        with _Progress(_count_lines(arguments.inputs)) as progress, contextlib.closing(executions):
            for execution in executions:
                line = lines.answered()
                done += 1
                failed += execution.error is not None
                progress.advance(failed=execution.error is not None)
                _print_item(execution, line, arguments, progress.terminal)
                if execution.error is not None and arguments.fail_fast:
                    break
    except (LinesError, grpc.RpcError):
        _complain(f"the results up to line {line} of the inputs are complete; those after it are missing")
        raise
    if failed:
        _complain(f"{failed} of {done} inputs have no result")
    return EXIT_SCRIPT_FAILED if failed else EXIT_OK


def _warmup(client: Client, arguments: argparse.Namespace) -> int:
    warmup = client.warmup_status()
    if arguments.json:
        _print_json(_plain(warmup))
    else:
        _print_warmup(warmup)
    return EXIT_OK if warmup.status == pb.WARMUP_STATE_COMPLETED else EXIT_UNAVAILABLE


def _status(client: Client, arguments: argparse.Namespace) -> int:
    status = client.server_status()
    if arguments.json:
        _print_json(_plain(status))
    else:
        _print_status(status)
    return EXIT_OK if status.ready else EXIT_UNAVAILABLE


def _health(client: Client, arguments: argparse.Namespace) -> int:
    try:
        status = client.health(arguments.service)
    except grpc.RpcError as error:
        if error.code() is not grpc.StatusCode.NOT_FOUND:
            raise
        # What Health.Watch says in this case.
        status = ServingStatus.SERVICE_UNKNOWN
    if arguments.json:
        _print_json({"service": arguments.service, "status": status.name})
    else:
        _terminal().print(status.name, style=_STATE_STYLES.get(status.name, ""))
    return EXIT_OK if status is ServingStatus.SERVING else EXIT_UNAVAILABLE


# --- Input -----------------------------------------------------------------------------------------------------------


def _read(path: str) -> str:
    """The text of a file, or of stdin for `-`. Raises `UsageError`."""
    try:
        data = sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()
    except OSError as error:
        raise UsageError(f"cannot read {path}: {error.strerror}") from None
    try:
        # Editors on Windows begin files with a byte order mark.
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        name = "stdin" if path == "-" else path
        raise UsageError(f"{name} is not UTF-8: byte {error.start} is 0x{data[error.start]:02x}") from None


def _input(argument: str | None) -> str | None:
    """JSON text from JSON, `@file` or `-`; None where there is no input. Raises `UsageError`."""
    if argument is None:
        return None
    is_source = argument == "-" or argument.startswith("@")
    text = _read(argument.removeprefix("@")) if is_source else argument
    if not text.strip():
        # The server would take it for null, which is hardly what an empty file means.
        raise UsageError("the input is empty; write null for no input, or leave --input out")
    return text


def _count_lines(path: str) -> int | None:
    """None where it cannot be known before they are read."""
    if path == "-" or not sys.stderr.isatty() or not Path(path).is_file():
        return None
    with open(path, "rb") as file:
        return sum(1 for line in file if line.strip())


# Seconds between two looks of the bar.
_PROGRESS_PAUSE = 0.1


class _Progress:
    """A bar on stderr where people look at that, and results go elsewhere."""

    def __init__(self, total: int | None) -> None:
        self.terminal = Console(stderr=True, highlight=False)
        self._bar = Progress(
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[rate]}"),
            TextColumn("{task.fields[failures]}", style="red"),
            TimeRemainingColumn(),
            console=self.terminal,
            transient=True,
            redirect_stdout=False,
            redirect_stderr=False,
            disable=not sys.stderr.isatty() or sys.stdout.isatty(),
        )
        self._task = self._bar.add_task("", total=total, rate="", failures="")
        self._done = self._failed = 0
        self._shown_at = 0.0

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.stop()

    def advance(self, *, failed: bool) -> None:
        """One input more is done."""
        self._done += 1
        self._failed += failed
        now = time.monotonic()
        # A look takes longer than an input.
        if not self._bar.disable and now - self._shown_at > _PROGRESS_PAUSE:
            self._shown_at = now
            speed = self._bar.tasks[0].speed
            self._bar.update(
                self._task,
                completed=self._done,
                rate=f"{speed:,.0f}/s" if speed else "",
                failures=f"{self._failed} failed" if self._failed else "",
            )


# --- Output: scripts -------------------------------------------------------------------------------------------------


def _print_console(execution: Execution) -> None:
    terminal = Console(stderr=True)
    for entry in execution.console:
        _say(terminal, entry.text, _LEVEL_STYLES.get(entry.level, ""))
    if execution.console_truncated:
        _complain("the script printed more than the server keeps; the rest is lost")


def _print_result(result_json: str) -> None:
    terminal = Console()
    if terminal.is_terminal:
        try:
            terminal.print_json(result_json, ensure_ascii=False)
            return
        except RecursionError:
            # Nested deeper than Python reads: as it came.
            pass
    print(result_json)


def _print_execution(execution: Execution, line: int | None = None) -> None:
    usage = execution.usage
    document = {
        **({} if line is None else {"line": line}),
        "execution_id": execution.execution_id,
        "error": execution.error and {**asdict(execution.error), "kind": execution.error.kind.name},
        "console": [
            {"level": entry.level.name, "text": entry.text, "offset_seconds": entry.offset}
            for entry in execution.console
        ],
        "console_truncated": execution.console_truncated,
        "usage": {
            "queue_seconds": usage.queue,
            "run_seconds": usage.run,
            "cpu_seconds": usage.cpu,
            "total_seconds": usage.total,
            "peak_memory_bytes": usage.peak_memory_bytes,
            "fetch_count": usage.fetch_count,
        },
    }
    # The result goes in as the text it is: no reader between the script and whoever asked may change or refuse it.
    result = execution.result_json or "null"
    print(f'{{"result": {result}, {json.dumps(document, ensure_ascii=False)[1:]}')


def _print_item(execution: Execution, line: int, arguments: argparse.Namespace, terminal: Console) -> None:
    """One line on stdout; without --json, what has no place in results goes to stderr, with the input's line."""
    if arguments.json:
        _print_execution(execution, line)
    else:
        for entry in execution.console:
            _say(terminal, f"line {line}: {entry.text}", _LEVEL_STYLES.get(entry.level, ""))
        if execution.error is None:
            print(execution.result_json)
        else:
            error = execution.error
            where = f" ({arguments.file}:{error.line}:{error.column})" if error.line else ""
            _say(terminal, f"executor: line {line}: {_heading(error)}{where}", "red")
    # Whoever reads from a pipe may wait for just this one.
    sys.stdout.flush()


def _print_error(label: str, code: str, error: ScriptError) -> None:
    """As Node does: where, the source line with a caret, then the stack."""
    lines = []
    if excerpt := _excerpt(code, error.line, error.column):
        lines = [f"{label}:{error.line}", *excerpt, ""]
    # In V8's layout the stack begins with name and message.
    lines.append(error.stack.rstrip() if error.stack and _is_own(error) else _heading(error))
    _say(Console(stderr=True), "\n".join(lines), "red")


def _is_own(error: ScriptError) -> bool:
    """Whether the script failed by itself, rather than being ended."""
    return error.kind in (ErrorKind.THROWN, ErrorKind.SYNTAX)


def _heading(error: ScriptError) -> str:
    if not _is_own(error):
        return f"{error.kind.name}: {error.message}"
    return f"{error.name}: {error.message}" if error.name else f"Uncaught {error.message}"


def _excerpt(code: str, line: int, column: int) -> list[str]:
    """The source line and, under it, a caret; less where line or column are unknown."""
    # As JavaScript counts, unlike str.splitlines. U+2028 counts too, but not where it is found: inside strings.
    lines = re.split(r"\r\n|\n|\r", code)
    if not 1 <= line <= len(lines):
        return []
    source = lines[line - 1]
    at = column - 1
    if len(source) > _EXCERPT_WIDTH:
        begin = max(0, at - _EXCERPT_WIDTH // 2)
        source, at = source[begin : begin + _EXCERPT_WIDTH], at - begin
    if not 0 <= at <= len(source):
        return [source]
    # A tab stays one, and a wide character takes two cells, so that the caret stands under its character.
    indent = "".join("\t" if character == "\t" else " " * cell_len(character) for character in source[:at])
    return [source, indent + "^"]


# --- Output: the server ----------------------------------------------------------------------------------------------


def _terminal() -> Console:
    return Console(highlight=False, markup=False, width=None if sys.stdout.isatty() else _PIPE_WIDTH)


def _print_warmup(warmup: pb.WarmupStatusResponse) -> None:
    terminal = _terminal()
    facts = [
        ("state", _state(warmup.status)),
        ("since", _moment(warmup.timestamp)),
        ("elapsed", _milliseconds(warmup.elapsed_ms)),
        ("modules", f"{warmup.success_count} of {warmup.total_modules} loaded"),
        ("isolates", f"{warmup.isolates_ready} of {warmup.isolates_total} ready"),
        ("generation", str(warmup.generation)),
        ("sandbox", warmup.sandbox_level or "unknown"),
    ]
    if warmup.failed_module:
        facts.append(("failed module", warmup.failed_module))
    if warmup.error:
        facts.append(("error", warmup.error))
    _print_facts(terminal, facts)
    if warmup.module_details:
        terminal.print()
        terminal.print(_modules(warmup.module_details))
    if warmup.history:
        terminal.print()
        terminal.print(_history(warmup.history))


def _modules(modules: Iterable[pb.ModuleWarmup]) -> Table:
    table = Table("module", "version", "state", box=None, pad_edge=False)
    table.add_column("size", justify="right")
    table.add_column("time", justify="right")
    for module in modules:
        state = _state(module.status)
        size, elapsed = decimal(module.size_bytes), _milliseconds(module.elapsed_ms)
        table.add_row(module.name, module.version, state, size, elapsed, style=_STATE_STYLES.get(state))
    return table


def _history(runs: Iterable[pb.WarmupRun]) -> Table:
    table = Table("finished warmup", "state", box=None, pad_edge=False)
    table.add_column("generation", justify="right")
    table.add_column("time", justify="right")
    for run in runs:
        state, elapsed = _state(run.status), _milliseconds(run.elapsed_ms)
        table.add_row(
            _moment(run.timestamp), state, str(run.generation), elapsed, style=_STATE_STYLES.get(state)
        )
    return table


def _print_status(status: pb.ServerStatusResponse) -> None:
    terminal = _terminal()
    runtime, memory, warmup, limits = status.runtime, status.memory, status.warmup, status.limits
    _print_facts(
        terminal,
        [
            ("service", f"{status.service} {status.version}"),
            ("ready", "yes" if status.ready else "no"),
            ("time", _moment(status.timestamp)),
            ("running", f"{runtime.current_executions} of {runtime.max_concurrent}"),
            ("executed", f"{runtime.total_executions}, {runtime.success_rate} with a result"),
            ("warmup", f"{_state(warmup.status)} in {_milliseconds(warmup.elapsed_ms)}"),
            ("modules", f"{warmup.success_count} of {warmup.total_modules} loaded"),
            ("isolates", f"{warmup.isolates_ready} of {warmup.isolates_total} ready"),
            ("generation", str(warmup.generation)),
            ("sandbox", warmup.sandbox_level or "unknown"),
            (
                "memory",
                f"{decimal(memory.alloc_bytes)}, of it {decimal(memory.sys_bytes)} the server process",
            ),
            ("not shared", f"{decimal(memory.total_alloc_bytes)} if no page were"),
        ],
    )
    terminal.print()
    _print_facts(
        terminal,
        [
            ("code", f"at most {limits.max_code_bytes} bytes"),
            ("input", f"at most {limits.max_input_bytes} bytes"),
            ("result", f"at most {limits.max_result_bytes} bytes"),
            ("console", f"at most {limits.max_console_messages} messages, {limits.max_console_bytes} bytes"),
            ("timeout", f"{_span(limits.default_timeout)}, at most {_span(limits.max_timeout)}"),
            ("queue", f"at most {limits.queue_count} calls, {_span(limits.queue_timeout)} each"),
        ],
    )


def _print_facts(terminal: Console, facts: Sequence[tuple[str, str]]) -> None:
    width = max(len(name) for name, _ in facts)
    for name, value in facts:
        # Not wrapped: an error may be long, and whoever searches the output wants it on one line.
        terminal.print(Text.assemble((name.ljust(width), "dim"), "  ", value), soft_wrap=True)


def _state(state: pb.WarmupState) -> str:
    return pb.WarmupState.Name(state).removeprefix("WARMUP_STATE_")


def _milliseconds(elapsed: float) -> str:
    return f"{elapsed:.1f} ms"


def _span(duration: duration_pb2.Duration) -> str:
    return f"{duration.ToNanoseconds() / 1e9:g} s"


def _moment(timestamp: timestamp_pb2.Timestamp) -> str:
    """In the reader's zone."""
    return timestamp.ToDatetime(tzinfo=UTC).astimezone().isoformat(sep=" ", timespec="seconds")


# --- Output: JSON and complaints -------------------------------------------------------------------------------------


def _plain(value: message.Message) -> Any:
    """A message for `json.dumps`: names as in the proto, states by name, numbers as numbers, durations in seconds.

    `google.protobuf.json_format` writes 64-bit integers as strings, which every reader would have to undo.
    """
    plain: dict[str, Any] = {}
    for field in value.DESCRIPTOR.fields:
        content = getattr(value, field.name)
        if isinstance(content, duration_pb2.Duration):
            plain[f"{field.name}_seconds"] = content.ToNanoseconds() / 1e9
        elif isinstance(content, timestamp_pb2.Timestamp):
            plain[field.name] = content.ToJsonString()
        elif isinstance(content, message.Message):
            plain[field.name] = _plain(content)
        elif field.enum_type is not None:
            plain[field.name] = _state(content)
        elif isinstance(content, str | int | float):
            plain[field.name] = content
        else:
            plain[field.name] = [_plain(x) if isinstance(x, message.Message) else x for x in content]
    return plain


def _print_json(document: Any) -> None:
    print(json.dumps(document, ensure_ascii=False, indent=2))


def _refused(error: grpc.RpcError, arguments: argparse.Namespace) -> int:
    """Says why there is no answer; returns the exit code."""
    code, details = error.code(), error.details() or "no details"
    if error_info(error) is None and code is grpc.StatusCode.UNAVAILABLE:
        return _failure(
            f"cannot connect to {arguments.address}: {details}", error, arguments, EXIT_CANNOT_CONNECT
        )
    if code is grpc.StatusCode.DEADLINE_EXCEEDED:
        return _failure(f"no answer from {arguments.address}", error, arguments, EXIT_CANNOT_CONNECT)
    if code is grpc.StatusCode.UNIMPLEMENTED:
        text = f"{arguments.address} does not offer this; is it an executor server? ({details})"
        return _failure(text, error, arguments, EXIT_UNAVAILABLE)
    exit_code = EXIT_USAGE if code in _FINAL else EXIT_UNAVAILABLE
    return _failure(f"{code.name}: {details}", error, arguments, exit_code)


def _failure(text: str, error: grpc.RpcError, arguments: argparse.Namespace, exit_code: int) -> int:
    _complain(text)
    if arguments.json:
        info = error_info(error)
        failure = {
            "code": error.code().name,
            "reason": info.reason if info else "",
            "message": error.details() or "",
            "metadata": dict(info.metadata) if info else {},
        }
        _print_json({"failure": failure})
    return exit_code


def _complain(text: str) -> None:
    _say(Console(stderr=True), f"executor: {text}", "red")


def _say(terminal: Console, text: str, style: str) -> None:
    """Writes lines to stderr: styled for people, as they are for files, where rich would expand tabs."""
    if terminal.is_terminal:
        terminal.print(Text(text, style), soft_wrap=True)
    else:
        print(text, file=sys.stderr)


# --- Arguments -------------------------------------------------------------------------------------------------------


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="flow-executor",
        description="Runs JavaScript on an executor server, and shows how the server is; `serve` starts one.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    # Taken by executor/__main__.py; here for --help.
    commands.add_parser("serve", help="start a server; `serve --help` lists its settings", add_help=False)
    run = _command(commands, "run", _run, "run a script and print what it returns, as JSON")
    run.add_argument("file", metavar="FILE", help="the script, the body of an async function; - is stdin")
    run.add_argument(
        "--input",
        metavar="JSON|@FILE|-",
        help="what the script sees as `input`: JSON, a file of it, or stdin; without it, null",
    )
    run.add_argument(
        "--timeout",
        type=_timeout,
        metavar="DURATION",
        help="how long it may run, such as 500ms or 2s; without it, as the server is set",
    )
    each = _command(
        commands, "map", _map, "run a script for each line of a file, and print what it returns, a line each"
    )
    each.add_argument("file", metavar="FILE", help="the script, the body of an async function; - is stdin")
    each.add_argument(
        "--inputs",
        metavar="FILE|-",
        required=True,
        help="one JSON document a line, the script's `input` in one run each; blank lines are left out; - is stdin",
    )
    each.add_argument(
        "--timeout",
        type=_timeout,
        metavar="DURATION",
        help="how long each run may take, such as 500ms or 2s; without it, as the server is set",
    )
    each.add_argument(
        "--fail-fast",
        action="store_true",
        help="stop at the first line that has no result; without it, go on",
    )
    _command(commands, "warmup", _warmup, "show what the warmup loaded, module by module")
    _command(commands, "status", _status, "show load, memory and limits")
    health = _command(commands, "health", _health, "show whether the server can run scripts")
    health.add_argument(
        "--service",
        default="",
        metavar="NAME",
        help="a name of grpc.health.v1, such as liveness; without it, readiness",
    )
    return parser


def _command(
    commands: argparse._SubParsersAction[argparse.ArgumentParser],
    name: str,
    command: Callable[[Client, argparse.Namespace], int],
    summary: str,
) -> argparse.ArgumentParser:
    parser = commands.add_parser(name, help=summary, description=f"{summary[0].upper()}{summary[1:]}.")
    parser.set_defaults(command=command)
    parser.add_argument(
        "--address",
        default=os.environ.get(ADDRESS_VARIABLE) or DEFAULT_ADDRESS,
        metavar="HOST:PORT",
        help=f"the server (%(default)s; {ADDRESS_VARIABLE} sets it too)",
    )
    parser.add_argument("--json", action="store_true", help="print one JSON document, for programs")
    group = parser.add_argument_group("credentials")
    for flag, suffix, metavar, text in _CREDENTIALS:
        variable = VARIABLE_PREFIX + suffix
        group.add_argument(
            flag, default=os.environ.get(variable, ""), metavar=metavar, help=f"{text} ({variable} too)"
        )
    return parser


_CREDENTIALS = (
    (
        "--tls-ca",
        "CA",
        "FILE",
        f"speak TLS, and believe servers that these certificates signed; {DEFAULT_CA}: gRPC's",
    ),
    ("--tls-certificate", "CERTIFICATE", "FILE", "the certificate to show, where the server wants one"),
    ("--tls-key", "KEY", "FILE", "its private key"),
    (
        "--tls-server-name",
        "SERVER_NAME",
        "NAME",
        "the name in the server's certificate, if not that of the address",
    ),
    (
        "--token-file",
        "TOKEN_FILE",
        "FILE",
        f"a file with the bearer token to show; or {TOKEN_VARIABLE} has the token",
    ),
)


def _timeout(text: str) -> float:
    try:
        return parse_duration(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r}: {error}") from None
