"""Starts a zygote: its command line, environment and options. Known before there is a loop: the first one is spawned ahead of all
that a server imports (server.py), and later ones by the supervisor.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

from executor.formats import zones
from executor.settings import Settings
from executor.wire.options import Isolation, Options
from executor.wire.programs import most_bytecode

# A zygote is started for this alone: multiprocessing would also start its resource tracker, and import the server's
# main module, 60 ms of CPU. -P: the working directory does not say what a zygote imports.
ROOT = str(Path(__file__).resolve().parents[2])
# The arenas first, and kept for good. Collecting garbage while modules are imported finds none and takes 9 ms of CPU.
PROGRAM = (
    "import gc, sys; gc.disable(); sys.path.insert(0, sys.argv[1]); "
    "from executor.isolate.arenas import reserve; kept = reserve(); "
    "from executor.isolate.zygote import main; main(*sys.argv[2:])"
)


class Spawned(NamedTuple):
    """A zygote's process, and the SEQPACKET socket to it."""

    process: subprocess.Popen[bytes]
    control: socket.socket


def options_of(settings: Settings) -> Options:
    """A zygote's. Raises `LookupError` where the zone is known no more."""
    # Twice: the engine's text and the bytes that cross the pipe exist side by side.
    buffers = 2 * (
        settings.max_code_bytes
        + most_bytecode(settings.max_code_bytes)
        # With the arguments of a call, and an answer.
        + 3 * settings.max_input_bytes
        + settings.max_result_bytes
        + settings.max_console_bytes
        + settings.egress_max_request_bytes
        + settings.egress_max_response_bytes
    )
    return Options(
        server_pid=os.getpid(),
        modules=settings.modules,
        sandbox=settings.sandbox,
        max_memory_bytes=settings.max_memory_bytes,
        buffer_bytes=buffers,
        cpu_seconds=min(settings.cpu_limit, settings.max_timeout),
        max_request_bytes=settings.egress_max_request_bytes,
        max_calls=settings.max_calls,
        max_call_bytes=settings.max_call_bytes,
        max_argument_bytes=settings.max_input_bytes,
        kept_memory_bytes=settings.affinity_memory_bytes,
        engine=settings.engine,
        tz=settings.tz,
        tz_rules=zones.posix(settings.tz),
        isolation=settings.isolation,
        isolates=settings.isolates,
    )


def spawn(options: Options) -> Spawned:
    """Starts a zygote. Raises `OSError`. On the main thread: the kernel ties the zygote's life to the thread that spawned it."""
    control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    try:
        with theirs:
            return Spawned(start_process(theirs.fileno(), options), control)
    except OSError:
        control.close()
        raise


def start_process(descriptor: int, options: Options) -> subprocess.Popen[bytes]:
    """A zygote that speaks over the SEQPACKET socket `descriptor`. Raises `OSError`.

    Spawned, not forked: a clean process, free of gRPC's threads and of everything that this process holds.
    """
    return subprocess.Popen(
        [sys.executable, "-P", "-c", PROGRAM, ROOT, str(descriptor), options.to_json()],
        stdin=subprocess.DEVNULL,
        pass_fds=[descriptor],
        env=environment(options.isolation),
    )


def environment(isolation: str) -> dict[str, str]:
    """A zygote's. Where isolates are rewound, the C library must not register a restartable sequence: a script could plant one of
    its own there, for the kernel to jump to in the middle of what is forced on it.
    """
    inherited = dict(os.environ)
    if isolation == Isolation.REWIND:
        tunables = [inherited["GLIBC_TUNABLES"]] if inherited.get("GLIBC_TUNABLES") else []
        inherited["GLIBC_TUNABLES"] = ":".join([*tunables, "glibc.pthread.rseq=0"])
    return inherited
