"""The egress broker: sends the HTTP requests of scripts, which have no sockets, and decides about each hop of each.

`Requests` are those of one run. They begin with a FETCH frame and end with a RESPONSE or FETCH_FAILED frame, or with
the run, whatever ended it: then at once, connections and all. Where a request may go is the policy's (egress_policy.py);
it is asked before a name is looked up, about every address before a connection is made, and again for each redirect.
Connections are kept for the next request to the same scheme, host and port, from whatever run: a connection carries
nothing of its former users, and its address was checked when it was made.

What a script is told of a failure are the properties of its Error: `code` and `message`, with `errno`, `syscall`,
`address`, `port` and `hostname` where Node has them. Codes of our own:

=========================  ==========================================================================================
ERR_EGRESS_OFF             requests are switched off
ERR_EGRESS_REFUSED         the policy does not let it go there; `refusal` says why (egress_policy.Refusal)
ERR_EGRESS_LIMIT           over a limit that the operator set; the message has it, the actual value and the flag
ERR_RESPONSE_TOO_LARGE     over the request's own `maxResponseBytes`
ETIMEDOUT                  over the request's own `timeout` (no `syscall`), or no connection in time (`connect`)
ERR_FR_TOO_MANY_REDIRECTS  more redirects than `maxRedirects`
ERR_UNEXPECTED_REDIRECT    a redirect where `redirect` is `error`
ERR_EGRESS_FAULT           a bug of ours; the log has it
ERR_INVALID_URL            no URL, one with a user name or password in it, or a redirect to such
UND_ERR_INVALID_ARG        a header or method that no request may have
=========================  ==========================================================================================
"""

from __future__ import annotations

import asyncio
import errno
import ipaddress
import logging
import os
import re
import socket
import ssl
import threading
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from multidict import CIMultiDict
from yarl import URL

from executor import messages
from executor.config import Settings
from executor.decoding import PIECE, DecodingError, TooLarge, decoder_for
from executor.egress_connections import BoundedConnector
from executor.egress_policy import (
    DEFAULT_PORTS,
    Address,
    HostClass,
    Policy,
    Refusal,
    Refused,
    Route,
    parse_host,
)
from executor.messages import Fetch, ProtocolError
from executor.reloading import UnusableFile

if TYPE_CHECKING:
    from executor.tracing import Trace

log = logging.getLogger(__name__)

# Look-ups at once, each a thread: a resolver that does not answer must not take more.
MAX_LOOKUPS = 32
# Seconds an idle connection is kept: less than what servers in front of most APIs keep it for (60 s and more).
KEEP_ALIVE = 30.0
# Header lines of a response; together they are bounded by --egress-max-header-bytes.
MAX_HEADER_LINES = 500
# Decoded pieces between two turns of the event loop, about 1 MiB.
PIECES_PER_TURN = 16
# The fetch standard's; each is a request more, which no limit of the run counts.
MAX_REDIRECTS = 20
# Refusals logged in a minute; the rest is counted.
MAX_LOGGED_REFUSALS = 60

OUTCOMES = (
    "response",
    "refused",
    "limit",
    "timeout",
    "network",
    "tls",
    "protocol",
    "invalid",
    "aborted",
    "fault",
)
NO_HOST_CLASS = "none"
HOST_CLASSES = (*(host_class.value for host_class in HostClass), NO_HOST_CLASS)

_REDIRECTING = frozenset({301, 302, 303, 307, 308})
_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_VALUE = re.compile(r"[\t\x20-\x7e\x80-\xff]*")
# Visible ASCII. A backslash is a slash to some readers of URLs and none to others.
_URL_TEXT = re.compile(r"[!-\[\]-~]+")
# These the broker sets itself; a script's would be the same or wrong.
_OWN_HEADERS = frozenset({"content-length", "connection", "keep-alive"})
# These belong to one connection, which is not the script's.
_FORBIDDEN_HEADERS = frozenset({"transfer-encoding", "te", "trailer", "upgrade", "expect", "http2-settings"})
_FORBIDDEN_METHODS = frozenset({"CONNECT", "TRACE", "TRACK"})
_BODY_HEADERS = frozenset(
    {"content-encoding", "content-language", "content-location", "content-type", "content-length"}
)
_CREDENTIALS = frozenset({"authorization", "cookie", "proxy-authorization"})
_AUTOMATIC_HEADERS = ("Accept", "Accept-Encoding", "User-Agent", "Content-Type")

