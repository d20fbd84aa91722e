"""Every console block of the documents, pasted in order into a shell on a fresh view of the tree, prints what the page shows.

A page's commands run in one shell, against a server on free ports: the shared one, or those that the page itself starts.
Only ports are rewritten. What differs each time (times, durations, sizes, ids) is compared as such, and `…` stands for
lines or words left out. `pytest -rP` prints how many commands ran, and what was not run and why.
"""

import contextlib
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import urllib.request
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from documents import DEVELOPMENT_PAGES, ELISION, ELSEWHERE, USER_PAGES, Block, blocks
from harness import PATIENCE, ROOT, ServerProcess, eventually, free_port

# README.zh-CN.md has the same blocks: test_docs.py compares them.
PAGES = [path for path in (*ELSEWHERE, *USER_PAGES, *DEVELOPMENT_PAGES) if path.name != "README.zh-CN.md"]
RUN, NOT_RUN = ("console", "python"), ("sh",)
# Whatever else is fenced is data, and no reader pastes it into a shell.
DATA = ("", "js", "json", "yaml", "ini", "diff")
# The ports that pages write: gRPC, the admin side, the HTTP door, the web server of the HTTP example.
GRPC, ADMIN, DOOR, WEB = "50051", "8080", "8090", "9000"
# Commands that go on until they are stopped: each in a terminal of its own.
LASTING = re.compile(r"(?:make run|flow-executor serve|python3 -m http\.server)\b[^;|&]*")
# What a page shows of a server where nothing is under way.
READY = re.compile(r"\b(\d+) of \1 ready")
# What looks like one where no reader should paste it.
COMMAND = re.compile(
    r"^(?:\$ |(?:make|flow-executor|python3?|pip|curl|docker|kubectl|cd) [^:=]*$)", re.MULTILINE
)
# Where `make tools` puts what it builds, if there is Go.
TOOLS = ROOT / ".tools" / "go"
# Programs of others that pages show.
OTHERS = ("grpcurl", "grpc_health_probe", "jq", "curl", "openssl")
# What is another one each time, in the order in which it is replaced.
VARYING = [
    (re.compile(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(?:[.,]\d+)?(?:\+\d\d:\d\d)?"), "TIME"),
    (re.compile(r"\b[0-9a-f]{32}\b"), "ID"),
    (re.compile(r"\b\d[\d.,]* ?(?:ms|s|bytes|[kMG]i?B)\b"), "AMOUNT"),
    (re.compile(r'(?<=ytes": ")\d+'), "AMOUNT"),
    # As many isolates as this machine's CPUs ask for, and modules as somebody added.
    (re.compile(r"\b(\d+) of \1 (ready|loaded)"), r"all \2"),
]


def titled(page: Path) -> str:
    return str(page.relative_to(ROOT))


def missing(command: str) -> str:
    """The program of others that this command takes and this machine lacks; CI has to have all."""
    path = os.pathsep.join([str(TOOLS), os.environ["PATH"]])
    taken = [name for name in OTHERS if re.search(rf"(?<![\w/]){name}\b", command)]
    lacking = [name for name in taken if shutil.which(name, path=path) is None]
    assert not (lacking and os.environ.get("CI")), (
        f"this machine has no {lacking}; make tools builds those in Go"
    )
    return lacking[0] if lacking else ""


def plain(text: str) -> str:
    for pattern, word in VARYING:
        text = pattern.sub(word, text)
    # Columns are as wide as their widest cell.
    return re.sub(r"(?<=\S) +", " ", text)


def shown(expected: str, printed: str) -> bool:
    """Whether the output is what the page shows."""
    lines = [
        r"(?:[^\n]*\n)*?"
        if line.strip() == ELISION
        else re.escape(line).replace(re.escape(ELISION), r"[^\n]*") + r"\n"
        for line in plain(expected).splitlines()
    ]
    output = "".join(f"{line.rstrip()}\n" for line in plain(printed.rstrip()).splitlines())
    return re.fullmatch("".join(lines), output) is not None


class Lasting:
    """A command in a terminal of its own, until it is stopped as by Ctrl-C."""

    def __init__(self, command: str, environment: dict[str, str], directory: Path) -> None:
        self._process = subprocess.Popen(
            ["bash", "-c", f"exec {command}"],
            cwd=directory,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            # Ctrl-C is for the whole group: make does not pass it on.
            start_new_session=True,
        )
        self.printed = ""
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self.printed += line

    def shows(self, expected: str) -> None:
        """Waits for the page's lines, or for the command's end."""
        with contextlib.suppress(AssertionError):
            eventually(
                lambda: shown(expected, self.printed) or self._process.poll() is not None,
                "what the page shows, or its end",
            )
        assert shown(expected, self.printed), f"{self._process.args} prints:\n{self.printed}"

    def stop(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGINT)
        self._process.wait(PATIENCE)
        self._reader.join(PATIENCE)
        assert self._process.stdout is not None
        self._process.stdout.close()


class Terminal:
    """One reader at one page: a shell, what was started beside it, and where its ports are."""

    def __init__(self, directory: Path, server: ServerProcess, *, has_command: bool) -> None:
        self._directory = directory
        self._lasting: dict[str, Lasting] = {}
        self._ports = {
            GRPC: server.address.rpartition(":")[2],
            ADMIN: server.admin.rpartition(":")[2],
        }
        self._ports |= {DOOR: str(free_port()), WEB: str(free_port())}
        command, tools = str(directory / ".venv" / "bin"), str(directory / ".tools" / "go")
        self._environment = {
            **os.environ,
            "PATH": os.pathsep.join([command, tools] * has_command + [os.environ["PATH"]]),
            # The end of a server that a page starts and nobody calls any more; and what a pipe would keep back.
            "EXECUTOR_LAME_DUCK": "0",
            # None is under way when a page looks at how many isolates are ready.
            "EXECUTOR_CANARY_INTERVAL": "60m",
            "PYTHONUNBUFFERED": "1",
            "EXECUTOR_ADDRESS": self._here(f"127.0.0.1:{GRPC}"),
        }
        self._server_path = os.pathsep.join([command, self._environment["PATH"]])
        self._shell = subprocess.Popen(
            ["bash", "--noprofile", "--norc"],
            cwd=directory,
            env=self._environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def _here(self, text: str) -> str:
        return re.sub(r"\b(50051|8080|8090|9000)\b", lambda found: self._ports[found[1]], text)

    def _as_written(self, text: str) -> str:
        for written, port in self._ports.items():
            text = re.sub(rf"\b{port}\b", written, text)
        return text

    def runs(self, command: str, expected: str) -> None:
        """Pastes one command, and compares."""
        if LASTING.fullmatch(command):
            self._starts(command, expected)
            return
        if READY.search(expected):
            eventually(self._all_are_ready, "all isolates are ready, as the page shows")
        printed = self._as_written(self._pasted(self._here(command)))
        assert shown(expected, printed), f"$ {command}\n{printed}"

    def _all_are_ready(self) -> bool:
        """Those of what ran before are put back or replaced after its answer."""
        with urllib.request.urlopen(
            f"http://127.0.0.1:{self._ports[ADMIN]}/metrics", timeout=PATIENCE
        ) as page:
            counts = re.findall(
                r'^executor_isolates{state="(\w+)"} ([\d.]+)$', page.read().decode(), re.MULTILINE
            )
        assert counts
        return not any(float(count) for state, count in counts if state != "ready")

    def _pasted(self, command: str) -> str:
        """What it prints, up to a mark of our own. `$?` is the command's again after that."""
        assert self._shell.stdin is not None
        assert self._shell.stdout is not None
        mark = uuid.uuid4().hex
        self._shell.stdin.write(f"{command}\n__code=$?; printf '\\n%s\\n' {mark}; (exit $__code)\n")
        self._shell.stdin.flush()
        lines = []
        while (line := self._shell.stdout.readline()) != f"{mark}\n":
            assert line, f"the shell ended at: {command}"
            lines.append(line)
        # The mark's own line feed is the last one; where the output ended with one, that is an empty line.
        return "".join(lines)[:-1]

    def _starts(self, command: str, expected: str) -> None:
        """In place of what this page started before, as a reader stops that."""
        kind = "web" if "http.server" in command else "server"
        if kind in self._lasting:
            self._lasting.pop(kind).stop()
        if kind == "server":
            self._ports[GRPC], self._ports[ADMIN] = str(free_port()), str(free_port())
            address = self._here(f"127.0.0.1:{GRPC}")
            self._pasted(f"export EXECUTOR_ADDRESS={address}")
            self._environment |= {
                "EXECUTOR_ADDRESS": address,
                "EXECUTOR_LISTEN": address,
                "EXECUTOR_ADMIN_LISTEN": self._here(f"127.0.0.1:{ADMIN}"),
            }
        environment = {**self._environment, "PATH": self._server_path}
        self._lasting[kind] = Lasting(self._here(command), environment, self._directory)
        self._lasting[kind].shows(self._here(expected))

    def runs_python(self, program: str) -> None:
        """The comments behind `print` say what is printed."""
        ran = subprocess.run(
            [sys.executable, "-"],
            input=self._here(program),
            cwd=self._directory,
            env=self._environment,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
        )
        assert ran.returncode == 0, ran.stderr
        comments = re.findall(r"print\(.*\)  # (.+)$", program, re.MULTILINE)
        assert comments, "a program of the documents prints something"
        assert ran.stdout.split() == " ".join(comments).split()

    def close(self) -> None:
        assert self._shell.stdin is not None
        assert self._shell.stdout is not None
        self._shell.stdin.close()
        self._shell.wait(PATIENCE)
        self._shell.stdout.close()
        for lasting in self._lasting.values():
            lasting.stop()


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """This tree as a clone in which `make setup` has run; what commands write is not left in it."""
    # A page's `make run` would install again under the tests' feet.
    built = (".venv/installed", "modules/dist/manifest.json")
    if subprocess.run(["make", "--question", *built], cwd=ROOT, capture_output=True).returncode:
        pytest.fail("the tree is not set up as its files ask for: run make setup first")
    clone = tmp_path / "flow-executor"
    clone.mkdir()
    for path in ROOT.iterdir():
        if path.name != ".git":
            (clone / path.name).symlink_to(path)
    return clone


@pytest.fixture
def terminal(request: pytest.FixtureRequest, tree: Path, server: ServerProcess) -> Iterator[Terminal]:
    """At the page of the test. One that shows how the command gets into PATH begins without it."""
    page: Path = request.node.callspec.params["page"]
    opened = Terminal(tree, server, has_command="export PATH=" not in page.read_text())
    yield opened
    opened.close()


def runnable(page: Path) -> list[Block]:
    return [block for block in blocks(page) if block.language in RUN]


@pytest.mark.slow
@pytest.mark.parametrize("page", [page for page in PAGES if runnable(page)], ids=titled)
def test_page_pasted_in_order_prints_what_it_shows(page: Path, terminal: Terminal):
    ran = left = 0
    for block in runnable(page):
        if block.language == "python":
            terminal.runs_python(block.body)
            ran += 1
            continue
        for command in block.commands:
            if tool := missing(command.text):
                print(f"not run, there is no {tool}: {command.text}")
                left += 1
            else:
                terminal.runs(command.text, command.expected)
                ran += 1
    assert ran
    print(f"{titled(page)}: {ran} commands and programs run, {left} not")


def test_block_that_is_not_run_says_why():
    run, left = 0, []
    for page in PAGES:
        for block in blocks(page):
            assert block.language in (*RUN, *NOT_RUN, *DATA), f"{titled(page)}: a block of {block.language}"
            assert (block.language in NOT_RUN) == bool(block.reason), f"{titled(page)}: {block.body}"
            assert block.language in ("console", *NOT_RUN) or not COMMAND.search(block.body), block.body
            run += block.language in RUN
            left += [f"{titled(page)}: {block.reason}"] * (block.language in NOT_RUN)
    assert run > len(left)
    print(f"{run} blocks are run, {len(left)} are not:", *left, sep="\n  ")


@pytest.mark.parametrize(
    ("expected", "printed"),
    [
        ("3 names", "3 names\n"),
        ("elapsed 512.6 ms", "elapsed    7 ms\n"),
        ("a\n…\nd", "a\nb\nc\nd\n"),
        ("…\nd", "d\n"),
        ("error: … (RangeError)", "error: no price (RangeError)\n"),
        ('  "id": "75b4db9a0aee43a3827503a128ab5f9f"', '  "id": "00000000000000000000000000000000"\n'),
        ("", "\n"),
    ],
)
def test_what_may_differ_is_taken_as_shown(expected: str, printed: str):
    assert shown(expected, printed)


@pytest.mark.parametrize(
    ("expected", "printed"),
    [
        ("3 names", "4 names\n"),
        ("3 names", ""),
        ("3 names", "3 names\nTraceback\n"),
        ("", "Traceback\n"),
        ("a\n…\nd", "a\nb\n"),
        ("line 1", "  line 1\n"),
        ("elapsed 512.6 ms", "elapsed never\n"),
    ],
)
def test_other_output_is_not_taken_as_shown(expected: str, printed: str):
    assert not shown(expected, printed)
