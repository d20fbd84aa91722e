"""The time limits of a run, inside the isolate: where they are seen, that no signal is needed, and no page for writing code."""

import json
import signal
import socket
import subprocess
import sys
import time

import held
import pytest
from batches import chunk, header, run, shown
from harness import ROOT, ServerProcess, looks_into_isolates

from executor.v1 import executor_pb2 as pb
from executor.wire.frames import Kind, frame

# So long that the server's SIGKILL is not what ends a run, on any machine.
GRACE = "--kill-grace=60s"
# For tests that look at the processes: none comes or goes but for what they run.
QUIET = "--canary-interval=60m"
# Tens of milliseconds each, and few branches: between two looks of the engine at the limits there would be many seconds of
# them.
SLOW_OPERATION = "require('crypto').pbkdf2Sync('a', 'b', 50000, 32, 'sha256')"
SLOW_BUILTIN = "'a'.repeat(3e7).indexOf('b')"
HELD = "await new Promise((resolve) => setTimeout(resolve, 30000))"

BUSY = {
    "a loop": "for (;;) {}",
    "a regular expression": "return /(x+x+)+y/.test('x'.repeat(60))",
    "operations of the host": f"for (;;) {SLOW_OPERATION}",
    "formatting": "for (;;) new Intl.DateTimeFormat('de', {timeZone: 'Asia/Tokyo'}).format(1e12 * Math.random())",
    "promise jobs": "(function f() { Promise.resolve().then(f) })(); await new Promise(() => {})",
    "promise jobs of few branches": f"(function f() {{ {SLOW_BUILTIN}; Promise.resolve().then(f) }})(); await 1",
    "promise jobs in promise jobs": """
        const nest = async (depth) => { for (;;) { await null; if (depth) await Promise.race([nest(depth - 1), null]) } };
        await nest(5)""",
    "promise jobs after an answer of its own": "for (;;) await new Promise((resolve) => queueMicrotask(resolve))",
    "timers": "(function f() { setTimeout(f) })(); await new Promise(() => {})",
    "immediates": "(function f() { setImmediate(f) })(); await new Promise(() => {})",
    "ticks": "(function f() { process.nextTick(f) })(); await new Promise(() => {})",
    "a result's toJSON": "return { toJSON() { for (;;) {} } }",
    "a report": "throw { get message() { for (;;) {} } }",
    "output": "for (;;) console.log(1)",
}
WAITS = {
    "a timer": HELD,
    "a timer among many": f"setInterval(() => {{}}, 7); {HELD}",
    "nothing but what comes late": "setTimeout(() => {}, 2 ** 31 - 1); await new Promise(() => {})",
}


@pytest.fixture(scope="module", params=["built", "pypi"])
def either(request):
    """A server that keeps the limits by clocks, and one that keeps them by timers."""
    server = ServerProcess(
        "--isolates=2", "--cpu-limit=20s", "--max-timeout=60s", GRACE, f"--engine={request.param}"
    )
    server.serving()
    yield server
    assert server.result("return 'next'") == "next"
    server.stop()


@pytest.fixture(scope="module")
def lean():
    """One in which CPU time is short and there are 30 seconds of the other."""
    server = ServerProcess(
        "--isolates=2", "--cpu-limit=300ms", "--max-timeout=60s", GRACE, QUIET, *held.FLAGS
    )
    server.serving()
    yield server
    server.stop()


@pytest.fixture(scope="module")
def broken():
    """One in which scripts have native code (tests/exploit.py)."""
    program = (sys.executable, "tests/exploited_server.py")
    server = ServerProcess("--isolates=2", "--cpu-limit=300ms", "--max-timeout=60s", GRACE, program=program)
    server.serving()
    yield server
    server.stop()


def power(name, *arguments) -> str:
    return f"console.debug('\\u0001exploit {name} ' + {json.dumps(json.dumps(arguments))})"


# --- Where they are seen ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", [*BUSY.values(), *WAITS.values()], ids=[*BUSY, *WAITS])
def test_run_ends_at_its_time_limit_wherever_it_is(either, code):
    response = either.execute(code, timeout=0.3)
    assert response.error.kind == pb.ERROR_KIND_TIMEOUT
    assert response.error.message == "the script was stopped at its time limit of 300 ms"
    assert response.usage.run_duration.ToMilliseconds() >= 300


