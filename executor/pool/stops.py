"""Which of this server's children stand still: stopped by a signal (SIGSTOP, a debugger), for longer than a moment.

The kernel tells a parent of its stopped children, traced ones included, at the price of one system call for each; a stop in
which the zygote puts an isolate's memory back is none of these. A process counts as stopped when it was so at every look for
`MOMENT` seconds and its CPU clock did not move.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterable
from pathlib import Path

# The kernel's clock of what a process's threads were scheduled for (CPUCLOCK_SCHED in linux/posix-timers.h).
_CPUCLOCK_SCHED = 2
# Seconds. A stop that is over by then, as a tool makes it that looks at a process, is nobody's business.
MOMENT = 0.5


class Stops:
    """Remembers since when who stands still, from look to look. By `time.monotonic()`."""

    def __init__(self) -> None:
        # pid: since when, and its CPU clock then.
        self._since: dict[int, tuple[float, float]] = {}

    def look(self, pids: Iterable[int], now: float) -> None:
        """Looks at these, and forgets all others."""
        before, self._since = self._since, {}
        for pid in pids:
            if is_stopped(pid):
                cpu = cpu_seconds(pid)
                since = before.get(pid)
                self._since[pid] = since if since is not None and since[1] == cpu else (now, cpu)

    def forget(self) -> None:
        """What was seen proves nothing: this very process was stopped meanwhile."""
        self._since.clear()

    def seconds(self, pid: int, now: float) -> float:
        """For how long it has been stopped; 0 where it is not, or for a moment only."""
        since = self._since.get(pid)
        if since is None or now - since[0] < MOMENT:
            return 0.0
        return now - since[0]


def is_stopped(pid: int) -> bool:
    """Whether a child of this process is stopped now."""
    try:
        return os.waitid(os.P_PID, pid, os.WSTOPPED | os.WNOHANG | os.WNOWAIT) is not None
    except OSError:
        return False  # Reaped, or a kernel that does not tell.


def cpu_seconds(pid: int) -> float:
    """CPU time of a process that is not yet reaped; 0 when it has just died."""
    # The clock of another process by its pid: what clock_getcpuclockid(3) computes.
    try:
        return time.clock_gettime((~pid << 3) | _CPUCLOCK_SCHED)
    except OSError:
        return 0.0


def is_runnable(pid: int) -> bool:
    """Whether it runs, or waits for nothing but a processor."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False
    # The state follows the name in parentheses, which may contain anything.
    return stat.rpartition(")")[2].split()[0] == "R"
