"""The operations by name, and what becomes of their errors."""

from __future__ import annotations

import array
import json
import os
from collections.abc import Callable
from typing import Any

# cryptography imports this when it is first used, which no isolate could do.
import cryptography.hazmat.backends.openssl.backend  # noqa: F401 - see above
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CTR

from executor.isolate.crypto import ciphers, digests, primes
from executor.isolate.crypto.ciphers import Ciphers
from executor.isolate.crypto.digests import Hashing
from executor.isolate.crypto.draws import DRAWS
from executor.isolate.crypto.elliptic import (
    convert_point,
    modular_power,
    new_private,
    public_point,
    shared_secret,
)
from executor.isolate.crypto.failure import Failure
from executor.isolate.crypto.keys import Keys
from executor.isolate.crypto.request import Request
from executor.isolate.crypto.signatures import Signatures
from executor.isolate.window import Window

# Bytes of one draw; the JavaScript side asks again for more.
_LONGEST_DRAW = 1 << 20
# From here on it is the faster way.
_LEAST_EXPANDED = 8192
_KEY_BYTES, _BLOCK_BYTES = 32, 16


class Crypto:
    """One isolate's. Made in the zygote, before any fork, and without any state until a script asks for some."""

    def __init__(self, window: Window) -> None:
        self._window = window
        hashing, running, keys = Hashing(), Ciphers(), Keys()
        signatures = Signatures(keys)
        self._operations: dict[str, Callable[[Request], Any]] = {
            "hash": hashing.finish,
            "hash.update": hashing.update,
            "hash.copy": hashing.copy,
            "pbkdf2": digests.pbkdf2,
            "scrypt": digests.scrypt,
            "scrypt.check": digests.check_scrypt,
            "hkdf": digests.hkdf,
            "hkdf.check": digests.check_hkdf,
            "random": _random,
            "cipher": running.start,
            "cipher.update": running.update,
            "cipher.authenticate": running.authenticate,
            "cipher.finish": running.finish,
            "cipher.password": ciphers.key_from_password,
            "aes-kw": ciphers.wrap_key,
            "aes-ctr": ciphers.counter_mode,
            "key.private": keys.read_private,
            "key.public": keys.read_public,
            "key.topublic": keys.to_public,
            "key.jwk": keys.read_jwk,
            "key.raw": keys.read_raw,
            "key.generate": keys.generate,
            "key.agree": keys.agree,
            "export.private": keys.write_private,
            "export.public": keys.write_public,
            "export.raw": keys.write_raw,
            "export.jwk": keys.write_jwk,
            "sign": signatures.sign,
            "verify": signatures.verify,
            "rsa.publicEncrypt": signatures.public_encrypt,
            "rsa.privateDecrypt": signatures.private_decrypt,
            "rsa.privateEncrypt": signatures.private_encrypt,
            "rsa.publicDecrypt": signatures.public_decrypt,
            "ecdh.generate": new_private,
            "ecdh.public": public_point,
            "ecdh.secret": shared_secret,
            "ecdh.convert": convert_point,
            "dh.power": modular_power,
            "prime.check": primes.check,
            "prime.search": primes.search,
        }
        self._rehearse()

    def _rehearse(self) -> None:
        """Has OpenSSL look its algorithms up here, once for all isolates. Nothing that draws: a generator that the
        zygote never seeded is seeded by each isolate for itself.
        """
        for name in digests.DIGESTS:
            for key in ({}, {"key": ""}):
                operation = {"op": "hash", "algorithm": name, "data": "", "encoding": "hex", **key}
                self.call(
                    json.dumps(operation | ({"length": 1} if name.startswith("shake") else {})).encode()
                )
        for mode, iv in (("cbc", 16), ("ctr", 16), ("gcm", 12)):
            for size in (16, 32):
                key = {"key": "\0" * size, "iv": "\0" * iv}
                start = {"op": "cipher", "algorithm": "aes", "mode": mode, "encrypting": True, **key}
                state = json.loads(self.call(json.dumps(start).encode()))["value"]
                self.call(json.dumps({"op": "cipher.finish", "state": state, "padding": True}).encode())

    def call(self, text: bytes) -> bytes:
        """One operation: JSON in, JSON out.

        Bytes and texts are the answer itself, all else comes as {"value": …} or {"error": …}. With `words` in the
        request, bytes come as an array of 32-bit numbers with their count behind them: the engine makes bytes of
        those in half the time that it takes to walk through a text. With `window` they are put there, and their count is the
        answer. Raises `MemoryError`, which ends the run.
        """
        try:
            request = Request(json.loads(text), self._window)
            value = self._operations[request.text("op")](request)
        except Failure as failure:
            return json.dumps({"error": failure.fields}).encode()
        except MemoryError:
            raise
        except BaseException:  # noqa: BLE001 - a panic in cryptography's Rust is no Exception; the text could name the host
            return _FAILED
        if isinstance(value, bytes):
            if request.flag("window") and len(value) <= len(self._window.outward):
                self._window.outward[: len(value)] = value
                return b"%d" % len(value)
            if request.flag("words"):
                return _words(value)
            value = value.decode("latin-1")
        if isinstance(value, str):
            return json.dumps(value, ensure_ascii=False).encode()
        return json.dumps({"value": value}, ensure_ascii=False).encode()


_FAILED = json.dumps(
    {"error": Failure("The operation failed", "ERR_CRYPTO_OPERATION_FAILED").fields}
).encode()


def _words(data: bytes) -> bytes:
    numbers = array.array("i", data + bytes(-len(data) % 4)).tolist()
    numbers.append(len(data))
    return json.dumps(numbers, separators=(",", ":")).encode()


def _random(request: Request) -> bytes:
    """All of it from the kernel or, of much, AES in counter mode under a key from there that nobody has seen, before or after: as Node's
    OpenSSL draws, in a twentieth of the time that the kernel takes. No state outlives the draw, so siblings share none.
    """
    if request.flag("key"):
        DRAWS.refuse_key()
    length = max(0, min(request.number("length"), _LONGEST_DRAW))
    if length < _LEAST_EXPANDED or DRAWS.are_repeated:
        return DRAWS.octets(length)
    key = AES(os.urandom(_KEY_BYTES))
    return Cipher(key, CTR(bytes(_BLOCK_BYTES))).encryptor().update(bytes(length))
