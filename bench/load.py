"""The load generator: `bench/load` (Go), built into .tools/bench by the Makefile, and what it reports.

`bench/load/main.go` says why it is not h2load or ghz.
"""

import base64
import json
import os
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
BINARY = ROOT / ".tools" / "bench" / "load"

# Calls at once in a closed loop, over CONNECTIONS: enough that two cores never wait, few enough that no queue fills.
CONCURRENCY = 16
CONNECTIONS = 4
# Below so many calls a second, only one for each core at once: more would only wait, and outlast the run.
SLOW = 20
SLOW_CONCURRENCY = os.cpu_count() or 1
# ExecuteBatch: each stream holds one isolate, so no more than a server of two cores has by default.
STREAMS = 2
WINDOW = 32


NOT_BUILT = "the load generator is not built: make .tools/bench/load (needs Go 1.25 or later)"


class LoadFailed(Exception):
    """The generator could not run; the message is its own."""


@dataclass(frozen=True)
class Call:
    """A serialized request, its result's bytes, and for ExecuteBatch the message of each further item."""

    request: bytes
    result: bytes
    item: bytes = b""

    def encoded(self) -> dict[str, str]:
        """As the generator reads it."""
        return {name: base64.b64encode(value).decode() for name, value in vars(self).items()}


@dataclass(frozen=True)
class Run:
    """What one run of the generator saw. Latencies are milliseconds; in an open loop, from the intended start."""

    calls: int
    seconds: float
    load_cpu_seconds: float
    wrong: dict[str, int] = field(default_factory=dict)
    latencies: tuple[float, ...] = ()
    lateness: tuple[float, ...] = ()

    @property
    def rate(self) -> float:
        """Right answers a second."""
        return (self.calls - sum(self.wrong.values())) / self.seconds

    @property
    def load_share(self) -> float:
        """Of one core, what the generator itself used."""
        return self.load_cpu_seconds / self.seconds


def parse(text: str) -> Run:
    """The generator's line. Raises `LoadFailed` when it is none."""
    try:
        report: dict[str, Any] = json.loads(text)
        return Run(
            calls=report["calls"],
            seconds=report["seconds"],
            load_cpu_seconds=report["cpu_seconds"],
            wrong=report["wrong"],
            latencies=tuple(microseconds / 1000 for microseconds in report["latencies_us"]),
            lateness=tuple(microseconds / 1000 for microseconds in report["lateness_us"]),
        )
    except (ValueError, KeyError) as error:
        raise LoadFailed(f"the load generator printed no report: {text[:200]!r}") from error


def run(address: str, calls: Sequence[Call], mode: str, seconds: float, **options: float) -> Run:
    """Calls `address` for so many seconds: `closed`, `open` (option `rate`) or `batch`.

    Raises `LoadFailed` when the generator is not built or ends with an error.
    """
    if not BINARY.exists():
        raise LoadFailed(NOT_BUILT)
    options = {"concurrency": CONCURRENCY, "connections": CONNECTIONS, **options}
    if mode == "batch":
        options |= {"concurrency": STREAMS, "window": WINDOW * int(options.get("chunk", 1))}
    with tempfile.NamedTemporaryFile("w", suffix=".json") as plan:
        json.dump([call.encoded() for call in calls], plan)
        plan.flush()
        command = [
            str(BINARY),
            f"-address={address}",
            f"-calls={plan.name}",
            f"-mode={mode}",
            f"-seconds={seconds}",
        ]
        command += [f"-{name}={value}" for name, value in options.items()]
        ended = subprocess.run(command, capture_output=True, text=True, timeout=seconds + 90, check=False)
    if ended.returncode:
        raise LoadFailed(ended.stderr.strip() or f"the load generator ended with {ended.returncode}")
    return parse(ended.stdout)


class TrivialServer:
    """The generator's own echo, in Go: what rate the generator reaches when the server costs next to nothing."""

    def __init__(self) -> None:
        self.process = subprocess.Popen([str(BINARY), "-serve"], stdout=subprocess.PIPE, text=True)
        assert self.process.stdout is not None
        self.address = f"127.0.0.1:{self.process.stdout.readline().strip()}"

    def stop(self) -> None:
        """Ends it."""
        self.process.kill()
        self.process.communicate()
