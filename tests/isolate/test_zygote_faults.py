"""The zygote, or what it forks with, gives way: calls wait for the next generation, and nothing is lost."""

import os
import signal
import socket
import subprocess
import sys

import pytest
from harness import PATIENCE, SERVING, ServerProcess, eventually, limited, replace_module
from traced import options_of

from executor.pool import spawning
from executor.v1 import executor_pb2 as pb


def spawn_failures(server: ServerProcess) -> float:
    return server.metrics()["executor_spawn_failures_total"]


def test_zygote_out_of_descriptors_is_asked_again_until_it_can(start):
    server = start("--isolates=2", "--queue-timeout=50s").serving().all_ready()
    with limited(server.zygote().pid, "nofile", 3):
        assert [server.result("return 1", own_process=True) for _ in range(2)] == [1, 1]
        waiting = server.start_execute("return 'made it'")
        eventually(lambda: spawn_failures(server) >= 3, "forks fail")
        server.logged("could not fork: socketpair")
        assert server.check("liveness") == SERVING
    assert waiting.result(PATIENCE).result_json == '"made it"'
    server.all_ready()
    assert server.warmup_status().generation == 1


# Nobody's number, with the one right that lets it read this tree. Root itself has no limit on processes.
ANOTHER = 54321
AS_ANOTHER = (
    f"exec setpriv --reuid={ANOTHER} --clear-groups --inh-caps=-all,+dac_read_search"
    ' --ambient-caps=-all,+dac_read_search -- "$@"'
)
needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="starting as another user takes root")


@needs_root
def test_zygote_out_of_processes_is_asked_again_until_it_can(start):
    server = start("--isolates=2", "--queue-timeout=50s", shell=AS_ANOTHER).serving().all_ready()
    with limited(server.zygote().pid, "nproc", 1, user=ANOTHER):
        assert [server.result("return 1", own_process=True) for _ in range(2)] == [1, 1]
        waiting = server.start_execute("return 'made it'")
        eventually(lambda: spawn_failures(server) >= 3, "forks fail")
        server.logged("could not fork: clone")
        assert server.check("liveness") == SERVING
    assert waiting.result(PATIENCE).result_json == '"made it"'
    server.all_ready()
    assert server.warmup_status().generation == 1


@needs_root
def test_server_out_of_processes_starts_the_next_generation_when_it_can(start):
    server = start("--isolates=2", "--queue-timeout=50s", shell=AS_ANOTHER).serving().all_ready()
    with limited(server.process.pid, "nproc", 1, user=ANOTHER):
        server.zygote().kill()
        server.logged("zygote could not be started")
        # Idle isolates do not need their zygote, nor pages and health a thread.
        assert [server.result("return 1") for _ in range(2)] == [1, 1]
        assert server.metrics()["executor_spawn_failures_total"] >= 1
        assert server.get("/livez")[0] == 200
        waiting = server.start_execute("return 'made it'")
        assert server.check("liveness") == SERVING
    assert waiting.result(PATIENCE).result_json == '"made it"'
    server.all_ready()
    assert server.warmup_status().status == pb.WARMUP_STATE_COMPLETED


def test_isolates_of_a_zygote_without_memory_end_every_call_with_an_outcome(start):
    # What is rewound has all its memory from the start, and asks for none.
    server = start("--isolates=2", "--queue-timeout=50s", "--isolation=fork").serving().all_ready()
    zygote = server.zygote()
    with limited(zygote.pid, "as", zygote.memory_info().vms + (16 << 20)):
        # These two were forked before, under no limit; those that follow have 16 MiB.
        assert [server.result("return 1") for _ in range(2)] == [1, 1]
        code = "const kept = []; for (let i = 0; i < 64; i++) kept.push('x'.repeat(1 << 20) + i); return 1"
        kinds = {server.error(code).kind for _ in range(4)}
        assert kinds <= {pb.ERROR_KIND_OUT_OF_MEMORY, pb.ERROR_KIND_CRASHED}
    server.all_ready()
    for _ in range(3):
        server.execute("return 1")
    assert server.result("return 1") == 1


def test_module_that_outgrows_the_heap_ends_the_server_with_its_name(start, bundles):
    replace_module(bundles, "lodash", "const kept = []; for (;;) kept.push(new Array(1e5).fill(1))")
    server = start(f"--modules={bundles}")
    assert server.wait() == 3
    assert any("warmup failed: module lodash" in line and "out of memory" in line for line in server.log), (
        server.log
    )


def test_module_that_never_loads_ends_the_server_with_its_name(start, bundles):
    # The first module: on a slow machine the time could be over before any later one.
    replace_module(bundles, "crypto-js", "for (;;) {}")
    server = start(f"--modules={bundles}", "--warmup-timeout=5s")
    assert server.wait() == 3
    assert any("module crypto-js" in line and "--warmup-timeout" in line for line in server.log), server.log


def test_zygote_that_stays_stopped_is_replaced_and_calls_wait_for_the_next(start):
    server = start("--isolates=1", "--queue-timeout=60s", "--canary-interval=60m").serving().all_ready()
    stopped = server.zygote()
    stopped.suspend()
    assert server.result("return 1") == 1
    assert server.result("return 'next generation'") == "next generation"
    assert server.warmup_status().generation == 2
    assert not stopped.is_running()
    # It was given up for what it did not do: one that should have rewound is known to be mute sooner than one that is to fork.
    server.logged("the zygote ", "; killing it")


def test_zygote_killed_while_it_warms_up_is_tried_again(start):
    server = start("--isolates=1").listening()
    server.zygote().send_signal(signal.SIGKILL)
    server.serving()
    assert server.result("return 1") == 1
    eventually(lambda: server.warmup_status().generation >= 2, "the next generation is warm")


@pytest.mark.parametrize("isolation", ["fork", "rewind"])
def test_zygote_whose_server_has_gone_meanwhile_leaves_without_a_word(isolation):
    """At the end of a start that failed, say: a traceback there would be taken for its cause."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with ours, theirs:
        options = options_of(isolation=isolation).to_json()
        command = [
            sys.executable,
            "-P",
            "-c",
            spawning.PROGRAM,
            spawning.ROOT,
            str(theirs.fileno()),
            options,
        ]
        environment = spawning.environment(isolation)
        pipe = subprocess.PIPE
        zygote = subprocess.Popen(command, pass_fds=[theirs.fileno()], env=environment, stderr=pipe)
        theirs.close()
        assert b"EngineLoaded" in ours.recv(65536)
    assert zygote.communicate(timeout=PATIENCE)[1] == b""
    assert zygote.returncode == 0
