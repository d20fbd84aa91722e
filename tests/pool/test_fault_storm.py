"""Nothing is lost silently: under random kills every accepted call ends in one outcome or one status."""

import collections
import concurrent.futures
import random
import threading
import time

import grpc
import psutil
import pytest
from harness import PATIENCE, ServerProcess, eventually

from executor.v1 import executor_pb2 as pb

CALLERS = 12
SECONDS = 8.0
# Seeded: the same faults in the same order, at times that differ.
SEED = 3

SCRIPTS = [
    ("return 1", None),
    ("console.log('x'); return 'x'.repeat(300000)", None),
    ("throw new Error('on purpose')", None),
    ("for (;;) {}", 0.05),
    ("for (;;) 'a'.repeat(5e7).indexOf('b')", 0.05),
    ("await new Promise(resolve => setTimeout(resolve, 20)); return 2", None),
]


class Caller:
    """Calls until told to stop, and counts how each call ended."""

    def __init__(self, server: ServerProcess, seed: int, stop: threading.Event) -> None:
        self._server = server
        self._random = random.Random(seed)
        self._stop = stop
        self.sent = 0
        self.outcomes: collections.Counter[str] = collections.Counter()
        self.statuses: collections.Counter[str] = collections.Counter()

    def run(self) -> None:
        while not self._stop.is_set():
            code, timeout = self._random.choice(SCRIPTS)
            self.sent += 1
            try:
                response = self._server.execute(code, timeout=timeout)
            except grpc.RpcError as error:
                self.statuses[error.code().name] += 1
                continue
            if response.WhichOneof("outcome") == "result_json":
                self.outcomes["ok"] += 1
            else:
                kind = pb.ErrorKind.Name(response.error.kind)
                self.outcomes[kind.removeprefix("ERROR_KIND_").lower()] += 1


def hurt(server: ServerProcess, chance: random.Random, name: str, fault: str) -> str:
    """One fault on one process of that name; what was done."""
    victims = server.named(name)
    if not victims:
        return "nobody there"
    try:
        getattr(chance.choice(victims), fault)()
    except psutil.NoSuchProcess:
        return "gone before it was hurt"
    return f"{fault} {name}"


@pytest.mark.slow
def test_every_call_ends_once_under_random_kills_and_both_sides_count_the_same(start):
    server = start("--isolates=4", "--timeout=2s").serving().all_ready()
    stop = threading.Event()
    callers = [Caller(server, SEED + number, stop) for number in range(CALLERS)]
    chance = random.Random(SEED)
    faults: collections.Counter[str] = collections.Counter()
    with concurrent.futures.ThreadPoolExecutor(CALLERS) as threads:
        running = [threads.submit(caller.run) for caller in callers]
        begun = time.monotonic()
        while (passed := time.monotonic() - begun) < SECONDS:
            # A zygote in each third, isolates all the time.
            due = faults["kill zygote"] < 3 * passed / SECONDS
            fault = "kill" if due else chance.choice(["kill", "kill", "suspend"])
            faults[hurt(server, chance, "zygote" if due else "isolate", fault)] += 1
            stop.wait(0.05)  # The rate of faults, not a wait for anything.
        stop.set()
        for future in running:
            future.result(PATIENCE)

    outcomes = sum((caller.outcomes for caller in callers), collections.Counter())
    statuses = sum((caller.statuses for caller in callers), collections.Counter())
    sent = sum(caller.sent for caller in callers)
    print(f"\nsent {sent}, outcomes {dict(outcomes)}, statuses {dict(statuses)}, faults {dict(faults)}")
    assert sent == outcomes.total() + statuses.total()
    assert {"crashed", "timeout", "ok"} <= outcomes.keys()
    # What the server could not run it said so; it never broke.
    assert statuses.keys() <= {"RESOURCE_EXHAUSTED"}
    labels = 'grpc_method="Execute",grpc_service="executor.v1.ExecutorService",grpc_type="unary"'

    def handled():
        metrics = server.metrics()
        counts = {
            code.name: metrics[f'grpc_server_handled_total{{grpc_code="{code.name}",{labels}}}']
            for code in grpc.StatusCode
        }
        return {code: count for code, count in counts.items() if count}

    # gRPC sends a refusal before the handler has ended, so its count may come a moment later.
    eventually(lambda: sum(handled().values()) >= sent, "all calls are counted")
    assert handled() == {**statuses, "OK": outcomes.total()}
    metrics = server.metrics()
    for outcome, count in outcomes.items():
        assert metrics[f'executor_executions_total{{outcome="{outcome}"}}'] == count
    # And it is whole again.
    server.all_ready()
    assert server.result("return 'whole'") == "whole"
    assert server.metrics()["executor_queue_length"] == 0
