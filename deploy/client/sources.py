"""Makes the sources of the wheel flow-executor-client from those of executor.client: python deploy/client/sources.py FOLDER.

The same code under another name, because PyPI has an `executor` that is somebody else's. A copy and not a move: the server's
wheel has `executor.client` for its command line and for those who use it by that name, and neither wheel needs the other.
Both may be imported by one process: they register the same descriptor, byte for byte, which protobuf allows.
"""

import re
import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
EXECUTOR = ROOT / "executor"
PACKAGE = "flow_executor_client"

# What an import says, and where protoc's code names its own module. Never the proto's package, executor.v1: that is on the wire.
IMPORTS = re.compile(r"^(\s*(?:from|import) )executor(?:\.client)?(?=[. ])", re.MULTILINE)
OWN_MODULE = "'executor.v1.executor_pb2'"


def sources() -> dict[Path, Path]:
    """What goes into the package, by where it lies there."""
    stubs = EXECUTOR / "v1"
    files = {
        **{path.name: path for path in (EXECUTOR / "client").glob("*.py")},
        **{f"v1/{path.name}": path for path in (*stubs.glob("*.py"), *stubs.glob("*.pyi"))},
        "outcome.py": EXECUTOR / "outcome.py",
        "py.typed": EXECUTOR / "py.typed",
    }
    return {Path(PACKAGE, name): path for name, path in files.items()}


def renamed(text: str) -> str:
    return IMPORTS.sub(rf"\1{PACKAGE}", text).replace(OWN_MODULE, f"'{PACKAGE}.v1.executor_pb2'")


def version() -> str:
    found = re.search(r'^__version__ = "(.+)"$', (EXECUTOR / "__init__.py").read_text(), re.MULTILINE)
    assert found
    return found[1]


def make(folder: Path) -> None:
    for target, source in sources().items():
        made = folder / target
        made.parent.mkdir(parents=True, exist_ok=True)
        made.write_text(renamed(source.read_text()))
    shutil.copy(ROOT / "deploy" / "client" / "pyproject.toml", folder)
    shutil.copy(ROOT / "LICENSE", folder)
    (folder / "VERSION").write_text(version())


if __name__ == "__main__":
    make(Path(sys.argv[1]))
