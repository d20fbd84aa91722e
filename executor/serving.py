"""The server itself, on its loop: pool, health, metrics, gRPC, admin HTTP, signals, exit codes. Wiring only.

The zygote warms up by now (server.py); each part is imported where it is wired, so that a signal finds its handler early.
"""

from __future__ import annotations

import asyncio
import contextlib
import ctypes
import errno
import gc
import importlib
import logging
import os
import signal
import socket
import ssl
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from executor.rpc.loop import Loop
from executor.settings import EXIT_CANNOT_SPAWN, EXIT_SETTINGS, OFF, Settings

if TYPE_CHECKING:
    import grpc
    from aiohttp import web

    from executor.access.identity import Callers
    from executor.access.tls import Tls
    from executor.egress.broker import Broker
    from executor.http.connections import Bound
    from executor.observe.metrics import Metrics
    from executor.observe.tracing import Tracing
    from executor.pool.eraser import Eraser
    from executor.pool.pool import Pool
    from executor.pool.readiness import Readiness
    from executor.pool.spawning import Spawned
    from executor.rpc.chain import Chain, Methods
    from executor.rpc.gate import Gate
    from executor.rpc.holding import Holding
    from executor.rpc.watches import Watches

log = logging.getLogger("executor.server")

# Of glibc's malloc.h, and in bytes its own default, which setting it makes permanent.
_M_MMAP_THRESHOLD = -3
_MMAP_THRESHOLD = 128 * 1024

EXIT_OK = 0
EXIT_CANNOT_LISTEN = 1
EXIT_WARMUP_FAILED = 3

# Where Kubernetes reads a pod's last words.
TERMINATION_LOG = Path("/dev/termination-log")


class CannotListen(Exception):
    """An address is taken or not ours."""


class _Ports(NamedTuple):
    """What listens, what it serves, what bounds its callers, and what reads the operator's files again. `http` are the ports for
    HTTP.
    """

    server: grpc.aio.Server
    methods: Methods
    http: Sequence[web.AppRunner]
    holdings: Sequence[Holding]
    reload: Callable[[], None]


def run(settings: Settings, spawned: Spawned | None) -> int:
    """Runs the server until a signal or a failure; returns the exit code. `spawned` is the first zygote; None where it could not
    be spawned, which is tried again.
    """
    with asyncio.Runner(loop_factory=Loop) as runner:
        return runner.run(serve(settings, spawned))


async def serve(settings: Settings, spawned: Spawned | None) -> int:
    """Runs the server until a signal or a failure; returns the exit code."""
    # Collecting garbage while modules are imported finds none and takes 30 ms of CPU.
    gc.disable()
    from executor.pool.pool import Pool
    from executor.reloading import UnusableFile

    signals = _handle_signals()
    pool = Pool(settings)
    pool.start(spawned)
    from executor.observe.tracing import Tracing, TracingUnavailable
    from executor.pool.eraser import Eraser
    from executor.pool.readiness import Readiness
    from executor.rpc.trimming import trim_after_bursts

    readiness = Readiness(pool, settings)
    eraser = Eraser(settings)
    tracing = None
    try:
        if settings.traces != OFF:
            tracing = Tracing(propagate=settings.traces_propagate != OFF)
        server, methods, http, holdings, signals.reload = await _listen(
            settings, pool, eraser, readiness, tracing
        )
    except (CannotListen, UnusableFile, TracingUnavailable) as error:
        log.error("%s", error)
        await pool.close()
        return EXIT_CANNOT_LISTEN if isinstance(error, CannotListen) else EXIT_SETTINGS
    # What is here now stays: a full collection would look at all of it, and hold up every call for 27 ms.
    gc.freeze()
    gc.enable()
    if settings.typescript == "warm":
        # After the others: they are what the server is ready with.
        pool.warmed.add_done_callback(lambda _: eraser.warm_up())
    watchers = [asyncio.create_task(readiness.watch()), asyncio.create_task(trim_after_bursts(holdings))]
    try:
        ends: tuple[asyncio.Future[Any], ...] = (signals.first, pool.failure)
        await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
        if pool.failure.done():
            return _explain(pool)
        await _drain(settings, pool, readiness, server, signals.second)
        return EXIT_OK
    finally:
        for watcher in watchers:
            watcher.cancel()
        await asyncio.gather(pool.close(), eraser.close())
        await _take_last_calls(methods)
        # Outcomes that came with the end still have to reach their callers.
        await server.stop(1.0)
        for port in http:
            await port.cleanup()
        if tracing is not None:
            await tracing.shutdown()


