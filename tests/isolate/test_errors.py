"""How scripts and requests go wrong, and what the caller is told."""

import json

import grpc
import pytest
from harness import details, error_info

from executor.v1 import executor_pb2 as pb


def kind(error: pb.ScriptError) -> str:
    return pb.ErrorKind.Name(error.kind).removeprefix("ERROR_KIND_")


@pytest.mark.parametrize(
    ("code", "expected", "line", "column"),
    [
        ("throw new TypeError('x')", ("THROWN", "TypeError", "x"), 1, 7),
        ("\n\n  throw new Error('third line')", ("THROWN", "Error", "third line"), 3, 9),
        ("\nconst a = 1;\nnull.x", ("THROWN", "TypeError", None), 3, None),
        ("\nfunction f() {\n  undefinedName()\n}\nf()", ("THROWN", "ReferenceError", None), 3, 3),
        ("await null\nthrow new RangeError('after await')", ("THROWN", "RangeError", "after await"), 2, 7),
        ("setTimeout(() => {\n throw new Error('in timer') }, 1); await new Promise(r => setTimeout(r, 50))",
         ("THROWN", "Error", "in timer"), 2, 8),
        ("require('lodash').map([1], x => {\n  throw new Error('inside') })", ("THROWN", "Error", "inside"), 2, 9),
        ("\n\nlet let = 1", ("SYNTAX", "SyntaxError", None), 3, None),
        ("const a = 1\nconst a = 2", ("SYNTAX", "SyntaxError", None), 2, None),
        ("if (", ("SYNTAX", "SyntaxError", None), None, None),
        ("}, evil(), async function () {", ("SYNTAX", "SyntaxError", None), None, None),
        ("Math.abs(1);\n\nconst name = input.a.b.c;", ("THROWN", "TypeError", None), 3, 20),
        ("Math.abs(1);\n\nreturn missing", ("THROWN", "ReferenceError", None), 3, 8),
        ("let x = 1;\nlet { a } = null", ("THROWN", "TypeError", None), 2, 7),
        ("const rows = [{}];\nreturn rows.map(row =>\n  row.customer.name)", ("THROWN", "TypeError", None), 3, 16),
        ("function f(o) {\n  if (o.p.q) return 1\n}\nreturn f({})", ("THROWN", "TypeError", None), 2, 11),
        ("const s = 'x.y'; // .y\nconst o = {}\nif (o.x.y) {}", ("THROWN", "TypeError", None), 3, 9),
        ("const o = { k: null };\nfor (const v of [1]) {\n  const w = o.k['deep'];\n}", ("THROWN", "TypeError", None), 3, 16),
        ("const a = 1;\nif (a) {", ("SYNTAX", "SyntaxError", None), 2, None),
        ("/* 中文 🎉 */ throw new Error('x')", ("THROWN", "Error", "x"), 1, 19),
        ("null.x", ("THROWN", "TypeError", None), 1, 6),
        ("f()", ("THROWN", "ReferenceError", None), 1, 1),
        ("JSON.parse('{')", ("THROWN", "SyntaxError", None), 1, 6),
        ("\rthrow new Error('x')", ("THROWN", "Error", "x"), 2, 7),
        ("1;\u2028throw new Error('x')", ("THROWN", "Error", "x"), 2, None),
        ("1;\r2;\r\n3;\u2029f()", ("THROWN", "ReferenceError", None), 4, 1),
    ],
)  # fmt: skip
def test_error_has_the_authors_own_line(server, code, expected, line, column):
    error = server.error(code)
    expected_kind, name, message = expected
    assert (kind(error), error.name) == (expected_kind, name)
    if message is not None:
        assert error.message == message
    if line is not None:
        assert error.line == line, error.stack
    if column is not None:
        # V8's, but for an unknown name, which V8 places where the statement begins.
        assert error.column == column, error.stack
        assert f"script.js:{error.line}:{error.column}" in error.stack


def causes(listed):
    return [(cause.name, cause.message, cause.code) for cause in listed]


