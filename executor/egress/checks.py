"""What is checked of a request before any of it is sent: its sizes, method, URL and headers; of a redirect, where it leads.

Whether it may go there is the policy's to say. All raise `FetchError`.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable

from yarl import URL

from executor.egress.failures import FetchError, over_limit
from executor.egress.policy import parse_host
from executor.settings import Settings
from executor.wire.fetches import Fetch

_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_VALUE = re.compile(r"[\t\x20-\x7e\x80-\xff]*")
# Visible ASCII. A backslash is a slash to some readers of URLs and none to others.
_URL_TEXT = re.compile(r"[!-\[\]-~]+")
# These the broker sets itself; a script's would be the same or wrong.
_OWN_HEADERS = frozenset({"content-length", "connection", "keep-alive"})
# These belong to one connection, which is not the script's.
_FORBIDDEN_HEADERS = frozenset({"transfer-encoding", "te", "trailer", "upgrade", "expect", "http2-settings"})
_FORBIDDEN_METHODS = frozenset({"CONNECT", "TRACE", "TRACK"})


def is_header(name: str) -> bool:
    """Whether a request may be given a header of that name: one that HTTP can say, and that is not the connection's."""
    lower = name.lower()
    reserved = _OWN_HEADERS | _FORBIDDEN_HEADERS | {"host"}
    return bool(_TOKEN.fullmatch(name)) and lower not in reserved and not lower.startswith("proxy-")


def check_sizes(fetch: Fetch, settings: Settings) -> None:
    """Of all that a request has us keep, before it waits for its turn."""
    size = len(fetch.url.encode())
    if size > settings.egress_max_url_bytes:
        raise over_limit(
            f"the URL is {size} bytes",
            settings.egress_max_url_bytes,
            "egress-max-url-bytes",
            "send a body instead",
        )
    size = sum(len(name) + len(value) + 4 for name, value in fetch.headers)
    if size > settings.egress_max_header_bytes:
        raise over_limit(
            f"the request's headers are {size} bytes",
            settings.egress_max_header_bytes,
            "egress-max-header-bytes",
            "send less",
        )
    # The isolate has refused it already, unless it is broken into.
    if len(fetch.body) > settings.egress_max_request_bytes:
        raise over_limit(
            f"the request's body is {len(fetch.body)} bytes",
            settings.egress_max_request_bytes,
            "egress-max-request-bytes",
            "send less",
        )


def check_method(method: str) -> None:
    """What HTTP can say, and no request may ask of somebody else's connection."""
    if not _TOKEN.fullmatch(method) or method.upper() in _FORBIDDEN_METHODS:
        raise FetchError("invalid", "UND_ERR_INVALID_ARG", f"invalid request method {method[:100]!r}")


def parse_url(text: str) -> URL:
    """The URL, with its host as the policy reads it."""
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


def checked_headers(headers: Iterable[tuple[str, str]], url: URL) -> tuple[tuple[str, str], ...]:
    """Those that are sent."""
    sent = []
    # One spelling for each name: with two, the client library would keep the last one only.
    spelling: dict[str, str] = {}
    for name, value in headers:
        lower = name.lower()
        _check_header(name, lower, value)
        if lower == "host":
            _check_host(value, url)
        elif lower not in _OWN_HEADERS:
            sent.append((spelling.setdefault(lower, name), value.strip(" \t")))
    return tuple(sent)


def _check_header(name: str, lower: str, value: str) -> None:
    if not _TOKEN.fullmatch(name) or not _VALUE.fullmatch(value):
        raise FetchError("invalid", "UND_ERR_INVALID_ARG", f"invalid header {name[:100]!r}")
    if lower in _FORBIDDEN_HEADERS or lower.startswith("proxy-"):
        raise FetchError(
            "invalid", "UND_ERR_INVALID_ARG", f"invalid {lower[:100]} header: it cannot be set here"
        )


def _check_host(value: str, url: URL) -> None:
    if value.strip().lower() not in (url.raw_authority, str(url.raw_host)):
        raise FetchError(
            "invalid",
            "UND_ERR_INVALID_ARG",
            "invalid host header: it must be the host of the URL, by which requests are allowed",
        )


def redirect_target(base: URL, location: str, max_bytes: int) -> URL:
    """Where a `Location` header leads to from `base`, checked as a request's own URL is."""
    # Bytes above ASCII arrive as surrogates of what is most often UTF-8.
    octets = location.encode("utf-8", "surrogateescape")
    text = "".join(chr(octet) if 0x21 <= octet <= 0x7E else f"%{octet:02X}" for octet in octets.strip())
    if len(text) > max_bytes:
        raise over_limit(
            f"a redirect's URL is {len(text)} bytes",
            max_bytes,
            "egress-max-url-bytes",
            "ask for another",
        )
    try:
        target = str(base.join(URL(text, encoded=True)))
    except ValueError:
        raise FetchError("protocol", "ERR_INVALID_URL", "Invalid URL in a redirect") from None
    return parse_url(target)
