"""Every metric: name, labels, buckets. The core never imports this; it offers plain stats, which are read at scrape.

All label sets exist at zero from the start, so that `rate()` sees the first event and a dashboard has no holes. One
registry per `Metrics`, nothing global. Isolates report over their pipe and never touch a metric: a SIGKILL loses no
count, as it does in prometheus_client's own mode for several processes.
"""

from __future__ import annotations

import platform
from collections.abc import Callable, Iterable, Mapping, Sequence
from importlib import metadata
from typing import Any, Protocol

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, disable_created_metrics
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from executor import __version__
from executor.egress.exchange import HOST_CLASSES, Exchange
from executor.egress.exchange import OUTCOMES as FETCH_OUTCOMES
from executor.egress.policy import Refusal
from executor.observe import memory
from executor.observe.callers import CallerUses
from executor.observe.erasures import Erasures
from executor.observe.history import History
from executor.observe.notices import Notices
from executor.observe.series import Counts, Histograms, histogram
from executor.observe.tally import Tally
from executor.outcome import ErrorKind, Outcome
from executor.pool.accounting import OVERLOAD_REASONS
from executor.pool.conversation import CALL_RESULTS
from executor.pool.pool import Pool
from executor.pool.readiness import Readiness
from executor.pool.run import REPEATABLE, Run
from executor.pool.warmup import WarmupState
from executor.wire.options import Isolation, SandboxLevel
from executor.wire.packets import EngineLoaded

# Seconds. A no-op runs in 0.3 ms and waits 20 µs; the longest script may take minutes.
_QUICK = (
    0.0001,
    0.00025,
    0.0005,
    0.001,
    0.0025,
    0.005,
    0.01,
    0.025,
    0.05,
    0.1,
    0.25,
    0.5,
    1,
    2.5,
    5,
    10,
    30,
    60,
)

# A `_created` series beside each of ours would double the page and is read by nobody.
disable_created_metrics()

# The labels of an RPC: `unary` or another kind, the service and the method.
RPC_LABELS = ("grpc_type", "grpc_service", "grpc_method")


class Holding(Protocol):
    """A bounded sum of what callers hold (executor/rpc/holding.py): bytes; streams for `batches` and `watches`; connections."""

    name: str
    total: int
    limit: int
    refusals: int
    ends: int


