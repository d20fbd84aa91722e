"""Why there is no answer, and the exit code of that."""

from __future__ import annotations

import argparse

import grpc

from executor.client import error_info
from executor.client.cli.exits import EXIT_CANNOT_CONNECT, EXIT_UNAVAILABLE, EXIT_USAGE
from executor.client.cli.hints import not_connected
from executor.client.cli.output import complain, print_json

# The same call would be refused again.
_FINAL = {
    grpc.StatusCode.INVALID_ARGUMENT,
    grpc.StatusCode.FAILED_PRECONDITION,
    grpc.StatusCode.UNAUTHENTICATED,
    grpc.StatusCode.PERMISSION_DENIED,
}


def refused(error: grpc.RpcError, arguments: argparse.Namespace) -> int:
    """Says why there is no answer; returns the exit code."""
    code, details = error.code(), error.details() or "no details"
    if error_info(error) is None and code is grpc.StatusCode.UNAVAILABLE:
        hint = not_connected(details, with_tls=bool(arguments.tls_ca))
        text = f"cannot connect to {arguments.address}{f' ({hint})' if hint else ''}: {details}"
        return failure(text, error, arguments, EXIT_CANNOT_CONNECT)
    if code is grpc.StatusCode.DEADLINE_EXCEEDED:
        return failure(f"no answer from {arguments.address}", error, arguments, EXIT_CANNOT_CONNECT)
    if code is grpc.StatusCode.UNIMPLEMENTED:
        text = f"{arguments.address} does not offer this; is it an executor server? ({details})"
        return failure(text, error, arguments, EXIT_UNAVAILABLE)
    exit_code = EXIT_USAGE if code in _FINAL else EXIT_UNAVAILABLE
    return failure(f"{code.name}: {details}", error, arguments, exit_code)


def failure(text: str, error: grpc.RpcError, arguments: argparse.Namespace, exit_code: int) -> int:
    """Complains, with --json also for programs; returns `exit_code`."""
    complain(text)
    if arguments.json:
        info = error_info(error)
        failure = {
            "code": error.code().name,
            "reason": info.reason if info else "",
            "message": error.details() or "",
            "metadata": dict(info.metadata) if info else {},
        }
        print_json({"failure": failure})
    return exit_code
