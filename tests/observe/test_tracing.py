"""Traces over the real OTLP exporter, received by a collector of ours: who is whose child, and what is not on them."""

import threading
from collections.abc import Iterator
from concurrent import futures
from typing import Any

import grpc
import pytest
from batches import chunk, header
from conversations import Conversation, returns, start_of, throws
from harness import PATIENCE, ServerProcess, eventually
from opentelemetry.proto.collector.trace.v1 import trace_service_pb2, trace_service_pb2_grpc

from executor.observe.tracing import MAX_CALL_SPANS
from executor.v1 import executor_pb2 as pb

# W3C: version, trace, parent, sampled.
TRACE, PARENT = "0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"
TRACEPARENT = (("traceparent", f"00-{TRACE}-{PARENT}-01"),)
SECRET = "hunter2"


class Collector(trace_service_pb2_grpc.TraceServiceServicer):
    """Takes OTLP over gRPC, as any collector does."""

    def __init__(self) -> None:
        self.spans: list[Any] = []
        self.resources: list[dict[str, str]] = []
        self._lock = threading.Lock()
        self._server = grpc.server(futures.ThreadPoolExecutor(2))
        trace_service_pb2_grpc.add_TraceServiceServicer_to_server(self, self._server)
        self.port = self._server.add_insecure_port("127.0.0.1:0")
        self._server.start()

    def Export(self, request, context):  # noqa: N802 - OTLP's name
        with self._lock:
            for resource in request.resource_spans:
                self.resources.append(attributes(resource.resource))
                for scope in resource.scope_spans:
                    self.spans.extend(scope.spans)
        return trace_service_pb2.ExportTraceServiceResponse()

    def named(self, name: str) -> list[Any]:
        with self._lock:
            return [span for span in self.spans if span.name == name]

    def stop(self) -> None:
        self._server.stop(None).wait()


def attributes(holder: Any) -> dict[str, Any]:
    return {
        item.key: getattr(item.value, item.value.WhichOneof("value") or "string_value")
        for item in holder.attributes
    }


@pytest.fixture
def collector() -> Iterator[Collector]:
    running = Collector()
    yield running
    running.stop()


@pytest.fixture
def traced(start, collector) -> ServerProcess:
    environment = {
        "OTEL_EXPORTER_OTLP_ENDPOINT": f"http://127.0.0.1:{collector.port}",
        "OTEL_BSP_SCHEDULE_DELAY": "100",
    }
    flags = ("--isolates=1", "--traces=otlp", "--egress=listed", "--egress-allow=127.0.0.1:*")
    return start(*flags, "--traces-propagate=all", environment=environment).serving()


def test_a_call_is_a_child_of_its_callers_span_with_queue_run_and_fetch_below(traced, collector, web):
    code = f"console.log('{SECRET}'); await fetch(input.url, {{ method: 'POST', body: '{SECRET}' }}); return '{SECRET}'"
    request = traced.request(code, {"url": f"{web.url}/echo?key={SECRET}"}, execution_id="traced-1")
    response = traced.stub.Execute(request, timeout=PATIENCE, metadata=TRACEPARENT)
    assert response.WhichOneof("outcome") == "result_json", response.error
    name = "executor.v1.ExecutorService/Execute"
    (server,) = eventually(lambda: collector.named(name), "the span is exported")
    assert (server.trace_id.hex(), server.parent_span_id.hex()) == (TRACE, PARENT)
    assert server.kind == server.SPAN_KIND_SERVER
    told = attributes(server)
    assert told["rpc.system.name"] == "grpc"
    assert told["rpc.method"] == name
    assert told["rpc.status_code"] == "OK"
    assert not {"rpc.system", "rpc.service", "rpc.grpc.status_code"} & told.keys()
    assert told["executor.execution_id"] == "traced-1"
    assert told["executor.outcome"] == "ok"
    children = {span.name: span for span in collector.spans if span.parent_span_id == server.span_id}
    assert set(children) == {"queue", "run", "POST"}
    for child in children.values():
        assert server.start_time_unix_nano <= child.start_time_unix_nano <= child.end_time_unix_nano
        assert child.end_time_unix_nano <= server.end_time_unix_nano + 1_000_000
    fetch = attributes(children["POST"])
    assert fetch["server.address"] == "127.0.0.1"
    assert fetch["http.response.status_code"] == 200
    assert collector.resources[0]["service.name"] == "flow-executor"
    assert SECRET not in str(collector.spans)


