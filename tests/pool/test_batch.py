"""ExecuteBatch: one script over a stream of inputs, in order, in one isolate, and nothing ends it but its caller."""

import itertools
import json
import signal
import threading

import grpc
import psutil
import pytest
from batches import COUNT, OpenBatch, chunk, header, run, shown, single
from harness import PATIENCE, alive, eventually
from hostile_scripts import LITTLE_MEMORY
from hostile_scripts import load as load_hostile

from executor.v1 import executor_pb2 as pb

ENDLESS = "await new Promise(resolve => setTimeout(resolve, 1e6))"


def refusal(server, messages):
    """Results before the end, and the error that it was."""
    results = []
    call = server.stub.ExecuteBatch(iter(messages), timeout=PATIENCE)
    with pytest.raises(grpc.RpcError) as caught:
        collect(call, results)
    return results, caught.value


def collect(call, results):
    for response in call:
        results += response.responses or [response.response]


# --- Results ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["single", "chunks"])
def test_results_come_in_the_order_of_the_inputs(server, form):
    inputs = list(range(1000))
    sent = [single(n) for n in inputs] if form == "single" else [chunk(*inputs[:7]), chunk(*inputs[7:])]
    results = run(server, [header(server, "return input * 2", execution_id="b"), *sent])
    assert [shown(result) for result in results] == [n * 2 for n in inputs]
    assert [result.execution_id for result in results] == [f"b/{n}" for n in inputs]
    assert all(result.usage.peak_memory_bytes for result in results)


def test_caller_of_single_inputs_gets_single_responses(server):
    responses = list(server.stub.ExecuteBatch(iter([header(server, "return 1"), single(1), single(2)])))
    assert [(one.index, len(one.responses), one.response.result_json) for one in responses] == [
        (0, 0, "1"),
        (1, 0, "1"),
    ]


def test_empty_batch_has_no_results(server):
    assert run(server, [header(server, "return 1")]) == []


def test_result_is_sent_before_the_next_input_comes(solitary):
    batch = OpenBatch(solitary, header(solitary, f"{COUNT} return [input, count]"))
    assert batch.ask("a") == ["a", 1]
    assert batch.ask("b") == ["b", 2]
    batch.end()
    assert list(batch.call) == []


def test_ready_result_does_not_wait_for_the_one_behind_it(solitary):
    batch = OpenBatch(solitary, header(solitary, f"if (input) {ENDLESS}; return 'quick'", timeout=60))
    batch.send(chunk(0, 1))
    first = next(batch.call)
    assert [shown(one) for one in first.responses] == ["quick"]
    batch.call.cancel()


def test_state_is_shared_inside_a_batch_and_with_no_other(server):
    code = f"{COUNT} return count"
    for _ in range(3):
        assert [shown(one) for one in run(server, [header(server, code), chunk(1, 1, 1)])] == [1, 2, 3]
    assert server.result(code) == 1


def test_each_run_has_its_own_console_usage_and_limits(server):
    code = "for (let n = 0; n < input; n++) console.log('x'); console.group(); return 1"
    results = run(server, [header(server, code), chunk(2000, 3, 0)])
    assert [len(one.console_messages) for one in results] == [1000, 3, 0]
    assert [one.console_truncated for one in results] == [True, False, False]
    assert results[1].console_messages[0].text == "x"
    assert max(one.usage.cpu_duration.ToNanoseconds() for one in results) < 5e9


def test_what_a_run_left_behind_does_nothing_in_the_next(online, web):
    code = f"""
      {COUNT}
      if (count === 1) {{
        setTimeout(() => console.log('late timer'), 0); setInterval(() => console.log('tick'), 1);
        setImmediate(() => console.log('late immediate')); fetch(input).then(() => console.log('late response'));
        process.nextTick(() => Promise.reject(new Error('late rejection')));
        return {{ toJSON() {{ queueMicrotask(() => {{ console.log('late microtask'); throw 1; }}); return 'first'; }} }};
      }}
      await new Promise(resolve => setTimeout(resolve, 30));
      return [count, (await fetch(input)).status];
    """
    url = f"{web.url}/"
    results = run(online, [header(online, code), chunk(url, url)])
    assert shown(results[1])[0] == 2, results[1]
    assert [message.text for message in results[1].console_messages] == []


