"""What this service's processes use, read from /proc."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

_PAGE = os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True, slots=True)
class ProcessMemory:
    """Bytes. `proportional` (PSS) splits shared pages among those who share them, so it may be added up; `resident`
    counts them in full for each.
    """

    resident: int
    proportional: int


def of_process(pid: int) -> ProcessMemory:
    """Zeros for a process that is gone."""
    try:
        resident = int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * _PAGE
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return ProcessMemory(resident, int(line.split()[1]) * 1024)
    except (OSError, IndexError):
        pass
    return ProcessMemory(0, 0)


async def sample(pids: Iterable[tuple[str, int]]) -> dict[str, ProcessMemory]:
    """`by_role` in a thread: with many isolates it would hold up the event loop. The server alone where no thread is to
    be had.
    """
    try:
        return await asyncio.to_thread(by_role, list(pids))
    except RuntimeError:
        # A limit on processes counts threads too; the other figures of a page must not depend on it.
        return by_role([])


def by_role(pids: Iterable[tuple[str, int]]) -> dict[str, ProcessMemory]:
    """Sums over (role, pid) pairs; this process is added as `server`."""
    totals: dict[str, ProcessMemory] = {"server": of_process(os.getpid())}
    for role, pid in pids:
        one, before = of_process(pid), totals.get(role, ProcessMemory(0, 0))
        totals[role] = ProcessMemory(before.resident + one.resident, before.proportional + one.proportional)
    return totals
