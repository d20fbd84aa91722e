"""Nothing of the host is reachable from a script: not its strings, not its bridge, not its files."""

import concurrent.futures
import json
import os
import re
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from harness import ROOT, SERVICE, ServerProcess

from executor.formats.manifest import module_names
from executor.v1 import executor_pb2 as pb
from executor.wire.frames import HEADER
from executor.wire.jobs import Job
from executor.wire.reports import Failure, Ready, decode_report

SCRIPTS = Path(__file__).parents[1] / "authority"
MARK = "mark-4f1c9e7ab2"
MODULES = [
    *module_names(),
    "lodash/fp",
    "date-fns/locale/de",
    "http",
    "https",
    *(
        [
            "assert",
            "buffer",
            "console",
            "constants",
            "diagnostics_channel",
            "events",
            "node:os",
            "path",
            "perf_hooks",
            "process",
            "punycode",
        ]
    ),
    *(
        [
            "querystring",
            "stream",
            "stream/consumers",
            "stream/web",
            "string_decoder",
            "timers/promises",
            "url",
            "util",
            "util/types",
        ]
    ),
]


def crawl(server: ServerProcess, **extra: str) -> str:
    """Every string that a script can reach, as one text."""
    found = server.result((SCRIPTS / "crawl.js").read_text(), {"modules": MODULES, **extra}, timeout=30.0)
    assert found["objects"] > 3000
    return found["text"]


def host_strings() -> list[str]:
    """What must not be found, whatever the machine: environment, places, names."""
    values = [value for value in os.environ.values() if len(value) >= 8]
    places = [str(ROOT), sys.prefix, sys.base_prefix + "/lib", sys.executable, str(Path.home()) + "/"]
    names = [name for name in (socket.gethostname(),) if len(name) >= 6]
    return [
        *values,
        *places,
        *names,
        MARK,
        "/proc/",
        "site-packages",
        "python3",
        "/dist/manifest",
        "Traceback",
    ]


def test_script_finds_no_string_of_the_host_wherever_it_looks(start):
    environment = {
        "PARTNER_SECRET": MARK,
        "HOME": f"/home/{MARK}",
        "USER": f"user-{MARK}",
        "LOGNAME": MARK,
    }
    server = start("--isolates=1", environment=environment).serving(SERVICE)
    text = crawl(server)
    # Known to be reachable: the walk went where it should.
    for known in (
        "function cloneDeep",
        "prepareStackTrace",
        "MODULE_NOT_FOUND",
        "script.js:",
        "cannot find module: fs",
        "ERR_INVALID_ARG_TYPE",
        "stripVTControlCharacters",
    ):
        assert known in text, known
    assert [string for string in host_strings() if string in text] == []


def test_crawler_finds_a_string_that_is_there(server):
    assert MARK in crawl(server, planted=f"/proc/{MARK}")


