"""Hashes, HMAC, and keys derived with them."""

from __future__ import annotations

import base64
import hashlib
import hmac
import math
from dataclasses import dataclass
from typing import Any

from cryptography.hazmat.primitives import hashes

from executor.isolate.crypto.failure import Failure, invalid_digest, too_much
from executor.isolate.crypto.request import Request
from executor.isolate.crypto.states import States

# A call of HMAC takes some 0.3 µs inside OpenSSL and 10 million of them 3 s, in one native call that no time limit
# inside the process can interrupt. OWASP's advice for 2023 is 1.3 million at most.
MAX_PBKDF2_ROUNDS = 10_000_000
# N * r * p, in the same spirit: 2^24 takes some 6 s, the default of 2^17 a twentieth of one.
MAX_SCRYPT_WORK = 1 << 24
# More would not fit into the engine's heap, where it comes back as text of two bytes per character.
MAX_DERIVED_BYTES = 16 << 20
_LONGEST_SHAKE = 1 << 24


@dataclass(frozen=True, slots=True)
class Digest:
    """A hash by hashlib's name, its size in bytes (0: any), and cryptography's class where that has one."""

    name: str
    size: int
    algorithm: hashes.HashAlgorithm | None = None


DIGESTS = {
    "md5": Digest("md5", 16, hashes.MD5()),  # noqa: S303 - what scripts ask for
    "md5-sha1": Digest("md5-sha1", 36),
    "sha1": Digest("sha1", 20, hashes.SHA1()),  # noqa: S303
    "sha224": Digest("sha224", 28, hashes.SHA224()),
    "sha256": Digest("sha256", 32, hashes.SHA256()),
    "sha384": Digest("sha384", 48, hashes.SHA384()),
    "sha512": Digest("sha512", 64, hashes.SHA512()),
    "sha512-224": Digest("sha512_224", 28, hashes.SHA512_224()),
    "sha512-256": Digest("sha512_256", 32, hashes.SHA512_256()),
    "sha3-224": Digest("sha3_224", 28, hashes.SHA3_224()),
    "sha3-256": Digest("sha3_256", 32, hashes.SHA3_256()),
    "sha3-384": Digest("sha3_384", 48, hashes.SHA3_384()),
    "sha3-512": Digest("sha3_512", 64, hashes.SHA3_512()),
    "shake128": Digest("shake_128", 0),
    "shake256": Digest("shake_256", 0),
    "blake2b512": Digest("blake2b", 64),
    "blake2s256": Digest("blake2s", 32),
    "ripemd160": Digest("ripemd160", 20),
    "sm3": Digest("sm3", 32, hashes.SM3()),
}


def digest_named(name: str) -> Digest:
    """The hash of that name. Raises `Failure`."""
    digest = DIGESTS.get(name)
    if digest is None:
        raise invalid_digest(name)
    return digest


def fixed_digest(name: str) -> Digest:
    """Like `digest_named`, for what cannot use a hash of any length."""
    digest = digest_named(name)
    if digest.size == 0:
        raise invalid_digest(name)
    return digest


class Hashing:
    """Hashes and HMACs. Short ones are one call; long ones are kept between calls, by number."""

    def __init__(self) -> None:
        self._states = States("hashes")

    def finish(self, request: Request) -> str | bytes:
        """The hash (with `key`, the HMAC) of the kept state and `data`, encoded as `encoding` says."""
        data = request.octets("data")
        if request.number("state", 0) == 0 and request.has("key"):
            name = fixed_digest(request.text("algorithm")).name
            return _encoded(hmac.digest(request.octets("key"), data, name), request)
        state = self._state(request)
        state.update(data)
        if not request.has("length"):
            return _encoded(state.digest(), request)
        length = request.number("length")
        if not 0 <= length <= _LONGEST_SHAKE:
            raise too_much("outputLength", _LONGEST_SHAKE, length, "ask for less")
        return _encoded(state.digest(length), request)

    def update(self, request: Request) -> int:
        """Adds `data` to a new or kept state; its number."""
        state = self._state(request)
        state.update(request.octets("data"))
        return self._states.keep(state)

    def copy(self, request: Request) -> int:
        """The number of a copy of a kept state."""
        return self._states.keep(self._states.look_up(request.number("state")).copy())

    def _state(self, request: Request) -> Any:
        kept = request.number("state", 0)
        if kept != 0:
            return self._states.take(kept)
        digest = digest_named(request.text("algorithm"))
        if request.has("key"):
            return hmac.new(request.octets("key"), None, digest.name)
        try:
            return hashlib.new(digest.name, usedforsecurity=False)
        except ValueError:
            # An OpenSSL built without it.
            raise Failure("Digest method not supported") from None


