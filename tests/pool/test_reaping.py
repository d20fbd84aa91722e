"""A dead child is reaped, also where another process traces it and lets go of it late or never."""

import asyncio
import os
import signal
import subprocess
import sys
import time

import pytest
from puppets import READY, puppets_for, sleeper, until

from executor.pool import reaping
from executor.pool.accounting import Accounts
from executor.pool.reaping import reap
from executor.pool.slot import SlotState
from executor.pool.slots import Slots
from executor.settings import Settings

# Seizes the process that it is told, says so, and reaps it when it hears a line.
_TRACER = """
import ctypes, os, sys
libc = ctypes.CDLL(None, use_errno=True)
pid = int(sys.argv[1])
if libc.ptrace(0x4206, pid, None, None) != 0:
    print(os.strerror(ctypes.get_errno()), flush=True)
    sys.exit(1)
print("seized", flush=True)
sys.stdin.readline()
os.waitpid(pid, 0x40000000)
print("reaped", flush=True)
sys.stdin.readline()
"""


class Tracer:
    """Another process that traces one of our children. Skips the test where the kernel does not permit that."""

    def __init__(self, pid):
        command = [sys.executable, "-c", _TRACER, str(pid)]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        if (said := self._read()) != "seized":
            self.end()
            pytest.skip(f"ptrace is not permitted here ({said}): run as root")

    def _read(self):
        return self.process.stdout.readline().strip()

    def let_go(self):
        """It reaps the dead one."""
        print(file=self.process.stdin, flush=True)
        assert self._read() == "reaped"

    def end(self):
        self.process.kill()
        self.process.wait()
        self.process.stdin.close()
        self.process.stdout.close()


@pytest.fixture
def child():
    pid = sleeper()
    yield pid
    with pytest.raises(ChildProcessError):
        os.waitpid(pid, os.WNOHANG)


@pytest.fixture
def tracer(child):
    one = Tracer(child)
    yield one
    one.end()


class Reaped:
    def __init__(self):
        self.status = None
        self.muted = 0

    def done(self, status, usage):
        assert self.status is None
        assert usage.ru_maxrss > 0
        self.status = status

    def mute(self):
        self.muted += 1


@pytest.fixture
def reaped():
    return Reaped()


def kill(pid):
    os.kill(pid, signal.SIGKILL)
    os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)


async def test_dead_child_is_reaped_at_once(child, reaped):
    kill(child)
    reap(child, reaped.done, reaped.mute)
    assert os.WTERMSIG(reaped.status) == signal.SIGKILL


async def test_child_that_is_traced_is_reaped_when_its_tracer_has_let_go_of_it(child, tracer, reaped):
    pidfd = os.pidfd_open(child)
    gone = asyncio.Event()
    asyncio.get_running_loop().add_reader(pidfd, gone.set)
    os.kill(child, signal.SIGKILL)
    await gone.wait()
    asyncio.get_running_loop().remove_reader(pidfd)
    os.close(pidfd)
    # What a plain wait does not find, though the process is dead: it would block here.
    assert os.wait4(child, os.WNOHANG)[0] == 0  # noqa: ASYNC222 - it is asked not to wait
    reap(child, reaped.done, reaped.mute)
    assert reaped.status is None
    tracer.let_go()
    await until(lambda: reaped.status is not None)
    assert os.WTERMSIG(reaped.status) == signal.SIGKILL
    assert reaped.muted == 0


async def test_tracer_that_does_not_let_go_is_mute_once_and_its_death_gives_the_child_back(
    child, tracer, reaped, monkeypatch
):
    monkeypatch.setattr(reaping, "MUTE_AFTER", 0.01)
    os.kill(child, signal.SIGKILL)
    reap(child, reaped.done, reaped.mute)
    await until(lambda: reaped.muted)
    # Some more attempts, that tell nobody again.
    await asyncio.sleep(4 * reaping.FIRST_RETRY)
    assert (reaped.muted, reaped.status) == (1, None)
    tracer.process.kill()
    await until(lambda: reaped.status is not None)


async def test_child_that_was_reaped_as_a_stray_is_told_of_all_the_same(child):
    kill(child)
    os.waitpid(child, 0)  # noqa: ASYNC222 - it is dead
    told = []
    reap(child, lambda status, usage: told.append((status, usage.ru_maxrss)), told.clear)
    assert told == [(signal.SIGKILL, 0)]


async def test_slot_whose_isolate_was_reaped_before_it_was_told_of_has_a_successor():
    class User:
        def __getattr__(self, name):
            return lambda *_: None

    slots = Slots(Settings.load(["--isolates=1"], {}), Accounts(), User())
    slots.open_all()
    with puppets_for(slots) as new:
        puppet = new()
        os.kill(puppet.pid, signal.SIGKILL)
        os.waitpid(puppet.pid, 0)  # noqa: ASYNC222 - it is dead
        await until(lambda: puppet.slot.state is SlotState.DEAD)
        assert slots.count(SlotState.FORKING) == 1
    await slots.close()


async def test_isolate_whose_tracer_is_mute_holds_up_neither_loop_nor_slot(monkeypatch):
    monkeypatch.setattr(reaping, "MUTE_AFTER", 0.01)

    class User:
        def __getattr__(self, name):
            return lambda *_: None

    slots = Slots(Settings.load(["--isolates=1"], {}), Accounts(), User())
    slots.open_all()
    told = []
    monkeypatch.setattr(slots.supervisor, "zygote_is_mute", told.append)
    with puppets_for(slots) as new:
        puppet = new()
        tracer = Tracer(puppet.pid)
        puppet.say(READY)
        os.kill(puppet.pid, signal.SIGKILL)
        began = time.monotonic()
        await until(lambda: told)
        assert told == [puppet.slot.isolate.generation]
        assert time.monotonic() - began < reaping.MUTE_AFTER + 60
        assert puppet.slot.state is not SlotState.DEAD
        tracer.end()
        await until(lambda: puppet.slot.state is SlotState.DEAD)
    await slots.close()
