"""Where all that is random in an isolate comes from: the kernel or, in a run that is deterministic, one stream of its seed.

The stream is AES-256 in counter mode under the SHA-256 of the seed. What is drawn follows from the seed and from what was drawn before,
so nobody may take any of it for a secret: keys are not made of it, and what draws inside of OpenSSL, where no seed reaches, is
refused. A process has one run that is deterministic, and none after it: it ends, or its memory is put back.
"""

from __future__ import annotations

import hashlib
import os
from typing import Any

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CTR

from executor.isolate.crypto.failure import Failure

_DOMAIN = b"flow-executor deterministic run 1\0"
_BLOCK_BYTES = 16
_SEED_BYTES = 8


class Draws:
    """Made in the zygote, where nothing is drawn."""

    __slots__ = ("_stream",)

    def __init__(self) -> None:
        self._stream: Any = None

    @property
    def are_repeated(self) -> bool:
        """Whether all of it comes from a seed."""
        return self._stream is not None

    def repeat(self, seed: int) -> None:
        """From here on all comes from this seed, of 64 bits."""
        key = hashlib.sha256(_DOMAIN + seed.to_bytes(_SEED_BYTES, "big")).digest()
        self._stream = Cipher(AES(key), CTR(bytes(_BLOCK_BYTES))).encryptor()

    def octets(self, count: int) -> bytes:
        """So many bytes."""
        if self._stream is None:
            return os.urandom(count)
        return bytes(self._stream.update(bytes(count)))

    def refuse_key(self) -> None:
        """What makes a key asks first. Raises `Failure`."""
        if self._stream is not None:
            raise Failure(
                "a deterministic run makes no keys and no primes: all that it draws follows from its seed and is no secret; "
                "make them elsewhere and pass them in",
                "ERR_DETERMINISTIC_RUN",
            )

    def refuse_others(self, what: str) -> None:
        """What has OpenSSL draw asks first. Raises `Failure`."""
        if self._stream is not None:
            raise Failure(
                f"{what} is not to be had in a deterministic run: it draws where the run's seed does not reach",
                "ERR_DETERMINISTIC_RUN",
            )


DRAWS = Draws()
