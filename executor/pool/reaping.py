"""Reaping a child that is dead, also where another process traces it.

A zombie that is traced is its tracer's first: until that one has reaped it, `wait4` here blocks or, asked not to, finds
nothing, while the pidfd is readable all the time. So it is asked again by a timer, ever more slowly. The tracer is our own
zygote, which reaps at once; one that does not is stopped or stuck, and its death gives the zombie to us.
"""

from __future__ import annotations

import asyncio
import os
import signal
import time
from collections.abc import Callable
from resource import struct_rusage

# Seconds between two attempts: the first, and the last, to which they double.
FIRST_RETRY = 0.001
LAST_RETRY = 0.064
# Seconds after which the tracer counts as mute.
MUTE_AFTER = 2.0

_NO_USAGE = struct_rusage((0,) * 16)


def reap(pid: int, reaped: Callable[[int, struct_rusage], None], mute: Callable[[], None]) -> None:
    """Calls `reaped` with the status and the use of resources, at once if it can be; `mute` once, where the tracer leaves the
    zombie to itself for `MUTE_AFTER` seconds. Of one that was reaped as a stray nobody knows more than that it is gone: it
    counts as killed, with no use of anything.
    """
    _Reaping(pid, reaped, mute).attempt()


class _Reaping:
    def __init__(
        self, pid: int, reaped: Callable[[int, struct_rusage], None], mute: Callable[[], None]
    ) -> None:
        self._pid = pid
        self._reaped = reaped
        self._mute = mute
        self._delay = FIRST_RETRY
        self._since = time.monotonic()
        self._has_told = False

    def attempt(self) -> None:
        try:
            pid, status, usage = os.wait4(self._pid, os.WNOHANG)
        except ChildProcessError:
            # It died so soon that the supervisor saw a child that nobody knew yet. Told all the same: somebody waits for it.
            self._reaped(signal.SIGKILL, _NO_USAGE)
            return
        if pid:
            self._reaped(status, usage)
            return
        if not self._has_told and time.monotonic() - self._since >= MUTE_AFTER:
            self._has_told = True
            self._mute()
        asyncio.get_running_loop().call_later(self._delay, self.attempt)
        self._delay = min(2 * self._delay, LAST_RETRY)
