"""The real `grpc_health_probe` against real servers, in each state that an operator meets.

    python tests/probes.py          runs all of it and prints exit codes and texts (`make probe`)

A life is a server on its way through some of the states. It yields one after the other, each with what the probe must be
told to reach the server; the state holds until the life goes on.
"""

import concurrent.futures
import contextlib
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import grpc
from certificates import Certificate, Files, channel_credentials
from harness import (
    BUNDLES,
    NOT_SERVING,
    PATIENCE,
    ROOT,
    SERVICE,
    ServerProcess,
    StuckModule,
    alive,
    eventually,
    replace_module,
)
from held import FLAGS as HELD_FLAGS
from held import Held

from executor.client import Client
from executor.v1 import executor_pb2 as pb

PROBE = ROOT / ".tools" / "go" / "grpc_health_probe"

# What Kubernetes or a balancer may ask for, and a name that nobody has.
NAMES = ("", SERVICE, "liveness", "no.such.Service")

# Exit codes of the probe for readiness (both names), liveness and an unknown name.
READY = (0, 0, 3)
NOT_READY = (4, 0, 3)
OUT_OF_REACH = (2, 2, 2)
EXPECTED = {
    "warming": NOT_READY,
    "ready": READY,
    "failed, held": NOT_READY,
    "failed, ended": OUT_OF_REACH,
    "saturated": READY,
    "canary failing": NOT_READY,
    "canary works again": READY,
    "hung": OUT_OF_REACH,
    "killed": OUT_OF_REACH,
    "lame duck": NOT_READY,
    "draining": NOT_READY,
    "stopped": OUT_OF_REACH,
    "TLS": READY,
    "TLS, probe without -tls": OUT_OF_REACH,
    "TLS, another CA": OUT_OF_REACH,
    "tokens asked for": READY,
    "mTLS": READY,
    "mTLS, no certificate": OUT_OF_REACH,
}
# What the probe prints with each of them.
TEXTS = {
    0: "status: SERVING",
    2: "failed to connect service",
    3: "code = NotFound desc = no service of this name is here",
    4: 'service unhealthy (responded with "NOT_SERVING")',
}

ENDLESS = "await new Promise(() => setTimeout(() => {}, 1e6))"
# Canaries come often and give up soon, so that states follow each other quickly.
CANARIES = ("--canary-interval=200ms", "--canary-timeout=2s")

Launch = Callable[..., ServerProcess]


class Reach(NamedTuple):
    """A state, where the server is (or was), and the probe's flags for its TLS."""

    state: str
    address: str
    flags: tuple[str, ...] = ()


class Answer(NamedTuple):
    """What the probe said of one name."""

    code: int
    text: str


def expected(state: str) -> dict[str, int]:
    """The exit code for each name."""
    readiness, liveness, unknown = EXPECTED[state]
    return dict(zip(NAMES, (readiness, readiness, liveness, unknown), strict=True))


def probe(reach: Reach) -> dict[str, Answer]:
    """Runs the probe for each name, all at once."""
    with concurrent.futures.ThreadPoolExecutor(len(NAMES)) as threads:
        return dict(zip(NAMES, threads.map(lambda name: _ask(reach, name), NAMES), strict=True))


def _ask(reach: Reach, name: str) -> Answer:
    # The probe tries for as long as it may, also where nobody listens: it waits only where somebody must answer.
    connect = 0.5 if EXPECTED[reach.state] is OUT_OF_REACH else PATIENCE
    command = [PROBE, f"-addr={reach.address}", f"-service={name}", *reach.flags]
    timeouts = [f"-connect-timeout={connect:g}s", f"-rpc-timeout={PATIENCE:g}s"]
    done = subprocess.run([*command, *timeouts], capture_output=True, text=True, timeout=3 * PATIENCE)
    return Answer(done.returncode, done.stderr.strip())


# --- Lives -----------------------------------------------------------------------------------------------------------


def warming(launch: Launch, directory: Path) -> Iterator[Reach]:
    """Its last module takes for ever."""
    bundles = _bundles(directory)
    StuckModule(bundles)
    server = launch("--isolates=1", "--warmup-timeout=10m", f"--modules={bundles}").listening()
    yield Reach("warming", server.address)
    assert server.warmup_status().status == pb.WARMUP_STATE_IN_PROGRESS


def failing(launch: Launch, directory: Path) -> Iterator[Reach]:
    """A module fails: one server stays to be asked, the other ends."""
    bundles = _bundles(directory)
    replace_module(bundles, "qs", "throw new Error('broken on purpose')")
    arguments = ("--isolates=1", f"--modules={bundles}")
    held = launch(*arguments, "--warmup-failure=hold").listening()
    eventually(lambda: held.warmup_status().status == pb.WARMUP_STATE_FAILED, "the warmup has failed")
    yield Reach("failed, held", held.address)
    held.stop()
    ended = launch(*arguments)
    assert ended.wait() == 3, ended.log
    yield Reach("failed, ended", ended.listening().address)


def working(launch: Launch, directory: Path) -> Iterator[Reach]:
    """In use, in use up to its limits, stuck, hung, and killed."""
    bundles = _bundles(directory)
    limits = ("--queue=2", "--queue-timeout=60s", "--timeout=60s", "--warmup-timeout=10m")
    server = launch("--isolates=1", *limits, *CANARIES, *HELD_FLAGS, f"--modules={bundles}")
    reach = server.serving().all_ready().address
    yield Reach("ready", reach)
    with _saturated(server):
        yield Reach("saturated", reach)
    eventually(lambda: server.result("return 1") == 1, "it works on")
    # The next one makes no isolate for a canary. One that is only stopped is replaced before long.
    module = StuckModule(bundles)
    server.zygote().kill()
    eventually(lambda: server.check() == NOT_SERVING, "readiness off")
    yield Reach("canary failing", reach)
    module.let_go()
    server.serving()
    yield Reach("canary works again", reach)
    family = server.family()
    server.signal(signal.SIGSTOP)
    yield Reach("hung", reach)
    server.signal(signal.SIGKILL)
    server.wait()
    yield Reach("killed", reach)
    eventually(lambda: not alive(family), "no process is left")


