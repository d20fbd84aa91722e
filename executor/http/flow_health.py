"""`/flow/health` to the letter: the JSON of the Go service that this one succeeds, as its dashboards and probes read it.

Go's encoding/json made it: no blanks, the keys of its maps in alphabetical order, those of the warmup's struct in the
order of its fields. Sizes, rates and durations are texts for people; programs have `ServerStatus` and `/metrics`.
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from executor.observe.status import SERVICE, ServerStatus, share
from executor.pool.warmup import ModuleWarmup, WarmupState, WarmupStatus

CONTENT_TYPE = "application/json; charset=utf-8"
# What Go's encoder escapes beside JSON's own, so that the text may stand in HTML and JavaScript.
_ESCAPED = {ord(character): f"\\u{ord(character):04x}" for character in "<>&\u2028\u2029"}
_UNITS = ("KB", "MB", "GB")


def body(state: ServerStatus) -> bytes:
    """The answer's bytes, UTF-8."""
    total = state.total_executions
    value = {
        "memory": {
            "alloc": size(state.memory.alloc),
            "numGC": state.memory.num_gc,
            "sys": size(state.memory.sys),
            "totalAlloc": size(state.memory.total_alloc),
        },
        "runtime": {
            "currentExecutions": state.current_executions,
            "maxConcurrent": state.max_concurrent,
            "poolSize": state.pool_size,
            "successRate": share(state.succeeded_executions, total) if total else "0.0%",
            "totalExecutions": total,
        },
        "service": SERVICE,
        "status": "healthy" if state.ready else "unhealthy",
        "timestamp": local_time(state.timestamp),
        "version": state.version,
        "warmup": _warmup(state.warmup),
    }
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPED).encode()


def _warmup(warmup: WarmupStatus) -> dict[str, Any]:
    failed = warmup.state is WarmupState.FAILED
    loaded = [module for module in warmup.modules if module.state is WarmupState.COMPLETED]
    return {
        "status": warmup.state.name.lower(),
        # After a failure those that had loaded, as the predecessor's list grew with each.
        "modules": [module.name for module in (loaded if failed else warmup.modules)],
        "totalModules": len(warmup.modules),
        "successCount": warmup.success_count,
        "elapsed": duration(warmup.elapsed_ms),
        "elapsedMs": int(warmup.elapsed_ms),
        "timestamp": local_time(warmup.timestamp),
        "moduleDetails": [_module(module) for module in warmup.modules],
        **({"failedModule": warmup.failed_module, "error": warmup.error} if failed else {}),
        "history": [
            {"timestamp": local_time(run.timestamp), "elapsed": duration(run.elapsed_ms)}
            for run in warmup.history
        ],
    }


def _module(module: ModuleWarmup) -> dict[str, str]:
    return {
        "name": module.name,
        "status": module.state.name.lower(),
        "size": f"{max(1, round(module.size_bytes / 1024))}KB",
        "elapsed": duration(module.elapsed_ms),
    }


def size(count: int) -> str:
    """Bytes as text: `512 B`, `93.4 MB`; from 1,024 GB on still in GB."""
    if count < 1024:
        return f"{count} B"
    value, unit = count / 1024, 0
    while value >= 1024 and unit < len(_UNITS) - 1:
        value, unit = value / 1024, unit + 1
    return f"{value:.1f} {_UNITS[unit]}"


def duration(milliseconds: float) -> str:
    """As Go prints a Duration: `412.083µs`, `512ms`, `3.396s`, `1m2.5s`, `2h0m3s`."""
    nanoseconds = round(milliseconds * 1_000_000)
    if nanoseconds == 0:
        return "0s"
    for unit, name in ((1, "ns"), (1_000, "µs"), (1_000_000, "ms")):
        if nanoseconds < unit * 1000:
            return _decimal(nanoseconds, unit) + name
    minutes, rest = divmod(nanoseconds, 60_000_000_000)
    text = _decimal(rest, 1_000_000_000) + "s"
    if not minutes:
        return text
    hours, minutes = divmod(minutes, 60)
    return f"{hours}h{minutes}m{text}" if hours else f"{minutes}m{text}"


def _decimal(count: int, unit: int) -> str:
    """`count` in units of `unit`, a power of ten, exact and without zeros at the end."""
    whole, rest = divmod(count, unit)
    digits = f"{rest:0{len(str(unit)) - 1}d}".rstrip("0") if rest else ""
    return f"{whole}.{digits}" if digits else str(whole)


def local_time(moment: datetime) -> str:
    """RFC 3339 in whole seconds and this process's own zone: `…Z` where that is UTC, else `…+08:00`."""
    text = moment.astimezone().isoformat(timespec="seconds")
    return f"{text.removesuffix('+00:00')}Z" if text.endswith("+00:00") else text
