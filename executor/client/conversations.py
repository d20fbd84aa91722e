"""Conversations from the caller's side: events as they come, and answers to calls of the caller's functions.

Functions run beside the reading of events, several at once: in threads, or as tasks where they are asynchronous. Whatever goes
wrong in one is thrown in the script, with the error's type and message, and ends nothing here.
"""

from __future__ import annotations

import asyncio
import inspect
import json
import queue
from collections.abc import AsyncIterable, AsyncIterator, Awaitable, Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from executor.client.batches import encode
from executor.client.execution import message_of
from executor.outcome import ConsoleMessage
from executor.v1 import executor_pb2 as pb

# Functions of one conversation that run at once in threads; more wait for their turn.
MAX_THREADS = 16
# Characters of the name of an error's class.
_MAX_NAME = 128

Functions = Mapping[str, Callable[..., Any]]
OnConsole = Callable[[ConsoleMessage], object]


class _Talk:
    """What both clients share: the start, what was printed, and how a function's end becomes an answer."""

    def __init__(
        self, request: pb.ExecuteRequest, functions: Functions | None, on_console: Any, max_bytes: int
    ) -> None:
        self._functions = dict(functions or {})
        self._on_console = on_console
        self._max_bytes = max_bytes
        self._start = pb.ConverseStart(request=request, functions=self._functions)
        self._console: list[pb.ConsoleMessage] = []
        # Ended at once when there is nothing to do for it.
        self._threads = ThreadPoolExecutor(MAX_THREADS, thread_name_prefix="conversation")

    def _finished(self, response: pb.ExecuteResponse | None) -> pb.ExecuteResponse:
        if response is None:
            raise ConnectionError("the conversation ended without a response")
        response.console_messages.extend(self._console)
        return response

    def _answer(self, call: pb.FunctionCall, value: Any) -> pb.FunctionAnswer:
        """Of a value, or of an error where that is none for JSON."""
        try:
            text = encode(value)
            size = len(text.encode())
        except BaseException as error:  # noqa: BLE001 - a value's own class has methods of its own
            return self._failure(call, error, f"the result of {call.name} is not JSON: {_words(error)}")
        if size > self._max_bytes:
            what = f"the result of {call.name} is {size} bytes of JSON"
            return self._failure(call, ValueError(), f"{what}, over the server's limit of {self._max_bytes}")
        return pb.FunctionAnswer(call_id=call.call_id, result_json=text)

    def _failure(
        self, call: pb.FunctionCall, error: BaseException, message: str | None = None
    ) -> pb.FunctionAnswer:
        """The type and the message: where it was raised is nobody else's business."""
        message = _words(error) if message is None else message
        told = pb.FunctionError(
            name=_cut(type(error).__name__, _MAX_NAME), message=_cut(message, self._max_bytes // 8)
        )
        return pb.FunctionAnswer(call_id=call.call_id, error=told)


class Talk(_Talk):
    """For threads: `messages()` is what gRPC sends."""

    def __init__(
        self,
        request: pb.ExecuteRequest,
        functions: Functions | None,
        on_console: OnConsole | None,
        max_bytes: int,
    ) -> None:
        """Raises `TypeError` for an asynchronous function."""
        super().__init__(request, functions, on_console, max_bytes)
        self._answers: queue.SimpleQueue[pb.FunctionAnswer | None] = queue.SimpleQueue()
        for name, function in self._functions.items():
            if _is_async(function):
                raise TypeError(f"{name} is asynchronous; call AsyncClient.converse")

    def messages(self) -> Iterator[pb.ConverseRequest]:
        """The start, and answers as they are there."""
        yield pb.ConverseRequest(start=self._start)
        while (answer := self._answers.get()) is not None:
            yield pb.ConverseRequest(answer=answer)

    def response(self, events: Iterable[pb.ConverseResponse]) -> pb.ExecuteResponse:
        """What the conversation ends with, and all that was printed. Raises what `on_console` raises."""
        response = None
        try:
            for event in events:
                kind = event.WhichOneof("event")
                if kind == "console_message":
                    self._console.append(event.console_message)
                    if self._on_console is not None:
                        self._on_console(message_of(event.console_message))
                elif kind == "call":
                    self._threads.submit(self._run, event.call)
                elif kind == "response":
                    response = event.response
        finally:
            self._answers.put(None)
            self._threads.shutdown(wait=False, cancel_futures=True)
        return self._finished(response)

    def _run(self, call: pb.FunctionCall) -> None:
        try:
            value = self._functions[call.name](*json.loads(call.arguments_json))
        except BaseException as error:  # noqa: BLE001 - the script gets it; the thread is nobody's
            self._answers.put(self._failure(call, error))
        else:
            self._answers.put(self._answer(call, value))


class AsyncTalk(_Talk):
    """`Talk` for asyncio."""

    def __init__(
        self,
        request: pb.ExecuteRequest,
        functions: Functions | None,
        on_console: Callable[[ConsoleMessage], object | Awaitable[object]] | None,
        max_bytes: int,
    ) -> None:
        super().__init__(request, functions, on_console, max_bytes)
        self._answers: asyncio.Queue[pb.FunctionAnswer | None] = asyncio.Queue()
        self._tasks: set[asyncio.Task[None]] = set()

    async def messages(self) -> AsyncIterator[pb.ConverseRequest]:
        """As `Talk.messages`."""
        yield pb.ConverseRequest(start=self._start)
        while (answer := await self._answers.get()) is not None:
            yield pb.ConverseRequest(answer=answer)

    async def response(self, events: AsyncIterable[pb.ConverseResponse]) -> pb.ExecuteResponse:
        """As `Talk.response`. Functions that still run as tasks are cancelled."""
        response = None
        try:
            async for event in events:
                kind = event.WhichOneof("event")
                if kind == "console_message":
                    await self._printed(event.console_message)
                elif kind == "call":
                    task = asyncio.create_task(self._run(event.call))
                    self._tasks.add(task)
                    task.add_done_callback(self._tasks.discard)
                elif kind == "response":
                    response = event.response
        finally:
            self._answers.put_nowait(None)
            for task in self._tasks:
                task.cancel()
            self._threads.shutdown(wait=False, cancel_futures=True)
        return self._finished(response)

    async def _printed(self, message: pb.ConsoleMessage) -> None:
        self._console.append(message)
        if self._on_console is not None:
            told = self._on_console(message_of(message))
            if inspect.isawaitable(told):
                await told

    async def _run(self, call: pb.FunctionCall) -> None:
        function = self._functions[call.name]
        try:
            arguments = json.loads(call.arguments_json)
            if _is_async(function):
                value = await function(*arguments)
            else:
                loop = asyncio.get_running_loop()
                value = await loop.run_in_executor(self._threads, _called, function, arguments)
            if inspect.isawaitable(value):
                value = await value
        except BaseException as error:  # the script gets it, if it is still there
            self._answers.put_nowait(self._failure(call, error))
            if isinstance(error, KeyboardInterrupt):
                raise
        else:
            self._answers.put_nowait(self._answer(call, value))


def _called(function: Callable[..., Any], arguments: list[Any]) -> Any:
    try:
        return function(*arguments)
    except StopIteration as error:
        # A future cannot carry it.
        raise RuntimeError(f"StopIteration: {error}") from None


def _words(error: BaseException) -> str:
    """Its message; empty where its class cannot say it."""
    try:
        return str(error)
    except BaseException:  # noqa: BLE001 - as above
        return ""


def _cut(text: str, most: int) -> str:
    return text[:most].encode("utf-8", "replace").decode()


def _is_async(function: Callable[..., Any]) -> bool:
    return inspect.iscoroutinefunction(function) or inspect.iscoroutinefunction(
        getattr(function, "__call__", None)  # noqa: B004 - whether the object's own call is a coroutine function
    )
