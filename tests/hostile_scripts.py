"""The collection of hostile scripts, and what is measured of each.

`tests/hostile/<group>.js` holds them as data. A line `//# name: KIND KIND limit=300ms input=deep result=1` begins one:
every kind that is right (`OK` for a result), the limit (150 ms unless said), the name of an input, and the result
(JSON). Where the kinds are several, what comes first depends on the machine, as with a heap that fills near the limit.
A script that must end before its limit, since TIMEOUT is none of its kinds, has more time than any machine takes.
Every script is preceded by a line to the console, so that each also tells whether its console survived.
"""

import itertools
import re
import time
from dataclasses import dataclass
from pathlib import Path

import grpc
from differential import as_program
from harness import ServerProcess, eventually

from executor.v1 import executor_pb2 as pb

FOLDER = Path(__file__).parent / "hostile"
# Of a server for those that only fill memory: half a minute of CPU time less for each time that all are run.
LITTLE_MEMORY = "--max-memory-bytes=48MiB"
HEADER = re.compile(r"^//# (?P<name>[a-z0-9-]+):(?P<words>.*)$", re.MULTILINE)
BEGUN = "begun"
DEFAULT_LIMIT = 0.15
# The longest that a server permits by itself.
CERTAIN_LIMIT = 60.0
# What a script may take beyond its limit, and its slot to be ready again, in seconds.
LATEST_END = 0.1
LATEST_SLOT = 0.25
# Ends before the first line ran: nothing was printed.
NEVER_RAN = ("SYNTAX", "INVALID_ARGUMENT")

# Each further from the last than any run takes.
_UNKNOWN = itertools.count(0.0, 1e9)

INPUTS = {
    "deep": "[" * 400_000 + "]" * 400_000,
    "wide": "[" + "0," * 300_000 + "0]",
    "keys": "{" + ",".join(f'"k{n}":{n}' for n in range(60_000)) + "}",
}


@dataclass(frozen=True)
class Script:
    """One hostile script. `kinds` are the right ends, without their prefix; `limit` is in seconds."""

    group: str
    name: str
    code: str
    kinds: frozenset[str]
    limit: float = DEFAULT_LIMIT
    input_json: str = ""
    result: str | None = None

    @property
    def title(self) -> str:
        return f"{self.group}/{self.name}"

    @property
    def fills_memory(self) -> bool:
        """Whether that is its only end: the less there is, the sooner."""
        return self.kinds == {"OUT_OF_MEMORY"}


@dataclass(frozen=True)
class Measurement:
    """How a script ended. Seconds; `ended_at` as the server measured it, from hand-over to the answer.

    `stalled` is the time in which some process of this machine waited for a CPU during the run, `slot_stalled` the
    same until its slot was back: what nobody here could have done sooner. Endless where the kernel does not tell.
    """

    script: Script
    kind: str
    message: str
    result_json: str
    console: tuple[str, ...]
    ended_at: float
    stalled: float
    slot_back: float
    slot_stalled: float

    def problems(self) -> list[str]:
        """What of the promise was not kept."""
        return self.wrongs() + self.delays()

    def wrongs(self) -> list[str]:
        """What was wrong whatever the time."""
        script, found = self.script, []
        if self.kind not in script.kinds:
            right = " or ".join(sorted(script.kinds))
            found.append(f"ended as {self.kind} ({self.message[:200]!r}), not {right}")
        if script.result is not None and self.kind == "OK" and self.result_json != script.result:
            found.append(f"returned {self.result_json[:200]}, not {script.result}")
        if self.console[:1] != (BEGUN,) and self.kind not in NEVER_RAN and not self.may_not_have_begun:
            found.append(f"lost its console: {self.console[:2]}")
        return found

    @property
    def may_not_have_begun(self) -> bool:
        """Whether it had nothing of its limit, as its isolate waited for a CPU."""
        return self.kind == "TIMEOUT" and self.stalled > self.script.limit / 2

    @property
    def shows_nothing(self) -> bool:
        """Whether its time was over before its first line, by all that is known: also as where this machine itself had no CPU,
        which the kernel does not count.
        """
        return self.kind == "TIMEOUT" and not self.console

    def delays(self) -> list[str]:
        """What was later than promised, by more than the machine was busy."""
        found = []
        if self.ended_at > self.script.limit + LATEST_END + self.stalled:
            found.append(f"ended at {self.ended_at:.3f} s; stalled {self.stalled:.3f} s")
        if self.slot_back > LATEST_SLOT + self.slot_stalled:
            found.append(f"slot back after {self.slot_back:.3f} s; stalled {self.slot_stalled:.3f} s")
        return found