class Metrics:
    """The registry that the admin side exports, and the few calls that feed it."""

    def __init__(self, pool: Pool, readiness: Readiness) -> None:
        self.registry = CollectorRegistry()
        self.history = History()
        self._declare_rpcs()
        self._declare_executions()
        self._declare_fetches()
        self._declare_conversations()
        self.callers = CallerUses(pool.settings.metrics_callers)
        self.notices = Notices()
        self.erasures = Erasures(self)
        self._touch()
        pool.broker.observe = self.fetched
        pool.on_executed(self.executed)
        # Asked at scrape, where the server speaks TLS: when its certificate ends, in seconds of Unix time.
        self.certificate_expiry: Callable[[], float] | None = None
        self.memory = memory.MemorySamples(pool.pids)
        # What calls hold: filled where that is bounded, asked at scrape.
        self.holdings: Sequence[Holding] = ()
        self.registry.register(_StateCollector(self, pool, readiness))

    def _declare_rpcs(self) -> None:
        # Names and labels of grpc-ecosystem/go-grpc-middleware, which existing dashboards know. Fed by rpc/counting.py.
        self.rpc_started = Counts(
            "grpc_server_started_total", "RPCs started on the server.", RPC_LABELS, self.registry
        )
        self.rpc_handled = Counts(
            "grpc_server_handled_total",
            "RPCs completed on the server, by status code.",
            (*RPC_LABELS, "grpc_code"),
            self.registry,
        )
        self.rpc_handling = Histograms(
            "grpc_server_handling_seconds",
            "Seconds from an RPC's start to its end on the server.",
            RPC_LABELS,
            _QUICK,
            self.registry,
        )

    def _declare_executions(self) -> None:
        self._executions = Counts(
            "executor_executions_total",
            "Scripts that ran to an outcome, by outcome.",
            ("outcome",),
            self.registry,
        )
        self._repeatable = Counter(
            "executor_repeatable_runs_total",
            "Executions that were deterministic, whose HTTP requests were recorded, or answered from a record; one may be all three.",
            ("kind",),
            registry=self.registry,
        )
        self._prepares = Counter(
            "executor_prepares_total",
            "Code that was compiled to be kept, by outcome; no execution.",
            ("outcome",),
            registry=self.registry,
        )
        self._queue_wait = self._histogram(
            "executor_queue_wait_seconds", "Seconds from admission to hand-over."
        )
        self._refusal = Histogram(
            "executor_refusal_seconds",
            "Seconds from a call's start on the server to its refusal for overload, by reason.",
            ("reason",),
            buckets=_QUICK,
            registry=self.registry,
        )
        self._run = self._histogram("executor_run_seconds", "Wall seconds in the isolate.")
        self._cpu = self._histogram("executor_cpu_seconds", "CPU seconds used by the isolate for the job.")
        self._invalid = Counter(
            "executor_invalid_requests_total",
            "Requests, and inputs of batches, that can never run as they stand.",
            registry=self.registry,
        )

    def _declare_fetches(self) -> None:
        self._fetches = Counter(
            "executor_fetches_total",
            "HTTP requests of scripts that ended, by what their host was and how they ended.",
            ("host_class", "outcome"),
            registry=self.registry,
        )
        self._fetch_refusals = Counter(
            "executor_fetch_refusals_total",
            "HTTP requests of scripts that the egress policy refused, by reason.",
            ("reason",),
            registry=self.registry,
        )
        self._fetch = self._histogram(
            "executor_fetch_seconds", "Seconds from a script's HTTP request to its response or error."
        )
        self._fetch_sent = Counter(
            "executor_fetch_sent_bytes_total", "Bytes of bodies of requests.", registry=self.registry
        )
        self._fetch_received = Counter(
            "executor_fetch_received_bytes_total",
            "Bytes of bodies of responses, as they came over the wire.",
            registry=self.registry,
        )

    def _declare_conversations(self) -> None:
        # Fed by rpc/converse_call.py, by `CALL_RESULTS`.
        self.conversations = Gauge(
            "executor_conversations", "Conversations whose run waits or is under way.", registry=self.registry
        )
        calls = Counter(
            "executor_calls_total",
            "Calls of callers' functions by scripts, by what became of them.",
            ("result",),
            registry=self.registry,
        )
        self.calls = {result: calls.labels(result) for result in CALL_RESULTS}

    def _histogram(self, name: str, text: str) -> Tally:
        return Histograms(name, text, (), _QUICK, self.registry).labels()

    def _touch(self) -> None:
        # `labels()` takes longer than what it is asked for: on the path of every call it is done once.
        self._ended = {None: self._executions.labels("ok")} | {
            kind: self._executions.labels(kind.name.lower()) for kind in ErrorKind
        }
        for kind in REPEATABLE:
            self._repeatable.labels(kind)
        self._prepared = {None: self._prepares.labels("ok")} | {
            kind: self._prepares.labels(kind.name.lower()) for kind in ErrorKind
        }
        for reason in OVERLOAD_REASONS:
            self._refusal.labels(reason)
        for refusal in Refusal:
            self._fetch_refusals.labels(refusal)
        for host_class in HOST_CLASSES:
            for outcome in FETCH_OUTCOMES:
                self._fetches.labels(host_class, outcome)

    def executed(self, run: Run, outcome: Outcome) -> None:
        """Counts one execution and what it cost, in every place that counts them. A sampled trace is the exemplar of its buckets."""
        if run.job.prepare:
            self._prepared[outcome.error.kind if outcome.error else None].inc()
            self.callers.of(run.caller).cpu_seconds += outcome.usage.cpu
            return
        self.history.executed(run.execution_id, outcome)
        if outcome.error is not None:
            self.notices.executed(run.execution_id, run.caller, run.job.block, outcome)
        use = self.callers.of(run.caller)
        use.executions += 1
        use.cpu_seconds += outcome.usage.cpu
        trace_id = run.trace.trace_id if run.trace is not None else ""
        self._ended[outcome.error.kind if outcome.error else None].value += 1
        if run.tape is not None or run.job.deterministic:
            for kind in run.repeatable():
                self._repeatable.labels(kind).inc()
        self._queue_wait.add(outcome.usage.queue, trace_id)
        self._run.add(outcome.usage.run, trace_id)
        self._cpu.add(outcome.usage.cpu, trace_id)

    def refused(
        self, execution_id: str, reason: str, seconds: float, *, caller: str = "", is_invalid: bool = False
    ) -> None:
        """Counts one refusal; those for overload are timed, and are counted by the pool. `is_invalid` is one that can never run."""
        self.history.refused(execution_id, reason, seconds)
        self.callers.of(caller).refusals += 1
        if is_invalid:
            self._invalid.inc()
        if reason in OVERLOAD_REASONS:
            self._refusal.labels(reason).observe(seconds)

    def fetched(self, exchange: Exchange) -> None:
        """Counts one HTTP request of a script."""
        self._fetches.labels(exchange.host_class, exchange.outcome).inc()
        if exchange.refusal is not None:
            self._fetch_refusals.labels(exchange.refusal).inc()
        self._fetch.add(exchange.duration)
        self._fetch_sent.inc(exchange.sent_bytes)
        self._fetch_received.inc(exchange.received_bytes)