# Node's codes and words by OpenSSL's number (X509_V_ERR_…).
_CERTIFICATE_ERRORS = {
    9: ("CERT_NOT_YET_VALID", "certificate is not yet valid"),
    10: ("CERT_HAS_EXPIRED", "certificate has expired"),
    18: ("DEPTH_ZERO_SELF_SIGNED_CERT", "self-signed certificate"),
    19: ("SELF_SIGNED_CERT_IN_CHAIN", "self-signed certificate in certificate chain"),
    20: ("UNABLE_TO_VERIFY_LEAF_SIGNATURE", "unable to verify the first certificate"),
    21: ("UNABLE_TO_VERIFY_LEAF_SIGNATURE", "unable to verify the first certificate"),
    23: ("CERT_REVOKED", "certificate revoked"),
    62: ("ERR_TLS_CERT_ALTNAME_INVALID", "Hostname/IP does not match certificate's altnames"),
    64: ("ERR_TLS_CERT_ALTNAME_INVALID", "Hostname/IP does not match certificate's altnames"),
}
# libuv's numbers, which Node shows.
_LOOKUP_ERRORS = {socket.EAI_AGAIN: ("EAI_AGAIN", -3001)}
_NOT_FOUND = ("ENOTFOUND", -3008)

# All addresses of a host name, for connections to a port. Raises `socket.gaierror`.
Lookup = Callable[[str, int], Awaitable[list[Address]]]


class FetchError(Exception):
    """A request without a response; `outcome` is its label in metrics, `fields` are the script's Error's."""

    def __init__(self, outcome: str, code: str, message: str, **fields: Any) -> None:
        super().__init__(message)
        self.outcome = outcome
        self.fields = {"code": code, "message": message} | fields


def _over_limit(what: str, limit: object, flag: str, advice: str) -> FetchError:
    message = f"{what}, over the limit of {limit} (--{flag}); {advice}"
    return FetchError("limit", "ERR_EGRESS_LIMIT", message)


@dataclass(slots=True)
class Exchange:
    """One request from its frame to its end, as metrics see it. `duration` is in seconds."""

    host_class: str = NO_HOST_CLASS
    outcome: str = "fault"
    refusal: Refusal | None = None
    sent_bytes: int = 0
    received_bytes: int = 0
    duration: float = 0.0
    # Of the last hop; empty and 0 where there was none.
    host: str = ""
    status: int = 0
    # To send along, where requests carry trace context.
    traceparent: str = ""
    begun: float = field(default_factory=time.monotonic)


