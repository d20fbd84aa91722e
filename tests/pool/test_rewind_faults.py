"""A server that rewinds its isolates, while parts of it are killed, stopped, or lie: no answer is lost, no process stays behind, and
no caller gets another's.
"""

import collections
import concurrent.futures
import contextlib
import itertools
import json
import os
import random
import signal
import sys
import threading

import grpc
import psutil
import pytest
from exploit import MARK
from harness import PATIENCE, ServerProcess, alive, dead, eventually, zombies

from executor.v1 import executor_pb2 as pb
from executor.wire.frames import Kind, frame
from executor.wire.reporting import Cost, encode_result

pytestmark = pytest.mark.slow

REWOUND = 'executor_rewinds_total{result="rewound"}'
FLAGS = ("--isolation=rewind",)
EXPLOITED = (sys.executable, "tests/exploited_server.py")


@pytest.fixture
def server(start):
    return start(*FLAGS, "--isolates=4", "--queue-timeout=60s").serving().all_ready()


@pytest.fixture(scope="module")
def broken():
    """A server in which scripts have native code, and one isolate, so that a test knows which it was."""
    made = ServerProcess(*FLAGS, "--isolates=1", program=EXPLOITED)
    made.serving().all_ready()
    yield made
    assert made.result("return require('lodash').sum(input)", [1, 2]) == 3
    made.stop()


def call_as(server, name, code, value=None, **fields):
    """One call under this name."""
    return server.stub.Execute(
        server.request(code, value, **fields), timeout=PATIENCE, metadata=[("x-caller", name)]
    )


def power(name, *arguments):
    """The statement of a script that uses it (tests/exploit.py)."""
    return f"console.debug({json.dumps(MARK + name + ' ')} + {json.dumps(json.dumps(arguments))})"


def pid_of(server):
    (isolate,) = server.named("isolate")
    return isolate.pid


def rewinds(server):
    """By result."""
    start = 'executor_rewinds_total{result="'
    return {
        key.removeprefix(start).rstrip('"}'): value
        for key, value in server.metrics().items()
        if key.startswith(start) and value
    }


class Load:
    """So many callers of a server, each with one call at a time that has to be answered with its own name."""

    def __init__(self, server, count):
        self.server = server
        self.answers = collections.Counter()
        self.crashed = 0
        self.failures = []
        self._stop = threading.Event()
        self._threads = [
            threading.Thread(target=self._call, args=(f"caller-{number}",)) for number in range(count)
        ]

    def _call(self, name):
        while not self._stop.is_set():
            try:
                response = call_as(self.server, name, "globalThis.seen = input; return seen", name)
            except grpc.RpcError as error:
                self.failures.append(error)
            else:
                if response.result_json == json.dumps(name):
                    self.answers[name] += 1
                elif response.error.kind == pb.ERROR_KIND_CRASHED:
                    self.crashed += 1
                else:
                    self.failures.append(response)

    def goes_on(self, count=40):
        """So many more answers."""
        until = self.answers.total() + count
        eventually(lambda: self.answers.total() >= until, "calls are answered")

    def __enter__(self):
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self._stop.set()
        for thread in self._threads:
            thread.join(PATIENCE)
        assert self.failures == []


def no_zombie_stays(server):
    eventually(lambda: not zombies(psutil.Process(server.process.pid)), "no zombie")


# --- Zygotes ---------------------------------------------------------------------------------------------------------


def test_isolate_of_the_self_test_is_reaped(server):
    no_zombie_stays(server)


@pytest.mark.parametrize("fault", [signal.SIGKILL, signal.SIGSTOP])
def test_zygote_that_is_hurt_in_the_middle_of_rewinds_costs_no_answer(server, fault):
    with Load(server, 6) as load:
        for generation in (2, 3):
            load.goes_on()
            # Rewinds are under way nearly all the time.
            server.zygote().send_signal(fault)
            eventually(
                lambda generation=generation: server.warmup_status().generation == generation, "the next one"
            )
            load.goes_on()
    assert load.crashed == 0
    server.all_ready()
    no_zombie_stays(server)
    before = server.metrics()[REWOUND]
    call_as(server, "caller-0", "return 1")
    eventually(lambda: server.metrics()[REWOUND] > before, "the new generation rewinds")


