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


class _Method:
    """What is counted of one method. Resolved once: to find it by its labels takes longer than the counting itself."""

    def __init__(self, metrics: Metrics, *labels: str) -> None:
        self.started = metrics.rpc_started.labels(*labels)
        self._handling = metrics.rpc_handling.labels(*labels)
        self._handled = {
            code.name: metrics.rpc_handled.labels(*labels, code.name) for code in grpc.StatusCode
        }

    def ended(self, seconds: float, code: str) -> None:
        """One more, after so long, with this status."""
        self._handling.add(seconds)
        self._handled[code].value += 1


class Counting(grpc.aio.ServerInterceptor):  # type: ignore[misc, unused-ignore]
    """Counts and times every RPC of every service on the server."""

    def __init__(self, metrics: Metrics) -> None:
        self._rebuilt = Rebuilt()
        self._methods = {
            f"/{service}/{method}": _Method(metrics, kind, service, method)
            for service, methods in _METHODS.items()
            for method, kind in methods.items()
        }

    async def intercept_service(
        self,
        continuation: Callable[[grpc.HandlerCallDetails], Awaitable[grpc.RpcMethodHandler[Any, Any] | None]],
        details: grpc.HandlerCallDetails,
    ) -> grpc.RpcMethodHandler[Any, Any] | None:
        """Wraps the handlers of the methods we know."""
        handler = await continuation(details)
        method = self._methods.get(details.method)
        if handler is None or method is None:
            # Not ours: labels would be whatever a stranger sends.
            return handler
        return self._rebuilt.of(
            details.method,
            handler,
            lambda served: rebuilt(served, lambda inner: _measured(inner, method)),
        )


def _measured(inner: Behaviour, method: _Method) -> Behaviour:
    async def behaviour(request: Any, context: Any) -> Any:
        method.started.value += 1
        begun = time.monotonic()
        try:
            response = await inner(request, context)
        except BaseException as error:
            method.ended(time.monotonic() - begun, _code(context, error))
            raise
        method.ended(time.monotonic() - begun, _code(context, None))
        return response

    return behaviour


def _code(context: Any, error: BaseException | None) -> str:
    if error is None or isinstance(error, grpc.aio.AbortError):
        code = context.code()
        if code is None:
            return "OK"
        # The context gives a number once it was set by abort().
        return code.name if isinstance(code, grpc.StatusCode) else _CODE_NAMES.get(code, "UNKNOWN")
    if left(error):
        time_left = context.time_remaining()
        return "DEADLINE_EXCEEDED" if time_left is not None and time_left <= 0 else "CANCELLED"
    return "UNKNOWN"


_CODE_NAMES = {code.value[0]: code.name for code in grpc.StatusCode}
