"""The programs of docs/clients as a reader has them: copied to an empty directory, by the three commands at their head."""

import importlib.metadata
import json
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from harness import ROOT, ServerProcess, eventually

CLIENTS = ROOT / "docs" / "clients"
EXPECTED = "result: 3\nfailed: ERROR_KIND_THROWN: no\nrefused: INVALID_ARGUMENT\nresult: 2\n"
CONVERSED = "printed: found Ada\nresult: 3\nfailed: NotFoundError: no row 8\n"
# Of one command, in seconds: one may compile grpc, or install it.
PATIENCE = 200

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def door() -> Iterator[ServerProcess]:
    """A server for gRPC and HTTP that counts calls by their caller."""
    server = ServerProcess("--isolates=2", "--http-listen=127.0.0.1:0").serving()
    yield server
    server.stop()


@pytest.fixture(scope="module")
def tools(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment of a machine that has what the programs ask for, and what `make` fetched close by."""
    folder = tmp_path_factory.mktemp("tools")
    protoc = folder / "protoc"
    protoc.write_text(f'#!/bin/sh\nexec {sys.executable} -m grpc_tools.protoc "$@"\n')
    protoc.chmod(0o755)
    (folder / "python3").symlink_to(sys.executable)
    # So pip finds each wheel in its cache, where `make setup` put it.
    versions = folder / "versions.txt"
    installed = importlib.metadata.distributions()
    versions.write_text("".join(f"{one.name}=={one.version}\n" for one in installed))
    return {
        **os.environ,
        "CHECKOUT": str(ROOT),
        "PATH": f"{folder}:{os.environ['PATH']}",
        "PIP_CONSTRAINT": str(versions),
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        "PIP_NO_COMPILE": "1",
        "PIP_QUIET": "1",
        # What the compiler of the last level costs, programs of a second do not earn.
        "MAVEN_OPTS": f"{os.environ.get('MAVEN_OPTS', '')} -XX:TieredStopAtLevel=1",
        "npm_config_prefer_offline": "true",
        "npm_config_update_notifier": "false",
        "npm_config_loglevel": "error",
        "npm_config_audit": "false",
        "npm_config_fund": "false",
    }


def commands(program: Path) -> list[str]:
    """Those at the head of a program, a line each."""
    found = re.findall(r"^(?://|#)?\s*\$ (.+)$", program.read_text(), re.MULTILINE)
    assert len(found) == 3, program
    return found


class Reader:
    """Whoever goes by the heads of the programs, each time in an empty directory; in the one that is there already where the commands
    before the last are those of another program of it.
    """

    def __init__(self, environment: dict[str, str], folders: Callable[[str], Path]) -> None:
        self._environment = environment
        self._folders = folders
        self._prepared: dict[tuple[str, ...], Path] = {}

    def printed(self, program: str, address: str) -> str:
        """What the last of its commands prints, with the address of the test's server."""
        *before, last = commands(CLIENTS / program)
        folder = self._prepared.get(tuple(before))
        if folder is None:
            folder = self._folders("copied")
            for command in before:
                self._run(command, folder)
            self._prepared[tuple(before)] = folder
        ran = self._run(re.sub(r"127\.0\.0\.1:\d+", address, last), folder)
        # Maven resets the terminal's colours, whether it is one or not.
        shown, complaints = (text.replace("\x1b[0m", "") for text in (ran.stdout, ran.stderr))
        assert complaints == ""
        return shown

    def _run(self, command: str, folder: Path) -> subprocess.CompletedProcess[str]:
        ran = subprocess.run(
            [ROOT / "scripts" / "with-node", "sh", "-c", command],
            cwd=folder,
            env=self._environment,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
        )
        assert ran.returncode == 0, f"{command}\n{ran.stdout}{ran.stderr}"
        return ran


@pytest.fixture(scope="module")
def reader(tools, tmp_path_factory) -> Reader:
    return Reader(tools, tmp_path_factory.mktemp)


def counted(server: ServerProcess) -> Counter[str]:
    """What the server has counted of the programs' caller."""
    metrics = server.metrics()
    what = ("executions", "refusals")
    return Counter(
        {one: int(metrics.get(f'executor_caller_{one}_total{{caller="example"}}', 0)) for one in what}
    )


def needs(*programs: str) -> pytest.MarkDecorator:
    missing = [program for program in programs if shutil.which(program) is None]
    return pytest.mark.skipif(bool(missing), reason=f"there is no {', '.join(missing)} here")


def test_output_in_the_documents_is_what_programs_print():
    document = (ROOT / "docs" / "call.md").read_text()
    assert f"```\n{EXPECTED}```" in document
    assert f"```\n{CONVERSED}```" in document


@pytest.mark.parametrize(
    "program",
    [
        "python/execute.py",
        "node/execute.mjs",
        pytest.param("go/main.go", marks=needs("go")),
        # Where Maven could fetch what it takes (Makefile).
        *(["java/src/main/java/Execute.java"] if (ROOT / ".tools" / "java" / "fetched").exists() else []),
        pytest.param("curl/execute.sh", marks=needs("curl", "jq")),
    ],
)
@pytest.mark.timeout(3 * PATIENCE)
def test_program_runs_where_it_was_copied_and_names_its_caller(program, door, reader):
    address = door.door if program.startswith("curl") else door.address
    before = counted(door)
    shown = reader.printed(program, address)
    assert shown.replace("InvalidArgument", "INVALID_ARGUMENT") == EXPECTED
    eventually(
        # Its program is unknown once, and sent as code then.
        lambda: counted(door) - before == Counter(executions=3, refusals=2),
        "the calls are its caller's",
    )


@pytest.mark.parametrize("program", ["python/converse.py", "node/converse.mjs"])
@pytest.mark.timeout(3 * PATIENCE)
def test_program_that_talks_runs_where_it_was_copied(program, door, reader):
    before = counted(door)
    assert reader.printed(program, door.address) == CONVERSED
    eventually(lambda: counted(door) - before == Counter(executions=2), "the calls are its caller's")


def test_copied_programs_take_what_make_has_fetched():
    """The same versions as the tests' own clients, so that no test waits for the network."""
    own = ROOT / "tests" / "clients"

    def modules(folder: Path) -> set[str]:
        return set((folder / "go.sum").read_text().splitlines())

    def packages(folder: Path) -> set[tuple[str, str]]:
        return set(json.loads((folder / "package.json").read_text())["dependencies"].items())

    assert modules(CLIENTS / "go") <= modules(own / "go")
    assert packages(CLIENTS / "node") <= packages(own / "node")
