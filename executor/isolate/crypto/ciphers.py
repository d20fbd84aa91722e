"""Symmetric ciphers, streamed as OpenSSL does: padding, the block held back, authentication tags."""

from __future__ import annotations

import hashlib
from typing import Any, Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.decrepit.ciphers import algorithms as old
from cryptography.hazmat.decrepit.ciphers import modes as old_modes
from cryptography.hazmat.primitives import keywrap
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESCCM
from cryptography.hazmat.primitives.constant_time import bytes_eq
from cryptography.hazmat.primitives.poly1305 import Poly1305

from executor.isolate.crypto.failure import Failure, openssl, unsupported
from executor.isolate.crypto.ocb import Ocb
from executor.isolate.crypto.request import Request
from executor.isolate.crypto.states import States
from executor.isolate.crypto.wrapping import WRAPPED, Wrapping

_MODES: dict[str, Any] = {
    "cbc": modes.CBC,
    "ctr": modes.CTR,
    "cfb": old_modes.CFB,
    "cfb8": old_modes.CFB8,
    "ofb": old_modes.OFB,
    "xts": modes.XTS,
}
_ALGORITHMS: dict[str, Any] = {
    "aes": algorithms.AES,
    "sm4": algorithms.SM4,
    "camellia": old.Camellia,
    "des-ede3": old.TripleDES,
}
_PADDED = ("cbc", "ecb")


class _State(Protocol):
    def update(self, data: bytes, padding: bool = True) -> bytes: ...

    def authenticate(self, data: bytes) -> None: ...

    def finish(self, tag: bytes | None, padding: bool) -> bytes: ...

    def tag(self) -> bytes: ...


def _not_authentic() -> Failure:
    return Failure("Unsupported state or unable to authenticate data")


class _Stream:
    """A block cipher in a mode without authentication, with PKCS#7 padding where the mode pads."""

    def __init__(self, cipher: Cipher[Any], mode: str, block: int, encrypting: bool) -> None:
        self._context: Any = cipher.encryptor() if encrypting else cipher.decryptor()
        self._padded = mode in _PADDED
        self._block = block
        self._encrypting = encrypting
        self._size = 0
        self._held = b""

    def update(self, data: bytes, padding: bool = True) -> bytes:
        self._size += len(data)
        output = self._held + self._context.update(data)
        if self._encrypting or not (self._padded and padding):
            self._held = b""
            return bytes(output)
        # The last block may be padding.
        cut = len(output) - (self._block if self._size % self._block == 0 and output else 0)
        self._held = output[cut:]
        return bytes(output[:cut])

    def authenticate(self, data: bytes) -> None:
        raise Failure("Invalid state for operation setAAD", "ERR_CRYPTO_INVALID_STATE")

    def finish(self, tag: bytes | None, padding: bool) -> bytes:
        rest = self._size % self._block
        if not self._padded:
            return bytes(self._context.finalize())
        if self._encrypting and padding:
            count = self._block - rest
            return bytes(self._context.update(bytes([count]) * count) + self._context.finalize())
        if rest != 0 or (padding and not self._held):
            raise openssl("wrong final block length")
        output = self._held + bytes(self._context.finalize())
        if self._encrypting or not padding:
            return output
        count = output[-1]
        if not 1 <= count <= self._block or output[-count:] != bytes([count]) * count:
            raise openssl("bad decrypt")
        return output[:-count]

    def tag(self) -> bytes:
        return b""


class _Gcm:
    """Galois/counter mode."""

    def __init__(self, key: bytes, iv: bytes, encrypting: bool) -> None:
        try:
            cipher = Cipher(algorithms.AES(key), modes.GCM(iv, None, min_tag_length=4))
        except ValueError:
            raise unsupported(f"an initialization vector of {len(iv)} bytes for GCM (8 to 128 are)") from None
        self._context: Any = cipher.encryptor() if encrypting else cipher.decryptor()
        self._encrypting = encrypting

    def update(self, data: bytes, padding: bool = True) -> bytes:
        return bytes(self._context.update(data))

    def authenticate(self, data: bytes) -> None:
        self._context.authenticate_additional_data(data)

    def finish(self, tag: bytes | None, padding: bool) -> bytes:
        if self._encrypting:
            return bytes(self._context.finalize())
        if tag is None:
            raise _not_authentic()
        try:
            return bytes(self._context.finalize_with_tag(tag))
        except InvalidTag:
            raise _not_authentic() from None

    def tag(self) -> bytes:
        return bytes(self._context.tag) if self._encrypting else b""


