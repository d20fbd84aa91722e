"""Traces by OpenTelemetry: a server span for each `Execute`, with children for queue, run and each HTTP request, and one for
each `ExecuteBatch`, and for each `Converse` as for `Execute`, with a child for each call of the caller's functions.

Optional: the wheel's extra `otel` and `--traces=otlp`. Without the setting nothing of it is imported, and a call pays
one comparison. Spans say how long and how it ended, by the semantic conventions and a few names of ours; never code, input,
results, console output, URLs beyond the host, or what an error says. Exporter and sampler are set by the standard OTEL_… variables.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import threading
import time
from collections.abc import Iterable
from enum import IntEnum
from importlib import metadata
from typing import TYPE_CHECKING, Any

from executor import __version__
from executor.outcome import Outcome

if TYPE_CHECKING:
    from opentelemetry.trace import Span, Tracer

log = logging.getLogger(__name__)

SERVICE_NAME = "flow-executor"
_SERVICE = "executor.v1.ExecutorService"
# Lists, with commas, of conventions whose older names are wanted beside those that are stable (semantic conventions, RPC).
OPT_IN = "OTEL_SEMCONV_STABILITY_OPT_IN"
# Seconds that the end of the server waits for the last spans: a collector that is down must not hold it up.
FLUSH_TIMEOUT = 2.0
# Of one conversation: beyond these calls of the caller's functions are only counted.
MAX_CALL_SPANS = 100
_NS = 1_000_000_000


class StatusCode(IntEnum):
    """gRPC's, by number: nothing here imports gRPC."""

    OK = 0
    CANCELLED = 1
    UNKNOWN = 2
    INVALID_ARGUMENT = 3
    DEADLINE_EXCEEDED = 4
    NOT_FOUND = 5
    ALREADY_EXISTS = 6
    PERMISSION_DENIED = 7
    RESOURCE_EXHAUSTED = 8
    FAILED_PRECONDITION = 9
    ABORTED = 10
    OUT_OF_RANGE = 11
    UNIMPLEMENTED = 12
    INTERNAL = 13
    UNAVAILABLE = 14
    DATA_LOSS = 15
    UNAUTHENTICATED = 16


class TracingUnavailable(Exception):
    """`--traces=otlp`, and its packages are not installed."""


