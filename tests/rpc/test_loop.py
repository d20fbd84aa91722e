"""The server's loop: what gRPC and everybody else who reads of it hears, and how often it is woken for that."""

import asyncio
import socket
from concurrent.futures import ThreadPoolExecutor

import grpc
import pytest

from executor.rpc import loop as loops

METHOD = "/of.a.Test/Echo"
CALLS = 200


@pytest.fixture
def woken(monkeypatch):
    """How often gRPC's reader was called, by the bytes that lay there."""
    counts = []
    take = loops._woken

    def counted(sock, *args):
        counts.append(len(sock.recv(10_000, socket.MSG_PEEK)))
        take(sock, *args)

    monkeypatch.setattr(loops, "_woken", counted)
    return counts


async def serve(busy: float = 0.0) -> list[bytes]:
    """The answers to so many calls at once, from threads; each keeps the loop busy for so many seconds."""

    async def echo(request, context):
        await asyncio.sleep(0)
        end = asyncio.get_running_loop().time() + busy
        while asyncio.get_running_loop().time() < end:
            pass
        return request

    handler = grpc.unary_unary_rpc_method_handler(echo)
    server = grpc.aio.server()
    server.add_generic_rpc_handlers([grpc.method_handlers_generic_handler("of.a.Test", {"Echo": handler})])
    port = server.add_insecure_port("127.0.0.1:0")
    await server.start()
    with ThreadPoolExecutor(32) as threads, grpc.insecure_channel(f"127.0.0.1:{port}") as channel:
        call = channel.unary_unary(METHOD)
        numbers = (b"%d" % number for number in range(CALLS))
        running = asyncio.get_running_loop()
        answers = await asyncio.gather(
            *(running.run_in_executor(threads, lambda n=n: call(n, timeout=60)) for n in numbers)
        )
    await server.stop(None)
    return answers


@pytest.mark.parametrize("busy", [0.0, 0.002])
def test_wake_ups_of_grpc_are_taken_together_and_none_is_missed(woken, busy):
    with asyncio.Runner(loop_factory=loops.Loop) as runner:
        answers = runner.run(serve(busy))
    assert answers == [b"%d" % number for number in range(CALLS)]
    assert woken
    if busy:
        # Four events a call; while the loop is busy with one, those of others come.
        assert len(woken) < 4 * CALLS
        assert max(woken) > 1


def test_other_readers_of_sockets_have_every_byte():
    ours, theirs = socket.socketpair()
    received = []

    async def run():
        loop, done = asyncio.get_running_loop(), asyncio.Event()

        def read():
            received.append(ours.recv(1))
            if len(received) == 3:
                done.set()

        loop.add_reader(ours, read)
        theirs.sendall(b"abc")
        await done.wait()
        loop.remove_reader(ours)

    with ours, theirs, asyncio.Runner(loop_factory=loops.Loop) as runner:
        runner.run(run())
    assert received == [b"a", b"b", b"c"]