@pytest.mark.parametrize("code", BUSY.values(), ids=BUSY)
def test_run_ends_at_its_cpu_limit_wherever_it_is(lean, code):
    response = lean.execute(code, timeout=60)
    assert response.error.kind == pb.ERROR_KIND_CPU_LIMIT, response.error
    assert response.error.message.startswith("the script was stopped at its limit of 300 ms of CPU time")
    # Not much later either: CPU time is the run's own, however busy the machine is.
    assert 300 <= response.usage.cpu_duration.ToMilliseconds() < 3000


def test_waiting_is_no_cpu_time(lean):
    code = "for (let n = 0; n < 20; n++) { await new Promise((resolve) => setTimeout(resolve, 30)) } return 'done'"
    assert lean.result(code, timeout=30) == "done"


def test_limit_is_reached_while_an_answer_is_waited_for(lean, upstream):
    response = lean.execute("await fetch(input + '/never')", upstream.url, timeout=0.5)
    assert response.error.kind == pb.ERROR_KIND_TIMEOUT
    assert response.usage.run_duration.ToMilliseconds() >= 500
    assert "was stopped at its time limit of 500 ms" in response.error.message


def test_what_a_run_leaves_behind_has_a_limit_of_its_own(either):
    """Its answer stands, and the next input finds another isolate."""
    code = (
        "return { toJSON() { if (input) (function again() { Promise.resolve().then(again) })(); return 1 } }"
    )
    begun = time.monotonic()
    results = run(either, [header(either, code, timeout=30), chunk(0, 1, 0)])
    assert [shown(one) for one in results] == [1, 1, 1]
    assert time.monotonic() - begun < 15


def test_limits_of_each_run_of_one_isolate_count_anew(lean):
    """Together they are over both limits; each has as much time to spare as that takes."""
    burn = "const end = Date.now() + 100; while (Date.now() < end); return 1"
    results = run(lean, [header(lean, burn, timeout=4), chunk(*range(42))])
    assert [shown(one) for one in results] == [1] * 42


# What answers a half-sent frame: nothing, for as long as it is told to wait; what came is kept.
HALF_A_FRAME = """
import os, sys, time
from executor.isolate import pipe
from executor.wire.frames import Kind, frame

os.dup2(0, pipe.PIPE)
waiting = pipe.Pipe()
whole = frame(Kind.RESPONSE, b"x" * 100_000)
for cut in (1, 5, 70_000):
    os.write(1, b"%d\\n" % cut)
    begun = time.monotonic()
    assert waiting.answer_within(0.3) is None, "an answer out of half a frame"
    assert time.monotonic() - begun >= 0.3
    os.write(1, b"rest\\n")
    assert waiting.answer_within(30) == (Kind.RESPONSE, b"x" * 100_000)
"""


def test_wait_ends_in_the_middle_of_a_frame_which_is_whole_the_next_time():
    ours, theirs = socket.socketpair()
    child = subprocess.Popen(
        [sys.executable, "-c", HALF_A_FRAME], stdin=theirs, stdout=subprocess.PIPE, cwd=ROOT
    )
    theirs.close()
    whole = frame(Kind.RESPONSE, b"x" * 100_000)
    assert child.stdout is not None
    with ours, child.stdout:
        for _ in range(3):
            cut = int(child.stdout.readline())
            ours.sendall(whole[:cut])
            assert child.stdout.readline() == b"rest\n"
            ours.sendall(whole[cut:])
        assert child.wait(60) == 0


# --- Without signals -------------------------------------------------------------------------------------------------


def signals(pid: int, which: str) -> int:
    with open(f"/proc/{pid}/status") as status:
        return next(int(line.split()[1], 16) for line in status if line.startswith(which))


@looks_into_isolates
def test_no_process_of_a_server_that_runs_scripts_has_a_handler_or_a_timer(lean):
    lean.all_ready()
    call = lean.start_execute(HELD, timeout=30)
    isolate = lean.running_isolate()
    for process in (isolate, *lean.named("isolate"), lean.zygote()):
        assert signals(process.pid, "SigCgt") == 0
        with open(f"/proc/{process.pid}/timers") as timers:
            assert timers.read() == ""
        # ITIMER_REAL is in no file; what is left of it would be told to nobody but the process.
    call.cancel()


