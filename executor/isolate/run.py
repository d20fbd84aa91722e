"""The run under way: its job, its phase, and what it has used so far."""

from __future__ import annotations

import enum
import resource
import time
from collections.abc import Callable

from executor.wire.jobs import Job
from executor.wire.options import Options
from executor.wire.reporting import Cost

# CPU time after which an isolate is not kept any longer: the kernel counts that of all its runs (RLIMIT_CPU), and each has
# to have all that it may use.
KEPT_CPU_SECONDS = 10.0
# Milliseconds that clocks which stand begin at (runtime/standing.js).
_STANDING_BEGIN = 1_000_000


class Phase(enum.IntEnum):
    """========  ================================================  =================
    phase     meaning                                           next
    ========  ================================================  =================
    WAITING   no job so far                                     RUNNING
    RUNNING   the script runs; a limit ends it                  ANSWERED, WAITING
    ANSWERED  it has its answer, and nothing that the script    RUNNING
              still does reaches anybody; only in an isolate
              that is kept
    ========  ================================================  =================

    From RUNNING back to WAITING is the way of a rehearsal alone.
    """

    WAITING = 0
    RUNNING = 1
    ANSWERED = 2


# By their own names, without the way through the enum; and what may follow each, by its number: each object that an
# isolate touches is paid per execution.
WAITING, RUNNING, ANSWERED = Phase
_NEXT = ((RUNNING,), (ANSWERED, WAITING), (RUNNING,))


class Run:
    """Made once in the zygote; each run of an isolate begins it anew."""

    __slots__ = (
        "_cpu_started_ns",
        "_image_bytes",
        "_kept_memory_bytes",
        "_started_ns",
        "_warm_memory_bytes",
        "clock",
        "console_bytes",
        "console_messages",
        "console_truncated",
        "job",
        "phase",
        "stops",
    )

    def __init__(self, options: Options) -> None:
        self.job = Job.sample()
        self.console_messages = 0
        self.console_bytes = 0
        self.console_truncated = False
        self.phase = WAITING
        # Whether the isolate stops by itself once it has answered.
        self.stops = False
        # Where clocks stand: what they show, in milliseconds.
        self.clock: Callable[[], float] | None = None
        self._started_ns = 0
        self._cpu_started_ns = 0
        self._warm_memory_bytes = 0
        self._image_bytes = 0
        self._kept_memory_bytes = options.kept_memory_bytes

    def know_image(self) -> int:
        """In a zygote that rewinds, before the mark: what there is now, in bytes, is what every isolate of it has, whether it has
        touched all of that, or more in earlier runs, or not.
        """
        self._image_bytes = _memory_bytes()
        return self._image_bytes

    def isolate_started(self, memory_bytes: int | None = None) -> None:
        """After the fork or the rewind: memory of this run is what comes on top of what there is now, or was (`memory_bytes`)."""
        self._warm_memory_bytes = _peak_memory_bytes() if memory_bytes is None else memory_bytes

    def begin(self, job: Job) -> None:
        """Figures count from here."""
        self.take_over(job, time.monotonic_ns(), time.thread_time_ns())

    def take_over(self, job: Job, started_ns: int, cpu_started_ns: int) -> None:
        """They count from these times of the monotonic clock and of this thread's."""
        self.transition(RUNNING)
        self.job = job
        self.console_messages = self.console_bytes = 0
        self.console_truncated = False
        self._started_ns = started_ns
        self._cpu_started_ns = cpu_started_ns

    def transition(self, phase: Phase) -> None:
        """The only place where the phase changes."""
        if phase not in _NEXT[self.phase]:
            raise AssertionError(f"a run cannot go from {self.phase.name} to {phase.name}")
        self.phase = phase

    def elapsed_ns(self) -> int:
        """Time since it began, as the script can tell it."""
        if self.clock is not None:
            return round((self.clock() - _STANDING_BEGIN) * 1e6)
        return time.monotonic_ns() - self._started_ns

    def cost(self, *, is_last: bool = True) -> Cost:
        """What it has cost so far."""
        return Cost(
            number=self.job.number,
            run_ns=time.monotonic_ns() - self._started_ns,
            cpu_ns=time.thread_time_ns() - self._cpu_started_ns,
            peak_memory_bytes=self._peak_memory_bytes(),
            console_truncated=self.console_truncated,
            is_last=is_last,
        )

    def _peak_memory_bytes(self) -> int:
        """Forked, an isolate has the image whole. Rewound, what is mapped depends on the runs before: what this one is the first
        to touch of the image counts twice, what it uses again of pages that others wrote to not at all. 8 MiB at most, the
        pages that an isolate may have written to and still be rewound.
        """
        if not self._image_bytes:
            return _peak_memory_bytes()
        return self._image_bytes + _peak_memory_bytes() - self._warm_memory_bytes

    def is_last(self) -> bool:
        """Whether the isolate ends with this run's answer."""
        return (
            not self.job.keep
            or time.thread_time() > KEPT_CPU_SECONDS
            or _peak_memory_bytes() > self._kept_memory_bytes
        )

    def heap_was_full(self) -> bool:
        """As far as the process's memory tells: the engine does not keep how full its heap was."""
        return _peak_memory_bytes() - self._warm_memory_bytes > self.job.max_memory_bytes // 2


def _memory_bytes() -> int:
    with open("/proc/self/statm", "rb") as file:
        return int(file.read().split()[1]) * resource.getpagesize()


def _peak_memory_bytes() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
