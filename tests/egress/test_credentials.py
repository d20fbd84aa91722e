"""What the operator gives to requests, as the server at the other end sees it: to one origin, for one caller, and nowhere else."""

import asyncio
import logging
import ssl

import pytest
from certificates import Certificate
from upstream import EVERYWHERE, Asker, Upstream, response, says

from executor.egress.checks import parse_url
from executor.egress.credentials import MAX_VALUE, Grant, parse_origin
from executor.egress.hops import Hop
from executor.reloading import UnusableFile

SECRET = "s3cr3t-0f-the-operator"
# Where callers prove who they are; the broker does not read it.
IDENTITIES = "--tokens=unread"


@pytest.fixture
def given(tmp_path):
    """Writes the file and those of values, and gives the server's flags."""

    def write(*records, mode=0o600, **values):
        for name, value in ({"key": SECRET} | values).items():
            (tmp_path / name).write_text(value)
            (tmp_path / name).chmod(0o600)
        path = tmp_path / "credentials"
        path.write_text("\n".join(records) + "\n")
        path.chmod(mode)
        return *EVERYWHERE, IDENTITIES, f"--egress-credentials={path}"

    return write


def sent(head, name):
    """All values of a header in a request's head."""
    lines = [line.partition(": ") for line in head.decode("latin-1").split("\r\n")[1:]]
    return [value for key, _, value in lines if key.lower() == name.lower()]


def moves(*targets):
    """Answers the n-th request with a redirect to the n-th target, and all further ones with a body."""
    left = list(targets)

    async def answer(head, writer):
        if left:
            writer.write(response(status="307 Moved", Location=left.pop(0)))
        else:
            writer.write(response(b"end"))

    return answer


# --- what is added, and to what -----------------------------------------------------------------------------------


async def test_request_to_the_origin_gets_the_headers_and_no_other_port_does(given):
    async with Upstream(says(response())) as upstream, Upstream(says(response())) as other:
        flags = given(
            "# origin, caller, header, value",
            f"{upstream.url} * Authorization Bearer key",
            "",
            f"{upstream.url} * X-Api-Key second",
            second="another\n",
        )
        async with Asker(*flags) as asker:
            for url in (upstream.url, f"{upstream.url}/a?b", f"{other.url}/"):
                await asker.ask(url)
    for head in upstream.heads:
        assert sent(head, "Authorization") == [f"Bearer {SECRET}"]
        assert sent(head, "X-Api-Key") == ["another"]
    assert not any(b"uthorization" in head or b"X-Api-Key" in head for head in other.heads)


async def test_what_the_script_sets_under_the_same_name_is_not_sent(given):
    async with Upstream(says(response())) as upstream:
        flags = given(f"{upstream.url} * X-Api-Key key")
        own = (("x-api-key", "mine"), ("X_API_KEY", "mine"), ("X-Api-KEY", "again"), ("X-Other", "kept"))
        async with Asker(*flags) as asker:
            await asker.ask(f"{upstream.url}/", headers=own)
    (head,) = upstream.heads
    assert sent(head, "X-Api-Key") == [SECRET]
    assert b"mine" not in head
    assert b"again" not in head
    assert sent(head, "X-Other") == ["kept"]


async def test_each_caller_gets_its_own_and_the_others_what_is_for_all(given):
    async with Upstream(says(response())) as upstream:
        flags = given(
            f"{upstream.url} * X-Api-Key key",
            f"{upstream.url} * X-Shared key",
            f"{upstream.url} billing x-api-key own",
            own="of-billing",
        )
        async with Asker(*flags) as asker:
            for identity in ("", "billing", "Billing", "ops", "*"):
                asker.become(identity)
                await asker.ask(f"{upstream.url}/")
    assert [sent(head, "X-Api-Key") for head in upstream.heads] == [
        [SECRET],
        ["of-billing"],
        [SECRET],
        [SECRET],
        [SECRET],
    ]
    assert all(sent(head, "X-Shared") == [SECRET] for head in upstream.heads)


