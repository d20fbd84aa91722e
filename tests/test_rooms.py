"""The rules of which room imports which (pyproject.toml) hold, and each of them notices who breaks it. Tests have theirs."""

import shutil
import subprocess
import sys
import tomllib

import pytest
from conftest import LONGEST_FIRST
from harness import ROOT

pytestmark = pytest.mark.slow

# A module, and an import that would break the rule whose source it is in. A rule without such a line fails the test.
OFFENCES = {
    "executor/pool/pace.py": "import executor.rpc.service",
    "executor/egress/decoding.py": "import executor.observe.metrics",
    "executor/isolate/arenas.py": "import asyncio",
    "executor/wire/options.py": "import executor.formats.zones",
    "executor/observe/memory.py": "import executor.isolate.sandbox",
    "executor/client/batches.py": "import executor.settings",
    "executor/formats/zones.py": "import executor.wire.options",
    "executor/access/identity.py": "import executor.server",
}


def lint(folder) -> subprocess.CompletedProcess[str]:
    # Wide: a contract's name is one line then.
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as run; run()"]
    options = ("--no-cache", "--no-logo")
    environment = {"PATH": "/usr/bin:/bin", "COLUMNS": "400", "PYTHONPATH": str(folder)}
    return subprocess.run([*command, *options], cwd=folder, env=environment, capture_output=True, text=True)


def contracts() -> list[str]:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())
    return [contract["name"] for contract in settings["tool"]["importlinter"]["contracts"]]


def test_rooms_keep_the_rules():
    linted = lint(ROOT)
    assert linted.returncode == 0, linted.stdout + linted.stderr


def test_each_rule_notices_who_breaks_it_and_says_why_it_is_there(tmp_path):
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    shutil.copytree(ROOT / "executor", tmp_path / "executor", ignore=shutil.ignore_patterns("__pycache__"))
    for name, line in OFFENCES.items():
        file = tmp_path / name
        head, marker, rest = file.read_text().partition("from __future__ import annotations\n")
        assert marker, f"{name} is not as this test knows it"
        file.write_text(f"{head}{marker}\n{line}\n{rest}")
    linted = lint(tmp_path)
    assert linted.returncode == 1, linted.stdout + linted.stderr
    kept = [name for name in contracts() if f"{name} BROKEN" not in linted.stdout]
    assert not kept, f"rules that did not notice: {kept}\n{linted.stdout}"


def test_files_of_tests_that_begin_first_exist():
    assert [name for name in LONGEST_FIRST if not (ROOT / "tests" / name).exists()] == []
