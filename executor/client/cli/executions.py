"""How one script ended, for people and for programs."""

from __future__ import annotations

import argparse
import base64
import json
import re
import sys
from dataclasses import asdict

from rich.cells import cell_len
from rich.console import Console

from executor.client import Execution
from executor.client.cli.output import complain, say
from executor.outcome import ConsoleLevel, ConsoleMessage, ErrorKind, ScriptError

# Of a longer line (minified code is one line) only the part around the error is shown.
_EXCERPT_WIDTH = 120

# Of the author's frames the file, which only the caller knows.
_FRAME = re.compile(r"^(\s+at (?:[^\n]*\()?)script\.js(?=:\d+(?::\d+)?\)?(?: \{)?$)", re.MULTILINE)

_LEVEL_STYLES = {ConsoleLevel.WARN: "yellow", ConsoleLevel.ERROR: "red", ConsoleLevel.DEBUG: "dim"}


def print_console(execution: Execution) -> None:
    """What the script said, on stderr."""
    for entry in execution.console:
        print_message(entry)
    complain_of_lost(execution)


def print_message(entry: ConsoleMessage) -> None:
    """One thing that it said, on stderr."""
    say(Console(stderr=True), entry.text, _LEVEL_STYLES.get(entry.level, ""))


def complain_of_lost(execution: Execution) -> None:
    """Where it said more than there is, a line on stderr."""
    if execution.console_truncated:
        complain("the script printed more than the server keeps; the rest is lost")


def print_result(result_json: str) -> None:
    """On stdout, laid out where that is a terminal."""
    terminal = Console()
    if terminal.is_terminal:
        try:
            terminal.print_json(result_json, ensure_ascii=False)
            return
        except RecursionError:
            # Nested deeper than Python reads: as it came.
            pass
    print(result_json)


def print_execution(execution: Execution, line: int | None = None) -> None:
    """All of it as one JSON document on one line; `line` is that of its input."""
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
    if execution.result_bytes is not None:
        document["result_base64"] = base64.b64encode(execution.result_bytes).decode()
    # The result goes in as the text it is: no reader between the script and whoever asked may change or refuse it.
    result = execution.result_json or "null"
    print(f'{{"result": {result}, {json.dumps(document, ensure_ascii=False)[1:]}')


def print_item(execution: Execution, line: int, arguments: argparse.Namespace, terminal: Console) -> None:
    """One line on stdout; without --json, what has no place in results goes to stderr, with the input's line."""
    if arguments.json:
        print_execution(execution, line)
    else:
        for entry in execution.console:
            say(terminal, f"line {line}: {entry.text}", _LEVEL_STYLES.get(entry.level, ""))
        if execution.error is None:
            print(execution.result_json)
        else:
            error = execution.error
            where = f" ({arguments.file}:{error.line}:{error.column})" if error.line else ""
            say(terminal, f"executor: line {line}: {_heading(error)}{where}", "red")
    # Whoever reads from a pipe may wait for just this one.
    sys.stdout.flush()


def print_error(label: str, code: str, error: ScriptError) -> None:
    """As Node does: where, the source line with a caret, then the stack."""
    lines = []
    if excerpt := _excerpt(code, error.line, error.column):
        lines = [f"{label}:{error.line}", *excerpt, ""]
    # In V8's layout the stack begins with name and message.
    stack = _FRAME.sub(lambda frame: frame[1] + label, error.stack.rstrip())
    lines.append(stack if stack and _is_own(error) else _heading(error))
    say(Console(stderr=True), "\n".join(lines), "red")


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
