"""Scripts return here what they return in Node 20; where not, docs/compatibility.md says so."""

import pytest
from differential import CORPUS, Comparison, compare, known_differences, load

LEAST_SCRIPTS = 950
LEAST_EQUAL = 0.99


@pytest.fixture(scope="module")
def comparisons() -> list[Comparison]:
    return compare(load())


def shown(found: list[Comparison]) -> str:
    return "\n".join("\n  ".join([each.script.title, *each.difference()]) for each in found)


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_corpus_differs_from_node_only_where_the_docs_say_so(comparisons):
    known = known_differences()
    unexpected = [each for each in comparisons if not each.equal and each.script.title not in known]
    assert not unexpected, shown(unexpected)


@pytest.mark.slow
def test_each_difference_in_the_docs_still_exists(comparisons):
    equal = {each.script.title for each in comparisons if each.equal}
    assert not equal & known_differences()


@pytest.mark.slow
def test_corpus_is_equal_but_for_one_in_a_hundred(comparisons):
    assert len(comparisons) >= LEAST_SCRIPTS
    assert sum(each.equal for each in comparisons) >= LEAST_EQUAL * len(comparisons)


def test_scripts_that_the_docs_name_exist():
    titles = {script.title for script in load()}
    assert known_differences() <= titles


def test_each_script_begins_with_what_it_shows():
    for path in CORPUS.glob("*/*"):
        assert path.suffix == ".js" or path.with_suffix(".js").exists(), f"no script to this input: {path}"
        if path.suffix == ".js":
            assert path.read_text().startswith("// "), path
