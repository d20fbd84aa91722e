"""The way of a call through the interceptors to its method, as gRPC has it go: for calls that come by another door, and for gRPC.

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
        handler = await self.handler(_CallDetails(method, metadata))
        # Reading is the handlers' own (requests.py); a refusal at the gate is of a kind that reads nothing.
        behaviour = handler.stream_unary or handler.stream_stream
        return await behaviour(None, context)

    async def handler(self, details: Any) -> Any:
        """What is to handle a call, as the interceptors make it; None where nobody serves its method."""
        return await self._handler(0, details)

    # Any: gRPC makes its own details, and has no way to make others; it looks at their names alone.
    async def _handler(self, place: int, details: Any) -> Any:
        if place == len(self._interceptors):
            return self._methods.service(details)

        async def continuation(passed: Any) -> Any:
            return await self._handler(place + 1, passed)

        return await self._interceptors[place].intercept_service(continuation, details)


class Methods(grpc.GenericRpcHandler):
    """Methods behind their interceptors, for a gRPC server that is given none: it would ask each of them, in coroutines, at each
    call, 20 µs in all. Services are added to this as they are to a server, all before the first call.

    With `is_judged` interceptors look at who calls, and are asked each time; otherwise once for each method.
    """

    def __init__(self, interceptors: Sequence[grpc.aio.ServerInterceptor], *, is_judged: bool) -> None:
        self._services: list[grpc.GenericRpcHandler] = []
        self._chain = Chain(interceptors, _AnyOf(self._services))
        self._is_judged = is_judged
        # How many calls there were so far.
        self.calls = 0
        # Only methods that somebody serves, so there are only so many.
        self._known: dict[str, Any] = {}

    def add_generic_rpc_handlers(self, handlers: Sequence[grpc.GenericRpcHandler]) -> None:
        """As a server's."""
        self._services.extend(handlers)

    def add_registered_method_handlers(self, service: str, handlers: object) -> None:
        """As a server's, which generated code calls beside the other, with the same."""

    def service(self, details: Any) -> Any:
        """As gRPC asks at each call."""
        self.calls += 1
        handler = self._known.get(details.method)
        if handler is None:
            handler = self._handler(details)
            if handler is not None and not self._is_judged:
                self._known[details.method] = handler
        return handler

    def _handler(self, details: Any) -> Any:
        """An interceptor of ours decides at once; what has to wait waits in the handler."""
        asked = self._chain.handler(details)
        try:
            asked.send(None)
        except StopIteration as answer:
            return answer.value
        asked.close()
        raise RuntimeError("internal error: an interceptor waits for something")


class _AnyOf(grpc.GenericRpcHandler):
    """The first that serves a method; the list may still grow."""

    def __init__(self, services: Sequence[grpc.GenericRpcHandler]) -> None:
        self._services = services

    def service(self, details: Any) -> Any:
        """None where none does."""
        found = (service.service(details) for service in self._services)
        return next((handler for handler in found if handler is not None), None)
