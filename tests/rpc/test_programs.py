"""Programs: what is prepared runs as its code does, for whoever prepared it and nobody else, as long as there is room."""

import contextlib
import hashlib
import http.client
import json
import signal

import grpc
import pytest
from batches import chunk, header, run, shown
from harness import PATIENCE, ServerProcess, error_info, eventually

from executor.v1 import executor_pb2 as pb

UNKNOWN = "PROGRAM_UNKNOWN"
# Its functions, and what calls one of them.
LIBRARY = "".join(f"function f{n}(x) {{ return x * {n} + '{'y' * 60}'.length; }}\n" for n in range(500))


@pytest.fixture(scope="module")
def shared():
    server = ServerProcess("--isolates=2", "--http-listen=127.0.0.1:0").serving()
    yield server
    server.stop()
    assert not any("Traceback" in line for line in server.log), "\n".join(server.log)


def prepare(server, code, caller="", **fields):
    request = pb.PrepareProgramRequest(code=code, **fields)
    metadata = [("x-caller", caller)] if caller else []
    return server.stub.PrepareProgram(request, timeout=PATIENCE, metadata=metadata)


def call(server, program, value=None, caller="", **fields):
    request = pb.ExecuteRequest(program=program, input_json=json.dumps(value), **fields)
    metadata = [("x-caller", caller)] if caller else []
    return server.stub.Execute(request, timeout=PATIENCE, metadata=metadata)


def result(response):
    assert response.WhichOneof("outcome") == "result_json", response.error
    return json.loads(response.result_json)


def refused(call, *arguments, **options):
    with pytest.raises(grpc.RpcError) as caught:
        call(*arguments, **options)
    return caught.value, error_info(caught.value)


def is_there(server, program, caller=""):
    try:
        call(server, program, caller=caller)
    except grpc.RpcError as error:
        return error_info(error).reason != UNKNOWN
    return True


def told(response):
    """All of a response that does not differ from run to run."""
    return (
        response.result_json,
        response.error,
        [(line.level, line.text) for line in response.console_messages],
    )


# --- what runs -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "code",
    [
        "return [input, arguments.length, typeof require('lodash').map]",
        "return arguments.callee.toString()",
        "return (function named(a, b = 1) { /* 名字 é 😀 */ return a; }).toString() + ((x) => x)",
        "class A { #x = 1; static { A.y = 2; } get x() { return this.#x; } } return [new A().x, A.y, String(A)]",
        "'use strict'; return [typeof this, (() => { try { undeclared = 1; } catch (e) { return e.message; } })()]",
        "undeclared = 1; return [typeof this, globalThis.undeclared, delete globalThis.undeclared]",
        "const secret = 5; return [eval('secret + 1'), (0, eval)('typeof secret'), new Function('return typeof secret')()]",
        "return [String.raw`a\\b${1}`, /(?<year>\\d+)/u.exec('in 1999').groups.year, String(2n ** 70n), 0.1 + 0.2, -0, 1e400]",
        "const tag = (parts) => parts; const once = () => tag`a${1}b`; return [once() === once(), Object.isFrozen(once())]",
        "function* g() { yield* [1, 2]; } const out = []; for await (const x of g()) out.push(x); return out",
        "label: for (const a of [1, 2]) { for (;;) continue label; } switch (input) { case 3: return 'three' }",
        "console.log('one'); console.error({ two: 2 }); return null",
        "#!/usr/bin/env node\nreturn 'shebang'",
        "return 'line one' // a comment at the end",
        "/* é */ const x = input.a.b.c;",
        "\n\nfunction deep(n) { return n ? deep(n - 1) : null.field }\nreturn deep(3)",
        "#!/x\nthrow new RangeError('second line')",
        "await new Promise((resolve) => setTimeout(resolve, 1));\nthrow Object.assign(new Error('late'), { cause: new TypeError('why') })",
        "const é = 1; throw new Error('after two bytes')",
        "return new Promise(() => {})",
        "const cycle = {}; cycle.self = cycle; return cycle",
        "throw null",
        (
            "const where = (site) => [site.getLineNumber(), site.getColumnNumber()];\nError.prepareStackTrace = (_, sites) => sites.map(where);"
            "\nreturn new Error('x').stack"
        ),
        "Object.defineProperty(Object.prototype, 'code', { get() { throw new Error('mine'); } }); null.x",
        "String.prototype.indexOf = null; Object.prototype.toJSON = () => 'no';\nthrow new Error('all broken')",
        "let s = ''; for (;;) s = [s, s, s, s.length]",
    ],
)
def test_program_ends_as_its_code_does(shared, code):
    program = prepare(shared, code).program
    assert program == hashlib.sha256(code.encode()).hexdigest()
    by_code = shared.stub.Execute(pb.ExecuteRequest(code=code, input_json="3"), timeout=PATIENCE)
    assert told(call(shared, program, 3)) == told(by_code)
    assert told(call(shared, program, 3, own_process=True)) == told(by_code)


