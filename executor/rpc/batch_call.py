"""One call of `ExecuteBatch`: inputs in, results out in order, each side no further ahead than bounds allow.

Two things go on at once: a task reads inputs and submits them, and the call itself waits for the oldest result and sends
it with all behind it that are there. What the caller does not read is not sent, what is not sent is not forgotten, and
beyond the bounds nothing more is read: a slow caller holds up itself.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from executor.errors import Draining, ExecutorError, InvalidJob
from executor.observe.metrics import Metrics
from executor.outcome import ErrorKind, Outcome, ScriptError
from executor.pool.batch import Batch
from executor.rpc.requests import Messages
from executor.rpc.response import response_bytes, response_fields
from executor.v1 import executor_pb2 as pb
from executor.wire.jobs import Job

# Bytes of inputs and results that one batch may have here, beyond which no more inputs are read; one of any size is.
_MAX_BYTES = 4 << 20
# Results in one message, and the bytes after which no further one joins them.
_MAX_RESPONSES = 256
_MESSAGE_BYTES = 512 * 1024


@dataclass(slots=True)
class _Item:
    """An input that is not answered yet."""

    execution_id: str
    # Bytes of the input and, as its result is not known before it is there, of the largest result so far.
    size: int
    input_bytes: int
    future: asyncio.Future[Outcome]


class BatchCall:
    """`requests` are the call's messages, None where one did not parse."""

    def __init__(self, requests: Messages, context: Any, max_input_bytes: int, metrics: Metrics) -> None:
        self._requests = requests
        self._context = context
        self._max_input_bytes = max_input_bytes
        self._metrics = metrics
        self._caller = ""
        self._items: deque[_Item] = deque()
        self._read = 0
        self._bytes = 0
        self._largest_response = 0
        self._is_chunked = False
        # What every input has for an answer, where none can run.
        self._end: Outcome | None = None
        self._changed: asyncio.Future[None] | None = None
        self._room: asyncio.Future[None] | None = None
        self.answered = 0

    async def header(self) -> pb.ExecuteRequest:
        """The first message. Raises `InvalidJob`."""
        request = await anext(self._requests, pb.ExecuteBatchRequest())
        if request is None:
            raise _malformed("the first message")
        if request.WhichOneof("item") != "header":
            raise InvalidJob(
                "NO_HEADER",
                "a batch begins with a header; send one ExecuteRequest as `header`, then the inputs",
            )
        header: pb.ExecuteRequest = request.header
        return header

    def tell(self, error: ExecutorError) -> None:
        """Adds to the error how far the batch came, for a caller that wants to go on from there."""
        error.args = (f"{error} (inputs of this batch answered before: {self.answered})",)
        error.metadata["answered"] = str(self.answered)

    async def run(
        self,
        batch: Batch,
        batch_id: str,
        make_job: Callable[[bytes], Job],
        drain_began: asyncio.Event,
        end: Outcome | None = None,
    ) -> None:
        """Until every input is answered; with `end`, where that is known before any has run. Raises `ExecutorError`; what the caller left behind is ended.

        When a drain begins nothing more is read, so that an idle caller hears of it too.
        """
        self._caller, self._end = batch.caller, end
        reader = asyncio.create_task(self._read_inputs(batch, batch_id, make_job))
        reader.add_done_callback(lambda _: self._wake())
        drain = asyncio.create_task(drain_began.wait())
        drain.add_done_callback(lambda _: reader.cancel())
        try:
            while True:
                if self._items:
                    await self._answer_oldest()
                elif reader.done():
                    if reader.cancelled():
                        raise _draining()
                    reader.result()
                    return
                else:
                    await self._change()
        finally:
            drain.cancel()
            reader.cancel()
            batch.close()
            # Nobody asks any more how these ended.
            futures: list[asyncio.Future[Any]] = [reader, *(item.future for item in self._items)]
            for ended in futures:
                if ended.done() and not ended.cancelled():
                    ended.exception()

    # --- in --------------------------------------------------------------------------------------------------------

    async def _read_inputs(self, batch: Batch, batch_id: str, make_job: Callable[[bytes], Job]) -> None:
        async for request in self._requests:
            kind = None if request is None else request.WhichOneof("item")
            if kind == "input_json":
                await self._submit(batch, batch_id, request.input_json, make_job)
            elif kind == "inputs":
                self._is_chunked = True
                for text in request.inputs.input_json:
                    await self._submit(batch, batch_id, text, make_job)
            elif kind == "header":
                raise InvalidJob(
                    "SECOND_HEADER", f"a second header came after {self._read} inputs; start another batch"
                )
            else:
                raise _malformed(f"the message after {self._read} inputs")

    async def _submit(self, batch: Batch, batch_id: str, text: str, make_job: Callable[[bytes], Job]) -> None:
        input_json = text.encode()
        size = len(input_json) + self._largest_response
        while self._items and (len(self._items) >= batch.window or self._bytes + size > _MAX_BYTES):
            self._room = asyncio.get_running_loop().create_future()
            await self._room
        execution_id = f"{batch_id}/{self._read}"
        if len(input_json) > self._max_input_bytes:
            message = (
                f"input_json is {len(input_json)} bytes, over the limit of {self._max_input_bytes}; send less"
            )
            future = _failed(InvalidJob("INPUT_JSON_TOO_LARGE", message))
        elif self._end is not None:
            future = asyncio.get_running_loop().create_future()
            future.set_result(self._end)
        else:
            future = batch.submit(make_job(input_json), execution_id)
        self._read += 1
        self._bytes += size
        self._items.append(_Item(execution_id, size, len(input_json), future))
        self._requests.accepted(len(input_json))
        if len(self._items) == 1:
            self._wake()

    # --- out -------------------------------------------------------------------------------------------------------

    async def _answer_oldest(self) -> None:
        """Sends the oldest result once it is there, in a chunked stream with those behind it that are there too."""
        await _end_of(self._items[0].future)
        if self._is_chunked:
            message = pb.ExecuteBatchResponse(index=self.answered)
            self._fill(message)
        else:
            index = self.answered
            message = pb.ExecuteBatchResponse(index=index, response=self._take()[0])
        if self._room is not None and not self._room.done():
            self._room.set_result(None)
        with self._requests.unread():
            await self._context.write(message)

    def _fill(self, message: pb.ExecuteBatchResponse) -> None:
        add = message.responses.add
        fields, size = self._take()
        add(**fields)
        for _ in range(_MAX_RESPONSES - 1):
            if size >= _MESSAGE_BYTES or not self._items or not self._items[0].future.done():
                return
            if self._is_refused(self._items[0]):
                return
            fields, more = self._take()
            add(**fields)
            size += more

    @staticmethod
    def _is_refused(item: _Item) -> bool:
        """Whether the batch ends here; what is there before it is sent first."""
        error = item.future.exception()
        return error is not None and not isinstance(error, InvalidJob)

    def _take(self) -> tuple[dict[str, Any], int]:
        """Fields and bytes of the oldest response. Raises `ExecutorError` where the batch ends with it."""
        item = self._items[0]
        try:
            outcome = item.future.result()
        except InvalidJob as error:
            # A value here, as those behind it go on; counted as what it is elsewhere, a request that did not run.
            outcome = _invalid(str(error))
            self._metrics.refused(item.execution_id, error.reason, 0.0, caller=self._caller, is_invalid=True)
        self._items.popleft()
        self._bytes -= item.size
        self._requests.answered(item.input_bytes)
        self.answered += 1
        size = response_bytes(outcome)
        self._largest_response = max(self._largest_response, size)
        return response_fields(item.execution_id, outcome), size

    # --- one side waking the other ---------------------------------------------------------------------------------

    async def _change(self) -> None:
        self._changed = asyncio.get_running_loop().create_future()
        await self._changed

    def _wake(self) -> None:
        if self._changed is not None and not self._changed.done():
            self._changed.set_result(None)


async def _end_of(future: asyncio.Future[Outcome]) -> None:
    """Waits for its end, whatever that is. Cancelling this leaves it to `Batch.close`, which knows what it stands for."""
    if not future.done():
        await asyncio.wait((future,))


def _invalid(message: str) -> Outcome:
    return Outcome(None, ScriptError(ErrorKind.INVALID_INPUT, message=message))


def _failed(error: InvalidJob) -> asyncio.Future[Outcome]:
    future: asyncio.Future[Outcome] = asyncio.get_running_loop().create_future()
    future.set_exception(error)
    return future


def _draining() -> Draining:
    return Draining("the server is shutting down and takes no more inputs; send the rest to another replica")


def _malformed(which: str) -> InvalidJob:
    return InvalidJob("MALFORMED_REQUEST", f"{which} is not a valid ExecuteBatchRequest; is its text UTF-8?")
