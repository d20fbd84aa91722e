"""Starting, stopping, and the exit codes that say why."""

import asyncio
import ctypes
import os
import signal
import socket
import subprocess
import sys

import grpc
import held
import psutil
import pytest
from harness import NOT_SERVING, PATIENCE, ROOT, SERVING, alive, eventually

from executor import serving
from executor.settings import load_or_exit
from executor.v1 import executor_pb2 as pb

# Of linux/prctl.h: in place of init.
PR_SET_CHILD_SUBREAPER = 36


def test_sigterm_lets_running_and_queued_jobs_finish(start):
    server = start("--isolates=1", "--queue-timeout=60s", "--drain-timeout=60s", *held.FLAGS).serving()
    running = held.Held(server)
    queued = server.start_execute("return 'queued'")
    eventually(lambda: server.metrics()["executor_queue_length"] == 1, "queued")
    family = server.family()
    server.signal(signal.SIGTERM)
    eventually(lambda: server.check() == NOT_SERVING, "it has heard")
    assert running.let_go() == '"finished"'
    assert queued.result(PATIENCE).result_json == '"queued"'
    assert server.wait() == 0
    eventually(lambda: not alive(family), "no process is left")


def test_end_leaves_no_zombie_to_init(start):
    """Whatever it had forked, that which it tested itself with included: an init may take seconds to reap what others leave."""
    libc, me = ctypes.CDLL(None), psutil.Process()
    assert libc.prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) == 0
    try:
        server = start("--isolates=2").serving()
        others = set(me.children()) - {psutil.Process(server.process.pid)}
        server.signal(signal.SIGTERM)
        assert server.wait() == 0
        left = set(me.children()) - others
        for orphan in left:
            os.waitpid(orphan.pid, 0)
        assert left == set()
    finally:
        libc.prctl(PR_SET_CHILD_SUBREAPER, 0, 0, 0, 0)


class Calls:
    """Of gRPC's methods: how many calls there were; so many more at each look, as long as there are some left."""

    def __init__(self, *coming):
        self.coming = list(coming)
        self.looks = self._calls = 0

    @property
    def calls(self):
        self.looks += 1
        self._calls += self.coming.pop(0) if self.coming else 0
        return self._calls


@pytest.mark.parametrize("coming", [(), (1,) * 50])
def test_server_that_ends_takes_the_calls_that_have_come(coming, monkeypatch):
    """gRPC cancels what no handler has taken (findings/grpc-aio-stop-cancels-calls.sh); whether that is all no test can make sure."""
    monkeypatch.setattr(serving, "_LAST_CALL", 0.001)
    monkeypatch.setattr(serving, "_LAST_CALLS", PATIENCE)
    calls = Calls(*coming)
    asyncio.run(serving._take_last_calls(calls))
    assert calls.coming == []
    assert calls.looks <= len(coming) + 4


def test_server_that_ends_does_not_wait_for_calls_without_end(monkeypatch):
    monkeypatch.setattr(serving, "_LAST_CALL", 0.001)
    monkeypatch.setattr(serving, "_LAST_CALLS", 0.01)
    calls = Calls(*[1] * 1_000_000)
    asyncio.run(serving._take_last_calls(calls))
    assert calls.coming


def test_drain_refuses_new_work_while_old_work_finishes(start):
    server = start("--isolates=2", "--drain-timeout=60s", *held.FLAGS).serving().all_ready()
    running = held.Held(server)
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
    assert running.let_go() == '"finished"'
    assert server.wait() == 0


def test_lame_duck_still_serves_with_readiness_off(start):
    server = start("--isolates=1", "--lame-duck=50s").serving().all_ready()
    server.signal(signal.SIGTERM)
    eventually(lambda: server.check() == NOT_SERVING, "readiness off")
    assert server.result("return 'still here'") == "still here"
    assert server.get("/readyz")[0] == 503
    server.stop_at_once()


def test_lame_duck_ends_by_itself(start):
    server = start("--isolates=1", "--lame-duck=300ms").serving()
    server.signal(signal.SIGTERM)
    assert server.wait() == 0
    assert any("drained" in line for line in server.log), server.log


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
    # Long before the 100 s that the first one would have taken.
    server.stop_at_once()
    assert running.result().error.kind == pb.ERROR_KIND_CRASHED


def test_interrupt_reaches_the_server_and_spares_the_isolates(start):
    server = start("--isolates=1", "--drain-timeout=60s", *held.FLAGS).serving().all_ready()
    running = held.Held(server)
    isolate = server.running_isolate()
    assert server.zygote().pid != server.process.pid
    server.signal(signal.SIGINT)
    eventually(lambda: server.check() == NOT_SERVING, "it has heard")
    assert running.let_go() == '"finished"'
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


@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGUSR1, signal.SIGUSR2])
def test_signals_that_operators_send_end_nothing(start, number):
    server = start("--isolates=1").serving()
    server.signal(number)
    server.zygote().send_signal(number)
    eventually(lambda: [line for line in server.log if number.name in line], "a line on it")
    assert server.result("return 1") == 1
    server.stop()


def test_signal_before_the_ports_are_open_ends_nothing(start):
    server = start("--isolates=1")
    # Then it is on its way to its loop, or there.
    server.zygote()
    server.signal(signal.SIGHUP)
    assert server.serving().result("return 1") == 1


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.2"])
def test_name_of_which_one_address_is_taken_is_not_listened_on(host, monkeypatch):
    """A name with two addresses that every machine has, as `localhost` has one of each family on many."""
    both = [(socket.AF_INET, socket.SOCK_STREAM, 0, "", address) for address in ("127.0.0.1", "127.0.0.2")]
    with socket.create_server((host, 0)) as taken:
        port = taken.getsockname()[1]
        found = [(*first, (address, port)) for *first, address in both]
        monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
        with pytest.raises(serving.CannotListen, match=rf"--listen.*{host} port {port} is taken"):
            serving._check_every_address(f"two.example:{port}")


def test_too_few_processes_are_one_line_and_an_exit_code():
    command = [
        # Root has no such limit; the one capability is for a Python below a home that is closed.
        *(
            "setpriv",
            "--reuid=65534",
            "--clear-groups",
            "--inh-caps=+dac_override",
            "--ambient-caps=+dac_override",
        ),
        *("prlimit", "--nproc=12"),
        *(sys.executable, "server.py", "--isolates=4", "--listen=127.0.0.1:0", "--admin-listen=off"),
    ]
    if os.geteuid() != 0:
        command = command[5:]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE)
    assert done.returncode == serving.EXIT_CANNOT_SPAWN, done.stderr
    (line,) = done.stderr.splitlines()
    assert "--isolates=4" in line
    assert "ulimit -u" in line


@pytest.mark.parametrize("address", ["unix:/tmp/x.sock", "unix:///tmp/x:1", "unix-abstract:x", "vsock:1:2"])
def test_sockets_that_are_no_tcp_are_a_settings_error(address, capsys):
    with pytest.raises(SystemExit):
        load_or_exit([f"--listen={address}"], {})
    assert "host:port" in capsys.readouterr().err
