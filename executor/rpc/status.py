"""What callers are told of the server: `WarmupStatusResponse` and `ServerStatusResponse`, from what the rest of it knows."""

from __future__ import annotations

from dataclasses import asdict
from typing import cast

from executor.observe import status
from executor.observe.status import ServerStatus
from executor.pool.warmup import ModuleWarmup, WarmupRun, WarmupState, WarmupStatus
from executor.v1 import executor_pb2 as pb


def warmup_response(
    warmup: WarmupStatus, *, isolates_ready: int, isolates_total: int
) -> pb.WarmupStatusResponse:
    """The last warmup, and how many isolates there are of how many wanted."""
    return pb.WarmupStatusResponse(
        status=_state(warmup.state),
        modules=[module.name for module in warmup.modules],
        total_modules=len(warmup.modules),
        success_count=warmup.success_count,
        elapsed=_milliseconds(warmup.elapsed_ms),
        elapsed_ms=warmup.elapsed_ms,
        timestamp=warmup.timestamp,
        module_details=[_module(module) for module in warmup.modules],
        failed_module=warmup.failed_module,
        error=warmup.error,
        history=[_run(run) for run in warmup.history],
        isolates_ready=isolates_ready,
        isolates_total=isolates_total,
        generation=warmup.generation,
        sandbox_level=warmup.sandbox_level,
        engine=None if warmup.engine is None else pb.Engine(**asdict(warmup.engine)),
        isolation=warmup.isolation,
        tracker=warmup.tracker,
        isolation_reason=warmup.isolation_reason,
    )


def status_response(state: ServerStatus, limits: pb.Limits) -> pb.ServerStatusResponse:
    """All of `state`, and the limits, which never change."""
    total = state.total_executions
    return pb.ServerStatusResponse(
        service=status.SERVICE,
        ready=state.ready,
        timestamp=state.timestamp,
        version=state.version,
        runtime=pb.RuntimeStatus(
            pool_size=state.pool_size,
            max_concurrent=state.max_concurrent,
            current_executions=state.current_executions,
            total_executions=total,
            # Nothing has failed yet where nothing has run.
            success_rate=status.share(state.succeeded_executions, total) if total else "100.0%",
        ),
        memory=pb.MemoryStatus(
            alloc_bytes=state.memory.alloc,
            total_alloc_bytes=state.memory.total_alloc,
            sys_bytes=state.memory.sys,
            gc_count=state.memory.num_gc,
        ),
        warmup=warmup_response(
            state.warmup, isolates_ready=state.isolates_ready, isolates_total=state.pool_size
        ),
        limits=limits,
        programs=pb.ProgramsStatus(count=state.program_count, size_bytes=state.program_bytes),
        engine_version="" if state.warmup.engine is None else state.warmup.engine.version,
        isolation=state.warmup.isolation,
    )


def _module(module: ModuleWarmup) -> pb.ModuleWarmup:
    return pb.ModuleWarmup(
        name=module.name,
        version=module.version,
        status=_state(module.state),
        size_bytes=module.size_bytes,
        elapsed_ms=module.elapsed_ms,
        error=module.error,
    )


def _run(run: WarmupRun) -> pb.WarmupRun:
    return pb.WarmupRun(
        timestamp=run.timestamp,
        elapsed_ms=run.elapsed_ms,
        status=_state(run.state),
        generation=run.generation,
    )


def _state(state: WarmupState) -> pb.WarmupState:
    """Ours carry the proto's numbers."""
    return cast(pb.WarmupState, int(state))


def _milliseconds(elapsed_ms: float) -> str:
    """As the proto has it: `212ms`."""
    return f"{round(elapsed_ms)}ms"
