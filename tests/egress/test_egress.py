"""The broker against servers that behave, that misbehave, and that take for ever: every request ends, with the right error,
within its limits, and leaves no connection behind that its run does not have any more.
"""

import asyncio
import gzip
import ssl
import zlib

import brotli
import pytest
from certificates import Certificate
from harness import free_port
from upstream import EVERYWHERE, Asker, Upstream, response, says

from executor.egress import decoding
from executor.egress.broker import Broker
from executor.reloading import UnusableFile
from executor.wire.errors import ProtocolError

MIB = 1 << 20


async def silence(head, writer):
    """Takes the request and never answers."""
    await asyncio.Event().wait()


# --- what goes out, and what comes back --------------------------------------------------------------------------


async def test_request_goes_out_as_the_script_made_it():
    async with Upstream(says(response(b"ok"))) as upstream, Asker() as asker:
        await asker.ask(
            f"{upstream.url}/p%41th/%2e%7E?q=%20+&r=~",
            method="PUT",
            headers=(
                ("X-Two", "1"),
                ("x-two", "2"),
                ("User-Agent", "mine"),
                ("X-Latin", "\xe4"),
                ("Content-Length", "99"),
            ),
            body=bytes(range(256)),
        )
        await asker.ask(f"{upstream.url}/", method="POST")
        await asker.ask(f"{upstream.url}", method="QUERY", body=b"body")
    first, second, third = upstream.heads
    assert first.startswith(b"PUT /p%41th/%2e%7E?q=%20+&r=~ HTTP/1.1\r\n")
    lines = first.split(b"\r\n")[1:-2]
    # Nothing that the script did not say, but for what frames the message.
    assert sorted(lines) == sorted(
        [
            f"Host: 127.0.0.1:{upstream.port}".encode(),
            b"X-Two: 1",
            b"X-Two: 2",
            b"User-Agent: mine",
            "X-Latin: \xe4".encode(),
            b"Content-Length: 256",
        ]
    )
    assert b"Content-Length: 0" in second
    assert third.startswith(b"QUERY / HTTP/1.1")
    assert upstream.bodies == [bytes(range(256)), b"", b"body"]


async def test_response_comes_back_as_the_server_made_it():
    raw = b"HTTP/1.0 299 Very Fine\r\nSet-Cookie: a=1\r\nset-cookie: b=2\r\nX-L: \xe4\r\nContent-Length: 3\r\n\r\n\x00\xff\x80"
    async with Upstream(says(raw)) as upstream, Asker() as asker:
        head, body = await asker.ask(f"{upstream.url}/a?b#c")
    assert head == {
        "url": f"{upstream.url}/a?b",
        "redirected": False,
        "status": 299,
        "statusText": "Very Fine",
        "httpVersion": "1.0",
        "headers": [["Set-Cookie", "a=1"], ["set-cookie", "b=2"], ["X-L", "\xe4"], ["Content-Length", "3"]],
    }
    assert body == b"\x00\xff\x80"


async def test_reason_that_is_no_utf8_has_signs_in_its_place_as_with_fetch():
    async with (
        Upstream(says(b"HTTP/1.1 299 Th\xefng \xe2\x82\xac\r\nContent-Length: 0\r\n\r\n")) as upstream,
        Asker() as asker,
    ):
        head, _ = await asker.ask(f"{upstream.url}/")
    assert head["statusText"] == "Th\ufffdng \u20ac"


async def test_connection_is_kept_for_the_next_request_but_no_cookie_is():
    async with Upstream(says(response(b"x", Set_Cookie="session=1; Path=/"))) as upstream, Asker() as asker:
        for _ in range(3):
            await asker.ask(f"{upstream.url}/")
        assert upstream.connections == 1
        assert not any(b"ookie" in head for head in upstream.heads)


async def test_proxy_in_the_environment_is_not_used(monkeypatch):
    async with Upstream(says(response(b"direct"))) as upstream, Upstream(says(response(b"proxy"))) as proxy:
        for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
            monkeypatch.setenv(name, proxy.url)
        async with Asker() as asker:
            _, body = await asker.ask(f"{upstream.url}/")
        assert body == b"direct"


