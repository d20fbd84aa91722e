"""`make overload`, second part: how much memory hostile requests can take, and whether liveness answers meanwhile.

A real server that asks for tokens; attackers in processes of their own, all at once: long health names, held watches,
large calls without a token, batches whose answers nobody reads, requests of a caller with a token that stop in the middle, and large ones. One process asks for liveness, this one samples the server's memory.

    python -m bench.bounds [--seconds 15] [--isolates 4] [--only NAME …]
"""

import argparse
import asyncio
import contextlib
import json
import os
import random
import struct
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Coroutine
from pathlib import Path
from typing import Any

import grpc
import psutil
from grpc_health.v1 import health_pb2, health_pb2_grpc

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

import http2  # noqa: E402 - of tests/

from bench.overload import Verdicts, bearer, guarded  # noqa: E402
from executor.v1 import executor_pb2 as pb  # noqa: E402
from executor.v1 import executor_pb2_grpc as pb_grpc  # noqa: E402

MIB = 1 << 20
# HTTP/2's largest frame, unless told otherwise.
FRAME_BYTES = 16384
# Of the attacks: more than any limit; and just below what gRPC still hands over.
HUGE, LARGE = 16 * MIB, MIB
MAX_MEMORY = 400 * MIB
MAX_LEFT = 64 * MIB
MAX_P99 = 250.0
MAX_LIVENESS = 1000.0
# Seconds in which memory must be back.
TO_RECOVER = 10.0
# Seconds in which liveness is asked before the attacks.
ALONE = 5.0
# No attack sends more calls than this each second, so that its own CPU is not what is measured.
PACE = 0.25
OPTIONS = [("grpc.max_receive_message_length", -1), ("grpc.max_send_message_length", -1)]

Attack = Callable[[str, float], Coroutine[Any, Any, Counter[str]]]


# --- Attackers -------------------------------------------------------------------------------------------------------


async def repeated(at_once: int, seconds: float, call: Callable[[int], Awaitable[Any]]) -> Counter[str]:
    """`at_once` callers, each again and again; how their calls ended."""
    codes: Counter[str] = Counter()
    end = time.monotonic() + seconds

    async def caller(number: int) -> None:
        while time.monotonic() < end:
            try:
                await call(number)
                codes["OK"] += 1
            except grpc.aio.AioRpcError as error:
                codes[error.code().name] += 1
            await asyncio.sleep(PACE * random.random())

    await asyncio.gather(*(caller(number) for number in range(at_once)))
    return codes


def channels(address: str, count: int) -> list[grpc.aio.Channel]:
    """Each with a connection of its own."""
    unshared = [("grpc.use_local_subchannel_pool", 1)]
    return [grpc.aio.insecure_channel(address, options=OPTIONS + unshared) for _ in range(count)]


async def long_names(address: str, seconds: float) -> Counter[str]:
    """40 × Check with names of 16 MiB, and of 1 MiB."""
    requests = [health_pb2.HealthCheckRequest(service="x" * size) for size in (HUGE, LARGE)]
    made = channels(address, 8)
    stubs: list[Any] = [health_pb2_grpc.HealthStub(channel) for channel in made]

    async def check(number: int) -> None:
        await stubs[number % 8].Check(requests[number % 2], timeout=10)

    return await repeated(40, seconds, check)


async def held_watches(address: str, seconds: float) -> Counter[str]:
    """20 × Watch with such names, held."""
    requests = [health_pb2.HealthCheckRequest(service="x" * size) for size in (HUGE, LARGE)]
    made = channels(address, 4)
    stubs: list[Any] = [health_pb2_grpc.HealthStub(channel) for channel in made]

    async def watch(number: int) -> None:
        async for _ in stubs[number % 4].Watch(requests[number % 2], timeout=seconds):
            pass

    return await repeated(20, seconds, watch)


async def strangers(address: str, seconds: float) -> Counter[str]:
    """24 × Execute of 16 MiB without a token."""
    request = pb.ExecuteRequest(code="return 1", input_json=json.dumps("x" * HUGE))
    stubs = [pb_grpc.ExecutorServiceStub(channel) for channel in channels(address, 6)]

    async def execute(number: int) -> None:
        await stubs[number % 6].Execute(request, timeout=10)

    return await repeated(24, seconds, execute)


