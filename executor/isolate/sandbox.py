"""What the kernel takes away from the zygote and its isolates, and the level that was reached.

Layers, each enough against most of what the others are for:

- no new privileges, no capabilities (where the server runs as root), no core files;
- rlimits: no file writes, few descriptors, no locked memory, and in isolates no processes;
- a seccomp filter, installed once in the zygote after the warmup and inherited by every fork for nothing: an
  allow-list, everything else fails with EPERM. No file, no socket, no exec, no executable memory;
- a second filter, installed in each isolate (about 60 µs, while it is idle): what only a zygote needs (fork, signals,
  passing descriptors, raising limits, further prctl calls) is gone too;
- an isolate that holds a job is not dumpable: nobody of the same user may read its memory. Before, it holds nothing.

The memory limit (RLIMIT_AS) and dying with the server are no part of the sandbox and are kept with `--sandbox=off` too.
"""

from __future__ import annotations

import contextlib
import ctypes
import enum
import math
import os
import resource
import signal
import sys
import types
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Never

from executor.wire.options import Isolation, SandboxLevel

_PR_SET_PDEATHSIG = 1
_PR_SET_DUMPABLE = 4
_PR_SET_NAME = 15
_PR_SET_SECCOMP = 22
_PR_SET_NO_NEW_PRIVS = 38

_SECCOMP_MODE_FILTER = 2
_CAPABILITY_VERSION_3 = 0x20080522

_CLONE_PARENT = 0x00008000
_PROT_EXEC = 4
_EPERM = 1
_EINTR = 4

# Descriptors a zygote may hold: the standard three, its control socket, two while it forks; where it rewinds them, also six
# for each isolate, of which as many may end as live.
_ZYGOTE_DESCRIPTORS = 64
_DESCRIPTORS_OF_TRACED = 12

# What any isolate needs: its pipe (and to wait for it), memory, clocks and timers, entropy, and its own end.
_ISOLATE_CALLS = (
    "read write poll ppoll brk mmap munmap mremap mprotect madvise futex "
    "rt_sigreturn rt_sigprocmask rt_sigaction sigaltstack setitimer restart_syscall "
    "clock_gettime clock_getres gettimeofday time nanosleep clock_nanosleep getrusage getrandom "
    "getpid gettid sched_yield exit exit_group"
)
# What forking, and the first steps of an isolate, need besides. `mmap`, `mprotect`, `clone` and `prctl` are further
# held to the arguments that we use.
_ZYGOTE_CALLS = (
    "clone kill getppid socketpair sendto sendmsg recvfrom recvmsg pidfd_open close close_range dup2 dup3 fcntl fstat "
    "setrlimit getrlimit prlimit64 seccomp"
)
# What a zygote that rewinds its isolates needs besides (engine/native): to make the image, to be their tracer, to find and
# put back what they wrote.
_TRACER_CALLS = (
    "openat memfd_create ftruncate pread64 pwrite64 ioctl ptrace wait4 pidfd_getfd userfaultfd signalfd4 "
    "landlock_create_ruleset landlock_add_rule landlock_restrict_self"
)
# What no isolate may do that is rewound: memory is all it has, and the kernel keeps nothing else for it. No signal comes (a forged
# frame would set masks), no mapping changes, and no limit is a timer.
_NOT_REWOUND_CALLS = (
    "mmap munmap mremap mprotect madvise prctl rt_sigreturn rt_sigprocmask rt_sigaction sigaltstack setitimer"
)
# It answers with the end of the heap, not with an error: glibc takes -EPERM for an address, and that it got the memory.
# Zero is below whatever was asked for, so malloc fails, as it should.
_HEAP_CALL = "brk"
# By this call the kernel goes on with a poll(2) that it interrupted: for a signal that is ignored (a traced process is woken by
# those, too), SIGSTOP and SIGCONT, a container that is frozen (`docker pause`). What it goes on with it keeps for the
# process, from one run to the next, so it may not; and the poll says that it was interrupted, after which Python waits for
# what is left of the time (PEP 475).
_RESTARTING_CALL = "restart_syscall"

# Operations of futex(2) with which the kernel keeps who owns a lock: LOCK_PI, UNLOCK_PI, TRYLOCK_PI, WAIT_REQUEUE_PI,
# CMP_REQUEUE_PI, LOCK_PI2. The others it must answer: pthread_once(3) ends a process where waking up nobody is refused.
_FUTEX_OF_OWNERS = (6, 7, 8, 11, 12, 13)
_FUTEX_OPERATION = 0x7F

