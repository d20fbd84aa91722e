"""The server's handle on one generation: a zygote process and the control socket to it."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import signal
import socket
from collections.abc import Callable
from dataclasses import dataclass

from executor import zygote
from executor.isolate import Options
from executor.messages import (
    FORK_REQUEST,
    MAX_FORK_REQUESTS,
    MAX_PACKET,
    Forked,
    ForkFailed,
    ProtocolError,
    ZygoteReport,
    decode_packet,
)

# A packet carries at most an isolate's socket and its pidfd.
_MAX_DESCRIPTORS = 2


@dataclass(frozen=True, slots=True)
class NewIsolate:
    """A fork that succeeded: the server's end of its socket, and a pidfd that names it whatever happens to its pid."""

    pid: int
    sock: socket.socket
    pidfd: int


class Generation:
    """Spawns a zygote (raises `OSError` where that fails), asks it for forks, and reports what it says.

    `on_report` gets every report but forks, `on_isolate` every new isolate, `on_death` one call when the zygote is
    gone. Must be created on the main thread: the kernel ties the zygote's life to the thread that spawned it.
    """

    def __init__(
        self,
        number: int,
        options: Options,
        on_report: Callable[[ZygoteReport], None],
        on_isolate: Callable[[NewIsolate], None],
        on_death: Callable[[str], None],
    ) -> None:
        self._on_report = on_report
        self._on_isolate = on_isolate
        self._on_death = on_death
        self._loop = asyncio.get_running_loop()
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        # Spawn, not fork: a clean process, free of gRPC's threads and of everything that this process holds.
        self._process = multiprocessing.get_context("spawn").Process(
            target=zygote.main, args=(theirs, options), name=f"zygote-{number}", daemon=True
        )
        try:
            with theirs:
                self._process.start()
        except OSError:
            self._control.close()
            raise
        self._control.setblocking(False)
        self._loop.add_reader(self._control.fileno(), self._readable)

    @property
    def pid(self) -> int:
        """The zygote's process id."""
        pid = self._process.pid
        assert pid is not None, "started in __init__"
        return pid

    def request_forks(self, count: int) -> None:
        """Asks for `count` isolates. A zygote that is gone answers through `on_death`."""
        try:
            for asked in range(0, count, MAX_FORK_REQUESTS):
                self._control.send(FORK_REQUEST * min(MAX_FORK_REQUESTS, count - asked))
        except OSError:
            # Full or broken: either way this zygote does not work any more, and killing it reports that.
            self.kill()

    def kill(self) -> None:
        """SIGKILL; its death is then reported like any other."""
        if self._process.is_alive():
            os.kill(self.pid, signal.SIGKILL)

    def close(self) -> None:
        """Ends the zygote without calling back, and reaps it. Safe to call twice."""
        self._disconnect()
        self.kill()
        self._process.join()

    def _disconnect(self) -> None:
        if self._control.fileno() >= 0:
            self._loop.remove_reader(self._control.fileno())
            self._control.close()

    def _readable(self) -> None:
        try:
            packet, descriptors, _, _ = socket.recv_fds(self._control, MAX_PACKET, _MAX_DESCRIPTORS)
        except BlockingIOError:
            return
        except OSError:
            packet, descriptors = b"", []
        if not packet:
            self._died()
            return
        try:
            report = decode_packet(packet)
            if isinstance(report, Forked):
                self._forked(report, descriptors)
            else:
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
            os.waitpid(report.pid, 0)
            self._on_report(ForkFailed("the server is out of file descriptors (ulimit -n)"))
            return
        self._on_isolate(NewIsolate(report.pid, socket.socket(fileno=descriptors[0]), descriptors[1]))

    def _died(self) -> None:
        self._disconnect()
        # The socket closes only as the process ends, so this wait is short.
        self._process.join()
        code = self._process.exitcode or 0
        self._on_death(f"killed by {signal_name(-code)}" if code < 0 else f"exited with status {code}")


def signal_name(number: int) -> str:
    """`SIGKILL`; real-time signals have only numbers."""
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"
