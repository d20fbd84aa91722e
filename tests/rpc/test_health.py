"""What probes, balancers and dashboards are told."""

import grpc
import pytest
from google.protobuf import descriptor_pb2
from grpc_health.v1 import health_pb2
from grpc_reflection.v1alpha import reflection_pb2
from harness import NOT_SERVING, PATIENCE, SERVICE, SERVING, eventually
from prometheus_client.parser import text_string_to_metric_families

from executor.formats.manifest import module_names
from executor.v1 import executor_pb2 as pb

MODULES = list(module_names())


def test_three_services_are_known_and_others_are_not(server):
    assert [server.check(name) for name in ("", SERVICE, "liveness")] == [SERVING] * 3
    with pytest.raises(grpc.RpcError) as caught:
        server.check("nobody")
    assert caught.value.code() is grpc.StatusCode.NOT_FOUND
    listed = server.health.List(health_pb2.HealthListRequest(), timeout=PATIENCE).statuses
    assert set(listed) == {"", SERVICE, "liveness"}


def test_watch_tells_the_way_from_warming_to_draining(start):
    server = start("--isolates=1", "--lame-duck=500ms").listening()
    stream = server.health.Watch(health_pb2.HealthCheckRequest(service=SERVICE), timeout=PATIENCE)
    seen = [next(stream).status]
    if seen == [NOT_SERVING]:
        seen.append(next(stream).status)
    server.process.terminate()
    seen.append(next(stream).status)
    stream.cancel()
    assert seen[-2:] == [SERVING, NOT_SERVING]


def test_server_status_has_the_limits_and_the_state(start):
    server = start(
        "--isolates=3", "--queue=7", "--timeout=2s", "--max-timeout=9s", "--max-code-bytes=100"
    ).serving()
    server.result("return 1")
    server.error("throw 1")
    status = server.stub.ServerStatus(pb.ServerStatusRequest(), timeout=PATIENCE)
    limits = status.limits
    assert (limits.isolate_count, limits.queue_count, limits.max_code_bytes) == (3, 7, 100)
    assert (limits.default_timeout.seconds, limits.max_timeout.seconds) == (2, 9)
    assert (limits.max_input_bytes, limits.max_result_bytes) == (1 << 20, 5 << 20)
    assert (limits.max_console_messages, limits.max_console_bytes) == (1000, 256 << 10)
    assert status.ready
    assert (status.runtime.pool_size, status.runtime.total_executions) == (3, 2)
    assert status.runtime.success_rate == "50.0%"
    assert list(status.warmup.modules) == MODULES
    assert 0 < status.memory.alloc_bytes < status.memory.total_alloc_bytes


def reflected(server, version, **asked):
    """The answer of one version of the service; both have the same messages on the wire."""
    ask, answers = reflection_pb2.ServerReflectionRequest, reflection_pb2.ServerReflectionResponse
    call = server.channel.stream_stream(
        f"/grpc.reflection.{version}.ServerReflection/ServerReflectionInfo",
        ask.SerializeToString,
        answers.FromString,
    )
    (answer,) = call(iter([ask(**asked)]), timeout=PATIENCE)
    return answer


def described(server, version, symbol):
    """The files that have it, by name."""
    answer = reflected(server, version, file_containing_symbol=symbol)
    files = map(
        descriptor_pb2.FileDescriptorProto.FromString, answer.file_descriptor_response.file_descriptor_proto
    )
    return {file.name: file for file in files}


VERSIONS = pytest.mark.parametrize("version", ["v1", "v1alpha"])


@VERSIONS
def test_reflection_lists_and_describes_every_service(server, version):
    services = reflected(server, version, list_services="").list_services_response.service
    names = {service.name for service in services}
    own = {f"grpc.reflection.{each}.ServerReflection" for each in ("v1", "v1alpha")}
    assert names == {SERVICE, "grpc.health.v1.Health", *own}
    for name in names:
        assert any(
            f"{file.package}.{service.name}" == name
            for file in described(server, version, name).values()
            for service in file.service
        )


@VERSIONS
@pytest.mark.parametrize(
    "symbol",
    [SERVICE, f"{SERVICE}.Execute", "executor.v1.ExecuteRequest.input_json", "executor.v1.ERROR_KIND_THROWN"],
)
def test_reflection_knows_parts_and_has_what_the_proto_says_of_them(server, version, symbol):
    files = described(server, version, symbol)
    file = files["executor/v1/executor.proto"]
    assert "google/protobuf/duration.proto" in files
    (service,) = file.service
    assert [method.name for method in service.method][:2] == ["Execute", "ExecuteBatch"]
    comments = "".join(place.leading_comments for place in file.source_code_info.location)
    assert "Runs one code block to its end." in comments
    request = next(message for message in file.message_type if message.name == "ExecuteRequest")
    assert {field.name: field.json_name for field in request.field}["input_json"] == "inputJson"


