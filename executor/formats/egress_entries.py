"""The entries of `--egress-allow`: hosts, addresses and ports that scripts may reach, as the operator writes them.

What an entry allows is decided by executor/egress/policy.py.
"""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

DEFAULT_PORTS = {"http": 80, "https": 443}
ANY_PORT = -1

_LABELS = r"[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*"
HOST_NAME = re.compile(_LABELS)
_ENTRY = re.compile(
    r"(?:(?P<scheme>[a-z]+)://)?"
    r"(?:\[(?P<six>[0-9a-f:.]+(?:/[0-9]{1,3})?)\]|(?P<host>[^\[\]:=]+|[0-9a-f:.]*:[0-9a-f:.]*:[0-9a-f:.]*(?:/[0-9]{1,3})?))"
    r"(?::(?P<port>[0-9]{1,5}|\*))?"
    r"(?P<private>=private)?",
)
# Names that no public owner can have: RFC 6762, RFC 6761, RFC 8375, and ICANN's own.
_INTERNAL_DOMAINS = ("local", "localhost", "internal", "home.arpa")
LAST_LABEL_NUMBER = re.compile(r"(.*\.)?([0-9]+|0x[0-9a-f]*)")


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
    if network is None and (not HOST_NAME.fullmatch(name) or len(name) > 253):
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
    if not ("/" in host or ":" in host or LAST_LABEL_NUMBER.fullmatch(host)):
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
