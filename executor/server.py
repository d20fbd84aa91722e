"""Wiring only: settings, pool, health, metrics, gRPC, admin HTTP, signals, exit codes.

The zygote takes longest to start, so it is spawned before anything is imported that it does not need to be spawned:
gRPC and the admin port are imported while it warms up on another core.
"""

from __future__ import annotations

import asyncio
import contextlib
import ctypes
import gc
import importlib
import logging
import os
import resource
import signal
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import uvloop

from executor import logs
from executor.config import OFF, Settings, load_or_exit

if TYPE_CHECKING:
    import grpc
    from aiohttp import web

    from executor.health import Health
    from executor.metrics import Metrics
    from executor.pool import Pool
    from executor.tracing import Tracing

log = logging.getLogger("executor.server")

# Of glibc's malloc.h, and in bytes its own default, which setting it makes permanent.
_M_MMAP_THRESHOLD = -3
_MMAP_THRESHOLD = 128 * 1024

EXIT_OK = 0
EXIT_CANNOT_LISTEN = 1
EXIT_SETTINGS = 2  # Also by config.load_or_exit.
EXIT_WARMUP_FAILED = 3
EXIT_CANNOT_SPAWN = 4

# What is asked for at most: containers often have a hard limit of a thousand million.
_ENOUGH_DESCRIPTORS = 65_536

# Where Kubernetes reads a pod's last words.
TERMINATION_LOG = Path("/dev/termination-log")


class CannotListen(Exception):
    """An address is taken or not ours."""


def main(arguments: Sequence[str]) -> int:
    """Runs the server with these flags; returns the exit code. Raises `SystemExit` for `--help` and wrong settings."""
    logs.keep_standard_descriptors()
    settings = load_or_exit(arguments, os.environ)
    logs.unblock_stderr()
    logging.basicConfig(level=settings.log_level.upper(), handlers=[logs.Handler(style=settings.log_format)])
    # Inherited as ignored (from some supervisors), the kernel would reap the isolates itself, figures and all.
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    # Inherited as blocked, the isolates' time signal would never come.
    signal.pthread_sigmask(signal.SIG_SETMASK, [])
    # gRPC's handlers around a fork would stop and restart its threads, in this event loop, each time that a zygote is
    # spawned; with no thread to be had they never return. What is spawned does not use gRPC.
    os.environ["GRPC_ENABLE_FORK_SUPPORT"] = "0"
    if not _raise_descriptor_limit(settings):
        return EXIT_SETTINGS
    # A call to a kept isolate costs 15% less CPU of the server than under asyncio's own loop, a fresh one 10%.
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        return runner.run(serve(settings))


