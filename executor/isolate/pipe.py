"""The isolate's one descriptor: its end of the stream socket to the server, read and written by blocking calls.

When the server is gone, or has given this isolate up, there is nothing left to do: the process leaves.
"""

from __future__ import annotations

import os
import select
import time
from collections import deque
from collections.abc import Callable
from typing import Never

from executor.wire.frames import HEADER, Kind

# 0 to 2 are closed: a stray write must not reach the server's terminal.
PIPE = 3

# Of one read at least: most jobs come in one.
_READ_BYTES = 4096
_DESCRIPTORS = os.sysconf("SC_OPEN_MAX")


def close_all_but(descriptor: int) -> None:
    """Leaves this process with one descriptor, `descriptor`, renumbered to `PIPE`."""
    os.dup2(descriptor, PIPE, inheritable=False)
    # One system call each where the C library has close_range (glibc 2.34).
    os.closerange(PIPE + 1, _DESCRIPTORS)
    os.closerange(0, PIPE)


def call_once() -> None:
    """In the zygote, while it may still open descriptors: calls what isolates will call first.

    A Python that is not linked with `-z now` looks each function of the C library up at its first call, in every isolate
    anew: 25 page faults (2026-11).
    """
    reading, writing = os.pipe()
    os.write(writing, b".")
    os.read(reading, 1)
    os.dup2(reading, writing, inheritable=False)
    os.closerange(writing, writing + 1)
    os.close(reading)


class Pipe:
    """Frames to and from the server. Made in the zygote, used in the isolate, once `PIPE` is its socket."""

    __slots__ = ("_is_sending", "_jobs", "_last_act", "_poll", "_received")

    def __init__(self) -> None:
        self._poll = select.poll()
        self._poll.register(PIPE, select.POLLIN)
        self._received = bytearray()
        self._jobs: deque[bytes] = deque()
        self._is_sending = False
        self._last_act: Callable[[], Never] | None = None

    def send(self, frame: bytes) -> None:
        """The whole frame, whatever a signal handler wants meanwhile (`leave_by`)."""
        self._is_sending = True
        self.write(frame)
        self._is_sending = False
        if self._last_act is not None:
            self._last_act()

    def write(self, frame: bytes) -> None:
        """As `send`, where no limit runs any more."""
        view = memoryview(frame)
        try:
            while view:
                view = view[os.write(PIPE, view) :]
        except (BrokenPipeError, ConnectionResetError):
            os._exit(0)

    def leave_by(self, act: Callable[[], Never]) -> None:
        """For a signal handler: `act` sends the last frame and leaves. Now, or when the frame half written is finished."""
        if self._is_sending:
            self._last_act = act
        else:
            act()

    def park(self) -> Never:
        """Waits for what comes from outside: a rewind, or the end."""
        nothing = select.poll()
        while True:
            nothing.poll()

    def receive(self) -> tuple[int, bytes]:
        """The next frame: kind and payload."""
        received = self._received
        while True:
            end = _end_of_frame(received)
            if len(received) >= end:
                return self._taken(end)
            self._read(end - len(received))

    def has_received(self, some: bytes) -> None:
        """As if it had come, or because C has read it."""
        self._received += some

    def next_job(self) -> bytes:
        """The payload of the next job; the server sends some ahead."""
        while not self._jobs:
            kind, payload = self.receive()
            # Anything else is a response that an earlier run did not wait for.
            if kind == Kind.JOB:
                self._jobs.append(payload)
        return self._jobs.popleft()

    def answer_within(self, seconds: float) -> tuple[int, bytes] | None:
        """The next frame that is no job, or None when the time is over, be it in the middle of a frame. Jobs that come
        meanwhile are kept: they were sent ahead, for when this run is over.
        """
        end = time.monotonic() + seconds
        while (frame := self._frame_by(end)) is not None:
            if frame[0] != Kind.JOB:
                return frame
            self._jobs.append(frame[1])
        return None

    def _frame_by(self, time_out: float) -> tuple[int, bytes] | None:
        received = self._received
        while True:
            end = _end_of_frame(received)
            if len(received) >= end:
                return self._taken(end)
            if not self._poll.poll(max(0.0, time_out - time.monotonic()) * 1000):
                return None
            self._read(end - len(received))

    def _read(self, count: int) -> None:
        """What is there, of which `count` bytes are waited for; what more there is, is kept: jobs sent ahead come several at once."""
        try:
            chunk = os.read(PIPE, max(count, _READ_BYTES))
        except ConnectionResetError:
            chunk = b""
        if not chunk:
            os._exit(0)
        self._received += chunk

    def _taken(self, end: int) -> tuple[int, bytes]:
        kind, _ = HEADER.unpack_from(self._received)
        payload = bytes(memoryview(self._received)[HEADER.size : end])
        del self._received[:end]
        return kind, payload


def _end_of_frame(received: bytearray) -> int:
    """Of the first frame in it, as far as is known."""
    if len(received) < HEADER.size:
        return HEADER.size
    _, length = HEADER.unpack_from(received)
    return HEADER.size + int(length)
