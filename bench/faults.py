"""What the life of an isolate costs, by stage: minor page faults and CPU time; with perf, also what was touched by whom.

Zygote and isolates run as in the server, one isolate at a time, without server and gRPC. Faults hardly feel other load
on the machine, CPU time little. Beside it stands the floor: fork, exit and wait of an empty Python process.

    python -m bench.faults [--runs N] [--rounds N] [--code FILE]   faults and CPU time by stage
    python -m bench.faults --tree DIRECTORY      the same, alternating with another tree that has its own .venv
    python -m bench.faults --perf                faults by mapping and by kind, and the code that made them
    python -m bench.faults --perf --zygote       the same of the zygote as it forks
    python -m bench.faults --pss N               memory of N idle isolates beyond the zygote
    python -m bench.faults --refill N            time from a kill to a ready successor, N times
"""

from __future__ import annotations

import argparse
import collections
import contextlib
import json
import os
import re
import select
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# A worker in another tree runs this file with that tree's executor.
TREE = Path(os.environ.get("FAULTS_TREE", ROOT))
sys.path.insert(0, str(TREE))

from executor.pool import spawning  # noqa: E402
from executor.wire import frames, jobs, packets  # noqa: E402
from executor.wire.options import Options  # noqa: E402

CODE = "return 1"
# CPUCLOCK_SCHED of linux/posix-timers.h: what a process was scheduled for, in nanoseconds.
SCHED = 2
STAGES = ("to READY", "job to exit", "life", "zygote per fork")


@dataclass(frozen=True, slots=True)
class Isolate:
    pid: int
    pidfd: int
    sock: socket.socket

    def faults(self) -> int:
        return minor_faults(self.pid)

    def receive(self) -> tuple[int, bytes]:
        """One frame: kind and payload."""
        kind, length = frames.HEADER.unpack(self._exactly(frames.HEADER.size))
        return kind, self._exactly(length)

    def _exactly(self, count: int) -> bytes:
        data = b""
        while len(data) < count:
            chunk = self.sock.recv(count - len(data))
            if not chunk:
                raise SystemExit(f"isolate {self.pid} ended before its answer")
            data += chunk
        return data

    def wait_idle(self) -> None:
        """Until it sleeps in its read for a job."""
        while state(self.pid) != "S":
            time.sleep(0.0002)

    def reap(self) -> int:
        """Waits for its end; its minor faults."""
        select.select([self.pidfd], [], [])
        self.sock.close()
        os.close(self.pidfd)
        return os.wait4(self.pid, 0)[2].ru_minflt


class Zygote:
    """A warm zygote of this process."""

    def __init__(self) -> None:
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        options = Options(
            server_pid=os.getpid(),
            modules=str(TREE / "modules" / "dist"),
            sandbox="enforce",
            max_memory_bytes=128 << 20,
            buffer_bytes=16 << 20,
            cpu_seconds=60,
        )
        with theirs:
            self._process = spawning.start_process(theirs.fileno(), options)
        self.pid = self._process.pid
        while not isinstance(self._packet()[0], packets.WarmupCompleted):
            pass

    def _packet(self) -> tuple[packets.ZygoteReport, list[int]]:
        packet, descriptors, _, _ = socket.recv_fds(self._control, packets.MAX_PACKET, 2)
        if not packet:
            raise SystemExit("the zygote ended")
        report = packets.decode_packet(packet)
        if isinstance(report, packets.WarmupFailed):
            raise SystemExit(f"the warmup failed: {report}")
        return report, descriptors

    def fork(self, count: int = 1) -> list[Isolate]:
        self._control.send(packets.FORK_REQUEST * count)
        isolates = []
        for _ in range(count):
            report, descriptors = self._packet()
            if not isinstance(report, packets.Forked):
                raise SystemExit(f"no fork: {report}")
            isolates.append(Isolate(report.pid, descriptors[1], socket.socket(fileno=descriptors[0])))
        return isolates

    def run(self, job: bytes) -> dict[str, tuple[float, float]]:
        """One isolate's life: faults and CPU microseconds of each stage, and of the answer (its wall time)."""
        before, cpu_before = minor_faults(self.pid), cpu(self.pid)
        (isolate,) = self.fork()
        isolate.receive()
        isolate.wait_idle()
        ready, cpu_ready = isolate.faults(), cpu(isolate.pid)
        begun = time.perf_counter()
        isolate.sock.send(job)
        while isolate.receive()[0] == frames.Kind.CONSOLE:
            pass
        answered = (time.perf_counter() - begun) * 1e6
        select.select([isolate.pidfd], [], [])
        cpu_life = cpu(isolate.pid)
        life = isolate.reap()
        return {
            "to READY": (ready, cpu_ready),
            "job to exit": (life - ready, cpu_life - cpu_ready),
            "life": (life, cpu_life),
            "zygote per fork": (minor_faults(self.pid) - before, cpu(self.pid) - cpu_before),
            "answer": (0, answered),
        }


