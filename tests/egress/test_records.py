"""HTTP exchanges of runs: recorded as the script saw them, and given to a later run in place of sending."""

import hashlib
import json

import pytest
from harness import PATIENCE, ServerProcess
from test_credentials import SECRET

from executor.v1 import executor_pb2 as pb

START = {"seed": 7, "start_time": {"seconds": 1_700_000_000}}
# Several at once, of which one fails; clocks, chance and answers together.
TALK = """
const log = [];
const post = async (body) => {
  const response = await fetch(input + '/echo', { method: 'POST', body });
  const text = await response.text();
  console.log(body, text, performance.now());
  return [response.status, text, [...response.headers.keys()].sort()];
};
const all = await Promise.all([post('a'), require('axios').get(input + '/late').then((r) => r.data), post(String(Math.random()))]);
await new Promise((resolve) => setTimeout(resolve, 60_000));
const failed = await fetch('http://127.0.0.1:2/').catch((error) => [error.name, error.cause?.code, error.cause?.message]);
return { all, failed, now: Date.now(), log };
"""


@pytest.fixture(scope="module")
def offline():
    """A server of another kind, which sends nothing."""
    server = ServerProcess("--isolates=1", "--isolation=fork", "--egress=off")
    yield server.serving()
    server.stop()


@pytest.fixture(scope="module")
def talking(upstream):
    server = ServerProcess(
        "--isolates=2", "--egress=listed", "--egress-allow=127.0.0.0/8:*", "--max-record-bytes=64KiB"
    )
    yield server.serving()
    server.stop()


def run(server, code, value=None, deterministic=True, **fields):
    asked = {"deterministic": START} if deterministic else {}
    request = pb.ExecuteRequest(code=code, input_json=json.dumps(value), **asked, **fields)
    response = server.stub.Execute(request, timeout=PATIENCE)
    response.ClearField("usage")
    response.ClearField("execution_id")
    return response


def is_same(*responses):
    return len({response.SerializeToString(deterministic=True) for response in responses}) == 1


def test_replay_is_the_recorded_run_to_the_byte_and_sends_nothing(talking, offline, upstream):
    recorded = run(talking, TALK, upstream.url, http_record=True)
    assert recorded.WhichOneof("outcome") == "result_json", recorded
    assert sorted(one.method for one in recorded.http_record.exchanges) == ["GET", "GET", "POST", "POST"]
    assert json.loads(recorded.result_json)["failed"][1] == "ECONNREFUSED"
    begun = upstream.begun_of("/echo")
    replayed = run(offline, TALK, upstream.url, http_record=True, http_replay=recorded.http_record)
    assert is_same(recorded, replayed)
    assert upstream.begun_of("/echo") == begun


def test_record_has_what_the_script_saw(talking, upstream):
    code = "const r = await fetch(input + '/echo', { method: 'POST', headers: { 'X-Api-Key': 'of-the-script' }, body: 'hello' }); return r.text()"
    response = run(talking, code, upstream.url, http_record=True, deterministic=False)
    (one,) = response.http_record.exchanges
    assert (response.http_record.version, one.method, one.url, one.order) == (
        1,
        "POST",
        f"{upstream.url}/echo",
        0,
    )
    assert one.body_sha256 == hashlib.sha256(b"hello").hexdigest()
    assert (one.response.status, one.response.body, one.response.http_version) == (200, b"hello", "1.1")
    assert b"of-the-script" not in response.http_record.SerializeToString()


def test_run_without_requests_has_an_empty_record(talking):
    response = run(talking, "return 1", http_record=True)
    assert response.HasField("http_record")
    assert not response.http_record.exchanges


def test_run_that_asks_for_no_record_has_none(talking, upstream):
    response = run(talking, "return (await fetch(input)).status", upstream.url)
    assert not response.HasField("http_record")
    assert response.http_record_refused == ""


def test_request_that_nobody_may_send_is_recorded_and_replayed(talking, offline, upstream):
    code = "return require('axios').request({ url: input, method: 'TRACE' }).catch((error) => [error.code, error.message])"
    recorded = run(talking, code, upstream.url, http_record=True)
    assert json.loads(recorded.result_json)[0] == "UND_ERR_INVALID_ARG"
    assert is_same(
        recorded, run(offline, code, upstream.url, http_record=True, http_replay=recorded.http_record)
    )


