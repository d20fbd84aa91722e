"""What a request may ask of a run that can be repeated: each wrong one is refused by its own reason, and harms nobody."""

import grpc
import pytest
from batches import header
from harness import PATIENCE

from executor.client import error_info
from executor.v1 import executor_pb2 as pb

HASH = "0" * 64


def exchange(**fields):
    """One that is right, but for what is given."""
    response = {"status": 200, "status_text": "OK", "http_version": "1.1", "url": "http://a/"}
    return {"method": "GET", "url": "http://a/", "order": 0, "response": response} | fields


def replay(*exchanges, version=1):
    return {"http_replay": {"version": version, "exchanges": list(exchanges)}}


def answer(**fields):
    return {"status": 200, "status_text": "OK", "http_version": "1.1", "url": "http://a/"} | fields


START = {"seconds": 1_700_000_000}

REFUSED = {
    "NO_START_TIME": [{"deterministic": {"seed": 1}}],
    "START_TIME_OUT_OF_RANGE": [
        {"deterministic": {"start_time": {"seconds": -1}}},
        {"deterministic": {"start_time": {"seconds": 253_402_300_800}}},
        {"deterministic": {"start_time": {"nanos": -1}}},
        {"deterministic": {"start_time": {"nanos": 2_000_000_000}}},
    ],
    "TIME_ZONE_UNKNOWN": [
        {"deterministic": {"start_time": START, "time_zone": name}}
        for name in (
            "Mars/Base",
            "../../etc/passwd",
            "x" * 10_000,
            "Europe/Berlin\0",
            "UTC+3",
            "europe/berlin",
            # Which machines have beside IANA's, and Intl has not.
            "localtime",
            "posixrules",
            "right/UTC",
            "posix/Europe/Berlin",
        )
    ],
    "RECORD_VERSION": [{"http_replay": {}}, replay(version=2), replay(version=-1)],
    "MALFORMED_RECORD": [
        replay({}),
        replay(exchange(method="")),
        replay(exchange(body_sha256="abc")),
        replay(exchange(body_sha256=HASH.replace("0", "G"))),
        replay(exchange(order=1)),
        replay(exchange(), exchange()),
        replay(exchange(order=-3)),
        replay(exchange(order=-1)),
        replay({"method": "GET", "url": "http://a/", "order": 0}),
        replay(exchange(response=answer(status=99))),
        replay(exchange(response=answer(status=1000))),
        replay(exchange(response=answer(http_version="x"))),
        replay(exchange(response=answer(status_text="a\r\nb"))),
        replay(exchange(response=answer(headers=[{"name": "a b", "value": "c"}]))),
        replay(exchange(response=answer(headers=[{"name": "a", "value": "b\nc"}]))),
        replay(exchange(response=answer(headers=[{"name": "a", "value": "\u20ac"}]))),
        *(
            replay({"method": "GET", "url": "http://a/", "order": 0, "failure_json": text})
            for text in (
                "",
                "{",
                "[]",
                "{}",
                '{"code": 1, "message": ""}',
                '{"code": "A", "message": "", "x": {}}',
                '{"code": "A", "message": "", "errno": NaN}',
                '{"code": "A", "message": "", "errno": 1e999}',
                "[" * 100_000,
            )
        ),
    ],
    "HTTP_REPLAY_TOO_LARGE": [replay(exchange(response=answer(body=b"x" * (1 << 20))))],
    "TOO_MANY_EXCHANGES": [replay(*[{}] * 400_000), replay(*[exchange(order=n) for n in range(51)])],
    "TOO_MANY_HEADERS": [replay(exchange(response=answer(headers=[{}] * 300_000)))],
}


@pytest.mark.parametrize(
    ("reason", "fields"),
    [(reason, fields) for reason, each in REFUSED.items() for fields in each],
    ids=[f"{reason.lower()}-{number}" for reason, each in REFUSED.items() for number, _ in enumerate(each)],
)
def test_wrong_request_is_refused_by_its_own_reason(server, reason, fields):
    with pytest.raises(grpc.RpcError) as caught:
        server.stub.Execute(pb.ExecuteRequest(code="return 1", **fields), timeout=PATIENCE)
    info = error_info(caught.value)
    assert (caught.value.code(), info and info.reason) == (grpc.StatusCode.INVALID_ARGUMENT, reason)
    assert len(caught.value.details()) < 1000
    assert server.result("return 'next'") == "next"


CHANCE = "const now: number = Date.now();\nreturn [now, Math.random(), new Date(now + input).toString(), Intl.DateTimeFormat().resolvedOptions().timeZone]"
ASKED = {"deterministic": {"seed": 7, "start_time": START, "time_zone": "Asia/Tokyo"}}


def test_program_and_typescript_are_repeated_as_code_is(server):
    code = CHANCE.replace(": number", "")
    expected = server.result(code, 1, **ASKED)
    assert expected[3] == "Asia/Tokyo"
    assert server.result(CHANCE, 1, language=pb.LANGUAGE_TYPESCRIPT, **ASKED) == expected
    for request in (
        pb.PrepareProgramRequest(code=code),
        pb.PrepareProgramRequest(code=CHANCE, language=pb.LANGUAGE_TYPESCRIPT),
    ):
        program = server.stub.PrepareProgram(request, timeout=PATIENCE).program
        assert [server.result("", 1, program=program, **ASKED) for _ in range(2)] == [expected] * 2
    assert server.result(code, 1)[:2] != expected[:2]


@pytest.mark.parametrize(
    "fields",
    [{"deterministic": {"seed": 1, "start_time": START}}, {"http_record": True}, replay()],
    ids=["deterministic", "record", "replay"],
)
def test_batches_take_none_of_it(server, fields):
    one = header(server, "return input", **fields)
    with pytest.raises(grpc.RpcError) as caught:
        list(server.stub.ExecuteBatch(iter([one]), timeout=PATIENCE))
    info = error_info(caught.value)
    assert (caught.value.code(), info and info.reason) == (grpc.StatusCode.INVALID_ARGUMENT, "NOT_IN_BATCHES")


def test_engine_whose_clocks_cannot_stand_refuses_the_run(start):
    server = start("--isolates=1", "--engine=pypi", "--sandbox=best-effort").serving()
    with pytest.raises(grpc.RpcError) as caught:
        server.stub.Execute(
            pb.ExecuteRequest(code="return 1", deterministic={"seed": 1, "start_time": START}),
            timeout=PATIENCE,
        )
    info = error_info(caught.value)
    assert info is not None
    assert info.reason == "DETERMINISTIC_UNAVAILABLE"
    assert server.result("return 1") == 1


def test_runs_are_counted_by_kind(start):
    server = start("--isolates=1").serving()
    server.stub.Execute(
        pb.ExecuteRequest(code="return 1", http_record=True, deterministic={"start_time": START}, **replay()),
        timeout=PATIENCE,
    )
    server.result("return 1")
    found = {
        kind: server.metrics()[f'executor_repeatable_runs_total{{kind="{kind}"}}']
        for kind in ("deterministic", "recorded", "replayed")
    }
    assert found == {"deterministic": 1, "recorded": 1, "replayed": 1}


def test_log_tells_such_runs(start):
    server = start("--isolates=1", "--log-level=debug", "--log-format=json").serving()
    server.stub.Execute(
        pb.ExecuteRequest(code="return 1", http_record=True, deterministic={"start_time": START}),
        timeout=PATIENCE,
    )
    assert '"recorded": true' in server.logged("executor.rpc.service", '"deterministic": true')