_libc = ctypes.PyDLL(None, use_errno=True)

# Of libseccomp 2, which the loader finds by its name.
_LIBRARY = "libseccomp.so.2"


class SandboxError(Exception):
    """A layer is missing on this machine; the message says which and why."""


class Mode(enum.StrEnum):
    """`--sandbox`: refuse to start where a layer is missing, take what there is, or have none."""

    ENFORCE = "enforce"
    BEST_EFFORT = "best-effort"
    OFF = "off"


def _prctl(option: int, value: int) -> None:
    if _libc.prctl(option, ctypes.c_ulong(value), 0, 0, 0) != 0:
        error = ctypes.get_errno()
        raise OSError(error, f"prctl({option}) failed: {os.strerror(error)}")


def die_with_parent(parent: int) -> None:
    """Has the kernel kill this process when its parent (the server) dies, however it dies.

    The parent may be gone before the call took effect: then this process leaves at once.
    """
    _prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(0)


def name_process(name: str) -> None:
    """What `ps` and `top` show (15 characters at most)."""
    _libc.prctl(_PR_SET_NAME, name.encode(), 0, 0, 0)


def bound_memory(allowance_bytes: int) -> None:
    """Lets this process and its forks grow by `allowance_bytes` of address space over what is mapped now."""
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    limit = pages * resource.getpagesize() + allowance_bytes
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


class Sandbox:
    """Made, prepared and entered once in the zygote; `confine` and `hold_secrets` are each isolate's.

    `cpu_seconds` is the kernel's own bound on an isolate's life, for when nobody else is left to keep one.
    """

    def __init__(
        self, mode: Mode, cpu_seconds: float, isolation: str = Isolation.FORK, isolates: int = 0
    ) -> None:
        self._mode = mode
        self._isolation = isolation
        self._is_fallback = False
        traced = isolates if isolation == Isolation.REWIND else 0
        self._descriptors = _ZYGOTE_DESCRIPTORS + traced * _DESCRIPTORS_OF_TRACED
        self._cpu_seconds = math.ceil(cpu_seconds)
        self._compiling: _Compiling | None = None
        self._filters: tuple[ctypes.Structure, ctypes.Structure] | None = None
        self._isolate_filter: ctypes.Structure | None = None
        self.level = SandboxLevel.OFF

    def begin(self) -> None:
        """Has the filters compiled meanwhile. Raises `OSError` where no process can be had: for that no layer is done without."""
        if self._mode is not Mode.OFF:
            self._compiling = _Compiling(self._isolation)

    def prepare(self) -> None:
        """Before `enter`, with all rights: waits for what `begin` has begun. Raises as `enter`."""
        if self._compiling is not None:
            with self._as_far_as_allowed():
                self._filters = self._compiling.finish()

    def enter(self) -> SandboxLevel:
        """Gives up what no zygote needs after its warmup. Raises `SandboxError` where `enforce` cannot be kept."""
        if self._mode is Mode.OFF:
            return self.level
        _drop_capabilities()
        _prctl(_PR_SET_NO_NEW_PRIVS, 1)
        for limit in (resource.RLIMIT_CORE, resource.RLIMIT_FSIZE, resource.RLIMIT_MEMLOCK):
            # The image is still to be written, to a file in memory; the native part takes that limit afterwards.
            if limit != resource.RLIMIT_FSIZE or self._isolation != Isolation.REWIND:
                resource.setrlimit(limit, (0, 0))
        resource.setrlimit(resource.RLIMIT_NOFILE, (self._descriptors, self._descriptors))
        self.level = SandboxLevel.RLIMITS
        if self._filters is not None:
            with self._as_far_as_allowed():
                _install(self._filters[0])
                self._isolate_filter = self._filters[1]
                self.level = SandboxLevel.SECCOMP
        return self.level

    @contextlib.contextmanager
    def _as_far_as_allowed(self) -> Iterator[None]:
        """A missing layer ends the warmup, or is done without."""
        try:
            yield
        except SandboxError:
            if self._mode is Mode.ENFORCE:
                raise

    @property
    def isolate_filter(self) -> tuple[int, int]:
        """Of the second filter: how many instructions, and their address; zeros where there is none."""
        program: Any = self._isolate_filter
        return (program.length, program.instructions) if program is not None else (0, 0)

    @property
    def cpu_limit(self) -> int:
        """Seconds of CPU time of an isolate's whole life; 0 where no limits are set."""
        return self._cpu_seconds if self._mode is not Mode.OFF else 0

    def fork_instead(self) -> None:
        """In a zygote that was to rewind its isolates and found that it cannot: no image is written, to no file."""
        self._isolation = Isolation.FORK
        self._is_fallback = True
        if self._mode is not Mode.OFF:
            resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))

    def confine(self) -> None:
        """In a fresh isolate: takes away what only the zygote needs."""
        if self._mode is Mode.OFF:
            return
        if self._is_fallback:
            # The second filter is that of isolates that are rewound, and lets nobody do it later.
            _prctl(_PR_SET_DUMPABLE, 0)
        resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))
        # The soft limit is the hard one: at it the kernel kills, without a signal that a script could survive.
        resource.setrlimit(resource.RLIMIT_CPU, (self._cpu_seconds, self._cpu_seconds))
        if self._isolate_filter is not None:
            _install(self._isolate_filter)

    def hold_secrets(self) -> None:
        """From here on this process holds a caller's data: not even its own user may look into it."""
        if self._mode is not Mode.OFF and self._isolation != Isolation.REWIND and not self._is_fallback:
            _prctl(_PR_SET_DUMPABLE, 0)


