"""The admin port's own bounds: connections, time for a head, names, and formats of /metrics."""

import asyncio
import contextlib
import socket
import urllib.request

import pytest
from harness import PATIENCE, ServerProcess, eventually

from executor.http import connections
from executor.http.admin import MAX_CONNECTIONS
from executor.http.connections import Bound
from executor.http.hosts import expected_hosts, is_expected
from executor.settings import Settings

HALF = b"GET /livez HTTP/1.1\r\nHost: loc"


@pytest.fixture(scope="module")
def shared():
    server = ServerProcess("--isolates=1", "--admin-hosts=executor.example.com").serving()
    yield server
    server.stop()
    assert not any("Traceback" in line for line in server.log), server.log


def dial(server):
    host, port = server.admin.split(":")
    return socket.create_connection((host, int(port)), PATIENCE)


def answer(server, head):
    with dial(server) as connection:
        connection.sendall(head)
        return connection.makefile("rb").read()


def answers_again(server):
    """Waits for room: connections that were closed here count until the server has seen that."""

    def does():
        with contextlib.suppress(ConnectionError):
            return answer(server, b"GET /livez HTTP/1.0\r\n\r\n").endswith(b"ok\n")

    eventually(does, "it answers again")


def test_half_requests_leave_descriptors_for_callers(start):
    server = start("--isolates=1", shell="ulimit -n 256").serving()
    with contextlib.ExitStack() as halves:
        for _ in range(300):
            connection = halves.enter_context(dial(server))
            with contextlib.suppress(ConnectionError):
                connection.sendall(HALF)
        with server.new_channel() as channel:
            call = channel.unary_unary("/grpc.health.v1.Health/Check")
            assert call(b"", timeout=PATIENCE)
        assert server.result("return 1") == 1
    answers_again(server)


async def test_connection_that_sends_half_a_head_is_closed(monkeypatch):
    monkeypatch.setattr(connections, "HEAD_TIMEOUT", 0.0)

    class Inner(asyncio.Protocol):
        pass

    bound = Bound("some", 1)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(bound.around(Inner), "127.0.0.1", 0)
    reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
    writer.write(HALF)
    with contextlib.suppress(ConnectionError):
        assert await asyncio.wait_for(reader.read(), PATIENCE) == b""
    assert (bound.total, bound.refusals, bound.ends) == (0, 0, 1)
    writer.close()
    server.close()


async def test_head_in_pieces_is_a_head_and_connections_are_counted():
    seen = asyncio.Event()

    class Inner(asyncio.Protocol):
        def data_received(self, data):
            seen.set()

    bound = Bound("some", 1)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(bound.around(Inner), "127.0.0.1", 0)
    address = server.sockets[0].getsockname()
    _, first = await asyncio.open_connection(*address)
    first.write(b"GET / HTTP/1.1\r\n\r")
    await seen.wait()
    reader, second = await asyncio.open_connection(*address)
    with contextlib.suppress(ConnectionError):
        assert await asyncio.wait_for(reader.read(), PATIENCE) == b""
    assert (bound.total, bound.refusals, bound.ends) == (1, 1, 0)
    first.close()
    second.close()
    server.close()


def test_connections_over_the_limit_are_closed_and_the_rest_served(shared):
    with contextlib.ExitStack() as held:
        kept = [held.enter_context(dial(shared)) for _ in range(MAX_CONNECTIONS)]
        kept[0].sendall(b"GET /livez HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert kept[0].recv(65536).startswith(b"HTTP/1.1 200")
        with contextlib.suppress(ConnectionError):
            assert held.enter_context(dial(shared)).recv(1) == b""
    answers_again(shared)
    metrics = shared.metrics()
    assert metrics['executor_held_limit{kind="admin_connections"}'] == MAX_CONNECTIONS
    assert metrics['executor_held_refusals_total{kind="admin_connections"}'] >= 1
    assert 1 <= metrics['executor_held{kind="admin_connections"}'] <= MAX_CONNECTIONS
    answers_again(shared)


@pytest.mark.parametrize("path", ["/", "/metrics", "/flow/health", "/status.json", "/livez"])
def test_name_of_somebody_elses_page_is_not_served(shared, path):
    head = f"GET {path} HTTP/1.1\r\nHost: rebound.example:8080\r\nConnection: close\r\n\r\n"
    said = answer(shared, head.encode())
    assert said.startswith(b"HTTP/1.1 421 ")
    assert b"rebound" not in said
    assert b"--admin-hosts" in said


@pytest.mark.parametrize(
    "host",
    [
        *("localhost:1", "127.0.0.1", "[::1]:80", "10.1.2.3:8080", "Executor.Example.com."),
        # As a Service's clients ask, and a container's neighbours.
        *("flow-executor:8080", "flow-executor.prod.svc:8080", "flow-executor.prod.svc.cluster.local"),
    ],
)
def test_expected_names_and_addresses_are_served(shared, host):
    head = f"GET /livez HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"
    assert answer(shared, head.encode()).endswith(b"ok\n")


def test_name_that_is_listened_on_is_expected():
    hosts = expected_hosts("Admin.internal:8080", Settings.load([], {}))
    assert is_expected("admin.internal:8080", hosts)
    assert not is_expected("admin.internal.evil.example", hosts)
    assert not is_expected("127.0.0.1.evil.example", hosts)
    # Namespaces are called like domains that anybody can buy.
    assert not is_expected("flow-executor.dev", hosts)
    assert not is_expected("svc.example", hosts)
    assert not is_expected("a:b:c", hosts)


ACCEPTS = {
    "*/*": "text/plain",
    "": "text/plain",
    "application/json": "text/plain",
    "text/html, */*;q=0.1": "text/plain",
    "text/plain;version=0.0.4": "text/plain",
    'text/plain;version="0.0.4"': "text/plain",
    "text/plain;version=1.0.0;escaping=allow-utf-8": "text/plain",
    "application/openmetrics-text": "application/openmetrics-text",
    'application/openmetrics-text; version="1.0.0"; q="0.9"': "application/openmetrics-text",
    "application/openmetrics-text;version=1.0.0;q=0.5,text/plain;version=0.0.4;q=0.9": "text/plain",
    "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,"
    "application/openmetrics-text;version=0.0.1;q=0.5,text/plain;version=0.0.4;q=0.2,*/*;q=0.1": "application/openmetrics-text",
    "application/openmetrics-text;version=0.0.1;q=0": "text/plain",
    "application/openmetrics-text;q=high": "text/plain",
    "application/openmetrics-text;version=junk;escaping=junk": "application/openmetrics-text",
    ";;,,=;q=": "text/plain",
}


@pytest.mark.parametrize(("accept", "expected"), ACCEPTS.items())
def test_every_accept_header_has_an_exposition_of_one_family(shared, accept, expected):
    request = urllib.request.Request(f"http://{shared.admin}/metrics", headers={"Accept": accept})
    with urllib.request.urlopen(request, timeout=PATIENCE) as response:
        body = response.read().decode()
        assert response.status == 200
        assert response.headers.get_content_type() == expected
    assert body.endswith("# EOF\n") == (expected == "application/openmetrics-text")
