"""`make soak`: many mixed calls with faults in between; nothing may grow, and every count must be true.

Clients in processes of their own play rounds of calls (bench/traffic.py) against a server in its own process. Isolates
are killed in every other round and the zygote in a few. After each round, when nothing runs, descriptors, threads,
processes and memory are read. Two families of promises are judged at the end:

Growth. Over the samples after the first tenth, a line is fitted for each figure; the growth is its slope times the
calls made since. It fails when it is over its tolerance and more than twice the fit's own standard error. A zygote
lives for one generation only, so its lines are fitted within generations, with one slope for all.

Counts. What the clients saw equals what the server counted, code by code and outcome by outcome. A caller who leaves
(cancel, deadline) sees no answer, and the server may never have read its call: such calls run scripts that cannot end
by themselves, in rounds in which no isolate is killed, so the server can have counted them as CANCELLED or
DEADLINE_EXCEEDED only, or not at all; where it refuses jobs whose deadline is too near, also as RESOURCE_EXHAUSTED, and
the refusals of that reason bound how many. Hence, exactly:

    late = handled{RESOURCE_EXHAUSTED} - answers with it, from 0 to refusals{DEADLINE_TOO_SHORT}
    handled{CANCELLED} + handled{DEADLINE_EXCEEDED} + late = left that the server saw <= left
    started = answered + left that the server saw
    handled{any other code} = answers with that code
    executions{outcome} = answers with that outcome

    python -m bench.soak [--executions N] [--isolates N] [--clients N] [--seed N]

The exit code is 1 when a promise is broken.
"""

import argparse
import concurrent.futures
import multiprocessing
import os
import platform
import random
import statistics
import sys
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from harness import PATIENCE, ServerProcess, eventually  # noqa: E402

from bench import traffic  # noqa: E402
from executor.v1 import executor_pb2 as pb  # noqa: E402

MIB = 2**20
QUEUE = 16
EXECUTE = 'grpc_method="Execute",grpc_service="executor.v1.ExecutorService",grpc_type="unary"'
REFUSED = "RESOURCE_EXHAUSTED"
# The most zygotes killed in the whole run (one in a thousand calls), and the most isolates killed in one round.
MOST_ZYGOTE_KILLS = 8
ISOLATE_KILLS = 6


# --- What is read between rounds -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Sample:
    """The server at rest after `calls` calls. Memory in bytes."""

    calls: int
    generation: int
    figures: dict[str, float]


def sample(server: ServerProcess, calls: int, usual_descriptors: float) -> Sample:
    """Waits until nothing runs and no client's connection is open."""
    server.all_ready()
    process = psutil.Process(server.process.pid)
    descriptors = process.num_fds()
    for _ in range(40):
        # gRPC closes a client's connection in its own time; what stays open longer than two seconds is counted.
        if descriptors <= usual_descriptors:
            break
        time.sleep(0.05)
        descriptors = min(descriptors, process.num_fds())
    zygote = server.zygote()
    memory, zygote_memory = process.memory_full_info(), zygote.memory_full_info()
    return Sample(
        calls,
        server.warmup_status().generation,
        {
            "server descriptors": descriptors,
            "server threads": process.num_threads(),
            "processes": len(server.family()),
            "server RSS": memory.rss,
            "server PSS": memory.pss,
            "zygote descriptors": zygote.num_fds(),
            "zygote RSS": zygote_memory.rss,
            "zygote PSS": zygote_memory.pss,
        },
    )


# --- Growth ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Growth:
    """One figure's fitted line: growth over the calls of the samples, and its standard error."""

    name: str
    first: float
    last: float
    growth: float
    error: float
    tolerance: float

    @property
    def kept(self) -> bool:
        return not (self.growth > self.tolerance and self.growth > 2 * self.error)


