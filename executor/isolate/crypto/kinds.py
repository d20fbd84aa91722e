"""Kinds of asymmetric keys, and what they are called: by Node, by OpenSSL, by NIST."""

from __future__ import annotations

from typing import Any

from cryptography.hazmat.primitives.asymmetric import dsa, ec, ed448, ed25519, rsa, x448, x25519

from executor.isolate.crypto.dh_keys import DhPrivate, DhPublic
from executor.isolate.crypto.failure import Failure, openssl

# Larger keys take seconds per operation, in one native call that nothing inside the process can interrupt.
MAX_RSA_BITS = 8192

CURVES: dict[str, ec.EllipticCurve] = {
    "prime192v1": ec.SECP192R1(),
    "secp224r1": ec.SECP224R1(),
    "prime256v1": ec.SECP256R1(),
    "secp256k1": ec.SECP256K1(),
    "secp384r1": ec.SECP384R1(),
    "secp521r1": ec.SECP521R1(),
    "brainpoolP256r1": ec.BrainpoolP256R1(),
    "brainpoolP384r1": ec.BrainpoolP384R1(),
    "brainpoolP512r1": ec.BrainpoolP512R1(),
}
CURVE_NAMES = {curve.name: name for name, curve in CURVES.items()}
NIST_CURVES = {"P-256": "prime256v1", "P-384": "secp384r1", "P-521": "secp521r1", "secp256k1": "secp256k1"}
RAW_KINDS: dict[str, tuple[Any, Any]] = {
    "ed25519": (ed25519.Ed25519PrivateKey, ed25519.Ed25519PublicKey),
    "ed448": (ed448.Ed448PrivateKey, ed448.Ed448PublicKey),
    "x25519": (x25519.X25519PrivateKey, x25519.X25519PublicKey),
    "x448": (x448.X448PrivateKey, x448.X448PublicKey),
}


def curve_named(name: str) -> ec.EllipticCurve:
    """The curve, by Node's name or by NIST's. Raises `Failure`."""
    curve = CURVES.get(NIST_CURVES.get(name, name))
    if curve is None:
        raise Failure("Invalid EC curve name", "ERR_CRYPTO_INVALID_CURVE", "TypeError")
    return curve


def kind_of(key: Any) -> str:
    """Node's `asymmetricKeyType`. Raises `Failure` for one that it has no name for."""
    for kind, classes in _CLASSES.items():
        if isinstance(key, classes):
            return kind
    raise openssl("unsupported")


_CLASSES: dict[str, tuple[Any, ...]] = {
    "rsa": (rsa.RSAPrivateKey, rsa.RSAPublicKey),
    "ec": (ec.EllipticCurvePrivateKey, ec.EllipticCurvePublicKey),
    "dsa": (dsa.DSAPrivateKey, dsa.DSAPublicKey),
    "dh": (DhPrivate, DhPublic),
    **RAW_KINDS,
}


def integer(value: int, size: int | None = None) -> bytes:
    """Big-endian, as short as it can be or of this size."""
    return value.to_bytes(size or -(-value.bit_length() // 8), "big")
