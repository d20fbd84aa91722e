"""Which `Host` names a port for HTTP answers to.

A web page may give its own name the address of this port, and then read what is here with its visitor's browser (DNS
rebinding). Such a request has that page's name in `Host`. An address there is none of a page's names, and neither is a name that
nobody can own in public: one without a dot, as containers have, and those of a cluster's services. Any other must be that of
the address it listens on or one of `--admin-hosts`.
"""

from __future__ import annotations

import ipaddress

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from executor.settings import Settings

# `svc` and `cluster.local` are Kubernetes', `internal` is set aside for networks of one's own (ICANN, 2024), `local` for mDNS.
_PRIVATE = (".svc", ".local", ".internal", ".localhost")
REFUSAL = "this name is not served here; ask by address or as localhost, or have the operator list it with --admin-hosts\n"


def expected_hosts(address: str, settings: Settings) -> frozenset[str]:
    """The names that are answered, in lower case, by what listens on `host:port`."""
    listened = address.rpartition(":")[0].strip("[]").lower()
    return frozenset({"localhost", listened, *settings.admin_hosts})


def only_expected(hosts: frozenset[str]) -> Middleware:
    """A middleware that answers 421 to any other name."""

    @web.middleware
    async def middleware(request: web.Request, handler: Handler) -> web.StreamResponse:
        if not is_expected(request.headers.get("Host", ""), hosts):
            return web.Response(text=REFUSAL, status=421)
        return await handler(request)

    return middleware


def is_expected(header: str, hosts: frozenset[str]) -> bool:
    """Whether a `Host` header, such as `localhost:8080`, is one of `hosts`, an address, or a name that is private. So is none at
    all: no browser sends none.
    """
    host = header.strip().lower()
    if host.startswith("["):
        host = host[1:].partition("]")[0]
    elif host.count(":") == 1:
        host = host.partition(":")[0]
    host = host.removesuffix(".")
    if not host or host in hosts or host.endswith(_PRIVATE):
        return True
    if "." not in host and ":" not in host:
        return True
    try:
        return bool(ipaddress.ip_address(host))
    except ValueError:
        return False
