"""The inputs of a batch on their way out: whatever is at hand goes together, and nothing waits for an input to come.

The caller's iterable is read in a thread (or task) of its own, a bounded number of inputs ahead. So a slow one delays no
input that it has given already, and one that needs the last result to make the next input works too.
"""

from __future__ import annotations

import asyncio
import json
import threading
from collections import deque
from collections.abc import AsyncIterable, AsyncIterator, Iterable, Iterator
from typing import Any

from executor.v1 import executor_pb2 as pb

# Of one message, whichever comes first; one input of any size goes by itself.
_CHUNK_INPUTS = 256
_CHUNK_BYTES = 256 * 1024
# Inputs read and not yet sent.
_AHEAD = 2 * _CHUNK_INPUTS


def encode(value: Any) -> str:
    """JSON text, compact and not escaped, because the server's limit is on bytes. NaN would not be JSON."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


class Inputs:
    """For threads: `messages()` is what gRPC sends. `error` is what the caller's iterable raised, if it did.

    A stream that is refused before its first answer has run nothing; one that `may_begin_again` then has all its inputs still.
    """

    def __init__(
        self, header: pb.ExecuteRequest, texts: Iterable[str], *, may_begin_again: bool = False
    ) -> None:
        self.header = header
        self._texts = texts
        self._stream = 0
        # What the stream has sent, as long as it may all be sent again.
        self._sent: list[str] | None = [] if may_begin_again else None
        self._ready: deque[str] = deque()
        self._changed = threading.Condition()
        self._is_over = False
        self.error: BaseException | None = None

    def messages(self) -> Iterator[pb.ExecuteBatchRequest]:
        """Header and chunks, until the inputs or the call are over."""
        stream = self._stream
        if stream == 0:
            threading.Thread(target=self._read, name="batch inputs", daemon=True).start()
        yield pb.ExecuteBatchRequest(header=self.header)
        while chunk := self._take(stream):
            yield pb.ExecuteBatchRequest(inputs=pb.BatchInputs(input_json=chunk))

    def is_answered(self) -> None:
        """The stream goes on, and what is sent is gone."""
        self._sent = None

    def begin_again(self, header: pb.ExecuteRequest) -> None:
        """What was sent and not answered is to be sent once more, behind this header, by the next `messages()`."""
        with self._changed:
            self.header = header
            self._stream += 1
            self._ready.extendleft(reversed(self._sent or ()))
            self._sent = None
            self._changed.notify_all()

    def stop(self) -> None:
        """Reads nothing more. An iterable that blocks is left to itself."""
        with self._changed:
            self._is_over = True
            self._ready.clear()
            self._changed.notify_all()

    def _read(self) -> None:
        try:
            for text in self._texts:
                with self._changed:
                    self._changed.wait_for(lambda: self._is_over or len(self._ready) < _AHEAD)
                    if self._is_over:
                        return
                    self._ready.append(text)
                    self._changed.notify_all()
        except BaseException as error:  # noqa: BLE001 - the caller gets it, in the thread that asks for results
            self.error = error
        with self._changed:
            self._is_over = True
            self._changed.notify_all()

    def _take(self, stream: int) -> list[str]:
        """Nothing for a stream that another has followed."""
        with self._changed:
            self._changed.wait_for(lambda: self._is_over or self._ready or stream != self._stream)
            chunk = _chunk(self._ready) if stream == self._stream else []
            if self._sent is not None:
                self._sent += chunk
            self._changed.notify_all()
            return chunk


class AsyncInputs:
    """`Inputs` for asyncio."""

    def __init__(
        self, header: pb.ExecuteRequest, texts: AsyncIterator[str], *, may_begin_again: bool = False
    ) -> None:
        self.header = header
        self._texts = texts
        self._stream = 0
        self._sent: list[str] | None = [] if may_begin_again else None
        self._ready: deque[str] = deque()
        self._changed = asyncio.Condition()
        self._is_over = False
        self._reader: asyncio.Task[None] | None = None
        self.error: BaseException | None = None

    async def messages(self) -> AsyncIterator[pb.ExecuteBatchRequest]:
        """As `Inputs.messages`."""
        stream = self._stream
        if stream == 0:
            self._reader = asyncio.create_task(self._read())
        yield pb.ExecuteBatchRequest(header=self.header)
        while chunk := await self._take(stream):
            yield pb.ExecuteBatchRequest(inputs=pb.BatchInputs(input_json=chunk))

    def is_answered(self) -> None:
        """As `Inputs.is_answered`."""
        self._sent = None

    async def begin_again(self, header: pb.ExecuteRequest) -> None:
        """As `Inputs.begin_again`."""
        async with self._changed:
            self.header = header
            self._stream += 1
            self._ready.extendleft(reversed(self._sent or ()))
            self._sent = None
            self._changed.notify_all()

    async def stop(self) -> None:
        """Reads nothing more, and ends what waits for more to send."""
        if self._reader is not None:
            self._reader.cancel()
            await asyncio.wait((self._reader,))
        async with self._changed:
            self._is_over = True
            self._ready.clear()
            self._changed.notify_all()

    async def _read(self) -> None:
        try:
            async for text in self._texts:
                async with self._changed:
                    await self._changed.wait_for(lambda: len(self._ready) < _AHEAD)
                    self._ready.append(text)
                    self._changed.notify_all()
        except Exception as error:  # noqa: BLE001 - as above
            self.error = error
        async with self._changed:
            self._is_over = True
            self._changed.notify_all()

    async def _take(self, stream: int) -> list[str]:
        async with self._changed:
            await self._changed.wait_for(lambda: self._is_over or bool(self._ready) or stream != self._stream)
            chunk = _chunk(self._ready) if stream == self._stream else []
            if self._sent is not None:
                self._sent += chunk
            self._changed.notify_all()
            return chunk


def texts_of(inputs: Iterable[Any] | None, inputs_json: Iterable[str] | None) -> Iterator[str]:
    """JSON texts of either, which raise `ValueError` at one that is no Unicode: half a surrogate pair.

    Raises `TypeError` where both or none are given.
    """
    if (inputs is None) == (inputs_json is None):
        raise TypeError("give inputs or inputs_json, one of them")
    if inputs_json is not None:
        return map(_checked, inputs_json)
    assert inputs is not None
    return map(_checked, map(encode, inputs))


async def async_texts_of(
    inputs: Iterable[Any] | AsyncIterable[Any] | None, inputs_json: Iterable[str] | AsyncIterable[str] | None
) -> AsyncIterator[str]:
    """As `texts_of`, of either kind of iterable."""
    if isinstance(inputs, AsyncIterable):
        async for value in inputs:
            yield _checked(encode(value))
    elif isinstance(inputs_json, AsyncIterable):
        async for text in inputs_json:
            yield _checked(text)
    else:
        for text in texts_of(inputs, inputs_json):
            yield text


def _checked(text: str) -> str:
    # Found later, by protobuf in gRPC's thread, it would end the call as UNKNOWN without a reason.
    if not text.isascii():
        text.encode()
    return text


def _chunk(ready: deque[str]) -> list[str]:
    chunk: list[str] = []
    size = 0
    while ready and len(chunk) < _CHUNK_INPUTS and (not chunk or size + len(ready[0]) <= _CHUNK_BYTES):
        size += len(ready[0])
        chunk.append(ready.popleft())
    return chunk