def test_requests_of_pipelined_runs_are_answered(online, web):
    code = "const response = await fetch(input); return [response.status, (await response.text()).length > 0]"
    urls = [f"{web.url}/?n={n}" for n in range(40)]
    results = run(online, [header(online, code), chunk(*urls)])
    assert len({json.dumps(shown(one)) for one in results}) == 1, results[0]
    assert [one.usage.fetch_count for one in results] == [1] * 40


# --- Errors inside ---------------------------------------------------------------------------------------------------


def test_error_of_one_input_does_not_end_the_batch(server):
    code = f"{COUNT} if (input === 1) throw new RangeError('no'); if (input === 2) return 1n; return count"
    results = run(server, [header(server, code), chunk(0, 1, 2, 3)])
    assert [shown(one) for one in results] == [1, "THROWN", "INVALID_RESULT", 4]
    assert (results[1].error.name, results[1].error.line) == ("RangeError", 1)


def test_code_that_does_not_parse_is_told_for_each_input(server):
    results = run(server, [header(server, "return ("), chunk(1, 2, 3)])
    assert [shown(one) for one in results] == ["SYNTAX"] * 3


def test_input_that_is_not_json_or_too_large_is_an_error_of_its_own(start):
    server = start("--isolates=1", "--max-input-bytes=1KiB").serving()
    texts = ["1", "nope", '"' + "x" * 1100 + '"', "", "2"]
    sent = pb.ExecuteBatchRequest(inputs=pb.BatchInputs(input_json=texts))
    results = run(server, [header(server, "return input"), sent])
    assert [shown(one) for one in results] == [1, "INVALID_INPUT", "INVALID_INPUT", None, 2]
    assert "'nope'" in results[1].error.message
    assert results[2].error.message == "input_json is 1102 bytes, over the limit of 1024; send less"


# A limit of CPU time where it can be: all inputs have the same, and one of wall time means another on a busy machine.
@pytest.mark.parametrize(
    ("poison", "kind", "cpu_limit", "timeout"),
    [
        (ENDLESS, "TIMEOUT", "10s", 2),
        ("for (;;) {}", "CPU_LIMIT", "300ms", 60),
        ("for (;;) 'a'.repeat(5e7).indexOf('b')", "CPU_LIMIT", "300ms", 60),
        ("const a = []; for (;;) a.push('x'.repeat(1e6) + a.length)", "OUT_OF_MEMORY", "10s", 60),
    ],
    ids=["asleep", "soft", "deaf", "heap"],
)
def test_isolate_that_is_ended_is_replaced_and_the_batch_goes_on(start, poison, kind, cpu_limit, timeout):
    server = start("--isolates=1", f"--cpu-limit={cpu_limit}").serving()
    code = f"{COUNT} if (input === 'poison') {{ {poison} }} return [input, count]"
    results = run(
        server, [header(server, code, timeout=timeout), chunk("a", "b", "poison", "c", "poison", "d", "e")]
    )
    assert [shown(one) for one in results] == [["a", 1], ["b", 2], kind, ["c", 1], kind, ["d", 1], ["e", 2]]


def test_isolate_killed_from_outside_costs_one_input(start):
    server = start("--isolates=2").serving().all_ready()
    batch = OpenBatch(server, header(server, f"{COUNT} if (input) {ENDLESS}; return count", timeout=60))
    batch.send(chunk(0, 1, 0, 0))
    assert shown(next(batch.call).responses[0]) == 1
    isolate = server.running_isolate()
    isolate.send_signal(signal.SIGKILL)
    batch.end()
    rest = [shown(one) for response in batch.call for one in response.responses]
    assert rest == ["CRASHED", 1, 2]


