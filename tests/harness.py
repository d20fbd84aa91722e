"""A real server in its own process, and the means to watch and hurt it."""

import contextlib
import hashlib
import json
import os
import platform
import random
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import grpc
import psutil
import pytest
from google.protobuf import duration_pb2
from google.rpc import error_details_pb2, status_pb2
from grpc_health.v1 import health_pb2, health_pb2_grpc
from nursery import COMMAND, SERVER, Forked, Nursery

from executor.v1 import executor_pb2 as pb
from executor.v1 import executor_pb2_grpc as pb_grpc

ROOT = Path(__file__).resolve().parent.parent
# The Node 20 that scripts are compared with, whatever Node the machine has: an npm package, exact in the lock file.
_ARCHITECTURE = {"x86_64": "x64", "aarch64": "arm64"}[platform.machine()]
NODE = ROOT / "modules" / "node_modules" / f"node-linux-{_ARCHITECTURE}" / "bin" / "node"
BUNDLES = ROOT / "modules" / "dist"
# Of an isolate: the system call by which it waits for a job, poll(2) where it is rewound (on x86-64 alone), and its pipe.
_READ, _POLL = {"x86_64": (0, 7), "aarch64": (63, None)}[platform.machine()]
_PIPE = 3
SERVICE = "executor.v1.ExecutorService"
SERVING = health_pb2.HealthCheckResponse.SERVING
NOT_SERVING = health_pb2.HealthCheckResponse.NOT_SERVING

# How long anything may take before a test calls it broken. Generous: the machine may be slow and busy, and no test
# measures time with it.
PATIENCE = 90.0


# An isolate is closed to its own user (prctl(2), PR_SET_DUMPABLE): its files in /proc are root's.
looks_into_isolates = pytest.mark.skipif(os.geteuid() != 0, reason="only root may look into an isolate")


def eventually(predicate: Callable[[], Any], what: str, timeout: float = PATIENCE) -> Any:
    """The predicate's first true value; fails when it stays false."""
    deadline = time.monotonic() + timeout
    pause = threading.Event()
    while True:
        value = predicate()
        if value:
            return value
        assert time.monotonic() < deadline, f"not within {timeout:g} s: {what}"
        pause.wait(0.01)


def alive(processes: list[psutil.Process]) -> list[psutil.Process]:
    """Those that still run; a zombie counts as running, because nobody has reaped it."""
    return [process for process in processes if process.is_running()]


def dead(process: psutil.Process) -> bool:
    """Whether it runs nothing any more; a zombie is dead, though whoever should reap it may take its time."""
    try:
        return bool(process.status() == psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return True


def zombies(parent: psutil.Process) -> list[psutil.Process]:
    """Its children, and theirs, that are dead and that nobody has reaped. One that goes meanwhile is none."""
    found = []
    for child in parent.children(recursive=True):
        with contextlib.suppress(psutil.NoSuchProcess):
            if child.status() == psutil.STATUS_ZOMBIE:
                found.append(child)
    return found


def waits_for_job(pid: int) -> bool:
    """Whether an isolate has none: it reads from its pipe, or polls it without an end (one that is rewound). Who may not know
    (not root) is told no.
    """
    try:
        number, *arguments = Path(f"/proc/{pid}/syscall").read_text().split()
    except OSError:
        return False
    if number not in {str(_READ), str(_POLL)}:
        return False
    return int(arguments[0], 16) == _PIPE if number == str(_READ) else int(arguments[2], 16) == 2**64 - 1


@contextlib.contextmanager
def limited(pid: int, limit: str, soft: int, *, user: int | None = None) -> Iterator[None]:
    """A limit of util-linux's prlimit on a process that runs, and as it was before again. `user` is whose process it is:
    a container's root may not do that to others.
    """
    prefix = ["setpriv", f"--reuid={user}", "--clear-groups"] if user is not None else []
    command = [*prefix, "prlimit", f"--pid={pid}"]
    shown = subprocess.run(
        [*command, f"--{limit}", "--raw", "--noheadings", "--output=SOFT"], check=True, capture_output=True
    )
    subprocess.run([*command, f"--{limit}={soft}:"], check=True)
    try:
        yield
    finally:
        subprocess.run([*command, f"--{limit}={shown.stdout.decode().strip()}:"], check=True)


# Ports that a test must know before anything listens there are drawn below those that the kernel gives to whoever asks
# for any: nobody else on this machine gets one by chance between the draw and the listening.
_PORTS = range(10_000, 32_000)
# Pytest's workers draw at the same time, each from a part of its own: one that another has drawn, and where nobody listens
# yet, would look free. In another order in each process, for those who run these tests twice at once.
_worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
_own_ports = _PORTS[_worker :: int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))]
_undrawn_ports = iter(random.Random(os.getpid()).sample(_own_ports, len(_own_ports)))


