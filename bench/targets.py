"""What is promised of speed, as ratios of one run's own figures: reached, not reached, or not measured.

`TARGETS` are of `python -m bench`, with names that end in `-rewind` where isolates are rewound; `BEFORE` are of
`python -m bench before`, which runs another tree beside this one.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Results = dict[str, Any]

# Names of bench/peers.
NODE_FRESH = "isolated-vm-fresh"
POOL_FRESH = "process-pool-fresh"
POOL_REUSED = "process-pool-reused"
GOJA = "goja"
QUICKJS = "quickjs-rs"
# Names of bench/servers.py.
REWIND = "executor-rewind"


@dataclass(frozen=True)
class Target:
    """`measured(results)` gives the figure; it raises `KeyError` or `TypeError` where something was not measured."""

    name: str
    describe: str
    limit: float
    unit: str
    at_least: bool
    # What must be measured for it: sections of `python -m bench`.
    sections: tuple[str, ...]
    measured: Callable[[Results], float]
    # Whom it compares the executor with, or which way of it.
    peers: tuple[str, ...] = ()
    # The one scenario that it is about, where it is about one.
    scenario: str = ""

    def verdict(self, results: Results) -> dict[str, Any]:
        """For tables and JSON; `reached` is None where the figure could not be computed."""
        try:
            value: float | None = self.measured(results)
        except (KeyError, TypeError, ZeroDivisionError):
            value = None
        reached = None if value is None else (value >= self.limit if self.at_least else value <= self.limit)
        return {
            "name": self.name,
            "describe": self.describe,
            "target": f"{'≥' if self.at_least else '≤'} {self.limit:g}{self.unit}",
            "measured": value,
            "unit": self.unit,
            "reached": reached,
        }


def rate(results: Results, peer: str, scenario: str = "noop") -> float:
    """Calls a second."""
    return float(results["throughput"][scenario][peer]["calls_per_second"])


def against(peer: str, ours: str = "executor", scenario: str = "noop") -> Callable[[Results], float]:
    """Our fresh isolates' rate to a peer's."""
    return lambda results: rate(results, ours, scenario) / rate(results, peer, scenario)


def low_load(results: Results, percentile: str, ours: str = "executor") -> float:
    """Our latency to echo's, each at the lowest rate that it was given: the same one, where the machine is not slow."""
    own, echo = (
        rates[min(rates, key=float)] for rates in (results["latency"][ours], results["latency"]["echo"])
    )
    return float(own[percentile] / echo[percentile])


def cpu(results: Results, ours: str = "executor") -> float:
    """CPU of a fresh execution, to that of a fork, exit and wait plus a bare echo."""
    spent = {peer: results["throughput"]["noop"][peer]["cpu_ms_per_call"] for peer in (ours, "echo")}
    return float(spent[ours] / (results["floor"]["cpu_ms"] + spent["echo"]))


def rewound(results: Results, figure: str) -> float:
    """What the section of that name measured, unless isolates were forked after all."""
    found = results["rewound"]
    if found["isolation"] != "rewind":
        raise KeyError("isolates were not rewound")
    return float(found[figure])


def rewinding(name: str, peer: str, limit: float, scenario: str = "noop", what: str = "") -> Target:
    """A target of our rewound isolates' rate in a scenario."""
    section = "noop" if scenario == "noop" else "scenarios"
    return Target(
        name,
        f"{what or scenario}, rewound: calls/s to {peer}, fresh for each call",
        limit,
        "×",
        True,
        (section,),
        against(peer, REWIND, scenario),
        (REWIND, peer),
        scenario,
    )


def since_before(
    name: str, scenario: str, limit: float, *, side: str = "rewind", callers: int = 1, isolates: int = 0
) -> Target:
    """A target of calls a second here to those of the tree before, in a run with these callers and, if told, isolates."""

    def measured(results: Results) -> float:
        run = results["before"]
        if run["callers"] != callers or isolates not in (0, run["isolates"]) or not run["as_named"][side]:
            raise KeyError(name)
        rates = run["scenarios"][scenario]
        return float(rates[side]["calls_per_second"] / rates["before"]["calls_per_second"])

    load = f"{callers} callers over {isolates} isolates, " if isolates else ""
    tracked = " by the pagemap alone" if side == "pagemap" else ""
    describe = f"{load}{scenario}, rewound{tracked}: calls/s to the tree before"
    return Target(name, describe, limit, "×", True, ("before",), measured)


