"""Requests are read late, no further than their method's limit, and bounded in their sum."""

import hashlib

import grpc
import http2
import pytest
from grpc_health.v1 import health_pb2
from harness import PATIENCE, ServerProcess, error_info, eventually
from http2 import Connection

from executor.rpc.limits import MAX_SERVICE_NAME_BYTES, REQUEST_SLACK_BYTES, RequestLimits
from executor.rpc.requests import HEALTH_REQUESTS, MIN_LARGEST
from executor.settings import Settings
from executor.v1 import executor_pb2 as pb

EXECUTE = "/executor.v1.ExecutorService/Execute"
CHECK = "/grpc.health.v1.Health/Check"
OPENING = http2.PREFACE + http2.settings()


@pytest.fixture(scope="module")
def shared():
    server = ServerProcess("--isolates=2").serving()
    yield server
    server.stop()
    assert not any("Traceback" in line for line in server.log), server.log


def kinds_until_trailers(connection):
    """Of frames, until the call has ended."""
    seen = []
    for kind, flags, *_ in connection.frames():
        seen.append(kind)
        if kind == http2.HEADERS and flags & http2.END_STREAM:
            break
    return seen


def test_stranger_is_refused_before_a_byte_of_the_message_was_sent(start, tmp_path):
    tokens = tmp_path / "tokens"
    tokens.write_text(f"billing sha256:{hashlib.sha256(b'secret').hexdigest()} execute\n")
    server = start("--isolates=1", f"--tokens={tokens}").listening()
    with Connection(server.address, OPENING + http2.head(1, EXECUTE)) as connection:
        assert http2.HEADERS in kinds_until_trailers(connection)
    eventually(lambda: [line for line in server.log if "NO_CREDENTIALS" in line], "a word on it")


@pytest.mark.parametrize("method", ["Check", "Watch"])
def test_long_name_for_health_is_refused_and_not_repeated(shared, method):
    request = health_pb2.HealthCheckRequest(service="SECRET" * 1000)
    call = shared.channel.unary_stream(
        f"/grpc.health.v1.Health/{method}", health_pb2.HealthCheckRequest.SerializeToString
    )
    with pytest.raises(grpc.RpcError) as caught:
        next(call(request, timeout=PATIENCE))
    assert caught.value.code() is grpc.StatusCode.INVALID_ARGUMENT
    assert "SECRET" not in caught.value.details()
    assert error_info(caught.value).metadata["limit_bytes"] == str(MAX_SERVICE_NAME_BYTES + 3)


def test_unknown_name_for_health_is_not_repeated(shared):
    with pytest.raises(grpc.RpcError) as caught:
        shared.check("x" * MAX_SERVICE_NAME_BYTES)
    assert caught.value.code() is grpc.StatusCode.NOT_FOUND
    assert "xx" not in caught.value.details()
    assert "liveness" in caught.value.details()


@pytest.mark.parametrize("method", ["WarmupStatus", "ServerStatus"])
def test_request_without_fields_is_not_a_way_to_send_a_megabyte(shared, method):
    with pytest.raises(grpc.RpcError) as caught:
        shared.channel.unary_unary(f"/executor.v1.ExecutorService/{method}")(
            b"\x7a\x80\x80\x04" + bytes(65536), timeout=PATIENCE
        )
    assert error_info(caught.value).reason == "REQUEST_TOO_LARGE"


def test_largest_request_that_the_limits_allow_is_read(shared):
    request = pb.ExecuteRequest(code="return input.length//" + "x" * 65_000)
    request.input_json = '"' + "y" * ((1 << 20) - 2) + '"'
    assert shared.stub.Execute(request, timeout=PATIENCE).result_json == str((1 << 20) - 2)


def test_message_of_a_batch_has_room_for_inputs_however_small_they_must_be():
    limits = RequestLimits(Settings.load(["--max-code-bytes=1", "--max-input-bytes=1"], {}))
    assert limits.of("/executor.v1.ExecutorService/ExecuteBatch") == (1 << 20) + REQUEST_SLACK_BYTES


