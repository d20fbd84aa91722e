"""A no-op in this tree and in another one: calls per second, and what each of the processes spent on a call.

CPU time and page faults hardly feel other load on the machine; calls per second do. The load is Python here, the same
for both sides: no build is needed to compare two trees.
"""

import asyncio
import os
import statistics
import time
from pathlib import Path

import grpc

from bench.load import CONCURRENCY
from bench.scenarios import NOOP
from bench.servers import ServerProcess
from executor.v1 import executor_pb2_grpc as pb_grpc


async def calls_per_second(address: str, calls: int) -> float:
    """Closed loop, `CONCURRENCY` at once over one connection."""
    request = NOOP.request()
    async with grpc.aio.insecure_channel(address) as channel:
        execute = pb_grpc.ExecutorServiceStub(channel).Execute
        left = iter(range(calls))

        async def worker() -> None:
            for _ in left:
                await execute(request)

        await execute(request)
        begun = time.perf_counter()
        await asyncio.gather(*(worker() for _ in range(CONCURRENCY)))
        return calls / (time.perf_counter() - begun)


def compare(tree: Path, rounds: int, calls: int) -> None:
    """Alternates both sides, and prints medians and the ratio of this tree's to the other's."""
    servers = {
        "here": ServerProcess("--admin-listen=off").serving().all_ready(),
        "before": ServerProcess("--admin-listen=off", root=tree.resolve()).serving().all_ready(),
    }
    figures: dict[str, list[list[float]]] = {name: [] for name in servers}
    for number in range(rounds):
        # Which side comes first alternates, too.
        for name in sorted(servers, reverse=bool(number % 2)):
            begun = costs(servers[name])
            rate = asyncio.run(calls_per_second(servers[name].address, calls))
            spent = zip(begun, costs(servers[name]), strict=True)
            figures[name].append([rate, *((end - begin) / calls for begin, end in spent)])
    print(
        f"\na no-op here and in {tree.name}\n{rounds} alternating rounds of {calls} calls, {CONCURRENCY} at once"
    )
    print(f"{'':8} {'':9} {'':8} {'CPU ms per call':>32} {'page faults':>12}")
    print(
        f"{'':8} {'calls/s':>9} {'spread':>8} {'isolate':>10} {'zygote':>10} {'server':>10} {'of isolate':>12}"
    )
    medians = []
    for name, rows in figures.items():
        columns = list(zip(*rows, strict=True))
        medians.append([statistics.median(column) for column in columns])
        rate, isolate, zygote, server, faults = medians[-1]
        spread = (max(columns[0]) - min(columns[0])) / rate
        print(
            f"{name:8} {rate:9.0f} {spread:8.0%} {isolate:10.2f} {zygote:10.2f} {server:10.2f} {faults:12.0f}"
        )
    rate, isolate, zygote, server, faults = (mine / theirs for mine, theirs in zip(*medians, strict=True))
    print(f"{'ratio':8} {rate:9.3f} {'':8} {isolate:10.2f} {zygote:10.2f} {server:10.2f} {faults:12.2f}")
    for process in servers.values():
        process.stop()


def costs(server: ServerProcess) -> tuple[float, float, float, float]:
    """CPU milliseconds of all reaped isolates, of the zygote and of the server so far; minor faults of the isolates."""
    of_server, of_zygote = (
        Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        for pid in (server.process.pid, server.zygote().pid)
    )
    tick = 1000 / os.sysconf("SC_CLK_TCK")
    # proc(5), counted from the state: 7 minflt, 8 cminflt, 11 utime, 12 stime, 13 cutime, 14 cstime.
    isolates, zygote, own = (
        (int(fields[at]) + int(fields[at + 1])) * tick
        for fields, at in ((of_server, 13), (of_zygote, 11), (of_server, 11))
    )
    return isolates, zygote, own, int(of_server[8])
