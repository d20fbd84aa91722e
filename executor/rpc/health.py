"""Tells the truth over `grpc.health.v1`.

Three names. `""` and `executor.v1.ExecutorService` are readiness (executor/pool/readiness.py): SERVING once the warmup is
complete and a canary script has run in a real isolate, NOT_SERVING while canaries fail, and for good once draining
begins. `liveness` is SERVING while this process can answer at all: warm or not, busy or not, draining or not.
"""

from __future__ import annotations

import asyncio
from typing import Any, NoReturn

import grpc
from grpc_health.v1 import health_pb2, health_pb2_grpc

from executor.errors import HeldTooMuch
from executor.pool.readiness import Readiness
from executor.rpc.refusal import refuse
from executor.rpc.watches import Watches

LIVENESS = "liveness"
READINESS = ("", "executor.v1.ExecutorService")

SERVING = health_pb2.HealthCheckResponse.SERVING
NOT_SERVING = health_pb2.HealthCheckResponse.NOT_SERVING
SERVICE_UNKNOWN = health_pb2.HealthCheckResponse.SERVICE_UNKNOWN


class HealthServicer(health_pb2_grpc.HealthServicer):  # type: ignore[misc, unused-ignore]
    """`grpc.health.v1.Health`: Check, List, Watch.

    Not the stock servicer: that one writes to a watcher while it holds the lock that a change of status needs, so one
    watcher who does not read (an HTTP/2 window of zero) stops every change, the one to NOT_SERVING included. Here a
    change never waits for anybody.
    """

    def __init__(self, readiness: Readiness, watches: Watches) -> None:
        self._watches = watches
        self._changed = asyncio.Event()
        # Before the port opens, so that nobody ever sees a state that is not one.
        self.published: dict[str, int] = {LIVENESS: SERVING}
        self._publish(readiness.ready)
        readiness.on_change = self._publish

    def _publish(self, ready: bool) -> None:
        """Changes the status of the names that are readiness and wakes the watchers."""
        self.published |= dict.fromkeys(READINESS, SERVING if ready else NOT_SERVING)
        self._changed.set()
        self._changed = asyncio.Event()

    async def Check(self, request: Any, context: Any) -> Any:  # noqa: N802 - gRPC's name
        """The status of one service; NOT_FOUND for a name that nobody published."""
        status = self.published.get(request.service)
        if status is None:
            # The name is not repeated: it is whatever a stranger sent.
            known = ", ".join(filter(None, self.published))
            await context.abort(
                grpc.StatusCode.NOT_FOUND,
                f"no service of this name is here; known are {known}, and none for the server",
            )
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
        # Which names are published never changes, so a stranger's is not kept.
        name = request.service if request.service in self.published else None
        del request
        try:
            with self._watches.opened(context.peer(), context.end):
                await self._watch(name, context)
        except HeldTooMuch as error:
            await refuse(context, error)

    async def _watch(self, name: str | None, context: Any) -> NoReturn:
        last = None
        while True:
            changed = self._changed
            status = SERVICE_UNKNOWN if name is None else self.published[name]
            if status != last:
                await context.write(health_pb2.HealthCheckResponse(status=status))
                last = status
            else:
                await changed.wait()
