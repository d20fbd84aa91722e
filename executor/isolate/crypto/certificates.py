"""The public key of an X.509 certificate (RFC 5280, section 4.1).

By our own reading of its outer frame: cryptography's takes 24 ms of every start for all the rest of certificates, and imports more
when it reads one, which an isolate cannot.
"""

from __future__ import annotations

from executor.isolate.crypto import der

_VERSION = der.CONTEXT
# Before the key: signature's algorithm, issuer, validity, subject.
_BEFORE_KEY = 4
# After it, each optional: the issuer's and the subject's unique ids, extensions.
_AFTER_KEY = (0x81, 0x82, 0xA3)


def key_of(certificate: bytes) -> bytes:
    """Its SPKI. Raises `der.NotDer` for what is no certificate."""
    whole, rest = der.content(certificate, der.SEQUENCE)
    signed, end = der.content(whole, der.SEQUENCE)
    _, end = der.content(end, der.SEQUENCE)
    _, end = der.content(end, der.BITS)
    if rest or end:
        raise der.NotDer
    return _key_of_signed_part(signed)


def _key_of_signed_part(signed: bytes) -> bytes:
    if signed[:1] == bytes([_VERSION]):
        _, signed = der.content(signed, _VERSION)
    _, signed = der.content(signed, der.INTEGER)
    for _ in range(_BEFORE_KEY):
        _, signed = der.content(signed, der.SEQUENCE)
    _, rest = der.content(signed, der.SEQUENCE)
    key = signed[: len(signed) - len(rest)]
    while rest:
        tag, _, rest = der.element(rest)
        if tag not in _AFTER_KEY:
            raise der.NotDer
    return key
