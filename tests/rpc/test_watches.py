"""Calls of Watch are bounded, and who has the most makes room."""

import contextlib
from collections.abc import Iterator

import grpc
import pytest
from grpc_health.v1 import health_pb2, health_pb2_grpc
from harness import PATIENCE, ServerProcess, error_info, eventually

SERVING = health_pb2.HealthCheckResponse.SERVING


@pytest.fixture(scope="module")
def server() -> Iterator[ServerProcess]:
    made = ServerProcess("--isolates=1", "--max-watches=3").serving()
    # That by which it was seen to serve has ended, too.
    none_is_open(made)
    yield made
    made.stop()
    assert not any("Traceback" in line for line in made.log), made.log


@contextlib.contextmanager
def client(server: ServerProcess) -> Iterator[health_pb2_grpc.HealthStub]:
    """With a connection of its own."""
    options = [("grpc.use_local_subchannel_pool", 1)]
    with grpc.insecure_channel(server.address, options=options) as channel:
        yield health_pb2_grpc.HealthStub(channel)


def watch(stub):
    """Open, and told its first status."""
    call = stub.Watch(health_pb2.HealthCheckRequest(service="liveness"), timeout=PATIENCE)
    assert next(call).status == SERVING
    return call


def none_is_open(server):
    eventually(lambda: server.metrics()['executor_held{kind="watches"}'] == 0, "no watch is open")


def count(server, what):
    return server.metrics()[f'executor_held_{what}_total{{kind="watches"}}']


def test_oldest_of_the_connection_that_has_most_makes_room(server):
    before = count(server, "ends")
    with client(server) as many, client(server) as one:
        held = [watch(many) for _ in range(3)]
        late = watch(one)
        with pytest.raises(grpc.RpcError) as caught:
            next(held[0])
        assert caught.value.code() is grpc.StatusCode.RESOURCE_EXHAUSTED
        assert error_info(caught.value).reason == "HELD_TOO_MUCH"
        assert "limit is 3 (--max-watches)" in caught.value.details()
        assert count(server, "ends") == before + 1
        assert [call.is_active() for call in (*held[1:], late)] == [True] * 3
    none_is_open(server)


def test_connection_that_has_most_is_refused_one_more(server):
    before = count(server, "refusals")
    with client(server) as many:
        held = [watch(many) for _ in range(3)]
        refused = many.Watch(health_pb2.HealthCheckRequest(), timeout=PATIENCE)
        with pytest.raises(grpc.RpcError) as caught:
            next(refused)
        assert caught.value.code() is grpc.StatusCode.RESOURCE_EXHAUSTED
        assert count(server, "refusals") == before + 1
        assert all(call.is_active() for call in held)
    none_is_open(server)


def test_place_of_a_watch_that_ended_is_free(server):
    with client(server) as stub:
        for _ in range(7):
            watch(stub).cancel()
            none_is_open(server)


def test_bound_is_no_matter_of_check(server):
    with client(server) as stub:
        held = [watch(stub) for _ in range(3)]
        assert (
            stub.Check(health_pb2.HealthCheckRequest(service="liveness"), timeout=PATIENCE).status == SERVING
        )
        assert all(call.is_active() for call in held)
    none_is_open(server)
