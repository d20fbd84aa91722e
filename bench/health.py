"""`make health`: random faults in a row, while every view of the server's health is asked each 100 ms: none may disagree.

A real server at its defaults. Beside the views, a prober sends a small script every 50 ms; what it meets is the truth that
health is held against. A path is stuck where a call of the prober's waits, and free with the next one that ends well.

Promises, each printed as kept or broken: red at most 2 s after the path is stuck, or a fault is there that stays; green at most
2 s after the path is free; whoever is refused while it is red is told UNAVAILABLE; no two views disagree; `completed` is what
the warmup says whenever health is green.

    python -m bench.health [--faults 100] [--isolates 1 2 8 64] [--isolation fork rewind] [--load 0 8] [--seed N]
    python -m bench.health --latency 128        how long Check and /flow/health take while so many isolates run calls
"""

import argparse
import contextlib
import json
import random
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import grpc
import psutil
from grpc_health.v1 import health_pb2

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from harness import BUNDLES, SERVICE, SERVING, ServerProcess  # noqa: E402

from executor.v1 import executor_pb2 as pb  # noqa: E402

SAMPLE_EVERY = 0.1
PROBE_EVERY = 0.05
# Seconds that an answer may be on its way to this process, on a busy machine.
SLACK = 0.3
# Seconds: what is promised, and how much of it this process may itself have taken on a busy machine.
PROMISE = 2.0
# Milliseconds, at the 99th percentile.
SLOWEST_VIEW = 50.0
# What a fault lasts where it does not end by itself: some are shorter than what is promised, some longer.
SHORTEST, LONGEST = 0.2, 4.0
# Seconds after which a server that does not recover counts as lost.
LOST_AFTER = 60.0
BUSY = "const end = Date.now() + 20; while (Date.now() < end) {} return 1"


@dataclass(frozen=True)
class Fault:
    """One that was made: from when to when, by `time.monotonic()`; whether health has to see it while it lasts."""

    name: str
    begun: float
    ended: float
    must_be_seen: bool
    # With its end the path is free at once, with nothing left to be replaced.
    is_lifted: bool = False


@dataclass(frozen=True)
class Call:
    """One of the prober's: from when to when, the status that it ended with, or its script did, and how long it waited for
    an isolate. How long it had one says nothing of the path: that isolate may have been hurt.
    """

    begun: float
    ended: float
    code: str
    waited: float