class Broker:
    """Sends requests for all runs. Belongs to the event loop's thread.

    Raises `UnusableFile` for `--egress-ca`. `look_up` is how names become addresses; `observe` is told of each exchange
    that ended.
    """

    def __init__(self, settings: Settings, look_up: Lookup | None = None) -> None:
        self.settings = settings
        self.policy = Policy(settings.egress, settings.egress_allow)
        self.observe: Callable[[Exchange], None] = lambda exchange: None
        self._look_up = look_up or SystemLookup()
        self._tls = _tls_context(settings.egress_ca) if settings.egress != "off" else None
        self._session: aiohttp.ClientSession | None = None
        self._refusal_log = _RefusalLog()
        self._in_flight = 0

    @property
    def in_flight(self) -> int:
        """Requests under way now."""
        return self._in_flight

    async def close(self) -> None:
        """Closes every connection. Requests have ended with their runs."""
        if self._session is not None:
            await self._session.close()

    async def answer(
        self, fetch: Fetch, execution_id: str, hold: Callable[[int], None], exchange: Exchange
    ) -> bytes:
        """Sends one request and gives the frame that answers it, whatever happened. `hold` takes bytes of the run's
        budget, or raises `FetchError`.
        """
        self._in_flight += 1
        try:
            head, body = await self._within_time(fetch, hold, exchange)
            exchange.outcome = "response"
            return messages.encode_response(fetch.number, head, body)
        except FetchError as error:
            exchange.outcome = error.outcome
            return messages.encode_fetch_failed(fetch.number, error.fields)
        except Refused as error:
            exchange.outcome, exchange.refusal, exchange.host_class = "refused", error.refusal, NO_HOST_CLASS
            self._refusal_log.refused(execution_id, error)
            code = "ERR_EGRESS_OFF" if error.refusal is Refusal.OFF else "ERR_EGRESS_REFUSED"
            fields = {"code": code, "message": str(error), "refusal": error.refusal.value}
            return messages.encode_fetch_failed(fetch.number, fields)
        except asyncio.CancelledError:
            exchange.outcome = "aborted"
            raise
        except Exception:
            log.exception("execution %s: a request failed by a fault of the broker", execution_id)
            fields = {
                "code": "ERR_EGRESS_FAULT",
                "message": "the request failed by a fault of the server; its log has it",
            }
            return messages.encode_fetch_failed(fetch.number, fields)
        finally:
            self._in_flight -= 1
            exchange.duration = time.monotonic() - exchange.begun
            self.observe(exchange)

    async def _within_time(
        self, fetch: Fetch, hold: Callable[[int], None], exchange: Exchange
    ) -> tuple[dict[str, Any], bytearray]:
        limit = self.settings.egress_timeout
        own = 0 < fetch.timeout < limit
        try:
            async with asyncio.timeout(fetch.timeout if own else limit):
                return await self._follow(fetch, hold, exchange)
        except TimeoutError:
            if own:
                message = f"timeout of {round(fetch.timeout * 1000)}ms exceeded"
                raise FetchError("timeout", "ETIMEDOUT", message) from None
            raise FetchError(
                "timeout",
                "ERR_EGRESS_LIMIT",
                f"no whole response within {limit:g} s, the limit of one request (--egress-timeout); ask for less, or for "
                "something faster",
            ) from None

    async def _follow(
        self, fetch: Fetch, hold: Callable[[int], None], exchange: Exchange
    ) -> tuple[dict[str, Any], bytearray]:
        """The response at the end of the redirects (fetch standard, HTTP-redirect fetch)."""
        hop = self._first_hop(fetch)
        if exchange.traceparent:
            hop = hop.traced(exchange.traceparent)
        redirects = 0
        while True:
            route = self.policy.route(hop.url.scheme, parse_host(str(hop.url.raw_host)), hop.port)
            exchange.host_class, exchange.host = route.host_class.value, str(hop.url.raw_host)
            exchange.sent_bytes += len(hop.body)
            async with _Sent(self._client(), hop, route) as response:
                exchange.status = response.status
                location = response.headers.get("Location") if response.status in _REDIRECTING else None
                if location is None or fetch.redirect == "manual":
                    self._check_headers(response)
                    body = await self._read(response, fetch, hold, exchange)
                    return _head(response, hop.url, redirected=redirects > 0), body
            if fetch.redirect == "error":
                raise FetchError("protocol", "ERR_UNEXPECTED_REDIRECT", "unexpected redirect")
            most = min(fetch.max_redirects, MAX_REDIRECTS)
            if redirects >= most:
                raise FetchError(
                    "protocol",
                    "ERR_FR_TOO_MANY_REDIRECTS",
                    f"Maximum number of redirects exceeded ({most})",
                )
            redirects += 1
            hop = hop.redirected(response.status, self._location(hop.url, location))

    def check_sizes(self, fetch: Fetch) -> None:
        """Of all that a request has us keep, before it waits for its turn. Raises `FetchError`."""
        settings = self.settings
        size = len(fetch.url.encode())
        if size > settings.egress_max_url_bytes:
            raise _over_limit(
                f"the URL is {size} bytes",
                settings.egress_max_url_bytes,
                "egress-max-url-bytes",
                "send a body instead",
            )
        size = sum(len(name) + len(value) + 4 for name, value in fetch.headers)
        if size > settings.egress_max_header_bytes:
            raise _over_limit(
                f"the request's headers are {size} bytes",
                settings.egress_max_header_bytes,
                "egress-max-header-bytes",
                "send less",
            )
        # The isolate has refused it already, unless it is broken into.
        if len(fetch.body) > settings.egress_max_request_bytes:
            raise _over_limit(
                f"the request's body is {len(fetch.body)} bytes",
                settings.egress_max_request_bytes,
                "egress-max-request-bytes",
                "send less",
            )

    def _first_hop(self, fetch: Fetch) -> _Hop:
        if not _TOKEN.fullmatch(fetch.method) or fetch.method.upper() in _FORBIDDEN_METHODS:
            raise FetchError(
                "invalid", "UND_ERR_INVALID_ARG", f"invalid request method {fetch.method[:100]!r}"
            )
        # Before all else that could be wrong with it: nothing is told of a request that is not allowed.
        if self.settings.egress == "off":
            self.policy.route("http", "", 80)
        url = _parse_url(fetch.url)
        return _Hop(fetch.method, url, _checked_headers(fetch.headers, url), fetch.body)

    def _location(self, base: URL, location: str) -> URL:
        # Bytes above ASCII arrive as surrogates of what is most often UTF-8.
        octets = location.encode("utf-8", "surrogateescape")
        text = "".join(chr(octet) if 0x21 <= octet <= 0x7E else f"%{octet:02X}" for octet in octets.strip())
        if len(text) > self.settings.egress_max_url_bytes:
            raise _over_limit(
                f"a redirect's URL is {len(text)} bytes",
                self.settings.egress_max_url_bytes,
                "egress-max-url-bytes",
                "ask for another",
            )
        try:
            target = str(base.join(URL(text, encoded=True)))
        except ValueError:
            raise FetchError("protocol", "ERR_INVALID_URL", "Invalid URL in a redirect") from None
        return _parse_url(target)

    def _check_headers(self, response: aiohttp.ClientResponse) -> None:
        size = sum(len(name) + len(value) + 4 for name, value in response.raw_headers)
        if size > self.settings.egress_max_header_bytes:
            raise _over_limit(
                f"the response's headers are {size} bytes",
                self.settings.egress_max_header_bytes,
                "egress-max-header-bytes",
                "ask for another",
            )

    async def _read(
        self, response: aiohttp.ClientResponse, fetch: Fetch, hold: Callable[[int], None], exchange: Exchange
    ) -> bytearray:
        """The body, decoded; as much as the limits allow, and counted before it is kept."""
        encoding = ", ".join(response.headers.getall("Content-Encoding", ()))
        bodiless = response.method == "HEAD" or response.status in (204, 205, 304)
        decoder = None
        if fetch.decompress and not bodiless:
            # Room for what a coding adds to a body that cannot be made smaller.
            decoder = decoder_for(encoding, self.settings.egress_max_response_bytes + PIECE)
        body = bytearray()
        pieces = 0
        try:
            async for chunk in response.content.iter_any():
                exchange.received_bytes += len(chunk)
                for piece in decoder.feed(chunk) if decoder is not None else (chunk,):
                    self._check_size(len(body) + len(piece), fetch)
                    hold(len(piece))
                    body += piece
                    pieces += 1
                    if pieces % PIECES_PER_TURN == 0:
                        await asyncio.sleep(0)
        except TooLarge:
            self._check_size(self.settings.egress_max_response_bytes + 1, fetch)
        if decoder is not None:
            decoder.finish()
        return body

    def _check_size(self, size: int, fetch: Fetch) -> None:
        limit = self.settings.egress_max_response_bytes
        if 0 < fetch.max_response_bytes < limit and size > fetch.max_response_bytes:
            message = f"maxContentLength size of {fetch.max_response_bytes} exceeded"
            raise FetchError("limit", "ERR_RESPONSE_TOO_LARGE", message)
        if size > limit:
            raise _over_limit(
                f"the response's body is more than {size - 1} bytes",
                limit,
                "egress-max-response-bytes",
                "ask for less",
            )

    def _client(self) -> aiohttp.ClientSession:
        """Made with the first request: most servers never need it."""
        if self._session is None:
            settings = self.settings
            connector = BoundedConnector(
                # Lines of headers and of the status, and interim responses.
                max_head_bytes=2 * settings.egress_max_header_bytes,
                limit=settings.egress_max_connections,
                resolver=_CheckedResolver(self._look_up, settings.egress_connect_timeout),
                use_dns_cache=False,
                ssl=self._tls or True,
                keepalive_timeout=KEEP_ALIVE,
            )
            self._session = aiohttp.ClientSession(
                connector=connector,
                cookie_jar=aiohttp.DummyCookieJar(),
                trust_env=False,
                auto_decompress=False,
                skip_auto_headers=_AUTOMATIC_HEADERS,
                timeout=aiohttp.ClientTimeout(sock_connect=settings.egress_connect_timeout),
                max_line_size=settings.egress_max_header_bytes,
                max_field_size=settings.egress_max_header_bytes,
                max_headers=MAX_HEADER_LINES,
            )
        return self._session


