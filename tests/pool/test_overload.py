"""More calls than can be served: who is served, who is refused, and what those are told."""

import hashlib
import json

import grpc
from google.rpc import error_details_pb2
from harness import PATIENCE, details, error_info, eventually

from executor.pool.accounting import REFUSAL_REASONS

ENDLESS = "await new Promise(() => setTimeout(() => {}, 1e6))"
NOW = "return Date.now()"


def pause(milliseconds):
    return f"await new Promise(resolve => setTimeout(resolve, {milliseconds})); return Date.now()"


def send(server, caller, code, *, deadline=PATIENCE, key="x-caller", **fields):
    """A call under way."""
    request = server.request(code, **fields)
    return server.stub.Execute.future(request, timeout=deadline, metadata=((key, caller),))


def queued(server, count):
    eventually(lambda: server.metrics()["executor_queue_length"] == count, f"{count} jobs are queued")


def running(server, count):
    eventually(
        lambda: server.metrics()['executor_isolates{state="running"}'] == count, f"{count} jobs are running"
    )


def refused(call):
    """The ErrorInfo of a call that must have been refused for overload."""
    error = call.exception(PATIENCE)
    assert error is not None, call.result()
    assert error.code() is grpc.StatusCode.RESOURCE_EXHAUSTED, error
    return error_info(error)


def fill(server, caller, count):
    """One endless job in the only isolate, and `count` behind it."""
    calls = [send(server, caller, ENDLESS, timeout=30)]
    server.running_isolate()
    for index in range(count):
        calls.append(send(server, caller, NOW))
        queued(server, index + 1)
    return calls


# --- Fair shares -----------------------------------------------------------------------------------------------------


def test_caller_beside_a_flood_has_the_next_turn_and_a_place_in_the_full_queue(start):
    server = start("--isolates=1", "--queue=3").serving().all_ready()
    busy, *flood = fill(server, "flood", 3)
    assert refused(send(server, "flood", NOW)).reason == "QUEUE_FULL"
    other = send(server, "other", NOW)
    info = refused(flood[2])
    assert (info.reason, info.metadata["queued_of_caller"]) == ("QUEUE_DISPLACED", "3")
    busy.cancel()
    times = [int(call.result(PATIENCE).result_json) for call in (other, flood[0], flood[1])]
    assert times == sorted(times)
    metrics = server.metrics()
    assert metrics['executor_refusals_total{reason="QUEUE_FULL"}'] == 1
    assert metrics['executor_refusals_total{reason="QUEUE_DISPLACED"}'] == 1
    assert metrics['executor_refusal_seconds_count{reason="QUEUE_FULL"}'] == 1


def test_callers_are_one_where_no_key_names_them(start):
    server = start("--isolates=1", "--queue=2", "--caller-metadata-key=off").serving().all_ready()
    calls = fill(server, "flood", 2)
    assert refused(send(server, "other", NOW)).reason == "QUEUE_FULL"
    for call in calls:
        call.cancel()


def test_token_and_not_what_it_says_makes_the_caller(start, tmp_path):
    """One with many names for itself has one share."""
    roster = tmp_path / "tokens"
    roster.write_text(
        "".join(
            f"{name} sha256:{hashlib.sha256(name.encode()).hexdigest()} execute,status\n"
            for name in ("flood", "other")
        )
    )
    server = start("--isolates=1", f"--tokens={roster}").serving()

    def send_as(token, name, code):
        metadata = (("authorization", f"Bearer {token}"), ("x-caller", name))
        return server.stub.Execute.future(
            server.request(code, timeout=30), timeout=PATIENCE, metadata=metadata
        )

    first = send_as("flood", "first", ENDLESS)
    server.running_isolate()
    waiting = []
    for count, (token, name) in enumerate(
        [*(("flood", f"name {n}") for n in range(3)), ("other", "other")], 1
    ):
        waiting.append(send_as(token, name, NOW))
        queued(server, count)
    first.cancel()
    ended = [json.loads(call.result().result_json) for call in waiting]
    # The turn goes round: after one of the flood's at most, the other's, whatever names the flood gives itself.
    assert sorted(ended).index(ended[3]) <= 1, ended


def test_key_of_the_operators_choice_names_the_caller_however_long(start):
    server = start("--isolates=1", "--queue=2", "--caller-metadata-key=tenant").serving().all_ready()
    calls = fill(server, "", 2)
    assert refused(send(server, "other", NOW)).reason == "QUEUE_FULL"
    other = send(server, "o" * 5000, NOW, key="tenant")
    assert refused(calls[2]).reason == "QUEUE_DISPLACED"
    calls[0].cancel()
    assert other.result(PATIENCE).result_json


