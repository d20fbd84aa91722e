"""Reads requests: not before the gate has judged the caller, not beyond the method's limit, and bounded in their sum.

gRPC reads a unary request before it asks the handler. Here every method is one that reads its messages itself, so that
what is refused was never read, and a request can be waited for, measured and given up. gRPC's own limit on a message
(`limits.message_options`) is one for all methods; each method's own is looked at here, as soon as its message is there.

What does not parse is INVALID_ARGUMENT, whichever service it is for. gRPC's own way with it is UNKNOWN, the parser's words
to the caller, and a traceback in the log for each.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from typing import Any, NoReturn

import grpc
from google.protobuf.message import DecodeError

from executor.access.identity import is_open
from executor.errors import ExecutorError, HeldTooMuch, InvalidJob
from executor.observe.paced import Paced
from executor.rpc.answers import shut_down
from executor.rpc.holding import Hold, Holding
from executor.rpc.interception import Behaviour, Rebuilt, written
from executor.rpc.limits import RequestLimits
from executor.rpc.refusal import refuse
from executor.settings import Settings

log = logging.getLogger(__name__)

# Seconds that a sender may take when others wait for its room: a request, a name for health, the next message of a stream.
TIME_TO_SEND = 0.5
TIME_TO_ASK = 0.1
TIME_TO_GO_ON = 10.0
# The bounds are that many of the largest requests, if those are more than the setting; for health always.
MIN_LARGEST = 8
HEALTH_REQUESTS = 16

Parse = Callable[[bytes], Any]


@dataclass(frozen=True)
class Bounds:
    """What requests may hold: bytes of unary ones, those for health apart, streams, and bytes of what streams sent."""

    calls: Holding
    health: Holding
    batches: Holding
    inputs: Holding

    @classmethod
    def of(cls, settings: Settings) -> Bounds:
        """The bounds that the settings ask for."""
        largest, ended = RequestLimits(settings).message, Paced(log)
        size = max(settings.max_held_request_bytes, MIN_LARGEST * largest)
        return cls(
            calls=Holding("requests", size, TIME_TO_SEND, ended),
            # Apart, so that who sends scripts slowly never holds up who asks for health.
            health=Holding("health_requests", HEALTH_REQUESTS * largest, TIME_TO_ASK, ended),
            batches=Holding("batches", settings.max_batches, TIME_TO_GO_ON, ended),
            # Its own, too: batches that work for minutes leave other callers their room.
            inputs=Holding("batch_inputs", size, TIME_TO_SEND, ended, hangs_up=True),
        )

    def __iter__(self) -> Iterator[Holding]:
        return iter((self.calls, self.health, self.batches, self.inputs))


class Requests(grpc.aio.ServerInterceptor):  # type: ignore[misc, unused-ignore]
    """The innermost interceptor: whoever stands before it decides before anything is read."""

    def __init__(self, limits: RequestLimits, bounds: Bounds) -> None:
        self._limits = limits
        self._bounds = bounds
        self._rebuilt = Rebuilt()

    async def intercept_service(
        self,
        continuation: Callable[[grpc.HandlerCallDetails], Awaitable[grpc.RpcMethodHandler[Any, Any] | None]],
        details: grpc.HandlerCallDetails,
    ) -> grpc.RpcMethodHandler[Any, Any] | None:
        """Makes a handler of the same method that reads by itself."""
        handler = await continuation(details)
        if handler is None:
            return None
        return self._rebuilt.of(details.method, handler, lambda served: self._reading(details.method, served))

    def _reading(self, method: str, handler: Any) -> grpc.RpcMethodHandler[Any, Any]:
        parse = handler.request_deserializer or bytes
        make: Callable[..., grpc.RpcMethodHandler[Any, Any]] = grpc.stream_unary_rpc_method_handler
        if handler.response_streaming:
            make = grpc.stream_stream_rpc_method_handler
        if handler.request_streaming:
            around = self._stream(method, written(handler.stream_stream), parse)
        else:
            inner = written(handler.unary_stream) if handler.response_streaming else handler.unary_unary
            around = self._single(method, inner, parse)
        # Without a deserializer the messages come as bytes.
        return make(around, None, handler.response_serializer)

    def _single(self, method: str, inner: Behaviour, parse: Parse) -> Behaviour:
        is_health = is_open(method)
        holding = self._bounds.health if is_health else self._bounds.calls
        reserved, limit = self._limits.message, self._limits.of(method)

        async def behaviour(_: Any, context: Any) -> Any:
            task = asyncio.current_task()
            assert task is not None
            if is_health:
                # Who asks for health does not wait behind others: what it sends is there with its headers.
                hold: Hold | None = holding.add(reserved, context.peer, task.cancel)
            else:
                hold = holding.take_at_once(reserved, context.peer, task.cancel)
            if hold is None:
                hold = await _room(context, holding, reserved, task)
            try:
                holding.waits(hold)
                try:
                    raw = await context.read()
                    request = _parsed(raw, limit, parse)
                except asyncio.CancelledError:
                    await _give_up(context, holding, hold, task)
                except InvalidJob as error:
                    await refuse(context, error)
                holding.goes_on(hold)
                holding.resize(hold, len(raw))
                del raw
                return await inner(request, context)
            finally:
                holding.release(hold)

        return behaviour

    def _stream(self, method: str, inner: Behaviour, parse: Parse) -> Behaviour:
        limit = self._limits.of(method)

        async def behaviour(_: Any, context: Any) -> Any:
            task = asyncio.current_task()
            assert task is not None
            try:
                stream = await self._bounds.batches.take(1, context.peer, context.end)
            except HeldTooMuch as error:
                await refuse(context, error)
            messages = Messages(context, self._bounds.batches, stream, self._bounds.inputs, limit, parse)
            try:
                return await inner(messages, context)
            except asyncio.CancelledError:
                if not stream.is_ended:
                    raise
                task.uncancel()
                await refuse(context, _idle())
            finally:
                messages.close()
                self._bounds.batches.release(stream)

        return behaviour


class Messages:
    """The messages of one stream, each read when it is asked for; what is read counts until it is `answered`."""

    def __init__(
        self, context: Any, streams: Holding, stream: Hold, inputs: Holding, limit: int, parse: Parse
    ) -> None:
        self._context = context
        self._streams = streams
        self._stream = stream
        self._inputs = inputs
        self._limit = limit
        self._parse = parse
        self._hold = Hold(0, stream.peer, lambda: shut_down(stream.peer()))
        self._unanswered = 0
        self._is_busy = False

    def __aiter__(self) -> Messages:
        return self

    async def __anext__(self) -> Any:
        self._inputs.resize(self._hold, self._unanswered)
        # No longer than others hold: they are answered, or ended.
        room = await self._inputs.take(0, self._stream.peer, lambda: None, wait=None)
        self._inputs.release(room)
        if not self._is_busy:
            self._streams.waits(self._stream)
        raw = await self._context.read()
        self._streams.goes_on(self._stream)
        if raw is grpc.aio.EOF:
            raise StopAsyncIteration
        self._inputs.resize(self._hold, self._unanswered + len(raw))
        try:
            return _parsed(raw, self._limit, self._parse)
        except InvalidJob as error:
            await refuse(self._context, error)

    def busy(self) -> None:
        """Something goes on in the stream that has a deadline of its own: it is not idle, whatever its caller does not send."""
        self._is_busy = True

    def accepted(self, size: int) -> None:
        """So many bytes of the last message stay here until they are answered."""
        self._unanswered += size

    def answered(self, size: int) -> None:
        """So many bytes are gone."""
        self._unanswered -= size
        self._inputs.resize(self._hold, self._unanswered)

    @contextlib.contextmanager
    def unread(self) -> Iterator[None]:
        """While the caller does not take an answer, it also keeps its inputs here."""
        self._inputs.waits(self._hold)
        try:
            yield
        finally:
            self._inputs.goes_on(self._hold)

    def close(self) -> None:
        """Nothing of it is here any more."""
        self._inputs.release(self._hold)


async def _room(context: Any, holding: Holding, size: int, task: asyncio.Task[Any]) -> Hold:
    try:
        return await holding.take(size, context.peer, task.cancel)
    except HeldTooMuch as error:
        await refuse(context, error)


async def _give_up(context: Any, holding: Holding, hold: Hold, task: asyncio.Task[Any]) -> NoReturn:
    """Ends a call whose reading was cancelled: by us because it is slow, or because its caller is gone."""
    if not hold.is_ended:
        raise asyncio.CancelledError
    task.uncancel()
    await refuse(context, _slow(holding))


def _parsed(raw: Any, limit: int, parse: Parse) -> Any:
    """Raises `InvalidJob` for what is no message of the method, and for the end of the stream in place of one."""
    if raw is grpc.aio.EOF:
        raise InvalidJob("NO_REQUEST", "the call ended without a request; send one message")
    if len(raw) > limit:
        raise InvalidJob(
            "REQUEST_TOO_LARGE",
            f"the request is {len(raw)} bytes, over this method's limit of {limit}; send less",
            actual_bytes=len(raw),
            limit_bytes=limit,
        )
    try:
        return parse(raw)
    except DecodeError:
        raise InvalidJob(
            "MALFORMED_REQUEST", "the request is not a valid message of this method; is its text UTF-8?"
        ) from None


def _slow(holding: Holding) -> ExecutorError:
    return HeldTooMuch(
        f"the request came too slowly while others waited for its room ({holding.limit} bytes for all callers); "
        "send it again, faster",
        retry_after=1.0,
        limit=holding.limit,
    )


def _idle() -> ExecutorError:
    return HeldTooMuch(
        "the stream sent nothing for the longest time of all, and others wait for its place (--max-batches); "
        "open it again when there are inputs",
        retry_after=1.0,
    )