class Requests:
    """The requests of one run. `send` takes the frames that answer them; `unsent_bytes` tells how much of those the
    isolate has not yet taken.
    """

    def __init__(
        self,
        broker: Broker,
        execution_id: str,
        send: Callable[[bytes], None],
        unsent_bytes: Callable[[], int],
        trace: Trace | None = None,
    ) -> None:
        self._broker = broker
        self._execution_id = execution_id
        self._trace = trace
        self._send = send
        self._unsent_bytes = unsent_bytes
        self._turns = asyncio.Semaphore(broker.settings.egress_max_concurrent)
        self._tasks: dict[int, asyncio.Task[None]] = {}
        self._held_bytes = 0
        self._aborts = 0
        self.count = 0

    def start(self, fetch: Fetch) -> None:
        """Begins a request. Raises `ProtocolError` for what a correct isolate does not ask for."""
        settings = self._broker.settings
        if self.count >= settings.egress_max_requests:
            raise ProtocolError(f"more than {settings.egress_max_requests} requests")
        if fetch.number in self._tasks:
            raise ProtocolError("a request with the number of another")
        self.count += 1
        task = asyncio.get_running_loop().create_task(self._run(fetch))
        self._tasks[fetch.number] = task
        task.add_done_callback(lambda done: self._tasks.pop(fetch.number, None))

    def abort(self, number: int) -> None:
        """Ends a request without an answer. Raises `ProtocolError` for more aborts than requests."""
        self._aborts += 1
        if self._aborts > self.count:
            raise ProtocolError("more aborts than requests")
        if number in self._tasks:
            self._tasks[number].cancel()

    def end(self) -> None:
        """The run is over, and so are its requests."""
        for task in self._tasks.values():
            task.cancel()

    async def _run(self, fetch: Fetch) -> None:
        held = 0

        def hold(count: int) -> None:
            nonlocal held
            size = self._held_bytes + self._unsent_bytes() + count
            limit = self._broker.settings.egress_max_held_bytes
            if size > limit:
                raise _over_limit(
                    f"bodies of {size} bytes of this run's requests and responses are under way",
                    limit,
                    "egress-max-held-bytes",
                    "have fewer at once",
                )
            held += count
            self._held_bytes += count

        exchange = Exchange()
        try:
            try:
                self._broker.check_sizes(fetch)
                hold(len(fetch.body))
            except FetchError as error:
                self._broker.observe(replace(exchange, outcome=error.outcome))
                self._send(messages.encode_fetch_failed(fetch.number, error.fields))
                return
            async with self._turns:
                answer = await self._traced_answer(fetch, hold, exchange)
        finally:
            self._held_bytes -= held
        self._send(answer)

    async def _traced_answer(self, fetch: Fetch, hold: Callable[[int], None], exchange: Exchange) -> bytes:
        if self._trace is None:
            return await self._broker.answer(fetch, self._execution_id, hold, exchange)
        span = self._trace.fetch(fetch.method)
        exchange.traceparent = span.header
        try:
            return await self._broker.answer(fetch, self._execution_id, hold, exchange)
        finally:
            span.ended(exchange)


