"""Programs: code that a server knows by its hash, as far as it still does (healing.py)."""

from __future__ import annotations

import hashlib
from typing import Final, Self, TypeAlias

from executor.v1 import executor_pb2 as pb

_OF_TYPESCRIPT: Final = "typescript:"

# What code may be written in, by the names that callers use.
LANGUAGES: Final = {"javascript": pb.LANGUAGE_UNSPECIFIED, "typescript": pb.LANGUAGE_TYPESCRIPT}


class Program:
    """Code and its name. A value like any other: of no client, to be kept for as long as there are calls of it.

    `hash` is what `ExecuteRequest.program` takes, the same on every server. `language` is "javascript" or
    "typescript"; another one raises `ValueError`.
    """

    __slots__ = ("code", "hash", "language")

    def __init__(self, code: str, *, language: str = "javascript") -> None:
        language_number(language)
        self.code: str | None = code
        self.language = language
        prefix = _OF_TYPESCRIPT if language == "typescript" else ""
        self.hash = hashlib.sha256((prefix + code).encode()).hexdigest()

    @classmethod
    def named(cls, hash: str) -> Self:  # noqa: A002 - the attribute's name
        """One whose code somebody else has: calls of it are `Refused` (`PROGRAM_UNKNOWN`) where the server lacks it."""
        program = cls("")
        program.code, program.hash = None, hash
        return program

    def __repr__(self) -> str:
        return f"Program({self.hash})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Program) and other.hash == self.hash

    def __hash__(self) -> int:
        return hash(self.hash)

    @property
    def to_prepare(self) -> pb.PrepareProgramRequest:
        """What has a server keep it."""
        return pb.PrepareProgramRequest(code=self.code, language=language_number(self.language))


# What the clients run: code itself, or what was prepared.
Block: TypeAlias = str | Program


def language_number(language: str) -> pb.Language:
    """The proto's. Raises `ValueError`."""
    if language not in LANGUAGES:
        raise ValueError(f"language is {language!r}; it may be one of {', '.join(LANGUAGES)}")
    return LANGUAGES[language]


def set_block(request: pb.ExecuteRequest, block: Block, language: str) -> None:
    """What it is to run, and in which language: of a program, what it was prepared as is the server's to know. Raises `ValueError` for an
    unknown language.
    """
    if isinstance(block, Program):
        request.program = block.hash
    else:
        request.code = block
    request.language = language_number(language)
