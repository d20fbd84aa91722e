"""The HTTP side: metrics for Prometheus, probes for people and load balancers, `/flow/health` for existing dashboards.

Runs in the server's event loop on its own port.
"""

from __future__ import annotations

import json
from typing import Any

from aiohttp import web
from prometheus_client.exposition import choose_encoder

from executor import memory, status
from executor.config import Settings
from executor.health import Health
from executor.metrics import Metrics
from executor.pool import Pool
from executor.status_page import StatusPage
from executor.warmup import ModuleWarmup, WarmupStatus

_INDEX = """flow-executor

/             for a browser: state, isolates, calls, warmup and last failures, live
/status.json  what that page shows

/metrics      Prometheus metrics
/flow/health  state, warmup and memory as JSON; 200 when ready, 503 when not
/readyz       200 when scripts can run, 503 when not
/livez        200 while the process can answer
"""


class Admin:
    """The handlers. `application()` makes the aiohttp application."""

    def __init__(self, pool: Pool, health: Health, metrics: Metrics, settings: Settings) -> None:
        self._pool = pool
        self._health = health
        self._metrics = metrics
        self._page = StatusPage(pool, health, metrics.history, settings, self._reason)

    def application(self) -> web.Application:
        """The routes, for an `AppRunner`."""
        application = web.Application()
        application.add_routes(
            [
                web.get("/", self.index),
                web.get("/metrics", self.metrics),
                web.get("/flow/health", self.flow_health),
                web.get("/livez", self.livez),
                web.get("/readyz", self.readyz),
                *self._page.routes(),
            ]
        )
        application.cleanup_ctx.append(self._page.sampling)
        return application

    async def index(self, request: web.Request) -> web.StreamResponse:
        """The page for a browser, a list of what is where for all others."""
        if "text/html" in request.headers.get("Accept", ""):
            return self._page.file(request, "index.html")
        return web.Response(text=_INDEX, headers={"Vary": "Accept"})

    async def metrics(self, request: web.Request) -> web.Response:
        """The exposition format that the scraper asked for."""
        encode, content_type = choose_encoder(request.headers.get("Accept", ""))
        self._metrics.memory = await memory.sample(self._pool.pids())
        return web.Response(body=encode(self._metrics.registry), headers={"Content-Type": content_type})

    async def flow_health(self, request: web.Request) -> web.Response:
        """The predecessor's health JSON; 503 when scripts cannot run."""
        state = await status.read(self._pool, self._health)
        return web.json_response(flow_health(state), status=200 if state.ready else 503, dumps=_dumps)

    async def livez(self, request: web.Request) -> web.Response:
        """200 as long as the event loop turns."""
        return web.Response(text="ok\n")

    async def readyz(self, request: web.Request) -> web.Response:
        """200 when scripts can run; otherwise 503 and why."""
        if self._health.ready:
            return web.Response(text="ok\n")
        return web.Response(text=f"not ready: {self._reason()}\n", status=503)

    def _reason(self) -> str:
        if self._health.draining:
            return "draining"
        state = self._pool.warmup.state.name.lower()
        return "the canary fails" if state == "completed" else f"warmup {state}"


def _dumps(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def flow_health(state: status.ServerStatus) -> dict[str, Any]:
    """The predecessor's JSON: names, meaning and text forms are a contract with existing dashboards."""
    return {
        "service": status.SERVICE,
        "status": "healthy" if state.ready else "unhealthy",
        "timestamp": _local(state.timestamp),
        "version": state.version,
        "runtime": {
            "poolSize": state.pool_size,
            "maxConcurrent": state.max_concurrent,
            "currentExecutions": state.current_executions,
            "totalExecutions": state.total_executions,
            "successRate": state.success_rate,
        },
        "memory": {
            "alloc": state.memory.alloc,
            "totalAlloc": state.memory.total_alloc,
            "sys": state.memory.sys,
            "numGC": state.memory.num_gc,
        },
        "warmup": _warmup(state.warmup),
    }


def _warmup(warmup: WarmupStatus) -> dict[str, Any]:
    return {
        "status": warmup.state.name.lower(),
        "modules": [module.name for module in warmup.modules],
        "totalModules": len(warmup.modules),
        "successCount": warmup.success_count,
        "elapsed": status.milliseconds(warmup.elapsed_ms),
        "elapsedMs": round(warmup.elapsed_ms),
        "timestamp": _local(warmup.timestamp),
        "moduleDetails": [_module(module) for module in warmup.modules],
        "failedModule": warmup.failed_module,
        "error": warmup.error,
        "history": [
            {"timestamp": _local(run.timestamp), "elapsed": status.milliseconds(run.elapsed_ms)}
            for run in warmup.history
        ],
    }


def _module(module: ModuleWarmup) -> dict[str, Any]:
    return {
        "name": module.name,
        "status": module.state.name.lower(),
        "size": module.size_bytes,
        "elapsed": status.milliseconds(module.elapsed_ms),
    }


def _local(moment: Any) -> str:
    """RFC 3339 with the zone's offset and whole seconds, as Go printed it: 2025-10-04T22:26:23+08:00."""
    return str(moment.astimezone().isoformat(timespec="seconds"))
