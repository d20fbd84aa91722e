"""Lets calls in: finds out who calls before any handler runs, and refuses strangers before their request is read.

The rules are identity.py's; this knows how gRPC shows a token (metadata) and a certificate (the call's auth context).
Streams, which may last for long, are judged again while they are open: who is no longer in the tokens file is ended.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any

import grpc

from executor.access import identity
from executor.access.identity import Callers, Identity
from executor.errors import ExecutorError
from executor.observe.paced import Paced
from executor.rpc.interception import Behaviour, rebuilt
from executor.rpc.refusal import refuse

log = logging.getLogger(__name__)

# Seconds between two looks at the streams that are open.
INTERVAL = 20.0

Judge = Callable[[], Identity | None]


class _Open:
    """An open stream: how to judge its caller again, and the refusal once it was judged wrong."""

    def __init__(self, judge: Judge, end: Callable[[], object]) -> None:
        self.judge = judge
        self.end = end
        self.refusal: ExecutorError | None = None


class Gate(grpc.aio.ServerInterceptor):  # type: ignore[misc, unused-ignore]
    """Refuses calls of strangers, and makes `identity.current()` the caller of all others. Health is for everybody."""

    def __init__(self, callers: Callers) -> None:
        self._callers = callers
        self._paced = Paced(log)
        self._streams: set[_Open] = set()
        self._timer: asyncio.TimerHandle | None = None

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
        shown = _authorizations(details)
        try:
            caller = self._by_token(method, shown)
        except ExecutorError as error:
            return self._refusal(method, error)
        around = self._admitted_stream if handler.response_streaming else self._admitted
        return rebuilt(handler, lambda inner: around(inner, method, shown, caller))

    def judge_again(self) -> None:
        """Ends the streams whose callers are no longer let in."""
        for stream in list(self._streams):
            try:
                stream.judge()
            except ExecutorError as error:
                self._streams.discard(stream)
                stream.refusal = error
                stream.end()

    def _by_token(self, method: str, shown: list[str]) -> Identity | None:
        caller = self._callers.by_token(shown)
        if caller is not None:
            caller.check(method)
        return caller

    def _by_certificate(self, method: str, names: list[str]) -> Identity | None:
        caller = self._callers.by_certificate(names)
        if caller is not None:
            caller.check(method)
        return caller

    def _admitted(self, inner: Behaviour, method: str, shown: list[str], known: Identity | None) -> Behaviour:
        async def behaviour(request: Any, context: Any) -> Any:
            caller = known
            if caller is None:
                try:
                    caller = self._by_certificate(method, _names(context))
                except ExecutorError as error:
                    await self._refuse(context, method, error)
            identity.enter(caller)
            return await inner(request, context)

        return behaviour

    def _admitted_stream(
        self, inner: Behaviour, method: str, shown: list[str], known: Identity | None
    ) -> Behaviour:
        admitted = self._admitted(inner, method, shown, known)

        async def behaviour(requests: Any, context: Any) -> Any:
            task = asyncio.current_task()
            assert task is not None
            stream = _Open(self._judge(method, shown, known, context), context.end)
            self._streams.add(stream)
            self._look_later()
            try:
                return await admitted(requests, context)
            except asyncio.CancelledError:
                if stream.refusal is None:
                    raise
                task.uncancel()
                await self._refuse(context, method, stream.refusal)
            finally:
                self._streams.discard(stream)

        return behaviour

    def _judge(self, method: str, shown: list[str], known: Identity | None, context: Any) -> Judge:
        """By the credential that it was let in with."""
        if known is not None:
            return lambda: self._by_token(method, shown)
        names = _names(context)
        return lambda: self._by_certificate(method, names)

    def _look_later(self) -> None:
        if self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(INTERVAL, self._look)

    def _look(self) -> None:
        self._timer = None
        self.judge_again()
        if self._streams:
            self._look_later()

    def _refusal(self, method: str, error: ExecutorError) -> grpc.RpcMethodHandler[Any, Any]:
        """A handler that ends the call. Of a kind that reads no request, whatever the method is."""

        async def behaviour(requests: Any, context: Any) -> None:
            await self._refuse(context, method, error)

        return grpc.stream_stream_rpc_method_handler(behaviour)

    async def _refuse(self, context: Any, method: str, error: ExecutorError) -> None:
        self._paced.info(
            error.reason, "%s from %s refused (%s): %s", method, context.peer(), error.reason, error
        )
        await refuse(context, error)


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
