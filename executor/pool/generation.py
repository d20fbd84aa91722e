"""The server's handle on one generation: a zygote process and the control socket to it."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import struct
from collections.abc import Callable
from dataclasses import dataclass

from executor.pool.reaping import reap
from executor.pool.spawning import Spawned
from executor.wire.errors import ProtocolError
from executor.wire.options import Isolation
from executor.wire.packets import (
    FORK_REQUEST,
    MAX_FORK_REQUESTS,
    MAX_PACKET,
    Forked,
    ForkFailed,
    WarmupCompleted,
    ZygoteReport,
    decode_packet,
    encode_rewind,
)

# A packet carries at most an isolate's socket and its pidfd.
_MAX_DESCRIPTORS = 2
_DESCRIPTOR = struct.Struct("i")
_DESCRIPTORS_ROOM = socket.CMSG_LEN(_MAX_DESCRIPTORS * _DESCRIPTOR.size)


@dataclass(frozen=True, slots=True)
class NewIsolate:
    """A fork that succeeded: the server's end of its socket, and a pidfd that names it whatever happens to its pid. Where
    it `can_rewind`, by the zygote of this generation alone, it is READY by now.
    """

    pid: int
    sock: socket.socket
    pidfd: int
    generation: int = 0
    can_rewind: bool = False


class Generation:
    """Has a zygote that was spawned, asks it for forks, and reports what it says.

    `on_report` gets every report but forks, `on_isolate` every new isolate, `on_death` one call when the zygote is
    gone. Must be created on the main thread: the kernel ties the zygote's life to the thread that spawned it.
    """

    def __init__(
        self,
        number: int,
        spawned: Spawned,
        on_report: Callable[[ZygoteReport], None],
        on_isolate: Callable[[NewIsolate], None],
        on_death: Callable[[str], None],
    ) -> None:
        self._number = number
        self._can_rewind = False
        self._on_report = on_report
        self._on_isolate = on_isolate
        self._on_death = on_death
        self._loop = asyncio.get_running_loop()
        self._process, self._control = spawned.process, spawned.control
        self._control.setblocking(False)
        self._loop.add_reader(self._control.fileno(), self._readable)

    @property
    def pid(self) -> int:
        """The zygote's process id."""
        return self._process.pid

    def request_forks(self, count: int) -> None:
        """Asks for `count` isolates. A zygote that is gone answers through `on_death`."""
        try:
            for asked in range(0, count, MAX_FORK_REQUESTS):
                self._control.send(FORK_REQUEST * min(MAX_FORK_REQUESTS, count - asked))
        except OSError:
            # Full or broken: either way this zygote does not work any more, and killing it reports that.
            self.kill()

    def request_rewind(self, pid: int) -> bool:
        """Asks for this isolate to be made as if never used. False where it cannot be asked: it is gone, or has so much to do
        that one more fork is the better way.
        """
        try:
            self._control.send(encode_rewind(pid))
        except OSError:
            return False
        return True

    def kill(self) -> None:
        """SIGKILL; its death is then reported like any other."""
        self._process.kill()

    def close(self) -> None:
        """Ends the zygote without calling back, and reaps it. Safe to call twice."""
        self._disconnect()
        self.kill()
        self._process.wait()

    def _disconnect(self) -> None:
        if self._control.fileno() >= 0:
            self._loop.remove_reader(self._control.fileno())
            self._control.close()

    def _readable(self) -> None:
        try:
            packet, passed, _, _ = self._control.recvmsg(MAX_PACKET, _DESCRIPTORS_ROOM)
        except BlockingIOError:
            return
        except OSError:
            packet, passed = b"", []
        if not packet:
            self._died()
            return
        try:
            report = decode_packet(packet)
            if isinstance(report, Forked):
                self._forked(report, _descriptors_of(passed))
                return
            if isinstance(report, WarmupCompleted):
                self._can_rewind = report.isolation == Isolation.REWIND
            self._on_report(report)
        except ProtocolError as error:
            self.close()
            self._on_death(str(error))

    def _forked(self, report: Forked, descriptors: list[int]) -> None:
        if len(descriptors) != _MAX_DESCRIPTORS:
            # The kernel drops what does not fit into this process's table.
            for descriptor in descriptors:
                os.close(descriptor)
            os.kill(report.pid, signal.SIGKILL)
            reap(report.pid, lambda status, usage: None, self.kill)
            self._on_report(ForkFailed(error="the server is out of file descriptors (ulimit -n)"))
            return
        # Said what it is, or Python asks the kernel: three calls for each isolate.
        sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM, 0, fileno=descriptors[0])
        new = NewIsolate(report.pid, sock, descriptors[1], self._number, self._can_rewind)
        self._on_isolate(new)

    def _died(self) -> None:
        self._disconnect()
        # The socket closes only as the process ends, so this wait is short.
        code = self._process.wait()
        self._on_death(f"killed by {signal_name(-code)}" if code < 0 else f"exited with status {code}")


def _descriptors_of(passed: list[tuple[int, int, bytes]]) -> list[int]:
    """What `socket.recv_fds` would give; most packets come without."""
    return [
        descriptor
        for level, kind, data in passed
        if (level, kind) == (socket.SOL_SOCKET, socket.SCM_RIGHTS)
        for (descriptor,) in _DESCRIPTOR.iter_unpack(data[: len(data) - len(data) % _DESCRIPTOR.size])
    ]


def signal_name(number: int) -> str:
    """`SIGKILL`; real-time signals have only numbers."""
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"
