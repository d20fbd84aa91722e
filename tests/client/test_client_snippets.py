"""The programs of docs/clients against a real server."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from harness import NODE, PATIENCE, ROOT

GO = ROOT / ".tools" / "go"
CLIENTS = ROOT / "docs" / "clients"
CONFIG = ROOT / "deploy" / "service-config.json"
EXPECTED = "result: 3\nfailed: ERROR_KIND_THROWN: no\nrefused: INVALID_ARGUMENT\n"


def output(command: list[str | Path], **environment: str) -> str:
    ran = subprocess.run(
        command, capture_output=True, text=True, timeout=PATIENCE, env={**os.environ, **environment}
    )
    assert (ran.returncode, ran.stderr) == (0, ""), ran.stderr
    return ran.stdout


def test_output_in_the_documents_is_what_programs_print():
    assert f"```\n{EXPECTED}```" in (ROOT / "docs" / "call.md").read_text()


def test_python_program(server):
    command = [sys.executable, CLIENTS / "execute.py", server.address]
    assert output(command, PYTHONPATH=str(ROOT)) == EXPECTED


def test_node_program(server):
    assert output([NODE, CLIENTS / "execute.mjs", server.address]) == EXPECTED


@pytest.mark.skipif(not (GO / "execute").exists(), reason="needs Go: make tools")
def test_go_program(server):
    printed = output([GO / "execute", f"dns:///{server.address}", CONFIG])
    assert printed.replace("InvalidArgument", "INVALID_ARGUMENT") == EXPECTED
