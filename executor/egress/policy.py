"""Where the requests of scripts may go: which hosts, ports, schemes and addresses. Decides, and connects to nothing.

A name is decided twice: by what is listed, before it is looked up, and by the addresses that it has, every one of
them, before one is connected to. `ipaddress.is_global` is not asked: it differs between versions of Python, and takes
tunnels to anywhere for global. The tables here are IANA's special-purpose registries, cloud providers' metadata
addresses beside them; of IPv6 only global unicast (2000::/3) is public at all.
"""

from __future__ import annotations

import enum
import ipaddress
from collections.abc import Iterable
from dataclasses import dataclass

from executor.formats.egress_entries import (
    DEFAULT_PORTS,
    HOST_NAME,
    LAST_LABEL_NUMBER,
    Address,
    Entry,
    Network,
)


class Refusal(enum.StrEnum):
    """Why a request was refused: where it would have gone."""

    OFF = "off"
    UNLISTED = "unlisted"
    SCHEME = "scheme"
    PORT = "port"
    UNSPECIFIED = "unspecified"
    LOOPBACK = "loopback"
    PRIVATE = "private"
    SHARED = "shared"
    LINK_LOCAL = "link_local"
    METADATA = "metadata"
    MULTICAST = "multicast"
    BROADCAST = "broadcast"
    RESERVED = "reserved"
    DOCUMENTATION = "documentation"
    BENCHMARKING = "benchmarking"
    EMBEDDED = "embedded"


class HostClass(enum.StrEnum):
    """What a host that may be asked is."""

    PUBLIC = "public"
    LISTED = "listed"


# The first block that an address is in says what it is.
_BLOCKS: tuple[tuple[Refusal, str], ...] = (
    # AWS, Azure, Google and others; ECS; Azure's host (a public address); Alibaba; Oracle; AWS and Google over IPv6.
    (
        Refusal.METADATA,
        "169.254.169.254 169.254.170.2 168.63.129.16 100.100.100.200 192.0.0.192 fd00:ec2::254 fd20:ce::254",
    ),
    (Refusal.UNSPECIFIED, "0.0.0.0 ::"),
    (Refusal.LOOPBACK, "127.0.0.0/8 ::1"),
    # RFC 1918, unique local (RFC 4193), and the site-local that those replaced.
    (Refusal.PRIVATE, "10.0.0.0/8 172.16.0.0/12 192.168.0.0/16 fc00::/7 fec0::/10"),
    # Carrier-grade NAT; the pods of some clusters.
    (Refusal.SHARED, "100.64.0.0/10"),
    (Refusal.LINK_LOCAL, "169.254.0.0/16 fe80::/10"),
    (Refusal.MULTICAST, "224.0.0.0/4 ff00::/8"),
    (Refusal.BROADCAST, "255.255.255.255"),
    (Refusal.DOCUMENTATION, "192.0.2.0/24 198.51.100.0/24 203.0.113.0/24 2001:db8::/32 3fff::/20"),
    (Refusal.BENCHMARKING, "198.18.0.0/15 2001:2::/48"),
    # IPv4 inside IPv6: mapped, compatible, translated, NAT64 (two), 6to4 and Teredo. Whatever IPv4 network the other
    # end's translator is in, the address inside may be one of it.
    (
        Refusal.EMBEDDED,
        "::ffff:0:0/96 ::/96 ::ffff:0:0:0/96 64:ff9b::/96 64:ff9b:1::/48 2002::/16 2001::/32",
    ),
    # This network, IETF protocols, relays of 6to4, what is left of class E; IETF protocols of IPv6.
    (Refusal.RESERVED, "0.0.0.0/8 192.0.0.0/24 192.88.99.0/24 240.0.0.0/4 2001::/23"),
)
_TABLE: tuple[tuple[Refusal, Network], ...] = tuple(
    (refusal, ipaddress.ip_network(block)) for refusal, blocks in _BLOCKS for block in blocks.split()
)
_GLOBAL_UNICAST = ipaddress.IPv6Network("2000::/3")

# What a service inside may have. Metadata, link-local and the rest have to be listed as addresses.
_INTERNAL = frozenset({Refusal.PRIVATE, Refusal.SHARED, Refusal.LOOPBACK})


