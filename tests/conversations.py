"""A conversation from a test: answers out, events in, all of it under the test's own control."""

from __future__ import annotations

import json
import queue
from collections.abc import Callable, Iterator
from typing import Any

from harness import PATIENCE, ServerProcess

from executor.v1 import executor_pb2 as pb

END = object()
Answer = Callable[[pb.FunctionCall], pb.FunctionAnswer | None]


def start_of(server: ServerProcess, code: str, *functions: str, **fields: Any) -> pb.ConverseRequest:
    request = server.request(code, **fields)
    return pb.ConverseRequest(start=pb.ConverseStart(request=request, functions=functions))


def returns(call_id: int, value: Any = None) -> pb.FunctionAnswer:
    return pb.FunctionAnswer(call_id=call_id, result_json=json.dumps(value))


def throws(call_id: int, name: str, message: str) -> pb.FunctionAnswer:
    return pb.FunctionAnswer(call_id=call_id, error=pb.FunctionError(name=name, message=message))


def echo(call: pb.FunctionCall) -> pb.FunctionAnswer:
    """The arguments are the answer."""
    return pb.FunctionAnswer(call_id=call.call_id, result_json=call.arguments_json)


def silence(call: pb.FunctionCall) -> None:
    return None


class Conversation:
    """Whose messages come one by one. Ended by `end`, or `cancel` of the call."""

    def __init__(self, server: ServerProcess, first: pb.ConverseRequest | None, **options: Any) -> None:
        self._messages: queue.SimpleQueue[Any] = queue.SimpleQueue()
        if first is not None:
            self._messages.put(first)
        self.call = server.stub.Converse(self._sent(), **{"timeout": PATIENCE} | options)

    def _sent(self) -> Iterator[pb.ConverseRequest]:
        while (message := self._messages.get()) is not END:
            yield message

    def send(self, message: pb.ConverseRequest) -> None:
        self._messages.put(message)

    def answer(self, answer: pb.FunctionAnswer) -> None:
        self.send(pb.ConverseRequest(answer=answer))

    def next(self) -> Any:
        """The next event: a text that was printed, a call, or the response."""
        event = next(self.call)
        kind = event.WhichOneof("event")
        return event.console_message.text if kind == "console_message" else getattr(event, kind)

    def rest(self, answer: Answer = silence) -> list[Any]:
        """All events that follow; calls are answered so."""
        events = []
        for event in self.call:
            kind = event.WhichOneof("event")
            if kind == "call":
                given = answer(event.call)
                if given is not None:
                    self.answer(given)
            events.append(event.console_message.text if kind == "console_message" else getattr(event, kind))
        self.end()
        return events

    def end(self) -> None:
        self._messages.put(END)


def talk(
    server: ServerProcess, code: str, *functions: str, answer: Answer = echo, **fields: Any
) -> list[Any]:
    """The events of a whole conversation."""
    return Conversation(server, start_of(server, code, *functions, **fields)).rest(answer)


def result(server: ServerProcess, code: str, *functions: str, answer: Answer = echo, **fields: Any) -> Any:
    """The parsed result of a conversation whose script must succeed."""
    response = talk(server, code, *functions, answer=answer, **fields)[-1]
    assert response.WhichOneof("outcome") == "result_json", response.error
    return json.loads(response.result_json)


def error(server: ServerProcess, code: str, *functions: str, answer: Answer = echo, **fields: Any) -> Any:
    """The error of one whose script must fail."""
    response = talk(server, code, *functions, answer=answer, **fields)[-1]
    assert response.WhichOneof("outcome") == "error", response.result_json[:200]
    return response.error
