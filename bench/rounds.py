"""Alternating rounds over the peers: throughput of every scenario, latency of a no-op by load, and batches."""

import contextlib
import statistics
import subprocess
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

import grpc

from bench import load
from bench.load import Call
from bench.percentiles import BEYOND, percentile, spread
from bench.processes import cpu_seconds
from bench.scenarios import BY_NAME, NOOP, SCENARIOS, Scenario
from bench.servers import Executor, Peer, WrongAnswer, checked
from executor.v1 import executor_pb2 as pb

# Calls a second of the open loop. The first is the low load of the targets. A rate is left out for a peer that it
# would drive above this share of its throughput: what is behind for good has no latency but the run's length.
RATES = (100, 400, 800, 1600, 3200)
HIGHEST_LOAD = 0.9
# For peers slower than that: a rate of their own, at this share of their throughput.
SLOW_LOAD = 0.5


# Inputs in one message of a batch; one of them is a message of its own, in the contract's first form.
CHUNKS = (1, 32)


@dataclass(frozen=True)
class Plan:
    """How long everything takes, in rounds and seconds."""

    rounds: int
    seconds: float
    scenario_rounds: int
    scenario_seconds: float
    latency_rounds: int
    latency_seconds: float
    rates: tuple[int, ...] = RATES
    scenarios: tuple[Scenario, ...] = SCENARIOS

    def estimate(self, peers: int) -> dict[str, float]:
        """Seconds of each part, with 0.3 s a run for the generator's start and for counters."""
        others = len([scenario for scenario in self.scenarios if scenario.name != "noop"])
        # Fast peers take every rate, slow ones one or two.
        rates = (2 + len(self.rates)) / 2
        return {
            "start and check": 3 * peers + others * peers * 0.3,
            "no-op throughput": peers * self.rounds * (self.seconds + 0.3),
            "no-op latency": peers * self.latency_rounds * rates * (self.latency_seconds + 0.3),
            "other scenarios": others * peers * self.scenario_rounds * (self.scenario_seconds + 0.3),
            "batch": self.rounds * (self.seconds + 0.3),
        }


FULL = Plan(
    rounds=5,
    seconds=2.5,
    scenario_rounds=2,
    scenario_seconds=1.0,
    latency_rounds=3,
    # At the lowest rate, just enough samples in all rounds for a p99.
    latency_seconds=3.5,
)
QUICK = Plan(
    rounds=2,
    seconds=0.8,
    scenario_rounds=1,
    scenario_seconds=0.6,
    latency_rounds=1,
    latency_seconds=1.0,
    rates=(100, 800),
    scenarios=tuple(BY_NAME[name] for name in ("noop", "lodash", "json")),
)


@dataclass
class Throughput:
    """A peer in one scenario, closed loop: calls a second of each round, CPU of its process tree, what was wrong."""

    rates: list[float] = field(default_factory=list)
    cpu_ms: list[float] = field(default_factory=list)
    load_shares: list[float] = field(default_factory=list)
    wrong: dict[str, int] = field(default_factory=dict)

    def add(self, run: load.Run, cpu: float) -> None:
        """One round, with the CPU seconds that the peer used in it."""
        self.rates.append(run.rate)
        self.cpu_ms.append(cpu * 1000 / run.calls)
        self.load_shares.append(run.load_share)
        merge(self.wrong, run.wrong)

    def figures(self) -> dict[str, Any]:
        """For tables and JSON. CPU in milliseconds a call; the generator's own in cores."""
        return {
            "calls_per_second": statistics.median(self.rates),
            "spread": spread(self.rates),
            "cpu_ms_per_call": statistics.median(self.cpu_ms),
            "load_cores": statistics.median(self.load_shares),
            "wrong": self.wrong,
            "rounds": self.rates,
        }


@dataclass
class Latency:
    """A peer at one rate, open loop."""

    values: list[float] = field(default_factory=list)
    lateness: list[float] = field(default_factory=list)
    wrong: dict[str, int] = field(default_factory=dict)

    def add(self, run: load.Run) -> None:
        """One round."""
        self.values += run.latencies
        self.lateness += run.lateness
        merge(self.wrong, run.wrong)

    def figures(self) -> dict[str, Any]:
        """Milliseconds; None where samples are too few. `lateness_p99_ms`: how late the generator itself was."""
        return {
            "samples": len(self.values),
            "p50_ms": percentile(self.values, 0.5),
            "p99_ms": percentile(self.values, 0.99),
            "p999_ms": percentile(self.values, 0.999),
            "lateness_p99_ms": percentile(self.lateness, 0.99),
            "wrong": self.wrong,
        }