def _raise_descriptor_limit(settings: Settings) -> bool:
    """Takes more descriptors where this process may; False (and one log line) when they cannot be enough."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard == resource.RLIM_INFINITY:
        hard = _ENOUGH_DESCRIPTORS
    if soft < min(hard, _ENOUGH_DESCRIPTORS):
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, _ENOUGH_DESCRIPTORS), hard))
    # Two for each isolate, twice that while it is replaced; the rest is for gRPC, the admin port and callers.
    needed = 4 * settings.isolates + 100
    if hard < needed:
        log.error(
            "the limit on open files is %d, and --isolates=%d needs %d; raise the limit (ulimit -n) or lower --isolates",
            hard,
            settings.isolates,
            needed,
        )
        return False
    requests = settings.egress_max_connections if settings.egress != "off" else 0
    if hard < needed + settings.max_connections + requests:
        log.warning(
            "the limit on open files is %d: at --max-connections=%d%s callers could take those that isolates need; "
            "raise the limit (ulimit -n) or lower --max-connections",
            hard,
            settings.max_connections,
            f" and --egress-max-connections={requests}" if requests else "",
        )
    return True


async def serve(settings: Settings) -> int:
    """Runs the server until a signal or a failure; returns the exit code."""
    # Collecting garbage while modules are imported finds none and takes 30 ms of CPU.
    gc.disable()
    from executor.pool import Pool
    from executor.reloading import UnusableFile

    stop = _stop_on_signals()
    pool = Pool(settings)
    # The zygote first: it is spawned before gRPC has any thread, and warms up while the rest is imported.
    pool.start()
    from executor.health import Health
    from executor.tracing import Tracing, TracingUnavailable

    health = Health(pool, settings)
    tracing = None
    try:
        if settings.traces != OFF:
            tracing = Tracing(propagate=settings.traces_propagate != OFF)
        server, admin = await _listen(settings, pool, health, tracing)
    except (CannotListen, UnusableFile, TracingUnavailable) as error:
        log.error("%s", error)
        await pool.close()
        return EXIT_CANNOT_LISTEN if isinstance(error, CannotListen) else EXIT_SETTINGS
    # What is here now stays: a full collection would look at all of it, and hold up every call for 27 ms.
    gc.freeze()
    gc.enable()
    watcher = asyncio.create_task(health.watch())
    try:
        ends: tuple[asyncio.Future[Any], ...] = (stop.first, pool.failure)
        await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
        if pool.failure.done():
            return _explain(pool)
        await _drain(settings, pool, health, server, stop.second)
        return EXIT_OK
    finally:
        watcher.cancel()
        await pool.close()
        # Outcomes that came with the end still have to reach their callers.
        await server.stop(1.0)
        if admin is not None:
            await admin.cleanup()
        if tracing is not None:
            await tracing.shutdown()


# Seconds. `timeout` and `make` both pass a SIGTERM on, so one may arrive twice; a person takes longer.
ONE_SIGNAL = 0.25


class _Stop:
    """The first SIGTERM or SIGINT asks for a drain, the second for an end at once."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self.first: asyncio.Future[None] = self._loop.create_future()
        self.second: asyncio.Future[None] = self._loop.create_future()
        self._first_at = 0.0

    def signalled(self) -> None:
        now = self._loop.time()
        if not self.first.done():
            self._first_at = now
            self.first.set_result(None)
        elif not self.second.done() and now - self._first_at > ONE_SIGNAL:
            self.second.set_result(None)


def _stop_on_signals() -> _Stop:
    stop = _Stop()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.signalled)
    return stop


def _give_back_memory() -> None:
    """Has the C library return large buffers to the system when they are freed.

    By itself it raises its threshold with the sizes it sees, and then keeps megabytes of every burst of large requests:
    twice the resident size after bursts of 900 KB inputs, measured. A C library without `mallopt` (musl) does not keep them.
    """
    with contextlib.suppress(AttributeError):
        ctypes.CDLL(None).mallopt(_M_MMAP_THRESHOLD, _MMAP_THRESHOLD)


async def _listen(
    settings: Settings, pool: Pool, health: Health, tracing: Tracing | None = None
) -> tuple[grpc.aio.Server, web.AppRunner | None]:
    """Opens both ports. Raises `CannotListen`, and `UnusableFile` for certificates and tokens."""
    import grpc
    from grpc_health.v1 import health_pb2, health_pb2_grpc
    from grpc_reflection.v1alpha import reflection

    from executor import rpc
    from executor.answers import Unsent
    from executor.connections import HangUps, connection_options
    from executor.gate import Gate
    from executor.identity import Callers
    from executor.malformed import MalformedRequests
    from executor.metrics import Metrics

    logging.getLogger("grpc._cython.cygrpc").addFilter(HangUps())
    _give_back_memory()
    metrics = Metrics(pool, health)
    # No port sharing: a second server on the same address must fail, not take half of the calls.
    options = [*rpc.message_options(settings), *connection_options(settings), ("grpc.so_reuseport", 0)]
    interceptors: list[grpc.aio.ServerInterceptor] = [metrics.interceptor(), Unsent(settings)]
    if settings.tokens or settings.tls_client_ca:
        # After the metrics: what it refuses counts too.
        interceptors.append(Gate(Callers(settings.tokens)))
    interceptors.append(MalformedRequests(but=rpc.SERVICE))
    server = grpc.aio.server(interceptors=interceptors, options=options)
    servicer = rpc.ExecutorServicer(pool, health, metrics, settings, tracing)
    server.add_generic_rpc_handlers((servicer.handlers(),))
    health_pb2_grpc.add_HealthServicer_to_server(health.servicer, server)
    names = (rpc.SERVICE, health_pb2.DESCRIPTOR.services_by_name["Health"].full_name, reflection.SERVICE_NAME)
    reflection.enable_server_reflection(names, server)
    try:
        port = _add_port(server, settings, metrics)
    except RuntimeError:
        raise CannotListen(f"cannot listen on {settings.listen} (--listen): is the port taken?") from None
    admin = await _listen_admin(settings, pool, health, metrics)
    await server.start()
    log.info("gRPC listens on %s:%d (%s)", settings.listen.rpartition(":")[0], port, _protection(settings))
    return server, admin


