"""Builds every overlay and checks each manifest against the schemas of Kubernetes, the Prometheus operator and KEDA, strictly.

    validate.py --kustomize BINARY --crds DIRECTORY [OVERLAY | -]...    (make manifests; - is a manifest on stdin)

Exits with 1 where anything is wrong, and says what.
"""

import argparse
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import kubernetes_validate
import yaml

HERE = Path(__file__).resolve().parent
# The oldest and the newest that the manifests are for.
VERSIONS = ("1.30", "1.37")
# Overlays that say they need the newest.
NEWEST_ONLY = {"production-grpc-probes"}


def strict(schema: Any) -> Any:
    """A schema of a custom resource that refuses what it does not know, as the API server drops it without a word."""
    if isinstance(schema, dict):
        made = {key: strict(value) for key, value in schema.items()}
        keeps = schema.get("x-kubernetes-preserve-unknown-fields") or "additionalProperties" in schema
        if isinstance(schema.get("properties"), dict) and not keeps:
            made["additionalProperties"] = False
        return made
    return [strict(item) for item in schema] if isinstance(schema, list) else schema


def custom_schemas(directory: Path) -> dict[tuple[str, str], Any]:
    """By apiVersion and kind."""
    found = {}
    for path in directory.glob("*.yaml"):
        spec = yaml.safe_load(path.read_text())["spec"]
        for version in spec["versions"]:
            schema = strict(version["schema"]["openAPIV3Schema"])
            # Any metadata: the API server's own affair.
            schema["properties"]["metadata"] = {"type": "object"}
            found[f"{spec['group']}/{version['name']}", spec["names"]["kind"]] = schema
    return found


def problems(
    manifest: dict[str, Any], custom: dict[tuple[str, str], Any], versions: tuple[str, ...] = VERSIONS
) -> Iterator[str]:
    schema = custom.get((manifest["apiVersion"], manifest["kind"]))
    if schema is not None:
        for error in jsonschema.Draft202012Validator(schema).iter_errors(manifest):
            yield f"{error.json_path}: {error.message}"
        return
    for version in versions:
        try:
            kubernetes_validate.validate(manifest, version, strict=True)
        except (kubernetes_validate.ValidationError, kubernetes_validate.SchemaNotFoundError) as error:
            yield f"Kubernetes {version}: {getattr(error, 'message', error)}"


def build(kustomize: str, overlay: str) -> str:
    """Raises `SystemExit` with kustomize's own words."""
    if overlay == "-":
        return sys.stdin.read()
    ran = subprocess.run([kustomize, "build", overlay], capture_output=True, text=True, check=False)
    if ran.returncode:
        raise SystemExit(f"{overlay}: {ran.stderr.strip()}")
    return ran.stdout


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kustomize", required=True)
    parser.add_argument("--crds", required=True, type=Path)
    parser.add_argument(
        "overlays", nargs="*", default=[str(path) for path in sorted(HERE.glob("overlays/*"))]
    )
    arguments = parser.parse_args()
    custom = custom_schemas(arguments.crds)
    wrong = 0
    for overlay in arguments.overlays:
        versions = VERSIONS[-1:] if Path(overlay).name in NEWEST_ONLY else VERSIONS
        for manifest in yaml.safe_load_all(build(arguments.kustomize, overlay)):
            found = list(problems(manifest, custom, versions))
            wrong += len(found)
            print(f"{Path(overlay).name:22} {manifest['kind']:24} {manifest['metadata']['name']:32}",
                  "; ".join(found) or "valid")  # fmt: skip
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
