"""What the kernel takes away from isolates, and the limits on CPU and memory."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import psutil
import pytest
from harness import ROOT, alive, eventually
from patient_server import PROGRAM

from executor.isolate.sandbox import Mode, Sandbox
from executor.v1 import executor_pb2 as pb

# Loops inside one call of the engine, which never looks at a signal there.
DEAF = "const s = 'a'.repeat(5e7); for (;;) s.indexOf('b')"


def probe(mode: str) -> dict:
    finished = subprocess.run(
        [sys.executable, "tests/prober.py", mode],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": "."},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert finished.returncode == 0, finished.stderr
    return json.loads(finished.stdout)


# --- system calls ----------------------------------------------------------------------------------------------------


def test_isolate_can_do_nothing_but_compute():
    found = probe("enforce")
    assert found["level"] == "seccomp"
    answers = found["answers"]
    assert answers.pop("its own clock") == "ok"
    assert {probe: answer for probe, answer in answers.items() if answer != "EPERM"} == {}
    assert len(answers) > 30


def test_same_probes_succeed_without_the_sandbox():
    """So that an EPERM above is the sandbox's, and not that of a probe that could never work."""
    found = probe("off")
    assert found["level"] == "off"
    succeeding = {probe for probe, answer in found["answers"].items() if answer.startswith("ok")}
    assert succeeding >= {
        "open a file",
        "read /proc/self/environ",
        "inet socket",
        "fork",
        "bare clone",
        "kill the server",
        "ptrace",
        "executable memory",
        "open a pidfd",
    }
    assert found["answers"]["execve"] == "killed"


def test_running_isolate_has_every_layer(start):
    server = start("--isolates=1", "--canary-interval=60m").serving().all_ready()
    call = server.start_execute("for (;;) {}", timeout=30)
    isolate = server.running_isolate()
    status = dict(
        line.split(":\t", 1)
        for line in Path(f"/proc/{isolate.pid}/status").read_text().splitlines()
        if ":\t" in line
    )
    assert status["NoNewPrivs"] == "1"
    assert status["Seccomp"] == "2"
    assert int(status["Seccomp_filters"]) >= 2
    assert int(status["CapEff"], 16) == int(status["CapPrm"], 16) == 0
    for limit in (psutil.RLIMIT_CORE, psutil.RLIMIT_FSIZE, psutil.RLIMIT_NPROC, psutil.RLIMIT_MEMLOCK):
        assert isolate.rlimit(limit) == (0, 0)
    assert isolate.rlimit(psutil.RLIMIT_AS)[1] != psutil.RLIM_INFINITY
    isolate.kill()
    assert call.result().error.kind == pb.ERROR_KIND_CRASHED


def test_isolate_with_a_job_is_closed_to_its_own_user():
    """Two processes of one unprivileged user: the second looks into the first."""
    if os.geteuid() != 0:
        pytest.skip("needs root, to become a user without privileges")

    def look(*, hold: bool) -> bool:
        ready, leave = os.pipe(), os.pipe()
        held = os.fork()
        if held == 0:
            os.setuid(65534)
            # Changing the user made this process undumpable; starting a program, or this, makes it dumpable again.
            _prctl(4, 1)
            if hold:
                Sandbox(Mode.ENFORCE, 1.0).hold_secrets()
            os.write(ready[1], b"x")
            os.read(leave[0], 1)
            os._exit(0)
        os.read(ready[0], 1)
        looker = os.fork()
        if looker == 0:
            os.setuid(65534)
            try:
                os.close(os.open(f"/proc/{held}/environ", os.O_RDONLY))
            except OSError:
                os._exit(1)
            os._exit(0)
        seen = os.waitpid(looker, 0)[1] == 0
        os.write(leave[1], b"x")
        os.waitpid(held, 0)
        for descriptor in (*ready, *leave):
            os.close(descriptor)
        return seen

    from executor.isolate.sandbox import _prctl  # noqa: PLC0415

    assert look(hold=False)
    assert not look(hold=True)


@pytest.fixture
def without_libseccomp(tmp_path):
    """What pyseccomp does on a machine without the library."""
    (tmp_path / "pyseccomp.py").write_text("raise RuntimeError('Unable to find libseccomp')\n")
    return {"PYTHONPATH": str(tmp_path)}


def test_enforce_refuses_to_start_where_a_layer_is_missing(start, without_libseccomp):
    server = start("--isolates=1", environment=without_libseccomp)
    assert server.wait() == 3
    [line] = [line for line in server.log if "warmup failed" in line]
    assert "Unable to find libseccomp" in line
    assert "--sandbox=best-effort" in line


def test_best_effort_takes_what_there_is_and_says_so(start, without_libseccomp):
    server = start("--isolates=1", "--sandbox=best-effort", environment=without_libseccomp).serving()
    assert server.warmup_status().sandbox_level == "rlimits"
    assert server.metrics()['executor_sandbox_level{level="rlimits"}'] == 1
    server.logged("WARNING", "sandbox rlimits")
    assert server.result("return require('lodash').sum([1, 2])") == 3


def test_sandbox_off_runs_scripts_all_the_same(start):
    server = start("--isolates=1", "--sandbox=off").serving()
    assert server.warmup_status().sandbox_level == "off"
    assert server.result("return 1 + 1") == 2


