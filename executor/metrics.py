"""Every metric: name, labels, buckets. The core never imports this; it offers plain stats, which are read at scrape.

All label sets exist at zero from the start, so that `rate()` sees the first event and a dashboard has no holes. One
registry per `Metrics`, nothing global. Isolates report over their pipe and never touch a metric: a SIGKILL loses no
count (DESIGN.md trap 12).
"""

from __future__ import annotations

import platform
import time
from collections.abc import Awaitable, Callable, Iterable
from importlib import metadata
from typing import Any

import grpc
from prometheus_client import CollectorRegistry, Counter, Histogram, disable_created_metrics
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from executor import __version__, memory
from executor.egress import HOST_CLASSES, Exchange
from executor.egress import OUTCOMES as FETCH_OUTCOMES
from executor.egress_policy import Refusal
from executor.health import Health
from executor.history import History
from executor.interception import Behaviour, Rebuilt, left
from executor.outcome import ErrorKind, Outcome
from executor.pool import OVERLOAD_REASONS, Pool
from executor.sandbox import Level
from executor.warmup import WarmupState

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

_METHODS = {
    "executor.v1.ExecutorService": {
        "Execute": "unary",
        "ExecuteBatch": "bidi_stream",
        "WarmupStatus": "unary",
        "ServerStatus": "unary",
    },
    "grpc.health.v1.Health": {"Check": "unary", "List": "unary", "Watch": "server_stream"},
    "grpc.reflection.v1alpha.ServerReflection": {"ServerReflectionInfo": "bidi_stream"},
}
_GRPC = ("grpc_type", "grpc_service", "grpc_method")
_LABELS = tuple(
    (kind, service, method) for service, methods in _METHODS.items() for method, kind in methods.items()
)


