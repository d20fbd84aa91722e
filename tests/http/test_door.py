"""The HTTP door: what a POST gets, in JSON and in binary, and that no bound of gRPC's port is lower here."""

import asyncio
import base64
import contextlib
import hashlib
import http.client
import json
import select
import socket

import held
import pytest
from aiohttp import web
from aiohttp.test_utils import RawTestServer
from google.rpc import error_details_pb2
from harness import PATIENCE, ServerProcess, eventually

from executor.errors import InvalidJob
from executor.http import connect, door_call
from executor.rpc.requests import MIN_LARGEST
from executor.v1 import executor_pb2 as pb

DOOR = "--http-listen=127.0.0.1:0"
EXECUTE = "/executor.v1.ExecutorService/Execute"
JSON = {"Content-Type": "application/json"}
BINARY = {"Content-Type": "application/proto"}


@pytest.fixture(scope="module")
def shared():
    flags = ("--isolates=2", DOOR, "--http-origins=https://tools.example.com", "--max-input-bytes=1MiB")
    server = ServerProcess(*flags).serving()
    yield server
    server.stop()
    assert not any("Traceback" in line for line in server.log), "\n".join(server.log)


class Answer:
    def __init__(self, response):
        self.status = response.status
        self.headers = response.headers
        self.body = response.read()

    @property
    def json(self):
        return json.loads(self.body)


def send(server, body=b"", path=EXECUTE, method="POST", **headers):
    named = JSON | {name.replace("_", "-"): value for name, value in headers.items()}
    connection = http.client.HTTPConnection(server.door, timeout=PATIENCE)
    with contextlib.closing(connection):
        connection.request(method, path, body, named)
        return Answer(connection.getresponse())


def run(server, code, **fields):
    headers = fields.pop("headers", {})
    return send(server, json.dumps({"code": code, **fields}), **headers)


def test_block_is_run_and_answered_as_json(shared):
    answer = run(
        shared, "console.log('seen'); return input.a + 1", inputJson='{"a": 41}', executionId="by-http"
    )
    assert (answer.status, answer.headers["Content-Type"]) == (200, "application/json")
    assert answer.json["resultJson"] == "42"
    assert answer.json["executionId"] == "by-http"
    (line,) = answer.json["consoleMessages"]
    assert (line["level"], line["text"]) == ("CONSOLE_LEVEL_LOG", "seen")


def test_error_of_a_script_is_a_value(shared):
    answer = run(shared, "throw new RangeError('too far')")
    assert answer.status == 200
    error = answer.json["error"]
    assert (error["kind"], error["name"], error["message"]) == ("ERROR_KIND_THROWN", "RangeError", "too far")


def test_binary_is_answered_in_binary(shared):
    request = pb.ExecuteRequest(code="return 'ü'")
    answer = send(shared, request.SerializeToString(), Content_Type="application/proto")
    assert answer.headers["Content-Type"] == "application/proto"
    assert pb.ExecuteResponse.FromString(answer.body).result_json == '"ü"'


def test_states_are_told(shared):
    for method in ("WarmupStatus", "ServerStatus"):
        answer = send(shared, "{}", f"/executor.v1.ExecutorService/{method}")
        assert answer.status == 200
        assert send(shared, "", f"/executor.v1.ExecutorService/{method}").json.keys() == answer.json.keys()


def refusal(answer, status, code, reason):
    assert answer.status == status, answer.body
    said = answer.json
    assert said["code"] == code
    (detail,) = [each for each in said["details"] if each["type"] == "google.rpc.ErrorInfo"]
    value = detail["value"]
    info = error_details_pb2.ErrorInfo.FromString(base64.b64decode(value + "=" * (-len(value) % 4)))
    assert (info.reason, info.domain) == (reason, "executor.v1")
    assert detail["debug"]["reason"] == reason
    return said["message"]


