"""Runs Node's tests in isolates of a server, each in one that nobody used, or in Node itself, and says how each ended."""

import json
import os
import re
import subprocess
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import grpc
from harness import NODE, PATIENCE, ServerProcess

from bench.node_tests.suite import Case, Folder
from executor.v1 import executor_pb2 as pb

HERE = Path(__file__).parent
HOST = (HERE / "host.js").read_text()
# By the name that a test requires.
SHIMS = {
    path.relative_to(HERE).with_suffix("").as_posix(): path.read_text()
    for path in HERE.rglob("*.js")
    if path.stem != "host"
}
# Keys of 4,096 bits and the like take their time, and fixtures are larger than what blocks usually get.
SERVER_FLAGS = ("--timeout=60s", "--cpu-limit=60s", "--max-input-bytes=16MiB", "--max-memory-bytes=512MiB")
SKIPPED = "skipped: "


@dataclass(frozen=True)
class Verdict:
    """How a test ended: `problem` is empty where it passed, else a line that says what happened instead."""

    case: Case
    problem: str

    @property
    def passed(self) -> bool:
        return not self.problem


def run(
    execute: Callable[[Case, str], str], folder: Folder, cases: Iterable[Case], jobs: int
) -> Iterator[Verdict]:
    """Verdicts in the order of the tests, `jobs` of which run at a time."""
    with ThreadPoolExecutor(jobs) as callers:
        yield from callers.map(lambda case: Verdict(case, execute(case, job_of(folder, case))), cases)


def job_of(folder: Folder, case: Case) -> str:
    job = {"name": case.name, "source": case.source, "files": folder.files(case), "shims": SHIMS}
    return json.dumps(job)


def here(server: ServerProcess) -> Callable[[Case, str], str]:
    """What runs a test in an isolate of the server."""

    def execute(case: Case, job: str) -> str:
        request = pb.ExecuteRequest(code=HOST, input_json=job)
        try:
            response = server.stub.Execute(request, timeout=PATIENCE * 2)
        except grpc.RpcError as refusal:
            return f"{refusal.code().name}: {refusal.details()}"
        if response.WhichOneof("outcome") == "result_json":
            return str(json.loads(response.result_json))
        error = response.error
        return f"{pb.ErrorKind.Name(error.kind).removeprefix('ERROR_KIND_')} {error.name}: {error.message}"

    return execute


def in_node(case: Case, job: str) -> str:
    """The same in Node 20, in a process of its own."""
    try:
        finished = subprocess.run(
            [NODE, *case.flags, HERE / "in_node.mjs"],
            input=json.dumps({"host": HOST, **json.loads(job)}),
            env={key: value for key, value in os.environ.items() if not key.startswith("NODE_")},
            capture_output=True, text=True, timeout=PATIENCE, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return f"still runs after {PATIENCE:.0f} s"
    told = [line for line in finished.stdout.splitlines() if line.startswith('"')]
    if finished.returncode != 0 or not told:
        errors = re.findall(r"^\w*Error\b.*", finished.stderr, re.MULTILINE)
        return f"exit code {finished.returncode}: {errors[0] if errors else finished.stderr[-200:]}"
    return str(json.loads(told[-1]))
