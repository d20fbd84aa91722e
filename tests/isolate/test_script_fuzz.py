"""Random JavaScript in small (`make fuzz-scripts` is the whole)."""

import itertools

import pytest

from bench.fuzz import scripts
from bench.fuzz.javascript import SMALLEST, Generator, Node, smaller

# The same blocks in every run: a failure is the change's, not the day's.
SEED = "suite"
BLOCKS = 250


@pytest.mark.slow
def test_random_scripts_crash_no_isolate():
    result = scripts.fuzz(SEED, blocks=BLOCKS)
    assert result.outcomes.total() == BLOCKS
    assert not result.findings
    # A grammar that made nothing but syntax errors would find nothing.
    assert result.outcomes["SYNTAX"] < BLOCKS / 4
    assert result.outcomes["RESULT"] > BLOCKS / 5


@pytest.mark.slow
def test_block_that_ends_as_none_may_is_found_and_made_smaller(monkeypatch):
    """With a line of console output as the crime."""
    monkeypatch.setattr(
        scripts, "fault_of", lambda response: "it printed" if response.console_messages else ""
    )
    monkeypatch.setattr(scripts, "MAX_FINDINGS", 1)
    found = scripts.fuzz(SEED, blocks=1000).findings[0]
    assert found.what == "it printed"
    assert "console." in found.code
    assert len(found.code) < len(str(Generator(found.name).block()))


def test_same_seed_makes_the_same_block():
    assert str(Generator("a/1").block()) == str(Generator("a/1").block())
    assert str(Generator("a/1").block()) != str(Generator("a/2").block())


def test_smaller_trees_are_smaller_and_come_to_an_end():
    block = Generator("a/3").block()
    for candidate in itertools.islice(smaller(block), 100):
        assert str(candidate) != str(block)
    assert list(smaller(SMALLEST["expression"])) == []
    assert [str(one) for one in smaller(Node("expression", ("f(", Node("expression", ("1",)), ")")))] == [
        "0",
        "1",
        "f(0)",
    ]
