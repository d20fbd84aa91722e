"""Test suites that packages publish, inside isolates."""

import json

import pytest
from differential import SUITE_FLAGS, compare, published_suites

# What qs 6.17 has, and all of them together; an update may change it a little, a suite that did not run a lot.
LEAST_QS = 1600
LEAST_ALL = 2600
# Engine differences that docs/compatibility.md explains. What fails in Node too (the bundle has two copies of qs's
# utils) is not counted.
EXPLAINED = {
    (
        "object.assign: checks enumerability and existence, in case of modification during [[Get]]: "
        "target key not overwritten by deleted source key"
    ),
    (
        "object.assign: checks enumerability and existence, in case of modification during [[Get]]: "
        "target key not overwritten by non-enumerable source key"
    ),
    (
        "qs: does not crash when the global Object prototype is frozen: "
        "regular assignment of an inherited non-writable property throws"
    ),
    "qs: ignores an utf8 sentinel with an unknown value: should be deeply equivalent",
    "qs: uses the utf8 sentinel to switch to utf-8 when no default charset is given: should be deeply equivalent",
}


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_published_suites_pass_as_they_do_in_node():
    total = {}
    for found in compare(published_suites(), *SUITE_FLAGS):
        name = found.script.name
        assert found.here.kind == "OK", f"{name}: {found.here.name}: {found.here.message}"
        here, node = json.loads(found.here.result), json.loads(found.node.result)
        worse = {f"{name}: {failure}" for failure in here["failed"] if failure not in node["failed"]}
        assert worse <= EXPLAINED
        total[name] = here["assertions"]
    assert total["qs"] >= LEAST_QS
    assert sum(total.values()) >= LEAST_ALL
