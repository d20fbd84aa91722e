"""How long a slot stays empty: an idle isolate is killed, until WarmupStatus tells that every slot is ready again."""

import os
import signal
import time
from pathlib import Path

from bench.percentiles import percentile
from bench.servers import ServerProcess

# Seconds: a slot that is empty for so long is no sample but a fault.
PATIENCE = 10.0
ISOLATES = 2


def measure(kills: int = 1000) -> dict[str, float | None]:
    """Milliseconds, p50 and p99; the resolution is one WarmupStatus, about half a millisecond.

    Raises `AssertionError` when a slot is not refilled.
    """
    server = ServerProcess(f"--isolates={ISOLATES}").serving().all_ready()
    try:
        samples = []
        for _ in range(kills):
            killed = server.named("isolate")[0].pid
            begun = time.perf_counter()
            os.kill(killed, signal.SIGKILL)
            # Once reaped, the server knows: only then does its number of ready isolates count.
            while Path(f"/proc/{killed}").exists() or not ready(server):
                assert time.perf_counter() - begun < PATIENCE, f"no new isolate within {PATIENCE:g} s"
            samples.append((time.perf_counter() - begun) * 1000)
    finally:
        server.stop()
    return {
        "kills": kills,
        "p50_ms": percentile(samples, 0.5),
        "p99_ms": percentile(samples, 0.99),
        "max_ms": max(samples),
    }


def ready(server: ServerProcess) -> bool:
    """Whether every slot has a ready isolate."""
    status = server.warmup_status()
    return status.isolates_ready == status.isolates_total
