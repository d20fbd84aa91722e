"""From the start of the process to SERVING, beside Node, and where the time goes.

    python -m bench.startup [--rounds N] [--tree DIRECTORY] [--grpc-js DIRECTORY]

Node requires the same modules and opens a grpc-js port: the least that any server in Node does before it can
answer. `--grpc-js` is a `node_modules` with @grpc/grpc-js in it. `--tree` is another set-up tree (before a change).
Sides alternate, figures are medians. CPU counts all processes of a side; other work on the machine moves it least.
"""

import argparse
import json
import os
import re
import resource
import shutil
import signal
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT)]

from executor.formats.manifest import module_names  # noqa: E402 - of this tree, from wherever it is run

MODULES = ROOT / "modules" / "node_modules"
# Where `make bench` has its Node peers.
GRPC_JS = ROOT / ".tools" / "peers" / "node" / "node_modules"

NODE_SERVER = """
const { createRequire } = require('node:module');
const [modules, grpcJs, names] = process.argv.slice(1);
const load = createRequire(modules + '/');
for (const name of JSON.parse(names)) load(name);
const grpc = createRequire(grpcJs + '/')('@grpc/grpc-js');
new grpc.Server().bindAsync('127.0.0.1:0', grpc.ServerCredentials.createInsecure(), (error) => {
  if (error) throw error;
  process.exit(0);
});
"""

Figures = dict[str, float]


class Server:
    """`python server.py` of one tree, timed by its log lines."""

    def __init__(self, tree: Path, isolates: int) -> None:
        self.begun = time.perf_counter()
        command = [
            str(tree / ".venv" / "bin" / "python"),
            "server.py",
            f"--isolates={isolates}",
            "--lame-duck=0",
        ]
        self.process = subprocess.Popen(
            [*command, "--listen=127.0.0.1:0", "--admin-listen=127.0.0.1:0"],
            cwd=tree,
            stderr=subprocess.PIPE,
            text=True,
        )

    def wait_for(self, pattern: str) -> tuple[float, re.Match[str]]:
        """Milliseconds from the start to a line of the log, and the line's match."""
        assert self.process.stderr is not None
        for line in self.process.stderr:
            if match := re.search(pattern, line):
                return (time.perf_counter() - self.begun) * 1000, match
        raise RuntimeError(f"the server ended before it said {pattern!r}")

    def children(self) -> list[psutil.Process]:
        """The zygote and the isolates."""
        return psutil.Process(self.process.pid).children()

    def cpu_ms(self) -> float:
        """Of the server and all its children, so far."""
        times = [process.cpu_times() for process in [psutil.Process(self.process.pid), *self.children()]]
        return 1000 * sum(each.user + each.system for each in times)

    def stop(self) -> None:
        self.process.send_signal(signal.SIGTERM)
        self.process.communicate()


def start_server(tree: Path, isolates: int) -> Figures:
    """One start, and one zygote killed and replaced."""
    server = Server(tree, isolates)
    try:
        _, warm = server.wait_for(r"generation 1 is warm after (\d+) ms")
        serving, _ = server.wait_for("readiness is SERVING")
        figures = {"SERVING": serving, "CPU": server.cpu_ms(), "generation 1": float(warm[1])}
        zygote = next(child for child in server.children() if child.name() == "zygote")
        zygote.kill()
        _, warm = server.wait_for(r"generation 2 is warm after (\d+) ms")
        return figures | {"generation 2": float(warm[1])}
    finally:
        server.stop()


def start_node(grpc_js: Path) -> Figures:
    """One start of Node."""
    names = json.dumps(module_names())
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    node = shutil.which("node", path=f"{os.environ['PATH']}:{ROOT / '.venv' / 'bin'}")
    assert node is not None, "no node: run scripts/with-node node --version"
    subprocess.run([node, "-e", NODE_SERVER, str(MODULES.parent), str(grpc_js.parent), names], check=True)
    wall, after = time.perf_counter() - begun, resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return {"SERVING": wall * 1000, "CPU": cpu * 1000}


def medians(rounds: list[Figures]) -> Figures:
    return {name: statistics.median(figures[name] for figures in rounds) for name in rounds[0]}


def compare(sides: dict[str, Callable[[], Figures]], rounds: int) -> dict[str, Figures]:
    """Alternates all sides; medians of each."""
    collected: dict[str, list[Figures]] = {name: [] for name in sides}
    for _ in range(rounds):
        for name, side in sides.items():
            collected[name].append(side())
    return {name: medians(figures) for name, figures in collected.items()}


def measure_stages() -> Figures:
    """In a fresh process: a zygote is one."""
    command = [sys.executable, "-m", "bench.warmup_stages"]
    result: Figures = json.loads(subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE).stdout)
    return result


def print_starts(sides: dict[str, Figures], rounds: int) -> None:
    print(f"start to SERVING, ms, median of {rounds} alternating starts")
    print(f"{'':22}{'SERVING':>10}{'CPU':>10}{'generation 1':>15}{'generation 2':>15}")
    for name, figures in sides.items():
        cells = [f"{figures[key]:.0f}" if key in figures else "" for key in ("generation 1", "generation 2")]
        print(f"{name:22}{figures['SERVING']:>10.0f}{figures['CPU']:>10.0f}{cells[0]:>15}{cells[1]:>15}")
    here = sides["here"]
    for name, figures in sides.items():
        if name != "here":
            print(
                f"here / {name:15}{here['SERVING'] / figures['SERVING']:>10.2f}{here['CPU'] / figures['CPU']:>10.2f}"
            )


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.startup", description=__doc__.split("\n")[0])
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--isolates", type=int, default=8)
    parser.add_argument("--tree", type=Path, help="another set-up tree to compare with")
    parser.add_argument("--grpc-js", type=Path, default=GRPC_JS, help="a node_modules with @grpc/grpc-js")
    arguments = parser.parse_args()
    sides: dict[str, Callable[[], Figures]] = {"here": lambda: start_server(ROOT, arguments.isolates)}
    if arguments.tree:
        tree = arguments.tree.resolve()
        sides[tree.name] = lambda: start_server(tree, arguments.isolates)
    if (arguments.grpc_js / "@grpc" / "grpc-js").is_dir():
        sides["Node with grpc-js"] = lambda: start_node(arguments.grpc_js.resolve())
    else:
        print(f"without Node: {arguments.grpc_js} has no @grpc/grpc-js (--grpc-js)")
    print_starts(compare(sides, arguments.rounds), arguments.rounds)
    print(f"\nthe zygote's warmup by stage, ms of CPU, median of {arguments.rounds}")
    for name, spent in medians([measure_stages() for _ in range(arguments.rounds)]).items():
        print(f"{name:22}{spent:>10.1f}")


if __name__ == "__main__":
    main()
