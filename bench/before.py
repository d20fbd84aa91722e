"""This tree, in both of its isolations, and another one: calls per second, and what each of the processes spent on a call.

CPU time and page faults hardly feel other load on the machine; calls per second do. What was reached of the targets since that tree
comes last.
"""

import contextlib
import json
import os
import statistics
import sys
import time
from collections.abc import Iterator
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Any

import grpc

from bench import load, report, targets
from bench.scenarios import BY_NAME, Job
from bench.servers import ROOT, ServerProcess
from executor.v1 import executor_pb2_grpc as pb_grpc

# What starts a server that finds no userfaultfd, as in a container with the usual seccomp profile.
_WITHOUT_USERFAULTFD = (
    *(sys.executable, str(ROOT / "tests" / "seccomp_launcher.py"), "--refuse=userfaultfd"),
    *(sys.executable, "server.py"),
)

# From proc(5), counted from the state.
_MINOR_FAULTS, _MINOR_FAULTS_OF_CHILDREN, _USER_TIME, _USER_TIME_OF_CHILDREN = 7, 8, 11, 13
_CPUCLOCK_SCHED = 2


@dataclass(frozen=True)
class Costs:
    """So far: CPU milliseconds of all isolates, of the zygote and of the server; minor faults of the isolates."""

    isolates: float
    zygote: float
    server: float
    faults: float

    def since(self, begun: "Costs", calls: int) -> tuple[float, ...]:
        """A call's."""
        return tuple((end - begin) / calls for begin, end in zip(astuple(begun), astuple(self), strict=True))

    def cpu_since(self, begun: "Costs") -> float:
        """Milliseconds of all three."""
        return sum(self.since(begun, 1)[:3])


def _stat(pid: int) -> list[str]:
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()


def _cpu_ms(pid: int) -> float:
    """By the process's own clock, which is finer than /proc."""
    return time.clock_gettime((~pid << 3) | _CPUCLOCK_SCHED) * 1000


def costs(server: ServerProcess) -> Costs:
    """Isolates that were reaped, and those that live."""
    of_server = _stat(server.process.pid)
    tick = 1000 / os.sysconf("SC_CLK_TCK")
    isolates = sum(int(of_server[_USER_TIME_OF_CHILDREN + part]) for part in (0, 1)) * tick
    faults = int(of_server[_MINOR_FAULTS_OF_CHILDREN])
    for isolate in server.named("isolate"):
        # It may end while it is asked; then it is among the others the next time.
        with contextlib.suppress(OSError):
            isolates += _cpu_ms(isolate.pid)
            faults += int(_stat(isolate.pid)[_MINOR_FAULTS])
    return Costs(isolates, _cpu_ms(server.zygote().pid), _cpu_ms(server.process.pid), faults)


def _calls_of(address: str, jobs: tuple[Job, ...], affinity_key: str) -> list[load.Call]:
    """Each job's, with the bytes that this server answers it with. Raises `AssertionError` for a wrong answer."""
    calls = []
    with grpc.insecure_channel(address) as channel:
        execute = pb_grpc.ExecutorServiceStub(channel).Execute
        for job in jobs:
            request = job.request(affinity_key=affinity_key)
            text = execute(request).result_json
            assert json.loads(text) == job.result, text[:200]
            calls.append(load.Call(request.SerializeToString(), text.encode()))
    return calls


@contextlib.contextmanager
def _sides(tree: Path, arguments: tuple[str, ...], *, pagemap: bool) -> Iterator[dict[str, ServerProcess]]:
    common = ("--admin-listen=off", *arguments)
    rewinding = (*common, "--isolation=rewind")
    servers = {"rewind": ServerProcess(*rewinding)}
    if pagemap:
        servers["pagemap"] = ServerProcess(*rewinding, program=_WITHOUT_USERFAULTFD)
    servers["fork"] = ServerProcess(*common, "--isolation=fork")
    servers["before"] = ServerProcess(*common, root=tree.resolve())
    try:
        for server in servers.values():
            server.serving().all_ready()
        yield servers
    finally:
        for server in servers.values():
            server.stop()


