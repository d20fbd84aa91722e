"""`make fuzz-scripts`: random code blocks against a real server; no outcome may be CRASHED, no status but OK.

Block number n of seed s is made from "s/n" alone, so a finding is made again by its own name:

    python -m bench.fuzz.scripts [--seconds S | --blocks N] [--seed S] [--only s/n]

A failing block is made smaller for a while and printed. Engine bugs that are known are tolerated and counted: see
`KNOWN`. The exit code is 1 when anything else was found.
"""

import argparse
import asyncio
import re
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import grpc

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from harness import ServerProcess  # noqa: E402

from bench.fuzz.javascript import Generator, Node, smaller  # noqa: E402
from executor.v1 import executor_pb2 as pb  # noqa: E402
from executor.v1 import executor_pb2_grpc as pb_grpc  # noqa: E402

CONCURRENCY = 4
# Seconds. A block either ends in milliseconds or is endless.
TIMEOUT = "250ms"
PATIENCE = 60.0
# Calls that may be spent on making one finding smaller.
SHRINK_CALLS = 400
# More findings than this are most likely the same one.
MAX_FINDINGS = 10

# Bugs of the engine that end the process, filed under "Known engine bugs" in docs/compatibility.md: what a block's text must
# match for its crash to be tolerated, and the bug's name there.
KNOWN: tuple[tuple[re.Pattern[str], str], ...] = (
    (
        re.compile(r"z = (y|Iterator\.from\(y\))\.(map|filter|take|drop|flatMap)\("),
        "long chains of iterator helpers",
    ),
)


@dataclass(frozen=True)
class Finding:
    """A block that ended as no block may: `name` makes it again."""

    name: str
    what: str
    code: str


@dataclass
class Result:
    """What a run saw."""

    outcomes: Counter[str] = field(default_factory=Counter)
    known: Counter[str] = field(default_factory=Counter)
    findings: list[Finding] = field(default_factory=list)


def fault_of(response: pb.ExecuteResponse) -> str:
    """What is wrong with an answer; empty when nothing is."""
    outcome, kind = response.WhichOneof("outcome"), response.error.kind
    if outcome == "result_json":
        return ""
    if outcome is None:
        return "an answer without an outcome"
    if kind in (pb.ERROR_KIND_CRASHED, pb.ERROR_KIND_UNSPECIFIED):
        return f"{pb.ErrorKind.Name(kind)}: {response.error.message}"
    return ""


class Fuzzer:
    """Runs blocks on one server."""

    def __init__(self, address: str) -> None:
        self._channel = grpc.aio.insecure_channel(address, options=[("grpc.max_receive_message_length", -1)])
        self._execute = pb_grpc.ExecutorServiceStub(self._channel).Execute
        self.result = Result()

    async def run(self, names: Iterable[str], until: float) -> Result:
        """Runs the blocks of these names until they, or the time, or the patience with findings ends."""
        left = iter(names)

        async def worker() -> None:
            for name in left:
                if time.monotonic() > until or len(self.result.findings) >= MAX_FINDINGS:
                    return
                await self._one(name)

        try:
            await asyncio.gather(*(worker() for _ in range(CONCURRENCY)))
        finally:
            await self._channel.close()
        return self.result

    async def _one(self, name: str) -> None:
        block = Generator(name).block()
        what = await self._try(str(block), count=True)
        if not what:
            return
        for pattern, bug in KNOWN:
            if pattern.search(str(block)):
                self.result.known[bug] += 1
                return
        smallest = await self._shrink(block)
        self.result.findings.append(Finding(name, what, str(smallest)))

    async def _try(self, code: str, *, count: bool = False) -> str:
        """What is wrong with the end of this code; empty when nothing is."""
        try:
            response = await self._execute(pb.ExecuteRequest(code=code), timeout=PATIENCE)
        except grpc.aio.AioRpcError as error:
            if count:
                self.result.outcomes[error.code().name] += 1
            return f"{error.code().name}: {error.details()}"
        if count:
            failed = response.WhichOneof("outcome") == "error"
            kind = pb.ErrorKind.Name(response.error.kind).removeprefix("ERROR_KIND_") if failed else "RESULT"
            self.result.outcomes[kind] += 1
        return fault_of(response)

    async def _shrink(self, block: Node) -> Node:
        """A smaller block that fails too, by leaving out one piece after another for a bounded number of calls."""
        left = SHRINK_CALLS
        while True:
            for candidate in smaller(block):
                if not left:
                    return block
                left -= 1
                if await self._try(str(candidate)):
                    block = candidate
                    break
            else:
                return block


def fuzz(seed: str, *, blocks: int | None = None, seconds: float = float("inf"), only: str = "") -> Result:
    """Runs blocks 0, 1, … of a seed on a server of its own, until their number or the time is over."""

    def names() -> Iterator[str]:
        number = 0
        while blocks is None or number < blocks:
            yield f"{seed}/{number}"
            number += 1

    async def play(address: str) -> Result:
        return await Fuzzer(address).run([only] if only else names(), time.monotonic() + seconds)

    server = ServerProcess("--isolates=3", f"--timeout={TIMEOUT}").serving()
    try:
        result = asyncio.run(play(server.address))
        faults = [line for line in server.log if "isolate fault" in line or "Traceback" in line]
        result.findings += [Finding("", "in the server's log", line) for line in faults]
        return result
    finally:
        server.stop()


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m bench.fuzz.scripts", description=__doc__.partition("\n")[0]
    )
    parser.add_argument("--seconds", type=float, default=600.0)
    parser.add_argument("--blocks", type=int, help="stop after so many")
    parser.add_argument("--seed", default=str(time.time_ns() % 10**6), help="default: another one each time")
    parser.add_argument("--only", default="", metavar="SEED/N", help="one block, printed before it runs")
    arguments = parser.parse_args()
    if arguments.only:
        print(Generator(arguments.only).block())
    begun = time.monotonic()
    result = fuzz(arguments.seed, blocks=arguments.blocks, seconds=arguments.seconds, only=arguments.only)
    elapsed = time.monotonic() - begun
    total = result.outcomes.total()
    print(f"seed {arguments.seed}: {total} blocks in {elapsed:.0f} s ({total / elapsed:.0f}/s)")
    print("outcomes: " + ", ".join(f"{kind} {number}" for kind, number in result.outcomes.most_common()))
    for bug, number in result.known.items():
        print(f"known engine bug, {number} times: {bug}")
    for finding in result.findings:
        print(f"\nFOUND by --only {finding.name}: {finding.what}\n{finding.code}")
    print("\nFAIL" if result.findings else "\nPASS: nothing new")
    sys.exit(1 if result.findings else 0)


if __name__ == "__main__":
    main()
