"""What scripts may reach, case by case: each refusal with its reason, by address, by name, and after a redirect.

Each test fails when the check it is about is removed: what would be connected to instead is a server of the test's own,
or a look-up that is counted.
"""

import asyncio
import ipaddress
import threading

import pytest
from harness import eventually
from upstream import Asker, Upstream, response, says

from executor.egress import lookups
from executor.egress.policy import (
    HostClass,
    Policy,
    Refusal,
    Refused,
    parse_host,
    refusal_of,
)
from executor.formats.egress_entries import parse_allow_list

# Address → what it is. The second of two is the last of its block.
ADDRESSES = {
    "0.0.0.0": "unspecified",
    "0.0.0.1": "reserved",
    "0.255.255.255": "reserved",
    "10.0.0.0": "private",
    "10.255.255.255": "private",
    "100.64.0.0": "shared",
    "100.127.255.255": "shared",
    "100.100.100.200": "metadata",
    "127.0.0.1": "loopback",
    "127.255.255.255": "loopback",
    "168.63.129.16": "metadata",
    "169.254.0.1": "link_local",
    "169.254.169.254": "metadata",
    "169.254.170.2": "metadata",
    "169.254.255.255": "link_local",
    "172.16.0.0": "private",
    "172.31.255.255": "private",
    "192.0.0.1": "reserved",
    "192.0.0.192": "metadata",
    "192.0.2.1": "documentation",
    "192.88.99.1": "reserved",
    "192.168.0.1": "private",
    "192.168.255.255": "private",
    "198.18.0.1": "benchmarking",
    "198.19.255.255": "benchmarking",
    "198.51.100.1": "documentation",
    "203.0.113.1": "documentation",
    "224.0.0.1": "multicast",
    "239.255.255.255": "multicast",
    "240.0.0.1": "reserved",
    "255.255.255.254": "reserved",
    "255.255.255.255": "broadcast",
    "::": "unspecified",
    "::1": "loopback",
    "::127.0.0.1": "embedded",
    "::8.8.8.8": "embedded",
    "::ffff:127.0.0.1": "embedded",
    "::ffff:8.8.8.8": "embedded",
    "::ffff:0:10.0.0.1": "embedded",
    "64:ff9b::10.0.0.1": "embedded",
    "64:ff9b::8.8.8.8": "embedded",
    "64:ff9b:1::1": "embedded",
    "64:ff9b:1:ffff:ffff:ffff:ffff:ffff": "embedded",
    "64:ff9b:2::1": "reserved",
    "100::1": "reserved",
    "2001::1": "embedded",
    "2001:0:0a00:1::": "embedded",
    "2001:1::1": "reserved",
    "2001:2::1": "benchmarking",
    "2001:10::1": "reserved",
    "2001:20::1": "reserved",
    "2001:db8::1": "documentation",
    "2002:7f00:1::": "embedded",
    "2002:0808:0808::": "embedded",
    "3fff::1": "documentation",
    "4000::1": "reserved",
    "5f00::1": "reserved",
    "fc00::1": "private",
    "fd00:ec2::254": "metadata",
    "fd20:ce::254": "metadata",
    "fd12:3456::1": "private",
    "fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff": "private",
    "fe80::1": "link_local",
    "fe80::1%eth0": "link_local",
    "febf:ffff::1": "link_local",
    "fec0::1": "private",
    "ff02::1": "multicast",
    "1.1.1.1": None,
    "8.8.8.8": None,
    "9.255.255.255": None,
    "11.0.0.0": None,
    "100.63.255.255": None,
    "100.128.0.0": None,
    "126.255.255.255": None,
    "128.0.0.0": None,
    "169.253.255.255": None,
    "169.255.0.0": None,
    "172.15.255.255": None,
    "172.32.0.0": None,
    "192.167.255.255": None,
    "192.169.0.0": None,
    "198.17.255.255": None,
    "198.20.0.0": None,
    "223.255.255.255": None,
    "2001:200::1": None,
    "2001:4860:4860::8888": None,
    "2606:4700::1111": None,
    "2a00::1": None,
    "3ffe::1": None,
}
PUBLIC = Policy("public", ())


@pytest.mark.parametrize(("address", "expected"), ADDRESSES.items())
def test_address_is_refused_for_what_it_is(address, expected):
    refusal = refusal_of(ipaddress.ip_address(address))
    assert refusal == (expected and Refusal(expected))


