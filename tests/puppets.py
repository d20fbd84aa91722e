"""Isolates on strings: real processes that do nothing, with real pipes, for which a test says what isolates say.

Nothing of them depends on time: a test says or does one thing, and lets the pool take it in.
"""

import asyncio
import contextlib
import os
import signal
import socket
from collections.abc import Callable, Iterator

from executor.outcome import ErrorKind, ScriptError
from executor.pool.generation import NewIsolate
from executor.pool.slot import Slot
from executor.pool.slots import Slots
from executor.wire.frames import Kind, frame
from executor.wire.jobs import Job
from executor.wire.reporting import Cost, encode_failure, encode_result

READY = frame(Kind.READY, b"")
# Of every job here, so that an answer needs not to know which it answers.
NUMBER = 7
# Seconds after which something that must happen is not waited for any longer.
PATIENCE = 60.0


def cost(*, is_last: bool, number: int = NUMBER) -> Cost:
    return Cost(
        number=number, run_ns=1, cpu_ns=1, peak_memory_bytes=1, console_truncated=False, is_last=is_last
    )


def answer(result: bytes = b"1", *, is_last: bool = True, number: int = NUMBER) -> bytes:
    return encode_result(cost(is_last=is_last, number=number), result)


def thrown() -> bytes:
    return encode_failure(cost(is_last=True), ScriptError(ErrorKind.THROWN, message="on purpose"))


def job(*, keep: bool = False, timeout: float = 1000.0, cpu_limit: float = 1000.0) -> Job:
    return Job(
        code="return 1",
        input_json=b"null",
        timeout=timeout,
        cpu_limit=cpu_limit,
        max_result_bytes=1024,
        max_console_messages=10,
        max_console_bytes=1024,
        max_memory_bytes=1 << 20,
        max_fetches=10,
        keep=keep,
        number=NUMBER,
    )


def sleeper() -> int:
    """The pid of a child that does nothing."""
    return os.posix_spawn("/bin/sleep", ["sleep", "3600"], {})


class Puppet:
    """One process, and the isolate's end of its pipe."""

    def __init__(self, slots: Slots) -> None:
        self.pid = sleeper()
        ours, self.sock = socket.socketpair()
        before = list(slots)
        slots.forked(NewIsolate(self.pid, ours, os.pidfd_open(self.pid)))
        (self.slot,) = (slot for slot in slots if slot not in before)

    def say(self, data: bytes) -> Slot:
        """Says it, and has it heard at once."""
        self.sock.sendall(data)
        self.slot.isolate.hear()
        return self.slot

    def hang_up(self) -> None:
        """Closes the pipe, and has that seen."""
        # Not by `close`: another puppet's process may hold the pipe for a moment more. A parent goes on after a vfork
        # before the kernel has closed what is to be closed at the exec.
        self.sock.shutdown(socket.SHUT_RDWR)
        self.slot.isolate.hear()

    def die(self) -> None:
        """The process is dead when this returns; the server has not seen it yet."""
        os.kill(self.pid, signal.SIGKILL)
        os.waitid(os.P_PID, self.pid, os.WEXITED | os.WNOWAIT)


@contextlib.contextmanager
def puppets_for(slots: Slots) -> Iterator[Callable[[], Puppet]]:
    """Makes one more each time it is called."""
    with contextlib.ExitStack() as stack:

        def new() -> Puppet:
            puppet = Puppet(slots)
            stack.enter_context(puppet.sock)
            return puppet

        yield new


async def until(predicate: Callable[[], bool]) -> None:
    """Lets the event loop go on until it holds."""
    async with asyncio.timeout(PATIENCE):
        while not predicate():  # noqa: ASYNC110 - what is waited for is the kernel's word, through the loop
            await asyncio.sleep(0)
