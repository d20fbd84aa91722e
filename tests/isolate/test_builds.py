"""Which engine a server runs on: the one that set-up built, or it does not start."""

import hashlib
import importlib.metadata
import json
import os
import shutil
from dataclasses import replace
from importlib.machinery import PathFinder
from pathlib import Path

import pytest
from harness import PATIENCE, ROOT, ServerProcess

from executor.isolate import builds as engine
from executor.isolate.builds import EngineRefused
from executor.isolate.bundles import read_bytecode, read_manifest
from executor.v1 import executor_pb2 as pb

DIST = ROOT / "engine" / "dist"
EXTENSION = "_dukpy.abi3.so"


def pypi_extension() -> Path:
    folder = importlib.metadata.distribution("dukpy").locate_file("dukpy")
    spec = PathFinder.find_spec("_dukpy", [str(folder)])
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin)


@pytest.fixture
def folder(tmp_path) -> Path:
    """A copy of what was built, to be spoilt."""
    shutil.copytree(DIST, tmp_path / "dist")
    return tmp_path / "dist"


def describe(folder: Path, name: str = "engine.json", **changes: str) -> None:
    path = folder / name
    path.write_text(json.dumps(json.loads(path.read_bytes()) | changes))


def refusal(folder: Path) -> str:
    with pytest.raises(EngineRefused) as refused:
        engine.load_native(engine.load(engine.BUILT, folder)[1], folder)
    text = str(refused.value)
    assert str(folder.parent) not in text, "a path of the host"
    return text


def test_built_engine_is_the_one_that_was_tested_and_says_what_it_is():
    _, loaded = engine.load()
    described = json.loads((DIST / "engine.json").read_bytes())
    assert loaded.origin == engine.BUILT
    assert loaded.version == described["version"]
    assert described["sha256"].startswith(loaded.build)
    assert (loaded.compiler, loaded.flags) == (described["compiler"], described["flags"])


def test_engine_of_pypi_is_loaded_for_who_asks_for_it():
    _, loaded = engine.load(engine.PYPI)
    assert (loaded.origin, loaded.version) == (engine.PYPI, "0.11.0")


def test_set_up_without_an_engine_says_what_to_do(tmp_path):
    assert "run `make engine`" in refusal(tmp_path)
    (tmp_path / "engine.json").write_text("[]")
    assert "run `make engine`" in refusal(tmp_path)


def test_set_up_that_was_told_to_take_the_engine_of_pypi_takes_it(tmp_path):
    (tmp_path / "engine.json").write_text('{"origin": "pypi"}')
    _, loaded = engine.load(engine.BUILT, tmp_path)
    assert loaded.origin == engine.PYPI


def test_engine_that_was_changed_after_it_was_built_is_refused_before_it_is_loaded(folder):
    (folder / EXTENSION).write_bytes((folder / EXTENSION).read_bytes() + b"\0")
    assert "is not what set-up built" in refusal(folder)


def test_engine_that_is_gone_is_refused(folder):
    (folder / EXTENSION).unlink()
    assert f"cannot read dist/{EXTENSION}" in refusal(folder)


def test_native_part_is_loaded_beside_the_built_engine_and_not_beside_that_of_pypi(tmp_path):
    assert engine.load_native(engine.load()[1]) is not None
    assert engine.load_native(engine.load(engine.PYPI)[1], tmp_path) is None


def test_native_part_that_is_not_what_was_built_is_refused(folder):
    library = folder / "native.so"
    library.write_bytes(library.read_bytes() + b"\0")
    assert "native.so is not what set-up built" in refusal(folder)
    describe(folder, "native.json", machine="s390x")
    assert "built for s390x" in refusal(folder)
    library.unlink()
    assert "cannot read dist/native.so" in refusal(folder)
    (folder / "native.json").unlink()
    assert "cannot read dist/native.json" in refusal(folder)


