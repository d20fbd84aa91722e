"""Checks across settings: those that are right by themselves and contradict each other.

Each check is given the values that could be read, so it finds nothing where one that it needs is wrong, and how each was
written, for its words.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator, Mapping
from typing import Any

from executor.settings.kinds import quoted
from executor.settings.setting import Written

Values = Mapping[str, Any]
Texts = Mapping[str, Written]


def conflicts(values: Values, written: Texts) -> list[str]:
    """A problem for each contradiction. `values` lacks the settings that are wrong by themselves."""
    return [problem for check in _CHECKS for problem in check(values, written)]


def _timeouts(values: Values, written: Texts) -> Iterator[str]:
    timeout, limit = values.get("timeout"), values.get("max_timeout")
    if timeout is not None and limit is not None and timeout > limit:
        given, most = written["timeout"], written["max_timeout"]
        yield (
            f"{given.source} is {given.text}, over {most.source}, which is {most.text}; "
            "lower --timeout or raise --max-timeout"
        )


def _ports(values: Values, written: Texts) -> Iterator[str]:
    for one, other, off in (
        ("listen", "admin_listen", "the admin pages off with --admin-listen=off"),
        ("listen", "http_listen", "the HTTP door off with --http-listen=off"),
        ("admin_listen", "http_listen", "the HTTP door off with --http-listen=off"),
    ):
        if _collide(values.get(one, ""), values.get(other, "")):
            first, second = written[one], written[other]
            yield (
                f"{second.source} is {second.text}, the same port as {first.source}, which is {first.text}; "
                f"give each its own port, or switch {off}"
            )


def _egress(values: Values, written: Texts) -> Iterator[str]:
    if values.get("egress_credentials", "") and values.get("egress") == "off":
        given = written["egress_credentials"]
        yield f"{given.source} is {quoted(given.text)} and needs --egress=listed, or --egress=public, to have a meaning"
    allow = values.get("egress_allow")
    if allow and values.get("egress") == "off":
        given = written["egress_allow"]
        yield f"{given.source} is {quoted(given.text)} and needs --egress=listed, or --egress=public, to have a meaning"
    elif allow == () and values.get("egress") == "listed":
        yield f"{written['egress'].source} is listed, and nothing is; give --egress-allow too"


# The next two find what together would let in more callers than was meant.


def _half_of_tls(values: Values, written: Texts) -> Iterator[str]:
    certificate, key = values.get("tls_certificate", ""), values.get("tls_key", "")
    for one, other, flag in ((certificate, key, "key"), (key, certificate, "certificate")):
        if one and not other:
            given = written["tls_certificate" if flag == "key" else "tls_key"]
            yield f"{given.source} is {quoted(given.text)} and needs --tls-{flag} beside it"
    if values.get("tls_client_ca", "") and not certificate and not key:
        given = written["tls_client_ca"]
        yield f"{given.source} is {quoted(given.text)} and needs TLS; give --tls-certificate and --tls-key too"


def _open_to_all(values: Values, written: Texts) -> Iterator[str]:
    if values.get("tls_certificate", "") or values.get("plaintext") != "loopback":
        return
    for name in ("listen", "http_listen"):
        address = values.get(name, "")
        if ":" in address and not is_loopback(address):
            given = written[name]
            yield (
                f"{given.source} is {quoted(given.text)}, not a loopback address, and without TLS anyone there could "
                "call; give --tls-certificate and --tls-key, or --plaintext=anywhere if the network itself is closed"
            )


_CHECKS = (_timeouts, _ports, _egress, _half_of_tls, _open_to_all)


def is_loopback(address: str) -> bool:
    """Whether a parsed `host:port` can only be reached from this machine. A name other than localhost may be any."""
    host = address.rpartition(":")[0].strip("[]")
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _collide(one: str, other: str) -> bool:
    """Whether two parsed addresses cannot both be listened on."""
    (host, _, port), (other_host, _, other_port) = one.rpartition(":"), other.rpartition(":")
    if not host or not other_host or port != other_port or port == "0":
        return False
    return host == other_host or not {host, other_host}.isdisjoint({"0.0.0.0", "[::]"})  # noqa: S104 - compared only
