"""The HTTP client library as the broker uses it: everything that it would do by itself is switched off."""

from __future__ import annotations

import ssl

import aiohttp

from executor.egress.connections import BoundedConnector, OwnConnectionRequest
from executor.egress.lookups import CheckedResolver, Lookup
from executor.reloading import UnusableFile
from executor.settings import Settings

# Seconds an idle connection is kept: less than what servers in front of most APIs keep it for (60 s and more).
KEEP_ALIVE = 30.0
# Header lines of a response; together they are bounded by --egress-max-header-bytes.
MAX_HEADER_LINES = 500
_AUTOMATIC_HEADERS = ("Accept", "Accept-Encoding", "User-Agent", "Content-Type")


def open_session(settings: Settings, look_up: Lookup, tls: ssl.SSLContext | None) -> aiohttp.ClientSession:
    """For all requests of a server; connections are kept for whoever comes next."""
    connector = BoundedConnector(
        # Lines of headers and of the status, and interim responses.
        max_head_bytes=2 * settings.egress_max_header_bytes,
        limit=settings.egress_max_connections,
        resolver=CheckedResolver(look_up, settings.egress_connect_timeout),
        use_dns_cache=False,
        ssl=tls or True,
        keepalive_timeout=KEEP_ALIVE,
    )
    return aiohttp.ClientSession(
        connector=connector,
        request_class=OwnConnectionRequest,
        cookie_jar=aiohttp.DummyCookieJar(),
        trust_env=False,
        auto_decompress=False,
        skip_auto_headers=_AUTOMATIC_HEADERS,
        timeout=aiohttp.ClientTimeout(sock_connect=settings.egress_connect_timeout),
        max_line_size=settings.egress_max_header_bytes,
        max_field_size=settings.egress_max_header_bytes,
        max_headers=MAX_HEADER_LINES,
    )


def tls_context(ca_file: str) -> ssl.SSLContext:
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
