"""`make bench`: this executor beside its alternatives, in one run on one machine, as ratios.

    python -m bench [SECTION…] [--quick] [--only NAME] [--peers NAME…]
    python -m bench before --tree DIRECTORY [--pagemap] [--reused] [--only SCENARIO,…] [--callers N] [--isolates N] [--at-once N]
                                                here in both isolations, and another tree, which is set up and has its own .venv

Prints the plan first, tables as they come, and the targets last; writes bench/results (JSON, Markdown, plots).
"""

import argparse
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT)]

from bench import (  # noqa: E402
    before,
    floor,
    load,
    machine,
    memory,
    refill,
    report,
    results,
    rounds,
    scenarios,
    servers,
    startup,
    targets,
)

PLOTS_PYTHON = ROOT / ".tools" / "bench" / "bin" / "python"

# Sections that need the peers, then those that each bring their own processes.
OF_PEERS = ("noop", "latency", "scenarios", "batch")
ALONE = ("floor", "startup", "memory", "refill", "rewound")
# Only when asked for.
ON_DEMAND = ("sandbox",)


class Bench:
    """One run: what is to be measured, and the results so far."""

    def __init__(
        self, sections: tuple[str, ...], plan: rounds.Plan, peers: list[servers.Peer], *, quick: bool
    ) -> None:
        self.sections = sections
        self.plan = plan
        self.peers = peers
        self.quick = quick
        self.results: dict[str, Any] = {
            "machine": machine.describe(),
            "date": time.strftime("%Y-%m-%d", time.gmtime()),
            "quick": quick,
            "plan": rounds.plan_as_json(plan),
        }

    def print_plan(self) -> None:
        """What takes how long."""
        described = self.results["machine"]
        print(f"{described['cpu']}, {described['cores']} cores, Linux {described['kernel']}, Python "
              f"{described['python']}, Node {described['node']}, {described['go']}, commit {described['commit']}")  # fmt: skip
        parts: dict[str, float] = {}
        if set(self.sections) & set(OF_PEERS):
            parts = self.plan.estimate(len([peer for peer in self.peers if not peer.unavailable()]))
            unwanted = {"noop": "no-op throughput", "latency": "no-op latency", "scenarios": "other scenarios",
                        "batch": "batch"}  # fmt: skip
            parts = {name: cost for name, cost in parts.items()
                     if all(name != part or section in self.sections for section, part in unwanted.items())}  # fmt: skip
        alone = {"floor": 1, "startup": 5, "memory": 4, "refill": 3, "rewound": 6} if self.quick else {
            "floor": 4, "startup": 25, "memory": 15, "refill": 25, "rewound": 12}  # fmt: skip
        parts |= {name: cost for name, cost in alone.items() if name in self.sections}
        for name, cost in parts.items():
            print(f"  {name:18} {cost:5.0f} s")
        print(
            f"  {'all':18} {sum(parts.values()):5.0f} s = {sum(parts.values()) / 60:.1f} minutes\n",
            flush=True,
        )

    def run(self) -> None:
        """Measures all sections; each table is printed when it is there."""
        if set(self.sections) & set(OF_PEERS):
            self._peers()
        # After the peers have ended: start and memory want the machine for themselves.
        alone: dict[str, Callable[[], Any]] = {
            "floor": lambda: vars(floor.measure(500 if self.quick else 2000)),
            "startup": self._startup,
            "memory": lambda: memory.measure((64,) if self.quick else memory.COUNTS),
            "refill": lambda: refill.measure(100 if self.quick else 1000),
            "rewound": lambda: memory.rewound(8) if self.quick else memory.rewound(),
            "sandbox": self._sandbox,
        }
        for name, measure in alone.items():
            if name in self.sections:
                print(f"measuring {name}", flush=True)
                self.results[name] = measure()

    def _peers(self) -> None:
        wanted = [one for one in self.plan.scenarios if one.name == "noop" or "scenarios" in self.sections]
        with rounds.Field(self.peers, tuple(wanted)) as field:
            self.results["skipped"] = field.skipped
            self.results["generator"] = rounds.generator(1.0)
            by_scenario = self.results["throughput"] = {}
            if {"noop", "latency"} & set(self.sections):
                by_scenario["noop"] = field.throughput("noop", self.plan.rounds, self.plan.seconds)
                self._show(report.throughput)
            if "latency" in self.sections:
                self.results["latency"] = field.latency(self.plan, by_scenario["noop"])
                self._show(report.latency)
            if "batch" in self.sections:
                self.results["batch"] = field.batch(self.plan.rounds, self.plan.seconds)
            for scenario in wanted:
                if scenario.name != "noop":
                    by_scenario[scenario.name] = field.throughput(
                        scenario.name, self.plan.scenario_rounds, self.plan.scenario_seconds
                    )
                    print(f"measured {scenario.name}", flush=True)

    def _show(self, tables: Callable[[report.Results], list[report.Table]]) -> None:
        for table in tables(self.results):
            print(table.text(), flush=True)

    def _startup(self) -> dict[str, dict[str, float]]:
        sides: dict[str, Callable[[], startup.Figures]] = {"executor": lambda: startup.start_server(ROOT, 2)}
        if (startup.GRPC_JS / "@grpc" / "grpc-js").is_dir():
            sides["node"] = lambda: startup.start_node(startup.GRPC_JS)
        return startup.compare(sides, 1 if self.quick else 5)

    def _sandbox(self) -> dict[str, Any]:
        sides: list[servers.Peer] = [servers.Executor(), servers.NoSandbox()]
        with rounds.Field(sides, (scenarios.BY_NAME["noop"],)) as field:
            return field.throughput("noop", self.plan.rounds, self.plan.seconds)

    def finish(self, only: str) -> None:
        """Prints everything, targets last, and writes what a whole run has."""
        self.results["targets"] = [
            each
            for each in targets.verdicts(self.results)
            if only in ("", each["name"]) or only not in targets.BY_NAME
        ]
        for table in report.tables(self.results):
            print(table.text())
        if sandbox := self.results.get("sandbox"):
            (table, *_) = report.throughput({"throughput": {"noop": sandbox}})
            print(replace(table, title="The sandbox's cost").text())
        if only or not set(OF_PEERS + ALONE) <= set(self.sections):
            print("\nonly a part was measured: nothing is written to bench/results")
            return
        path = results.add(self.results)
        path.with_suffix(".md").write_text(report.markdown(results.read(path)))
        print(f"\nwritten: {path.relative_to(ROOT)}, {path.with_suffix('.md').name}")
        if PLOTS_PYTHON.exists():
            subprocess.run([PLOTS_PYTHON, "-m", "bench.plots", str(path)], cwd=ROOT, check=True)


