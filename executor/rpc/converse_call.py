"""One call of `Converse`: what the script prints and calls goes out as it comes, answers go in, the response ends it.

Three things go on at once: the run, a task that reads answers, and the call itself, which sends events one after the other.
What the caller does not read is not sent; beyond a bound the isolate is held up, so the script waits for its caller and its
time passes. A mistake of the caller's ends all of it.
"""

from __future__ import annotations

import asyncio
import json
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Any

from executor.errors import Draining, InvalidJob
from executor.observe.metrics import Metrics
from executor.observe.tracing import Trace
from executor.outcome import ConsoleMessage, Outcome
from executor.pool.conversation import Conversation
from executor.rpc.functions import checked_names
from executor.rpc.requests import Messages
from executor.rpc.response import duration, response_fields
from executor.settings import Settings
from executor.v1 import executor_pb2 as pb
from executor.wire.jobs import Job

# Bytes of events that wait to be sent, each counted with its overhead: more hold the isolate up, half of it lets it go on.
_MOST_WAITING = 64 * 1024
_EVENT_BYTES = 128


@dataclass(slots=True)
class _Event:
    message: pb.ConverseResponse
    size: int
    is_call: bool
    # It is no longer kept here.
    release: Callable[[], None]


class ConverseCall:
    """`requests` are the call's messages, None where one did not parse. The `Listener` of its conversation."""

    def __init__(self, requests: Messages, context: Any, settings: Settings, metrics: Metrics) -> None:
        self._requests = requests
        self._context = context
        self._settings = settings
        self._metrics = metrics
        self._trace: Trace | None = None
        self._conversation = Conversation((), 0, 0, self)
        self._functions: tuple[str, ...] = ()
        self._events: deque[_Event] = deque()
        self._waiting_bytes = 0
        self._changed: asyncio.Future[None] | None = None

    async def start(self, drain_began: asyncio.Event) -> pb.ExecuteRequest:
        """The first message's request. Raises `InvalidJob`, and `Draining` where that begins before."""
        start = (await self._first(drain_began)).start
        if not start.HasField("request"):
            raise _malformed("the start has no request, and")
        self._functions = checked_names(start.functions, self._settings.max_functions)
        request: pb.ExecuteRequest = start.request
        if request.HasField("deterministic"):
            raise InvalidJob(
                "CONTRADICTING_FIELDS",
                "a conversation cannot be deterministic: its caller answers when it likes; leave `deterministic` out, or "
                "call Execute",
            )
        if request.http_record or request.HasField("http_replay"):
            raise InvalidJob(
                "CONTRADICTING_FIELDS",
                "a conversation is neither recorded nor a replay: a record has no answers of its caller; leave `http_record` and "
                "`http_replay` out, or call Execute",
            )
        # Its job keeps it to the end.
        self._requests.accepted(start.ByteSize())
        return request

    async def _first(self, drain_began: asyncio.Event) -> pb.ConverseRequest:
        first = asyncio.ensure_future(anext(self._requests, pb.ConverseRequest()))
        drain = asyncio.ensure_future(drain_began.wait())
        try:
            await asyncio.wait((first, drain), return_when=asyncio.FIRST_COMPLETED)
            if not first.done():
                raise Draining(
                    "the server is shutting down and takes no new work; send the call to another replica"
                )
            request = first.result()
        finally:
            first.cancel()
            drain.cancel()
        if request is None:
            raise _malformed("the first message")
        if request.WhichOneof("item") != "start":
            raise InvalidJob(
                "NO_START", "a conversation begins with a start; send one ConverseStart, then the answers"
            )
        return request

    def job(self, job: Job) -> Job:
        """That of a conversation, in which the script has its functions."""
        return replace(job, functions=json.dumps(self._functions))

    async def run(
        self,
        execution_id: str,
        execute: Callable[[Conversation], Awaitable[Outcome]],
        trace: Trace | None,
    ) -> Outcome:
        """Until the response is sent. Raises `ExecutorError`; a run that is left behind is killed."""
        settings, self._trace = self._settings, trace
        self._conversation = Conversation(self._functions, settings.max_calls, settings.max_call_bytes, self)
        # It has the deadline of its run: no idle stream.
        self._requests.busy()
        execution = asyncio.ensure_future(execute(self._conversation))
        reader = asyncio.ensure_future(self._read_answers())
        reader.add_done_callback(lambda _: _failed(reader) and execution.cancel())
        tasks: tuple[asyncio.Future[Any], ...] = (execution, reader)
        for task in tasks:
            task.add_done_callback(lambda _: self._wake())
        self._metrics.conversations.inc()
        try:
            return await self._send_events(execution_id, execution, reader)
        finally:
            self._metrics.conversations.dec()
            for task in tasks:
                task.cancel()
                task.add_done_callback(_look_at)
            for event in self._events:
                event.release()

    # --- out -------------------------------------------------------------------------------------------------------

    async def _send_events(
        self, execution_id: str, execution: asyncio.Future[Outcome], reader: asyncio.Future[None]
    ) -> Outcome:
        release: Callable[[], None] | None = None
        try:
            while True:
                if _failed(reader):
                    reader.result()
                if execution.done() and release is None:
                    # Raises the refusal of a run that has none.
                    response = pb.ConverseResponse(response=response_fields(execution_id, execution.result()))
                    release = self._context.hold(response.ByteSize())
                    self._drop_calls()
                if self._events:
                    await self._send_oldest()
                elif release is not None:
                    release()
                    await self._write(response)
                    return execution.result()
                else:
                    await self._change()
        finally:
            if release is not None:
                release()

    async def _send_oldest(self) -> None:
        event = self._events.popleft()
        event.release()
        await self._write(event.message)
        self._waiting_bytes -= event.size
        if self._waiting_bytes <= _MOST_WAITING // 2:
            self._conversation.go_on()

    async def _write(self, message: pb.ConverseResponse) -> None:
        with self._requests.unread():
            await self._context.write(message)

    def _drop_calls(self) -> None:
        """Of a run that is over: nobody needs to answer them."""
        for event in self._events:
            if event.is_call:
                event.release()
        self._events = deque(event for event in self._events if not event.is_call)

    def printed(self, message: ConsoleMessage) -> None:
        """As `Listener.printed`."""
        printed = {"level": int(message.level), "text": message.text, "offset": duration(message.offset)}
        self._send(pb.ConverseResponse(console_message=printed), is_call=False)

    def called(self, number: int, name: str, arguments_json: str) -> None:
        """As `Listener.called`."""
        if self._trace is not None:
            self._trace.called(number, name)
        call = {"call_id": number, "name": name, "arguments_json": arguments_json}
        self._send(pb.ConverseResponse(call=call), is_call=True)

    def ended(self, number: int, result: str) -> None:
        """As `Listener.ended`."""
        self._metrics.calls[result].inc()
        if self._trace is not None:
            self._trace.answered(number, result)

    def _send(self, message: pb.ConverseResponse, *, is_call: bool) -> None:
        size = message.ByteSize() + _EVENT_BYTES
        self._events.append(_Event(message, size, is_call, self._context.hold(size)))
        self._waiting_bytes += size
        if self._waiting_bytes > _MOST_WAITING:
            self._conversation.hold_up()
        self._wake()

    # --- in --------------------------------------------------------------------------------------------------------

    async def _read_answers(self) -> None:
        async for request in self._requests:
            kind = None if request is None else request.WhichOneof("item")
            if kind == "start":
                raise InvalidJob(
                    "SECOND_START", "a second start came; open another stream for another conversation"
                )
            if kind is None:
                raise _malformed("a message after the start")
            await self._answer(request.answer)
        self._conversation.end_answers()

    async def _answer(self, answer: pb.FunctionAnswer) -> None:
        kind, number = answer.WhichOneof("answer"), answer.call_id
        if kind is None:
            raise InvalidJob(
                "EMPTY_ANSWER",
                f"the answer to call {number} has neither result_json nor error; set one of them",
                call_id=number,
            )
        error = answer.error
        sizes = {"result_json": (answer.result_json,), "error": (error.name, error.message)}
        size = sum(len(text.encode()) for text in sizes[kind])
        limit = self._settings.max_input_bytes
        if size > limit:
            raise InvalidJob(
                "ANSWER_TOO_LARGE",
                f"the answer to call {number} is {size} bytes, over the limit of {limit}; send less",
                call_id=number,
                actual_bytes=size,
                limit_bytes=limit,
            )
        if kind == "result_json":
            self._conversation.answer(number, answer.result_json.encode())
        else:
            self._conversation.fail(number, error.name, error.message)
        # No more is read than the isolate takes.
        self._requests.accepted(size)
        await self._conversation.taken()
        self._requests.answered(size)

    # --- one side waking the other ---------------------------------------------------------------------------------

    async def _change(self) -> None:
        self._changed = asyncio.get_running_loop().create_future()
        await self._changed

    def _wake(self) -> None:
        if self._changed is not None and not self._changed.done():
            self._changed.set_result(None)


def _failed(task: asyncio.Future[Any]) -> bool:
    return task.done() and not task.cancelled() and task.exception() is not None


def _look_at(task: asyncio.Future[Any]) -> None:
    """Nobody asks any more how it ended."""
    if not task.cancelled():
        task.exception()


def _malformed(which: str) -> InvalidJob:
    return InvalidJob("MALFORMED_REQUEST", f"{which} is not a valid ConverseRequest; is its text UTF-8?")