# Attempts to get out, and the JSON of the harmless answer. `message` gives what an attempt threw.
HELPERS = """
const message = (attempt) => { try { const v = attempt(); return v === undefined ? 'undefined' : v } catch (e) { return e.code ?? e.name } };
const settled = (promise) => promise.then(() => 'loaded', (e) => e.name);
"""
GONE = [
    "call_python",
    "dukpy",
    "__executor",
    "_dukpy_cjs_source_compiles",
    "_dukpy_eval_cjs_source",
    "__core-js_shared__",
]
GONE += [
    "std",
    "os",
    "bjson",
    "scriptArgs",
    "module",
    "exports",
    "__filename",
    "__dirname",
    "Worker",
    "Deno",
    "Bun",
]
GONE += [
    "WebAssembly",
    "load",
    "loadScript",
    "print",
    "gc",
    "navigator",
    "XMLHttpRequest",
    "WebSocket",
]
UNKNOWN_MODULES = [
    "fs",
    "child_process",
    "node:fs",
    "node:child_process",
    "module",
    "vm",
    "/etc/passwd",
    "../../etc/passwd",
]
UNKNOWN_MODULES += [
    "./lodash",
    "lodash/../../x",
    "lodash/../axios",
    "lodash//etc/passwd",
    "file:///etc/passwd",
    "__proto__",
]
UNKNOWN_MODULES += [
    "constructor",
    "toString",
    "valueOf",
    "hasOwnProperty",
    "lodash/__proto__",
    "lodash/constructor",
]
UNKNOWN_MODULES += [
    "lodash/hasOwnProperty",
    "@",
    "@/",
    "",
    "/",
    "lodash\0",
    "\ud800",
]
# date-fns lists its sub-paths, so Node has another code for one that it does not list.
UNLISTED_SUBPATHS = ["date-fns/__proto__", "date-fns/valueOf", "date-fns/../lodash"]
UNKNOWN_IMPORTS = [
    "fs",
    "lodash",
    "axios",
    "<dukpy>",
    "<input>",
    "executor:runtime",
    "/etc/passwd",
    "../../etc/passwd",
]
UNKNOWN_IMPORTS += ["file:///etc/passwd", "", "a\0b", "lodash?dukpy-commonjs-wrapper=1"]
# Gets frames, were a getter past their array's end handed them, and with them every function on the stack.
FRAMES = """
let frames;
for (let i = 1; i < 40; i++) Object.defineProperty(Array.prototype, i, { configurable: true, get() { frames ??= this } });
void new Error('x').stack;
for (let i = 1; i < 40; i++) delete Array.prototype[i];
"""
ESCAPES = [
    *((f"return typeof globalThis[{json.dumps(name)}]", "undefined") for name in GONE),
    *(
        (f"return message(() => typeof require({json.dumps(n)}))", "MODULE_NOT_FOUND")
        for n in UNKNOWN_MODULES
    ),
    *(
        (f"return message(() => typeof require({json.dumps(n)}))", "ERR_PACKAGE_PATH_NOT_EXPORTED")
        for n in UNLISTED_SUBPATHS
    ),
    *((f"return settled(import({json.dumps(name)}))", "ReferenceError") for name in UNKNOWN_IMPORTS),
    ("return settled((0, eval)(\"import('lodash')\"))", "ReferenceError"),
    ("return settled(Function(\"return import('lodash')\")())", "ReferenceError"),
    ("return message(() => eval('import.meta'))", "SyntaxError"),
    ("return Object.keys(process.env)", []),
    ("return [typeof process.binding, typeof process.mainModule, typeof process.dlopen]", ["undefined"] * 3),
    ("return process.cwd() + process.pid + process.argv", "/1node,script.js"),
    ("return [typeof require.cache, typeof require.main, typeof require.extensions]", ["undefined"] * 3),
    ("return Function('return typeof call_python')()", "undefined"),
    ("return (async () => {}).constructor('return typeof call_python')()", "undefined"),
    ("return (function* () {}).constructor('yield typeof dukpy')().next().value", "undefined"),
    (
        "return (async function* () {}).constructor('yield typeof dukpy')().next().then((r) => r.value)",
        "undefined",
    ),
    ("return require.constructor('return typeof bridge')()", "undefined"),
    ("return require('lodash').template('<%= typeof call_python %>')()", "undefined"),
    ("return Object.keys(require('lodash').templateSettings.imports)", ["_"]),
    ("return message(() => (function f() { return f.caller })() ?? 'nothing')", "nothing"),
    ("return message(() => (function () { return arguments.callee.caller })() ?? 'nothing')", "nothing"),
    ("return message(() => (function () { 'use strict'; return arguments.callee })())", "TypeError"),
    ("return message(() => require.caller ?? require.arguments ?? 'nothing')", "TypeError"),
    (FRAMES + "return frames === undefined", True),
    ("await 0;" + FRAMES + "return frames === undefined", True),
    ("await new Promise((r) => setTimeout(r, 1));" + FRAMES + "return frames === undefined", True),
    (
        (
            "let seen; Error.prepareStackTrace = (e, sites) => { seen = sites }; void new Error('x').stack;"
            "return [seen.length > 0, seen.some((s) => s.getThis() ?? s.getFunction()), /executor|dukpy/.test(seen)]"
        ),
        [True, False, False],
    ),
    (
        "const o = {}; Error.captureStackTrace(o); return /^Error\\n    at script.js:\\d+:\\d+$/.test(o.stack)",
        True,
    ),
    (
        "Error.stackTraceLimit = 1e3; await 0; return /native|executor|dukpy/.test(new Error('x').stack)",
        False,
    ),
    (
        (
            "let heap; Object.defineProperty(Array.prototype, 0, { set() { heap = this }, configurable: true });"
            "setTimeout(() => {}, 1); delete Array.prototype[0]; return typeof heap"
        ),
        "undefined",
    ),
    (
        (
            "RegExp.prototype[Symbol.replace] = RegExp = String.prototype.replace = () => { throw 'seen' };"
            "return message(() => null.x)"
        ),
        "TypeError",
    ),
    (
        "return [performance, crypto, console, process].map((o) => typeof o.constructor.call_python)",
        ["undefined"] * 4,
    ),
    (
        "return typeof (0, eval)('this').dukpy + typeof new Function('return this')().__executor",
        "undefined" * 2,
    ),
    ("return require('uuid').constructor === undefined || require('uuid').constructor === Object", True),
    ("return settled(require('axios').get('file:///etc/passwd'))", "AssertionError"),
    ("return require('axios').get('http://127.0.0.1:1/').catch((e) => e.code)", "ERR_EGRESS_OFF"),
    ("return fetch('http://127.0.0.1/').catch((e) => e.cause.code)", "ERR_EGRESS_OFF"),
    (
        (
            "const seen = [], dispatcher = { dispatch(...given) { seen.push(...given); throw 1 } };"
            "await fetch('http://127.0.0.1/', { dispatcher }).catch(() => {});"
            "return seen.map((o) => typeof o.dispatch + typeof o.call_python)"
        ),
        ["undefined" * 2] * 2,
    ),
]