def _encoded(digest: bytes, request: Request) -> str | bytes:
    match request.text("encoding"):
        case "hex":
            return digest.hex()
        case "base64":
            return base64.b64encode(digest).decode()
        case "base64url":
            return base64.urlsafe_b64encode(digest).decode().rstrip("=")
        case _:
            return digest


def pbkdf2(request: Request) -> bytes:
    """`length` bytes from a password."""
    digest = fixed_digest(request.text("algorithm"))
    iterations, length = request.number("iterations"), _length(request)
    rounds = iterations * math.ceil(length / digest.size)
    if iterations < 1 or rounds > MAX_PBKDF2_ROUNDS:
        limit = MAX_PBKDF2_ROUNDS // max(1, math.ceil(length / digest.size))
        raise too_much("iterations", limit, iterations, "use fewer iterations")
    if length == 0:
        return b""
    password, salt = request.octets("password"), request.octets("salt")
    return hashlib.pbkdf2_hmac(digest.name, password, salt, iterations, length)


def check_scrypt(request: Request) -> bool:
    """Raises `Failure` for parameters that scrypt does not have, or that would take too long."""
    cost, block, parallel = request.number("N"), request.number("r"), request.number("p")
    maximum = request.number("maxmem")
    if cost < 2 or cost & (cost - 1) or block < 1 or parallel < 1:
        raise _invalid_scrypt("")
    memory = 128 * block * parallel + 128 * block * (cost + 2)
    if parallel > ((1 << 30) - 1) // block or cost.bit_length() > 16 * block or memory > maximum:
        raise _invalid_scrypt(": error:030000AC:digital envelope routines::memory limit exceeded")
    work = cost * block * parallel
    if work > MAX_SCRYPT_WORK:
        raise too_much("N * r * p", MAX_SCRYPT_WORK, work, "lower the cost")
    return True


def scrypt(request: Request) -> bytes:
    """`length` bytes from a password, memory-hard."""
    check_scrypt(request)
    length = _length(request)
    if length == 0:
        return b""
    try:
        derived = hashlib.scrypt(
            request.octets("password"),
            salt=request.octets("salt"),
            n=request.number("N"),
            r=request.number("r"),
            p=request.number("p"),
            maxmem=min(request.number("maxmem"), (1 << 31) - 1),
            dklen=length,
        )
    except ValueError:
        raise MemoryError from None
    return derived


def check_hkdf(request: Request) -> bool:
    """Raises `Failure` for a length that HKDF cannot give."""
    if _length(request) > 255 * fixed_digest(request.text("algorithm")).size:
        raise Failure("Invalid key length", "ERR_CRYPTO_INVALID_KEYLEN", "RangeError")
    return True


def hkdf(request: Request) -> bytes:
    """`length` bytes from a key (RFC 5869)."""
    check_hkdf(request)
    digest = fixed_digest(request.text("algorithm"))
    length = _length(request)
    info = request.octets("info")
    extracted = hmac.digest(request.octets("salt") or bytes(digest.size), request.octets("key"), digest.name)
    derived = block = b""
    for number in range(1, math.ceil(length / digest.size) + 1):
        block = hmac.digest(extracted, block + info + bytes([number]), digest.name)
        derived += block
    return derived[:length]


def _length(request: Request) -> int:
    length = request.number("length")
    if not 0 <= length <= MAX_DERIVED_BYTES:
        raise too_much("keylen", MAX_DERIVED_BYTES, length, "derive less")
    return length


def _invalid_scrypt(detail: str) -> Failure:
    return Failure(f"Invalid scrypt params{detail}", "ERR_CRYPTO_INVALID_SCRYPT_PARAMS", "RangeError")