class Metrics:
    """The registry that the admin side exports, and the few calls that feed it."""

    def __init__(self, pool: Pool, health: Health) -> None:
        self.registry = CollectorRegistry()
        self.history = History()
        # Names and labels of grpc-ecosystem/go-grpc-middleware, which existing dashboards know.
        self._started = Counter(
            "grpc_server_started_total", "RPCs started on the server.", _GRPC, registry=self.registry
        )
        self._handled = Counter(
            "grpc_server_handled_total",
            "RPCs completed on the server, by status code.",
            (*_GRPC, "grpc_code"),
            registry=self.registry,
        )
        self._handling = Histogram(
            "grpc_server_handling_seconds",
            "Seconds from an RPC's start to its end on the server.",
            _GRPC,
            buckets=_QUICK,
            registry=self.registry,
        )
        self._executions = Counter(
            "executor_executions_total",
            "Scripts that ran to an outcome, by outcome.",
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
        self._touch()
        # Makes its label sets, too.
        self._interceptor = Interceptor(self._started, self._handled, self._handling)
        pool.broker.observe = self.fetched
        # Asked at scrape, where the server speaks TLS: when its certificate ends, in seconds of Unix time.
        self.certificate_expiry: Callable[[], float] | None = None
        # Filled by whoever is about to export: reading it takes too long for the event loop.
        self.memory: dict[str, memory.ProcessMemory] = {}
        self.registry.register(_StateCollector(self, pool, health))

    def _histogram(self, name: str, text: str) -> Histogram:
        return Histogram(name, text, buckets=_QUICK, registry=self.registry)

    def _touch(self) -> None:
        # `labels()` takes longer than what it is asked for: on the path of every call it is done once.
        self._ended = {None: self._executions.labels("ok")} | {
            kind: self._executions.labels(kind.name.lower()) for kind in ErrorKind
        }
        for reason in OVERLOAD_REASONS:
            self._refusal.labels(reason)
        for refusal in Refusal:
            self._fetch_refusals.labels(refusal)
        for host_class in HOST_CLASSES:
            for outcome in FETCH_OUTCOMES:
                self._fetches.labels(host_class, outcome)

    def executed(self, execution_id: str, outcome: Outcome, trace_id: str = "") -> None:
        """Counts one outcome and what it cost. `trace_id` is that of a sampled trace, the exemplar of its buckets."""
        self.history.executed(execution_id, outcome)
        self._ended[outcome.error.kind if outcome.error else None].inc()
        exemplar = {"trace_id": trace_id} if trace_id else None
        self._queue_wait.observe(outcome.usage.queue, exemplar)
        self._run.observe(outcome.usage.run, exemplar)
        self._cpu.observe(outcome.usage.cpu, exemplar)

    def refused(self, execution_id: str, reason: str, seconds: float) -> None:
        """Times one refusal; those for overload have a histogram. They are counted by the pool."""
        self.history.refused(execution_id, reason, seconds)
        if reason in OVERLOAD_REASONS:
            self._refusal.labels(reason).observe(seconds)

    def fetched(self, exchange: Exchange) -> None:
        """Counts one HTTP request of a script."""
        self._fetches.labels(exchange.host_class, exchange.outcome).inc()
        if exchange.refusal is not None:
            self._fetch_refusals.labels(exchange.refusal).inc()
        self._fetch.observe(exchange.duration)
        self._fetch_sent.inc(exchange.sent_bytes)
        self._fetch_received.inc(exchange.received_bytes)

    def interceptor(self) -> Interceptor:
        """For the gRPC server: the conventional RPC metrics."""
        return self._interceptor


class Interceptor(grpc.aio.ServerInterceptor):  # type: ignore[misc, unused-ignore]
    """Counts and times every RPC of every service on the server."""

    def __init__(self, started: Counter, handled: Counter, handling: Histogram) -> None:
        self._rebuilt = Rebuilt()
        # Resolved once: `labels()` takes longer than the counting itself.
        self._started = {labels: started.labels(*labels) for labels in _LABELS}
        self._handling = {labels: handling.labels(*labels) for labels in _LABELS}
        self._handled = {
            (labels, code.name): handled.labels(*labels, code.name)
            for labels in _LABELS
            for code in grpc.StatusCode
        }

    async def intercept_service(
        self,
        continuation: Callable[[grpc.HandlerCallDetails], Awaitable[grpc.RpcMethodHandler[Any, Any] | None]],
        details: grpc.HandlerCallDetails,
    ) -> grpc.RpcMethodHandler[Any, Any] | None:
        """Wraps the handlers of the methods we know."""
        handler = await continuation(details)
        service, _, method = details.method.removeprefix("/").partition("/")
        if handler is None or method not in _METHODS.get(service, {}):
            # Not ours: labels would be whatever a stranger sends.
            return handler
        labels = (_METHODS[service][method], service, method)
        return self._rebuilt.of(details.method, handler, lambda inner: self._measured(inner, labels))

    def _measured(self, inner: Behaviour, labels: tuple[str, str, str]) -> Behaviour:
        async def behaviour(request: Any, context: Any) -> Any:
            begun = self._begin(labels)
            try:
                response = await inner(request, context)
            except BaseException as error:
                self._end(labels, begun, context, error)
                raise
            self._end(labels, begun, context, None)
            return response

        return behaviour

    def _begin(self, labels: tuple[str, str, str]) -> float:
        self._started[labels].inc()
        return time.monotonic()

    def _end(
        self, labels: tuple[str, str, str], begun: float, context: Any, error: BaseException | None
    ) -> None:
        self._handling[labels].observe(time.monotonic() - begun)
        self._handled[labels, _code(context, error)].inc()


def _code(context: Any, error: BaseException | None) -> str:
    if error is None or isinstance(error, grpc.aio.AbortError):
        code = context.code() or grpc.StatusCode.OK
        # The context gives a number once it was set by abort().
        return code.name if isinstance(code, grpc.StatusCode) else _CODE_NAMES.get(code, "UNKNOWN")
    if left(error):
        time_left = context.time_remaining()
        return "DEADLINE_EXCEEDED" if time_left is not None and time_left <= 0 else "CANCELLED"
    return "UNKNOWN"


_CODE_NAMES = {code.value[0]: code.name for code in grpc.StatusCode}


class _StateCollector(Collector):
    """Reads the pool, the warmup and the memory sample when scraped."""

    def __init__(self, metrics: Metrics, pool: Pool, health: Health) -> None:
        self._metrics = metrics
        self._pool = pool
        self._health = health

    def collect(self) -> Iterable[Metric]:
        yield _BUILD
        yield from self._of_pool()
        yield _gauge(
            "executor_fetches_in_flight",
            "HTTP requests of scripts under way; those that wait for their turn are not.",
            self._pool.broker.in_flight,
        )
        yield from self._of_warmup()
        yield from self._of_processes()
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
        yield _gauge("executor_ready", "1 while readiness is SERVING.", self._health.ready)
        yield _counters(
            "executor_kills", "Isolates killed before their time, by reason.", "reason", stats.kills
        )
        yield _counters("executor_refusals", "Jobs that did not start, by reason.", "reason", stats.refusals)
        yield _counter("executor_forks", "Isolates forked.", stats.forks)
        yield _counter("executor_reused", "Executions that began in an isolate kept for them.", stats.reused)
        yield _counters(
            "executor_evictions", "Idle isolates not kept any longer, by reason.", "reason", stats.evictions
        )
        yield _counter(
            "executor_spawn_failures", "Zygotes or isolates that failed to start.", stats.spawn_failures
        )
        yield _counter("executor_zygote_generations", "Zygotes started.", stats.generations)
        yield _counter(
            "executor_canary_failures", "Canary scripts that failed.", self._health.canary_failures
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

        levels = {level.value: int(level == status.sandbox_level) for level in Level}
        yield _gauges("executor_sandbox_level", "1 for the level reached in isolates.", "level", levels)

    def _of_processes(self) -> Iterable[Metric]:
        roles = {
            role: memory.ProcessMemory(0, 0) for role in ("server", "zygote", "isolate")
        } | self._metrics.memory
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


def _build_info() -> GaugeMetricFamily:
    family = GaugeMetricFamily(
        "executor_build_info", "Always 1; the labels say what runs.", labels=("version", "python", "dukpy")
    )
    family.add_metric((__version__, platform.python_version(), metadata.version("dukpy")), 1)
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


def _counters(name: str, text: str, label: str, values: dict[str, int]) -> CounterMetricFamily:
    family = CounterMetricFamily(name, text, labels=(label,))
    for key, value in values.items():
        family.add_metric((key,), value)
    return family


_BUILD = _build_info()
