"""The C compiler: the machine's own, or the one that PyPI's ziglang brings."""

from __future__ import annotations

import os
import platform
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import venv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from engine.sources import BuildError

ROOT = Path(__file__).resolve().parent.parent
ZIG = ROOT / ".tools" / "zig"
ZIG_PINS = ROOT / "requirements-zig.txt"
# What zig links against: the oldest C library that the wheels of the other requirements run on (manylinux_2_28).
ZIG_LIBRARY = "gnu.2.28"
MACHINES = ("x86_64", "aarch64")

PROBE = (
    '#include <math.h>\n#include <stdio.h>\nint engine_probe(double x) { return printf("%g", floor(x)); }\n'
)


@dataclass(frozen=True)
class Compiler:
    """`command` takes arguments as gcc does; `name` is what it says it is; `machine` is what it compiles for."""

    command: tuple[str, ...]
    name: str
    machine: str

    @property
    def is_gcc(self) -> bool:
        """What is neither clang nor zig, which is one."""
        return "clang" not in self.name


def find(wanted: str, machine: str) -> Compiler:
    """`wanted` is a command, `zig`, or empty for the machine's own where it has one. Raises `BuildError`."""
    own = platform.machine()
    if wanted not in {"", "zig"}:
        return _checked(tuple(shlex.split(wanted)), machine)
    if not wanted and machine == own:
        for name in ("cc", "gcc", "clang"):
            if shutil.which(name):
                return _checked((name,), machine)
        print("engine: there is no C compiler here (cc, gcc, clang), so PyPI's ziglang compiles", flush=True)
    if machine not in MACHINES:
        raise BuildError(
            f"ziglang compiles for {' and '.join(MACHINES)} only, not for {machine}; name a compiler: CC=…"
        )
    return _checked((str(_zig()), "cc", "-target", f"{machine}-linux-{ZIG_LIBRARY}"), machine)


def _checked(command: tuple[str, ...], machine: str) -> Compiler:
    """That it runs, and has the C library's headers. Raises `BuildError`."""
    try:
        # Elsewhere: zig leaves the object in the current folder, whatever is said of the output.
        with tempfile.TemporaryDirectory() as folder:
            ran = subprocess.run(
                [*command, "-x", "c", "-c", "-o", os.devnull, "-"],
                input=PROBE,
                capture_output=True,
                text=True,
                check=False,
                cwd=folder,
                env=environment(),
            )
        said = subprocess.run(
            [*command, "--version"], capture_output=True, text=True, check=True, env=environment()
        )
    except (OSError, subprocess.CalledProcessError) as error:
        raise BuildError(f"the C compiler {shlex.join(command)} does not run: {error}") from error
    if ran.returncode:
        raise BuildError(
            f"the C compiler {shlex.join(command)} cannot compile a few lines:\n{ran.stderr.strip()[-600:]}\n"
            "Install the C library's headers (Debian: apt-get install gcc libc6-dev), or take PyPI's ziglang: CC=zig"
        )
    name = said.stdout.splitlines()[0]
    return Compiler(command, f"zig {_zig_version()}, {name}" if "-target" in command else name, machine)


def run(command: Sequence[str], folder: Path, what: str) -> None:
    """Raises `BuildError`, with the errors among what the compiler says."""
    ran = subprocess.run(command, cwd=folder, env=environment(), capture_output=True, text=True, check=False)
    if ran.returncode:
        lines = [line for line in ran.stderr.splitlines() if "error" in line] or ran.stderr.splitlines()
        said = "\n".join(f"    {line}" for line in lines[:8])
        raise BuildError(f"cannot {what}:\n{said}\n    in {folder.relative_to(ROOT)}: {shlex.join(command)}")


def needed_libc(library: Path) -> str:
    """The newest version of glibc that a symbol of it asks for, such as `2.34`: the wheel's tag says so."""
    versions = re.findall(rb"\0GLIBC_2\.(\d+)\0", library.read_bytes().replace(b"\0", b"\0\0"))
    return f"2.{max(map(int, versions))}" if versions else ""


def environment() -> dict[str, str]:
    """For a compiler: its words in English, zig's cache in this tree, the same dates in what it makes."""
    return {**os.environ, "LC_ALL": "C", "ZIG_GLOBAL_CACHE_DIR": str(ZIG / "cache"), "SOURCE_DATE_EPOCH": "0"}


def _zig() -> Path:
    """The binary, installed into this tree when first needed. Raises `BuildError`."""
    installed = ZIG / "installed.txt"
    if not installed.is_file() or installed.read_bytes() != ZIG_PINS.read_bytes():
        print(f"engine: installing ziglang {_zig_version()} into {ZIG.relative_to(ROOT)}", flush=True)
        venv.create(ZIG, with_pip=False, clear=True)
        pip = [
            sys.executable,
            "-m",
            "pip",
            f"--python={ZIG / 'bin' / 'python'}",
            "install",
            "--quiet",
            "--no-compile",
        ]
        pip += ["--disable-pip-version-check", "--require-hashes", f"--requirement={ZIG_PINS}"]
        ran = subprocess.run(pip, capture_output=True, text=True, check=False)
        if ran.returncode:
            raise BuildError(
                f"cannot install ziglang {_zig_version()}:\n{ran.stderr.strip()[-600:]}\n"
                "Install a C compiler (Debian: apt-get install gcc libc6-dev), or name one: CC=…"
            )
        installed.write_bytes(ZIG_PINS.read_bytes())
    return next(ZIG.glob("lib/python*/site-packages/ziglang/zig"))


def _zig_version() -> str:
    pins = ZIG_PINS.read_text()
    return pins.partition("ziglang==")[2].split()[0]
