"""Keeps a zygote alive and turns wishes for isolates into forks.

The pool says `request_fork()` once per empty slot and gets exactly one `on_isolate` for it, sooner or later: from this
generation or, if its zygote dies first, from a later one. Wishes are counted, not listed: `_wanted` are not asked for
yet (no zygote, still warming, backing off), `_asked` are with the zygote.

Failed spawns back off exponentially with jitter; after `MAX_FAILURES` in a row and `GIVE_UP_AFTER`, when no isolate is left either,
`failure` resolves and the server ends. As long as isolates come now and then it goes on.
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

from executor.formats.manifest import MANIFEST
from executor.pool.generation import Generation, NewIsolate
from executor.pool.spawning import Spawned, options_of, spawn
from executor.pool.stops import is_runnable
from executor.pool.warmup import Warmup, WarmupState
from executor.settings import Settings
from executor.wire.errors import in_words
from executor.wire.options import Isolation, SandboxLevel
from executor.wire.packets import (
    Announced,
    EngineLoaded,
    ForkFailed,
    ModuleWarmed,
    NotRewound,
    Rewound,
    WarmupCompleted,
    WarmupFailed,
    ZygoteReport,
)

log = logging.getLogger(__name__)

# Seconds a zygote may leave a request unanswered, or stand still; it forks in about 1 ms, a few hundred requests at once at
# most. One that waits for a processor, and so works, has the longer time.
FORK_TIMEOUT = 2.0
STARVED_FORK_TIMEOUT = 10.0
# Seconds that a look at that may be late before this very process has slept.
OVERSLEPT = 0.5
# In a row, and seconds in which no isolate was made, before the server gives up.
MAX_FAILURES = 12
GIVE_UP_AFTER = 6.0
# In a row that have a line each in the log; of those that follow every so many-th has.
LOGGED_FAILURES = 20
BACKOFF_FIRST = 0.05
# With what a warmup takes it is what a recovery waits for at most.
BACKOFF_LAST = 0.2
# A zygote that served this long (seconds) was a working one: its death starts a new count of failures.
STABLE_AFTER = 2.0


# Why a later generation is not even tried.
MODULES_GONE = "manifest.json of the bundled modules is gone (--modules); put it back, or run make modules"


class SpawnFailure(Exception):
    """Isolates cannot be made, and trying again did not help."""


class WarmupFailure(Exception):
    """A module failed to load in the first generation. The details are in the `Warmup` record."""


def _cause(error: OSError | LookupError) -> str:
    if isinstance(error, OSError):
        return error.strerror or str(error)
    return f"the time zone {error} is not known any more (--tz)"


def _isolation_words(report: WarmupCompleted) -> str:
    tracker = f" ({report.tracker})" if report.tracker else ""
    reason = f": {report.isolation_reason}" if report.isolation_reason else ""
    return f"{report.isolation}{tracker}{reason}"


class Supervisor:
    """Owns the current generation, its warmup record, and the retries."""

    def __init__(
        self,
        settings: Settings,
        on_isolate: Callable[[NewIsolate], None],
        known_pids: Callable[[], set[int]],
        on_rewind: Callable[[Rewound | NotRewound], None],
        on_death: Callable[[], None],
    ) -> None:
        # Called when a generation is warm, was none, or was the last.
        self.on_change: Callable[[], None] = lambda: None
        # Told the build of the engine that a zygote has loaded.
        self.on_engine: Callable[[str], None] = lambda build: None
        self.warmup = Warmup()
        self.generations = 0
        self.forks = 0
        self.spawn_failures = 0
        self._settings = settings
        self._on_isolate = on_isolate
        self._known_pids = known_pids
        self._on_rewind = on_rewind
        self._on_death = on_death
        self._generation: Generation | None = None
        self._completed_at = 0.0
        self._wanted = 0
        self._asked = 0
        self._asked_since = 0.0
        # By `time.monotonic()`: the next look at it.
        self._check_due = 0.0
        self._failures = 0
        # By `time.monotonic()`: the first of them after the last isolate.
        self._failing_since: float | None = None
        self._has_failed = False
        self._closed = False
        self._loop = asyncio.get_running_loop()
        self._timers: dict[str, asyncio.TimerHandle] = {}
        self.warmed: asyncio.Future[None] = self._loop.create_future()
        self.failure: asyncio.Future[Exception] = self._loop.create_future()

    @property
    def zygote_pid(self) -> int | None:
        """None between two generations."""
        return self._generation.pid if self._generation else None

    @property
    def is_warm(self) -> bool:
        """Whether the zygote can be asked for isolates."""
        return self._generation is not None and self.warmup.latest.state is WarmupState.COMPLETED

    @property
    def has_failed(self) -> bool:
        """Whether the last attempt at a generation failed, and none was warm since: what isolates there are cannot be replaced."""
        return self._has_failed

    @property
    def has_given_up(self) -> bool:
        """Whether nothing is tried any more."""
        return self.failure.done()

    def start(self, spawned: Spawned | None = None) -> None:
        """Begins with the first generation, of `spawned` where it is there already. `warmed` resolves when it is complete, `failure`
        when it is given up.
        """
        self._spawn(spawned)

    def request_fork(self, count: int = 1) -> None:
        """Wishes for `count` isolates."""
        self._wanted += count
        self._ask()

    def is_current(self, generation: int) -> bool:
        """Whether the zygote of that generation lives: no other can rewind its isolates."""
        return self._generation is not None and generation == self.generations

    def request_rewind(self, pid: int, generation: int) -> bool:
        """Asks for an isolate of that generation to be rewound. False where its zygote cannot be asked."""
        if self._generation is None or generation != self.generations:
            return False
        return self._generation.request_rewind(pid)

    def zygote_is_mute(self, generation: int) -> None:
        """It does not let go of an isolate that is dead. Its own death does, and the next generation takes over."""
        if self._generation is not None and generation == self.generations:
            log.error("the zygote did not reap an isolate that it traces; killing it")
            self._generation.kill()

    def zygote_stands_still(self, seconds: float) -> None:
        """It has been stopped for so long. One that warms up for the first time is left to the warmup's time limit."""
        if self._generation is not None and self.warmed.done() and seconds >= FORK_TIMEOUT:
            log.error("the zygote was stopped for %.1f s; killing it", seconds)
            self._generation.kill()

    def isolate_ready(self) -> None:
        """An isolate made it; where its zygote has served for a while, whatever failed before is over."""
        self._failing_since = None
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
        # So that no zombie is left to init, which may take seconds for it.
        self._reap_strays()

    # --- asking ----------------------------------------------------------------------------------------------------

    def _ask(self) -> None:
        if not self.is_warm or "backoff" in self._timers or self._wanted == 0 or self._closed:
            return
        assert self._generation is not None
        if self._asked == 0:
            self._asked_since = time.monotonic()
        count, self._wanted = self._wanted, 0
        self._asked += count
        self._generation.request_forks(count)
        if "fork" not in self._timers:
            self._check_answers_in(FORK_TIMEOUT)

    def _check_answers(self) -> None:
        """A zygote that leaves a request unanswered is stopped or stuck; the next generation takes over."""
        if self._asked == 0 or self._generation is None:
            return
        now = time.monotonic()
        if now - self._check_due > OVERSLEPT:
            # This very process was stopped meanwhile: what the zygote has said is still to be heard.
            self._asked_since = now
        overdue = now - self._asked_since
        limit = STARVED_FORK_TIMEOUT if is_runnable(self._generation.pid) else FORK_TIMEOUT
        if overdue >= limit:
            log.error("the zygote did not fork for %.1f s; killing it", overdue)
            self._generation.kill()
        else:
            self._check_answers_in(min(FORK_TIMEOUT, limit - overdue))

    def _check_answers_in(self, seconds: float) -> None:
        self._check_due = time.monotonic() + seconds
        self._after(seconds, "fork", self._check_answers)

    def _forked(self, new: NewIsolate) -> None:
        self.forks += 1
        self._answered()
        self._on_isolate(new)

    def _answered(self) -> None:
        self._asked -= 1
        self._asked_since = time.monotonic()

    # --- generations -----------------------------------------------------------------------------------------------

    def _spawn(self, spawned: Spawned | None = None) -> None:
        if self.warmed.done() and not Path(self._settings.modules, MANIFEST).is_file():
            self._modules_gone()
            return
        self.generations += 1
        self.warmup.begin(self.generations)
        try:
            zygote = spawned or spawn(options_of(self._settings))
            self._generation = Generation(self.generations, zygote, self._reported, self._forked, self._died)
        except (OSError, LookupError) as error:
            reason = f"the zygote could not be started: {_cause(error)}"
            self._failed_to_warm("", reason)
            self._back_off(reason)
            return
        self._after(self._settings.warmup_timeout, "warmup", self._warmup_time_over)

    def _modules_gone(self) -> None:
        """No zygote is started to find that out: it would take half a second and a core, again and again, and be under way when
        they are back.
        """
        if self.warmup.latest.error != MODULES_GONE:
            self.generations += 1
            self.warmup.begin(self.generations)
            self._failed_to_warm("", MODULES_GONE)
        self._back_off(MODULES_GONE)

    def _reported(self, report: ZygoteReport) -> None:
        match report:
            case EngineLoaded():
                self._engine_loaded(report)
            case Announced():
                self.warmup.announce(report.modules)
            case ModuleWarmed():
                self.warmup.module_warmed(report.name, report.version, report.size_bytes, report.elapsed_ms)
            case WarmupCompleted():
                self._completed(report)
            case WarmupFailed():
                self._warmup_failed(report.module, report.error)
            case Rewound() | NotRewound():
                self._on_rewind(report)
            case ForkFailed():
                self._answered()
                self._wanted += 1
                # It may have been forked and ended, only not passed on.
                self._after(1.0, "strays", self._reap_strays)
                self._back_off(f"the zygote could not fork: {in_words(report.error)}")

    def _engine_loaded(self, engine: EngineLoaded) -> None:
        if engine.origin == "pypi" and self.warmup.engine is None:
            log.warning(
                "the engine is QuickJS-ng %s of PyPI's dukpy, with known memory errors that a script can reach "
                "(docs/security.md); `make engine ENGINE=built` builds today's",
                engine.version,
            )
        self.warmup.engine = engine
        self.on_engine(engine.build)

    def _completed(self, report: WarmupCompleted) -> None:
        self._cancel("warmup")
        self._completed_at = time.monotonic()
        self._has_failed = False
        self.warmup.complete(report.sandbox_level, report.isolation, report.tracker, report.isolation_reason)
        # Less than every layer is what --sandbox asked for, and still worth a look.
        level = logging.INFO if report.sandbox_level == SandboxLevel.SECCOMP else logging.WARNING
        log.log(
            level,
            "generation %d is warm after %.0f ms, sandbox %s, isolation %s",
            self.generations,
            self.warmup.latest.elapsed_ms,
            report.sandbox_level,
            _isolation_words(report),
        )
        if self._settings.isolation == Isolation.REWIND:
            # The isolate that the zygote tested itself with has ended, and is ours.
            self._after(1.0, "strays", self._reap_strays)
        if not self.warmed.done():
            self.warmed.set_result(None)
        self._ask()
        self.on_change()

    def _warmup_time_over(self) -> None:
        limit = self._settings.warmup_timeout
        self._warmup_failed(
            self.warmup.module_under_way(), f"the warmup took longer than {limit:g} s (--warmup-timeout)"
        )

    def _warmup_failed(self, module: str, error: str) -> None:
        """In the first generation final: the same files would fail again. Later ones had worked, so they are retried."""
        self._cancel("warmup")
        self._failed_to_warm(module, error)
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
        self._on_death()
        if self.warmup.latest.state is WarmupState.IN_PROGRESS:
            self._failed_to_warm(self.warmup.module_under_way(), f"the zygote died while warming up: {cause}")
        self._back_off(f"the zygote of generation {generation} died ({cause})")

    def _failed_to_warm(self, module: str, error: str) -> None:
        self._has_failed = True
        self.warmup.fail(module, error)
        self.on_change()

    def _reap_strays(self) -> None:
        """Reaps children that nobody knows: a zygote may die between a fork and its report, or end an isolate that it cannot
        pass on. The process is gone, but its zombie is ours.
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
        now = time.monotonic()
        if self._failing_since is None:
            self._failing_since = now
        if self._failures <= LOGGED_FAILURES or self._failures % LOGGED_FAILURES == 0:
            log.warning("%s; failure %d in a row", cause, self._failures)
        is_long = self._failures >= MAX_FAILURES and now - self._failing_since >= GIVE_UP_AFTER
        if is_long and not self._known_pids():
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
            self.on_change()

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
