"""The server's state in one value: what `/flow/health` shows as JSON and `ServerStatus` as typed fields."""

from __future__ import annotations

import gc
from dataclasses import dataclass
from datetime import UTC, datetime

from executor import __version__
from executor.observe import memory
from executor.pool.pool import Pool
from executor.pool.readiness import Readiness
from executor.pool.warmup import WarmupStatus

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
    succeeded_executions: int
    isolates_ready: int
    memory: MemoryUse
    warmup: WarmupStatus
    program_count: int = 0
    program_bytes: int = 0


def read(pool: Pool, readiness: Readiness, used: dict[str, memory.ProcessMemory]) -> ServerStatus:
    """The state as it is now, and the last sample of memory."""
    stats = pool.stats()
    return ServerStatus(
        ready=readiness.ready,
        timestamp=datetime.now(UTC),
        version=__version__,
        pool_size=stats.slots,
        max_concurrent=stats.slots,
        current_executions=stats.running,
        total_executions=stats.executions,
        succeeded_executions=stats.succeeded,
        isolates_ready=stats.isolates["ready"],
        memory=_memory(used),
        program_count=pool.programs.count,
        program_bytes=pool.programs.size,
        warmup=pool.warmup.status(),
    )


def _memory(roles: dict[str, memory.ProcessMemory]) -> MemoryUse:
    return MemoryUse(
        alloc=sum(used.proportional for used in roles.values()),
        total_alloc=sum(used.resident for used in roles.values()),
        sys=roles["server"].resident,
        num_gc=sum(generation["collections"] for generation in gc.get_stats()),
    )


def share(part: int, whole: int) -> str:
    """Percent with one decimal, rounded down: `100.0%` says that none failed. `whole` is not 0."""
    permille = 1000 * part // whole
    return f"{permille // 10}.{permille % 10}%"
