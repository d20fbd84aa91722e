"""The same deterministic run on two servers that have nothing in common but their version: how isolates come about, when they started,
their own zone. Equal to the byte means equal.
"""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import differential
import grpc
import hostile_scripts
from harness import PATIENCE, ServerProcess

from executor.v1 import executor_pb2 as pb

# How far these come depends on the machine, and on what else it does: documented as what is not repeated.
BY_MACHINE = frozenset({"TIMEOUT", "CPU_LIMIT", "OUT_OF_MEMORY", "CRASHED"})
FLAGS = (
    ("--isolation=rewind", "--tz=UTC"),
    ("--isolation=fork", "--tz=America/New_York"),
)
# What all draw from, and see as now, unless a test says otherwise.
SEED, START = 20_240_229, 1_709_164_800_123


@dataclass(frozen=True)
class Repeated:
    """One script that is to be run twice. `zone` is an IANA name."""

    title: str
    code: str
    input_json: str = ""
    zone: str = "UTC"
    limit: float = 45.0


def corpus() -> list[Repeated]:
    """All scripts that are compared with Node."""
    return [Repeated(one.title, one.code, one.input_json, one.zone) for one in differential.load()]


def hostile() -> list[Repeated]:
    """Hostile scripts that end by themselves, on any machine."""
    return [
        Repeated(f"hostile/{one.title}", one.code, one.input_json, limit=one.limit)
        for one in hostile_scripts.load()
        if not one.kinds & BY_MACHINE
    ]


def request(one: Repeated, seed: int = SEED, start_ms: int = START) -> pb.ExecuteRequest:
    """Its deterministic run."""
    made = pb.ExecuteRequest(code=one.code, input_json=one.input_json)
    made.timeout.FromMilliseconds(int(one.limit * 1000))
    made.deterministic.seed = seed
    made.deterministic.start_time.FromMilliseconds(start_ms)
    made.deterministic.time_zone = one.zone
    return made


def ended(server: ServerProcess, asked: pb.ExecuteRequest) -> pb.ExecuteResponse:
    """What came of it, without what names the run and what it cost. A refusal stands as an error."""
    try:
        response: pb.ExecuteResponse = server.stub.Execute(asked, timeout=PATIENCE)
    except grpc.RpcError as refusal:
        return pb.ExecuteResponse(
            error=pb.ScriptError(name=refusal.code().name, message=refusal.details() or "")
        )
    response.ClearField("usage")
    response.ClearField("execution_id")
    return response


def kind(response: pb.ExecuteResponse) -> str:
    """OK, or why there is no result."""
    return (
        pb.ErrorKind.Name(response.error.kind).removeprefix("ERROR_KIND_")
        if response.HasField("error")
        else "OK"
    )


def both(
    servers: Sequence[ServerProcess], scripts: Sequence[Repeated], jobs: int = 2
) -> Iterator[tuple[Repeated, list[pb.ExecuteResponse]]]:
    """Each script and how it ended on each server."""
    with ThreadPoolExecutor(jobs) as callers:

        def on_each(one: Repeated) -> list[pb.ExecuteResponse]:
            return [ended(server, request(one)) for server in servers]

        yield from zip(scripts, callers.map(on_each, scripts), strict=True)


def are_equal(responses: Sequence[pb.ExecuteResponse]) -> bool:
    """To the byte."""
    return len({response.SerializeToString(deterministic=True) for response in responses}) == 1
