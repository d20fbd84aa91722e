"""Private keys under a passphrase, with the cipher that was asked for: cryptography has one cipher, and no empty passphrase."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from typing import Any

from cryptography.hazmat.decrepit.ciphers import algorithms as old
from cryptography.hazmat.decrepit.ciphers import modes as old_modes
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.padding import PKCS7

from executor.isolate.crypto import der
from executor.isolate.crypto.draws import DRAWS
from executor.isolate.crypto.failure import openssl, unsupported
from executor.isolate.crypto.frames import Frame

_PBES2, _PBKDF2 = der.oid("1.2.840.113549.1.5.13"), der.oid("1.2.840.113549.1.5.12")
_HMAC_SHA256 = der.encoded(der.SEQUENCE, der.oid("1.2.840.113549.2.9"), der.encoded(der.NULL))
# OpenSSL 3's.
_ROUNDS, _SALT = 2048, 8
# What a script passes to be read again may name any number.
_MOST_ROUNDS = 1_000_000


@dataclass(frozen=True)
class Envelope:
    """A cipher: OpenSSL's name for it, and its identifier. `block` is what it pads to, 0 for one that does not."""

    name: str
    algorithm: Any
    mode: Any
    key: int
    vector: int
    block: int
    identifier: bytes

    def cipher(self, key: bytes, start: bytes) -> Cipher[Any]:
        """The cipher with this key and vector."""
        mode = self.mode(start) if self.vector else self.mode()
        return Cipher(self.algorithm(key), mode)


# The last number of the identifier in each family, beside that of the size: ECB, CBC, OFB, CFB.
_MODES = (("ecb", modes.ECB, 1), ("cbc", modes.CBC, 2), ("ofb", old_modes.OFB, 3), ("cfb", old_modes.CFB, 4))
_AES = ((128, 0), (192, 20), (256, 40))
_CAMELLIA_CBC = {128: 2, 192: 3, 256: 4}


