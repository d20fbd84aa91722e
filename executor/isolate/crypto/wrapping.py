"""Keys wrapped by keys: RFC 3394 and RFC 5649 with any first value, RFC 3217. cryptography has the first two with their own."""

from __future__ import annotations

import hashlib

from cryptography.hazmat.decrepit.ciphers import algorithms as old
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.constant_time import bytes_eq

from executor.isolate.crypto.draws import DRAWS
from executor.isolate.crypto.failure import Failure, too_much

# Each eight bytes take six calls: these a tenth of a second.
_MOST_BYTES = 1 << 16
WRAPPED = ("aes", "aes-pad", "des-ede3")
_LAST_OF_TRIPLE_DES = bytes.fromhex("4adda22c79e82105")


def _refused() -> Failure:
    return Failure("Trying to add data in unsupported state")


class Wrapping:
    """A cipher in the mode `wrap`: all data of an update is a key of its own."""

    def __init__(self, algorithm: str, key: bytes, iv: bytes, encrypting: bool) -> None:
        self._key = key
        self._iv = iv
        self._encrypting = encrypting
        self._wrap, self._unwrap = {
            "aes": (self._wrap_whole, self._unwrap_whole),
            "aes-pad": (self._wrap_padded, self._unwrap_padded),
            "des-ede3": (self._wrap_triple, self._unwrap_triple),
        }[algorithm]

    def update(self, data: bytes, padding: bool = True) -> bytes:
        """What was wrapped, or unwrapped."""
        if len(data) > _MOST_BYTES:
            raise too_much("data", _MOST_BYTES, len(data), "wrap a key, and encrypt the data with it")
        if not data:
            return b""
        return self._wrap(data) if self._encrypting else self._unwrap(data)

    def authenticate(self, data: bytes) -> None:
        """Nothing is authenticated only."""
        raise Failure("Invalid state for operation setAAD", "ERR_CRYPTO_INVALID_STATE")

    def finish(self, tag: bytes | None, padding: bool) -> bytes:
        """Nothing is held back."""
        return b""

    def tag(self) -> bytes:
        """There is none."""
        return b""

    def _wrap_whole(self, data: bytes) -> bytes:
        if len(data) < 16 or len(data) % 8:
            raise _refused()
        return _woven(self._key, self._iv, data)

    def _unwrap_whole(self, data: bytes) -> bytes:
        if len(data) < 24 or len(data) % 8:
            raise _refused()
        first, plain = _unwoven(self._key, data)
        if not bytes_eq(first, self._iv):
            raise _refused()
        return plain

    def _wrap_padded(self, data: bytes) -> bytes:
        first = self._iv + len(data).to_bytes(4, "big")
        padded = data + bytes(-len(data) % 8)
        if len(padded) == 8:
            return _block(self._key, first + padded, encrypting=True)
        return _woven(self._key, first, padded)

    def _unwrap_padded(self, data: bytes) -> bytes:
        if len(data) < 16 or len(data) % 8:
            raise _refused()
        if len(data) == 16:
            block = _block(self._key, data, encrypting=False)
            first, plain = block[:8], block[8:]
        else:
            first, plain = _unwoven(self._key, data)
        size = int.from_bytes(first[4:], "big")
        is_whole = len(plain) - 8 < size <= len(plain)
        if not is_whole or not bytes_eq(first[:4], self._iv) or any(plain[size:]):
            raise _refused()
        return plain[:size]

    def _wrap_triple(self, data: bytes) -> bytes:
        if len(data) % 8:
            raise _refused()
        start = DRAWS.octets(8)
        inner = self._chained(data + _checksum(data), start, encrypting=True)
        return self._chained((start + inner)[::-1], _LAST_OF_TRIPLE_DES, encrypting=True)

    def _unwrap_triple(self, data: bytes) -> bytes:
        if len(data) < 24 or len(data) % 8:
            raise _refused()
        turned = self._chained(data, _LAST_OF_TRIPLE_DES, encrypting=False)[::-1]
        inner = self._chained(turned[8:], turned[:8], encrypting=False)
        plain, checksum = inner[:-8], inner[-8:]
        if not bytes_eq(checksum, _checksum(plain)):
            raise _refused()
        return plain

    def _chained(self, data: bytes, start: bytes, *, encrypting: bool) -> bytes:
        cipher = Cipher(old.TripleDES(self._key), modes.CBC(start))
        context = cipher.encryptor() if encrypting else cipher.decryptor()
        return context.update(data) + context.finalize()


def _checksum(data: bytes) -> bytes:
    return hashlib.sha1(data, usedforsecurity=False).digest()[:8]


def _block(key: bytes, block: bytes, *, encrypting: bool) -> bytes:
    cipher = Cipher(algorithms.AES(key), modes.ECB())  # noqa: S305 - a single block
    context = cipher.encryptor() if encrypting else cipher.decryptor()
    return context.update(block) + context.finalize()


def _woven(key: bytes, first: bytes, data: bytes) -> bytes:
    encrypt = Cipher(algorithms.AES(key), modes.ECB()).encryptor().update  # noqa: S305 - the standard's own chaining
    parts = [data[at : at + 8] for at in range(0, len(data), 8)]
    for turn in range(6):
        for place, part in enumerate(parts):
            block = encrypt(first + part)
            count = len(parts) * turn + place + 1
            first = (int.from_bytes(block[:8], "big") ^ count).to_bytes(8, "big")
            parts[place] = block[8:]
    return first + b"".join(parts)


def _unwoven(key: bytes, data: bytes) -> tuple[bytes, bytes]:
    decrypt = Cipher(algorithms.AES(key), modes.ECB()).decryptor().update  # noqa: S305 - the standard's own chaining
    first, *parts = (data[at : at + 8] for at in range(0, len(data), 8))
    for turn in reversed(range(6)):
        for place in reversed(range(len(parts))):
            count = len(parts) * turn + place + 1
            block = decrypt((int.from_bytes(first, "big") ^ count).to_bytes(8, "big") + parts[place])
            first, parts[place] = block[:8], block[8:]
    return first, b"".join(parts)
