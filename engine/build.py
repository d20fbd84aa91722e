"""`make engine`: compiles the engine into engine/dist, from pinned sources. docs/development/engine.md says why so.

    python -m engine.build [--engine built|pypi] [--sources DIRECTORY] [--cc COMMAND] [--machine MACHINE] [--output DIRECTORY]
                           [--part engine|native]

What comes out: `_dukpy.abi3.so` (QuickJS-ng with dukpy's glue, an extension for any CPython from 3.11), its licences, and
`engine.json`, written last, which says what it is; and the native part (native_part.py) with its own description. `--part`
makes one of the two alone. Same sources and compiler, same bytes.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import platform
import re
import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from engine import compiler, edits, mends, native_part, shortcuts, sources
from engine.compiler import ROOT, Compiler
from engine.sources import BuildError

HERE = Path(__file__).resolve().parent
DIST = HERE / "dist"
WORK = ROOT / ".tools" / "engine"
EXTENSION = "_dukpy.abi3.so"
DESCRIPTION = "engine.json"
# In the order in which they are made: what the second is for is read from the first's description.
PARTS = ("engine", "native")

# Longest first: with two cores the others are done while it compiles.
UNITS = (
    "quickjs/quickjs.c",
    "quickjs/libregexp.c",
    "quickjs/libunicode.c",
    "quickjs/dtoa.c",
    "glue/dukpyjs.c",
    "glue/_support.c",
)

# Measured in docs/development/engine.md. -funsigned-char is upstream's; NDEBUG, because the engine's exit asserts that no
# object is left, and dukpy leaves some. BUILDING_QJS_SHARED exports QuickJS's API, which interpreter.py calls by name.
DEFINES = ("-DNDEBUG", "-D_GNU_SOURCE", "-DBUILDING_QJS_SHARED")
OPTIMISATION = ("-O3", "-fvisibility=hidden", "-fno-semantic-interposition")
# A declaration that is missing in include/Python.h must not become a function that returns an int.
STRICTNESS = (
    "-Werror=implicit-function-declaration",
    "-Werror=incompatible-pointer-types",
    "-Werror=int-conversion",
)
COMMON = ("-std=c11", "-fPIC", "-funsigned-char", *DEFINES, *OPTIMISATION, *STRICTNESS)
# Read-only relocations and a build id of the content; -z,defs is not for an extension, whose Python is what loads it.
LINKING = (
    "-shared",
    "-Wl,-Bsymbolic",
    "-Wl,-z,relro,-z,now",
    "-Wl,--strip-debug",
    "-Wl,--build-id=sha1",
    "-lm",
)

# An engine under which Python crashes would be found at the start of the first server otherwise.
TRIAL = """
import importlib.util, sys
spec = importlib.util.spec_from_file_location('_dukpy', sys.argv[1])
module = importlib.util.module_from_spec(spec)
spec.loader.exec_module(module)
class Interpreter:
    _ctx = module.create_context()
