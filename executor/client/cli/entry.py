"""The client's command line: carries out one command, whatever happens, and gives its exit code."""

from __future__ import annotations

import argparse
import errno
import io
import os
import sys
from collections.abc import Callable, Sequence

import grpc

from executor.client import Client
from executor.client.cli.arguments import parser
from executor.client.cli.credentials import client_of, misspelt_variables
from executor.client.cli.exits import (
    EXIT_BROKEN_PIPE,
    EXIT_INTERRUPTED,
    EXIT_UNAVAILABLE,
    EXIT_USAGE,
    UsageError,
)
from executor.client.cli.output import complain, discard
from executor.client.cli.refusals import refused

# A byte of an argument that is no UTF-8 is this and the byte (PEP 383).
_ESCAPED = 0xDC00
# Of what a result is written to: no room, or nobody there any more. Files that are read say so themselves (inputs.py).
_UNWRITABLE = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EBADF)


def main(argv: Sequence[str] | None = None, *, program: str = "flow-executor") -> int:
    """Carries out one command and returns its exit code. `argv` is without the program's name,
    which is `program` in help and messages about usage.

    Raises `SystemExit`, as argparse does, for `--help` and wrong arguments.
    """
    if sys.stderr is None:
        # `2>&-`: what would be said there must not come to stand among results.
        sys.stderr = open(os.devnull, "w")  # noqa: SIM115 - to the end of the process
    arguments = parser(program).parse_args(argv)
    if sys.stdout is None:
        complain("stdout is closed; what a command finds goes there")
        return EXIT_USAGE
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
        discard(sys.stdout)
        return EXIT_BROKEN_PIPE
    except OSError as error:
        if error.errno not in _UNWRITABLE:
            raise
        discard(sys.stdout)
        complain(f"cannot write to stdout: {error.strerror}")
        return EXIT_USAGE
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
    except UnicodeEncodeError as error:
        byte = ord(error.object[error.start]) - _ESCAPED
        if not 0 <= byte <= 0xFF:
            raise
        complain(f"an argument is not UTF-8: it has the byte 0x{byte:02x}")
        return EXIT_USAGE
    except grpc.RpcError as error:
        return refused(error, arguments)
    except BrokenPipeError:
        raise
    except ConnectionError as error:
        # A conversation that ended without a response.
        complain(str(error))
        return EXIT_UNAVAILABLE
