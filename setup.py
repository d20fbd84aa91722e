"""What pyproject.toml cannot say: the wheel is for one platform where it carries a compiled engine, and says what it carries.

Its tag is read from what `make engine` built: `cp311-abi3` for any CPython from 3.11, and the C library that its symbols
ask for. With the engine of PyPI's dukpy nothing is compiled, and the wheel is for any platform.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from setuptools import Distribution, setup
from setuptools.command.bdist_wheel import bdist_wheel

ENGINE = Path(__file__).resolve().parent / "engine" / "dist" / "engine.json"
engine: dict[str, Any] = json.loads(ENGINE.read_bytes()) if ENGINE.exists() else {"origin": "pypi"}
IS_BUILT = engine["origin"] == "built"
NATIVE = ENGINE.with_name("native.json")
native: dict[str, Any] = json.loads(NATIVE.read_bytes()) if IS_BUILT else {}


class EngineDistribution(Distribution):
    """One with something for one platform in it, though this build compiles nothing."""

    def has_ext_modules(self) -> bool:
        """Read by setuptools wherever a pure wheel would be another."""
        return IS_BUILT


class EngineWheel(bdist_wheel):
    """Adds the list of what is in the engine (PEP 770)."""

    def egg2dist(self, egginfo_path: str, distinfo_path: str) -> None:
        """Called once the folder of metadata is made and before it is packed."""
        super().egg2dist(egginfo_path, distinfo_path)
        if IS_BUILT:
            folder = Path(distinfo_path, "sboms")
            folder.mkdir()
            (folder / "engine.cdx.json").write_text(json.dumps(_materials(), indent=2) + "\n")


def _materials() -> dict[str, Any]:
    """A software bill of materials in CycloneDX's form."""
    versions = engine["sources"]
    properties = [*_properties("engine", engine), *_properties("native", native)]
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "metadata": {
            "component": {
                "type": "library",
                "name": engine["file"],
                "properties": properties,
            }
        },
        "components": [
            {
                "type": "library",
                "name": "quickjs-ng",
                "version": engine["version"],
                "purl": f"pkg:pypi/quickjs-ng@{versions['quickjs-ng']}",
                "licenses": [{"license": {"id": "MIT"}}],
            },
            {
                "type": "library",
                "name": "dukpy",
                "version": versions["dukpy"],
                "purl": f"pkg:pypi/dukpy@{versions['dukpy']}",
                "licenses": [{"license": {"id": "MIT"}}],
            },
        ],
    }


def _properties(of: str, described: dict[str, Any]) -> list[dict[str, str]]:
    keys = ("compiler", "flags", "machine", "libc", "sha256")
    return [{"name": f"{of}:{key}", "value": described[key]} for key in keys]


def _platform() -> dict[str, str]:
    if not IS_BUILT:
        return {}
    # Below 2.17 there is no tag for.
    minor = max(17, *(int(part["libc"].partition(".")[2] or 0) for part in (engine, native)))
    return {"py_limited_api": "cp311", "plat_name": f"manylinux_2_{minor}_{engine['machine']}"}


setup(
    distclass=EngineDistribution, cmdclass={"bdist_wheel": EngineWheel}, options={"bdist_wheel": _platform()}
)
