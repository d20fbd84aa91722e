"""Python client: `Client` for threads, `AsyncClient` for asyncio. Both clients offer the same calls.

    with Client("127.0.0.1:50051") as client:
        print(client.execute("return input.a + input.b", {"a": 1, "b": 2}).result)

The two families of failure stay apart. How a script ended is an `Execution`, raised as `ScriptFailed` when it has no
result; that the service could not run it is a `Refused` with its reason, a `grpc.RpcError` like that of a call which failed
on its way.

Calls refused with UNAVAILABLE or RESOURCE_EXHAUSTED are retried by gRPC itself (`SERVICE_CONFIG`), after the pause
the server asks for. The server says UNAVAILABLE only of scripts that did not start, but gRPC also says it of a
connection that broke, when a script may have been running: a retry then runs it a second time. Scripts for which
that is wrong need `retries=False`. A batch runs no input twice: it is retried only where the server refused it for
overload before the first result, so before anything ran.

Code that is called often is prepared once; what comes of that is called like code, and sends its hash alone:

    block = client.prepare(code)
    client.execute(block, {"a": 1, "b": 2})

Runs in other people's processes, which is why it imports nothing of the server: the stubs in `v1` and `outcome`. Nothing in
the server imports it.
"""

from executor.client.async_client import AsyncClient
from executor.client.channel import DEFAULT_ADDRESS, SERVICE, SERVICE_CONFIG
from executor.client.client import Client
from executor.client.execution import Execution, ScriptFailed
from executor.client.health import ServingStatus
from executor.client.programs import Program
from executor.client.recording import Deterministic, Recording
from executor.client.refusals import Refused, error_info
from executor.client.requests import DEADLINE_MARGIN, STATUS_DEADLINE, RunLimits

__all__ = [
    "DEADLINE_MARGIN",
    "DEFAULT_ADDRESS",
    "SERVICE",
    "SERVICE_CONFIG",
    "STATUS_DEADLINE",
    "AsyncClient",
    "Client",
    "Deterministic",
    "Execution",
    "Program",
    "Recording",
    "Refused",
    "RunLimits",
    "ScriptFailed",
    "ServingStatus",
    "error_info",
]
