"""The zygote: a clean process that loads every module once and then only forks.

It is spawned (never forked) by the server, imports no grpc, has one thread, and never reads a job: what is forked from
it is always pristine. It sits in one `evaljs` whose callback forks; the child's callback returns into the same eval
and runs a script there, so no garbage collection ever walks the shared heap on the way.

Isolates are forked with CLONE_PARENT: they are the *server's* children, not the zygote's. So they outlive a zygote
that dies (their jobs finish), the kernel kills them with the server, and the server reaps each one and learns its true
cost from wait4. The zygote keeps no list of anything.
"""

from __future__ import annotations

import _socket
import ctypes
import gc
import os
import signal
import socket
import struct
import sys
import time
from pathlib import Path
from typing import Any, Never

from executor import huge_pages, messages, sandbox, zones
from executor.bundles import RUNTIME, BrokenModule, read_bytecode, read_manifest, read_verified
from executor.icu import Icu, IcuMissing
from executor.interpreter import REPORT_HEADROOM_BYTES, Interpreter, ScriptError
from executor.isolate import EXIT_FAULT, KEPT_CPU_SECONDS, Isolate
from executor.options import Options
from executor.sandbox import Sandbox, SandboxError

# clone(2) by number: os.fork runs Python's after-fork hooks (250 page faults against 51, DESIGN.md section 5), and
# neither it nor glibc's fork can pass CLONE_PARENT.
_SYS_CLONE = {"x86_64": 56, "aarch64": 220}
_CLONE_PARENT = 0x00008000
# Plain numbers: members of socket's enums are objects, whose counts of references are written to.
_AF_UNIX, _SOCK_STREAM = int(socket.AF_UNIX), int(socket.SOCK_STREAM)
_SOL_SOCKET, _SCM_RIGHTS = int(socket.SOL_SOCKET), int(socket.SCM_RIGHTS)

_DESCRIPTORS = struct.Struct("2i")

# Seconds of CPU between a job's own limit and the kernel's: the start of an isolate, and the server's kill before it.
_CPU_SLACK = 1.0
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
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    try:
        _set_zone(options.tz)
        zygote = Zygote(control, options)
        zygote.warm_up()
    except BrokenModule as error:
        limit = messages.MAX_PACKET // 8
        control.send(messages.encode_packet(messages.WarmupFailed(error.name, str(error)[:limit])))
        return
    zygote.serve()


class Zygote:
    """Loads, then forks on request until the control socket closes."""

    def __init__(self, control: socket.socket, options: Options) -> None:
        self._control = control
        self._options = options
        self._interpreter = Interpreter(self._host)
        try:
            self._icu = Icu(options.tz)
        except IcuMissing as error:
            raise BrokenModule("", f"{error}; install what requirements.txt lists") from error
        self._sandbox = Sandbox(
            sandbox.Mode(options.sandbox), options.cpu_seconds + KEPT_CPU_SECONDS + _CPU_SLACK
        )
        self._isolate = Isolate(self._interpreter, self._sandbox, options, self._icu)
        self._is_isolate = False  # True in the child of a fork.
        self._clone = ctypes.PyDLL(None, use_errno=True).syscall
        self._clone_number = _SYS_CLONE[os.uname().machine]

    def report(self, report: messages.ZygoteReport) -> None:
        """Sends one report to the server."""
        self._control.send(messages.encode_packet(report))

    def warm_up(self) -> None:
        """Evaluates the runtime and each module in manifest order, acknowledging each, and enters the sandbox.

        Raises `BrokenModule`.
        """
        started = time.monotonic()
        directory = Path(self._options.modules)
        manifest = read_manifest(directory)
        try:
            names = tuple(str(entry["name"]) for entry in manifest["modules"])
            self.report(messages.Announced(names))
            self._load_runtime(directory, manifest["runtime"])
            for entry in manifest["modules"]:
                self._load(directory, entry)
        except (KeyError, TypeError) as error:
            raise BrokenModule(
                "", f"{directory.name}/manifest.json lacks {error}; run `make modules`"
            ) from error
        except ScriptError as error:
            raise BrokenModule("", f"the runtime failed to load: {error}") from error
        level = self._confine()
        self.report(messages.WarmupCompleted(_milliseconds_since(started), level))

    def _confine(self) -> sandbox.Level:
        options = self._options
        sandbox.bound_memory(
            options.max_memory_bytes + REPORT_HEADROOM_BYTES + options.buffer_bytes + _MEMORY_SLACK_BYTES
        )
        try:
            self._sandbox.prepare()
            # After the last process that shares a page: a write to a page shared with one would split it again.
            huge_pages.collapse()
            return self._sandbox.enter()
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
            messages.ModuleWarmed(name, entry["version"], entry["size"], _milliseconds_since(started))
        )

    def serve(self) -> Never:
        """Forks until the server closes the control socket."""
        # Forked children must not run Python's collector: it writes to every object's header.
        gc.collect()
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
        """The bridge while in the zygote: 'n' serves forks and returns in a child, 'z' asks ICU; console output of
        modules is dropped.
        """
        if text[:1] == b"z":
            return self._icu.answer(text[1:])
        if text[:1] != b"n":
            return None
        self._interpreter.prepare_to_fork(self._options.max_memory_bytes)
        while True:
            requests = self._control.recv(messages.MAX_FORK_REQUESTS)
            if not requests:
                os._exit(0)
            for _ in requests:
                descriptor = self._fork()
                if descriptor is not None:
                    self._is_isolate = True
                    self._isolate.start(descriptor)
                    return None

    def _fork(self) -> int | None:
        """Forks one isolate and passes its socket and pidfd to the server. In the child: its descriptor.

        Every page that the zygote writes between two forks is copied, so this path keeps to few and plain calls
        (`_socket` instead of `socket` saves its enum conversions).
        """
        try:
            server_end, isolate_end = _socket.socketpair(_AF_UNIX, _SOCK_STREAM)
        except OSError as error:
            self.report(messages.ForkFailed(f"socketpair: {error.strerror}"))
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
            self.report(messages.ForkFailed(f"clone: {os.strerror(ctypes.get_errno())}"))
        server_end.close()
        return None

    def _pass_on(self, pid: int, server_end: _socket.socket) -> None:
        try:
            # Only the server reaps, and it does not know the pid yet: the number cannot have been reused.
            pidfd = os.pidfd_open(pid)
        except OSError as error:
            os.kill(pid, signal.SIGKILL)
            self.report(messages.ForkFailed(f"pidfd_open: {error.strerror}"))
            return
        descriptors = _DESCRIPTORS.pack(server_end.fileno(), pidfd)
        try:
            self._control.sendmsg(
                [messages.encode_forked(pid)],
                [(_SOL_SOCKET, _SCM_RIGHTS, descriptors)],
            )
        finally:
            os.close(pidfd)


def _set_zone(name: str) -> None:
    """Has this process and its forks tell local time by zone `name`. Read before the sandbox: later no file can be."""
    try:
        os.environ["TZ"] = zones.posix(name)
    except LookupError as error:
        raise BrokenModule("", f"the time zone {name} is not known") from error
    time.tzset()


def _milliseconds_since(started: float) -> float:
    return (time.monotonic() - started) * 1000


def _refuse_grpc() -> None:
    """Fails loudly where grpc slipped into a process that forks: it does not survive one."""
    if "grpc" in sys.modules:
        raise RuntimeError("grpc is imported in the zygote; import it inside server.py's main() only")
