"""The way of a call through the interceptors to its method, as gRPC has it go, for calls that come by another door.

So a call by HTTP passes what one by gRPC passes: counted, let in, read within the bounds, refused in the same words.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import grpc


class _CallDetails(NamedTuple):
    """What interceptors know of a call before there is a handler. `method` is like `/executor.v1.ExecutorService/Execute`."""

    method: str
    invocation_metadata: tuple[tuple[str, str], ...]


class Chain:
    """Interceptors, the outermost first, and the methods behind them."""

    def __init__(
        self, interceptors: Sequence[grpc.aio.ServerInterceptor], methods: grpc.GenericRpcHandler
    ) -> None:
        self._interceptors = tuple(interceptors)
        self._methods = methods

    async def call(self, method: str, metadata: tuple[tuple[str, str], ...], context: Any) -> Any:
        """The response of a method that has one request and one response. Raises `grpc.aio.AbortError` where the call is refused.

        `context` is what `grpc.aio.ServicerContext` is to them: its `read` gives the request's bytes, and raises `InvalidJob`
        for what is none.
        """
        handler = await self._handler(0, _CallDetails(method, metadata))
        # Reading is the handlers' own (requests.py); a refusal at the gate is of a kind that reads nothing.
        behaviour = handler.stream_unary or handler.stream_stream
        return await behaviour(None, context)

    # Any: gRPC makes its own details, and has no way to make others; it looks at their names alone.
    async def _handler(self, place: int, details: Any) -> Any:
        if place == len(self._interceptors):
            return self._methods.service(details)

        async def continuation(passed: Any) -> Any:
            return await self._handler(place + 1, passed)

        return await self._interceptors[place].intercept_service(continuation, details)
