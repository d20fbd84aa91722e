"""Where the requests of scripts may go: which hosts, ports, schemes and addresses. Decides, and connects to nothing.

A name is decided twice: by what is listed, before it is looked up, and by the addresses that it has, every one of
them, before one is connected to. `ipaddress.is_global` is not asked: it differs between versions of Python, and takes
tunnels to anywhere for global. The tables here are IANA's special-purpose registries, cloud providers' metadata
addresses beside them; of IPv6 only global unicast (2000::/3) is public at all.
"""

from __future__ import annotations

import enum
import ipaddress
import re
from collections.abc import Iterable
from dataclasses import dataclass

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network


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

DEFAULT_PORTS = {"http": 80, "https": 443}
ANY_PORT = -1

_LABELS = r"[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*"
_NAME = re.compile(_LABELS)
_ENTRY = re.compile(
    r"(?:(?P<scheme>[a-z]+)://)?"
    r"(?:\[(?P<six>[0-9a-f:.]+(?:/[0-9]{1,3})?)\]|(?P<host>[^\[\]:=]+|[0-9a-f:.]*:[0-9a-f:.]*:[0-9a-f:.]*(?:/[0-9]{1,3})?))"
    r"(?::(?P<port>[0-9]{1,5}|\*))?"
    r"(?P<private>=private)?",
)
# Names that no public owner can have: RFC 6762, RFC 6761, RFC 8375, and ICANN's own.
_INTERNAL_DOMAINS = ("local", "localhost", "internal", "home.arpa")
_LAST_LABEL_NUMBER = re.compile(r"(.*\.)?([0-9]+|0x[0-9a-f]*)")


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


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the allow-list: `name` (with `wildcard`, every name under it) or `network`.

    `port` is `ANY_PORT`, a port, or 0: the default ports of http and https. `private` says that the name may have internal
    addresses.
    """

    scheme: str
    name: str
    wildcard: bool
    network: Network | None
    port: int
    private: bool

    def fits(self, scheme: str, port: int) -> bool:
        """Whether it is about this scheme and port."""
        if self.scheme not in ("", scheme):
            return False
        if self.port == 0:
            return port == DEFAULT_PORTS[self.scheme] if self.scheme else port in DEFAULT_PORTS.values()
        return self.port in (ANY_PORT, port)

    def names(self, host: str) -> bool:
        """Whether it is about this name. A wildcard does not stand for nothing: `*.a.com` is not `a.com`."""
        if not self.name:
            return False
        return host.endswith(f".{self.name}") if self.wildcard else host == self.name

    def contains(self, address: Address) -> bool:
        """Whether it is about this address."""
        return (
            self.network is not None and address.version == self.network.version and address in self.network
        )


def parse_allow_list(text: str) -> tuple[Entry, ...]:
    """Entries with commas between, or `off` for none. Raises `ValueError` saying what would be right."""
    if text == "off":
        return ()
    return tuple(_parse_entry(part.strip().lower()) for part in text.split(","))


def _parse_entry(text: str) -> Entry:
    match = _ENTRY.fullmatch(text)
    if match is None:
        raise ValueError(
            f"{text!r} is no entry; write off, or api.example.com, *.example.com:8443, https://example.com, 10.1.0.0/16 or [fd00::1]:80"
        )
    scheme, host = match["scheme"] or "", match["six"] or match["host"]
    if scheme and scheme not in DEFAULT_PORTS:
        raise ValueError(f"{text!r} has the scheme {scheme}; only http and https can be listed")
    port = _parse_port(match["port"], text)
    wildcard = host.startswith("*.")
    network = None if wildcard else _parse_network(host, text)
    if match["private"] and network is not None:
        raise ValueError(f"{text!r} lists addresses, which are listed whatever they are; leave =private away")
    name = "" if network is not None else host.removeprefix("*.").rstrip(".")
    if network is None and (not _NAME.fullmatch(name) or len(name) > 253):
        raise ValueError(
            f"{text!r} has no host name, address or block of addresses; --egress=public allows all that are public"
        )
    return Entry(scheme, name, wildcard, network, port, bool(match["private"]) or _is_internal(name))


def _parse_port(text: str | None, entry: str) -> int:
    if text is None:
        return 0
    if text == "*":
        return ANY_PORT
    if not 1 <= int(text) <= 65535:
        raise ValueError(f"{entry!r} has the port {text}; ports are 1 to 65535, or * for any")
    return int(text)


def _parse_network(host: str, entry: str) -> Network | None:
    if not ("/" in host or ":" in host or _LAST_LABEL_NUMBER.fullmatch(host)):
        return None
    try:
        return ipaddress.ip_network(host)
    except ValueError as error:
        raise ValueError(f"{entry!r} has no address or block of addresses: {error}") from None


def _is_internal(name: str) -> bool:
    """A name of one label is searched for in the server's own domains."""
    return bool(name) and (
        "." not in name or name.endswith(tuple(f".{domain}" for domain in _INTERNAL_DOMAINS))
    )


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
    if _LAST_LABEL_NUMBER.fullmatch(host):
        return ipaddress.IPv4Address(host)
    if not _NAME.fullmatch(host) or len(host) > 253:
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
