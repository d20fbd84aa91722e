"""Errors for the script, as Node words them."""

from __future__ import annotations

from typing import Any

# OpenSSL's own, by their reason: number, library, and the code where Node's is not ERR_OSSL_ and the reason.
_OPENSSL = {
    "bad decrypt": ("1C800064", "Provider routines", ""),
    "wrong final block length": ("1C80006B", "Provider routines", ""),
    "invalid digest": ("1C80007A", "Provider routines", ""),
    "unsupported": ("1E08010C", "DECODER routines", ""),
    "wrong tag": ("068000A8", "asn1 encoding routines", "ERR_OSSL_ASN1_WRONG_TAG"),
    "too long": ("0680009B", "asn1 encoding routines", "ERR_OSSL_ASN1_TOO_LONG"),
    "sequence length mismatch": (
        "06800094",
        "asn1 encoding routines",
        "ERR_OSSL_ASN1_SEQUENCE_LENGTH_MISMATCH",
    ),
    "unsupported cipher": ("04800071", "PEM routines", "ERR_OSSL_PEM_UNSUPPORTED_CIPHER"),
    "not proc type": ("0480006B", "PEM routines", "ERR_OSSL_PEM_NOT_PROC_TYPE"),
    "digest not allowed": ("1C8000AE", "Provider routines", ""),
    "mgf1 digest not allowed": ("1C8000A7", "Provider routines", ""),
    "pss saltlen too small": ("1C8000AC", "Provider routines", ""),
    "illegal or unsupported padding mode": ("1C8000A5", "Provider routines", ""),
    "operation not supported for this keytype": ("1C8000B2", "Provider routines", ""),
    "mismatching domain parameters": ("1C8000CB", "Provider routines", ""),
    "not enough data": ("0680008E", "asn1 encoding routines", "ERR_OSSL_ASN1_NOT_ENOUGH_DATA"),
    "interrupted or cancelled": (
        "07880109",
        "common libcrypto routines",
        "ERR_OSSL_CRYPTO_INTERRUPTED_OR_CANCELLED",
    ),
    "oaep decoding error": ("02000079", "rsa routines", "ERR_OSSL_RSA_OAEP_DECODING_ERROR"),
    "data too large for key size": ("0200006E", "rsa routines", "ERR_OSSL_RSA_DATA_TOO_LARGE_FOR_KEY_SIZE"),
    "data too small for key size": ("0200007A", "rsa routines", "ERR_OSSL_RSA_DATA_TOO_SMALL_FOR_KEY_SIZE"),
    "block type is not 01": ("0200006A", "rsa routines", "ERR_OSSL_RSA_BLOCK_TYPE_IS_NOT_01"),
    "data too large for modulus": (
        "02000084",
        "rsa routines",
        "ERR_OSSL_RSA_DATA_TOO_LARGE_FOR_MODULUS",
    ),
}


class Failure(Exception):
    """An error that the script is to see: `base` names its class, `code` is Node's ('' for none)."""

    def __init__(self, message: str, code: str = "", base: str = "Error", **more: Any) -> None:
        super().__init__(message)
        self.fields: dict[str, Any] = {"message": message, "code": code, "base": base, **more}


_NESTED = "error:0688010A:asn1 encoding routines::nested asn1 error"
_WRONG_TAG = "error:068000A8:asn1 encoding routines::wrong tag"
_BAD_PASSWORD = "error:04800068:PEM routines::bad password read"  # noqa: S105 - a text
_INTERRUPTED = "error:07880109:common libcrypto routines::interrupted or cancelled"
_PKCS12 = "error:11800074:PKCS12 routines::pkcs12 cipherfinal error"

# What lies beneath an error, as Node lists it in `opensslErrorStack`, by where it was met.
BENEATH: dict[str, tuple[str, ...]] = {
    "": (),
    "pkcs8 under no passphrase": (
        _BAD_PASSWORD,
        _INTERRUPTED,
        "error:1C80009F:Provider routines::unable to get passphrase",
        _INTERRUPTED,
    ),
    "pem under no passphrase": (_BAD_PASSWORD, _INTERRUPTED),
    "pkcs8 under another passphrase": (
        _PKCS12,
        "error:1C800064:Provider routines::bad decrypt",
        _PKCS12,
    ),
    "pem under another passphrase": ("error:04800065:PEM routines::bad decrypt",),
    "not the label's form": (_NESTED, _NESTED, _WRONG_TAG),
    "neither of the label's forms": (_NESTED, _NESTED, _WRONG_TAG) * 2,
    "not this form": (_NESTED, _NESTED),
    "no bare key": ("error:0688000D:asn1 encoding routines::ASN1 lib", _NESTED, _NESTED),
    "too much for a bare key": ("error:0688000D:asn1 encoding routines::ASN1 lib",),
    "no certificate": (_NESTED, _NESTED, _NESTED),
    "no element": (_NESTED, "error:06800066:asn1 encoding routines::bad object header"),
}


def openssl(reason: str, where: str = "") -> Failure:
    """The error that Node makes of OpenSSL's: `reason` is one of the first table, `where` of the second."""
    number, library, code = _OPENSSL[reason]
    return Failure(
        f"error:{number}:{library}::{reason}",
        code or "ERR_OSSL_" + reason.upper().replace(" ", "_"),
        library=library,
        reason=reason,
        beneath=list(BENEATH[where]),
    )


def not_for_this_key() -> Failure:
    """For an operation that keys of this kind have not: two of OpenSSL's libraries say so in the same words."""
    library, reason = "digital envelope routines", "operation not supported for this keytype"
    code = "ERR_OSSL_EVP_OPERATION_NOT_SUPPORTED_FOR_THIS_KEYTYPE"
    return Failure(f"error:03000096:{library}::{reason}", code, library=library, reason=reason)


def invalid_digest(name: str) -> Failure:
    """For a name that is no digest, or none that the operation can use."""
    return Failure(f"Invalid digest: {name}", "ERR_CRYPTO_INVALID_DIGEST", "TypeError")


def too_much(what: str, limit: int, value: int, instead: str) -> Failure:
    """For work that would only end in the job's time limit; `instead` says what to do."""
    return Failure(
        f'The value of "{what}" is out of range. It must be <= {limit} here, where a script cannot be interrupted '
        f"meanwhile; {instead}. Received {value}",
        "ERR_OUT_OF_RANGE",
        "RangeError",
    )


def unsupported(what: str) -> Failure:
    """For what Node can do and this service cannot."""
    return Failure(f"{what} is not supported here", "ERR_FEATURE_UNAVAILABLE_ON_PLATFORM", "TypeError")
