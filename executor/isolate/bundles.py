"""Reads what `make modules` made: the manifest, sources and bytecode, each checked against its sha256.

Bytecode is what the engine makes of a source; reading it takes a fifteenth of the time that parsing does (235 ms for
the runtime and seven modules). The engine trusts it blindly, so it is used only by the very build that made it, for the
very source that it was made of. Elsewhere the source is there.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

# What stack frames of the runtime carry.
RUNTIME = "executor:runtime"
MANIFEST = "manifest.json"


class BrokenModule(Exception):
    """A module could not be loaded; `name` says which ("" for the runtime or the manifest)."""

    def __init__(self, name: str, message: str) -> None:
        super().__init__(message)
        self.name = name


def read_manifest(directory: Path) -> dict[str, Any]:
    """The manifest as it stands. Raises `BrokenModule`."""
    try:
        manifest: dict[str, Any] = json.loads((directory / MANIFEST).read_bytes())
    except OSError as error:
        raise BrokenModule(
            "", f"cannot read {directory.name}/{MANIFEST}: {error.strerror}; run `make modules`"
        ) from error
    except ValueError as error:
        raise BrokenModule("", f"{directory.name}/{MANIFEST} is not JSON; run `make modules`") from error
    return manifest


def read_verified(directory: Path, entry: dict[str, Any], module: str) -> bytes:
    """One file. Raises `BrokenModule` where it is not what the manifest says."""
    try:
        content: bytes = (directory / entry["file"]).read_bytes()
    except OSError as error:
        raise BrokenModule(
            module, f"cannot read {entry['file']}: {error.strerror}; run `make modules`"
        ) from error
    if hashlib.sha256(content).hexdigest() != entry["sha256"]:
        raise BrokenModule(
            module, f"{entry['file']} does not match its sha256 in manifest.json; run `make modules`"
        )
    return content


def read_bytecode(directory: Path, entry: dict[str, Any], engine: str, module: str) -> bytes | None:
    """Bytecode of `entry`'s source; None where `engine` has not made any. Raises `BrokenModule`."""
    made = entry.get("bytecode")
    if made is None or (made["engine"], made["source"]) != (engine, entry["sha256"]):
        return None
    return read_verified(directory, made, module)