# --- one hop -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Hop:
    """One request as it goes out, to a URL that is checked and spelt by us."""

    method: str
    url: URL
    headers: tuple[tuple[str, str], ...]
    body: bytes

    @property
    def port(self) -> int:
        return self.url.port or DEFAULT_PORTS.get(self.url.scheme, 0)

    def redirected(self, status: int, url: URL) -> _Hop:
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
        return _Hop(method, url, headers, body)

    def traced(self, traceparent: str) -> _Hop:
        """With this trace context, in place of one that the script has set."""
        headers = tuple(pair for pair in self.headers if pair[0].lower() not in ("traceparent", "tracestate"))
        return _Hop(self.method, self.url, (*headers, ("traceparent", traceparent)), self.body)


class _Sent:
    """A hop under way: gives the response, with its body still to come, and ends with it. Raises `FetchError`, also for
    what goes wrong inside.
    """

    def __init__(self, session: aiohttp.ClientSession, hop: _Hop, route: Route) -> None:
        self._session = session
        self._hop = hop
        self._route = route
        self._way = _Way(route)
        self._response: aiohttp.ClientResponse | None = None

    async def __aenter__(self) -> aiohttp.ClientResponse:
        _way.set(self._way)
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
            raise _failure(error, hop, self._way) from error
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
            raise _failure(error, self._hop, self._way) from error


