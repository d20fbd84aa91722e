"""Tables of a run's results, for the terminal and as Markdown."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bench.scenarios import BY_NAME

Results = dict[str, Any]
MISSING = "–"


@dataclass(frozen=True)
class Table:
    """A title, a line that says how it was measured, and cells; the first column is names."""

    title: str
    how: str
    columns: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]
    # Columns of words, which stand at the left; all others are figures.
    words: tuple[int, ...] = (0,)

    def text(self) -> str:
        """For the terminal."""
        cells = [self.columns, *self.rows]
        widths = [max(len(row[at]) for row in cells) for at in range(len(self.columns))]
        lines = [
            "  ".join(
                cell.ljust(width) if at in self.words else cell.rjust(width)
                for at, (cell, width) in enumerate(zip(row, widths, strict=True))
            ).rstrip()
            for row in cells
        ]
        return "\n".join((f"\n{self.title}", self.how, *lines))

    def markdown(self) -> str:
        """For bench/results."""
        ruler = ["---" if at in self.words else "---:" for at in range(len(self.columns))]
        lines = [f"| {' | '.join(row)} |" for row in (self.columns, tuple(ruler), *self.rows)]
        return "\n".join((f"## {self.title}\n\n{self.how}\n", *lines, ""))


def number(value: float | None, digits: int = 2) -> str:
    """Four significant digits at most, and a dash for what was not measured."""
    if value is None:
        return MISSING
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.{digits if abs(value) < 10 else 1}f}"


def wrong(figures: dict[str, Any]) -> str:
    """Nothing, or what was wrong and how often."""
    return "; ".join(f"{count} × {what}" for what, count in figures["wrong"].items()) or "0"


def throughput(results: Results) -> list[Table]:
    """One table for the no-op, with all that was measured, and one of the scenarios side by side."""
    by_scenario = results.get("throughput", {})
    tables = []
    if noop := by_scenario.get("noop"):
        ours = {
            name: noop[name]["calls_per_second"] for name in ("executor", "executor-rewind") if name in noop
        }
        rows = [
            (
                name,
                number(each["calls_per_second"]),
                f"{each['spread']:.0%}",
                *(number(rate / each["calls_per_second"]) for rate in ours.values()),
                number(each["cpu_ms_per_call"]),
                f"{each['load_cores']:.2f}",
                wrong(each),
            )
            for name, each in sorted(noop.items(), key=lambda item: -item[1]["calls_per_second"])
        ]
        columns = (
            "peer",
            "calls/s",
            "spread",
            *(f"{name} ÷ it" for name in ours),
            "CPU ms/call",
            "generator's cores",
            "wrong answers",
        )
        tables.append(Table("No-op, throughput", "Closed loop, 16 calls at once over 4 connections; medians of "
                            "alternating rounds; CPU of the peer's whole process tree.", columns, rows))  # fmt: skip
    if len(by_scenario) > (1 if noop else 0):
        names = list(by_scenario)
        peers = list(dict.fromkeys(peer for scenario in by_scenario.values() for peer in scenario))
        for title, key in (("calls/s", "calls_per_second"), ("CPU ms per call", "cpu_ms_per_call")):
            rows = [
                (peer, *(number(by_scenario[name].get(peer, {}).get(key)) for name in names))
                for peer in peers
            ]
            how = "; ".join(f"{name}: {BY_NAME[name].describe}" for name in names)
            tables.append(Table(f"Scenarios, {title}", how + ".", ("peer", *names), rows))
    return tables


def latency(results: Results) -> list[Table]:
    """By peer and rate."""
    if not results.get("latency"):
        return []
    rows = [
        (
            name,
            rate,
            f"{each['samples']:,}",
            number(each["p50_ms"]),
            number(each["p99_ms"]),
            number(each["p999_ms"]),
            number(each["lateness_p99_ms"]),
            wrong(each),
        )
        for name, rates in results["latency"].items()
        for rate, each in rates.items()
    ]
    columns = (
        "peer",
        "calls/s",
        "samples",
        "p50 ms",
        "p99 ms",
        "p99.9 ms",
        "generator late, p99 ms",
        "wrong answers",
    )
    how = ("Open loop of no-ops at fixed rates, from the intended start of each call. A dash: fewer than ten samples "
           "lie beyond. Rates above 90% of a peer's throughput are left out for it.")  # fmt: skip
    return [Table("No-op, latency by load", how, columns, rows)]


def single(results: Results) -> list[Table]:
    """Everything with one row or few."""
    tables = []
    rows: list[tuple[str, ...]]
    if each := results.get("batch"):
        rows = [
            (chunk, number(of["calls_per_second"]), f"{of['spread']:.0%}", number(of["cpu_ms_per_call"], 3),
             f"{of['load_cores']:.2f}", wrong(of))
            for chunk, of in each.items()
        ]  # fmt: skip
        columns = (
            "inputs a message",
            "items/s",
            "spread",
            "CPU ms/item",
            "generator's cores",
            "wrong answers",
        )
        how = "2 streams, 32 messages unanswered in each."
        tables.append(Table("ExecuteBatch, no-op", how, columns, rows))
    limits = []
    if each := results.get("floor"):
        limits.append(("fork + exit + wait of empty Python, CPU ms", number(each["cpu_ms"])))
        limits.append(("fork + exit + wait of empty Python, wall ms", number(each["wall_ms"])))
    if each := results.get("generator"):
        limits.append(("generator against a trivial server, calls/s", number(each["calls_per_second"])))
        limits.append(("generator's CPU, ms a call", number(each["cpu_ms_per_call"], 3)))
    if each := results.get("refill"):
        limits.append((f"slot refilled after each of {each['kills']} kills, p50 ms", number(each["p50_ms"])))
        limits.append(("the same, p99 ms", number(each["p99_ms"])))
        limits.append(("the same, longest, ms", number(each["max_ms"])))
    if each := results.get("rewound"):
        limits.append((f"how {each['isolates']} idle isolates are rewound", each["tracker"] or "not at all"))
        for which, words in (("unused", "that nobody used"), ("used", "that was used and rewound")):
            limits.append(
                (f"one more idle isolate {words}, adds MiB to all", number(each[f"{which}_added_mib"]))
            )
            limits.append(("of that private to it, MiB", number(each[f"{which}_private_mib"])))
        limits.append(("page faults of a no-op", number(each["faults"])))
    if limits:
        tables.append(
            Table("Floor, generator, refill, rewound isolates", "In the same run.", ("", "figure"), limits)
        )
    if each := results.get("startup"):
        rows = [(name, number(side["SERVING"]), number(side["CPU"])) for name, side in each.items()]
        how = "Medians of alternating starts; Node requires the same modules and opens a grpc-js port."
        tables.append(Table("Start to SERVING", how, ("side", "ms", "CPU ms"), rows))
    if each := results.get("memory"):
        keys = ("total_mib", "server_mib", "zygote_mib", "isolate_mib", "isolate_rss_mib")
        rows = [(count, *(number(figures[key]) for key in keys)) for count, figures in each.items()]
        columns = ("isolates", "all", "server", "zygote", "each isolate", "RSS each")
        tables.append(Table("Memory, idle", "PSS in MiB.", columns, rows))
    if each := results.get("skipped"):
        rows = [(what, reason.replace("|", "/").replace("\n", " ")[:200]) for what, reason in each.items()]
        tables.append(Table("Left out", "Not measured here, and why.", ("what", "why"), rows, (0, 1)))
    return tables


def targets(verdicts: list[dict[str, Any]], how: str = "Each alone: python -m bench --only NAME.") -> Table:
    """Printed last."""
    said = {True: "reached", False: "NOT reached", None: "not measured"}
    rows = [
        (
            each["name"],
            each["target"],
            MISSING if each["measured"] is None else number(each["measured"]) + each["unit"],
            said[each["reached"]],
            each["describe"],
        )
        for each in verdicts
    ]
    return Table("Targets", how, ("name", "target", "measured", "", "what"), rows, (0, 3, 4))


def tables(results: Results) -> list[Table]:
    """All that was measured, targets last."""
    found = [*throughput(results), *latency(results), *single(results)]
    return [*found, targets(results["targets"])] if results.get("targets") else found


def markdown(results: Results) -> str:
    """The whole page of a run."""
    machine = results["machine"]
    head = (
        f"# Bench of {results['date']}\n\n{machine['cpu']}, {machine['cores']} cores, {machine['memory_gib']} GiB; "
        f"Linux {machine['kernel']}, Python {machine['python']}, Node {machine['node']}, {machine['go']}; "
        f"commit {machine['commit']}. {'A quick run: `make bench QUICK=1`.' if results.get('quick') else '`make bench`.'}\n"
    )
    return "\n".join((head, *(table.markdown() for table in tables(results))))
