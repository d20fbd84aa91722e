"""The promises of issue 5 as ratios of one run's own figures: reached, not reached, or not measured and why."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Results = dict[str, Any]

# Names of bench/peers.
NODE_FRESH = "isolated-vm-fresh"
POOL_FRESH = "process-pool-fresh"
POOL_REUSED = "process-pool-reused"


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
    # Whom it compares the executor with.
    peers: tuple[str, ...] = ()

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


def rate(results: Results, peer: str) -> float:
    """No-op calls a second."""
    return float(results["throughput"]["noop"][peer]["calls_per_second"])


def against(peer: str) -> Callable[[Results], float]:
    """Our fresh isolates' no-op rate to a peer's."""
    return lambda results: rate(results, "executor") / rate(results, peer)


def low_load(results: Results, percentile: str) -> float:
    """Our latency to echo's, each at the lowest rate that it was given: the same one, where the machine is not slow."""
    ours, echo = (
        rates[min(rates, key=float)] for rates in (results["latency"]["executor"], results["latency"]["echo"])
    )
    return float(ours[percentile] / echo[percentile])


def cpu(results: Results) -> float:
    """CPU of a fresh execution, to that of a fork, exit and wait plus a bare echo."""
    spent = {peer: results["throughput"]["noop"][peer]["cpu_ms_per_call"] for peer in ("executor", "echo")}
    return float(spent["executor"] / (results["floor"]["cpu_ms"] + spent["echo"]))


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
)  # fmt: skip
BY_NAME = {target.name: target for target in TARGETS}


def verdicts(results: Results) -> list[dict[str, Any]]:
    """All of them, in the issue's order."""
    return [target.verdict(results) for target in TARGETS]
