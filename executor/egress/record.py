"""The HTTP exchanges of one run, as its script sees them: written down for its caller.

Stands where answers are sent to the isolate, so nothing that the broker adds to a request is in it, and of the request itself no
header. Of answers the headers that the operator named are left out. A record with a credential of the operator's in it is none:
a server that repeats what it was sent would carry it out.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from executor.wire.fetches import NO_ANSWER, Fetch, decode_answer
from executor.wire.frames import HEADER, Kind

# Of an exchange without an answer: the script gave the request up, or the run ended first.
GIVEN_UP, UNFINISHED = -1, -2
# What an exchange takes beside its texts and bytes, about.
_OVERHEAD = 16


@dataclass(slots=True)
class Exchanged:
    """One request and what came of it: `head` and `body` of a response, or the properties of the script's error, or neither.

    `order` is its place among the run's answers, or `GIVEN_UP` or `UNFINISHED`; `head` is as `responses.head` makes it.
    """

    method: str
    url: str
    body_sha256: str
    order: int = UNFINISHED
    head: Mapping[str, Any] | None = None
    body: bytes | memoryview = b""
    failure: Mapping[str, Any] | None = None

    def is_of(self, fetch: Fetch) -> bool:
        """Whether it is this request."""
        return (self.method, self.url, self.body_sha256) == (fetch.method, fetch.url, body_hash(fetch))

    def told(self) -> str:
        """For a message."""
        body = f" with a body of SHA-256 {self.body_sha256[:12]}…" if self.body_sha256 else " without a body"
        return f"{self.method} {self.url[:500]}{body}"


def exchanged(fetch: Fetch) -> Exchanged:
    """Of a request that has no answer so far."""
    return Exchanged(fetch.method, fetch.url, body_hash(fetch))


def body_hash(fetch: Fetch) -> str:
    """Empty without a body."""
    return hashlib.sha256(fetch.body).hexdigest() if fetch.body else ""


class Recorder:
    """Of one run. Holds no more than `limit` bytes; `unrecorded` are names of headers in lower case."""

    def __init__(self, limit: int, unrecorded: Sequence[str]) -> None:
        self._limit = limit
        self._unrecorded = frozenset(unrecorded)
        self._exchanges: dict[int, Exchanged] = {}
        # Numbers of requests, in the order in which they were answered.
        self._answered: dict[int, None] = {}
        self._bytes = 0
        # Why there is no record; empty where there is one.
        self.refusal = ""

    def asked(self, fetch: Fetch) -> None:
        """The script began a request."""
        one = exchanged(fetch)
        self._count(len(one.url) + len(one.body_sha256) + _OVERHEAD)
        self._exchanges[fetch.number] = one

    def given_up(self, number: int) -> None:
        """It wants no answer any more, and has not seen one: what is under way does not reach it."""
        one = self._exchanges.get(number)
        if one is not None:
            self._answered.pop(number, None)
            one.order, one.head, one.body, one.failure = GIVEN_UP, None, b"", None

    def answered(self, number: int, frame: bytes, secrets: Sequence[str] = ()) -> None:
        """A frame goes to the script. `secrets` are values that the operator's credentials added to the request."""
        _, head, body = decode_answer(memoryview(frame)[HEADER.size :])
        one = self._exchanges.get(number)
        if one is None or head == NO_ANSWER:
            return
        self._count(len(head) + len(body))
        if secrets and _is_any_in(secrets, head, bytes(body)):
            self._refuse("an answer repeats a credential that the server adds to requests; no record has one")
        if self.refusal:
            return
        self._answered[number] = None
        fields = json.loads(head)
        if frame[0] == Kind.FETCH_FAILED:
            one.failure = fields
        else:
            fields["headers"] = [
                pair for pair in fields["headers"] if pair[0].lower() not in self._unrecorded
            ]
            one.head, one.body = fields, body

    def exchanges(self) -> list[Exchanged]:
        """All of them, once the run is over; in the order in which they began."""
        for order, number in enumerate(self._answered):
            self._exchanges[number].order = order
        return list(self._exchanges.values())

    def is_within(self, size: int) -> bool:
        """Whether a record may have so many bytes; why not is told by `refusal` then."""
        if size > self._limit:
            self._refuse(
                f"the run's HTTP exchanges are {size} bytes, over the limit of {self._limit} (--max-record-bytes)"
            )
        return not self.refusal

    def _count(self, size: int) -> None:
        """What is surely over the limit is not kept until the end; the number told is that of all."""
        self._bytes += size
        self.is_within(self._bytes)

    def _refuse(self, reason: str) -> None:
        self.refusal = reason
        for one in self._exchanges.values():
            one.head, one.body, one.failure = None, b"", None


def _is_any_in(secrets: Sequence[str], head: bytes, body: bytes) -> bool:
    forms = {form for secret in secrets for form in _forms(secret) if form}
    return any(form in head or form in body for form in forms)


def _forms(secret: str) -> Iterator[bytes]:
    """As it is sent, its part behind a word such as Bearer, what that is in base64 (Basic), and each of these as JSON and as a URL have
    it.
    """
    for text in _parts(secret):
        yield text.encode()
        yield json.dumps(text)[1:-1].encode()
        yield quote(text, safe="").encode()


def _parts(secret: str) -> Iterator[str]:
    yield secret
    word, _, rest = secret.partition(" ")
    if not rest:
        return
    yield rest
    if word.lower() == "basic":
        try:
            pair = base64.b64decode(rest, validate=True).decode()
        except (binascii.Error, ValueError):
            return
        yield pair
        yield pair.partition(":")[2]
