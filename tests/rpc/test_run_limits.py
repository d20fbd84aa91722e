"""A call's own limits: the lower of its and the server's counts, in each run anew."""

import pytest
from google.protobuf.duration_pb2 import Duration
from harness import ServerProcess, error_info

from executor.v1 import executor_pb2 as pb

MIB = 1 << 20
# Fills so many MiB, and says how many it got to.
FILL = """
const kept = [];
for (let i = 0; i < input; i++) kept.push(new Uint8Array(1 << 20).fill(i));
return kept.length;
"""
SPIN = "for (;;) {}"


@pytest.fixture(scope="module", params=["rewind", "fork"])
def limited(request):
    """One isolate, so that each run has the one of the run before, or follows its end."""
    server = ServerProcess(
        "--isolates=1",
        f"--isolation={request.param}",
        "--affinity-isolates=1",
        "--max-memory-bytes=128MiB",
        "--cpu-limit=5s",
        "--max-console-bytes=64KiB",
        "--egress=listed",
        "--egress-allow=127.0.0.0/8:*",
        "--egress-max-requests=5",
    ).serving()
    yield server
    server.stop()


def test_lower_memory_limit_ends_a_run_that_the_servers_would_let_live(limited):
    assert limited.result(FILL, 60) == 60
    error = limited.error(FILL, 60, limits=pb.RunLimits(memory_bytes=64 * MIB))
    assert error.kind == pb.ERROR_KIND_OUT_OF_MEMORY
    assert limited.result(FILL, 20, limits=pb.RunLimits(memory_bytes=64 * MIB)) == 20
    assert limited.result(FILL, 60) == 60


def test_higher_limit_than_the_servers_changes_nothing(limited):
    high = pb.RunLimits(memory_bytes=1 << 40, max_fetches=1000, max_console_bytes=1 << 30)
    assert limited.error(FILL, 200, limits=high).kind == pb.ERROR_KIND_OUT_OF_MEMORY
    printed = limited.execute("console.log('x'.repeat(100_000)); return 1", limits=high)
    assert printed.console_truncated
    assert len(printed.console_messages[0].text) == 64 << 10


def test_lower_cpu_limit_ends_a_run_and_says_so(limited):
    error = limited.error(SPIN, limits=pb.RunLimits(cpu=Duration(nanos=30_000_000)), timeout=10)
    assert error.kind == pb.ERROR_KIND_CPU_LIMIT
    assert "30 ms of CPU time" in error.message


def test_cycles_are_collected_before_a_lower_limit_is_reached(limited):
    garbage = """
    for (let i = 0; i < 400; i++) {
      const one = { memory: new Uint8Array(1 << 18) };
      one.self = one;
    }
    return 'collected';
    """
    assert limited.result(garbage, limits=pb.RunLimits(memory_bytes=64 * MIB)) == "collected"


@pytest.mark.parametrize(("limit", "sent"), [(0, 0), (2, 2), (100, 5)])
def test_requests_are_counted_up_to_the_lower_limit(limited, upstream, limit, sent):
    code = """
    const codes = [];
    for (let i = 0; i < 6; i++) codes.push(await fetch(input).then((r) => r.status, (e) => e.cause.code));
    return codes;
    """
    answers = limited.result(code, upstream.url, limits=pb.RunLimits(max_fetches=limit))
    assert answers == [200] * sent + ["ERR_EGRESS_LIMIT"] * (6 - sent)


def test_no_console_text_is_kept_where_none_is_wanted(limited):
    response = limited.execute("console.log('words'); return 1", limits=pb.RunLimits(max_console_bytes=0))
    assert not response.console_messages
    assert response.console_truncated


def test_kept_isolate_has_the_limits_of_each_run(limited):
    def filled(**fields):
        return limited.execute(FILL, 60, affinity_key="kept", **fields)

    assert filled().result_json == "60"
    assert filled(limits=pb.RunLimits(memory_bytes=64 * MIB)).error.kind == pb.ERROR_KIND_OUT_OF_MEMORY
    assert filled().result_json == "60"


def test_limits_of_a_batch_are_those_of_each_run(limited):
    header = pb.ExecuteRequest(code=FILL, limits=pb.RunLimits(memory_bytes=64 * MIB))
    messages = [pb.ExecuteBatchRequest(header=header)]
    messages += [pb.ExecuteBatchRequest(input_json=text) for text in ("5", "100", "5")]
    responses = list(limited.stub.ExecuteBatch(iter(messages)))
    ends = [one.response.result_json or one.response.error.kind for one in responses]
    assert ends == ["5", pb.ERROR_KIND_OUT_OF_MEMORY, "5"]


@pytest.mark.parametrize(
    ("limits", "words"),
    [
        (pb.RunLimits(cpu=Duration()), "limits.cpu is 0.0 s; it must be 0.001 s or more"),
        (pb.RunLimits(cpu=Duration(seconds=-1)), "limits.cpu is -1.0 s"),
        (
            pb.RunLimits(memory_bytes=MIB),
            "limits.memory_bytes is 1048576 bytes; it must be 33554432 bytes or more",
        ),
        (pb.RunLimits(memory_bytes=-1), "limits.memory_bytes is -1 bytes"),
        (pb.RunLimits(max_fetches=-1), "limits.max_fetches is -1; it must be 0 or more"),
        (pb.RunLimits(max_console_bytes=-5), "limits.max_console_bytes is -5"),
    ],
)
def test_limit_out_of_its_range_is_refused_by_name(server, limits, words):
    error, info = server.refusal(server.request("return 1", limits=limits))
    assert words in error.details()
    assert info.reason == error_info(error).reason == "LIMIT_OUT_OF_RANGE"
    assert info.metadata["field"] in error.details()