def cpu(pid: int) -> float:
    """Microseconds of CPU time of a process that is not reaped."""
    return time.clock_gettime((~pid << 3) | SCHED) * 1e6


def fields(pid: int) -> list[str]:
    """proc(5)'s stat from the state on."""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()


def minor_faults(pid: int) -> int:
    return int(fields(pid)[7])


def state(pid: int) -> str:
    return fields(pid)[0]


def empty_fork() -> tuple[float, float]:
    """Faults, and CPU microseconds of both sides, of fork, exit and wait from an empty Python process; the mean of 200."""
    code = """
import os, resource, time
def faults(): return resource.getrusage(resource.RUSAGE_SELF).ru_minflt
begun, before, children = time.process_time(), faults(), 0.0
for _ in range(200):
    pid = os.fork()
    if pid == 0:
        os._exit(0)
    os.waitpid(pid, 0)
own = time.process_time() - begun
usage = resource.getrusage(resource.RUSAGE_CHILDREN)
print(faults() - before + usage.ru_minflt, (own + usage.ru_utime + usage.ru_stime) * 1e6)
"""
    output = subprocess.run(
        [sys.executable, "-I", "-c", code], check=True, capture_output=True, text=True
    ).stdout
    faults, spent = output.split()
    return float(faults) / 200, float(spent) / 200


def worker(job: bytes) -> None:
    """Answers each line (a number of lives) with a line of JSON: the median of each stage."""
    parent = Zygote()
    for line in sys.stdin:
        lives = [parent.run(job) for _ in range(int(line))]
        medians = {
            stage: [statistics.median(life[stage][column] for life in lives) for column in (0, 1)]
            for stage in lives[0]
        }
        print(json.dumps(medians), flush=True)


class Worker:
    """`worker` for the executor of one tree."""

    def __init__(self, tree: Path, code: str) -> None:
        self.process = subprocess.Popen(
            [str(tree / ".venv/bin/python"), str(Path(__file__).resolve()), "--worker", "--source", code],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=tree,
            env={**os.environ, "FAULTS_TREE": str(tree)},
        )

    def lives(self, count: int) -> dict[str, list[float]]:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        print(count, file=self.process.stdin, flush=True)
        line = self.process.stdout.readline()
        if not line:
            raise SystemExit("a worker ended early")
        medians: dict[str, list[float]] = json.loads(line)
        return medians

    def stop(self) -> None:
        self.process.communicate()


def by_stage(trees: list[Path], code: str, rounds: int, runs: int) -> None:
    """Alternating rounds on all trees; medians of medians."""
    workers = [Worker(tree, code) for tree in trees]
    collected: list[list[dict[str, list[float]]]] = [[] for _ in workers]
    for one in workers:
        one.lives(5)
    for number in range(rounds):
        for at in sorted(range(len(workers)), reverse=bool(number % 2)):
            collected[at].append(workers[at].lives(runs))
    for one in workers:
        one.stop()
    floor, floor_cpu = empty_fork()
    print(f"{rounds} rounds of {runs} lives, one at a time; medians")
    print(f"{'':24}" + "".join(f"{stage:>17}" for stage in (*STAGES, "job to answer")))
    print(f"{'':24}" + f"{'faults  CPU µs':>17}" * len(STAGES) + f"{'wall µs':>17}")
    tables = []
    for tree, medians in zip(trees, collected, strict=True):
        table = {
            stage: [statistics.median(each[stage][column] for each in medians) for column in (0, 1)]
            for stage in medians[0]
        }
        tables.append(table)
        name = tree.name[:23]
        print(f"{name:24}" + "".join(f"{table[s][0]:9.0f}{table[s][1]:8.0f}" for s in STAGES)
              + f"{table['answer'][1]:17.0f}")  # fmt: skip
    if len(tables) == 2:
        here, there = tables
        ratios = [(h / t if t else 0.0) for s in STAGES for h, t in zip(here[s], there[s], strict=True)]
        print(f"{'ratio':24}" + "".join(f"{a:9.2f}{b:8.2f}" for a, b in zip(ratios[::2], ratios[1::2], strict=True))
              + f"{here['answer'][1] / there['answer'][1]:17.2f}")  # fmt: skip
    for tree, table in zip(trees, tables, strict=True):
        together = table["life"][1] + table["zygote per fork"][1]
        print(f"{tree.name}: {together:.0f} µs of isolate and zygote are {together / floor_cpu:.1f} × fork, exit and wait of "
              f"an empty Python process ({floor:.0f} faults, {floor_cpu:.0f} µs)")  # fmt: skip