def chosen(arguments: argparse.Namespace) -> tuple[tuple[str, ...], rounds.Plan]:
    """The sections and the plan that the command line asks for. Raises `ValueError` for an unknown `--only`."""
    plan = rounds.QUICK if arguments.quick else rounds.FULL
    only = arguments.only
    if not only:
        return tuple(arguments.sections) or OF_PEERS + ALONE, plan
    if only in targets.BY_NAME:
        # memory and others are both a target and a section: the target's sections are the same.
        target = targets.BY_NAME[only]
        if target.scenario:
            plan = replace(plan, scenarios=(scenarios.BY_NAME[target.scenario],))
        return target.sections, plan
    if only in (*OF_PEERS, *ALONE, *ON_DEMAND):
        return (only,), plan
    if only in scenarios.BY_NAME:
        return ("scenarios",), replace(plan, scenarios=(scenarios.BY_NAME[only],))
    names = ", ".join([*targets.BY_NAME, *OF_PEERS, *ALONE, *ON_DEMAND, *scenarios.BY_NAME])
    raise ValueError(f"--only {only}: no such target, section or scenario; there are {names}")


def missing(only: str, sections: tuple[str, ...], peers: list[servers.Peer]) -> str:
    """What must be built before these sections can be measured; empty when nothing is. A peer that cannot run is left
    out of a table, but a target that compares the executor with it could not be told.
    """
    if set(sections) & set(OF_PEERS) and not load.BINARY.exists():
        return load.NOT_BUILT
    if only not in targets.BY_NAME:
        return ""
    if "startup" in sections and not startup.GRPC_JS.is_dir():
        return "npm packages are missing: make peers"
    if not set(sections) & set(OF_PEERS):
        return ""
    return next((f"{peer.name} cannot run, {why}" for peer in peers if (why := peer.unavailable())), "")