def test_record_over_its_limit_is_refused_with_its_size(talking, upstream):
    response = run(
        talking, "return (await (await fetch(input + '/big')).text()).length", upstream.url, http_record=True
    )
    assert response.result_json == "2000000", response.error
    assert not response.HasField("http_record")
    size = int(response.http_record_refused.split(" bytes")[0].rsplit(" ", 1)[1])
    assert size >= 2_000_000
    assert "over the limit of 65536 (--max-record-bytes)" in response.http_record_refused


@pytest.mark.parametrize("spin", ["", "for (;;);"], ids=["waits", "killed"])
def test_replay_that_waits_for_a_request_that_is_never_sent_says_so(offline, spin):
    answers = [
        {
            "method": "GET",
            "url": f"http://{host}/",
            "order": order,
            "response": {"status": 200, "http_version": "1.1"},
        }
        for host, order in (("a", 1), ("b", 0))
    ]
    code = f"const sent = fetch('http://a/'); await null; {spin} return (await sent).status"
    fields = {"http_replay": {"version": 1, "exchanges": answers}, "timeout": {"nanos": 300_000_000}}
    ended = run(offline, code, **fields).error
    assert ended.kind == pb.ERROR_KIND_TIMEOUT
    assert (
        "; the replay has held back the answer to request 1: in the record it came after that to request 2, GET http://b/ without "
        "a body, which the script has not sent; replay it with the same code and input"
    ) in ended.message
    both = "return Promise.all(['a', 'b'].map(async (host) => (await fetch(`http://${host}/`)).status))"
    assert json.loads(run(offline, both, **fields).result_json) == [200, 200]


@pytest.mark.parametrize(
    ("other", "told"),
    [
        ("fetch(input + '/late')", "/late without a body, but the record has GET"),
        ("fetch(input, { method: 'PUT' })", "is PUT "),
        ("fetch(input, { method: 'POST', body: 'x' })", "with a body of SHA-256 2d711642b726"),
    ],
)
def test_other_request_than_the_recorded_one_is_an_error_that_names_both(
    talking, offline, upstream, other, told
):
    recorded = run(talking, "return (await fetch(input)).status", upstream.url, http_record=True)
    code = f"try {{ await {other}; return 'sent' }} catch (error) {{ return [error.cause.code, error.cause.message] }}"
    replayed = run(offline, code, upstream.url, http_replay=recorded.http_record)
    code, message = json.loads(replayed.result_json)
    assert code == "REPLAY_MISMATCH"
    assert message.startswith("request 1 of the run is ")
    assert told in message


def test_one_request_more_than_the_record_has_is_an_error(talking, offline, upstream):
    recorded = run(talking, "return (await fetch(input)).status", upstream.url, http_record=True)
    code = "await fetch(input); try { await fetch(input) } catch (error) { return error.cause.message }"
    replayed = run(offline, code, upstream.url, http_replay=recorded.http_record)
    assert "but the record has 1 requests" in json.loads(replayed.result_json)


def test_answers_come_in_the_recorded_order(offline):
    def answer(order, text):
        made = {"status": 200, "status_text": "OK", "http_version": "1.1", "url": "http://a/"}
        return {
            "method": "GET",
            "url": f"http://a/{text}",
            "order": order,
            "response": made | {"body": text.encode()},
        }

    record = {"version": 1, "exchanges": [answer(2, "a"), answer(0, "b"), answer(1, "c")]}
    code = """
    const order = [];
    await Promise.all(['a', 'b', 'c'].map(async (name) => { order.push(await (await fetch('http://a/' + name)).text()); }));
    return order;
    """
    for deterministic in (True, False):
        assert json.loads(run(offline, code, None, deterministic, http_replay=record).result_json) == [
            "b",
            "c",
            "a",
        ]


def test_request_that_was_given_up_is_given_up_again(talking, offline, upstream):
    code = """
    const controller = new AbortController();
    const slow = fetch(input + '/never', { signal: controller.signal }).catch((error) => error.name);
    const quick = await (await fetch(input)).text();
    controller.abort();
    return [quick, await slow, performance.now()];
    """
    recorded = run(talking, code, upstream.url, http_record=True)
    assert [one.order for one in recorded.http_record.exchanges] == [-1, 0]
    assert is_same(
        recorded, run(offline, code, upstream.url, http_record=True, http_replay=recorded.http_record)
    )