def _parse_url(text: str) -> URL:
    """The URL, with its host as the policy reads it. Raises `FetchError`."""
    invalid = FetchError("invalid", "ERR_INVALID_URL", "Invalid URL", input=text[:2048])
    if not _URL_TEXT.fullmatch(text):
        raise invalid
    try:
        parsed = URL(text, encoded=True)
        host = parse_host(parsed.raw_host or "")
        port, scheme = parsed.explicit_port, parsed.scheme.lower()
    except ValueError:
        raise invalid from None
    if not parsed.absolute or port == 0:
        raise invalid
    if parsed.raw_user is not None or parsed.raw_password is not None:
        raise FetchError(
            "invalid",
            "ERR_INVALID_URL",
            "the URL has a user name or password in it; send an Authorization header instead",
        )
    name = f"[{host}]" if isinstance(host, ipaddress.IPv6Address) else str(host)
    authority = name if port is None else f"{name}:{port}"
    # Put together again from what was checked: no two readers of it can differ about the host.
    return URL(f"{scheme}://{authority}{parsed.raw_path_qs or '/'}", encoded=True)


def _checked_headers(headers: Iterable[tuple[str, str]], url: URL) -> tuple[tuple[str, str], ...]:
    """Those that are sent. Raises `FetchError` for what no request may have."""
    sent = []
    # One spelling for each name: with two, the client library would keep the last one only.
    spelling: dict[str, str] = {}
    for name, value in headers:
        lower = name.lower()
        if not _TOKEN.fullmatch(name) or not _VALUE.fullmatch(value):
            raise FetchError("invalid", "UND_ERR_INVALID_ARG", f"invalid header {name[:100]!r}")
        if lower in _FORBIDDEN_HEADERS or lower.startswith("proxy-"):
            raise FetchError(
                "invalid", "UND_ERR_INVALID_ARG", f"invalid {lower[:100]} header: it cannot be set here"
            )
        if lower == "host":
            if value.strip().lower() not in (url.raw_authority, str(url.raw_host)):
                raise FetchError(
                    "invalid",
                    "UND_ERR_INVALID_ARG",
                    "invalid host header: it must be the host of the URL, by which requests are allowed",
                )
            continue
        if lower not in _OWN_HEADERS:
            sent.append((spelling.setdefault(lower, name), value.strip(" \t")))
    return tuple(sent)


def _head(response: aiohttp.ClientResponse, url: URL, *, redirected: bool) -> dict[str, Any]:
    """What the script is told of a response beside its body. Header values are Latin-1, as in Node."""
    version = response.version
    return {
        "url": str(url),
        "redirected": redirected,
        "status": response.status,
        "statusText": response.reason or "",
        "httpVersion": f"{version.major}.{version.minor}" if version else "1.1",
        "headers": [(str(name, "latin-1"), str(value, "latin-1")) for name, value in response.raw_headers],
    }


def _failure(error: BaseException, hop: _Hop, way: _Way) -> FetchError:
    """In Node's codes and words."""
    match error:
        case DecodingError():
            return FetchError("protocol", error.code, str(error))
        case aiohttp.ClientConnectorError() | aiohttp.ServerTimeoutError() | ssl.SSLError():
            return _connect_failure(error, hop, way)
        case aiohttp.ClientResponseError():
            too_large = error.message.startswith(("Got more than", "Too many headers"))
            code = "HPE_HEADER_OVERFLOW" if too_large else "HPE_INVALID_CONSTANT"
            return FetchError(
                "protocol", code, "Parse Error: the response is not HTTP, or its headers are too large"
            )
        case aiohttp.InvalidURL() | ValueError():
            return FetchError("invalid", "ERR_INVALID_URL", "Invalid URL")
        case OSError() if error.errno in (errno.EPIPE, errno.ECONNRESET):
            code = errno.errorcode[error.errno]
            syscall = "write" if code == "EPIPE" else "read"
            return FetchError("network", code, f"{syscall} {code}", errno=-error.errno, syscall=syscall)
    words = "aborted" if isinstance(error, aiohttp.ClientPayloadError) else "socket hang up"
    return FetchError("network", "ECONNRESET", words)


