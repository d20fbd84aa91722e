"""One hop of a request: as it goes out, under way, and as the redirect after it asks for."""

from __future__ import annotations

import ssl
from dataclasses import dataclass, field, replace

import aiohttp
from multidict import CIMultiDict
from yarl import URL

from executor.egress.credentials import Grant, Origin
from executor.egress.decoding import DecodingError
from executor.egress.failures import FetchError, failure
from executor.egress.lookups import Way, current_way
from executor.egress.policy import Route, parse_host
from executor.formats.egress_entries import DEFAULT_PORTS

_BODY_HEADERS = frozenset(
    {"content-encoding", "content-language", "content-location", "content-type", "content-length"}
)
_CREDENTIALS = frozenset({"authorization", "cookie", "proxy-authorization"})


@dataclass(frozen=True, slots=True)
class Hop:
    """One request as it goes out, to a URL that is checked and spelt by us.

    `login` is of a grant, 0 without: connections are kept apart by it.
    """

    method: str
    url: URL
    headers: tuple[tuple[str, str], ...] = field(repr=False)
    body: bytes
    login: int = 0

    @property
    def port(self) -> int:
        """The URL's own, or its scheme's."""
        return self.url.port or DEFAULT_PORTS.get(self.url.scheme, 0)

    @property
    def origin(self) -> Origin:
        """In its one spelling."""
        return Origin(self.url.scheme, parse_host(str(self.url.raw_host)), self.port)

    def granted(self, grant: Grant) -> Hop:
        """With the operator's headers, in place of those of the script's that have their names. For sending only: what a
        redirect leads to is made of the hop without them.
        """
        return replace(self, headers=grant.among(self.headers), login=grant.number)

    def redirected(self, status: int, url: URL) -> Hop:
        """The request that a redirect asks for."""
        method, body, dropped = self.method, self.body, set[str]()
        as_get = (status == 303 and method.upper() not in ("GET", "HEAD")) or (
            status in (301, 302) and method.upper() == "POST"
        )
        if as_get:
            method, body = "GET", b""
            dropped |= _BODY_HEADERS
        if url.origin() != self.url.origin():
            dropped |= _CREDENTIALS
        headers = tuple(pair for pair in self.headers if pair[0].lower() not in dropped)
        return Hop(method, url, headers, body)

    def traced(self, traceparent: str) -> Hop:
        """With this trace context, in place of one that the script has set."""
        headers = tuple(pair for pair in self.headers if pair[0].lower() not in ("traceparent", "tracestate"))
        return Hop(self.method, self.url, (*headers, ("traceparent", traceparent)), self.body)


class Sent:
    """A hop under way: gives the response, with its body still to come, and ends with it. Raises `FetchError`, also for
    what goes wrong inside.
    """

    def __init__(self, session: aiohttp.ClientSession, hop: Hop, route: Route) -> None:
        self._session = session
        self._hop = hop
        self._route = route
        self._way = Way(route, hop.login)
        self._response: aiohttp.ClientResponse | None = None

    async def __aenter__(self) -> aiohttp.ClientResponse:
        current_way.set(self._way)
        hop = self._hop
        try:
            self._response = await self._session.request(
                hop.method,
                hop.url,
                headers=CIMultiDict(hop.headers),
                data=hop.body or None,
                allow_redirects=False,
            )
        except (aiohttp.ClientError, OSError, ssl.SSLError, ValueError) as error:
            raise self._failure(error) from error
        return self._response

    async def __aexit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        assert self._response is not None
        # Back to the pool where the body was read to its end, closed otherwise.
        if error is None and self._response.content.at_eof():
            self._response.release()
        else:
            self._response.close()
        if isinstance(error, aiohttp.ClientError | OSError | DecodingError) and not isinstance(
            error, TimeoutError
        ):
            raise self._failure(error) from error

    def _failure(self, error: BaseException) -> FetchError:
        return failure(error, str(self._hop.url.raw_host), self._hop.port, self._way.shown())
