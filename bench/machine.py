"""On what the figures were taken: enough to compare two results, and nothing that names the host."""

import os
import platform
import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def describe() -> dict[str, str | int]:
    """CPU, cores, memory in GiB, and the versions of all that takes part. What is not there is `none`."""
    model = re.search(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text())
    return {
        "cpu": model[1] if model else platform.machine(),
        "cores": os.cpu_count() or 0,
        "memory_gib": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30),
        "kernel": platform.release(),
        "python": platform.python_version(),
        "node": _first_line("node", "--version"),
        "go": _first_line("go", "env", "GOVERSION"),
        "commit": _first_line("git", "describe", "--always", "--dirty"),
    }


def short_name(machine: dict[str, str | int]) -> str:
    """For file names: cores and model, such as `2x-xeon-platinum-8481c`."""
    model = re.sub(r"\(.*?\)|\bCPU\b|@.*|\b(Intel|AMD)\b|\bProcessor\b", "", str(machine["cpu"]))
    return f"{machine['cores']}x-" + "-".join(re.findall(r"[a-z0-9]+", model.lower()))


def _first_line(*command: str) -> str:
    try:
        text = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return "none"
    return text.partition("\n")[0]