@pytest.mark.parametrize(("code", "answer"), ESCAPES, ids=range(len(ESCAPES)))
def test_attempt_to_get_out_has_a_harmless_answer(server, code, answer):
    assert len(ESCAPES) >= 60
    assert server.result(HELPERS + code) == answer


# Every object of the language whose functions the runtime could stumble over.
LIST_INTRINSICS = """
const paths = ['Object.getPrototypeOf(Uint8Array)', 'Object.getPrototypeOf(Uint8Array.prototype)',
  'Object.getPrototypeOf([][Symbol.iterator]())', 'Object.getPrototypeOf(new Map().entries())',
  'Object.getPrototypeOf(new Set().values())', "Object.getPrototypeOf(''[Symbol.iterator]())",
  "Object.getPrototypeOf(''.matchAll(/x/g))", 'Object.getPrototypeOf(async () => {})',
  'Object.getPrototypeOf(function* () {}).prototype', 'Object.getPrototypeOf(async function* () {}).prototype'];
const skipped = new Set(['globalThis', 'global', 'console', 'process']);
for (const name of Object.getOwnPropertyNames(globalThis)) {
  const value = globalThis[name];
  if (skipped.has(name) || (typeof value !== 'function' && (typeof value !== 'object' || value === null))) continue;
  paths.push(name);
  if (typeof value === 'function' && value.prototype) paths.push(name + '.prototype');
}
const cases = [];
for (const path of ['globalThis', ...paths]) {
  const owner = (0, eval)(path);
  Reflect.ownKeys(owner).forEach((key, index) => {
    const property = Object.getOwnPropertyDescriptor(owner, key);
    if (typeof property.value === 'function' || property.get) cases.push([path, index, path + '.' + String(key)]);
  });
}
for (const path of ['Array.prototype', 'Object.prototype'])
  for (const key of ['0', '1', '2', '7', 'get', 'set', 'value', 'kind', 'code', 'seed', 'then', 'length', 'line'])
    cases.push([path, key, path + '.' + key]);
return cases;
"""
ENDS = (pb.ERROR_KIND_THROWN, pb.ERROR_KIND_INVALID_RESULT)


def test_replaced_builtins_end_in_a_right_result_or_an_error_of_the_script(start):
    server = start("--isolates=4", "--queue-timeout=60s", "--canary-interval=60m").serving(SERVICE)
    code = (SCRIPTS / "tamper.js").read_text()
    cases = server.result(LIST_INTRINSICS)
    assert len(cases) > 600

    def tamper(case: tuple[str, list]) -> str:
        mode, (path, index, label) = case
        response = server.execute(code, {"path": path, "index": index, "mode": mode}, timeout=60.0)
        if response.WhichOneof("outcome") == "error":
            return "" if response.error.kind in ENDS else f"{mode} {label}: {response.error}"
        right = '""' if mode == "record" else "1"
        return "" if response.result_json == right else f"{mode} {label}: {response.result_json[:300]}"

    jobs = [(mode, case) for mode in ("throw", "garbage", "record") for case in cases]
    with concurrent.futures.ThreadPoolExecutor(8) as threads:
        wrong = [text for text in threads.map(tamper, jobs) if text]
    assert wrong == []
    assert server.result("return require('lodash').sum([1, 2])") == 3
    server.stop()
    # A zygote that had no CPU for so long is nobody's fault.
    found = [line for line in server.log if " ERROR " in line or " WARNING " in line]
    assert [line for line in found if "was not rewound within" not in line] == []


# An isolate whose script got hold of the bridge: its host is called directly, as the bridge would.
BROKEN_IN = """
import os, sys, types
from executor.isolate.compression import Compression
from executor.isolate.icu.operations import Icu
from executor.isolate.isolate import Isolate
from executor.wire.options import Options
from executor.isolate.sandbox import Mode, Sandbox
from executor.isolate.window import Window

class Interpreter:
    bridge = types.SimpleNamespace()
    native = None
    direct = None
    window = Window()
    def limit_heap(self): pass
    def bound_heap(self, limit_bytes): pass
    def make_room(self): pass
    def run_jobs(self): pass

options = Options(
    server_pid=os.getppid(), modules="", sandbox="off", max_memory_bytes=128 << 20, buffer_bytes=0, cpu_seconds=10.0
)
isolate = Isolate(Interpreter(), Sandbox(Mode.OFF, 10.0), options, Icu(), Compression(Window()), lambda: False, lambda: True, is_rewound=False)
isolate.start(0)
isolate.host(b"m")
isolate.host(b"j")
isolate.host(bytes.fromhex(sys.argv[1]))
os._exit(9)
"""


