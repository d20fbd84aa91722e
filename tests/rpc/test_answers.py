"""Answers that callers do not take: their sum is bounded, and the slowest reader pays."""

import asyncio
import contextlib
import dataclasses
import socket

import grpc
import http2
import pytest
from google.protobuf import wrappers_pb2
from harness import PATIENCE, eventually
from http2 import Connection

from executor.rpc import answers
from executor.settings import Settings

METHOD = "/test.Service/Get"
ANSWER = 100_000
SHUT = http2.PREFACE + http2.settings(INITIAL_WINDOW_SIZE=0)


@pytest.fixture
def held(monkeypatch):
    """What answers hold: at most ten, without time to read."""
    monkeypatch.setattr(answers, "MIN_LARGEST", 0)
    monkeypatch.setattr(answers, "TIME_TO_READ", 0.0)
    sizes = {
        "max_held_answer_bytes": 10 * ANSWER + 9_999,
        "max_result_bytes": ANSWER,
        "max_record_bytes": ANSWER,
    }
    return answers.unsent(dataclasses.replace(Settings.load([], {}), **sizes))


@pytest.fixture
async def address(held):
    """A server in this process."""

    async def get(request, context):
        return wrappers_pb2.BytesValue(value=bytes(ANSWER))

    handler = grpc.unary_unary_rpc_method_handler(
        get, response_serializer=wrappers_pb2.BytesValue.SerializeToString
    )
    server = grpc.aio.server(interceptors=[answers.Unsent(held)])
    server.add_generic_rpc_handlers((grpc.method_handlers_generic_handler("test.Service", {"Get": handler}),))
    port = server.add_insecure_port("127.0.0.1:0")
    await server.start()
    yield f"127.0.0.1:{port}"
    await server.stop(0)


async def ask(connection, first, count):
    """Makes calls and waits until their answers begin to come."""

    def answered():
        for stream in range(first, first + 2 * count, 2):
            connection.send(http2.call(stream, METHOD, b""))
        kinds = (kind for kind, *_ in connection.frames())
        for _ in range(count):
            assert http2.HEADERS in kinds

    await asyncio.to_thread(answered)


async def get(address):
    async with grpc.aio.insecure_channel(address) as channel:
        return await channel.unary_unary(METHOD)(b"", timeout=PATIENCE)


async def test_slowest_reader_is_hung_up_on_when_there_are_too_many(address, held):
    with contextlib.ExitStack() as stack:
        first, second = (stack.enter_context(Connection(address, SHUT)) for _ in range(2))
        await ask(first, 1, 4)
        await ask(second, 1, 6)
        await ask(second, 13, 1)
        assert await asyncio.to_thread(first.ended)
        # Its answers are gone, once gRPC has seen its end, too: there is room for four more.
        await asyncio.to_thread(
            eventually, lambda: held.total < 8 * ANSWER, "the answers of the first are gone"
        )
        await ask(second, 15, 3)
        assert len(await get(address)) > ANSWER
        # One too many, and now the second is the slowest.
        with Connection(address, SHUT) as third:
            await ask(third, 1, 1)
            assert await asyncio.to_thread(second.ended)
            assert len(await get(address)) > ANSWER


async def test_callers_who_read_are_never_too_many(address):
    for _ in range(3):
        assert {len(answer) for answer in await asyncio.gather(*(get(address) for _ in range(10)))} == {
            ANSWER + 4
        }


@pytest.mark.parametrize(
    ("family", "host", "peer"),
    [
        (socket.AF_INET, "127.0.0.1", "ipv4:127.0.0.1:{}"),
        (socket.AF_INET6, "::1", "ipv6:%5B::1%5D:{}"),
        (socket.AF_INET6, "::ffff:127.0.0.1", "ipv4:127.0.0.1:{}"),
    ],
    ids=["ipv4", "ipv6", "mapped"],
)
def test_only_the_connection_meant_is_shut(family, host, peer):
    with contextlib.ExitStack() as stack:
        listener = stack.enter_context(socket.socket(family))
        listener.bind((host, 0))
        listener.listen()
        callers = [
            stack.enter_context(socket.create_connection(listener.getsockname()[:2], PATIENCE)) for _ in "ab"
        ]
        for _ in callers:
            accepted = stack.enter_context(listener.accept()[0])
        answers.shut_down(peer.format(callers[0].getsockname()[1]))
        assert callers[0].recv(1) == b""
        accepted.sendall(b"x")
        assert callers[1].recv(1) == b"x"