def test_causes_follow_in_the_stack_and_as_fields(server):
    error = server.error(
        "const low = Object.assign(new Error('no such host'), { code: 'ENOTFOUND' });\n"
        "throw new TypeError('fetch failed', { cause: new RangeError('middle', { cause: low }) })"
    )
    assert causes(error.causes) == [("RangeError", "middle", ""), ("Error", "no such host", "ENOTFOUND")]
    assert "  [cause]: RangeError: middle" in error.stack
    assert "    [cause]: Error: no such host" in error.stack
    assert error.line == 2


def test_errors_of_an_aggregate_follow_as_well(server):
    error = server.error("await Promise.any([Promise.reject(new Error('a')), Promise.reject(2)])")
    assert causes(error.errors) == [("Error", "a", ""), ("", "2", "")]
    assert "  [errors]: [\n    Error: a" in error.stack


@pytest.mark.parametrize(
    "code",
    [
        "const e = new Error('round'); e.cause = e; throw e",
        "const a = new Error('a'), b = new Error('b', { cause: a }); a.cause = b; throw a",
    ],
)
def test_circle_of_causes_ends(server, code):
    error = server.error(code)
    assert "[Circular]" in error.stack
    assert len(error.causes) <= 1


def test_long_lists_of_causes_are_cut(server):
    chain = server.error(
        "let e = 'x'.repeat(5000); for (let i = 0; i < 50; i++) e = new Error('m' + i, { cause: e }); throw e"
    )
    assert len(chain.causes) == 8
    many = server.error("throw new AggregateError(Array(5000).fill('x'.repeat(5000)), 'many')")
    assert len(many.errors) == 8
    assert all(len(each.message) == 1000 for each in many.errors)
    assert len(many.stack) < 65536


def test_what_a_script_breaks_does_not_reach_the_causes(server):
    error = server.error(
        "Array.prototype.toJSON = Object.prototype.toJSON = () => 'forged';\n"
        "Object.defineProperty(Array.prototype, 0, { set() { throw new Error('setter'); } });\n"
        "const cause = new Error('real'); Object.defineProperty(cause, 'code', { get() { throw 1; } });\n"
        "throw new Error('top', { cause })"
    )
    assert causes(error.causes) == [("Error", "real", "")]


@pytest.mark.parametrize(
    ("code", "line"),
    [
        ("const axios = require('axios');\nasync function load() {\n  return await axios.get('http://x.test/');\n}\nawait load()", 3),
        ("async function load() {\n  return await fetch('http://x.test/');\n}\nawait load()", 2),
        ("async function load() {\n  return await new Response('<html>').json();\n}\nawait load()", 2),
        ("class Refused extends Error { constructor(m) { super(m); this.name = 'Refused' } }\nfunction pay() {\n  throw new Refused('x')\n}\npay()", 3),
        ("class Plain extends Error {}\nthrow new Plain('x')", 2),
    ],
)  # fmt: skip
def test_line_is_the_authors_where_the_error_was_made_elsewhere(server, code, line):
    error = server.error(code)
    assert error.line == line, error.stack


def test_import_statement_gets_a_hint(server):
    assert "use require('lodash')" in server.error("import _ from 'lodash'\nreturn 1").message


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("throw null", "null"),
        ("throw undefined", "undefined"),
        ("throw 'text'", "text"),
        ("throw 42", "42"),
        ("throw { code: 7 }", "{ code: 7 }"),
        ("throw Symbol('s')", "Symbol(s)"),
        ("throw new Error('half \\ud800 pair')", "half ? pair"),
        ("throw '\\udc00'", None),
        ("const e = new Error('m'); e.stack = 'x\\n    at script.js:999999999999:1'; throw e", "m"),
        ("throw new Proxy({}, { get() { throw 1 } })", None),
        ("throw Object.create(null)", None),
        ("throw { get stack() { throw 1 }, get message() { throw 2 } }", None),
        ("return Promise.reject('rejected')", "rejected"),
    ],
)
def test_anything_can_be_thrown(server, code, message):
    error = server.error(code)
    assert kind(error) == "THROWN"
    assert error.message
    if message is not None:
        assert error.message == message