answer = module.eval_string(Interpreter(), b'[6 * 7]', b'{}')
sys.exit(0 if answer == b'[42]' else f'[6 * 7] is {answer}')
"""


def main(arguments: Sequence[str]) -> int:
    """Builds; the exit code. What goes wrong is told in a few lines on stderr."""
    parser = argparse.ArgumentParser(prog="python -m engine.build", description=__doc__)
    parser.add_argument("--engine", choices=("built", "pypi"), help="as last time, else built")
    parser.add_argument("--sources", metavar="DIRECTORY", help="has the two sdists; nothing is downloaded")
    parser.add_argument("--cc", default="", metavar="COMMAND", help="the C compiler, or zig")
    parser.add_argument("--machine", default=platform.machine(), help="what to compile for")
    parser.add_argument("--output", type=Path, default=DIST, metavar="DIRECTORY")
    parser.add_argument("--part", choices=PARTS, help="one of the two alone, beside the other that is there")
    given = parser.parse_args(arguments)
    origin = given.engine or _last_choice(given.output)
    try:
        for part in PARTS:
            if given.part in {None, part}:
                _MAKERS[part, origin](given)
    except BuildError as error:
        print(f"engine: {error}", file=sys.stderr)
        if given.machine == platform.machine():
            print(
                "Where it cannot be built: make ENGINE=pypi takes the one of PyPI's dukpy, known holes and all.",
                file=sys.stderr,
            )
        return 1
    return 0


def _take_pypi(given: argparse.Namespace) -> None:
    _describe(given.output, DESCRIPTION, {"origin": "pypi"})
    (given.output / EXTENSION).unlink(missing_ok=True)
    print("engine: that of PyPI's dukpy, which is old and has known holes (docs/security.md)")


def _leave_native_out(given: argparse.Namespace) -> None:
    """It is for the engine of today, and so is all that builds on it."""
    _describe(given.output, native_part.DESCRIPTION, {"origin": "pypi"})
    (given.output / native_part.LIBRARY).unlink(missing_ok=True)


def _build_engine(given: argparse.Namespace) -> None:
    begun = time.monotonic()
    described = build(given.output, given.sources, given.cc, given.machine)
    print(
        f"engine: QuickJS-ng {described['version']} for {given.machine} in {time.monotonic() - begun:.0f} s"
    )


def _build_native(given: argparse.Namespace) -> None:
    begun = time.monotonic()
    fresh, described = native_part.build(WORK / given.machine, given.cc, given.machine)
    given.output.mkdir(parents=True, exist_ok=True)
    os.replace(fresh, given.output / native_part.LIBRARY)
    _describe(given.output, native_part.DESCRIPTION, described)
    print(f"engine: the native part for {given.machine} in {time.monotonic() - begun:.1f} s")


_MAKERS = {
    ("engine", "built"): _build_engine,
    ("engine", "pypi"): _take_pypi,
    ("native", "built"): _build_native,
    ("native", "pypi"): _leave_native_out,
}


def _last_choice(output: Path) -> str:
    try:
        return str(json.loads((output / DESCRIPTION).read_bytes())["origin"])
    except (OSError, ValueError, KeyError):
        return "built"


def build(output: Path, offline: str | None, wanted: str, machine: str) -> dict[str, Any]:
    """The description of what lies in `output` afterwards. Raises `BuildError`."""
    archives = sources.fetch(WORK / "sdists", offline)
    chosen = compiler.find(wanted, machine)
    work = WORK / machine
    sources.unpack(archives, work)
    mended = mends.apply(work)
    shortened = edits.apply(work, shortcuts.SHORTCUTS)
    print(f"engine: compiling with {chosen.name}", flush=True)
    fresh = work / EXTENSION
    _link(chosen, _compile(chosen, work), fresh)
    if machine == platform.machine():
        _try(fresh)
    output.mkdir(parents=True, exist_ok=True)
    described = {
        "origin": "built",
        "version": _version(work),
        "file": EXTENSION,
        "sha256": hashlib.sha256(fresh.read_bytes()).hexdigest(),
        "machine": machine,
        "libc": compiler.needed_libc(fresh),
        "compiler": chosen.name,
        "flags": " ".join((*COMMON, *LINKING)),
        "sources": sources.pinned(),
        "mends": mended,
        "shortcuts": shortened,
    }
    _licences(work, output)
    os.replace(fresh, output / EXTENSION)
    _describe(output, DESCRIPTION, described)
    return described


def _compile(chosen: Compiler, work: Path) -> list[Path]:
    """The object files."""
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return list(
            pool.map(lambda unit: compile_unit(chosen, work, unit, work / f"{Path(unit).stem}.o"), UNITS)
        )


def compile_unit(chosen: Compiler, work: Path, unit: str, made: Path) -> Path:
    """Compiles one of `UNITS` into `made`. Raises `BuildError`. Sources are named from `work`: a path would be in the result."""
    include = [f"-I{os.path.relpath(HERE / 'include', work)}", "-Iquickjs", "-Iglue"]
    compiler.run([*chosen.command, *COMMON, *include, "-c", unit, "-o", str(made)], work, f"compile {unit}")
    return made


def _link(chosen: Compiler, objects: Sequence[Path], target: Path) -> None:
    names = [path.name for path in objects]
    compiler.run([*chosen.command, *names, *LINKING, "-o", target.name], target.parent, "link the engine")


def _try(extension: Path) -> None:
    """Raises `BuildError` where Python cannot run it."""
    ran = subprocess.run(
        [sys.executable, "-c", TRIAL, extension], capture_output=True, text=True, check=False
    )
    if ran.returncode:
        raise BuildError(
            f"what was built does not run (exit code {ran.returncode}): {ran.stderr.strip()[-400:]}"
        )


def _version(work: Path) -> str:
    header = (work / "quickjs" / "quickjs.h").read_text()
    numbers = re.findall(r"#define QJS_VERSION_(?:MAJOR|MINOR|PATCH) (\d+)", header)
    if len(numbers) != 3:
        raise BuildError("quickjs.h does not say its version: it is not what this build expects")
    return ".".join(numbers)


def _licences(work: Path, output: Path) -> None:
    """dukpy's licence, and QuickJS-ng's, which its sdist has only as the head of each source."""
    head = (work / "quickjs" / "quickjs.c").read_text().partition("*/")[0]
    lines = [line.removeprefix("/*").removeprefix(" *").strip() for line in head.splitlines()]
    texts = {
        f"dukpy {sources.pinned()['dukpy']} (the engine's glue)": (work / "glue" / "LICENSE")
        .read_text()
        .strip(),
        f"QuickJS-ng {_version(work)} (the engine)": "\n".join(lines).strip(),
    }
    parts = [f"{title}\n{'-' * len(title)}\n\n{text}\n" for title, text in texts.items()]
    (output / "licences.txt").write_text("\n".join(parts))


def _describe(output: Path, name: str, described: dict[str, Any]) -> None:
    output.mkdir(parents=True, exist_ok=True)
    fresh = output / f"{name}.new"
    fresh.write_text(json.dumps(described, indent=2) + "\n")
    fresh.replace(output / name)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