class _StateCollector(Collector):
    """Reads the pool, the warmup and the memory sample when scraped."""

    def __init__(self, metrics: Metrics, pool: Pool, readiness: Readiness) -> None:
        self._metrics = metrics
        self._pool = pool
        self._readiness = readiness

    def collect(self) -> Iterable[Metric]:
        yield _build_info(self._pool.warmup.status().engine)
        yield from self._of_pool()
        yield _gauge(
            "executor_fetches_in_flight",
            "HTTP requests of scripts under way; those that wait for their turn are not.",
            self._pool.broker.in_flight,
        )
        yield from self._of_holdings()
        yield from self._of_programs()
        yield from self._of_warmup()
        yield from self._of_processes()
        yield from self._of_callers()
        if self._metrics.certificate_expiry is not None:
            yield _gauge(
                "executor_tls_certificate_expiry_timestamp_seconds",
                "When the certificate for new connections ends, in seconds of Unix time.",
                self._metrics.certificate_expiry(),
            )

    def _of_pool(self) -> Iterable[Metric]:
        stats = self._pool.stats()
        yield _gauges("executor_isolates", "Isolates by state.", "state", stats.isolates)
        yield _gauge("executor_slots", "Places for isolates.", stats.slots)
        yield _gauge(
            "executor_saturation_ratio",
            "Running and queued jobs over slots: 1 is busy, above it jobs wait. What to scale by.",
            (stats.running + stats.queued) / stats.slots,
        )
        yield _gauge("executor_queue_length", "Jobs waiting for an isolate.", stats.queued)
        yield _gauge("executor_queue_limit", "Jobs that may wait at most.", stats.queue_limit)
        yield _gauge("executor_ready", "1 while readiness is SERVING.", self._readiness.ready)
        yield _counters(
            "executor_kills", "Isolates killed before their time, by reason.", "reason", stats.kills
        )
        yield _counters("executor_refusals", "Jobs that did not start, by reason.", "reason", stats.refusals)
        yield _counter("executor_forks", "Isolates forked.", stats.forks)
        yield _counter("executor_reused", "Executions that began in an isolate kept for them.", stats.reused)
        yield _counters(
            "executor_evictions",
            "Isolates not kept or rewound any longer, by reason.",
            "reason",
            stats.evictions,
        )
        yield _counters(
            "executor_rewinds", "Isolates to be made as if never used, by result.", "result", stats.rewinds
        )
        yield histogram(
            "executor_rewind_seconds",
            "Seconds that the zygote took for a rewind.",
            (),
            {(): stats.rewind_seconds},
        )
        yield histogram(
            "executor_rewind_pages", "Pages that a rewind put back.", (), {(): stats.rewind_pages}
        )
        yield _counter(
            "executor_spawn_failures", "Zygotes or isolates that failed to start.", stats.spawn_failures
        )
        yield _counter("executor_zygote_generations", "Zygotes started.", stats.generations)
        yield _counter(
            "executor_canary_failures", "Canary scripts that failed.", self._readiness.canary_failures
        )

    def _of_holdings(self) -> Iterable[Metric]:
        holdings = self._metrics.holdings
        yield _gauges(
            "executor_held",
            "What callers hold of the server: bytes; for `batches` and `watches` open streams; connections.",
            "kind",
            {holding.name: holding.total for holding in holdings},
        )
        yield _gauges(
            "executor_held_limit",
            "What they may hold at most.",
            "kind",
            {holding.name: holding.limit for holding in holdings},
        )
        yield _counters(
            "executor_held_refusals",
            "Calls, or connections, refused because others hold too much.",
            "kind",
            {holding.name: holding.refusals for holding in holdings},
        )
        yield _counters(
            "executor_held_ends",
            "Calls ended because they sent or read too slowly, or were too many, while others waited for what they hold; "
            "connections that said too slowly what they want.",
            "kind",
            {holding.name: holding.ends for holding in holdings},
        )

    def _of_programs(self) -> Iterable[Metric]:
        programs = self._pool.programs
        yield _gauge("executor_programs", "Programs kept, of all callers.", programs.count)
        yield _gauge("executor_program_bytes", "What they take: code and bytecode.", programs.size)
        yield _counters(
            "executor_program_lookups",
            "Programs that calls named, by whether they were there.",
            "result",
            programs.lookups,
        )
        yield _counters(
            "executor_program_evictions",
            "Programs not kept any longer, by reason.",
            "reason",
            programs.evictions,
        )

    def _of_warmup(self) -> Iterable[Metric]:
        status = self._pool.warmup.status()
        states = {state.name.lower(): int(state is status.state) for state in WarmupState}
        yield _gauges("executor_warmup_state", "1 for the state the warmup is in.", "state", states)
        seconds = {module.name: module.elapsed_ms / 1000 for module in status.modules}
        yield _gauges("executor_warmup_module_seconds", "Seconds to load a module.", "module", seconds)
        sizes = {module.name: module.size_bytes for module in status.modules}
        yield _gauges("executor_warmup_module_bytes", "Bundled size of a module.", "module", sizes)
        yield _gauge("executor_warmup_seconds", "Seconds the current warmup took.", status.elapsed_ms / 1000)

        levels = {level.value: int(level == status.sandbox_level) for level in SandboxLevel}
        yield _gauges("executor_sandbox_level", "1 for the level reached in isolates.", "level", levels)
        modes = {mode.value: int(mode == status.isolation) for mode in Isolation}
        yield _gauges("executor_isolation", "1 for where never-used isolates come from.", "mode", modes)

    def _of_callers(self) -> Iterable[Metric]:
        uses = self._metrics.callers.all()
        for name, text, values in (
            ("executions", "Executions", {caller: use.executions for caller, use in uses.items()}),
            (
                "cpu_seconds",
                "CPU seconds of executions",
                {caller: use.cpu_seconds for caller, use in uses.items()},
            ),
            (
                "refusals",
                "Calls and inputs that did not run",
                {caller: use.refusals for caller, use in uses.items()},
            ),
        ):
            told = f"{text}, by caller; beyond --metrics-callers it is `other`."
            yield _counters(f"executor_caller_{name}", told, "caller", values)

    def _of_processes(self) -> Iterable[Metric]:
        roles = {
            role: memory.ProcessMemory() for role in ("server", "zygote", "isolate", "typescript")
        } | self._metrics.memory.latest
        resident = {role: used.resident for role, used in roles.items()}
        proportional = {role: used.proportional for role, used in roles.items()}
        yield _gauges(
            "executor_resident_memory_bytes",
            "Resident bytes by role; shared pages count for each.",
            "role",
            resident,
        )
        yield _gauges(
            "executor_proportional_memory_bytes", "PSS by role; shared pages are split.", "role", proportional
        )
        yield _gauges(
            "executor_memory_estimated_processes",
            "Processes whose part of the PSS is an estimate, as the server may not read it, by role.",
            "role",
            {role: used.estimated for role, used in roles.items()},
        )