def test_stack_shows_the_script_and_its_modules_and_nothing_of_the_machinery(server):
    stack = server.error(
        "function inner() { throw new Error('deep') }\nfunction outer() { require('lodash').forEach([1], inner) }\nouter()"
    ).stack
    lines = stack.splitlines()
    assert lines[0] == "Error: deep"
    assert lines[1].startswith("    at inner (script.js:1:")
    assert "(lodash:" in stack
    assert lines[-1].startswith("    at script.js:3:")
    for trace in ("dukpy", "executor:", "call_python", "<input>", "native)\n    at native", "/"):
        assert trace not in stack


def test_frames_of_a_module_compiled_on_demand_are_not_taken_for_the_scripts(server):
    error = server.error("const fp = require('lodash/fp');\n\nfp.map(() => { throw new Error('x') })([1])")
    assert error.line == 3
    assert " module:1:" in error.stack
    error = server.error("\nrequire('date-fns/locale/de').de.formatDistance('nope')")
    assert error.line == 2, error.stack


def test_stack_read_inside_the_script_is_the_same(server):
    stack = server.result("function f() { return new Error('seen').stack }\nreturn f()")
    assert stack.splitlines()[0] == "Error: seen"
    assert stack.splitlines()[1].startswith("    at f (script.js:1:")
    assert stack.splitlines()[2].startswith("    at script.js:2:")
    assert len(stack.splitlines()) == 3


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("return 10n", "BigInt"),
        ("const a = {}; a.self = a; return a", "circular"),
        ("return () => 1", "function"),
        ("return Symbol('x')", "symbol"),
        ("return { toJSON() { throw new Error('refused') } }", "refused"),
        ("await new Promise(() => {})", "never settle"),
        ("return new Promise(() => {})", "never settle"),
    ],
)
def test_result_that_cannot_be_json(server, code, words):
    error = server.error(code)
    assert kind(error) == "INVALID_RESULT"
    assert words in error.message


@pytest.mark.parametrize(
    ("code", "result"),
    [
        ("JSON = null; return { a: [1] }", {"a": [1]}),
        ("JSON.stringify = () => 'forged'; return [1]", [1]),
        ("Promise = null; return 1", 1),
        ("Promise.prototype.then = () => { throw 1 }; return 2", 2),
        ("Promise.prototype.then = null; await 0; return 3", 3),
        ("Object.prototype.toJSON = function () { return 42 }; return { a: 1 }", 42),
        ("Object.prototype.toJSON = function () { return 42 }; return 'primitive'", "primitive"),
        ("Array.prototype.toJSON = function () { return 'array' }; return { a: [1] }", {"a": "array"}),
        ("Array.prototype.toJSON = () => 1; delete Array.prototype.x; return JSON.stringify([])", "1"),
        ("Array.prototype.push = String.prototype.slice = null; console.log('x'); return 1", 1),
        ("Array.prototype[Symbol.iterator] = null; return 1", 1),
        ("Function.prototype.call = Function.prototype.apply = null; return 1", 1),
        ("Object.defineProperty = Reflect.apply = null; return 1", 1),
        (
            "Object.setPrototypeOf(Array.prototype, new Proxy({}, { get() { throw 1 } })); return { a: 1 }",
            {"a": 1},
        ),
        ("Object.freeze(Object.prototype); Object.freeze(Array.prototype); return [1]", [1]),
        (
            "globalThis.undefined = 1; for (const k of Object.keys(globalThis)) delete globalThis[k]; return 1",
            1,
        ),
        ("String = Number = Error = Map = null; return 1", 1),
        (
            "Error.prepareStackTrace = () => { throw 'a' }; try { null.x } catch (e) { try { e.stack } catch (t) { return typeof t } }",
            "string",
        ),
    ],
)
def test_script_that_breaks_the_builtins_gets_its_right_answer(server, code, result):
    assert server.result(code) == result


@pytest.mark.parametrize(
    "code",
    [
        "Object.prototype.toJSON = function () { throw new Error('trap') }; throw new Error('own')",
        "Object.defineProperty(Object.prototype, 'toJSON', { get() { throw 1 } }); throw new Error('own')",
        "JSON.stringify = null; throw new Error('own')",
        "RegExp.prototype.exec = () => { throw 1 }; throw new Error('own')",
        "String.prototype.match = String.prototype.replace = null; throw new Error('own')",
    ],
)
def test_broken_builtins_do_not_hide_the_error(server, code):
    error = server.error(code)
    assert (kind(error), error.message) == ("THROWN", "own")