@pytest.mark.parametrize(
    "code",
    [
        "return (",
        "const a = 1;\nconst a = 2;",
        "\n\nimport fs from 'fs'",
        "return 1; } )(); (async function () {",
        "}, async function () {",
        "let é = '\n';",
        "/(/.test('')",
        "return a?.b = 1",
        "(" * 5000,
        "break",
        "#!/x\n}",
    ],
)
def test_code_that_does_not_parse_is_told_as_execution_tells_it_and_not_kept(shared, code):
    before = shared.metrics()["executor_programs"]
    prepared = prepare(shared, code)
    assert prepared.program == ""
    assert prepared.error == shared.error(code)
    assert prepared.error.kind == pb.ERROR_KIND_SYNTAX
    assert shared.metrics()["executor_programs"] == before


def test_what_stands_behind_an_early_brace_does_not_run_when_it_is_prepared(shared):
    prepared = prepare(shared, "}); for (;;); (async function () {")
    assert prepared.error.kind == pb.ERROR_KIND_SYNTAX
    assert "closes a brace" in prepared.error.message


def test_program_has_the_limits_of_code(shared):
    endless = prepare(shared, "for (;;);").program
    full = prepare(shared, "const all = []; for (;;) all.push(new Array(1000).fill(1.5))").program
    request = shared.request("", timeout=0.2)
    request.program = endless
    assert shared.stub.Execute(request, timeout=PATIENCE).error.kind == pb.ERROR_KIND_TIMEOUT
    assert call(shared, full).error.kind == pb.ERROR_KIND_OUT_OF_MEMORY


def test_nothing_of_a_program_is_left_for_the_next_run(shared):
    program = prepare(shared, "globalThis.mark = 1; function left() {} return typeof left").program
    for _ in range(3):
        assert result(call(shared, program)) == "function"
        assert shared.result("return [typeof mark, typeof left]") == ["undefined", "undefined"]


def test_library_of_many_functions_is_called_by_its_hash(shared):
    program = prepare(shared, LIBRARY + "return [f499(input), f7.toString(), f3.length]").program
    assert result(call(shared, program, 2)) == [
        1058,
        f"function f7(x) {{ return x * 7 + '{'y' * 60}'.length; }}",
        1,
    ]


def test_code_of_more_bytecode_than_is_kept_runs_all_the_same(shared):
    code = "const all = [" + "()=>0," * 10_000 + "]; return all.map((f) => f()).length"
    program = prepare(shared, code).program
    assert result(call(shared, program)) == 10_000


