"""What keys do to data: sign, verify, encrypt, decrypt."""

from __future__ import annotations

import hashlib
import os
from typing import Any

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import dsa, ec, padding, rsa, utils

from executor.isolate.crypto.digests import DIGESTS, Digest, fixed_digest
from executor.isolate.crypto.draws import DRAWS
from executor.isolate.crypto.failure import Failure, not_for_this_key, openssl, unsupported
from executor.isolate.crypto.keys import Keys
from executor.isolate.crypto.request import Request
from executor.isolate.crypto.restrictions import restrictions_of

# OpenSSL's numbers, which are Node's `constants`.
_PKCS1, _NONE, _OAEP, _PSS = 1, 3, 4, 6
_SALT_OF_DIGEST, _SALT_OF_KEY = -1, -2
# DigestInfo (RFC 8017, 9.2) of the one hash that cryptography has no name for; MD5 with SHA-1 has none at all.
_DIGEST_INFO = {
    "ripemd160": bytes.fromhex("3021300906052b2403020105000414"),
    "md5-sha1": b"",
}


class Signatures:
    """Operations with keys; `keys` reads them."""

    def __init__(self, keys: Keys) -> None:
        self._keys = keys

    def sign(self, request: Request) -> bytes:
        """The signature over `data`, or over `hashed`, its hash by `algorithm`."""
        key = self._keys.private(request.octets("key"))
        if not isinstance(key, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey | dsa.DSAPrivateKey):
            return _sign_whole(key, request)
        _check_restrictions(request)
        digest, hashed = _hashed(request)
        try:
            if isinstance(key, rsa.RSAPrivateKey):
                signature = _sign_rsa(key, request, digest, hashed)
            else:
                signature = _sign_dsa(key, request, hashed)
        except (ValueError, TypeError):
            raise openssl("data too large for key size") from None
        except UnsupportedAlgorithm:
            raise openssl("invalid digest") from None
        return signature

    def verify(self, request: Request) -> bool:
        """Whether `signature` is one."""
        key, signature = self._keys.public(request.octets("key")), request.octets("signature")
        try:
            if isinstance(key, rsa.RSAPublicKey):
                _check_restrictions(request)
                digest, hashed = _hashed(request)
                _verify_rsa(key, request, digest, hashed, signature)
            elif isinstance(key, ec.EllipticCurvePublicKey | dsa.DSAPublicKey):
                _, hashed = _hashed(request)
                _verify_dsa(key, request, hashed, signature)
            else:
                _whole_data(key, "verify", request)(signature, request.octets("data"))
        except (InvalidSignature, ValueError, TypeError):
            return False
        except UnsupportedAlgorithm:
            raise openssl("invalid digest") from None
        return True

    def public_encrypt(self, request: Request) -> bytes:
        """`data` for the owner of a key."""
        key, data = self._rsa_public(request), request.octets("data")
        scheme = request.number("padding")
        if scheme == _NONE:
            return _raw(key.public_numbers().e, key.public_numbers().n, data, key.key_size)
        try:
            encryption = _encryption(scheme, request)
            DRAWS.refuse_others("RSA encryption with padding")
            return key.encrypt(data, encryption)
        except ValueError:
            raise openssl("data too large for key size") from None

    def private_decrypt(self, request: Request) -> bytes:
        """What was encrypted for this key."""
        key, data = self._rsa_private(request), request.octets("data")
        scheme = request.number("padding")
        if scheme == _NONE:
            return _raw_private(key, data)
        if scheme == _PKCS1:
            raise Failure(
                "RSA_PKCS1_PADDING is no longer supported for private decryption, "
                "this can be reverted with --security-revert=CVE-2023-46809",
                "ERR_INVALID_ARG_VALUE",
                "TypeError",
            )
        try:
            return key.decrypt(data, _encryption(scheme, request))
        except ValueError:
            raise openssl("oaep decoding error") from None

    def private_encrypt(self, request: Request) -> bytes:
        """A signature over bare `data`, as RSA has it."""
        _refuse_restricted(request, "illegal or unsupported padding mode")
        key, data = self._rsa_private(request), request.octets("data")
        scheme = request.number("padding")
        if scheme == _NONE:
            return _raw_private(key, data)
        if scheme != _PKCS1:
            raise unsupported(f"padding {scheme} for privateEncrypt")
        try:
            return key.sign(data, padding.PKCS1v15(), utils.NoDigestInfo())
        except ValueError:
            raise openssl("data too large for key size") from None

    def public_decrypt(self, request: Request) -> bytes:
        """The data in a signature made by `private_encrypt`."""
        key, data = self._rsa_public(request), request.octets("data")
        scheme = request.number("padding")
        if scheme == _NONE:
            return _raw(key.public_numbers().e, key.public_numbers().n, data, key.key_size)
        if scheme != _PKCS1:
            raise unsupported(f"padding {scheme} for publicDecrypt")
        try:
            return key.recover_data_from_signature(data, padding.PKCS1v15(), None)
        except (InvalidSignature, ValueError):
            raise openssl("block type is not 01") from None

    def _rsa_public(self, request: Request) -> rsa.RSAPublicKey:
        key = self._keys.public(request.octets("key"))
        _refuse_restricted(request, "operation not supported for this keytype")
        if not isinstance(key, rsa.RSAPublicKey):
            raise not_for_this_key()
        return key

    def _rsa_private(self, request: Request) -> rsa.RSAPrivateKey:
        key = self._keys.private(request.octets("key"))
        _refuse_restricted(request, "operation not supported for this keytype")
        if not isinstance(key, rsa.RSAPrivateKey):
            raise not_for_this_key()
        return key


