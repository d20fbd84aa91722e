"""The pool that erases types of TypeScript: a zygote and a few isolates of its own, in which erasing is a run like any other.

What erases them is loaded nowhere else, so the isolates of scripts neither hold it nor pay for it, and what a hostile text does
to it ends with its own run: deadline, memory, sandbox and rewinding are those of all isolates. Nothing is started before it
is asked for. Whether the server is ready does not depend on this pool: without it TypeScript is refused, and all else runs.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from executor.errors import Draining, ExecutorError, NotReady
from executor.formats.manifest import MANIFEST, TYPESCRIPT
from executor.outcome import Outcome
from executor.pool.owner import Owner
from executor.pool.pool import Pool
from executor.pool.run import Run
from executor.settings import OFF, Settings
from executor.wire.jobs import Job

log = logging.getLogger(__name__)

# Two callers who keep theirs busy do not hold up a third; each beyond the first shares nearly all its memory.
MAX_ISOLATES = 4
MIN_ISOLATES = 2
# Seconds after a failed start until the next call tries again: a start takes half a second of CPU.
RETRY_AFTER = 10.0


class Eraser:
    """All methods belong to the event loop's thread, which must be the main one."""

    def __init__(self, settings: Settings) -> None:
        self.is_on = settings.typescript != OFF
        # Called with the caller and the end of each run: what it cost is that caller's.
        self.executed: Callable[[str, Outcome], None] = lambda caller, outcome: None
        self._settings = _settings_of(settings)
        self._pool: Pool | None = None
        self._ending: set[asyncio.Task[None]] = set()
        self._failure = ""
        self._retry_at = 0.0
        self._is_closed = False

    def start(self) -> None:
        """Begins to warm up, where it has not. Raises `Draining` and `NotReady`."""
        if self._is_closed:
            raise Draining(
                "the server is shutting down and takes no new work; send the call to another replica"
            )
        if self._pool is not None and self._pool.failure.done():
            self._give_up(self._pool)
        if self._pool is not None:
            return
        if time.monotonic() < self._retry_at:
            raise self._not_ready()
        if not (Path(self._settings.modules) / MANIFEST).exists():
            raise NotReady(
                "the bundled modules have nothing that erases types (--modules); run `make modules`"
            )
        log.info("TypeScript is asked for: starting %d isolates that erase types", self._settings.isolates)
        self._pool = Pool(self._settings)
        self._pool.on_executed(self._executed)
        self._pool.start()

    def warm_up(self) -> None:
        """As `start`, for nobody: what is in the way is in the log."""
        try:
            self.start()
        except ExecutorError as error:
            log.error("%s", error)

    async def erase(
        self, job: Job, *, execution_id: str, caller: str, owner: Owner, time_left: float | None
    ) -> Outcome:
        """As `Pool.execute`, once the pool is warm; a call whose time is over before that has no answer."""
        self.start()
        pool = self._pool
        assert pool is not None
        if not pool.warmed.done():
            # Whoever waits here waits for a start, and no longer than its caller does.
            await asyncio.wait(
                (pool.warmed, pool.failure), timeout=time_left, return_when=asyncio.FIRST_COMPLETED
            )
        if pool.failure.done():
            self._give_up(pool)
            raise self._not_ready()
        if not pool.warmed.done():
            raise NotReady("what erases types is not warm yet; retry")
        return await pool.execute(
            job, execution_id=execution_id, caller=caller, owner=owner, time_left=time_left
        )

    def pids(self) -> Iterator[tuple[str, int]]:
        """Its processes as (role, pid)."""
        if self._pool is not None:
            yield from (("typescript", pid) for _, pid in self._pool.pids())

    async def close(self) -> None:
        """Ends every process of it, and waits until each is reaped."""
        self._is_closed = True
        if self._pool is not None:
            await self._pool.close()
        if self._ending:
            await asyncio.wait(self._ending)

    def _executed(self, run: Run, outcome: Outcome) -> None:
        self.executed(run.caller, outcome)

    def _give_up(self, pool: Pool) -> None:
        """Of the calls that wait for the same start one does."""
        if self._pool is not pool:
            return
        self._pool = None
        self._retry_at = time.monotonic() + RETRY_AFTER
        warmup = pool.warmup.status()
        self._failure = (warmup.error or str(pool.failure.result())).partition("\n")[0]
        log.error("types cannot be erased: %s; trying again after %g s", self._failure, RETRY_AFTER)
        task = asyncio.create_task(pool.close())
        self._ending.add(task)
        task.add_done_callback(self._ending.discard)

    def _not_ready(self) -> NotReady:
        return NotReady(
            f"what erases types of TypeScript did not start ({self._failure}); send JavaScript, or the call to another replica"
        )


def _settings_of(settings: Settings) -> Settings:
    """Of its pool: the server's, but for what it has instead of scripts."""
    # As JSON a character of code may take six bytes.
    largest = 6 * settings.max_code_bytes + 1024
    return replace(
        settings,
        modules=str(Path(settings.modules) / TYPESCRIPT),
        isolates=min(MAX_ISOLATES, max(MIN_ISOLATES, settings.isolates)),
        affinity_isolates=0,
        max_code_bytes=1024,
        max_input_bytes=largest,
        max_result_bytes=largest,
        max_console_messages=0,
        max_console_bytes=0,
        egress=OFF,
        egress_max_request_bytes=0,
        egress_max_response_bytes=0,
    )
