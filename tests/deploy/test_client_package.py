"""The wheel of the client, as callers have it: a few packages, no server, and a name that is nobody else's."""

import json
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from harness import PATIENCE, ROOT
from oldest import environment, lowest

STUBS = ROOT / "executor" / "v1"

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    """Not in dist/, which other tests empty."""
    folder = tmp_path_factory.mktemp("dist")
    command = ["make", "--no-print-directory", "client-wheel", f"DIST={folder}"]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (built,) = folder.glob("*.whl")
    return built


def ran(python: str | Path, program: str, *arguments: str, **variables: str) -> str:
    done = subprocess.run(
        [python, "-c", program, *arguments],
        cwd="/",
        env={**os.environ, **variables},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )
    assert (done.returncode, done.stderr) == (0, ""), done.stderr
    return done.stdout


def test_client_wheel_has_the_client_and_its_stubs_and_nothing_else(wheel):
    assert wheel.name.endswith("-py3-none-any.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
        sources = {name: archive.read(name).decode() for name in names if name.endswith((".py", ".pyi"))}
    roots = {name.split("/")[0] for name in names}
    assert roots == {"flow_executor_client", next(root for root in roots if root.endswith(".dist-info"))}
    assert {"flow_executor_client/py.typed", "flow_executor_client/v1/executor_pb2.pyi"} <= names
    assert not [name for name in names if "cli/" in name]
    for name, text in sources.items():
        assert not re.search(r"^\s*(?:from|import) executor\b", text, re.MULTILINE), name


def test_packages_asked_for_are_as_new_as_what_made_the_stubs(wheel):
    """What protoc wrote checks both when it is imported; nothing that pip may choose fails then."""
    bounds = lowest(wheel)
    messages, calls = ((STUBS / name).read_text() for name in ("executor_pb2.py", "executor_pb2_grpc.py"))
    assert f"# Protobuf Python Version: {bounds['protobuf']}\n" in messages
    assert f"GRPC_GENERATED_VERSION = '{bounds['grpcio']}'" in calls
    assert bounds["grpcio-health-checking"] == bounds["grpcio"]


def test_newest_protobuf_asked_for_is_a_major_version_newer_than_the_stubs(wheel):
    """What runs them for certain; by the wheel of the server, whose packages are of the newer one, as by the client's."""
    following = int(lowest(wheel)["protobuf"].partition(".")[0]) + 2
    for name in ("requirements.in", "deploy/client/pyproject.toml"):
        assert re.search(rf"\bprotobuf>=[\d.]+,<{following}\b", (ROOT / name).read_text()), name


CALLS = """
import asyncio, importlib.metadata, json, sys
import grpc
from flow_executor_client import AsyncClient, Client, Refused, ServingStatus

async def asynchronous(address):
    async with AsyncClient(address) as client:
        return (await client.execute("return input", 2)).result

with Client(sys.argv[1]) as client:
    assert client.health() is ServingStatus.SERVING
    results = [client.execute("return input + 1", 0).result, asyncio.run(asynchronous(sys.argv[1]))]
    results += [each.result for each in client.execute_batch("return input", [3])]
    try:
        client.execute(" ")
    except grpc.RpcError as error:
        results.append(error.reason if isinstance(error, Refused) else "no reason")
print(json.dumps([results, {each.name.lower().replace("_", "-"): each.version for each in importlib.metadata.distributions()}]))
"""


@pytest.mark.parametrize("age", ["oldest", "newest"])
def test_client_calls_with_the_oldest_and_the_newest_packages_that_it_takes(wheel, tmp_path, server, age):
    commands = environment(tmp_path, wheel, age=age)
    results, installed = json.loads(ran(commands / "python", CALLS, server.address))
    assert results == [1, 2, 3, "EMPTY_CODE"]
    if age == "oldest":
        assert lowest(wheel).items() <= installed.items()
        # The last one is grpcio's.
        assert installed.keys() == {*lowest(wheel), "flow-executor-client", "typing-extensions"}


BOTH = """
import sys
import executor.client, flow_executor_client
from executor.v1 import executor_pb2
from flow_executor_client.v1 import executor_pb2 as copied

assert flow_executor_client.Client is not executor.client.Client
assert copied.DESCRIPTOR.serialized_pb == executor_pb2.DESCRIPTOR.serialized_pb
for module in (executor.client, flow_executor_client):
    with module.Client(sys.argv[1]) as client:
        print(client.execute("return input", module.__name__).result)
        try:
            client.execute(" ")
        except module.Refused as refused:
            print(refused.reason)
"""


@pytest.mark.parametrize("first", ["executor.client", "flow_executor_client"])
def test_both_names_of_the_client_work_in_one_process(wheel, tmp_path, server, first):
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path)
    printed = ran(sys.executable, f"import {first}\n{BOTH}", server.address, PYTHONPATH=f"{tmp_path}:{ROOT}")
    assert printed.split() == ["executor.client", "EMPTY_CODE", "flow_executor_client", "EMPTY_CODE"]
