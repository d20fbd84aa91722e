"""Speaks to the server in the place of one of its isolates, as one that a script has broken in to would."""

import contextlib
import ctypes
import os
import socket
from dataclasses import replace

import psutil
import pytest

from executor.isolate.pipe import PIPE
from executor.wire import frames, jobs
from executor.wire.reporting import Cost, encode_result

_SYS_PIDFD_GETFD = 438
COST = Cost(number=0, run_ns=1000, cpu_ns=1000, peak_memory_bytes=1 << 20, console_truncated=False)


class Impostor:
    """The isolate itself is stopped, and its socket duplicated into this process. Skips the test where the kernel does
    not permit that (it takes root, or CAP_SYS_PTRACE).
    """

    def __init__(self, isolate: psutil.Process) -> None:
        self.isolate = isolate
        isolate.suspend()
        libc = ctypes.CDLL(None, use_errno=True)
        pidfd = os.pidfd_open(isolate.pid)
        descriptor = libc.syscall(_SYS_PIDFD_GETFD, pidfd, PIPE, 0)
        error = ctypes.get_errno()
        os.close(pidfd)
        if descriptor < 0:
            isolate.resume()
            pytest.skip(f"pidfd_getfd is not permitted here ({os.strerror(error)}): run as root")
        self.sock = socket.socket(fileno=descriptor)
        self.sock.settimeout(30)
        self._number = 0

    def __enter__(self) -> "Impostor":
        return self

    def __exit__(self, *_: object) -> None:
        self.sock.close()

    def say(self, data: bytes) -> None:
        """Whole, unless the server has closed its end."""
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            self.sock.sendall(data)

    def say_frame(self, kind: int, payload: bytes = b"") -> None:
        self.say(frames.frame(kind, payload))

    def await_job(self) -> jobs.Job:
        """The job that the server has handed over."""
        kind, length = frames.HEADER.unpack(self._receive(frames.HEADER.size))
        assert kind in (frames.Kind.JOB, frames.Kind.LAST_JOB)
        job = jobs.Job.decode(self._receive(length))
        self._number = job.number
        return job

    def answer(self, result: bytes = b'"the answer"', cost: Cost = COST) -> bytes:
        """The frame of an answer to the job that `await_job` gave."""
        return encode_result(replace(cost, number=self._number), result)

    def _receive(self, count: int) -> bytes:
        received = self.sock.recv(count, socket.MSG_WAITALL)
        assert len(received) == count, "the server closed the pipe"
        return received

    def dropped(self) -> bool:
        """Waits until the server has closed its end."""
        try:
            while self.sock.recv(65_536):
                pass
        except ConnectionResetError:
            pass
        return True
