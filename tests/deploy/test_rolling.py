"""Three servers under steady load, restarted one after the other: no call fails. `make rolling` prints the figures."""

import contextlib
import json
import os
import platform
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import grpc
import pytest
from callers import PythonCaller, Tally
from harness import PATIENCE, ROOT, ServerProcess, eventually, free_port

from executor.client import SERVICE, SERVICE_CONFIG
from executor.v1 import executor_pb2 as pb
from executor.v1 import executor_pb2_grpc as pb_grpc

CONFIG = ROOT / "deploy" / "service-config.json"
HAPROXY = ROOT / ".tools" / "debian" / "haproxy"
# A script that takes some time, so that every restart meets calls under way.
CODE = "await new Promise(done => setTimeout(done, 30)); return 1"
CALLERS = 4

pytestmark = pytest.mark.slow


class Replica:
    """A server that keeps its addresses over restarts."""

    def __init__(self) -> None:
        self.port, self.admin_port = free_port(), free_port()
        self.served = 0
        self.server = self.start()

    def start(self, *more: str) -> ServerProcess:
        flags = ("--isolates=2", "--lame-duck=2s", *more)
        server = ServerProcess(*flags, ports=(self.port, self.admin_port))
        return server.serving()

    def count(self) -> float:
        return self.server.metrics()['executor_executions_total{outcome="ok"}']

    def restart(self) -> None:
        """SIGTERM, and a new process in its place; what the old one served counts on."""
        before = self.count()
        self.server.stop()
        self.served += int(before)
        self.server = self.start()

    def stop(self) -> int:
        """All that it served, but for what came between the last count and a SIGTERM."""
        served = self.served + int(self.count())
        self.server.stop()
        return served


@pytest.fixture
def replicas() -> Iterator[list[Replica]]:
    running = [Replica() for _ in range(3)]
    yield running
    for replica in running:
        replica.server.stop(expected=None)


def roll(replicas: list[Replica], caller: PythonCaller) -> Tally:
    """Restarts each in turn; a replica must have served since its restart before the next one goes."""
    for replica in replicas:
        eventually(lambda replica=replica: replica.count() > 5, "the replica serves")
        replica.restart()
        eventually(lambda replica=replica: replica.count() > 5, "the replica serves after its restart")
    return caller.stop()


def show(how: str, tally: Tally, replicas: list[Replica]) -> None:
    shares = ", ".join(str(replica.stop()) for replica in replicas)
    print(
        f"{how}: {tally.calls} calls, {tally.calls - tally.ok} failed {tally.errors}; served by each: {shares}"
    )


def test_service_config_is_that_of_the_python_client_and_watches_health():
    config = json.loads(CONFIG.read_text())
    assert config.pop("healthCheckConfig") == {"serviceName": SERVICE}
    assert config == SERVICE_CONFIG


def test_rolling_restart_behind_round_robin_fails_no_call(replicas):
    target = "ipv4:" + ",".join(f"127.0.0.1:{replica.port}" for replica in replicas)
    tally = roll(replicas, PythonCaller(target, CONFIG, CODE, CALLERS, PATIENCE))
    show("round_robin", tally, replicas)
    assert tally.calls > 100
    assert tally.errors == {}


@contextlib.contextmanager
def proxy(settings: Path, variables: dict[str, str]) -> Iterator[None]:
    """HAProxy with these settings."""
    if not HAPROXY.exists():
        pytest.skip("needs HAProxy: make rolling (Debian)")
    libraries = HAPROXY / "usr" / "lib" / f"{platform.machine()}-linux-gnu"
    process = subprocess.Popen(
        [HAPROXY / "usr" / "sbin" / "haproxy", "-db", "-f", settings],
        env={**os.environ, "LD_LIBRARY_PATH": str(libraries), **variables},
        stderr=subprocess.DEVNULL,
    )
    try:
        yield
        assert process.poll() is None, "HAProxy still runs"
    finally:
        process.terminate()
        process.wait(PATIENCE)


