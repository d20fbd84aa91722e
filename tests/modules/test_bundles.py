"""The tests of the bundled modules themselves, which Node runs (modules/test)."""

import os
import subprocess
from pathlib import Path

import pytest
from harness import ROOT

FILES = sorted((ROOT / "modules" / "test").glob("*.test.mjs"))


@pytest.mark.slow
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name.removesuffix(".test.mjs"))
def test_bundles_pass_their_tests_in_node(file: Path):
    # Node's runner would tell a runner above it, where there is one, and nobody here.
    environment = {name: value for name, value in os.environ.items() if name != "NODE_TEST_CONTEXT"}
    command = [str(ROOT / "scripts" / "with-node"), "node", "--test", "--test-reporter=tap", str(file)]
    ran = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=230)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "\n# fail 0\n" in ran.stdout
    assert "\n# skipped 0\n" in ran.stdout
    assert "\n# pass 0\n" not in ran.stdout
