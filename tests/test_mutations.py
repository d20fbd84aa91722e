"""Every check of the egress broker is guarded by a test: without it one fails. All of them: `make mutants`."""

import ipaddress

import pytest
from mutations import MUTANTS, Mutant, survivors
from test_egress_policy import ADDRESSES

from executor import egress_policy
from executor.egress_policy import refusal_of

# One in so many here; each costs some seconds.
EVERY = 8


def test_sample_of_the_checks_is_guarded():
    unchanged = Mutant("egress.py", "allow_redirects=False", "allow_redirects=False")
    assert survivors([unchanged, *MUTANTS[::EVERY]]) == [unchanged]


@pytest.mark.parametrize("block", egress_policy._TABLE, ids=str)
def test_block_of_addresses_is_guarded(block, monkeypatch):
    def decided():
        return [refusal_of(ipaddress.ip_address(address)) for address in ADDRESSES]

    whole = decided()
    monkeypatch.setattr(egress_policy, "_TABLE", tuple(b for b in egress_policy._TABLE if b is not block))
    assert decided() != whole
