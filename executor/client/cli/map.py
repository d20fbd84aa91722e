"""The command `map`: one script, for each line of a file."""

from __future__ import annotations

import argparse
import contextlib

import grpc

from executor.client import Client
from executor.client.cli.executions import print_item
from executor.client.cli.exits import EXIT_OK, EXIT_SCRIPT_FAILED, UsageError
from executor.client.cli.inputs import count_lines, language_of, limits_of, script_of
from executor.client.cli.output import complain
from executor.client.cli.progress import ProgressBar
from executor.formats.lines import Lines, LinesError


def map_inputs(client: Client, arguments: argparse.Namespace) -> int:
    """Raises `UsageError` and `grpc.RpcError`, the latter after the results before."""
    if arguments.file == arguments.inputs == "-":
        raise UsageError("script and inputs cannot both come from stdin; give one of them as a file")
    code = script_of(arguments)
    # First, as in `run`.
    client.limits()
    try:
        with contextlib.closing(Lines(arguments.inputs)) as lines:
            return _map_lines(client, arguments, code, lines)
    except LinesError as error:
        raise UsageError(str(error)) from None


def _map_lines(client: Client, arguments: argparse.Namespace, code: str, lines: Lines) -> int:
    """Raises `LinesError` and `grpc.RpcError`, after the results before."""
    executions = client.execute_batch(
        code,
        inputs_json=lines.texts(),
        timeout=arguments.timeout,
        limits=limits_of(arguments),
        language=language_of(arguments),
    )
    line = done = failed = 0
    try:
        with ProgressBar(count_lines(arguments.inputs)) as progress, contextlib.closing(executions):
            for execution in executions:
                line = lines.answered()
                done += 1
                failed += execution.error is not None
                progress.advance(failed=execution.error is not None)
                print_item(execution, line, arguments, progress.terminal)
                if execution.error is not None and arguments.fail_fast:
                    break
    except (LinesError, grpc.RpcError):
        complain(f"the results up to line {line} of the inputs are complete; those after it are missing")
        raise
    if failed:
        complain(f"{failed} of {done} inputs have no result")
    return EXIT_SCRIPT_FAILED if failed else EXIT_OK