def test_zygote_that_is_stopped_for_a_moment_goes_on(server):
    with Load(server, 6) as load:
        zygote = server.zygote()
        for _ in range(5):
            zygote.suspend()
            eventually(lambda: zygote.status() == psutil.STATUS_STOPPED, "it is stopped")
            zygote.resume()
            load.goes_on(10)
    assert load.crashed == 0
    assert server.warmup_status().generation == 1


# --- Isolates --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("fault", [signal.SIGKILL, signal.SIGSTOP])
def test_isolates_that_are_hurt_at_any_moment_harm_their_own_run_at_most(start, fault):
    # A run in a stopped isolate takes all of it; no other should, on a machine that is busy.
    limit = "--timeout=2s" if fault == signal.SIGSTOP else "--timeout=30s"
    server = start(*FLAGS, "--isolates=4", "--queue-timeout=60s", limit).serving().all_ready()
    chance, hurt = random.Random(7), 0
    load = Load(server, 6)
    # A run in a stopped isolate reaches its limit: that is what its caller is told, by the server.
    ends = []
    load.failures = ends
    with contextlib.suppress(AssertionError), load:
        for _ in range(25):
            load.goes_on(3)
            with contextlib.suppress(IndexError, psutil.NoSuchProcess):
                chance.choice(server.named("isolate")).send_signal(fault)
                hurt += 1
    kinds = {getattr(end, "error", end) and end.error.kind for end in ends}
    assert kinds <= ({pb.ERROR_KIND_TIMEOUT} if fault == signal.SIGSTOP else set()), ends
    assert load.crashed + len(ends) <= hurt
    server.all_ready()
    no_zombie_stays(server)
    assert server.warmup_status().generation == 1
    assert server.result("return 1") == 1


def test_signals_for_the_whole_group_in_the_middle_of_rewinds_cost_no_answer(server):
    with Load(server, 6) as load:
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP) * 3:
            for process in [server.zygote(), *server.named("isolate")]:
                with contextlib.suppress(psutil.NoSuchProcess):
                    process.send_signal(number)
            load.goes_on(10)
    assert load.crashed == 0
    assert server.warmup_status().generation == 1
    server.all_ready()
    no_zombie_stays(server)


# --- Isolates that lie -----------------------------------------------------------------------------------------------

LIES = {
    "READY": frame(Kind.READY),
    "garbage": b"\xff" * 64,
    "half a frame": b"\x01\x00",
}


@pytest.mark.parametrize("lie", LIES.values(), ids=LIES.keys())
def test_isolate_that_says_more_than_its_answer_is_ended(broken, lie):
    """In the middle of its run, before the answer that the runtime gives."""
    before = pid_of(broken.all_ready())
    response = call_as(broken, "eve", f"{power('say', lie.decode('latin-1'))}; return 1")
    assert response.error.kind == pb.ERROR_KIND_CRASHED
    eventually(lambda: before not in {one.pid for one in broken.named("isolate")}, "it is ended")
    broken.all_ready()
    assert call_as(broken, "eve", "return 2").result_json == "2"


def frame_of_result(number, is_last):
    """As an honest isolate would answer this run."""
    cost = Cost(
        number=number, run_ns=1, cpu_ns=1, peak_memory_bytes=1, console_truncated=False, is_last=is_last
    )
    return encode_result(cost, b'"forged"')