# Seconds without a new call, and how long to wait for them at most.
_LAST_CALL = 0.05
_LAST_CALLS = 1.0


async def _take_last_calls(methods: Methods) -> None:
    """Has those that have come refused by a pool that is closed. What no handler has taken when the server stops gRPC ends as
    CANCELLED, which no client tries again (findings/grpc-aio-stop-cancels-calls.sh).
    """
    loop = asyncio.get_running_loop()
    end, seen = loop.time() + _LAST_CALLS, -1
    while seen != methods.calls and loop.time() < end:
        seen = methods.calls
        await asyncio.sleep(_LAST_CALL)


# Seconds. `timeout` and `make` both pass a SIGTERM on, so one may arrive twice; a person takes longer.
ONE_SIGNAL = 0.25


class _Signals:
    """The first SIGTERM or SIGINT asks for a drain, the second for an end at once. SIGHUP has `reload` called."""

    def __init__(self) -> None:
        self.reload: Callable[[], None] = lambda: log.info("SIGHUP: starting, so all files are new")
        self._loop = asyncio.get_running_loop()
        self.first: asyncio.Future[None] = self._loop.create_future()
        self.second: asyncio.Future[None] = self._loop.create_future()
        self._first_at = 0.0

    def stop(self) -> None:
        now = self._loop.time()
        if not self.first.done():
            self._first_at = now
            self.first.set_result(None)
        elif not self.second.done() and now - self._first_at > ONE_SIGNAL:
            self.second.set_result(None)


def _handle_signals() -> _Signals:
    signals, loop = _Signals(), asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, signals.stop)
    # Not what it is now: `reload` is set when there is something to read.
    loop.add_signal_handler(signal.SIGHUP, lambda: signals.reload())  # noqa: PLW0108
    # By themselves they would end the server, undrained, and operators send them to programs of which they expect something.
    for number in (signal.SIGUSR1, signal.SIGUSR2):
        loop.add_signal_handler(number, log.info, "%s: it has no meaning here (docs/operate.md)", number.name)
    return signals


def _give_back_memory() -> None:
    """Has the C library return large buffers to the system when they are freed.

    By itself it raises its threshold with the sizes it sees, and then keeps megabytes of every burst of large requests:
    twice the resident size after bursts of 900 KB inputs, measured. A C library without `mallopt` (musl) does not keep them.
    """
    with contextlib.suppress(AttributeError):
        ctypes.CDLL(None).mallopt(_M_MMAP_THRESHOLD, _MMAP_THRESHOLD)


async def _listen(
    settings: Settings, pool: Pool, eraser: Eraser, readiness: Readiness, tracing: Tracing | None = None
) -> _Ports:
    """Opens all ports. Raises `CannotListen`, and `UnusableFile` for certificates, tokens and credentials."""
    import grpc

    _import_aiohttp()
    from executor.access.identity import Callers
    from executor.observe.metrics import Metrics
    from executor.rpc import service
    from executor.rpc.answers import Unsent, unsent
    from executor.rpc.chain import Chain, Methods
    from executor.rpc.connections import HangUps, connection_options
    from executor.rpc.counting import Counting
    from executor.rpc.gate import Gate
    from executor.rpc.languages import Languages
    from executor.rpc.limits import RequestLimits, message_options
    from executor.rpc.requests import Bounds, Requests
    from executor.rpc.watches import Watches

    logging.getLogger("grpc._cython.cygrpc").addFilter(HangUps())
    _give_back_memory()
    metrics = Metrics(pool, readiness)
    metrics.memory.others = eraser.pids
    languages = Languages(settings, eraser, metrics.erasures)
    # No port sharing: a second server on the same address must fail, not take half of the calls.
    options = [*message_options(settings), *connection_options(settings), ("grpc.so_reuseport", 0)]
    answers, bounds = unsent(settings), Bounds.of(settings)
    holdings = (answers, *bounds)
    interceptors: list[grpc.aio.ServerInterceptor] = [Counting(metrics), Unsent(answers)]
    callers = Callers(settings.tokens) if settings.tokens or settings.tls_client_ca else None
    gate = None if callers is None else Gate(callers)
    if gate is not None:
        # After the metrics: what it refuses counts too.
        interceptors.append(gate)
    # The last: what those before refuse is never read.
    interceptors.append(Requests(RequestLimits(settings), bounds))
    served = Methods(interceptors, is_judged=gate is not None)
    server = grpc.aio.server(handlers=(served,), options=options)
    methods = service.ExecutorServicer(pool, readiness, metrics, settings, languages, tracing).handlers()
    served.add_generic_rpc_handlers((methods,))
    watches = Watches(settings.max_watches)
    metrics.holdings = (*holdings, watches)
    _add_standard_services(served, readiness, watches, service.SERVICE)
    tls = _tls(settings, metrics)
    _check_every_address(settings.listen)
    try:
        port = _add_port(server, settings.listen, tls)
    except RuntimeError:
        raise CannotListen(f"cannot listen on {settings.listen} (--listen): is the port taken?") from None
    metrics.memory.start()
    http = await _listen_admin(settings, pool, readiness, metrics)
    http += await _listen_http(settings, Chain(interceptors, methods), tls, metrics)
    await server.start()
    log.info("gRPC listens on %s:%d (%s)", settings.listen.rpartition(":")[0], port, _protection(settings))

    return _Ports(server, served, http, holdings, partial(_reload, tls, callers, gate, pool.broker))


