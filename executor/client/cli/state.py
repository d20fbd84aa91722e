"""The commands that ask how a server is: `warmup`, `status` and `health`."""

from __future__ import annotations

import argparse

import grpc

from executor.client import Client, ServingStatus
from executor.client.cli.exits import EXIT_OK, EXIT_UNAVAILABLE
from executor.client.cli.output import plain, print_json, terminal
from executor.client.cli.tables import STATE_STYLES, print_status, print_warmup
from executor.v1 import executor_pb2 as pb


def warmup(client: Client, arguments: argparse.Namespace) -> int:
    """What was loaded, module by module. Raises `grpc.RpcError`, as all here do."""
    answer = client.warmup_status()
    if arguments.json:
        print_json(plain(answer))
    else:
        print_warmup(answer)
    return EXIT_OK if answer.status == pb.WARMUP_STATE_COMPLETED else EXIT_UNAVAILABLE


def status(client: Client, arguments: argparse.Namespace) -> int:
    """Load, memory and limits."""
    answer = client.server_status()
    if arguments.json:
        print_json(plain(answer))
    else:
        print_status(answer)
    return EXIT_OK if answer.ready else EXIT_UNAVAILABLE


def health(client: Client, arguments: argparse.Namespace) -> int:
    """Whether scripts can run."""
    try:
        serving = client.health(arguments.service)
    except grpc.RpcError as error:
        if error.code() is not grpc.StatusCode.NOT_FOUND:
            raise
        # What Health.Watch says in this case.
        serving = ServingStatus.SERVICE_UNKNOWN
    if arguments.json:
        print_json({"service": arguments.service, "status": serving.name})
    else:
        terminal().print(serving.name, style=STATE_STYLES.get(serving.name, ""))
    return EXIT_OK if serving is ServingStatus.SERVING else EXIT_UNAVAILABLE
