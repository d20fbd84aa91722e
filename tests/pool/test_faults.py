"""Parts die; calls do not get lost, and nothing stays behind."""

import concurrent.futures
import os
import signal
import socket
import struct
import threading
import time

import grpc
import held
from harness import NOT_SERVING, SERVING, StuckModule, alive, dead, eventually

from executor.v1 import executor_pb2 as pb


def test_zygote_killed_under_load_fails_no_call(start):
    server = start("--isolates=4").serving().all_ready()
    stop = threading.Event()

    def call(_: int) -> list[str]:
        results = []
        while not stop.is_set():
            results.append(server.execute("return require('lodash').sum([1, 2])").result_json)
        return results

    with concurrent.futures.ThreadPoolExecutor(8) as threads:
        callers = [threads.submit(call, index) for index in range(8)]
        for generation in (2, 3):
            server.zygote().kill()
            eventually(lambda n=generation: server.warmup_status().generation == n, "the next generation")
            eventually(
                lambda: server.warmup_status().status == pb.WARMUP_STATE_COMPLETED,
                "the next generation is warm",
            )
            before = server.metrics()['executor_executions_total{outcome="ok"}']
            eventually(
                lambda n=before: server.metrics()['executor_executions_total{outcome="ok"}'] > n + 50,
                "calls go on",
            )
        stop.set()
        results = [result for caller in callers for result in caller.result()]
    assert set(results) == {"3"}
    history = server.warmup_status().history
    assert [(run.generation, run.status) for run in history] == [
        (n, pb.WARMUP_STATE_COMPLETED) for n in (1, 2, 3)
    ]


def test_running_job_outlives_its_zygote(start):
    server = start("--isolates=1", *held.FLAGS).serving().all_ready()
    running = held.Held(server)
    zygote = server.zygote()
    zygote.kill()
    eventually(lambda: dead(zygote), "the zygote is dead")
    assert running.let_go() == '"finished"'
    assert server.result("return 'next generation'") == "next generation"


def test_killed_server_leaves_no_process(start):
    # None of its own limits would end the isolate while the test waits.
    server = start("--isolates=4", "--max-timeout=60m", "--cpu-limit=60m").serving().all_ready()
    running = server.start_execute("for (;;) {}", timeout=3600)
    server.running_isolate()
    family = server.family()
    assert len(family) >= 5
    server.signal(signal.SIGKILL)
    server.wait()
    # What this container calls init may be slow to reap an orphan; a zombie has no memory and runs nothing.
    eventually(lambda: all(map(dead, family)), "every child is dead")
    assert isinstance(running.exception(), grpc.RpcError)


# The first real-time signal that C libraries leave to programs: it has no name.
REAL_TIME = 40


def test_death_by_a_nameless_signal_is_a_death_like_any_other(start):
    server = start("--isolates=1").serving().all_ready()
    call = server.start_execute("for (;;) {}", timeout=30)
    os.kill(server.running_isolate().pid, REAL_TIME)
    response = call.result()
    assert response.error.kind == pb.ERROR_KIND_CRASHED
    assert "signal 40" in response.error.message
    os.kill(server.zygote().pid, REAL_TIME)
    eventually(lambda: server.warmup_status().generation == 2, "the next generation")
    assert [server.result("return 1") for _ in range(3)] == [1] * 3
    eventually(lambda: server.check() == SERVING, "readiness is on")
    server.stop()


def test_signals_for_the_whole_group_leave_zygote_and_isolates_alone(start):
    server = start("--isolates=1", *held.FLAGS).serving().all_ready()
    running = held.Held(server)
    isolate = server.running_isolate()
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        isolate.send_signal(number)
        server.zygote().send_signal(number)
    assert running.let_go() == '"finished"'
    assert server.warmup_status().generation == 1


