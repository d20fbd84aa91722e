"""Every check of the egress broker is guarded by a test: without it one fails. All of them: `make mutants`."""

import ipaddress
from dataclasses import replace

import pytest
from mutations import MUTANTS, Mutant, mutated, survivors
from test_egress_policy import ADDRESSES

from executor.egress import policy as egress_policy
from executor.egress.policy import refusal_of

# One in so many here; each costs some seconds.
EVERY = 8


@pytest.mark.parametrize("mutant", MUTANTS, ids=str)
def test_check_is_where_its_mutant_looks_for_it(mutant):
    assert compile(mutated(mutant), mutant.file, "exec")


def test_mutant_of_a_check_that_has_moved_away_is_an_error():
    with pytest.raises(ValueError, match="is there 0 times"):
        mutated(replace(MUTANTS[0], file="egress/broker.py"))


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_sample_of_the_checks_is_guarded():
    unchanged = Mutant("egress/hops.py", "allow_redirects=False", "allow_redirects=False")
    assert survivors([unchanged, *MUTANTS[::EVERY]]) == [unchanged]


@pytest.mark.parametrize("block", egress_policy._TABLE, ids=str)
def test_block_of_addresses_is_guarded(block, monkeypatch):
    def decided():
        return [refusal_of(ipaddress.ip_address(address)) for address in ADDRESSES]

    whole = decided()
    monkeypatch.setattr(egress_policy, "_TABLE", tuple(b for b in egress_policy._TABLE if b is not block))
    assert decided() != whole
