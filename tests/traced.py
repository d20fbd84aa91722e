"""A real zygote that rewinds its isolates, without a server: what a server says to it is said here, and its isolates' memory is
looked at from outside.
"""

import contextlib
import ctypes
import os
import re
import select
import signal
import socket
import struct
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from harness import BUNDLES, PATIENCE, eventually

from executor.outcome import ConsoleMessage
from executor.pool import spawning
from executor.wire.frames import HEADER, Kind
from executor.wire.jobs import Job
from executor.wire.options import Isolation, Options
from executor.wire.packets import (
    Forked,
    NotRewound,
    Rewound,
    WarmupCompleted,
    ZygoteReport,
    decode_packet,
    encode_rewind,
)
from executor.wire.reports import decode_report

PAGE = 4096
# Of /proc/PID/pagemap.
_PRESENT, _SWAPPED, _OF_FILE = 1 << 63, 1 << 62, 1 << 61
_MAPPING = re.compile(r"([0-9a-f]+)-([0-9a-f]+) (\S{4}) \S+ \S+ \S+ *(.*)")


@dataclass(frozen=True)
class Mapping:
    start: int
    end: int
    rights: str
    name: str


def _process_madvise(pidfd: int, start: int, length: int) -> None:
    """process_madvise(2) with MADV_PAGEOUT; what the kernel does not want to move it leaves."""
    part = (ctypes.c_uint64 * 2)(start, length)
    ctypes.CDLL(None).syscall(440, pidfd, part, ctypes.c_size_t(1), 21, 0)


def mappings(pid: int) -> list[Mapping]:
    lines = Path(f"/proc/{pid}/maps").read_text().splitlines()
    parts = [_MAPPING.fullmatch(line) for line in lines]
    return [Mapping(int(m[1], 16), int(m[2], 16), m[3], m[4]) for m in parts if m]


class Memory:
    """Another process's, for root."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self._memory = os.open(f"/proc/{pid}/mem", os.O_RDWR)
        self._pagemap = os.open(f"/proc/{pid}/pagemap", os.O_RDONLY)

    def close(self) -> None:
        os.close(self._memory)
        os.close(self._pagemap)

    def read(self, address: int, length: int) -> bytes:
        return os.pread(self._memory, length, address)

    def write(self, address: int, data: bytes) -> None:
        assert os.pwrite(self._memory, data, address) == len(data)

    def own_pages(self, mapping: Mapping, *, present: bool = False) -> Iterator[int]:
        """Addresses of pages that are not those of a file: what was written to, and what the kernel made of zeros. Those of
        which it only notes that nobody wrote to them (userfaultfd) look like swapped ones: `present` leaves both out.
        """
        wanted = _PRESENT if present else _PRESENT | _SWAPPED
        count = (mapping.end - mapping.start) // PAGE
        entries = os.pread(self._pagemap, count * 8, mapping.start // PAGE * 8)
        for index, (entry,) in enumerate(struct.iter_unpack("<Q", entries)):
            if entry & wanted and not entry & _OF_FILE:
                yield mapping.start + index * PAGE


class TracedZygote:
    """Spawned and warm; `with` ends it and all that it forked."""

    def __init__(self, program: str = "", launcher: tuple[str, ...] = (), **options: Any) -> None:
        """`program` is run in the zygote before its own; `launcher` is a command that starts it."""
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._control.settimeout(PATIENCE)
        with theirs:
            self.process = _spawn(theirs.fileno(), options_of(**options), program, launcher)
        self.isolates: list[TracedIsolate] = []
        while not isinstance(report := self.report(), WarmupCompleted):
            assert isinstance(report, ZygoteReport), report
        self.completed = report

    def __enter__(self) -> "TracedZygote":
        return self

    def __exit__(self, *_: object) -> None:
        for isolate in self.isolates:
            isolate.close()
        self._control.close()
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGCONT)
        assert self.process.wait(PATIENCE) in (0, -signal.SIGKILL)
        for isolate in self.isolates:
            isolate.reap()

    def ask(self, packet: bytes) -> None:
        self._control.send(packet)

    def has_report_before(self, pidfd: int) -> bool:
        """Whether there is one before that process ends, or soon."""
        control = self._control.fileno()
        ready = select.select([control, pidfd], [], [], PATIENCE)[0]
        assert ready, "neither a word nor an end"
        return control in ready

    def report(self) -> ZygoteReport:
        """The next one. Descriptors that come with it are those of an isolate."""
        packet, descriptors, _, _ = socket.recv_fds(self._control, 65536, 2)
        assert packet, f"the zygote is gone ({self.process.wait(PATIENCE)})"
        report = decode_packet(packet)
        if isinstance(report, Forked):
            self.isolates.append(TracedIsolate(self, report.pid, descriptors))
        return report

    def fork(self) -> "TracedIsolate":
        self.ask(b"F")
        report = self.report()
        assert isinstance(report, Forked), report
        return self.isolates[-1]


def options_of(**changed: Any) -> Options:
    """A zygote's, of this process as its server."""
    values: dict[str, Any] = {
        "server_pid": os.getpid(),
        "modules": str(BUNDLES),
        "sandbox": "enforce",
        "max_memory_bytes": 128 << 20,
        "buffer_bytes": 64 << 20,
        "cpu_seconds": 30.0,
        "max_request_bytes": 1 << 20,
        "kept_memory_bytes": 256 << 20,
        "isolation": Isolation.REWIND,
        "isolates": 4,
    }
    return Options(**(values | changed))


