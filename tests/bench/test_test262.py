"""`make test262` on a small checkout of our own: what passes, what fails and why, what is left out."""

import gzip
import subprocess
import sys

import pytest
from harness import PATIENCE, ROOT

from bench.test262.running import run
from bench.test262.suite import Suite, parse, read_names

HARNESS = {
    "assert.js": "function assert(value, message) { if (value !== true) throw new Test262Error(message); }",
    "sta.js": "function Test262Error(message) { this.message = message; }\nfunction $DONOTEVALUATE() { throw 'evaluated'; }",
    "doneprintHandle.js": "function $DONE(error) {\n"
    "  print(error ? 'Test262:AsyncTestFailure:' + error.name : 'Test262:AsyncTestComplete');\n}",
    "extra.js": "const extra = 1;\nlet more = () => extra + 1;",
}

# Path, what stands in the front matter, the test, and words of what is wrong with it ("" where it passes).
TESTS = {
    "a/good.js": ("description: it holds", "assert(1 + 1 === 2);", ""),
    "a/bad.js": ("description: it does not", "assert(1 + 1 === 3, 'sums');", "Test262Error: sums"),
    "a/includes.js": ("includes: [extra.js]\nflags: []", "assert(more() === 2 && extra === 1);", ""),
    "a/includes-lines.js": ("includes:\n  - extra.js\nfeatures: [a]", "assert(more() === 2);", ""),
    "a/global.js": (
        "flags: [noStrict]",
        "var made = 1; function f() { return this; }\nassert(f().made === 1);",
        "",
    ),
    "a/strict.js": (
        "flags: [onlyStrict]",
        "assert((function () { return this; })() === undefined);",
        "",
    ),
    "b/done.js": ("flags: [async]", "Promise.resolve().then(() => $DONE());", ""),
    "b/done-late.js": (
        "flags: [async]",
        "setTimeout(() => $DONE(new RangeError()), 1);",
        "AsyncTestFailure:RangeError",
    ),
    "b/never.js": ("flags: [async]", "Promise.resolve();", "UnsettledPromise"),
    "b/throws-first.js": ("flags: [async]", "throw new RangeError('first');", "RangeError: first"),
    "c/syntax.js": ("negative:\n  phase: parse\n  type: SyntaxError", "$DONOTEVALUATE();\nvar 1;", ""),
    "c/no-syntax.js": (
        "negative:\n  phase: parse\n  type: SyntaxError",
        "$DONOTEVALUATE();",
        "no SyntaxError in phase parse",
    ),
    "c/runtime.js": ("negative:\n  phase: runtime\n  type: Test262Error", "throw new Test262Error('x');", ""),
    "c/ends.js": (
        "negative:\n  phase: runtime\n  type: RangeError",
        "",
        "no RangeError in phase runtime, but a good end",
    ),
    "d/host.js": (
        "flags: [generated]",
        (
            "var buffer = new ArrayBuffer(8); $262.detachArrayBuffer(buffer); $262.gc();\n$262.evalScript('var two = 2');"
            " assert(buffer.byteLength === 0 && $262.global.two === 2);"
        ),
        "",
    ),
    "d/raw.js": ("flags: [raw]", "if (typeof assert !== 'undefined') throw new Error('harness');", ""),
    "d/breaks.js": (
        "description: what a test breaks is its own",
        "Array.prototype.map = JSON.stringify = null;",
        "",
    ),
    "d/loops.js": ("description: far too long", "for (;;);", "TIMEOUT"),
}
LEFT_OUT = {
    "e/module.js": ("flags: [module]", "export {};", "a module"),
    "e/realm.js": ("description: another realm", "$262.createRealm();", "needs $262.createRealm"),
    "e/agent.js": ("description: another thread", "$262.agent.start('');", "needs $262.agent"),
}


@pytest.fixture
def checkout(tmp_path):
    for name, text in HARNESS.items():
        (tmp_path / "harness").mkdir(exist_ok=True)
        (tmp_path / "harness" / name).write_text(text)
    for name, (front, source, _) in {**TESTS, **LEFT_OUT}.items():
        path = tmp_path / "test" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"// Remark\n/*---\n{front}\n---*/\n{source}\n")
    (tmp_path / "test" / "a" / "part_FIXTURE.js").write_text("export {};")
    return tmp_path


