"""Bare gRPC: answers Execute at once. The ceiling for anything behind grpc.aio in Python."""

import asyncio
import sys
from pathlib import Path

import grpc

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from executor.v1 import executor_pb2 as pb
from executor.v1 import executor_pb2_grpc as pb_grpc

ANSWER = pb.ExecuteResponse(execution_id="echo", result_json="1")


class Echo(pb_grpc.ExecutorServiceServicer):
    async def Execute(self, request: pb.ExecuteRequest, context: object) -> pb.ExecuteResponse:  # noqa: N802
        return ANSWER


async def main() -> None:
    server = grpc.aio.server()
    pb_grpc.add_ExecutorServiceServicer_to_server(Echo(), server)
    port = server.add_insecure_port("127.0.0.1:0")
    await server.start()
    print(port, flush=True)
    await server.wait_for_termination()


if __name__ == "__main__":
    asyncio.run(main())
