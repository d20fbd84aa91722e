"""Runs tests in isolates of a server, each in one that nobody used, and says how each ended."""

import json
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import grpc
from harness import PATIENCE, ServerProcess

from bench.test262.suite import Case, Suite
from executor.v1 import executor_pb2 as pb

HOST = (Path(__file__).parent / "host.js").read_text()
# The slowest tests walk all of Unicode. Their harness and texts are larger than what blocks usually get.
FLAGS = ("--timeout=60s", "--cpu-limit=60s", "--max-input-bytes=16MiB")


@dataclass(frozen=True)
class Verdict:
    """How a test ended: `problem` is empty where it passed, else a line that says what happened instead."""

    case: Case
    problem: str

    @property
    def passed(self) -> bool:
        return not self.problem


def run(server: ServerProcess, suite: Suite, cases: Iterable[Case], jobs: int) -> Iterator[Verdict]:
    """Verdicts in the order of the tests, `jobs` of which run at a time."""
    with ThreadPoolExecutor(jobs) as callers:
        yield from callers.map(lambda case: Verdict(case, judge(case, execute(server, suite, case))), cases)


def execute(server: ServerProcess, suite: Suite, case: Case) -> str:
    """What came of a test: empty, or `Name: message` of its error, or how its isolate ended."""
    strict = '"use strict";\n' if "onlyStrict" in case.flags else ""
    job = {"harness": suite.sources(case), "source": strict + case.source, "done": "async" in case.flags}
    request = pb.ExecuteRequest(code=HOST, input_json=json.dumps(job))
    try:
        response = server.stub.Execute(request, timeout=PATIENCE * 2)
    except grpc.RpcError as refusal:
        return f"{refusal.code().name}: {refusal.details()}"
    if response.WhichOneof("outcome") == "result_json":
        return str(json.loads(response.result_json))
    error = response.error
    return f"{pb.ErrorKind.Name(error.kind).removeprefix('ERROR_KIND_')} {error.name}: {error.message}"


def judge(case: Case, came: str) -> str:
    """What is wrong with that, empty if nothing is."""
    if case.negative is None:
        return came
    phase, name = case.negative
    if came.startswith(f"{name}: "):
        return ""
    return f"no {name} in phase {phase}, but {came or 'a good end'}"
