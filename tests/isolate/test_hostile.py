"""The deadline that nobody escapes: every script of tests/hostile, on time, typed rightly, its slot back."""

from collections.abc import Iterator

import pytest
from harness import ServerProcess
from hostile_scripts import Script, load, measure

SCRIPTS = load()
# Lateness that the kernel does not count as a stall (a paused virtual machine) does not come three times in a row, nor
# a run that had no CPU at all. What has begun is not run again for having had little: where that is its end, it is a right one.
ATTEMPTS = 3


@pytest.fixture(scope="module")
def prison() -> Iterator[ServerProcess]:
    """A server with the default soft limit and grace."""
    server = ServerProcess("--isolates=2")
    server.serving()
    yield server
    server.stop()


def test_collection_is_large_and_names_are_unique():
    titles = [script.title for script in SCRIPTS]
    assert len(titles) >= 100
    assert len(titles) == len(set(titles))
    assert all(script.kinds for script in SCRIPTS)


@pytest.mark.slow
@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.title)
def test_hostile_script_ends_rightly_and_in_time_and_gives_its_slot_back(prison, script: Script):
    for attempt in range(ATTEMPTS):
        prison.all_ready()
        found = measure(prison, script)
        if found.shows_nothing and attempt < ATTEMPTS - 1:
            continue
        assert found.wrongs() == []
        if not found.delays():
            break
    assert found.delays() == []
    assert prison.result("return 'next'") == "next"
