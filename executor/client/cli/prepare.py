"""The command `prepare`: has the server compile a script, and prints what `run --program` calls it by."""

from __future__ import annotations

import argparse
from dataclasses import asdict

from executor.client import Client, ScriptFailed
from executor.client.cli.executions import print_error
from executor.client.cli.exits import EXIT_OK, EXIT_SCRIPT_FAILED
from executor.client.cli.inputs import label_of, language_of, script_of
from executor.client.cli.output import print_json
from executor.outcome import ScriptError


def prepare(client: Client, arguments: argparse.Namespace) -> int:
    """Raises `UsageError` and `grpc.RpcError`."""
    code = script_of(arguments)
    # First, as in `run`.
    client.limits()
    try:
        program = client.prepare(code, language=language_of(arguments))
    except ScriptFailed as failed:
        if arguments.json:
            _print_document("", failed.error)
        else:
            print_error(label_of(arguments), code, failed.error)
        return EXIT_SCRIPT_FAILED
    if arguments.json:
        _print_document(program.hash, None)
    else:
        print(program.hash)
    return EXIT_OK


def _print_document(program: str, error: ScriptError | None) -> None:
    print_json({"program": program, "error": error and {**asdict(error), "kind": error.kind.name}})