def test_time_limit_is_that_of_each_run(solitary):
    code = "await new Promise(resolve => setTimeout(resolve, 100)); return 1"
    # Together longer than the limit of each, each far below it.
    results = run(solitary, [header(solitary, code, timeout=2), chunk(*range(21))])
    assert [shown(one) for one in results] == [1] * 21


def test_cpu_limit_is_that_of_each_run(start):
    server = start("--isolates=1", "--cpu-limit=300ms").serving()
    burn = "for (let n = 0, x = 0; n < (input ? 1e12 : 3e5); n++) x += n; return 1"
    results = run(server, [header(server, burn, timeout=30), chunk(*[0] * 60, 1, 0)])
    assert [shown(one) for one in results] == [1] * 60 + ["CPU_LIMIT", 1]


# --- Ends ------------------------------------------------------------------------------------------------------------


def test_first_message_must_be_a_header(server):
    for messages in ([], [single(1)], [pb.ExecuteBatchRequest()]):
        results, error = refusal(server, messages)
        assert (results, error.code()) == ([], grpc.StatusCode.INVALID_ARGUMENT)
        assert "begins with a header" in error.details()


def test_second_header_ends_the_batch_after_its_results(server):
    results, error = refusal(
        server, [header(server, "return 1"), single(1), single(2), header(server, "return 2")]
    )
    assert [shown(one) for one in results] == [1, 1]
    assert error.code() is grpc.StatusCode.INVALID_ARGUMENT
    assert "a second header came after 2 inputs" in error.details()
    assert "inputs of this batch answered before: 2" in error.details()


def test_header_is_checked_as_a_request_is(server):
    for fields, word in (
        ({"code": " "}, "empty"),
        ({"code": "x" * 70_000}, "limit"),
        ({"code": "1", "timeout": 999}, "timeout"),
    ):
        _, error = refusal(server, [header(server, fields.pop("code"), **fields)])
        assert error.code() is grpc.StatusCode.INVALID_ARGUMENT
        assert word in error.details()


def test_isolate_is_killed_when_the_caller_leaves(solitary):
    before = solitary.metrics()['executor_kills_total{reason="cancelled"}']
    batch = OpenBatch(solitary, header(solitary, ENDLESS, timeout=60))
    batch.send(chunk(1, 2, 3))
    isolate = eventually(solitary.running_isolate, "an isolate runs")
    batch.call.cancel()
    eventually(lambda: not alive([isolate]), "the isolate is gone")
    assert solitary.result("return 1") == 1
    assert solitary.metrics()['executor_kills_total{reason="cancelled"}'] == before + 1


def test_deadline_of_the_call_ends_the_batch(solitary):
    begins = header(solitary, f"if (input) {ENDLESS}; return 1", timeout=60)
    # More time where a busy machine has not come to the first result.
    for deadline in (1, 4, 16):
        batch = OpenBatch(solitary, begins, timeout=deadline)
        batch.send(single(0))
        batch.send(single(1))
        results = []
        with pytest.raises(grpc.RpcError) as caught:
            collect(batch.call, results)
        assert caught.value.code() is grpc.StatusCode.DEADLINE_EXCEEDED
        if results:
            break
    assert [shown(one) for one in results] == [1]
    assert solitary.result("return 1") == 1


def test_idle_batch_gives_its_slot_to_whoever_waits(solitary):
    before = solitary.metrics()['executor_evictions_total{reason="needed"}']
    batch = OpenBatch(solitary, header(solitary, f"{COUNT} return count"))
    assert [batch.ask(0), batch.ask(0)] == [1, 2]
    assert solitary.result("return 'other'") == "other"
    assert batch.ask(0) == 1
    batch.end()
    assert list(batch.call) == []
    assert solitary.metrics()['executor_evictions_total{reason="needed"}'] == before + 1