@pytest.mark.parametrize("address", [address for address, refusal in ADDRESSES.items() if refusal])
def test_refused_address_is_refused_as_host_and_as_what_a_name_means(address):
    parsed = ipaddress.ip_address(address)
    route = PUBLIC.route("https", "example.com", 443)
    for addresses in ([parsed], [ipaddress.ip_address("8.8.8.8"), parsed]):
        with pytest.raises(Refused) as refused:
            route.check(addresses)
        assert refused.value.refusal == ADDRESSES[address]
        assert str(parsed) not in str(refused.value) or (parsed.version == 6 and int(parsed) < 2)
    with pytest.raises(Refused) as refused:
        PUBLIC.route("https", parsed, 443)
    assert refused.value.refusal == ADDRESSES[address]


def test_public_addresses_are_those_that_python_takes_for_global_but_for_tunnels_and_metadata():
    for address, refusal in ADDRESSES.items():
        parsed = ipaddress.ip_address(address)
        if refusal is None:
            assert parsed.is_global, address


@pytest.mark.parametrize(
    "spelling",
    [
        "0x7f.1",
        "0x7f000001",
        "2130706433",
        "127.1",
        "127.0.1",
        "017700000001",
        "0177.0.0.1",
        "1.2.3.4.5",
        "999.1.1.1",
        "127.0.0.1%eth0",
        "[fe80::1%25eth0]",
        "a..b",
        "",
        ".",
        "-a.com",
        "a_b .com",
        "a/b",
        "a@b",
        "\uff41.com",
        "x" * 254,
    ],
)
def test_host_that_others_would_read_differently_is_none(spelling):
    with pytest.raises(ValueError, match=r"."):
        parse_host(spelling)


@pytest.mark.parametrize(
    ("spelling", "host"),
    [
        ("EXAMPLE.com", "example.com"),
        ("example.com.", "example.com"),
        ("127.0.0.1.", ipaddress.ip_address("127.0.0.1")),
        ("::1", ipaddress.ip_address("::1")),
        ("[::FFFF:7F00:1]", ipaddress.ip_address("::ffff:127.0.0.1")),
        ("_dmarc.a-b.xn--bcher-kva.com", "_dmarc.a-b.xn--bcher-kva.com"),
    ],
)
def test_host_is_read_in_one_way(spelling, host):
    assert parse_host(spelling) == host


# mode, allow-list, scheme, host, port → class, or why not. A dash lists nothing.
ROUTES = [
    ("off", "off", "https", "example.com", 443, Refusal.OFF),
    ("public", "off", "https", "example.com", 443, HostClass.PUBLIC),
    ("public", "off", "http", "example.com", 80, HostClass.PUBLIC),
    ("public", "off", "https", "example.com", 8443, Refusal.PORT),
    ("public", "off", "http", "example.com", 22, Refusal.PORT),
    ("public", "off", "ftp", "example.com", 80, Refusal.SCHEME),
    ("public", "off", "file", "example.com", 443, Refusal.SCHEME),
    ("public", "off", "http", "8.8.8.8", 80, HostClass.PUBLIC),
    ("public", "10.1.0.0/16", "http", "10.1.2.3", 80, HostClass.LISTED),
    ("public", "10.1.0.0/16", "http", "10.2.0.1", 80, Refusal.PRIVATE),
    ("public", "10.1.0.0/16", "http", "10.1.2.3", 8080, Refusal.PORT),
    ("public", "10.1.0.0/16:8080", "http", "10.1.2.3", 80, Refusal.PRIVATE),
    ("public", "10.1.0.0/16:*", "http", "10.1.2.3", 1, HostClass.LISTED),
    ("public", "10.0.0.0/8", "http", "::ffff:10.0.0.1", 80, Refusal.EMBEDDED),
    ("public", "::ffff:10.0.0.0/104", "http", "::ffff:10.0.0.1", 80, HostClass.LISTED),
    ("listed", "api.a.com", "https", "api.a.com", 443, HostClass.LISTED),
    ("listed", "api.a.com", "http", "api.a.com", 80, HostClass.LISTED),
    ("listed", "api.a.com", "https", "api.a.com", 8443, Refusal.UNLISTED),
    ("listed", "api.a.com:8443", "https", "api.a.com", 443, Refusal.UNLISTED),
    ("listed", "https://api.a.com", "http", "api.a.com", 80, Refusal.UNLISTED),
    ("listed", "https://api.a.com", "https", "api.a.com", 80, Refusal.UNLISTED),
    ("listed", "https://api.a.com:8443", "https", "api.a.com", 8443, HostClass.LISTED),
    ("listed", "https://api.a.com:8443", "http", "api.a.com", 8443, Refusal.UNLISTED),
    ("listed", "api.a.com", "https", "a.com", 443, Refusal.UNLISTED),
    ("listed", "api.a.com", "https", "xapi.a.com", 443, Refusal.UNLISTED),
    ("listed", "api.a.com", "https", "api.a.com.evil.org", 443, Refusal.UNLISTED),
    ("listed", "api.a.com", "https", "8.8.8.8", 443, Refusal.UNLISTED),
    ("listed", "*.a.com", "https", "x.y.a.com", 443, HostClass.LISTED),
    ("listed", "*.a.com", "https", "a.com", 443, Refusal.UNLISTED),
    ("listed", "*.a.com", "https", "xa.com", 443, Refusal.UNLISTED),
    ("listed", "b.com,*.a.com,[fd00::/8]:81", "http", "fd00::5", 81, HostClass.LISTED),
]