@VERSIONS
@pytest.mark.parametrize(
    "symbol", [f"{SERVICE}.Nothing", "executor.v1.ExecuteRequest.nothing", "nothing", ""]
)
def test_symbol_that_is_none_is_not_found(server, version, symbol):
    answer = reflected(server, version, file_containing_symbol=symbol)
    assert answer.error_response.error_code == grpc.StatusCode.NOT_FOUND.value[0]


# --- admin HTTP ----------------------------------------------------------------------------------------------------


def test_probes_and_index(server):
    assert server.get("/livez") == (200, "ok\n")
    assert server.get("/readyz") == (200, "ok\n")
    assert "/metrics" in server.get("/")[1]
    assert server.get("/nothing")[0] == 404


def test_every_label_set_is_there_at_zero(start):
    server = start("--isolates=1").serving()
    samples = server.metrics()
    for outcome in (
        "ok", "syntax", "thrown", "timeout", "out_of_memory", "invalid_result", "result_too_large", "crashed",
        "cpu_limit",
    ):  # fmt: skip
        assert samples[f'executor_executions_total{{outcome="{outcome}"}}'] == 0
    for reason in ("timeout", "cancelled", "protocol", "start", "drain"):
        assert samples[f'executor_kills_total{{reason="{reason}"}}'] == 0
    for state in ("forking", "starting", "ready", "running", "ending"):
        assert f'executor_isolates{{state="{state}"}}' in samples
    labels = 'grpc_method="Execute",grpc_service="executor.v1.ExecutorService",grpc_type="unary"'
    assert samples[f"grpc_server_started_total{{{labels}}}"] == 0
    assert samples[f"grpc_server_handling_seconds_count{{{labels}}}"] == 0
    for code in (
        "OK",
        "INVALID_ARGUMENT",
        "RESOURCE_EXHAUSTED",
        "UNAVAILABLE",
        "DEADLINE_EXCEEDED",
        "CANCELLED",
    ):
        assert samples[f'grpc_server_handled_total{{grpc_code="{code}",{labels}}}'] == 0


def test_metrics_count_what_happened(start):
    server = start("--isolates=2").serving()
    server.result("return 1")
    server.error("throw 1")
    server.error("(")
    server.refusal(pb.ExecuteRequest(code=""))
    samples = server.metrics()
    for outcome, count in (("ok", 1), ("thrown", 1), ("syntax", 1), ("timeout", 0)):
        assert samples[f'executor_executions_total{{outcome="{outcome}"}}'] == count
    labels = 'grpc_method="Execute",grpc_service="executor.v1.ExecutorService",grpc_type="unary"'
    assert samples[f"grpc_server_started_total{{{labels}}}"] == 4
    assert samples[f'grpc_server_handled_total{{grpc_code="OK",{labels}}}'] == 3
    # gRPC sends a refusal before the handler has ended, so its count may come a moment later.
    refused = f'grpc_server_handled_total{{grpc_code="INVALID_ARGUMENT",{labels}}}'
    eventually(lambda: server.metrics()[refused] == 1, "the refusal is counted")
    assert samples["executor_run_seconds_count"] == samples["executor_queue_wait_seconds_count"] == 3
    assert samples["executor_zygote_generations_total"] == 1
    assert samples['executor_warmup_state{state="completed"}'] == 1
    assert sum(value for name, value in samples.items() if name.startswith("executor_warmup_state")) == 1
    for module in MODULES:
        assert samples[f'executor_warmup_module_bytes{{module="{module}"}}'] > 0
        assert samples[f'executor_warmup_module_seconds{{module="{module}"}}'] > 0

    def sizes():
        found = server.metrics()
        return [
            [found[f'executor_{kind}_memory_bytes{{role="{role}"}}'] for kind in ("resident", "proportional")]
            for role in ("server", "zygote", "isolate")
        ]

    # Sampled in the background: the first sample may be older than the first isolate, or show it as it begins.
    eventually(
        lambda: all(resident >= own > 1 << 20 for resident, own in sizes()), "all processes are sampled"
    )


def test_metrics_parse_as_prometheus_and_as_openmetrics(server):
    text = server.get("/metrics")[1]
    families = {family.name: family for family in text_string_to_metric_families(text)}
    assert families["executor_executions"].type == "counter"
    assert families["grpc_server_handling_seconds"].type == "histogram"
    for family in families.values():
        assert family.documentation
    openmetrics = server.get("/metrics", Accept="application/openmetrics-text; version=1.0.0")[1]
    assert openmetrics.endswith("# EOF\n")


def test_cancelled_and_expired_calls_are_counted_as_such(start):
    server = start("--isolates=1").serving().all_ready()
    labels = 'grpc_method="Execute",grpc_service="executor.v1.ExecutorService",grpc_type="unary"'

    def is_counted() -> bool:
        # One that is over before it has come to the server is counted by nobody.
        with pytest.raises(grpc.RpcError):
            server.stub.Execute(server.request("for (;;) {}"), timeout=0.2)
        return server.metrics()[f'grpc_server_handled_total{{grpc_code="DEADLINE_EXCEEDED",{labels}}}'] > 0

    eventually(is_counted, "counted")
