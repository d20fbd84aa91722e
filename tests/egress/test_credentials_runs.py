"""Credentials of real servers: whose request has them, and that nothing a script can do shows them."""

import hashlib
import json
import signal
import urllib.request

import pytest
from batches import header, single
from harness import PATIENCE, eventually
from test_credentials import SECRET, sent

TOKENS = {"billing": "token-of-billing", "ops": "token-of-ops"}

# Everything that a script is given of its requests, and how it could look for more.
LOOK = """
const axios = require('axios');
const seen = [];
const deep = (value) => require('util').inspect(value, { depth: 12, showHidden: true, getters: true });
const keep = (...values) => { for (const value of values) { seen.push(deep(value)); console.log(value); } };
for (const path of ['/echo', '/never']) {
  const request = new Request(input + path, { method: 'POST', headers: { 'X-Api-Key': 'guess' }, body: 'hello' });
  try {
    const response = await fetch(request, { signal: AbortSignal.timeout(path === '/never' ? 200 : 20000) });
    keep(request, [...request.headers], response, [...response.headers], await response.clone().text());
  } catch (error) { keep(error, error.cause); }
  try {
    const timeout = path === '/never' ? 200 : 20000;
    const response = await axios.post(input + path, 'hello', { timeout, headers: { 'X-Own': '1' } });
    keep(response, response.config, response.request, response.headers, response.data);
  } catch (error) { keep(error, error.config, error.request, error.toJSON && error.toJSON()); }
}
await new Promise((resolve) => {
  const request = require('http').request(input + '/echo', { method: 'POST' }, (response) => {
    keep(request, request.getHeaders(), response, response.rawHeaders);
    response.resume().on('end', resolve);
  });
  request.on('error', (error) => { keep(error); resolve(); });
  request.end('hello');
});
keep(process.env, Object.getOwnPropertyNames(globalThis));
return { count: seen.length, seen: seen.join('\\n') };
"""


@pytest.fixture
def given(start, tmp_path, upstream):
    """Starts a server with credentials for the upstream."""

    def begin(*records, **values):
        for name, value in {"key": SECRET, **values}.items():
            (tmp_path / name).write_text(value)
            (tmp_path / name).chmod(0o600)
        tokens = "".join(
            f"{name} sha256:{hashlib.sha256(token.encode()).hexdigest()} execute\n"
            for name, token in TOKENS.items()
        )
        (tmp_path / "tokens").write_text(tokens)
        (tmp_path / "credentials").write_text("\n".join(records) + "\n")
        for name in ("tokens", "credentials"):
            (tmp_path / name).chmod(0o600)
        return start(
            "--isolates=1",
            "--log-level=debug",
            "--http-listen=127.0.0.1:0",
            "--egress=listed",
            "--egress-allow=127.0.0.0/8:*",
            f"--tokens={tmp_path / 'tokens'}",
            f"--egress-credentials={tmp_path / 'credentials'}",
        )

    return begin


def shown_by(caller):
    """What a call of it says: its token, and a name that anybody could say."""
    return (("authorization", f"Bearer {TOKENS[caller]}"), ("x-caller", "billing"))


def run(server, caller, code, value):
    """The whole response to a call with the caller's token."""
    return server.stub.Execute(server.request(code, value), timeout=PATIENCE, metadata=shown_by(caller))


def fetch_in_a_batch(server, caller, url):
    messages = (header(server, "return (await fetch(input)).status"), single(url))
    (response,) = server.stub.ExecuteBatch(iter(messages), timeout=PATIENCE, metadata=shown_by(caller))
    return response.response.result_json


def fetch_by_http(server, caller, url):
    body = json.dumps({"code": "return (await fetch(input)).status", "inputJson": json.dumps(url)}).encode()
    headers = {"content-type": "application/json", **dict(shown_by(caller))}
    request = urllib.request.Request(
        f"http://{server.door}/executor.v1.ExecutorService/Execute", body, headers
    )
    with urllib.request.urlopen(request, timeout=PATIENCE) as response:
        return json.load(response)["resultJson"]


def fetch_in_a_call(server, caller, url):
    return run(server, caller, "return (await fetch(input)).status", url).result_json


def test_script_sees_nothing_of_what_its_requests_were_given(given, upstream):
    server = given(f"{upstream.url} * X-Api-Key Bearer key").serving()
    before = len(upstream.heads)
    response = run(server, "billing", LOOK, upstream.url)
    assert response.WhichOneof("outcome") == "result_json", response.error
    assert json.loads(response.result_json)["count"] > 15
    assert response.usage.fetch_count == 5
    heads = upstream.heads[before:]
    assert [sent(head, "X-Api-Key") for head in heads] == [[f"Bearer {SECRET}"]] * 5
    shown = [str(response), server.get("/metrics")[1], server.get("/flow/health")[1], *server.log]
    assert not [text for text in shown if SECRET in text]
    # What it set itself is all that it has under that name.
    assert "guess" in str(response)


@pytest.mark.parametrize("fetch", [fetch_in_a_call, fetch_in_a_batch, fetch_by_http])
def test_credentials_are_of_the_proven_caller_not_of_a_name_that_it_says(given, upstream, fetch):
    server = given(f"{upstream.url} billing X-Api-Key key").serving()
    before = len(upstream.heads)
    for caller in ("ops", "billing", "ops"):
        assert fetch(server, caller, upstream.url) == "200"
    assert [sent(head, "X-Api-Key") for head in upstream.heads[before:]] == [[], [SECRET], []]


def test_file_is_read_again_at_a_signal_and_a_broken_one_keeps_the_old(given, upstream, tmp_path):
    server = given(f"{upstream.url} * X-Api-Key key").serving()
    before = len(upstream.heads)

    def lines(level):
        return [line for line in server.log if level in line and "the credentials for requests" in line]

    def fetch():
        run(server, "ops", "return (await fetch(input)).status", upstream.url)

    server.signal(signal.SIGHUP)
    eventually(lambda: lines("INFO"), "the file was read again")
    (tmp_path / "key").write_text("next")
    server.signal(signal.SIGHUP)
    eventually(lambda: len(lines("INFO")) == 2, "the value was read again")
    fetch()
    (tmp_path / "credentials").write_text(f"{upstream.url} * {SECRET}: key\n")
    server.signal(signal.SIGHUP)
    eventually(lambda: lines("ERROR"), "the broken file was told of")
    fetch()
    assert [sent(head, "X-Api-Key") for head in upstream.heads[before:]] == [["next"], ["next"]]
    (line,) = lines("ERROR")
    assert "keeping what was loaded before" in line
    assert "line 1: the third field" in line
    assert SECRET not in line


def test_bad_file_at_the_start_is_a_settings_error(given, upstream):
    server = given(f"{upstream.url} * X-Api-Key key", f"{upstream.url} * Authorization {SECRET}")
    assert server.wait() == 2
    (line,) = [line for line in server.log if "--egress-credentials" in line]
    assert "ERROR" in line
    assert "line 2: the file of the value does not exist" in line
    assert SECRET not in line
