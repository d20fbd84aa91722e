"""Private keys under a passphrase, with the cipher that was asked for: cryptography has one cipher, and no empty passphrase."""

from __future__ import annotations

import base64
import hashlib
import os
from dataclasses import dataclass
from typing import Any

from cryptography.hazmat.decrepit.ciphers import algorithms as old
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.padding import PKCS7

from executor.isolate.crypto import der
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
    """A cipher in CBC: OpenSSL's name for it, and its identifier."""

    name: str
    algorithm: Any
    key: int
    block: int
    identifier: bytes


def _table() -> dict[str, Envelope]:
    table = {}
    for bits, last in ((128, 2), (192, 22), (256, 42)):
        identifier = der.oid(f"2.16.840.1.101.3.4.1.{last}")
        made = Envelope(f"AES-{bits}-CBC", algorithms.AES, bits // 8, 16, identifier)
        table[f"aes-{bits}-cbc"] = table[f"aes{bits}"] = made
    for bits, last in ((128, 2), (192, 3), (256, 4)):
        identifier = der.oid(f"1.2.392.200011.61.1.1.1.{last}")
        made = Envelope(f"CAMELLIA-{bits}-CBC", old.Camellia, bits // 8, 16, identifier)
        table[f"camellia-{bits}-cbc"] = table[f"camellia{bits}"] = made
    triple = Envelope("DES-EDE3-CBC", old.TripleDES, 24, 8, der.oid("1.2.840.113549.3.7"))
    return {**table, "des-ede3-cbc": triple, "des3": triple}


_ENVELOPES = _table()


def envelope_named(name: str) -> Envelope:
    """The cipher, by Node's name. Raises `Failure`."""
    found = _ENVELOPES.get(name.lower())
    if found is None:
        raise unsupported(f"the cipher {name} for a private key")
    return found


def seal(key: bytes, passphrase: bytes, envelope: Envelope) -> bytes:
    """A PKCS#8 key as an encrypted one (RFC 8018, PBES2)."""
    salt, start = os.urandom(_SALT), os.urandom(envelope.block)
    parameters = der.encoded(der.SEQUENCE, der.encoded(der.OCTETS, salt), der.number(_ROUNDS), _HMAC_SHA256)
    derivation = der.encoded(der.SEQUENCE, _PBKDF2, parameters)
    scheme = der.encoded(der.SEQUENCE, envelope.identifier, der.encoded(der.OCTETS, start))
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
        start, _ = der.content(scheme.removeprefix(envelope.identifier), der.OCTETS)
    except (der.NotDer, StopIteration):
        return None
    rounds = int.from_bytes(count, "big")
    if function != _HMAC_SHA256 or rounds > _MOST_ROUNDS:
        return None
    secret = hashlib.pbkdf2_hmac("sha256", passphrase, salt, max(rounds, 1), envelope.key)
    return _decrypt(envelope, secret, start, text, "pkcs8 under another passphrase")


def seal_traditionally(label: str, key: bytes, passphrase: bytes, envelope: Envelope) -> bytes:
    """A PKCS#1 or SEC1 key in PEM with a DEK-Info."""
    start = os.urandom(envelope.block)
    text = _encrypt(envelope, _traditional_key(passphrase, start, envelope.key), start, key)
    headers = (b"Proc-Type: 4,ENCRYPTED", f"DEK-Info: {envelope.name},{start.hex().upper()}".encode())
    return Frame(label, headers, text).text


def open_traditional(frame: Frame, passphrase: bytes) -> bytes:
    """The key in such a frame. Raises `Failure`."""
    for header in frame.headers:
        name, _, start = header.partition(b"DEK-Info:")[2].strip().partition(b",")
        envelope = _ENVELOPES.get(name.decode("latin-1").lower())
        if envelope is None:
            continue
        try:
            vector = base64.b16decode(start, casefold=True)
        except ValueError:
            break
        if len(vector) == envelope.block:
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
    padder = PKCS7(8 * envelope.block).padder()
    encryptor = Cipher(envelope.algorithm(key), modes.CBC(start)).encryptor()
    return encryptor.update(padder.update(text) + padder.finalize()) + encryptor.finalize()


def _decrypt(envelope: Envelope, key: bytes, start: bytes, text: bytes, where: str) -> bytes:
    unpadder = PKCS7(8 * envelope.block).unpadder()
    try:
        decryptor = Cipher(envelope.algorithm(key), modes.CBC(start)).decryptor()
        return unpadder.update(decryptor.update(text) + decryptor.finalize()) + unpadder.finalize()
    except ValueError:
        raise openssl("bad decrypt", where) from None
