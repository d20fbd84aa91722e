"""What this service's processes use, read from /proc, in the background: with many isolates it takes longer than an answer may.

Of a process that is closed to its own user the shares are not readable: isolates from their first job on, and those that are
rewound from their start. Root reads them all the same. For the others the size is an estimate, and it is told how many these
are. Such an isolate is taken for one of those that wait, which are its siblings, plus what it has more than they; it is no
more than what it shares with no file. Where no sibling was ever readable, as with rewound ones, it is just that.
"""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

_PAGE = os.sysconf("SC_PAGE_SIZE")
# Seconds between two samples at least, and how many times what one took in CPU time: at most 2% of a core.
INTERVAL = 2.0
# How often it is looked for the first isolates, which are to be seen while they wait, and can be read.
FIRST_INTERVAL = 0.1
PAUSE_FACTOR = 50.0


@dataclass(frozen=True, slots=True)
class ProcessMemory:
    """Bytes. `proportional` (PSS) splits shared pages among those who share them, so it may be added up; `resident`
    counts them in full for each. Of `estimated` processes among these `proportional` is an estimate.
    """

    resident: int = 0
    proportional: int = 0
    estimated: int = 0

    def __add__(self, other: ProcessMemory) -> ProcessMemory:
        return ProcessMemory(
            self.resident + other.resident,
            self.proportional + other.proportional,
            self.estimated + other.estimated,
        )


class MemorySamples:
    """The last sample by role, renewed from `start()` on. `pids` gives the processes beside this one as (role, pid)."""

    def __init__(self, pids: Callable[[], Iterable[tuple[str, int]]]) -> None:
        self._pids = pids
        # Of those that another pool has.
        self.others: Callable[[], Iterable[tuple[str, int]]] = tuple
        # The last one of a role that could be read: what its siblings are like.
        self._readable: dict[str, ProcessMemory] = {}
        self._task: asyncio.Task[None] | None = None
        self.latest = self.take([])

    def start(self) -> None:
        """Takes a sample every now and then, to the end of the event loop."""
        self._task = asyncio.create_task(self._keep())

    async def _keep(self) -> None:
        due = 0.0
        while True:
            # Only then: to sample the server and a zygote that warms up each time would be 5 ms of CPU.
            is_first = "isolate" not in self.latest and self._any_isolate()
            if is_first or time.monotonic() >= due:
                spent = await self._renew()
                due = time.monotonic() + max(INTERVAL, PAUSE_FACTOR * spent)
            is_seen = "isolate" in self.latest
            await asyncio.sleep(due - time.monotonic() if is_seen else FIRST_INTERVAL)

    def _any_isolate(self) -> bool:
        return any(role == "isolate" for role, _ in self._pids())

    async def _renew(self) -> float:
        """In a thread: with many isolates it would hold up the event loop. The CPU seconds that it took."""
        pids = [*self._pids(), *self.others()]
        try:
            self.latest, spent = await asyncio.to_thread(self._timed, pids)
        except RuntimeError:
            # A limit on processes counts threads too; the other figures of a page must not depend on it.
            self.latest, spent = self.take([]), 0.0
        return spent

    def _timed(self, pids: list[tuple[str, int]]) -> tuple[dict[str, ProcessMemory], float]:
        begun = time.thread_time()
        return self.take(pids), time.thread_time() - begun

    def take(self, pids: Iterable[tuple[str, int]]) -> dict[str, ProcessMemory]:
        """Sums over (role, pid) pairs as they are now; this process is added as `server`."""
        totals = {"server": self._of_process("server", os.getpid())}
        for role, pid in pids:
            totals[role] = totals.get(role, ProcessMemory()) + self._of_process(role, pid)
        return totals

    def _of_process(self, role: str, pid: int) -> ProcessMemory:
        """Zeros for a process that is gone."""
        try:
            resident, shared = _resident_and_shared(pid)
        except (OSError, ValueError):
            return ProcessMemory()
        try:
            proportional = _proportional(pid)
        except PermissionError:
            return self._estimate(role, resident, shared)
        except (OSError, ValueError, IndexError):
            return ProcessMemory()
        read = ProcessMemory(resident, proportional)
        self._readable[role] = read
        return read

    def _estimate(self, role: str, resident: int, shared: int) -> ProcessMemory:
        unshared = max(0, resident - shared)
        sibling = self._readable.get(role)
        if sibling is None:
            return ProcessMemory(resident, unshared, 1)
        likely = max(0, sibling.proportional + resident - sibling.resident)
        return ProcessMemory(resident, min(likely, unshared), 1)


def _resident_and_shared(pid: int) -> tuple[int, int]:
    """Bytes, as everybody may read them. Raises `OSError` or `ValueError` for a process that is gone."""
    resident, shared = Path(f"/proc/{pid}/statm").read_text().split()[1:3]
    return int(resident) * _PAGE, int(shared) * _PAGE


def _proportional(pid: int) -> int:
    """Bytes. Raises `PermissionError` where the process is closed to this one, and other kinds where it is gone."""
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) * 1024
    raise ProcessLookupError(pid)