def _spawn(
    descriptor: int, options: Options, program: str, launcher: tuple[str, ...]
) -> subprocess.Popen[bytes]:
    """As `spawning.start_process`, with more before its own program and its command."""
    start, marker, rest = spawning.PROGRAM.partition("from executor.isolate.zygote import main; ")
    text = f"{start}{marker}{program}{rest}"
    command = [
        *launcher,
        sys.executable,
        "-P",
        "-c",
        text,
        spawning.ROOT,
        str(descriptor),
        options.to_json(),
    ]
    environment = spawning.environment(options.isolation)
    return subprocess.Popen(command, stdin=subprocess.DEVNULL, pass_fds=[descriptor], env=environment)


class TracedIsolate:
    def __init__(self, zygote: TracedZygote, pid: int, descriptors: list[int]) -> None:
        self.zygote = zygote
        self.pid = pid
        self.socket = socket.socket(fileno=descriptors[0])
        self.socket.settimeout(PATIENCE)
        self._pidfd = descriptors[1]
        self._stops = False
        self.console: list[str] = []

    # --- as a server does ------------------------------------------------------------------------------------------

    def send(self, code: str, input_json: str = "null", *, is_last: bool = False, **fields: Any) -> None:
        values = {
            "timeout": 20.0,
            "cpu_limit": 20.0,
            "max_result_bytes": 16 << 20,
            "max_console_messages": 1000,
            "max_console_bytes": 1 << 20,
            "max_memory_bytes": 128 << 20,
            "max_fetches": 10,
        }
        job = Job.sample(code=code, input_json=input_json.encode(), **(values | fields))
        frame = job.encode(is_last=is_last)
        self._stops = frame[0] == Kind.LAST_JOB
        self.socket.sendall(frame)

    def answer(self) -> Any:
        """What it says of its run, console apart; None where it ends instead."""
        self.console = []
        while (frame := self._frame()) is not None:
            kind, payload = frame
            report = decode_report(kind, payload)
            if not isinstance(report, ConsoleMessage):
                return report
            self.console.append(report.text)
        return None

    def run(self, code: str, input_json: str = "null", *, is_last: bool = False, **fields: Any) -> Any:
        self.send(code, input_json, is_last=is_last, **fields)
        return self.answer()

    def _frame(self) -> tuple[int, bytes] | None:
        header = self._received(HEADER.size)
        if header is None:
            return None
        kind, length = HEADER.unpack(header)
        payload = self._received(length)
        return None if payload is None else (kind, payload)

    def _received(self, count: int) -> bytes | None:
        received = b""
        while len(received) < count:
            try:
                more = self.socket.recv(count - len(received))
            except ConnectionResetError:
                more = b""
            if not more:
                return None
            received += more
        return received

    def rewind(self) -> Rewound | NotRewound:
        self.zygote.ask(encode_rewind(self.pid))
        return self._word()

    def stopped(self) -> Rewound | NotRewound:
        """After a last job: the zygote's word, unasked. Of one that ended instead, or whose job was too large to stop after it, what the
        zygote says when it is asked.
        """
        if not self._stops or not self.zygote.has_report_before(self._pidfd):
            return self.rewind()
        return self._word()

    def _word(self) -> Rewound | NotRewound:
        """The zygote's. One that ended while it was asked for has two, the second of which is of no use to who comes next."""
        while True:
            report = self.zygote.report()
            assert isinstance(report, Rewound | NotRewound), report
            if report.pid == self.pid:
                return report

    # --- from outside ----------------------------------------------------------------------------------------------

    def parked(self) -> None:
        """Waits until it waits for what comes next, which is some moments after its answer."""
        stat = Path(f"/proc/{self.pid}/stat")
        eventually(
            lambda: stat.read_text().rpartition(") ")[2].startswith("S"), "it waits for what comes next"
        )

    def is_dead(self) -> bool:
        """Whether it ends within the patience of tests."""
        return bool(select.select([self._pidfd], [], [], PATIENCE)[0])

    def is_alive(self) -> bool:
        return not select.select([self._pidfd], [], [], 0)[0]

    def differences(self, whole: bool = False) -> list[int]:
        """Addresses of pages that are not as in the image, which is what the zygote has; `whole` reads all pages, not only
        those that are not pages of the image's own file.
        """
        mine, image = Memory(self.pid), Memory(self.zygote.process.pid)
        try:
            found = []
            theirs = {mapping.start: mapping for mapping in mappings(self.zygote.process.pid)}
            for mapping in mappings(self.pid):
                if mapping.rights[1] != "w":
                    continue
                assert mapping.start in theirs, mapping
                # Memory of zeros that nobody touched need not be read, and would have tables of pages afterwards.
                is_whole = whole and mapping.name.startswith("/memfd:image")
                pages = range(mapping.start, mapping.end, PAGE) if is_whole else mine.own_pages(mapping)
                found += [page for page in pages if mine.read(page, PAGE) != image.read(page, PAGE)]
            return found
        finally:
            mine.close()
            image.close()

    def page_out(self) -> int:
        """Has the kernel move what it can of this isolate's memory to swap; how many pages went there."""
        writable = [mapping for mapping in mappings(self.pid) if mapping.rights[1] == "w"]
        memory = Memory(self.pid)
        with contextlib.ExitStack() as stack:
            stack.callback(memory.close)
            pidfd = os.pidfd_open(self.pid)
            stack.callback(os.close, pidfd)
            before = sum(1 for mapping in writable for _ in memory.own_pages(mapping, present=True))
            for mapping in writable:
                _process_madvise(pidfd, mapping.start, mapping.end - mapping.start)
            return before - sum(1 for mapping in writable for _ in memory.own_pages(mapping, present=True))

    def close(self) -> None:
        self.socket.close()
        if self.is_alive():
            os.kill(self.pid, signal.SIGKILL)

    def reap(self) -> None:
        os.close(self._pidfd)
        # A test that reaps what a zygote left behind may have come first.
        with contextlib.suppress(ChildProcessError):
            os.waitpid(self.pid, 0)
