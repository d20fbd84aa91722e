"""What the server stands on gives way: its log, its descriptors, its processor, its life."""

import contextlib
import fcntl
import logging
import os
import re
import signal
import threading

import grpc
import pytest
from grpc_health.v1 import health_pb2, health_pb2_grpc
from harness import NOT_SERVING, PATIENCE, SERVING, ServerProcess, dead, eventually, free_port, limited

from executor.observe import logs
from executor.v1 import executor_pb2 as pb

# --- its log --------------------------------------------------------------------------------------------------------


@pytest.fixture
def full_pipe():
    """A pipe that takes no more byte: its two ends."""
    reader, writer = os.pipe()
    fcntl.fcntl(writer, fcntl.F_SETFL, os.O_NONBLOCK)
    with contextlib.suppress(BlockingIOError):
        while True:
            os.write(writer, bytes(4096))
    yield reader, writer
    for descriptor in (reader, writer):
        with contextlib.suppress(OSError):
            os.close(descriptor)


def start_without_log(start, shell: str, *arguments: str) -> ServerProcess:
    """A server whose log goes elsewhere, so that its ports must be known beforehand."""
    port, admin = free_port(), free_port()
    server = start(
        "--isolates=2",
        *arguments,
        f"--listen=127.0.0.1:{port}",
        f"--admin-listen=127.0.0.1:{admin}",
        shell=shell,
    )
    server.address, server.admin = f"127.0.0.1:{port}", f"127.0.0.1:{admin}"
    grpc.channel_ready_future(server.channel).result(PATIENCE)
    return server.serving()


def test_log_that_nobody_reads_stops_nothing(start, full_pipe):
    reader, writer = full_pipe
    # Opened anew: an end that blocks, as the one that a supervisor hands out.
    server = start_without_log(start, f"exec 2> /proc/{os.getpid()}/fd/{writer}")
    # Each refusal is a line, and all of them together more than may wait.
    for _ in range(logs.MAX_WAITING + 100):
        with pytest.raises(grpc.RpcError):
            server.execute("")
    assert server.result("return 1") == 1
    assert server.check() == server.check("liveness") == SERVING
    assert server.get("/readyz")[0] == 200
    assert b"log lines were dropped: nobody read stderr" in read_until(reader, b"nobody read stderr")


def read_until(descriptor: int, text: bytes) -> bytes:
    received = bytearray()
    while text not in received:
        received += os.read(descriptor, 65_536)
    return bytes(received)


def test_log_handler_on_a_blocking_pipe_neither_blocks_nor_forgets_to_count(full_pipe):
    reader, writer = full_pipe
    os.set_blocking(writer, True)
    handler = logs.Handler(writer)
    logger = logging.getLogger("test_server_faults")
    logger.propagate = False
    logger.addHandler(handler)
    for number in range(logs.MAX_WAITING + 100):
        logger.error("line %d", number)
    text = read_until(reader, b"nobody read stderr")
    assert b" line 0\n" in text
    dropped = re.search(rb"\n.*?(\d+) log lines were dropped", text)
    # The writing thread had taken one from the queue, or not yet.
    assert int(dropped[1]) in {99, 100}
    logger.removeHandler(handler)
    handler.close()


def test_log_handler_whose_reader_is_stuck_holds_up_the_end_for_its_second_only(full_pipe):
    reader, writer = full_pipe
    os.set_blocking(writer, True)
    handler = logs.Handler(writer)
    handler.emit(logging.makeLogRecord({"msg": "last words"}))
    # It returns, though nobody reads before it has.
    handler.close()
    assert b"last words" in read_until(reader, b"last words")


@pytest.mark.parametrize("closed", ["2>&-", "<&- >&- 2>&-"])
def test_closed_standard_descriptors_are_not_given_to_a_socket(start, closed):
    server = start_without_log(start, f"exec {closed}")
    for number in range(3):
        target = os.readlink(f"/proc/{server.process.pid}/fd/{number}")
        assert not target.startswith(("socket:", "anon_inode:"))
    with pytest.raises(grpc.RpcError):
        server.execute("")
    assert server.result("return 1") == 1


def test_log_into_a_pipe_that_was_closed_stops_nothing(start):
    reader, writer = os.pipe()
    server = start_without_log(start, f"exec 2> /proc/{os.getpid()}/fd/{writer}")
    os.close(reader)
    os.close(writer)
    for _ in range(10):
        with pytest.raises(grpc.RpcError):
            server.execute("")
    assert server.result("return 1") == 1
    server.stop()