TARGETS = (
    Target("node-isolates", "no-op, fresh isolate: calls/s to Node + isolated-vm with fresh isolates",
           8, "×", True, ("noop",), against(NODE_FRESH), (NODE_FRESH,)),
    Target("pool-fresh", "no-op: calls/s to ProcessPool with fresh dukpy",
           30, "×", True, ("noop",), against(POOL_FRESH), (POOL_FRESH,)),
    Target("pool-reused", "no-op: calls/s to ProcessPool with reused dukpy, which isolates nothing",
           1, "×", True, ("noop",), against(POOL_REUSED), (POOL_REUSED,)),
    Target("p50", "p50 at low load, to bare echo's",
           2, "×", False, ("latency",), lambda results: low_load(results, "p50_ms"), ("echo",)),
    Target("p99", "p99 at low load, to bare echo's",
           4, "×", False, ("latency",), lambda results: low_load(results, "p99_ms"), ("echo",)),
    Target("cpu", "CPU of a fresh execution, to fork+exit+wait of empty Python plus one bare echo",
           2, "×", False, ("noop", "floor"), cpu, ("echo",)),
    Target("affinity", "no-op with affinity_key: calls/s to bare echo's",
           0.6, "×", True, ("noop",), lambda results: rate(results, "executor-affinity") / rate(results, "echo"),
           ("executor-affinity", "echo")),
    Target("batch", "no-op items/s of ExecuteBatch, 32 inputs a message, to bare echo's calls/s",
           2, "×", True, ("noop", "batch"),
           lambda results: float(results["batch"]["32"]["calls_per_second"] / rate(results, "echo")),
           ("echo",)),
    Target("start", "start to SERVING, to Node requiring the same seven and opening a grpc-js port",
           1, "×", False, ("startup",),
           lambda results: float(results["startup"]["executor"]["SERVING"] / results["startup"]["node"]["SERVING"])),
    Target("memory", "PSS of each of 64 idle isolates, beyond the zygote",
           2, " MiB", False, ("memory",), lambda results: float(results["memory"]["64"]["isolate_mib"])),
    Target("refill", "slot refilled after a kill, idle, p99",
           20, " ms", False, ("refill",), lambda results: float(results["refill"]["p99_ms"])),
    rewinding("node-isolates-rewind", NODE_FRESH, 2.5, what="no-op"),
    rewinding("quickjs-rewind", QUICKJS, 3, what="no-op"),
    rewinding("lodash-goja-rewind", GOJA, 2, "lodash"),
    rewinding("hmac-goja-rewind", GOJA, 2, "hmac"),
    rewinding("dates-goja-rewind", GOJA, 2, "dates"),
    rewinding("pinyin-goja-rewind", GOJA, 1, "pinyin"),
    rewinding("json-node-rewind", NODE_FRESH, 1, "json", "100 KB of JSON in and out"),
    Target("cpu-rewind", "CPU of a rewound execution, to fork+exit+wait of empty Python plus one bare echo",
           1.5, "×", False, ("noop", "floor"), lambda results: cpu(results, REWIND), (REWIND, "echo")),
    Target("p50-rewind", "p50 at low load, rewound, to bare echo's",
           1.25, "×", False, ("latency",), lambda results: low_load(results, "p50_ms", REWIND), (REWIND, "echo")),
    Target("p99-rewind", "p99 at low load, rewound, to bare echo's",
           1.5, "×", False, ("latency",), lambda results: low_load(results, "p99_ms", REWIND), (REWIND, "echo")),
    Target("faults-rewind", "page faults of a no-op in a rewound isolate",
           5, "", False, ("rewound",), lambda results: rewound(results, "faults")),
    Target("memory-rewind", "what one more idle isolate adds to all processes, used and rewound",
           1.2, " MiB", False, ("rewound",), lambda results: rewound(results, "used_added_mib")),
)  # fmt: skip
BEFORE = (
    since_before("noop", "noop", 4),
    since_before("noop-pagemap", "noop", 2.2, side="pagemap"),
    since_before("lodash", "lodash", 3.5),
    since_before("hmac", "hmac", 3.5),
    since_before("dates", "dates", 3.5),
    since_before("pinyin", "pinyin", 3.5),
    since_before("json", "json", 2),
    since_before("callers", "noop", 1, callers=16, isolates=8),
    since_before("callers-64", "noop", 2, callers=16, isolates=64),
)
BY_NAME = {target.name: target for target in TARGETS}


def verdicts(results: Results) -> list[dict[str, Any]]:
    """All of a run's, in the issues' order."""
    return [target.verdict(results) for target in TARGETS]


def verdicts_since_before(results: Results) -> list[dict[str, Any]]:
    """Those that a run of `before` measured; each run has its own callers and scenarios."""
    return [verdict for target in BEFORE if (verdict := target.verdict(results))["measured"] is not None]