def _refuse_restricted(request: Request, reason: str) -> None:
    if restrictions_of(request.octets("key")) is not None:
        raise openssl(reason)


def _hashed(request: Request) -> tuple[Digest, bytes]:
    digest = fixed_digest(request.text("algorithm"))
    if request.has("hashed"):
        hashed = request.octets("hashed")
    else:
        hashed = hashlib.new(digest.name, request.octets("data"), usedforsecurity=False).digest()
    if len(hashed) != digest.size:
        raise openssl("invalid digest")
    return digest, hashed


def _whole_data(key: Any, method: str, request: Request) -> Any:
    """Ed25519 and Ed448 take the data itself, never its hash."""
    operation = getattr(key, method, None)
    if operation is None:
        raise not_for_this_key()
    if request.has("hashed"):
        raise Failure("Unsupported crypto operation", "ERR_CRYPTO_UNSUPPORTED_OPERATION")
    if request.has("algorithm"):
        raise openssl("invalid digest")
    return operation


def _sign_whole(key: Any, request: Request) -> bytes:
    return bytes(_whole_data(key, "sign", request)(request.octets("data")))


def _pss(request: Request, digest: Digest, *, signing: bool) -> padding.PSS:
    if digest.algorithm is None:
        raise openssl("invalid digest")
    salt: Any = request.number("saltLength", _SALT_OF_KEY)
    if salt == _SALT_OF_DIGEST:
        salt = padding.PSS.DIGEST_LENGTH
    elif salt == _SALT_OF_KEY:
        salt = padding.PSS.MAX_LENGTH if signing else padding.PSS.AUTO
    restrictions = restrictions_of(request.octets("key"))
    mask = digest.algorithm
    if restrictions is not None and restrictions.mask_hash:
        mask = _algorithm(fixed_digest(restrictions.mask_hash))
    return padding.PSS(padding.MGF1(mask), salt)


def _signature_scheme(request: Request) -> int:
    is_for_pss = restrictions_of(request.octets("key")) is not None
    return request.number("padding", _PSS if is_for_pss else _PKCS1)


def _check_restrictions(request: Request) -> None:
    """Raises `Failure` for what a key for PSS alone does not allow."""
    restrictions = restrictions_of(request.octets("key"))
    if restrictions is None:
        return
    if request.number("padding", _PSS) != _PSS:
        raise openssl("illegal or unsupported padding mode")
    if restrictions.salt_length < 0:
        return
    if 0 <= request.number("saltLength", _SALT_OF_KEY) < restrictions.salt_length:
        raise openssl("pss saltlen too small")
    if fixed_digest(request.text("algorithm")).name != fixed_digest(restrictions.hash).name:
        raise openssl("digest not allowed")


def _sign_rsa(key: rsa.RSAPrivateKey, request: Request, digest: Digest, hashed: bytes) -> bytes:
    scheme = _signature_scheme(request)
    if scheme == _PSS:
        prehashed = utils.Prehashed(_algorithm(digest))
        if request.number("saltLength", _SALT_OF_KEY) != 0:
            DRAWS.refuse_others("an RSA-PSS signature with a salt")
        return key.sign(hashed, _pss(request, digest, signing=True), prehashed)
    if scheme != _PKCS1:
        raise unsupported(f"padding {scheme} for signatures")
    if digest.algorithm is not None:
        return key.sign(hashed, padding.PKCS1v15(), utils.Prehashed(digest.algorithm))
    return key.sign(_digest_info(digest) + hashed, padding.PKCS1v15(), utils.NoDigestInfo())


