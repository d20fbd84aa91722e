"""The last minutes of a server, for its page: a sample a second, and the last calls that did not end well.

Bounded whatever comes: `SAMPLES` samples, `FAILURES` failures, and at most `TIMED` durations of one second. Failures say kind,
time, id and duration; what an error says, code, input and console are the caller's and are never here.
"""

from __future__ import annotations

import time
from collections import Counter, deque
from dataclasses import dataclass, field

from executor.outcome import Outcome

SAMPLES = 300
FAILURES = 40
# Of the calls of a second, enough for a 99th percentile.
TIMED = 1_000
# Characters of an id that are shown.
ID_LENGTH = 64


@dataclass(frozen=True, slots=True)
class Sample:
    """One second. Durations are milliseconds, None where no call ended."""

    ok: int
    failed: int
    refused: int
    queued: int
    running: int
    run_p50: float | None
    run_p99: float | None
    queue_p50: float | None
    queue_p99: float | None


@dataclass(frozen=True, slots=True)
class Failure:
    """`kind` is an outcome such as `timeout`, or the reason of a refusal; `at` is Unix time."""

    kind: str
    at: float
    execution_id: str
    duration_ms: float


@dataclass(slots=True)
class History:
    """Told of each call as it ends; `sample` is for a timer."""

    samples: deque[Sample] = field(default_factory=lambda: deque(maxlen=SAMPLES))
    failures: deque[Failure] = field(default_factory=lambda: deque(maxlen=FAILURES))
    _counts: Counter[str] = field(default_factory=Counter)
    _runs: list[float] = field(default_factory=list)
    _queues: list[float] = field(default_factory=list)

    def executed(self, execution_id: str, outcome: Outcome) -> None:
        """A script ran."""
        usage = outcome.usage
        if outcome.error is None:
            self._counts["ok"] += 1
        else:
            self._counts["failed"] += 1
            self._fail(outcome.error.kind.name.lower(), execution_id, usage.total)
        if len(self._runs) < TIMED:
            self._runs.append(usage.run)
            self._queues.append(usage.queue)

    def refused(self, execution_id: str, reason: str, seconds: float) -> None:
        """A call did not start."""
        self._counts["refused"] += 1
        self._fail(reason, execution_id, seconds)

    def _fail(self, kind: str, execution_id: str, seconds: float) -> None:
        at = time.time_ns() / 1e9
        self.failures.appendleft(Failure(kind, at, execution_id[:ID_LENGTH], round(seconds * 1000, 2)))

    def sample(self, queued: int, running: int) -> None:
        """Ends a second."""
        self.samples.append(
            Sample(
                ok=self._counts["ok"],
                failed=self._counts["failed"],
                refused=self._counts["refused"],
                queued=queued,
                running=running,
                run_p50=_percentile(self._runs, 0.5),
                run_p99=_percentile(self._runs, 0.99),
                queue_p50=_percentile(self._queues, 0.5),
                queue_p99=_percentile(self._queues, 0.99),
            )
        )
        self._counts.clear()
        self._runs.clear()
        self._queues.clear()


def _percentile(seconds: list[float], share: float) -> float | None:
    """In milliseconds."""
    if not seconds:
        return None
    ordered = sorted(seconds)
    return round(ordered[min(len(ordered) - 1, int(len(ordered) * share))] * 1000, 3)
