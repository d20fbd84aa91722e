"""Requests that are no message of their method: INVALID_ARGUMENT, whichever service they are for.

gRPC's own way with them is UNKNOWN, the parser's words to the caller, and a traceback in the log for each: too good an
offer to whoever wants to fill a disk. `ExecutorService` parses its own requests, to refuse them with an ErrorInfo.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any, NoReturn

import grpc
from google.protobuf.message import DecodeError

_MALFORMED = object()


class MalformedRequests(grpc.aio.ServerInterceptor):  # type: ignore[misc, unused-ignore]
    """For the gRPC server, after the one that counts. `but` names the service that parses its own requests."""

    def __init__(self, but: str) -> None:
        self._but = f"/{but}/"

    async def intercept_service(
        self,
        continuation: Callable[[grpc.HandlerCallDetails], Awaitable[grpc.RpcMethodHandler[Any, Any] | None]],
        details: grpc.HandlerCallDetails,
    ) -> grpc.RpcMethodHandler[Any, Any] | None:
        """Puts a parser that does not raise before every handler that has one."""
        handler = await continuation(details)
        if handler is None or handler.request_deserializer is None or details.method.startswith(self._but):
            return handler
        kinds = {
            (False, False): ("unary_unary", grpc.unary_unary_rpc_method_handler, _unary),
            (False, True): ("unary_stream", grpc.unary_stream_rpc_method_handler, _answers),
            (True, True): ("stream_stream", grpc.stream_stream_rpc_method_handler, _requests),
        }
        name, make, wrapped = kinds[handler.request_streaming, handler.response_streaming]
        behaviour: Any = wrapped(getattr(handler, name))
        return make(behaviour, _tolerant(handler.request_deserializer), handler.response_serializer)


def _tolerant(parse: Callable[[bytes], Any]) -> Callable[[bytes], Any]:
    def tolerant(data: bytes) -> Any:
        try:
            return parse(data)
        except DecodeError:
            return _MALFORMED

    return tolerant


def _unary(inner: Any) -> Any:
    async def behaviour(request: Any, context: Any) -> Any:
        if request is _MALFORMED:
            await _refuse(context)
        return await inner(request, context)

    return behaviour


def _answers(inner: Any) -> Any:
    async def behaviour(request: Any, context: Any) -> None:
        if request is _MALFORMED:
            await _refuse(context)
        await _write_all(inner(request, context), context)

    return behaviour


def _requests(inner: Any) -> Any:
    async def behaviour(requests: Any, context: Any) -> None:
        await _write_all(inner(_checked(requests, context), context), context)

    return behaviour


async def _checked(requests: AsyncIterator[Any], context: Any) -> AsyncIterator[Any]:
    async for request in requests:
        if request is _MALFORMED:
            await _refuse(context)
        yield request


async def _write_all(produced: Any, context: Any) -> None:
    # A servicer may be an async generator, or (health's Watch) a coroutine that writes to the context.
    if hasattr(produced, "__aiter__"):
        async for response in produced:
            await context.write(response)
    else:
        await produced


async def _refuse(context: Any) -> NoReturn:
    await context.abort(
        grpc.StatusCode.INVALID_ARGUMENT,
        "the request is not a valid message of this method; is its text UTF-8?",
    )
    raise AssertionError("abort raises")