def _reload(tls: Tls | None, callers: Callers | None, gate: Gate | None, broker: Broker) -> None:
    if callers is None and tls is None and not broker.has_credentials:
        log.info("SIGHUP: there is no file to read again (--tokens, --tls-certificate, --egress-credentials)")
    if tls is not None:
        tls.reload()
    if callers is not None and gate is not None:
        callers.reload()
        gate.judge_again()
    broker.reload()


def _import_aiohttp() -> None:
    """Without the certificates of this machine, which it reads twice as it is imported, 50 ms, for contexts that nobody here uses:
    what scripts ask for goes through one of our own (egress/session.py). By these variables OpenSSL is told where they are.
    """
    variables = ("SSL_CERT_FILE", "SSL_CERT_DIR")
    kept = {name: os.environ[name] for name in variables if name in os.environ}
    os.environ.update(dict.fromkeys(variables, os.devnull))
    try:
        importlib.import_module("aiohttp")
    finally:
        for name in variables:
            del os.environ[name]
        os.environ.update(kept)


def _add_standard_services(served: Methods, readiness: Readiness, watches: Watches, own: str) -> None:
    """Health, and reflection of all there is, `own` included."""
    from grpc_health.v1 import health_pb2, health_pb2_grpc

    from executor.rpc.health import HealthServicer
    from executor.rpc.reflection import add_reflection

    # Generated code wants a server, and adds to it as to one.
    health_pb2_grpc.add_HealthServicer_to_server(
        HealthServicer(readiness, watches), cast("grpc.aio.Server", served)
    )
    health = health_pb2.DESCRIPTOR.services_by_name["Health"].full_name
    add_reflection((own, health), served)


def _tls(settings: Settings, metrics: Metrics) -> Tls | None:
    """Raises `UnusableFile`."""
    if not settings.tls_certificate:
        return None
    # Here, because reading certificates takes a library that only this needs.
    from executor.access.tls import Tls

    tls = Tls(settings)
    metrics.certificate_expiry = lambda: tls.expiry
    return tls


def _add_port(server: grpc.aio.Server, address: str, tls: Tls | None) -> int:
    """The port. Raises `RuntimeError` when it is taken."""
    if tls is None:
        return server.add_insecure_port(address)
    return server.add_secure_port(address, tls.credentials())


def _check_every_address(listen: str) -> None:
    """Raises `CannotListen` where one of a name's addresses is taken: gRPC is content with any of them, and then some
    callers of `localhost` would reach another program.
    """
    host, _, port = listen.rpartition(":")
    if host.startswith("[") or port == "0":
        return
    try:
        found = socket.getaddrinfo(host, int(port), type=socket.SOCK_STREAM)
    except OSError as error:
        raise CannotListen(f"cannot listen on {listen} (--listen): {error.strerror}") from None
    for family, kind, protocol, _, address in found:
        # A machine without IPv6 has no such socket, or not that address: then nobody else has it either.
        with contextlib.suppress(OSError), socket.socket(family, kind, protocol) as tried:
            tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            if family == socket.AF_INET6:
                tried.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
            try:
                tried.bind(address)
                tried.listen()
            except OSError as error:
                if error.errno == errno.EADDRINUSE:
                    raise CannotListen(
                        f"cannot listen on {listen} (--listen): {address[0]} port {port} is taken; free it, or give "
                        "one address instead of a name"
                    ) from None


