"""The same script in Node 20 and here, and where the two differ.

`tests/corpus/<group>/<name>.js` is a code block whose first line says what it shows, after its zone where it needs
another than UTC (`// tz=Asia/Shanghai: …`); `<name>.json` beside it is its input, else `null`. Differences that are
known have a row each in docs/compatibility.md, which is the only list of them.
"""

import json
import os
import re
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import grpc
from harness import NODE, PATIENCE, ROOT, ServerProcess

from executor.settings import Settings
from executor.v1 import executor_pb2 as pb

CORPUS = ROOT / "tests" / "corpus"
KNOWN = ROOT / "docs" / "compatibility.md"
RUNNER = str(ROOT / "tests" / "node_runner.mjs")
WITH_NODE = str(ROOT / "scripts" / "with-node")
# A suite with all that it needs is larger than a block may be.
SUITE_FLAGS = ("--max-code-bytes=4MiB",)
ZONE = re.compile(r"// tz=(\S+):")
UTC = "UTC"


@dataclass(frozen=True)
class Script:
    """One script of the corpus, or one that a test made. `zone` is an IANA name."""

    group: str
    name: str
    code: str
    input_json: str = ""
    zone: str = UTC

    @property
    def title(self) -> str:
        return f"{self.group}/{self.name}"


@dataclass(frozen=True)
class Answer:
    """How one script ended: `kind` is OK or an error kind without its prefix, `result` the JSON text."""

    kind: str
    result: str = ""
    name: str = ""
    message: str = ""
    console: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Comparison:
    """One script on both sides."""

    script: Script
    node: Answer
    here: Answer

    @property
    def equal(self) -> bool:
        return self._compared(self.node) == self._compared(self.here)

    @property
    def same_message(self) -> bool:
        return self.node.message == self.here.message

    @staticmethod
    def _compared(answer: Answer) -> tuple[object, ...]:
        return answer.kind, answer.result, answer.name, answer.console

    def difference(self) -> Iterator[str]:
        """Lines that say where the two differ first, in what order a reader asks: end, result, console."""
        node, here = self.node, self.here
        if (node.kind, node.name) != (here.kind, here.name):
            yield f"Node: {_end(node)}"
            yield f"here: {_end(here)}"
        elif node.result != here.result:
            yield from _first_difference(json.loads(node.result), json.loads(here.result), "result")
        elif not self.same_message:
            yield f"Node: {_short(node.message)}"
            yield f"here: {_short(here.message)}"
        for number in range(max(len(node.console), len(here.console))):
            ours, theirs = ([*answer.console, None][: number + 1][-1] for answer in (here, node))
            if ours != theirs:
                yield f"console line {number + 1}"
                yield f"  Node: {_short(theirs)}"
                yield f"  here: {_short(ours)}"
                return


def _end(answer: Answer) -> str:
    if answer.kind == "OK":
        return f"result {_short(answer.result)}"
    return f"{answer.kind} {answer.name}: {_short(answer.message)}"


def _short(value: object, longest: int = 300) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= longest else f"{text[:longest]}…"


def _first_difference(theirs: Any, ours: Any, path: str) -> Iterator[str]:
    """Follows two unequal JSON values down to the first place where they differ."""
    if isinstance(theirs, dict) and isinstance(ours, dict) and list(theirs) == list(ours):
        keys: Sequence[str | int] = list(theirs)
    elif isinstance(theirs, list) and isinstance(ours, list) and len(theirs) == len(ours):
        keys = range(len(theirs))
    else:
        keys = ()
    for key in keys:
        # As text: 1.0 and true equal 1 in Python.
        if json.dumps(theirs[key]) != json.dumps(ours[key]):
            yield from _first_difference(theirs[key], ours[key], f"{path}[{json.dumps(key)}]")
            return
    yield f"at {path}"
    yield f"  Node: {_short(theirs)}"
    yield f"  here: {_short(ours)}"


def load(corpus: Path = CORPUS) -> list[Script]:
    """All scripts, by group and name."""
    scripts = []
    for path in sorted(corpus.glob("*/*.js")):
        code = path.read_text()
        value = path.with_suffix(".json")
        zone = ZONE.match(code)
        scripts.append(
            Script(
                group=path.parent.name,
                name=path.stem,
                code=code,
                input_json=value.read_text() if value.exists() else "",
                zone=zone[1] if zone else UTC,
            )
        )
    return scripts