def _verify_rsa(
    key: rsa.RSAPublicKey, request: Request, digest: Digest, hashed: bytes, signature: bytes
) -> None:
    scheme = _signature_scheme(request)
    if scheme == _PSS:
        key.verify(
            signature, hashed, _pss(request, digest, signing=False), utils.Prehashed(_algorithm(digest))
        )
    elif scheme != _PKCS1:
        raise unsupported(f"padding {scheme} for signatures")
    elif digest.algorithm is not None:
        key.verify(signature, hashed, padding.PKCS1v15(), utils.Prehashed(digest.algorithm))
    elif (
        key.recover_data_from_signature(signature, padding.PKCS1v15(), None) != _digest_info(digest) + hashed
    ):
        raise InvalidSignature


def _algorithm(digest: Digest) -> Any:
    if digest.algorithm is None:
        raise openssl("invalid digest")
    return digest.algorithm


def _digest_info(digest: Digest) -> bytes:
    info = _DIGEST_INFO.get(digest.name)
    if info is None:
        raise openssl("invalid digest")
    return info


# DSA takes the leftmost bits of any hash, so it is told that what it gets is one of the right size.
_BY_SIZE = {digest.size: digest.algorithm for digest in DIGESTS.values() if digest.algorithm is not None}


def _any_hash(hashed: bytes) -> utils.Prehashed:
    algorithm = _BY_SIZE.get(len(hashed))
    if algorithm is None:
        raise openssl("invalid digest")
    return utils.Prehashed(algorithm)


def _sign_dsa(key: Any, request: Request, hashed: bytes) -> bytes:
    if isinstance(key, dsa.DSAPrivateKey):
        DRAWS.refuse_others("a DSA signature")
        signature = key.sign(hashed, _any_hash(hashed))
        size = -(-key.parameters().parameter_numbers().q.bit_length() // 8)
    else:
        # RFC 6979: its k comes from key and hash.
        signature = key.sign(hashed, ec.ECDSA(_any_hash(hashed), deterministic_signing=DRAWS.are_repeated))
        size = -(-key.curve.key_size // 8)
    if not request.flag("p1363"):
        return bytes(signature)
    r, s = utils.decode_dss_signature(signature)
    return r.to_bytes(size, "big") + s.to_bytes(size, "big")


def _verify_dsa(key: Any, request: Request, hashed: bytes, signature: bytes) -> None:
    if request.flag("p1363"):
        bits = (
            key.curve.key_size
            if isinstance(key, ec.EllipticCurvePublicKey)
            else key.parameters().parameter_numbers().q.bit_length()
        )
        size = -(-bits // 8)
        if len(signature) != 2 * size:
            raise InvalidSignature
        r, s = int.from_bytes(signature[:size], "big"), int.from_bytes(signature[size:], "big")
        signature = utils.encode_dss_signature(r, s)
    if isinstance(key, ec.EllipticCurvePublicKey):
        key.verify(signature, hashed, ec.ECDSA(_any_hash(hashed)))
    else:
        key.verify(signature, hashed, _any_hash(hashed))


def _encryption(scheme: int, request: Request) -> padding.AsymmetricPadding:
    if scheme == _PKCS1:
        return padding.PKCS1v15()
    if scheme != _OAEP:
        raise unsupported(f"padding {scheme} for encryption")
    digest = DIGESTS.get(request.text("algorithm"))
    if digest is None or digest.algorithm is None:
        raise Failure("Invalid digest used", "ERR_OSSL_EVP_INVALID_DIGEST")
    return padding.OAEP(padding.MGF1(digest.algorithm), digest.algorithm, request.octets_or_none("label"))


def _raw(exponent: int, modulus: int, data: bytes, bits: int) -> bytes:
    size = -(-bits // 8)
    if len(data) != size:
        raise openssl("data too large for key size" if len(data) > size else "data too small for key size")
    number = int.from_bytes(data, "big")
    if number >= modulus:
        raise openssl("data too large for modulus")
    return pow(number, exponent, modulus).to_bytes(size, "big")


def _raw_private(key: rsa.RSAPrivateKey, data: bytes) -> bytes:
    numbers = key.private_numbers()
    modulus, exponent = numbers.public_numbers.n, numbers.public_numbers.e
    if len(data) != -(-key.key_size // 8):
        return _raw(exponent, modulus, data, key.key_size)
    # Blinded: Python's power takes a time that depends on its numbers.
    blind = int.from_bytes(os.urandom(len(data)), "big") % modulus
    number = int.from_bytes(data, "big")
    if number >= modulus:
        raise openssl("data too large for modulus")
    blinded = pow(number * pow(blind, exponent, modulus) % modulus, numbers.d, modulus)
    return (blinded * pow(blind, -1, modulus) % modulus).to_bytes(len(data), "big")
