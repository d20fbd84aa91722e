"""Requests that are no message of their method: INVALID_ARGUMENT, whichever service they are for.

gRPC's own way with them is UNKNOWN, the parser's words to the caller, and a traceback in the log for each: too good an
offer to whoever wants to fill a disk. `ExecutorService` parses its own requests, to refuse them with an ErrorInfo.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any, NoReturn

import grpc
from google.protobuf.message import DecodeError

from executor.interception import Behaviour, rebuilt

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
        tolerant = _tolerant(handler)
        if handler.request_streaming:
            return rebuilt(tolerant, _stream)
        return rebuilt(tolerant, _single)


def _tolerant(handler: Any) -> Any:
    """The handler with a parser that answers `_MALFORMED` where its own raises."""
    parse = handler.request_deserializer

    def tolerant(data: bytes) -> Any:
        try:
            return parse(data)
        except DecodeError:
            return _MALFORMED

    # grpc's RpcMethodHandler is a namedtuple underneath; this is its way to change one field.
    return handler._replace(request_deserializer=tolerant)


def _single(inner: Behaviour) -> Behaviour:
    async def behaviour(request: Any, context: Any) -> Any:
        if request is _MALFORMED:
            await _refuse(context)
        return await inner(request, context)

    return behaviour


def _stream(inner: Behaviour) -> Behaviour:
    async def behaviour(requests: Any, context: Any) -> Any:
        return await inner(_checked(requests, context), context)

    return behaviour


async def _checked(requests: AsyncIterator[Any], context: Any) -> AsyncIterator[Any]:
    async for request in requests:
        if request is _MALFORMED:
            await _refuse(context)
        yield request


async def _refuse(context: Any) -> NoReturn:
    await context.abort(
        grpc.StatusCode.INVALID_ARGUMENT,
        "the request is not a valid message of this method; is its text UTF-8?",
    )
    raise AssertionError("abort raises")