@pytest.fixture
def haproxy(replicas) -> Iterator[str]:
    """The address of one with the settings that operators get, once it passes calls on."""
    address = f"127.0.0.1:{free_port()}"
    variables = {"LISTEN": address}
    for number, replica in enumerate(replicas, 1):
        variables |= {
            f"EXECUTOR_{number}": f"127.0.0.1:{replica.port}",
            f"ADMIN_HOST_{number}": "127.0.0.1",
            f"ADMIN_PORT_{number}": str(replica.admin_port),
        }
    with proxy(ROOT / "deploy" / "haproxy" / "haproxy.cfg", variables):
        eventually(lambda: answers(address), "HAProxy passes calls on")
        yield address


def answers(address: str) -> bool:
    with grpc.insecure_channel(address) as channel:
        try:
            pb_grpc.ExecutorServiceStub(channel).Execute(pb.ExecuteRequest(code="return 1"), timeout=PATIENCE)
        except grpc.RpcError:
            return False
    return True


def behind_a_proxy(folder: Path) -> Path:
    """The service config without watching health: the proxy does, and a watch through it would be of one replica only."""
    config: dict[str, Any] = json.loads(CONFIG.read_text())
    del config["healthCheckConfig"]
    file = folder / "service-config.json"
    file.write_text(json.dumps(config))
    return file


def test_rolling_restart_behind_haproxy_fails_no_call(replicas, haproxy, tmp_path):
    tally = roll(replicas, PythonCaller(haproxy, behind_a_proxy(tmp_path), CODE, CALLERS, PATIENCE))
    show("HAProxy", tally, replicas)
    assert tally.calls > 100
    assert tally.errors == {}


def test_killed_replica_costs_only_the_calls_that_it_had_begun(replicas, tmp_path):
    """Without retries: those that had begun end as UNAVAILABLE, and nobody runs them a second time."""
    config: dict[str, Any] = json.loads(CONFIG.read_text())
    del config["methodConfig"]
    file = tmp_path / "service-config.json"
    file.write_text(json.dumps(config))
    target = "ipv4:" + ",".join(f"127.0.0.1:{replica.port}" for replica in replicas)
    caller = PythonCaller(target, file, CODE, CALLERS, PATIENCE)
    for replica in replicas:
        eventually(lambda replica=replica: replica.count() > 5, "every replica serves")
    replicas[0].server.process.kill()
    replicas[0].server.wait()
    before = replicas[1].count()
    eventually(lambda: replicas[1].count() > before + 20, "the others serve on")
    tally = caller.stop()
    assert tally.calls - tally.ok <= CALLERS
    assert {error.split(":")[0] for error in tally.errors} <= {"Unavailable"}


# As a Kubernetes Service with a virtual address is one: it knows connections, and who is ready, and nothing of the calls.
CONNECTIONS_ONLY = """
defaults
    mode tcp
    timeout connect 2s
    timeout client 90s
    timeout server 90s
listen grpc
    bind {address}
    balance roundrobin
    timeout check 5s
    option httpchk GET /readyz
    default-server check inter 100ms fall 3 rise 1
    server one 127.0.0.1:{one.port} port {one.admin_port}
    server two 127.0.0.1:{two.port} port {two.admin_port}
"""


def test_client_with_one_connection_reaches_a_new_replica_when_that_has_aged(replicas, tmp_path):
    """Otherwise a replica that was added stays without work until somebody connects anew."""
    first, second, _ = replicas
    for replica in (first, second):
        replica.server.stop()
    first.server = first.start("--max-connection-age=1s")
    settings = tmp_path / "haproxy.cfg"
    address = f"127.0.0.1:{free_port()}"
    settings.write_text(CONNECTIONS_ONLY.format(address=address, one=first, two=second))
    config = tmp_path / "service-config.json"
    config.write_text("{}")
    with proxy(settings, {}):
        eventually(lambda: answers(address), "HAProxy passes calls on")
        caller = PythonCaller(address, config, "return 1", 1, PATIENCE)
        eventually(lambda: first.count() > 5, "the first serves")
        second.server = second.start()
        eventually(lambda: second.count() > 5, "the new replica gets work")
        tally = caller.stop()
    assert tally.errors == {}