def test_batch_waits_in_the_queue_and_is_refused_as_a_call_is(start):
    server = start("--isolates=1", "--queue-timeout=200ms").serving().all_ready()
    running = server.start_execute(ENDLESS, timeout=60)
    eventually(server.running_isolate, "an isolate runs")
    results, error = refusal(server, [header(server, "return 1"), chunk(1, 2, 3)])
    assert (results, error.code()) == ([], grpc.StatusCode.RESOURCE_EXHAUSTED)
    assert "inputs of this batch answered before: 0" in error.details()
    running.cancel()


def test_draining_finishes_what_came_and_refuses_the_rest(start):
    server = start("--isolates=1", "--lame-duck=0s", "--drain-timeout=30s").serving()
    batch = OpenBatch(
        server, header(server, "await new Promise(resolve => setTimeout(resolve, input)); return input")
    )
    batch.send(chunk(1, 300, 2))
    assert shown(next(batch.call).responses[0]) == 1
    server.signal(signal.SIGTERM)
    for _ in range(100):
        batch.send(single(0))
    results = []
    with pytest.raises(grpc.RpcError) as caught:
        collect(batch.call, results)
    assert [shown(one) for one in results[:2]] == [300, 2]
    assert caught.value.code() is grpc.StatusCode.UNAVAILABLE
    assert server.wait() == 0


def test_caller_that_does_not_read_is_not_read(start):
    """Results of 1 MB each: what is not taken bounds what is done, and another caller is served meanwhile."""
    server = start("--isolates=2").serving()
    inputs = 2000
    sent = []

    def messages():
        yield header(server, f"{COUNT} return 'x'.repeat(1e6)")
        for n in range(inputs):
            sent.append(n)
            yield single(n)

    call = server.stub.ExecuteBatch(messages(), timeout=PATIENCE)
    assert shown(next(call).response) == "x" * 1_000_000
    eventually(lambda: server.metrics()['executor_executions_total{outcome="ok"}'] >= 3, "some runs are done")
    assert server.result("return 1") == 1
    done = server.metrics()["executor_reused_total"]
    assert psutil.Process(server.process.pid).memory_info().rss < 600 << 20
    assert done < inputs
    call.cancel()


def test_endless_work_behind_an_answer_costs_no_other_input(start):
    """The engine cannot drop microtasks: such an isolate ends with the answer, before anything else is promised to it."""
    server = start("--isolates=2").serving()
    code = f"""
      {COUNT}
      const {{ count }} = globalThis;
      return {{ toJSON() {{ if (input) (function again() {{ Promise.resolve().then(again) }})(); return count }} }};
    """
    results = run(server, [header(server, code), chunk(0, 1, 0, 0, 1, 1, 0)])
    assert [shown(one) for one in results] == [1, 2, 1, 2, 3, 1, 1]


def test_usage_is_that_of_each_run_also_where_answers_come_many_at_once(solitary):
    burn = "for (const end = Date.now() + 2; Date.now() < end;); return 1"
    usages = [one.usage for one in run(solitary, [header(solitary, burn), chunk(*range(50))])]
    for usage in usages:
        assert usage.run_duration.ToMicroseconds() >= 1000
        assert usage.queue_duration.ToNanoseconds() >= 0
        assert (
            usage.queue_duration.ToNanoseconds() + usage.run_duration.ToNanoseconds()
            <= usage.total_duration.ToNanoseconds() + 1000
        )


# --- Among others ----------------------------------------------------------------------------------------------------


def test_batches_and_calls_at_once(server):
    found = []

    def batch(code, expected):
        found.append(
            [shown(one) for one in run(server, [header(server, code), chunk(*range(200))])] == expected
        )

    threads = [
        threading.Thread(target=batch, args=(f"return [input, {n}]", [[i, n] for i in range(200)]))
        for n in range(12)
    ]
    for thread in threads:
        thread.start()
    assert [server.result("return input", n) for n in range(100)] == list(range(100))
    for thread in threads:
        thread.join()
    assert found == [True] * 12