def stopping(launch: Launch, directory: Path) -> Iterator[Reach]:
    """Asked to stop while a job runs."""
    server = launch("--isolates=2", "--lame-duck=1s", "--timeout=60s", "--drain-timeout=60s").serving()
    running = server.start_execute(ENDLESS)
    server.running_isolate()
    server.signal(signal.SIGTERM)
    eventually(lambda: server.check() == NOT_SERVING, "readiness off")
    yield Reach("lame duck", server.address)
    eventually(lambda: _refuses(server), "new calls are refused")
    yield Reach("draining", server.address)
    assert not running.done()
    running.cancel()
    assert server.wait() == 0
    yield Reach("stopped", server.address)


def encrypted(launch: Launch, directory: Path) -> Iterator[Reach]:
    """TLS, and tokens for all but health."""
    ca, other = Certificate("test ca"), Certificate("another ca")
    files = Files(directory, ca, Certificate("server", ca))
    stranger, tokens = directory / "stranger.pem", directory / "tokens"
    stranger.write_bytes(other.pem)
    tokens.write_text(f"billing sha256:{'0' * 64} execute\n")
    server = launch("--isolates=1", *files.tls, f"--tokens={tokens}").listening()
    _wait_ready(server, channel_credentials(ca))
    trusting = ("-tls", f"-tls-ca-cert={files.ca}")
    yield Reach("TLS", server.address, trusting)
    yield Reach("TLS, probe without -tls", server.address)
    yield Reach("TLS, another CA", server.address, ("-tls", f"-tls-ca-cert={stranger}"))
    assert _needs_token(server, channel_credentials(ca))
    yield Reach("tokens asked for", server.address, trusting)


def mutual(launch: Launch, directory: Path) -> Iterator[Reach]:
    """Client certificates are asked for."""
    ca = Certificate("test ca")
    prober = Certificate("probe", ca)
    files = Files(directory, ca, Certificate("server", ca))
    certificate, key = directory / "probe.pem", directory / "probe.key"
    certificate.write_bytes(prober.pem)
    key.write_bytes(prober.key)
    server = launch("--isolates=1", *files.mutual).listening()
    _wait_ready(server, channel_credentials(ca, prober))
    trusting = ("-tls", f"-tls-ca-cert={files.ca}")
    yield Reach(
        "mTLS", server.address, (*trusting, f"-tls-client-cert={certificate}", f"-tls-client-key={key}")
    )
    yield Reach("mTLS, no certificate", server.address, trusting)


LIVES = (warming, failing, working, stopping, encrypted, mutual)


def _bundles(directory: Path) -> Path:
    """A copy of the bundles that a life may break."""
    return Path(shutil.copytree(BUNDLES, directory / "dist"))


@contextlib.contextmanager
def _saturated(server: ServerProcess) -> Iterator[None]:
    """The only isolate runs a job without end and the queue is full; both are still so at the end."""
    # It says itself that it has begun: what runs may be a canary.
    running = Held(server)
    failures = server.metrics()["executor_canary_failures_total"]
    calls = [server.start_execute(ENDLESS) for _ in range(2)]
    eventually(
        lambda: server.metrics()["executor_queue_length"] == 3, "the queue is full, and a canary waits"
    )
    yield
    error, info = server.refusal(server.request("return 1"))
    assert (error.code(), info.reason) == (grpc.StatusCode.RESOURCE_EXHAUSTED, "QUEUE_FULL")
    assert server.metrics()["executor_canary_failures_total"] == failures
    for call in calls:
        call.cancel()
    running.leave()


def _refuses(server: ServerProcess) -> bool:
    call = server.start_execute("return 1")
    return call.exception(PATIENCE) is not None and call.code() is grpc.StatusCode.UNAVAILABLE


def _wait_ready(server: ServerProcess, credentials: grpc.ChannelCredentials) -> None:
    with Client(server.address, credentials=credentials) as client:
        client.wait_ready(PATIENCE)


def _needs_token(server: ServerProcess, credentials: grpc.ChannelCredentials) -> bool:
    with Client(server.address, credentials=credentials, retries=False) as client:
        try:
            client.server_status()
        except grpc.RpcError as error:
            return error.code() is grpc.StatusCode.UNAUTHENTICATED
    return False


# --- The table -------------------------------------------------------------------------------------------------------


def main() -> int:
    """Prints a line for each state and name; the exit code is 1 if one is not as expected."""
    if not PROBE.exists():
        print(
            "probe: needs grpc_health_probe, which make tools builds with Go 1.26 or later", file=sys.stderr
        )
        return 1
    wrong = 0
    print(f"{'server':<25}{'-service':<30}{'exit':<6}text")
    for life in LIVES:
        with tempfile.TemporaryDirectory() as directory, contextlib.ExitStack() as servers:

            def launch(*arguments: str, ended: contextlib.ExitStack = servers) -> ServerProcess:
                server = ServerProcess(*arguments)
                ended.callback(server.stop, expected=None)
                return server

            for reach in life(launch, Path(directory)):
                for name, answer in probe(reach).items():
                    right = answer.code == expected(reach.state)[name]
                    wrong += not right
                    mark = "" if right else f"  (expected {expected(reach.state)[name]})"
                    print(
                        f"{reach.state:<25}{name or '(none)':<30}{answer.code:<6}{answer.text}{mark}",
                        flush=True,
                    )
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