# --- CPU time --------------------------------------------------------------------------------------------------------


def test_script_that_burns_ends_at_its_cpu_limit_with_its_console(start):
    server = start("--isolates=1", "--cpu-limit=100ms").serving()
    response = server.execute("console.log('begun'); for (;;) {}", timeout=30)
    assert response.error.kind == pb.ERROR_KIND_CPU_LIMIT
    assert "100 ms of CPU time" in response.error.message
    assert [message.text for message in response.console_messages] == ["begun"]
    assert server.result("return 'next'") == "next"


def test_burning_inside_one_engine_call_is_killed_at_the_cpu_limit(start):
    server = start("--isolates=1", "--cpu-limit=100ms").serving()
    error = server.error(DEAF, timeout=30)
    assert error.kind == pb.ERROR_KIND_CPU_LIMIT
    assert "inside one engine call" in error.message
    assert server.metrics()['executor_kills_total{reason="cpu"}'] == 1
    assert server.result("return 'next'") == "next"


def test_waiting_costs_no_cpu_time(start):
    server = start("--isolates=1", "--cpu-limit=200ms").serving()
    code = "await new Promise(resolve => setTimeout(resolve, 1000)); return 'waited'"
    assert server.result(code, timeout=30) == "waited"


def test_kernel_keeps_the_cpu_limit_when_the_server_cannot(start):
    server = start("--isolates=1", "--cpu-limit=500ms", "--canary-interval=60m", program=PROGRAM)
    isolate = server.serving().all_ready().named("isolate")[0]
    # The limit, 10 s for the runs before and 1 s of slack: of which a test need not wait for all.
    assert isolate.rlimit(psutil.RLIMIT_CPU) == (12, 12)
    isolate.rlimit(psutil.RLIMIT_CPU, (1, 1))
    # It does not begin before the server stands still: that would end it first.
    isolate.suspend()
    call = server.start_execute(DEAF, timeout=60)
    eventually(lambda: server.metrics()['executor_isolates{state="running"}'] == 1, "the job is handed over")
    server.signal(signal.SIGSTOP)
    stopped = psutil.Process(server.process.pid)
    eventually(lambda: stopped.status() == psutil.STATUS_STOPPED, "the server stands still")
    try:
        isolate.resume()
        eventually(lambda: isolate.status() == psutil.STATUS_ZOMBIE, "the isolate is dead")
    finally:
        server.signal(signal.SIGCONT)
    assert call.result().error.kind == pb.ERROR_KIND_CPU_LIMIT
    eventually(lambda: not alive([isolate]), "the isolate is reaped")


# --- memory ----------------------------------------------------------------------------------------------------------

FILL = """
const kept = [];
for (let size = 0; size < input; size++) kept.push(new Uint8Array(1 << 20).fill(1));
return kept.length;
"""


def test_memory_limit_is_a_setting(start):
    server = start("--isolates=1", "--max-memory-bytes=64MiB").serving()
    assert server.error(FILL, 70).kind == pb.ERROR_KIND_OUT_OF_MEMORY
    assert server.result(FILL, 30) == 30
    larger = start("--isolates=1", "--max-memory-bytes=256MiB").serving()
    assert larger.result(FILL, 200) == 200
    assert larger.error(FILL, 300).kind == pb.ERROR_KIND_OUT_OF_MEMORY


def test_garbage_in_cycles_is_no_reason_to_be_out_of_memory(start):
    server = start("--isolates=1", "--max-memory-bytes=48MiB").serving()
    code = "for (let i = 0; i < 200; i++) { const a = { data: new Uint8Array(1 << 20) }; a.self = a } return 'done'"
    assert server.result(code, timeout=30) == "done"


def test_peak_memory_in_the_usage_is_true(server):
    def peak(megabytes: int) -> int:
        # Of a process that ran nothing before: pages of the image that earlier runs have read count where they are mapped.
        return server.execute(FILL, megabytes, own_process=True).usage.peak_memory_bytes >> 20

    # An isolate that is rewound has one heap for all, and what lies between two of its blocks is its own, too.
    most = 90 if server.warmup_status().isolation == "fork" else 115
    assert 35 <= peak(40) - peak(0) <= 50
    assert 75 <= peak(80) - peak(0) <= most


def test_killed_above_its_memory_limit_is_out_of_memory(start):
    """What the kernel's killer does to a process that filled the container's memory."""
    # Forked, it has 45 MiB from the start that it shares.
    flags = ("--isolates=1", "--max-memory-bytes=96MiB", "--isolation=fork", "--canary-interval=60m")
    server = start(*flags).serving().all_ready()
    call = server.start_execute("const kept = new Uint8Array(6.5e7).fill(1); for (;;) kept[0]++", timeout=30)
    isolate = server.running_isolate()
    # With some room: the kernel counts resident pages for each processor, and adds them up now and then.
    eventually(lambda: isolate.memory_info().rss > 100 << 20, "the memory is filled")
    isolate.kill()
    error = call.result().error
    assert error.kind == pb.ERROR_KIND_OUT_OF_MEMORY
    assert "resident" in error.message
