"""Names and addresses: how host names are looked up, and that only addresses which the policy has seen are connected to."""

from __future__ import annotations

import asyncio
import errno
import ipaddress
import os
import socket
import threading
from collections.abc import Awaitable, Callable
from contextvars import ContextVar
from dataclasses import dataclass, field

from aiohttp.abc import AbstractResolver, ResolveResult

from executor.egress.failures import lookup_failure
from executor.egress.policy import Route
from executor.formats.egress_entries import Address

# Look-ups at once, each a thread: a resolver that does not answer must not take more.
MAX_LOOKUPS = 32

# All addresses of a host name, for connections to a port. Raises `socket.gaierror`.
Lookup = Callable[[str, int], Awaitable[list[Address]]]


@dataclass(slots=True)
class Way:
    """A hop's permitted route, the login that its connection is for, and, once they were looked up, the addresses it leads to."""

    route: Route
    login: int = 0
    addresses: list[Address] = field(default_factory=list)

    def shown(self) -> str:
        """What was connected to, as far as that is known."""
        return str(self.addresses[0]) if self.addresses else str(self.route.host)


# The way of the hop that this task is about to send: the client library hands its resolver a name and a port only.
current_way: ContextVar[Way] = ContextVar("current_way")


class CheckedResolver(AbstractResolver):
    """Gives the client library addresses that the policy has seen, and no others. It asks once for each connection, and
    connects to nothing else; for hosts that are addresses it does not ask, and those were checked with the route.
    """

    def __init__(self, look_up: Lookup, timeout: float) -> None:
        self._look_up = look_up
        self._timeout = timeout

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """Raises `FetchError` and `Refused`."""
        try:
            async with asyncio.timeout(self._timeout):
                addresses = await self._look_up(host, port)
        except (OSError, UnicodeError) as error:
            raise lookup_failure(host, error) from None
        if not addresses:
            raise lookup_failure(host)
        way = current_way.get()
        way.route.check(addresses)
        way.addresses = addresses
        return [
            ResolveResult(
                hostname=host,
                host=str(address),
                port=port,
                family=socket.AF_INET6 if address.version == 6 else socket.AF_INET,
                proto=0,
                flags=socket.AI_NUMERICHOST | socket.AI_NUMERICSERV,
            )
            for address in addresses
        ]

    async def close(self) -> None:
        """Nothing to do."""


class SystemLookup:
    """The system's resolver, `MAX_LOOKUPS` at once.

    In daemon threads of their own: those of a thread pool would be waited for when the server ends. A look-up whose
    request has given up keeps its place until the resolver answers, so a dead resolver costs threads only so far.
    """

    def __init__(self) -> None:
        self._places = asyncio.Semaphore(MAX_LOOKUPS)

    async def __call__(self, host: str, port: int) -> list[Address]:
        """Raises `socket.gaierror`."""
        await self._places.acquire()
        loop = asyncio.get_running_loop()
        found: asyncio.Future[list[Address]] = loop.create_future()

        def done(addresses: list[Address] | None, error: Exception | None) -> None:
            self._places.release()
            if found.done():
                return
            if error is not None:
                found.set_exception(error)
            else:
                found.set_result(addresses or [])

        def look_up() -> None:
            addresses, problem = None, None
            try:
                addresses = _getaddrinfo(host, port)
            except Exception as error:  # noqa: BLE001 - it belongs to whoever waits
                problem = error
            try:
                loop.call_soon_threadsafe(done, addresses, problem)
            except RuntimeError:
                return  # The loop is closed: the server has ended.

        try:
            threading.Thread(target=look_up, name="lookup", daemon=True).start()
        except RuntimeError:
            self._places.release()
            raise OSError(errno.EAGAIN, os.strerror(errno.EAGAIN)) from None
        return await found


def _getaddrinfo(host: str, port: int) -> list[Address]:
    entries = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_ADDRCONFIG)
    return [ipaddress.ip_address(entry[4][0]) for entry in entries]