async def unread_batches(address: str, seconds: float) -> Counter[str]:
    """60 × ExecuteBatch of results of 64 KiB, of which nobody reads one."""
    stubs = [pb_grpc.ExecutorServiceStub(channel) for channel in channels(address, 6)]
    header = pb.ExecuteBatchRequest(header=pb.ExecuteRequest(code="return 'y'.repeat(65536)"))
    item = pb.ExecuteBatchRequest(input_json=json.dumps("x" * 65536))

    async def batch(number: int) -> None:
        call: Any = stubs[number % 6].ExecuteBatch(metadata=bearer("load-0"), timeout=seconds)

        async def write() -> None:
            await call.write(header)
            while True:
                await call.write(item)

        # The sender waits once the server reads no more; then the call is just held.
        with contextlib.suppress(TimeoutError, asyncio.InvalidStateError):
            await asyncio.wait_for(write(), seconds)
        call.cancel()

    return await repeated(60, seconds, batch)


async def large_inputs(address: str, seconds: float) -> Counter[str]:
    """48 × Execute of 1 MiB by a caller with a token: more than run or should wait."""
    request = pb.ExecuteRequest(
        code="await new Promise(done => setTimeout(done, 100)); return input.length",
        input_json=json.dumps("x" * (LARGE - 2)),
    )
    stubs = [pb_grpc.ExecutorServiceStub(channel) for channel in channels(address, 6)]

    async def execute(number: int) -> None:
        await stubs[number % 6].Execute(request, timeout=10, metadata=bearer("load-1"))

    return await repeated(48, seconds, execute)