class Tracing:
    """Makes traces. Raises `TracingUnavailable`."""

    def __init__(self, *, propagate: bool) -> None:
        try:
            from opentelemetry import trace  # noqa: PLC0415 - an extra, and only for those who want it
            from opentelemetry.exporter.otlp.proto.grpc.trace_exporter import OTLPSpanExporter  # noqa: PLC0415
            from opentelemetry.sdk.resources import Resource  # noqa: PLC0415
            from opentelemetry.sdk.trace import TracerProvider  # noqa: PLC0415
            from opentelemetry.sdk.trace.export import BatchSpanProcessor  # noqa: PLC0415
            from opentelemetry.trace.propagation import tracecontext  # noqa: PLC0415
        except ImportError as error:
            raise TracingUnavailable(
                f"--traces=otlp needs OpenTelemetry ({error}): pip install 'WHEEL[otel]', with the path of flow-executor's wheel, or leave --traces off"
            ) from error
        resource = {"service.version": __version__, "executor.dukpy.version": metadata.version("dukpy")}
        if not os.environ.get("OTEL_SERVICE_NAME"):
            resource["service.name"] = SERVICE_NAME
        # Sampler and exporter read their variables themselves.
        self._provider = TracerProvider(resource=Resource.create(resource), shutdown_on_exit=False)
        self._provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
        self._tracer = self._provider.get_tracer("executor", __version__)
        self._format = tracecontext.TraceContextTextMapPropagator()
        self._trace = trace
        self.propagate = propagate
        wanted = os.environ.get(OPT_IN, "").split(",")
        self.with_older_names = "rpc/dup" in (name.strip() for name in wanted)

    def begin(self, metadata: Iterable[tuple[str, str | bytes]], method: str = "Execute") -> Trace:
        """The server span of a call; its parent is whatever the caller's `traceparent` says."""
        carrier = {key: str(value) for key, value in metadata if key in ("traceparent", "tracestate")}
        kind = self._trace.SpanKind.SERVER
        name = f"{_SERVICE}/{method}"
        attributes = {"rpc.system.name": "grpc", "rpc.method": name}
        if self.with_older_names:
            # `rpc.method` was the last part alone: one name has one value, that of today.
            attributes |= {"rpc.system": "grpc", "rpc.service": _SERVICE}
        span = self._tracer.start_span(name, self._format.extract(carrier), kind, attributes)
        return Trace(self, span)

    async def shutdown(self) -> None:
        """Sends what is left, for `FLUSH_TIMEOUT` at most."""
        loop = asyncio.get_running_loop()
        sent = asyncio.Event()

        def send() -> None:
            self._provider.shutdown()
            # The loop may be closed by then.
            with contextlib.suppress(RuntimeError):
                loop.call_soon_threadsafe(sent.set)

        # Not in the loop's executor, whose threads the end of the loop waits for.
        threading.Thread(target=send, name="traces", daemon=True).start()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(sent.wait(), FLUSH_TIMEOUT)

    @property
    def tracer(self) -> Tracer:
        """For children."""
        return self._tracer

    def child_context(self, span: Span) -> Any:
        """What makes another span its child."""
        return self._trace.set_span_in_context(span)

    def header(self, span: Span) -> str:
        """Its `traceparent`, empty where requests are to carry none."""
        if not self.propagate:
            return ""
        carrier: dict[str, str] = {}
        self._format.inject(carrier, self.child_context(span))
        return carrier.get("traceparent", "")

    def failed(self, span: Span) -> None:
        """Marks a span as one that ended in an error."""
        span.set_status(self._trace.StatusCode.ERROR)

    @property
    def client_kind(self) -> Any:
        """Of spans of requests."""
        return self._trace.SpanKind.CLIENT


