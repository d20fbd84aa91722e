"""Memory figures: what may be read is read, what may not is an estimate, and it is told of how many."""

import os

import pytest
from harness import eventually

from executor.observe import memory
from executor.observe.memory import MemorySamples, ProcessMemory

MIB = 1 << 20
# The image's user, with the one right that lets it read this tree.
AS_NOBODY = (
    "exec setpriv --reuid=65534 --clear-groups --inh-caps=-all,+dac_read_search"
    ' --ambient-caps=-all,+dac_read_search -- "$@"'
)
needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="starting as another user takes root")


class Proc:
    """What /proc says of processes: (resident, shared, PSS), the last None where it may not be read."""

    def __init__(self, monkeypatch):
        self.processes = {os.getpid(): (64 * MIB, 16 * MIB, 40 * MIB)}
        monkeypatch.setattr(memory, "_resident_and_shared", self._statm)
        monkeypatch.setattr(memory, "_proportional", self._rollup)

    def _statm(self, pid):
        if pid not in self.processes:
            raise ProcessLookupError(pid)
        return self.processes[pid][:2]

    def _rollup(self, pid):
        if self.processes[pid][2] is None:
            raise PermissionError(pid)
        return self.processes[pid][2]


@pytest.fixture
def proc(monkeypatch):
    return Proc(monkeypatch)


@pytest.fixture
def samples(proc):
    return MemorySamples(list)


def test_process_that_is_gone_counts_for_nothing(samples):
    assert samples.take([("isolate", 1)])["isolate"] == ProcessMemory(0, 0, 0)


def test_closed_isolate_is_like_its_siblings_and_what_it_has_more(proc, samples):
    proc.processes |= {1: (48 * MIB, 6 * MIB, 10 * MIB), 2: (53 * MIB, 6 * MIB, None)}
    assert samples.take([("isolate", 1), ("isolate", 2)])["isolate"] == ProcessMemory(101 * MIB, 25 * MIB, 1)
    # Also where no sibling is readable any more.
    assert samples.take([("isolate", 2)])["isolate"] == ProcessMemory(53 * MIB, 15 * MIB, 1)


def test_closed_isolate_without_siblings_is_what_it_shares_with_no_file(proc, samples):
    proc.processes[2] = (7 * MIB, 5 * MIB, None)
    assert samples.take([("isolate", 2)])["isolate"] == ProcessMemory(7 * MIB, 2 * MIB, 1)


@needs_root
@pytest.mark.parametrize("isolation", ["fork", "rewind"])
def test_running_isolates_of_another_user_than_root_are_counted(start, isolation):
    server = start("--isolates=2", f"--isolation={isolation}", shell=AS_NOBODY).serving().all_ready()
    waits = "await new Promise(done => setTimeout(done, 1e9))"
    calls = [server.start_execute(waits, timeout=60) for _ in range(2)]
    estimated = 'executor_memory_estimated_processes{role="isolate"}'
    eventually(lambda: server.metrics()['executor_isolates{state="running"}'] == 2, "both run")
    eventually(lambda: server.metrics()[estimated] == 2, "what could not be read is told")
    metrics = server.metrics()
    proportional = metrics['executor_proportional_memory_bytes{role="isolate"}']
    assert MIB < proportional < metrics['executor_resident_memory_bytes{role="isolate"}']
    for call in calls:
        call.cancel()
    server.stop()