def test_flood_of_long_jobs_leaves_an_isolate_to_others_and_has_all_of_them_alone(start):
    server = start("--isolates=16").serving().all_ready()
    alone = [send(server, "flood", ENDLESS, timeout=30) for _ in range(16)]
    running(server, 16)
    for call in alone:
        call.cancel()
    assert send(server, "other", NOW).result(PATIENCE)
    server.all_ready()
    flood = [send(server, "flood", ENDLESS, timeout=30) for _ in range(16)]
    running(server, 15)
    queued(server, 1)
    # Each of these runs although the flood neither ends nor has less than it could use.
    for _ in range(5):
        assert send(server, "other", NOW).result(PATIENCE)
    running(server, 15)
    for call in flood:
        call.cancel()


def test_calls_whose_deadline_passes_as_they_are_refused_count_as_what_they_are(start):
    server = start("--isolates=2").serving()
    for _ in range(10):
        calls = [send(server, "impatient", pause(50), deadline=0.2 + 0.001 * n) for n in range(60)]
        for call in calls:
            call.exception(PATIENCE)

    def ended():
        """How many of those that the server has begun have ended, by their code; None while some have not."""
        metrics = server.metrics()
        method = 'grpc_method="Execute"'
        begun = sum(
            count
            for name, count in metrics.items()
            if name.startswith("grpc_server_started_total") and method in name
        )
        handled = {
            name.partition('grpc_code="')[2].partition('"')[0]: count
            for name, count in metrics.items()
            if name.startswith("grpc_server_handled_total") and method in name and count
        }
        # A busy machine may not bring all 600 to the server before their callers leave.
        return handled if 0 < begun == sum(handled.values()) else None

    handled = eventually(ended, "all have ended")
    assert set(handled) <= {"OK", "CANCELLED", "DEADLINE_EXCEEDED", "RESOURCE_EXHAUSTED"}, handled


# --- Deadlines -------------------------------------------------------------------------------------------------------


def test_job_whose_deadline_passes_before_its_turn_is_refused_at_once(start):
    server = start("--isolates=1", "--queue=1000", "--queue-timeout=60s").serving().all_ready()
    # So many that most of them still wait when this process has come round to the next call.
    flood = [send(server, "flood", pause(20)) for _ in range(800)]
    done = 'executor_executions_total{outcome="ok"}'
    eventually(lambda: server.metrics()[done] >= 50, "the pace is known")
    short = refused(send(server, "flood", NOW, deadline=1))
    assert short.reason == "DEADLINE_TOO_SHORT"
    assert float(short.metadata["estimated_wait_seconds"]) > 2 * float(short.metadata["time_left_seconds"])
    # Others have their own line, and who has time is not refused.
    assert send(server, "other", NOW, deadline=30).result(PATIENCE)
    patient = send(server, "flood", NOW)
    assert not patient.done()
    for call in [*flood, patient]:
        call.cancel()


def test_job_is_not_refused_on_a_guess_and_its_callers_deadline_ends_its_wait(start):
    server = start("--isolates=1").serving().all_ready()
    busy = fill(server, "a", 2)
    late = send(server, "a", NOW, deadline=1)
    assert late.exception(PATIENCE).code() is grpc.StatusCode.DEADLINE_EXCEEDED
    queued(server, 2)
    for call in busy:
        call.cancel()
    assert server.metrics()['executor_refusals_total{reason="DEADLINE_TOO_SHORT"}'] == 0


# --- Advice ----------------------------------------------------------------------------------------------------------


def test_refusal_says_when_to_come_back_in_both_forms(start):
    server = start("--isolates=1", "--queue=0").serving().all_ready()
    (busy,) = fill(server, "a", 0)
    call = send(server, "a", NOW)
    refused(call)
    error = call.exception()
    pushback = int(dict(error.trailing_metadata())["grpc-retry-pushback-ms"])
    assert 50 <= pushback <= 150
    retry = error_details_pb2.RetryInfo()
    assert details(error)[1].Unpack(retry)
    assert retry.retry_delay.ToMilliseconds() == pushback
    busy.cancel()


def test_every_reason_is_exported_before_it_happens(server):
    metrics = server.metrics()
    for reason in REFUSAL_REASONS:
        assert f'executor_refusals_total{{reason="{reason}"}}' in metrics
