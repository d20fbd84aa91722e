"""Fixtures: a server of the test's own, and one shared by tests that only call it."""

import shutil
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from harness import BUNDLES, ServerProcess
from web_server import WebServer

# A shell's background job (and nohup) inherits SIGINT as ignored, and so would every command that a test interrupts.
signal.signal(signal.SIGINT, signal.default_int_handler)


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
    shared = ServerProcess("--isolates=8")
    shared.serving()
    yield shared
    shared.stop()


@pytest.fixture(scope="session")
def web() -> Iterator[WebServer]:
    """A web server on loopback for scripts to call."""
    serving = WebServer()
    yield serving
    serving.stop()


@pytest.fixture(scope="session")
def online() -> Iterator[ServerProcess]:
    """A server whose scripts may send many requests, to loopback too."""
    flags = ("--egress=public", "--egress-allow=127.0.0.0/8:*", "--egress-max-requests=1000")
    shared = ServerProcess("--isolates=2", "--timeout=30s", *flags)
    shared.serving()
    yield shared
    shared.stop()


@pytest.fixture
def bundles(tmp_path) -> Path:
    """A copy of the bundles that a test may break."""
    return Path(shutil.copytree(BUNDLES, tmp_path / "dist"))
