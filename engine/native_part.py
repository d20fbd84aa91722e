"""The native part: our own C (`engine/native/*.c`) as one library, beside the engine and apart from it.

It is compiled in a second and the engine in a minute, so each has a description of its own (`native.json`,
`engine.json`), and bundles, which hold the engine's bytecode, are not made again for a change of ours. It takes nothing of
Python and nothing of the engine by name: what it calls there is handed to it by address (executor/isolate/builds.py).
"""

from __future__ import annotations

import ctypes
import hashlib
import os
import platform
from pathlib import Path
from typing import Any

from engine import compiler
from engine.compiler import Compiler
from engine.sources import BuildError

SOURCES = Path(__file__).resolve().parent / "native"
LIBRARY = "native.so"
DESCRIPTION = "native.json"

# Every function that is not static is one that Python may look up. No -O3: what is long here is what the kernel does.
# The stack protector is left out as in the engine, and because what runs in the middle of a rewind has no stack.
FLAGS = (
    "-std=gnu11",
    "-D_GNU_SOURCE",
    "-fPIC",
    "-O2",
    "-fno-stack-protector",
    "-Wall",
    "-Wextra",
    "-Wshadow",
    "-Wstrict-prototypes",
    "-Wmissing-prototypes",
    "-Wvla",
    "-Wwrite-strings",
    "-Werror",
)
# `now`: a function of the C library that were looked up at its first call would write to the table of addresses, in every
# isolate anew. `defs`: what it asks for is the C library's alone. No stack that may be executed.
LINKING = (
    "-shared",
    "-Wl,-Bsymbolic",
    "-Wl,-z,relro,-z,now,-z,defs,-z,noexecstack",
    "-Wl,--strip-debug",
    "-Wl,--build-id=sha1",
)


def units() -> list[str]:
    """All sources, in name order: the same bytes whatever the folder's own order is."""
    return sorted(path.name for path in SOURCES.glob("*.c"))


def build(work: Path, wanted: str, machine: str) -> tuple[Path, dict[str, Any]]:
    """The library, in `work`, and its description. Raises `BuildError`."""
    chosen = compiler.find(wanted, machine)
    work.mkdir(parents=True, exist_ok=True)
    fresh = work / LIBRARY
    _compile(chosen, fresh)
    if machine == platform.machine():
        _try(fresh)
    return fresh, {
        "origin": "built",
        "file": LIBRARY,
        "sha256": hashlib.sha256(fresh.read_bytes()).hexdigest(),
        "machine": machine,
        "libc": compiler.needed_libc(fresh),
        "compiler": chosen.name,
        "flags": " ".join((*FLAGS, *LINKING)),
    }


def _compile(chosen: Compiler, target: Path) -> None:
    """All units at once. From their own folder: a path would be in the result."""
    compiler.run(
        [*chosen.command, *FLAGS, *units(), *LINKING, "-o", os.path.relpath(target, SOURCES)],
        SOURCES,
        "compile the native part",
    )


def _try(library: Path) -> None:
    """Raises `BuildError` where this machine cannot load it."""
    try:
        ctypes.CDLL(str(library))
    except OSError as error:
        raise BuildError(f"the native part was built and cannot be loaded: {error}") from error
