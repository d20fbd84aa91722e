"""The server's state in one value: what `/flow/health` shows as JSON and `ServerStatus` as typed fields."""

from __future__ import annotations

import gc
from dataclasses import dataclass
from datetime import UTC, datetime

from executor import __version__, memory
from executor.health import Health
from executor.pool import Pool
from executor.warmup import WarmupStatus

SERVICE = "flow-executor"


@dataclass(frozen=True, slots=True)
class MemoryUse:
    """Bytes over all processes of the service, under the predecessor's names (it was written in Go).

    `alloc`: memory in use now (PSS, shared pages counted once). `total_alloc`: the sum of what each process would use
    alone (resident sizes), so `total_alloc - alloc` is what sharing saves. `sys`: resident size of the server itself.
    `num_gc`: collections of Python's collector in the server.
    """

    alloc: int
    total_alloc: int
    sys: int
    num_gc: int


@dataclass(frozen=True, slots=True)
class ServerStatus:
    """A snapshot. `pool_size` and `max_concurrent` are both the number of slots: one isolate runs one job."""

    ready: bool
    timestamp: datetime
    version: str
    pool_size: int
    max_concurrent: int
    current_executions: int
    total_executions: int
    success_rate: str
    isolates_ready: int
    memory: MemoryUse
    warmup: WarmupStatus


async def read(pool: Pool, health: Health) -> ServerStatus:
    """The state as it is now. Reads /proc in a thread: half a millisecond for each process."""
    used = await memory.sample(pool.pids())
    stats = pool.stats()
    return ServerStatus(
        ready=health.ready,
        timestamp=datetime.now(UTC),
        version=__version__,
        pool_size=stats.slots,
        max_concurrent=stats.slots,
        current_executions=stats.running,
        total_executions=stats.executions,
        # Nothing has failed yet where nothing has run.
        success_rate=f"{100 * stats.succeeded / stats.executions:.1f}%" if stats.executions else "100.0%",
        isolates_ready=stats.isolates["ready"],
        memory=_memory(used),
        warmup=pool.warmup.status(),
    )


def _memory(roles: dict[str, memory.ProcessMemory]) -> MemoryUse:
    return MemoryUse(
        alloc=sum(used.proportional for used in roles.values()),
        total_alloc=sum(used.resident for used in roles.values()),
        sys=roles["server"].resident,
        num_gc=sum(generation["collections"] for generation in gc.get_stats()),
    )


def milliseconds(elapsed_ms: float) -> str:
    """The predecessor's text form: `212ms`."""
    return f"{round(elapsed_ms)}ms"
