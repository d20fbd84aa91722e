"""How a run ended: what it cost, by the isolate's own figures or the kernel's, and why it has no answer."""

from __future__ import annotations

import signal
import time
from dataclasses import replace

from executor.outcome import ErrorKind, Outcome, ScriptError, Usage
from executor.pool.handle import Exit
from executor.pool.run import Run
from executor.wire.reporting import Cost


def answered(
    run: Run,
    result_json: bytes | None,
    error: ScriptError | None,
    cost: Cost,
    result_bytes: bytes | None = None,
) -> Outcome:
    """The outcome that the isolate told."""
    now = time.monotonic()
    total = now - run.admitted
    # No more than the time we saw pass: an isolate must not bend the metrics of all.
    passed = now - run.sent
    duration = min(cost.run_ns / 1e9, passed)
    usage = Usage(
        queue=min(run.started - run.admitted, total - duration),
        run=duration,
        cpu=min(cost.cpu_ns / 1e9, passed),
        total=total,
        peak_memory_bytes=cost.peak_memory_bytes,
        fetch_count=_fetch_count(run),
    )
    return Outcome(result_json, error, tuple(run.console), cost.console_truncated, usage, result_bytes)


def unanswered(run: Run, end: Exit | None) -> Outcome:
    """The outcome where its isolate is gone: killed for `run.kill_reason`, or by itself. `end` is None where the kernel
    has not reaped it in time.
    """
    now = time.monotonic()
    total, duration = now - run.admitted, now - run.started
    usage = Usage(
        queue=min(run.started - run.admitted, total - duration),
        run=duration,
        cpu=_cpu(run, end) if end else 0.0,
        total=total,
        peak_memory_bytes=end.peak_memory_bytes if end else 0,
        fetch_count=_fetch_count(run),
    )
    return Outcome(None, _cause(run, end), tuple(run.console), usage=usage)


def explained(run: Run, outcome: Outcome) -> Outcome:
    """The same; where its time was over while its replay held answers back, that is said, too."""
    error = outcome.error
    if error is None or error.kind is not ErrorKind.TIMEOUT:
        return outcome
    run.end_requests()
    why = run.held_up_by()
    return replace(outcome, error=replace(error, message=f"{error.message}; {why}")) if why else outcome


def _fetch_count(run: Run) -> int:
    return run.requests.count if run.requests is not None else 0


def _cpu(run: Run, end: Exit) -> float:
    return end.cpu - run.cpu_before


def _cause(run: Run, end: Exit | None) -> ScriptError:
    if run.kill_reason:
        return _killed(run)
    if end is None:
        return _crashed("unknown cause")
    # The kernel keeps the CPU limit too (RLIMIT_CPU), for when this process cannot.
    if end.signal == signal.SIGKILL and _cpu(run, end) >= run.job.cpu_limit:
        return _over_cpu_limit(run)
    # The kernel frees a container's memory by killing, and the engine may fall over its own full heap.
    max_memory_bytes = run.job.max_memory_bytes
    if end.signal in (signal.SIGKILL, signal.SIGSEGV) and end.peak_memory_bytes > max_memory_bytes:
        message = (
            f"out of memory: {end.cause} with {end.peak_memory_bytes} bytes resident, "
            f"over the limit of {max_memory_bytes}"
        )
        return ScriptError(ErrorKind.OUT_OF_MEMORY, message=message)
    return _crashed(end.cause)


def _killed(run: Run) -> ScriptError:
    if run.kill_reason == "timeout":
        limit = f"time limit of {round(run.job.timeout * 1000)} ms"
        message = f"the script was killed at its {limit}, inside one engine call"
        return ScriptError(ErrorKind.TIMEOUT, message=message)
    if run.kill_reason == "cpu":
        return _over_cpu_limit(run)
    if run.kill_reason == "drain":
        message = "the server stopped before the script ended; run it again"
        return ScriptError(ErrorKind.CRASHED, message=message)
    return _crashed(run.kill_reason)


def _over_cpu_limit(run: Run) -> ScriptError:
    limit = f"limit of {round(run.job.cpu_limit * 1000)} ms of CPU time"
    return ScriptError(
        ErrorKind.CPU_LIMIT, message=f"the script was killed at its {limit}, inside one engine call"
    )


def _crashed(cause: str) -> ScriptError:
    return ScriptError(ErrorKind.CRASHED, message=f"the isolate ended without an answer ({cause})")
