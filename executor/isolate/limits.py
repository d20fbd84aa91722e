"""The time limits of a run, as the isolate keeps them: one of wall time, one of CPU time.

At its limit a run ends with what it printed so far. With the native part the engine asks the clocks, wherever it polls for
interrupts, and no signal is needed. Without it, timers' signals do the same. A loop inside one native builtin never polls,
and there only the server's SIGKILL ends it.
"""

from __future__ import annotations

import ctypes
import signal
from collections.abc import Callable
from typing import Protocol

from executor.isolate.engine import POINTER
from executor.isolate.interpreter import Interpreter
from executor.outcome import ErrorKind, ScriptError
from executor.wire.jobs import Job

# What is told which limit a run came to: how to say it of a job.
Reached = Callable[[Callable[[Job], ScriptError]], None]
# Of the host, for a script; see isolate.py.
Operation = Callable[[bytes], bytes | None]

# LIMITS_NEVER of limits.h.
_NEVER = 2**63 - 1


class Limits(Protocol):
    """One way to keep them. Made in the zygote, which sets no limit itself, and inherited by every fork."""

    def start(self, job: Job) -> None:
        """Both count from here."""

    def stop(self) -> None:
        """A limit reached by now is told before this returns."""

    def start_leftover(self, seconds: float) -> None:
        """For what a run left behind, after `stop`: so many seconds of wall time, until `stop_leftover`."""

    def stop_leftover(self) -> None:
        """All is done."""

    def bounded(self, seconds: float) -> float:
        """For how long to wait where so many seconds are wanted. An operation that waits is one that is `checked`."""

    def checked(self, operation: Operation) -> Operation:
        """One that may take long, for itself or for what it waits for: a limit reached meanwhile is told at its end."""


def limits_of(interpreter: Interpreter, reached: Reached) -> Limits:
    """By clocks where there is the native part."""
    if interpreter.native is None:
        return TimerLimits(reached)
    return ClockLimits(interpreter, interpreter.native, reached)


class _State(ctypes.Structure):
    """`struct limits` of limits.h."""

    _fields_ = [  # type: ignore[mutable-override]
        ("next_ns", ctypes.c_int64),
        ("wall_ns", ctypes.c_int64),
        ("cpu_ns", ctypes.c_int64),
        ("has_raised", ctypes.c_int64),
        ("call", POINTER),
        ("release", POINTER),
        ("wall_reached", ctypes.py_object),
        ("cpu_reached", ctypes.py_object),
    ]


class ClockLimits:
    """By the clocks, which limits.c reads: it says who asks, and when.

    `reached` is called by C in the middle of whatever the engine does, or in `stop` and `checked`.
    """

    def __init__(self, interpreter: Interpreter, native: ctypes.PyDLL, reached: Reached) -> None:
        self._reached = reached
        python = ctypes.pythonapi
        self._state = _State(
            next_ns=_NEVER,
            wall_ns=_NEVER,
            cpu_ns=_NEVER,
            call=_address(python.PyObject_CallNoArgs),
            release=_address(python.Py_DecRef),
            wall_reached=self._wall_time_over,
            cpu_reached=self._cpu_time_over,
        )
        self._at = ctypes.addressof(self._state)
        self._start, self._left = native.limits_start, native.limits_left
        self._poll, self._stop = native.limits_poll, native.limits_stop
        self._start.argtypes, self._start.restype = (POINTER, ctypes.c_int64, ctypes.c_int64), None
        self._left.argtypes, self._left.restype = (POINTER,), ctypes.c_double
        self._poll.argtypes = (POINTER, POINTER)
        self._stop.argtypes = (POINTER,)
        interpreter.interrupt_by(_address(self._poll), self._at)

    def start(self, job: Job) -> None:
        """As `Limits`."""
        # One thread cannot use more CPU time than there is.
        cpu_ns = int(job.cpu_limit * 1e9) if job.cpu_limit < job.timeout else _NEVER
        self._start(self._at, int(job.timeout * 1e9), cpu_ns)

    def stop(self) -> None:
        """As `Limits`."""
        self._stop(self._at)

    def start_leftover(self, seconds: float) -> None:
        """As `Limits`."""
        self._start(self._at, int(seconds * 1e9), _NEVER)

    def stop_leftover(self) -> None:
        """As `Limits`."""
        self._stop(self._at)

    def bounded(self, seconds: float) -> float:
        """No more than is left of the wall time; waiting uses no CPU time. NaN stays NaN, and what is below zero stays so."""
        return min(seconds, float(self._left(self._at)))

    def checked(self, operation: Operation) -> Operation:
        """As `Limits`. The engine itself asks once in 10,000 branches, which may be a hundred such operations."""
        poll, state = self._poll, self._at

        def check_after(text: bytes) -> bytes | None:
            answer = operation(text)
            poll(None, state)
            return answer

        return check_after

    def _wall_time_over(self) -> None:
        self._reached(_wall_time_over)

    def _cpu_time_over(self) -> None:
        self._reached(_cpu_time_over)


class TimerLimits:
    """By the kernel's timers, whose signals interrupt every wait and are seen wherever the engine or Python looks for some."""

    def __init__(self, reached: Reached) -> None:
        self._reached = reached
        self._job = Job.sample()
        signal.signal(signal.SIGALRM, self._wall_time_over)
        signal.signal(signal.SIGPROF, self._cpu_time_over)

    def start(self, job: Job) -> None:
        """As `Limits`."""
        self._job = job
        signal.setitimer(signal.ITIMER_REAL, job.timeout)
        # One thread cannot use more CPU time than there is.
        if job.cpu_limit < job.timeout:
            signal.setitimer(signal.ITIMER_PROF, job.cpu_limit)

    def stop(self) -> None:
        """As `Limits`."""
        signal.setitimer(signal.ITIMER_REAL, 0)
        if self._job.cpu_limit < self._job.timeout:
            signal.setitimer(signal.ITIMER_PROF, 0)

    def start_leftover(self, seconds: float) -> None:
        """As `Limits`."""
        signal.setitimer(signal.ITIMER_REAL, seconds)

    def stop_leftover(self) -> None:
        """As `Limits`."""
        signal.setitimer(signal.ITIMER_REAL, 0)

    def bounded(self, seconds: float) -> float:
        """As long as is wanted: a signal ends it."""
        return seconds

    def checked(self, operation: Operation) -> Operation:
        """As it is: signals are handled before it returns."""
        return operation

    def _wall_time_over(self, signum: int, frame: object) -> None:
        """SIGALRM."""
        self._reached(_wall_time_over)

    def _cpu_time_over(self, signum: int, frame: object) -> None:
        """SIGPROF."""
        self._reached(_cpu_time_over)


def _wall_time_over(job: Job) -> ScriptError:
    message = f"the script was stopped at its time limit of {round(job.timeout * 1000)} ms"
    return ScriptError(ErrorKind.TIMEOUT, message=message)


def _cpu_time_over(job: Job) -> ScriptError:
    limit_ms = round(job.cpu_limit * 1000)
    message = f"the script was stopped at its limit of {limit_ms} ms of CPU time; waiting would cost none"
    return ScriptError(ErrorKind.CPU_LIMIT, message=message)


def _address(function: Callable[..., object]) -> int | None:
    return ctypes.cast(function, POINTER).value  # type: ignore[arg-type]
