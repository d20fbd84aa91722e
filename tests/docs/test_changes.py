"""The worked examples of docs/development/changes.md: each is made in a copy of the tree, and touches what it says."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from harness import PATIENCE, ROOT

PAGE = ROOT / "docs" / "development" / "changes.md"
WITH_NODE = str(ROOT / "scripts" / "with-node")
IGNORED = shutil.ignore_patterns("__pycache__", "node_modules", "corpus", "images", "dist")


@pytest.fixture
def tree(tmp_path) -> Path:
    """What the examples change, and what a server and its tests need; the bundles are those of the real tree."""
    for name in ("executor", "docs", "tests", "modules"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=IGNORED)
    for name in ("server.py", "pyproject.toml"):
        shutil.copy(ROOT / name, tmp_path)
    (tmp_path / "modules" / "dist").symlink_to(ROOT / "modules" / "dist")
    (tmp_path / "engine").symlink_to(ROOT / "engine")
    return tmp_path


def diff(heading: str) -> str:
    """The one diff in the page's section."""
    (section,) = re.findall(rf"^## {heading}\n(.*?)(?=^## |\Z)", PAGE.read_text(), re.MULTILINE | re.DOTALL)
    (text,) = re.findall(r"^```diff\n(.*?)^```$", section, re.MULTILINE | re.DOTALL)
    return text


def contents(tree: Path) -> dict[str, bytes]:
    """Of all files but what Python and tests leave."""
    return {
        str(path.relative_to(tree)): path.read_bytes()
        for path in tree.rglob("*")
        if path.is_file() and not {"__pycache__", "dist", ".pytest_cache"} & set(path.parts)
    }


def run(tree: Path, *command: str) -> str:
    """What it printed. Fails with it when it fails."""
    ended = subprocess.run(command, cwd=tree, capture_output=True, text=True, timeout=PATIENCE)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return ended.stdout


def make(tree: Path, heading: str) -> tuple[set[str], set[str]]:
    """Applies the section's diff and makes the tables again: the files of the diff, and those that the tables are in."""
    before = contents(tree)
    # --recount, -C1: a line more or less in the neighbourhood is no reason to edit the page.
    command = ["git", "apply", "--recount", "-C1", "-"]
    applied = subprocess.run(command, cwd=tree, input=diff(heading), capture_output=True, text=True)
    assert applied.returncode == 0, f"the diff under {heading!r} does not apply: {applied.stderr}"
    by_hand = {name for name, content in contents(tree).items() if before.get(name) != content}
    run(tree, sys.executable, "docs/tables.py")
    every = {name for name, content in contents(tree).items() if before.get(name) != content}
    return by_hand, every - by_hand


def run_its_test(tree: Path, by_hand: set[str]) -> None:
    run(tree, sys.executable, "-m", "ruff", "format", "--check", "--no-cache", *by_hand)
    (test,) = (name for name in by_hand if name.startswith("tests/"))
    assert "1 passed" in run(tree, sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", test)


@pytest.mark.slow
def test_setting_takes_four_files_and_is_known_everywhere(tree):
    by_hand, tables = make(tree, "Add a setting")
    assert len(by_hand) == 3
    assert len(tables) == 1
    assert "--max-metadata-bytes" in run(tree, sys.executable, "server.py", "--help")
    assert "`EXECUTOR_MAX_METADATA_BYTES`" in (tree / tables.pop()).read_text()
    run_its_test(tree, by_hand)


@pytest.mark.slow
def test_metric_takes_two_files_and_a_made_row(tree):
    by_hand, tables = make(tree, "Add a metric")
    assert len(by_hand) == 2
    assert len(tables) == 1
    assert "| `executor_queue_free` | gauge |" in (tree / tables.pop()).read_text()
    run_its_test(tree, by_hand)


def test_module_is_one_more_entry_of_the_list(tree):
    by_hand, tables = make(tree, "Preload a module")
    assert (by_hand, tables) == ({"modules/preload.json"}, set())
    script = "import('./modules/lib/preload.mjs').then(async (m) => console.log((await m.readPreload('modules')).at(-1)))"
    told = run(tree, WITH_NODE, "node", "-e", script)
    assert told == "{ name: 'dayjs', shared: [ 'plugin/utc', 'locale/zh-cn' ], lazy: [] }\n"
