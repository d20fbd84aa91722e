"""Health under faults: what supervisor and pool know is told at once, by every view, and it comes back by itself.

No canary comes by its interval (harness.py): whatever is told, is told without.
"""

import contextlib
import json
import os
import signal

import grpc
import held
import psutil
import pytest
from grpc_health.v1 import health_pb2
from harness import BUNDLES, NOT_SERVING, PATIENCE, SERVICE, SERVING, StuckModule, eventually

from executor.v1 import executor_pb2 as pb


@pytest.fixture(params=["fork", "rewind"])
def isolation(request):
    return f"--isolation={request.param}"


@pytest.fixture
def removable(tmp_path):
    """The modules, by a link that a test can take away."""
    link = tmp_path / "dist"
    link.symlink_to(os.path.realpath(BUNDLES))
    return link


class Watch:
    """What a watcher is told, one after the other."""

    def __init__(self, server):
        self._stream = server.health.Watch(health_pb2.HealthCheckRequest(service=SERVICE), timeout=PATIENCE)
        # Off for a moment before where the machine was slow to make the first isolates.
        while self.next() != SERVING:
            pass

    def next(self):
        return next(self._stream).status

    def close(self):
        self._stream.cancel()


@contextlib.contextmanager
def watching(server):
    watch = Watch(server)
    yield watch
    watch.close()


def tell(processes, number):
    for process in processes:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.send_signal(number)


def views(server):
    """Whether each view says that it is green."""
    status = server.stub.ServerStatus(pb.ServerStatusRequest(), timeout=PATIENCE)
    listed = server.health.List(health_pb2.HealthListRequest(), timeout=PATIENCE).statuses
    return {
        "Check": server.check() == SERVING,
        "List": listed[SERVICE].status == SERVING,
        "ServerStatus": status.ready,
        "/flow/health": server.get("/flow/health")[0] == 200,
        "/readyz": server.get("/readyz")[0] == 200,
        "/metrics": server.metrics()["executor_ready"] == 1,
        "/status.json": json.loads(server.get("/status.json")[1])["ready"],
    }


def test_isolates_that_are_stopped_are_told_of_and_replaced(start, isolation):
    # One: of two, the first may be replaced before the second counts as stopped, and then not all of them ever stand still.
    server = start("--isolates=1", isolation).serving().all_ready()
    (stopped,) = server.named("isolate")
    with watching(server) as watch:
        stopped.suspend()
        assert [watch.next(), watch.next()] == [NOT_SERVING, SERVING]
    eventually(lambda: not stopped.is_running(), "it is replaced")
    assert server.metrics()['executor_kills_total{reason="stopped"}'] == 1
    assert server.result("return 1") == 1
    server.stop()


def test_isolates_that_are_stopped_are_all_replaced(start, isolation):
    server = start("--isolates=2", isolation).serving().all_ready()
    stopped = server.named("isolate")
    assert len(stopped) == 2
    tell(stopped, signal.SIGSTOP)
    eventually(lambda: not any(process.is_running() for process in stopped), "they are replaced")
    assert server.metrics()['executor_kills_total{reason="stopped"}'] == 2
    server.serving().all_ready()
    assert server.result("return 1") == 1
    server.stop()


def test_stopped_isolates_that_hold_all_calls_are_told_of_by_every_view(start, isolation):
    # A canary that waits for the isolate meanwhile does not fail: it would have to run before readiness is on again.
    flags = ("--queue=0", "--canary-timeout=10m", *held.FLAGS)
    server = start("--isolates=1", isolation, *flags).serving().all_ready()
    running = held.Held(server)
    isolate = server.running_isolate()
    error, info = server.refusal(server.request("return 1"))
    assert (error.code(), info.reason) == (grpc.StatusCode.RESOURCE_EXHAUSTED, "QUEUE_FULL")
    with watching(server) as watch:
        isolate.suspend()
        assert watch.next() == NOT_SERVING
        assert not any(views(server).values()), views(server)
        assert server.check("liveness") == SERVING
        error, info = server.refusal(server.request("return 1"))
        assert (error.code(), info.reason) == (grpc.StatusCode.UNAVAILABLE, "NOT_READY")
        assert "all isolates are stopped" in error.details()
        isolate.resume()
        # In use again, and so not stuck: green before the job has ended.
        assert watch.next() == SERVING
        assert all(views(server).values()), views(server)
    assert running.let_go() == '"finished"'
    server.stop()


