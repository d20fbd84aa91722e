"""Memory of all processes with several numbers of idle isolates, and what one of them adds where isolates are rewound."""

import asyncio
from typing import Any

import grpc
import psutil

from bench import before
from bench.load import CONCURRENCY
from bench.processes import private_mib, pss_mib
from bench.scenarios import NOOP
from bench.servers import PATIENCE, ServerProcess
from executor.v1 import executor_pb2_grpc as pb_grpc

COUNTS = (1, 8, 64)
# Calls of the no-op whose page faults are counted.
CALLS = 500


def measure(counts: tuple[int, ...] = COUNTS) -> dict[str, dict[str, float]]:
    """By number of isolates, in MiB: all processes, server, zygote, each isolate's PSS, and one isolate's RSS."""
    figures = {}
    for count in counts:
        server = ServerProcess(f"--isolates={count}").serving().all_ready()
        try:
            isolates = server.named("isolate")
            own, zygote = pss_mib([server.process.pid]), pss_mib([server.zygote().pid])
            together = pss_mib(isolate.pid for isolate in isolates)
            figures[str(count)] = {
                "total_mib": own + zygote + together,
                "server_mib": own,
                "zygote_mib": zygote,
                "isolate_mib": together / len(isolates),
                "isolate_rss_mib": psutil.Process(isolates[0].pid).memory_info().rss / 2**20,
            }
        finally:
            server.stop()
    return figures


def rewound(count: int = COUNTS[-1], calls: int = CALLS) -> dict[str, Any]:
    """With `--isolation=rewind`, in MiB: what one more idle isolate adds to all processes (`count` against 1) and what is
    private to it, before anybody used one and after each ran no-ops and was rewound; the page faults of a no-op.
    """
    alone, together = _rewinding(1, calls=0), _rewinding(count, calls=calls)
    figures: dict[str, Any] = {"isolates": count, **together}
    for which in ("unused", "used"):
        before_that = alone[f"{which}_total_mib"]
        figures[f"{which}_added_mib"] = (together[f"{which}_total_mib"] - before_that) / (count - 1)
    return figures


def _rewinding(count: int, *, calls: int) -> dict[str, Any]:
    server = ServerProcess("--isolation=rewind", f"--isolates={count}").serving().all_ready()
    try:
        told = server.warmup_status()
        figures = {"isolation": told.isolation, "tracker": told.tracker, **_memory(server, "unused")}
        # A caller for each isolate, for it is kept for whom it ran: each is used, but for the one that is left for others.
        for number in range(2 * count):
            caller = (("x-caller", f"caller-{number % count}"),)
            server.stub.Execute(NOOP.request(), timeout=PATIENCE, metadata=caller)
        figures |= _memory(server.all_ready(), "used")
        if calls:
            # Another caller, whose first calls are in isolates that nobody used: these have their faults once.
            asyncio.run(_call(server.address, max(calls, 4 * count)))
            begun = before.costs(server)
            asyncio.run(_call(server.address, calls))
            figures["faults"] = before.costs(server).since(begun, calls)[-1]
        return figures
    finally:
        server.stop()


async def _call(address: str, calls: int) -> None:
    """No-ops, as many at once as a closed loop has."""
    async with grpc.aio.insecure_channel(address) as channel:
        execute = pb_grpc.ExecutorServiceStub(channel).Execute
        left = iter(range(calls))

        async def worker() -> None:
            for _ in left:
                await execute(NOOP.request())

        await asyncio.gather(*(worker() for _ in range(CONCURRENCY)))


def _memory(server: ServerProcess, which: str) -> dict[str, float]:
    """The PSS of all processes, and what is private to an isolate."""
    isolates = [isolate.pid for isolate in server.named("isolate")]
    return {
        f"{which}_total_mib": pss_mib([server.process.pid, server.zygote().pid, *isolates]),
        f"{which}_private_mib": private_mib(isolates) / len(isolates),
    }