@pytest.mark.parametrize(
    ("body", "reason", "words"),
    [
        ('{"code": ""}', "EMPTY_CODE", "code is empty"),
        ('{"code": "return 1", "timeout": "3600s"}', "TIMEOUT_OUT_OF_RANGE", "timeout is 3600 s"),
        ('{"code": "return 1"', "MALFORMED_REQUEST", "no ExecuteRequest as JSON"),
        ('{"code": 1}', "MALFORMED_REQUEST", "no ExecuteRequest as JSON"),
        ("[1]", "MALFORMED_REQUEST", "no ExecuteRequest as JSON"),
        ('{"timeout": ' * 2000, "MALFORMED_REQUEST", "no ExecuteRequest as JSON"),
        (b'{"code": "\xff"}', "MALFORMED_REQUEST", "not UTF-8"),
    ],
)
def test_request_that_cannot_run_is_refused_with_a_reason(shared, body, reason, words):
    assert words in refusal(send(shared, body), 400, "invalid_argument", reason)


def test_binary_that_is_no_message_is_refused(shared):
    answer = send(shared, b"\xff\xff\xff", Content_Type="application/proto")
    refusal(answer, 400, "invalid_argument", "MALFORMED_REQUEST")


def test_fields_of_a_later_version_are_ignored(shared):
    assert run(shared, "return 1", notYet={"a": 1}).json["resultJson"] == "1"


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Content_Type": "text/plain"}, 415),
        ({"Content_Type": "application/x-www-form-urlencoded"}, 415),
        ({"Content_Type": "application/json; charset=latin-1"}, 415),
        ({"Content_Type": 'application/json; charset="UTF-8"'}, 200),
        ({"Content_Encoding": "gzip"}, 501),
        ({"Connect_Timeout_Ms": "1e3"}, 400),
        ({"Connect_Timeout_Ms": "60000"}, 200),
        ({"Connect_Protocol_Version": "1"}, 200),
        ({"Connect_Protocol_Version": "2"}, 400),
        ({"Connect_Protocol_Version": ""}, 400),
    ],
)
def test_headers_say_what_is_spoken(shared, headers, status):
    assert run(shared, "return 1", headers=headers).status == status


def test_other_methods_and_paths_are_told_where_to_go(shared):
    answer = send(shared, method="GET")
    assert (answer.status, answer.headers["Allow"]) == (405, "POST")
    assert send(shared, path="/executor.v1.ExecutorService/Nothing").status == 404
    for method in ("ExecuteBatch", "Converse"):
        stream = send(shared, "{}", f"/executor.v1.ExecutorService/{method}")
        assert (stream.status, stream.json["code"]) == (501, "unimplemented")
    assert b"/executor.v1.ExecutorService/Execute" in send(shared, path="/", method="GET").body


def test_predecessors_path_says_where_blocks_are_run_now(shared):
    body = json.dumps({"code": base64.b64encode(b"1 + 1").decode(), "input": {}})
    answer = send(shared, body, "/flow/codeblock")
    assert answer.status == 410
    assert answer.body.count(b"\n") == 1
    assert EXECUTE.encode() in answer.body
    assert shared.get("/flow/codeblock")[0] == 410


def test_request_over_the_limit_is_refused_before_it_is_read(shared):
    with socket.create_connection(shared.door.split(":"), PATIENCE) as connection:
        head = f"POST {EXECUTE} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 999999999\r\n\r\n"
        connection.sendall(head.encode())
        response = http.client.HTTPResponse(connection)
        response.begin()
        answer = Answer(response)
    assert "over this method's limit" in refusal(answer, 400, "invalid_argument", "REQUEST_TOO_LARGE")
    # Without a length, too: it ends when it is too much.
    body = iter([b" " * 65536] * 64)
    with contextlib.closing(http.client.HTTPConnection(shared.door, timeout=PATIENCE)) as connection:
        with contextlib.suppress(ConnectionError):
            connection.request("POST", EXECUTE, body, JSON, encode_chunked=True)
        with contextlib.suppress(ConnectionError):
            assert connection.getresponse().status == 400
    assert run(shared, "return 1").status == 200


