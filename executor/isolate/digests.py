"""Hashes and HMACs of little data in C (engine/native/digests.c), by the OpenSSL that Python's own hashes are of: what
runtime/digests.js has, where there are both the native part and that library.
"""

from __future__ import annotations

import _hashlib
import ctypes

from executor.isolate.engine import POINTER, Engine


class _OpenSsl(ctypes.Structure):
    """`struct digests_openssl` of digests.h."""

    _fields_ = [("fetch", POINTER), ("hash", POINTER), ("hmac", POINTER)]  # type: ignore[mutable-override]


def methods_of(engine: Engine) -> dict[str, int]:
    """The function's address by its name; empty where it cannot be, and the host is asked for every hash."""
    if engine.native is None:
        return {}
    try:
        given = _functions()
    except (AttributeError, OSError):
        return {}
    engine.native.digests_begin(ctypes.byref(given))
    return {"digests_of_text": ctypes.cast(engine.native["digests_of_text"], POINTER).value or 0}


def _functions() -> _OpenSsl:
    """Of what Python's module is linked with. Raises `AttributeError` where that is within the module and tells no names, or is
    older than OpenSSL 3.
    """
    library = ctypes.PyDLL(_hashlib.__file__)
    return _OpenSsl(*(ctypes.cast(library[name], POINTER) for name in ("EVP_MD_fetch", "EVP_Digest", "HMAC")))
