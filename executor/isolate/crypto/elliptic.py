"""Key agreement from bare numbers: ECDH by private value and point, Diffie-Hellman by prime and generator."""

from __future__ import annotations

import os

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from executor.isolate.crypto.failure import Failure, too_much
from executor.isolate.crypto.kinds import curve_named
from executor.isolate.crypto.request import Request

# Bits. Python's power of so large a number takes half a second.
MAX_DH_BITS = 8192
# Rounds of Miller-Rabin for numbers of any origin: an error below 2^-128.
_ROUNDS = 64
_SMALL_PRIMES = (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37)


def new_private(request: Request) -> bytes:
    """A private value for `curve`, as many bytes as its numbers have."""
    key = ec.generate_private_key(curve_named(request.text("curve")))
    return key.private_numbers().private_value.to_bytes(-(-key.key_size // 8), "big")


def public_point(request: Request) -> bytes:
    """The point of the private value `key` on `curve`, uncompressed."""
    private = _private(request)
    return private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def shared_secret(request: Request) -> bytes:
    """What the private value `key` and the point `public` have in common; '' for no point of the curve."""
    private = _private(request)
    try:
        public = ec.EllipticCurvePublicKey.from_encoded_point(private.curve, _plain(request.octets("public")))
        return private.exchange(ec.ECDH(), public)
    except ValueError:
        return b""


def convert_point(request: Request) -> bytes:
    """The point `public` of `curve` as `form` says: 2 compressed, 4 uncompressed, 6 hybrid."""
    curve = curve_named(request.text("curve"))
    try:
        point = ec.EllipticCurvePublicKey.from_encoded_point(curve, _plain(request.octets("public")))
    except ValueError:
        message = "Failed to convert Buffer to EC_POINT"
        raise Failure(message, "ERR_CRYPTO_OPERATION_FAILED") from None
    form = request.number("form")
    if form == 2:
        return point.public_bytes(Encoding.X962, PublicFormat.CompressedPoint)
    plain = point.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    if form == 6:
        plain = bytes([6 | plain[-1] & 1]) + plain[1:]
    return plain


def _plain(point: bytes) -> bytes:
    """A hybrid point says its y and whether that is odd; the first is enough."""
    hybrid = len(point) > 0 and point[0] == 6 | point[-1] & 1
    return b"\4" + point[1:] if hybrid else point


def _private(request: Request) -> ec.EllipticCurvePrivateKey:
    curve = curve_named(request.text("curve"))
    try:
        return ec.derive_private_key(int.from_bytes(request.octets("key"), "big"), curve)
    except ValueError:
        message = "Private key is not valid for specified curve."
        raise Failure(message, "ERR_CRYPTO_INVALID_KEYTYPE", "RangeError") from None


def modular_power(request: Request) -> bytes:
    """`base` to the power of `exponent`, modulo `modulus`, without leading zeros."""
    modulus = _bounded(request, "modulus")
    if modulus < 3:
        raise Failure("Invalid prime", "ERR_OUT_OF_RANGE", "RangeError")
    power = pow(_bounded(request, "base"), _bounded(request, "exponent"), modulus)
    return power.to_bytes(max(1, -(-power.bit_length() // 8)), "big")


def probably_prime(request: Request) -> bool:
    """Miller-Rabin."""
    number = _bounded(request, "candidate")
    if number in _SMALL_PRIMES:
        return True
    if number < 2 or any(number % prime == 0 for prime in _SMALL_PRIMES):
        return False
    odd = (number - 1) >> (shift := ((number - 1) & -(number - 1)).bit_length() - 1)
    for round_ in range(_ROUNDS):
        witness = _SMALL_PRIMES[round_] if round_ < len(_SMALL_PRIMES) else _drawn_below(number)
        power = pow(witness, odd, number)
        if power in (1, number - 1):
            continue
        for _ in range(shift - 1):
            power = power * power % number
            if power == number - 1:
                break
        else:
            return False
    return True


def _drawn_below(number: int) -> int:
    return int.from_bytes(os.urandom(number.bit_length() // 8 + 1), "big") % (number - 3) + 2


def _bounded(request: Request, name: str) -> int:
    data = request.octets(name).lstrip(b"\0")
    if 8 * len(data) > MAX_DH_BITS:
        raise too_much(name, MAX_DH_BITS, 8 * len(data), "use a smaller group (in bits)")
    return int.from_bytes(data, "big")
