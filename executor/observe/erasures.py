"""What is counted of erasing types: how often, how it ended, how long it took, and whose CPU time it was."""

from __future__ import annotations

from typing import TYPE_CHECKING

from prometheus_client import Counter, Histogram

from executor.outcome import ErrorKind, Outcome

if TYPE_CHECKING:
    from executor.observe.metrics import Metrics

# Seconds. Twenty lines take 3 ms, 64 KiB 150.
_BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5)
# Erased before, and kept.
CACHED = "cached"


class Erasures:
    """Of one server. A block whose types cannot be erased never runs, and counts here and not among the executions."""

    def __init__(self, metrics: Metrics) -> None:
        self._metrics = metrics
        self._ended = Counter(
            "executor_erasures_total",
            "Blocks of TypeScript, by what became of their types; `cached` are those that were erased before.",
            ("outcome",),
            registry=metrics.registry,
        )
        self._seconds = Histogram(
            "executor_erasure_seconds",
            "Wall seconds in the isolate that erased types.",
            buckets=_BUCKETS,
            registry=metrics.registry,
        )
        for outcome in ("ok", CACHED, *(kind.name.lower() for kind in ErrorKind)):
            self._ended.labels(outcome)

    def executed(self, caller: str, outcome: Outcome) -> None:
        """An isolate has been at it, with any end."""
        self._seconds.observe(outcome.usage.run)
        self._metrics.callers.of(caller).cpu_seconds += outcome.usage.cpu

    def ended(self, outcome: str) -> None:
        """What became of a block: `ok`, `cached`, or the error's kind."""
        self._ended.labels(outcome).inc()

    def refused(self, execution_id: str, caller: str, code: str, outcome: Outcome) -> None:
        """A block that had its types did not run for them."""
        assert outcome.error is not None
        self.ended(outcome.error.kind.name.lower())
        self._metrics.history.executed(execution_id, outcome)
        self._metrics.notices.executed(execution_id, caller, code, outcome)
