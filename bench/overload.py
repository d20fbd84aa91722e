"""`make overload`: what is left at five times the load that can be served, and whether each promise holds.

A real server, calls from client processes of their own (open loop: a call goes out at its time, whatever became of the
ones before), and one more process that does nothing but ask for health. Scripts mostly wait, as those that call
partners do, so that isolates and not CPUs are short; `--cpu-ms` adds work. Capacity is what closed loops get through.

    python -m bench.overload [--seconds 8] [--isolates 16] [--script-ms 200] [--cpu-ms 0]
"""

import argparse
import asyncio
import contextlib
import hashlib
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import grpc
from grpc_health.v1 import health_pb2, health_pb2_grpc

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from harness import ServerProcess  # noqa: E402

from executor.v1 import executor_pb2 as pb  # noqa: E402
from executor.v1 import executor_pb2_grpc as pb_grpc  # noqa: E402

OVERLOAD = 5
CALLERS = ("bench", "capacity", "load-0", "load-1", "slow", "flood")
# The other caller sends so many times more.
FLOOD_RATIO = 50
# No load is higher than this, whatever the arguments say.
MAX_RATE = 3000
REFUSALS = 'executor_refusal_seconds_bucket{{le="{}",reason="QUEUE_FULL"}}'


def bearer(caller: str) -> tuple[tuple[str, str], ...]:
    """The caller's metadata: here its token is its name."""
    return (("authorization", f"Bearer {caller}"),)


def record(caller: str) -> str:
    """The caller's line in the server's file of tokens."""
    return f"{caller} sha256:{hashlib.sha256(caller.encode()).hexdigest()} execute,status\n"


class WithToken(grpc.UnaryUnaryClientInterceptor):
    """The bench's own calls have a token too."""

    def intercept_unary_unary(self, continuation: Any, details: Any, request: Any) -> Any:
        return continuation(details._replace(metadata=bearer("bench")), request)


class Guarded(ServerProcess):
    """A server that asks for tokens."""

    def new_channel(self) -> grpc.Channel:
        return grpc.intercept_channel(super().new_channel(), WithToken())


@dataclass
class Seen:
    """What one client saw. Milliseconds."""

    codes: Counter[str] = field(default_factory=Counter)
    queue_waits: list[float] = field(default_factory=list)
    refusals: list[float] = field(default_factory=list)
    health: list[float] = field(default_factory=list)
    bad: int = 0
    # Of a client with an open loop: scripts a second that ended in its last four fifths (its start is no overload yet),
    # and the seconds in which it sent.
    served: float = 0.0
    finished: float = 0.0


def script(wait_ms: float, cpu_ms: float) -> str:
    burn = f"const end = Date.now() + {cpu_ms}; while (Date.now() < end) {{}}" if cpu_ms else ""
    return f"{burn} await new Promise(resolve => setTimeout(resolve, {wait_ms})); return 1"


# --- Client processes ------------------------------------------------------------------------------------------------


async def call(execute: Any, request: pb.ExecuteRequest, caller: str, seen: Seen) -> None:
    begun = time.perf_counter()
    try:
        response = await execute(request, metadata=bearer(caller), timeout=30)
    except grpc.aio.AioRpcError as error:
        seen.codes[error.code().name] += 1
        seen.refusals.append((time.perf_counter() - begun) * 1000)
        return
    seen.codes["OK"] += 1
    seen.queue_waits.append(response.usage.queue_duration.ToNanoseconds() / 1e6)


async def closed(address: str, request: pb.ExecuteRequest, concurrency: int, seconds: float) -> Seen:
    """Always `concurrency` calls under way."""
    seen = Seen()
    async with grpc.aio.insecure_channel(address) as channel:
        execute = pb_grpc.ExecutorServiceStub(channel).Execute
        end = time.perf_counter() + seconds

        async def worker() -> None:
            while time.perf_counter() < end:
                await call(execute, request, "capacity", seen)

        await asyncio.gather(*(worker() for _ in range(concurrency)))
    return seen


