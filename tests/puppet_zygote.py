"""A zygote on strings: a real process that does nothing, with the real control socket, for which a test says what zygotes say.

Everything on the server's side of that socket is the pool's own: supervisor, generation, slots.
"""

import contextlib
import os
import signal
import socket
import struct
import subprocess
from collections.abc import Iterator
from typing import Any

import pytest
from puppets import Puppet, sleeper, until

from executor.pool import spawning
from executor.pool.slot import SlotState
from executor.pool.slots import Slots
from executor.wire.packets import (
    Forked,
    NotRewound,
    Rewound,
    WarmupCompleted,
    ZygoteReport,
    encode_packet,
)


class PuppetZygote:
    """Of one generation. Its process is killed by whoever kills it, and closes the socket when a test says so."""

    def __init__(self, descriptor: int) -> None:
        # What the server's side closes is the descriptor that a real zygote would have inherited.
        self.sock = socket.socket(fileno=os.dup(descriptor))
        self.sock.setblocking(False)
        self.process = subprocess.Popen(["/bin/sleep", "3600"])

    def say(self, report: ZygoteReport) -> None:
        """One packet."""
        self.sock.send(encode_packet(report))

    def warm(self, isolation: str = "rewind") -> None:
        """Its warmup is complete."""
        self.say(WarmupCompleted(elapsed_ms=1.0, sandbox_level="seccomp", isolation=isolation))

    def requests(self) -> list[bytes]:
        """The packets that the server has sent by now."""
        packets = []
        with contextlib.suppress(BlockingIOError):
            while packet := self.sock.recv(65_536):
                packets.append(packet)
        return packets

    def rewinds(self) -> list[int]:
        """The isolates that it is to rewind, since it was asked last."""
        return [struct.unpack("<i", packet[1:])[0] for packet in self.requests() if packet[:1] == b"R"]

    def die(self) -> None:
        """As after a SIGKILL: the process is dead and the socket closed."""
        self.process.kill()
        self.sock.close()


class Isolates:
    """The slots' isolates, all of them puppets that come through the current zygote."""

    def __init__(self, slots: Slots, stack: contextlib.ExitStack) -> None:
        self._slots = slots
        self._stack = stack
        self.zygotes: list[PuppetZygote] = []

    @property
    def zygote(self) -> PuppetZygote:
        """The current one."""
        return self.zygotes[-1]

    async def warm(self, isolation: str = "rewind") -> None:
        """The supervisor has its first zygote, and that is warm."""
        self._slots.supervisor.start()
        self.zygote.warm(isolation)
        await until(self._slots.supervisor.warmed.done)

    async def new(self) -> "RewoundPuppet":
        """One more isolate, which is READY where the zygote rewinds."""
        before = set(self._slots)
        pid = sleeper()
        ours, theirs = socket.socketpair()
        pidfd = os.pidfd_open(pid)
        socket.send_fds(self.zygote.sock, [encode_packet(Forked(pid=pid))], [ours.fileno(), pidfd])
        ours.close()
        os.close(pidfd)
        # Not only another set: one that was ended leaves it.
        await until(lambda: bool(set(self._slots) - before))
        (slot,) = set(self._slots) - before
        puppet = RewoundPuppet.__new__(RewoundPuppet)
        puppet.pid, puppet.sock, puppet.slot, puppet.zygote = pid, theirs, slot, self.zygote
        self._stack.enter_context(theirs)
        return puppet


class RewoundPuppet(Puppet):
    """A puppet whose zygote may make it READY again."""

    zygote: PuppetZygote

    async def asked(self) -> None:
        """Waits until its zygote is asked to rewind it, and nothing else."""
        found: list[int] = []

        def is_asked() -> bool:
            found.extend(self.zygote.rewinds())
            return bool(found)

        await until(is_asked)
        assert found == [self.pid]

    async def answers(self, data: bytes) -> None:
        """It answers its run, and has been rewound when this returns."""
        self.take_job()
        self.say(data)
        await self.rewound()

    def take_job(self) -> bytes:
        """Reads what the server has sent to it."""
        return self.sock.recv(65_536)

    async def rewound(self) -> None:
        """Its zygote is asked, and says so."""
        await self.asked()
        self.zygote.say(Rewound(pid=self.pid, pages=340, elapsed_ns=200_000))
        await until(lambda: self.slot.state is not SlotState.REWINDING)

    async def not_rewound(self, reason: str) -> None:
        """Its zygote is asked, kills it, and says so, when its death is known by itself."""
        await self.asked()
        os.kill(self.pid, signal.SIGKILL)
        await until(lambda: self.slot.state is SlotState.DEAD)
        self.zygote.say(NotRewound(pid=self.pid, reason=reason))


@contextlib.contextmanager
def zygotes_for(slots: Slots, monkeypatch: pytest.MonkeyPatch) -> Iterator[Isolates]:
    """Each zygote that the slots' supervisor spawns is a puppet."""
    with contextlib.ExitStack() as stack:
        isolates = Isolates(slots, stack)

        def spawn(descriptor: int, options: Any) -> subprocess.Popen[bytes]:
            zygote = PuppetZygote(descriptor)
            stack.enter_context(zygote.sock)
            isolates.zygotes.append(zygote)
            return zygote.process

        monkeypatch.setattr(spawning, "start_process", spawn)
        yield isolates