@pytest.mark.parametrize(
    ("method", "headers"),
    [
        ("CONNECT", ()),
        ("TRACE", ()),
        ("GE T", ()),
        ("GET\r\nX: 1", ()),
        ("", ()),
        ("GET", (("X\r\nY", "1"),)),
        ("GET", (("X", "1\r\nY: 2"),)),
        ("GET", (("X", "1\0"),)),
        ("GET", (("X", "\u20ac"),)),
        ("GET", (("", "1"),)),
        ("GET", (("X Y", "1"),)),
        ("GET", (("Transfer-Encoding", "chunked"),)),
        ("GET", (("Proxy-Authorization", "x"),)),
        ("GET", (("Upgrade", "websocket"),)),
        ("GET", (("Expect", "100-continue"),)),
        ("GET", (("Host", "other.example.com"),)),
    ],
)
async def test_request_that_none_may_be_is_not_sent(method, headers):
    async with Upstream(says(response())) as upstream, Asker() as asker:
        error = await asker.fail(f"{upstream.url}/", method=method, headers=headers)
        assert error["code"] == "UND_ERR_INVALID_ARG"
        assert upstream.connections == 0


# --- redirects ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "method", "then", "with_body"),
    [
        (301, "POST", "GET", False),
        (302, "POST", "GET", False),
        (302, "PUT", "PUT", True),
        (303, "PUT", "GET", False),
        (303, "HEAD", "HEAD", False),
        (307, "POST", "POST", True),
        (308, "DELETE", "DELETE", True),
    ],
)
async def test_redirect_changes_method_and_body_as_the_standard_says(status, method, then, with_body):
    async def answer(head, writer):
        moved = response(status=f"{status} Moved", Location="../end?x=\xe4 y#there")
        writer.write(moved if b" /a/b " in head else response(b"" if method == "HEAD" else b"end"))

    body = b"" if method == "HEAD" else b"body"
    headers = (("Content-Type", "text/plain"), ("X-Kept", "1"))
    async with Upstream(answer) as upstream, Asker() as asker:
        head, _ = await asker.ask(f"{upstream.url}/a/b", method=method, headers=headers, body=body)
    assert head["redirected"]
    assert head["url"] == f"{upstream.url}/end?x=%C3%A4%20y"
    assert upstream.heads[1].startswith(f"{then} /end?x=%C3%A4%20y ".encode())
    assert upstream.bodies[1] == (body if with_body else b"")
    assert (b"Content-Type" in upstream.heads[1]) == (with_body or method == "HEAD")
    assert b"X-Kept" in upstream.heads[1]


async def test_redirects_end_where_the_script_says():
    async def answer(head, writer):
        writer.write(response(b"body", status="302 Found", Location=f"/{len(upstream.heads)}"))

    async with Upstream(answer) as upstream, Asker() as asker:
        head, body = await asker.ask(f"{upstream.url}/", redirect="manual")
        assert (head["status"], body, len(upstream.heads)) == (302, b"body", 1)
        assert (await asker.fail(f"{upstream.url}/", redirect="error"))["code"] == "ERR_UNEXPECTED_REDIRECT"
        assert len(upstream.heads) == 2
        error = await asker.fail(f"{upstream.url}/", max_redirects=3)
        assert error["code"] == "ERR_FR_TOO_MANY_REDIRECTS"
        assert len(upstream.heads) == 6
        # More than the standard's number nobody gets, who asks for what he likes.
        error = await asker.fail(f"{upstream.url}/", max_redirects=10**9)
        assert error["message"] == "Maximum number of redirects exceeded (20)"
        assert len(upstream.heads) == 27


async def test_redirect_without_a_location_is_a_response():
    async with Upstream(says(response(b"?", status="302 Found"))) as upstream, Asker() as asker:
        head, body = await asker.ask(f"{upstream.url}/")
    assert (head["status"], head["redirected"], body) == (302, False, b"?")