@pytest.mark.parametrize("caller", ["batch", "other"])
def test_batch_without_end_gives_way_to_whoever_waits_and_goes_on(start, caller):
    """Also to a call of its own caller, and though each of its runs is long."""
    server = start("--isolates=1", "--queue-timeout=30s").serving()
    stop = threading.Event()
    # As many under way as keep the isolate busy, and no more in some buffer.
    under_way = threading.Semaphore(20)
    results = []

    def inputs():
        yield header(server, "await new Promise(resolve => setTimeout(resolve, input)); return input")
        for number in itertools.count():
            under_way.acquire()
            if stop.is_set():
                return
            yield single(number % 30)

    def batch():
        metadata = (("x-caller", "batch"),)
        call = server.stub.ExecuteBatch(inputs(), timeout=PATIENCE, metadata=metadata)
        for response in call:
            results.append(shown(response.response))
            under_way.release()

    thread = threading.Thread(target=batch)
    thread.start()
    eventually(lambda: len(results) > 10, "the batch is under way")
    for _ in range(3):
        response = server.stub.Execute(
            server.request("return 'quick'"), timeout=PATIENCE, metadata=(("x-caller", caller),)
        )
        assert shown(response) == "quick"
        before = len(results)
        eventually(lambda before=before: len(results) > before + 10, "the batch goes on")
    stop.set()
    thread.join()
    assert results == [number % 30 for number in range(len(results))]
    assert server.metrics()['executor_evictions_total{reason="needed"}'] >= 3


def test_metrics_count_each_input_and_one_stream(start):
    server = start("--isolates=1").serving()
    run(server, [header(server, "if (input) throw 1; return 1"), chunk(0, 0, 1)])
    metrics = server.metrics()
    assert metrics['executor_executions_total{outcome="ok"}'] == 2
    assert metrics['executor_executions_total{outcome="thrown"}'] == 1
    name = "grpc_server_handled_total"
    handled = [
        value
        for key, value in metrics.items()
        if key.startswith(name) and "ExecuteBatch" in key and '"OK"' in key
    ]
    assert handled == [1]


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_hostile_scripts_end_rightly_in_a_batch_and_the_batch_goes_on(start):
    """Each twice in one batch. What the second run finds is the first one's doing; that it ends is ours."""
    roomy = start("--isolates=4").serving()
    small = start("--isolates=4", LITTLE_MEMORY).serving()
    scripts = load_hostile()
    wrong = []

    def play(mine):
        for script in mine:
            server = small if script.fills_memory else roomy
            # Where a timeout is right, the sooner the better; where it is not, a busy machine must not make one.
            limit = 0.05 if "TIMEOUT" in script.kinds else script.limit
            first = header(server, script.code, timeout=limit)
            inputs = pb.ExecuteBatchRequest(inputs=pb.BatchInputs(input_json=[script.input_json]))
            try:
                kinds = [shown(one) for one in run(server, [first, inputs, inputs])]
            except grpc.RpcError as error:
                kinds = [error.code().name] * 2
            kind = kinds[0] if isinstance(kinds[0], str) and kinds[0].isupper() else "OK"
            right = {
                "INVALID_INPUT" if one == "INVALID_ARGUMENT" else one for one in script.kinds
            } | script.kinds
            returned = script.result is not None and kinds[0] == json.loads(script.result)
            if len(kinds) != 2 or not (kind in right or (returned and "OK" in right)):
                wrong.append((script.title, kinds))

    threads = [threading.Thread(target=play, args=(scripts[n::4],)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == [], wrong
    assert [server.result("return 'next'") for server in (roomy, small)] == ["next"] * 2
