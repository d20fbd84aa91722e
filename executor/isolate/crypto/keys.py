"""Asymmetric keys: read, made, written. Between operations a key is its DER (PKCS#8 or SPKI), so nothing is kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import dsa, ec, rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)

from executor.isolate.crypto import certificates, der, dh_keys, small_rsa
from executor.isolate.crypto.draws import DRAWS
from executor.isolate.crypto.envelopes import (
    envelope_named,
    open_sealed,
    open_traditional,
    seal,
    seal_traditionally,
)
from executor.isolate.crypto.failure import Failure, openssl, too_much, unsupported
from executor.isolate.crypto.frames import Frame, frames
from executor.isolate.crypto.jwk import ec_from_jwk, private_jwk, public_jwk, rsa_from_jwk
from executor.isolate.crypto.kinds import CURVE_NAMES, MAX_RSA_BITS, RAW_KINDS, curve_named, integer, kind_of
from executor.isolate.crypto.primes import MAX_CHECKED_BITS, bounded, drawn_below
from executor.isolate.crypto.request import Request
from executor.isolate.crypto.restrictions import algorithm_for, restricted, restrictions_of

# Making one takes a tenth of a second for 2048 bits, one for 4096, and a minute is not rare for 8192.
MAX_NEW_RSA_BITS = 4096
_SMALLEST_RSA_BITS = 512
# What the library generates.
_SMALLEST_OF_OPENSSL = 1024
_USUAL_EXPONENTS = {3, 65537}
# Parsed keys, by their DER: a script that signs a hundred times reads its key once.
_CACHED = 32


class Keys:
    """Reads and writes keys."""

    def __init__(self) -> None:
        self._parsed: dict[tuple[bool, bytes], Any] = {}

    def private(self, der: bytes) -> Any:
        """The private key in this PKCS#8."""
        return self._cached(True, der, lambda: _load_private(der, None, pem=False))

    def public(self, der: bytes) -> Any:
        """The public key in this SPKI."""
        return self._cached(False, der, lambda: _parsed_public(der))

    def _cached(self, private: bool, der: bytes, load: Callable[[], Any]) -> Any:
        key = self._parsed.get((private, der))
        if key is None:
            try:
                key = load()
            except (ValueError, TypeError, UnsupportedAlgorithm):
                raise openssl("unsupported") from None
            _check_size(key)
            if len(self._parsed) >= _CACHED:
                self._parsed.clear()
            self._parsed[private, der] = key
        return key

    def read_private(self, request: Request) -> dict[str, Any]:
        """A private key from PEM or DER, with its passphrase where it has one."""
        data, passphrase = request.octets("data"), request.octets_or_none("passphrase")
        if request.text("format") == "pem":
            return _private_of_pem(data, passphrase)
        return _private_of_der(data, passphrase, request.text("type"))

    def read_public(self, request: Request) -> dict[str, Any]:
        """A public key from PEM or DER: of a public key, a certificate or a private key."""
        data, passphrase = request.octets("data"), request.octets_or_none("passphrase")
        if request.text("format") == "pem":
            return _public_of_pem(data, passphrase)
        kind = request.text("type")
        if kind == "spki" or (kind == "pkcs1" and not _is_private(data)):
            return _public_of_der(data, kind)
        return _public_of(_private_of_der(data, passphrase, kind))

    def read_either(self, request: Request) -> dict[str, Any]:
        """Like `read_public`, but a private key stays one."""
        return self.read_public(request)

    def to_public(self, request: Request) -> dict[str, Any]:
        """The public key of a private one."""
        return _public_of({"der": request.text("key")})

    def read_jwk(self, request: Request) -> dict[str, Any]:
        """An RSA or EC key from the members of its JWK."""
        return _described(rsa_from_jwk(request) if request.text("kty") == "RSA" else ec_from_jwk(request))

    def read_raw(self, request: Request) -> dict[str, Any]:
        """An Ed25519, X25519, Ed448 or X448 key from its bytes; a point of an EC curve."""
        kind, data = request.text("kind").lower(), request.octets("data")
        try:
            if kind not in RAW_KINDS:
                curve = curve_named(request.text("kind"))
                return _described(ec.EllipticCurvePublicKey.from_encoded_point(curve, data))
            private, public = RAW_KINDS[kind]
            if request.flag("private"):
                return _described(private.from_private_bytes(data))
            return _described(public.from_public_bytes(data))
        except ValueError:
            raise Failure("Invalid key data", "ERR_CRYPTO_INVALID_KEYTYPE") from None

    def write_private(self, request: Request) -> bytes:
        """A private key as `format` and `type` say, encrypted where there is a passphrase (it may be empty)."""
        data, kind = request.octets("key"), request.text("type")
        passphrase = request.octets_or_none("passphrase")
        pem = request.text("format") == "pem"
        try:
            key = data if kind == "pkcs8" else _traditional(self.private(data))
        except (ValueError, TypeError):
            raise unsupported(f"exporting this key as {kind}") from None
        label = {"pkcs8": "PRIVATE KEY", "pkcs1": "RSA PRIVATE KEY"}.get(kind, "EC PRIVATE KEY")
        if passphrase is not None:
            envelope = envelope_named(request.text("cipher"))
            if kind != "pkcs8":
                return seal_traditionally(label, key, passphrase, envelope)
            key, label = seal(key, passphrase, envelope), "ENCRYPTED PRIVATE KEY"
        return Frame(label, (), key).text if pem else key

    def write_public(self, request: Request) -> bytes:
        """A public key as `format` and `type` say."""
        key, label = request.octets("key"), "PUBLIC KEY"
        if request.text("type") == "pkcs1":
            key, label = self.public(key).public_bytes(Encoding.DER, PublicFormat.PKCS1), "RSA PUBLIC KEY"
        return Frame(label, (), key).text if request.text("format") == "pem" else key

    def write_raw(self, request: Request) -> bytes:
        """The bytes of a public key: a point, or those of Ed25519 and the like."""
        key = self.public(request.octets("key"))
        if isinstance(key, ec.EllipticCurvePublicKey):
            return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        return bytes(key.public_bytes(Encoding.Raw, PublicFormat.Raw))

    def write_jwk(self, request: Request) -> dict[str, str]:
        """The members of the key's JWK, in Node's order."""
        if restrictions_of(request.octets("key")) is not None:
            raise Failure("Unsupported JWK Key Type.", "ERR_CRYPTO_JWK_UNSUPPORTED_KEY_TYPE")
        if request.flag("private"):
            return private_jwk(self.private(request.octets("key")))
        return public_jwk(self.public(request.octets("key")))

    def generate(self, request: Request) -> dict[str, Any]:
        """A new private key."""
        DRAWS.refuse_key()
        key = _generate(request)
        if request.text("kind") != "rsa-pss":
            return _described(key)
        salt_length = request.number("saltLength", -1)
        algorithm = algorithm_for(request.text("hash"), request.text("maskHash"), salt_length)
        return _described(key, algorithm)

    def agree(self, request: Request) -> bytes:
        """The secret that a private and a public key share."""
        private, public = self.private(request.octets("key")), self.public(request.octets("public"))
        try:
            if isinstance(private, ec.EllipticCurvePrivateKey):
                if private.curve.name != public.curve.name:
                    raise openssl("mismatching domain parameters")
                return private.exchange(ec.ECDH(), public)
            return bytes(private.exchange(public))
        except (ValueError, TypeError, AttributeError):
            raise Failure("diffieHellman failed", "ERR_CRYPTO_OPERATION_FAILED") from None


