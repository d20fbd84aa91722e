"""Whether a script has just run: canaries through the same path as real jobs, and what supervisor and slots know of it.

Ready is what was proven, with nothing known against it. A fault that is known (path.py) turns readiness off at once and takes
the proof with it; when the fault is gone, a canary proves the path again. It waits for that at the front of the queue, so it
has the first isolate that there is.

Knows no protocol. What tells others (`grpc.health.v1`, HTTP, metrics) reads `ready`, or is called when it changes.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections.abc import Callable

from executor.errors import ExecutorError
from executor.pool.path import PathState
from executor.pool.pool import Pool
from executor.settings import Settings
from executor.wire.jobs import Job

log = logging.getLogger(__name__)

# Touches the whole path: fork, hand-over, the engine, a promise, JSON both ways.
CANARY_CODE = "await null; return [input.ping, typeof require, Object.keys(input).length]"
CANARY_INPUT = b'{"ping": "pong"}'
CANARY_RESULT = b'["pong","function",1]'
# Seconds that a canary's timer must be late before this process has slept over it: a loop that is merely slow is no
# excuse for a path that is stuck.
OVERSLEPT = 0.5
# Seconds between two canaries while readiness is off, at most; the second where the next isolate is for a canary.
RETRY_AFTER = 1.0
RETRY_WAITING = 0.05
# Isolates that crashed one after the other, no run between them having ended well, before a canary is to find out why.
SUSPICIOUS_CRASHES = 3

# Faults in which no isolate is there: the next one is for a canary, which waits for it. In the others a canary would use up
# what isolates there still are.
_WORTH_WAITING = frozenset({PathState.OPEN, PathState.ISOLATES_STOPPED, PathState.NO_ISOLATE})


class Readiness:
    """False until the warmup is complete and a canary has run, while canaries fail or the path has a fault, and for good once
    draining begins or the pool has given up.
    """

    def __init__(self, pool: Pool, settings: Settings) -> None:
        self._pool = pool
        self._settings = settings
        self.ready = False
        self.draining = False
        self.canary_failures = 0
        # A canary has run since the last fault, and none has failed since.
        self._is_proven = False
        # Before the last fault, which an unbroken use of all isolates may have outlived.
        self._was_proven = False
        # A canary is due before its time.
        self._wake = asyncio.Event()
        # Called with each change of `ready`, in the step of the loop in which it changes.
        self.on_change: Callable[[bool], None] = lambda ready: None
        pool.path.on_change = self._path_changed
        pool.on_crashes(SUSPICIOUS_CRASHES, self._wake.set)
        pool.not_serving(self.reason)

    async def watch(self) -> None:
        """Runs canaries until the drain: at once when warm, then every `canary_interval` seconds."""
        await self._pool.warmed
        while not self.draining:
            self._wake.clear()
            if self._pool.path.state in _WORTH_WAITING:
                self._take_in(await self._canary())
            await self._pause()

    async def _pause(self) -> None:
        """Until the next canary is due. Not ready yet or any more: soon, so that a recovery is not hidden for an interval."""
        interval = self._settings.canary_interval
        if not self.ready:
            state = self._pool.path.state
            is_waiting = state is not PathState.OPEN and state in _WORTH_WAITING
            interval = min(RETRY_WAITING if is_waiting else RETRY_AFTER, interval)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(interval):
                await self._wake.wait()

    def drain(self) -> None:
        """Readiness off, before anything else of the shutdown; it never comes back."""
        self.draining = True
        self._decide()

    @property
    def reason(self) -> str:
        """Why it is not ready, for people; empty when it is."""
        if self.ready:
            return ""
        if self.draining:
            return "draining"
        warmup = self._pool.warmup.shown.state.name.lower()
        if not self._pool.warmed.done():
            return f"warmup {warmup}"
        return self._pool.path.state.value or "the canary fails"

    def _path_changed(self) -> None:
        path = self._pool.path
        if path.state is not PathState.OPEN:
            if self._pool.warmed.done():
                log.warning("the path of jobs is stuck: %s", path.state.value)
            self._was_proven = self._was_proven or self._is_proven
            self._is_proven = False
        elif self._was_proven and path.is_in_use:
            # What runs in all isolates was begun before and goes on: a canary would have to wait for it.
            self._is_proven = True
        self._wake.set()
        self._decide()

    def _take_in(self, verdict: bool | None) -> None:
        """What a canary has shown."""
        if verdict is None:
            return
        # It may know better than the last look: that there is an isolate again, say.
        self._pool.path.judge()
        self._is_proven = verdict
        self._was_proven = self._was_proven and verdict
        self._decide()

    def _decide(self) -> None:
        is_open = self._pool.path.state is PathState.OPEN
        ready = self._is_proven and is_open and not self.draining
        changed, self.ready = ready is not self.ready, ready
        self._pool.not_serving(self.reason)
        if changed:
            log.info("readiness is %s%s", "SERVING" if ready else "NOT_SERVING: ", self.reason)
            self.on_change(ready)

    # --- canaries --------------------------------------------------------------------------------------------------

    async def _canary(self) -> bool | None:
        """One script through the same path as real jobs. None where it can prove nothing: every slot was busy
        with a job inside its deadline, so the path is in use, not stuck; or this very process was stopped meanwhile.
        """
        begun = time.monotonic()
        try:
            reason = await self._why_it_failed(begun)
        except Exception:
            # A bug of ours on the path is the very thing a canary is for; the next one must still run.
            log.exception("canary failed")
            reason = "a fault of the server's own"
        if reason is None:
            return None
        if reason == "":
            return True
        self.canary_failures += 1
        replaced = self._pool.end_unused(begun)
        log.warning("canary failed: %s; isolates replaced that are as old as its own: %d", reason, replaced)
        return False

    async def _why_it_failed(self, begun: float) -> str | None:
        """Empty where it ran, None where it proves nothing."""
        timeout = self._settings.canary_timeout
        busy_before = self._pool.path.is_in_use
        try:
            async with asyncio.timeout(timeout):
                outcome = await self._pool.execute(self._job(), is_canary=True)
        except TimeoutError:
            overslept = time.monotonic() - begun > timeout + OVERSLEPT
            if overslept or busy_before or self._pool.path.is_in_use:
                return None
            return f"no answer within {timeout:g} s (--canary-timeout)"
        except ExecutorError as error:
            return str(error)
        if outcome.result_json == CANARY_RESULT:
            return ""
        return outcome.error.message if outcome.error else f"wrong answer {outcome.result_json!r}"

    def _job(self) -> Job:
        return Job(
            code=CANARY_CODE,
            input_json=CANARY_INPUT,
            timeout=self._settings.canary_timeout,
            cpu_limit=self._settings.canary_timeout,
            max_result_bytes=1024,
            max_console_messages=0,
            max_console_bytes=0,
            max_memory_bytes=self._settings.max_memory_bytes,
            max_fetches=0,
        )
