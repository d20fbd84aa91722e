"""The zygote: a clean process that loads every module once and then only forks.

It is spawned (never forked) by the server, imports no grpc, has one thread, and never reads a job: what is forked from
it is always pristine. It sits in one `evaljs` whose callback forks; the child's callback returns into the same eval
and runs a script there, so no garbage collection ever walks the shared heap on the way.

Where isolates are rewound (rewind.py), it goes on to where an isolate waits for its job, and the native part makes the
image, forks and rewinds from there: no Python runs in the zygote any more.

Isolates are forked with CLONE_PARENT: they are the *server's* children, not the zygote's. So they outlive a zygote
that dies (their jobs finish), the kernel kills them with the server, and the server reaps each one and learns its true
cost from wait4. The zygote keeps no list of anything.
"""

from __future__ import annotations

import _socket
import contextlib
import ctypes
import errno
import gc
import os
import signal
import socket
import struct
import sys
import time
from pathlib import Path
from typing import Any, Never

from executor.isolate import huge_pages, sandbox
from executor.isolate.answers import EXIT_FAULT
from executor.isolate.builds import EngineRefused
from executor.isolate.bundles import RUNTIME, BrokenModule, read_bytecode, read_manifest, read_verified
from executor.isolate.compression import Compression
from executor.isolate.engine import ScriptError
from executor.isolate.icu.library import IcuMissing
from executor.isolate.icu.operations import Icu
from executor.isolate.interpreter import REPORT_HEADROOM_BYTES, Interpreter
from executor.isolate.isolate import Isolate
from executor.isolate.pipe import call_once
from executor.isolate.rewind import (
    Rewinding,
    RewindRefused,
    refuse_memory_that_empties_itself,
    reserve_memory,
)
from executor.isolate.run import KEPT_CPU_SECONDS
from executor.isolate.sandbox import Sandbox, SandboxError
from executor.wire.options import Isolation, Options, SandboxLevel
from executor.wire.packets import (
    MAX_FORK_REQUESTS,
    MAX_PACKET_ERROR,
    Announced,
    ForkFailed,
    ModuleWarmed,
    WarmupCompleted,
    WarmupFailed,
    ZygoteReport,
    encode_forked,
    encode_packet,
)

# clone(2) by number: os.fork runs Python's after-fork hooks (250 page faults where clone alone takes 51, 2026-11), and
# neither it nor glibc's fork can pass CLONE_PARENT.
_SYS_CLONE = {"x86_64": 56, "aarch64": 220}
_CLONE_PARENT = 0x00008000
# Plain numbers: members of socket's enums are objects, whose counts of references are written to.
_AF_UNIX, _SOCK_STREAM = int(socket.AF_UNIX), int(socket.SOCK_STREAM)
_SOL_SOCKET, _SCM_RIGHTS = int(socket.SOL_SOCKET), int(socket.SCM_RIGHTS)

_DESCRIPTORS = struct.Struct("2i")

# Seconds, and how often, until a fork fails whose descriptors nobody takes up.
_PASSING_PAUSE = 0.005
_PASSING_TRIES = 200

# Seconds of CPU between a job's own limit and the kernel's: the start of an isolate, and the server's kill before it.
_CPU_SLACK = 1.0
_WITHOUT_FILTER = "without a seccomp filter a script could have the kernel keep something for it"
# What an allocator wastes, and the stack.
_MEMORY_SLACK_BYTES = 64 << 20


def main(descriptor: str, options_json: str) -> None:
    """Entry point of the process. `descriptor` is that of the SEQPACKET socket to the server."""
    control = socket.socket(fileno=int(descriptor))
    options = Options.from_json(options_json)
    _refuse_grpc()
    sandbox.die_with_parent(options.server_pid)
    sandbox.name_process("zygote")
    # Out of the terminal's process group: Ctrl-C is for the server, which drains before it lets go.
    os.setpgid(0, 0)
    # Nor is a SIGTERM for the whole control group (systemd's way) for us: only the server ends zygote and isolates.
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGUSR1, signal.SIGUSR2):
        signal.signal(number, signal.SIG_IGN)
    # For this process and its forks. Read before the sandbox: later no file can be.
    os.environ["TZ"] = options.tz_rules
    time.tzset()
    try:
        zygote = Zygote(control, options)
        zygote.warm_up()
    except BrokenModule as error:
        failed = WarmupFailed(module=error.name, error=str(error)[:MAX_PACKET_ERROR])
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            control.send(encode_packet(failed))
        return
    zygote.serve()


