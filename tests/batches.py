"""A batch from a test: messages out, results in, all of it under the test's own control."""

from __future__ import annotations

import json
import queue
from collections.abc import Iterable, Iterator
from typing import Any

from harness import PATIENCE, ServerProcess

from executor.v1 import executor_pb2 as pb

COUNT = "globalThis.count = (globalThis.count ?? 0) + 1;"
END = object()


def header(server: ServerProcess, code: str, **fields: Any) -> pb.ExecuteBatchRequest:
    return pb.ExecuteBatchRequest(header=server.request(code, **fields))


def single(value: Any) -> pb.ExecuteBatchRequest:
    return pb.ExecuteBatchRequest(input_json=json.dumps(value))


def chunk(*values: Any) -> pb.ExecuteBatchRequest:
    return pb.ExecuteBatchRequest(inputs=pb.BatchInputs(input_json=[json.dumps(value) for value in values]))


def run(server: ServerProcess, messages: Iterable[pb.ExecuteBatchRequest]) -> list[pb.ExecuteResponse]:
    """The results of a whole batch, after a look at their indices."""
    results: list[pb.ExecuteResponse] = []
    for response in server.stub.ExecuteBatch(iter(messages), timeout=PATIENCE):
        assert response.index == len(results)
        results += response.responses or [response.response]
    return results


def shown(response: pb.ExecuteResponse) -> Any:
    """The result, or the kind of error."""
    if response.WhichOneof("outcome") == "result_json":
        return json.loads(response.result_json)
    return pb.ErrorKind.Name(response.error.kind).removeprefix("ERROR_KIND_")


class OpenBatch:
    """A batch whose messages come one by one. Ended by `end`, or `cancel` of the call."""

    def __init__(self, server: ServerProcess, first: pb.ExecuteBatchRequest, **options: Any) -> None:
        self._messages: queue.SimpleQueue[Any] = queue.SimpleQueue()
        self._messages.put(first)
        self.call = server.stub.ExecuteBatch(self._sent(), **{"timeout": PATIENCE} | options)

    def _sent(self) -> Iterator[pb.ExecuteBatchRequest]:
        while (message := self._messages.get()) is not END:
            yield message

    def send(self, message: pb.ExecuteBatchRequest) -> None:
        self._messages.put(message)

    def ask(self, value: Any) -> Any:
        """Sends one input and waits for its result."""
        self.send(single(value))
        return shown(next(self.call).response)

    def end(self) -> None:
        self._messages.put(END)