# --- what is refused -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"program": "a" * 64, "code": "return 1"}, "CODE_AND_PROGRAM"),
        ({"program": "a" * 63}, "PROGRAM_MALFORMED"),
        ({"program": "A" * 64}, "PROGRAM_MALFORMED"),
        ({"program": "a" * 64 + "\n"}, "PROGRAM_MALFORMED"),
        ({"program": "é" * 32}, "PROGRAM_MALFORMED"),
    ],
)
def test_request_that_names_no_program_is_invalid(shared, fields, reason):
    error, info = refused(shared.stub.Execute, pb.ExecuteRequest(**fields), timeout=PATIENCE)
    assert (error.code(), info.reason) == (grpc.StatusCode.INVALID_ARGUMENT, reason)


def test_unknown_program_is_a_refusal_of_its_own_and_counts_as_one(shared):
    counted = 'executor_program_lookups_total{result="miss"}'
    before = shared.metrics()[counted]
    error, info = refused(call, shared, "b" * 64)
    assert (error.code(), info.reason) == (grpc.StatusCode.FAILED_PRECONDITION, UNKNOWN)
    assert "send its code" in error.details()
    assert shared.metrics()[counted] == before + 1


def test_program_in_another_language_than_it_was_prepared_in_is_invalid(shared):
    program = prepare(shared, "return 'a language'").program
    assert result(call(shared, program, language=pb.LANGUAGE_JAVASCRIPT)) == "a language"
    error, info = refused(call, shared, program, language=pb.LANGUAGE_TYPESCRIPT)
    assert (error.code(), info.reason) == (grpc.StatusCode.INVALID_ARGUMENT, "PROGRAM_LANGUAGE")


@pytest.mark.parametrize(
    ("code", "reason"), [("", "EMPTY_CODE"), (" \n", "EMPTY_CODE"), ("//" + "x" * 65_534, "CODE_TOO_LARGE")]
)
def test_code_that_cannot_run_cannot_be_prepared(shared, code, reason):
    error, info = refused(prepare, shared, code)
    assert (error.code(), info.reason) == (grpc.StatusCode.INVALID_ARGUMENT, reason)


def test_request_that_is_no_message_is_invalid(shared):
    method = shared.channel.unary_unary("/executor.v1.ExecutorService/PrepareProgram")
    error, info = refused(method, b"\xff\xff\xff", timeout=PATIENCE)
    assert (error.code(), info.reason) == (grpc.StatusCode.INVALID_ARGUMENT, "MALFORMED_REQUEST")


# --- whose it is ---------------------------------------------------------------------------------------------------


def test_program_is_its_callers_own(shared):
    program = prepare(shared, "return 'of ann'", "ann").program
    assert result(call(shared, program, caller="ann")) == "of ann"
    assert not is_there(shared, program, "bob")
    assert not is_there(shared, program)


def test_name_that_is_said_gets_nothing_of_one_that_is_proved(start, tmp_path):
    tokens = tmp_path / "tokens"
    names = {"ann": "a" * 40, "bob": "b" * 40}
    tokens.write_text(
        "".join(
            f"{name} sha256:{hashlib.sha256(token.encode()).hexdigest()} execute\n"
            for name, token in names.items()
        )
    )
    server = start("--isolates=2", f"--tokens={tokens}").serving()

    def of(name, said=""):
        return [("authorization", f"Bearer {names[name]}"), *([("x-caller", said)] if said else [])]

    def has(program, metadata):
        try:
            server.stub.Execute(pb.ExecuteRequest(program=program), timeout=PATIENCE, metadata=metadata)
        except grpc.RpcError as error:
            return error_info(error).reason != UNKNOWN
        return True

    request = pb.PrepareProgramRequest(code="return 'proved'")
    program = server.stub.PrepareProgram(request, timeout=PATIENCE, metadata=of("ann")).program
    assert has(program, of("ann"))
    assert not has(program, of("bob"))
    assert not has(program, of("bob", said="ann"))
    # A service that calls for several customers tells them apart by the name that it says.
    assert not has(program, of("ann", said="a customer"))


# --- how many ------------------------------------------------------------------------------------------------------


