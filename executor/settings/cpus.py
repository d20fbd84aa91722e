"""How many CPUs there are for this process, and how many isolates suit them."""

from __future__ import annotations

import contextlib
import math
import os
from collections.abc import Iterable
from pathlib import Path

# A job is mostly CPU, but callers come in bursts and a spent isolate takes a moment to replace.
ISOLATES_PER_CPU = 4
MIN_AUTOMATIC_ISOLATES = 8


def automatic_isolates(cpus: float) -> int:
    """How many isolates suit so many CPUs."""
    return max(MIN_AUTOMATIC_ISOLATES, math.ceil(ISOLATES_PER_CPU * cpus))


def available_cpus(root: Path = Path("/")) -> float:
    """CPUs this process may use: its affinity, or less where a cgroup (v2) has a quota.

    `root` is where `proc` and `sys` are.
    """
    return min([float(len(os.sched_getaffinity(0))), *_cgroup_quotas(root)])


def _cgroup_quotas(root: Path) -> Iterable[float]:
    """The quota of our cgroup and of each above it, in CPUs; those without one are left out."""
    try:
        memberships = (root / "proc/self/cgroup").read_text().splitlines()
    except OSError:
        return
    mount = root / "sys/fs/cgroup"
    # The line of version 2 has an empty list of controllers; in a container the path is mostly just "/".
    path = next((line.removeprefix("0::/") for line in memberships if line.startswith("0::/")), "")
    for group in (mount / path, *(mount / path).parents):
        if not group.is_relative_to(mount):
            return
        # The root has no such file, and "max", no number, is no quota.
        with contextlib.suppress(OSError, ValueError):
            quota, period = (group / "cpu.max").read_text().split()
            yield int(quota) / int(period)