def _made(family: str, mode: tuple[str, Any, int], algorithm: Any, bits: int, identifier: str) -> Envelope:
    name = f"{family}-{mode[0]}".upper()
    vector = 0 if mode[0] == "ecb" else 16
    block = 16 if mode[0] in {"ecb", "cbc"} else 0
    return Envelope(name, algorithm, mode[1], bits // 8, vector, block, der.oid(identifier))


def _table() -> dict[str, Envelope]:
    table = {}
    for mode in _MODES:
        for bits, offset in _AES:
            last = f"{offset + mode[2]}"
            aes = _made(f"aes-{bits}", mode, algorithms.AES, bits, f"2.16.840.1.101.3.4.1.{last}")
            identifier = f"0.3.4401.5.3.1.9.{last}"
            if mode[0] == "cbc":
                identifier = f"1.2.392.200011.61.1.1.1.{_CAMELLIA_CBC[bits]}"
            camellia = _made(f"camellia-{bits}", mode, old.Camellia, bits, identifier)
            table[aes.name.lower()], table[camellia.name.lower()] = aes, camellia
        sm4 = _made("sm4", mode, algorithms.SM4, 128, f"1.2.156.10197.1.104.{mode[2]}")
        table[sm4.name.lower()] = sm4
    triple = der.oid("1.2.840.113549.3.7")
    table["des-ede3-cbc"] = Envelope("DES-EDE3-CBC", old.TripleDES, modes.CBC, 24, 8, 8, triple)
    for family in ("aes", "camellia"):
        for bits, _ in _AES:
            table[f"{family}{bits}"] = table[f"{family}-{bits}-cbc"]
    return {**table, "des3": table["des-ede3-cbc"], "sm4": table["sm4-cbc"]}


_ENVELOPES = _table()


def envelope_named(name: str) -> Envelope:
    """The cipher, by Node's name. Raises `Failure`."""
    found = _ENVELOPES.get(name.lower())
    if found is None:
        raise unsupported(f"the cipher {name} for a private key")
    return found


def seal(key: bytes, passphrase: bytes, envelope: Envelope) -> bytes:
    """A PKCS#8 key as an encrypted one (RFC 8018, PBES2)."""
    salt, start = DRAWS.octets(_SALT), DRAWS.octets(envelope.vector)
    parameters = der.encoded(der.SEQUENCE, der.encoded(der.OCTETS, salt), der.number(_ROUNDS), _HMAC_SHA256)
    derivation = der.encoded(der.SEQUENCE, _PBKDF2, parameters)
    vector = der.encoded(der.OCTETS, start) if envelope.vector else der.encoded(der.NULL)
    scheme = der.encoded(der.SEQUENCE, envelope.identifier, vector)
    algorithm = der.encoded(der.SEQUENCE, _PBES2, der.encoded(der.SEQUENCE, derivation, scheme))
    secret = hashlib.pbkdf2_hmac("sha256", passphrase, salt, _ROUNDS, envelope.key)
    return der.encoded(
        der.SEQUENCE, algorithm, der.encoded(der.OCTETS, _encrypt(envelope, secret, start, key))
    )


def open_sealed(data: bytes, passphrase: bytes) -> bytes | None:
    """The key in what `seal` makes; None where it was made otherwise. Raises `Failure`."""
    try:
        inner, _ = der.content(data, der.SEQUENCE)
        algorithm, sealed = der.content(inner, der.SEQUENCE)
        text, _ = der.content(sealed, der.OCTETS)
        schemes, _ = der.content(algorithm.removeprefix(_PBES2), der.SEQUENCE)
        derivation, rest = der.content(schemes, der.SEQUENCE)
        parameters, _ = der.content(derivation.removeprefix(_PBKDF2), der.SEQUENCE)
        salt, parameters = der.content(parameters, der.OCTETS)
        count, function = der.content(parameters, der.INTEGER)
        scheme, _ = der.content(rest, der.SEQUENCE)
        envelope = next(each for each in _ENVELOPES.values() if scheme.startswith(each.identifier))
        parameters = scheme.removeprefix(envelope.identifier)
        start, _ = der.content(parameters, der.OCTETS) if envelope.vector else (b"", b"")
    except (der.NotDer, StopIteration):
        return None
    rounds = int.from_bytes(count, "big")
    if function != _HMAC_SHA256 or rounds > _MOST_ROUNDS:
        return None
    secret = hashlib.pbkdf2_hmac("sha256", passphrase, salt, max(rounds, 1), envelope.key)
    return _decrypt(envelope, secret, start, text, "pkcs8 under another passphrase")


def seal_traditionally(label: str, key: bytes, passphrase: bytes, envelope: Envelope) -> bytes:
    """A PKCS#1 or SEC1 key in PEM with a DEK-Info."""
    if not envelope.vector:
        raise openssl("unsupported cipher")
    start = DRAWS.octets(envelope.vector)
    text = _encrypt(envelope, _traditional_key(passphrase, start, envelope.key), start, key)
    headers = (b"Proc-Type: 4,ENCRYPTED", f"DEK-Info: {envelope.name},{start.hex().upper()}".encode())
    return Frame(label, headers, text).text


def open_traditional(frame: Frame, passphrase: bytes) -> bytes:
    """The key in such a frame. Raises `Failure`."""
    for header in frame.headers:
        name, _, start = header.partition(b"DEK-Info:")[2].strip().partition(b",")
        envelope = _ENVELOPES.get(name.decode("latin-1").lower())
        if envelope is None or not envelope.vector:
            continue
        try:
            vector = base64.b16decode(start, casefold=True)
        except ValueError:
            break
        if len(vector) == envelope.vector:
            return _decrypt(
                envelope,
                _traditional_key(passphrase, vector, envelope.key),
                vector,
                frame.content,
                "pem under another passphrase",
            )
    raise openssl("unsupported")


def _traditional_key(passphrase: bytes, start: bytes, length: int) -> bytes:
    """EVP_BytesToKey with MD5, once."""
    derived = block = b""
    while len(derived) < length:
        block = hashlib.md5(block + passphrase + start[:8], usedforsecurity=False).digest()
        derived += block
    return derived[:length]


def _encrypt(envelope: Envelope, key: bytes, start: bytes, text: bytes) -> bytes:
    if envelope.block:
        padder = PKCS7(8 * envelope.block).padder()
        text = padder.update(text) + padder.finalize()
    encryptor = envelope.cipher(key, start).encryptor()
    return encryptor.update(text) + encryptor.finalize()


def _decrypt(envelope: Envelope, key: bytes, start: bytes, text: bytes, where: str) -> bytes:
    try:
        decryptor = envelope.cipher(key, start).decryptor()
        plain = decryptor.update(text) + decryptor.finalize()
        if not envelope.block:
            return plain
        unpadder = PKCS7(8 * envelope.block).unpadder()
        return unpadder.update(plain) + unpadder.finalize()
    except ValueError:
        raise openssl("bad decrypt", where) from None