def test_watcher_who_does_not_read_stops_neither_health_nor_the_drain(start):
    """A raw HTTP/2 client with a window of zero: the answer to its Watch can never be sent."""

    def frame(kind: int, flags: int, stream: int, payload: bytes = b"") -> bytes:
        return (
            struct.pack("!I", len(payload))[1:] + bytes([kind, flags]) + struct.pack("!I", stream) + payload
        )

    def header(name: bytes, value: bytes) -> bytes:
        return b"\x00" + bytes([len(name)]) + name + bytes([len(value)]) + value

    server = start("--isolates=1").serving()
    host, port = server.address.rsplit(":", 1)
    headers = b"".join(
        header(name, value)
        for name, value in (
            (b":method", b"POST"),
            (b":scheme", b"http"),
            (b":path", b"/grpc.health.v1.Health/Watch"),
            (b":authority", b"x"),
            (b"content-type", b"application/grpc"),
            (b"te", b"trailers"),
        )
    )
    labels = 'grpc_method="Watch",grpc_service="grpc.health.v1.Health",grpc_type="server_stream"'
    before = server.metrics()[f"grpc_server_started_total{{{labels}}}"]
    with socket.create_connection((host, int(port))) as connection:
        connection.sendall(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + frame(4, 0, 0, struct.pack("!HI", 4, 0)))
        connection.sendall(frame(1, 4, 1, headers) + frame(0, 1, 1, bytes(5)) + frame(4, 1, 0))
        eventually(lambda: server.metrics()[f"grpc_server_started_total{{{labels}}}"] > before, "it watches")
        server.stop()


def test_idle_isolates_killed_are_replaced(start):
    server = start("--isolates=3").serving().all_ready()
    for isolate in server.named("isolate"):
        isolate.kill()
        eventually(lambda one=isolate: not one.is_running(), "the isolate is reaped")
    assert [server.result("return 1") for _ in range(6)] == [1] * 6
    server.all_ready()


def test_readiness_follows_the_execution_path_and_comes_back(start, bundles):
    flags = (
        "--canary-interval=50ms",
        "--canary-timeout=300ms",
        "--warmup-timeout=10m",
        f"--modules={bundles}",
    )
    server = start("--isolates=1", *flags).serving()
    module = StuckModule(bundles)
    server.zygote().kill()
    # The ready isolate takes one more canary; then nothing can be forked, and the path is stuck.
    eventually(lambda: server.check() == NOT_SERVING, "readiness off")
    eventually(lambda: "canary failed: no answer within" in "\n".join(server.log), "a canary has failed")
    assert server.check("liveness") == SERVING
    assert server.get("/readyz")[0] == 503
    module.let_go()
    eventually(lambda: server.check() == SERVING, "readiness on again")
    assert server.result("return 1") == 1


def test_saturation_does_not_turn_readiness_off(start):
    # Before the jobs have begun, a canary has its time also on a busy machine.
    flags = ("--canary-interval=50ms", "--canary-timeout=1s")
    server = start("--isolates=2", *flags, *held.FLAGS).serving().all_ready()
    running = [held.Held(server) for _ in range(2)]
    failures = server.metrics()["executor_canary_failures_total"]
    observed = set()
    # For two canaries at the least.
    until = time.monotonic() + 2.5
    while time.monotonic() < until:
        observed.add(server.check())
    assert observed == {SERVING}
    assert server.metrics()["executor_canary_failures_total"] == failures
    for one in running:
        one.leave()


def test_zygote_that_cannot_come_back_ends_the_server(start, tmp_path):
    bundles = tmp_path / "dist"
    bundles.symlink_to(os.path.realpath("modules/dist"))
    server = start("--isolates=2", f"--modules={bundles}").serving().all_ready()
    assert server.result("return 1") == 1
    # A zygote that dies in the middle of a rewind takes that isolate along.
    server.all_ready()
    bundles.unlink()
    family = server.family()
    server.zygote().kill()
    # As long as an isolate lives it goes on trying; these two calls use them up.
    assert [server.result("return 1") for _ in range(2)] == [1, 1]
    assert server.wait() == 4
    assert any("giving up" in line and "manifest.json" in line for line in server.log), server.log
    eventually(lambda: not alive(family), "no process is left")
