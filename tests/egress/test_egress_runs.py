"""Requests of real scripts in a real server: they end with their run, whatever ends it, and an isolate that somebody has
broken in to gets no further through them than a correct one.
"""

import json
import signal

import pytest
from harness import ServerProcess, eventually
from impostor import Impostor
from patient_server import PROGRAM

from executor.v1 import executor_pb2 as pb
from executor.wire import fetches, frames
from executor.wire.fetches import Abort, Fetch
from executor.wire.frames import HEADER, Kind

FETCH = Fetch(
    number=1,
    method="GET",
    url="http://127.0.0.1:9/",
    headers=(),
    body=b"",
    redirect="follow",
    max_redirects=20,
    max_response_bytes=0,
    timeout=0,
    decompress=True,
)
ABORT = Abort(number=1).encode()


@pytest.fixture(scope="module")
def online(upstream):
    """One slot, no canary that could come between, and no hurry with an isolate that was stopped."""
    one = ServerProcess(
        "--isolates=1",
        "--canary-interval=60m",
        "--egress=listed",
        "--egress-allow=127.0.0.0/8:*",
        "--egress-max-requests=20",
        "--egress-max-request-bytes=100KiB",
        # Less than what `/big` answers a few times, and more than a script takes of it here.
        "--egress-max-held-bytes=16MiB",
        "--kill-grace=50ms",
        "--timeout=60s",
        program=PROGRAM,
    )
    one.serving()
    yield one
    one.stop()


@pytest.fixture
def idle(online):
    """The one ready isolate, impersonated; at the end its slot is back and works."""
    with Impostor(online.all_ready().named("isolate")[0]) as impostor:
        yield impostor
        impostor.dropped()
    assert online.result("return 'next'") == "next"


def in_flight(server: ServerProcess) -> float:
    return server.metrics()["executor_fetches_in_flight"]


def protocol_kills(server: ServerProcess) -> float:
    return server.metrics()['executor_kills_total{reason="protocol"}']


# --- the run's end -----------------------------------------------------------------------------------------------

HANGING = "for (let i = 0; i < 5; i++) fetch(input + '/never').catch(() => {});"


@pytest.mark.parametrize(
    ("code", "kind", "timeout"),
    [
        (f"{HANGING} await fetch(input + '/held'); return 1", 0, 60),
        (f"{HANGING} await fetch(input + '/held'); throw new Error('x')", pb.ERROR_KIND_THROWN, 60),
        (f"{HANGING} await fetch(input + '/never')", pb.ERROR_KIND_TIMEOUT, 2),
        # Too busy for the signal: killed.
        (
            f"{HANGING} await fetch(input + '/held'); const s = 'a'.repeat(5e7); for (;;) s.indexOf('b')",
            pb.ERROR_KIND_TIMEOUT,
            2,
        ),
    ],
    ids=["returned", "threw", "timeout", "killed"],
)
def test_end_of_a_run_closes_its_connections_and_its_usage_counts_them(online, upstream, code, kind, timeout):
    before = upstream.counts()
    call = online.start_execute(code, upstream.url, timeout=timeout)
    eventually(lambda: upstream.counts() - before == 6, "all requests have come")
    upstream.release()
    response = call.result()
    assert response.error.kind == kind, response.error
    assert response.usage.fetch_count == 6
    eventually(lambda: upstream.open_of("/never") == 0, "the connections are closed")
    eventually(lambda: in_flight(online) == 0, "nothing is in flight")


@pytest.mark.parametrize(
    "code",
    [
        "return (await fetch(input + '/echo')).status",
        "fetch(input + '/never').catch(() => {}); return 200",
        "console.log(1); return 200",
    ],
    ids=["answered", "not waited for", "none"],
)
def test_isolate_is_rewound_after_a_run_with_requests_or_without(online, upstream, code):
    """The zygote is asked, or not: whoever has had a response may have another one on its way."""
    isolate = online.all_ready().named("isolate")[0].pid
    before = rewound(online)
    for count in (1, 2):
        assert online.result(code, upstream.url) == 200
        eventually(lambda: rewound(online) - before == count, "it is rewound")  # noqa: B023 - awaited here
    assert online.all_ready().named("isolate")[0].pid == isolate


def rewound(server: ServerProcess) -> float:
    return server.metrics()['executor_rewinds_total{result="rewound"}']


def test_caller_who_leaves_takes_the_requests_along(online, upstream):
    call = online.start_execute(
        f"{HANGING} await new Promise(() => {{ setTimeout(() => {{}}, 1e6) }})", upstream.url
    )
    eventually(lambda: upstream.open_of("/never") == 5, "five requests are under way")
    call.cancel()
    eventually(lambda: upstream.open_of("/never") == 0, "the connections are closed")


