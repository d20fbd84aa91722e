"""Keys as JWK (RFC 7517, RFC 8037), read as leniently as Node does."""

from __future__ import annotations

import base64
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from executor.isolate.crypto.failure import Failure, too_much
from executor.isolate.crypto.kinds import (
    CURVE_NAMES,
    CURVES,
    MAX_RSA_BITS,
    NIST_CURVES,
    integer,
    kind_of,
)
from executor.isolate.crypto.request import Request

_JWK_NAMES = {name: jwk for jwk, name in NIST_CURVES.items()}
_JWK_RAW = {"ed25519": "Ed25519", "ed448": "Ed448", "x25519": "X25519", "x448": "X448"}


def _base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def _jwk_bytes(request: Request, name: str) -> bytes:
    """As leniently as Node reads it: either alphabet, anything else skipped."""
    text = request.text(name).replace("-", "+").replace("_", "/").encode("ascii", "ignore")
    kept = bytes(c for c in text.partition(b"=")[0] if chr(c).isalnum() or c in b"+/")
    if len(kept) % 4 == 1:
        kept = kept[:-1]
    return base64.b64decode(kept + b"=" * (-len(kept) % 4))


def _jwk_number(request: Request, name: str) -> int:
    return int.from_bytes(_jwk_bytes(request, name), "big")


def _invalid_jwk(kind: str) -> Failure:
    return Failure(f"Invalid JWK {kind} key", "ERR_CRYPTO_INVALID_JWK", "TypeError")


def rsa_from_jwk(request: Request) -> Any:
    """Raises `Failure`."""
    public = rsa.RSAPublicNumbers(_jwk_number(request, "e"), _jwk_number(request, "n"))
    if public.n.bit_length() > MAX_RSA_BITS:
        raise too_much("modulusLength", MAX_RSA_BITS, public.n.bit_length(), "use a smaller key")
    try:
        if not request.has("d"):
            return public.public_key()
        d, p, q, dp, dq, qi = (_jwk_number(request, name) for name in ("d", "p", "q", "dp", "dq", "qi"))
        numbers = rsa.RSAPrivateNumbers(p, q, d, dp, dq, qi, public)
        return numbers.private_key(unsafe_skip_rsa_key_validation=True)
    except (ValueError, OverflowError):
        raise _invalid_jwk("RSA") from None


def ec_from_jwk(request: Request) -> Any:
    """Raises `Failure`."""
    curve = CURVES.get(NIST_CURVES.get(request.text("crv"), ""))
    if curve is None:
        raise Failure("Unsupported JWK EC curve: " + request.text("crv"), "ERR_CRYPTO_INVALID_CURVE")
    x, y = _jwk_number(request, "x"), _jwk_number(request, "y")
    public = ec.EllipticCurvePublicNumbers(x, y, curve)
    try:
        if not request.has("d"):
            return public.public_key()
        return ec.EllipticCurvePrivateNumbers(_jwk_number(request, "d"), public).private_key()
    except ValueError:
        raise _invalid_jwk("EC") from None


def public_jwk(key: Any) -> dict[str, str]:
    """In Node's order. Raises `Failure` for a kind that has no JWK."""
    kind = kind_of(key)
    if kind == "rsa":
        numbers = key.public_numbers()
        return {"kty": "RSA", "n": _base64url(integer(numbers.n)), "e": _base64url(integer(numbers.e))}
    if kind == "ec":
        name = _JWK_NAMES.get(CURVE_NAMES.get(key.curve.name, ""))
        if name is None:
            curve = CURVE_NAMES.get(key.curve.name, key.curve.name)
            raise Failure(f"Unsupported JWK EC curve: {curve}.", "ERR_CRYPTO_JWK_UNSUPPORTED_CURVE")
        point, size = key.public_numbers(), -(-key.curve.key_size // 8)
        x, y = _base64url(integer(point.x, size)), _base64url(integer(point.y, size))
        return {"kty": "EC", "x": x, "y": y, "crv": name}
    if kind not in _JWK_RAW:
        raise Failure("Unsupported JWK Key Type.", "ERR_CRYPTO_JWK_UNSUPPORTED_KEY_TYPE")
    raw = _base64url(key.public_bytes(Encoding.Raw, PublicFormat.Raw))
    return {"crv": _JWK_RAW[kind], "x": raw, "kty": "OKP"}


def private_jwk(key: Any) -> dict[str, str]:
    """As `public_jwk`."""
    public = public_jwk(key.public_key())
    kind = kind_of(key)
    if kind == "rsa":
        numbers = key.private_numbers()
        parts = {
            "d": numbers.d,
            "p": numbers.p,
            "q": numbers.q,
            "dp": numbers.dmp1,
            "dq": numbers.dmq1,
            "qi": numbers.iqmp,
        }
        return public | {name: _base64url(integer(value)) for name, value in parts.items()}
    if kind == "ec":
        size = -(-key.curve.key_size // 8)
        return public | {"d": _base64url(integer(key.private_numbers().private_value, size))}
    secret = key.private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption())
    return {"crv": public["crv"], "d": _base64url(secret), "x": public["x"], "kty": "OKP"}
