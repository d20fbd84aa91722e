"""What a server says of itself, for people."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC

from google.protobuf import duration_pb2, timestamp_pb2
from rich.console import Console
from rich.filesize import decimal
from rich.table import Table
from rich.text import Text

from executor.client.cli.output import state_name, terminal
from executor.v1 import executor_pb2 as pb

STATE_STYLES = {"COMPLETED": "green", "SERVING": "green", "FAILED": "red", "NOT_SERVING": "red"}


def print_warmup(warmup: pb.WarmupStatusResponse) -> None:
    """State and facts, the modules, and the history."""
    out = terminal()
    facts = [
        ("state", state_name(warmup.status)),
        ("since", _moment(warmup.timestamp)),
        ("elapsed", _milliseconds(warmup.elapsed_ms)),
        ("modules", f"{warmup.success_count} of {warmup.total_modules} loaded"),
        ("isolates", f"{warmup.isolates_ready} of {warmup.isolates_total} ready"),
        ("generation", str(warmup.generation)),
        ("sandbox", warmup.sandbox_level or "unknown"),
        ("isolation", _isolation(warmup)),
        ("engine", _engine(warmup.engine)),
    ]
    if warmup.failed_module:
        facts.append(("failed module", warmup.failed_module))
    if warmup.error:
        facts.append(("error", warmup.error))
    _print_facts(out, facts)
    if warmup.module_details:
        out.print()
        out.print(_modules(warmup.module_details))
    if warmup.history:
        out.print()
        out.print(_history(warmup.history))


def _engine(engine: pb.Engine) -> str:
    if not engine.version:
        return "unknown"
    made = f"built by {engine.compiler}" if engine.origin == "built" else "of PyPI's dukpy, with known holes"
    return f"QuickJS-ng {engine.version}, {made}"


def _modules(modules: Iterable[pb.ModuleWarmup]) -> Table:
    table = Table("module", "version", "state", box=None, pad_edge=False)
    table.add_column("size", justify="right")
    table.add_column("time", justify="right")
    for module in modules:
        state = state_name(module.status)
        size, elapsed = decimal(module.size_bytes), _milliseconds(module.elapsed_ms)
        table.add_row(module.name, module.version, state, size, elapsed, style=STATE_STYLES.get(state))
    return table


def _history(runs: Iterable[pb.WarmupRun]) -> Table:
    table = Table("finished warmup", "state", box=None, pad_edge=False)
    table.add_column("generation", justify="right")
    table.add_column("time", justify="right")
    for run in runs:
        state, elapsed = state_name(run.status), _milliseconds(run.elapsed_ms)
        table.add_row(
            _moment(run.timestamp), state, str(run.generation), elapsed, style=STATE_STYLES.get(state)
        )
    return table


def print_status(status: pb.ServerStatusResponse) -> None:
    """State and load, then the limits."""
    out = terminal()
    _print_facts(out, _load(status))
    out.print()
    _print_facts(out, _limits(status.limits))


def _load(status: pb.ServerStatusResponse) -> list[tuple[str, str]]:
    runtime, memory, warmup = status.runtime, status.memory, status.warmup
    return [
        ("service", f"{status.service} {status.version}"),
        ("ready", "yes" if status.ready else "no"),
        ("time", _moment(status.timestamp)),
        ("running", f"{runtime.current_executions} of {runtime.max_concurrent}"),
        ("executed", f"{runtime.total_executions}, {runtime.success_rate} with a result"),
        ("warmup", f"{state_name(warmup.status)} in {_milliseconds(warmup.elapsed_ms)}"),
        ("modules", f"{warmup.success_count} of {warmup.total_modules} loaded"),
        ("isolates", f"{warmup.isolates_ready} of {warmup.isolates_total} ready"),
        ("generation", str(warmup.generation)),
        ("sandbox", warmup.sandbox_level or "unknown"),
        ("isolation", _isolation(warmup)),
        ("engine", _engine(warmup.engine)),
        ("memory", f"{decimal(memory.alloc_bytes)}, of it {decimal(memory.sys_bytes)} the server process"),
        ("not shared", f"{decimal(memory.total_alloc_bytes)} if no page were"),
    ]


def _isolation(warmup: pb.WarmupStatusResponse) -> str:
    tracker = f", {warmup.tracker}" if warmup.tracker else ""
    reason = f" ({warmup.isolation_reason})" if warmup.isolation_reason else ""
    return f"{warmup.isolation or 'unknown'}{tracker}{reason}"


def _limits(limits: pb.Limits) -> list[tuple[str, str]]:
    return [
        ("code", f"at most {limits.max_code_bytes} bytes"),
        ("input", f"at most {limits.max_input_bytes} bytes"),
        ("result", f"at most {limits.max_result_bytes} bytes"),
        ("console", f"at most {limits.max_console_messages} messages, {limits.max_console_bytes} bytes"),
        ("timeout", f"{_span(limits.default_timeout)}, at most {_span(limits.max_timeout)}"),
        ("queue", f"at most {limits.queue_count} calls, {_span(limits.queue_timeout)} each"),
    ]


def _print_facts(out: Console, facts: Sequence[tuple[str, str]]) -> None:
    width = max(len(name) for name, _ in facts)
    for name, value in facts:
        # Not wrapped: an error may be long, and whoever searches the output wants it on one line.
        out.print(Text.assemble((name.ljust(width), "dim"), "  ", value), soft_wrap=True)


def _milliseconds(elapsed: float) -> str:
    return f"{elapsed:.1f} ms"


def _span(duration: duration_pb2.Duration) -> str:
    return f"{duration.ToNanoseconds() / 1e9:g} s"


def _moment(timestamp: timestamp_pb2.Timestamp) -> str:
    """In the reader's zone."""
    return timestamp.ToDatetime(tzinfo=UTC).astimezone().isoformat(sep=" ", timespec="seconds")