def published_suites() -> list[Script]:
    """The test suites that packages publish, as code blocks (modules/suites.mjs)."""
    with tempfile.TemporaryDirectory() as directory:
        subprocess.run([WITH_NODE, "node", "modules/suites.mjs", directory], cwd=ROOT, check=True)
        return [
            Script("suites", path.stem, path.read_text()) for path in sorted(Path(directory).glob("*.js"))
        ]


def known_differences(document: Path = KNOWN) -> set[str]:
    """Titles (`group/name`) of the scripts that the document's rows link to."""
    if not document.exists():
        return set()
    rows = [line for line in document.read_text().splitlines() if line.startswith("|")]
    return {title for row in rows for title in re.findall(r"\(\.\./tests/corpus/(\S+?)\.js\)", row)}


def run_in_node(scripts: Sequence[Script], zone: str = UTC, jobs: int = 2) -> list[Answer]:
    """Their answers in Node, each in a thread of its own, `jobs` at a time."""
    lines = "".join(json.dumps({"code": s.code, "input_json": s.input_json}) + "\n" for s in scripts)
    finished = subprocess.run(
        # By the name that a script sees as process.argv0.
        ["node", RUNNER, "--jobs", str(jobs)],
        executable=NODE,
        input=lines.encode(),
        env={**os.environ, "TZ": zone},
        stdout=subprocess.PIPE,
        check=True,
    )
    return [_node_answer(json.loads(line)) for line in finished.stdout.splitlines()]


def _node_answer(document: dict[str, Any]) -> Answer:
    console = tuple((level, text) for level, text in document["console"])
    if "error" not in document:
        return Answer("OK", result=document["result"], console=console)
    return Answer(**document["error"], console=console)


def run_here(
    server: ServerProcess,
    scripts: Sequence[Script],
    jobs: int = 2,
    affinity_key: str = "",
    *,
    by_program: bool = False,
) -> list[Answer]:
    """Their answers from a server, `jobs` calls at a time."""
    with ThreadPoolExecutor(jobs) as callers:
        return list(callers.map(lambda script: _execute(server, script, affinity_key, by_program), scripts))


def _execute(server: ServerProcess, script: Script, affinity_key: str, by_program: bool) -> Answer:
    request = pb.ExecuteRequest(code=script.code, input_json=script.input_json, affinity_key=affinity_key)
    if by_program:
        request = as_program(server, request)
    try:
        response = server.stub.Execute(request, timeout=PATIENCE)
    except grpc.RpcError as refusal:
        return Answer("REFUSED", name=refusal.code().name, message=refusal.details() or "")
    console = tuple(
        (pb.ConsoleLevel.Name(line.level).removeprefix("CONSOLE_LEVEL_").lower(), line.text)
        for line in response.console_messages
    )
    if response.WhichOneof("outcome") == "result_json":
        return Answer("OK", result=response.result_json, console=console)
    error = response.error
    kind = pb.ErrorKind.Name(error.kind).removeprefix("ERROR_KIND_")
    return Answer(kind, name=error.name, message=error.message, console=console)


def as_program(server: ServerProcess, request: pb.ExecuteRequest) -> pb.ExecuteRequest:
    """The same request by a program; as it is where its code does not parse."""
    prepared = server.stub.PrepareProgram(pb.PrepareProgramRequest(code=request.code), timeout=PATIENCE)
    if not prepared.program:
        return request
    named = pb.ExecuteRequest(program=prepared.program)
    request.ClearField("code")
    named.MergeFrom(request)
    return named


def compare(
    scripts: Sequence[Script], *flags: str, jobs: int = 2, by_program: bool = False
) -> list[Comparison]:
    """Each script on both sides, zone by zone, on servers of its own with these flags."""
    found = []
    for zone in sorted({script.zone for script in scripts}):
        of_zone = [script for script in scripts if script.zone == zone]
        # A server without the setting has the zone of its environment.
        named = [f"--tz={zone}"] if "tz" in Settings.__dataclass_fields__ else []
        server = ServerProcess(
            f"--isolates={jobs}", "--timeout=45s", *named, *flags, environment={"TZ": zone}
        )
        try:
            with ThreadPoolExecutor(1) as beside:
                in_node = beside.submit(run_in_node, of_zone, zone, jobs)
                here = run_here(server.serving(), of_zone, jobs, by_program=by_program)
            pairs = zip(of_zone, in_node.result(), here, strict=True)
            found += [Comparison(script, node, ours) for script, node, ours in pairs]
        finally:
            server.stop(expected=None)
    return found
