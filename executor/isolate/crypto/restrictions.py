"""RSA keys for PSS alone: what their AlgorithmIdentifier allows (RFC 8017, A.2.3). cryptography reads past it."""

from __future__ import annotations

from dataclasses import dataclass

from executor.isolate.crypto import der

PSS = der.oid("1.2.840.113549.1.1.10")
_RSA = der.encoded(der.SEQUENCE, der.oid("1.2.840.113549.1.1.1"), der.encoded(der.NULL))
_MGF1 = der.oid("1.2.840.113549.1.1.8")
_HASHES = {
    "sha1": der.oid("1.3.14.3.2.26"),
    **{
        f"sha{bits}": der.oid(f"2.16.840.1.101.3.4.2.{n}")
        for n, bits in ((4, 224), (1, 256), (2, 384), (3, 512))
    },
    "sha512-224": der.oid("2.16.840.1.101.3.4.2.5"),
    "sha512-256": der.oid("2.16.840.1.101.3.4.2.6"),
}


@dataclass(frozen=True)
class Restrictions:
    """The `algorithm` of a key for PSS, and its parameters; none of them restricts nothing."""

    algorithm: bytes
    hash: str = ""
    mask_hash: str = ""
    salt_length: int = -1


def restrictions_of(key: bytes) -> Restrictions | None:
    """Those of a PKCS#8 or an SPKI; None for any key that is not for PSS alone."""
    try:
        inner, _ = der.content(key, der.SEQUENCE)
        if inner[:1] == bytes([der.INTEGER]):
            _, inner = der.content(inner, der.INTEGER)
        body, rest = der.content(inner, der.SEQUENCE)
        if not body.startswith(PSS):
            return None
        algorithm = inner[: len(inner) - len(rest)]
        parameters = body[len(PSS) :]
        if parameters == b"":
            return Restrictions(algorithm)
        return _restrictions(algorithm, der.content(parameters, der.SEQUENCE)[0])
    except der.NotDer:
        return None


def _restrictions(algorithm: bytes, parameters: bytes) -> Restrictions:
    given: dict[int, bytes] = {}
    while parameters:
        tag, inner, parameters = der.element(parameters)
        given[tag - der.CONTEXT] = inner
    mask = given.get(1, b"")
    if mask:
        mask = der.content(mask, der.SEQUENCE)[0].removeprefix(_MGF1)
    salt = int.from_bytes(der.content(given[2], der.INTEGER)[0], "big") if 2 in given else 20
    return Restrictions(algorithm, _hash(given.get(0, b"")), _hash(mask), salt)


def _hash(algorithm: bytes) -> str:
    if algorithm == b"":
        return "sha1"
    inner, _ = der.content(algorithm, der.SEQUENCE)
    for name, identifier in _HASHES.items():
        if inner.startswith(identifier):
            return name
    raise der.NotDer


def restricted(key: bytes, algorithm: bytes) -> bytes:
    """A PKCS#8 or SPKI of RSA with another AlgorithmIdentifier."""
    inner, _ = der.content(key, der.SEQUENCE)
    head, _, tail = inner.partition(_RSA)
    return der.encoded(der.SEQUENCE, head, algorithm, tail)


def algorithm_for(hash_name: str, mask_hash: str, salt_length: int) -> bytes:
    """The AlgorithmIdentifier of a new key; with '', '' and -1 it has no parameters. Defaults are left out, as DER wants."""
    if not hash_name and not mask_hash and salt_length < 0:
        return der.encoded(der.SEQUENCE, PSS)
    parts = []
    if hash_name not in {"", "sha1"}:
        parts.append(der.encoded(der.CONTEXT, _identifier(hash_name)))
    if mask_hash not in {"", "sha1"}:
        mask = der.encoded(der.SEQUENCE, _MGF1, _identifier(mask_hash))
        parts.append(der.encoded(der.CONTEXT + 1, mask))
    if salt_length not in {-1, 20}:
        parts.append(der.encoded(der.CONTEXT + 2, der.number(salt_length)))
    return der.encoded(der.SEQUENCE, PSS, der.encoded(der.SEQUENCE, *parts))


def _identifier(hash_name: str) -> bytes:
    return der.encoded(der.SEQUENCE, _HASHES[hash_name], der.encoded(der.NULL))
