"""A stream that is ended from outside has its status, wherever its handler is."""

import asyncio
import contextlib

import grpc
import http2
import pytest
from google.protobuf import wrappers_pb2
from harness import PATIENCE, eventually
from http2 import Connection

from executor.rpc import answers
from executor.settings import Settings

METHOD = "/test.Service/Get"
# More than HTTP/2's first window: the write of it waits for its reader.
LARGE = 1_000_000
SHUT = http2.PREFACE + http2.settings(INITIAL_WINDOW_SIZE=0)


@pytest.fixture
def held():
    return answers.unsent(Settings.load([], {}))


@contextlib.asynccontextmanager
async def serving(held, behaviour):
    """A server in this process, its address."""
    handler = grpc.stream_stream_rpc_method_handler(
        behaviour, response_serializer=wrappers_pb2.BytesValue.SerializeToString
    )
    server = grpc.aio.server(interceptors=[answers.Unsent(held)])
    server.add_generic_rpc_handlers((grpc.method_handlers_generic_handler("test.Service", {"Get": handler}),))
    port = server.add_insecure_port("127.0.0.1:0")
    await server.start()
    yield f"127.0.0.1:{port}"
    await server.stop(0)


def ended(size, before, ended_by):
    """Writes `before` messages, then one in whose middle it is ended."""

    async def behaviour(requests, context):
        loop = asyncio.get_running_loop()
        try:
            for _ in range(before):
                await context.write(wrappers_pb2.BytesValue(value=b"before"))
            loop.call_soon(context.end)
            await context.write(wrappers_pb2.BytesValue(value=bytes(size)))
            ended_by.append("nothing")
        except asyncio.CancelledError:
            ended_by.append("the end")
            await context.abort(grpc.StatusCode.UNAUTHENTICATED, "no")

    return behaviour


@pytest.mark.parametrize("before", [0, 1], ids=["first", "second"])
@pytest.mark.parametrize("size", [1, LARGE])
async def test_status_comes_after_the_message_that_was_being_written(held, size, before):
    ended_by: list[str] = []
    async with (
        serving(held, ended(size, before, ended_by)) as address,
        grpc.aio.insecure_channel(address) as channel,
    ):
        call = channel.stream_stream(METHOD)(timeout=PATIENCE)
        sizes = [len(message) for message in [await call.read() for _ in range(before + 1)]]
        assert sizes[-1] > size
        assert await call.code() is grpc.StatusCode.UNAUTHENTICATED
    assert ended_by == ["the end"]
    assert held.total == 0


async def test_caller_who_does_not_read_is_hung_up_on(held, monkeypatch):
    monkeypatch.setattr(answers, "TIME_TO_READ", 0.0)
    ended_by: list[str] = []
    async with serving(held, ended(LARGE, 0, ended_by)) as address:
        with Connection(address, SHUT) as connection:
            connection.send(http2.call(1, METHOD, b""))
            assert await asyncio.to_thread(connection.ended)
        await asyncio.to_thread(eventually, lambda: held.total == 0, "its message is gone")
    # gRPC says that the write has failed.
    assert ended_by == []


async def test_handler_that_writes_nothing_is_cancelled_at_once(held):
    async def waits(requests, context):
        await context.write(wrappers_pb2.BytesValue(value=b"begun"))
        asyncio.get_running_loop().call_soon(context.end)
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            await context.abort(grpc.StatusCode.UNAUTHENTICATED, "no")

    async with serving(held, waits) as address, grpc.aio.insecure_channel(address) as channel:
        call = channel.stream_stream(METHOD)(timeout=PATIENCE)
        await call.read()
        assert await call.code() is grpc.StatusCode.UNAUTHENTICATED
