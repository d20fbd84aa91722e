"""Bounds the memory of answers that their callers do not take.

An answer has left its isolate, and the queue's count, before it is sent. A caller that opens no HTTP/2 window keeps it
here, where it costs three times its size, and can call again: 150 such calls of 4 MB took 1.4 GB. So the sum of all
answers on their way is bounded. Beyond it, whoever has not taken an answer for the longest time is hung up on.

gRPC offers nothing for that: cancelling the task of a call leaves the call and its bytes, and there is no timeout for a
write. What is left is the connection's socket, which is found by its peer's address and shut down; gRPC sees a caller
that went away and frees everything.
"""

from __future__ import annotations

import asyncio
import contextlib
import ipaddress
import logging
import os
import socket
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import unquote

import grpc

from executor.observe.paced import Paced
from executor.rpc.holding import Hold, Holding
from executor.rpc.interception import Behaviour, Rebuilt, rebuilt
from executor.rpc.stream import Stream
from executor.settings import Settings

log = logging.getLogger(__name__)

# The bound is that many of the largest answers, if those are more than the setting.
MIN_LARGEST = 8
# Seconds. A burst of large answers to callers that do read may be over the limit for so long.
TIME_TO_READ = 1.0


def unsent(settings: Settings) -> Holding:
    """The sum of all answers on their way."""
    limit = max(
        settings.max_held_answer_bytes,
        MIN_LARGEST * settings.max_result_bytes,
        # One with a record at least.
        settings.max_result_bytes + settings.max_record_bytes,
    )
    return Holding("answers", limit, TIME_TO_READ, Paced(log), hangs_up=True)


class Unsent(grpc.aio.ServerInterceptor):  # type: ignore[misc, unused-ignore]
    """Counts the answers that are on their way."""

    def __init__(self, holding: Holding) -> None:
        self._rebuilt = Rebuilt()
        self._holding = holding

    async def intercept_service(
        self,
        continuation: Callable[[grpc.HandlerCallDetails], Awaitable[grpc.RpcMethodHandler[Any, Any] | None]],
        details: grpc.HandlerCallDetails,
    ) -> grpc.RpcMethodHandler[Any, Any] | None:
        """Follows the one answer of a unary method, and each that a stream writes."""
        handler = await continuation(details)
        if handler is None:
            return None
        around = self._streamed if handler.response_streaming else self._followed
        return self._rebuilt.of(details.method, handler, lambda served: rebuilt(served, around))

    def _followed(self, inner: Behaviour) -> Behaviour:
        async def behaviour(request: Any, context: Any) -> Any:
            response = await inner(request, context)
            # gRPC handles each call in a task of its own, which ends when the answer is sent or the caller gone.
            task = asyncio.current_task()
            assert task is not None
            hold = self._add(context.peer(), response.ByteSize())
            task.add_done_callback(lambda _: self._holding.release(hold))
            return response

        return behaviour

    def _streamed(self, inner: Behaviour) -> Behaviour:
        async def behaviour(request: Any, context: Any) -> Any:
            peer = context.peer()

            def hang_up() -> None:
                shut_down(peer)

            def count(size: int) -> Callable[[], None]:
                hold = self._add(peer, size)
                return lambda: self._holding.release(hold)

            return await inner(request, Stream(context, count, hang_up, TIME_TO_READ))

        return behaviour

    def _add(self, peer: str, size: int) -> Hold:
        return self._holding.add(size, lambda: peer, lambda: shut_down(peer))


def shut_down(peer: str) -> None:
    """Shuts the connection to a peer, such as `ipv4:10.0.0.7:4711` or `ipv6:%5B::1%5D:4711`, if this process has it."""
    host, _, port = unquote(peer).partition(":")[2].rpartition(":")
    wanted = _address(host.strip("[]")), int(port)
    try:
        names = os.listdir("/proc/self/fd")
    except OSError as error:
        log.error("cannot find the connection of %s: %s", peer, error.strerror)
        return
    for name in names:
        # Not a socket, not connected, or closed meanwhile. A duplicate stays what it is, also if gRPC closes its own.
        with contextlib.suppress(OSError), socket.socket(fileno=os.dup(int(name))) as found:
            if found.family in (socket.AF_INET, socket.AF_INET6):
                found_host, found_port = found.getpeername()[:2]
                if (_address(found_host), found_port) == wanted:
                    found.shutdown(socket.SHUT_RDWR)


def _address(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    """An IPv4 caller of a socket for both kinds is that IPv4 address."""
    address = ipaddress.ip_address(host)
    return getattr(address, "ipv4_mapped", None) or address
