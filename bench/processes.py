"""What processes cost: CPU time and memory of whole trees, read from /proc."""

import contextlib
import os
from collections.abc import Iterable
from pathlib import Path

import psutil

TICKS_PER_SECOND = os.sysconf("SC_CLK_TCK")


def tree(pids: Iterable[int]) -> set[int]:
    """These processes with all their descendants."""
    found = set()
    for pid in pids:
        with contextlib.suppress(psutil.NoSuchProcess):
            found |= {pid, *(child.pid for child in psutil.Process(pid).children(recursive=True))}
    return found


def cpu_seconds(pids: Iterable[int]) -> float:
    """CPU time that these processes and all their descendants used so far, those that ended and were reaped too.

    Precise to a clock tick (10 ms) a process: measure over seconds.
    """
    ticks = 0
    for pid in tree(pids):
        with contextlib.suppress(OSError):
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            # proc(5), counted from the state: utime, stime, and cutime, cstime of reaped children.
            ticks += sum(int(field) for field in fields[11:15])
    return ticks / TICKS_PER_SECOND


def private_mib(pids: Iterable[int]) -> float:
    """Memory that these processes share with nobody, in MiB."""
    return sum(psutil.Process(pid).memory_full_info().uss for pid in pids) / 2**20


def pss_mib(pids: Iterable[int]) -> float:
    """Proportional memory of just these processes, in MiB."""
    return sum(psutil.Process(pid).memory_full_info().pss for pid in pids) / 2**20