@pytest.mark.parametrize(
    "sent",
    [
        "POST {path} HTTP/1.1\r\nHost: a\r\nContent-Type: {kind}\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        "POST {path} HTTP/1.1\r\nHost: a\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        "POST {path} HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
        "{path}\r\n\r\n",
    ],
)
def test_what_is_no_http_costs_its_own_connection_alone(shared, sent):
    with socket.create_connection(shared.door.split(":"), PATIENCE) as connection:
        connection.sendall(sent.format(path=EXECUTE, kind="application/json").encode())
        with contextlib.suppress(ConnectionError):
            assert connection.recv(65536).startswith((b"HTTP/1.1 4", b"HTTP/1.0 4"))
    assert run(shared, "return 1").status == 200


HALF = (
    f"POST {EXECUTE} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{{"
).encode()


def test_who_stops_in_the_middle_of_requests_gives_way_to_others(start):
    server = start("--isolates=1", DOOR, "--max-held-request-bytes=1MiB").serving()
    limit = server.metrics()['executor_held_limit{kind="requests"}']
    with contextlib.ExitStack() as halves:
        connections = [
            halves.enter_context(socket.create_connection(server.door.split(":"), PATIENCE))
            for _ in range(MIN_LARGEST + 1)
        ]
        for connection in connections:
            connection.sendall(HALF)
        eventually(
            lambda: server.metrics()['executor_held{kind="requests"}'] > limit * 0.8, "they are being read"
        )
        assert run(server, "return 1").status == 200
        ends = 'executor_held_ends_total{kind="requests"}'
        eventually(lambda: server.metrics()[ends] >= 1, "the slowest is ended")
        ended, _, _ = select.select(connections, (), (), PATIENCE)
        response = http.client.HTTPResponse(ended[0])
        response.begin()
        refusal(Answer(response), 429, "resource_exhausted", "HELD_TOO_MUCH")
    eventually(lambda: server.metrics()['executor_held{kind="requests"}'] == 0, "nothing is held")
    server.stop()


async def test_body_that_does_not_come_in_its_time_is_given_up(monkeypatch):
    monkeypatch.setattr(door_call, "READ_TIMEOUT", 0.0)
    found = asyncio.get_running_loop().create_future()

    async def handler(request):
        call = door_call.DoorCall(request, connect.PLAIN, pb.ExecuteRequest, 1000, None)
        try:
            await call.read()
        except InvalidJob as error:
            found.set_result((error.reason, str(error)))
        return web.Response()

    server = RawTestServer(handler)
    await server.start_server()
    _, writer = await asyncio.open_connection(server.host, server.port)
    writer.write(HALF)
    reason, words = await asyncio.wait_for(found, PATIENCE)
    assert reason == "REQUEST_TOO_SLOW"
    assert words.startswith("of the request ")
    writer.close()
    await server.close()


def test_time_of_the_header_ends_the_script(shared):
    answer = run(shared, "for (;;);", headers={"Connect_Timeout_Ms": "300"})
    assert (answer.status, answer.json["code"]) == (504, "deadline_exceeded")
    eventually(lambda: shared.metrics()['executor_isolates{state="running"}'] == 0, "its isolate is free")


def test_script_of_a_caller_that_hangs_up_is_killed(shared):
    before = shared.metrics()['executor_kills_total{reason="cancelled"}']
    body = json.dumps({"code": "await new Promise(done => setTimeout(done, 1e6))", "timeout": "20s"})
    connection = http.client.HTTPConnection(shared.door, timeout=PATIENCE)
    connection.request("POST", EXECUTE, body, JSON)
    shared.running_isolate()
    connection.close()
    killed = 'executor_kills_total{reason="cancelled"}'
    eventually(lambda: shared.metrics()[killed] == before + 1, "its isolate is killed")


