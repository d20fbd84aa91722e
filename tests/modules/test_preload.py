"""A module is added as modules/README.md says: three files change, and scripts have it, with its sub-paths."""

import contextlib
import filecmp
import io
import json
import os
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest
from harness import PATIENCE, ROOT, ServerProcess

from executor.formats.manifest import module_names

WITH_NODE = str(ROOT / "scripts" / "with-node")

# As dayjs is: the locales are in the main file, and each locale and plugin requires the package by its name.
PACKAGE = {
    "package.json": json.dumps(
        {"name": "calendar", "version": "1.2.3", "main": "calendar.js", "license": "MIT"}
    ),
    "calendar.js": """
        const months = { en: ['January'] };
        let current = 'en';
        module.exports = (month) => months[current][month - 1];
        module.exports.locale = (name, list) => { if (list) months[name] = list; else if (months[name]) current = name; };
        module.exports.extend = (plugin) => plugin(module.exports);
    """,
    "locale/zh-cn.js": "require('calendar').locale('zh-cn', ['一月']);",
    "plugin/upper.js": "module.exports = (calendar) => { calendar.upper = (month) => calendar(month).toUpperCase(); };",
    "plugin/holidays.js": "module.exports = { 1: 'New Year' };",
}
SCRIPT = """
    const calendar = require('calendar');
    calendar.extend(require('calendar/plugin/upper'));
    const before = calendar.upper(1);
    require('calendar/locale/zh-cn');
    calendar.locale('zh-cn');
    return [before, calendar(1), require('calendar/plugin/holidays')[1]];
"""


def copy_or_link(source: str, target: str) -> None:
    """Files of packages are linked, 13,000 of them: npm writes into none that it does not install, but into its own list."""
    path = Path(source)
    if "node_modules" in path.parts and path.name != ".package-lock.json":
        with contextlib.suppress(OSError):
            os.link(source, target, follow_symlinks=False)
            return
    shutil.copy2(source, target)


@pytest.fixture
def tree(tmp_path) -> Path:
    """The parts of the tree that bundles are made from, with the packages installed."""

    def ours(folder: str, names: list[str]) -> set[str]:
        return {"dist", "test"} if Path(folder) == ROOT / "modules" else set()

    modules = tmp_path / "modules"
    shutil.copytree(ROOT / "modules", modules, symlinks=True, ignore=ours, copy_function=copy_or_link)
    shutil.copytree(ROOT / "executor" / "isolate" / "runtime", tmp_path / "executor" / "isolate" / "runtime")
    return tmp_path


def pack(path: Path) -> Path:
    """The package as npm takes it."""
    with tarfile.open(path, "w:gz") as archive:
        for name, text in PACKAGE.items():
            entry = tarfile.TarInfo(f"package/{name}")
            entry.size = len(text.encode())
            archive.addfile(entry, io.BytesIO(text.encode()))
    return path


def install(tree: Path, package: Path) -> None:
    """What modules/README.md has, and nothing of it asks a registry."""
    command = ["npm", "install", "--save-exact", "--ignore-scripts", "--omit-lockfile-registry-resolved"]
    quiet = ("--offline", "--no-audit", "--no-fund")
    subprocess.run([WITH_NODE, *command, *quiet, str(package)], cwd=tree / "modules", check=True)


def list_module(tree: Path, entry: object) -> None:
    """A line at the end of preload.json, in place of an earlier one."""
    lines = [
        f"  {json.dumps(name)}" for name in [*json.loads((ROOT / "modules/preload.json").read_text()), entry]
    ]
    (tree / "modules" / "preload.json").write_text("[\n" + ",\n".join(lines) + "\n]\n")


def bundle(tree: Path) -> subprocess.CompletedProcess[str]:
    """`make modules`, of that tree."""
    command = [WITH_NODE, "node", str(tree / "modules" / "bundle.mjs")]
    return subprocess.run(command, capture_output=True, text=True, timeout=2 * PATIENCE)


def changed(tree: Path) -> set[str]:
    """Files of the repository that are not as they were."""
    files = (path.relative_to(tree) for path in tree.rglob("*") if path.is_file())
    ours = [path for path in files if not {"node_modules", "dist"} & set(path.parts)]
    return {
        str(path)
        for path in ours
        if not (ROOT / path).exists() or not filecmp.cmp(tree / path, ROOT / path, shallow=False)
    }


# An installation and two bundlings, most of a minute where all cores are busy.
@pytest.mark.timeout(300)
@pytest.mark.slow
def test_added_module_with_plugin_and_locale_takes_three_files(tree, tmp_path_factory, start):
    package = pack(tmp_path_factory.mktemp("package") / "calendar-1.2.3.tgz")
    install(tree, package)

    list_module(tree, {"name": "calendar", "lazy": ["locale/*", "plugin/*"]})
    refused = bundle(tree)
    assert refused.returncode == 1
    assert (
        "cannot bundle calendar: the lazy sub-path calendar/locale/zh-cn would bring a private copy of"
        in refused.stderr
    )
    # What the message says to write.
    told = json.JSONDecoder().raw_decode(refused.stderr, refused.stderr.index('{"name":'))[0]
    assert told == {"name": "calendar", "shared": ["locale/zh-cn"]}

    list_module(tree, {**told, "shared": [*told["shared"], "plugin/upper"], "lazy": ["plugin/*"]})
    made = bundle(tree)
    assert made.returncode == 0, made.stderr
    bundles = tree / "modules" / "dist"
    subprocess.run(
        [sys.executable, "-m", "executor.isolate.compile_bundles", str(bundles)], cwd=ROOT, check=True
    )
    assert changed(tree) == {"modules/package.json", "modules/package-lock.json", "modules/preload.json"}

    server: ServerProcess = start("--isolates=1", f"--modules={bundles}").serving()
    assert list(server.warmup_status().modules) == [*module_names(), "calendar"]
    assert server.result(SCRIPT) == ["JANUARY", "一月", "New Year"]