class Trace:
    """The spans of one call."""

    def __init__(self, tracing: Tracing, span: Span) -> None:
        self._tracing = tracing
        self._span = span
        self._begun_ns = time.time_ns()
        # Of a conversation.
        self._call_count = 0
        self._calls: dict[int, Span] = {}

    @property
    def trace_id(self) -> str:
        """In hex; empty where the trace is not sampled."""
        context = self._span.get_span_context()
        return f"{context.trace_id:032x}" if context.trace_flags.sampled else ""

    def repeats(self, *, deterministic: bool, recorded: bool, replayed: bool) -> None:
        """The run can be repeated, or repeats one."""
        named = {"deterministic": deterministic, "recorded": recorded, "replayed": replayed}
        self._span.set_attributes({f"executor.{name}": True for name, is_so in named.items() if is_so})

    def erased(self, begun_ns: int, outcome: Outcome) -> None:
        """Types were erased until now, before the script was let in: a child of its own."""
        now = time.time_ns()
        error = "" if outcome.error is None else outcome.error.kind.name.lower()
        self._child("erase", begun_ns, now, {"executor.cpu_seconds": outcome.usage.cpu}, error)
        self._begun_ns = now

    def ended(self, execution_id: str, outcome: Outcome) -> None:
        """The script ran: its queue and its run become children, and the server span ends."""
        usage = outcome.usage
        now = time.time_ns()
        # Both ended before the answer was made; the run is the last of it.
        run_ns, queue_ns = int(usage.run * _NS), int(usage.queue * _NS)
        self._child("queue", self._begun_ns, self._begun_ns + queue_ns)
        error = "" if outcome.error is None else outcome.error.kind.name.lower()
        run = {"executor.cpu_seconds": usage.cpu, "executor.peak_memory_bytes": usage.peak_memory_bytes}
        self._child("run", max(self._begun_ns, now - run_ns), now, run, error)
        self._span.set_attributes(
            {
                **self._status(StatusCode.OK),
                "executor.execution_id": execution_id,
                "executor.outcome": error or "ok",
                "executor.queue_seconds": usage.queue,
                "executor.fetch_count": usage.fetch_count,
            }
        )
        if self._call_count:
            self._span.set_attribute("executor.call_count", self._call_count)
        # A script's own failure is no error of the service: the span says how it ended, and stays without a status.
        self._span.end(now)

    def prepared(self, execution_id: str, outcome: Outcome | None) -> None:
        """Code was compiled, or was there already."""
        if outcome is not None:
            self.ended(execution_id, outcome)
            return
        attributes = {"executor.execution_id": execution_id, "executor.outcome": "known"}
        self._span.set_attributes(self._status(StatusCode.OK) | attributes)
        self._span.end()

    def batch_ended(self, batch_id: str, answered: int) -> None:
        """All inputs of a batch are answered."""
        attributes = {"executor.execution_id": batch_id, "executor.answered": answered}
        self._span.set_attributes(self._status(StatusCode.OK) | attributes)
        self._span.end()

    def refused(self, status: StatusCode, reason: str, execution_id: str = "") -> None:
        """The service did not run it, or not all of a batch, for `reason`, and answered with this status."""
        attributes = {"error.type": reason, "executor.execution_id": execution_id}
        self._span.set_attributes(self._status(status) | attributes)
        self._tracing.failed(self._span)
        self._span.end()

    def _status(self, status: StatusCode) -> dict[str, Any]:
        attributes: dict[str, Any] = {"rpc.status_code": status.name}
        if self._tracing.with_older_names:
            attributes["rpc.grpc.status_code"] = status.value
        return attributes

    def _child(
        self,
        name: str,
        begun_ns: int,
        ended_ns: int,
        attributes: dict[str, Any] | None = None,
        error: str = "",
    ) -> None:
        context = self._tracing.child_context(self._span)
        span = self._tracing.tracer.start_span(name, context, attributes=attributes, start_time=begun_ns)
        if error:
            span.set_attribute("error.type", error)
            self._tracing.failed(span)
        span.end(ended_ns)

    def called(self, number: int, function: str) -> None:
        """The script calls its caller's function: a child begins, for the first `MAX_CALL_SPANS`."""
        self._call_count += 1
        if self._call_count <= MAX_CALL_SPANS:
            context = self._tracing.child_context(self._span)
            attributes = {"executor.function": function}
            self._calls[number] = self._tracing.tracer.start_span(
                "call", context, self._tracing.client_kind, attributes
            )

    def answered(self, number: int, result: str) -> None:
        """The call with this number is over: `answered`, or as `CALL_RESULTS` of the pool has it."""
        span = self._calls.pop(number, None)
        if span is not None:
            if result != "answered":
                span.set_attribute("error.type", result)
                self._tracing.failed(span)
            span.end()

    def fetch(self, method: str) -> FetchSpan:
        """A child for an HTTP request that begins now."""
        context = self._tracing.child_context(self._span)
        # A method that a script makes up must not become a name (the semantic conventions' rule).
        known = method.upper() if method.upper() in _METHODS else "_OTHER"
        name = known if known != "_OTHER" else "HTTP"
        span = self._tracing.tracer.start_span(
            name, context, self._tracing.client_kind, {"http.request.method": known}
        )
        return FetchSpan(self._tracing, span)


_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"})


class FetchSpan:
    """One HTTP request of a script. `header` is the `traceparent` to send along, empty for none."""

    def __init__(self, tracing: Tracing, span: Span) -> None:
        self._tracing = tracing
        self._span = span
        self.header = tracing.header(span)

    def ended(
        self, *, outcome: str, host_class: str, host: str, status: int, sent_bytes: int, received_bytes: int
    ) -> None:
        """`host` and `status` are the last hop's, empty and 0 where there was none; sizes are those of bodies."""
        self._span.set_attributes(
            {
                "executor.host_class": host_class,
                "http.request.body.size": sent_bytes,
                "http.response.body.size": received_bytes,
            }
        )
        if host:
            self._span.set_attribute("server.address", host)
        if status:
            self._span.set_attribute("http.response.status_code", status)
        if outcome != "response" or status >= 400:
            self._span.set_attribute("error.type", outcome if outcome != "response" else str(status))
            self._tracing.failed(self._span)
        self._span.end()
