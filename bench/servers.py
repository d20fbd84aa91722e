"""What is measured as it is served: our server in its ways of use, the bare echo, and every peer of bench/peers."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Protocol

import grpc

from bench.load import Call
from bench.scenarios import Job, Scenario
from executor.v1 import executor_pb2_grpc as pb_grpc

ROOT = Path(__file__).resolve().parent.parent
sys.path.append(str(ROOT / "tests"))

from harness import ServerProcess  # noqa: E402

__all__ = [
    "PATIENCE",
    "Affinity",
    "Echo",
    "Executor",
    "Forking",
    "NoSandbox",
    "Peer",
    "Rewinding",
    "ServerProcess",
    "WrongAnswer",
    "WrongIsolation",
    "all_peers",
    "checked",
]

# Seconds for the first answer of a peer, which may still be loading modules.
PATIENCE = 60.0


class WrongAnswer(Exception):
    """A peer's answer is not the scenario's result."""


class WrongIsolation(Exception):
    """This machine does not allow the isolation that was asked for."""


class Peer(Protocol):
    """A server of `executor.v1`'s Execute over plaintext gRPC."""

    name: str
    describe: str

    def unavailable(self) -> str | None:
        """Why it cannot run here; None when it can."""

    def start(self) -> str:
        """Starts it, and gives its address."""

    def stop(self) -> None:
        """Ends all of it."""

    def pids(self) -> list[int]:
        """Its processes; descendants need not be named."""


class Executor:
    """This executor as it is without flags: for each call an isolate that is as if nobody had used it."""

    name = "executor"
    describe = "this executor as it comes, a fresh isolate for each call"
    arguments: tuple[str, ...] = ()
    fields: dict[str, str] = {}  # noqa: RUF012 - a constant of the class

    def __init__(self) -> None:
        self.server: ServerProcess | None = None

    def unavailable(self) -> str | None:
        """Whether server.py knows the flags."""
        command = [sys.executable, "server.py", "--help"]
        text = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False).stdout
        for argument in self.arguments:
            if argument.partition("=")[0] not in text:
                return f"server.py has no {argument}"
        return None

    def start(self) -> str:
        """Starts `python server.py` and waits until every slot is ready."""
        self.server = ServerProcess(*self.arguments).serving().all_ready()
        return self.server.address

    def stop(self) -> None:
        """Stops it, and sees that nothing of it is left."""
        if self.server:
            self.server.stop()

    def pids(self) -> list[int]:
        """The server; zygote and isolates are its children."""
        return [self.server.process.pid] if self.server else []

    def served(self) -> int:
        """Scripts that ran to a result, by the server's own count."""
        assert self.server
        return int(self.server.metrics().get('executor_executions_total{outcome="ok"}', 0))


class Rewinding(Executor):
    """This executor where isolates are put back to their image after each call."""

    name = "executor-rewind"
    describe = "this executor with --isolation=rewind: an isolate's memory is put back for each call"
    arguments: tuple[str, ...] = ("--isolation=rewind",)

    def start(self) -> str:
        """Raises `WrongIsolation` where isolates are forked after all: no row may name the wrong mode."""
        address = super().start()
        assert self.server
        told = self.server.warmup_status()
        if told.isolation != "rewind":
            raise WrongIsolation(f"isolates are not rewound here: {told.isolation_reason}")
        return address


class Forking(Executor):
    """This executor where each call has a process of its own."""

    name = "executor-fork"
    describe = "this executor with --isolation=fork: a process for each call"
    arguments: tuple[str, ...] = ("--isolation=fork",)


class Affinity(Executor):
    """This executor with `affinity_key`: calls of one key share warm isolates."""

    name = "executor-affinity"
    describe = "this executor with affinity_key: isolates shared by calls of one key"
    arguments: tuple[str, ...] = ("--affinity-isolates=4",)
    fields = {"affinity_key": "bench"}  # noqa: RUF012


class NoSandbox(Executor):
    """This executor with `--sandbox=off`: what confinement costs."""

    name = "executor-sandbox-off"
    describe = "this executor without the sandbox"
    arguments: tuple[str, ...] = ("--sandbox=off",)


class Echo:
    """bench/echo_server.py: the ceiling. Its answer is right for a no-op only."""

    name = "echo"
    describe = "bare gRPC echo in Python: the ceiling, runs nothing"

    def __init__(self) -> None:
        self.process: subprocess.Popen[str] | None = None

    def unavailable(self) -> str | None:
        """It runs wherever this does."""
        return None

    def start(self) -> str:
        """Starts it in its own process."""
        command = [sys.executable, str(ROOT / "bench" / "echo_server.py")]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert self.process.stdout is not None
        return f"127.0.0.1:{self.process.stdout.readline().strip()}"

    def stop(self) -> None:
        """Ends it."""
        if self.process:
            self.process.kill()
            self.process.communicate()

    def pids(self) -> list[int]:
        """Its process."""
        return [self.process.pid] if self.process else []


def all_peers() -> list[Peer]:
    """Ours first, then the ceiling, then those of bench/peers."""
    from bench.peers import PEERS  # noqa: PLC0415 - tests of the bench need no peers

    return [
        Executor(),
        Rewinding(),
        Forking(),
        Affinity(),
        Echo(),
        *(peer for peer in PEERS if peer.name != Echo.name),
    ]


def checked(peer: Peer, address: str, scenario: Scenario, answered: dict[str, Call]) -> list[Call]:
    """The scenario's calls for this peer, each answered once and its result compared by value.

    The bytes of that result are what the load generator then expects. `answered` holds calls by their code: a job of
    several scenarios is asked once. Raises `WrongAnswer`, which tells the answer, and `grpc.RpcError`.
    """
    options = [("grpc.max_receive_message_length", -1)]
    with grpc.insecure_channel(address, options=options) as channel:
        stub = pb_grpc.ExecutorServiceStub(channel)
        for job in scenario.jobs:
            if job.code not in answered:
                answered[job.code] = _answer(peer, stub, job)
    return [answered[job.code] for job in scenario.jobs]


def _answer(peer: Peer, stub: pb_grpc.ExecutorServiceStub, job: Job) -> Call:
    request = job.request(**getattr(peer, "fields", {}))
    response = stub.Execute(request, timeout=PATIENCE, wait_for_ready=True)
    if response.WhichOneof("outcome") != "result_json":
        raise WrongAnswer(f"{peer.name} answers {job.code[:60]!r} with {str(response.error)[:300]}")
    if json.loads(response.result_json) != job.result:
        raise WrongAnswer(f"{peer.name} answers {job.code[:60]!r} with {response.result_json[:300]}")
    return Call(request.SerializeToString(), response.result_json.encode())
