"""The gate over time: what strangers write into the log, and what becomes of streams whose token is revoked."""

import asyncio
import hashlib
import signal

import grpc
import pytest
from batches import OpenBatch, header
from conversations import Conversation, start_of
from google.protobuf import wrappers_pb2
from harness import PATIENCE, error_info, eventually

from executor.access.identity import Callers
from executor.observe.paced import BURST
from executor.rpc import answers, gate
from executor.settings import Settings
from executor.v1 import executor_pb2 as pb


def record(name):
    return f"{name} sha256:{hashlib.sha256(name.encode()).hexdigest()} execute,status,reflection\n"


def bearer(name):
    return (("authorization", f"Bearer {name}"),)


@pytest.fixture
def tokens(tmp_path):
    path = tmp_path / "tokens"
    path.write_text(record("billing") + record("other"))
    path.chmod(0o600)
    return path


@pytest.fixture
def guarded(start, tokens):
    return start("--isolates=1", f"--tokens={tokens}").serving()


def test_thousand_calls_of_a_stranger_write_a_few_lines(guarded):
    for _ in range(200):
        with pytest.raises(grpc.RpcError):
            guarded.stub.Execute(pb.ExecuteRequest(code="return 1"), timeout=PATIENCE)

    def lines():
        return [line for line in guarded.log if "NO_CREDENTIALS" in line]

    eventually(lambda: len(lines()) >= BURST, "the first are told")
    refused = 'grpc_server_handled_total{grpc_code="UNAUTHENTICATED",grpc_method="Execute"'

    def count():
        return sum(value for name, value in guarded.metrics().items() if name.startswith(refused))

    # gRPC sends a refusal before the handler has ended, so its count may come a moment later.
    eventually(lambda: count() == 200, "all are counted")
    guarded.stop()
    # More only where it took so long that another interval began.
    assert len(lines()) < 100


def test_batch_of_a_revoked_token_ends_and_others_go_on(guarded, tokens):
    batches = [
        OpenBatch(guarded, header(guarded, "return input"), metadata=bearer(name))
        for name in ("billing", "other")
    ]
    for batch in batches:
        assert batch.ask(1) == 1
    tokens.write_text(record("other"))
    guarded.signal(signal.SIGHUP)
    with pytest.raises(grpc.RpcError) as caught:
        next(batches[0].call)
    assert caught.value.code() is grpc.StatusCode.UNAUTHENTICATED
    assert error_info(caught.value).reason == "UNKNOWN_TOKEN"
    assert batches[1].ask(2) == 2
    batches[1].end()
    batches[0].end()
    eventually(lambda: [line for line in guarded.log if "was read again as asked" in line], "the log says so")
    assert not any("Traceback" in line for line in guarded.log), guarded.log


def test_conversation_of_a_revoked_token_ends_and_its_run_is_killed(guarded, tokens):
    conversation = Conversation(
        guarded, start_of(guarded, "await host.f()", "f", timeout=60), metadata=bearer("billing")
    )
    assert conversation.next().name == "f"
    tokens.write_text(record("other"))
    guarded.signal(signal.SIGHUP)
    with pytest.raises(grpc.RpcError) as caught:
        conversation.next()
    assert error_info(caught.value).reason == "UNKNOWN_TOKEN"
    conversation.end()
    killed = 'executor_kills_total{reason="cancelled"}'
    eventually(lambda: guarded.metrics()[killed] == 1, "the run is killed")


async def test_open_stream_is_judged_again_by_itself(monkeypatch, tokens):
    assert gate.INTERVAL <= 60
    monkeypatch.setattr(gate, "INTERVAL", 0.0)

    async def forever(requests, context):
        await context.write(wrappers_pb2.BytesValue(value=b"begun"))
        await asyncio.Event().wait()

    handler = grpc.stream_stream_rpc_method_handler(
        forever, response_serializer=lambda message: message.value
    )
    unsent = answers.Unsent(answers.unsent(Settings.load([], {})))
    server = grpc.aio.server(interceptors=[unsent, gate.Gate(Callers(str(tokens)))])
    service = grpc.method_handlers_generic_handler("executor.v1.ExecutorService", {"ExecuteBatch": handler})
    server.add_generic_rpc_handlers((service,))
    port = server.add_insecure_port("127.0.0.1:0")
    await server.start()
    async with grpc.aio.insecure_channel(f"127.0.0.1:{port}") as channel:
        method = channel.stream_stream("/executor.v1.ExecutorService/ExecuteBatch")
        call = method(timeout=PATIENCE, metadata=bearer("billing"))
        assert await call.read() == b"begun"
        tokens.write_text(record("other"))
        assert await call.code() is grpc.StatusCode.UNAUTHENTICATED
    await server.stop(0)
