"""Kinds of values: how the text of a setting is read. Every parser raises `ValueError` saying what would be right."""

from __future__ import annotations

import difflib
import ipaddress
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from executor.formats import zones
from executor.formats.egress_entries import parse_allow_list
from executor.formats.quantities import parse_duration, parse_size

# The value of `admin_listen` that opens no port, of `caller_metadata_key` that reads no metadata, and of a file that
# means there is none.
OFF = "off"

_HOST_NAME = re.compile(r"[A-Za-z0-9_]([A-Za-z0-9_.-]*[A-Za-z0-9_.])?")
_PORT = re.compile(r"[0-9]{1,5}")
_ORIGIN = re.compile(r"https?://([a-z0-9_.-]+|\[[0-9a-f:]+\])(:[0-9]{1,5})?")

# RFC 9110, section 5.6.2: a token.
_HEADER_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9a-z-]{1,256}")

_METADATA_KEY = re.compile(r"[a-z0-9_.-]{1,64}")

# Printable ASCII without blanks.
_PLAIN = re.compile(r"[!-~]+")


def parse_count(text: str) -> int:
    """A whole number. Raises `ValueError` saying what would be right, as all parsers here do."""
    if not re.fullmatch(r"[0-9]{1,18}", text):
        raise ValueError("it must be a whole number such as 16")
    return int(text)


def parse_address(text: str) -> str:
    """`host:port` as gRPC and aiohttp take it; `:port` becomes `0.0.0.0:port`. Raises `ValueError`.

    The host is a name, an IPv4 address or an IPv6 address in brackets. Port 0 lets the system choose.
    """
    host, colon, port = text.rpartition(":")
    if text.startswith(("unix:", "unix-abstract:", "vsock:")):
        raise ValueError(
            "sockets that are no TCP are not served: bounds on callers find a connection by its address; "
            "write host:port, such as 127.0.0.1:50051"
        )
    if not colon or not _PORT.fullmatch(port):
        raise ValueError("it must be host:port, such as 127.0.0.1:50051, [::1]:50051 or :50051")
    if int(port) > 65535:
        raise ValueError(f"port {port} is over 65535; choose one from 1 to 65535, or 0 for any free one")
    if ":" in host and _is_host(f"[{host}]"):
        raise ValueError(f"an IPv6 address needs brackets; write [{host}]:{port}")
    if host and not _is_host(host):
        raise ValueError(f"{host!r} is no host name, IPv4 address or IPv6 address in brackets")
    return f"{host or '0.0.0.0'}:{int(port)}"  # noqa: S104 - `:port` asks for all interfaces


def parse_admin_address(text: str) -> str:
    """As `parse_address`, or `off`. Raises `ValueError`."""
    return OFF if text == OFF else parse_address(text)


def parse_hosts(text: str) -> tuple[str, ...]:
    """Host names with commas between, or `off` for none. Raises `ValueError`."""
    hosts = () if text == OFF else tuple(host.strip().lower() for host in text.split(","))
    for host in hosts:
        if not _HOST_NAME.fullmatch(host):
            raise ValueError(
                f"{host!r} is no host name; write names such as executor.example.com with commas between, or off"
            )
    return hosts


def parse_origins(text: str) -> tuple[str, ...]:
    """Origins of web pages with commas between, or `off` for none. Raises `ValueError`."""
    origins = () if text == OFF else tuple(origin.strip() for origin in text.split(","))
    for origin in origins:
        if not _ORIGIN.fullmatch(origin):
            raise ValueError(
                f"{origin!r} is no origin as browsers send it; write https://tools.example.com or http://localhost:3000, "
                "in lower case and without a path, with commas between, or off"
            )
    return origins


def parse_metadata_key(text: str) -> str:
    """A key of gRPC metadata with a text value, or `off`. Raises `ValueError`."""
    if not _METADATA_KEY.fullmatch(text):
        raise ValueError(
            "it must be a metadata key such as x-caller (lower-case letters, digits, - _ and .; 64 at most), or off"
        )
    if text.startswith("grpc-") or text.endswith("-bin"):
        raise ValueError("keys that begin with grpc- are gRPC's own, and those that end in -bin are not text")
    return text


def parse_headers(text: str) -> tuple[str, ...]:
    """Names of headers with commas between, in lower case; `off` for none. Raises `ValueError`."""
    names = () if text == OFF else tuple(name.strip().lower() for name in text.split(","))
    for name in names:
        if not _HEADER_NAME.fullmatch(name):
            raise ValueError(
                f"{name!r} is no name of a header; write names such as authorization with commas between, or off"
            )
    return names


def parse_directory(text: str) -> str:
    """A path, as given. Whether it can be read is found out by the warmup, which says so in more places."""
    if not text or "\0" in text:
        raise ValueError("it must be the path of a directory")
    return text


def parse_file(text: str) -> str:
    """A path, as given; empty for `off`. Whether it can be read is found out where its content is understood."""
    if not text or "\0" in text:
        raise ValueError("it must be the path of a file, or off")
    return "" if text == OFF else text


def parse_zone(text: str) -> str:
    """The name of a time zone that is known here. Raises `ValueError`."""
    if text != "UTC" and zones.find(text) is None:
        near = difflib.get_close_matches(text, zones.names(), n=1, cutoff=0.7)
        hint = f"; did you mean {near[0]}?" if near else ""
        raise ValueError(f"no such zone is known; it must be UTC or a name such as Asia/Shanghai{hint}")
    return text


def _is_host(host: str) -> bool:
    # `ipaddress` takes anything for an IPv6 scope.
    if not _PLAIN.fullmatch(host):
        return False
    try:
        if host.startswith("["):
            return host.endswith("]") and bool(ipaddress.IPv6Address(host[1:-1]))
        # What looks like an IPv4 address has to be one: 10.0.0.256 is no name.
        if re.fullmatch(r"[0-9.]+", host):
            return bool(ipaddress.IPv4Address(host))
    except ValueError:
        return False
    return _HOST_NAME.fullmatch(host) is not None


@dataclass(frozen=True)
class Kind:
    """How the text of a setting is read. `parse` raises `ValueError` saying what would be right."""

    metavar: str
    parse: Callable[[str], Any]
    # Not empty where only a few words are right.
    choices: tuple[str, ...] = ()


COUNT = Kind("COUNT", parse_count)
DURATION = Kind("DURATION", parse_duration)
SIZE = Kind("SIZE", parse_size)
ADDRESS = Kind("HOST:PORT", parse_address)
ADMIN_ADDRESS = Kind("HOST:PORT", parse_admin_address)
HOSTS = Kind("NAMES", parse_hosts)
ORIGINS = Kind("ORIGINS", parse_origins)
HEADERS = Kind("HEADERS", parse_headers)
METADATA_KEY = Kind("KEY", parse_metadata_key)
DIRECTORY = Kind("DIRECTORY", parse_directory)
FILE = Kind("FILE", parse_file)
ZONE = Kind("ZONE", parse_zone)


ALLOW_LIST = Kind("ENTRIES", parse_allow_list)


def one_of(metavar: str, *choices: str) -> Kind:
    """A kind with a few words as values."""

    def parse(text: str) -> str:
        if text not in choices:
            raise ValueError(f"it must be {alternatives(choices)}")
        return text

    return Kind(metavar, parse, choices)


def alternatives(words: Sequence[str]) -> str:
    """As in `debug, info or error`."""
    return f"{', '.join(words[:-1])} or {words[-1]}"


def quoted(text: str) -> str:
    """As it is, or with quotes and escapes where it would be misread in a line of text."""
    return text if _PLAIN.fullmatch(text) else repr(text)