def _check_size(key: Any) -> None:
    if isinstance(key, rsa.RSAPrivateKey | rsa.RSAPublicKey) and key.key_size > MAX_RSA_BITS:
        raise too_much("modulusLength", MAX_RSA_BITS, key.key_size, "use a smaller key")
    if isinstance(key, dh_keys.DhPrivate | dh_keys.DhPublic) and key.key_size > MAX_CHECKED_BITS:
        raise too_much("prime", MAX_CHECKED_BITS, key.key_size, "use a smaller group (in bits)")


def _load_private(data: bytes, passphrase: bytes | None, *, pem: bool) -> Any:
    # Node takes a key's numbers as they are; to check them costs a tenth of a second.
    if not pem and (agreement := dh_keys.private_of(data)) is not None:
        return agreement
    load = serialization.load_pem_private_key if pem else serialization.load_der_private_key
    return load(data, passphrase, unsafe_skip_rsa_key_validation=True)


def _parsed_public(data: bytes) -> Any:
    return dh_keys.public_of(data) or serialization.load_der_public_key(data)


def _load_public(data: bytes) -> Any:
    """The key in an SPKI or a PKCS#1. Raises `Failure`."""
    try:
        return _parsed_public(data)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise openssl("unsupported") from None


def _form(data: bytes) -> str:
    """What a key's DER is: pkcs8, sec1, pkcs1 (also DSA's own form), encrypted, spki; '' for none of them."""
    try:
        inner, _ = der.content(data, der.SEQUENCE)
        if inner[:1] == bytes([der.SEQUENCE]):
            _, rest = der.content(inner, der.SEQUENCE)
            return "encrypted" if rest[:1] == bytes([der.OCTETS]) else "spki"
        _, inner = der.content(inner, der.INTEGER)
    except der.NotDer:
        return ""
    return {der.SEQUENCE: "pkcs8", der.OCTETS: "sec1", der.INTEGER: "pkcs1"}.get(inner[0] if inner else 0, "")