class _Program(ctypes.Structure):
    """`struct sock_fprog`: a filter as the kernel takes it."""

    _fields_ = [("length", ctypes.c_ushort), ("instructions", ctypes.c_void_p)]  # type: ignore[mutable-override]


def _install(program: ctypes.Structure) -> None:
    if _libc.prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.byref(program), 0, 0) != 0:
        reason = os.strerror(ctypes.get_errno())
        raise SandboxError(
            f"the kernel refuses seccomp filters ({reason}); --sandbox=best-effort does without"
        )


class _Compiling:
    """A process that compiles the filters. Made where one can be had; raises `OSError`.

    In a process of its own, where the modules load meanwhile: what pyseccomp looks for its library with, where it has to
    (subprocess, compression, temporary files), would be 40 mappings more for every fork to copy, 4% of the CPU time of an
    isolate and its fork (2026-11).
    """

    def __init__(self, isolation: str) -> None:
        self._reading, writing = os.pipe()
        parent = os.getpid()
        self._pid = os.fork()
        if self._pid == 0:
            os.close(self._reading)
            die_with_parent(parent)
            name_process("filters")
            _compile_and_exit(writing, isolation)
        os.close(writing)

    def finish(self) -> tuple[ctypes.Structure, ctypes.Structure]:
        """The zygote's filter and the isolate's. Raises `SandboxError` where libseccomp is missing."""
        with os.fdopen(self._reading, "rb") as file:
            answer = file.read()
        _, status = os.waitpid(self._pid, 0)
        if status != 0:
            raise SandboxError(
                answer.decode() or f"the seccomp filters could not be compiled (status {status})"
            )
        length = int.from_bytes(answer[:4])
        return _program(answer[4 : 4 + length]), _program(answer[4 + length :])


def _compile_and_exit(descriptor: int, isolation: str) -> Never:
    """Writes the length of the first filter and both filters to `descriptor`, or in words why there are none."""
    status = 1
    try:
        _know_library()
        try:
            import pyseccomp  # type: ignore[import-untyped] # noqa: PLC0415 - it looks for the library, and a machine without one may do without

            first, second = (
                _exported(make(pyseccomp, isolation)) for make in (_zygote_filter, _isolate_filter)
            )
            answer, status = len(first).to_bytes(4) + first + second, 0
        except (ImportError, RuntimeError) as error:
            answer = (
                f"seccomp is not available ({error}); install libseccomp (Debian: libseccomp2), "
                "or take what there is with --sandbox=best-effort"
            ).encode()
        # A few hundred bytes: well within what a pipe holds.
        os.write(descriptor, answer)
    finally:
        os._exit(status)


