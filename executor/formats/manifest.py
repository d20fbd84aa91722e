"""The bundled modules, as those see them who do not load them: where they are, and which they are.

Loading them, each file checked against its sha256, is the zygote's business (isolate/bundles.py).
"""

from __future__ import annotations

import json
from pathlib import Path

MANIFEST = "manifest.json"
# Of the bundles: the folder of what erases types, with a manifest of its own.
TYPESCRIPT = "typescript"


def default_directory() -> Path:
    """Where the bundles are: in an installed wheel in the package, in a checkout in modules/dist."""
    package = Path(__file__).resolve().parents[1]
    installed = package / "bundled"
    return installed if installed.is_dir() else package.parent / "modules" / "dist"


def module_names(directory: Path | None = None) -> tuple[str, ...]:
    """The names of the preloaded modules in the order in which they load. Raises `OSError` where nothing was bundled."""
    manifest = json.loads(((directory or default_directory()) / MANIFEST).read_bytes())
    return tuple(module["name"] for module in manifest["modules"])
