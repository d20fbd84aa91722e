"""The programs of docs/clients and the grpcurl commands of the documents, against a real server."""

import json
import os
import re
import shlex
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
    assert f"```\n{EXPECTED}```" in (CLIENTS / "README.md").read_text()


def test_python_program(server):
    command = [sys.executable, CLIENTS / "execute.py", server.address]
    assert output(command, PYTHONPATH=str(ROOT)) == EXPECTED


def test_node_program(server):
    assert output([NODE, CLIENTS / "execute.mjs", server.address]) == EXPECTED


@pytest.mark.skipif(not (GO / "execute").exists(), reason="needs Go: make tools")
def test_go_program(server):
    printed = output([GO / "execute", f"dns:///{server.address}", CONFIG])
    assert printed.replace("InvalidArgument", "INVALID_ARGUMENT") == EXPECTED


def commands() -> list[tuple[str, str]]:
    """Each grpcurl command of the documents, with the file's name."""
    shell = re.compile(r"^\$ (grpcurl -plaintext (?:.*\\\n)*.*)$", re.MULTILINE)
    paths = (ROOT / "README.md", ROOT / "README.zh-CN.md", CLIENTS / "README.md")
    return [
        (path.name, match[1].replace("\\\n", " "))
        for path in paths
        for match in shell.finditer(path.read_text())
    ]


@pytest.mark.skipif(not (GO / "grpcurl").exists(), reason="needs Go: make tools")
def test_grpcurl_commands_answer(server):
    assert len(commands()) >= 4
    for name, command in commands():
        words = shlex.split(command.replace("127.0.0.1:50051", server.address))
        answer = json.loads(output([GO / "grpcurl", *words[1:]]))
        assert answer, (name, command)