def _know_library() -> None:
    """Spares pyseccomp its search (ctypes.util): to import what that needs, and ldconfig twice, is most of this process's CPU
    time. Where the library has another name, it searches.
    """
    try:
        ctypes.CDLL(_LIBRARY)
    except OSError:
        return
    known: Any = types.ModuleType("ctypes.util")
    # It asks for the C library, too: None is what this process has loaded already.
    known.find_library = {"seccomp": _LIBRARY}.get
    # The import looks there, and the attribute is what it would set.
    sys.modules[known.__name__] = known
    vars(ctypes)["util"] = known


def _zygote_filter(seccomp: Any, isolation: str) -> Any:
    """The allow-list. libseccomp ends a process that calls by another architecture's numbers."""
    allow = seccomp.SyscallFilter(seccomp.ERRNO(_EPERM))
    narrowed = {
        # Only the very fork that zygote.py makes: no threads, no namespaces.
        "clone": (seccomp.Arg(0, seccomp.EQ, _CLONE_PARENT),),
        "kill": (seccomp.Arg(1, seccomp.EQ, signal.SIGKILL),),
        "mmap": (seccomp.Arg(2, seccomp.MASKED_EQ, _PROT_EXEC, 0),),
        "mprotect": (seccomp.Arg(2, seccomp.MASKED_EQ, _PROT_EXEC, 0),),
    }
    calls = f"{_ISOLATE_CALLS} {_ZYGOTE_CALLS}"
    if isolation == Isolation.REWIND:
        calls += f" {_TRACER_CALLS}"
    for call in _known(seccomp, calls):
        allow.add_rule(seccomp.ALLOW, call, *narrowed.get(call, ()))
    for option in (_PR_SET_PDEATHSIG, _PR_SET_NAME, _PR_SET_SECCOMP):
        allow.add_rule(seccomp.ALLOW, "prctl", seccomp.Arg(0, seccomp.EQ, option))
    not_dumpable = (seccomp.Arg(0, seccomp.EQ, _PR_SET_DUMPABLE), seccomp.Arg(1, seccomp.EQ, 0))
    allow.add_rule(seccomp.ALLOW, "prctl", *not_dumpable)
    return allow


def _isolate_filter(seccomp: Any, isolation: str) -> Any:
    """Takes from the allow-list: both filters are asked, and the stricter answer counts."""
    deny = seccomp.SyscallFilter(seccomp.ALLOW)
    calls = _ZYGOTE_CALLS
    if isolation == Isolation.REWIND:
        calls += f" {_TRACER_CALLS} {_NOT_REWOUND_CALLS}"
    for call in _known(seccomp, calls):
        deny.add_rule(seccomp.ERRNO(_EPERM), call)
    if isolation == Isolation.REWIND:
        deny.add_rule(seccomp.ERRNO(0), _HEAP_CALL)
        deny.add_rule(seccomp.ERRNO(_EINTR), _RESTARTING_CALL)
        for operation in _FUTEX_OF_OWNERS:
            rule = seccomp.Arg(1, seccomp.MASKED_EQ, _FUTEX_OPERATION, operation)
            deny.add_rule(seccomp.ERRNO(_EPERM), "futex", rule)
    else:
        deny.add_rule(seccomp.ERRNO(_EPERM), "prctl", seccomp.Arg(0, seccomp.NE, _PR_SET_DUMPABLE))
    return deny


def _known(seccomp: Any, calls: str) -> Iterable[str]:
    """Without those that this architecture never had (ARM64 has no dup2 and no time)."""
    arch = seccomp.system_arch()
    return (call for call in calls.split() if seccomp.resolve_syscall(arch, call) >= 0)


def _exported(rules: Any) -> bytes:
    reading, writing = os.pipe()
    with os.fdopen(writing, "wb") as file:
        # A few hundred bytes: well within what a pipe holds.
        rules.export_bpf(file)
    with os.fdopen(reading, "rb") as file:
        return file.read()


def _program(code: bytes) -> ctypes.Structure:
    buffer = ctypes.create_string_buffer(code, len(code))
    program = _Program(len(code) // 8, ctypes.cast(buffer, ctypes.c_void_p))
    program.kept_alive = buffer
    return program


def _drop_capabilities() -> None:
    """Nothing to do, and nothing to fail, where there are none."""
    header = (ctypes.c_uint32 * 2)(_CAPABILITY_VERSION_3, 0)
    _libc.capset(header, (ctypes.c_uint32 * 6)())