# What a frame with this label may hold, and the kind of key in it where the label says one.
_PRIVATE_LABELS: dict[str, tuple[set[str], str]] = {
    "PRIVATE KEY": ({"pkcs8"}, ""),
    "ENCRYPTED PRIVATE KEY": ({"encrypted", "pkcs8"}, ""),
    "RSA PRIVATE KEY": ({"pkcs1", "pkcs8"}, "rsa"),
    "EC PRIVATE KEY": ({"sec1", "pkcs8"}, "ec"),
    "DSA PRIVATE KEY": ({"pkcs1", "pkcs8"}, "dsa"),
}
# What a key's own form holds; PKCS#8 is taken for it, too.
_KINDS_BY_FORM = {"pkcs1": "rsa", "sec1": "ec"}
_PUBLIC_LABELS = {"PUBLIC KEY": "spki", "RSA PUBLIC KEY": "pkcs1", "CERTIFICATE": "x509"}


def _private_of_pem(data: bytes, passphrase: bytes | None) -> dict[str, Any]:
    """The first frame with a private key, whatever is around it."""
    for frame in frames(data):
        if frame.label not in _PRIVATE_LABELS:
            continue
        forms, kind = _PRIVATE_LABELS[frame.label]
        content = _opened(frame, passphrase)
        if _form(content) not in forms:
            wrong = "neither of the label's forms" if kind else "not the label's form"
            raise openssl(
                "unsupported", wrong if _form(content) in {"pkcs1", "sec1", "encrypted", "spki"} else ""
            )
        described = _described_private(_unsealed(content, passphrase))
        if kind in {"", described["kind"]}:
            return described
        break
    raise openssl("unsupported")


def _opened(frame: Frame, passphrase: bytes | None) -> bytes:
    """What is in a frame. Raises `Failure`."""
    if frame.headers and not frame.headers[0].startswith(b"Proc"):
        raise openssl("not proc type")
    if not any(header.startswith(b"DEK-Info:") for header in frame.headers):
        return frame.content
    if passphrase is None:
        raise openssl("interrupted or cancelled", "pem under no passphrase")
    return open_traditional(frame, passphrase)


