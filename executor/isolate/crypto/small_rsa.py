"""RSA keys below 1,024 bits, or with an exponent that OpenSSL's library here refuses: Node makes them, and tests use them."""

from __future__ import annotations

import math
import secrets
from typing import Any

from cryptography.hazmat.primitives.asymmetric import rsa

from executor.isolate.crypto.primes import is_probable_prime, primes_below

# Above, making primes in Python takes more than a moment.
MOST_BITS = 1024
# Not 2: candidates are odd.
_SMALL = primes_below(2000)[1:]
_ROUNDS = 40


def generate(bits: int, exponent: int) -> Any:
    """A private key; raises ValueError for an exponent that no key can have."""
    if exponent < 3 or exponent % 2 == 0 or exponent.bit_length() >= bits:
        raise ValueError(exponent)
    while True:
        p, q = _prime(bits - bits // 2, exponent), _prime(bits // 2, exponent)
        n = p * q
        if p != q and n.bit_length() == bits:
            break
    p, q = max(p, q), min(p, q)
    d = pow(exponent, -1, math.lcm(p - 1, q - 1))
    numbers = rsa.RSAPrivateNumbers(
        p, q, d, d % (p - 1), d % (q - 1), pow(q, -1, p), rsa.RSAPublicNumbers(exponent, n)
    )
    return numbers.private_key(unsafe_skip_rsa_key_validation=True)


def _prime(bits: int, exponent: int) -> int:
    while True:
        # Two highest bits, so that the product is as long as asked for.
        candidate = secrets.randbits(bits) | (3 << (bits - 2)) | 1
        if not all(candidate % small for small in _SMALL) or math.gcd(candidate - 1, exponent) != 1:
            continue
        if is_probable_prime(candidate, _ROUNDS):
            return candidate