def merge(into: dict[str, int], more: dict[str, int]) -> None:
    """Adds counts."""
    for what, count in more.items():
        into[what] = into.get(what, 0) + count


class Field:
    """All peers that run here, started, with their checked calls of each scenario.

    `skipped` tells of each peer, or of its scenario, why it is not measured.
    """

    def __init__(self, peers: list[Peer], scenarios: tuple[Scenario, ...]) -> None:
        self.addresses: dict[str, str] = {}
        self.peers: dict[str, Peer] = {}
        self.calls: dict[tuple[str, str], list[Call]] = {}
        self.skipped: dict[str, str] = {}
        self._all = peers
        self._stack = contextlib.ExitStack()
        self._scenarios = scenarios

    def __enter__(self) -> "Field":
        with contextlib.ExitStack() as stack:
            for peer in self._all:
                self._start(peer, stack)
            self._stack = stack.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def _start(self, peer: Peer, stack: contextlib.ExitStack) -> None:
        if reason := peer.unavailable():
            self._skip(peer.name, reason)
            return
        print(f"starting {peer.name}: {peer.describe}", flush=True)
        stack.callback(self._stop, peer)
        try:
            self.addresses[peer.name] = peer.start()
        except Exception as error:  # noqa: BLE001 - a peer's trouble is not the bench's: it goes into the table
            self._skip(peer.name, f"does not start: {error}")
            return
        self.peers[peer.name] = peer
        answered: dict[str, Call] = {}
        for scenario in self._scenarios:
            if peer.name == "echo" and scenario.name != "noop":
                continue
            if reason := getattr(peer, "unsupported", {}).get(scenario.name):
                self._skip(f"{peer.name}, {scenario.name}", reason)
                continue
            try:
                self.calls[peer.name, scenario.name] = checked(
                    peer, self.addresses[peer.name], scenario, answered
                )
            except WrongAnswer as error:
                self._skip(f"{peer.name}, {scenario.name}", str(error))
            except grpc.RpcError as error:
                self._skip(f"{peer.name}, {scenario.name}", f"{error.code().name}: {error.details()}")

    def _stop(self, peer: Peer) -> None:
        try:
            peer.stop()
        except Exception as error:  # noqa: BLE001 - what was measured before is worth keeping
            self._skip(f"{peer.name}, its end", f"{type(error).__name__}: {error}")

    def _skip(self, what: str, reason: str) -> None:
        print(f"left out: {what}: {reason}", flush=True)
        self.skipped[what] = reason

    def alternating(self, scenario: str, rounds: int) -> Iterator[Peer]:
        """Each peer that can run the scenario, once a round; every other round the other way about."""
        able = [peer for name, peer in self.peers.items() if (name, scenario) in self.calls]
        for number in range(rounds):
            for peer in reversed(able) if number % 2 else able:
                if (peer.name, scenario) in self.calls:
                    yield peer

    @contextlib.contextmanager
    def _without_the_broken(self, peer: Peer, scenario: str) -> Iterator[None]:
        """A peer that breaks down is left out of the rest; what was measured of it stays, and why it ended is told."""
        try:
            yield
        except (load.LoadFailed, subprocess.TimeoutExpired, OSError) as error:
            self._skip(f"{peer.name}, rest of {scenario}", f"{type(error).__name__}: {error}")
            del self.calls[peer.name, scenario]

    def run(
        self, peer: Peer, scenario: str, mode: str, seconds: float, **options: float
    ) -> tuple[load.Run, float]:
        """One run of the generator, with the CPU seconds that the peer used.

        Where the peer counts what it served, its count must be the generator's; what is missing goes to `wrong`.
        """
        begun = cpu_seconds(peer.pids())
        served = peer.served() if isinstance(peer, Executor) else 0
        run = load.run(self.addresses[peer.name], self.calls[peer.name, scenario], mode, seconds, **options)
        if isinstance(peer, Executor):
            counted = peer.served() - served
            # The canary, which runs every few seconds, may be among them.
            if not 0 <= counted - (run.calls - sum(run.wrong.values())) <= run.seconds + 1:
                run.wrong["server counts other results"] = abs(run.calls - counted)
        return run, cpu_seconds(peer.pids()) - begun

    # --- What is measured ----------------------------------------------------------------------------------------------

    def throughput(self, scenario: str, rounds: int, seconds: float) -> dict[str, dict[str, Any]]:
        """Closed loop, `load.CONCURRENCY` at once, fewer where a call takes long."""
        results: dict[str, Throughput] = {}
        concurrency: dict[str, int] = {}
        for peer in self.alternating(scenario, rounds):
            with self._without_the_broken(peer, scenario):
                if peer.name not in concurrency:
                    warm, _ = self.run(peer, scenario, "closed", 0.2, concurrency=load.SLOW_CONCURRENCY)
                    concurrency[peer.name] = (
                        load.SLOW_CONCURRENCY if warm.rate < load.SLOW else load.CONCURRENCY
                    )
                run = self.run(peer, scenario, "closed", seconds, concurrency=concurrency[peer.name])
                results.setdefault(peer.name, Throughput()).add(*run)
        return {name: result.figures() for name, result in results.items()}

    def latency(
        self, plan: Plan, throughput: dict[str, dict[str, Any]]
    ) -> dict[str, dict[str, dict[str, Any]]]:
        """Open loop of no-ops, by peer and rate."""
        results: dict[tuple[str, float], Latency] = {}
        limits = {name: HIGHEST_LOAD * figures["calls_per_second"] for name, figures in throughput.items()}
        for rate in (0, *plan.rates):
            for peer in self.alternating("noop", plan.latency_rounds):
                limit = limits.get(peer.name, 0)
                if not rate and limit >= plan.rates[0]:
                    continue
                at = round(limit / HIGHEST_LOAD * SLOW_LOAD, 1) if not rate else float(rate)
                enough = at * plan.latency_seconds * plan.latency_rounds >= 2 * BEYOND
                if at <= limit and enough:
                    with self._without_the_broken(peer, "noop"):
                        run, _ = self.run(peer, "noop", "open", plan.latency_seconds, rate=at)
                        results.setdefault((peer.name, at), Latency()).add(run)
        ordered = {
            name: {at: result for (who, at), result in results.items() if who == name} for name in self.peers
        }
        return {
            name: {f"{at:g}": rates[at].figures() for at in sorted(rates)}
            for name, rates in ordered.items()
            if rates
        }

    def batch(self, rounds: int, seconds: float) -> dict[str, Any] | None:
        """No-op items of ExecuteBatch at our server, by inputs in a message; None where it does not run."""
        if "executor" not in self.addresses:
            return None
        executor = self.peers["executor"]
        header = pb.ExecuteBatchRequest(header=NOOP.request())
        items = {
            chunk: pb.ExecuteBatchRequest(inputs=pb.BatchInputs(input_json=["1"] * chunk)) for chunk in CHUNKS
        }
        items[1] = pb.ExecuteBatchRequest(input_json="1")
        results = {chunk: Throughput() for chunk in items}
        for _ in range(rounds):
            for chunk, item in items.items():
                call = Call(header.SerializeToString(), b"1", item.SerializeToString())
                begun = cpu_seconds(executor.pids())
                run = load.run(self.addresses["executor"], [call], "batch", seconds, chunk=chunk)
                results[chunk].add(run, cpu_seconds(executor.pids()) - begun)
        return {str(chunk): result.figures() for chunk, result in results.items()}


def generator(seconds: float) -> dict[str, Any]:
    """What the load generator reaches against a server that costs next to nothing, and its own CPU a call."""
    server = load.TrivialServer()
    try:
        run = load.run(server.address, [Call(NOOP.request().SerializeToString(), b"1")], "closed", seconds)
    finally:
        server.stop()
    return {
        "calls_per_second": run.rate,
        "cpu_ms_per_call": run.load_cpu_seconds * 1000 / run.calls,
        "wrong": run.wrong,
    }


def plan_as_json(plan: Plan) -> dict[str, Any]:
    """The plan for the results."""
    return asdict(plan) | {"scenarios": [scenario.name for scenario in plan.scenarios]}
