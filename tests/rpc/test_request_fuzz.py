"""Any bytes, fields and metadata on the wire: an outcome or the caller's own fault, and the server serves on."""

import contextlib
import socket
import struct

import grpc
import pytest
from harness import PATIENCE, SERVICE, SERVING, ServerProcess, eventually
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from executor.v1 import executor_pb2 as pb

# Real calls to a real server: each takes milliseconds, and more where the machine is busy.
CALLS = settings(
    deadline=None,
    max_examples=150,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
# The codes by which a caller is told of a mistake of its own.
REFUSALS = {grpc.StatusCode.INVALID_ARGUMENT, grpc.StatusCode.RESOURCE_EXHAUSTED}


@pytest.fixture(scope="module")
def small():
    """A server with limits that arbitrary requests reach."""
    server = ServerProcess(
        "--isolates=2",
        "--timeout=20s",
        "--max-timeout=20s",
        "--max-code-bytes=4KiB",
        "--max-input-bytes=4KiB",
        "--max-result-bytes=4KiB",
    ).serving()
    yield server
    eventually(lambda: server.check() == SERVING, "readiness is on")
    kills = {name: n for name, n in server.metrics().items() if 'reason="protocol"' in name}
    assert set(kills.values()) == {0}
    assert not [line for line in server.log if "Traceback" in line or "isolate fault" in line]
    server.stop()


def send(server, data, *, method="Execute", service=SERVICE, **options):
    """The raw answer, or its status code."""
    try:
        return server.channel.unary_unary(f"/{service}/{method}")(data, timeout=PATIENCE, **options)
    except grpc.RpcError as error:
        return error.code()


def is_outcome_or_refusal(answer):
    if isinstance(answer, grpc.StatusCode):
        return answer in REFUSALS
    response = pb.ExecuteResponse.FromString(answer)
    return (
        response.WhichOneof("outcome") is not None
        and response.execution_id != ""
        and response.error.kind != pb.ERROR_KIND_CRASHED
    )


# --- Bytes -------------------------------------------------------------------------------------------------------------


def varint(number):
    out = bytearray()
    while number > 127:
        out.append(number & 127 | 128)
        number >>= 7
    return bytes([*out, number])


@st.composite
def wire_field(draw):
    """One field as protobuf writes it: any number, any wire type, and now and then a length that lies."""
    tag = draw(st.integers(0, 7) | st.integers(0, 2**29 - 1))
    match draw(st.integers(0, 7)):
        case 0:
            return varint(tag << 3) + varint(draw(st.integers(0, 2**64 - 1)))
        case 1:
            return varint(tag << 3 | 1) + draw(st.binary(min_size=8, max_size=8))
        case 2 | 6 | 7:
            data = draw(st.binary(max_size=40) | st.text(max_size=40).map(str.encode))
            return varint(tag << 3 | 2) + varint(len(data)) + data
        case 3:
            data = draw(st.binary(max_size=40))
            return varint(tag << 3 | 2) + varint(draw(st.integers(0, 2**32))) + data
        case 4:
            return varint(tag << 3 | draw(st.integers(3, 7)))
        case _:
            return varint(tag << 3 | 5) + draw(st.binary(min_size=4, max_size=4))


VALID = st.builds(
    lambda code, value, identity: pb.ExecuteRequest(
        code=code, input_json=value, execution_id=identity
    ).SerializeToString(),
    st.sampled_from(["return 1", "return input", "throw 1", "for (;;"]),
    st.sampled_from(["", "1", "[1]", "{"]),
    st.text(max_size=10),
)


@st.composite
def damaged(draw):
    """A good request with a few of its bytes changed, cut or doubled."""
    data = bytearray(draw(VALID))
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(data)))
        data[at : at + draw(st.integers(0, 3))] = draw(st.binary(max_size=3))
    return bytes(data)


def start_of_conversation():
    start = pb.ConverseStart(request=pb.ExecuteRequest(code="return host.f()"), functions=["f"])
    return pb.ConverseRequest(start=start).SerializeToString()


@pytest.mark.slow
@CALLS
@given(data=st.binary(max_size=200) | st.lists(wire_field(), max_size=6).map(b"".join) | damaged())
def test_any_bytes_are_an_outcome_or_a_refusal(small, data):
    assert is_outcome_or_refusal(send(small, data))


@pytest.mark.slow
@CALLS
@given(
    begin=st.just([pb.ExecuteBatchRequest(header=pb.ExecuteRequest(code="return 1")).SerializeToString()])
    | st.just([]),
    data=st.binary(max_size=60) | st.lists(wire_field(), max_size=4).map(b"".join),
)
def test_any_bytes_in_a_batch_are_responses_or_a_refusal(small, begin, data):
    raw = small.channel.stream_stream(f"/{SERVICE}/ExecuteBatch")
    code = None
    try:
        for answer in raw(iter([*begin, data]), timeout=PATIENCE):
            message = pb.ExecuteBatchResponse.FromString(answer)
            assert all(each.WhichOneof("outcome") for each in message.responses or [message.response])
    except grpc.RpcError as error:
        code = error.code()
    assert code is None or code in REFUSALS


