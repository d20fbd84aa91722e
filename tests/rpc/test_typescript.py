"""Blocks of TypeScript: what they return, how they fail, what they cost others, and what erases their types."""

import hashlib
import json
import shutil
import signal
import subprocess
from concurrent.futures import ThreadPoolExecutor

import grpc
import pytest
from batches import chunk, header, run, single
from harness import BUNDLES, NODE, PATIENCE, ROOT, ServerProcess, dead, eventually

from executor.client import Client, Program
from executor.v1 import executor_pb2 as pb

CORPUS = sorted((ROOT / "tests" / "typescript").glob("*.ts")) + sorted((ROOT / "examples").glob("*.ts"))
TYPESCRIPT = pb.LANGUAGE_TYPESCRIPT
# What TypeScript itself makes of a block, whose body it only takes as that of a function.
TRANSPILE = """
const ts = require('./modules/node_modules/typescript');
const code = require('fs').readFileSync(0, 'utf8');
const options = { target: ts.ScriptTarget.ESNext, module: ts.ModuleKind.ESNext, verbatimModuleSyntax: false };
const block = `export async function block(input, require) {\\n${code.replace(/^(?:import|export) type .*$/gm, '')}\\n}`;
const made = ts.transpileModule(block, { compilerOptions: options }).outputText;
process.stdout.write(made.slice(made.indexOf('{') + 1, made.lastIndexOf('}')));
"""
SIXTY_KB = (
    "interface Line { sku: string; qty: number }\n"
    + "\n".join(
        f"function f{n}<T extends Line>(lines: readonly T[], more?: Partial<T>): number {{"
        f" return (lines as T[]).reduce((sum: number, line) => sum + line.qty * {n}, 0); }}"
        for n in range(400)
    )
    + "\nreturn f399([{ sku: 'a', qty: 2 } as Line]);"
)
ERASURES = 'executor_erasures_total{outcome="%s"}'


@pytest.fixture(scope="module")
def typed():
    """A server that has erased types."""
    # Far limits: these tests share the machine with others.
    flags = ("--timeout=60s", "--queue-timeout=60s")
    server = ServerProcess("--isolates=4", *flags).serving()
    assert server.result("return 1 as number", language=TYPESCRIPT) == 1
    yield server
    server.stop()


def in_node(code, value, tmp_path):
    """The answer of Node 20 to what TypeScript makes of it."""
    made = subprocess.run(
        [NODE, "-e", TRANSPILE],
        cwd=ROOT,
        input=code.encode(),
        capture_output=True,
        check=True,
        timeout=PATIENCE,
    )
    script = tmp_path / "block.js"
    script.write_bytes(made.stdout)
    given = tmp_path / "input.json"
    given.write_text(json.dumps(value))
    ran = subprocess.run(
        [NODE, "tests/node_runner.mjs", script, given],
        cwd=ROOT,
        capture_output=True,
        check=True,
        timeout=PATIENCE,
    )
    return json.loads(ran.stdout)


@pytest.mark.slow
@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.stem)
def test_block_returns_what_node_gives_for_what_typescript_makes_of_it(typed, path, tmp_path):
    code = path.read_bytes().decode()
    given = path.with_suffix(".json")
    value = json.loads(given.read_text()) if given.exists() else None
    expected = in_node(code, value, tmp_path)
    assert "result" in expected, expected
    response = typed.execute(code, value, language=TYPESCRIPT)
    assert response.WhichOneof("outcome") == "result_json", response.error
    assert response.result_json == expected["result"]


def test_each_block_of_the_corpus_begins_with_what_it_shows():
    assert all(path.read_text().startswith("// ") for path in CORPUS)


def test_input_require_await_and_the_console_are_those_of_any_block(typed):
    code = "const a = input as { n: number }; console.log('n', a.n as any); return require('lodash').add(a.n, await 1)"
    response = typed.execute(code, {"n": 4}, language=TYPESCRIPT)
    assert (response.result_json, response.console_messages[0].text) == ("5", "n 4")


def test_error_while_it_runs_has_the_line_and_column_of_the_author(typed):
    code = (
        "interface Order {\n  id: string;\n  lines: { qty: number }[];\n}\n"
        "function total(order: Order, factor?: number): number {\n"
        "  const lines = order.lines as readonly { qty: number }[];\n"
        "  /* 12 */  return (lines[9] as any).qty * (factor ?? 1);\n"
        "}\nreturn total(input as Order);"
    )
    error = typed.error(code, {"lines": []}, language=TYPESCRIPT)
    column = code.split("\n")[6].index("qty") + 1
    assert (error.name, error.line, error.column) == ("TypeError", 7, column)
    assert error.stack.split("\n")[1:] == [
        f"    at total (script.js:7:{column})",
        "    at script.js:9:8",
    ], error.stack


