"""Callers that are broken or mean, on the gRPC port of a real server: others are served on, and nothing is left."""

import contextlib
import random
import struct
import threading

import grpc
import http2
import psutil
import pytest
from harness import PATIENCE, ServerProcess, eventually
from http2 import Connection, client_hello

from executor.client import Client
from executor.formats.manifest import module_names
from executor.rpc.connections import SPARE_STREAMS
from executor.v1 import executor_pb2 as pb

EXECUTE = "/executor.v1.ExecutorService/Execute"

# gRPC opens and closes a few of its own.
SOME_DESCRIPTORS = 8


def descriptors(server):
    return psutil.Process(server.process.pid).num_fds()


@pytest.fixture(scope="module")
def shared():
    server = ServerProcess("--isolates=2").serving()
    yield server
    server.stop()
    assert not any("Traceback" in line for line in server.log), server.log


@pytest.fixture
def unharmed(shared):
    """The server, whose other callers are served when the test has done its worst, and that has no descriptor more."""
    assert shared.result("return 'before'") == "before"
    before = descriptors(shared.all_ready())
    yield shared
    assert shared.result("return 'after'") == "after"
    shared.all_ready()
    eventually(lambda: descriptors(shared) <= before + SOME_DESCRIPTORS, "descriptors are back")


WRONG_OPENINGS = {
    "zeros": bytes(4096),
    "random": random.Random(3).randbytes(4096),
    "http1": b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "http1 upgrade": b"GET / HTTP/1.1\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n"
    b"HTTP2-Settings: AAMAAABkAAQAAP__\r\n\r\n",
    "tls hello": client_hello(),
    "random frames": http2.PREFACE + http2.settings() + random.Random(4).randbytes(4096),
    "huge frame": http2.PREFACE + http2.settings() + struct.pack(">I", 0xFFFFFF)[1:] + bytes(9) + bytes(4096),
    "header block of nonsense": http2.PREFACE
    + http2.settings()
    + http2.frame(http2.HEADERS, http2.END_HEADERS, 1, b"\xff" * 64),
}


@pytest.mark.parametrize("opening", WRONG_OPENINGS.values(), ids=WRONG_OPENINGS.keys())
def test_what_is_no_http2_is_hung_up_on(unharmed, opening):
    connections = [Connection(unharmed.address) for _ in range(20)]
    for connection in connections:
        # It may hang up in the middle of it.
        with contextlib.suppress(ConnectionError):
            connection.send(opening)
    assert unharmed.result("return 'meanwhile'") == "meanwhile"
    for connection in connections:
        with connection:
            assert connection.ended()


@pytest.mark.slow
def test_connection_that_never_says_what_it_wants_is_hung_up_on(unharmed):
    openings = [b"", http2.PREFACE[:10], http2.PREFACE]
    connections = [Connection(unharmed.address, opening) for opening in openings for _ in range(10)]
    assert unharmed.result("return 'meanwhile'") == "meanwhile"
    for connection in connections:
        with connection:
            assert connection.ended()


def test_call_that_stops_in_the_middle_takes_no_isolate(unharmed):
    message = pb.ExecuteRequest(code="return 1").SerializeToString()
    whole = http2.call(1, EXECUTE, message)
    cuts = random.Random(5).sample(range(1, len(whole)), 20)
    connections = [
        Connection(unharmed.address, http2.PREFACE + http2.settings() + whole[:cut]) for cut in cuts
    ]
    assert [unharmed.result("return input", n) for n in range(10)] == list(range(10))
    unharmed.all_ready()
    for connection in connections:
        connection.close()


def test_reader_that_takes_nothing_of_big_results_holds_no_isolate(unharmed):
    code = pb.ExecuteRequest(code="return 'x'.repeat(4e6)").SerializeToString()
    opening = http2.PREFACE + http2.settings(INITIAL_WINDOW_SIZE=0)
    connections = [Connection(unharmed.address, opening + http2.call(1, EXECUTE, code)) for _ in range(10)]
    for connection in connections:
        # The answer is there, and its first frame has come; the rest waits for a window.
        assert (
            next(kind for kind, *_ in connection.frames() if kind in (http2.HEADERS, http2.DATA))
            == http2.HEADERS
        )
    unharmed.all_ready()
    assert [unharmed.result("return input", n) for n in range(10)] == list(range(10))
    for connection in connections:
        connection.close()
    eventually(
        lambda: [line for line in unharmed.log if "a caller left before its answer" in line], "a word on it"
    )


