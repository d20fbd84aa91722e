"""Runs the engine's promise jobs: in C where there is the native part, which asks after each whether a limit is reached, and
in Python otherwise, where a signal tells.
"""

from __future__ import annotations

import ctypes
from typing import Protocol

from executor.isolate.engine import POINTER, Engine


class PromiseJobs(Protocol):
    """One way to run them."""

    def run(self) -> int:
        """Until none is left, or one fails outside any promise: below zero then. Raises what is raised where a limit is
        reached.
        """

    def interrupt_by(self, handler: int | None, opaque: int) -> None:
        """What to ask after each, a JSInterruptHandler."""


def promise_jobs_of(engine: Engine) -> PromiseJobs:
    """By C where there is the native part."""
    return PythonJobs(engine) if engine.native is None else NativeJobs(engine, engine.native)


class NativeJobs:
    """One call for all of them."""

    def __init__(self, engine: Engine, native: ctypes.PyDLL) -> None:
        self._run = native.promises_run_jobs
        self._run.argtypes = (POINTER,) * 4
        self._given: tuple[int | None, ...] = (
            engine.runtime,
            engine.address("JS_ExecutePendingJob"),
            None,
            None,
        )

    def run(self) -> int:
        """As `PromiseJobs`."""
        return int(self._run(*self._given))

    def interrupt_by(self, handler: int | None, opaque: int) -> None:
        """As `PromiseJobs`."""
        self._given = (*self._given[:2], handler, opaque)


class PythonJobs:
    """One call for each."""

    def __init__(self, engine: Engine) -> None:
        self._execute = engine.function(
            "JS_ExecutePendingJob", ctypes.c_int, POINTER, ctypes.POINTER(POINTER)
        )
        self._runtime = engine.runtime
        self._context = ctypes.c_void_p()

    def run(self) -> int:
        """As `PromiseJobs`."""
        execute, runtime, context = self._execute, self._runtime, ctypes.byref(self._context)
        while (done := execute(runtime, context)) > 0:
            pass
        return int(done)

    def interrupt_by(self, handler: int | None, opaque: int) -> None:
        """Only signals interrupt here."""
        raise AssertionError("an interrupt handler without the native part")
