"""Maps what Node has in C++: CPU time of each function here and in Node 20, of a large call and of a small one.

    python -m bench.heavy [--rounds N] [--only NAME] [--sizes large,small] [--tree DIRECTORY] [--write]

Large is 1 MB or 10,000 items, small 100 bytes or 10 items. Here a call's time is that of the run, as the response says it,
less that of the same run without the call; in Node it is what process.cpuUsage() says around it. Medians. With `--tree`
another tree is measured too, call by call in turns: that of before a change. `--write` puts the rows into bench/results, as JSON,
as a table and as a plot.
"""

import argparse
import json
import math
import os
import statistics
import subprocess
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from harness import NODE, ServerProcess  # noqa: E402

from bench import results  # noqa: E402
from bench.functions import FUNCTIONS, PRELUDE, SIZES, Function  # noqa: E402

# So often a call is made in one run, whose own cost it could not be told from otherwise.
LARGE_CALLS, SMALL_CALLS = 3, 400
# What is slower than so many times Node has a reason.
MOST = 10
# What Node is given: each line a script, each answer its microseconds. Garbage of one script is no part of the next.
NODE_DRIVER = """
const AsyncFunction = (async () => {}).constructor;
require('readline').createInterface({ input: process.stdin }).on('line', async (line) => {
  try {
    gc();
    console.log(await new AsyncFunction('require', JSON.parse(line))(require));
  } catch (error) { console.log('NaN', error.message); }
});
"""


@dataclass(frozen=True)
class Row:
    """Milliseconds of one call; `before` is the other tree's, if it was measured."""

    name: str
    size: int
    counts: str
    here: float
    node: float
    before: float | None

    @property
    def ratio(self) -> float:
        return self.here / self.node


def script(function: Function, size: int, calls: int, around: tuple[str, str] = ("", "")) -> str:
    return (
        f"const N = {size};{PRELUDE}{function.before}\n{around[0]}"
        f"for (let call = 0; call < {calls}; call++) {function.call};\n{around[1]}"
    )


class Node:
    """One process, which has compiled what it runs again and again."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            ["node", "--expose-gc", "-e", NODE_DRIVER],
            executable=NODE,
            env={**os.environ, "NODE_PATH": str(ROOT / "modules" / "node_modules")},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def ms(self, function: Function, size: int, calls: int) -> float:
        begin = "const begin = process.cpuUsage();"
        end = "const { user, system } = process.cpuUsage(begin); return (user + system) / 1e3;"
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        print(json.dumps(script(function, size, calls, (begin, end))), file=self._process.stdin, flush=True)
        answer = self._process.stdout.readline()
        if answer.startswith("NaN"):
            raise RuntimeError(f"{function.name} failed in Node: {answer}")
        return float(answer) / calls

    def stop(self) -> None:
        self._process.kill()
        self._process.wait()


def here_ms(server: ServerProcess, function: Function, size: int, calls: int) -> float:
    """Of one call; NaN where the run did not end in a result."""
    spent = []
    for count in (calls, 0):
        response = server.execute(script(function, size, count) + "return 1;")
        if response.WhichOneof("outcome") != "result_json":
            return float("nan")
        cpu = response.usage.cpu_duration
        spent.append(cpu.seconds * 1e3 + cpu.nanos / 1e6)
    return max(spent[0] - spent[1], 0.0) / calls


def measured(
    function: Function, size: int, calls: int, rounds: int, servers: list[ServerProcess], node: Node
) -> Row:
    sides: list[list[float]] = [[] for _ in range(len(servers) + 1)]
    for _ in range(rounds):
        for side, server in zip(sides, servers, strict=False):
            side.append(here_ms(server, function, size, calls))
        sides[-1].append(node.ms(function, size, calls))
    here, *before, there = (statistics.median(side) for side in sides)
    # A run that ended without a result was longer than a server permits.
    known = [ms for ms in before if not math.isnan(ms)]
    return Row(function.name, size, function.counts, here, there, known[0] if known else None)


def shown(row: Row) -> str:
    before = "" if row.before is None else f"  before {row.before:10.3f} ms"
    return f"{row.name:30} {row.size:>8} {row.counts:5} {row.here:10.3f} ms  Node {row.node:9.4f} ms {row.ratio:8.1f}×{before}"


def table(rows: list[Row]) -> str:
    """In Markdown, with why a function takes more than ten times what it takes Node."""
    reasons = {function.name: function.reason for function in FUNCTIONS}
    lines = ["| function | size | before, ms | here, ms | Node, ms | × | |", "|---|--:|--:|--:|--:|--:|---|"]
    for row in rows:
        before = "" if row.before is None else f"{row.before:.3f}"
        reason = reasons[row.name] if row.ratio > MOST else ""
        lines.append(
            f"| {row.name} | {row.size:,} {row.counts} | {before} | {row.here:.3f} | {row.node:.4f} | {row.ratio:.1f} | {reason} |"
        )
    return "\n".join(lines) + "\n"


def write(rows: list[Row]) -> None:
    """Each in place of today's own, where there is one."""
    known = {(row["name"], row["size"]): Row(**row) for row in results.read(results.file()).get("heavy", [])}
    known |= {(row.name, row.size): row for row in rows}
    rows = list(known.values())
    path = results.add({"heavy": [asdict(row) for row in rows]})
    path.with_name(f"{path.stem}-heavy.md").write_text(table(rows))
    python = ROOT / ".tools" / "bench" / "bin" / "python"
    if not python.exists():
        print("no plots: make .tools/bench/installed installs what draws them")
        return
    subprocess.run([python, "-m", "bench.plots", str(path)], cwd=ROOT, check=True)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.heavy", description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", default="", metavar="NAME")
    parser.add_argument("--sizes", default="large,small")
    parser.add_argument("--tree", type=Path, help="measure this tree too")
    parser.add_argument("--write", action="store_true", help="into bench/results")
    arguments = parser.parse_args()
    flags = ("--isolates=1", "--timeout=60s")
    servers = [ServerProcess(*flags).serving()]
    if arguments.tree:
        servers.append(ServerProcess(*flags, root=arguments.tree).serving())
    node, rows = Node(), []
    try:
        for function in FUNCTIONS:
            if arguments.only not in function.name:
                continue
            large, small = SIZES[function.counts]
            for size, calls in ((large, LARGE_CALLS), (small, SMALL_CALLS)):
                if ("large" if size == large else "small") in arguments.sizes:
                    row = measured(function, size, calls, arguments.rounds, servers, node)
                    rows.append(row)
                    print(shown(row), flush=True)
    finally:
        for server in servers:
            server.stop()
        node.stop()
    if arguments.write:
        write(rows)
    return 0


if __name__ == "__main__":
    sys.exit(main())
