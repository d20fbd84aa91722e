"""A server that rewinds its isolates: whose process a run has, what it finds there, and what becomes of callers when a zygote
dies.
"""

import json
import threading

import pytest
from harness import PATIENCE, eventually

from executor.v1 import executor_pb2 as pb

pytestmark = pytest.mark.slow

# Every place that a script can write to and a later one could read from.
LEAVE_TRACES = """
globalThis.left = 1; Object.prototype.left = 2; Array.prototype.push = null;
require('lodash').left = 3; process.env.LEFT = '4'; console.left = 5;
return 'left'
"""
FIND_TRACES = """
return [typeof left, typeof ({}).left, typeof [].push, typeof require('lodash').left, typeof process.env.LEFT,
        typeof console.left]
"""
NO_TRACE = ["undefined", "undefined", "function", "undefined", "undefined", "undefined"]


@pytest.fixture
def server(start):
    """Of few isolates."""
    return start("--isolation=rewind", "--isolates=4").serving().all_ready()


def pids(server):
    return {process.pid for process in server.named("isolate")}


def as_caller(server, name, code, **fields):
    """One call under this name."""
    response = server.stub.Execute(
        server.request(code, **fields), timeout=PATIENCE, metadata=[("x-caller", name)]
    )
    server.all_ready()
    return response


def rewound(server):
    return server.metrics()['executor_rewinds_total{result="rewound"}']


def lost(server, before):
    """Isolates of these that are gone."""
    return before - pids(server)


def test_mode_is_told_everywhere(server):
    status = server.warmup_status()
    assert (status.isolation, status.tracker in ("userfaultfd", "pagemap")) == ("rewind", True)
    whole = server.stub.ServerStatus(pb.ServerStatusRequest(), timeout=PATIENCE)
    assert (whole.isolation, whole.warmup.tracker) == ("rewind", status.tracker)
    assert server.metrics()['executor_isolation{mode="rewind"}'] == 1
    eventually(
        lambda: any(f"isolation rewind ({status.tracker})" in line for line in server.log), "a line on it"
    )


def test_caller_who_comes_again_has_the_same_process_and_no_other_is_touched(server):
    before = pids(server)
    for _ in range(5):
        as_caller(server, "ann", "return 1")
    assert pids(server) == before
    metrics = server.metrics()
    assert metrics['executor_rewinds_total{result="rewound"}'] >= 5
    assert metrics["executor_rewind_seconds_count"] == metrics['executor_rewinds_total{result="rewound"}']
    assert metrics["executor_rewind_pages_sum"] > 0


def test_process_of_one_caller_is_never_anothers(server):
    for name in ("ann", "bob", "eve", "joe"):
        as_caller(server, name, "return 1")
    # Each has one of the four now: one more caller costs one of them its own.
    before = pids(server)
    as_caller(server, "ann", "return 1")
    assert pids(server) == before
    as_caller(server, "mia", "return 1")
    assert len(lost(server, before)) == 1
    assert server.metrics()['executor_evictions_total{reason="needed"}'] == 1


def test_process_of_its_own_is_gone_after_its_run(server):
    before = pids(server)
    as_caller(server, "ann", "return 1", own_process=True)
    assert len(lost(server, before)) == 1
    assert rewound(server) == 0


def test_two_hundred_runs_see_nothing_of_each_other(server):
    forks = server.metrics()["executor_forks_total"]
    randoms = set()
    for number in range(100):
        as_caller(server, "ann", LEAVE_TRACES)
        found = as_caller(server, "ann", f"const n = Math.random(); {FIND_TRACES.strip()[:-1]}, n]")
        *traces, random = json.loads(found.result_json)
        assert traces == NO_TRACE, number
        randoms.add(random)
    assert len(randoms) == 100
    assert server.metrics()["executor_forks_total"] == forks


def test_zygote_killed_in_the_middle_of_load_loses_no_answer(server):
    stop = threading.Event()
    answers, failures = [], []

    def call(name):
        while not stop.is_set():
            try:
                response = server.stub.Execute(
                    server.request("return input", name), timeout=PATIENCE, metadata=[("x-caller", name)]
                )
                answers.append(response.result_json == f'"{name}"')
            except Exception as error:  # noqa: BLE001 - whatever it is, the test names it
                failures.append(error)

    threads = [threading.Thread(target=call, args=(name,)) for name in ("ann", "bob", "eve")]
    for thread in threads:
        thread.start()
    try:
        for generation in (2, 3):
            so_many = len(answers) + 100
            eventually(lambda so_many=so_many: len(answers) > so_many, "calls go on")
            server.zygote().kill()
            eventually(
                lambda generation=generation: (
                    server.warmup_status().generation == generation
                    and server.warmup_status().status == pb.WARMUP_STATE_COMPLETED
                ),
                "the next generation is warm",
            )
    finally:
        stop.set()
        for thread in threads:
            thread.join(PATIENCE)
    assert failures == []
    assert all(answers)