async def opened(address: str, request: pb.ExecuteRequest, caller: str, rate: float, seconds: float) -> Seen:
    """`rate` calls a second, evenly spaced, whatever becomes of them."""
    seen = Seen()
    async with grpc.aio.insecure_channel(address) as channel:
        execute = pb_grpc.ExecutorServiceStub(channel).Execute
        begun, tasks = time.perf_counter(), []
        for index in range(int(rate * seconds)):
            await asyncio.sleep(max(0.0, begun + index / rate - time.perf_counter()))
            tasks.append(asyncio.create_task(call(execute, request, caller, seen)))
            if index == int(rate * seconds) // 5:
                early, at = seen.codes["OK"], time.perf_counter()
        now = time.perf_counter()
        seen.served, seen.finished = (seen.codes["OK"] - early) / (now - at), now - begun
        await asyncio.gather(*tasks)
    return seen


def probe(address: str, seconds: float) -> Seen:
    """Health checks every 10 ms, on a channel of their own."""
    seen, end = Seen(), time.perf_counter() + seconds
    with grpc.insecure_channel(address) as channel:
        # The generated stub has no types.
        stub: Any = health_pb2_grpc.HealthStub(channel)
        check = stub.Check
        names = ("liveness", "")
        check(health_pb2.HealthCheckRequest(service=""))
        while time.perf_counter() < end:
            for name in names:
                begun = time.perf_counter()
                status = check(health_pb2.HealthCheckRequest(service=name), timeout=5).status
                seen.health.append((time.perf_counter() - begun) * 1000)
                seen.bad += name == "liveness" and status != health_pb2.HealthCheckResponse.SERVING
            time.sleep(0.01)
    return seen


def client(plan: dict[str, object]) -> None:
    """The whole of one client process."""
    kind, address, seconds = str(plan["kind"]), str(plan["address"]), float(str(plan["seconds"]))
    request = pb.ExecuteRequest(code=str(plan.get("code", "")))
    if kind == "probe":
        seen = probe(address, seconds)
    elif kind == "closed":
        seen = asyncio.run(closed(address, request, int(str(plan["concurrency"])), seconds))
    else:
        seen = asyncio.run(opened(address, request, str(plan["caller"]), float(str(plan["rate"])), seconds))
    print(json.dumps(vars(seen)))


def launch(**plan: object) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "bench.overload", "--client", json.dumps(plan)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def collect(process: subprocess.Popen[str]) -> Seen:
    output, _ = process.communicate(timeout=120)
    values = json.loads(output)
    values["codes"] = Counter(values["codes"])
    return Seen(**values)


# --- The story -------------------------------------------------------------------------------------------------------


def p99(values: list[float]) -> float:
    return statistics.quantiles(values, n=100)[98] if len(values) > 1 else float("nan")


def share_within(server: ServerProcess, limit: str, before: dict[str, float]) -> tuple[int, float]:
    """How many refusals the server made, and the share that took it less than `limit` seconds."""
    after = server.metrics()

    def grown(bound: str) -> float:
        return after[REFUSALS.format(bound)] - before[REFUSALS.format(bound)]

    count = grown("+Inf")
    return int(count), grown(limit) / count if count else float("nan")


class Verdicts:
    def __init__(self) -> None:
        self.failed = False

    def promise(self, text: str, value: str, kept: bool) -> None:
        self.failed |= not kept
        print(f"{'PASS' if kept else 'FAIL'}  {text:58} {value}")


def at_capacity(server: ServerProcess, code: str, isolates: int, seconds: float) -> float:
    """Scripts a second, with twice as many calls under way as there are isolates."""
    seen = collect(
        launch(kind="closed", address=server.address, code=code, concurrency=2 * isolates, seconds=seconds)
    )
    return seen.codes["OK"] / seconds