@pytest.mark.parametrize(
    ("code", "line", "column", "words"),
    [
        ("const a = 1;\n  enum Color { Red }", 2, 3, "an enum needs code of its own"),
        ("namespace N { export const a = 1 }", 1, 1, "a namespace needs code of its own"),
        ("class C {\n  constructor(private a: number) {}\n}", 2, 15, "a parameter property"),
        ("return <number>input", 1, 8, "write `x as T`"),
        ("@f class C {}", 1, 1, "a decorator"),
        ("const a: = 1", 1, 10, "Type expected."),
        ("return (", 1, 9, "Expression expected."),
    ],
)
def test_what_cannot_be_erased_is_a_syntax_error_with_its_place(typed, code, line, column, words):
    error = typed.error(code, language=TYPESCRIPT)
    assert (error.kind, error.name) == (pb.ERROR_KIND_SYNTAX, "SyntaxError")
    assert (error.line, error.column) == (line, column)
    assert words in error.message
    assert error.stack == f"SyntaxError: {error.message}\n    at script.js:{line}:{column}"


def test_what_no_parser_of_types_minds_is_refused_as_in_javascript(typed):
    for code in ("import _ from 'lodash'", "let a = 1; let a = 2", "return a b"):
        ours = typed.error(code, language=TYPESCRIPT)
        assert ours.kind == typed.error(code).kind == pb.ERROR_KIND_SYNTAX


def test_types_are_refused_where_the_language_is_not_said(typed):
    assert typed.error("const a: number = 1").kind == pb.ERROR_KIND_SYNTAX
    assert typed.error("const a: number = 1", language=pb.LANGUAGE_JAVASCRIPT).kind == pb.ERROR_KIND_SYNTAX


def test_the_same_text_means_what_its_language_says(typed):
    code = "const f = (x) => x, a = 1; return f<typeof a>(0)"
    assert typed.result(code, language=TYPESCRIPT) == 0
    assert typed.result(code) is True
    assert typed.result(code, language=TYPESCRIPT) == 0


@pytest.mark.parametrize("number", [3, 99, -1])
def test_language_of_another_number_is_refused(typed, number):
    call, info = typed.refusal(typed.request("return 1", language=number))
    assert call.code() is grpc.StatusCode.INVALID_ARGUMENT
    assert (info.reason, info.metadata["language"]) == ("LANGUAGE_UNKNOWN", str(number))
    assert f"language is {number}" in call.details()


def test_request_that_is_wrong_is_refused_before_its_types_are_erased(typed):
    before = typed.metrics()["executor_erasure_seconds_count"]
    for request, reason in (
        (typed.request(" ", language=TYPESCRIPT), "EMPTY_CODE"),
        (typed.request("a" * 70_000, language=TYPESCRIPT), "CODE_TOO_LARGE"),
        (typed.request("return 1", language=TYPESCRIPT, timeout=1e6), "TIMEOUT_OUT_OF_RANGE"),
    ):
        assert typed.refusal(request)[1].reason == reason
    assert typed.metrics()["executor_erasure_seconds_count"] == before


def test_a_block_is_erased_once_for_each_caller(typed):
    code = "return 'once' as string"
    before = typed.metrics()
    for caller in ("anna", "bert"):
        for _ in range(3):
            request = typed.request(code, language=TYPESCRIPT)
            assert typed.stub.Execute(request, metadata=(("x-caller", caller),)).result_json == '"once"'
    after = typed.metrics()
    assert after[ERASURES % "ok"] - before[ERASURES % "ok"] == 2
    assert after[ERASURES % "cached"] - before[ERASURES % "cached"] == 4


def test_a_block_that_many_send_at_once_is_erased_once(typed):
    before = typed.metrics()
    with ThreadPoolExecutor(8) as threads:
        results = list(threads.map(lambda _: typed.result(SIXTY_KB, language=TYPESCRIPT), range(8)))
    after = typed.metrics()
    assert results == [798] * 8
    assert after[ERASURES % "ok"] - before[ERASURES % "ok"] == 1


def test_what_erasing_costs_is_its_callers(typed):
    code = SIXTY_KB.replace("399", "398")
    request = typed.request(code, language=TYPESCRIPT)
    response = typed.stub.Execute(request, metadata=(("x-caller", "payer"),))
    assert response.result_json, response.error
    metrics = typed.metrics()
    assert metrics['executor_caller_executions_total{caller="payer"}'] == 1
    assert metrics['executor_caller_cpu_seconds_total{caller="payer"}'] > 0.02


