"""Tells the truth over `grpc.health.v1`.

Three names. `""` and `executor.v1.ExecutorService` are readiness: SERVING once the warmup is complete and a canary
script has run in a real isolate, NOT_SERVING while canaries fail, and for good once draining begins. `liveness` is
SERVING while this process can answer at all: warm or not, busy or not, draining or not.
"""

from __future__ import annotations

import asyncio
import logging
from typing import Any

from grpc_health.v1 import health_pb2
from grpc_health.v1.health import aio

from executor.config import Settings
from executor.errors import ExecutorError
from executor.messages import Job
from executor.pool import Pool

log = logging.getLogger(__name__)

LIVENESS = "liveness"
READINESS = ("", "executor.v1.ExecutorService")

# Touches the whole path: fork, hand-over, a preloaded module if there is one, a promise, JSON both ways.
CANARY_CODE = "await null; return [input.ping, typeof require, Object.keys(input).length]"
CANARY_INPUT = b'{"ping": "pong"}'
CANARY_RESULT = b'["pong","function",1]'

SERVING = health_pb2.HealthCheckResponse.SERVING
NOT_SERVING = health_pb2.HealthCheckResponse.NOT_SERVING


class _Servicer(aio.HealthServicer):  # type: ignore[misc, unused-ignore]
    """The stock servicer, and the method List that it lacks."""

    def __init__(self) -> None:
        super().__init__()
        self.published: dict[str, int] = {}

    async def set(self, service: str, status: int) -> None:
        """Publishes one service's status."""
        self.published[service] = status
        await super().set(service, status)

    async def List(self, request: object, context: object) -> Any:  # noqa: N802 - gRPC's name
        """`grpc.health.v1.Health/List`: every service at once."""
        # The type stubs of grpcio-health-checking are older than this message.
        response: Any = getattr(health_pb2, "HealthListResponse")()  # noqa: B009
        for name, status in self.published.items():
            response.statuses[name].status = status
        return response


class Health:
    """Runs the canaries and publishes readiness."""

    def __init__(self, pool: Pool, settings: Settings) -> None:
        self._pool = pool
        self._settings = settings
        self.servicer = _Servicer()
        self.ready = False
        self.canary_failures = 0
        self._draining = False

    async def begin(self) -> None:
        """Publishes the first state. Must come before the port opens: the stock servicer starts as SERVING."""
        await self.servicer.set(LIVENESS, SERVING)
        await self._publish(False)

    async def watch(self) -> None:
        """Runs canaries until cancelled: at once when warm, then every `canary_interval` seconds."""
        await self._pool.warmed
        while True:
            verdict = await self._canary()
            if verdict is not None:
                await self._change(verdict)
            # Not ready yet or any more: look again soon, so that a recovery is not hidden for a whole interval.
            interval = self._settings.canary_interval
            await asyncio.sleep(interval if self.ready else min(1.0, interval))

    async def drain(self) -> None:
        """Readiness off, before anything else of the shutdown; it never comes back."""
        await self._change(False)
        self._draining = True

    async def _change(self, ready: bool) -> None:
        if ready != self.ready and not self._draining:
            log.info("readiness is %s", "SERVING" if ready else "NOT_SERVING")
            await self._publish(ready)

    async def _publish(self, ready: bool) -> None:
        self.ready = ready
        for service in READINESS:
            await self.servicer.set(service, SERVING if ready else NOT_SERVING)

    async def _canary(self) -> bool | None:
        """One script through the same path as real jobs. None where it can prove nothing: every slot was busy
        with a job inside its deadline, so the path is in use, not stuck.
        """
        job = Job(
            CANARY_CODE,
            CANARY_INPUT,
            self._settings.canary_timeout,
            1024,
            max_console_messages=0,
            max_console_bytes=0,
        )
        busy_before = self._pool.saturated
        try:
            async with asyncio.timeout(self._settings.canary_timeout):
                outcome = await self._pool.execute(job, is_canary=True)
        except TimeoutError:
            if busy_before or self._pool.saturated:
                return None
            reason = f"no answer within {self._settings.canary_timeout:g} s (--canary-timeout)"
        except ExecutorError as error:
            reason = str(error)
        else:
            if outcome.result_json == CANARY_RESULT:
                return True
            reason = outcome.error.message if outcome.error else f"wrong answer {outcome.result_json!r}"
        self.canary_failures += 1
        log.warning("canary failed: %s", reason)
        return False
