"""Which versions a wheel's metadata allows, and an environment with the oldest or the newest of them."""

import re
import subprocess
import sys
import zipfile
from pathlib import Path

# A name, what it must be at least or exactly, and the extra that it is of.
REQUIREMENT = re.compile(r"^Requires-Dist: ([\w-]+)(.*?)(?:; extra == .(\w+).)?$", re.MULTILINE)
LOWEST = re.compile(r"(?:>=|==)([\w.]+)")


def lowest(wheel: Path) -> dict[str, str]:
    """The oldest version of everything that it asks for, extras included; each has a bound, or this fails."""
    with zipfile.ZipFile(wheel) as archive:
        (name,) = (name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        metadata = archive.read(name).decode()
    versions = {}
    for package, bounds, _ in REQUIREMENT.findall(metadata):
        bound = LOWEST.search(bounds)
        assert bound, f"{wheel.name} takes any {package}: {bounds}"
        versions[package] = bound[1]
    return versions


def environment(folder: Path, wheel: Path, *, age: str, extra: str = "") -> Path:
    """The folder of commands of a new environment that pip filled by the wheel's path alone."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder / "venv"], check=True)
    commands = folder / "venv" / "bin"
    pip = [
        sys.executable,
        "-m",
        "pip",
        f"--python={commands / 'python'}",
        "install",
        "--quiet",
        "--no-compile",
    ]
    if age == "oldest":
        constraints = folder / "oldest.txt"
        constraints.write_text("".join(f"{name}=={version}\n" for name, version in lowest(wheel).items()))
        pip += ["--constraint", str(constraints)]
    subprocess.run([*pip, "--disable-pip-version-check", f"{wheel}{extra}"], check=True)
    return commands