def test_zygote_that_is_stopped_is_told_of_and_replaced(start, isolation):
    server = start("--isolates=2", isolation).serving().all_ready()
    stopped = server.zygote()
    with watching(server) as watch:
        stopped.suspend()
        assert watch.next() == NOT_SERVING
        assert watch.next() == SERVING
    eventually(lambda: not stopped.is_running(), "it is gone")
    eventually(lambda: server.warmup_status().generation == 2, "the next generation is warm")
    assert server.result("return 1") == 1
    server.stop()


def test_modules_that_are_gone_are_told_of_until_they_are_back(start, removable, isolation):
    server = start("--isolates=2", isolation, f"--modules={removable}").serving().all_ready()
    running = server.start_execute("await new Promise(done => setTimeout(done, 1e6))", timeout=60)
    server.running_isolate()
    with watching(server) as watch:
        removable.unlink()
        server.zygote().kill()
        assert watch.next() == NOT_SERVING
        # An isolate is left, so it goes on trying.
        code, body = server.get("/flow/health")
        assert (code, json.loads(body)["status"]) == (503, "unhealthy")
        removable.symlink_to(os.path.realpath(BUNDLES))
        assert watch.next() == SERVING
        status = server.warmup_status()
        assert status.status == pb.WARMUP_STATE_COMPLETED
        assert status.history[1].status == pb.WARMUP_STATE_FAILED
    running.cancel()
    server.stop()


def test_watcher_is_told_before_a_server_that_gives_up_is_gone(start, removable):
    server = start("--isolates=1", f"--modules={removable}").serving().all_ready()
    with watching(server) as watch:
        removable.unlink()
        server.zygote().kill()
        tell(server.named("isolate"), signal.SIGKILL)
        assert watch.next() == NOT_SERVING
        assert server.wait() == 4
        with pytest.raises(grpc.RpcError):
            watch.next()


def test_warmup_stays_completed_while_a_new_generation_warms_up_beside_isolates_that_serve(start, bundles):
    flags = ("--isolation=fork", "--warmup-timeout=10m", f"--modules={bundles}")
    server = start("--isolates=2", *flags).serving().all_ready()
    module = StuckModule(bundles)
    before = server.warmup_status()
    server.zygote().kill()
    eventually(lambda: server.metrics()["executor_zygote_generations_total"] == 2, "the next one is spawned")
    assert server.result("return 1") == 1
    status = server.warmup_status()
    assert (status.status, status.generation) == (pb.WARMUP_STATE_COMPLETED, 1)
    assert (status.timestamp, list(status.module_details)) == (before.timestamp, list(before.module_details))
    assert all(views(server).values()), views(server)
    # The last isolate is used: now nothing serves, and it is told so.
    assert server.result("return 1") == 1
    eventually(lambda: server.check() == NOT_SERVING, "readiness off")
    status = server.warmup_status()
    assert (status.status, status.generation) == (pb.WARMUP_STATE_IN_PROGRESS, 2)
    module.let_go()
    server.serving()
    assert server.warmup_status().status == pb.WARMUP_STATE_COMPLETED
    server.stop()


def test_crashes_in_a_row_bring_a_canary_before_its_time(start):
    server = start("--isolates=1", "--isolation=fork").serving().all_ready()
    forks = server.metrics()["executor_forks_total"]
    for _ in range(3):
        server.all_ready()
        call = server.start_execute("for (;;) {}", timeout=30)
        server.running_isolate().kill()
        assert call.result().error.kind == pb.ERROR_KIND_CRASHED
    # Three for those that were killed, and one for the canary's.
    eventually(lambda: server.metrics()["executor_forks_total"] >= forks + 4, "a canary has run")
    eventually(lambda: server.check() == SERVING, "readiness is on")
    server.stop()


def test_server_that_drains_sends_those_without_a_place_elsewhere(start):
    server = start("--isolates=1", "--queue=0", "--lame-duck=60s", *held.FLAGS).serving().all_ready()
    running = held.Held(server)
    server.running_isolate()
    server.signal(signal.SIGTERM)
    eventually(lambda: server.check() == NOT_SERVING, "readiness off")
    error, info = server.refusal(server.request("return 1"))
    assert (error.code(), info.reason) == (grpc.StatusCode.UNAVAILABLE, "DRAINING")
    assert running.let_go() == '"finished"'
    server.stop_at_once()
