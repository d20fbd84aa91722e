"""The sources of the engine: fetched as pinned, checked, unpacked.

Two source distributions (requirements-engine.txt), by pip and from where pip is set up to look, or from a directory. pip
checks their hashes in either case. Of what is in them only C, headers and licences are unpacked, and no code of theirs runs.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tarfile
from pathlib import Path, PurePosixPath

HERE = Path(__file__).resolve().parent
PINS = HERE.parent / "requirements-engine.txt"
# Folder in an sdist below its first, and where its files go.
WANTED = {("dukpy", "src"): "glue", ("quickjs-ng", "upstream-quickjs"): "quickjs"}


class BuildError(Exception):
    """The engine cannot be built: what happened, and what to do."""


def pinned() -> dict[str, str]:
    """Versions by name."""
    return dict(re.findall(r"^([a-z-]+)==(\S+)", PINS.read_text(), re.MULTILINE))


def fetch(folder: Path, offline: str | None) -> dict[str, Path]:
    """The archives by package; `offline` names a directory that has them. Raises `BuildError`."""
    folder.mkdir(parents=True, exist_ok=True)
    archives = {name: _archive(folder, name, version) for name, version in pinned().items()}
    if None in archives.values() or offline:
        _download(folder, offline)
        archives = {name: _archive(folder, name, version) for name, version in pinned().items()}
    return {name: path for name, path in archives.items() if path is not None}


def _archive(folder: Path, name: str, version: str) -> Path | None:
    # Both spellings are met: sdists are named by PEP 625 since 2021 only.
    for spelling in (name, name.replace("-", "_")):
        path = folder / f"{spelling}-{version}.tar.gz"
        if path.is_file():
            return path
    return None


def _download(folder: Path, offline: str | None) -> None:
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check"]
    command += ["--no-deps", "--no-binary=:all:", "--no-build-isolation", "--require-hashes"]
    command += [f"--requirement={PINS}", f"--dest={folder}"]
    if offline:
        command += ["--no-index", f"--find-links={Path(offline).resolve()}"]
    environment = {
        **os.environ,
        "PYTHONPATH": str(HERE / "unbuilt"),
        # For packages without a backend of their own; newer pip always does so, and ignores the word.
        "PIP_USE_PEP517": "1",
    }
    ran = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if ran.returncode:
        where = f"in {offline} (ENGINE_SOURCES)" if offline else "where pip looks"
        last = "\n".join(f"    {line}" for line in ran.stderr.strip().splitlines()[-6:])
        wanted = " and ".join(f"{name} {version}" for name, version in pinned().items())
        raise BuildError(
            f"cannot get the sdists of {wanted} {where}:\n{last}\n"
            "Without network, put both into a directory and name it: make engine ENGINE_SOURCES=DIRECTORY"
        )


def unpack(archives: dict[str, Path], folder: Path) -> None:
    """C, headers and licences, flat, each below `folder` in `WANTED`'s folders. Raises `BuildError`."""
    for (name, inside), place in WANTED.items():
        target = folder / place
        target.mkdir(parents=True, exist_ok=True)
        with tarfile.open(archives[name]) as archive:
            found = [member for member in archive if _is_wanted(member, inside)]
            for member in found:
                content = archive.extractfile(member)
                assert content is not None
                (target / PurePosixPath(member.name).name).write_bytes(content.read())
        if not found:
            raise BuildError(f"{archives[name].name} has no {inside}/*.c: it is not what this build expects")


def _is_wanted(member: tarfile.TarInfo, inside: str) -> bool:
    """Not dukpy's own copy of an engine, which lies a folder deeper. Names become flat, so none leads out of the folder."""
    path = PurePosixPath(member.name)
    is_source = path.suffix in {".c", ".h"} and path.parts[1:-1] == (inside,)
    return member.isfile() and (is_source or path.parts[1:] == ("LICENSE",))
