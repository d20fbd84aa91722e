"""Errors for the script, as Node words them."""

from __future__ import annotations

from typing import Any

# OpenSSL's own, by their reason: number, library, and the code where Node's is not ERR_OSSL_ and the reason.
_OPENSSL = {
    "bad decrypt": ("1C800064", "Provider routines", ""),
    "wrong final block length": ("1C80006B", "Provider routines", ""),
    "invalid digest": ("1C80007A", "Provider routines", ""),
    "unsupported": ("1E08010C", "DECODER routines", ""),
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

    def __init__(self, message: str, code: str = "", base: str = "Error", **more: str) -> None:
        super().__init__(message)
        self.fields: dict[str, Any] = {"message": message, "code": code, "base": base, **more}


def openssl(reason: str) -> Failure:
    """The error that Node makes of OpenSSL's, `reason` being one of the table above."""
    number, library, code = _OPENSSL[reason]
    return Failure(
        f"error:{number}:{library}::{reason}",
        code or "ERR_OSSL_" + reason.upper().replace(" ", "_"),
        library=library,
        reason=reason,
    )


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
