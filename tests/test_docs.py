"""Docs name things that exist."""

import re

from harness import ROOT

TESTS = {
    name
    for path in (ROOT / "tests").rglob("test_*.py")
    for name in re.findall(r"^(?:async )?def (test_\w+)", path.read_text(), re.MULTILINE)
}


def test_each_fault_in_the_table_names_tests_that_exist():
    rows = [
        line
        for line in (ROOT / "docs" / "faults.md").read_text().splitlines()
        if line.startswith("|") and not line.startswith(("| fault ", "|--"))
    ]
    assert rows
    for row in rows:
        *_, tests, _ = row.split("|")
        named = re.findall(r"`(test_\w+)`", tests)
        assert named or "timers.test.mjs" in tests, f"no test is named: {row}"
        assert set(named) <= TESTS, f"no such test: {set(named) - TESTS}"


def test_each_fault_that_is_tested_is_in_the_table():
    text = (ROOT / "docs" / "faults.md").read_text()
    for path in (ROOT / "tests").glob("test_*fault*.py"):
        for name in re.findall(r"^def (test_\w+)", path.read_text(), re.MULTILINE):
            assert f"`{name}`" in text, f"{path.name}: {name} is missing in docs/faults.md"


def test_test_files_that_documents_name_exist():
    for path in [*(ROOT / "docs").glob("*.md"), *ROOT.glob("*.md")]:
        for name in re.findall(r"\b(test_\w+\.py)\b", path.read_text()):
            assert (ROOT / "tests" / name).exists(), f"{path.name} names tests/{name}"
