"""Tells the truth over `grpc.health.v1`.

Three names. `""` and `executor.v1.ExecutorService` are readiness: SERVING once the warmup is complete and a canary
script has run in a real isolate, NOT_SERVING while canaries fail, and for good once draining begins. `liveness` is
SERVING while this process can answer at all: warm or not, busy or not, draining or not.
"""

from __future__ import annotations

import asyncio
import logging
import time
from typing import Any

import grpc
from grpc_health.v1 import health_pb2, health_pb2_grpc

from executor.config import Settings
from executor.errors import ExecutorError
from executor.messages import Job
from executor.pool import Pool

log = logging.getLogger(__name__)

LIVENESS = "liveness"
READINESS = ("", "executor.v1.ExecutorService")

# Touches the whole path: fork, hand-over, the engine, a promise, JSON both ways.
CANARY_CODE = "await null; return [input.ping, typeof require, Object.keys(input).length]"
CANARY_INPUT = b'{"ping": "pong"}'
CANARY_RESULT = b'["pong","function",1]'
# Seconds that a canary's timer must be late before this process has slept over it: a loop that is merely slow is no
# excuse for a path that is stuck.
OVERSLEPT = 0.5

SERVING = health_pb2.HealthCheckResponse.SERVING
NOT_SERVING = health_pb2.HealthCheckResponse.NOT_SERVING
SERVICE_UNKNOWN = health_pb2.HealthCheckResponse.SERVICE_UNKNOWN


class Servicer(health_pb2_grpc.HealthServicer):  # type: ignore[misc, unused-ignore]
    """`grpc.health.v1.Health`: Check, List, Watch.

    Not the stock servicer: that one writes to a watcher while it holds the lock that a change of status needs, so one
    watcher who does not read (an HTTP/2 window of zero) stops every change, the one to NOT_SERVING included. Here a
    change never waits for anybody.
    """

    def __init__(self) -> None:
        self.published: dict[str, int] = {}
        self._changed = asyncio.Event()

    def publish(self, service: str, status: int) -> None:
        """Changes one service's status and wakes the watchers."""
        self.published[service] = status
        self._changed.set()
        self._changed = asyncio.Event()

    async def Check(self, request: Any, context: Any) -> Any:  # noqa: N802 - gRPC's name
        """The status of one service; NOT_FOUND for a name that nobody published."""
        status = self.published.get(request.service)
        if status is None:
            await context.abort(grpc.StatusCode.NOT_FOUND, f"no service is called {request.service!r} here")
        return health_pb2.HealthCheckResponse(status=status)

    async def List(self, request: object, context: object) -> Any:  # noqa: N802 - gRPC's name
        """The status of every service at once."""
        # The type stubs of grpcio-health-checking are older than this message.
        response: Any = getattr(health_pb2, "HealthListResponse")()  # noqa: B009
        for name, status in self.published.items():
            response.statuses[name].status = status
        return response

    async def Watch(self, request: Any, context: Any) -> None:  # noqa: N802 - gRPC's name
        """The status of one service now and at each change; SERVICE_UNKNOWN until somebody publishes it."""
        last = None
        while True:
            changed = self._changed
            status = self.published.get(request.service, SERVICE_UNKNOWN)
            if status != last:
                await context.write(health_pb2.HealthCheckResponse(status=status))
                last = status
            else:
                await changed.wait()


class Health:
    """Runs the canaries and publishes readiness."""

    def __init__(self, pool: Pool, settings: Settings) -> None:
        self._pool = pool
        self._settings = settings
        self.servicer = Servicer()
        self.ready = False
        self.draining = False
        self.canary_failures = 0
        # Before the port opens, so that nobody ever sees a state that is not one.
        self.servicer.publish(LIVENESS, SERVING)
        self._publish(ready=False)

    async def watch(self) -> None:
        """Runs canaries until the drain: at once when warm, then every `canary_interval` seconds."""
        await self._pool.warmed
        while not self.draining:
            verdict = await self._canary()
            if verdict is not None and verdict != self.ready:
                self._publish(ready=verdict)
            # Not ready yet or any more: look again soon, so that a recovery is not hidden for a whole interval.
            interval = self._settings.canary_interval
            await asyncio.sleep(interval if self.ready else min(1.0, interval))

    def drain(self) -> None:
        """Readiness off, before anything else of the shutdown; it never comes back."""
        self.draining = True
        self._publish(ready=False)

    def _publish(self, *, ready: bool) -> None:
        if self.draining:
            ready = False
        if ready != self.ready:
            log.info("readiness is %s", "SERVING" if ready else "NOT_SERVING")
        self.ready = ready
        for service in READINESS:
            self.servicer.publish(service, SERVING if ready else NOT_SERVING)

    async def _canary(self) -> bool | None:
        """One script through the same path as real jobs. None where it can prove nothing: every slot was busy
        with a job inside its deadline, so the path is in use, not stuck; or this very process was stopped meanwhile.
        """
        job = Job(
            CANARY_CODE,
            CANARY_INPUT,
            self._settings.canary_timeout,
            cpu_limit=self._settings.canary_timeout,
            max_result_bytes=1024,
            max_console_messages=0,
            max_console_bytes=0,
        )
        busy_before = self._pool.saturated
        begun = time.monotonic()
        try:
            async with asyncio.timeout(self._settings.canary_timeout):
                outcome = await self._pool.execute(job, is_canary=True)
        except TimeoutError:
            overslept = time.monotonic() - begun > self._settings.canary_timeout + OVERSLEPT
            if overslept or busy_before or self._pool.saturated:
                return None
            reason = f"no answer within {self._settings.canary_timeout:g} s (--canary-timeout)"
        except ExecutorError as error:
            reason = str(error)
        except Exception:
            # A bug of ours on the path is the very thing a canary is for; the next one must still run.
            log.exception("canary failed")
            self.canary_failures += 1
            return False
        else:
            if outcome.result_json == CANARY_RESULT:
                return True
            reason = outcome.error.message if outcome.error else f"wrong answer {outcome.result_json!r}"
        self.canary_failures += 1
        log.warning("canary failed: %s", reason)
        return False
