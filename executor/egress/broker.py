"""The egress broker: sends the HTTP requests of scripts, which have no sockets, and decides about each hop of each.

Those of one run (`requests.Requests`) begin with a FETCH frame and end with a RESPONSE or FETCH_FAILED frame, or with
the run, whatever ended it: then at once, connections and all. Where a request may go is the policy's (policy.py);
it is asked before a name is looked up, about every address before a connection is made, and again for each redirect.
Connections are kept for the next request to the same scheme, host and port, from whatever run: a connection carries
nothing of its former users, and its address was checked when it was made. What the operator gives to a request
(credentials.py) is added as each hop is sent, has connections of its own, and is in nothing that a run gets back.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from typing import Any

import aiohttp

from executor.egress.checks import check_method, checked_headers, parse_url, redirect_target
from executor.egress.credentials import Credentials
from executor.egress.exchange import NO_HOST_CLASS, Exchange
from executor.egress.failures import (
    FetchError,
    fault_fields,
    no_final_status,
    out_of_time,
    refusal_fields,
    too_many_redirects,
    unexpected_redirect,
)
from executor.egress.hops import Hop, Sent
from executor.egress.lookups import Lookup, SystemLookup
from executor.egress.policy import Policy, Refused
from executor.egress.refusals import RefusalLog
from executor.egress.responses import Hold, check_headers, head, read_body
from executor.egress.session import open_session, tls_context
from executor.settings import Settings
from executor.wire import fetches
from executor.wire.fetches import Fetch

log = logging.getLogger(__name__)

# The fetch standard's; each is a request more, which no limit of the run counts.
MAX_REDIRECTS = 20

_LOWEST_FINAL_STATUS = 200
_REDIRECTING = frozenset({301, 302, 303, 307, 308})


class Broker:
    """Sends requests for all runs. Belongs to the event loop's thread.

    Raises `UnusableFile` for `--egress-ca` and `--egress-credentials`. `look_up` is how names become addresses; `observe` is told of each exchange
    that ended.
    """

    def __init__(self, settings: Settings, look_up: Lookup | None = None) -> None:
        self.settings = settings
        self.policy = Policy(settings.egress, settings.egress_allow)
        self.observe: Callable[[Exchange], None] = lambda exchange: None
        self._look_up = look_up or SystemLookup()
        self._tls = tls_context(settings.egress_ca) if settings.egress != "off" else None
        self._credentials = _credentials(settings, self.policy)
        self._session: aiohttp.ClientSession | None = None
        self._refusals = RefusalLog()
        self._in_flight = 0

    @property
    def in_flight(self) -> int:
        """Requests under way now."""
        return self._in_flight

    @property
    def has_credentials(self) -> bool:
        """Whether there is a file of them."""
        return self._credentials is not None

    def reload(self) -> None:
        """Reads the credentials, if there are any, and says so in the log."""
        if self._credentials is not None:
            self._credentials.reload()

    async def close(self) -> None:
        """Closes every connection. Requests have ended with their runs."""
        if self._session is not None:
            await self._session.close()

    async def answer(
        self, fetch: Fetch, execution_id: str, hold: Hold, exchange: Exchange, identity: str = ""
    ) -> bytes:
        """Sends one request and gives the frame that answers it, whatever happened. `identity` is the caller's proven name, if
        there is one.
        """
        self._in_flight += 1
        try:
            answer, body = await self._within_time(fetch, hold, exchange, identity)
            exchange.outcome = "response"
            return fetches.encode_response(fetch.number, answer, body)
        except FetchError as error:
            exchange.outcome = error.outcome
            return fetches.encode_fetch_failed(fetch.number, error.fields)
        except Refused as error:
            exchange.outcome, exchange.refusal, exchange.host_class = "refused", error.refusal, NO_HOST_CLASS
            self._refusals.refused(execution_id, error)
            return fetches.encode_fetch_failed(fetch.number, refusal_fields(error))
        except asyncio.CancelledError:
            exchange.outcome = "aborted"
            raise
        except Exception:
            log.exception("execution %s: a request failed by a fault of the broker", execution_id)
            return fetches.encode_fetch_failed(fetch.number, fault_fields())
        finally:
            self._in_flight -= 1
            exchange.duration = time.monotonic() - exchange.begun
            self.observe(exchange)

    async def _within_time(
        self, fetch: Fetch, hold: Hold, exchange: Exchange, identity: str
    ) -> tuple[dict[str, Any], bytearray]:
        limit = self.settings.egress_timeout
        own = fetch.timeout if 0 < fetch.timeout < limit else 0
        try:
            async with asyncio.timeout(own or limit):
                return await self._follow(fetch, hold, exchange, identity)
        except TimeoutError:
            raise out_of_time(own, limit) from None

    async def _follow(
        self, fetch: Fetch, hold: Hold, exchange: Exchange, identity: str
    ) -> tuple[dict[str, Any], bytearray]:
        """The response at the end of the redirects (fetch standard, HTTP-redirect fetch)."""
        hop = self._first_hop(fetch)
        if exchange.traceparent:
            hop = hop.traced(exchange.traceparent)
        redirects, asked_for, is_there = 0, hop.origin, True
        while True:
            route = self.policy.route(*hop.origin)
            exchange.host_class, exchange.host = route.host_class.value, str(hop.url.raw_host)
            exchange.sent_bytes += len(hop.body)
            # Never again once it was led elsewhere: that server chooses where it goes from there, and would have the operator's
            # word for requests of its choice.
            is_there = is_there and hop.origin == asked_for
            sent = self._granted(hop, identity, exchange) if is_there else hop
            async with Sent(self._client(), sent, route) as response:
                exchange.status = response.status
                if response.status < _LOWEST_FINAL_STATUS:
                    # Interim ones (100, 103) never get here. A Response of this status would be a RangeError of nobody's.
                    raise no_final_status(response.status)
                location = response.headers.get("Location") if response.status in _REDIRECTING else None
                if location is None or fetch.redirect == "manual":
                    check_headers(response, self.settings)
                    body = await read_body(response, fetch, self.settings, hold, exchange)
                    return head(response, hop.url, redirected=redirects > 0), body
            if fetch.redirect == "error":
                raise unexpected_redirect()
            most = min(fetch.max_redirects, MAX_REDIRECTS)
            if redirects >= most:
                raise too_many_redirects(most)
            redirects += 1
            target = redirect_target(hop.url, location, self.settings.egress_max_url_bytes)
            hop = hop.redirected(response.status, target)

    def _first_hop(self, fetch: Fetch) -> Hop:
        check_method(fetch.method)
        # Before all else that could be wrong with it: nothing is told of a request that is not allowed.
        if self.settings.egress == "off":
            self.policy.route("http", "", 80)
        url = parse_url(fetch.url)
        return Hop(fetch.method, url, checked_headers(fetch.headers, url), fetch.body)

    def _granted(self, hop: Hop, identity: str, exchange: Exchange) -> Hop:
        """The hop with the operator's credentials for it, if there are any."""
        if self._credentials is None:
            return hop
        grant = self._credentials.of(hop.origin, identity)
        if grant is None:
            return hop
        exchange.secrets += tuple(value for _, value in grant.headers)
        return hop.granted(grant)

    def _client(self) -> aiohttp.ClientSession:
        """Made with the first request: most servers never need it."""
        if self._session is None:
            self._session = open_session(self.settings, self._look_up, self._tls)
        return self._session


def _credentials(settings: Settings, policy: Policy) -> Credentials | None:
    if not settings.egress_credentials or settings.egress == "off":
        return None
    has_identities = bool(settings.tokens or settings.tls_client_ca)
    return Credentials(settings.egress_credentials, policy, has_identities=has_identities)
