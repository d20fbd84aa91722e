"""`python -m executor.isolate.compile_bundles DIRECTORY`: adds bytecode to bundles, the last step of `make modules`."""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path
from typing import Any

from executor.isolate.bundles import MANIFEST, RUNTIME, read_manifest, read_verified
from executor.isolate.interpreter import Interpreter


def compile_bundles(directory: Path) -> None:
    """Compiles runtime and modules of one manifest and lists the results in it, which is written last.

    Raises `BrokenModule` and `ScriptError`.
    """
    manifest = read_manifest(directory)
    interpreter = Interpreter(lambda text: None)
    for entry in [manifest["runtime"], *manifest["modules"]]:
        name = entry.get("name")
        source = read_verified(directory, entry, name or "").decode()
        code = (
            interpreter.compile_module(name, source) if name else interpreter.compile_runtime(source, RUNTIME)
        )
        entry["bytecode"] = _save(directory, entry, code, interpreter.engine)
    fresh = directory / f"{MANIFEST}.new"
    fresh.write_text(json.dumps(manifest, indent=2) + "\n")
    # A server that starts now sees bundles without bytecode, or with all of it.
    fresh.replace(directory / MANIFEST)


def _save(directory: Path, entry: dict[str, Any], code: bytes, engine: str) -> dict[str, Any]:
    file = Path(entry["file"]).with_suffix(".bytecode")
    (directory / file).write_bytes(code)
    return {
        "file": str(file),
        "size": len(code),
        "sha256": hashlib.sha256(code).hexdigest(),
        "source": entry["sha256"],
        "engine": engine,
    }


if __name__ == "__main__":
    for _manifest in sorted(Path(sys.argv[1]).glob(f"**/{MANIFEST}")):
        compile_bundles(_manifest.parent)
