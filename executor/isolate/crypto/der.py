"""As much of DER as the frames around keys need: cryptography reads and writes what is inside."""

from __future__ import annotations

INTEGER, BITS, OCTETS, NULL, OID, SEQUENCE = 0x02, 0x03, 0x04, 0x05, 0x06, 0x30
# What stands in context: [0], [1], [2].
CONTEXT = 0xA0


class NotDer(ValueError):
    """What was read is not what it should be."""


def element(data: bytes) -> tuple[int, bytes, bytes]:
    """The first element's tag and content, and what follows it. Raises `NotDer`."""
    if len(data) < 2:
        raise NotDer
    length, start = data[1], 2
    if length & 0x80:
        start += length & 0x7F
        length = int.from_bytes(data[2:start], "big")
    if start > 6 or start + length > len(data):
        raise NotDer
    return data[0], data[start : start + length], data[start + length :]


def content(data: bytes, tag: int) -> tuple[bytes, bytes]:
    """The content of the first element, which has this tag, and what follows it. Raises `NotDer`."""
    found, inner, rest = element(data)
    if found != tag:
        raise NotDer
    return inner, rest


def encoded(tag: int, *parts: bytes) -> bytes:
    """An element."""
    inner = b"".join(parts)
    if len(inner) < 0x80:
        return bytes([tag, len(inner)]) + inner
    length = len(inner).to_bytes(-(-len(inner).bit_length() // 8), "big")
    return bytes([tag, 0x80 | len(length)]) + length + inner


def number(value: int) -> bytes:
    """An INTEGER that is not negative."""
    return encoded(INTEGER, value.to_bytes(value.bit_length() // 8 + 1, "big"))


def oid(dotted: str) -> bytes:
    """An OBJECT IDENTIFIER."""
    first, second, *rest = (int(part) for part in dotted.split("."))
    out = bytearray()
    for value in (40 * first + second, *rest):
        septets = [value & 0x7F]
        while value := value >> 7:
            septets.append(0x80 | value & 0x7F)
        out += bytes(reversed(septets))
    return encoded(OID, bytes(out))
