"""Talks with a script by nothing but generated stubs: it calls a function of ours, and what it prints comes as it is printed.

In an empty directory, with CHECKOUT for the executor's repository and Python 3.10 or later:

$ cp "$CHECKOUT"/docs/clients/python/* "$CHECKOUT"/protos/executor/v1/executor.proto "$CHECKOUT"/deploy/service-config.json .
$ python3 -m venv env && env/bin/pip install -r requirements.txt && env/bin/python -m grpc_tools.protoc -I. --python_out=. --grpc_python_out=. executor.proto
$ env/bin/python converse.py 127.0.0.1:50051
"""

import json
import queue
import sys
from collections.abc import Iterator
from pathlib import Path

import executor_pb2 as pb
import executor_pb2_grpc as pb_grpc
import grpc
from google.protobuf import duration_pb2

CONFIG = Path(__file__).with_name("service-config.json").read_text()
# Whose share of the server the calls take, where no token says that.
CALLER = [("x-caller", "example")]
CODE = """
const row = await host.lookup({ id: input.id });
console.log('found', row.name);
return row.name.length;
"""
ROWS = {7: {"name": "Ada"}}


def answer(call: pb.FunctionCall) -> pb.FunctionAnswer:
    """The only function that is offered. A slow one belongs into a thread: the script may call others meanwhile."""
    (query,) = json.loads(call.arguments_json)
    if query["id"] not in ROWS:
        error = pb.FunctionError(name="NotFoundError", message=f"no row {query['id']}")
        return pb.FunctionAnswer(call_id=call.call_id, error=error)
    return pb.FunctionAnswer(call_id=call.call_id, result_json=json.dumps(ROWS[query["id"]]))


def converse(stub: pb_grpc.ExecutorServiceStub, value: object) -> str:
    request = pb.ExecuteRequest(
        code=CODE, input_json=json.dumps(value), timeout=duration_pb2.Duration(seconds=2)
    )
    sent: queue.SimpleQueue[pb.ConverseRequest | None] = queue.SimpleQueue()
    sent.put(pb.ConverseRequest(start=pb.ConverseStart(request=request, functions=["lookup"])))

    def messages() -> Iterator[pb.ConverseRequest]:
        while (message := sent.get()) is not None:
            yield message

    outcome = "no response"
    # Longer than the script's own limit: it may have to wait for an isolate.
    for event in stub.Converse(messages(), timeout=10, metadata=CALLER):
        kind = event.WhichOneof("event")
        if kind == "console_message":
            print(f"printed: {event.console_message.text}")
        elif kind == "call":
            sent.put(pb.ConverseRequest(answer=answer(event.call)))
        elif event.response.HasField("error"):
            outcome = f"failed: {event.response.error.name}: {event.response.error.message}"
        else:
            outcome = f"result: {event.response.result_json}"
    sent.put(None)
    return outcome


# With TLS: grpc.secure_channel(address, grpc.ssl_channel_credentials(ca)).
with grpc.insecure_channel(sys.argv[1], [("grpc.service_config", CONFIG)]) as channel:
    executor = pb_grpc.ExecutorServiceStub(channel)
    print(converse(executor, {"id": 7}))
    print(converse(executor, {"id": 8}))
