"""Servers that say more than they were asked, or take less than they are sent: neither the next run nor the server's
memory and descriptors have anything of that.
"""

import asyncio
import socket

import psutil
import pytest
from upstream import EVERYWHERE, Asker, Upstream, response, says

from executor.egress.connections import MAX_INTERIM, MAX_RESTING


@pytest.mark.parametrize("unasked", [response(b"poison"), b"HTTP/1.1 200 OK\r\nX: ", b"?"])
async def test_connection_whose_server_speaks_unasked_is_not_used_again(unasked):
    async def answer(head, writer):
        writer.write(response(b"asked"))
        await asyncio.sleep(0)
        if b"GET /first" in head:
            await taken.wait()
            writer.write(unasked)

    taken = asyncio.Event()
    async with Upstream(answer) as upstream, Asker() as asker:
        await asker.ask(f"{upstream.url}/first")
        taken.set()
        await upstream.until(lambda: upstream.closed == 1)
        _, body = await asker.ask(f"{upstream.url}/second")
        assert body == b"asked"
        assert upstream.connections == 2


async def test_response_behind_the_one_that_was_asked_for_is_dropped_with_its_connection():
    async with (
        Upstream(says(response(b"asked") + response(b"poison") * 10_000)) as upstream,
        Asker() as asker,
    ):
        for number in (1, 2):
            _, body = await asker.ask(f"{upstream.url}/")
            assert body == b"asked"
            assert upstream.connections == number


async def test_interim_responses_are_taken_up_to_a_number():
    interim = b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n"
    async with Upstream(says(interim * MAX_INTERIM + response(b"x"))) as upstream, Asker() as asker:
        assert (await asker.ask(f"{upstream.url}/"))[1] == b"x"
    async with Upstream(says(interim * (MAX_INTERIM + 1) + response(b"x"))) as upstream, Asker() as asker:
        assert (await asker.fail(f"{upstream.url}/"))["code"] == "HPE_INVALID_CONSTANT"
        await upstream.until(lambda: upstream.closed == 1)


async def test_head_that_is_long_in_all_its_lines_ends_early():
    async def endless(head, writer):
        nonlocal sent
        writer.write(b"HTTP/1.1 200 OK\r\n")
        while True:
            writer.write(b"X: " + b"x" * 1000 + b"\r\n")
            sent += 1005
            await writer.drain()
            await asyncio.sleep(0.001)

    sent = 0
    async with Upstream(endless) as upstream, Asker(*EVERYWHERE, "--egress-max-header-bytes=4KiB") as asker:
        assert (await asker.fail(f"{upstream.url}/"))["code"] == "HPE_HEADER_OVERFLOW"
        await upstream.until(lambda: upstream.closed == 1)
    assert sent < 100_000


@pytest.mark.filterwarnings("ignore:Sending a large body:ResourceWarning")
async def test_connection_whose_peer_takes_nothing_ends_with_its_request():
    """A close that waits for what is still to be sent would wait as long as the peer likes."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        async with Asker(*EVERYWHERE, "--egress-timeout=200ms") as asker:
            error = await asker.fail(f"http://127.0.0.1:{port}/", method="POST", body=bytes(5 << 20))
            assert error["code"] == "ERR_EGRESS_LIMIT"
            await asyncio.sleep(0)
            ours = [c for c in psutil.Process().net_connections() if c.raddr and c.raddr.port == port]
            assert ours == []


async def test_connections_at_rest_are_bounded_over_all_hosts():
    names = {f"{number}.com": [["127.0.0.1"]] for number in range(MAX_RESTING + 10)}
    async with Upstream(says(response(b"x"))) as upstream:
        flags = (
            "--egress=public",
            "--egress-max-requests=1000",
            f"--egress-allow={','.join(f'{name}:{upstream.port}=private' for name in names)}",
        )
        async with Asker(*flags, names=names) as asker:
            for name in names:
                await asker.ask(f"http://{name}:{upstream.port}/")
            # The oldest.
            await upstream.until(lambda: upstream.closed == 10)
            await asker.ask(f"http://{list(names)[-1]}:{upstream.port}/")
            assert upstream.connections == len(names)
