"""What the kernel takes away from the zygote and its isolates, and the level that was reached.

This is the first layer: no new privileges, no core files (they would hold a caller's data), no file writes. It is set
once in the zygote after the warmup and inherited by every fork, so it costs an isolate nothing.
"""

from __future__ import annotations

import ctypes
import os
import resource
import signal

_PR_SET_PDEATHSIG = 1
_PR_SET_NAME = 15
_PR_SET_NO_NEW_PRIVS = 38

_libc = ctypes.PyDLL(None, use_errno=True)


def _prctl(option: int, value: int) -> None:
    if _libc.prctl(option, ctypes.c_ulong(value), 0, 0, 0) != 0:
        error = ctypes.get_errno()
        raise OSError(error, f"prctl({option}) failed: {os.strerror(error)}")


def die_with_parent(parent: int) -> None:
    """Has the kernel kill this process when its parent (the server) dies, however it dies.

    The parent may be gone before the call took effect: then this process leaves at once.
    """
    _prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(0)


def name_process(name: str) -> None:
    """What `ps` and `top` show (15 characters at most)."""
    _libc.prctl(_PR_SET_NAME, name.encode(), 0, 0, 0)


def enter() -> str:
    """Gives up what no script needs; returns the level reached, as WarmupStatus reports it."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    _prctl(_PR_SET_NO_NEW_PRIVS, 1)
    return "rlimits"