def refused_blocks(version: int) -> list[Network]:
    """What is never public, in as few blocks as possible, ascending; of IPv6 (`version` 6) what is global unicast."""
    if version == 4:
        return [*ipaddress.collapse_addresses(b for _, b in _TABLE if isinstance(b, ipaddress.IPv4Network))]
    public_but = (
        b for _, b in _TABLE if isinstance(b, ipaddress.IPv6Network) and b.overlaps(_GLOBAL_UNICAST)
    )
    return [*ipaddress.collapse_addresses(public_but)]


class Refused(Exception):
    """The request may not go there. `host` is what the script asked for."""

    def __init__(self, refusal: Refusal, message: str) -> None:
        super().__init__(message)
        self.refusal = refusal


def refusal_of(address: Address) -> Refusal | None:
    """What speaks against an address; None for a public one."""
    for refusal, network in _TABLE:
        if address.version == network.version and address in network:
            return refusal
    if address.version == 6 and address not in _GLOBAL_UNICAST:
        return Refusal.RESERVED
    return None


def parse_host(host: str) -> str | Address:
    """A host of a URL as its address or its name, in lower case without the final dot. Raises `ValueError`.

    Names whose last part is a number (127.1, 0x7f000001) are addresses to a C library: they are none here.
    """
    if "%" in host:
        raise ValueError("zone ids are not supported")
    host = host.lower().removesuffix(".")
    if ":" in host:
        return ipaddress.IPv6Address(host.removeprefix("[").removesuffix("]"))
    if LAST_LABEL_NUMBER.fullmatch(host):
        return ipaddress.IPv4Address(host)
    if not HOST_NAME.fullmatch(host) or len(host) > 253:
        raise ValueError("it is no host name")
    return host


@dataclass(frozen=True, slots=True)
class Route:
    """A permitted way to one host. `check` has the last word, about the addresses that its name has."""

    host_class: HostClass
    host: str | Address
    listed: tuple[Entry, ...]
    may_be_internal: bool

    def check(self, addresses: Iterable[Address]) -> None:
        """Raises `Refused` unless every address may be connected to. The message names no address."""
        for address in addresses:
            if any(entry.contains(address) for entry in self.listed):
                continue
            refusal = refusal_of(address)
            if refusal is None or (self.may_be_internal and refusal in _INTERNAL):
                continue
            raise Refused(
                refusal,
                f"a request to {self.host} is refused: its address is {_ARTICLES.get(refusal, '')}{refusal.replace('_', '-')}; "
                "the operator can list it (--egress-allow)",
            )


_ARTICLES = {Refusal.METADATA: "one of cloud ", Refusal.EMBEDDED: "IPv4 "}


class Policy:
    """`mode` is `off`, `public` or `listed`."""

    def __init__(self, mode: str, entries: tuple[Entry, ...]) -> None:
        self._mode = mode
        self._entries = entries

    def route(self, scheme: str, host: str | Address, port: int) -> Route:
        """How to get to a host as `parse_host` gives it. Raises `Refused`. Addresses are checked here already."""
        if self._mode == "off":
            raise Refused(
                Refusal.OFF,
                "scripts may send no requests here: --egress is off; the operator can set --egress=public, or "
                "--egress=listed with --egress-allow",
            )
        if scheme not in DEFAULT_PORTS:
            raise Refused(
                Refusal.SCHEME, f"a request over {scheme[:100]}: is refused; only http: and https: are sent"
            )
        fitting = tuple(entry for entry in self._entries if entry.fits(scheme, port))
        if isinstance(host, str):
            naming = [entry for entry in fitting if entry.names(host)]
            may_be_internal = any(entry.private for entry in naming)
        else:
            naming = [entry for entry in fitting if entry.contains(host)]
            may_be_internal = False
        if naming:
            return Route(HostClass.LISTED, host, fitting, may_be_internal)
        if self._mode == "listed":
            raise Refused(
                Refusal.UNLISTED,
                f"a request to {scheme}://{_shown(host)}:{port} is refused: it is not listed; the operator can list it "
                "(--egress-allow)",
            )
        if port not in DEFAULT_PORTS.values():
            raise Refused(
                Refusal.PORT,
                f"a request to port {port} of {_shown(host)} is refused: only 80 and 443 are allowed unless listed; the "
                "operator can list it (--egress-allow)",
            )
        route = Route(HostClass.PUBLIC, host, fitting, may_be_internal=False)
        if not isinstance(host, str):
            route.check((host,))
        return route


def _shown(host: str | Address) -> str:
    return f"[{host}]" if isinstance(host, ipaddress.IPv6Address) else str(host)
