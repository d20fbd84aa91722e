"""Keeps a zygote alive and turns wishes for isolates into forks.

The pool says `request_fork()` once per empty slot and gets exactly one `on_isolate` for it, sooner or later: from this
generation or, if its zygote dies first, from a later one. Wishes are counted, not listed: `_wanted` are not asked for
yet (no zygote, still warming, backing off), `_asked` are with the zygote.

Failed spawns back off exponentially with jitter; after `MAX_FAILURES` in a row, when no isolate is left either,
`failure` resolves and the server ends.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import random
import time
from collections.abc import Callable
from pathlib import Path

from executor.config import Settings
from executor.generation import Generation, NewIsolate
from executor.messages import (
    Announced,
    ForkFailed,
    ModuleWarmed,
    WarmupCompleted,
    WarmupFailed,
    ZygoteReport,
)
from executor.options import Options
from executor.sandbox import Level
from executor.warmup import Warmup, WarmupState

log = logging.getLogger(__name__)

# Seconds a zygote may leave a request unanswered; it forks in about 1 ms, a few hundred requests at once at most.
FORK_TIMEOUT = 10.0
# In a row, before the server gives up: with the delays below, 8 failures are about 6 s of trying.
MAX_FAILURES = 8
BACKOFF_FIRST = 0.05
BACKOFF_LAST = 2.0
# A zygote that served this long (seconds) was a working one: its death starts a new count of failures.
STABLE_AFTER = 10.0


class SpawnFailure(Exception):
    """Isolates cannot be made, and trying again did not help."""


class WarmupFailure(Exception):
    """A module failed to load in the first generation. The details are in the `Warmup` record."""


def _options(settings: Settings) -> Options:
    # Twice: the engine's text and the bytes that cross the pipe exist side by side.
    buffers = 2 * (
        settings.max_code_bytes
        + settings.max_input_bytes
        + settings.max_result_bytes
        + settings.max_console_bytes
        + settings.egress_max_request_bytes
        + settings.egress_max_response_bytes
    )
    return Options(
        server_pid=os.getpid(),
        modules=settings.modules,
        sandbox=settings.sandbox,
        max_memory_bytes=settings.max_memory_bytes,
        buffer_bytes=buffers,
        cpu_seconds=min(settings.cpu_limit, settings.max_timeout),
        max_requests=settings.egress_max_requests,
        max_request_bytes=settings.egress_max_request_bytes,
        kept_memory_bytes=settings.affinity_memory_bytes,
        tz=settings.tz,
    )


class Supervisor:
    """Owns the current generation, its warmup record, and the retries."""

    def __init__(
        self,
        settings: Settings,
        on_isolate: Callable[[NewIsolate], None],
        known_pids: Callable[[], set[int]],
    ) -> None:
        self.warmup = Warmup()
        self.generations = 0
        self.forks = 0
        self.spawn_failures = 0
        self._settings = settings
        self._on_isolate = on_isolate
        self._known_pids = known_pids
        self._generation: Generation | None = None
        self._completed_at = 0.0
        self._wanted = 0
        self._asked = 0
        self._asked_since = 0.0
        self._failures = 0
        self._closed = False
        self._loop = asyncio.get_running_loop()
        self._timers: dict[str, asyncio.TimerHandle] = {}
        self.warmed: asyncio.Future[None] = self._loop.create_future()
        self.failure: asyncio.Future[Exception] = self._loop.create_future()

    @property
    def zygote_pid(self) -> int | None:
        """None between two generations."""
        return self._generation.pid if self._generation else None

    def start(self) -> None:
        """Spawns the first generation. `warmed` resolves when it is complete, `failure` when it is given up."""
        self._spawn()

    def request_fork(self, count: int = 1) -> None:
        """Wishes for `count` isolates."""
        self._wanted += count
        self._ask()

    def isolate_ready(self) -> None:
        """An isolate made it; where its zygote has served for a while, whatever failed before is over."""
        if time.monotonic() - self._completed_at > STABLE_AFTER:
            self._failures = 0

    def isolate_failed(self, cause: str) -> None:
        """An isolate ended before it was ready."""
        self._back_off(f"an isolate ended before it was ready: {cause}")

    def close(self) -> None:
        """Ends the zygote and reaps it; nothing calls back afterwards."""
        self._closed = True
        for timer in self._timers.values():
            timer.cancel()
        if self._generation is not None:
            self._generation.close()
            self._generation = None

    # --- asking ----------------------------------------------------------------------------------------------------

    def _ask(self) -> None:
        ready = self._generation is not None and self.warmup.state is WarmupState.COMPLETED
        if not ready or "backoff" in self._timers or self._wanted == 0 or self._closed:
            return
        assert self._generation is not None
        if self._asked == 0:
            self._asked_since = time.monotonic()
        count, self._wanted = self._wanted, 0
        self._asked += count
        self._generation.request_forks(count)
        if "fork" not in self._timers:
            self._after(FORK_TIMEOUT, "fork", self._check_answers)

    def _check_answers(self) -> None:
        """A zygote that leaves a request unanswered is stopped or stuck; the next generation takes over."""
        if self._asked == 0 or self._generation is None:
            return
        overdue = time.monotonic() - self._asked_since
        if overdue >= FORK_TIMEOUT:
            log.error("the zygote did not fork for %.1f s; killing it", overdue)
            self._generation.kill()
        else:
            self._after(FORK_TIMEOUT - overdue, "fork", self._check_answers)

    def _forked(self, new: NewIsolate) -> None:
        self.forks += 1
        self._answered()
        self._on_isolate(new)

    def _answered(self) -> None:
        self._asked -= 1
        self._asked_since = time.monotonic()

    # --- generations -----------------------------------------------------------------------------------------------

    def _spawn(self) -> None:
        self.generations += 1
        self.warmup.begin(self.generations)
        try:
            self._generation = Generation(
                self.generations, _options(self._settings), self._reported, self._forked, self._died
            )
        except OSError as error:
            reason = f"the zygote could not be started: {error.strerror or error}"
            self.warmup.fail("", reason)
            self._back_off(reason)
            return
        self._after(self._settings.warmup_timeout, "warmup", self._warmup_time_over)

    def _reported(self, report: ZygoteReport) -> None:
        match report:
            case Announced():
                self.warmup.announce(report.modules)
            case ModuleWarmed():
                self.warmup.module_warmed(report.name, report.version, report.size_bytes, report.elapsed_ms)
            case WarmupCompleted():
                self._completed(report)
            case WarmupFailed():
                self._warmup_failed(report.module, report.error)
            case ForkFailed():
                self._answered()
                self._wanted += 1
                self._back_off(f"the zygote could not fork: {report.error}")

    def _completed(self, report: WarmupCompleted) -> None:
        self._cancel("warmup")
        self._completed_at = time.monotonic()
        self.warmup.complete(report.sandbox_level)
        # Less than every layer is what --sandbox asked for, and still worth a look.
        level = logging.INFO if report.sandbox_level == Level.SECCOMP else logging.WARNING
        log.log(
            level,
            "generation %d is warm after %.0f ms, sandbox %s",
            self.generations,
            self.warmup.status().elapsed_ms,
            report.sandbox_level,
        )
        if not self.warmed.done():
            self.warmed.set_result(None)
        self._ask()

    def _warmup_time_over(self) -> None:
        limit = self._settings.warmup_timeout
        self._warmup_failed(
            self._module_under_way(), f"the warmup took longer than {limit:g} s (--warmup-timeout)"
        )

    def _warmup_failed(self, module: str, error: str) -> None:
        """In the first generation final: the same files would fail again. Later ones had worked, so they are retried."""
        self._cancel("warmup")
        self.warmup.fail(module, error)
        if self._generation is not None:
            self._generation.close()
            self._generation = None
        if self.warmed.done():
            self._back_off(f"the warmup failed at {module or 'its start'}: {error}")
        elif self._settings.warmup_failure == "exit":
            self._fail(WarmupFailure())

    def _died(self, cause: str) -> None:
        generation, self._generation = self.generations, None
        self._cancel("warmup")
        self._cancel("fork")
        self._wanted += self._asked
        self._asked = 0
        self._after(1.0, "strays", self._reap_strays)
        if self.warmup.state is WarmupState.IN_PROGRESS:
            self.warmup.fail(self._module_under_way(), f"the zygote died while warming up: {cause}")
        self._back_off(f"the zygote of generation {generation} died ({cause})")

    def _module_under_way(self) -> str:
        return next(
            (m.name for m in self.warmup.status().modules if m.state is not WarmupState.COMPLETED), ""
        )

    def _reap_strays(self) -> None:
        """Reaps children that nobody knows: a zygote may die between a fork and its report. Such an isolate has read
        the end of its socket and left, but its zombie is ours.
        """
        known = self._known_pids() | {self.zygote_pid}
        # Not every kernel has this file, and the table of descriptors may be full: then a zombie stays, no more.
        with contextlib.suppress(OSError):
            children = Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()
            for pid in map(int, children):
                if pid not in known:
                    os.waitpid(pid, os.WNOHANG)

    # --- failures --------------------------------------------------------------------------------------------------

    def _back_off(self, cause: str) -> None:
        """Tries again after a delay (the first time at once).

        Gives up after too many failures in a row, but not while any isolate lives: its job may finish, and what is
        short (processes, descriptors) may come back with it. Failures while a retry is due anyway are part of the
        same attempt.
        """
        self.spawn_failures += 1
        if "backoff" in self._timers or self._closed:
            return
        self._failures += 1
        log.warning("%s; failure %d in a row", cause, self._failures)
        if self._failures >= MAX_FAILURES and not self._known_pids():
            self._fail(SpawnFailure(f"{self._failures} spawns failed in a row; the last: {cause}"))
            return
        longest = BACKOFF_FIRST * 2 ** min(self._failures, 10)
        delay = min(BACKOFF_LAST, longest) * random.uniform(0.5, 1.5)  # noqa: S311 - jitter
        self._after(0.0 if self._failures == 1 else delay, "backoff", self._retry)

    def _retry(self) -> None:
        if self._generation is None:
            self._spawn()
        else:
            self._ask()

    def _fail(self, error: Exception) -> None:
        if not self.failure.done():
            self.failure.set_result(error)

    # --- timers ----------------------------------------------------------------------------------------------------

    def _after(self, delay: float, name: str, callback: Callable[[], None]) -> None:
        def elapsed() -> None:
            del self._timers[name]
            callback()

        self._cancel(name)
        self._timers[name] = self._loop.call_later(delay, elapsed)

    def _cancel(self, name: str) -> None:
        timer = self._timers.pop(name, None)
        if timer is not None:
            timer.cancel()
