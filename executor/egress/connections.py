"""Connections of the egress broker, which take what was asked for and no more: servers may be as hostile as scripts.

The client library alone would read on from a connection at rest, keep each response that nobody asked for (gigabytes of
them, and the first would answer the next request, of another run), keep any number of connections at rest, and leave a
closed one open for as long as its peer takes nothing of what was still to be sent.
"""

from __future__ import annotations

import asyncio
from functools import partial
from typing import Any, cast

import aiohttp
from aiohttp.client_proto import ResponseHandler
from aiohttp.client_reqrep import ConnectionKey
from aiohttp.http_exceptions import HttpProcessingError

from executor.egress.lookups import current_way

# Connections at rest; the oldest go first. Each is a descriptor, and names under one domain are as many as one wants.
MAX_RESTING = 64
# Interim responses (100 to 199) to one request; the usual number is none.
MAX_INTERIM = 16


class BoundedConnection(ResponseHandler):
    """For each request some interim responses and one final one, whose head and all before it have `max_head_bytes`."""

    def __init__(
        self, loop: asyncio.AbstractEventLoop, resting: dict[BoundedConnection, None], max_head_bytes: int
    ) -> None:
        super().__init__(loop)
        self._all_resting = resting
        self._max_head_bytes = max_head_bytes
        self._awaited = False
        self._interim = 0
        self._head_bytes = 0

    def rest(self) -> None:
        """Its request is over; until the next one the peer has nothing to say."""
        self._awaited = False
        if self.is_connected():
            self._all_resting[self] = None

    def set_response_params(self, **params: Any) -> None:
        """The next request is about to be sent."""
        self._all_resting.pop(self, None)
        self._awaited = True
        self._interim = self._head_bytes = 0
        super().set_response_params(**params)

    def data_received(self, data: bytes) -> None:
        """From the peer."""
        if data and self in self._all_resting:
            self.abort()
            return
        super().data_received(data)
        if self._awaited:
            self._head_bytes += len(data)
            if self._head_bytes > self._max_head_bytes:
                self._refuse(f"Got more than {self._max_head_bytes} bytes before a response")

    def feed_data(self, data: Any, size: int = 0) -> None:
        """One response from the parser: its message and body."""
        message, _ = data
        if not self._awaited:
            self._refuse("a response that was not asked for")
            return
        if 100 <= message.code <= 199 and message.code != 101:
            self._interim += 1
            if self._interim > MAX_INTERIM:
                self._refuse("too many interim responses")
                return
        else:
            self._awaited = False
        super().feed_data(data, size)

    def close(self) -> None:
        """At once, whatever the peer has not taken yet."""
        self.abort()

    def connection_lost(self, exc: BaseException | None) -> None:
        """The transport is closed."""
        self._all_resting.pop(self, None)
        super().connection_lost(exc)

    def _refuse(self, message: str) -> None:
        self._awaited = False
        if self.transport is not None:
            self.transport.abort()
        if self.exception() is None:
            self.set_exception(HttpProcessingError(code=400, message=message))


class OwnConnectionRequest(aiohttp.ClientRequest):
    """A request that takes no connection at rest but of the same login (hops.Hop): to some servers a connection that has
    shown credentials once is logged in for good (NTLM, Negotiate).
    """

    @property
    def connection_key(self) -> ConnectionKey:
        """What the library tells connections apart by. Of its parts this one would be of a proxy, which there never is."""
        return super().connection_key._replace(proxy_headers_hash=current_way.get().login)


class BoundedConnector(aiohttp.TCPConnector):
    """Makes and keeps `BoundedConnection`s."""

    def __init__(self, *, max_head_bytes: int, **options: Any) -> None:
        super().__init__(**options)
        self._resting: dict[BoundedConnection, None] = {}
        factory = partial(
            BoundedConnection, loop=self._loop, resting=self._resting, max_head_bytes=max_head_bytes
        )
        self._factory = cast("partial[ResponseHandler]", factory)

    def _release(self, key: ConnectionKey, protocol: ResponseHandler, *, should_close: bool = False) -> None:
        super()._release(key, protocol, should_close=should_close)
        if isinstance(protocol, BoundedConnection):
            protocol.rest()
        while len(self._resting) > MAX_RESTING:
            oldest = next(iter(self._resting))
            del self._resting[oldest]
            oldest.abort()
