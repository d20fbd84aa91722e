"""What is counted of executions and refusals: the same everywhere, and by caller for a bounded number of them."""

import json

from harness import PATIENCE, eventually

from executor.observe.callers import CallerUses
from executor.v1 import executor_pb2 as pb


def test_callers_beyond_the_limit_are_one():
    callers = CallerUses(2)
    for name in ("a", "b", "c", "d", "a"):
        callers.of(name).executions += 1
    shown = {name: use.executions for name, use in callers.all().items()}
    assert shown == {"a": 2, "b": 1, "other": 2}


def test_caller_that_is_called_as_the_rest_is_counted_with_it():
    callers = CallerUses(2)
    for name in ("other", "", "late"):
        callers.of(name).refusals += 1
    shown = {name: use.refusals for name, use in callers.all().items()}
    assert shown == {"other": 2, "none": 1}


def call(server, code, caller):
    metadata = (("x-caller", caller),)
    return server.stub.Execute(pb.ExecuteRequest(code=code), timeout=PATIENCE, metadata=metadata)


def test_use_of_each_caller_is_told_and_a_limit_leaves_a_line(start):
    server = start("--isolates=1", "--metrics-callers=1").serving()
    call(server, "return 1", "billing")
    call(server, "throw 1", "late")
    response = server.stub.Execute(
        server.request("for (;;) {}", timeout=0.1, execution_id="slow"),
        timeout=PATIENCE,
        metadata=(("x-caller", "billing"),),
    )
    assert response.error.kind == pb.ERROR_KIND_TIMEOUT
    metrics = server.metrics()
    assert metrics['executor_caller_executions_total{caller="billing"}'] == 2
    assert metrics['executor_caller_executions_total{caller="other"}'] == 1
    assert metrics['executor_caller_cpu_seconds_total{caller="billing"}'] > 0
    line = eventually(
        lambda: next((line for line in server.log if "execution slow: TIMEOUT" in line), ""), "the line"
    )
    assert "caller billing, code " in line
    server.stop()


def batch_of(server, *inputs):
    messages = [pb.ExecuteBatchRequest(header=pb.ExecuteRequest(code="return input"))]
    messages += [pb.ExecuteBatchRequest(input_json=text) for text in inputs]
    return list(server.stub.ExecuteBatch(iter(messages), timeout=PATIENCE))


def test_what_did_not_run_is_no_execution_in_any_view(start):
    server = start("--isolates=1", "--max-input-bytes=1KiB").serving()
    server.refusal(pb.ExecuteRequest(code=""))
    server.refusal(pb.ExecuteRequest(code="return 1", input_json="{"))
    answers = batch_of(server, "1", "{", '"' + "x" * 2000 + '"', "2")
    kinds = [answer.response.error.kind for answer in answers]
    assert kinds == [0, pb.ERROR_KIND_INVALID_INPUT, pb.ERROR_KIND_INVALID_INPUT, 0]

    def refused():
        return server.metrics()["executor_invalid_requests_total"]

    eventually(lambda: refused() == 4, "each that is wrong is counted")
    metrics = server.metrics()
    executed = sum(value for name, value in metrics.items() if name.startswith("executor_executions_total"))
    status = server.stub.ServerStatus(pb.ServerStatusRequest(), timeout=PATIENCE)
    runtime = json.loads(server.get("/flow/health")[1])["runtime"]
    assert executed == status.runtime.total_executions == runtime["totalExecutions"] == 2
    assert status.runtime.success_rate == runtime["successRate"] == "100.0%"
    assert metrics['executor_caller_executions_total{caller="none"}'] == 2
    assert metrics['executor_caller_refusals_total{caller="none"}'] == 4

    def shown():
        samples = json.loads(server.get("/status.json")[1])["samples"]
        return [sum(sample[what] for sample in samples) for what in ("ok", "refused")]

    eventually(lambda: shown() == [2, 4], "the page counts them, too")
    server.stop()
