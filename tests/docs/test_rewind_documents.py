"""What documents tell of rewind is what the code has: states, reasons, files, calls, tests."""

import re

import pytest
from harness import ROOT

from executor.isolate import sandbox
from executor.wire.packets import REWIND_FAILURES

SECURITY = (ROOT / "docs" / "security.md").read_text()
PAGE = (ROOT / "docs" / "development" / "rewind.md").read_text()
NATIVE = ROOT / "engine" / "native"
TESTS = {
    name
    for path in (ROOT / "tests").rglob("test_*.py")
    for name in re.findall(r"^(?:async )?def (test_\w+)", path.read_text(), re.MULTILINE)
}


def column(text: str, heading: str) -> list[str]:
    """The first cells of the table under a heading."""
    section = text.split(f"# {heading}\n", 1)[1].split("\n#", 1)[0]
    cells = [line.split("|")[1].strip() for line in section.splitlines() if line.startswith("|")]
    return [cell.strip("`") for cell in cells[2:]]


def test_calls_of_an_isolate_that_is_rewound_are_those_of_its_filters():
    told = SECURITY.split("<!-- allowed -->")[1].split("<!-- /allowed -->")[0]
    refused = {*sandbox._NOT_REWOUND_CALLS.split(), sandbox._HEAP_CALL, sandbox._RESTARTING_CALL}
    left = set(sandbox._ISOLATE_CALLS.split()) - refused
    assert set(re.findall(r"`(\w+)`", told)) == left
    numbers = re.findall(
        r"those (\d+) calls|\[(\d+)\]\(#what-an-isolate-that-is|\((\d+) with `rewind`", SECURITY
    )
    assert [int("".join(found)) for found in numbers] == [len(left)] * 3


def test_states_of_the_page_are_those_of_the_zygote():
    (names,) = re.findall(r"^enum state \{([^}]+)\}", (NATIVE / "zygote.h").read_text(), re.MULTILINE)
    assert column(PAGE, "The life of an isolate") == [name.strip() for name in names.split(",")]


def test_reasons_of_the_page_are_those_of_the_native_part():
    assert sorted(column(PAGE, "Why it was not rewound")) == sorted(REWIND_FAILURES)


def test_each_file_of_the_native_part_that_rewinds_is_on_the_page():
    without = {"collations.c", "digests.c", "limits.c", "numbers.c", "promises.c", "texts.c", "unsupported.c"}
    files = {path.name for path in NATIVE.glob("*.c")} - without
    assert {name for name in files if f"`engine/native/{name}`" not in PAGE} == set()


@pytest.mark.parametrize("text", [SECURITY, PAGE], ids=["security", "rewind"])
def test_tests_that_are_named_exist(text):
    named = set(re.findall(r"`(test_\w+)`", text))
    assert named
    assert named <= TESTS, named - TESTS