class _Ccm:
    """Counter with CBC-MAC, which takes all its data at once."""

    def __init__(self, key: bytes, iv: bytes, tag_length: int, tag: bytes | None, encrypting: bool) -> None:
        self._cipher = AESCCM(key, tag_length)
        self._iv = iv
        self._given = tag
        self._length = tag_length
        self._encrypting = encrypting
        self._additional = b""
        self._tag = b""
        self._done = False
        self.authentic = True

    def update(self, data: bytes, padding: bool = True) -> bytes:
        if self._done:
            raise Failure("Trying to add data in unsupported state")
        self._done = True
        if self._encrypting:
            output = self._cipher.encrypt(self._iv, data, self._additional)
            self._tag = output[len(data) :]
            return output[: len(data)]
        try:
            return self._cipher.decrypt(self._iv, data + (self._given or b""), self._additional)
        except InvalidTag:
            # Told at the end, as Node does.
            self.authentic = False
            return b""

    def authenticate(self, data: bytes) -> None:
        self._additional += data

    def finish(self, tag: bytes | None, padding: bool) -> bytes:
        if not self._done and self._encrypting:
            self.update(b"")
        elif not self._done:
            self._given = tag
            self.update(b"")
        if not self.authentic:
            raise _not_authentic()
        return b""

    def tag(self) -> bytes:
        return self._tag

    def expect(self, tag: bytes) -> None:
        """The tag that decryption must find; before the data."""
        self._given = tag


class _ChaChaPoly:
    """ChaCha20-Poly1305 (RFC 8439) from its parts: the one-shot interface cannot stream."""

    def __init__(self, key: bytes, iv: bytes, encrypting: bool) -> None:
        nonce = iv.rjust(12, b"\0")
        start = Cipher(algorithms.ChaCha20(key, bytes(4) + nonce), None).encryptor()
        self._mac = Poly1305(start.update(bytes(32)))
        self._context = Cipher(algorithms.ChaCha20(key, b"\1\0\0\0" + nonce), None).encryptor()
        self._encrypting = encrypting
        self._additional = 0
        self._size = 0
        self._tag = b""

    def update(self, data: bytes, padding: bool = True) -> bytes:
        if self._size == 0 and data:
            self._mac.update(bytes(-self._additional % 16))
        self._size += len(data)
        output = self._context.update(data)
        self._mac.update(output if self._encrypting else data)
        return output

    def authenticate(self, data: bytes) -> None:
        self._additional += len(data)
        self._mac.update(data)

    def finish(self, tag: bytes | None, padding: bool) -> bytes:
        pad = self._size or self._additional
        self._mac.update(bytes(-pad % 16))
        self._mac.update(self._additional.to_bytes(8, "little") + self._size.to_bytes(8, "little"))
        self._tag = self._mac.finalize()
        if not self._encrypting and (tag is None or not bytes_eq(tag, self._tag[: len(tag)])):
            raise _not_authentic()
        return b""

    def tag(self) -> bytes:
        return self._tag if self._encrypting else b""


class Ciphers:
    """Ciphers under way, by number."""

    def __init__(self) -> None:
        self._states = States("ciphers")

    def start(self, request: Request) -> int:
        """The number of a new cipher; key and vector have the lengths that `algorithm` and `mode` ask for."""
        return self._states.keep(_new(request))

    def update(self, request: Request) -> bytes:
        """What comes out for `data`."""
        state: _State = self._states.look_up(request.number("state"))
        return state.update(request.octets("data"), request.flag("padding"))

    def authenticate(self, request: Request) -> None:
        """Adds `data` to what is authenticated only."""
        state: _State = self._states.look_up(request.number("state"))
        tag = request.octets_or_none("tag")
        if isinstance(state, _Ccm) and tag is not None:
            state.expect(tag)
        state.authenticate(request.octets("data"))

    def finish(self, request: Request) -> bytes:
        """The rest, and behind it the 16 bytes of the tag where an encryption makes one."""
        state: _State = self._states.take(request.number("state"))
        rest = state.finish(request.octets_or_none("tag"), request.flag("padding"))
        return rest + state.tag()