@pytest.mark.slow
def test_each_test_ends_as_its_front_matter_wants_or_says_what_came_instead(start, checkout):
    server = start("--isolates=2", "--timeout=4s").serving()
    suite = Suite(checkout)
    cases = [case for case in suite.cases() if not case.skipped]
    problems = {verdict.case.name: verdict.problem for verdict in run(server, suite, cases, jobs=2)}
    assert list(problems) == sorted(TESTS)
    for name, problem in problems.items():
        words = TESTS[name][2]
        assert words in problem if words else problem == "", (name, problem)


def test_what_a_code_block_cannot_run_is_left_out_with_its_reason(checkout):
    skipped = {case.name: case.skipped for case in Suite(checkout).cases() if case.skipped}
    assert skipped == {name: reason for name, (_, _, reason) in LEFT_OUT.items()}


def test_part_of_a_path_and_a_list_both_narrow_the_choice(checkout, tmp_path):
    packed = tmp_path / "list.txt.gz"
    packed.write_bytes(gzip.compress(b"# remark\na/good.js\nb/done.js\n\n"))
    plain = tmp_path / "list.txt"
    plain.write_text("a/good.js\nb/done.js\n")
    assert read_names(packed) == read_names(plain) == {"a/good.js", "b/done.js"}
    suite = Suite(checkout)
    assert [case.name for case in suite.cases("b/", read_names(plain))] == ["b/done.js"]
    assert [case.name for case in suite.cases("c/")] == [
        "c/ends.js",
        "c/no-syntax.js",
        "c/runtime.js",
        "c/syntax.js",
    ]


@pytest.mark.parametrize(
    ("front", "flags", "includes", "negative"),
    [
        ("flags: [async, noStrict]\nincludes: [a.js,b.js]", {"async", "noStrict"}, ("a.js", "b.js"), None),
        ("flags:\n- async\n- raw\nincludes:\n  - a.js\nfeatures: [x]", {"async", "raw"}, ("a.js",), None),
        ("flags: []\ninfo: |\n  flags: [async]\n  type: nothing", set(), (), None),
        (
            "negative:\n  type: RangeError\n  phase: runtime\nflags: [raw]",
            {"raw"},
            (),
            ("runtime", "RangeError"),
        ),
        ("description: none", set(), (), None),
    ],
)
def test_front_matter_is_read_in_each_of_its_spellings(front, flags, includes, negative):
    for end in ("\n", "\r", "\r\n"):
        case = parse("x.js", f"/*---\n{front}\n---*/\nvar x;".replace("\n", end))
        assert (case.flags, case.includes, case.negative) == (flags, includes, negative)


@pytest.mark.slow
def test_command_prints_a_table_by_directory_and_fails_for_what_failed(checkout, tmp_path):
    failures = tmp_path / "failures.txt"

    def command(*arguments):
        return subprocess.run(
            [sys.executable, "-m", "bench.test262", str(checkout), "--jobs=2", *arguments],
            cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE, check=False,
        )  # fmt: skip

    good = command("--only", "includes")
    assert good.returncode == 0, good.stderr
    assert good.stdout.splitlines()[1].split() == ["a", "2", "2", "100.00%"]
    bad = command("--only", "a/", "--failures", str(failures))
    assert bad.returncode == 1
    assert bad.stdout.splitlines()[2].split() == ["all", "6", "5", "1", "83.33%"]
    assert failures.read_text() == "a/bad.js\tTest262Error: sums\n"
    wrong = command("--only", "no such test")
    assert wrong.returncode == 2
    assert "no such test" in wrong.stderr


def test_folder_that_is_no_checkout_is_refused(tmp_path):
    finished = subprocess.run(
        [sys.executable, "-m", "bench.test262", str(tmp_path)],
        cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE, check=False,
    )  # fmt: skip
    assert finished.returncode == 2
    assert "is no checkout of tc39/test262" in finished.stderr