class Zygote:
    """Loads, then forks on request until the control socket closes."""

    def __init__(self, control: socket.socket, options: Options) -> None:
        self._control = control
        self._options = options
        try:
            self._interpreter = Interpreter(self._host, options.engine)
        except EngineRefused as error:
            raise BrokenModule("", str(error)) from error
        try:
            self._icu = Icu(options.tz, self._interpreter.native)
        except IcuMissing as error:
            raise BrokenModule("", f"{error}; install what requirements.txt lists") from error
        self._compression = Compression(self._interpreter.window)
        self._started = time.monotonic()
        self._isolation_reason = ""
        self._rewinding = self._prepare_rewinding()
        isolation = Isolation.FORK if self._rewinding is None else Isolation.REWIND
        self._sandbox = Sandbox(
            sandbox.Mode(options.sandbox),
            options.cpu_seconds + KEPT_CPU_SECONDS + _CPU_SLACK,
            isolation,
            options.isolates,
        )
        self._isolate = Isolate(
            self._interpreter,
            self._sandbox,
            options,
            self._icu,
            self._compression,
            self._prepare_image,
            self._be_born,
            is_rewound=isolation == Isolation.REWIND,
        )
        self._is_isolate = False  # True in the child of a fork.
        self._clone = ctypes.PyDLL(None, use_errno=True).syscall
        self._clone_number = _SYS_CLONE[os.uname().machine]

    def report(self, report: ZygoteReport) -> None:
        """Sends one report to the server. Where that has gone, this process leaves: it has nobody to say anything to."""
        try:
            self._control.send(encode_packet(report))
        except (BrokenPipeError, ConnectionResetError):
            os._exit(0)

    def warm_up(self) -> None:
        """Evaluates the runtime and each module in manifest order, acknowledging each, and enters the sandbox.

        Raises `BrokenModule`.
        """
        directory = Path(self._options.modules)
        manifest = read_manifest(directory)
        self._sandbox.begin()
        self.report(self._interpreter.loaded)
        try:
            names = tuple(str(entry["name"]) for entry in manifest["modules"])
            self.report(Announced(modules=names))
            self._load_runtime(directory, manifest["runtime"])
            for entry in manifest["modules"]:
                self._load(directory, entry)
        except (KeyError, TypeError) as error:
            raise BrokenModule(
                "", f"{directory.name}/manifest.json lacks {error}; run `make modules`"
            ) from error
        except ScriptError as error:
            raise BrokenModule("", f"the runtime failed to load: {error}") from error
        self._confine()
        if self._rewinding is None:
            self.report(self._completed(Isolation.FORK))

    def _completed(self, isolation: Isolation, tracker: str = "") -> WarmupCompleted:
        return WarmupCompleted(
            elapsed_ms=_milliseconds_since(self._started),
            sandbox_level=self._sandbox.level,
            isolation=isolation,
            tracker=tracker,
            isolation_reason=self._isolation_reason,
        )

    def _prepare_rewinding(self) -> Rewinding | None:
        """None where isolates are forked, and why."""
        options = self._options
        if options.isolation != Isolation.REWIND:
            return None
        try:
            if sandbox.Mode(options.sandbox) is sandbox.Mode.OFF:
                raise RewindRefused(_WITHOUT_FILTER)
            if self._interpreter.native is None:
                raise RewindRefused("the engine of PyPI's dukpy has no native part")
            rewinding = Rewinding(
                self._interpreter.native, self._control.fileno(), options.server_pid, options.isolates
            )
            reserve_memory(self._allowance_bytes())
        except RewindRefused as error:
            self._isolation_reason = str(error)
            return None
        self._isolation_reason = rewinding.problem
        return rewinding

    def _reserve_again(self) -> None:
        """What is warm by now has taken some of it."""
        try:
            reserve_memory(self._allowance_bytes())
        except RewindRefused as error:
            raise BrokenModule("", f"{error}; lower --max-memory-bytes, or --isolation=fork") from error

    def _allowance_bytes(self) -> int:
        """What an isolate may come to need beyond what is warm."""
        options = self._options
        return options.max_memory_bytes + REPORT_HEADROOM_BYTES + options.buffer_bytes + _MEMORY_SLACK_BYTES

    def _confine(self) -> None:
        if self._rewinding is None:
            sandbox.bound_memory(self._allowance_bytes())
        else:
            self._reserve_again()
        call_once()
        try:
            self._sandbox.prepare()
            # After the last process that shares a page: a write to a page shared with one would split it again.
            if self._rewinding is None:
                huge_pages.collapse()
            self._sandbox.enter()
        except SandboxError as error:
            raise BrokenModule("", str(error)) from error
        # An OSError, where no process can be had, ends this zygote: the server tries again with the next.

    def _load_runtime(self, directory: Path, entry: dict[str, Any]) -> None:
        code = read_bytecode(directory, entry, self._interpreter.engine, "")
        if code is not None:
            self._interpreter.load_runtime(code)
        else:
            source = read_verified(directory, entry, "").decode()
            self._interpreter.evaluate(source, RUNTIME)
        self._interpreter.open_window()

    def _load(self, directory: Path, entry: dict[str, Any]) -> None:
        started = time.monotonic()
        name = entry["name"]
        source = read_verified(directory, entry, name)
        code = read_bytecode(directory, entry, self._interpreter.engine, name)
        lazy = entry.get("lazy")
        lazy_json = read_verified(directory, lazy, name) if lazy else b"{}"
        try:
            self._interpreter.define(name, source.decode() if code is None else code, lazy_json)
        except ScriptError as error:
            raise BrokenModule(name, str(error)) from error
        self.report(
            ModuleWarmed(
                name=name,
                version=entry["version"],
                size_bytes=entry["size"],
                elapsed_ms=_milliseconds_since(started),
            )
        )

    def serve(self) -> Never:
        """Forks until the server closes the control socket."""
        # Forked children must not run Python's collector: it writes to every object's header. Nor need it run here: of what was
        # imported and loaded 200 objects in cycles are garbage, and to find them is 12 ms.
        gc.freeze()
        gc.disable()
        try:
            self._interpreter.serve()
        except ScriptError as error:
            if self._is_isolate:
                self._isolate.could_not_answer(str(error))
            raise
        os._exit(EXIT_FAULT)

    def _host(self, text: bytes) -> bytes | None:
        """The bridge while in the zygote: 'n' serves forks and returns in a child, 'z' asks ICU, 'b' packs and unpacks; console
        output of modules is dropped.
        """
        if text[:1] == b"z":
            return self._icu.answer(text[1:])
        if text[:1] == b"b":
            return self._compression.answer(text[1:])
        if text[:1] != b"n":
            return None
        self._interpreter.bound_heap(self._options.max_memory_bytes)
        if self._rewinding is None:
            self._fork_on_request()
        else:
            # On to where an isolate waits for its job: the image is made there, of all that a job goes through.
            self._is_isolate = True
            self._interpreter.bridge.host = self._isolate.host
        return None

    def _prepare_image(self) -> bool:
        """Called once all is rehearsed: whether isolates are rewound to what is made next, and where the zygote stays."""
        direct = self._interpreter.direct
        if self._rewinding is None or direct is None:
            return False
        try:
            if self._sandbox.level != SandboxLevel.SECCOMP:
                raise RewindRefused(_WITHOUT_FILTER)
            refuse_memory_that_empties_itself()
        except RewindRefused as error:
            self._fork_instead(str(error))
            return False
        image_bytes = self._isolate.know_image()
        completed = encode_packet(self._completed(Isolation.REWIND, self._rewinding.tracker))
        options = self._rewinding.prepare(self._sandbox.isolate_filter, self._sandbox.cpu_limit, completed)
        direct.rewind(options, image_bytes)
        self._interpreter.bridge.host = self._isolate.host_first
        return True

    def _be_born(self) -> bool:
        """Called where an isolate waits for its first job, or has one that C left to Python, or where no image could be made."""
        if self._rewinding is None or self._interpreter.direct is None:
            return True
        if not self._interpreter.direct.failure:
            return False
        self._fork_instead(self._rewinding.why_not())
        return True

    def _fork_instead(self, why: str) -> None:
        """Returns in each isolate."""
        self._rewinding = None
        self._isolation_reason = why
        # All that an isolate may need it has, and beside that what allocators waste.
        sandbox.bound_memory(_MEMORY_SLACK_BYTES)
        self._sandbox.fork_instead()
        self.report(self._completed(Isolation.FORK))
        self._fork_on_request()

    def _fork_on_request(self) -> None:
        """Returns in each isolate."""
        while True:
            requests = self._control.recv(MAX_FORK_REQUESTS)
            if not requests:
                os._exit(0)
            for _ in requests:
                descriptor = self._fork()
                if descriptor is not None:
                    self._is_isolate = True
                    self._isolate.start(descriptor)
                    return

    def _fork(self) -> int | None:
        """Forks one isolate and passes its socket and pidfd to the server. In the child: its descriptor.

        Every page that the zygote writes between two forks is copied, so this path keeps to few and plain calls
        (`_socket` instead of `socket` saves its enum conversions).
        """
        try:
            server_end, isolate_end = _socket.socketpair(_AF_UNIX, _SOCK_STREAM)
        except OSError as error:
            self.report(ForkFailed(error=f"socketpair: {error.strerror}"))
            return None
        pid: int = self._clone(self._clone_number, _CLONE_PARENT, 0, 0, 0, 0)
        if pid == 0:
            # Left open, it would be closed with a warning that nobody sees: 19 page faults (2026-11).
            server_end.detach()
            return int(isolate_end.detach())
        isolate_end.close()
        if pid > 0:
            self._pass_on(pid, server_end)
        else:
            self.report(ForkFailed(error=f"clone: {os.strerror(ctypes.get_errno())}"))
        server_end.close()
        return None

    def _pass_on(self, pid: int, server_end: _socket.socket) -> None:
        try:
            # Only the server reaps, and it does not know the pid yet: the number cannot have been reused.
            pidfd = os.pidfd_open(pid)
            try:
                self._send_forked(pid, _DESCRIPTORS.pack(server_end.fileno(), pidfd))
            finally:
                os.close(pidfd)
        except OSError as error:
            os.kill(pid, signal.SIGKILL)
            self.report(ForkFailed(error=f"its descriptors could not be passed on: {error.strerror}"))

    def _send_forked(self, pid: int, descriptors: bytes) -> None:
        """Waits a while where too many descriptors are on their way.

        The kernel counts those of all processes of this user, other servers' too, and holds us to our own RLIMIT_NOFILE
        (unix(7), ETOOMANYREFS): a server that is slow to take them up is no reason to end.
        """
        for _ in range(_PASSING_TRIES):
            try:
                self._control.sendmsg([encode_forked(pid)], [(_SOL_SOCKET, _SCM_RIGHTS, descriptors)])
                return
            except OSError as error:
                if error.errno != errno.ETOOMANYREFS:
                    raise
            time.sleep(_PASSING_PAUSE)
        raise OSError(errno.ETOOMANYREFS, os.strerror(errno.ETOOMANYREFS))


def _milliseconds_since(started: float) -> float:
    return (time.monotonic() - started) * 1000


def _refuse_grpc() -> None:
    """Fails loudly where grpc slipped into a process that forks: it does not survive one."""
    if "grpc" in sys.modules:
        raise RuntimeError("grpc is imported in the zygote; import it inside server.py's main() only")
