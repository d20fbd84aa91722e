"""Whose an isolate is, once it has run for somebody."""

from __future__ import annotations

from typing import NamedTuple


class Owner(NamedTuple):
    """Who an isolate may be rewound for, and nobody else: memory goes back to its image, what the kernel remembers of a
    process may not.

    `caller` is whose share of the pool it takes. The other two only tell apart, never together: the proven name in full,
    of which a share knows the beginning, and the name that the metadata says.
    """

    caller: str
    identity: str = ""
    name: str = ""


# Where nobody says: whoever the caller is, and no finer.
BY_CALLER = Owner("")