def command_line() -> argparse.ArgumentParser:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__.partition("\n")[0])
    every = (*OF_PEERS, *ALONE, *ON_DEMAND, "before")
    parser.add_argument("sections", nargs="*", choices=[*every, []], metavar="SECTION",
                        help=f"{', '.join(every)}; default: all but the last two")  # fmt: skip
    parser.add_argument(
        "--quick", action="store_true", help="three minutes: fewer rounds, peers' scenarios and rates"
    )
    parser.add_argument("--only", default="", metavar="NAME", help="one target, section or scenario")
    parser.add_argument("--peers", nargs="+", metavar="NAME", help="only these, and the executor and echo")
    parser.add_argument("--tree", type=Path, help="what `before` measures against")
    parser.add_argument("--pagemap", action="store_true",
                        help="`before`: also a server that may not use userfaultfd")  # fmt: skip
    parser.add_argument("--reused", action="store_true",
                        help="`before`: all calls of a scenario in one isolate, by an affinity key")  # fmt: skip
    parser.add_argument("--rounds", type=int, help="of the no-op and the scenarios, and of `before` (5)")
    parser.add_argument("--seconds", type=float, default=3.0, help="of `before`, of a round and side")
    parser.add_argument("--callers", type=int, default=1, help="of `before`: how many take turns")
    parser.add_argument("--isolates", type=int, default=0, help="of `before`: how many each server has")
    parser.add_argument("--at-once", type=int, default=load.CONCURRENCY,
                        help="of `before`: how many calls are under way")  # fmt: skip
    return parser


def main() -> None:
    """Does what the command line says."""
    parser = command_line()
    arguments = parser.parse_args()
    if "before" in arguments.sections:
        if arguments.tree is None:
            parser.error("before: --tree names the tree to measure against")
        if not load.BINARY.exists():
            sys.exit(f"bench: {load.NOT_BUILT}")
        names = tuple(arguments.only.split(",")) if arguments.only else ("noop",)
        before.compare(
            arguments.tree,
            arguments.rounds or 5,
            arguments.seconds,
            names,
            callers=arguments.callers,
            isolates=arguments.isolates,
            pagemap=arguments.pagemap,
            reused=arguments.reused,
            at_once=arguments.at_once,
        )
        return
    try:
        sections, plan = chosen(arguments)
    except ValueError as error:
        parser.error(str(error))
    if arguments.rounds:
        plan = replace(plan, rounds=arguments.rounds, scenario_rounds=arguments.rounds)
    peers = servers.all_peers()
    if arguments.only in targets.BY_NAME:
        wanted = ("executor", *targets.BY_NAME[arguments.only].peers)
        peers = [peer for peer in peers if peer.name in wanted]
    elif arguments.peers:
        peers = [peer for peer in peers if peer.name in ("executor", "echo", *arguments.peers)]
    if words := missing(arguments.only, sections, peers):
        sys.exit(f"bench: {words}; or make bench ARGS='{' '.join(sys.argv[1:])}', which builds it first")
    bench = Bench(sections, plan, peers, quick=arguments.quick)
    bench.print_plan()
    begun = time.monotonic()
    bench.run()
    bench.finish(arguments.only)
    print(f"took {(time.monotonic() - begun) / 60:.1f} minutes")


if __name__ == "__main__":
    main()
