"""What the page on the admin port shows: its files, and `status.json`, which it asks for each second.

Nothing secret is on it: states, counts, durations, limits, names and errors of modules, and of failed calls their kind, time and id.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator
from dataclasses import asdict
from typing import Any

from aiohttp import web

from executor import __version__
from executor.formats.quantities import format_size
from executor.http.page_files import HEADERS, PageFiles, is_tried_by_people
from executor.observe.metrics import Metrics
from executor.pool.pool import Pool
from executor.pool.readiness import Readiness
from executor.settings import LIMITS, SETTINGS, Settings

FILES = ("index.html", "page.css", "page.js")


class StatusPage:
    """The handlers, and the timer of its samples."""

    def __init__(self, pool: Pool, readiness: Readiness, metrics: Metrics, settings: Settings) -> None:
        self._pool = pool
        self._readiness = readiness
        self._history = metrics.history
        self._memory = metrics.memory
        # Where people try blocks: the HTTP door, on the host by which they see this page.
        self._door = None
        if is_tried_by_people(settings):
            port = int(settings.http_listen.rpartition(":")[2])
            self._door = {"port": port, "tls": bool(settings.tls_certificate)}
        self._begun = time.monotonic()
        self._limits = [
            (item.flag.removeprefix("--"), _shown(getattr(settings, item.name), item.kind.metavar))
            for item in SETTINGS
            if item.group == LIMITS or item.name in ("isolates", "queue", "queue_timeout")
        ]
        self.files = PageFiles(FILES)

    def routes(self) -> list[web.RouteDef]:
        """For the application."""
        return [
            web.get("/status.json", self.status),
            *self.files.routes(),
        ]

    async def status(self, request: web.Request) -> web.Response:
        """All that the page shows, as JSON."""
        stats = self._pool.stats()
        warmup = self._pool.warmup.status()
        return web.json_response(
            {
                "ready": self._readiness.ready,
                "reason": self._readiness.reason,
                "version": __version__,
                "uptime_seconds": round(time.monotonic() - self._begun, 1),
                "generation": warmup.generation,
                "sandbox": warmup.sandbox_level or "none yet",
                "isolation": {
                    "mode": warmup.isolation or "none yet",
                    "tracker": warmup.tracker,
                    "reason": warmup.isolation_reason,
                },
                "engine": None if warmup.engine is None else asdict(warmup.engine),
                "slots": stats.slots,
                "isolates": stats.isolates,
                "queue": {"length": stats.queued, "limit": stats.queue_limit},
                "warmup": {
                    "status": warmup.state.name.lower(),
                    "elapsed_ms": warmup.elapsed_ms,
                    "success_count": warmup.success_count,
                    "failed_module": warmup.failed_module,
                    "error": warmup.error,
                    "modules": [
                        {
                            "name": module.name,
                            "version": module.version,
                            "status": module.state.name.lower(),
                            "size_bytes": module.size_bytes,
                            "elapsed_ms": module.elapsed_ms,
                        }
                        for module in warmup.modules
                    ],
                },
                "memory": {role: asdict(used) for role, used in self._memory.latest.items()},
                "samples": [asdict(sample) for sample in self._history.samples],
                "failures": [asdict(failure) for failure in self._history.failures],
                "limits": self._limits,
                "door": self._door,
            },
            headers=HEADERS | {"Cache-Control": "no-store"},
        )

    async def sampling(self, _: web.Application) -> AsyncIterator[None]:
        """A sample each second while the application runs (aiohttp's `cleanup_ctx`)."""
        task = asyncio.create_task(self._sample())
        yield
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task

    async def _sample(self) -> None:
        while True:
            await asyncio.sleep(1.0)
            stats = self._pool.stats()
            self._history.sample(stats.queued, stats.running)


def _shown(value: Any, metavar: str) -> str:
    if metavar == "DURATION":
        return f"{value:g} s"
    if metavar == "SIZE":
        return format_size(value)
    return f"{value:,}" if isinstance(value, int) else str(value)