def test_erasing_types_is_a_child_before_the_queue(traced, collector):
    request = traced.request(f"return '{SECRET}' as string", language=pb.LANGUAGE_TYPESCRIPT)
    for _ in range(2):
        traced.stub.Execute(request, timeout=PATIENCE)
    name = "executor.v1.ExecutorService/Execute"
    spans = eventually(lambda: len(collector.named(name)) == 2 and collector.named(name), "both are exported")
    # What was erased before takes nothing.
    (erase,) = collector.named("erase")
    (queue,) = (one for one in collector.named("queue") if one.parent_span_id == erase.parent_span_id)
    assert erase.parent_span_id in {span.span_id for span in spans}
    assert erase.start_time_unix_nano <= erase.end_time_unix_nano <= queue.start_time_unix_nano
    assert SECRET not in str(collector.spans)


def test_span_of_a_run_that_can_be_repeated_says_so(traced, collector):
    start = {"seconds": 1_700_000_000}
    request = traced.request("return 1", deterministic={"seed": 1, "start_time": start}, http_record=True)
    traced.stub.Execute(request, timeout=PATIENCE)
    (span,) = eventually(
        lambda: collector.named("executor.v1.ExecutorService/Execute"), "the span is exported"
    )
    told = {one.key: one.value.bool_value for one in span.attributes if one.value.HasField("bool_value")}
    assert told == {"executor.deterministic": True, "executor.recorded": True}


def test_request_of_a_script_carries_the_context_of_its_own_span(traced, collector, web):
    code = "return (await (await fetch(input)).json()).headers"
    headers = dict(traced.result(code, f"{web.url}/echo"))
    (fetch,) = eventually(lambda: collector.named("GET"), "the span is exported")
    # The flags after it: sampled, and since 2024 that the id is random.
    assert headers["traceparent"].startswith(f"00-{fetch.trace_id.hex()}-{fetch.span_id.hex()}-")


def test_refusals_and_failures_are_told_by_their_kind(traced, collector):
    traced.error("throw new Error('no')")
    with pytest.raises(grpc.RpcError):
        traced.stub.Execute(pb.ExecuteRequest(code=" "), timeout=PATIENCE)
    name = "executor.v1.ExecutorService/Execute"
    spans = eventually(lambda: len(collector.named(name)) == 2 and collector.named(name), "both are exported")
    thrown, refused = (attributes(span) for span in spans)
    assert thrown["executor.outcome"] == "thrown"
    assert refused["error.type"] == "EMPTY_CODE"
    assert refused["rpc.status_code"] == "INVALID_ARGUMENT"
    # A script's own failure is no error of the service.
    assert [span.status.code for span in spans] == [0, spans[1].status.STATUS_CODE_ERROR]


def test_preparation_has_a_span_with_its_outcome(traced, collector):
    for code in ("return 'traced'", "return 'traced'", "return ("):
        traced.stub.PrepareProgram(pb.PrepareProgramRequest(code=code), timeout=PATIENCE)
    name = "executor.v1.ExecutorService/PrepareProgram"
    spans = eventually(lambda: len(collector.named(name)) == 3 and collector.named(name), "all are exported")
    assert [attributes(span)["executor.outcome"] for span in spans] == ["ok", "known", "syntax"]
    run = [span for span in collector.named("run") if span.parent_span_id == spans[0].span_id]
    assert len(run) == 1


def test_sampled_trace_is_the_exemplar_of_its_buckets(traced):
    traced.stub.Execute(traced.request("return 1"), timeout=PATIENCE, metadata=TRACEPARENT)
    exposed = traced.get("/metrics", Accept="application/openmetrics-text")[1]
    assert f'# {{trace_id="{TRACE}"}}' in exposed
    assert "trace_id" not in traced.get("/metrics")[1]


def test_collector_that_is_down_stops_nothing(start):
    environment = {"OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:1", "OTEL_BSP_SCHEDULE_DELAY": "50"}
    server = start("--isolates=1", "--traces=otlp", environment=environment).serving()
    for number in range(20):
        assert server.result("return input", number) == number
    server.stop()


