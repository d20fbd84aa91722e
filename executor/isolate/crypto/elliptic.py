"""Key agreement from bare numbers: ECDH by private value and point, Diffie-Hellman by prime and generator."""

from __future__ import annotations

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from executor.isolate.crypto.draws import DRAWS
from executor.isolate.crypto.failure import Failure
from executor.isolate.crypto.kinds import curve_named
from executor.isolate.crypto.primes import bounded
from executor.isolate.crypto.request import Request


def new_private(request: Request) -> bytes:
    """A private value for `curve`, as many bytes as its numbers have."""
    DRAWS.refuse_key()
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
    base, exponent, modulus = (_number(request, name) for name in ("base", "exponent", "modulus"))
    if modulus < 3:
        raise Failure("Invalid prime", "ERR_OUT_OF_RANGE", "RangeError")
    power = pow(base, exponent, modulus)
    return power.to_bytes(max(1, -(-power.bit_length() // 8)), "big")


def _number(request: Request, name: str) -> int:
    return int.from_bytes(bounded(request, name), "big")