def _new(request: Request) -> _State:
    algorithm, mode = request.text("algorithm"), request.text("mode")
    key, iv = request.octets("key"), request.octets("iv")
    encrypting = request.flag("encrypting")
    try:
        if algorithm == "aes" and mode in {"gcm", "ccm", "ocb"}:
            return _authenticated(mode, key, iv, request)
        if algorithm == "chacha20-poly1305":
            return _ChaChaPoly(key, iv, encrypting)
        if algorithm == "chacha20":
            return _Stream(Cipher(algorithms.ChaCha20(key, iv), None), mode, 1, encrypting)
        if mode == "wrap" and algorithm in WRAPPED:
            return Wrapping(algorithm, key, iv, encrypting)
        return _block_cipher(algorithm, mode, key, iv, encrypting)
    except (ValueError, TypeError):
        raise Failure("Invalid key or initialization vector", "ERR_CRYPTO_OPERATION_FAILED") from None


def _authenticated(mode: str, key: bytes, iv: bytes, request: Request) -> _State:
    encrypting = request.flag("encrypting")
    if mode == "gcm":
        return _Gcm(key, iv, encrypting)
    length = request.number("tagLength")
    if mode == "ocb":
        return Ocb(key, iv, length, encrypting)
    return _Ccm(key, iv, length, request.octets_or_none("tag"), encrypting)


def _block_cipher(algorithm: str, mode: str, key: bytes, iv: bytes, encrypting: bool) -> _State:
    kind = _ALGORITHMS.get(algorithm)
    if kind is None or (mode != "ecb" and mode not in _MODES):
        raise Failure("Unknown cipher", "ERR_CRYPTO_UNKNOWN_CIPHER")
    if algorithm == "des-ede3" and len(key) == 16:
        key += key[:8]
    cipher = kind(key)
    block = cipher.block_size // 8
    # ECB is what scripts ask for.
    ready = Cipher(cipher, modes.ECB() if mode == "ecb" else _MODES[mode](iv))  # noqa: S305
    return _Stream(ready, mode, block, encrypting)


def wrap_key(request: Request) -> bytes:
    """RFC 3394: `data` under the AES key `key`, or out of it."""
    key, data = request.octets("key"), request.octets("data")
    try:
        if request.flag("encrypting"):
            return keywrap.aes_key_wrap(key, data)
        return keywrap.aes_key_unwrap(key, data)
    except (ValueError, keywrap.InvalidUnwrap):
        raise Failure("Cipher job failed", "ERR_CRYPTO_OPERATION_FAILED") from None


def counter_mode(request: Request) -> bytes:
    """AES-CTR whose counter is only the last `length` bits of the block, as Web Crypto has it."""
    key, iv, data = request.octets("key"), request.octets("iv"), request.octets("data")
    bits = request.number("length")
    if len(iv) != 16 or not 1 <= bits <= 128:
        raise Failure("Invalid counter", "ERR_CRYPTO_OPERATION_FAILED")
    blocks = -(-len(data) // 16)
    modulus = 1 << bits
    if blocks > modulus:
        raise Failure("Cipher job failed", "ERR_CRYPTO_OPERATION_FAILED")
    first = int.from_bytes(iv, "big")
    # Until the counter wraps, and from zero on.
    split = 16 * min(blocks, modulus - first % modulus)
    output = b""
    for start, part in ((first, data[:split]), (first - first % modulus, data[split:])):
        context = Cipher(algorithms.AES(key), modes.CTR(start.to_bytes(16, "big"))).encryptor()
        output += context.update(part) + context.finalize()
    return output


def key_from_password(request: Request) -> bytes:
    """Key and vector of the deprecated `createCipher` (EVP_BytesToKey with MD5, once, no salt)."""
    password, length = request.octets("password"), request.number("length")
    derived = block = b""
    while len(derived) < min(length, 256):
        block = hashlib.md5(block + password, usedforsecurity=False).digest()
        derived += block
    return derived[:length]
