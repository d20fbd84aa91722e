"""Real gRPC clients with `round_robin` and client-side health checking: who gets calls, and when.

Two servers, a load over one channel. What a server got is in its own metrics, so nothing here depends on what a client
believes.
"""

import contextlib
import json
import re
import signal

import pytest
from callers import GO_CLIENT, GoCaller, PythonCaller, call_from_node
from harness import NOT_SERVING, ROOT, StuckModule, eventually

from executor.v1 import executor_pb2 as pb

pytestmark = pytest.mark.slow

# No retries: what is shown is health checking alone.
CONFIG = {
    "healthCheckConfig": {"serviceName": "executor.v1.ExecutorService"},
    "loadBalancingConfig": [{"round_robin": {}}],
}
STARTED = 'grpc_server_started_total{grpc_method="Execute",grpc_service="executor.v1.ExecutorService",grpc_type="unary"}'
SHORT = "await new Promise(resolve => setTimeout(resolve, 20)); return 1"
WATCHED = 'grpc_server_started_total{grpc_method="Watch",grpc_service="grpc.health.v1.Health",grpc_type="server_stream"}'
RETRIES = {
    "name": [{"service": "executor.v1.ExecutorService"}],
    "retryPolicy": {
        "maxAttempts": 5,
        "initialBackoff": "0.01s",
        "maxBackoff": "1s",
        "backoffMultiplier": 2,
        "retryableStatusCodes": ["UNAVAILABLE"],
    },
}
# Calls to the other server after which one would have come here too: round_robin takes turns.
MANY = 20

go = pytest.param(
    GoCaller,
    id="go",
    marks=pytest.mark.skipif(not GO_CLIENT.exists(), reason="needs Go 1.26 or later: make tools"),
)


@pytest.fixture(params=[pytest.param(PythonCaller, id="python"), go])
def load(request, tmp_path):
    """A steady load on servers until the block ends; yields a list that then has what became of the calls."""
    config = tmp_path / "service-config.json"
    config.write_text(json.dumps(CONFIG))

    @contextlib.contextmanager
    def running(*servers, deadline=60.0):
        target = "ipv4:" + ",".join(server.address for server in servers)
        caller = request.param(target, config, SHORT, 4, deadline)
        tallies = []
        try:
            yield tallies
        finally:
            tallies.append(caller.stop())

    return running


def started(server):
    """Calls of Execute that came to it."""
    return server.metrics()[STARTED]


def gets_calls(server):
    before = started(server)
    eventually(lambda: started(server) >= before + MANY, "it gets calls")


def gets_none(server, other):
    """Whether nothing came to the one while much came to the other."""
    before = started(server)
    gets_calls(other)
    return started(server) == before


def test_replica_that_warms_up_gets_no_call_until_it_serves(start, load, bundles):
    module = StuckModule(bundles)
    warming = start("--isolates=2", "--warmup-timeout=10m", f"--modules={bundles}")
    ready = start("--isolates=2").serving()
    warming.listening()
    with load(warming, ready) as tallies:
        gets_calls(ready)
        assert warming.warmup_status().status == pb.WARMUP_STATE_IN_PROGRESS
        assert started(warming) == 0
        module.let_go()
        warming.serving()
        gets_calls(warming)
        gets_calls(ready)
    assert tallies[0].ok > 2 * MANY
    assert tallies[0].errors == {}


def test_replica_that_drains_gets_no_new_call_and_fails_none(start, load):
    leaving, staying = start("--isolates=2", "--lame-duck=60s"), start("--isolates=2")
    leaving.serving()
    staying.serving()
    with load(leaving, staying) as tallies:
        gets_calls(leaving)
        gets_calls(staying)
        eventually(lambda: leaving.metrics()['executor_isolates{state="running"}'] >= 1, "it runs a job")
        leaving.signal(signal.SIGTERM)
        eventually(lambda: gets_none(leaving, staying), "no more calls for the one that drains")
        leaving.stop_at_once()  # The lame duck has lasted long enough.
        gets_calls(staying)
    assert tallies[0].ok > 2 * MANY
    assert tallies[0].errors == {}


def test_replica_whose_canary_fails_gets_no_call_until_it_works_again(start, load, bundles):
    flags = ("--isolates=2", "--canary-interval=50ms", "--canary-timeout=1s", "--warmup-timeout=10m")
    sick, well = start(*flags, f"--modules={bundles}"), start("--isolates=2")
    sick.serving()
    well.serving()
    # Calls that the sick one took before the canary told of it end at their deadline.
    with load(sick, well, deadline=2.0) as tallies:
        gets_calls(sick)
        # What isolates there are is used up, and the next zygote makes none: also for a canary. A zygote that is only stopped
        # is replaced before long.
        module = StuckModule(bundles)
        sick.zygote().kill()
        eventually(lambda: sick.check() == NOT_SERVING, "readiness off")
        eventually(lambda: sick.metrics()["executor_canary_failures_total"] > 0, "a canary has failed")
        eventually(lambda: gets_none(sick, well), "no more calls for the sick one")
        module.let_go()
        gets_calls(sick)
        gets_calls(well)
    assert tallies[0].ok > 2 * MANY
    assert {error.partition(":")[0] for error in tallies[0].errors} <= {
        "DeadlineExceeded",
        "ResourceExhausted",
    }


def test_node_knows_no_health_checking_and_retries_pass_over_a_replica_that_warms_up(
    start, tmp_path, bundles
):
    StuckModule(bundles)
    warming = start("--isolates=1", "--warmup-timeout=10m", f"--modules={bundles}")
    ready = start("--isolates=1").serving()
    warming.listening()
    config = tmp_path / "service-config.json"
    config.write_text(json.dumps({**CONFIG, "methodConfig": [RETRIES]}))

    def comes_by():
        tally = call_from_node(f"ipv4:{warming.address},{ready.address}", config, SHORT, MANY)
        assert (tally.ok, tally.errors) == (MANY, {})
        return started(warming) > 0

    # More calls where the connection to it came last, after all of them.
    eventually(comes_by, "it is asked, too")
    # Should this fail, grpc-js has learnt it: then docs/call.md is to be changed.
    assert warming.metrics()[WATCHED] == 0


def test_document_shows_the_service_config_that_is_tested():
    text = (ROOT / "docs" / "call.md").read_text()
    (block,) = re.findall(r"```json\n(.*?)```", text, re.DOTALL)
    assert json.loads(block) == CONFIG