def test_least_recently_used_program_of_a_caller_goes_first(start):
    server = start("--isolates=2", "--max-programs=2").serving()
    first, second = (prepare(server, f"return {n}").program for n in (1, 2))
    assert is_there(server, first)
    other = prepare(server, "return 1", "another").program
    third = prepare(server, "return 3").program
    assert [is_there(server, program) for program in (first, second, third)] == [True, False, True]
    assert is_there(server, other, "another")
    status = server.stub.ServerStatus(pb.ServerStatusRequest(), timeout=PATIENCE)
    metrics = server.metrics()
    assert status.programs.count == metrics["executor_programs"] == 3
    assert status.programs.size_bytes == metrics["executor_program_bytes"] > 3 * 1024
    assert metrics['executor_program_evictions_total{reason="count"}'] == 1
    assert (status.limits.max_programs, status.limits.max_program_bytes) == (2, 16 << 20)


def test_programs_of_a_caller_and_of_all_have_a_bound_in_bytes(start):
    server = start("--isolates=2", "--max-program-bytes=64KiB").serving()
    codes = [f"return {n} //{'x' * 20_000}" for n in range(20)]
    programs = [prepare(server, code).program for code in codes[:4]]
    assert [is_there(server, program) for program in programs] == [False, True, True, True]
    for number, code in enumerate(codes):
        prepare(server, code, f"caller {number}")
    assert server.metrics()["executor_program_bytes"] <= 4 * (64 << 10)
    assert server.metrics()['executor_program_evictions_total{reason="all_callers"}'] > 0
    # Those of whoever has used none for the longest time are gone, and the latest are there.
    assert not any(is_there(server, program) for program in programs)
    assert is_there(server, hashlib.sha256(codes[-1].encode()).hexdigest(), "caller 19")


def test_program_larger_than_all_of_a_callers_may_be_is_refused(start):
    server = start("--isolates=2", "--max-program-bytes=64KiB").serving()
    error, info = refused(prepare, server, "return 1 //" + "x" * 65_500)
    assert (error.code(), info.reason) == (grpc.StatusCode.INVALID_ARGUMENT, "PROGRAM_TOO_LARGE")
    assert info.metadata["limit_bytes"] == "65536"


def test_server_that_keeps_none_still_tells_what_does_not_parse(start):
    server = start("--isolates=2", "--max-programs=0").serving()
    assert prepare(server, "return (").error.line == 1
    program = prepare(server, "return 1").program
    assert not is_there(server, program)
    assert server.metrics()["executor_programs"] == 0


def test_program_outlives_its_generation_where_the_engine_is_the_same(start):
    server = start("--isolates=2").serving()
    program = prepare(server, "return input").program
    server.signal(signal.SIGHUP)
    server.zygote().kill()
    eventually(lambda: server.warmup_status().generation == 2, "the next generation")
    assert result(call(server, program, 5)) == 5
    assert server.metrics()['executor_program_evictions_total{reason="engine"}'] == 0


# --- with what else there is ---------------------------------------------------------------------------------------


def test_batch_runs_a_program(shared):
    program = prepare(shared, "globalThis.n = (globalThis.n ?? 0) + 1; return [input, n > 0]").program
    messages = [header(shared, "", program=program), chunk(1, 2), chunk(3)]
    answers = [shown(one) for one in run(shared, messages)]
    assert answers == [[1, True], [2, True], [3, True]]


def test_batch_of_an_unknown_program_is_refused_before_it_runs_anything(shared):
    messages = [header(shared, "", program="c" * 64), chunk(1)]
    error, info = refused(lambda: list(shared.stub.ExecuteBatch(iter(messages), timeout=PATIENCE)))
    assert (error.code(), info.reason, info.metadata["answered"]) == (
        grpc.StatusCode.FAILED_PRECONDITION,
        UNKNOWN,
        "0",
    )


