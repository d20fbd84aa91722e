"""The Python client against real servers, both kinds of it by the same tests."""

import asyncio
import concurrent.futures
import hashlib
import math
import pickle

import grpc
import pytest
from google.rpc import error_details_pb2, status_pb2
from harness import PATIENCE, SERVICE, ServerProcess, details, eventually, free_port

from executor.client import AsyncClient, Client, Refused, RunLimits, ScriptFailed, ServingStatus, error_info
from executor.client.refusals import telling_why
from executor.client.requests import request_of
from executor.outcome import ConsoleLevel, ErrorKind
from executor.v1 import executor_pb2 as pb

# Counted before the call is looked at, so it is final once the caller has its answer.
ATTEMPTS = f'grpc_server_started_total{{grpc_method="Execute",grpc_service="{SERVICE}",grpc_type="unary"}}'


class Blocking:
    """An `AsyncClient` whose calls block, so that one test serves both kinds."""

    def __init__(self, address, **options):
        self._runner = asyncio.Runner()

        async def make():
            return AsyncClient(address, **options)

        self._client = self._runner.run(make())

    def __getattr__(self, name):
        method = getattr(self._client, name)
        return lambda *arguments, **options: self._runner.run(method(*arguments, **options))

    def close(self):
        self._runner.run(self._client.close())
        self._runner.close()


@pytest.fixture(params=[Client, Blocking], ids=["sync", "async"])
def connect(request):
    """Makes clients, closed at the end of the test."""
    clients = []

    def connector(address, **options):
        clients.append(request.param(address, **options))
        return clients[-1]

    yield connector
    for client in clients:
        client.close()


@pytest.fixture
def client(connect, server):
    return connect(server.address)


@pytest.fixture(scope="module")
def held(tmp_path_factory):
    """A server that answers and never gets ready."""
    missing = tmp_path_factory.mktemp("held") / "none"
    server = ServerProcess(f"--modules={missing}", "--warmup-failure=hold").listening()
    yield server
    server.stop()


@pytest.fixture(scope="module")
def single():
    """A server with one isolate. Who needs it idle waits for `all_ready`, as a caller before may just have left."""
    server = ServerProcess("--isolates=1").serving()
    yield server
    server.stop()


@pytest.fixture(scope="module")
def queueless():
    """The same without a queue."""
    server = ServerProcess("--isolates=1", "--queue=0").serving()
    yield server
    server.stop()


def unused_address():
    return f"127.0.0.1:{free_port()}"


# --- Scripts ---------------------------------------------------------------------------------------------------------


def test_execution_has_result_console_and_usage(client):
    execution = client.execute(
        "console.log('a', 1); console.warn('b'); return { got: input }",
        {"n": [1, "你好"]},
        execution_id="mine",
    )
    assert execution.result == {"got": {"n": [1, "你好"]}}
    assert execution.result_json == '{"got":{"n":[1,"你好"]}}'
    assert execution.error is None
    assert [(entry.level, entry.text) for entry in execution.console] == [
        (ConsoleLevel.LOG, "a 1"),
        (ConsoleLevel.WARN, "b"),
    ]
    assert not execution.console_truncated
    assert execution.execution_id == "mine"
    assert 0 < execution.usage.run <= execution.usage.total
    assert execution.usage.peak_memory_bytes > 1 << 20


@pytest.mark.parametrize("value", [None, 0, "", False, [], {}, "😀", 1.5, {"nested": [None]}])
def test_input_arrives_as_it_was(client, value):
    assert client.execute("return input", value).result == value


def test_input_as_json_text(client):
    assert client.execute("return input.a", input_json='{"a": 1}').result == 1
    with pytest.raises(TypeError, match="one of input, input_json and input_bytes"):
        client.execute("return 1", 1, input_json="1")
    with pytest.raises(ValueError, match="JSON"):
        client.execute("return 1", math.nan)
    with pytest.raises(TypeError, match="set"):
        client.execute("return 1", {1, 2})


@pytest.mark.parametrize("timeout", [math.nan, math.inf])
def test_timeout_that_is_no_number_is_a_value_error(client, timeout):
    with pytest.raises(ValueError, match="timeout"):
        client.execute("return 1", timeout=timeout)