@pytest.mark.parametrize(("mode", "allow", "scheme", "host", "port", "expected"), ROUTES)
def test_route(mode, allow, scheme, host, port, expected):
    policy = Policy(mode, parse_allow_list(allow))
    try:
        decided = policy.route(scheme, parse_host(host), port).host_class
    except Refused as refused:
        decided = refused.refusal
    assert decided == expected


# What a listed name may have for an address.
@pytest.mark.parametrize(
    ("allow", "address", "expected"),
    [
        ("partner.com", "8.8.8.8", None),
        # Whoever owns the name's zone could point it anywhere.
        ("partner.com", "10.0.0.1", Refusal.PRIVATE),
        ("partner.com", "127.0.0.1", Refusal.LOOPBACK),
        ("*.partner.com", "10.0.0.1", Refusal.PRIVATE),
        ("partner.com=private", "10.0.0.1", None),
        ("partner.com=private", "127.0.0.1", None),
        ("partner.com=private", "100.64.0.1", None),
        ("partner.com=private", "169.254.169.254", Refusal.METADATA),
        ("partner.com=private", "169.254.1.1", Refusal.LINK_LOCAL),
        ("partner.com=private", "::ffff:10.0.0.1", Refusal.EMBEDDED),
        ("partner.com,10.0.0.0/24", "10.0.0.1", None),
        ("partner.com,10.0.0.0/24:8080", "10.0.0.1", Refusal.PRIVATE),
        ("partner.com,10.0.0.0/24", "10.0.1.1", Refusal.PRIVATE),
        # Nobody outside can own these.
        ("orders.shop.svc.cluster.local", "10.96.0.7", None),
        ("orders.shop.svc.cluster.local", "169.254.169.254", Refusal.METADATA),
        ("*.corp.internal", "192.168.1.1", None),
        ("orders", "10.96.0.7", None),
        ("localhost", "::1", None),
        # Not the domain itself, but a name that looks like it.
        ("notlocal.com", "10.0.0.1", Refusal.PRIVATE),
        ("partner.notlocal", "10.0.0.1", Refusal.PRIVATE),
        ("mylocalhost.org", "127.0.0.1", Refusal.LOOPBACK),
    ],
)
def test_listed_name_has_internal_addresses_only_where_its_entry_means_that(allow, address, expected):
    policy = Policy("listed", parse_allow_list(allow))
    name = allow.partition(",")[0].partition("=")[0].replace("*", "x")
    route = policy.route("http", name, 80)
    try:
        route.check([ipaddress.ip_address(address)])
        decided = None
    except Refused as refused:
        decided = refused.refusal
    assert decided == expected


# --- the broker keeps to it --------------------------------------------------------------------------------------


async def test_name_with_one_refused_address_is_refused_and_nothing_is_connected_to():
    async with Upstream(says(response(b"secret"))) as upstream:
        names = {"two.example.com": [["8.8.8.8", "127.0.0.1"]]}
        async with Asker("--egress=public", "--egress-allow=example.org:*", names=names) as asker:
            error = await asker.fail("http://two.example.com/")
            assert (error["code"], error["refusal"]) == ("ERR_EGRESS_REFUSED", "loopback")
            assert "127.0.0.1" not in error["message"]
            assert "8.8.8.8" not in error["message"]
        assert upstream.connections == 0