def test_request_given_up_by_the_real_clock_does_not_hold_the_clocks_of_a_replay(talking, offline, upstream):
    code = "return fetch(input + '/never', { signal: AbortSignal.timeout(50) }).catch((error) => error.name)"
    recorded = run(talking, code, upstream.url, deterministic=False, http_record=True)
    assert [one.order for one in recorded.http_record.exchanges] == [-1]
    replayed = run(offline, code, upstream.url, http_replay=recorded.http_record)
    assert json.loads(replayed.result_json) == json.loads(recorded.result_json) == "TimeoutError"


def test_request_under_way_when_the_run_ended_has_no_answer_in_a_replay(talking, offline, upstream):
    code = (
        "fetch(input + '/never').catch(() => {}); setInterval(() => console.log('beat'), 10); return 'done'"
    )
    recorded = run(talking, code, upstream.url, http_record=True)
    assert [one.order for one in recorded.http_record.exchanges] == [-2]
    assert is_same(
        recorded, run(offline, code, upstream.url, http_record=True, http_replay=recorded.http_record)
    )


def test_clocks_stand_while_an_answer_is_awaited(talking, upstream):
    code = """
    const seen = [];
    setInterval(() => seen.push('beat'), 1).unref();
    setTimeout(() => seen.push('timer'), 5);
    await (await fetch(input + '/late', { signal: AbortSignal.timeout(2) })).text();
    return [seen, performance.now()];
    """
    assert json.loads(run(talking, code, upstream.url).result_json) == [[], 0]


def test_run_killed_at_its_time_limit_has_its_record(talking, upstream):
    request = pb.ExecuteRequest(
        code="await fetch(input); await fetch(input + '/never')",
        input_json=json.dumps(upstream.url),
        http_record=True,
    )
    request.timeout.FromMilliseconds(700)
    response = talking.stub.Execute(request, timeout=PATIENCE)
    assert response.error.kind == pb.ERROR_KIND_TIMEOUT
    assert [one.order for one in response.http_record.exchanges] == [0, -2]


def test_headers_of_the_list_are_in_no_record(start, upstream):
    flags = (
        "--egress=listed",
        "--egress-allow=127.0.0.0/8:*",
        "--egress-unrecorded-headers=content-length,x-other",
    )
    server = start("--isolates=1", *flags).serving()
    code = "return [...(await fetch(input)).headers.keys()]"
    response = run(server, code, upstream.url, http_record=True)
    assert "content-length" in json.loads(response.result_json)
    (one,) = response.http_record.exchanges
    assert "content-length" not in [header.name.lower() for header in one.response.headers]


@pytest.mark.parametrize(
    ("record", "shape"),
    [
        ("Authorization Bearer key", "return (await fetch(input + '/echo')).text()"),
        ("X-Api-Key key", "return (await fetch(input + '/echo')).text()"),
        ("X-Api-Key quoted", "return (await fetch(input + '/echo')).text()"),
    ],
)
def test_answer_that_repeats_a_credential_of_the_operator_is_in_no_record(
    start, tmp_path, web, record, shape
):
    for name, value in {"key": SECRET, "quoted": 'a"quoted\\secret'}.items():
        (tmp_path / name).write_text(value)
    (tmp_path / "credentials").write_text(f"{web.url} * {record}\n")
    for name in ("key", "quoted", "credentials"):
        (tmp_path / name).chmod(0o600)
    flags = (
        "--egress=listed",
        "--egress-allow=127.0.0.0/8:*",
        f"--egress-credentials={tmp_path / 'credentials'}",
    )
    server = start("--isolates=1", *flags).serving()
    response = run(server, shape, web.url, http_record=True)
    assert "secret" in response.result_json or SECRET in response.result_json
    assert not response.HasField("http_record")
    assert "repeats a credential" in response.http_record_refused
    # One that does not is recorded as ever.
    other = run(server, "return (await fetch(input + '/status/200')).status", web.url, http_record=True)
    assert len(other.http_record.exchanges) == 1