def free_port() -> int:
    """A port of loopback where nothing listens, and that no other call gives."""
    for port in _undrawn_ports:
        with contextlib.suppress(OSError), socket.create_server(("127.0.0.1", port)):
            return port
    raise AssertionError(f"no free port in {_own_ports}")


def replace_module(bundles: Path, name: str, body: str) -> None:
    """Puts another body in a module's place, with the manifest to match."""
    manifest = json.loads((bundles / "manifest.json").read_text())
    entry = next(entry for entry in manifest["modules"] if entry["name"] == name)
    (bundles / entry["file"]).write_text(body)
    entry |= {"size": len(body.encode()), "sha256": hashlib.sha256(body.encode()).hexdigest()}
    (bundles / "manifest.json").write_text(json.dumps(manifest))


class StuckModule:
    """A module that nobody can read to its end before `let_go`: whoever warms up stands there, for as long as a test wants."""

    def __init__(self, bundles: Path, name: str = "uuid") -> None:
        self._file = bundles / f"{name}.js"
        self._body = self._file.read_bytes()
        self._file.unlink()
        os.mkfifo(self._file)

    def let_go(self) -> None:
        """Waits for somebody who stands there, who goes on. Who comes later finds it as it was."""
        self._file.write_bytes(self._body)
        whole = self._file.with_suffix(".whole")
        whole.write_bytes(self._body)
        whole.replace(self._file)


_nurseries: dict[str, Nursery] = {}


def nursery(program: str = SERVER) -> Nursery:
    """Of this process for one program, from the first to `end_nursery`."""
    if program not in _nurseries:
        _nurseries[program] = Nursery(program)
    return _nurseries[program]


def end_nursery() -> None:
    while _nurseries:
        _nurseries.popitem()[1].close()


def popen_command(*arguments: object, **options: Any) -> subprocess.Popen[Any]:
    """`python -m executor` with pipes for what `options` give nothing else; a fork of its nursery, unless what its Python reads
    first would be something else.
    """
    words = [os.fsdecode(word) if isinstance(word, bytes) else str(word) for word in arguments]
    surroundings = options.pop("env", None) or dict(os.environ)
    options = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE) | options
    standard = {options[name] for name in ("stdin", "stdout", "stderr")}
    is_client = words[:1] != ["serve"]
    if is_client and standard == {subprocess.PIPE} and nursery(COMMAND).suits(words, surroundings):
        return Forked(nursery(COMMAND), [COMMAND, *words], surroundings, **options)
    command = [sys.executable, "-m", COMMAND, *words]
    return subprocess.Popen(command, cwd=ROOT, env=surroundings, **options)


