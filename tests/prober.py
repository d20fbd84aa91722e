"""A real zygote whose isolates try system calls instead of waiting for a job.

    python tests/prober.py MODE          prints one JSON object: probe → "ok", an errno's name, or the signal that killed

Everything before the probes is the product's own: spawn-free but with the real interpreter, modules, sandbox and fork.
Each probe has an isolate of its own, because some of them may end it.
"""

import ctypes
import errno
import json
import os
import socket
import sys

from executor.isolate.isolate import Isolate
from executor.isolate.zygote import Zygote
from executor.wire.options import Options

libc = ctypes.CDLL(None, use_errno=True)
PARENT = os.getpid()
CLONE_NEWUSER = 0x10000000
PTRACE_TRACEME = 0
PR_SET_NAME = 15


def call(name: str, *arguments: object) -> str:
    """One call of the C library: "ok" or the errno's name."""
    ctypes.set_errno(0)
    result = getattr(libc, name)(*arguments)
    return errno.errorcode.get(ctypes.get_errno(), "?") if result in (-1, None) else "ok"


def map_executable() -> str:
    libc.mmap.restype = ctypes.c_void_p
    address = libc.mmap(None, 4096, 1 | 4, 0x22, -1, 0)
    return errno.errorcode[ctypes.get_errno()] if address == 2**64 - 1 else "ok"


def fork() -> str:
    child = libc.fork()
    if child == 0:
        os._exit(0)
    return errno.errorcode[ctypes.get_errno()] if child < 0 else "ok"


PROBES = {
    "open a file": lambda: call("open", b"/etc/passwd", os.O_RDONLY),
    "create a file": lambda: call("open", b"executor-probe", os.O_TMPFILE | os.O_WRONLY, 0o600),
    "read /proc/self/environ": lambda: call("open", b"/proc/self/environ", os.O_RDONLY),
    "list a directory": lambda: call("openat", -100, b"/", os.O_DIRECTORY),
    "stat a path": lambda: call("access", b"/etc/passwd", 0),
    "change directory": lambda: call("chdir", b"/"),
    "unlink": lambda: call("unlink", b"/no/such/file"),
    "inet socket": lambda: call("socket", socket.AF_INET, socket.SOCK_STREAM, 0),
    "unix socket": lambda: call("socket", socket.AF_UNIX, socket.SOCK_STREAM, 0),
    "socket pair": lambda: call("socketpair", 1, 1, 0, (ctypes.c_int * 2)()),
    "execve": lambda: call("execv", b"/bin/true", (ctypes.c_char_p * 2)(b"true", None)),
    "fork": fork,
    "bare clone": lambda: call("syscall", 56, 0x8000, 0, 0, 0, 0),
    "clone3": lambda: call("syscall", 435, None, 0),
    "new user namespace": lambda: call("unshare", CLONE_NEWUSER),
    "kill the server": lambda: call("kill", PARENT, 0),
    "kill itself": lambda: call("kill", os.getpid(), 0),
    "signal a thread": lambda: call("syscall", 234, os.getpid(), os.getpid(), 0),
    "signal by pidfd": lambda: call("syscall", 424, PIDFD, 0, 0, 0),
    "ptrace": lambda: call("ptrace", PTRACE_TRACEME, 0, 0, 0),
    "read another's memory": lambda: call("process_vm_readv", PARENT, None, 0, None, 0, 0),
    "take another's descriptor": lambda: call("syscall", 438, PIDFD, 0, 0),
    "open a pidfd": lambda: call("syscall", 434, PARENT, 0),
    "pass a descriptor": lambda: call("sendmsg", 3, None, 0),
    "executable memory": map_executable,
    "raise a limit": lambda: call("setrlimit", 7, (ctypes.c_ulong * 2)(1 << 20, 1 << 20)),
    "become root": lambda: call("setuid", 0),
    "mount": lambda: call("mount", b"none", b"/no/such/place", b"tmpfs", 0, None),
    "prctl": lambda: call("prctl", PR_SET_NAME, b"x", 0, 0, 0),
    "become dumpable": lambda: call("prctl", 4, 1, 0, 0, 0),
    "bpf": lambda: call("syscall", 321, 0, None, 0),
    "io_uring": lambda: call("syscall", 425, 8, None),
    "userfaultfd": lambda: call("syscall", 323, 0),
    "keyctl": lambda: call("syscall", 250, 0, 0),
    "its own clock": lambda: call("clock_gettime", 1, (ctypes.c_long * 2)()),
}
PIDFD = 0


class Prober(Isolate):
    """Runs the probe that the control packet's turn says, in place of a job."""

    probe = ""

    def start(self, descriptor: int) -> None:
        super().start(descriptor)
        os.write(3, PROBES[self.probe]().encode())
        os._exit(0)


def main(mode: str) -> None:
    control, _theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    options = Options(
        server_pid=os.getppid(),
        modules="modules/dist",
        sandbox=mode,
        max_memory_bytes=128 << 20,
        buffer_bytes=32 << 20,
        cpu_seconds=10.0,
    )
    zygote = Zygote(control, options)
    prober = Prober(
        zygote._interpreter,
        zygote._sandbox,
        options,
        zygote._icu,
        zygote._compression,
        lambda: False,
        lambda: True,
        is_rewound=False,
    )
    zygote.warm_up()
    zygote._interpreter.bound_heap(options.max_memory_bytes)
    answers = {}
    for Prober.probe in PROBES:
        # The fork of zygote.py, but a child of our own: here nobody else would reap it.
        mine, isolates = socket.socketpair()
        pid = libc.syscall(56, 0x8000, 0, 0, 0, 0)
        if pid == 0:
            prober.start(isolates.detach())
        isolates.close()
        answers[Prober.probe] = mine.recv(64).decode() or "killed"
        mine.close()
    json.dump({"level": zygote._sandbox.level, "answers": answers}, sys.stdout)


if __name__ == "__main__":
    main(sys.argv[1])
