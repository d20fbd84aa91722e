"""Counts and times every RPC under the conventional names; the only part of metrics that knows gRPC."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from typing import Any

import grpc

from executor.observe.metrics import Metrics
from executor.rpc.interception import Behaviour, Rebuilt, left, rebuilt

_METHODS = {
    "executor.v1.ExecutorService": {
        "Execute": "unary",
        "ExecuteBatch": "bidi_stream",
        "Converse": "bidi_stream",
        "PrepareProgram": "unary",
        "WarmupStatus": "unary",
        "ServerStatus": "unary",
    },
    "grpc.health.v1.Health": {"Check": "unary", "List": "unary", "Watch": "server_stream"},
    "grpc.reflection.v1.ServerReflection": {"ServerReflectionInfo": "bidi_stream"},
    "grpc.reflection.v1alpha.ServerReflection": {"ServerReflectionInfo": "bidi_stream"},
}
_LABELS = tuple(
    (kind, service, method) for service, methods in _METHODS.items() for method, kind in methods.items()
)


class Counting(grpc.aio.ServerInterceptor):  # type: ignore[misc, unused-ignore]
    """Counts and times every RPC of every service on the server."""

    def __init__(self, metrics: Metrics) -> None:
        self._rebuilt = Rebuilt()
        # Resolved once: `labels()` takes longer than the counting itself.
        self._started = {labels: metrics.rpc_started.labels(*labels) for labels in _LABELS}
        self._handling = {labels: metrics.rpc_handling.labels(*labels) for labels in _LABELS}
        self._handled = {
            (labels, code.name): metrics.rpc_handled.labels(*labels, code.name)
            for labels in _LABELS
            for code in grpc.StatusCode
        }

    async def intercept_service(
        self,
        continuation: Callable[[grpc.HandlerCallDetails], Awaitable[grpc.RpcMethodHandler[Any, Any] | None]],
        details: grpc.HandlerCallDetails,
    ) -> grpc.RpcMethodHandler[Any, Any] | None:
        """Wraps the handlers of the methods we know."""
        handler = await continuation(details)
        service, _, method = details.method.removeprefix("/").partition("/")
        if handler is None or method not in _METHODS.get(service, {}):
            # Not ours: labels would be whatever a stranger sends.
            return handler
        labels = (_METHODS[service][method], service, method)
        return self._rebuilt.of(
            details.method,
            handler,
            lambda served: rebuilt(served, lambda inner: self._measured(inner, labels)),
        )

    def _measured(self, inner: Behaviour, labels: tuple[str, str, str]) -> Behaviour:
        async def behaviour(request: Any, context: Any) -> Any:
            begun = self._begin(labels)
            try:
                response = await inner(request, context)
            except BaseException as error:
                self._end(labels, begun, context, error)
                raise
            self._end(labels, begun, context, None)
            return response

        return behaviour

    def _begin(self, labels: tuple[str, str, str]) -> float:
        self._started[labels].inc()
        return time.monotonic()

    def _end(
        self, labels: tuple[str, str, str], begun: float, context: Any, error: BaseException | None
    ) -> None:
        self._handling[labels].observe(time.monotonic() - begun)
        self._handled[labels, _code(context, error)].inc()


def _code(context: Any, error: BaseException | None) -> str:
    if error is None or isinstance(error, grpc.aio.AbortError):
        code = context.code() or grpc.StatusCode.OK
        # The context gives a number once it was set by abort().
        return code.name if isinstance(code, grpc.StatusCode) else _CODE_NAMES.get(code, "UNKNOWN")
    if left(error):
        time_left = context.time_remaining()
        return "DEADLINE_EXCEEDED" if time_left is not None and time_left <= 0 else "CANCELLED"
    return "UNKNOWN"


_CODE_NAMES = {code.value[0]: code.name for code in grpc.StatusCode}
