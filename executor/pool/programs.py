"""Code that callers have prepared, as it was compiled: each caller's own, and bounded, of one and of all.

The engine trusts bytecode blindly, and an isolate made it, which runs strangers' code. So a program is for isolates of its own owner
alone, as a rewound isolate is (owner.py): what a broken isolate wrote into it breaks into nobody else's. Names are the same for
everybody, since they are made of the code; that another has prepared the same tells nobody anything.

Whoever says another name each time has programs under each. So all callers together have a bound, too, and those of the caller who has
used none for the longest time go first.
"""

from __future__ import annotations

import hashlib
from collections import Counter, OrderedDict
from dataclasses import dataclass

from executor.errors import InvalidJob
from executor.pool.owner import Owner
from executor.settings import Settings
from executor.wire.programs import code_of

# How many callers may fill their room. More than that of callers who each call a few blocks; with the default limits it comes to 64
# MiB, as much as requests may hold of this process.
FULL_CALLERS = 4
# Bytes that an entry takes beside code and bytecode: keys, objects, tables. Measured at 700 with Python 3.11.
ENTRY_BYTES = 1024
LOOKUPS = ("hit", "miss")
# Why a program went: its caller has too many, or too many bytes, all callers have, or another build of the engine came.
EVICTIONS = ("count", "bytes", "all_callers", "engine")

_OF_TYPESCRIPT = "typescript:"


def name_of(code: str, *, is_typescript: bool = False) -> str:
    """What the code is called, everywhere."""
    return hashlib.sha256((_OF_TYPESCRIPT * is_typescript + code).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Program:
    """`text` and `bytecode` are as a job has them (wire/programs.py); `build` is the engine's that compiled it, `language` as in the
    proto.
    """

    name: str
    text: bytes
    bytecode: bytes
    build: str
    language: int = 0

    @property
    def code(self) -> str:
        """What runs, as its author wrote it."""
        return code_of(self.text).decode()

    @property
    def size(self) -> int:
        """What it takes here, in bytes."""
        return len(self.text) + len(self.bytecode) + ENTRY_BYTES


class _Owned:
    """Of one owner, the least recently used first."""

    __slots__ = ("programs", "size")

    def __init__(self) -> None:
        self.programs: OrderedDict[str, Program] = OrderedDict()
        self.size = 0


class Programs:
    """Belongs to the event loop."""

    def __init__(self, settings: Settings) -> None:
        self._most = settings.max_programs
        self._most_bytes = settings.max_program_bytes
        # The owner who used none for the longest time first.
        self._owners: OrderedDict[Owner, _Owned] = OrderedDict()
        self.size = 0
        self.count = 0
        self.lookups: Counter[str] = Counter(dict.fromkeys(LOOKUPS, 0))
        self.evictions: Counter[str] = Counter(dict.fromkeys(EVICTIONS, 0))

    def get(self, owner: Owner, name: str, build: str) -> Program | None:
        """A program of the owner's that this build of the engine can read; counted."""
        program = self.find(owner, name, build)
        self.lookups["miss" if program is None else "hit"] += 1
        return program

    def find(self, owner: Owner, name: str, build: str) -> Program | None:
        """As `get`, not counted. It is the one used last."""
        owned = self._owners.get(owner)
        program = None if owned is None else owned.programs.get(name)
        if program is not None and program.build != build:
            self._drop(owner, name, "engine")
            program = None
        if owned is None or program is None:
            return None
        self._owners.move_to_end(owner)
        owned.programs.move_to_end(name)
        return program

    def add(self, owner: Owner, program: Program) -> None:
        """Keeps it, where programs are kept. Raises `InvalidJob` for one that is larger than all of a caller's may be."""
        if self._most == 0:
            return
        if program.size > self._most_bytes:
            raise InvalidJob(
                "PROGRAM_TOO_LARGE",
                f"the program takes {program.size} bytes, over the limit of {self._most_bytes} for all of a caller's "
                "(max_program_bytes); send its code with each call",
                actual_bytes=program.size,
                limit_bytes=self._most_bytes,
            )
        owned = self._owners.setdefault(owner, _Owned())
        self._owners.move_to_end(owner)
        if (before := owned.programs.pop(program.name, None)) is not None:
            self._count(owned, before, -1)
        owned.programs[program.name] = program
        self._count(owned, program, 1)
        self._make_room(owner, owned)

    def engine_is(self, build: str) -> None:
        """From here on; what another build compiled is of no use any more."""
        for owner, owned in list(self._owners.items()):
            for program in list(owned.programs.values()):
                if program.build != build:
                    self._drop(owner, program.name, "engine")

    def _make_room(self, owner: Owner, owned: _Owned) -> None:
        while (reason := self._excess(owned)) is not None:
            self._drop(owner, next(iter(owned.programs)), reason)
        while self.size > FULL_CALLERS * self._most_bytes:
            oldest, theirs = next(iter(self._owners.items()))
            self._drop(oldest, next(iter(theirs.programs)), "all_callers")

    def _excess(self, owned: _Owned) -> str | None:
        if len(owned.programs) > self._most:
            return "count"
        return "bytes" if owned.size > self._most_bytes else None

    def _drop(self, owner: Owner, name: str, reason: str) -> None:
        owned = self._owners[owner]
        self._count(owned, owned.programs.pop(name), -1)
        self.evictions[reason] += 1
        if not owned.programs:
            del self._owners[owner]

    def _count(self, owned: _Owned, program: Program, sign: int) -> None:
        owned.size += sign * program.size
        self.size += sign * program.size
        self.count += sign