async def test_name_is_looked_up_once_and_connected_to_where_it_was_checked():
    async with Upstream(says(response(b"here"))) as upstream:
        names = {"a.com": [["127.0.0.1"], ["127.0.0.9"]]}
        async with Asker("--egress=listed", "--egress-allow=a.com:*=private", names=names) as asker:
            _, body = await asker.ask(f"http://a.com:{upstream.port}/")
            assert body == b"here"
            assert asker.look_ups == ["a.com"]
            assert f"Host: a.com:{upstream.port}".encode() in upstream.heads[0]


async def test_answer_that_changes_between_look_ups_is_checked_each_time():
    async with Upstream(says(response(b"x", Connection="close"))) as upstream:
        names = {"rebinding.com": [["127.0.0.1"], ["10.0.0.1"]]}
        flags = "--egress=listed", f"--egress-allow=rebinding.com:{upstream.port},127.0.0.0/8:*"
        async with Asker(*flags, names=names) as asker:
            url = f"http://rebinding.com:{upstream.port}/"
            await asker.ask(url)
            assert (await asker.fail(url))["refusal"] == "private"
            assert asker.look_ups == ["rebinding.com"] * 2


async def test_unlisted_name_is_not_even_looked_up():
    async with Asker("--egress=listed", "--egress-allow=a.com", names={"b.com": [["8.8.8.8"]]}) as asker:
        assert (await asker.fail("https://secret-data.b.com/"))["refusal"] == "unlisted"
        assert (await asker.fail("https://b.com:22/"))["refusal"] == "unlisted"
        assert asker.look_ups == []


async def test_off_refuses_everything_and_names_the_flag():
    async with Asker("--egress=off", names={"a.com": [["8.8.8.8"]]}) as asker:
        for url in ("https://a.com/", "http://127.0.0.1/", "nonsense", "http://u:p@a.com/"):
            error = await asker.fail(url)
            assert error["code"] == "ERR_EGRESS_OFF"
            assert "--egress=public" in error["message"]
        assert asker.look_ups == []


@pytest.mark.parametrize(
    ("location", "refusal"),
    [
        ("http://127.0.0.2:{port}/", "port"),
        ("http://127.0.0.2/", "loopback"),
        ("http://169.254.169.254/latest/meta-data/", "metadata"),
        ("http://[::1]/", "loopback"),
        ("http://[::ffff:7f00:1]/", "embedded"),
        ("http://internal.example.com/", "private"),
        ("//internal.example.com/", "private"),
        ("https://internal.example.com:8443/", "port"),
        ("ftp://127.0.0.1/", "scheme"),
        ("file:///etc/passwd", None),
        ("http://user:secret@127.0.0.1:{port}/", None),
        ("http://2130706433/", None),
        ("http:\\\\127.0.0.1:{port}\\", None),
        ("http://[", None),
    ],
)
async def test_redirect_is_checked_as_a_request_of_its_own(location, refusal):
    async def answer(head, writer):
        target = location.format(port=upstream.port)
        moved = response(status="302 Found", Location=target)
        writer.write(moved if b"GET /moved" in head else response(b"secret"))

    async with Upstream(answer) as upstream:
        names = {"internal.example.com": [["10.0.0.1"]]}
        flags = "--egress=public", f"--egress-allow=127.0.0.1:{upstream.port}"
        async with Asker(*flags, names=names) as asker:
            error = await asker.fail(f"{upstream.url}/moved")
            assert error.get("refusal") == refusal
            assert error["code"] == ("ERR_EGRESS_REFUSED" if refusal else "ERR_INVALID_URL")
        assert len(upstream.heads) == 1


async def test_chain_of_redirects_is_followed_until_it_leads_inside():
    async def answer(head, writer):
        step = int(head.split(b" ")[1][1:])
        target = f"/{step + 1}" if step < 3 else "http://10.0.0.1/"
        writer.write(response(status="307 Temporary Redirect", Location=target))

    async with Upstream(answer) as upstream, Asker() as asker:
        error = await asker.fail(f"{upstream.url}/0")
        assert error["refusal"] == "private"
        assert len(upstream.heads) == 4