def _build_info(engine: EngineLoaded | None) -> GaugeMetricFamily:
    """The engine's labels are empty until the first zygote has told."""
    family = GaugeMetricFamily(
        "executor_build_info",
        "Always 1; the labels say what runs.",
        labels=("version", "python", "dukpy", "engine", "engine_origin", "compiler", "flags"),
    )
    of_engine = (
        ("", "", "", "") if engine is None else (engine.version, engine.origin, engine.compiler, engine.flags)
    )
    family.add_metric((__version__, platform.python_version(), _DUKPY, *of_engine), 1)
    return family


def _gauge(name: str, text: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, text, value=value)


def _counter(name: str, text: str, value: float) -> CounterMetricFamily:
    return CounterMetricFamily(name, text, value=value)


def _gauges(name: str, text: str, label: str, values: dict[str, Any]) -> GaugeMetricFamily:
    family = GaugeMetricFamily(name, text, labels=(label,))
    for key, value in values.items():
        family.add_metric((key,), value)
    return family


def _counters(name: str, text: str, label: str, values: Mapping[str, float]) -> CounterMetricFamily:
    family = CounterMetricFamily(name, text, labels=(label,))
    for key, value in values.items():
        family.add_metric((key,), value)
    return family


# Reading it each time would read a file.
_DUKPY = metadata.version("dukpy")