@pytest.mark.parametrize(
    "operation",
    [
        b"j",
        b"",
        b"?",
        b"n",
        b"wNaN",
        b"w-1",
        b"w",
        b"y",
        b"yx",
        b"e",
        b"e-1",
        b"ex",
        b"c",
        b'c9"x"',
        b"c1{",
        b"c1" + b"[" * 9999,
        b"f",
        b"f{}",
        b"f[]",
        b'f{"kind":99}',
        b"f" + b"[" * 9999,
        b"b",
        b"bz",
        b"bo x",
        b"bw 1 0 0 0",
        b"bc 1 2 3",
        b"\xff",
    ],
)
def test_operation_that_the_runtime_never_asks_for_is_an_error_of_the_script(operation):
    ours, theirs = socket.socketpair()
    child = subprocess.Popen([sys.executable, "-c", BROKEN_IN, operation.hex()], stdin=theirs, cwd=ROOT)
    theirs.close()
    with ours, ours.makefile("rb") as reader:
        ours.sendall(Job.sample(timeout=30.0, cpu_limit=30.0, max_result_bytes=1000).encode())
        reports = []
        while header := reader.read(HEADER.size):
            kind, length = HEADER.unpack(header)
            reports.append(decode_report(kind, reader.read(length)))
    assert child.wait(60) == 0
    ready, end = reports
    assert isinstance(ready, Ready)
    assert isinstance(end, Failure)
    assert end.error.kind == pb.ERROR_KIND_THROWN
    assert re.search(r"unable to answer: \w+Error in an operation", end.error.message), end.error
    assert "/" not in end.error.message


def test_request_that_the_runtime_never_sends_is_an_error_for_the_script():
    """Nothing of it leaves the isolate."""
    head = '"url":"http://a/","id":1'
    requests = [
        "",
        "{",
        "[]",
        "null",
        "[" * 9999,
        '[{},[],""]',
        '[[],[],""]',
        '[{"id":1},[],""]',
        '[{"id":-1,"url":"x"},[],""]',
        '[{"id":1e99,"url":"x"},[],""]',
        '[{"id":"1","url":"x"},[],""]',
        f"[{{{head}}},[],1]",
        f'[{{{head}}},[],"\\u0100"]',
        f'[{{{head}}},[],"\\ud800"]',
        f'[{{{head}}},5,""]',
        f'[{{{head}}},[["a"]],""]',
        f'[{{{head}}},[["a",1]],""]',
        f'[{{{head}}},[["a","\\udc00"]],""]',
        f'[{{{head},"method":1}},[],""]',
        f'[{{{head},"redirect":"x"}},[],""]',
        f'[{{{head},"timeout":-1}},[],""]',
        f'[{{{head},"timeout":"1"}},[],""]',
        f'[{{{head},"timeout":1e400}},[],""]',
        f'[{{{head},"maxRedirects":0.5}},[],""]',
        f'[{{{head},"maxResponseBytes":-1}},[],""]',
        f'[{{{head}}},[],"{"x" * 2000}"]',
        f'[{{{head},"method":"{"x" * 600_000}"}},[],""]',
    ]
    code = (
        BROKEN_IN.replace("0, 10.0)\nisolate", "0, 10.0, 5, 1000)\nisolate", 1)
        .replace(
            "isolate.host(bytes.fromhex(sys.argv[1]))",
            "import json\nfor one in json.load(sys.stdin): print(isolate.host(b'q' + one.encode()).decode())\nisolate.host(b'y7')",
        )
        .replace(
            "isolate.start(0)", "isolate._send = lambda frame: print(frame)\nisolate._receive = receive", 1
        )
    )
    code = code.replace('isolate.host(b"j")', "")
    code = code.replace("isolate = Isolate", "receive = None\nisolate = Isolate")
    done = subprocess.run(
        [sys.executable, "-c", code],
        input=json.dumps(requests),
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
    )
    assert done.returncode == 9, done.stderr
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(answers) == len(requests)
    assert {answer["code"] for answer in answers} == {"ERR_INVALID_ARG_VALUE", "ERR_EGRESS_LIMIT"}
    assert not any("/" in answer["message"] for answer in answers)


def test_sleep_of_forever_is_bounded_by_the_run(server):
    assert (
        server.error("await new Promise((r) => setTimeout(r, 2147483647))", timeout=0.2).kind
        == pb.ERROR_KIND_TIMEOUT
    )