HOSTILE = {
    "parentheses": "(" * 60_000,
    "types": "const a: " + "[" * 60_000,
    "generics": "type A = " + "B<" * 30_000,
    "arrows": "return " + "(a = " * 12_000,
    "templates": "return " + "`${" * 20_000,
    "conditional types": "type A<T> = " + "T extends 1 ? " * 4_000,
    "arguments of types": "return " + "f<" * 30_000,
    "classes": "class A extends class " * 2_500,
    "nul": "const a: number\0 = 1",
    "half of a comment": "/*" * 30_000,
    "functions in parameters": "function f(" + "a = function (" * 4_000,
    "objects or blocks": "({" * 20_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_costs_only_its_own_call(typed, name):
    with ThreadPoolExecutor(2) as threads:
        hostile = threads.submit(typed.execute, HOSTILE[name], language=TYPESCRIPT)
        assert typed.result("return 'well' as string", language=TYPESCRIPT) == "well"
        assert typed.result("return 1") == 1
        error = hostile.result().error
    assert error.kind in (
        pb.ERROR_KIND_SYNTAX,
        pb.ERROR_KIND_CPU_LIMIT,
        pb.ERROR_KIND_OUT_OF_MEMORY,
        pb.ERROR_KIND_TIMEOUT,
    )
    assert error.message


def test_caller_with_many_blocks_does_not_hold_up_another(typed):
    blocks = [SIXTY_KB.replace("f399", f"f{number}") for number in range(100, 124)]
    with ThreadPoolExecutor(len(blocks)) as threads:
        flood = [threads.submit(send, typed, block, "flood") for block in blocks]
        eventually(lambda: any(call.done() for call in flood), "some are through")
        assert send(typed, "return 'other' as string", "other") == '"other"'
        assert not all(call.done() for call in flood)
        assert all(call.result() for call in flood)


def send(server, code, caller):
    request = server.request(code, language=TYPESCRIPT)
    response = server.stub.Execute(request, timeout=PATIENCE, metadata=(("x-caller", caller),))
    assert response.WhichOneof("outcome") == "result_json", response.error
    return response.result_json


def test_erasing_ends_at_the_calls_own_time_limit(typed):
    response = typed.execute(SIXTY_KB.replace("399", "397"), language=TYPESCRIPT, timeout=0.001)
    assert response.error.kind == pb.ERROR_KIND_TIMEOUT
    assert response.error.message.startswith("while its types were being erased: ")
    assert "1 ms" in response.error.message
    assert response.usage.cpu_duration.ToNanoseconds() > 0


def test_what_erases_types_is_killed_and_the_next_block_is_erased(start):
    server = start("--isolates=2").serving()
    assert server.result("return 1 as number", language=TYPESCRIPT) == 1
    zygotes = server.named("zygote")
    assert len(zygotes) == 2
    for zygote in zygotes:
        zygote.kill()
    eventually(lambda: len(server.named("zygote")) == 2, "both generations have a successor")
    assert server.result("return 2 as number", language=TYPESCRIPT) == 2


def test_batch_of_typescript(typed):
    messages = [header(typed, "return (input as number) * 2", language=TYPESCRIPT), chunk(*range(5))]
    assert [answer.result_json for answer in run(typed, messages)] == ["0", "2", "4", "6", "8"]


def talk(server, code):
    start = pb.ConverseStart(request=server.request(code, language=TYPESCRIPT))
    return list(server.stub.Converse(iter([pb.ConverseRequest(start=start)]), timeout=PATIENCE))


def test_conversation_in_typescript(typed):
    *_, console, last = talk(typed, "console.log('said' as string); return 'talked' as string")
    assert console.console_message.text == "said"
    assert last.response.result_json == '"talked"'


def test_conversation_whose_types_cannot_be_erased_ends_with_that(typed):
    (last,) = talk(typed, "console.log('never');\nenum A {}")
    assert (last.response.error.kind, last.response.error.line) == (pb.ERROR_KIND_SYNTAX, 2)


def test_batch_whose_types_cannot_be_erased_answers_each_input(typed):
    answers = run(typed, [header(typed, "enum A {}", language=TYPESCRIPT), chunk(1, 2), single(3)])
    assert len(answers) == 3
    assert {(answer.error.kind, answer.error.line) for answer in answers} == {(pb.ERROR_KIND_SYNTAX, 1)}


def test_server_without_typescript_starts_nothing_for_it(start):
    server = start("--isolates=2").serving()
    assert server.result("return 1") == 1
    assert len(server.named("zygote")) == 1
    metrics = server.metrics()
    assert metrics['executor_resident_memory_bytes{role="typescript"}'] == 0


def test_server_that_is_killed_leaves_nothing_that_erases_types(start):
    server = start("--isolates=2").serving()
    assert server.result("return 1 as number", language=TYPESCRIPT) == 1
    family = server.family()
    # The server, two zygotes, the isolates of both.
    assert len(family) >= 1 + 2 + 2 + 2
    server.signal(signal.SIGKILL)
    eventually(lambda: all(map(dead, family)), "the kernel has ended all of them")


def test_warm_server_has_what_erases_types_before_the_first_block(start):
    server = start("--isolates=2", "--typescript=warm").serving()
    eventually(lambda: len(server.named("zygote")) == 2, "the second zygote is there")
    eventually(
        lambda: server.metrics()['executor_resident_memory_bytes{role="typescript"}'] > 0,
        "its memory is counted",
    )
    assert server.result("return 1 as number", language=TYPESCRIPT) == 1


def test_server_with_typescript_off_refuses_it(start):
    server = start("--isolates=2", "--typescript=off").serving()
    call, info = server.refusal(server.request("return 1", language=TYPESCRIPT))
    assert call.code() is grpc.StatusCode.INVALID_ARGUMENT
    assert info.reason == "TYPESCRIPT_OFF"
    assert server.result("return 1", language=pb.LANGUAGE_JAVASCRIPT) == 1


def test_what_erases_types_does_not_load_and_javascript_runs_on(start, bundles):
    broken = bundles / "typescript" / "ts-blank-space.js"
    broken.write_text(broken.read_text() + ";")
    server = start("--isolates=2", f"--modules={bundles}").serving()
    for _ in range(2):
        call, info = server.refusal(server.request("return 1", language=TYPESCRIPT))
        assert (call.code(), info.reason) == (grpc.StatusCode.UNAVAILABLE, "NOT_READY")
        assert "ts-blank-space.js does not match" in call.details()
        assert str(bundles) not in call.details()
    assert server.result("return 1") == 1
    assert len(server.named("zygote")) == 1


def test_bundles_without_what_erases_types_serve_javascript(start, bundles):
    shutil.rmtree(bundles / "typescript")
    server = start("--isolates=2", f"--modules={bundles}").serving()
    call, info = server.refusal(server.request("return 1", language=TYPESCRIPT))
    assert (call.code(), info.reason) == (grpc.StatusCode.UNAVAILABLE, "NOT_READY")
    assert server.result("return 1") == 1


def test_runs_of_an_affinity_share_an_isolate_also_in_typescript(start):
    server = start("--isolates=2", "--affinity-isolates=1").serving()
    code = "const g = globalThis as { n?: number }; g.n = (g.n ?? 0) + 1; return g.n"
    ask = {"language": TYPESCRIPT, "affinity_key": "k"}
    assert [server.result(code, **ask) for _ in range(3)] == [1, 2, 3]


def test_the_bundle_is_the_one_that_the_wheel_takes_along():
    assert (BUNDLES / "typescript" / "manifest.json").is_file()


def test_program_of_typescript_is_erased_once_and_compiled(typed):
    code = "interface A { n: number }\nconst twice = (a: A): number => a.n * 2;\nreturn twice(input)"
    request = pb.PrepareProgramRequest(code=code, language=TYPESCRIPT)
    program = typed.stub.PrepareProgram(request, timeout=PATIENCE).program
    assert program == hashlib.sha256(b"typescript:" + code.encode()).hexdigest()
    erased = typed.metrics()[ERASURES % "ok"]
    assert typed.result("", {"n": 21}, program=program) == 42
    assert typed.result("", {"n": 4}, program=program, language=TYPESCRIPT) == 8
    assert typed.metrics()[ERASURES % "ok"] == erased
    _, info = typed.refusal(typed.request("", program=program, language=pb.LANGUAGE_JAVASCRIPT))
    assert info.reason == "PROGRAM_LANGUAGE"
    thrown = typed.error("", None, program=program)
    assert (thrown.name, thrown.line) == ("TypeError", 2)


@pytest.mark.parametrize(
    ("code", "line", "column"), [("return 1;\nenum E { A }", 2, 1), ("\n\nreturn (", 3, 0)]
)
def test_program_whose_types_cannot_be_erased_is_not_prepared(typed, code, line, column):
    request = pb.PrepareProgramRequest(code=code, language=TYPESCRIPT)
    answer = typed.stub.PrepareProgram(request, timeout=PATIENCE)
    assert answer.program == ""
    assert answer.error.kind == pb.ERROR_KIND_SYNTAX
    assert answer.error == typed.error(code, language=TYPESCRIPT)
    assert answer.error.line == line
    assert answer.error.column >= column


def test_python_client_prepares_typescript_and_heals_it(typed):
    with Client(typed.address) as client:
        program = client.prepare("return (input as number) + 1", language="typescript")
        assert client.execute(program, 1).result == 2
        unknown = Program("return (input as number) + 2", language="typescript")
        assert [client.execute(unknown, n).result for n in (1, 2)] == [3, 4]
        with pytest.raises(ValueError, match="language is 'cobol'; it may be one of javascript, typescript"):
            client.prepare("return 1", language="cobol")
