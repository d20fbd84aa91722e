"""Calls an executor with nothing but generated stubs: a result, a script's error, a refusal, and a program.

In an empty directory, with CHECKOUT for the executor's repository and Python 3.10 or later:

$ cp "$CHECKOUT"/docs/clients/python/* "$CHECKOUT"/protos/executor/v1/executor.proto "$CHECKOUT"/deploy/service-config.json .
$ python3 -m venv env && env/bin/pip install -r requirements.txt && env/bin/python -m grpc_tools.protoc -I. --python_out=. --grpc_python_out=. executor.proto
$ env/bin/python execute.py 127.0.0.1:50051
"""

import hashlib
import json
import sys
from pathlib import Path

import executor_pb2 as pb
import executor_pb2_grpc as pb_grpc
import grpc
from google.protobuf import duration_pb2

# round_robin, health checking and the retry policy.
CONFIG = Path(__file__).with_name("service-config.json").read_text()
# Whose share of the server the calls take, where no token says that.
CALLER = [("x-caller", "example")]


def call(stub: pb_grpc.ExecutorServiceStub, code: str, value: object, *, is_program: bool = False) -> str:
    what = {"program": hashlib.sha256(code.encode()).hexdigest()} if is_program else {"code": code}
    request = pb.ExecuteRequest(
        **what, input_json=json.dumps(value), timeout=duration_pb2.Duration(seconds=2)
    )
    try:
        # Longer than the script's own limit: it may have to wait for an isolate.
        response = stub.Execute(request, timeout=10, metadata=CALLER)
    except grpc.RpcError as error:
        if is_program and error.code() is grpc.StatusCode.FAILED_PRECONDITION:
            # The server has no such program (any more). It compiles it for the calls to come; this one goes with its code.
            stub.PrepareProgram(pb.PrepareProgramRequest(code=code), timeout=10, metadata=CALLER)
            return call(stub, code, value)
        # The service could not run it.
        return f"refused: {error.code().name}"
    if response.HasField("error"):
        # It ran, and failed.
        return f"failed: {pb.ErrorKind.Name(response.error.kind)}: {response.error.message}"
    return f"result: {response.result_json}"


# With TLS: grpc.secure_channel(address, grpc.ssl_channel_credentials(ca)).
with grpc.insecure_channel(sys.argv[1], [("grpc.service_config", CONFIG)]) as channel:
    executor = pb_grpc.ExecutorServiceStub(channel)
    print(call(executor, "return input.a + input.b", {"a": 1, "b": 2}))
    print(call(executor, "throw new Error('no')", None))
    print(call(executor, "", None))
    # Code that is called often: its hash is enough.
    print(call(executor, "return input.a * input.b // Python", {"a": 1, "b": 2}, is_program=True))