def compare(
    tree: Path,
    rounds: int,
    seconds: float,
    names: tuple[str, ...],
    *,
    callers: int = 1,
    isolates: int = 0,
    pagemap: bool = False,
    reused: bool = False,
    at_once: int = load.CONCURRENCY,
) -> None:
    """Alternates all sides in each scenario, and prints medians, their ratios to the other tree's, and the targets.

    `pagemap` adds a side whose isolates are rewound without userfaultfd. `reused` gives all calls of a scenario one isolate by an
    affinity key: what a call costs that starts with nothing new.
    """
    results: dict[str, Any] = {"callers": callers, "isolates": isolates, "scenarios": {}}
    arguments: tuple[str, ...] = (f"--isolates={isolates}",) if isolates else ()
    # Those kept for a key are taken from the others, of which at least one must be left.
    arguments += ("--affinity-isolates=1",) if reused else ()
    with _sides(tree, arguments, pagemap=pagemap) as servers:
        for name, tracker in (("rewind", "userfaultfd"), ("pagemap", "pagemap")):
            if name in servers:
                told = servers[name].warmup_status()
                print(f"{name} is {told.isolation} ({told.tracker}) {told.isolation_reason}".rstrip())
                # A target of one way is not reached by another.
                results.setdefault("as_named", {})[name] = told.tracker == tracker
        for name in names:
            results["scenarios"][name] = _compare_one(
                servers,
                tree.name,
                name,
                rounds,
                seconds,
                callers,
                at_once,
                affinity_key="same" if reused else "",
            )
    if verdicts := targets.verdicts_since_before({"before": results}):
        print(report.targets(verdicts, f"Calls per second to those of {tree.name}, in this run.").text())


def _compare_one(
    servers: dict[str, ServerProcess],
    tree: str,
    scenario: str,
    rounds: int,
    seconds: float,
    callers: int,
    at_once: int,
    affinity_key: str,
) -> dict[str, dict[str, float]]:
    jobs = BY_NAME[scenario].jobs
    calls = {name: _calls_of(server.address, jobs, affinity_key) for name, server in servers.items()}
    rows: dict[str, list[tuple[float, ...]]] = {name: [] for name in servers}
    for number in range(rounds):
        # Which side comes first alternates, too.
        for name in sorted(servers, reverse=bool(number % 2)):
            begun = costs(servers[name])
            run = load.run(
                servers[name].address,
                calls[name],
                "closed",
                seconds,
                concurrency=max(at_once, callers),
                callers=callers,
            )
            assert not run.wrong, run.wrong
            rows[name].append((run.rate, *costs(servers[name]).since(begun, run.calls)))
    print(
        f"\n{scenario}, here and in {tree}: {rounds} alternating rounds of {seconds:g} s, {callers} callers, "
        f"{max(at_once, callers)} calls at once, load {os.getloadavg()[0]:.1f}"
    )
    print(
        f"{'':8} {'calls/s':>9} {'ratio':>7} {'spread':>7} {'CPU ms':>8} {'ratio':>7}"
        f" {'isolate':>8} {'zygote':>8} {'server':>8} {'faults':>7}"
    )
    medians = {
        name: [statistics.median(column) for column in zip(*found, strict=True)]
        for name, found in rows.items()
    }
    base = medians["before"]
    for name, (rate, isolate, zygote, server, faults) in medians.items():
        rates = [row[0] for row in rows[name]]
        spent = isolate + zygote + server
        print(
            f"{name:8} {rate:9.0f} {rate / base[0]:7.2f} {(max(rates) - min(rates)) / rate:7.0%} {spent:8.2f}"
            f" {spent / sum(base[1:4]):7.2f} {isolate:8.2f} {zygote:8.2f} {server:8.2f} {faults:7.1f}",
            flush=True,
        )
    return {
        name: {"calls_per_second": rate, "faults": faults} for name, (rate, *_, faults) in medians.items()
    }
