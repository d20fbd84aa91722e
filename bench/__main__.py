"""`make bench`: what a no-op costs beside bare gRPC, how fast the server starts, what isolates cost in memory.

Each comparison alternates both sides in one run and is given as a ratio: machines are noisy, ratios less so. The load
generator is Python on the same cores as the server and takes its share of both sides.

    python -m bench [startup] [noop] [sandbox] [memory] [--rounds N] [--calls N]
    python -m bench before --tree DIRECTORY     a no-op here and in another tree, which is set up and has its own .venv
"""

import argparse
import asyncio
import os
import platform
import statistics
import subprocess
import sys
import time
from pathlib import Path

import grpc
import psutil

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from harness import ServerProcess  # noqa: E402

from executor.v1 import executor_pb2 as pb  # noqa: E402
from executor.v1 import executor_pb2_grpc as pb_grpc  # noqa: E402

REQUEST = pb.ExecuteRequest(code="return 1")
CONCURRENCY = 16


class EchoServer:
    """bench/echo_server.py in its own process."""

    def __init__(self) -> None:
        command = [sys.executable, str(ROOT / "bench" / "echo_server.py")]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert self.process.stdout is not None
        self.address = f"127.0.0.1:{self.process.stdout.readline().strip()}"

    def stop(self) -> None:
        self.process.kill()
        self.process.communicate()


async def throughput(address: str, calls: int) -> float:
    """Calls per second, closed loop, `CONCURRENCY` at once."""
    async with grpc.aio.insecure_channel(address) as channel:
        execute = pb_grpc.ExecutorServiceStub(channel).Execute
        left = iter(range(calls))

        async def worker() -> None:
            for _ in left:
                await execute(REQUEST)

        await execute(REQUEST)
        begun = time.perf_counter()
        await asyncio.gather(*(worker() for _ in range(CONCURRENCY)))
        return calls / (time.perf_counter() - begun)


def latency(address: str, calls: int) -> list[float]:
    """Milliseconds of `calls` calls, one after the other."""
    with grpc.insecure_channel(address) as channel:
        execute = pb_grpc.ExecutorServiceStub(channel).Execute
        execute(REQUEST)
        times = []
        for _ in range(calls):
            begun = time.perf_counter()
            execute(REQUEST)
            times.append((time.perf_counter() - begun) * 1000)
        return times