def test_native_part_that_is_no_library_is_refused(folder):
    (folder / "native.so").write_bytes(b"not ELF")
    describe(folder, "native.json", sha256=hashlib.sha256(b"not ELF").hexdigest())
    assert "native.so cannot be loaded here" in refusal(folder)


def test_engine_for_another_machine_is_refused(folder):
    describe(folder, machine="s390x")
    assert f"built for s390x, this is {os.uname().machine}" in refusal(folder)


def test_engine_older_than_the_tested_one_is_refused_whatever_its_description_says(folder):
    shutil.copy(pypi_extension(), folder / EXTENSION)
    describe(folder, sha256=hashlib.sha256(pypi_extension().read_bytes()).hexdigest())
    assert "QuickJS-ng 0.11.0, older than 0.17.0" in refusal(folder)


def test_file_that_is_no_extension_is_refused(folder):
    (folder / EXTENSION).write_bytes(b"not ELF")
    describe(folder, sha256=hashlib.sha256(b"not ELF").hexdigest())
    assert "cannot be loaded here" in refusal(folder)


def test_bytecode_is_for_the_very_build_that_made_it():
    modules = ROOT / "modules" / "dist"
    runtime = read_manifest(modules)["runtime"]
    _, loaded = engine.load()
    assert read_bytecode(modules, runtime, engine.identity(loaded), "") is not None
    for other in (
        replace(loaded, build="0" * 16),
        replace(loaded, version="0.17.1"),
        engine.load(engine.PYPI)[1],
    ):
        assert read_bytecode(modules, runtime, engine.identity(other), "") is None


@pytest.mark.slow
def test_server_tells_which_engine_it_runs_on():
    server = ServerProcess("--isolates=1").serving()
    described = json.loads((DIST / "engine.json").read_bytes())
    told = server.warmup_status().engine
    assert (told.version, told.origin) == (described["version"], "built")
    assert (told.compiler, told.flags) == (described["compiler"], described["flags"])
    assert described["sha256"].startswith(told.build)
    status = server.stub.ServerStatus(pb.ServerStatusRequest(), timeout=PATIENCE)
    assert status.engine_version == described["version"]
    (build,) = [
        line for line in server.get("/metrics")[1].splitlines() if line.startswith("executor_build_info{")
    ]
    for label in (
        f'engine="{described["version"]}"',
        'engine_origin="built"',
        f'flags="{described["flags"]}"',
    ):
        assert label in build
    server.stop()
    assert not [line for line in server.log if "PyPI" in line]


@pytest.mark.slow
def test_server_on_the_engine_of_pypi_says_so_once_in_its_log_and_in_its_status():
    server = ServerProcess("--isolates=1", "--engine=pypi").serving()
    server.all_ready()
    assert (server.warmup_status().engine.origin, server.warmup_status().engine.version) == ("pypi", "0.11.0")
    # Without bytecode, which only the engine that made it may read.
    assert server.result("return require('lodash').chunk([1, 2, 3], 2)") == [[1, 2], [3]]
    server.stop()
    assert len([line for line in server.log if "known memory errors" in line]) == 1


@pytest.mark.slow
def test_server_with_another_engine_than_the_built_one_does_not_start(tmp_path):
    for name in ("executor", "engine", "modules/dist"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "server.py", tmp_path)
    shutil.copytree(ROOT / "protos", tmp_path / "protos")
    (tmp_path / ".venv").symlink_to(ROOT / ".venv")
    extension = tmp_path / "engine" / "dist" / EXTENSION
    extension.write_bytes(extension.read_bytes() + b"\0")
    server = ServerProcess("--isolates=1", root=tmp_path)
    assert server.wait() == 3
    server.stop(expected=3)
    assert [line for line in server.log if "is not what set-up built" in line]
    # Told otherwise, it serves.
    server = ServerProcess("--isolates=1", "--engine=pypi", root=tmp_path).serving()
    server.stop()
