"""The server's handle on one isolate: its state, its pipe, its end."""

from __future__ import annotations

import asyncio
import contextlib
import enum
import logging
import os
import signal
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from executor.channel import Channel
from executor.generation import NewIsolate, signal_name
from executor.messages import Kind, ProtocolError, Report, decode_report

log = logging.getLogger(__name__)

# The kernel's clock of what a process's threads were scheduled for (CPUCLOCK_SCHED in linux/posix-timers.h).
_CPUCLOCK_SCHED = 2


class IsolateState(enum.Enum):
    """========  ==============================================  ==================
    state     meaning                                         next
    ========  ==============================================  ==================
    STARTING  forked, closing itself off                      READY, ENDING
    READY     warm, waiting, never used                       RUNNING, ENDING
    RUNNING   has a job                                       IDLE, ENDING
    IDLE      kept after its answer, for the same code        RUNNING, ENDING
    ENDING    answered, killed or lost; not yet reaped        DEAD
    DEAD      reaped; terminal                                none
    ========  ==============================================  ==================
    """

    STARTING = "starting"
    READY = "ready"
    RUNNING = "running"
    IDLE = "idle"
    ENDING = "ending"
    DEAD = "dead"


_NEXT = {
    IsolateState.STARTING: {IsolateState.READY, IsolateState.ENDING},
    IsolateState.READY: {IsolateState.RUNNING, IsolateState.ENDING},
    IsolateState.RUNNING: {IsolateState.IDLE, IsolateState.ENDING},
    IsolateState.IDLE: {IsolateState.RUNNING, IsolateState.ENDING},
    IsolateState.ENDING: {IsolateState.DEAD},
    IsolateState.DEAD: set(),
}

# What an isolate may say in a state; whatever else it says ends it before a byte of the payload is kept.
_MAY_SAY: dict[IsolateState, frozenset[int]] = {
    IsolateState.STARTING: frozenset({Kind.READY, Kind.FAULT}),
    IsolateState.READY: frozenset({Kind.FAULT}),
    IsolateState.IDLE: frozenset({Kind.FAULT}),
    IsolateState.RUNNING: frozenset(
        {Kind.CONSOLE, Kind.RESULT, Kind.ERROR, Kind.REJECTED, Kind.FAULT, Kind.FETCH, Kind.ABORT}
    ),
}


@dataclass(frozen=True, slots=True)
class Exit:
    """How an isolate's process ended: `cause` in words, `signal` that killed it (0 for none), CPU seconds of its whole
    life, peak resident bytes.
    """

    cause: str
    signal: int
    cpu: float
    peak_memory_bytes: int


class IsolateHandle:
    """Calls `on_report(handle, report)` for each valid frame, `on_lost(handle, error)` once when the pipe is over before
    `end()` (closed, or a frame no correct isolate sends), and `on_exit(handle, exit)` once when the process is reaped.
    `payload_limits` has the longest payload in bytes of each kind of frame.
    """

    def __init__(
        self,
        new: NewIsolate,
        payload_limits: Mapping[int, int],
        on_report: Callable[[IsolateHandle, Report], None],
        on_lost: Callable[[IsolateHandle, ProtocolError | None], None],
        on_exit: Callable[[IsolateHandle, Exit], None],
    ) -> None:
        self.pid = new.pid
        self.state = IsolateState.STARTING
        # Runs that it was given.
        self.uses = 0
        # When its owner looks at it, by `time.monotonic()`. Ended with the isolate.
        self.timer: asyncio.TimerHandle | None = None
        self.watched_at = 0.0
        self._pidfd = new.pidfd
        self._payload_limits = payload_limits
        self._on_report = on_report
        self._on_exit = on_exit
        self._channel = Channel(new.sock, self._frame, lambda error: on_lost(self, error), self._check_header)
        self._loop = asyncio.get_running_loop()
        self._loop.add_reader(self._pidfd, self._exited)

    def transition(self, state: IsolateState) -> None:
        """Changes the state. Raises `RuntimeError` for what the table does not allow."""
        if state not in _NEXT[self.state]:
            raise RuntimeError(
                f"internal error: isolate {self.pid} cannot go from {self.state.name} to {state.name}"
            )
        self.state = state

    def hand_over(self, job_frame: bytes) -> bool:
        """Sends the job. False (and the isolate is ended) when it surely did not start."""
        if self.state is not IsolateState.READY and self.state is not IsolateState.IDLE:
            return False
        self.transition(IsolateState.RUNNING)
        sent = self._channel.send(job_frame)
        if not sent:
            self.end()
        return sent

    def send(self, frame: bytes) -> None:
        """Sends a frame to an isolate that has a job; to any other, nothing."""
        if self.state is IsolateState.RUNNING:
            self._channel.send(frame)

    @property
    def unsent_bytes(self) -> int:
        """What was sent and the isolate has not yet taken."""
        return self._channel.unsent_bytes

    def cpu_seconds(self) -> float:
        """CPU time of the process so far; 0 when it has just died."""
        # The clock of another process by its pid: what clock_getcpuclockid(3) computes. Until it is reaped, which only
        # this class does, the pid is its own.
        try:
            return time.clock_gettime((~self.pid << 3) | _CPUCLOCK_SCHED)
        except OSError:
            return 0.0

    def end(self) -> None:
        """Kills the process and hears nothing more from it. Also after an answer: an exit is not left to its word."""
        if self.state in (IsolateState.ENDING, IsolateState.DEAD):
            return
        self.transition(IsolateState.ENDING)
        self._stop_timer()
        self._channel.close()
        # Already a zombie: `_exited` is on its way.
        with contextlib.suppress(ProcessLookupError):
            # By pidfd: a pid may have been reused, a pidfd never is.
            signal.pidfd_send_signal(self._pidfd, signal.SIGKILL)

    def mute(self) -> None:
        """Hears nothing more from it; `end()` follows."""
        self._channel.mute()

    def _stop_timer(self) -> None:
        if self.timer is not None:
            self.timer.cancel()
            self.timer = None

    def hear(self) -> None:
        """Takes in what the isolate has said by now, before a decision that depends on it."""
        self._channel.read_available()

    def _check_header(self, kind: int, length: int) -> None:
        if kind not in _MAY_SAY.get(self.state, ()):
            raise ProtocolError(f"a frame of kind {kind} from an isolate that is {self.state.name}")
        limit = self._payload_limits[kind]
        if length > limit:
            raise ProtocolError(f"a frame of kind {kind} with {length} bytes is over the limit of {limit}")

    def _frame(self, kind: int, payload: bytes) -> None:
        self._on_report(self, decode_report(kind, payload))

    def _exited(self) -> None:
        # What the isolate wrote before it died may still be in the socket, and comes first.
        self._channel.read_to_end()
        self._loop.remove_reader(self._pidfd)
        os.close(self._pidfd)
        _, status, usage = os.wait4(self.pid, 0)
        if self.state is not IsolateState.ENDING:
            self.transition(IsolateState.ENDING)
            self._stop_timer()
        self.transition(IsolateState.DEAD)
        cpu = usage.ru_utime + usage.ru_stime
        number = os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0
        self._on_exit(self, Exit(_cause(status), number, cpu, usage.ru_maxrss * 1024))


def _cause(status: int) -> str:
    if os.WIFSIGNALED(status):
        return f"killed by {signal_name(os.WTERMSIG(status))}"
    return f"exited with status {os.WEXITSTATUS(status)}"
