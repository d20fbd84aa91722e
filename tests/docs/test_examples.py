"""The examples return here what they return in Node."""

import json
import os
import re
import subprocess

import pytest
from harness import NODE, PATIENCE, ROOT, ServerProcess

from executor.formats.manifest import module_names
from executor.v1 import executor_pb2 as pb

EXAMPLES = sorted((ROOT / "examples").glob("*.js"))
# Run by tests/rpc/test_typescript.py.
TYPED = sorted((ROOT / "examples").glob("*.ts"))
# Those that a script finds wherever this server runs, in loading order. This is the one place in tests that names them
# all: whoever adds a module changes nothing here, and whoever takes one of these away takes it from scripts.
DEFAULT_MODULES = ["crypto-js", "axios", "date-fns", "lodash", "qs", "pinyin", "uuid"]
RUNNER = (NODE, "tests/node_runner.mjs")
# What these show is an error.
FAILING = {"broken"}
# West and east of Greenwich, one on each side of its own days of clock change.
ZONES = ("America/New_York", "Pacific/Auckland")


@pytest.fixture(scope="module", params=ZONES)
def zoned(request):
    """A zone, and a server whose scripts live in it."""
    server = ServerProcess("--isolates=2", f"--tz={request.param}").serving()
    yield request.param, server
    server.stop()


def run_in_node(script, value, zone):
    finished = subprocess.run(
        [*RUNNER, script, value],
        cwd=ROOT,
        env={**os.environ, "TZ": zone},
        capture_output=True,
        timeout=PATIENCE,
        check=True,
    )
    return json.loads(finished.stdout)


@pytest.mark.slow
@pytest.mark.parametrize("script", EXAMPLES, ids=lambda script: script.stem)
def test_example_ends_and_prints_the_same_as_in_node(zoned, script):
    zone, server = zoned
    value = script.with_suffix(".json")
    node = run_in_node(script, value, zone)
    response = server.execute(script.read_text(), json.loads(value.read_text()))
    if script.stem in FAILING:
        error = response.error
        kind = pb.ErrorKind.Name(error.kind).removeprefix("ERROR_KIND_")
        assert {"kind": kind, "name": error.name, "message": error.message} == node["error"]
    else:
        assert response.WhichOneof("outcome") == "result_json", response.error
        # As text: the order of keys is part of what a script returns.
        assert response.result_json == node["result"]
    printed = [
        [pb.ConsoleLevel.Name(message.level).removeprefix("CONSOLE_LEVEL_").lower(), message.text]
        for message in response.console_messages
    ]
    assert printed == node["console"]


@pytest.mark.parametrize("script", EXAMPLES + TYPED, ids=lambda script: script.stem)
def test_example_begins_with_what_it_does_and_is_listed_in_the_readme(script):
    assert script.read_text().startswith("// ")
    assert f"]({script.name})" in (ROOT / "examples" / "README.md").read_text()


def test_the_seven_default_modules_are_preloaded_in_their_order():
    assert [name for name in module_names() if name in DEFAULT_MODULES] == DEFAULT_MODULES


def test_each_default_module_is_in_an_example_and_what_else_they_require_is_there():
    required = {
        name
        for script in EXAMPLES
        for name in re.findall(r"require\('((?:@[^/']+/)?[^/']+)", script.read_text())
    }
    built_in = {name for name in required if name.startswith("node:")}
    assert built_in
    assert set(DEFAULT_MODULES) <= required - built_in <= set(module_names())