class ServerProcess:
    """`python server.py` on free ports. `stop()` ends it and asserts that nothing of it is left.

    Once it serves, no canary comes by its interval, unless the flags say so: it would use an isolate, and take one that was kept,
    whenever a test has taken ten seconds. Calls wait for an isolate, or another zygote, for as long as a busy machine may take.
    """

    # Where it is not (pytest --no-servers), a test that wants one is skipped.
    allowed = True

    def __init__(
        self,
        *arguments: str,
        environment: dict[str, str] | None = None,
        shell: str = "",
        root: Path = ROOT,
        program: Sequence[str] = (),
        ports: tuple[int, int] = (0, 0),
        own_python: bool = False,
    ) -> None:
        """`root` is the tree to serve from, with its own environment; `program` starts what is not of a tree; `ports` are
        those of gRPC and of the admin side. With `own_python` it is no fork of the nursery, as with any of the others.
        """
        if not self.allowed:
            pytest.skip("starts a server")
        flags = [
            f"--listen=127.0.0.1:{ports[0]}",
            f"--admin-listen=127.0.0.1:{ports[1]}",
            "--lame-duck=0",
            "--canary-interval=60m",
            "--queue-timeout=30s",
            *arguments,
        ]
        python = sys.executable if root == ROOT else str(root / ".venv" / "bin" / "python")
        surroundings = {**os.environ, **(environment or {})}
        if root == ROOT and not (shell or program or own_python) and nursery().suits(flags, surroundings):
            self.process: subprocess.Popen[str] = Forked(
                nursery(), [SERVER, *flags], surroundings, stderr=subprocess.PIPE, text=True
            )
        else:
            # `shell` runs first in the same process: limits and signal dispositions are inherited.
            self.process = subprocess.Popen(
                ["bash", "-c", f'{shell}\nexec "$@"', "bash", *(program or (python, "server.py")), *flags],
                cwd=root,
                env=surroundings,
                stderr=subprocess.PIPE,
                text=True,
            )
        self.log: list[str] = []
        self.address = ""
        self.admin = ""
        # Where there is a door (--http-listen).
        self.door = ""
        self._listening = threading.Event()
        self._reader = threading.Thread(target=self._read_log, daemon=True)
        self._reader.start()
        self._channel: grpc.Channel | None = None

    def _read_log(self) -> None:
        assert self.process.stderr is not None
        for line in self.process.stderr:
            self.log.append(line.rstrip())
            if match := re.search(r"admin HTTP listens on ([\w.:\[\]]+)", line):
                self.admin = match[1]
            if match := re.search(r"HTTP door listens on ([\w.:\[\]]+)", line):
                self.door = match[1]
            if match := re.search(r"gRPC listens on ([\w.:\[\]]+)", line):
                self.address = match[1]
                self._listening.set()
        self._listening.set()

    # --- waiting ---------------------------------------------------------------------------------------------------

    def listening(self) -> "ServerProcess":
        assert self._listening.wait(PATIENCE), "the server does not listen"
        assert self.address, f"the server ended: {self.log}"
        return self

    def serving(self, service: str = "") -> "ServerProcess":
        """Waits on Health.Watch until SERVING."""
        self.listening()
        stream = self.health.Watch(health_pb2.HealthCheckRequest(service=service), timeout=PATIENCE)
        while next(stream).status != SERVING:
            pass
        stream.cancel()
        return self

    def all_ready(self) -> "ServerProcess":
        """Waits until every slot has a ready isolate, and no other is there: nothing is being forked or ended."""

        def settled() -> bool:
            status = self.warmup_status()
            if status.isolates_ready != status.isolates_total:
                return False
            # One that was killed, and that the kernel has not come to yet, is in no slot.
            metrics = self.metrics() if self.admin else {}
            ending = metrics.get('executor_isolates{state="ending"}', 0)
            return not ending and metrics.get('executor_isolates{state="ready"}', status.isolates_total) == (
                status.isolates_total
            )

        eventually(settled, "all isolates ready")
        return self

    def logged(self, *words: str) -> str:
        """Waits for the first line of the log that has all of these. The server writes its log beside its work, and it is read
        here beside the test: what it has answered already may not be in `log` yet.
        """
        found: str = eventually(
            lambda: next((line for line in list(self.log) if all(word in line for word in words)), ""),
            f"a line of the log with {words}",
        )
        return found

    # --- calling ---------------------------------------------------------------------------------------------------

    @property
    def channel(self) -> grpc.Channel:
        if self._channel is None:
            self._channel = self.new_channel()
        return self._channel

    def new_channel(self) -> grpc.Channel:
        options = [("grpc.max_receive_message_length", -1), ("grpc.max_send_message_length", -1)]
        return grpc.insecure_channel(self.address, options=options)

    @property
    def stub(self) -> pb_grpc.ExecutorServiceStub:
        return pb_grpc.ExecutorServiceStub(self.channel)

    @property
    def health(self) -> Any:
        """The generated stub, which has no types."""
        return health_pb2_grpc.HealthStub(self.channel)

    def check(self, service: str = "") -> int:
        request = health_pb2.HealthCheckRequest(service=service)
        return int(self.health.Check(request, timeout=PATIENCE).status)

    def warmup_status(self) -> pb.WarmupStatusResponse:
        status: pb.WarmupStatusResponse = self.stub.WarmupStatus(pb.WarmupStatusRequest(), timeout=PATIENCE)
        return status

    def request(
        self, code: str, value: Any = None, *, timeout: float | None = None, **fields: Any
    ) -> pb.ExecuteRequest:
        request = pb.ExecuteRequest(
            code=code, input_json="" if value is None else json.dumps(value), **fields
        )
        if timeout is not None:
            request.timeout.CopyFrom(
                duration_pb2.Duration(nanos=round(timeout % 1 * 1e9), seconds=int(timeout))
            )
        return request

    def execute(self, code: str, value: Any = None, **fields: Any) -> pb.ExecuteResponse:
        response: pb.ExecuteResponse = self.stub.Execute(
            self.request(code, value, **fields), timeout=PATIENCE
        )
        return response

    def start_execute(self, code: str, value: Any = None, **fields: Any) -> Any:
        """A call under way; `result()` waits for its response."""
        return self.stub.Execute.future(self.request(code, value, **fields), timeout=PATIENCE)

    def result(self, code: str, value: Any = None, **fields: Any) -> Any:
        """The parsed result of a script that must succeed."""
        response = self.execute(code, value, **fields)
        assert response.WhichOneof("outcome") == "result_json", response.error
        return json.loads(response.result_json)

    def error(self, code: str, value: Any = None, **fields: Any) -> pb.ScriptError:
        """The error of a script that must fail."""
        response = self.execute(code, value, **fields)
        assert response.WhichOneof("outcome") == "error", response.result_json[:200]
        return response.error

    def refusal(self, request: pb.ExecuteRequest) -> tuple[grpc.RpcError, error_details_pb2.ErrorInfo]:
        """The status and ErrorInfo of a request that must be refused."""
        try:
            response = self.stub.Execute(request, timeout=PATIENCE)
        except grpc.RpcError as error:
            return error, error_info(error)
        raise AssertionError(f"not refused: {response}")

    def get(self, path: str, **headers: str) -> tuple[int, str]:
        """Status and body of one GET on the admin port."""
        request = urllib.request.Request(f"http://{self.admin}{path}", headers=headers)
        try:
            with urllib.request.urlopen(request, timeout=PATIENCE) as response:
                return response.status, response.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    def metrics(self) -> dict[str, float]:
        """Every sample by its name with labels, as the text format writes it."""
        samples = {}
        for line in self.get("/metrics")[1].splitlines():
            if line and not line.startswith("#"):
                name, _, value = line.rpartition(" ")
                samples[name] = float(value)
        return samples

    # --- processes -------------------------------------------------------------------------------------------------

    def family(self) -> list[psutil.Process]:
        """The server's children now: zygote and isolates."""
        return psutil.Process(self.process.pid).children(recursive=True)

    def named(self, name: str) -> list[psutil.Process]:
        found = []
        for process in self.family():
            try:
                if process.name() == name and process.status() != psutil.STATUS_ZOMBIE:
                    found.append(process)
            except psutil.NoSuchProcess:
                pass
        return found

    def zygote(self) -> psutil.Process:
        found: list[psutil.Process] = eventually(lambda: self.named("zygote"), "a zygote")
        return found[0]

    def running_isolate(self) -> psutil.Process:
        """The isolate that burns CPU or sleeps in a job; one of them where several do."""

        def found() -> psutil.Process | None:
            running = self.metrics()['executor_isolates{state="running"}']
            busy = [isolate for isolate in self.named("isolate") if not waits_for_job(isolate.pid)]
            # More are busy where one was forked a moment ago, and has not come to its pipe, or is about to die. Who may not
            # know (not root) takes what there is.
            is_clear = len(busy) == running or (busy and os.geteuid() != 0)
            return busy[0] if running and is_clear else None

        isolate: psutil.Process = eventually(found, "an isolate that has a job")
        return isolate

    # --- the end ---------------------------------------------------------------------------------------------------

    def signal(self, number: signal.Signals) -> None:
        self.process.send_signal(number)

    def stop_at_once(self) -> None:
        """By one more SIGTERM, after one that it has heard: late, as two within a moment count as one (`timeout` and `make` both pass
        SIGTERM on).
        """
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(0.5)
        self.signal(signal.SIGTERM)
        assert self.wait() == 0

    def wait(self) -> int:
        """The exit code. All that it has said is in the log by then."""
        code = self.process.wait(PATIENCE)
        self._reader.join(PATIENCE)
        return code

    def stop(self, expected: int | None = 0) -> None:
        """SIGTERM, the expected exit code, and no process left of all that it had started."""
        family: list[psutil.Process] = []
        if self.process.poll() is None:
            family = self.family()
            self.process.terminate()
        try:
            code = self.wait()
        except subprocess.TimeoutExpired:
            for process in alive(family):
                process.kill()
            self.process.kill()
            raise
        finally:
            if self._channel is not None:
                self._channel.close()
            self._reader.join(PATIENCE)
            # Closing it under a reader that still waits would wait for ever.
            assert not self._reader.is_alive(), f"something holds the server's stderr: {self._holders()}"
            assert self.process.stderr is not None
            self.process.stderr.close()
        if expected is not None:
            assert code == expected, self.log
        eventually(lambda: not alive(family), "no process is left after the server's end")
        # Whoever kills a zygote means to; one that ends by itself has met what it should have handled.
        died = [line for line in self.log if "died (exited" in line]
        assert not died, "\n".join(self.log)

    def _holders(self) -> list[str]:
        """Those of the processes on this machine that have the log's pipe open."""
        assert self.process.stderr is not None
        pipe = os.fstat(self.process.stderr.fileno())
        found = []
        for process in psutil.process_iter(["pid", "name", "status"]):
            with contextlib.suppress(OSError):
                for descriptor in Path(f"/proc/{process.pid}/fd").iterdir():
                    with contextlib.suppress(OSError):
                        other = descriptor.stat()
                        if (other.st_dev, other.st_ino) == (pipe.st_dev, pipe.st_ino):
                            found.append(f"{process.info}")
        return found


def error_info(error: grpc.RpcError) -> error_details_pb2.ErrorInfo:
    """The one ErrorInfo that every refusal carries."""
    info = error_details_pb2.ErrorInfo()
    assert details(error)[0].Unpack(info), "the first detail is the ErrorInfo"
    return info


def metadata_of(error: Any) -> list[tuple[str, Any]]:
    """What came with a status: a refused call's error is the call itself, which the type of errors does not say."""
    return list(error.trailing_metadata())


def details(error: grpc.RpcError) -> list[Any]:
    for key, value in metadata_of(error):
        if key == "grpc-status-details-bin":
            return list(status_pb2.Status.FromString(value).details)
    raise AssertionError(f"no status details: {error}")