@pytest.mark.slow
@CALLS
@given(
    begin=st.just([start_of_conversation()]) | st.just([]),
    data=st.binary(max_size=60) | st.lists(wire_field(), max_size=4).map(b"".join),
)
def test_any_bytes_in_a_conversation_are_events_or_a_refusal(small, begin, data):
    raw = small.channel.stream_stream(f"/{SERVICE}/Converse")
    code, kinds = None, []
    try:
        events = raw(iter([*begin, data]), timeout=PATIENCE)
        kinds.extend(pb.ConverseResponse.FromString(event).WhichOneof("event") for event in events)
    except grpc.RpcError as error:
        code = error.code()
    assert code in REFUSALS if code is not None else kinds[-1] == "response"


@pytest.mark.slow
@CALLS
@given(data=st.binary(max_size=60) | st.lists(wire_field(), max_size=4).map(b"".join))
@pytest.mark.parametrize("method", ["WarmupStatus", "ServerStatus"])
def test_any_bytes_to_a_status_method_get_its_answer(small, method, data):
    answer = send(small, data, method=method)
    assert isinstance(answer, bytes)
    assert answer


REFLECTION = "grpc.reflection.v1alpha.ServerReflection"


@pytest.mark.slow
@CALLS
@given(data=st.binary(min_size=1, max_size=60) | st.lists(wire_field(), min_size=1, max_size=3).map(b"".join))
@pytest.mark.parametrize(
    ("service", "method", "kind"),
    [
        ("grpc.health.v1.Health", "Check", "unary_unary"),
        ("grpc.health.v1.Health", "List", "unary_unary"),
        (REFLECTION, "ServerReflectionInfo", "stream_stream"),
    ],
)
def test_any_bytes_to_the_stock_services_are_answered_or_the_callers_fault(
    small, service, method, kind, data
):
    call = getattr(small.channel, kind)(f"/{service}/{method}")
    code, text = grpc.StatusCode.OK, ""
    try:
        answer = call(data if kind == "unary_unary" else iter([data]), timeout=PATIENCE)
        if kind == "stream_stream":
            list(answer)
    except grpc.RpcError as error:
        code, text = error.code(), error.details()
    # NOT_FOUND: a service that health does not know.
    assert code in REFUSALS | {grpc.StatusCode.OK, grpc.StatusCode.NOT_FOUND}, text
    assert "DecodeError" not in text


@pytest.mark.parametrize(
    ("service", "method", "kind"),
    [
        (SERVICE, "Execute", "unary_unary"),
        ("grpc.health.v1.Health", "Check", "unary_unary"),
        ("grpc.health.v1.Health", "Watch", "unary_stream"),
        (REFLECTION, "ServerReflectionInfo", "stream_stream"),
    ],
)
def test_request_that_does_not_parse_is_an_invalid_argument_and_counted_so(small, service, method, kind):
    shape = {"unary_unary": "unary", "unary_stream": "server_stream", "stream_stream": "bidi_stream"}[kind]
    counter = (
        f'grpc_server_handled_total{{grpc_code="INVALID_ARGUMENT",grpc_method="{method}",'
        f'grpc_service="{service}",grpc_type="{shape}"}}'
    )

    def when_all_have_ended():
        """How many so far; None while some call is not counted yet: gRPC sends a refusal before its handler has ended."""
        samples = small.metrics()
        labels = f'grpc_method="{method}",grpc_service="{service}"'
        of_method = {name: count for name, count in samples.items() if labels in name}
        begun = sum(
            count for name, count in of_method.items() if name.startswith("grpc_server_started_total")
        )
        ended = sum(
            count for name, count in of_method.items() if name.startswith("grpc_server_handled_total")
        )
        return [samples[counter]] if begun == ended else None

    (before,) = eventually(when_all_have_ended, "all calls are counted")
    call = getattr(small.channel, kind)(f"/{service}/{method}")
    data = iter([b"\xff"]) if kind == "stream_stream" else b"\xff"
    with pytest.raises(grpc.RpcError) as caught:
        list(call(data, timeout=PATIENCE))
    assert caught.value.code() is grpc.StatusCode.INVALID_ARGUMENT
    assert "UTF-8" in caught.value.details()
    eventually(lambda: small.metrics()[counter] == before + 1, "it is counted")


@pytest.mark.slow
@pytest.mark.parametrize("size", [20 << 20, 64 << 20])
def test_request_over_every_limit_is_refused_and_the_next_is_served(small, size):
    request = pb.ExecuteRequest(code="return 1", input_json=" " * size).SerializeToString()
    assert send(small, request) in REFUSALS
    assert small.result("return 1") == 1