def test_spans_under_way_are_sent_at_the_end(start, collector):
    environment = {
        "OTEL_EXPORTER_OTLP_ENDPOINT": f"http://127.0.0.1:{collector.port}",
        "OTEL_BSP_SCHEDULE_DELAY": "600000",
    }
    server = start("--isolates=1", "--traces=otlp", environment=environment).serving()
    server.result("return 1")
    assert collector.spans == []
    server.stop()
    assert len(collector.named("executor.v1.ExecutorService/Execute")) == 1


def test_server_without_the_packages_says_what_to_install(start, tmp_path):
    (tmp_path / "opentelemetry.py").write_text("raise ImportError('not here')")
    server = start("--traces=otlp", environment={"PYTHONPATH": str(tmp_path)})
    assert server.wait() == 2
    assert "pip install 'WHEEL[otel]'" in "\n".join(server.log)
    server.stop(expected=2)


def test_batch_has_a_span_of_its_own(traced, collector):
    results = traced.stub.ExecuteBatch(
        iter([header(traced, "return input", execution_id="batch-1"), chunk(1, 2, 3)]),
        timeout=PATIENCE,
        metadata=TRACEPARENT,
    )
    assert sum(len(result.responses) for result in results) == 3
    with pytest.raises(grpc.RpcError):
        list(traced.stub.ExecuteBatch(iter([header(traced, " ")]), timeout=PATIENCE))
    name = "executor.v1.ExecutorService/ExecuteBatch"
    spans = eventually(lambda: len(collector.named(name)) == 2 and collector.named(name), "both are exported")
    assert spans[0].trace_id.hex() == TRACE
    ran, refused = (attributes(span) for span in spans)
    assert (ran["rpc.method"], ran["rpc.status_code"]) == (name, "OK")
    assert (ran["executor.execution_id"], ran["executor.answered"]) == ("batch-1", 3)
    assert (refused["rpc.status_code"], refused["error.type"]) == ("INVALID_ARGUMENT", "EMPTY_CODE")


def test_conversation_has_a_span_with_its_calls_below_up_to_a_number(traced, collector):
    code = f"await host.f('{SECRET}'); await host.g().catch(() => 0); for (let n = 0; n < 120; n++) await host.f()"
    answer = lambda call: throws(call.call_id, "E", SECRET) if call.name == "g" else returns(call.call_id)  # noqa: E731
    conversation = Conversation(traced, start_of(traced, code, "f", "g"), metadata=TRACEPARENT)
    assert conversation.rest(answer)[-1].WhichOneof("outcome") == "result_json"
    cancelled = Conversation(traced, start_of(traced, "await host.f()", "f", timeout=60))
    assert cancelled.next().call_id == 1
    cancelled.call.cancel()
    cancelled.end()
    name = "executor.v1.ExecutorService/Converse"
    spans = eventually(lambda: len(collector.named(name)) == 2 and collector.named(name), "both are exported")
    ran, left = (attributes(span) for span in spans)
    assert spans[0].trace_id.hex() == TRACE
    assert (ran["executor.outcome"], ran["executor.call_count"]) == ("ok", 122)
    assert left["rpc.status_code"] == "CANCELLED"
    calls = [span for span in collector.named("call") if span.parent_span_id == spans[0].span_id]
    assert len(calls) == MAX_CALL_SPANS
    told = [attributes(span) for span in calls[:2]]
    assert [one["executor.function"] for one in told] == ["f", "g"]
    assert [one.get("error.type") for one in told] == [None, "failed"]
    assert SECRET not in str(collector.spans)


def test_older_names_are_there_too_for_who_opts_in(start, collector):
    environment = {
        "OTEL_EXPORTER_OTLP_ENDPOINT": f"http://127.0.0.1:{collector.port}",
        "OTEL_BSP_SCHEDULE_DELAY": "100",
        "OTEL_SEMCONV_STABILITY_OPT_IN": "http, rpc/dup",
    }
    server = start("--isolates=1", "--traces=otlp", environment=environment).serving()
    assert server.result("return 1") == 1
    (span,) = eventually(
        lambda: collector.named("executor.v1.ExecutorService/Execute"), "the span is exported"
    )
    told = attributes(span)
    assert (told["rpc.system"], told["rpc.system.name"]) == ("grpc", "grpc")
    assert told["rpc.service"] == "executor.v1.ExecutorService"
    assert "rpc.grpc.status_code" in told
