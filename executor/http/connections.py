"""How a port for HTTP bounds its connections: so many at once, and so long to say what is wanted.

aiohttp has no limit on either. Three hundred half requests took every descriptor of the process, and gRPC had none for
callers. A connection too many is closed as it comes; one that has not sent its first request's head in time is closed;
between requests it is aiohttp's keep-alive that ends it.
"""

from __future__ import annotations

import asyncio
import logging
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

from aiohttp import http_exceptions, web

# Seconds for TLS, for the head of the first request, and between two requests.
HEAD_TIMEOUT = 10.0
KEEP_ALIVE = 15.0
# Bytes of a request's body that may wait here to be read; aiohttp reads twice as many ahead.
READ_BUFFER = 64 << 10

_END_OF_HEAD = b"\r\n\r\n"


def quiet_logger() -> logging.Logger:
    """For `AppRunner`: aiohttp's own words, without a traceback for each body that is not what its head says. Strangers send
    those, and it is no fault of ours.
    """
    logger = logging.getLogger("executor.http.server")
    if not logger.filters:
        logger.addFilter(lambda record: not _is_strangers(record))
    return logger


def _is_strangers(record: logging.LogRecord) -> bool:
    error = record.exc_info[1] if record.exc_info else None
    return isinstance(error, web.RequestPayloadError | http_exceptions.HttpProcessingError)


class Site(web.TCPSite):
    """A `TCPSite` with these bounds."""

    def __init__(
        self,
        runner: web.BaseRunner,
        address: str,
        bound: Bound,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        """`address` is `host:port`."""
        host, _, port = address.rpartition(":")
        self._at = host.strip("[]"), int(port)
        super().__init__(runner, *self._at, ssl_context=tls)
        self._bound = bound
        self._tls = tls

    async def start(self) -> None:
        """Listens. Raises `OSError`."""
        # What TCPSite does, with another factory of protocols.
        await web.BaseSite.start(self)
        assert self._runner.server is not None
        loop = asyncio.get_running_loop()
        made = self._bound.around(self._runner.server)
        timeout = None if self._tls is None else HEAD_TIMEOUT
        self._server = await loop.create_server(made, *self._at, ssl=self._tls, ssl_handshake_timeout=timeout)


@dataclass(eq=False)
class Bound:
    """Connections of one port, and how many there may be. Has the figures of what is held for callers (observe/metrics.py)."""

    name: str
    limit: int
    total: int = 0
    # Those closed as they came, and those that said too slowly what they want.
    refusals: int = 0
    ends: int = 0

    def around(self, make: Callable[[], asyncio.Protocol]) -> Callable[[], asyncio.Protocol]:
        """For `create_server`: what makes the protocol of each connection. `make` is that of what handles requests."""
        return lambda: _Connection(self, make())


class _Connection(asyncio.Protocol):
    """Passes all on to `inner`, once it is one of those that may be."""

    def __init__(self, bound: Bound, inner: asyncio.Protocol) -> None:
        self._bound = bound
        self._inner = inner
        self._is_open = False
        self._last = b""
        self._timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # uvloop's is no subclass of it.
        made = cast(asyncio.Transport, transport)
        if self._bound.total >= self._bound.limit:
            self._bound.refusals += 1
            made.abort()
            return
        self._bound.total += 1
        self._is_open = True
        self._timer = asyncio.get_running_loop().call_later(HEAD_TIMEOUT, self._end, made)
        self._inner.connection_made(transport)

    def data_received(self, data: bytes) -> None:
        if not self._is_open:
            return
        if self._timer is not None:
            seen = self._last + data
            if _END_OF_HEAD in seen:
                self._timer.cancel()
                self._timer = None
            self._last = seen[1 - len(_END_OF_HEAD) :]
        self._inner.data_received(data)

    def connection_lost(self, exc: Exception | None) -> None:
        if self._timer is not None:
            self._timer.cancel()
        if self._is_open:
            self._is_open = False
            self._bound.total -= 1
            self._inner.connection_lost(exc)

    def _end(self, transport: asyncio.Transport) -> None:
        self._bound.ends += 1
        transport.abort()

    def eof_received(self) -> bool | None:
        return self._inner.eof_received() if self._is_open else None

    def pause_writing(self) -> None:
        self._inner.pause_writing()

    def resume_writing(self) -> None:
        self._inner.resume_writing()
