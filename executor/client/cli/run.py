"""The command `run`: one script, once."""

from __future__ import annotations

import argparse
import sys
from typing import Any

import grpc

from executor.client import Client, Execution, Program
from executor.client.cli import hints
from executor.client.cli.executions import (
    complain_of_lost,
    print_console,
    print_error,
    print_execution,
    print_message,
    print_result,
)
from executor.client.cli.exits import EXIT_OK, EXIT_SCRIPT_FAILED, EXIT_UNAVAILABLE, UsageError
from executor.client.cli.inputs import bytes_of, input_of, label_of, language_of, limits_of, script_of
from executor.client.cli.output import complain
from executor.client.cli.recordings import deterministic_for, recording_to_replay, write_recording
from executor.client.cli.refusals import failure
from executor.client.recording import Recording


def run(client: Client, arguments: argparse.Namespace) -> int:
    """Raises `UsageError` and `grpc.RpcError`."""
    if [arguments.file, arguments.input, arguments.input_bytes].count("-") > 1:
        raise UsageError("script and input cannot both come from stdin; give one of them as a file")
    if arguments.input is not None and arguments.input_bytes is not None:
        raise UsageError("a script has one input; give --input or --input-bytes")
    if arguments.follow and (arguments.record is not None or arguments.replay is not None):
        raise UsageError(
            "a run that is followed is not repeated; leave --follow out, or --record and --replay"
        )
    code = "" if arguments.program else script_of(arguments)
    input_json = input_of(arguments.input)
    input_bytes = bytes_of(arguments.input_bytes)
    replayed = recording_to_replay(arguments.replay, code, arguments.program or "", input_json, input_bytes)
    # First, because a server that does not answer this is not there; one that does not answer what follows is busy.
    client.limits()
    try:
        execution = _run(client, arguments, code, input_json, input_bytes, replayed)
    except grpc.RpcError as error:
        if error.code() is not grpc.StatusCode.DEADLINE_EXCEEDED:
            raise
        return failure("the server did not answer in time", error, arguments, EXIT_UNAVAILABLE)
    _print(arguments, execution, code)
    if arguments.record is not None and not write_recording(arguments.record, execution):
        return EXIT_UNAVAILABLE
    return EXIT_OK if execution.error is None else EXIT_SCRIPT_FAILED


def _run(
    client: Client,
    arguments: argparse.Namespace,
    code: str,
    input_json: str | None,
    input_bytes: bytes | None,
    replayed: Recording | None,
) -> Execution:
    """Raises `grpc.RpcError`."""
    more: dict[str, Any] = {}
    if arguments.follow:
        more = {"on_console": print_message}
    elif arguments.record is not None or replayed is not None:
        more = {
            "deterministic": deterministic_for(client, arguments.record, replayed),
            "record_http": arguments.record is not None,
            "replay_http": replayed,
        }
    call = client.converse if arguments.follow else client.execute
    execution: Execution = call(
        Program.named(arguments.program) if arguments.program else code,
        input_json=input_json,
        input_bytes=input_bytes,
        accept_bytes=arguments.bytes,
        limits=limits_of(arguments),
        timeout=arguments.timeout,
        execution_id=arguments.execution_id,
        language=language_of(arguments),
        check=False,
        **more,
    )
    return execution


def _print(arguments: argparse.Namespace, execution: Execution, code: str) -> None:
    if arguments.json:
        print_execution(execution)
    else:
        if arguments.follow:
            complain_of_lost(execution)
        else:
            print_console(execution)
        if execution.error is not None:
            print_error(label_of(arguments), code, execution.error)
        elif execution.result_bytes is not None:
            sys.stdout.buffer.write(execution.result_bytes)
        else:
            result = execution.result_json or "null"
            print_result(result)
            if sys.stderr.isatty() and code and hints.returned_nothing(code, result):
                complain(hints.NO_RETURN)