def load() -> list[Script]:
    """Every script, in the order of the files."""
    scripts = []
    for path in sorted(FOLDER.glob("*.js")):
        text = path.read_text()
        headers = list(HEADER.finditer(text))
        ends = [header.start() for header in headers[1:]] + [len(text)]
        for header, end in zip(headers, ends, strict=True):
            scripts.append(_script(path.stem, header, text[header.end() : end].strip()))
    return scripts


def _script(group: str, header: re.Match[str], code: str) -> Script:
    kinds, fields = set(), {}
    for word in header["words"].split():
        key, equals, value = word.partition("=")
        if equals:
            fields[key] = value
        else:
            kinds.add(word)
    limit = fields.pop("limit", None)
    if "TIMEOUT" not in kinds:
        assert limit is None, f"{group}/{header['name']}: no limit ends it"
        seconds = CERTAIN_LIMIT
    elif limit is None:
        seconds = DEFAULT_LIMIT
    else:
        seconds = (
            float(limit.removesuffix("ms")) / 1000 if limit.endswith("ms") else float(limit.removesuffix("s"))
        )
    return Script(
        group=group,
        name=header["name"],
        code=f"console.log('{BEGUN}'); {code}",
        kinds=frozenset(kinds),
        limit=seconds,
        input_json=INPUTS[fields.pop("input")] if "input" in fields else "",
        result=fields.pop("result", None),
    )


def measure(server: ServerProcess, script: Script, *, by_program: bool = False) -> Measurement:
    """Runs one script, sent as code or called as a program; returns when its slot is back."""
    request = server.request(script.code, timeout=script.limit)
    request.input_json = script.input_json
    if by_program:
        request = as_program(server, request)
    stalls = _stalled()
    begun = time.monotonic()
    try:
        response = server.stub.Execute(request, timeout=script.limit + 30)
    except grpc.RpcError as error:
        response = pb.ExecuteResponse()
        kind, message = error.code().name, error.details() or ""
        ended_at = time.monotonic() - begun
    else:
        failed = response.WhichOneof("outcome") == "error"
        kind = pb.ErrorKind.Name(response.error.kind).removeprefix("ERROR_KIND_") if failed else "OK"
        message = response.error.message
        usage = response.usage
        ended_at = (usage.total_duration.ToNanoseconds() - usage.queue_duration.ToNanoseconds()) / 1e9
    answered, stalls_then = time.monotonic(), _stalled()

    def slot_is_back() -> bool:
        status = server.warmup_status()
        return status.isolates_ready == status.isolates_total

    eventually(slot_is_back, "the slot is back")
    return Measurement(
        script,
        kind,
        message,
        response.result_json,
        tuple(line.text for line in response.console_messages),
        ended_at,
        stalls_then - stalls,
        time.monotonic() - answered,
        _stalled() - stalls_then,
    )


def _stalled() -> float:
    """Seconds, so far, in which at least one process waited for a CPU (the kernel's pressure stall information). Where
    there is none the number counts up for ever: nothing can be said to be late.
    """
    try:
        text = Path("/proc/pressure/cpu").read_text()
    except OSError:
        return next(_UNKNOWN)
    match = re.search(r"^some .*total=(\d+)", text, re.MULTILINE)
    return int(match[1]) / 1e6 if match else next(_UNKNOWN)
