"""Lets calls in: finds out who calls before any handler runs, and refuses wrong tokens before the request is read.

The rules are identity.py's; this knows how gRPC shows a token (metadata) and a certificate (the call's auth context).
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from typing import Any

import grpc

from executor import identity
from executor.errors import ExecutorError
from executor.identity import Callers, Identity
from executor.interception import Behaviour, rebuilt
from executor.rpc import refuse

log = logging.getLogger(__name__)


class Gate(grpc.aio.ServerInterceptor):  # type: ignore[misc, unused-ignore]
    """Refuses calls of strangers, and makes `identity.current()` the caller of all others. Health is for everybody."""

    def __init__(self, callers: Callers) -> None:
        self._callers = callers

    async def intercept_service(
        self,
        continuation: Callable[[grpc.HandlerCallDetails], Awaitable[grpc.RpcMethodHandler[Any, Any] | None]],
        details: grpc.HandlerCallDetails,
    ) -> grpc.RpcMethodHandler[Any, Any] | None:
        """Judges a token at once. A certificate is not known here, only when the handler has its context."""
        method = details.method
        handler = await continuation(details)
        if handler is None or identity.is_open(method):
            return handler
        try:
            caller = self._callers.by_token(_authorizations(details))
            if caller is not None:
                caller.check(method)
        except ExecutorError as error:
            return _refusal(method, error)
        return rebuilt(handler, lambda inner: self._admitted(inner, method, caller))

    def _admitted(self, inner: Behaviour, method: str, known: Identity | None) -> Behaviour:
        async def behaviour(request: Any, context: Any) -> Any:
            caller = known
            if caller is None:
                try:
                    caller = self._callers.by_certificate(_names(context))
                    if caller is not None:
                        caller.check(method)
                except ExecutorError as error:
                    await _refuse(context, method, error)
            identity.enter(caller)
            return await inner(request, context)

        return behaviour


def _authorizations(details: grpc.HandlerCallDetails) -> list[str]:
    return [str(value) for key, value in details.invocation_metadata or () if key == "authorization"]


def _names(context: Any) -> list[str]:
    """Of the certificate that TLS has verified, the common name first; its whole subject if it has no other."""
    peer = context.auth_context()
    names = [*peer.get("x509_common_name", ()), *peer.get("x509_subject_alternative_name", ())]
    return [_printable(name.decode(errors="replace")) for name in names or peer.get("x509_subject", ())]


def _printable(name: str) -> str:
    """Names go into the log: one line, and no longer than a name of the tokens file."""
    return (name if name.isprintable() else ascii(name))[: identity.MAX_NAME]


def _refusal(method: str, error: ExecutorError) -> grpc.RpcMethodHandler[Any, Any]:
    """A handler that ends the call. Of a kind that reads no request, whatever the method is."""

    async def behaviour(requests: Any, context: Any) -> None:
        await _refuse(context, method, error)

    return grpc.stream_stream_rpc_method_handler(behaviour)


async def _refuse(context: Any, method: str, error: ExecutorError) -> None:
    log.info("%s from %s refused (%s): %s", method, context.peer(), error.reason, error)
    await refuse(context, error)