@pytest.mark.parametrize(
    ("code", "kind"),
    [("for (;;) {}", "CPU_LIMIT"), (HELD, "TIMEOUT"), (f"for (;;) {SLOW_OPERATION}", "CPU_LIMIT")],
)
def test_signals_that_are_blocked_keep_no_limit_from_being_reached(broken, code, kind):
    """rt_sigprocmask(SIG_BLOCK, all that may be said in text): SIGALRM and SIGPROF are among them. What is to be rewound may
    not even ask.
    """
    mask = int.from_bytes(b"\x7f" * 8, "little")
    assert all(mask >> (number - 1) & 1 for number in (signal.SIGALRM, signal.SIGPROF))
    block = power("system_call", 14, 0, "\x7f" * 8, 0, 8)
    # CPU time takes as long as a busy machine likes.
    response = broken.execute(f"{block}; {code}", timeout=3 if kind == "TIMEOUT" else 60)
    is_forked = broken.warmup_status().isolation == "fork"
    assert response.console_messages[0].text == ('"ok"' if is_forked else '"EPERM"')
    assert pb.ErrorKind.Name(response.error.kind) == f"ERROR_KIND_{kind}"
    assert "was stopped at its" in response.error.message


# What rewinding denies an isolate. Seccomp answers with EPERM from here on, in a process like an isolate's.
DENIED = ("rt_sigaction", "rt_sigprocmask", "rt_sigreturn", "sigaltstack", "setitimer", "restart_syscall")
WITHOUT = """
import os, sys, time, pyseccomp
from executor.isolate.interpreter import Interpreter
from executor.isolate.limits import limits_of
from executor.wire.jobs import Job

job = Job.sample(timeout=float(sys.argv[1]), cpu_limit=0.2)

def reached(told_of):
    os.write(1, told_of(job).message.encode())
    os._exit(0)

interpreter = Interpreter(lambda text: None)
limits = limits_of(interpreter, reached)
rules = pyseccomp.SyscallFilter(pyseccomp.ALLOW)
for call in sys.argv[3:]:
    rules.add_rule(pyseccomp.KILL_PROCESS, call)
rules.load()

def engine(_):
    interpreter.evaluate("for (;;) {}", "endless.js")

def operation(_):
    while time.process_time() < before + 0.25:
        pass

def wait(_):
    time.sleep(limits.bounded(1000))

before = time.process_time()
limits.start(job)
what = globals()[sys.argv[2]]
(what if what is engine else limits.checked(what))(b"")
os._exit(9)
"""


@pytest.mark.parametrize(
    ("what", "timeout", "told"),
    [
        ("engine", "0.1", "time limit of 100 ms"),
        ("engine", "30", "200 ms of CPU time"),
        ("operation", "0.1", "time limit of 100 ms"),
        ("operation", "30", "200 ms of CPU time"),
        ("wait", "0.3", "time limit of 300 ms"),
    ],
)
def test_limits_are_kept_where_the_calls_for_signals_would_kill(what, timeout, told):
    """In the engine, at the end of one operation, and in a wait."""
    command = [sys.executable, "-c", WITHOUT, timeout, what, *DENIED]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert ran.returncode == 0, ran
    assert told in ran.stdout


# --- No page for code that is written --------------------------------------------------------------------------------


@looks_into_isolates
def test_no_page_of_the_zygote_or_an_isolate_is_writable_and_executable(lean):
    """Native code of a script would need no more than that to be code of its own."""
    lean.all_ready()
    call = lean.start_execute(f"Promise.reject(1).catch(() => {{}}); {HELD}", timeout=30)
    for process in (lean.running_isolate(), *lean.named("isolate"), lean.zygote()):
        with open(f"/proc/{process.pid}/maps") as maps:
            assert not [line for line in maps if {"w", "x"} <= set(line.split()[1])]
    call.cancel()


REJECTIONS = """
const seen = [];
process.on('unhandledRejection', (reason) => seen.push(reason));
const promises = [];
for (let n = 0; n < 1000; n++) promises.push(Promise.reject(n));
// Oldest first, newest first, and in between.
for (let n = 0; n < 300; n++) promises[n].catch(() => {});
for (let n = 999; n >= 600; n--) promises[n].catch(() => {});
for (let n = 400; n < 600; n += 2) promises[n].catch(() => {});
await new Promise((resolve) => setTimeout(resolve));
return seen;
"""


def test_rejections_that_nobody_handles_are_told_in_order_and_the_others_not(either):
    expected = [*range(300, 400), *range(401, 600, 2)]
    assert either.result(REJECTIONS) == expected


def test_rejections_that_fill_the_heap_are_out_of_memory(lean):
    error = lean.error("const all = []; for (;;) all.push(Promise.reject(1))", timeout=30)
    assert error.kind in (pb.ERROR_KIND_OUT_OF_MEMORY, pb.ERROR_KIND_CPU_LIMIT)
    assert lean.result("return 'next'") == "next"
