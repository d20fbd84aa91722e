"""Which build of the engine is loaded, and what it is.

dukpy is the interpreter. Its glue and the engine under it, QuickJS-ng, are one extension, built at set-up from pinned
sources (engine/build.py): in a checkout it lies in engine/dist, in an installed wheel in `executor/native`, and an
`engine.json` beside it says what it is. The extension of PyPI's dukpy carries an engine of 2025 whose memory errors are
public (docs/security.md); it is loaded only where somebody said so, at set-up or by `--engine=pypi`.

Beside the built engine lies the native part, our own C (engine/native_part.py), with its own description. Beside PyPI's
there is none, and whatever needs it has a slower way without.
"""

from __future__ import annotations

import ctypes
import hashlib
import importlib.util
import json
import os
import sys
from importlib.machinery import PathFinder
from pathlib import Path
from types import ModuleType
from typing import Any

from executor.wire.packets import EngineLoaded

BUILT = "built"
PYPI = "pypi"
DESCRIPTION = "engine.json"
NATIVE_DESCRIPTION = "native.json"
# The engine that the tests ran on and docs/security.md speaks of. An older one is refused: it has holes that are known.
TESTED = (0, 17, 0)

_NAME = "_dukpy"


class EngineRefused(Exception):
    """There is no engine here that may run: what is wrong with it, and what to do."""


def directory() -> Path:
    """Where the engine is: in an installed wheel in the package, in a checkout in engine/dist."""
    package = Path(__file__).resolve().parents[1]
    installed = package / "native"
    return installed if installed.is_dir() else package.parent / "engine" / "dist"


def load(wanted: str = BUILT, folder: Path | None = None) -> tuple[ModuleType, EngineLoaded]:
    """The extension, and what it is. Raises `EngineRefused`.

    `wanted` is `built`, for what set-up made, or `pypi`.
    """
    described = {"origin": PYPI} if wanted == PYPI else _described(folder or directory(), DESCRIPTION)
    if described["origin"] == PYPI:
        return _load_pypi()
    return _load_built(folder or directory(), described)


def load_native(loaded: EngineLoaded, folder: Path | None = None) -> ctypes.PyDLL | None:
    """The native part for what `load` found; none beside the engine of PyPI's dukpy. Raises `EngineRefused`.

    PyDLL: Python's lock is kept, since there is no other thread, and what a function left as Python's exception is raised.
    """
    if loaded.origin == PYPI:
        return None
    folder = folder or directory()
    described = _described(folder, NATIVE_DESCRIPTION)
    path, _ = _checked(folder, described, NATIVE_DESCRIPTION)
    try:
        return ctypes.PyDLL(str(path))
    except OSError as error:
        raise EngineRefused(_cannot_load(path, error)) from error


def _described(folder: Path, name: str) -> dict[str, Any]:
    try:
        described: dict[str, Any] = json.loads((folder / name).read_bytes())
        described["origin"]
    except OSError as error:
        raise EngineRefused(
            f"cannot read {folder.name}/{name}: {error.strerror}; run `make engine`"
        ) from error
    except (ValueError, KeyError, TypeError) as error:
        raise EngineRefused(f"{folder.name}/{name} says nothing of an engine; run `make engine`") from error
    return described


def _checked(folder: Path, described: dict[str, Any], description: str) -> tuple[Path, str]:
    """The file that a description speaks of, and its hash. Raises `EngineRefused` for whatever is not exactly what set-up
    made, before it is loaded.
    """
    try:
        name, expected, machine = described["file"], described["sha256"], described["machine"]
        content = (folder / name).read_bytes()
    except OSError as error:
        raise EngineRefused(
            f"cannot read {folder.name}/{name}: {error.strerror}; run `make engine`"
        ) from error
    except KeyError as error:
        raise EngineRefused(f"{folder.name}/{description} lacks {error}; run `make engine`") from error
    if machine != os.uname().machine:
        raise EngineRefused(
            f"the engine was built for {machine}, this is {os.uname().machine}; run `make engine`"
        )
    found = hashlib.sha256(content).hexdigest()
    if found != expected:
        raise EngineRefused(
            f"{name} is not what set-up built (sha256 {found[:16]}, {description} says {expected[:16]}); run `make engine`"
        )
    return folder / name, found


def _load_built(folder: Path, described: dict[str, Any]) -> tuple[ModuleType, EngineLoaded]:
    """Raises `EngineRefused`."""
    try:
        compiler, flags = described["compiler"], described["flags"]
    except KeyError as error:
        raise EngineRefused(f"{folder.name}/{DESCRIPTION} lacks {error}; run `make engine`") from error
    if "t" in sys.abiflags:
        raise EngineRefused("the engine needs a CPython with its global lock; this one is free-threaded")
    path, found = _checked(folder, described, DESCRIPTION)
    extension = _load_extension(path)
    version = _version_of(extension)
    if _numbers(version) < TESTED:
        tested = ".".join(map(str, TESTED))
        raise EngineRefused(
            f"the engine is QuickJS-ng {version}, older than {tested} that this version was tested with; run `make engine`"
        )
    return extension, EngineLoaded(
        version=version, origin=BUILT, compiler=compiler, flags=flags, build=found[:16]
    )


def _load_pypi() -> tuple[ModuleType, EngineLoaded]:
    """The extension without the package around it.

    `import dukpy` also imports its compilers, package installer and HTTP client: 50 ms and several megabytes that
    every isolate would carry.
    """
    package = importlib.util.find_spec("dukpy")
    if package is None or package.submodule_search_locations is None:
        raise EngineRefused("dukpy is not installed; install what requirements.txt lists")
    spec = PathFinder.find_spec(_NAME, list(package.submodule_search_locations))
    if spec is None or spec.origin is None:
        raise EngineRefused("dukpy is installed without its C extension; install what requirements.txt lists")
    extension = _load_extension(Path(spec.origin))
    build = hashlib.sha256(Path(spec.origin).read_bytes()).hexdigest()[:16]
    return extension, EngineLoaded(
        version=_version_of(extension), origin=PYPI, compiler="", flags="", build=build
    )


def _load_extension(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(_NAME, path)
    if spec is None or spec.loader is None:
        raise EngineRefused(f"{path.name} is no extension that this Python can load")
    try:
        extension = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(extension)
    except ImportError as error:
        raise EngineRefused(_cannot_load(path, error)) from error
    return extension


def _cannot_load(path: Path, error: Exception) -> str:
    """The loader's own words name the file with its whole path."""
    reason = str(error).replace(f"{path.parent}/", "")
    return f"{path.name} cannot be loaded here: {reason}; run `make engine`"


def _version_of(extension: ModuleType) -> str:
    """QuickJS-ng's own, such as `0.17.0`."""
    function = ctypes.PyDLL(extension.__file__)["JS_GetVersion"]
    function.restype = ctypes.c_char_p
    version: bytes = function()
    return version.decode()


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("-", maxsplit=1)[0].split("."))


def identity(loaded: EngineLoaded) -> str:
    """Names this very build of the engine for this machine: only what it compiled itself may be given to it."""
    return f"{loaded.version} {os.uname().machine} {loaded.build}"
