"""The start of a server's process: settings, limits, and its first zygote.

That takes longest to start, so it is spawned before anything is imported that it does not need to be spawned: the loop, gRPC and
the admin port (serving.py) are imported while it warms up on another core.
"""

from __future__ import annotations

import contextlib
import importlib
import logging
import os
import resource
import signal
import sys
import threading
from collections.abc import Sequence
from typing import NoReturn

from executor import __version__
from executor.observe import logs
from executor.pool import spawning
from executor.settings import EXIT_CANNOT_SPAWN, EXIT_SETTINGS, Settings, load_or_exit

log = logging.getLogger("executor.server")

# Of gRPC's core, its poller and the log, on a machine with many cores; and the isolates that are tried at most: each thread
# takes 50 µs.
SERVER_THREADS = 24
MOST_TRIED = 128

# What is asked for at most: containers often have a hard limit of a thousand million.
_ENOUGH_DESCRIPTORS = 65_536


def main(arguments: Sequence[str], *, program: str | None = None) -> int:
    """Runs the server with these flags; returns the exit code. Raises `SystemExit` for `--help` and wrong settings.

    `program` is what the help calls it; by itself the file that runs.
    """
    logs.keep_standard_descriptors()
    if "--version" in arguments:
        print(f"flow-executor {__version__}")
        return 0
    settings = load_or_exit(arguments, os.environ, program=program)
    if not _can_start_threads(settings):
        return EXIT_CANNOT_SPAWN
    logs.unblock_stderr()
    if settings.log_format == "json":
        logs.only_lines_of_ours()
    logging.basicConfig(level=settings.log_level.upper(), handlers=[logs.Handler(style=settings.log_format)])
    # Inherited as ignored (from some supervisors), the kernel would reap the isolates itself, figures and all.
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    # Inherited as blocked, the isolates' time signal would never come.
    signal.pthread_sigmask(signal.SIG_SETMASK, [])
    # gRPC's handlers around a fork would stop and restart its threads, in this event loop, each time that a zygote is
    # spawned; with no thread to be had they never return. What is spawned does not use gRPC.
    os.environ["GRPC_ENABLE_FORK_SUPPORT"] = "0"
    # Has gRPC read from connections in the one thread that waits for them anyway. Otherwise threads of a pool hand each request
    # from one to the next: a tenth of what a call costs this process (2026-12). Who sets it knows better.
    os.environ.setdefault("GRPC_EXPERIMENTS", "-event_engine_listener")
    if not _raise_descriptor_limit(settings):
        return EXIT_SETTINGS
    # By themselves they would end it, and their handlers come with the loop (serving.py), some time after the first zygote.
    for number in (signal.SIGHUP, signal.SIGUSR1, signal.SIGUSR2):
        signal.signal(number, signal.SIG_IGN)
    try:
        spawned = spawning.spawn(spawning.options_of(settings))
    except (OSError, LookupError):
        # The pool tries again, says why, and gives up in time.
        spawned = None
    from executor.serving import run

    return run(settings, spawned)


def leave(code: int) -> NoReturn:
    """Ends this process, when all is said that it has to say. Python would take apart first what it has imported: 40 ms of CPU, for
    a kernel that frees it at once.
    """
    logging.shutdown()
    for stream in (sys.stdout, sys.stderr):
        # Closed, or broken: Python knows what to say of it.
        try:
            stream.flush()
        except (AttributeError, OSError, ValueError):
            sys.exit(code)
    os._exit(code)


def _can_start_threads(settings: Settings) -> bool:
    """Whether limits on processes and threads leave room for the server's own and its isolates; tried, because nothing tells
    (a control group's, a user's, which others use up, too). Where they do not, gRPC's core would abort, later.
    """
    over, started = threading.Event(), list[threading.Thread]()
    needed = SERVER_THREADS + min(settings.isolates + 2, MOST_TRIED)
    try:
        for _ in range(needed):
            thread = threading.Thread(target=over.wait)
            thread.start()
            started.append(thread)
    except RuntimeError:
        sys.stderr.write(
            f"only {len(started)} more threads or processes can be started, and the server needs {needed} with "
            f"--isolates={settings.isolates}; raise the limit (ulimit -u, the container's pids limit) or lower --isolates\n"
        )
        return False
    finally:
        over.set()
        for thread in started:
            thread.join()
    return True


def _raise_descriptor_limit(settings: Settings) -> bool:
    """Takes more descriptors where this process may; False (and one log line) when they cannot be enough."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard == resource.RLIM_INFINITY:
        hard = _ENOUGH_DESCRIPTORS
    if soft < min(hard, _ENOUGH_DESCRIPTORS):
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, _ENOUGH_DESCRIPTORS), hard))
    # Two for each isolate, twice that while it is replaced; 64 of the rest is for the admin port (http/connections.py).
    needed = 4 * settings.isolates + 164
    if hard < needed:
        log.error(
            "the limit on open files is %d, and --isolates=%d needs %d; raise the limit (ulimit -n) or lower --isolates",
            hard,
            settings.isolates,
            needed,
        )
        return False
    requests = settings.egress_max_connections if settings.egress != "off" else 0
    ports = 1 if settings.http_listen == "off" else 2
    if hard < needed + ports * settings.max_connections + requests:
        log.warning(
            "the limit on open files is %d: at --max-connections=%d%s callers could take those that isolates need; "
            "raise the limit (ulimit -n) or lower --max-connections",
            hard,
            settings.max_connections,
            f" and --egress-max-connections={requests}" if requests else "",
        )
    return True


# With what they import themselves this is every module of a server and of a zygote.
_ALL = (
    "executor.access.tls",
    "executor.egress.requests",
    "executor.http.admin",
    "executor.http.connections",
    "executor.http.door",
    "executor.isolate.arenas",
    "executor.isolate.zygote",
    "executor.observe.metrics",
    "executor.pool.eraser",
    "executor.pool.pool",
    "executor.rpc.chain",
    "executor.rpc.connections",
    "executor.rpc.counting",
    "executor.rpc.gate",
    "executor.rpc.health",
    "executor.rpc.languages",
    "executor.rpc.reflection",
    "executor.rpc.requests",
    "executor.rpc.service",
    "executor.rpc.trimming",
    "executor.serving",
    "grpc_reflection.v1alpha.reflection",
)


def import_all() -> None:
    """Imports all that a server and a zygote do, so that Python keeps it compiled (see the Makefile)."""
    for name in _ALL:
        importlib.import_module(name)
    # What compiles a zygote's filters is not for the zygote itself (sandbox.py). Without libseccomp it is compiled, and fails.
    with contextlib.suppress(ImportError, RuntimeError):
        importlib.import_module("pyseccomp")