def _connect_failure(error: BaseException, hop: _Hop, way: _Way) -> FetchError:
    """There is no connection, or no TLS over it."""
    if isinstance(error, aiohttp.ClientConnectorCertificateError):
        number = getattr(error.certificate_error, "verify_code", 0)
        code, words = _CERTIFICATE_ERRORS.get(number, ("EPROTO", "certificate verify failed"))
        if code == "ERR_TLS_CERT_ALTNAME_INVALID":
            words += f": host {hop.url.raw_host}"
        return FetchError("tls", code, words)
    if isinstance(error, aiohttp.ClientConnectorSSLError | ssl.SSLError):
        reason = getattr(getattr(error, "os_error", error), "reason", None) or "handshake failed"
        return FetchError("tls", "EPROTO", f"write EPROTO: {reason}", errno=-errno.EPROTO, syscall="write")
    outcome, number = "timeout", errno.ETIMEDOUT
    if isinstance(error, aiohttp.ClientConnectorError):
        outcome, number = "network", error.os_error.errno or errno.ECONNREFUSED
    code, address, port = errno.errorcode.get(number, "ECONNREFUSED"), way.shown(), hop.port
    words = f"connect {code} {address}:{port}"
    return FetchError(outcome, code, words, errno=-number, syscall="connect", address=address, port=port)


# --- names and addresses -----------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Way:
    """A hop's permitted route and, once they were looked up, the addresses it leads to."""

    route: Route
    addresses: list[Address] = field(default_factory=list)

    def shown(self) -> str:
        return str(self.addresses[0]) if self.addresses else str(self.route.host)


# The way of the hop that this task is about to send: the client library hands its resolver a name and a port only.
_way: ContextVar[_Way] = ContextVar("_way")


class _CheckedResolver(AbstractResolver):
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
        except TimeoutError:
            raise _not_found(host, *_LOOKUP_ERRORS[socket.EAI_AGAIN]) from None
        except socket.gaierror as error:
            raise _not_found(host, *_LOOKUP_ERRORS.get(error.errno or 0, _NOT_FOUND)) from None
        except (OSError, UnicodeError):
            raise _not_found(host, *_NOT_FOUND) from None
        if not addresses:
            raise _not_found(host, *_NOT_FOUND)
        way = _way.get()
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


def _not_found(host: str, code: str, number: int) -> FetchError:
    message = f"getaddrinfo {code} {host}"
    return FetchError("network", code, message, errno=number, syscall="getaddrinfo", hostname=host)


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


def _tls_context(ca_file: str) -> ssl.SSLContext:
    """The system's trust, and the operator's own beside it. Raises `UnusableFile`."""
    context = ssl.create_default_context()
    if ca_file:
        try:
            context.load_verify_locations(cafile=ca_file)
        except (OSError, ssl.SSLError) as error:
            reason = getattr(error, "reason", None) or error.strerror or str(error)
            raise UnusableFile(
                f"cannot use {ca_file} (--egress-ca): {reason}; it must hold certificates as PEM"
            ) from None
    return context


class _RefusalLog:
    """One line for each refusal, as long as they are few."""

    def __init__(self) -> None:
        self._minute = 0
        self._lines = 0
        self._kept_quiet: Counter[Refusal] = Counter()

    def refused(self, execution_id: str, error: Refused) -> None:
        """Logs it, or counts it for the first line of another minute."""
        minute = int(time.monotonic() // 60)
        if minute != self._minute:
            if self._kept_quiet:
                log.info("%d more requests were refused before", self._kept_quiet.total())
            self._minute, self._lines = minute, 0
            self._kept_quiet.clear()
        self._lines += 1
        if self._lines > MAX_LOGGED_REFUSALS:
            self._kept_quiet[error.refusal] += 1
            return
        log.info("execution %s: request refused (%s): %s", execution_id, error.refusal, error)