def test_script_that_throws_is_raised_with_all_it_left(client):
    with pytest.raises(ScriptFailed) as caught:
        client.execute("console.log('before')\nthrow new TypeError('wrong')")
    failure = caught.value
    assert (failure.error.kind, failure.error.name, failure.error.line) == (ErrorKind.THROWN, "TypeError", 2)
    assert str(failure) == f"TypeError: wrong (2:{failure.error.column})"
    assert [entry.text for entry in failure.console] == ["before"]
    assert failure.usage.total > 0
    # Between processes, as in a task queue.
    assert str(pickle.loads(pickle.dumps(failure))) == str(failure)


def test_thrown_value_without_a_name_is_its_text(client):
    with pytest.raises(ScriptFailed) as caught:
        client.execute("throw 'only text'")
    assert str(caught.value) == "only text"


def test_script_that_is_ended_is_named_by_kind(client):
    with pytest.raises(ScriptFailed, match=r"^TIMEOUT: .*300 ms") as caught:
        client.execute("for (;;) {}", timeout=0.3)
    assert caught.value.error.kind is ErrorKind.TIMEOUT


def test_unchecked_failure_is_a_value_whose_result_raises(client):
    execution = client.execute("throw new Error('x')", check=False)
    assert execution.result_json is None
    assert execution.error is not None
    assert execution.error.message == "x"
    with pytest.raises(ScriptFailed):
        _ = execution.result


def test_truncated_console_is_told(client):
    execution = client.execute("for (let i = 0; i < 1001; i++) console.log(i)")
    assert len(execution.console) == 1000
    assert execution.console_truncated


def test_largest_input_and_result_pass(client):
    limits = client.limits()
    # Quotes are the rest.
    assert (
        client.execute("return input.length", "x" * (limits.max_input_bytes - 2)).result
        == limits.max_input_bytes - 2
    )
    longest = limits.max_result_bytes - 2
    assert len(client.execute("return 'x'.repeat(input)", longest).result) == longest


def test_affinity_key_is_taken(client):
    assert client.execute("return 1", affinity_key="tenant").result == 1


def test_bytes_go_in_and_come_out(client):
    execution = client.execute(
        "return require('zlib').gunzipSync(require('zlib').gzipSync(input))",
        input_bytes=b"\0\xff",
        accept_bytes=True,
    )
    assert execution.result == execution.result_bytes == b"\0\xff"
    assert execution.result_json is None
    assert client.execute("return 'a'", accept_bytes=True).result == "a"
    assert client.execute("return Buffer.from('a')").result == {"type": "Buffer", "data": [97]}


@pytest.mark.parametrize("given", [{"input": 1}, {"input_json": "1"}])
def test_script_has_one_input(client, given):
    with pytest.raises(TypeError, match="one of input, input_json and input_bytes"):
        client.execute("return 1", input_bytes=b"", **given)


def test_limits_of_a_run_are_the_lower_ones(client):
    limits = RunLimits(cpu=0.03, memory_bytes=64 << 20, max_fetches=0, max_console_bytes=3)
    with pytest.raises(ScriptFailed) as failed:
        client.execute("console.log('12345'); for (;;) {}", limits=limits)
    assert failed.value.error.kind is ErrorKind.CPU_LIMIT
    assert [message.text for message in failed.value.console] == ["123"]
    with pytest.raises(Refused) as refused:
        client.execute("return 1", limits=RunLimits(memory_bytes=1))
    assert refused.value.reason == "LIMIT_OUT_OF_RANGE"
    with pytest.raises(ValueError, match=r"limits\.cpu is nan"):
        client.execute("return 1", limits=RunLimits(cpu=math.nan))


def test_process_of_its_own_is_asked_for():
    asked = request_of("return 1", None, None, None, "", "", own_process=True)
    assert asked == pb.ExecuteRequest(code="return 1", input_json="null", own_process=True)


def test_client_is_a_context_manager(server):
    with Client(server.address) as client:
        assert client.execute("return 1").result == 1
    with pytest.raises(ValueError, match="closed"):
        client.execute("return 1")


async def test_async_client_runs_scripts_side_by_side(server):
    async with AsyncClient(server.address) as client:
        executions = await asyncio.gather(*(client.execute("return input * 2", n) for n in range(20)))
    assert [execution.result for execution in executions] == list(range(0, 40, 2))


def test_threads_share_one_client(server):
    with Client(server.address) as client, concurrent.futures.ThreadPoolExecutor(8) as threads:
        executions = threads.map(lambda n: client.execute("return input * 2", n), range(20))
        assert [execution.result for execution in executions] == list(range(0, 40, 2))


# --- Refusals and retries --------------------------------------------------------------------------------------------