@pytest.mark.parametrize("kept_back", [frame(Kind.READY), b"x", b""], ids=["READY", "a byte", "answer"])
def test_bytes_behind_an_answer_are_nothing_that_the_next_run_hears(broken, kept_back):
    """A forged answer to its own run, so that it is believed, and more right behind it."""
    before, lost = pid_of(broken.all_ready()), rewinds(broken)
    # Runs are numbered by the server: of the next few one is this.
    forged = frame_of_result(2**63, is_last=True) if not kept_back else b""
    response = call_as(broken, "eve", f"{power('say', (forged + kept_back).decode('latin-1'))}; return 1")
    assert response.error.kind == pb.ERROR_KIND_CRASHED
    broken.all_ready()
    assert pid_of(broken) != before
    assert rewinds(broken).get("rewound", 0) == lost.get("rewound", 0)
    assert call_as(broken, "eve", "return 2").result_json == "2"


def test_process_of_its_own_has_run_for_nobody_and_runs_for_nobody(broken):
    seen = [pid_of(broken.all_ready())]
    for _ in range(3):
        assert call_as(broken, "eve", "return 1", own_process=True).result_json == "1"
        broken.all_ready()
        seen.append(pid_of(broken))
    assert len(set(seen)) == 4


# --- Callers ---------------------------------------------------------------------------------------------------------


def test_no_process_ever_runs_for_two_callers(start):
    """300 calls by chance, most at the same time as others; each tells whose process it had, as the kernel has it."""
    server = start(*FLAGS, "--isolates=4", "--queue-timeout=60s", program=EXPLOITED).serving().all_ready()
    chance = random.Random(11)
    names = [chance.choice(("ann", "bob", "eve")) for _ in range(300)]
    code = f"{power('own_pid')}; return 1"

    def pid_for(name):
        return name, json.loads(call_as(server, name, code).console_messages[0].text)

    with concurrent.futures.ThreadPoolExecutor(5) as threads:
        pairs = list(threads.map(pid_for, names))
    callers = collections.defaultdict(set)
    for name, pid in pairs:
        callers[pid].add(name)
    assert [pid for pid, names in callers.items() if len(names) > 1] == []
    # It was worth a test: most had a process that had run for them before.
    assert len(callers) < 200
    assert rewinds(server)["rewound"] > 100


def test_callers_twice_as_many_as_isolates_have_equal_shares(start):
    server = start(*FLAGS, "--isolates=8", "--queue-timeout=60s").serving().all_ready()
    with Load(server, 16) as load:
        eventually(lambda: len(load.answers) == 16, "each is answered")
        # So many that one whose thread here has had to wait for a while does not fall far behind.
        load.goes_on(40 * 16)
        answers = dict(load.answers)
    assert len(answers) == 16
    # In turns: who has had the fewest is not far behind who has had the most, in the same time.
    assert min(answers.values()) * 3 >= max(answers.values()), answers


# --- The end ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_server_that_ends_in_the_middle_of_rewinds_leaves_no_process(server, number):
    stop = threading.Event()
    ended = []

    def call(name):
        for count in itertools.count():
            if stop.is_set():
                return
            try:
                call_as(server, name, "return input", count)
            except grpc.RpcError as error:
                ended.append(error.code())
                return

    threads = [threading.Thread(target=call, args=(f"caller-{index}",)) for index in range(6)]
    for thread in threads:
        thread.start()
    try:
        eventually(lambda: rewinds(server).get("rewound", 0) > 30, "rewinds are under way")
        family = server.family()
        os.kill(server.process.pid, number)
        assert server.wait() == (0 if number == signal.SIGTERM else -signal.SIGKILL)
    finally:
        stop.set()
        for thread in threads:
            thread.join(PATIENCE)
    if number == signal.SIGTERM:
        # One that was on its way to the server as that ended is reaped by whoever takes over orphans.
        eventually(lambda: not alive(family), "no process is left")
    else:
        eventually(lambda: all(map(dead, family)), "every child is dead")
    # A call that comes in the very moment may be gRPC's own to end (findings/grpc-aio-stop-cancels-calls.sh).
    assert set(ended) <= {grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.CANCELLED}