async def test_record_of_one_caller_is_for_nobody_else(given):
    async with (
        Upstream(says(response())) as upstream,
        Asker(*given(f"{upstream.url} billing X-Api-Key key")) as asker,
    ):
        for identity in ("", "ops", "billing"):
            asker.become(identity)
            await asker.ask(f"{upstream.url}/", headers=(("X-Api-Key", "own"),))
    assert [sent(head, "X-Api-Key") for head in upstream.heads] == [["own"], ["own"], [SECRET]]


async def test_connection_is_never_shared_between_logins(given):
    """A server may take a connection for logged in by what came on it first."""
    async with Upstream(says(response(b"x"))) as upstream:
        flags = given(
            f"{upstream.url} billing Authorization key", f"{upstream.url} ops Authorization own", own="other"
        )
        async with Asker(*flags) as asker:
            for round_ in (1, 2):
                for connections, identity in enumerate(("", "billing", "ops"), 1):
                    asker.become(identity)
                    await asker.ask(f"{upstream.url}/")
                    # In the second round each finds the one it had.
                    assert upstream.connections == (connections if round_ == 1 else 3)


@pytest.mark.parametrize("method", ["TRACE", "trace", "TRACK", "CONNECT"])
async def test_method_that_would_echo_the_headers_is_refused(given, method):
    async with Upstream(says(response())) as upstream:
        async with Asker(*given(f"{upstream.url} * Authorization key")) as asker:
            assert (await asker.fail(f"{upstream.url}/", method=method))["code"] == "UND_ERR_INVALID_ARG"
        assert upstream.heads == []


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("https://api.example.com", "HTTPS://API.Example.COM./path"),
        ("https://API.example.com.:443", "https://api.example.com"),
        ("http://api.example.com:80", "http://api.example.com/"),
        ("http://10.1.2.3:8080", "http://10.1.2.3:8080/"),
        ("http://[FD00:0:0::1]", "http://[fd00::1]:80/"),
    ],
)
def test_origin_is_one_in_any_spelling(text, same):
    assert parse_origin(text) == Hop("GET", parse_url(same), (), b"").origin


@pytest.mark.parametrize(
    "other",
    [
        "http://api.example.com/",
        "https://api.example.com:444/",
        "https://www.api.example.com/",
        "https://example.com/",
        "https://api.example.com.evil.test/",
        "https://api-example.com/",
        "https://10.1.2.3/",
    ],
)
def test_origin_that_differs_in_anything_is_another(other):
    assert parse_origin("https://api.example.com") != Hop("GET", parse_url(other), (), b"").origin


async def test_name_and_its_address_are_two_origins_and_a_name_is_one_however_it_is_spelt(given):
    async with Upstream(says(response())) as upstream:
        flags = given(f"http://Api.example.test:{upstream.port} * X-Api-Key key")
        allow = f"--egress-allow=127.0.0.0/8:*,*.example.test:{upstream.port}=private"
        names = {name: [["127.0.0.1"]] for name in ("api.example.test", "other.example.test")}
        async with Asker(*flags, allow, names=names) as asker:
            for host in ("api.example.test", "API.EXAMPLE.TEST.", "other.example.test", "127.0.0.1"):
                await asker.ask(f"http://{host}:{upstream.port}/")
    assert [sent(head, "X-Api-Key") for head in upstream.heads] == [[SECRET], [SECRET], [], []]


def test_grant_shows_no_value():
    grant = Grant(1, (("Authorization", SECRET),))
    hop = Hop("GET", parse_url("https://a.com/"), (), b"").granted(grant)
    assert SECRET in dict(hop.headers).values()
    assert SECRET not in f"{grant} {hop!r}"


# --- redirects ----------------------------------------------------------------------------------------------------