def test_refusal_has_its_reason_and_numbers(client):
    with pytest.raises(grpc.RpcError) as caught:
        client.execute("return 1", timeout=61)
    assert caught.value.code() is grpc.StatusCode.INVALID_ARGUMENT
    info = error_info(caught.value)
    assert (info.reason, info.domain) == ("TIMEOUT_OUT_OF_RANGE", "executor.v1")
    assert info.metadata["max_timeout_seconds"] == "60.0"


def test_refusal_tells_what_it_is_without_a_look_at_grpc(client):
    with pytest.raises(Refused) as caught:
        client.execute("return 1", timeout=61)
    refused = caught.value
    assert (refused.reason, refused.metadata["max_timeout_seconds"]) == ("TIMEOUT_OUT_OF_RANGE", "60.0")
    assert refused.message == refused.details()
    assert "61" in refused.message
    assert refused.retry_after is None
    assert str(refused) == f"TIMEOUT_OUT_OF_RANGE: {refused.message}"
    # For whoever catches gRPC's own, by the thread's client or asyncio's.
    assert isinstance(refused, grpc.RpcError)
    assert isinstance(refused, grpc.aio.AioRpcError)


def test_refusal_can_be_pickled(client):
    with pytest.raises(Refused) as caught:
        client.execute("return 1", timeout=61)
    copied = pickle.loads(pickle.dumps(caught.value))
    assert (str(copied), copied.metadata) == (str(caught.value), caught.value.metadata)
    assert error_info(copied) == error_info(caught.value)


def test_refusal_of_an_overloaded_server_says_when_to_come_back(connect, queueless):
    server = queueless.all_ready()
    busy = server.start_execute("for (;;) {}", timeout=60)
    server.running_isolate()
    with pytest.raises(Refused) as caught:
        connect(server.address, retries=False).execute("return 1")
    busy.cancel()
    retry = error_details_pb2.RetryInfo()
    assert any(detail.Unpack(retry) for detail in details(caught.value))
    assert caught.value.reason == "QUEUE_FULL"
    assert caught.value.retry_after == retry.retry_delay.ToTimedelta().total_seconds() > 0
    assert str(caught.value).endswith(" s)")


def test_refusals_of_status_and_health_have_their_reason_too(connect, start, tmp_path):
    tokens = tmp_path / "tokens"
    tokens.write_text(f"somebody sha256:{hashlib.sha256(b'their token').hexdigest()} execute\n")
    server = start("--isolates=1", f"--tokens={tokens}").listening()
    stranger = connect(server.address)
    for call in (stranger.limits, stranger.server_status, stranger.warmup_status):
        with pytest.raises(Refused) as caught:
            call()
        assert caught.value.code() is grpc.StatusCode.UNAUTHENTICATED


@pytest.mark.parametrize(
    ("code", "text", "encoded"),
    [
        (grpc.StatusCode.INTERNAL, "an empty code", b""),
        (grpc.StatusCode.INVALID_ARGUMENT, "replaced by a proxy", b""),
        (grpc.StatusCode.INVALID_ARGUMENT, "an empty code", b"\xff"),
    ],
)
def test_details_that_are_not_of_the_error_give_no_reason(code, text, encoded):
    status = status_pb2.Status(code=grpc.StatusCode.INVALID_ARGUMENT.value[0], message="an empty code")
    status.details.add().Pack(error_details_pb2.ErrorInfo(reason="EMPTY_CODE"))
    trailers = grpc.aio.Metadata(("grpc-status-details-bin", encoded or status.SerializeToString()))
    error = grpc.aio.AioRpcError(code, grpc.aio.Metadata(), trailers, text)
    assert error_info(error) is None
    with pytest.raises(grpc.aio.AioRpcError) as caught, telling_why():
        raise error
    assert caught.value is error


def test_callers_deadline_ends_the_script_and_has_no_reason(connect, single):
    server = single.all_ready()
    client = connect(server.address)
    with pytest.raises(grpc.RpcError) as caught:
        client.execute("for (;;) {}", timeout=60, deadline=0.5)
    assert caught.value.code() is grpc.StatusCode.DEADLINE_EXCEEDED
    assert error_info(caught.value) is None
    assert not isinstance(caught.value, Refused)
    # The only isolate is free again long before the script's own timeout.
    assert client.execute("return 'next'").result == "next"