def _protection(settings: Settings) -> str:
    transport = "TLS" if settings.tls_certificate else "plaintext"
    certificates = ", client certificates required" if settings.tls_client_ca else ""
    return f"{transport}{certificates}{', callers must be in the tokens file' if settings.tokens else ''}"


async def _listen_admin(
    settings: Settings, pool: Pool, readiness: Readiness, metrics: Metrics
) -> list[web.AppRunner]:
    """None where there is to be none. Raises `CannotListen`."""
    if settings.admin_listen == OFF:
        return []
    from executor.http.admin import MAX_CONNECTIONS, Admin
    from executor.http.connections import Bound

    application = Admin(pool, readiness, metrics, settings).application()
    bound = Bound("admin_connections", MAX_CONNECTIONS)
    metrics.holdings = (*metrics.holdings, bound)
    runner = await _serve_http(application, settings.admin_listen, "--admin-listen", bound)
    host = settings.admin_listen.rpartition(":")[0]
    log.info("admin HTTP listens on %s:%d", host, runner.addresses[0][1])
    return [runner]


async def _listen_http(
    settings: Settings, calls: Chain, tls: Tls | None, metrics: Metrics
) -> list[web.AppRunner]:
    """None where there is to be none. Raises `CannotListen`."""
    if settings.http_listen == OFF:
        return []
    from executor.http.connections import Bound
    from executor.http.door import Door
    from executor.rpc.limits import RequestLimits
    from executor.v1 import executor_pb2 as pb

    service = pb.DESCRIPTOR.services_by_name["ExecutorService"]
    application = Door(service, calls.call, RequestLimits(settings).of, settings).application()
    context = None if tls is None else tls.context()
    address = settings.http_listen
    bound = Bound("http_connections", settings.max_connections)
    metrics.holdings = (*metrics.holdings, bound)
    runner = await _serve_http(application, address, "--http-listen", bound, context)
    port = runner.addresses[0][1]
    log.info("HTTP door listens on %s:%d (%s)", address.rpartition(":")[0], port, _protection(settings))
    return [runner]


async def _serve_http(
    application: web.Application,
    address: str,
    flag: str,
    bound: Bound,
    tls: ssl.SSLContext | None = None,
) -> web.AppRunner:
    """Raises `CannotListen`."""
    from aiohttp import web

    from executor.http.connections import KEEP_ALIVE, READ_BUFFER, Site, quiet_logger

    runner = web.AppRunner(
        application,
        access_log=None,
        keepalive_timeout=KEEP_ALIVE,
        # Who hangs up wants no answer: its script is killed.
        handler_cancellation=True,
        # All calls have ended by then; what is left is to send.
        shutdown_timeout=1.0,
        read_bufsize=READ_BUFFER,
        # What comes compressed is refused, not unpacked without a bound.
        auto_decompress=False,
        logger=quiet_logger(),
        # Of what was refused unread, so that its caller still gets the refusal.
        lingering_time=1.0,
    )
    await runner.setup()
    try:
        await Site(runner, address, bound, tls).start()
    except OSError as error:
        await runner.cleanup()
        reason = error.strerror or str(error)
        raise CannotListen(f"cannot listen on {address} ({flag}): {reason}") from None
    return runner


async def _drain(
    settings: Settings,
    pool: Pool,
    readiness: Readiness,
    server: grpc.aio.Server,
    at_once: asyncio.Future[None],
) -> None:
    """Readiness off, a lame-duck wait in which balancers notice, then no new work, then what runs may finish."""
    log.info(
        "stopping: readiness off, then %g s lame duck, then up to %g s to drain",
        settings.lame_duck,
        settings.drain_timeout,
    )
    readiness.drain()
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


def _explain(pool: Pool) -> int:
    """One line for the log and, in Kubernetes, for `kubectl describe pod`."""
    from executor.pool.supervisor import WarmupFailure

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