def test_calls_opened_and_reset_at_once_leave_nothing(unharmed):
    message = pb.ExecuteRequest(code="while (true) {}").SerializeToString()
    cancel = struct.pack(">I", 8)
    with Connection(unharmed.address, http2.PREFACE + http2.settings()) as connection:
        for stream in range(1, 401, 2):
            with contextlib.suppress(ConnectionError):
                connection.send(
                    http2.call(stream, EXECUTE, message) + http2.frame(http2.RST_STREAM, 0, stream, cancel)
                )
        assert unharmed.result("return 'meanwhile'") == "meanwhile"
    eventually(lambda: unharmed.metrics()["executor_queue_length"] == 0, "nothing waits")


def test_many_idle_connections_are_just_that(unharmed):
    with contextlib.ExitStack() as connections:
        for _ in range(500):
            connections.enter_context(Connection(unharmed.address, http2.PREFACE + http2.settings()))
        eventually(lambda: descriptors(unharmed) >= 500, "all are accepted")
        with Client(unharmed.address) as newcomer:
            assert newcomer.execute("return 'meanwhile'").result == "meanwhile"


def test_flood_of_pings_ends_its_connection(unharmed):
    with Connection(unharmed.address, http2.PREFACE + http2.settings()) as connection:
        with contextlib.suppress(ConnectionError):
            for number in range(20):
                connection.send(http2.frame(http2.PING, payload=struct.pack(">Q", number)))
        (goaway,) = [payload for kind, *_, payload in connection.frames() if kind == http2.GOAWAY]
    assert int.from_bytes(goaway[4:8], "big") == http2.ENHANCE_YOUR_CALM


def test_streams_of_one_connection_are_bounded_above_all_that_can_run_or_wait(start):
    server = start("--isolates=1", "--queue=5").listening()
    with Connection(server.address, http2.PREFACE + http2.settings()) as connection:
        payload = next(payload for kind, *_, payload in connection.frames() if kind == http2.SETTINGS)
    values = dict(struct.iter_unpack(">HI", payload))
    assert values[http2.MAX_CONCURRENT_STREAMS] == 1 + 5 + SPARE_STREAMS


def test_metadata_is_bounded(unharmed):
    def status(size):
        metadata = [(f"x-{number}", "y" * 1000) for number in range(size // 1000)]
        return unharmed.stub.WarmupStatus(pb.WarmupStatusRequest(), timeout=PATIENCE, metadata=metadata)

    for _ in range(8):
        assert status(12_000).total_modules == len(module_names())
        with pytest.raises(grpc.RpcError) as caught:
            status(20_000)
        assert caught.value.code() is grpc.StatusCode.RESOURCE_EXHAUSTED


def test_connections_over_the_limit_are_closed_as_they_come(start):
    server = start("--isolates=1", "--max-connections=20").serving()
    assert server.result("return 1") == 1
    opening = http2.PREFACE + http2.settings()
    connections = [Connection(server.address) for _ in range(60)]
    kept = []
    for connection in connections:
        with contextlib.suppress(ConnectionError):
            connection.send(opening)
            kept += [connection for _ in zip(connection.frames(), range(1), strict=False)]
    assert len(kept) == 19
    # Who was connected before is served on.
    assert server.result("return 2") == 2
    for connection in connections:
        connection.close()
    with Client(server.address) as newcomer:
        newcomer.wait_ready(PATIENCE)


def test_too_few_descriptors_for_all_connections_are_told_at_the_start(start):
    server = start("--isolates=1", shell="ulimit -n 600").serving()
    (line,) = [line for line in server.log if "--max-connections" in line]
    assert "the limit on open files is 600" in line
    assert "WARNING" in line
    assert server.result("return 1") == 1


@pytest.mark.slow
def test_old_connection_ends_and_no_call_of_it_fails(start):
    server = start("--isolates=1", "--max-connection-age=1s").serving()
    gone = threading.Event()

    def watch():
        with Connection(server.address, http2.PREFACE + http2.settings()) as connection:
            assert http2.GOAWAY in [kind for kind, *_ in connection.frames()]
            gone.set()

    watcher = threading.Thread(target=watch)
    watcher.start()
    calls = 0
    with Client(server.address, retries=False) as client:
        while not gone.is_set() or calls < 2:
            assert client.execute("return input", calls).result == calls
            calls += 1
    watcher.join()


@pytest.mark.slow
def test_reader_that_takes_nothing_is_cut_off_in_the_end(start):
    server = start(
        "--isolates=1",
        "--max-connection-age=1s",
        "--timeout=500ms",
        "--max-timeout=500ms",
        "--queue-timeout=100ms",
    ).serving()
    code = pb.ExecuteRequest(code="return 'x'.repeat(4e6)").SerializeToString()
    opening = http2.PREFACE + http2.settings(INITIAL_WINDOW_SIZE=0) + http2.call(1, EXECUTE, code)
    with Connection(server.address, opening) as connection:
        kinds = [kind for kind, *_ in connection.frames()]
    assert http2.HEADERS in kinds
    assert http2.GOAWAY in kinds
    assert not any("Traceback" in line for line in server.log), server.log