@dataclass
class Seen:
    """All that was seen of one server."""

    changes: list[tuple[float, bool]] = field(default_factory=list)
    samples: list[tuple[float, float, dict[str, bool], bool]] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)
    refusals: list[tuple[float, float, str]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    def state(self, at: float) -> bool:
        """Green or red at that moment, as Watch told."""
        return next((green for when, green in reversed(self.changes) if when <= at), False)

    def was(self, green: bool, begun: float, ended: float) -> float | None:
        """When, at the earliest in between, it was so."""
        if self.state(begun) is green:
            return begun
        return next((when for when, now in self.changes if begun < when <= ended and now is green), None)


# --- Watching --------------------------------------------------------------------------------------------------------


class Watcher:
    """Asks all views of one server until it is closed."""

    def __init__(self, server: ServerProcess, seen: Seen, load: int) -> None:
        self._server = server
        self._seen = seen
        self._end = threading.Event()
        self._stream = server.health.Watch(health_pb2.HealthCheckRequest(service=SERVICE))
        self._views = ThreadPoolExecutor(8)
        tasks = [self._watch, self._sample, *[self._probe] * 2, *[self._call] * load]
        self._threads = [threading.Thread(target=task, daemon=True) for task in tasks]
        for thread in self._threads:
            thread.start()

    def close(self) -> None:
        """Asks no more."""
        self._end.set()
        self._stream.cancel()
        for thread in self._threads:
            thread.join()
        self._views.shutdown()

    def _watch(self) -> None:
        with contextlib.suppress(grpc.RpcError):
            for response in self._stream:
                self._seen.changes.append((time.monotonic(), response.status == SERVING))

    def _probe(self) -> None:
        # A caller of its own: one whose isolate stands still holds its share of them, and keeps only itself waiting.
        name = f"prober-{threading.get_ident()}"
        while not self._end.wait(PROBE_EVERY):
            begun = time.monotonic()
            try:
                response = self._server.stub.Execute(
                    pb.ExecuteRequest(code="return 1"), timeout=30, metadata=(("x-caller", name),)
                )
                code = pb.ErrorKind.Name(response.error.kind) if response.HasField("error") else "OK"
                waited = response.usage.queue_duration.ToNanoseconds() / 1e9
            except grpc.RpcError as error:
                code, waited = error.code().name, time.monotonic() - begun
            self._seen.calls.append(Call(begun, time.monotonic(), code, waited))

    def _call(self) -> None:
        while not self._end.is_set():
            begun = time.monotonic()
            with contextlib.suppress(grpc.RpcError):
                self._server.stub.Execute(
                    pb.ExecuteRequest(code=BUSY), timeout=30, metadata=(("x-caller", "load"),)
                )
                continue
            self._end.wait(max(0.0, 0.05 - (time.monotonic() - begun)))

    def _sample(self) -> None:
        while not self._end.wait(SAMPLE_EVERY):
            begun = time.monotonic()
            asked = {name: self._views.submit(view) for name, view in self._all_views().items()}
            views: dict[str, bool] = {}
            is_completed = True
            for name, answer in asked.items():
                value = answer.result()
                if name.startswith("warmup"):
                    is_completed = is_completed and value
                else:
                    views[name] = value
            self._seen.samples.append((begun, time.monotonic(), views, is_completed))

    def _all_views(self) -> dict[str, Callable[[], bool]]:
        server = self._server
        return {
            "Check": lambda: server.check() == SERVING,
            "Check service": lambda: server.check(SERVICE) == SERVING,
            "List": self._list,
            "ServerStatus": self._server_status,
            "/flow/health": self._flow_health,
            "/readyz": lambda: server.get("/readyz")[0] == 200,
            "/status.json": lambda: bool(json.loads(server.get("/status.json")[1])["ready"]),
            "/metrics": self._metrics,
            "warmup status": lambda: server.warmup_status().status == pb.WARMUP_STATE_COMPLETED,
        }

    def _list(self) -> bool:
        # The type stubs of grpcio-health-checking are older than this message.
        request = getattr(health_pb2, "HealthListRequest")()  # noqa: B009
        statuses = self._server.health.List(request, timeout=30).statuses
        assert statuses["liveness"].status == SERVING
        assert statuses[""].status == statuses[SERVICE].status
        return bool(statuses[""].status == SERVING)

    def _server_status(self) -> bool:
        status = self._server.stub.ServerStatus(pb.ServerStatusRequest(), timeout=30)
        return bool(
            _consistent("ServerStatus", status.ready, status.warmup.status == pb.WARMUP_STATE_COMPLETED)
        )

    def _flow_health(self) -> bool:
        code, text = self._server.get("/flow/health")
        body = json.loads(text)
        assert (code == 200) is (body["status"] == "healthy"), (code, body)
        return _consistent("/flow/health", code == 200, body["warmup"]["status"] == "completed")

    def _metrics(self) -> bool:
        samples = self._server.metrics()
        is_completed = samples['executor_warmup_state{state="completed"}'] == 1
        return _consistent("/metrics", samples["executor_ready"] == 1, is_completed)


# What one answer contradicts in itself: no moment in between excuses that.
CONTRADICTIONS: Counter[str] = Counter()


def _consistent(view: str, green: bool, completed: bool) -> bool:
    if green and not completed:
        CONTRADICTIONS[view] += 1
    return green


# --- Faults ----------------------------------------------------------------------------------------------------------


class Faults:
    """Makes them, one at a time."""

    def __init__(self, server: ServerProcess, bundles: Path, chance: random.Random) -> None:
        self._server = server
        self._bundles = bundles
        self._chance = chance
        self.all: list[Callable[[], Fault]] = [
            self.zygote_killed,
            self.zygote_stopped,
            self.isolates_stopped,
            self.isolates_killed,
            self.one_stopped,
            self.modules_gone,
        ]

    def _wait(self) -> None:
        time.sleep(self._chance.uniform(SHORTEST, LONGEST))

    def zygote_killed(self) -> Fault:
        begun = time.monotonic()
        _signal([self._server.zygote()], psutil.Process.kill)
        return Fault("zygote killed", begun, begun, must_be_seen=False)

    def zygote_stopped(self) -> Fault:
        zygote = self._server.zygote()
        begun = time.monotonic()
        _signal([zygote], psutil.Process.suspend)
        self._wait()
        ended = time.monotonic()
        _signal([zygote], psutil.Process.resume)
        # After 2 s it is killed: then the path is free with the next generation.
        return Fault("zygote stopped", begun, ended, must_be_seen=True, is_lifted=ended - begun < PROMISE / 2)

    def isolates_stopped(self) -> Fault:
        isolates = self._server.named("isolate")
        begun = time.monotonic()
        _signal(isolates, psutil.Process.suspend)
        self._wait()
        ended = time.monotonic()
        _signal(isolates, psutil.Process.resume)
        # Under load new ones come while the old ones are being stopped: then not all of them were.
        return Fault("isolates stopped", begun, ended, must_be_seen=False)

    def one_stopped(self) -> Fault:
        isolate = self._chance.choice(self._server.named("isolate") or [self._server.zygote()])
        begun = time.monotonic()
        _signal([isolate], psutil.Process.suspend)
        self._wait()
        ended = time.monotonic()
        _signal([isolate], psutil.Process.resume)
        return Fault("one isolate stopped", begun, ended, must_be_seen=False)

    def isolates_killed(self) -> Fault:
        begun = time.monotonic()
        _signal(self._server.named("isolate"), psutil.Process.kill)
        return Fault("isolates killed", begun, begun, must_be_seen=False)

    def modules_gone(self) -> Fault:
        zygote = self._server.zygote()
        begun = time.monotonic()
        self._bundles.unlink()
        _signal([zygote], psutil.Process.kill)
        # Well before it gives up.
        time.sleep(self._chance.uniform(1.0, 2.5))
        self._bundles.symlink_to(BUNDLES)
        return Fault(
            "modules gone, zygote killed", begun, time.monotonic(), must_be_seen=True, is_lifted=True
        )


def _signal(processes: list[psutil.Process], send: Callable[[psutil.Process], None]) -> None:
    for process in processes:
        with contextlib.suppress(psutil.NoSuchProcess):
            send(process)


def make_faults(server: ServerProcess, seen: Seen, bundles: Path, count: int, chance: random.Random) -> None:
    """Each once the server is green again; some at once then, some later."""
    faults = Faults(server, bundles, chance)
    for number in range(count):
        seen.faults.append(chance.choice(faults.all)())
        deadline = time.monotonic() + LOST_AFTER
        # A path that was stuck for less than anybody could see stays green: then there is nothing to wait for.
        time.sleep(chance.uniform(0.5, 2.5))
        while not seen.state(time.monotonic()):
            if time.monotonic() > deadline:
                raise SystemExit(
                    f"not green {LOST_AFTER:g} s after fault {number} {seen.faults[-1]}: {server.log}"
                )
            time.sleep(0.02)
        print("." if sys.stdout.isatty() else "", end="", flush=True)


# --- The verdict -----------------------------------------------------------------------------------------------------


def late_reds(seen: Seen) -> Iterator[tuple[float, str]]:
    """Seconds to red, and after what: of each call that waited for longer than is promised, and each fault that has to be seen."""
    for call in seen.calls:
        if call.waited > PROMISE:
            until = call.begun + call.waited
            waited = _seconds(seen.was(False, call.begun, until), call.begun, until)
            yield waited, f"a call's wait from {call.begun:.2f}, {call.code}; {_around(seen, call)}"
    for fault in seen.faults:
        if fault.must_be_seen and fault.ended - fault.begun > PROMISE:
            yield _seconds(seen.was(False, fault.begun, fault.ended), fault.begun, fault.ended), fault.name


def _around(seen: Seen, call: Call) -> str:
    """What was done to the server shortly before the call and during it, and what Watch told."""
    faults = [
        f"{fault.name} {fault.begun:.2f} to {fault.ended:.2f}"
        for fault in seen.faults
        if fault.begun < call.ended and fault.ended > call.begun - PROMISE
    ]
    changes = [
        f"{when:.2f} {'green' if green else 'red'}"
        for when, green in seen.changes
        if call.begun - PROMISE < when < call.ended + PROMISE
    ]
    return f"{faults}, {changes}"


def late_greens(seen: Seen) -> Iterator[tuple[float, str]]:
    """Seconds from the first call that ended well while it was red, with none after it that waited, to green."""
    for when, green in seen.changes:
        if green:
            continue
        until = next((later for later, now in seen.changes if later > when and now), None)
        if until is None:
            continue
        red = [call for call in seen.calls if when < call.ended <= until]
        free = None
        for call in sorted(red, key=lambda call: call.ended):
            if call.code.startswith("ERROR_KIND"):
                continue
            if call.code != "OK" or call.waited > PROMISE / 2:
                free = None
            elif free is None:
                free = call.ended
        lasting = [fault for fault in seen.faults if fault.begun <= until and fault.ended > (free or until)]
        if free is not None and not lasting:
            yield until - free, f"red from {when:.2f}"
        ended = [fault for fault in seen.faults if fault.is_lifted and when <= fault.ended <= until]
        for fault in ended:
            yield until - fault.ended, fault.name


def _seconds(when: float | None, begun: float, ended: float) -> float:
    """Until then; where it never came, as long as could have been waited for it."""
    return (ended if when is None else when) - begun


def disagreements(seen: Seen) -> Iterator[str]:
    """Samples whose views differ, or differ from Watch, where nothing had changed since shortly before the first was asked."""
    for begun, ended, views, is_completed in seen.samples:
        if any(begun - SLACK <= when <= ended + SLACK for when, _ in seen.changes):
            continue
        green = seen.state(begun)
        wrong = [name for name, value in views.items() if value is not green]
        if wrong:
            yield f"Watch says {green}, not so {wrong}"
        if green and not is_completed:
            yield "green, and the warmup is not completed"


def wrong_refusals(seen: Seen) -> Counter[str]:
    """What callers were told who were refused while it was red all the time that they waited."""
    codes: Counter[str] = Counter()
    for call in seen.calls:
        if (
            call.code == "OK"
            or call.code.startswith("ERROR_KIND")
            or seen.state(call.ended - 0.2)
            or seen.was(True, call.ended - 0.2, call.ended + 0.2)
        ):
            continue
        codes[call.code] += 1
    del codes["UNAVAILABLE"]
    return codes


def report(name: str, seen: Seen) -> bool:
    """Prints a line for each promise; whether all were kept."""
    reds, greens = list(late_reds(seen)), list(late_greens(seen))
    worst_red, worst_green = max(reds, default=(0.0, "none")), max(greens, default=(0.0, "none"))
    wrong, codes = list(disagreements(seen)), wrong_refusals(seen)
    kinds = Counter(fault.name for fault in seen.faults)
    print(
        f"\n{name}: {len(seen.faults)} faults {dict(kinds)}, {len(seen.samples)} samples, {len(seen.calls)} calls"
    )
    kept = [
        (
            worst_red[0] <= PROMISE,
            f"red after {worst_red[0]:.2f} s at most ({len(reds)} cases; {worst_red[1]})",
        ),
        (
            worst_green[0] <= PROMISE,
            f"green after {worst_green[0]:.2f} s at most ({len(greens)} cases; {worst_green[1]})",
        ),
        (len(seen.samples) > len(seen.faults), f"{len(seen.samples)} samples"),
        (not wrong, f"views that disagree: {len(wrong)} {Counter(wrong).most_common(3)}"),
        (not CONTRADICTIONS, f"answers that contradict themselves: {dict(CONTRADICTIONS)}"),
        (not codes, f"refusals while red that are not UNAVAILABLE: {dict(codes)}"),
    ]
    for seconds, what in sorted(reds + greens, reverse=True):
        if seconds > PROMISE:
            print(f"    {seconds:.2f} s: {what}")
    for is_kept, text in kept:
        print(f"  {'kept  ' if is_kept else 'BROKEN'} {text}")
    return all(is_kept for is_kept, _ in kept)


def run(isolates: int, isolation: str, load: int, count: int, seed: int) -> bool:
    """One server's life under faults."""
    seen = Seen()
    CONTRADICTIONS.clear()
    with tempfile.TemporaryDirectory() as directory:
        bundles = Path(directory) / "dist"
        bundles.symlink_to(BUNDLES)
        server = ServerProcess(f"--isolates={isolates}", f"--isolation={isolation}", f"--modules={bundles}")
        try:
            server.serving().all_ready()
            watcher = Watcher(server, seen, load)
            try:
                make_faults(server, seen, bundles, count, random.Random(seed))
            finally:
                watcher.close()
        finally:
            server.stop(expected=None)
    name = (
        f"--isolates={isolates} --isolation={isolation}, {f'{load} callers' if load else 'idle'}, seed {seed}"
    )
    return report(name, seen)


def latency(isolates: int) -> bool:
    """How long the views take while every isolate has a call that waits, as those that call partners do."""
    server = ServerProcess(f"--isolates={isolates}", "--timeout=60s")
    try:
        server.serving().all_ready()
        code = "await new Promise(resolve => setTimeout(resolve, 55000))"
        calls = [server.start_execute(code) for _ in range(isolates)]
        while server.metrics()['executor_isolates{state="running"}'] < isolates:
            time.sleep(0.1)
        kept = []
        views: dict[str, Callable[[], object]] = {
            "Check": server.check,
            "/flow/health": lambda: server.get("/flow/health"),
        }
        for name, view in views.items():
            times = sorted(_milliseconds(view) for _ in range(500))
            p50, p99 = times[len(times) // 2], times[len(times) * 99 // 100]
            kept.append(p99 <= SLOWEST_VIEW)
            print(
                f"{isolates} isolates busy, {name}: p50 {p50:.1f} ms, p99 {p99:.1f} ms, longest {times[-1]:.1f} ms"
            )
        for call in calls:
            call.cancel()
        return all(kept)
    finally:
        server.stop(expected=None)


def _milliseconds(ask: Callable[[], object]) -> float:
    begun = time.perf_counter()
    ask()
    return (time.perf_counter() - begun) * 1000


def main() -> int:
    """The exit code is 1 where a promise was broken."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--faults", type=int, default=100)
    parser.add_argument("--isolates", type=int, nargs="+", default=[1, 2, 8, 64])
    parser.add_argument("--isolation", nargs="+", default=["fork", "rewind"])
    parser.add_argument("--load", type=int, nargs="+", default=[0, 8], help="callers beside the prober")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--latency", type=int, metavar="N", help="only this, with N isolates")
    arguments = parser.parse_args()
    if arguments.latency:
        return 0 if latency(arguments.latency) else 1
    kept = [
        run(isolates, isolation, load, arguments.faults, arguments.seed)
        for isolation in arguments.isolation
        for isolates in arguments.isolates
        for load in arguments.load
    ]
    return 0 if all(kept) else 1


if __name__ == "__main__":
    sys.exit(main())
