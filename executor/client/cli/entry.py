"""The client's command line: carries out one command, whatever happens, and gives its exit code."""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Callable, Sequence

import grpc

from executor.client import Client
from executor.client.cli.arguments import parser
from executor.client.cli.credentials import client_of, misspelt_variables
from executor.client.cli.exits import EXIT_BROKEN_PIPE, EXIT_INTERRUPTED, EXIT_USAGE, UsageError
from executor.client.cli.output import complain
from executor.client.cli.refusals import refused


def main(argv: Sequence[str] | None = None, *, program: str = "flow-executor") -> int:
    """Carries out one command and returns its exit code. `argv` is without the program's name,
    which is `program` in help and messages about usage.

    Raises `SystemExit`, as argparse does, for `--help` and wrong arguments.
    """
    arguments = parser(program).parse_args(argv)
    if isinstance(sys.stdout, io.TextIOWrapper):
        # JSON is UTF-8, whatever the locale says.
        sys.stdout.reconfigure(encoding="utf-8")
    try:
        code = _carry_out(arguments)
        sys.stdout.flush()
    except KeyboardInterrupt:
        return EXIT_INTERRUPTED
    except RuntimeError as error:
        # An interrupt between a lock's release and its taking again, in the middle of Condition.wait, is hidden by the lock's
        # complaint that nobody holds it: one in some hundred interrupts of a call that waits.
        if isinstance(error.__context__, KeyboardInterrupt):
            return EXIT_INTERRUPTED
        raise
    except BrokenPipeError:
        # Whoever reads has seen enough. What is left in the buffer must not fail once more at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return EXIT_BROKEN_PIPE
    return code


def _carry_out(arguments: argparse.Namespace) -> int:
    command: Callable[[Client, argparse.Namespace], int] = arguments.command
    for line in misspelt_variables(os.environ):
        complain(line)
    try:
        with client_of(arguments) as client:
            return command(client, arguments)
    except UsageError as error:
        complain(str(error))
        return EXIT_USAGE
    except grpc.RpcError as error:
        return refused(error, arguments)