def tolerance(name: str, level: float) -> float:
    """How much a figure may grow. Memory: 5% or 4 MiB, whichever is more. Anything counted: not by one."""
    return max(4 * MIB, 0.05 * level) if name.endswith(("RSS", "PSS")) else 0.5


def fit(groups: Iterable[Sequence[tuple[float, float]]]) -> tuple[float, float]:
    """Slope and its standard error by least squares, one slope for all groups, each with a level of its own."""
    pairs = []
    groups = [group for group in groups if len(group) > 1]
    for group in groups:
        middle_x, middle_y = (statistics.fmean(values) for values in zip(*group, strict=True))
        pairs += [(x - middle_x, y - middle_y) for x, y in group]
    spread = sum(x * x for x, _ in pairs)
    freedom = len(pairs) - len(groups) - 1
    if freedom < 1 or not spread:
        raise ValueError("too few samples to fit a line")
    slope = sum(x * y for x, y in pairs) / spread
    residue = sum((y - slope * x) ** 2 for x, y in pairs)
    return slope, (residue / freedom / spread) ** 0.5


def growths(samples: Sequence[Sample]) -> list[Growth]:
    """Of all figures, over the samples after the first tenth of the calls."""
    settled = [one for one in samples if one.calls >= samples[-1].calls / 10]
    span = settled[-1].calls - settled[0].calls
    found = []
    for name in settled[0].figures:
        groups: dict[int, list[tuple[float, float]]] = {}
        for one in settled:
            generation = one.generation if name.startswith("zygote") else 0
            groups.setdefault(generation, []).append((one.calls, one.figures[name]))
        slope, error = fit(groups.values())
        first, last = settled[0].figures[name], settled[-1].figures[name]
        level = statistics.fmean(one.figures[name] for one in settled)
        found.append(Growth(name, first, last, slope * span, error * span, tolerance(name, level)))
    return found


# --- Counts ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Count:
    """One figure as the clients saw it and as the server counted it; `at_most`: the server's may be less."""

    name: str
    clients: int
    server: int
    at_most: bool = False

    @property
    def kept(self) -> bool:
        return self.server <= self.clients if self.at_most else self.server == self.clients


def counts(tally: traffic.Tally, metrics: dict[str, float], isolates_killed: int) -> list[Count]:
    """The promises about counts, from all clients' tallies and the metrics of a server at rest."""

    def labelled(name: str, label: str, more: str = "") -> dict[str, int]:
        found = {}
        for sample_name, value in metrics.items():
            if sample_name.startswith(name + "{") and more in sample_name:
                found[sample_name.split(f'{label}="')[1].split('"')[0]] = int(value)
        return found

    handled = labelled("grpc_server_handled_total", "grpc_code", EXECUTE.split(",", maxsplit=1)[0])
    executions = labelled("executor_executions_total", "outcome")
    kills = labelled("executor_kills_total", "reason")
    started = int(metrics[f"grpc_server_started_total{{{EXECUTE}}}"])
    late = max(0, handled.get(REFUSED, 0) - tally.statuses[REFUSED])
    too_near = labelled("executor_refusals_total", "reason").get("DEADLINE_TOO_SHORT", 0)
    left = handled.pop("CANCELLED") + handled.pop("DEADLINE_EXCEEDED") + late
    # What is left of it must be the answers' number, and is not where it was too small.
    handled[REFUSED] = handled.get(REFUSED, 0) - late
    return [
        Count("calls started, without those left", tally.answered, started - left),
        Count("left, that the server saw", tally.abandoned, left, at_most=True),
        Count("left, of them refused for their deadline", too_near, late, at_most=True),
        *(Count(f"answered {n}", tally.statuses[n], handled.get(n, 0)) for n in sorted({*handled, *tally.statuses})),
        *(Count(f"outcome {n}", tally.outcomes[n], executions.get(n, 0)) for n in sorted({*executions, *tally.outcomes})),
        Count("isolates killed at the time limit", tally.killed, kills.pop("timeout")),
        Count("isolates killed as their caller left", left, kills.pop("cancelled"), at_most=True),
        # Killed by the soak while it wrote its answer.
        Count("isolates lost inside a frame", isolates_killed, kills.pop("protocol"), at_most=True),
        Count("isolates killed for any other reason", 0, sum(kills.values())),
        Count("outcome crashed, of isolates the soak killed", isolates_killed, executions["crashed"], at_most=True),
    ]  # fmt: skip