def _unsealed(data: bytes, passphrase: bytes | None) -> bytes:
    """The PKCS#8 in an encrypted one; anything else as it is, with a passphrase that it does not need."""
    if _form(data) != "encrypted":
        return data
    if passphrase is None:
        raise openssl("interrupted or cancelled", "pkcs8 under no passphrase")
    opened = open_sealed(data, passphrase)
    if opened is not None:
        return opened
    if passphrase == b"":
        raise openssl("unsupported")
    try:
        key = serialization.load_der_private_key(data, passphrase, unsafe_skip_rsa_key_validation=True)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise openssl("bad decrypt", "pkcs8 under another passphrase") from None
    plain: bytes = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    return plain


def _private_of_der(data: bytes, passphrase: bytes | None, kind: str) -> dict[str, Any]:
    form = _form(data)
    if data == b"":
        raise Failure("Failed to read private key")
    if form == "" or (kind == "encrypted" and form != "encrypted"):
        raise openssl("not enough data")
    if kind in _KINDS_BY_FORM:
        described = _described_private(data) if form in {kind, "pkcs8"} else None
        if described is None or described["kind"] != _KINDS_BY_FORM[kind]:
            raise openssl("unsupported")
        return described
    if kind == "pkcs8" and form not in {"pkcs8", "encrypted"}:
        raise openssl("wrong tag", "not this form")
    if form == "encrypted" and passphrase is None:
        raise Failure("Passphrase required for encrypted key", "ERR_MISSING_PASSPHRASE", "TypeError")
    return _described_private(_unsealed(data, passphrase))


def _is_private(data: bytes) -> bool:
    """Whether it begins with a version, as private keys do."""
    try:
        inner, _ = der.content(data, der.SEQUENCE)
        version, _ = der.content(inner, der.INTEGER)
    except der.NotDer:
        return False
    return len(version) == 1 and version[0] <= 1


def _described_private(data: bytes) -> dict[str, Any]:
    try:
        key = _load_private(data, None, pem=False)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise openssl("unsupported") from None
    restrictions = restrictions_of(data)
    return _described(key, None if restrictions is None else restrictions.algorithm)


def _public_of_pem(data: bytes, passphrase: bytes | None) -> dict[str, Any]:
    """Of all frames the first with a public key, else with a certificate, else with a private key."""
    found = {frame.label: frame for frame in reversed(list(frames(data)))}
    for label, form in _PUBLIC_LABELS.items():
        if label in found:
            return _public_of_der(_opened(found[label], passphrase), form)
    return _public_of(_private_of_pem(data, passphrase))


def _public_of_der(data: bytes, form: str) -> dict[str, Any]:
    try:
        inner, _ = der.content(data, der.SEQUENCE)
    except der.NotDer:
        raise openssl("too long", "no element") from None
    # An SPKI begins with an algorithm, a bare RSA key with its modulus, a certificate with a long sequence.
    if inner[:1] != bytes([der.INTEGER if form == "pkcs1" else der.SEQUENCE]):
        raise openssl("wrong tag", "no bare key" if form == "pkcs1" else "not this form")
    if form == "pkcs1":
        _check_bare(inner)
    if form != "x509":
        restrictions = restrictions_of(data)
        return _described(_load_public(data), None if restrictions is None else restrictions.algorithm)
    try:
        return _public_of_der(certificates.key_of(data), "spki")
    except der.NotDer:
        raise openssl("wrong tag", "no certificate") from None


def _check_bare(numbers: bytes) -> None:
    """Raises `Failure` unless they are two, as those of a bare RSA key."""
    try:
        _, numbers = der.content(numbers, der.INTEGER)
        _, numbers = der.content(numbers, der.INTEGER)
    except der.NotDer:
        raise openssl("wrong tag", "no bare key") from None
    if numbers:
        raise openssl("sequence length mismatch", "too much for a bare key")