def test_default_deadline_follows_the_servers_settings(connect, start):
    server = start("--isolates=1", "--timeout=300ms").serving()
    with pytest.raises(ScriptFailed, match="300 ms"):
        connect(server.address).execute("for (;;) {}")


@pytest.mark.parametrize(("retries", "attempts"), [(True, 5), (False, 1)])
def test_full_queue_is_asked_again(connect, queueless, retries, attempts):
    server = queueless.all_ready()
    busy = server.start_execute("await new Promise(() => setTimeout(() => {}, 1e6))", timeout=60)
    server.running_isolate()
    before = server.metrics()[ATTEMPTS]
    # Larger than what gRPC keeps for a retry unless told otherwise.
    with pytest.raises(grpc.RpcError) as caught:
        connect(server.address, retries=retries).execute("return 1", "x" * (1 << 19))
    busy.cancel()
    assert caught.value.code() is grpc.StatusCode.RESOURCE_EXHAUSTED
    assert error_info(caught.value).reason == "QUEUE_FULL"
    assert server.metrics()[ATTEMPTS] - before == attempts


def test_server_that_is_not_ready_is_passed_over_by_retries(connect, held, server):
    client = connect(f"ipv4:{held.address},{server.address}")
    assert [client.execute("return 1").result for _ in range(10)] == [1] * 10


def test_without_retries_a_server_that_is_not_ready_refuses(connect, held):
    client = connect(held.address, retries=False)
    with pytest.raises(grpc.RpcError) as caught:
        client.execute("return 1")
    assert caught.value.code() is grpc.StatusCode.UNAVAILABLE
    assert error_info(caught.value).reason == "NOT_READY"


def test_health_checking_passes_over_a_server_that_is_not_ready(connect, held, server):
    before = held.metrics().get(ATTEMPTS, 0)
    client = connect(f"ipv4:{held.address},{server.address}", retries=False, health_checking=True)
    assert [client.execute("return 1").result for _ in range(10)] == [1] * 10
    assert held.metrics().get(ATTEMPTS, 0) == before


def test_nobody_there_is_unavailable_without_a_reason(connect):
    with pytest.raises(grpc.RpcError) as caught:
        connect(unused_address()).execute("return 1")
    assert caught.value.code() is grpc.StatusCode.UNAVAILABLE
    assert error_info(caught.value) is None
    assert not isinstance(caught.value, Refused)


async def test_cancelled_task_kills_the_isolate(single):
    server = await asyncio.to_thread(single.all_ready)
    async with AsyncClient(server.address) as client:
        task = asyncio.create_task(client.execute("for (;;) {}", timeout=60))
        isolate = await asyncio.to_thread(server.running_isolate)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        await asyncio.to_thread(eventually, lambda: not isolate.is_running(), "the isolate is gone")
        assert (await client.execute("return 'next'")).result == "next"


# --- Status and health -----------------------------------------------------------------------------------------------


def test_status_and_warmup_are_the_servers(client, server):
    status = client.server_status()
    assert (status.service, status.ready) == ("flow-executor", True)
    assert client.limits() == status.limits
    assert client.warmup_status().generation == server.warmup_status().generation


def test_status_is_answered_by_a_server_that_is_not_ready(connect, held):
    client = connect(held.address)
    assert not client.server_status().ready
    assert client.health() is ServingStatus.NOT_SERVING
    assert client.health("liveness") is ServingStatus.SERVING


def test_unknown_name_of_health_is_not_found(client):
    with pytest.raises(grpc.RpcError) as caught:
        client.health("nobody")
    assert caught.value.code() is grpc.StatusCode.NOT_FOUND


def test_wait_ready_returns_once_the_server_serves(connect, start):
    address = unused_address()
    client = connect(address)
    # It is not there yet, and then still warming up.
    starting = start("--isolates=1", f"--listen={address}")
    client.wait_ready(PATIENCE)
    assert client.health() is ServingStatus.SERVING
    assert starting.listening().address == address


def test_wait_ready_says_what_it_saw_last(connect, held):
    client = connect(held.address)
    # So that it does not take its time for a connection.
    assert client.health() is ServingStatus.NOT_SERVING
    with pytest.raises(TimeoutError, match=r"not SERVING after 2 s; last seen: NOT_SERVING"):
        client.wait_ready(2)
    with pytest.raises(TimeoutError, match=r"last seen: SERVICE_UNKNOWN"):
        client.wait_ready(2, "nobody")
    with pytest.raises(TimeoutError, match=r"last seen: no connection"):
        connect(unused_address()).wait_ready(0.3)
