"""Starting, stopping, and the exit codes that say why."""

import contextlib
import signal
import socket
import subprocess

import grpc
from harness import NOT_SERVING, PATIENCE, SERVING, alive, eventually

from executor.v1 import executor_pb2 as pb


def test_sigterm_lets_running_and_queued_jobs_finish(start):
    server = start("--isolates=1").serving().all_ready()
    running = server.start_execute(
        "await new Promise(resolve => setTimeout(resolve, 800)); return 'finished'"
    )
    server.running_isolate()
    queued = server.start_execute("return 'queued'")
    eventually(lambda: server.metrics()["executor_queue_length"] == 1, "queued")
    family = server.family()
    server.signal(signal.SIGTERM)
    assert running.result(PATIENCE).result_json == '"finished"'
    assert queued.result(PATIENCE).result_json == '"queued"'
    assert server.wait() == 0
    eventually(lambda: not alive(family), "no process is left")


def test_drain_refuses_new_work_while_old_work_finishes(start):
    server = start("--isolates=2").serving().all_ready()
    running = server.start_execute(
        "await new Promise(resolve => setTimeout(resolve, 1500)); return 'finished'"
    )
    eventually(lambda: server.metrics()['executor_isolates{state="running"}'] == 1, "running")
    server.signal(signal.SIGTERM)
    eventually(lambda: server.check() == NOT_SERVING, "readiness off")
    assert server.check("liveness") == SERVING

    def refused() -> bool:
        call = server.start_execute("return 1")
        if call.exception(PATIENCE) is None:
            return False
        assert call.code() is grpc.StatusCode.UNAVAILABLE
        return True

    eventually(refused, "new work is refused")
    assert running.result(PATIENCE).result_json == '"finished"'
    assert server.wait() == 0


def test_lame_duck_still_serves_with_readiness_off(start):
    server = start("--isolates=1", "--lame-duck=1500ms").serving().all_ready()
    server.signal(signal.SIGTERM)
    eventually(lambda: server.check() == NOT_SERVING, "readiness off")
    assert server.result("return 'still here'") == "still here"
    assert server.get("/readyz")[0] == 503
    assert server.wait() == 0


def test_drain_time_is_the_longest_a_job_may_hold_up_the_end(start):
    server = start("--isolates=1", "--drain-timeout=300ms").serving().all_ready()
    running = server.start_execute("for (;;) {}", timeout=60)
    server.running_isolate()
    server.signal(signal.SIGTERM)
    response = running.result(PATIENCE)
    assert response.error.kind == pb.ERROR_KIND_CRASHED
    assert "the server stopped" in response.error.message
    assert server.wait() == 0


def test_second_sigterm_stops_at_once(start):
    server = start("--isolates=1", "--lame-duck=50s", "--drain-timeout=50s").serving().all_ready()
    running = server.start_execute("for (;;) {}", timeout=60)
    server.running_isolate()
    server.signal(signal.SIGTERM)
    eventually(lambda: server.check() == NOT_SERVING, "the first one was heard")
    # Two signals within a moment count as one (`timeout` and `make` both pass SIGTERM on), so a late one is needed.
    with contextlib.suppress(subprocess.TimeoutExpired):
        server.process.wait(0.5)
    server.signal(signal.SIGTERM)
    # Long before the 100 s that the first one would have taken.
    assert server.wait() == 0
    assert running.result().error.kind == pb.ERROR_KIND_CRASHED


def test_interrupt_reaches_the_server_and_spares_the_isolates(start):
    server = start("--isolates=1").serving().all_ready()
    running = server.start_execute(
        "await new Promise(resolve => setTimeout(resolve, 800)); return 'finished'"
    )
    isolate = server.running_isolate()
    assert server.zygote().pid != server.process.pid
    server.signal(signal.SIGINT)
    assert running.result(PATIENCE).result_json == '"finished"'
    assert server.wait() == 0
    eventually(lambda: not isolate.is_running(), "gone")


def test_taken_port_ends_the_server_with_a_clear_message(start):
    first = start("--isolates=1").serving()
    second = start("--isolates=1", f"--listen={first.address}")
    assert second.wait() == 1
    assert any(f"cannot listen on {first.address} (--listen)" in line for line in second.log), second.log


def test_taken_admin_port_ends_the_server_with_a_clear_message(start):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        server = start("--isolates=1", f"--admin-listen=127.0.0.1:{port}")
        assert server.wait() == 1
    assert any("--admin-listen" in line and str(port) in line for line in server.log), server.log


def test_admin_can_be_off(start):
    server = start("--isolates=1", "--admin-listen=off").serving()
    assert server.result("return 1") == 1
    assert server.admin == ""


def test_ignored_sigchld_of_a_supervisor_is_not_inherited(start):
    server = start("--isolates=2", shell="trap '' CHLD").serving()
    assert server.error("for (;;) 'a'.repeat(5e7).indexOf('b')", timeout=0.2).kind == pb.ERROR_KIND_TIMEOUT
    assert [server.result("return 1") for _ in range(5)] == [1] * 5
    server.stop()


def test_too_few_descriptors_are_refused_at_the_start(start):
    server = start("--isolates=64", shell="ulimit -n 256")
    assert server.wait() == 2
    assert any("limit on open files is 256" in line and "--isolates=64" in line for line in server.log), (
        server.log
    )


def test_wrong_settings_are_all_named_and_exit_2(start):
    server = start("--isolates=many", "--timeout=fast", environment={"EXECUTOR_QUEUE": "-1"})
    assert server.wait() == 2
    text = "\n".join(server.log)
    for word in ("--isolates", "--timeout", "EXECUTOR_QUEUE"):
        assert word in text
    assert "Traceback" not in text