def _add_port(server: grpc.aio.Server, settings: Settings, metrics: Metrics) -> int:
    """The port. Raises `RuntimeError` when it is taken, `UnusableFile` for certificates."""
    if not settings.tls_certificate:
        return server.add_insecure_port(settings.listen)
    # Here, because reading certificates takes a library that only this needs.
    from executor.tls import Tls

    tls = Tls(settings)
    metrics.certificate_expiry = lambda: tls.expiry
    return server.add_secure_port(settings.listen, tls.credentials())


def _protection(settings: Settings) -> str:
    transport = "TLS" if settings.tls_certificate else "plaintext"
    certificates = ", client certificates required" if settings.tls_client_ca else ""
    return f"{transport}{certificates}{', callers must be in the tokens file' if settings.tokens else ''}"


async def _listen_admin(
    settings: Settings, pool: Pool, health: Health, metrics: Metrics
) -> web.AppRunner | None:
    from aiohttp import web

    from executor.admin import Admin

    if settings.admin_listen == "off":
        return None
    runner = web.AppRunner(Admin(pool, health, metrics, settings).application(), access_log=None)
    await runner.setup()
    host, _, port = settings.admin_listen.rpartition(":")
    try:
        await web.TCPSite(runner, host.strip("[]"), int(port)).start()
    except OSError as error:
        await runner.cleanup()
        reason = error.strerror or str(error)
        raise CannotListen(f"cannot listen on {settings.admin_listen} (--admin-listen): {reason}") from None
    log.info("admin HTTP listens on %s:%d", host, runner.addresses[0][1])
    return runner


async def _drain(
    settings: Settings, pool: Pool, health: Health, server: grpc.aio.Server, at_once: asyncio.Future[None]
) -> None:
    """Readiness off, a lame-duck wait in which balancers notice, then no new work, then what runs may finish."""
    log.info(
        "stopping: readiness off, then %g s lame duck, then up to %g s to drain",
        settings.lame_duck,
        settings.drain_timeout,
    )
    health.drain()
    await asyncio.wait({at_once}, timeout=settings.lame_duck)
    if not at_once.done():
        drained = asyncio.create_task(pool.drain(settings.drain_timeout))
        either: tuple[asyncio.Future[Any], ...] = (at_once, drained)
        await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
        if drained.done():
            log.info("drained" if drained.result() else "drain time over: ending what still runs")
            return
        drained.cancel()
    log.info("second signal: stopping now")


def import_all() -> None:
    """Imports all that a server and a zygote do, so that Python keeps it compiled (see the Makefile)."""
    for name in ("admin", "egress", "health", "rpc", "metrics", "gate", "malformed", "tls", "zygote"):
        importlib.import_module(f"executor.{name}")


def _explain(pool: Pool) -> int:
    """One line for the log and, in Kubernetes, for `kubectl describe pod`."""
    from executor.supervisor import WarmupFailure

    failure = pool.failure.result()
    warmup = pool.warmup.status()
    if isinstance(failure, WarmupFailure):
        loaded = ", ".join(m.name for m in warmup.modules if m.state.name == "COMPLETED") or "none"
        what = f"module {warmup.failed_module}" if warmup.failed_module else "the runtime"
        text = (
            f"warmup failed: {what} did not load: {' '.join(warmup.error.split())}; loaded before: {loaded}"
        )
        code = EXIT_WARMUP_FAILED
    else:
        text, code = f"giving up: {failure}", EXIT_CANNOT_SPAWN
    log.critical("%s", text)
    _leave_word(text)
    return code


def _leave_word(text: str) -> None:
    try:
        # Only where it exists: outside Kubernetes nobody reads it.
        descriptor = os.open(TERMINATION_LOG, os.O_WRONLY | os.O_TRUNC)
    except OSError:
        return
    with os.fdopen(descriptor, "w") as file:
        file.write(text + "\n")