@pytest.mark.slow
@pytest.mark.parametrize("depth", [100, 100_000])
def test_nesting_is_no_way_to_the_servers_stack(small, depth):
    """Groups within groups: a parser that recurses as deep as it is told would overflow."""
    assert is_outcome_or_refusal(send(small, b"\x53" * depth + b"\x54" * depth))


# --- Fields ------------------------------------------------------------------------------------------------------------

REQUESTS = st.builds(
    pb.ExecuteRequest,
    code=st.text(max_size=60) | st.sampled_from(["return input", "}", "\0", "#!", "return '\\ud800'", "x" * 5000]),
    input_json=st.text(max_size=60)
    | st.sampled_from(["null", "1e999", "[" * 2000, '"\\ud800"', '{"__proto__": 1}', " " * 5000, "\ufeff1", "NaN"]),
    timeout=st.none()
    | st.fixed_dictionaries(
        {"seconds": st.integers(-(2**63), 2**63 - 1) | st.integers(0, 2), "nanos": st.integers(-(2**31), 2**31 - 1)}
    ),
    affinity_key=st.text(max_size=300),
    execution_id=st.text(max_size=300),
)  # fmt: skip


@pytest.mark.slow
@CALLS
@given(request=REQUESTS)
def test_any_fields_are_an_outcome_or_a_refusal(small, request):
    assert is_outcome_or_refusal(send(small, request.SerializeToString()))


# --- Metadata ----------------------------------------------------------------------------------------------------------

KEYS = st.from_regex(r"[a-z0-9_.-]{1,30}", fullmatch=True).filter(
    # gRPC's own client refuses or replaces these.
    lambda key: (
        not key.startswith(("grpc-", ":", "-")) and key not in ("te", "content-type", "user-agent", "host")
    )
)
METADATA = st.lists(
    st.tuples(KEYS.filter(lambda key: not key.endswith("-bin")), st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=50))
    | st.tuples(KEYS.map(lambda key: f"{key}-bin"), st.binary(max_size=50)),
    max_size=8,
)  # fmt: skip
TRACE_KEYS = st.sampled_from(["authorization", "traceparent", "x-request-id", "cookie", "forwarded", "te-x"])


@pytest.mark.slow
@CALLS
@given(metadata=METADATA, named=st.lists(st.tuples(TRACE_KEYS, st.just("x")), max_size=2))
def test_any_metadata_is_no_reason_to_fail(small, metadata, named):
    request = pb.ExecuteRequest(code="return 1").SerializeToString()
    answer = send(small, request, metadata=[*metadata, *named])
    assert pb.ExecuteResponse.FromString(answer).result_json == "1"


@pytest.mark.slow
def test_metadata_over_its_limit_is_refused_and_the_next_call_is_served(small):
    request = pb.ExecuteRequest(code="return 1").SerializeToString()
    answer = send(small, request, metadata=[("x-long", "x" * 100_000)])
    assert answer is grpc.StatusCode.RESOURCE_EXHAUSTED
    assert small.result("return 1") == 1


@pytest.mark.slow
@CALLS
@given(
    service=st.sampled_from([SERVICE, "grpc.health.v1.Health", "x"]),
    method=st.text("abcEeXx./_%", max_size=12),
)
def test_unknown_method_is_unimplemented(small, service, method):
    assert send(small, b"", service=service, method=method) is grpc.StatusCode.UNIMPLEMENTED


# --- The connection ----------------------------------------------------------------------------------------------------


@st.composite
def http2_frame(draw):
    payload = draw(st.binary(max_size=40))
    length = draw(st.just(len(payload)) | st.integers(0, 2**24 - 1))
    stream = draw(st.sampled_from([0, 1, 3]) | st.integers(0, 2**32 - 1))
    kind, flags = draw(st.integers(0, 10)), draw(st.integers(0, 255))
    return struct.pack("!I", length)[1:] + bytes([kind, flags]) + struct.pack("!I", stream) + payload


PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + bytes([0, 0, 0, 4, 0, 0, 0, 0, 0])


@pytest.mark.slow
@settings(CALLS, max_examples=60)
@given(
    preface=st.sampled_from([b"", PREFACE, b"GET / HTTP/1.1\r\n\r\n"]),
    frames=st.lists(http2_frame() | st.binary(max_size=60), max_size=6),
)
def test_garbage_on_the_port_harms_nobody_else(small, preface, frames):
    host, port = small.address.rsplit(":", 1)
    with socket.create_connection((host, int(port)), PATIENCE) as connection:
        # The server may close in the middle of it.
        with contextlib.suppress(OSError):
            connection.sendall(preface + b"".join(frames))
            connection.shutdown(socket.SHUT_WR)
        assert small.result("return 1") == 1