# --- compressed bodies -------------------------------------------------------------------------------------------


def raw_deflate(data: bytes) -> bytes:
    compressor = zlib.compressobj(wbits=-15)
    return compressor.compress(data) + compressor.flush()


TEXT = bytes(range(256)) * 1000
# Made as they are needed: whoever only looks for tests would wait for them.
CODINGS = {
    "gzip": lambda: gzip.compress(TEXT),
    "x-gzip": lambda: gzip.compress(TEXT[:9]) + gzip.compress(TEXT[9:]),
    "GZIP": lambda: gzip.compress(TEXT) + b"\0\0\0",
    "deflate": lambda: zlib.compress(TEXT),
    "Deflate": lambda: raw_deflate(TEXT),
    "br": lambda: brotli.compress(TEXT),
    "identity": lambda: TEXT,
    "gzip, br": lambda: brotli.compress(gzip.compress(TEXT)),
}


@pytest.mark.parametrize("coding", CODINGS)
async def test_compressed_body_is_decoded(coding):
    raw = CODINGS[coding]()
    async with Upstream(says(response(raw, Content_Encoding=coding))) as upstream, Asker() as asker:
        assert (await asker.ask(f"{upstream.url}/"))[1] == TEXT
        assert (await asker.ask(f"{upstream.url}/", decompress=False))[1] == raw


async def test_unknown_coding_is_left_alone():
    async with (
        Upstream(says(response(b"raw", Content_Encoding="gzip, aws-chunked"))) as upstream,
        Asker() as asker,
    ):
        assert (await asker.ask(f"{upstream.url}/"))[1] == b"raw"


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br"])
async def test_body_that_is_not_what_its_coding_says(coding):
    async with (
        Upstream(says(response(b"no such thing", Content_Encoding=coding))) as upstream,
        Asker() as asker,
    ):
        assert (await asker.fail(f"{upstream.url}/"))["code"] == "Z_DATA_ERROR"
    cut = CODINGS[coding]()[:-9]
    async with Upstream(says(response(cut, Content_Encoding=coding))) as upstream, Asker() as asker:
        assert (await asker.fail(f"{upstream.url}/"))["code"] == "Z_BUF_ERROR"
    async with Upstream(says(response(b"", Content_Encoding=coding))) as upstream, Asker() as asker:
        assert (await asker.ask(f"{upstream.url}/"))[1] == b""
        assert (await asker.ask(f"{upstream.url}/", method="HEAD"))[1] == b""


@pytest.mark.parametrize("coding", ["gzip", "gzip, gzip", "br"])
async def test_decompression_bomb_ends_at_the_limit(coding, monkeypatch):
    """256 MiB in 256 KiB or much less; no more of it than the limit and a piece is ever unfolded."""
    bomb = b"\0" * (256 * MIB)
    packed = brotli.compress(bomb, quality=1) if coding == "br" else gzip.compress(bomb, 1)
    if coding == "gzip, gzip":
        packed = gzip.compress(packed)
    del bomb
    unfolded = 0
    real = decoding.decoder_for

    def counting(content_encoding, max_bytes):
        decoder = real(content_encoding, max_bytes)
        feed = decoder.feed

        def counted(data):
            nonlocal unfolded
            for piece in feed(data):
                unfolded += len(piece)
                yield piece

        decoder.feed = counted
        return decoder

    monkeypatch.setattr("executor.egress.responses.decoder_for", counting)
    async with Upstream(says(response(packed, Content_Encoding=coding))) as upstream, Asker() as asker:
        error = await asker.fail(f"{upstream.url}/")
    assert error["code"] == "ERR_EGRESS_LIMIT"
    assert "--egress-max-response-bytes" in error["message"]
    assert 5 * MIB < unfolded < 6 * MIB


NOTHING = gzip.compress(b"")


