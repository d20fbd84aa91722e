"""`python -m bench.plots RESULTS.json [--png]`: the plots of a run as SVG beside its results. Needs matplotlib.

The background is transparent and every line and letter has a colour that is readable on white and on black.
"""

import argparse
import json
from pathlib import Path
from typing import Any

import matplotlib as mpl

mpl.use("svg")

import matplotlib.pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, LogLocator, NullLocator

Results = dict[str, Any]

# Middle grey: contrast of 4.5 and 4.6 to white and to GitHub's dark page.
INK = "#767c84"
OURS = "#e8590c"
CEILING = "#1c7ed6"
# Of equal lightness, in an order that neighbours differ in hue.
PEERS = ("#2b9348", "#9c5bd6", "#b08900", "#0c8599", "#d6336c", "#6b7fd7", "#868e96", "#a0522d")

# Items of a large call (bench/functions.py).
LARGE = 10_000

STYLE = {
    "svg.fonttype": "path",
    # The same run gives the same file.
    "svg.hashsalt": "bench",
    "figure.facecolor": "none",
    "axes.facecolor": "none",
    "savefig.facecolor": "none",
    "text.color": INK,
    "axes.labelcolor": INK,
    "axes.edgecolor": INK,
    "axes.titlecolor": INK,
    "axes.titlelocation": "left",
    "axes.titlesize": 12,
    "xtick.color": INK,
    "ytick.color": INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "grid.color": INK,
    "grid.alpha": 0.22,
    "grid.linewidth": 0.6,
    "font.size": 10,
    "legend.frameon": False,
    "lines.linewidth": 2,
    "lines.markersize": 5,
}


def colours(names: list[str]) -> dict[str, str]:
    """Ours in one hue, the ceiling in another, and a colour for each peer."""
    others = [name for name in names if not name.startswith("executor") and name != "echo"]
    found = {name: PEERS[at % len(PEERS)] for at, name in enumerate(others)}
    ways = {"executor-rewind": "#e03131", "executor-fork": "#c77d5a", "executor-affinity": "#f08c00"}
    return found | {"executor": OURS, "echo": CEILING} | ways


def plain(value: float, _: object = None) -> str:
    """1000 as 1,000, and 0.5 as it is."""
    return f"{value:,.0f}" if value >= 10 else f"{value:g}"


def throughput(results: Results) -> Figure | None:
    """Bars of no-op calls a second, longest first, each with its figure; logarithmic, as they differ by hundreds."""
    noop = results.get("throughput", {}).get("noop", {})
    if not noop:
        return None
    names = sorted(noop, key=lambda name: noop[name]["calls_per_second"])
    figure, axes = plt.subplots(figsize=(7.5, 0.7 + 0.42 * len(names)))
    tints = colours(list(noop))
    for at, name in enumerate(names):
        rounds = noop[name]["rounds"]
        middle = noop[name]["calls_per_second"]
        axes.barh(at, middle, color=tints[name], height=0.62)
        # The range of the rounds.
        axes.plot([min(rounds), max(rounds)], [at, at], color=INK, linewidth=1.2, marker="|", markersize=7)
        axes.annotate(
            plain(middle),
            (max(rounds), at),
            xytext=(7, 0),
            textcoords="offset points",
            va="center",
            color=INK,
        )
    axes.set_xscale("log")
    axes.set_xlim(
        min(min(noop[name]["rounds"]) for name in names) / 2.5, max(max(noop[n]["rounds"]) for n in names) * 2
    )
    axes.set_yticks(range(len(names)), names)
    axes.grid(visible=False, axis="y")
    axes.tick_params(axis="y", length=0)
    axes.xaxis.set_major_formatter(FuncFormatter(plain))
    axes.set_title("No-op calls per second (log scale)")
    return figure


def latency(results: Results) -> Figure | None:
    """p50 and p99 against the rate: two fields side by side, a line a peer."""
    by_peer = results.get("latency", {})
    if not by_peer:
        return None
    shown = [
        (key, title)
        for key, title in (("p50_ms", "p50, ms"), ("p99_ms", "p99, ms"))
        if any(each[key] is not None for rates in by_peer.values() for each in rates.values())
    ]
    if not shown:
        return None
    figure, (fields,) = plt.subplots(
        1, len(shown), figsize=(2.5 + 4 * len(shown), 4.4), sharey=True, sharex=True, squeeze=False
    )
    tints = colours(list(by_peer))
    for axes, (key, title) in zip(fields, shown, strict=True):
        for name, rates in by_peer.items():
            points = [(float(rate), each[key]) for rate, each in rates.items() if each[key] is not None]
            if points:
                width = 2.6 if name == "executor" else 1.8
                axes.plot(
                    *zip(*points, strict=True), color=tints[name], marker="o", linewidth=width, label=name
                )
        logarithmic(axes)
        axes.set_title(title)
        axes.set_xlabel("calls per second, open loop")
    handles, labels = fields[0].get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside right center")
    return figure


def logarithmic(axes: Axes) -> None:
    """Both axes, with plain numbers at 1 and 3 of each decade."""
    for axis, scale in ((axes.xaxis, axes.set_xscale), (axes.yaxis, axes.set_yscale)):
        scale("log")
        axis.set_major_locator(LogLocator(subs=(1, 3)))
        axis.set_major_formatter(FuncFormatter(plain))
        axis.set_minor_locator(NullLocator())


