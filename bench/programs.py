"""Programs beside the same code sent with each call: calls a second and CPU, in turns.

    python -m bench.programs [--rounds N] [--seconds S] [--only NAME] [--output FILE]

One server as it comes. Every call has a never-used isolate, the same input and the same result; one side sends the code, the other the
program that it was prepared as. Sides alternate, every other round the other way about; the ratio is that of the medians. CPU is that of the
server with zygote and isolates.
"""

import argparse
import json
import re
import statistics
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from bench import load  # noqa: E402
from bench.load import Call  # noqa: E402
from bench.machine import describe  # noqa: E402
from bench.processes import cpu_seconds  # noqa: E402
from bench.servers import Executor  # noqa: E402
from executor.v1 import executor_pb2 as pb  # noqa: E402

EXAMPLES = sorted(path for path in (ROOT / "examples").glob("*.js") if path.stem != "broken")
INPUT = json.dumps(
    {
        "lines": [{"sku": f"a-{number}", "price": number + 0.99, "count": 3} for number in range(20)],
        "q": "Ä b",
    }
)
# What a call uses of a library: two of its functions.
CALL = """
const lines = [];
for (const line of input.lines) lines.push(await price1(line));
return { lines: lines.length, total: Math.round(100 * lines.reduce((sum, { total }) => sum + total, 0)) / 100 };
"""


def library(size: int) -> str:
    """About so many bytes of functions, each an example of ours, numbered by how often it came; then a call of one of them."""
    parts: list[str] = []
    for function in _functions():
        if sum(map(len, parts)) + len(function) + len(CALL) > size:
            return "".join(parts) + CALL
        parts.append(function)
    raise AssertionError("there is no end of functions")


def _functions() -> Iterator[str]:
    number = 1
    while True:
        for path in sorted(EXAMPLES, key=lambda path: path.stem != "price"):
            name = re.sub(r"-(\w)", lambda match: match[1].upper(), path.stem)
            yield f"async function {name}{number}(input) {{\n{path.read_text()}}}\n"
        number += 1


BLOCKS = {
    "one line": "return input.lines.length;",
    "20 lines": library(1600),
    "6 KB": library(6_000),
    "60 KB": library(60_000),
}


@dataclass
class Side:
    """What one way of calling came to, round by round."""

    call: Call
    rates: list[float]
    cpu_ms: list[float]


def measured(executor: Executor, code: str, rounds: int, seconds: float) -> dict[str, Side]:
    """Both ways with one block."""
    server = executor.server
    assert server is not None
    stub = server.stub
    program = stub.PrepareProgram(pb.PrepareProgramRequest(code=code)).program
    requests = {
        "code": pb.ExecuteRequest(code=code, input_json=INPUT),
        "program": pb.ExecuteRequest(program=program, input_json=INPUT),
    }
    results = {name: stub.Execute(request).result_json for name, request in requests.items()}
    assert results["code"] == results["program"] != "", results
    sides = {
        name: Side(Call(request.SerializeToString(), results[name].encode()), [], [])
        for name, request in requests.items()
    }
    for number in range(rounds):
        for side in list(sides.values())[:: -1 if number % 2 else 1]:
            _round(executor, server.address, side, seconds)
    return sides


def _round(executor: Executor, address: str, side: Side, seconds: float) -> None:
    begun = cpu_seconds(executor.pids())
    run = load.run(address, [side.call], "closed", seconds)
    if run.wrong:
        raise AssertionError(run.wrong)
    side.rates.append(run.rate)
    side.cpu_ms.append((cpu_seconds(executor.pids()) - begun) * 1000 / run.calls)


def main() -> None:
    """Prints the table and writes it, where asked."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--seconds", type=float, default=2.0)
    parser.add_argument("--only", choices=BLOCKS)
    parser.add_argument("--output", type=Path, metavar="FILE", help="for the table, as Markdown")
    given = parser.parse_args()
    lines = [
        "| block | bytes | calls/s, code | calls/s, program | ratio | CPU ms, code | CPU ms, program | ratio |",
        "|---|--:|--:|--:|--:|--:|--:|--:|",
    ]
    print("\n".join(lines), flush=True)
    executor = Executor()
    executor.start()
    try:
        for name, code in BLOCKS.items():
            if given.only in (None, name):
                sides = measured(executor, code, given.rounds, given.seconds)
                lines.append(_row(name, code, sides["code"], sides["program"]))
                print(lines[-1], flush=True)
    finally:
        executor.stop()
    if given.output:
        heading = f"# Programs beside code: {given.rounds} rounds of {given.seconds:g} s\n\n{_machine()}\n\n"
        given.output.write_text(heading + "\n".join(lines) + "\n")


def _row(name: str, code: str, by_code: Side, by_program: Side) -> str:
    rates = [statistics.median(side.rates) for side in (by_code, by_program)]
    cpu = [statistics.median(side.cpu_ms) for side in (by_code, by_program)]
    return (
        f"| {name} | {len(code.encode()):,} | {rates[0]:,.0f} | {rates[1]:,.0f} | {rates[1] / rates[0]:.2f}× "
        f"| {cpu[0]:.2f} | {cpu[1]:.2f} | {cpu[0] / cpu[1]:.2f}× |"
    )


def _machine() -> str:
    return "; ".join(f"{name} {value}" for name, value in describe().items())


if __name__ == "__main__":
    main()
