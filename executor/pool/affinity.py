"""What callers say to share an isolate, one after another."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Affinity:
    """Who shares an isolate: executions of one identity, with one key, of one code.

    `identity` is the proven name in full or, where none is asked for, what the caller says; `is_proven` keeps the two
    apart.
    """

    is_proven: bool
    identity: str
    key: str
    code: str
    # Whether the input and the result are bytes, which an isolate learns with its code.
    as_bytes: tuple[bool, bool] = (False, False)