async def half_requests(address: str, seconds: float) -> Counter[str]:
    """120 × Execute of 1 MiB by a caller with a token, of which the second half never comes, over 12 connections."""
    ((name, value),) = bearer("load-2")
    half = struct.pack(">BI", 0, LARGE) + b"x" * (LARGE // 2)
    host, port = address.split(":")

    async def connection(number: int) -> None:
        reader, writer = await asyncio.open_connection(host, int(port))
        writer.write(http2.PREFACE + http2.settings())
        for stream in range(1, 21, 2):
            writer.write(http2.head(stream, "/executor.v1.ExecutorService/Execute", **{name: value}))
            for at in range(0, len(half), FRAME_BYTES):
                writer.write(http2.frame(http2.DATA, 0, stream, half[at : at + FRAME_BYTES]))
        # As much of it as the server lets come; it is read, so that no window of ours is what holds it back.
        with contextlib.suppress(TimeoutError, ConnectionError):
            async with asyncio.timeout(seconds / 3):
                while await reader.read(65536):
                    pass
        writer.close()

    return await repeated(12, seconds, connection)


ATTACKS: dict[str, Attack] = {
    "long-names": long_names,
    "held-watches": held_watches,
    "strangers": strangers,
    "unread-batches": unread_batches,
    "large-inputs": large_inputs,
    "half-requests": half_requests,
}


async def probe(address: str, seconds: float) -> list[float]:
    """Milliseconds that liveness took, each 50 ms on one connection; what has no answer in 5 s counts as that."""
    taken: list[float] = []
    end = time.monotonic() + seconds
    async with grpc.aio.insecure_channel(address) as channel:
        stub: Any = health_pb2_grpc.HealthStub(channel)
        while time.monotonic() < end:
            begun = time.perf_counter()
            with contextlib.suppress(grpc.aio.AioRpcError):
                await stub.Check(health_pb2.HealthCheckRequest(service="liveness"), timeout=5)
            taken.append((time.perf_counter() - begun) * 1000)
            await asyncio.sleep(0.05)
    return taken


def launch(what: str, address: str, seconds: float) -> subprocess.Popen[str]:
    command = [
        sys.executable,
        "-m",
        "bench.bounds",
        "--part",
        what,
        "--address",
        address,
        f"--seconds={seconds}",
    ]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def part(what: str, address: str, seconds: float) -> None:
    """The whole of one process beside the server."""
    if what != "probe":
        # In life they have machines of their own.
        os.nice(10)
    if what == "probe":
        print(json.dumps(asyncio.run(probe(address, seconds))))
    else:
        print(json.dumps(asyncio.run(ATTACKS[what](address, seconds))))


# --- The story -------------------------------------------------------------------------------------------------------


class Sampler:
    """The largest resident memory of a process while it is watched."""

    def __init__(self, pid: int) -> None:
        self._process = psutil.Process(pid)
        self._over = threading.Event()
        self.most = 0
        self._thread = threading.Thread(target=self._sample, daemon=True)
        self._thread.start()

    def now(self) -> int:
        return int(self._process.memory_info().rss)

    def _sample(self) -> None:
        while not self._over.wait(0.02):
            self.most = max(self.most, self.now())

    def stop(self) -> None:
        self._over.set()
        self._thread.join()


def liveness(probing: subprocess.Popen[str]) -> list[float]:
    """What a process that asks for it measured, the shortest first."""
    return sorted(json.loads(probing.communicate(timeout=120)[0]))


def at(values: list[float], share: float) -> float:
    """A quantile of sorted values."""
    return values[min(int(len(values) * share), len(values) - 1)]


def settled(sampler: Sampler, start: int) -> int:
    """Memory when it is back, or after `TO_RECOVER`."""
    deadline = time.monotonic() + TO_RECOVER
    while sampler.now() > start + MAX_LEFT and time.monotonic() < deadline:
        time.sleep(0.1)
    return sampler.now()


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.bounds", description=__doc__.partition("\n")[0])
    parser.add_argument("--seconds", type=float, default=15.0)
    parser.add_argument("--isolates", type=int, default=4)
    parser.add_argument("--only", nargs="+", choices=tuple(ATTACKS), default=tuple(ATTACKS))
    parser.add_argument("--part", help=argparse.SUPPRESS)
    parser.add_argument("--address", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.part:
        part(arguments.part, arguments.address, arguments.seconds)
        return 0
    verdicts = Verdicts()
    with guarded(arguments.isolates) as server:
        server.result("return 1")
        sampler = Sampler(server.process.pid)
        start = sampler.now()
        # What this machine does to an answer by itself, and to whom the rest is owed.
        calm = liveness(launch("probe", server.address, ALONE))
        probing = launch("probe", server.address, arguments.seconds)
        attackers = {name: launch(name, server.address, arguments.seconds) for name in arguments.only}
        for name, process in attackers.items():
            print(f"{name:16} {process.communicate(timeout=120)[0].strip()}")
        taken = liveness(probing)
        after = settled(sampler, start)
        sampler.stop()
        counts = server.metrics()
    p99 = at(taken, 0.99)
    for what in ("refusals", "ends"):
        names = ("requests", "health_requests", "batches", "batch_inputs", "answers")
        print(
            f"{what:16}",
            {name: int(counts[f'executor_held_{what}_total{{kind="{name}"}}']) for name in names},
        )
    load = os.getloadavg()[0]
    print(
        f"memory at the start {start / MIB:.0f} MiB; liveness asked {len(taken)} times; before, alone: "
        f"p99 {at(calm, 0.99):.0f} ms, at most {calm[-1]:.0f} ms; load {load:.1f} on {os.cpu_count()} CPUs"
    )
    verdicts.promise("memory at most 400 MiB", f"{sampler.most / MIB:.0f} MiB", sampler.most <= MAX_MEMORY)
    verdicts.promise('Check("liveness") p99 at most 250 ms', f"{p99:.0f} ms", p99 <= MAX_P99)
    verdicts.promise('Check("liveness") never over 1 s', f"{taken[-1]:.0f} ms", taken[-1] <= MAX_LIVENESS)
    verdicts.promise(
        "afterwards within 64 MiB of the start",
        f"{(after - start) / MIB:+.0f} MiB",
        after <= start + MAX_LEFT,
    )
    return int(verdicts.failed)


if __name__ == "__main__":
    sys.exit(main())
