"""`make node-tests` on a small folder of our own: what passes, what fails and why, what each test is handed."""

import base64
import subprocess
import sys

import pytest
from harness import PATIENCE, ROOT

from bench.node_tests.running import here, in_node, run
from bench.node_tests.suite import Case, Folder, read_names

REQUIRES = "const common = require('../common');\nconst assert = require('assert');\n"

# Name, the test, and words of what is wrong with it ("" where it passes); the same in Node and here.
TESTS = {
    "test-a-good.js": ("assert.strictEqual(1 + 1, 2);", ""),
    "test-a-bad.js": ("assert.strictEqual(1 + 1, 3);", "AssertionError"),
    "test-a-late.js": ("setTimeout(() => { throw new RangeError('late'); }, 1);", "RangeError: late"),
    "test-b-calls.js": ("setImmediate(common.mustCall());", ""),
    "test-b-no-call.js": ("common.mustCall(() => {});", "0 calls, wanted exactly 1"),
    "test-b-too-many.js": ("const f = common.mustCall(); f(); f();", "2 calls, wanted exactly 1"),
    "test-b-at-least.js": ("const f = common.mustCallAtLeast(() => {}, 2); f(); f(); f();", ""),
    "test-b-not.js": ("process.nextTick(common.mustNotCall('no!'));", "no!"),
    "test-b-succeed.js": ("common.mustSucceed((v) => assert.strictEqual(v, 5))(null, 5);", ""),
    "test-b-error.js": ("common.mustSucceed()(new Error('failed'));", "failed"),
    "test-b-forever.js": (
        "setInterval(() => {}, 1).unref(); new Promise(() => {}).then(common.mustNotCall());",
        "",
    ),
    "test-c-warning.js": (
        "common.expectWarning('DeprecationWarning', 'old', 'DEP9'); process.emitWarning('old', 'DeprecationWarning', 'DEP9');",
        "",
    ),
    "test-c-other-warning.js": (
        "common.expectWarning('Warning', 'one'); process.emitWarning('two');",
        "AssertionError",
    ),
    "test-d-skips.js": ("common.skip('not on this system');", "skipped: not on this system"),
    "test-e-module.js": ("assert.strictEqual(require('../common/extra').twice(2), 4);", ""),
    "test-e-fixture.js": (
        (
            "const fixtures = require('../common/fixtures');\n"
            "assert.strictEqual(fixtures.readKey('some.pem', 'utf8'), 'key');\n"
            "assert.strictEqual(require('fs').readFileSync(fixtures.path('a', 'text.txt')).length, 5);"
        ),
        "",
    ),
    "test-e-missing.js": ("require('../common/nowhere');", "Cannot find module"),
    "test-e-json.js": ("assert.strictEqual(require('../fixtures/data.json').x, 1);", ""),
    "test-e-runner.js": (
        "const test = require('node:test'); test('t', () => { throw new TypeError('in'); });",
        "in",
    ),
    "test-e-written.js": (
        (
            "const fs = require('fs'); const tmpdir = require('../common/tmpdir'); tmpdir.refresh();\n"
            "fs.writeFileSync(tmpdir.resolve('f'), 'x'); assert.strictEqual(`${fs.readFileSync(tmpdir.resolve('f'))}`, 'x');"
        ),
        "",
    ),
    "test-f-helper.js": ("assert.strictEqual(common.invalidArgTypeHelper(null), ' Received null');", ""),
    "test-f-sloppy.js": ("undeclared = 1; assert.strictEqual(this, module.exports);", ""),
    "test-g-exit.js": ("process.on('exit', () => { assert.fail('at the end'); });", "at the end"),
}
OTHERS = {
    "common/index.js": "throw new Error('ours is used');",
    "common/extra.js": "exports.twice = (n) => n * 2;",
    "common/fixtures.js": "const path = require('path'); const fs = require('fs');\n"
    "exports.path = (...parts) => path.join(__dirname, '..', 'fixtures', ...parts);\n"
    "exports.readKey = (name, encoding) => fs.readFileSync(exports.path('keys', name), encoding);",
    "fixtures/keys/some.pem": "key",
    "fixtures/keys/other.pem": "other",
    "fixtures/a/text.txt": "hello",
    "fixtures/data.json": '{"x": 1}',
    "fixtures/unasked.txt": "nobody",
}