# --- with perf -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Mapping:
    start: int
    end: int
    flags: str
    name: str


def mappings(pid: int) -> list[Mapping]:
    found = []
    for line in Path(f"/proc/{pid}/maps").read_text().splitlines():
        span, flags, _, _, _, *name = line.split(None, 5)
        start, end = (int(part, 16) for part in span.split("-"))
        found.append(Mapping(start, end, flags, Path(name[0]).name if name else "anonymous"))
    return found


def mapping_of(address: int, known: list[Mapping]) -> str:
    for mapping in known:
        if mapping.start <= address < mapping.end:
            return f"{mapping.name} {mapping.flags}"
    # Mapped by the isolate itself, or the stack as it grew.
    return "new in the isolate"


def kind_of(error_code: int, before: bool) -> str:
    """By the processor's word (x86: bit 0 the page was present, bit 1 a write); `before`: the zygote had the mapping."""
    if error_code & 1:
        return "copy on write"
    return ("write, absent" if error_code & 2 else "read, absent") if before else "zero page"


FAULT = re.compile(
    r"^\s*(\d+) .*?page_fault_(user|kernel): address=(0x[0-9a-f]+|\(nil\))\S* ip=(\S+) error_code=(\S+)"
)


@contextlib.contextmanager
def recorded(pid: int, path: str) -> Iterator[None]:
    """perf on a process and what it forks meanwhile."""
    events = "exceptions:page_fault_user,exceptions:page_fault_kernel"
    process = subprocess.Popen(
        ["perf", "record", "-q", "-o", path, "-e", events, "-g", "-p", str(pid)], stderr=subprocess.PIPE
    )
    time.sleep(1.0)  # Until it is attached: it gives no sign.
    yield
    process.send_signal(signal.SIGINT)
    process.communicate()


def by_mapping(job: bytes, runs: int, of_zygote: bool) -> None:
    """Faults of `runs` lives (or of the zygote at their forks) by mapping and kind, and the functions that made them.

    Needs root and perf (x86).
    """
    parent = Zygote()
    for _ in range(20):
        parent.run(job)
    known = mappings(parent.pid)
    with tempfile.TemporaryDirectory() as directory:
        path = f"{directory}/perf.data"
        with recorded(parent.pid, path):
            for _ in range(runs):
                parent.run(job)
        script = ["perf", "script", "-i", path, "-F", "pid,event,trace,ip,sym"]
        output = subprocess.run(script, check=True, capture_output=True, text=True).stdout
    counts: collections.Counter[tuple[str, str]] = collections.Counter()
    code: collections.Counter[str] = collections.Counter()
    for sample in output.split("\n\n"):
        head, *stack = sample.strip("\n").split("\n")
        match = FAULT.search(head)
        if match is None or (int(match[1]) == parent.pid) != of_zygote:
            continue
        address = int(match[3], 16) if match[3].startswith("0x") else 0
        mapping = mapping_of(address, known)
        kind = kind_of(int(match[5], 16), mapping != "new in the isolate")
        counts[mapping, kind] += 1
        frames = [line.split(None, 1)[-1] for line in stack]
        user = [frame for frame in frames if not frame.startswith(("asm_", "exc_", "do_", "[unknown]", "__"))]
        code[f"{mapping.split()[0]}: {' < '.join((user or frames or ['?'])[:4])}"] += 1
    print(f"\npage faults of an isolate's life by mapping and kind, mean of {runs}; with perf on")
    for (mapping, kind), count in counts.most_common(30):
        print(f"{mapping:50} {kind:16} {count / runs:8.1f}")
    print(f"{'together':67} {sum(counts.values()) / runs:8.1f}\n")
    for name, count in code.most_common(45):
        print(f"{count / runs:8.1f} {name}")


