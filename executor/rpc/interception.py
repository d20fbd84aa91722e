"""How an interceptor puts something around a method's handler, whatever kind of method it is."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import grpc

Behaviour = Callable[[Any, Any], Awaitable[Any]]

_KINDS = {
    (False, False): ("unary_unary", grpc.unary_unary_rpc_method_handler),
    (False, True): ("unary_stream", grpc.unary_stream_rpc_method_handler),
    (True, False): ("stream_unary", grpc.stream_unary_rpc_method_handler),
    (True, True): ("stream_stream", grpc.stream_stream_rpc_method_handler),
}


def left(error: BaseException) -> bool:
    """Whether a call ended because its caller was gone: cancelled, or there was nobody to take its answer."""
    # cygrpc raises this where an answer or a status cannot be sent, and exports it nowhere.
    return isinstance(error, asyncio.CancelledError) or type(error).__name__ == "ExecuteBatchError"


def rebuilt(handler: Any, around: Callable[[Behaviour], Behaviour]) -> grpc.RpcMethodHandler[Any, Any]:
    """The handler with its behaviour replaced by what `around` makes of it.

    Behaviours take request (or requests) and context; one that streams writes its responses to the context.
    """
    name, make = _KINDS[handler.request_streaming, handler.response_streaming]
    inner = getattr(handler, name)
    behaviour = written(inner) if handler.response_streaming else inner
    return make(around(behaviour), handler.request_deserializer, handler.response_serializer)


class Rebuilt:
    """Handlers made of others, by their methods: gRPC asks for a handler at each call, and making one takes 5 µs."""

    def __init__(self) -> None:
        self._made: dict[str, tuple[Any, grpc.RpcMethodHandler[Any, Any]]] = {}

    def of(
        self, method: str, handler: Any, make: Callable[[Any], grpc.RpcMethodHandler[Any, Any]]
    ) -> grpc.RpcMethodHandler[Any, Any]:
        """What `make` makes of it. Methods that nobody serves have no handler, so there are only so many."""
        inner, made = self._made.get(method, (None, None))
        if inner is not handler or made is None:
            made = make(handler)
            self._made[method] = handler, made
        return made


def written(inner: Callable[[Any, Any], Any]) -> Behaviour:
    """A behaviour that streams as a coroutine that writes to the context, whatever it is."""

    async def behaviour(request: Any, context: Any) -> None:
        produced = inner(request, context)
        # A servicer may be an async generator, or (health's Watch) a coroutine that writes to the context.
        if hasattr(produced, "__aiter__"):
            async for response in produced:
                await context.write(response)
        else:
            await produced

    return behaviour