def test_calls_are_counted_as_those_by_grpc(shared):
    name = (
        'grpc_server_handled_total{grpc_code="%s",grpc_method="Execute",'
        'grpc_service="executor.v1.ExecutorService",grpc_type="unary"}'
    )
    before = shared.metrics()
    run(shared, "return 1")
    run(shared, "")
    after = shared.metrics()
    for code in ("OK", "INVALID_ARGUMENT"):
        assert after[name % code] == before[name % code] + 1


def test_full_queue_says_when_to_retry(start):
    server = start("--isolates=1", "--queue=0", DOOR, *held.FLAGS).serving().all_ready()
    running = held.Held(server)
    server.running_isolate()
    answer = run(server, "return 1")
    refusal(answer, 429, "resource_exhausted", "QUEUE_FULL")
    assert int(answer.headers["Retry-After"]) >= 1
    assert running.let_go() == '"finished"'
    server.stop()


# --- Who may call ------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def guarded(tmp_path_factory):
    tokens = tmp_path_factory.mktemp("tokens") / "tokens"
    digest = {name: hashlib.sha256(name.encode()).hexdigest() for name in ("secret-a", "secret-b")}
    tokens.write_text(
        f"billing sha256:{digest['secret-a']} execute\nops sha256:{digest['secret-b']} status\n"
    )
    tokens.chmod(0o600)
    server = ServerProcess("--isolates=1", DOOR, f"--tokens={tokens}").serving()
    yield server
    server.stop()


def test_callers_show_their_tokens(guarded):
    assert run(guarded, "return 1", headers={"Authorization": "Bearer secret-a"}).json["resultJson"] == "1"
    answer = run(guarded, "return 1")
    refusal(answer, 401, "unauthenticated", "NO_CREDENTIALS")
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    answer = run(guarded, "return 1", headers={"Authorization": "Bearer wrong"})
    refusal(answer, 401, "unauthenticated", "UNKNOWN_TOKEN")
    answer = run(guarded, "return 1", headers={"Authorization": "Bearer secret-b"})
    refusal(answer, 403, "permission_denied", "NOT_PERMITTED")


def test_stranger_is_refused_before_the_body_comes(guarded):
    with socket.create_connection(guarded.door.split(":"), PATIENCE) as connection:
        head = f"POST {EXECUTE} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n"
        connection.sendall(head.encode())
        response = http.client.HTTPResponse(connection)
        response.begin()
        assert response.status == 401


def test_public_name_is_served_where_callers_have_tokens(guarded):
    headers = {"Authorization": "Bearer secret-a", "Host": "executor.example.com"}
    assert run(guarded, "return 1", headers=headers).status == 200


def test_name_of_somebody_elses_page_is_not_served_without_tokens(shared):
    assert run(shared, "return 1", headers={"Host": "rebound.example:8080"}).status == 421
    assert run(shared, "return 1", headers={"Host": "flow-executor.prod.svc:8080"}).status == 200


def test_pages_of_listed_origins_may_call_and_no_others(shared):
    asked = {"Access_Control_Request_Method": "POST", "Access_Control_Request_Headers": "content-type"}
    ours, theirs = "https://tools.example.com", "https://evil.example"
    preflight = send(shared, method="OPTIONS", Origin=ours, **asked)
    assert preflight.status == 204
    assert preflight.headers["Access-Control-Allow-Origin"] == ours
    assert "content-type" in preflight.headers["Access-Control-Allow-Headers"]
    answer = run(shared, "return 1", headers={"Origin": ours})
    assert (answer.status, answer.headers["Access-Control-Allow-Origin"]) == (200, ours)
    for answer in (
        send(shared, method="OPTIONS", Origin=theirs, **asked),
        run(shared, "return 1", headers={"Origin": theirs}),
    ):
        assert answer.status == 403
        assert "Access-Control-Allow-Origin" not in answer.headers
    # A page of the door itself is of no other origin.
    assert run(shared, "return 1", headers={"Origin": f"http://{shared.door}"}).status == 200
