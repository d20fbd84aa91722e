"""Why a run has no answer, and what it cost."""

import signal
import time
from dataclasses import replace

import pytest
from puppets import cost, job

from executor.outcome import ErrorKind, ScriptError
from executor.pool import ends
from executor.pool.handle import Exit
from executor.pool.run import Run

LIMIT = 1000
QUIET = Exit("exited with status 0", 0, cpu=1.0, peak_memory_bytes=LIMIT)
KILLED = Exit("killed by SIGKILL", signal.SIGKILL, cpu=1.0, peak_memory_bytes=LIMIT)
FAULTED = replace(KILLED, cause="killed by SIGSEGV", signal=signal.SIGSEGV)


def run(**fields):
    """A run with a CPU limit of 2 s, begun."""
    made = Run(replace(job(timeout=3.0, cpu_limit=2.0), max_memory_bytes=LIMIT), None, **fields)
    made.sent = made.started = time.monotonic()
    return made


@pytest.mark.parametrize(
    ("kill_reason", "end", "kind", "words"),
    [
        ("timeout", KILLED, ErrorKind.TIMEOUT, "at its time limit of 3000 ms, inside one engine call"),
        ("timeout", None, ErrorKind.TIMEOUT, "at its time limit of 3000 ms, inside one engine call"),
        ("cpu", KILLED, ErrorKind.CPU_LIMIT, "at its limit of 2000 ms of CPU time"),
        ("drain", KILLED, ErrorKind.CRASHED, "the server stopped before the script ended; run it again"),
        ("cancelled", KILLED, ErrorKind.CRASHED, "ended without an answer (cancelled)"),
        ("protocol", KILLED, ErrorKind.CRASHED, "ended without an answer (protocol)"),
        # What it had used says nothing where the kill was ours.
        ("drain", replace(KILLED, cpu=9.0), ErrorKind.CRASHED, "the server stopped"),
        ("protocol", replace(KILLED, peak_memory_bytes=LIMIT + 1), ErrorKind.CRASHED, "(protocol)"),
        ("", None, ErrorKind.CRASHED, "ended without an answer (unknown cause)"),
        ("", QUIET, ErrorKind.CRASHED, "ended without an answer (exited with status 0)"),
        ("", KILLED, ErrorKind.CRASHED, "ended without an answer (killed by SIGKILL)"),
        ("", replace(KILLED, cpu=2.0), ErrorKind.CPU_LIMIT, "at its limit of 2000 ms of CPU time"),
        ("", replace(FAULTED, cpu=2.0), ErrorKind.CRASHED, "(killed by SIGSEGV)"),
        (
            "",
            replace(KILLED, peak_memory_bytes=LIMIT + 1),
            ErrorKind.OUT_OF_MEMORY,
            "out of memory: killed by SIGKILL with 1001 bytes resident, over the limit of 1000",
        ),
        ("", replace(FAULTED, peak_memory_bytes=LIMIT + 1), ErrorKind.OUT_OF_MEMORY, "killed by SIGSEGV"),
        ("", replace(QUIET, peak_memory_bytes=LIMIT + 1), ErrorKind.CRASHED, "(exited with status 0)"),
    ],
)
def test_run_without_an_answer_is_judged_by_what_was_done_to_it_and_what_the_kernel_says(
    kill_reason, end, kind, words
):
    outcome = ends.unanswered(run(kill_reason=kill_reason), end)
    assert (outcome.result_json, outcome.error.kind) == (None, kind)
    assert words in outcome.error.message


def test_cpu_time_of_earlier_runs_in_the_isolate_is_not_this_ones():
    later = run(cpu_before=1.5)
    outcome = ends.unanswered(later, replace(KILLED, cpu=3.0))
    assert (outcome.error.kind, outcome.usage.cpu) == (ErrorKind.CRASHED, 1.5)


def test_isolate_that_claims_more_time_than_has_passed_is_not_believed():
    made = run()
    told = replace(cost(is_last=True), run_ns=10**18, cpu_ns=10**18)
    usage = ends.answered(made, b"1", None, told).usage
    passed = time.monotonic() - made.sent
    assert usage.run <= passed
    assert usage.cpu <= passed
    assert usage.queue <= usage.total - usage.run


def test_answer_is_what_the_isolate_told():
    error = ScriptError(ErrorKind.THROWN, message="on purpose")
    told = replace(cost(is_last=True), console_truncated=True, peak_memory_bytes=77)
    outcome = ends.answered(run(), None, error, told)
    assert (outcome.error, outcome.console_truncated, outcome.usage.peak_memory_bytes) == (error, True, 77)