async def test_redirect_within_the_origin_keeps_them(given):
    async with (
        Upstream(moves("/two", "/three")) as upstream,
        Asker(*given(f"{upstream.url} * X-Api-Key key")) as asker,
    ):
        await asker.ask(f"{upstream.url}/one")
    assert [sent(head, "X-Api-Key") for head in upstream.heads] == [[SECRET]] * 3


async def test_redirect_to_another_origin_loses_them(given):
    async with (
        Upstream(says(response(b"end"))) as other,
        Upstream(moves(f"{other.url}/away")) as upstream,
        Asker(*given(f"{upstream.url} * X-Api-Key key")) as asker,
    ):
        await asker.ask(f"{upstream.url}/")
    assert sent(upstream.heads[0], "X-Api-Key") == [SECRET]
    assert SECRET.encode() not in other.heads[0]
    assert b"X-Api-Key" not in other.heads[0]


async def test_redirect_back_from_elsewhere_has_them_no_more(given):
    """The other server would choose what is done with them."""

    async def there_and_back(head, writer):
        if b" /there " in head:
            writer.write(response(status="307 Moved", Location=f"{other.url}/away"))
        elif b" /away " in head:
            writer.write(response(status="307 Moved", Location=f"{upstream.url}/back"))
        else:
            writer.write(response(b"end"))

    async with (
        Upstream(there_and_back) as upstream,
        Upstream(there_and_back) as other,
        Asker(*given(f"{upstream.url} * X-Api-Key key")) as asker,
    ):
        assert (await asker.ask(f"{upstream.url}/there"))[1] == b"end"
    assert [sent(head, "X-Api-Key") for head in upstream.heads] == [[SECRET], []]
    assert [sent(head, "X-Api-Key") for head in other.heads] == [[]]


async def test_redirect_that_begins_elsewhere_gets_none(given):
    """Its server would choose what is done with them."""
    async with (
        Upstream(says(response(b"end"))) as upstream,
        Upstream(moves(f"{upstream.url}/x")) as stranger,
        Asker(*given(f"{upstream.url} * X-Api-Key key")) as asker,
    ):
        assert (await asker.ask(f"{stranger.url}/"))[1] == b"end"
    assert [sent(head, "X-Api-Key") for head in upstream.heads] == [[]]


@pytest.fixture
def tls(tmp_path):
    ca = Certificate("ca")
    server = Certificate("server", ca)
    (tmp_path / "ca.pem").write_bytes(ca.pem)
    (tmp_path / "cert.pem").write_bytes(server.pem)
    (tmp_path / "key.pem").write_bytes(server.key)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "cert.pem", tmp_path / "key.pem")
    return context, f"--egress-ca={tmp_path / 'ca.pem'}"


async def test_redirect_from_https_to_http_loses_them_and_http_is_another_origin(given, tls):
    context, trusted = tls
    async with (
        Upstream(says(response(b"end"))) as plain,
        Upstream(moves(f"{plain.url}/"), context) as safe,
    ):
        flags = given(f"{safe.url} * Authorization key", f"https://127.0.0.1:{plain.port} * X-Api-Key key")
        async with Asker(*flags, trusted) as asker:
            await asker.ask(f"{safe.url}/")
            await asker.ask(f"{plain.url}/")
    assert sent(safe.heads[0], "Authorization") == [SECRET]
    assert not any(SECRET.encode() in head for head in plain.heads)


# --- what comes back, and what is told ----------------------------------------------------------------------------


