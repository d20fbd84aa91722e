"""Clients of gRPC as others have them: grpc-go and grpc-js (tests/clients) and grpcio, with nothing of ours in between."""

import collections
import json
import subprocess
import threading
from pathlib import Path
from typing import Any, NamedTuple

import grpc
from harness import NODE, PATIENCE, ROOT

from executor.v1 import executor_pb2 as pb
from executor.v1 import executor_pb2_grpc as pb_grpc

GO_CLIENT = ROOT / ".tools" / "go" / "client"
NODE_CLIENT = ROOT / "tests" / "clients" / "node" / "client.mjs"


class Tally(NamedTuple):
    """What became of all calls; `errors` are status codes in the client's spelling or kinds of script errors, and words."""

    calls: int
    ok: int
    errors: dict[str, int]


class GoCaller:
    """Calls from a process of its own until `stop()`."""

    def __init__(self, target: str, config: Path, code: str, concurrency: int, deadline: float) -> None:
        command = [GO_CLIENT, f"-target={target}", f"-config={config}", "-n=0", f"-code={code}"]
        flags = [f"-concurrency={concurrency}", f"-deadline={deadline:g}s"]
        self._process = subprocess.Popen([*command, *flags], stdout=subprocess.PIPE, text=True)

    def stop(self) -> Tally:
        """Finishes the calls under way."""
        self._process.terminate()
        output, _ = self._process.communicate(timeout=PATIENCE)
        printed: dict[str, Any] = json.loads(output)
        return Tally(printed["calls"], printed["ok"], printed["errors"])


class PythonCaller:
    """Calls from threads of this process until `stop()`."""

    def __init__(self, target: str, config: Path, code: str, concurrency: int, deadline: float) -> None:
        self._channel = grpc.insecure_channel(target, [("grpc.service_config", config.read_text())])
        self._execute = pb_grpc.ExecutorServiceStub(self._channel).Execute
        self._request = pb.ExecuteRequest(code=code)
        self._deadline = deadline
        self._stopping = threading.Event()
        self._outcomes: list[str] = []
        self._threads = [threading.Thread(target=self._run, daemon=True) for _ in range(concurrency)]
        for thread in self._threads:
            thread.start()

    def _run(self) -> None:
        while not self._stopping.is_set():
            self._outcomes.append(self._call())

    def _call(self) -> str:
        """The error in words, empty if there was none."""
        try:
            response = self._execute(self._request, timeout=self._deadline, wait_for_ready=True)
        except grpc.RpcError as error:
            return f"{error.code().name.title().replace('_', '')}: {error.details()}"
        return "" if response.WhichOneof("outcome") == "result_json" else str(response.error)

    def stop(self) -> Tally:
        """Finishes the calls under way."""
        self._stopping.set()
        for thread in self._threads:
            thread.join(PATIENCE)
        self._channel.close()
        counts = collections.Counter(self._outcomes)
        ok = counts.pop("", 0)
        return Tally(len(self._outcomes), ok, dict(counts))


def call_from_node(target: str, config: Path, code: str, calls: int) -> Tally:
    """Calls one after the other, in a process of their own."""
    command = [NODE, NODE_CLIENT, target, config, str(calls), code]
    done = subprocess.run(command, capture_output=True, text=True, timeout=2 * PATIENCE)
    assert (done.returncode, done.stderr) == (0, ""), done.stderr
    return Tally(**json.loads(done.stdout))
