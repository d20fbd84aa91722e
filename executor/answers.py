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
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

import grpc

from executor.config import Settings
from executor.interception import Behaviour, Rebuilt

log = logging.getLogger(__name__)

# Bytes; or that many of the largest answers, if those are more.
MAX_UNSENT = 256 << 20
MIN_LARGEST = 8
# Seconds. A burst of large answers to callers that do read may be over the limit for so long.
TIME_TO_READ = 1.0


@dataclass(frozen=True, slots=True)
class _Answer:
    peer: str
    size: int
    since: float


class Unsent(grpc.aio.ServerInterceptor):  # type: ignore[misc, unused-ignore]
    """Knows the answers that are on their way, the oldest first."""

    def __init__(self, settings: Settings) -> None:
        self._rebuilt = Rebuilt()
        self._limit = max(MAX_UNSENT, MIN_LARGEST * settings.max_result_bytes)
        # gRPC handles each call in a task of its own, which ends when the answer is sent or the caller gone.
        self._answers: dict[asyncio.Task[Any], _Answer] = {}
        self._total = 0

    async def intercept_service(
        self,
        continuation: Callable[[grpc.HandlerCallDetails], Awaitable[grpc.RpcMethodHandler[Any, Any] | None]],
        details: grpc.HandlerCallDetails,
    ) -> grpc.RpcMethodHandler[Any, Any] | None:
        """Follows the answers of unary methods; those that stream wait for their reader before the next."""
        handler = await continuation(details)
        if handler is None or handler.response_streaming:
            return handler
        return self._rebuilt.of(details.method, handler, self._followed)

    def _followed(self, inner: Behaviour) -> Behaviour:
        async def behaviour(request: Any, context: Any) -> Any:
            response = await inner(request, context)
            task = asyncio.current_task()
            assert task is not None
            self._add(task, _Answer(context.peer(), response.ByteSize(), time.monotonic()))
            return response

        return behaviour

    def _add(self, task: asyncio.Task[Any], answer: _Answer) -> None:
        self._answers[task] = answer
        self._total += answer.size
        task.add_done_callback(self._remove)
        while self._total > self._limit:
            oldest = next(iter(self._answers.values()))
            if answer.since - oldest.since < TIME_TO_READ:
                return
            self._hang_up(oldest.peer)

    def _remove(self, task: asyncio.Task[Any]) -> None:
        answer = self._answers.pop(task, None)
        self._total -= answer.size if answer else 0

    def _hang_up(self, peer: str) -> None:
        """Ends the connection, and counts its answers as gone; gRPC takes a moment to end their tasks."""
        log.warning(
            "answers that callers do not take are %d bytes, over the limit of %d: hanging up on %s, the slowest",
            self._total,
            self._limit,
            peer,
        )
        shut_down(peer)
        for task in [task for task, answer in self._answers.items() if answer.peer == peer]:
            self._remove(task)


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
