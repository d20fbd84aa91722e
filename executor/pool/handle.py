"""The server's handle on one isolate: its process, its pipe, its end. What state it is in its slot knows (slot.py)."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from resource import struct_rusage
from typing import Protocol

from executor.pool.generation import NewIsolate, signal_name
from executor.pool.reaping import reap
from executor.pool.stops import cpu_seconds
from executor.wire.channel import Channel
from executor.wire.errors import ProtocolError
from executor.wire.reports import Report, decode_report


@dataclass(frozen=True, slots=True)
class Exit:
    """How an isolate's process ended: `cause` in words, `signal` that killed it (0 for none), CPU seconds of its whole
    life, peak resident bytes.
    """

    cause: str
    signal: int
    cpu: float
    peak_memory_bytes: int


class Owner(Protocol):
    """Who is told of an isolate."""

    def check_header(self, kind: int, length: int) -> None:
        """A frame is about to come. `ProtocolError` refuses it, and is the end of the pipe."""

    def reported(self, report: Report) -> None:
        """It said this. `ProtocolError` is the end of the pipe."""

    def lost(self, error: ProtocolError | None) -> None:
        """Once, where the pipe is over before `kill()`: closed or, with an error, by what no correct isolate sends."""

    def unreaped(self) -> None:
        """Once, where it is dead and its tracer does not let go of it."""

    def exited(self, end: Exit) -> None:
        """Once, when the process is reaped; nothing comes after it."""


class IsolateHandle:
    """A process that was just forked, watched until it is reaped."""

    def __init__(self, new: NewIsolate, owner: Owner) -> None:
        self.pid = new.pid
        self.generation = new.generation
        # It is READY from the start, and can be made so again.
        self.can_rewind = new.can_rewind
        # By `time.monotonic()`.
        self.forked = time.monotonic()
        self._pidfd = new.pidfd
        self._owner = owner
        self._channel = Channel(new.sock, self._frame, owner.lost, owner.check_header)
        self._loop = asyncio.get_running_loop()
        self._loop.add_reader(self._pidfd, self._exited)

    def send(self, frame: bytes) -> bool:
        """Sends a frame, or keeps it until there is room. False when the isolate surely cannot read any of it."""
        return self._channel.send(frame)

    @property
    def unsent_bytes(self) -> int:
        """What was sent and the isolate has not yet taken."""
        return self._channel.unsent_bytes

    @property
    def was_sent_whole(self) -> bool:
        """Whether what was sent last was in its pipe when `send` came back."""
        return self._channel.was_whole

    def when_taken(self, call: Callable[[], object]) -> None:
        """Calls this once the pipe has taken all that was sent; in place of what was asked so before."""
        self._channel.when_taken(call)

    def pause(self) -> None:
        """Hears nothing for now, but for its end, and what is asked for by `hear`."""
        self._channel.pause()

    def resume(self) -> None:
        """Hears it again."""
        self._channel.resume()

    def has_taken_all(self) -> bool:
        """Whether it has taken every byte that was sent."""
        return self._channel.is_taken()

    def is_silent(self) -> bool:
        """Whether not a byte from it is left to be heard."""
        return self._channel.is_silent()

    def cpu_seconds(self) -> float:
        """CPU time of the process so far; 0 when it has just died."""
        # Until it is reaped, which only this class does, the pid is its own.
        return cpu_seconds(self.pid)

    def hear(self) -> None:
        """Takes in what the isolate has said by now, before a decision that depends on it."""
        self._channel.read_available()

    def mute(self) -> None:
        """Hears nothing more from it; `kill()` follows."""
        self._channel.mute()

    def kill(self) -> None:
        """Kills the process and hears nothing more from it. Also after an answer: an exit is not left to its word."""
        self._channel.close()
        # Already a zombie: `_exited` is on its way.
        with contextlib.suppress(ProcessLookupError):
            # By pidfd: a pid may have been reused, a pidfd never is.
            signal.pidfd_send_signal(self._pidfd, signal.SIGKILL)

    def _frame(self, kind: int, payload: bytes) -> None:
        self._owner.reported(decode_report(kind, payload))

    def _exited(self) -> None:
        # What the isolate wrote before it died may still be in the socket, and comes first.
        self._channel.read_to_end()
        self._loop.remove_reader(self._pidfd)
        reap(self.pid, self._reaped, self._owner.unreaped)

    def _reaped(self, status: int, usage: struct_rusage) -> None:
        os.close(self._pidfd)
        cpu = usage.ru_utime + usage.ru_stime
        number = os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0
        self._owner.exited(Exit(_cause(status), number, cpu, usage.ru_maxrss * 1024))


def _cause(status: int) -> str:
    if os.WIFSIGNALED(status):
        return f"killed by {signal_name(os.WTERMSIG(status))}"
    return f"exited with status {os.WEXITSTATUS(status)}"
