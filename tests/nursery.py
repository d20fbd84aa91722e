"""Servers and commands, forked from processes that have imported what they import: 0.3 s of CPU less for each than a Python of its own.

    python -P tests/nursery.py DESCRIPTOR PROGRAM

A test process starts a nursery with its first server, and another with its first command, which imports less: Python takes longer to
end a process in which all is imported. It imports, and forks its program for each request that comes by its socket;
it has one thread and never initialises gRPC. What is forked is the test process's own child (CLONE_PARENT), with the arguments,
environment and descriptors that were asked for, and runs the program from its first line. What comes before that, the interpreter's
start and limits and signals that are inherited, is not tested so: what is about it is started for itself.
"""

from __future__ import annotations

import ctypes
import gc
import importlib
import inspect
import json
import os
import runpy
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, AnyStr

ROOT = Path(__file__).resolve().parent.parent
# Of what is read before server.py begins: by Python, the C library, the dynamic linker and libraries as they are imported.
EARLY = (
    "EXECUTOR_LOG_FORMAT",
    "PYTHON",
    "LD_",
    "GLIBC_",
    "MALLOC_",
    "GRPC_",
    "OPENSSL_",
    "SSL_",
    "AIOHTTP_",
    "PROTOCOL_BUFFERS_",
    "LC_",
    "LANG",
)

SERVER = "server.py"
# The package, as of `python -m`.
COMMAND = "executor"
# SERVER or COMMAND, and its flags.
Program = Sequence[str]

# Sets what gRPC reads as it is imported.
EARLY_FLAG = "--log-format"

_MOST_BYTES = 1 << 17
_SYS_CLONE = {"x86_64": 56, "aarch64": 220}
_CLONE_PARENT, _CLONE_CHILD_CLEARTID, _CLONE_CHILD_SETTID = 0x00008000, 0x00200000, 0x01000000
_PR_GET_TID_ADDRESS = 40


class Nursery:
    """The test process's side, for one program. `started_with` is the environment that it has imported with."""

    def __init__(self, program: str) -> None:
        self.started_with = dict(os.environ)
        self._socket, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            self.process = subprocess.Popen(
                [sys.executable, "-P", __file__, str(theirs.fileno()), program],
                cwd=ROOT,
                # As of most of what is forked: what Python makes of them when it starts stays so.
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                pass_fds=[theirs.fileno()],
            )

    def suits(self, arguments: Sequence[str], environment: Mapping[str, str]) -> bool:
        """Whether what is read early would be the same to a process that is started for itself."""
        if any(argument.startswith(EARLY_FLAG) for argument in arguments):
            return False
        then, now = self.started_with, environment
        changed = {name for name in then.keys() | now.keys() if then.get(name) != now.get(name)}
        return not any(name.startswith(EARLY) for name in changed)

    def fork(self, program: Program, environment: Mapping[str, str], descriptors: Sequence[int]) -> int:
        """The process id of a program with these arguments, and these three for its standard descriptors."""
        asked = json.dumps({"program": program, "environment": dict(environment)}).encode()
        socket.send_fds(self._socket, [asked], descriptors)
        return int(self._socket.recv(_MOST_BYTES))

    def close(self) -> None:
        self._socket.close()
        assert self.process.wait() == 0
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.close()
        self.process.stdout.close()


class Forked(subprocess.Popen[AnyStr]):
    """What a nursery has forked, which is to whoever has it what a Python of its own is, started by Popen with `options`."""

    def __init__(
        self, nursery: Nursery, program: Program, environment: Mapping[str, str], **options: Any
    ) -> None:
        self._nursery = nursery
        super().__init__(program, env=environment, **options)

    def _execute_child(self, *given: Any) -> None:
        """In place of the parent's, whose arguments have other places in each Python, and the same names."""
        named = inspect.signature(subprocess.Popen._execute_child).bind(self, *given).arguments  # type: ignore[attr-defined]
        theirs = [named["p2cread"], named["c2pwrite"], named["errwrite"]]
        ours = [named["p2cwrite"], named["c2pread"], named["errread"]]
        standard = [own if own != -1 else inherited for inherited, own in enumerate(theirs)]
        self.pid = self._nursery.fork(named["args"], named["env"], standard)
        self._child_created = True
        for own, other in zip(theirs, ours, strict=True):
            if other != -1:
                os.close(own)
        self._closed_child_pipe_fds = True


def _import_all(program: str) -> None:
    """What it has imported once it serves, or calls. The test process does not import it all."""
    if program == COMMAND:
        importlib.import_module("executor.client.cli")
        # By the first channel.
        importlib.import_module("grpc._channel")
        return
    importlib.import_module("executor.serving")._import_aiohttp()
    importlib.import_module("executor.server").import_all()


def _fork() -> int:
    """As os.fork does it, but for the parent of this process, who can wait for the child then."""
    address = ctypes.c_void_p()
    assert ctypes.CDLL(None).prctl(_PR_GET_TID_ADDRESS, ctypes.byref(address), 0, 0, 0) == 0
    flags = _CLONE_PARENT | _CLONE_CHILD_CLEARTID | _CLONE_CHILD_SETTID | signal.SIGCHLD
    machine = os.uname().machine
    # The order of the last two is another on ARM.
    last = (address, None) if machine == "x86_64" else (None, address)
    python = ctypes.pythonapi
    python.PyOS_BeforeFork()
    # PyDLL: no other thread may run, and there is none.
    child = int(ctypes.PyDLL(None).syscall(_SYS_CLONE[machine], flags, None, None, *last))
    if child == 0:
        python.PyOS_AfterFork_Child()
    else:
        python.PyOS_AfterFork_Parent()
    return child


def _serve(control: socket.socket) -> dict[str, Any] | None:
    """Forks whatever is asked for. In a fork what it was asked to be; None in this process, at its end."""
    while True:
        asked, descriptors, _, _ = socket.recv_fds(control, _MOST_BYTES, 3)
        if not asked:
            return None
        child = _fork()
        if child == 0:
            control.close()
            for standard, descriptor in enumerate(descriptors):
                os.dup2(descriptor, standard)
                os.close(descriptor)
            wanted: dict[str, Any] = json.loads(asked)
            return wanted
        for descriptor in descriptors:
            os.close(descriptor)
        control.send(str(child).encode())


def main() -> None:
    control = socket.socket(fileno=int(sys.argv[1]))
    sys.path.insert(0, str(ROOT))
    # Set by the server itself before it imports gRPC (server.py).
    os.environ["GRPC_ENABLE_FORK_SUPPORT"] = "0"
    gc.disable()
    _import_all(sys.argv[2])
    # What is here by now is looked through neither by its forks' collections nor at their ends.
    gc.freeze()
    try:
        wanted = _serve(control)
    except KeyboardInterrupt:
        return
    if wanted is None:
        return
    os.environ.clear()
    os.environ.update(wanted["environment"])
    time.tzset()
    gc.enable()
    sys.argv = wanted["program"]
    if sys.argv[0] == COMMAND:
        runpy.run_module(COMMAND, run_name="__main__", alter_sys=True)
    else:
        runpy.run_path(str(ROOT / SERVER), run_name="__main__")


if __name__ == "__main__":
    main()
