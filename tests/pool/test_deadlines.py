"""Time limits: of the script, of the caller, of the queue."""

import time

import grpc
import pytest
from harness import PATIENCE, error_info, eventually

from executor.v1 import executor_pb2 as pb

ENDLESS = "await new Promise(resolve => setTimeout(resolve, 1e6))"
SLOW_BUILTIN = "console.log('before'); for (;;) 'a'.repeat(5e7).indexOf('b')"


@pytest.mark.parametrize(
    "code",
    [
        "console.log('before'); while (true) {}",
        SLOW_BUILTIN,
        "console.log('before'); await new Promise(resolve => setTimeout(resolve, 1e6))",
        "console.log('before'); (function f() { Promise.resolve().then(f) })(); await new Promise(() => {})",
        "console.log('before'); /(a+)+$/.test('a'.repeat(40) + 'b')",
        "console.log('before'); for (;;) { try { for (;;) {} } catch {} finally { continue } }",
        "console.log('before'); return { toJSON() { for (;;) {} } }",
        (
            "console.log('before'); setInterval(() => { const t = Date.now(); while (Date.now() - t < 50) {} }, 1);"
            " await new Promise(() => {})"
        ),
    ],
)
def test_endless_script_times_out_with_its_console_so_far(server, code):
    # More time where a busy machine has not begun with it.
    for limit in (0.3, 3, 30):
        response = server.execute(code, timeout=limit)
        assert pb.ErrorKind.Name(response.error.kind) == "ERROR_KIND_TIMEOUT"
        assert f"{limit * 1000:.0f} ms" in response.error.message
        # Not an upper bound, which a busy machine would break: that it did not end early.
        assert response.usage.run_duration.ToMilliseconds() >= limit * 1000 - 10
        if response.console_messages:
            break
    assert [message.text for message in response.console_messages] == ["before"]
    assert server.result("return 'next'") == "next"


def test_killed_script_reports_what_it_used(start):
    server = start("--isolates=1", "--cpu-limit=300ms").serving()
    # By its CPU time: what it gets of that in so much wall time is the machine's affair.
    response = server.execute(SLOW_BUILTIN, timeout=60)
    assert pb.ErrorKind.Name(response.error.kind) == "ERROR_KIND_CPU_LIMIT"
    assert response.usage.cpu_duration.ToMilliseconds() >= 300
    assert response.usage.peak_memory_bytes > 50e6


def test_default_timeout_applies(start):
    server = start("--isolates=2", "--timeout=200ms", "--max-timeout=1s").serving()
    assert server.error("for (;;) {}").kind == pb.ERROR_KIND_TIMEOUT
    assert server.refusal(server.request("return 1", timeout=2))[1].reason == "TIMEOUT_OUT_OF_RANGE"


def test_callers_deadline_kills_the_isolate_and_refills_its_slot(start):
    server = start("--isolates=1").serving().all_ready()
    kills = 'executor_kills_total{reason="cancelled"}'
    # More time where a busy machine has not begun with it.
    for deadline in (0.3, 3, 30):
        with pytest.raises(grpc.RpcError) as caught:
            server.stub.Execute(server.request(ENDLESS, timeout=60), timeout=deadline)
        assert caught.value.code() is grpc.StatusCode.DEADLINE_EXCEEDED
        # The only slot serves again long before the script's own 60 s: its isolate was killed.
        assert server.result("return 'refilled'") == "refilled"
        if server.metrics()[kills]:
            break
    assert server.metrics()[kills] == 1


def test_cancel_kills_the_isolate(solitary):
    call = solitary.start_execute("for (;;) {}", timeout=30)
    isolate = solitary.running_isolate()
    call.cancel()
    eventually(lambda: not isolate.is_running(), "the isolate is gone and reaped")
    assert solitary.result("return 'refilled'") == "refilled"


def test_cancelled_waiter_takes_no_isolate(start):
    server = start("--isolates=1", "--queue=5", "--queue-timeout=60s").serving().all_ready()
    busy = server.start_execute(ENDLESS, timeout=60)
    server.running_isolate()
    waiter = server.start_execute("return 'never'")
    eventually(lambda: server.metrics()["executor_queue_length"] == 1, "the waiter is queued")
    waiter.cancel()
    eventually(lambda: server.metrics()["executor_queue_length"] == 0, "the waiter has left")
    busy.cancel()
    assert server.result("return 1") == 1
    # Two jobs reached an isolate: the endless one, the last one, and no waiter.
    assert server.metrics()['executor_executions_total{outcome="ok"}'] == 1


def test_full_queue_refuses_with_numbers_and_retry_advice(start):
    server = start("--isolates=1", "--queue=2", "--queue-timeout=60s").serving().all_ready()
    calls = [server.start_execute(ENDLESS, timeout=60)]
    server.running_isolate()
    calls += [server.start_execute("return 1") for _ in range(2)]
    eventually(lambda: server.metrics()["executor_queue_length"] == 2, "the queue is full")
    error, info = server.refusal(server.request("return 1"))
    assert error.code() is grpc.StatusCode.RESOURCE_EXHAUSTED
    assert info.reason == "QUEUE_FULL"
    assert (info.metadata["queued"], info.metadata["queue_limit"], info.metadata["isolates"]) == (
        "2",
        "2",
        "1",
    )
    trailers = dict(error.trailing_metadata())
    assert int(trailers["grpc-retry-pushback-ms"]) > 0
    for call in calls:
        call.cancel()


def test_queue_wait_is_bounded(start):
    server = start("--isolates=1", "--queue-timeout=200ms").serving().all_ready()
    busy = server.start_execute(ENDLESS, timeout=60)
    server.running_isolate()
    error, info = server.refusal(server.request("return 1"))
    assert error.code() is grpc.StatusCode.RESOURCE_EXHAUSTED
    assert (info.reason, info.metadata["queue_timeout_seconds"]) == ("QUEUE_TIMEOUT", "0.2")
    assert error_info(error).domain == "executor.v1"
    busy.cancel()


def test_waiting_scripts_run_in_order_of_arrival(start):
    server = start("--isolates=1", "--queue-timeout=60s").serving().all_ready()
    busy = server.start_execute(ENDLESS, timeout=60)
    server.running_isolate()
    calls = []
    for index in range(5):
        calls.append(server.start_execute("return Date.now()"))
        eventually(lambda n=index: server.metrics()["executor_queue_length"] == n + 1, "queued in order")
    busy.cancel()
    times = [int(call.result(PATIENCE).result_json) for call in calls]
    assert times == sorted(times)


def test_clock_of_the_queue_is_told(solitary):
    busy = solitary.start_execute(ENDLESS, timeout=60)
    solitary.running_isolate()
    begun = time.monotonic()
    waiter = solitary.start_execute("return 1")
    eventually(lambda: solitary.metrics()["executor_queue_length"] == 1, "it waits")
    busy.cancel()
    usage = waiter.result(PATIENCE).usage
    waited = time.monotonic() - begun
    assert 0 < usage.queue_duration.ToNanoseconds() / 1e9 <= waited