def _public_of(private: dict[str, Any]) -> dict[str, Any]:
    data = private["der"].encode("latin-1")
    restrictions = restrictions_of(data)
    key = _load_private(data, None, pem=False).public_key()
    return _described(key, None if restrictions is None else restrictions.algorithm)


def _traditional(key: Any) -> bytes:
    return bytes(key.private_bytes(Encoding.DER, PrivateFormat.TraditionalOpenSSL, NoEncryption()))


def _described(key: Any, algorithm: bytes | None = None) -> dict[str, Any]:
    """What the JavaScript side keeps of a key; `algorithm` is that of one for PSS alone."""
    _check_size(key)
    private = hasattr(key, "public_key")
    if private:
        data = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    else:
        data = key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    if algorithm is not None:
        data = restricted(data, algorithm)
    described: dict[str, Any] = {"private": private, "der": data.decode("latin-1"), "kind": kind_of(key)}
    if described["kind"] == "rsa":
        public = (key.public_key() if private else key).public_numbers()
        described["modulusLength"] = key.key_size
        described["publicExponent"] = integer(public.e).decode("latin-1")
    elif described["kind"] == "ec":
        described["namedCurve"] = CURVE_NAMES.get(key.curve.name, key.curve.name)
    elif described["kind"] == "dsa":
        described["modulusLength"] = key.key_size
        described["divisorLength"] = key.parameters().parameter_numbers().q.bit_length()
    if algorithm is not None:
        described["kind"] = "rsa-pss"
        restrictions = restrictions_of(data)
        if restrictions is not None and restrictions.salt_length >= 0:
            described["hashAlgorithm"] = restrictions.hash
            described["mgf1HashAlgorithm"] = restrictions.mask_hash
            described["saltLength"] = restrictions.salt_length
    return described


def _generate(request: Request) -> Any:
    kind = request.text("kind")
    if kind in RAW_KINDS:
        return RAW_KINDS[kind][0].generate()
    if kind == "dh":
        return dh_keys.generate(request)
    if kind == "dsa":
        return _generate_dsa(request)
    if kind == "ec":
        return ec.generate_private_key(curve_named(request.text("curve")))
    bits, exponent = request.number("bits"), request.number("exponent")
    if bits < _SMALLEST_RSA_BITS:
        raise Failure("error:1C8000AB:Provider routines::key size too small")
    if exponent < 3 or exponent % 2 == 0:
        raise Failure("error:020000B2:rsa routines::pub exponent out of range")
    if bits > MAX_NEW_RSA_BITS:
        raise too_much("modulusLength", MAX_NEW_RSA_BITS, bits, "make the key elsewhere and pass it in")
    try:
        if bits < _SMALLEST_OF_OPENSSL or (exponent not in _USUAL_EXPONENTS and bits <= small_rsa.MOST_BITS):
            return small_rsa.generate(bits, exponent)
        return rsa.generate_private_key(exponent, bits)
    except ValueError:
        raise unsupported(f"an RSA key of {bits} bits with the exponent {exponent}") from None


def _generate_dsa(request: Request) -> Any:
    """A key for the primes `prime` and `divisor`, of which the second divides the first less one."""
    prime, divisor = (int.from_bytes(bounded(request, name), "big") for name in ("prime", "divisor"))
    if divisor < 3 or prime % divisor != 1:
        raise unsupported("a DSA key for these numbers")
    generator = pow(2, (prime - 1) // divisor, prime)
    value = drawn_below(divisor)
    group = dsa.DSAParameterNumbers(prime, divisor, generator)
    try:
        return dsa.DSAPrivateNumbers(
            value, dsa.DSAPublicNumbers(pow(generator, value, prime), group)
        ).private_key()
    except ValueError:
        raise unsupported(f"a DSA key of {prime.bit_length()} bits") from None
