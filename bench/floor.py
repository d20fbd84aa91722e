"""The floor: fork, exit and wait of a Python process that has imported nothing."""

import json
import subprocess
import sys
from dataclasses import dataclass

# -S -E: no site, no environment; the process holds the interpreter and os.
SCRIPT = """
import os, sys, time
count = int(sys.argv[1])
def spent():
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system
cpu, wall = spent(), time.perf_counter()
for _ in range(count):
    pid = os.fork()
    if not pid:
        os._exit(0)
    os.waitpid(pid, 0)
print("[%f, %f]" % ((spent() - cpu) / count, (time.perf_counter() - wall) / count))
"""


@dataclass(frozen=True)
class Fork:
    """Of one fork, exit and wait: CPU of both sides and wall time, in milliseconds."""

    cpu_ms: float
    wall_ms: float


def measure(count: int = 2000) -> Fork:
    """The mean of so many. CPU counts in ticks of 10 ms: below some hundred it says little."""
    command = [sys.executable, "-S", "-E", "-c", SCRIPT, str(count)]
    cpu, wall = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    return Fork(cpu * 1000, wall * 1000)
