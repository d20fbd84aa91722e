"""Scripts of the corpora end as programs as they do as code: result, error, place, stack and console."""

from collections.abc import Iterator

import differential
import pytest
from differential import as_program
from harness import PATIENCE, ServerProcess
from hostile_scripts import load as load_hostile
from hostile_scripts import measure

from executor.v1 import executor_pb2 as pb

# One in so many; `python -m bench.compare --program` and `python -m bench.hostile --program` run them all.
OF_CORPUS = 12
OF_HOSTILE = 8
# In two runs of the same code it differs, too.
CHANCE = {"perf-hooks", "timers", "node-timers", "process", "uuid"}
SAMPLE = [
    script
    for at, script in enumerate(differential.load())
    if at % OF_CORPUS == 0
    and script.zone == differential.UTC
    and script.group not in CHANCE
    and script.title not in differential.COMPUTING
]
HOSTILE = load_hostile()[::OF_HOSTILE]


@pytest.fixture(scope="module")
def shared() -> Iterator[ServerProcess]:
    server = ServerProcess("--isolates=2", "--tz=UTC", "--timeout=45s").serving()
    yield server
    server.stop()


def told(response):
    return (
        response.result_json,
        response.error,
        [(line.level, line.text) for line in response.console_messages],
    )


@pytest.mark.slow
def test_scripts_of_the_corpus_end_as_programs_as_they_do_as_code(shared):
    """A sample, without those that only compute (differential.COMPUTING)."""
    different = []
    for script in SAMPLE:
        request = pb.ExecuteRequest(code=script.code + differential.LONG, input_json=script.input_json)
        by_code = told(shared.stub.Execute(request, timeout=PATIENCE))
        named = as_program(shared, request)
        assert named.program, script.title
        if told(shared.stub.Execute(named, timeout=PATIENCE)) != by_code:
            different.append(script.title)
    assert different == []
    assert len(SAMPLE) > 50


@pytest.mark.slow
@pytest.mark.parametrize("script", HOSTILE, ids=lambda script: script.title)
def test_hostile_script_ends_as_program_as_it_may_as_code(shared, script):
    shared.all_ready()
    assert measure(shared, script, by_program=True).wrongs() == []
    assert shared.result("return 'next'") == "next"