@pytest.mark.parametrize(
    ("coding", "pack"),
    [
        ("gzip", lambda: NOTHING * (8 * MIB // len(NOTHING))),
        ("gzip, gzip", lambda: gzip.compress(NOTHING * (256 * MIB // len(NOTHING)), 1)),
    ],
    ids=["plain", "packed"],
)
async def test_endless_nothing_ends_at_the_limit_and_holds_up_nobody(coding, pack):
    """Thousands of empty members decode to no byte at all, packed or not."""
    packed = pack()
    turns = 0

    async def others():
        nonlocal turns
        while True:
            await asyncio.sleep(0)
            turns += 1

    async with Upstream(says(response(packed, Content_Encoding=coding))) as upstream, Asker() as asker:
        waiting = asyncio.create_task(others())
        error = await asker.fail(f"{upstream.url}/")
        waiting.cancel()
    assert error["code"] == "ERR_EGRESS_LIMIT"
    # At least one for each MiB; thousands in fact.
    assert turns > 50


# --- limits ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("flag", "fields"),
    [
        ("egress-max-url-bytes", {"path": "a" * 9000}),
        ("egress-max-header-bytes", {"headers": tuple((f"X-{number}", "v" * 1000) for number in range(17))}),
        ("egress-max-request-bytes", {"method": "POST", "body": b"x" * (5 * MIB + 1)}),
    ],
)
async def test_request_over_a_limit_is_not_sent_and_names_the_flag(flag, fields):
    async with Upstream(says(response())) as upstream, Asker() as asker:
        path = fields.pop("path", "")
        error = await asker.fail(f"{upstream.url}/{path}", **fields)
        assert error["code"] == "ERR_EGRESS_LIMIT"
        assert f"(--{flag})" in error["message"]
        assert upstream.connections == 0


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        # One line too long, many lines together too long, and no end of lines.
        (b"HTTP/1.1 200 OK\r\nX: " + b"x" * 20_000 + b"\r\nContent-Length: 0\r\n\r\n", "HPE_HEADER_OVERFLOW"),
        (b"HTTP/1.1 200 OK\r\n" + b"X: xxxxxxxxxxxx\r\n" * 5_000 + b"\r\n", "HPE_HEADER_OVERFLOW"),
        (
            b"HTTP/1.1 200 OK\r\n" + (b"X: " + b"x" * 4000 + b"\r\n") * 10 + b"Content-Length: 0\r\n\r\n",
            "ERR_EGRESS_LIMIT",
        ),
        (b"SSH-2.0-OpenSSH_9.2\r\n", "HPE_INVALID_CONSTANT"),
        (b"HTTP/1.1 abc OK\r\n\r\n", "HPE_INVALID_CONSTANT"),
        (
            b"HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n",
            "HPE_INVALID_STATUS",
        ),
        (b"HTTP/1.1 099 Early\r\nContent-Length: 0\r\n\r\n", "HPE_INVALID_STATUS"),
        (b"HTTP/1.1 000 Nothing\r\nContent-Length: 0\r\n\r\n", "HPE_INVALID_STATUS"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello", "HPE_INVALID_CONSTANT"),
        (b"\xff" * 100 + b"\r\n\r\n", "HPE_INVALID_CONSTANT"),
    ],
)
async def test_response_that_is_no_http_or_too_much_of_it(raw, code):
    async with Upstream(says(raw)) as upstream, Asker() as asker:
        assert (await asker.fail(f"{upstream.url}/"))["code"] == code


async def test_response_over_the_scripts_own_limit_says_so():
    async with Upstream(says(response(b"x" * 11))) as upstream, Asker() as asker:
        assert (await asker.ask(f"{upstream.url}/", max_response_bytes=11))[1] == b"x" * 11
        error = await asker.fail(f"{upstream.url}/", max_response_bytes=10)
        assert (error["code"], error["message"]) == (
            "ERR_RESPONSE_TOO_LARGE",
            "maxContentLength size of 10 exceeded",
        )


@pytest.mark.parametrize("chunked", [True, False])
async def test_endless_body_ends_at_the_limit_and_its_connection_is_closed(chunked):
    async def endless(head, writer):
        framing = b"Transfer-Encoding: chunked" if chunked else b"Connection: close"
        writer.write(b"HTTP/1.1 200 OK\r\n" + framing + b"\r\n\r\n")
        piece = b"x" * 65_536
        while True:
            writer.write(b"10000\r\n" + piece + b"\r\n" if chunked else piece)
            await writer.drain()

    async with Upstream(endless) as upstream, Asker() as asker:
        error = await asker.fail(f"{upstream.url}/")
        assert error["code"] == "ERR_EGRESS_LIMIT"
        await upstream.until(lambda: upstream.closed == 1)


async def drip(head, writer):
    """A body whose end never comes, a byte at a time."""
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n")
    while True:
        writer.write(b"x")
        await asyncio.sleep(0.005)


async def drip_headers(head, writer):
    writer.write(b"HTTP/1.1 200 OK\r\n")
    while True:
        writer.write(b"X: y\r\n")
        await asyncio.sleep(0.2)


@pytest.mark.parametrize("answer", [silence, drip, drip_headers])
async def test_slow_response_ends_with_the_time_of_the_request(answer):
    async with Upstream(answer) as upstream:
        async with Asker(*EVERYWHERE, "--egress-timeout=100ms") as asker:
            error = await asker.fail(f"{upstream.url}/")
            assert error["code"] == "ERR_EGRESS_LIMIT"
            assert "--egress-timeout" in error["message"]
            error = await asker.fail(f"{upstream.url}/", timeout=0.05)
            assert (error["code"], error["message"]) == ("ETIMEDOUT", "timeout of 50ms exceeded")
            assert "syscall" not in error
        # Two, but where this process had no CPU before it had connected.
        await upstream.until(lambda: upstream.closed == upstream.connections)


async def test_requests_over_the_number_at_once_wait_for_their_turn():
    most = 0
    now = 0
    three = asyncio.Event()

    async def answer(head, writer):
        nonlocal most, now
        now += 1
        most = max(most, now)
        if now == 3:
            three.set()
        await three.wait()
        await asyncio.sleep(0.02)
        now -= 1
        writer.write(response(b"x"))

    async with Upstream(answer) as upstream, Asker(*EVERYWHERE, "--egress-max-concurrent=3") as asker:
        await asyncio.gather(*(asker.ask(f"{upstream.url}/") for _ in range(12)))
        assert most == 3
        assert asker.requests.count == 12


async def test_request_over_a_limit_is_not_kept_until_its_turn():
    headers = tuple(("X", "") for _ in range(50_000))
    async with Upstream(silence) as upstream, Asker(*EVERYWHERE, "--egress-max-concurrent=1") as asker:
        asker.start(f"{upstream.url}/")
        await upstream.until(lambda: len(upstream.heads) == 1)
        error = await asker.fail(f"{upstream.url}/", headers=headers)
        assert "(--egress-max-header-bytes)" in error["message"]


async def test_connections_of_the_whole_server_are_bounded():
    async def answer(head, writer):
        await asyncio.sleep(0.02)
        writer.write(response(b"x"))

    async with Upstream(answer) as upstream, Asker(*EVERYWHERE, "--egress-max-connections=2") as asker:
        await asyncio.gather(*(asker.ask(f"{upstream.url}/") for _ in range(8)))
        assert upstream.connections == 2


async def test_what_is_held_of_a_run_is_bounded():
    """Requests that wait for their turn, and responses that the isolate does not take, count alike."""
    async with Upstream(silence) as upstream, Asker(*EVERYWHERE, "--egress-max-held-bytes=1MiB") as asker:
        waiting = [asker.start(f"{upstream.url}/", method="POST", body=b"x" * 400_000) for _ in range(2)]
        error = await asker.fail(f"{upstream.url}/", method="POST", body=b"x" * 400_000)
        assert (error["code"], "--egress-max-held-bytes" in error["message"]) == ("ERR_EGRESS_LIMIT", True)
        assert not any(call.done() for call in waiting)
    answer = says(response(b"x" * 400_000))
    async with Upstream(answer) as upstream, Asker(*EVERYWHERE, "--egress-max-held-bytes=1MiB") as asker:
        for _ in range(4):
            await asker.ask(f"{upstream.url}/")
        asker.unsent_bytes = 800_000
        assert (await asker.fail(f"{upstream.url}/"))["code"] == "ERR_EGRESS_LIMIT"


async def test_more_requests_than_a_run_may_send_are_no_correct_isolates():
    async with Upstream(says(response())) as upstream, Asker(*EVERYWHERE, "--egress-max-requests=2") as asker:
        for _ in range(2):
            await asker.ask(f"{upstream.url}/")
        with pytest.raises(ProtocolError, match="more than 2 requests"):
            asker.start(f"{upstream.url}/")
        for _ in range(2):
            asker.requests.abort(1)
        with pytest.raises(ProtocolError, match="more aborts"):
            asker.requests.abort(1)


# --- ends --------------------------------------------------------------------------------------------------------


async def test_abort_closes_the_connection_and_nothing_is_answered():
    async with Upstream(silence) as upstream, Asker() as asker:
        call = asker.start(f"{upstream.url}/")
        await upstream.until(lambda: len(upstream.heads) == 1)
        asker.requests.abort(1)
        await upstream.until(lambda: upstream.closed == 1)
        assert not call.done()
        assert asker.broker.in_flight == 0
        assert [exchange.outcome for exchange in asker.exchanges] == ["aborted"]


async def test_runs_end_closes_all_connections_at_once():
    async with Upstream(drip) as upstream, Asker() as asker:
        for _ in range(5):
            asker.start(f"{upstream.url}/")
        await upstream.until(lambda: len(upstream.heads) == 5)
        asker.requests.end()
        await upstream.until(lambda: upstream.closed == 5)
        assert asker.broker.in_flight == 0


async def test_closed_port_gives_nodes_error():
    async with Upstream(says(response())) as upstream, Asker() as asker:
        port = free_port()
        error = await asker.fail(f"http://127.0.0.1:{port}/")
        assert error == {
            "code": "ECONNREFUSED",
            "message": f"connect ECONNREFUSED 127.0.0.1:{port}",
            "errno": -111,
            "syscall": "connect",
            "address": "127.0.0.1",
            "port": port,
        }
        assert upstream.connections == 0


async def test_unknown_name_gives_nodes_error():
    async with Asker("--egress=public", names={}) as asker:
        error = await asker.fail("https://nowhere.example.com/")
        assert error == {
            "code": "ENOTFOUND",
            "message": "getaddrinfo ENOTFOUND nowhere.example.com",
            "errno": -3008,
            "syscall": "getaddrinfo",
            "hostname": "nowhere.example.com",
        }


async def test_connection_lost_before_and_inside_a_response():
    async def hang_up(head, writer):
        writer.close()

    async def cut(head, writer):
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nonly this")
        writer.close()

    for answer, words in ((hang_up, "socket hang up"), (cut, "aborted")):
        async with Upstream(answer) as upstream, Asker() as asker:
            error = await asker.fail(f"{upstream.url}/", method="POST")
            assert (error["code"], error["message"]) == ("ECONNRESET", words)


async def test_connection_that_went_away_while_idle_is_made_again():
    """A server closes idle connections when it likes; a GET that runs into that is sent again on a new one."""

    async def once(head, writer):
        writer.write(response(b"x"))
        await writer.drain()
        writer.close()

    async with Upstream(once) as upstream, Asker() as asker:
        for number in range(1, 4):
            await asker.ask(f"{upstream.url}/")
            await upstream.until(lambda number=number: upstream.closed == number)


async def test_ten_requests_at_once_are_under_way_together():
    """None is answered before the last has come: one after the other they would wait for ever."""

    async def answer(head, writer):
        await upstream.until(lambda: len(upstream.heads) == 10)
        writer.write(response(b"x"))

    async with Upstream(answer) as upstream, Asker() as asker:
        await asyncio.gather(*(asker.ask(f"{upstream.url}/") for _ in range(10)))


# --- TLS ---------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def ca() -> Certificate:
    return Certificate("ca")


@pytest.fixture
def tls(tmp_path, ca):
    """Makes a server's context of its certificate, and the flag that trusts the CA."""
    (tmp_path / "ca.pem").write_bytes(ca.pem)

    def context(certificate: Certificate, *chain: Certificate) -> ssl.SSLContext:
        (tmp_path / "cert.pem").write_bytes(certificate.pem + b"".join(link.pem for link in chain))
        (tmp_path / "key.pem").write_bytes(certificate.key)
        made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        made.load_cert_chain(tmp_path / "cert.pem", tmp_path / "key.pem")
        return made

    context.flag = f"--egress-ca={tmp_path / 'ca.pem'}"
    return context


async def test_https_works_under_the_operators_own_ca(ca, tls):
    server = tls(Certificate("server", ca))
    async with Upstream(says(response(b"safe")), server) as upstream, Asker(*EVERYWHERE, tls.flag) as asker:
        assert (await asker.ask(f"{upstream.url}/"))[1] == b"safe"


async def test_bad_certificates_give_nodes_codes_and_no_request_leaves(ca, tls):
    cases = {
        "CERT_HAS_EXPIRED": (Certificate("server", ca, days=-1),),
        "ERR_TLS_CERT_ALTNAME_INVALID": (Certificate("server", ca, alternatives=()),),
        "DEPTH_ZERO_SELF_SIGNED_CERT": (Certificate("server"),),
        "UNABLE_TO_VERIFY_LEAF_SIGNATURE": (Certificate("server", Certificate("another ca")),),
    }
    for code, certificates in cases.items():
        async with Upstream(says(response(b"secret")), tls(*certificates)) as upstream:
            async with Asker(*EVERYWHERE, tls.flag) as asker:
                assert (await asker.fail(f"{upstream.url}/"))["code"] == code
                assert [exchange.outcome for exchange in asker.exchanges] == ["tls"]
            assert upstream.heads == []


async def test_https_to_a_server_without_tls_is_eproto():
    async def plain(head, writer):
        pass

    async def greet(reader, writer):
        writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        writer.close()

    server = await asyncio.start_server(greet, "127.0.0.1", 0)
    async with server, Asker() as asker:
        error = await asker.fail(f"https://127.0.0.1:{server.sockets[0].getsockname()[1]}/")
    assert (error["code"], error["syscall"]) == ("EPROTO", "write")


async def test_file_that_is_no_ca_is_told_at_the_start(tmp_path):
    (tmp_path / "ca.pem").write_text("no certificate")
    for path in (tmp_path / "ca.pem", tmp_path / "absent.pem"):
        with pytest.raises(UnusableFile, match=r"--egress-ca"):
            Asker("--egress=public", f"--egress-ca={path}")
    # Nothing is read where nothing is sent.
    assert Broker(Asker("--egress=off", f"--egress-ca={tmp_path}").broker.settings)


async def test_system_trust_is_what_counts_without_a_ca_of_the_operators(ca, tls):
    async with (
        Upstream(says(response(b"secret")), tls(Certificate("server", ca))) as upstream,
        Asker() as asker,
    ):
        assert (await asker.fail(f"{upstream.url}/"))["code"] == "UNABLE_TO_VERIFY_LEAF_SIGNATURE"
        assert upstream.heads == []


# --- what operators see ------------------------------------------------------------------------------------------


async def test_refusals_are_logged_as_long_as_they_are_few(caplog):
    caplog.set_level("INFO", "executor.egress.refusals")
    async with Asker("--egress=listed", "--egress-allow=a.com", "--egress-max-requests=100") as asker:
        for _ in range(80):
            await asker.fail("https://b.com/path?secret=1")
    lines = [record.getMessage() for record in caplog.records]
    assert len(lines) == 60
    assert lines[0].startswith(
        "execution an-execution: request refused (unlisted): a request to https://b.com:443 "
    )
    assert not any("secret" in line for line in lines)