# --- memory --------------------------------------------------------------------------------------------------------


def smaps(pid: int) -> dict[str, int]:
    """KiB by name of /proc/PID/smaps_rollup."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:]
    return {line.split(":")[0]: int(line.split()[1]) for line in lines}


def page_tables(pid: int) -> int:
    """KiB."""
    found = re.search(r"VmPTE:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())
    return int(found[1]) if found else 0


def memory(count: int) -> None:
    """PSS beyond the zygote of idle isolates, and what it consists of."""
    parent = Zygote()
    alone = smaps(parent.pid)["Pss"]
    isolates = parent.fork(count)
    for isolate in isolates:
        isolate.receive()
        isolate.wait_idle()
    rolled = [smaps(isolate.pid) for isolate in isolates]
    together = sum(one["Pss"] for one in rolled) + smaps(parent.pid)["Pss"]
    tables = [page_tables(isolate.pid) for isolate in isolates]
    print(f"\n{count} idle isolates: {(together - alone) / 1024 / count:.2f} MiB PSS each beyond the zygote's "
          f"{alone / 1024:.1f} MiB; private dirty {statistics.mean(one['Private_Dirty'] for one in rolled) / 1024:.2f} "
          f"MiB, page tables {statistics.mean(tables):.0f} KiB (not in PSS)")  # fmt: skip
    for isolate in isolates:
        isolate.sock.close()
    for isolate in isolates:
        isolate.reap()


def refill(kills: int) -> None:
    """Milliseconds from the kill of an idle isolate until its successor is ready, without the server's own part."""
    parent = Zygote()
    times = []
    (isolate,) = parent.fork()
    isolate.receive()
    for _ in range(kills):
        isolate.wait_idle()
        begun = time.perf_counter()
        signal.pidfd_send_signal(isolate.pidfd, signal.SIGKILL)
        isolate.reap()
        (isolate,) = parent.fork()
        isolate.receive()
        times.append((time.perf_counter() - begun) * 1000)
    print(f"\n{kills} kills: the next isolate is ready after {statistics.median(times):.2f} ms (p50), "
          f"{statistics.quantiles(times, n=100)[98]:.2f} ms (p99)")  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m bench.faults", description=str(__doc__).partition("\n")[0]
    )
    parser.add_argument("--runs", type=int, default=100, help="lives per round")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--code", type=Path, help="file with the script to run; default: return 1")
    parser.add_argument("--tree", type=Path, help="another tree, for comparison")
    parser.add_argument("--perf", action="store_true", help="faults by mapping and by code")
    parser.add_argument("--zygote", action="store_true", help="with --perf: the zygote's, not the isolate's")
    parser.add_argument("--pss", type=int, metavar="N", help="memory of N idle isolates")
    parser.add_argument("--refill", type=int, metavar="N", help="time from a kill to a ready successor")
    parser.add_argument("--worker", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--source", default=CODE, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    code = arguments.code.read_text() if arguments.code else arguments.source
    job = jobs.Job(
        code=code,
        input_json=b"null",
        timeout=10.0,
        cpu_limit=10.0,
        max_result_bytes=1 << 20,
        max_console_messages=1000,
        max_console_bytes=1 << 20,
        max_memory_bytes=128 << 20,
        max_fetches=0,
    ).encode()
    if arguments.worker:
        worker(job)
    elif arguments.perf:
        by_mapping(job, arguments.runs, arguments.zygote)
    elif arguments.pss:
        memory(arguments.pss)
    elif arguments.refill:
        refill(arguments.refill)
    else:
        trees = [ROOT, *([arguments.tree.resolve()] if arguments.tree else [])]
        by_stage(trees, code, arguments.rounds, arguments.runs)


if __name__ == "__main__":
    main()