@pytest.mark.parametrize(
    "url",
    [
        "http://a.com@127.0.0.1:{port}/",
        "http://127.0.0.1:{port}\\@a.com/",
        "http://a.com:80@127.0.0.1:{port}/",
        "http://127.0.0.1:{port}#@a.com/",
        "http://a.com%2f@127.0.0.1:{port}/",
        "http://0x7f.1:{port}/",
        "http://127.1:{port}/",
        "http://127。0。0。1:{port}/",
        "http://①②⑦.0.0.1:{port}/",
        "http://127.0.0.1%00.a.com:{port}/",
        "http://a.com:{port}\r\nHost: 127.0.0.1/",
        "http:///127.0.0.1:{port}/",
        "http:127.0.0.1:{port}/",
        "//127.0.0.1:{port}/",
        "http://localhost:{port}/",
        "http://LOCALHOST.:{port}/",
        "http://[::1]:{port}/",
        "http://[::ffff:127.0.0.1]:{port}/",
        "http://[::127.0.0.1]:{port}/",
        "http://127.0.0.1.:{port}/",
    ],
)
async def test_spellings_of_a_host_lead_nowhere_else(url):
    async with Upstream(says(response(b"secret"))) as upstream:
        names = {"a.com": [["8.8.8.8"]], "localhost": [["127.0.0.1"]]}
        flags = "--egress=listed", f"--egress-allow=a.com:{upstream.port}"
        async with Asker(*flags, names=names) as asker:
            error = await asker.fail(url.format(port=upstream.port))
            assert error["code"] in ("ERR_EGRESS_REFUSED", "ERR_INVALID_URL")
        assert upstream.connections == 0


async def test_refusal_is_the_same_for_an_open_and_for_a_closed_port():
    async with Upstream(says(response(b"secret"))) as upstream:
        names = {"a.com": [["127.0.0.1"]]}
        async with Asker("--egress=listed", "--egress-allow=a.com:*", names=names) as asker:
            told = [await asker.fail(f"http://a.com:{port}/") for port in (upstream.port, 1)]
        assert told[0] == told[1]
        assert told[0]["refusal"] == "loopback"
        assert upstream.connections == 0


async def test_slow_look_up_ends_with_the_connect_timeout():
    async def never(host, port):
        await asyncio.Event().wait()

    async with Asker("--egress=public", "--egress-connect-timeout=10ms", look_up=never) as asker:
        error = await asker.fail("https://slow.example.com/")
    assert (error["code"], error["syscall"], error["hostname"]) == (
        "EAI_AGAIN",
        "getaddrinfo",
        "slow.example.com",
    )


async def test_look_ups_are_bounded_and_one_given_up_keeps_its_place(monkeypatch):
    release = threading.Event()
    asked = []

    def stuck(host, port):
        asked.append(host)
        release.wait()
        return [ipaddress.ip_address("10.0.0.1")]

    monkeypatch.setattr(lookups, "_getaddrinfo", stuck)
    flags = "--egress=public", "--egress-max-concurrent=50", "--egress-connect-timeout=1s"
    async with Asker(*flags) as asker:
        results = await asyncio.gather(*(asker.fail(f"https://{number}.com/") for number in range(40)))
        assert {error["code"] for error in results} == {"EAI_AGAIN"}
        eventually(lambda: len(asked) >= lookups.MAX_LOOKUPS, "each has its thread")
        assert len(asked) == lookups.MAX_LOOKUPS
        release.set()
        # None has to wait for a place with what it has of the short time, once the threads are gone and the loop has heard.
        eventually(lambda: not [t for t in threading.enumerate() if t.name == "lookup"], "all are over")
        await asyncio.sleep(0)
        assert (await asker.fail("https://later.com/"))["refusal"] == "private"


async def test_credentials_are_dropped_across_origins_and_kept_within_one():
    async def answer(head, writer):
        path = head.split(b" ")[1]
        if path == b"/same":
            writer.write(response(status="302 Found", Location="/end"))
        else:
            writer.write(response(b"end"))

    headers = (("Authorization", "secret"), ("Cookie", "secret"), ("X-Kept", "kept"))
    async with Upstream(answer) as upstream, Asker() as asker:
        await asker.ask(f"{upstream.url}/same", headers=headers)
        assert upstream.heads[-1].count(b"secret") == 2
        async with Upstream(says(response(b"end"))) as other:

            async def across(head, writer):
                writer.write(response(status="302 Found", Location=f"{other.url}/end"))

            async with Upstream(across) as first:
                await asker.ask(f"{first.url}/", headers=headers)
            assert b"secret" not in other.heads[0]
            assert b"X-Kept: kept" in other.heads[0]