SETTER = "Object.defineProperty(Array.prototype, '0', { set() { throw new Error('trap') } }); return [1]"


def test_setter_of_an_index_does_not_reach_what_the_engine_keeps_in_arrays(server):
    assert server.result(SETTER) == [1]


def test_script_that_breaks_the_engine_itself_is_still_answered(start):
    """With the engine of PyPI's dukpy, which keeps the stack of JSON.stringify in an ordinary array."""
    server = start("--isolates=1", "--engine=pypi").serving()
    error = server.error(SETTER)
    assert kind(error) == "THROWN"
    assert "unable to answer: Error: trap" in error.message


def test_process_exit_says_how_to_end(server):
    error = server.error("process.exit(0)")
    assert kind(error) == "THROWN"
    assert "return" in error.message


def test_too_large_result_names_limit_and_size(server):
    error = server.error("return 'x'.repeat(6e6)")
    assert kind(error) == "RESULT_TOO_LARGE"
    assert "6000002" in error.message
    assert str(5 * 1024 * 1024) in error.message


def test_hundred_megabyte_result(server):
    assert kind(server.error("return 'x'.repeat(100e6)", timeout=30)) in ("RESULT_TOO_LARGE", "OUT_OF_MEMORY")
    assert server.result("return 'next'") == "next"


@pytest.mark.parametrize(
    "code",
    [
        "const a = []; for (;;) a.push('x'.repeat(1e6) + a.length)",
        "const a = []; for (;;) a.push({ a: 1 })",
        "return new Array(1e9).fill(0).length",
        "let s = 'x'; for (;;) s += s",
        "await null; globalThis.k = []; for (;;) k.push({ a: [1, 2, 3] })",
        "setTimeout(() => { const k = []; for (;;) k.push([1, 2, 3]) }, 1); await new Promise(r => setTimeout(r, 9e4))",
        "return Promise.all(Array.from({ length: 10 }, async () => { await 0; const k = []; for (;;) k.push({}) }))",
    ],
)
def test_too_much_memory_is_named(server, code):
    error = server.error(code, timeout=30)
    assert kind(error) in ("OUT_OF_MEMORY", "THROWN")
    if kind(error) == "THROWN":
        # The engine refuses a string or array over its own bounds before memory runs out.
        assert error.name in ("RangeError", "InternalError")
        assert "null" not in error.message


def test_endless_recursion_is_a_range_error(server):
    error = server.error("function f() { return f() + 1 } f()")
    assert (kind(error), error.name) == ("THROWN", "RangeError")