# --- The run ---------------------------------------------------------------------------------------------------------


@dataclass
class Soak:
    """One run and all it found."""

    executions: int
    isolates: int
    clients: int
    seed: int
    tally: traffic.Tally = field(default_factory=traffic.Tally)
    samples: list[Sample] = field(default_factory=list)
    isolates_killed: int = 0
    zygotes_killed: int = 0
    seconds: float = 0.0

    def run(self) -> list[Growth | Count]:
        """The promises, judged."""
        self._dice = random.Random(self.seed)
        self._server = ServerProcess(
            f"--isolates={self.isolates}",
            f"--queue={QUEUE}",
            # No call of a round waits so long, unless it is lost.
            "--queue-timeout=60s",
        ).serving()
        begun = time.monotonic()
        try:
            context = multiprocessing.get_context("spawn")
            with concurrent.futures.ProcessPoolExecutor(self.clients, context) as players:
                self._rounds(players)
            self.seconds = time.monotonic() - begun
            return self._judge()
        finally:
            self._server.stop()

    def _rounds(self, players: concurrent.futures.Executor) -> None:
        # At least 40 rounds make a line; 500 calls are a second or two, so the faults come close together.
        size = max(20, min(500, self.executions // 40))
        total = -(-self.executions // size)
        zygotes = min(MOST_ZYGOTE_KILLS, self.executions // 1000 + 1)
        zygote_rounds = {round(total * (n + 0.5) / zygotes) for n in range(zygotes)}
        printed = time.monotonic()
        for number in range(total):
            self._round(players, size, faulty=number % 2 == 1, zygote=number in zygote_rounds)
            usual = min((one.figures["server descriptors"] for one in self.samples), default=0)
            self.samples.append(sample(self._server, self.tally.calls, usual))
            if time.monotonic() - printed > 10 or number == total - 1:
                printed = time.monotonic()
                self._progress()

    def _round(self, players: concurrent.futures.Executor, size: int, *, faulty: bool, zygote: bool) -> None:
        # With killed isolates also a few more calls than queue and isolates hold, so that some are refused. Without,
        # none is: the refusal of a call could cross with its caller's leaving.
        at_once = self.isolates + QUEUE + 2 * self.clients if faulty else self.isolates + QUEUE // 2
        rounds = [
            traffic.Round(
                self._server.address,
                self._dice.randrange(2**32),
                size // self.clients,
                at_once // self.clients,
                faulty,
            )
            for _ in range(self.clients)
        ]
        generation = self._server.warmup_status().generation
        playing = {players.submit(traffic.play, one) for one in rounds}
        if zygote:
            self._server.zygote().kill()
            self.zygotes_killed += 1
        kills = ISOLATE_KILLS if faulty else 0
        while kills and concurrent.futures.wait(playing, self._dice.uniform(0, 0.1)).not_done:
            kills -= self._kill_an_isolate()
        for future in playing:
            self.tally.add(future.result(PATIENCE * 4))
        if zygote:
            eventually(lambda: self._warm(generation + 1), "the next generation is warm")

    def _kill_an_isolate(self) -> bool:
        isolates = self._server.named("isolate")
        if not isolates:
            return False
        try:
            self._dice.choice(isolates).kill()
        except psutil.NoSuchProcess:
            return False
        self.isolates_killed += 1
        return True

    def _warm(self, generation: int) -> bool:
        status = self._server.warmup_status()
        return status.generation == generation and status.status == pb.WARMUP_STATE_COMPLETED

    def _progress(self) -> None:
        figures = self.samples[-1].figures
        print(
            f"{self.tally.calls:7} calls, generation {self.samples[-1].generation}, "
            f"{self.isolates_killed} isolates killed, {figures['server descriptors']:.0f} descriptors, "
            f"server {figures['server RSS'] / MIB:.1f} MiB, zygote {figures['zygote RSS'] / MIB:.1f} MiB, "
            f"{len(self.tally.wrong)} wrong answers",
            flush=True,
        )

    def _judge(self) -> list[Growth | Count]:
        def settled() -> dict[str, float] | None:
            metrics = self._server.metrics()
            handled = sum(n for name, n in metrics.items() if name.startswith("grpc_server_handled_total") and '"Execute"' in name)  # fmt: skip
            return metrics if handled == metrics[f"grpc_server_started_total{{{EXECUTE}}}"] else None

        # Every started call must be handled: this fails where one is lost.
        metrics = eventually(settled, "every started call is handled")
        wrong = Count("answers other than the script asks for", 0, len(self.tally.wrong))
        return [*growths(self.samples), *counts(self.tally, metrics, self.isolates_killed), wrong]


def report(soak: Soak, promises: Sequence[Growth | Count]) -> bool:
    """Prints the tables; says whether every promise was kept."""
    print(
        f"\n{soak.tally.calls} calls in {soak.seconds:.0f} s ({soak.tally.calls / soak.seconds:.0f}/s), "
        f"{soak.tally.outcomes.total()} of them ran to an outcome; killed: {soak.isolates_killed} isolates, "
        f"{soak.zygotes_killed} zygotes"
    )
    print("kinds: " + ", ".join(f"{name} {number}" for name, number in soak.tally.kinds.most_common()))
    print(
        f"\n{'growth after the first tenth':30} {'first':>9} {'last':>9} {'growth':>9} {'± 2 SE':>9} {'allowed':>9}"
    )
    for one in promises:
        if isinstance(one, Growth):
            unit = MIB if one.name.endswith(("RSS", "PSS")) else 1
            name = f"{one.name}, MiB" if unit == MIB else one.name
            numbers = (one.first, one.last, one.growth, 2 * one.error, one.tolerance)
            print(
                f"{name:30} " + " ".join(f"{number / unit:9.2f}" for number in numbers) + f"  {verdict(one)}"
            )
    print(f"\n{'counts':46} {'clients':>9} {'server':>9}")
    for one in promises:
        if isinstance(one, Count) and (one.clients or one.server or not one.kept):
            relation = ">=" if one.at_most else "="
            print(f"{one.name:46} {one.clients:9} {relation:>2} {one.server:6}  {verdict(one)}")
    for line in soak.tally.wrong[:20]:
        print("wrong:", line)
    kept = all(one.kept for one in promises)
    broken = [one.name for one in promises if not one.kept]
    print("\nPASS: every promise kept" if kept else f"\nFAIL: {', '.join(broken)}")
    return kept


def verdict(promise: Growth | Count) -> str:
    return "PASS" if promise.kept else "FAIL"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.soak", description=__doc__.partition("\n")[0])
    parser.add_argument("--executions", type=int, default=100_000, help="calls, of all kinds together")
    parser.add_argument("--isolates", type=int, default=4)
    parser.add_argument("--clients", type=int, default=2, help="client processes")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    if arguments.executions < 400 or arguments.clients < 1:
        parser.error("at least 400 executions and one client: fewer make no line")
    print(
        f"{platform.machine()}, {os.cpu_count()} CPUs, Python {platform.python_version()}, "
        f"Linux {platform.release()}, {arguments}",
        flush=True,
    )
    soak = Soak(**vars(arguments))
    sys.exit(0 if report(soak, soak.run()) else 1)


if __name__ == "__main__":
    main()