def test_killed_isolate_leaves_no_request_behind(online, upstream):
    # None of an earlier run is still about to end.
    online.all_ready()
    call = online.start_execute(f"{HANGING} await fetch(input + '/never')", upstream.url)
    eventually(lambda: upstream.open_of("/never") == 6, "six requests are under way")
    online.running_isolate().kill()
    assert call.result().error.kind == pb.ERROR_KIND_CRASHED
    assert call.result().usage.fetch_count == 6
    eventually(lambda: upstream.open_of("/never") == 0, "the connections are closed")
    eventually(lambda: in_flight(online) == 0, "nothing is in flight")


def test_server_stops_while_requests_are_under_way(start, upstream):
    server = start(
        "--isolates=1", "--egress=listed", "--egress-allow=127.0.0.0/8:*", "--drain-timeout=100ms"
    ).serving()
    call = server.start_execute(f"{HANGING} await fetch(input + '/never')", upstream.url)
    eventually(lambda: upstream.open_of("/never") == 6, "six requests are under way")
    server.stop()
    assert call.result().error.kind == pb.ERROR_KIND_CRASHED
    eventually(lambda: upstream.open_of("/never") == 0, "the connections are closed")


def test_drain_waits_for_requests_with_their_run(start, upstream):
    server = start(
        "--isolates=1", "--egress=listed", "--egress-allow=127.0.0.0/8:*", "--drain-timeout=30s"
    ).serving()
    call = server.start_execute("return (await fetch(input + '/held')).text()", upstream.url)
    eventually(lambda: upstream.open_of("/held") == 1, "the request is under way")
    server.signal(signal.SIGTERM)
    server.logged("stopping")
    upstream.release()
    assert json.loads(call.result().result_json) == "held"
    # Not `stop` yet: its signal would be the second, which ends a server that still drains at once.
    server.wait()
    server.stop()


def test_abort_in_the_script_closes_the_connection_while_the_run_goes_on(online, upstream):
    call = online.start_execute(
        """
        const controller = new AbortController();
        const name = fetch(input + '/never', { signal: controller.signal }).catch((error) => error.name);
        setTimeout(() => controller.abort(), 100);
        const first = await name;
        return [first, await (await fetch(input + '/held')).text()];
        """,
        upstream.url,
    )
    eventually(lambda: upstream.open_of("/held") == 1, "the run goes on")
    eventually(lambda: upstream.open_of("/never") == 0, "the aborted request's connection is closed")
    upstream.release()
    assert json.loads(call.result().result_json) == ["AbortError", "held"]


# --- beside one another ------------------------------------------------------------------------------------------


def test_timers_console_and_responses_share_one_loop(online, upstream):
    response = online.execute(
        """
        const seen = [];
        const ticks = setInterval(() => seen.push('tick'), 5);
        for (let i = 0; i < 5; i++) {
          console.log('request', i);
          seen.push((await fetch(input + '/late')).status);
        }
        clearInterval(ticks);
        const body = new Uint8Array(60_000).map((_, i) => i);
        const back = new Uint8Array(await (await fetch(input + '/echo', { method: 'POST', body })).arrayBuffer());
        return [seen.filter((one) => one === 200).length, seen.includes('tick'), back.every((byte, i) => byte === i % 256)];
        """,
        upstream.url,
    )
    assert json.loads(response.result_json) == [5, True, True]
    assert [message.text for message in response.console_messages] == [f"request {i}" for i in range(5)]


def test_large_responses_arrive_whole_though_the_script_is_slow_to_take_them(online, upstream):
    result = online.result(
        """
        const all = Array.from({ length: 4 }, () => fetch(input + '/big').then((response) => response.arrayBuffer()));
        for (const until = Date.now() + 200; Date.now() < until;);
        return (await Promise.all(all)).map((buffer) => buffer.byteLength);
        """,
        upstream.url,
        timeout=50,
    )
    assert result == [2_000_000] * 4


def test_script_that_sends_too_much_is_told_which_limit(online, upstream):
    result = online.result(
        """
        const told = [];
        const send = (options) => fetch(input, options).then((r) => r.status, ({ cause }) => [cause.code, cause.message]);
        told.push(await send({ method: 'POST', body: 'x'.repeat(102_401) }));
        told.push(await Promise.all(Array.from({ length: 20 }, () => send())));
        told.push(await send());
        return told;
        """,
        upstream.url,
    )
    assert result[0][0] == "ERR_EGRESS_LIMIT"
    assert "102401 bytes, over the limit of 102400 (--egress-max-request-bytes)" in result[0][1]
    assert result[1] == [200] * 20
    assert result[2][0] == "ERR_EGRESS_LIMIT"
    assert "20 requests, the limit of one run (--egress-max-requests)" in result[2][1]