def compare(sides: dict[str, str], rounds: int, calls: int) -> None:
    """Throughput and latency of a no-op at each address, alternating; the ratio is the first's to the last's."""
    rates: dict[str, list[float]] = {name: [] for name in sides}
    times: dict[str, list[float]] = {name: [] for name in sides}
    for _ in range(rounds):
        for name, address in sides.items():
            rates[name].append(asyncio.run(throughput(address, calls)))
            times[name] += latency(address, calls // 10)
    print(f"{rounds} alternating rounds of {calls} calls, {CONCURRENCY} at once; then one by one")
    print(f"{'':16} {'calls/s':>9} {'spread':>8} {'p50 ms':>8} {'p99 ms':>8}")
    for name, values in rates.items():
        spread = (max(values) - min(values)) / statistics.median(values)
        p50, p99 = statistics.median(times[name]), statistics.quantiles(times[name], n=100)[98]
        print(f"{name:16} {statistics.median(values):9.0f} {spread:8.0%} {p50:8.2f} {p99:8.2f}")
    first, *_, last = sides
    rate = statistics.median(rates[first]) / statistics.median(rates[last])
    p50 = statistics.median(times[first]) / statistics.median(times[last])
    print(f"{'ratio':16} {rate:9.2f} {'':8} {p50:8.2f}")


def noop(rounds: int, calls: int) -> None:
    """A no-op against bare gRPC echo."""
    server = ServerProcess("--admin-listen=off").serving()
    echo = EchoServer()
    print("\nno-op over gRPC, beside bare gRPC echo")
    try:
        compare({"executor": server.address, "echo": echo.address}, rounds, calls)
    finally:
        server.stop()
        echo.stop()


def sandbox(rounds: int, calls: int) -> None:
    """What the sandbox costs a no-op: the second filter is installed in each isolate."""
    enforce = ServerProcess("--admin-listen=off").serving()
    off = ServerProcess("--admin-listen=off", "--sandbox=off").serving()
    print("\nno-op with the sandbox and without")
    try:
        compare({"--sandbox=enforce": enforce.address, "--sandbox=off": off.address}, rounds, calls)
    finally:
        enforce.stop()
        off.stop()


def before(tree: Path, rounds: int, calls: int) -> None:
    """A no-op here and in another tree: calls per second, and what each of the processes spent on a call.

    CPU time and page faults hardly feel other load on the machine; calls per second do.
    """
    servers = {
        "here": ServerProcess("--admin-listen=off").serving().all_ready(),
        "before": ServerProcess("--admin-listen=off", root=tree.resolve()).serving().all_ready(),
    }
    figures: dict[str, list[list[float]]] = {name: [] for name in servers}
    for number in range(rounds):
        # Which side comes first alternates, too.
        for name in sorted(servers, reverse=bool(number % 2)):
            begun = costs(servers[name])
            rate = asyncio.run(throughput(servers[name].address, calls))
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


def startup(rounds: int) -> None:
    """Seconds from the start of `python server.py` to SERVING, and where they went."""
    totals, warmups = [], []
    for _ in range(rounds):
        begun = time.perf_counter()
        server = ServerProcess("--admin-listen=off").serving()
        totals.append(time.perf_counter() - begun)
        warmups.append(server.warmup_status().elapsed_ms / 1000)
        server.stop()
    print(f"\nstart to SERVING, seven modules, {rounds} starts")
    print(f"median {statistics.median(totals):.2f} s (of which warmup {statistics.median(warmups):.2f} s), "
          f"from {min(totals):.2f} to {max(totals):.2f} s")  # fmt: skip


def memory(counts: tuple[int, ...] = (1, 8, 64)) -> None:
    """PSS of all processes for several numbers of idle isolates."""
    print("\nmemory of all processes, idle (PSS, MiB)")
    print(
        f"{'isolates':>8} {'total':>8} {'server':>8} {'zygote':>8} {'isolates':>9} {'each':>8} {'RSS each':>9}"
    )
    for count in counts:
        server = ServerProcess(f"--isolates={count}").serving().all_ready()
        isolates = server.named("isolate")
        total = pss(psutil.Process(server.process.pid))
        zygote = pss(server.zygote())
        together = sum(pss(isolate) for isolate in isolates)
        resident = isolates[0].memory_info().rss / 2**20
        print(f"{count:8} {total + zygote + together:8.1f} {total:8.1f} {zygote:8.1f} {together:9.1f} "
              f"{together / count:8.2f} {resident:9.1f}")  # fmt: skip
        server.stop()


def pss(process: psutil.Process) -> float:
    return process.memory_full_info().pss / 2**20


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__.partition("\n")[0])
    parser.add_argument(
        "what",
        nargs="*",
        choices=["startup", "noop", "sandbox", "memory", "before", []],
        metavar="startup|noop|sandbox|memory|before",
        help="default: all but before",
    )
    parser.add_argument("--tree", type=Path, help="what `before` measures against")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--calls", type=int, default=3000, help="per round")
    arguments = parser.parse_args()
    what = arguments.what or ["startup", "noop", "sandbox", "memory"]
    print(
        f"{platform.machine()}, {os.cpu_count()} CPUs, Python {platform.python_version()}, Linux {platform.release()}"
    )
    if "startup" in what:
        startup(arguments.rounds)
    if "noop" in what:
        noop(arguments.rounds, arguments.calls)
    if "sandbox" in what:
        sandbox(arguments.rounds, arguments.calls)
    if "memory" in what:
        memory()
    if "before" in what:
        if arguments.tree is None:
            parser.error("before: --tree names the tree to measure against")
        before(arguments.tree, arguments.rounds, arguments.calls)


if __name__ == "__main__":
    main()