def test_error_in_a_later_run_of_a_kept_isolate_has_its_place(shared):
    program = prepare(shared, "// one\nif (input === 2)\n  null.x;\nreturn input").program
    messages = [header(shared, "", program=program), chunk(1, 2, 3, 2)]
    ends = [one.error.line or one.result_json for one in run(shared, messages)]
    assert ends == ["1", 3, "3", 3]


def test_calls_of_one_key_share_an_isolate_whether_by_code_or_by_program(start):
    server = start("--isolates=2", "--affinity-isolates=1").serving()
    code = "globalThis.calls = (globalThis.calls ?? 0) + 1; if (input) null.x; return calls"
    program = prepare(server, code).program
    assert result(call(server, program, affinity_key="k")) == 1
    assert server.result(code, affinity_key="k") == 2
    assert result(call(server, program, affinity_key="k")) == 3
    assert call(server, program, 1, affinity_key="k").error.column == server.error(code, 1).column > 0


def test_preparing_takes_its_turn_and_its_share(start):
    server = start("--isolates=1", "--queue=1").serving()
    running = server.start_execute("for (;;);", timeout=60)
    server.running_isolate()
    waiting = server.start_execute("return 1")
    eventually(lambda: server.metrics()["executor_queue_length"] == 1, "one waits")
    error, info = refused(prepare, server, "return 2")
    assert (error.code(), info.reason) == (grpc.StatusCode.RESOURCE_EXHAUSTED, "QUEUE_FULL")
    # What is there already takes nobody's place.
    running.cancel()
    assert waiting.result().result_json == "1"
    assert prepare(server, "return 2").program


def test_preparations_are_counted_apart_from_executions(start):
    server = start("--isolates=2").serving()
    before = server.metrics()
    prepare(server, "return 1")
    prepare(server, "return 1")
    prepare(server, "return (")
    after = server.metrics()

    def more(name):
        return after[name] - before[name]

    assert more('executor_prepares_total{outcome="ok"}') == 1
    assert more('executor_prepares_total{outcome="syntax"}') == 1
    assert more('executor_executions_total{outcome="syntax"}') == 0
    assert more("executor_run_seconds_count") <= more('executor_executions_total{outcome="ok"}')


def test_call_that_hangs_up_while_it_prepares_leaves_nothing(start):
    server = start("--isolates=1").serving()
    running = server.start_execute("for (;;);", timeout=60)
    server.running_isolate()
    preparing = server.stub.PrepareProgram.future(pb.PrepareProgramRequest(code="return 5"), timeout=PATIENCE)
    eventually(lambda: server.metrics()["executor_queue_length"] == 1, "it waits")
    preparing.cancel()
    eventually(lambda: server.metrics()["executor_queue_length"] == 0, "its place is free")
    running.cancel()
    eventually(lambda: server.result("return 1") == 1, "the isolate is back")
    assert server.metrics()["executor_programs"] == 0


def test_door_prepares_and_names_programs(shared):
    def post(method, body):
        connection = http.client.HTTPConnection(shared.door, timeout=PATIENCE)
        with contextlib.closing(connection):
            headers = {"Content-Type": "application/json"}
            connection.request("POST", f"/executor.v1.ExecutorService/{method}", json.dumps(body), headers)
            response = connection.getresponse()
            return response.status, json.loads(response.read())

    status, prepared = post("PrepareProgram", {"code": "return input + 1"})
    assert status == 200
    program = prepared["program"]
    assert post("Execute", {"program": program, "inputJson": "1"})[1]["resultJson"] == "2"
    status, error = post("Execute", {"program": "d" * 64})
    assert (status, error["code"]) == (400, "failed_precondition")
    assert error["details"][0]["debug"]["reason"] == UNKNOWN
    assert post("PrepareProgram", {"code": "return ("})[1]["error"]["kind"] == "ERROR_KIND_SYNTAX"