@pytest.fixture
def folder(tmp_path):
    files = {f"parallel/{name}": REQUIRES + text for name, (text, _) in TESTS.items()}
    for name, text in {**files, **OTHERS}.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    return Folder(tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize("side", ["node", "here"])
def test_each_test_ends_alike_in_node_and_in_an_isolate(start, folder, side):
    execute = in_node if side == "node" else here(start("--isolates=2").serving())
    problems = {
        verdict.case.name: verdict.problem for verdict in run(execute, folder, folder.cases(), jobs=2)
    }
    assert list(problems) == sorted(TESTS)
    for name, problem in problems.items():
        words = TESTS[name][1]
        assert words in problem if words else problem == "", (side, name, problem)


def test_test_is_handed_what_it_requires_and_the_fixtures_that_it_mentions(folder):
    def handed(text):
        return sorted(folder.files(Case("test-x.js", text)))

    assert handed("require('../common'); 1;") == []
    assert handed("require('../common/extra')") == ["common/extra.js"]
    assert handed("// text.txt") == ["fixtures/a/text.txt"]
    keys = ["common/fixtures.js", "fixtures/keys/other.pem", "fixtures/keys/some.pem"]
    assert handed("require('../common/fixtures').readKey(name)") == keys
    content = folder.files(Case("test-x.js", "data.json"))["fixtures/data.json"]
    assert base64.b64decode(content) == b'{"x": 1}'


def test_nothing_above_the_folder_is_read(folder):
    (folder.directory.parent / "outside.js").write_text("1")
    assert folder.files(Case("test-x.js", "require('../../outside')")) == {}


def test_flags_stand_in_a_comment():
    assert Case("test-x.js", "// Flags: --expose-internals --no-warnings\n").flags == (
        "--expose-internals",
        "--no-warnings",
    )
    assert Case("test-x.js", "'use strict';").flags == ()


def test_list_names_tests_by_its_first_words(folder, tmp_path):
    names = tmp_path / "list.tsv"
    names.write_text("# remark\ntest-b-calls.js\tequal\ntest-a-good.js\n\n")
    listed = read_names(names)
    assert [case.name for case in folder.cases("", listed)] == ["test-a-good.js", "test-b-calls.js"]
    assert [case.name for case in folder.cases("b-", listed)] == ["test-b-calls.js"]


@pytest.mark.slow
def test_command_prints_a_table_and_fails_for_what_nothing_excludes(folder, tmp_path):
    failures, excluded = tmp_path / "failures.txt", tmp_path / "excluded.txt"

    def command(*arguments):
        return subprocess.run(
            [sys.executable, "-m", "bench.node_tests", str(folder.directory), "--jobs=2", *arguments],
            cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE, check=False,
        )  # fmt: skip

    bad = command("--only", "a-", "--failures", str(failures))
    assert bad.returncode == 1, bad.stderr
    assert bad.stdout.splitlines()[2].split() == ["all", "3", "1", "2"]
    assert [line.split("\t")[0] for line in failures.read_text().splitlines()] == [
        "test-a-bad.js",
        "test-a-late.js",
    ]
    excluded.write_text("test-a-bad.js because\ntest-a-late.js because\n")
    good = command("--only", "a-", "--excluded", str(excluded))
    assert good.returncode == 0, good.stdout
    assert good.stdout.splitlines()[-2].split() == ["all", "3", "1", "2"]
    skipped = command("--only", "d-skips", "--node")
    assert skipped.returncode == 0
    assert "test-d-skips.js: skipped: not on this system" in skipped.stdout
    assert command("--only", "no such test").returncode == 2


def test_folder_without_tests_is_refused(tmp_path):
    finished = subprocess.run(
        [sys.executable, "-m", "bench.node_tests", str(tmp_path)],
        cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE, check=False,
    )  # fmt: skip
    assert finished.returncode == 2
    assert "has no parallel/" in finished.stderr
