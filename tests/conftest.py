"""Fixtures: a server of the test's own, and one shared by tests that only call it. And the order of the files.

`make test` gives files to several workers (pytest-xdist), each the next one when it is through with one. A session's
fixtures are a worker's, a module's server is started once. No test measures time or counts what belongs to others, so
that any two may run side by side, and beside whatever else the machine does.
"""

import contextlib
import gc
import os
import shutil
import signal
from collections.abc import Callable, Iterator
from multiprocessing import resource_tracker
from pathlib import Path
from typing import Any

import harness
import psutil
import pytest
from certificates import Certificate, Files
from harness import BUNDLES, ServerProcess, dead, eventually
from hypothesis import HealthCheck, settings
from upstream_thread import UpstreamThread
from web_server import WebServer

# A shell's background job (and nohup) inherits SIGINT as ignored, and so would every command that a test interrupts.
signal.signal(signal.SIGINT, signal.default_int_handler)

# By itself Hypothesis measures: an example that took 200 ms, or a second for the first few, would be an error. Before any test's
# own settings are made, which take the rest from here.
settings.register_profile("patient", settings(), deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")

# Those that take longest begin first, so that no worker has one of them left when the others are through. By
# `make test PYTEST_ARGS=--durations=50`.
LONGEST_FIRST = (
    "isolate/test_hostile.py",
    "isolate/test_compatibility.py",
    "modules/test_bundles.py",
    "pool/test_batch.py",
    "observe/test_prometheus.py",
    "client/test_cli.py",
    "client/test_client_snippets.py",
    "rpc/test_health_checking.py",
    "pool/test_affinity.py",
    "isolate/test_authority.py",
    "http/test_page.py",
)

# Of servers that many tests share: no canary but the first, and on a busy machine a job may wait for its isolate.
QUIET = ("--canary-interval=60m", "--queue-timeout=60s")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--no-servers", action="store_true", help="skip what starts a server")


def pytest_xdist_auto_num_workers() -> int:
    """Of `pytest -n auto`: two more than processors, as tests wait for a tenth of their time or more. More than that waste starts."""
    return min(len(os.sched_getaffinity(0)) + 2, 8)


def pytest_configure(config: pytest.Config) -> None:
    harness.ServerProcess.allowed = not config.getoption("--no-servers")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keeps the order within each file, and that of the files that are not named."""
    folder = Path(__file__).parent
    places = {folder / name: place for place, name in enumerate(LONGEST_FIRST)}
    items.sort(key=lambda item: places.get(item.path, len(places)))


def pytest_collection_finish() -> None:
    """What is here by now stays: no collection of garbage has to look at thousands of tests again."""
    gc.freeze()


@pytest.fixture(scope="session", autouse=True)
def childless() -> Iterator[None]:
    """What this process, one of pytest's workers maybe, has started is gone at its end."""
    yield
    harness.end_nursery()
    # Python itself keeps this one to its own end, where a test made others by multiprocessing (the soak).
    tracker = resource_tracker._resource_tracker._pid
    children = [child for child in psutil.Process().children(recursive=True) if child.pid != tracker]
    # A pool that ran in this process leaves those that it ended last to whoever reaps them.
    try:
        eventually(lambda: all(map(dead, children)), f"no child is left of {children}")
    finally:
        for child in harness.alive(children):
            with contextlib.suppress(psutil.NoSuchProcess):
                child.kill()


@pytest.fixture
def start() -> Iterator[Callable[..., ServerProcess]]:
    """Starts servers with the flags given; each is stopped at the end of the test and leaves no child."""
    servers: list[ServerProcess] = []

    def starter(*arguments: str, **options: Any) -> ServerProcess:
        servers.append(ServerProcess(*arguments, **options))
        return servers[-1]

    yield starter
    for server in servers:
        server.stop(expected=None)


@pytest.fixture(scope="session")
def server() -> Iterator[ServerProcess]:
    """One server for all tests that only send it jobs."""
    shared = ServerProcess("--isolates=8", *QUIET)
    shared.serving()
    yield shared
    shared.stop()


@pytest.fixture(scope="session")
def solitary_for_all() -> Iterator[ServerProcess]:
    shared = ServerProcess("--isolates=1", *QUIET)
    shared.serving()
    yield shared
    shared.stop()


@pytest.fixture
def solitary(solitary_for_all: ServerProcess) -> ServerProcess:
    """A server of one isolate, which is ready, for tests that may use it up. Its counters have what others did before."""
    return solitary_for_all.all_ready()


@pytest.fixture(scope="session")
def web() -> Iterator[WebServer]:
    """A web server on loopback for scripts to call."""
    serving = WebServer()
    yield serving
    serving.stop()


@pytest.fixture(scope="session")
def upstream() -> Iterator[UpstreamThread]:
    """Answers that come when a test says so, or never."""
    with UpstreamThread() as serving:
        yield serving


@pytest.fixture(scope="session")
def online() -> Iterator[ServerProcess]:
    """A server whose scripts may send many requests, to loopback too."""
    flags = ("--egress=public", "--egress-allow=127.0.0.0/8:*", "--egress-max-requests=1000")
    shared = ServerProcess("--isolates=2", "--timeout=30s", *QUIET, *flags)
    shared.serving()
    yield shared
    shared.stop()


@pytest.fixture
def bundles(tmp_path) -> Path:
    """A copy of the bundles that a test may break."""
    return Path(shutil.copytree(BUNDLES, tmp_path / "dist"))


@pytest.fixture(scope="module")
def ca() -> Certificate:
    """Who signs the certificates of a test."""
    return Certificate("test ca")


@pytest.fixture
def files(tmp_path: Path, ca: Certificate) -> Files:
    """Where a server finds its certificate, its key and the callers' CA."""
    return Files(tmp_path, ca, Certificate("server", ca))
