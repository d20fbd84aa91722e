"""Prime numbers, found and checked a piece at a time: the script's limits are looked at between two calls of an operation."""

from __future__ import annotations

import math
from array import array
from collections.abc import Iterator
from itertools import compress

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15

from executor.isolate.crypto.draws import DRAWS
from executor.isolate.crypto.failure import Failure, too_much
from executor.isolate.crypto.request import Request

# Bits of numbers that are checked. A power of so large a number takes Python seconds.
MAX_CHECKED_BITS = 8192
# Bits of primes that are looked for: two seconds at the most, as a rule.
MAX_BITS = 3072
# One in half a million numbers of 1024 bits is a safe prime, and takes a second; of 2048 bits half a minute.
MAX_SAFE_BITS = 1024
# A prime that was drawn at random is one after these, with an error below 2^-100 (Damgård, Landrock, Pomerance).
_ROUNDS_OF_A_DRAWN = 5
_ROUNDS_OF_A_SMALL = 64
# Where RSA's power is the faster one; OpenSSL bounds exponents above.
_RSA_BITS = range(512, 3073)
# Candidates of one window, and what they are sieved by.
_WINDOW = 4096
_SIEVED_BELOW = 1 << 16
# Powers of one piece, by the cube of the size: some 50 ms.
_MOST_POWERS = 128


def primes_below(limit: int) -> array[int]:
    """All below this number, which is even. Each byte of the sieve is for an odd number."""
    odd = bytearray(b"\1") * (limit // 2)
    for number in range(3, math.isqrt(limit) + 1, 2):
        if odd[number // 2]:
            odd[number * number // 2 :: number] = bytes(len(range(number * number // 2, len(odd), number)))
    odd[0] = 0
    return array("H", [2, *compress(range(1, limit, 2), odd)])


_SMALL_PRIMES = primes_below(_SIEVED_BELOW)


def search(request: Request) -> bytes:
    """A prime of `bits` bits that is `rem` modulo `add`, if these are there; b"" when the piece is over without one.

    With `safe` half of it is a prime, too. Raises `Failure`.
    """
    DRAWS.refuse_key()
    bits, safe = request.number("bits"), request.flag("safe")
    limit = MAX_SAFE_BITS if safe else MAX_BITS
    if bits > limit:
        raise too_much("size", limit, bits, "make the prime elsewhere and pass it in (in bits)")
    modulus = _number(request, "add") if request.has("add") else 0
    remainder = _number(request, "rem") if request.has("rem") else 3 if safe else 1
    start, step = _start(bits, safe, modulus, remainder)
    powers = max(1, min(_MOST_POWERS, (1 << 37) // bits**3))
    for candidate in _survivors(start, step, bits, safe):
        if powers == 0:
            break
        powers -= 1
        if _is_drawn_prime(candidate) and (not safe or _is_drawn_prime(candidate >> 1)):
            return candidate.to_bytes(-(-bits // 8), "big")
    return b""


def check(request: Request) -> bool:
    """Rounds of Miller-Rabin: `rounds` of them, from the one with the number `first` on."""
    candidate = int.from_bytes(bounded(request, "candidate"), "big")
    return is_probable_prime(candidate, request.number("rounds"), request.number("first", 0))


def bounded(request: Request, name: str) -> bytes:
    """A number's bytes. Raises `Failure` where it is too large to reckon with."""
    data = request.octets(name).lstrip(b"\0")
    if 8 * len(data) > MAX_CHECKED_BITS:
        raise too_much(name, MAX_CHECKED_BITS, 8 * len(data), "use a smaller one (in bits)")
    return data


def is_probable_prime(number: int, rounds: int, first: int = 0) -> bool:
    """Miller-Rabin with the first primes and then drawn numbers as witnesses."""
    known = _SMALL_PRIMES
    if number <= known[-1]:
        return number in known
    if any(number % prime == 0 for prime in known[:64]):
        return False
    shift = ((number - 1) & -(number - 1)).bit_length() - 1
    return all(
        _is_no_witness(known[each] if each < 12 else drawn_below(number), number, shift)
        for each in range(first, first + rounds)
    )


def _is_no_witness(base: int, number: int, shift: int) -> bool:
    power = pow(base, (number - 1) >> shift, number)
    if power in (1, number - 1):
        return True
    for _ in range(shift - 1):
        power = power * power % number
        if power == number - 1:
            return True
    return False


def drawn_below(number: int) -> int:
    """From 2 to below `number`."""
    return int.from_bytes(DRAWS.octets(number.bit_length() // 8 + 1), "big") % (number - 2) + 2


def _number(request: Request, name: str) -> int:
    return int.from_bytes(bounded(request, name), "big")


def _start(bits: int, safe: bool, modulus: int, remainder: int) -> tuple[int, int]:
    """A drawn number of these bits, and the way to the next: with its two first bits set where nothing is asked of it, as OpenSSL's."""
    drawn = int.from_bytes(DRAWS.octets(bits // 8 + 1), "big") % (1 << bits)
    if modulus == 0:
        # All safe primes but 5 and 7 are 11 modulo 12.
        modulus, remainder = (12, 11) if safe and bits > 3 else (2, 1)
        drawn |= 3 << max(0, bits - 2)
    else:
        drawn |= 1 << (bits - 1)
    start = drawn - drawn % modulus + remainder
    if start.bit_length() > bits:
        start -= modulus
    step = math.lcm(modulus, 4 if safe else 2)
    wanted = 3 if safe and bits > 3 else 1
    for shifted in range(start, start + step, modulus):
        if shifted & wanted == wanted:
            return shifted, step
    raise Failure("invalid options.rem", "ERR_OUT_OF_RANGE", "RangeError")


def _survivors(start: int, step: int, bits: int, safe: bool) -> Iterator[int]:
    """Numbers of these bits from `start` on, without those that have a small factor (or, with `safe`, whose halves have one)."""
    count = min(_WINDOW, ((1 << bits) - 1 - start) // step + 1)
    alive = bytearray(b"\1") * max(count, 0)
    # A number that is in the sieve itself would be its own factor.
    for prime in _SMALL_PRIMES if bits > _SIEVED_BELOW.bit_length() else ():
        if step % prime == 0:
            continue
        inverse = pow(step, -1, prime)
        for remainder in (0, 1) if safe else (0,):
            first = (remainder - start) * inverse % prime
            alive[first::prime] = bytes(len(range(first, count, prime)))
    return (start + step * place for place in range(count) if alive[place])


def _is_drawn_prime(number: int) -> bool:
    if number.bit_length() not in _RSA_BITS:
        return is_probable_prime(number, _ROUNDS_OF_A_SMALL)
    return _is_fermat_prime(number) and is_probable_prime(number, _ROUNDS_OF_A_DRAWN)


def _is_fermat_prime(number: int) -> bool:
    """Fermat's test by OpenSSL's power, which takes an eighth of Python's time and can be had through RSA alone.

    For a prime p, b^(p-2) is what b times gives 1. So b is chosen such that this would be a padded block, which RSA can tell.
    """
    size = -(-number.bit_length() // 8)
    block = int.from_bytes(b"\0\1" + b"\xff" * (size - 4) + b"\0p", "big")
    try:
        base = pow(block, -1, number)
        key = rsa.RSAPublicNumbers(number - 2, number).public_key()
        key.recover_data_from_signature(base.to_bytes(size, "big"), PKCS1v15(), None)
    except (InvalidSignature, ValueError):
        return False
    return True