def overloaded(server: ServerProcess, code: str, capacity: float, seconds: float, verdicts: Verdicts) -> None:
    rate = min(MAX_RATE, OVERLOAD * capacity)
    for times, target in ((1, capacity), (OVERLOAD, rate)):
        before = server.metrics()
        probing = launch(kind="probe", address=server.address, seconds=seconds)
        clients = [
            launch(
                kind="open",
                address=server.address,
                code=code,
                caller=f"load-{n}",
                rate=target / 2,
                seconds=seconds,
            )
            for n in range(2)
        ]
        seen = [collect(process) for process in clients]
        goodput = sum(part.served for part in seen)
        health = collect(probing)
        codes = sum((part.codes for part in seen), Counter())
        sent = sum(codes.values()) / max(part.finished for part in seen)
        count, within = share_within(server, "0.005", before)
        refused = [value for part in seen for value in part.refusals]
        print(
            f"\n{times}x: sent {sent:.0f}/s of {target:.0f}/s meant; {dict(codes)}; "
            f"served {goodput:.0f}/s; refusals at the client p99 {p99(refused):.1f} ms"
        )
        if times == 1:
            continue
        verdicts.promise(
            "goodput at least 90% of capacity", f"{goodput / capacity:.0%}", goodput >= 0.9 * capacity
        )
        verdicts.promise(
            "refusals at the server under 5 ms (99% of them)", f"{within:.2%} of {count}", within >= 0.99
        )
        verdicts.promise(
            "Health/Check p99 under 20 ms",
            f"{p99(health.health):.1f} ms, {len(health.health)} checks",
            p99(health.health) < 20,
        )
        verdicts.promise("liveness never off", f"{health.bad} times", health.bad == 0)


def beside_a_flood(
    server: ServerProcess, code: str, capacity: float, seconds: float, verdicts: Verdicts
) -> None:
    flood = min(MAX_RATE, OVERLOAD * capacity)
    slow = flood / FLOOD_RATIO
    waits = {}
    for name in ("alone", "beside"):
        process = launch(
            kind="open", address=server.address, code=code, caller="slow", rate=slow, seconds=seconds
        )
        flooding = None
        if name == "beside":
            flooding = launch(
                kind="open", address=server.address, code=code, caller="flood", rate=flood, seconds=seconds
            )
        waits[name] = collect(process)
        if flooding is not None:
            collect(flooding)
    print(f"\ntwo callers, {slow:.1f}/s and {flood:.0f}/s; the slow one's wait in the queue, ms")
    for name, seen in waits.items():
        values = seen.queue_waits
        print(f"{name:8} {dict(seen.codes)} p50 {statistics.median(values):.3f} p99 {p99(values):.3f} "
              f"max {max(values):.3f}; over 1 ms: {sum(value > 1 for value in values)}")  # fmt: skip
    ratio = p99(waits["beside"].queue_waits) / p99(waits["alone"].queue_waits)
    verdicts.promise("slow caller's p99 wait within twice its wait alone", f"{ratio:.2f} times", ratio <= 2)
    verdicts.promise(
        "no call of the slow caller refused",
        f"{dict(waits['beside'].codes)}",
        set(waits["beside"].codes) == {"OK"},
    )


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.overload", description=__doc__.partition("\n")[0])
    parser.add_argument("--seconds", type=float, default=8.0, help="of each load")
    parser.add_argument("--isolates", type=int, default=16)
    parser.add_argument("--script-ms", type=float, default=200.0, help="that a script waits")
    parser.add_argument("--cpu-ms", type=float, default=0.0, help="that it computes before")
    parser.add_argument("--client", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.client:
        client(json.loads(arguments.client))
        return 0
    print(
        f"{datetime.now(UTC):%Y-%m-%d}, {platform.machine()}, {os.cpu_count()} CPUs (load {os.getloadavg()[0]:.1f}), "
        f"Python {platform.python_version()}, {arguments.isolates} isolates, "
        f"scripts wait {arguments.script_ms:g} ms and compute {arguments.cpu_ms:g} ms"
    )
    code = script(arguments.script_ms, arguments.cpu_ms)
    verdicts = Verdicts()
    with guarded(arguments.isolates) as server:
        capacity = at_capacity(server, code, arguments.isolates, arguments.seconds)
        print(f"capacity {capacity:.0f} scripts/s")
        overloaded(server, code, capacity, arguments.seconds, verdicts)
        server.all_ready()
        beside_a_flood(server, code, capacity, arguments.seconds, verdicts)
    return int(verdicts.failed)


@contextlib.contextmanager
def guarded(isolates: int) -> Iterator[ServerProcess]:
    """A server that knows each caller by its token."""
    with tempfile.NamedTemporaryFile("w", suffix=".tokens") as roster:
        roster.writelines(record(caller) for caller in CALLERS)
        roster.flush()
        server = Guarded(f"--isolates={isolates}", "--queue=64", f"--tokens={roster.name}")
        try:
            yield server.serving().all_ready()
        finally:
            server.stop()


if __name__ == "__main__":
    sys.exit(main())