@pytest.mark.parametrize(
    ("request_", "reason", "words"),
    [
        (pb.ExecuteRequest(code=""), "EMPTY_CODE", ["empty"]),
        (pb.ExecuteRequest(code=" \n\t"), "EMPTY_CODE", ["empty"]),
        (pb.ExecuteRequest(code="//" + "x" * 65_534), "CODE_TOO_LARGE", ["65536", "65535"]),
        (pb.ExecuteRequest(code="//" + "é" * 40_000), "CODE_TOO_LARGE", ["80002", "65535"]),
        (
            pb.ExecuteRequest(code="1", input_json='"' + "x" * (1 << 20) + '"'),
            "INPUT_JSON_TOO_LARGE",
            ["1048578"],
        ),
        (pb.ExecuteRequest(code="1", input_json="{nope}"), "INPUT_NOT_JSON", ["not JSON"]),
        (pb.ExecuteRequest(code="1", input_json="[1,]"), "INPUT_NOT_JSON", ["not JSON"]),
        (pb.ExecuteRequest(code="1", input_json="NaN"), "INPUT_NOT_JSON", ["not JSON"]),
        (pb.ExecuteRequest(code="1", input_json="[" * 500_000), "INPUT_NOT_JSON", ["not JSON"]),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_bad_request_is_refused_with_its_reason_and_numbers(server, request_, reason, words):
    error, info = server.refusal(request_)
    assert error.code() is grpc.StatusCode.INVALID_ARGUMENT
    assert (info.reason, info.domain) == (reason, "executor.v1")
    for word in words:
        assert word in error.details()
    for number in info.metadata.values():
        assert number in error.details()


def test_long_names_are_refused_before_anything_runs(server):
    for field in ("execution_id", "affinity_key"):
        error, info = server.refusal(pb.ExecuteRequest(code="return 1", **{field: "x" * 257}))
        assert (error.code(), info.reason) == (grpc.StatusCode.INVALID_ARGUMENT, f"{field.upper()}_TOO_LARGE")


@pytest.mark.parametrize("path", ["/x", "/a/b/c", "/executor.v1.ExecutorService/Nope", "//"])
def test_unknown_method_is_unimplemented(server, path):
    with pytest.raises(grpc.RpcError) as caught:
        server.channel.unary_unary(path)(b"", timeout=30)
    assert caught.value.code() is grpc.StatusCode.UNIMPLEMENTED


@pytest.mark.parametrize(
    "code",
    [
        "crypto.getRandomValues(Object.create(Uint8Array.prototype, { byteLength: { get: () => 3e8 } }))",
        "const a = new Uint8Array(4); Object.defineProperty(a, 'byteLength', { get: () => 3e8 }); crypto.getRandomValues(a)",
        "String.prototype.replaceAll = () => ({}); console.group('a'); console.log('x')",
        "Map.prototype.set = function () {}; setTimeout(() => 1, Infinity)",
    ],
)
def test_broken_operands_stay_inside_the_isolate(server, code):
    response = server.execute(code)
    assert response.error.kind in (pb.ERROR_KIND_UNSPECIFIED, pb.ERROR_KIND_THROWN)
    assert response.usage.peak_memory_bytes < 100e6


def test_small_limits_do_not_break_large_errors_or_console(start):
    server = start("--isolates=1", "--max-result-bytes=1KiB", "--max-console-bytes=4MiB").serving()
    error = server.error("throw new Error('\U0001f600'.repeat(70000))")
    assert (kind(error), error.name) == ("THROWN", "Error")
    assert server.execute("console.log('x'.repeat(3e6))").console_messages[0].text == "x" * 3_000_000


def test_request_far_over_all_limits_is_refused_before_it_is_read(server):
    with pytest.raises(grpc.RpcError) as caught:
        server.execute("return 1", "x" * (10 << 20))
    assert caught.value.code() is grpc.StatusCode.RESOURCE_EXHAUSTED
    assert "larger than max" in caught.value.details()


@pytest.mark.parametrize("timeout", [0.0, 61.0, 3600.0, 0.0001])
def test_timeout_out_of_range_is_refused(server, timeout):
    error, info = server.refusal(server.request("return 1", timeout=timeout))
    assert (error.code(), info.reason) == (grpc.StatusCode.INVALID_ARGUMENT, "TIMEOUT_OUT_OF_RANGE")
    assert info.metadata["max_timeout_seconds"] == "60.0"


def test_code_that_is_not_utf8_is_refused_as_the_callers_mistake(server):
    call = server.channel.unary_unary("/executor.v1.ExecutorService/Execute")
    with pytest.raises(grpc.RpcError) as caught:
        call(b"\x0a\x02\xff\xfe")
    assert caught.value.code() is grpc.StatusCode.INVALID_ARGUMENT
    assert error_info(caught.value).reason == "MALFORMED_REQUEST"
    assert len(details(caught.value)) == 1


def test_no_error_shows_a_path_or_a_traceback(server):
    codes = [
        "throw new Error('x')", "(", "require('nope')", "await import('fs')", "return 1n",
        "return new Error('x').stack", "try { null.f() } catch (e) { return [e.stack, String(e)] }",
    ]  # fmt: skip
    for code in codes:
        text = json.dumps([str(server.execute(code))])
        for trace in ("Traceback", ".py", "/usr", "/root", "/work", "/tmp", "site-packages", "dukpy"):
            assert trace not in text, text