def test_name_that_means_loopback_is_refused_unless_listed(online, upstream):
    code = "return fetch(input).then(() => 'reached', ({ cause }) => [cause.code, cause.refusal])"
    port = upstream.port
    assert online.result(code, f"http://127.0.0.1:{port}/") == "reached"
    assert online.result(code, f"http://0x7f.1:{port}/") == "reached"
    for host in ("localhost", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0", "169.254.169.254", "2130706433.a"):
        assert online.result(code, f"http://{host}:{port}/") == ["ERR_EGRESS_REFUSED", "unlisted"], host


def test_server_answers_while_runs_wait_for_slow_requests(start, upstream):
    server = start(
        "--isolates=16", "--egress=listed", "--egress-allow=127.0.0.0/8:*", "--egress-max-concurrent=50"
    ).serving()
    server.all_ready()
    code = "await Promise.all(Array.from({ length: 50 }, () => fetch(input + '/held')))"
    calls = [server.start_execute(code, upstream.url, timeout=50) for _ in range(5)]
    eventually(lambda: upstream.open_of("/held") == 250, "250 requests are under way")
    assert server.result("return 'quick'") == "quick"
    assert server.check() == 1
    metrics = server.metrics()
    assert metrics["executor_fetches_in_flight"] == 250
    upstream.release()
    for call in calls:
        assert call.result().usage.fetch_count == 50
    metrics = server.metrics()
    assert metrics['executor_fetches_total{host_class="listed",outcome="response"}'] == 250
    assert metrics["executor_fetch_seconds_count"] == 250
    assert metrics["executor_fetches_in_flight"] == 0


def test_refusals_show_in_metrics_and_log(start):
    server = start("--isolates=1", "--egress=public").serving()
    code = "return fetch(input).catch(({ cause }) => cause.code)"
    assert (
        server.result(code, "http://169.254.169.254/latest/", execution_id="the-id") == "ERR_EGRESS_REFUSED"
    )
    metrics = server.metrics()
    assert metrics['executor_fetch_refusals_total{reason="metadata"}'] == 1
    assert metrics['executor_fetches_total{host_class="none",outcome="refused"}'] == 1
    server.logged("execution the-id: request refused (metadata)")


# --- an isolate that is broken in to -----------------------------------------------------------------------------

TOO_LONG = fetches.MAX_FETCH_HEAD + 100 * 1024 + 9


@pytest.mark.parametrize(
    "data",
    [
        HEADER.pack(Kind.FETCH, TOO_LONG),
        HEADER.pack(Kind.ABORT, 5),
        frames.frame(Kind.FETCH, b""),
        frames.frame(Kind.FETCH, b"\0\0\0\1\xff\xff\xff\xff{}"),
        frames.frame(Kind.FETCH, b"\0\0\0\1\0\0\0\2{}"),
        frames.frame(Kind.FETCH, b"\0\0\0\1\0\0\0\2[]"),
        frames.frame(Kind.FETCH, b"\0\0\0\1\0\0\0\4nope"),
        frames.frame(Kind.ABORT, b"\0"),
        frames.frame(Kind.RESPONSE, b"\0\0\0\1\0\0\0\2{}"),
        FETCH.encode() * 2,
        FETCH.encode() + ABORT * 2,
        ABORT,
    ],
    ids=[
        "too-long",
        "long-abort",
        "empty",
        "head-longer-than-frame",
        "no-fields",
        "no-object",
        "no-json",
        "short-abort",
        "a-response",
        "same-number",
        "more-aborts-than-requests",
        "abort-of-nothing",
    ],
)
def test_malformed_request_ends_the_isolate(online, idle, data):
    kills = protocol_kills(online)
    call = online.start_execute("return 1", timeout=30)
    idle.await_job()
    idle.say(data)
    assert call.result().error.kind == pb.ERROR_KIND_CRASHED
    assert protocol_kills(online) == kills + 1
    eventually(lambda: in_flight(online) == 0, "nothing is in flight")


def test_request_without_a_job_ends_the_isolate(online, idle):
    kills = protocol_kills(online)
    idle.say(FETCH.encode())
    idle.dropped()
    eventually(lambda: protocol_kills(online) == kills + 1, "it counts as a broken protocol")


def test_more_requests_than_allowed_end_the_isolate(online, idle, upstream):
    call = online.start_execute("return 1", timeout=30)
    idle.await_job()
    for number in range(21):
        fields = {name: getattr(FETCH, name) for name in FETCH.__slots__}
        idle.say(Fetch(**fields | {"number": number, "url": f"{upstream.url}/never"}).encode())
    assert call.result().error.kind == pb.ERROR_KIND_CRASHED
    eventually(lambda: upstream.open_of("/never") == 0, "its connections are closed")


def test_isolate_that_takes_no_responses_holds_up_nobody(online, idle, upstream):
    def refused() -> float:
        return online.metrics().get('executor_fetches_total{host_class="listed",outcome="limit"}', 0)

    before = refused()
    call = online.start_execute("return 1", timeout=4)
    idle.await_job()
    for number in range(20):
        fields = {name: getattr(FETCH, name) for name in FETCH.__slots__}
        idle.say(Fetch(**fields | {"number": number, "url": f"{upstream.url}/big"}).encode())
    # Not before: none is in flight either where none has been heard yet.
    eventually(lambda: refused() > before, "some are refused for what is held")
    eventually(lambda: in_flight(online) == 0, "all are answered, or refused")
    assert call.result().error.kind == pb.ERROR_KIND_TIMEOUT