# --- its descriptors ------------------------------------------------------------------------------------------------


def test_server_out_of_descriptors_serves_on_and_recovers(start):
    server = start("--isolates=2", "--queue-timeout=50s").serving().all_ready()
    # The harness closes each of its HTTP connections, so that metrics cannot be read in between.
    with limited(server.process.pid, "nofile", 3):
        # What is ready runs; what would replace it cannot be made. Each has a process of its own, or it would be rewound.
        assert [server.result("return 1", own_process=True) for _ in range(2)] == [1, 1]
        eventually(
            lambda: any("out of file descriptors" in line for line in server.log), "forks fail and say why"
        )
        waiting = server.start_execute("return 'made it'")
        assert server.check("liveness") == SERVING
        assert server.warmup_status().generation == 1
        # Connections that nobody can accept now are not lost: they wait in the kernel.
        stranger = server.new_channel()
        late = health_pb2_grpc.HealthStub(stranger).Check.future(
            health_pb2.HealthCheckRequest(), timeout=PATIENCE, wait_for_ready=True
        )
        page = threading.Thread(target=server.get, args=("/livez",))
        page.start()
        eventually(lambda: any("failure 3 in a row" in line for line in server.log), "several tries")
    assert waiting.result(PATIENCE).result_json == '"made it"'
    assert late.result().status in {SERVING, NOT_SERVING}
    page.join(PATIENCE)
    assert not page.is_alive()
    stranger.close()
    server.all_ready()
    eventually(lambda: server.check() == SERVING, "readiness is on")


# --- its processor --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("length", [100, 3_000_000])
def test_server_stopped_and_continued_loses_no_answer_that_was_in_time(start, length):
    """The shorter answer lies in the socket, the longer one does not fit and waits to be read."""
    server = start("--isolates=2", "--kill-grace=500ms").serving().all_ready()
    code = "await new Promise(resolve => setTimeout(resolve, 300)); return 'x'.repeat(input)"
    in_time = server.start_execute(code, length, timeout=3)
    endless = server.start_execute("await new Promise(resolve => setTimeout(resolve, 1e6))", timeout=3)

    def begun():
        metrics = server.metrics()
        # On a busy machine the first has ended by the time that this is seen.
        return (
            metrics['executor_isolates{state="running"}'] + metrics['executor_executions_total{outcome="ok"}']
        ) == 2

    eventually(begun, "both have begun")
    server.signal(signal.SIGSTOP)
    # The fault itself: past the deadline and the grace.
    threading.Event().wait(3.7)
    server.signal(signal.SIGCONT)
    assert len(in_time.result(PATIENCE).result_json) == length + 2
    assert endless.result(PATIENCE).error.kind == pb.ERROR_KIND_TIMEOUT


def test_server_stopped_and_continued_is_ready_at_once(start):
    """A canary that the server slept over proves nothing, and the zygote that waited for it is not to blame."""
    server = start("--isolates=1", "--canary-interval=20ms", "--canary-timeout=2s").serving()
    clock = threading.Event()
    for _ in range(2):
        server.signal(signal.SIGSTOP)
        clock.wait(3.0)  # The fault itself: longer than a canary may take.
        server.signal(signal.SIGCONT)
        assert server.result("return 1") == 1
    assert server.metrics()["executor_canary_failures_total"] == 0
    assert server.metrics()["executor_zygote_generations_total"] == 1


# --- its life -------------------------------------------------------------------------------------------------------


def test_killed_server_takes_stopped_and_burning_children_along(start):
    server = start("--isolates=3", "--max-timeout=60m", "--cpu-limit=60m").serving().all_ready()
    burning = server.start_execute("for (;;) 'a'.repeat(5e7).indexOf('b')", timeout=3600)
    eventually(lambda: server.metrics()['executor_isolates{state="running"}'] == 1, "one burns")
    family = server.family()
    server.zygote().suspend()
    server.named("isolate")[0].suspend()
    server.signal(signal.SIGKILL)
    server.wait()
    # What this container calls init may be slow to reap an orphan; a zombie runs nothing.
    eventually(lambda: all(map(dead, family)), "all dead")
    assert isinstance(burning.exception(), grpc.RpcError)