def isolates(results: Results) -> Figure | None:
    """What bench/scale.py measured: cost by number of isolates, a field for each figure."""
    rows = results.get("scale", [])
    wanted = (
        ("calls_per_second", "no-op calls per second"),
        ("cpu_ms_per_call", "CPU ms per call"),
        ("isolate_mib", "PSS of an isolate, MiB"),
    )
    shown = [(key, title) for key, title in wanted if any(row.get(key) is not None for row in rows)]
    if not shown:
        return None
    figure, fields = plt.subplots(1, len(shown), figsize=(3.5 * len(shown), 3), squeeze=False)
    for axes, (key, title) in zip(fields[0], shown, strict=True):
        points = [(row["isolates"], row[key]) for row in rows if row.get(key) is not None]
        axes.plot(*zip(*points, strict=True), color=OURS, marker="o")
        axes.set_xscale("log", base=2)
        axes.xaxis.set_major_formatter(FuncFormatter(plain))
        axes.set_ylim(0, 1.1 * max(value for _, value in points))
        axes.yaxis.set_major_formatter(FuncFormatter(plain))
        axes.set_title(title)
        axes.set_xlabel("isolates")
    return figure


def scenarios(results: Results) -> Figure | None:
    """Calls a second of each scenario as multiples: the executor's to each peer's, a dot a scenario."""
    by_scenario = {
        name: peers
        for name, peers in results.get("throughput", {}).items()
        if "executor" in peers and len(peers) > 1
    }
    names = [name for name in next(iter(by_scenario.values()), {}) if name not in ("executor", "echo")]
    if not names:
        return None
    figure, axes = plt.subplots(figsize=(8.5, 0.9 + 0.42 * len(by_scenario)))
    tints = colours(names)
    for name in names:
        points = [
            (peers["executor"]["calls_per_second"] / peers[name]["calls_per_second"], at)
            for at, peers in enumerate(by_scenario.values())
            if name in peers and peers[name]["calls_per_second"]
        ]
        if points:
            axes.plot(*zip(*points, strict=True), "o", color=tints[name], label=name, markersize=7, alpha=0.9)
    axes.axvline(1, color=OURS, linewidth=1.5)
    axes.set_xscale("log")
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}×"))
    axes.xaxis.set_minor_formatter(FuncFormatter(lambda *_: ""))
    axes.set_yticks(range(len(by_scenario)), list(by_scenario))
    axes.invert_yaxis()
    axes.set_title("How many times a peer's calls per second the executor answers")
    figure.legend(loc="outside right center")
    return figure


def heavy(results: Results) -> Figure | None:
    """How many times Node's CPU time each function takes for much: a dot each, and one for before where that was measured."""
    rows = [row for row in results.get("heavy", []) if row["size"] >= LARGE and row["here"] and row["node"]]
    if not rows:
        return None
    figure, axes = plt.subplots(figsize=(8.5, 0.9 + 0.22 * len(rows)))
    for at, row in enumerate(rows):
        now = row["here"] / row["node"]
        if row["before"]:
            then = row["before"] / row["node"]
            axes.plot([then, now], [at, at], color=INK, linewidth=1, alpha=0.5)
            axes.plot(then, at, "o", color=INK, markerfacecolor="none", label="" if at else "before")
        axes.plot(now, at, "o", color=OURS, label="" if at else "now")
    axes.axvline(1, color=CEILING, linewidth=1.5, label="Node 20")
    axes.set_xscale("log")
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}×"))
    axes.xaxis.set_minor_formatter(FuncFormatter(lambda *_: ""))
    axes.set_yticks(range(len(rows)), [row["name"] for row in rows], fontsize=8)
    axes.invert_yaxis()
    axes.set_title("CPU time as a multiple of Node's: 1 MB or 10,000 items")
    figure.legend(loc="outside lower center", ncols=3)
    return figure


PLOTS = {
    "heavy": heavy,
    "throughput": throughput,
    "latency": latency,
    "isolates": isolates,
    "scenarios": scenarios,
}


def draw(path: Path, *, png: bool = False) -> list[Path]:
    """All plots that the results have figures for; `png` on white and on black as well, to look at."""
    results: Results = json.loads(path.read_text())
    written = []
    with plt.rc_context({**STYLE, "figure.constrained_layout.use": True}):
        for name, plot in PLOTS.items():
            figure = plot(results)
            if figure is None:
                continue
            target = path.with_name(f"{path.stem}-{name}.svg")
            figure.savefig(target, metadata={"Date": None})
            written.append(target)
            for shade in ("white", "#0d1117") if png else ():
                figure.savefig(target.with_suffix(f".{shade.strip('#')}.png"), facecolor=shade, dpi=90)
            plt.close(figure)
    return written


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m bench.plots", description=__doc__.partition("\n")[0])
    parser.add_argument("results", type=Path)
    parser.add_argument("--png", action="store_true", help="also as PNG on white and on black")
    arguments = parser.parse_args()
    for path in draw(arguments.results, png=arguments.png):
        print(f"drawn: {path.name}")


if __name__ == "__main__":
    main()