async def test_nothing_of_them_is_in_an_answer_an_error_or_the_log(given, caplog):
    caplog.set_level(logging.DEBUG)
    answers = {
        "/garbage": b"no such protocol\r\n\r\n",
        "/101": b"HTTP/1.1 101 Switching\r\n\r\n",
        "/huge": response(X_Huge="x" * 20_000),
        "/cut": b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nx",
        "/coding": response(b"x", Content_Encoding="gzip"),
        "/away": response(status="302 Found", Location="http://user@elsewhere/"),
        "/unlisted": response(status="302 Found", Location="http://169.254.169.254/"),
        "/": response(b"ok"),
    }

    async def answer(head, writer):
        path = head.split(b" ")[1].decode()
        writer.write(answers[path])
        if path == "/cut":
            writer.close()

    async with (
        Upstream(answer) as upstream,
        Asker(*given(f"{upstream.url} * X-Api-Key key")) as asker,
    ):
        told = [await asyncio.wait_for(asker.start(upstream.url + path), 30) for path in answers]
        told.append(await asyncio.wait_for(asker.start(f"{upstream.url}/", timeout=1e-6), 30))
        assert len(asker.exchanges) == len(told)
        shown = f"{told} {asker.exchanges} {caplog.text}"
    assert all(SECRET.encode() in head for head in upstream.heads)
    assert SECRET not in shown
    assert "x-api-key" not in shown.lower()


async def test_their_size_counts_towards_no_limit_that_a_script_could_measure_it_by(given):
    async with Upstream(says(response())) as upstream:
        flags = given(f"{upstream.url} * Authorization key", key="x" * MAX_VALUE)
        async with Asker(*flags, "--egress-max-header-bytes=1KiB") as asker:
            await asker.ask(f"{upstream.url}/", headers=(("X-Own", "y" * 1000),))
            assert [exchange.sent_bytes for exchange in asker.exchanges] == [0]


# --- the file -----------------------------------------------------------------------------------------------------

GOOD = "https://api.example.com * Authorization key"


@pytest.mark.parametrize(
    "record",
    [
        f"https://api.example.com Authorization {SECRET}",
        f"https://api.example.com * Authorization Bearer {SECRET} more",
        f"{SECRET} * Authorization key",
        f"https://api.example.com/{SECRET} * Authorization key",
        "https://api.example.com/ * Authorization key",
        f"https://u:{SECRET}@api.example.com * Authorization key",
        "ftp://api.example.com * Authorization key",
        "api.example.com * Authorization key",
        "https://*.example.com * Authorization key",
        "https://10.0.0.0/8 * Authorization key",
        "https://127.1 * Authorization key",
        "https://[fd00::1%eth0] * Authorization key",
        "https://api.example.com:0 * Authorization key",
        "https://api.example.com:65536 * Authorization key",
        "https://api.example.com b\xe4r Authorization key",
        f"https://api.example.com * {SECRET}: key",
        "https://api.example.com * Host key",
        "https://api.example.com * Content-Length key",
        "https://api.example.com * Transfer-Encoding key",
        "https://api.example.com * Proxy-Authorization key",
        f"https://api.example.com * Authorization {SECRET}= key",
        f"https://api.example.com * Authorization {SECRET}",
        f"https://api.example.com * Authorization {SECRET}\0",
        "https://api.example.com * Authorization .",
        "https://api.example.com * Authorization empty",
        "https://api.example.com * Authorization two-lines",
        "https://api.example.com * Authorization return",
        "https://api.example.com * Authorization blank",
        "https://api.example.com * Authorization wide",
        "https://api.example.com * Authorization Bearer nul",
        "https://api.example.com * Authorization long",
        "https://API.example.com:443 * authorization key",
        "https://api.example.com billing Authorization key",
    ],
)
def test_record_that_is_none_is_named_by_its_line_and_shows_no_value(given, record):
    values = {
        "empty": "\n",
        "two-lines": f"{SECRET}\nX-More: 1",
        "return": f"{SECRET}\rX-More: 1",
        "blank": f" {SECRET}",
        "wide": f"{SECRET}\xe4",
        "nul": f"{SECRET}\0",
        "long": SECRET + "x" * MAX_VALUE,
    }
    flags = [flag for flag in given("# one", GOOD, record, **values) if flag != IDENTITIES]
    with pytest.raises(UnusableFile, match=r"^--egress-credentials=.*/credentials: line 3: ") as caught:
        Asker(*flags)
    assert SECRET not in str(caught.value)


