"""What the pool counts, and the names of it that metrics and status pages show."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from executor.errors import DeadlineTooShort, Draining, NotReady, QueueDisplaced, QueueFull, QueueTimeout
from executor.observe.tally import Tally
from executor.outcome import Outcome
from executor.pool.run import Run
from executor.wire.packets import REWIND_FAILURES

OVERLOAD_REASONS = tuple(kind.reason for kind in (QueueFull, QueueDisplaced, QueueTimeout, DeadlineTooShort))
REFUSAL_REASONS = (*OVERLOAD_REASONS, NotReady.reason, Draining.reason)
# Why an isolate that was kept, or would have been rewound, went: somebody waited for its slot, or an unused one has to be
# there for who comes anew; the others speak of itself.
EVICTION_REASONS = ("needed", "spare", "too_many", "uses", "cpu", "idle", "closed")
# What became of rewinds: what the zygote says, or that it is gone or late, or that the isolate's pipe was not empty.
REWIND_RESULTS = ("rewound", *REWIND_FAILURES, "late", "lost", "other")
# Upper ends of the buckets: seconds, and pages of 4 KiB. A no-op takes 0.2 ms and 340 pages.
REWIND_SECONDS = (0.0001, 0.0002, 0.0003, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.1, 1.0)
REWIND_PAGES = (100.0, 200.0, 300.0, 400.0, 600.0, 1000.0, 2000.0, 5000.0, 10000.0, 30000.0)
# Why an isolate was killed before its time: `stopped` stood still, `canary` was as old as one in which a canary failed.
KILL_REASONS = ("timeout", "cpu", "cancelled", "protocol", "start", "stopped", "canary", "drain")


@dataclass(slots=True)
class Accounts:
    """Counts since the server's start. `executions` and `succeeded` leave canaries out, and what prepared."""

    executions: int = 0
    succeeded: int = 0
    reused: int = 0
    refusals: Counter[str] = field(default_factory=Counter)
    evictions: Counter[str] = field(default_factory=Counter)
    kills: Counter[str] = field(default_factory=Counter)
    rewinds: Counter[str] = field(default_factory=Counter)
    rewind_seconds: Tally = field(default_factory=lambda: Tally(REWIND_SECONDS))
    rewind_pages: Tally = field(default_factory=lambda: Tally(REWIND_PAGES))

    def rewound(self, pages: int, seconds: float) -> None:
        """An isolate is pristine again."""
        self.rewinds["rewound"] += 1
        self.rewind_seconds.add(seconds)
        self.rewind_pages.add(pages)

    def executed(self, run: Run, outcome: Outcome) -> None:
        """A caller's run has ended so."""
        if run.job.prepare:
            return
        self.executions += 1
        self.succeeded += outcome.error is None


@dataclass(frozen=True, slots=True)
class PoolStats:
    """Counts for metrics and status pages, since the server's start. `executions` and `succeeded` leave canaries out."""

    slots: int
    isolates: dict[str, int]
    queued: int
    queue_limit: int
    running: int
    executions: int
    succeeded: int
    reused: int
    evictions: dict[str, int]
    forks: int
    spawn_failures: int
    kills: dict[str, int]
    rewinds: dict[str, int]
    rewind_seconds: Tally
    rewind_pages: Tally
    refusals: dict[str, int]
    generations: int
