"""Keys of classic Diffie-Hellman (PKCS#3): cryptography is about to drop them, and Python can reckon with them."""

from __future__ import annotations

from dataclasses import dataclass

from executor.isolate.crypto import der
from executor.isolate.crypto.draws import DRAWS
from executor.isolate.crypto.failure import Failure, openssl
from executor.isolate.crypto.primes import MAX_CHECKED_BITS, bounded
from executor.isolate.crypto.request import Request

_IDENTIFIER = der.oid("1.2.840.113549.1.3.1")
_SMALLEST_BITS = 512


@dataclass(frozen=True)
class DhParameters:
    """A group; `rest` is what the key's algorithm has behind its two numbers, the length of private values."""

    prime: int
    generator: int
    rest: bytes = b""

    def encoded(self) -> bytes:
        """The algorithm of a key."""
        numbers = der.encoded(der.SEQUENCE, der.number(self.prime), der.number(self.generator), self.rest)
        return der.encoded(der.SEQUENCE, _IDENTIFIER, numbers)


@dataclass(frozen=True)
class DhPublic:
    """A public key; the methods are those of cryptography's keys, as far as they are used."""

    group: DhParameters
    value: int

    @property
    def key_size(self) -> int:
        """Bits of the prime."""
        return self.group.prime.bit_length()

    def public_bytes(self, *_: object) -> bytes:
        """The SPKI."""
        bits = der.encoded(der.BITS, b"\0", der.number(self.value))
        return der.encoded(der.SEQUENCE, self.group.encoded(), bits)


@dataclass(frozen=True)
class DhPrivate:
    """A private key, in the same way."""

    group: DhParameters
    value: int

    @property
    def key_size(self) -> int:
        """Bits of the prime."""
        return self.group.prime.bit_length()

    def private_bytes(self, *_: object) -> bytes:
        """The PKCS#8."""
        octets = der.encoded(der.OCTETS, der.number(self.value))
        return der.encoded(der.SEQUENCE, der.number(0), self.group.encoded(), octets)

    def public_key(self) -> DhPublic:
        """The public key of this one."""
        return DhPublic(self.group, pow(self.group.generator, self.value, self.group.prime))

    def exchange(self, other: DhPublic) -> bytes:
        """The secret, as long as the prime. Raises `Failure`."""
        mine, theirs = self.group, other.group
        if (mine.prime, mine.generator) != (theirs.prime, theirs.generator):
            raise openssl("mismatching domain parameters")
        if not 1 < other.value < mine.prime - 1:
            raise Failure("diffieHellman failed", "ERR_CRYPTO_OPERATION_FAILED")
        secret = pow(other.value, self.value, mine.prime)
        return secret.to_bytes(-(-mine.prime.bit_length() // 8), "big")


def generate(request: Request) -> DhPrivate:
    """A new key for `prime` and `generator`, whose value has `exponentBits` bits, or as many as the prime has but one."""
    group = DhParameters(_number(request, "prime"), _number(request, "generator"))
    if group.prime.bit_length() < _SMALLEST_BITS:
        raise Failure("error:0280007E:Diffie-Hellman routines::modulus too small")
    bits = request.number("exponentBits", 0)
    bits = min(bits or group.prime.bit_length() - 1, MAX_CHECKED_BITS)
    value = int.from_bytes(DRAWS.octets(bits // 8 + 1), "big") % (1 << bits) | 1 << (bits - 1)
    return DhPrivate(group, value)


def private_of(data: bytes) -> DhPrivate | None:
    """The key in a PKCS#8; None where it is of another kind."""
    try:
        inner, _ = der.content(data, der.SEQUENCE)
        _, inner = der.content(inner, der.INTEGER)
        algorithm, inner = der.content(inner, der.SEQUENCE)
        group = _group(algorithm)
        octets, _ = der.content(inner, der.OCTETS)
        value, _ = der.content(octets, der.INTEGER)
    except der.NotDer:
        return None
    return DhPrivate(group, int.from_bytes(value, "big"))


def public_of(data: bytes) -> DhPublic | None:
    """The key in an SPKI; None where it is of another kind."""
    try:
        inner, _ = der.content(data, der.SEQUENCE)
        algorithm, inner = der.content(inner, der.SEQUENCE)
        group = _group(algorithm)
        bits, _ = der.content(inner, der.BITS)
        value, _ = der.content(bits[1:], der.INTEGER)
    except der.NotDer:
        return None
    return DhPublic(group, int.from_bytes(value, "big"))


def _group(algorithm: bytes) -> DhParameters:
    if not algorithm.startswith(_IDENTIFIER):
        raise der.NotDer
    numbers, _ = der.content(algorithm.removeprefix(_IDENTIFIER), der.SEQUENCE)
    prime, numbers = der.content(numbers, der.INTEGER)
    generator, rest = der.content(numbers, der.INTEGER)
    group = DhParameters(int.from_bytes(prime, "big"), int.from_bytes(generator, "big"), rest)
    if group.prime < 5:
        raise der.NotDer
    return group


def _number(request: Request, name: str) -> int:
    return int.from_bytes(bounded(request, name), "big")