@pytest.mark.parametrize("text", ["", "# nothing\n"])
def test_file_without_a_record_is_no_file_of_credentials(given, text):
    with pytest.raises(UnusableFile, match="it has no records"):
        Asker(*given(text))


def test_file_that_is_missing_is_named_by_its_flag(tmp_path):
    with pytest.raises(UnusableFile, match=r"--egress-credentials=.*/none does not exist"):
        Asker("--egress=public", f"--egress-credentials={tmp_path}/none")


@pytest.mark.parametrize("name", ["credentials", "key"])
def test_file_that_all_may_write_is_refused_and_one_that_all_may_read_is_warned_of(
    given, tmp_path, caplog, name
):
    flags = given(GOOD)
    (tmp_path / name).chmod(0o644)
    Asker(*flags)
    assert [record.levelname for record in caplog.records if "0644" in record.getMessage()] == ["WARNING"]
    (tmp_path / name).chmod(0o602)
    with pytest.raises(UnusableFile, match="can be written by everybody"):
        Asker(*flags)


def test_origin_that_no_request_may_go_to_is_warned_of(given, caplog):
    flags = given(
        GOOD, "http://10.1.2.3 * Authorization key", "https://api.example.com:99 * Authorization key"
    )
    Asker(*flags)
    lines = [record.getMessage() for record in caplog.records]
    assert len(lines) == 2
    assert "10.1.2.3 is refused" in lines[0]
    assert "port 99" in lines[1]


# --- reading it again ---------------------------------------------------------------------------------------------


async def test_change_of_the_file_or_of_a_value_counts_from_the_next_request_on(given, tmp_path):
    async with Upstream(says(response())) as upstream:
        flags = given(f"{upstream.url} * X-Api-Key key")
        async with Asker(*flags) as asker:
            await asker.ask(upstream.url)
            (tmp_path / "fresh").write_text("second")
            (tmp_path / "fresh").rename(tmp_path / "key")
            await asker.ask(upstream.url)
            given(f"{upstream.url} * X-Other other", other="third")
            await asker.ask(upstream.url)
            given("https://elsewhere.example * X-Other key")
            await asker.ask(upstream.url)
    assert [sent(head, "X-Api-Key") for head in upstream.heads] == [[SECRET], ["second"], [], []]
    assert [sent(head, "X-Other") for head in upstream.heads] == [[], [], ["third"], []]


async def test_broken_change_keeps_the_old_ones_until_it_is_mended_wherever_it_broke(given, tmp_path, caplog):
    caplog.set_level(logging.INFO, "executor.reloading")
    async with (
        Upstream(says(response())) as upstream,
        Asker(*given(f"{upstream.url} * X-Api-Key key")) as asker,
    ):
        for break_it in (
            lambda: (tmp_path / "key").write_text("two\nlines"),
            (tmp_path / "key").unlink,
            lambda: given(f"{upstream.url} * X-Api-Key absent"),
            (tmp_path / "credentials").unlink,
        ):
            break_it()
            await asker.ask(upstream.url)
            await asker.ask(upstream.url)
        given(f"{upstream.url} * X-Api-Key absent")
        await asker.ask(upstream.url)
        # The file that was missing; the one that names it stays as it is.
        (tmp_path / "key").write_text("mended")
        (tmp_path / "key").rename(tmp_path / "absent")
        await asker.ask(upstream.url)
    found = [sent(head, "X-Api-Key") for head in upstream.heads]
    assert found == [[SECRET]] * 9 + [["mended"]]
    assert [record.levelname for record in caplog.records] == ["ERROR"] * 5 + ["INFO"]
    assert all("keeping what was loaded before" in record.getMessage() for record in caplog.records[:-1])
    assert SECRET not in caplog.text