def test_call_that_ends_without_a_request_is_refused(shared):
    opening = OPENING + http2.head(1, EXECUTE) + http2.frame(http2.DATA, http2.END_STREAM, 1)
    with Connection(shared.address, opening) as connection:
        assert http2.HEADERS in kinds_until_trailers(connection)
    assert shared.result("return 1") == 1


@pytest.mark.parametrize(("method", "room"), [(EXECUTE, MIN_LARGEST), (CHECK, HEALTH_REQUESTS)])
def test_who_stops_in_the_middle_of_requests_gives_way_to_others(start, method, room):
    server = start("--isolates=1", "--max-held-request-bytes=1MiB").serving()
    half = http2.head(1, method) + http2.frame(http2.DATA, 0, 1, b"\0\0\x10\0\0" + bytes(1000))
    connections = [Connection(server.address, OPENING + half) for _ in range(room + 1)]
    kind = "requests" if method == EXECUTE else "health_requests"
    limit = server.metrics()[f'executor_held_limit{{kind="{kind}"}}']
    eventually(
        lambda: server.metrics()[f'executor_held{{kind="{kind}"}}'] > limit * 0.8, "they are being read"
    )
    assert server.result("return 1") == 1
    assert server.check("liveness") == health_pb2.HealthCheckResponse.SERVING
    ends = f'executor_held_ends_total{{kind="{kind}"}}'
    eventually(lambda: server.check("liveness") and server.metrics()[ends] >= 1, "the slowest is ended")
    eventually(
        lambda: any("ending a call of ipv4:127.0.0.1" in line for line in server.log), "the log says so"
    )
    for connection in connections:
        connection.close()
    eventually(lambda: server.metrics()[f'executor_held{{kind="{kind}"}}'] == 0, "nothing is held")
    assert not any("Traceback" in line for line in server.log), server.log


def test_batches_over_their_number_are_refused(start):
    server = start("--isolates=1", "--max-batches=1").serving()
    header = pb.ExecuteBatchRequest(header=pb.ExecuteRequest(code="return input"))

    def forever():
        yield header
        eventually(lambda: over, "the test is over")

    over = []
    first = server.stub.ExecuteBatch(forever(), timeout=PATIENCE)
    eventually(lambda: server.metrics()['executor_held{kind="batches"}'] == 1, "a batch is open")
    with pytest.raises(grpc.RpcError) as caught:
        list(server.stub.ExecuteBatch(iter([header]), timeout=PATIENCE))
    assert caught.value.code() is grpc.StatusCode.RESOURCE_EXHAUSTED
    assert error_info(caught.value).reason == "HELD_TOO_MUCH"
    over.append(True)
    first.cancel()


def test_batches_whose_answers_nobody_reads_hold_no_more_than_the_bound(start):
    server = start("--isolates=2", "--max-held-answer-bytes=1MiB", "--max-result-bytes=100KiB").serving()
    code = pb.ExecuteBatchRequest(header=pb.ExecuteRequest(code="return 'x'.repeat(90000)"))
    opening = http2.PREFACE + http2.settings(INITIAL_WINDOW_SIZE=0)

    def framed(message):
        data = message.SerializeToString()
        return http2.frame(http2.DATA, 0, 1, b"\0" + len(data).to_bytes(4, "big") + data)

    inputs = framed(pb.ExecuteBatchRequest(inputs=pb.BatchInputs(input_json=["1"] * 20)))
    batch = http2.head(1, "/executor.v1.ExecutorService/ExecuteBatch") + framed(code) + inputs
    connections = [Connection(server.address, opening + batch) for _ in range(16)]
    eventually(lambda: server.metrics()['executor_held_ends_total{kind="answers"}'] >= 1, "one is hung up on")
    assert server.result("return 1") == 1
    for connection in connections:
        connection.close()
    eventually(lambda: server.metrics()['executor_held{kind="answers"}'] == 0, "nothing is held")
