"""The client for asyncio."""

from __future__ import annotations

import asyncio
import contextlib
import math
import time
from collections.abc import AsyncGenerator, AsyncIterable, Awaitable, Callable, Iterable
from types import TracebackType
from typing import Any, Self, cast

import grpc
from grpc_health.v1 import health_pb2, health_pb2_grpc

from executor.client.batches import AsyncInputs, async_texts_of
from executor.client.channel import DEFAULT_ADDRESS, metadata, options
from executor.client.conversations import AsyncTalk, Functions
from executor.client.execution import Execution, execution_of, responses
from executor.client.healing import Preparing, check_prepared, is_unknown, with_code
from executor.client.health import ServingStatus, Waiting
from executor.client.programs import Block, Program
from executor.client.recording import Deterministic, Recording, ask_to_repeat
from executor.client.refusals import Refused, is_lost, telling_why
from executor.client.requests import STATUS_DEADLINE, RunLimits, deadline_of, request_of
from executor.outcome import ConsoleMessage
from executor.v1 import executor_pb2 as pb
from executor.v1 import executor_pb2_grpc as pb_grpc


class AsyncClient:
    """`Client` for asyncio: the same arguments, calls and errors. Belongs to the event loop it was made in.

    A cancelled task cancels its call, and the server kills the script.
    """

    def __init__(
        self,
        address: str = DEFAULT_ADDRESS,
        *,
        credentials: grpc.ChannelCredentials | None = None,
        server_name: str = "",
        token: str = "",
        caller: str = "",
        retries: bool = True,
        health_checking: bool = False,
    ) -> None:
        channel_options = options(retries, health_checking, server_name)
        self._metadata = metadata(token, caller)
        if credentials is None:
            self._channel = grpc.aio.insecure_channel(address, channel_options)
        else:
            self._channel = grpc.aio.secure_channel(address, credentials, channel_options)
        self._address = address
        self._stub = pb_grpc.ExecutorServiceStub(self._channel)
        self._health: Any = health_pb2_grpc.HealthStub(cast(grpc.Channel, self._channel))
        self._limits: pb.Limits | None = None
        self._preparing = Preparing()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Ends the connection and all calls under way."""
        await self._channel.close()

    async def execute(
        self,
        code: Block,
        input: Any = None,  # noqa: A002 - the script's own name for it
        *,
        input_json: str | None = None,
        timeout: float | None = None,
        execution_id: str = "",
        affinity_key: str = "",
        own_process: bool = False,
        language: str = "javascript",
        input_bytes: bytes | None = None,
        accept_bytes: bool = False,
        limits: RunLimits | None = None,
        deadline: float | None = None,
        check: bool = True,
        deterministic: Deterministic | None = None,
        record_http: bool = False,
        replay_http: Recording | None = None,
    ) -> Execution:
        """As `Client.execute`."""
        request = request_of(
            code,
            input,
            input_json,
            timeout,
            execution_id,
            affinity_key,
            own_process=own_process,
            language=language,
            input_bytes=input_bytes,
            accept_bytes=accept_bytes,
            limits=limits,
        )
        ask_to_repeat(request, deterministic, record_http, replay_http)
        if deadline is None:
            deadline = deadline_of(timeout, await self.limits())
        with telling_why():
            response = await self._execute(request, code, deadline)
        return execution_of(response, check, request)

    async def prepare(
        self,
        code: str,
        *,
        language: str = "javascript",
        deadline: float | None = None,
    ) -> Program:
        """As `Client.prepare`."""
        program = Program(code, language=language)
        if deadline is None:
            deadline = deadline_of(None, await self.limits())
        with telling_why():
            response = await self._stub.PrepareProgram(
                program.to_prepare, timeout=deadline, metadata=self._metadata
            )
        check_prepared(response)
        return program

    async def _execute(self, request: pb.ExecuteRequest, block: Block, deadline: float) -> pb.ExecuteResponse:
        """As `Client._execute`."""
        end = time.monotonic() + deadline
        try:
            with telling_why():
                response: pb.ExecuteResponse = await self._stub.Execute(
                    request, timeout=deadline, metadata=self._metadata
                )
        except Refused as error:
            if not is_unknown(error, block):
                raise
            assert isinstance(block, Program)
            await self._prepare_again(block, end)
            left = max(0.0, end - time.monotonic())
            response = await self._stub.Execute(
                with_code(request, block), timeout=left, metadata=self._metadata
            )
        return response

    async def _prepare_again(self, program: Program, end: float) -> None:
        """As `Client._prepare_again`."""
        if self._limits is not None and self._limits.max_programs == 0:
            return
        if not self._preparing.begin(program):
            return
        left = max(0.0, end - time.monotonic())
        try:
            await self._stub.PrepareProgram(program.to_prepare, timeout=left, metadata=self._metadata)
        except grpc.RpcError:
            pass
        finally:
            self._preparing.end(program)

    async def execute_batch(
        self,
        code: Block,
        inputs: Iterable[Any] | AsyncIterable[Any] | None = None,
        *,
        inputs_json: Iterable[str] | AsyncIterable[str] | None = None,
        timeout: float | None = None,
        execution_id: str = "",
        language: str = "javascript",
        accept_bytes: bool = False,
        limits: RunLimits | None = None,
        deadline: float | None = None,
    ) -> AsyncGenerator[Execution, None]:
        """As `Client.execute_batch`; the iterables may be asynchronous too."""
        header = request_of(
            code,
            None,
            None,
            timeout,
            execution_id,
            "",
            accept_bytes=accept_bytes,
            limits=limits,
            language=language,
        )
        may_begin_again = isinstance(code, Program)
        feed = AsyncInputs(header, async_texts_of(inputs, inputs_json), may_begin_again=may_begin_again)
        end = math.inf if deadline is None else time.monotonic() + deadline
        try:
            try:
                async with contextlib.aclosing(self._answers(feed, end)) as answers:
                    async for execution in answers:
                        yield execution
            except Refused as error:
                if not is_unknown(error, code):
                    raise
                assert isinstance(code, Program)
                await self._prepare_again(code, time.monotonic() + STATUS_DEADLINE)
                await feed.begin_again(with_code(header, code))
                async with contextlib.aclosing(self._answers(feed, end)) as answers:
                    async for execution in answers:
                        yield execution
        except grpc.RpcError:
            if feed.error is None:
                raise
        finally:
            await feed.stop()
        if feed.error is not None:
            raise feed.error

    async def _answers(self, feed: AsyncInputs, end: float) -> AsyncGenerator[Execution, None]:
        """As `Client._answers`."""
        deadline = None if end == math.inf else max(0.0, end - time.monotonic())
        call = self._stub.ExecuteBatch(feed.messages(), timeout=deadline, metadata=self._metadata)
        try:
            with telling_why():
                async for response in call:
                    feed.is_answered()
                    for one in responses(response):
                        yield execution_of(one, check=False)
        except grpc.RpcError as error:
            if is_lost(error):
                await self._ask_why(feed.header)
            raise
        finally:
            call.cancel()

    async def _ask_why(self, header: pb.ExecuteRequest) -> None:
        """Raises what the service says to a batch of this header without inputs, if it refuses that."""
        only = async_texts_of(inputs_json=[], inputs=None)
        messages = AsyncInputs(header, only).messages()
        call = self._stub.ExecuteBatch(messages, timeout=STATUS_DEADLINE, metadata=self._metadata)
        with telling_why():
            async for _ in call:
                pass

    async def converse(
        self,
        code: Block,
        input: Any = None,  # noqa: A002 - the script's own name for it
        *,
        functions: Functions | None = None,
        on_console: Callable[[ConsoleMessage], object | Awaitable[object]] | None = None,
        input_json: str | None = None,
        timeout: float | None = None,
        execution_id: str = "",
        own_process: bool = False,
        language: str = "javascript",
        input_bytes: bytes | None = None,
        accept_bytes: bool = False,
        limits: RunLimits | None = None,
        deadline: float | None = None,
        check: bool = True,
    ) -> Execution:
        """As `Client.converse`; functions and `on_console` may be asynchronous, and run as tasks of this loop then."""
        request = request_of(
            code,
            input,
            input_json,
            timeout,
            execution_id,
            "",
            own_process=own_process,
            language=language,
            input_bytes=input_bytes,
            accept_bytes=accept_bytes,
            limits=limits,
        )
        told = await self.limits()
        end = time.monotonic() + (deadline_of(timeout, told) if deadline is None else deadline)
        with telling_why():
            try:
                response = await self._talk(
                    AsyncTalk(request, functions, on_console, told.max_input_bytes), end
                )
            except Refused as error:
                if not is_unknown(error, code):
                    raise
                assert isinstance(code, Program)
                await self._prepare_again(code, end)
                request = with_code(request, code)
                response = await self._talk(
                    AsyncTalk(request, functions, on_console, told.max_input_bytes), end
                )
        return execution_of(response, check)

    async def _talk(self, talk: AsyncTalk, end: float) -> pb.ExecuteResponse:
        """As `Client._talk`."""
        left = max(0.0, end - time.monotonic())
        call = self._stub.Converse(talk.messages(), timeout=left, metadata=self._metadata)
        try:
            with telling_why():
                return await talk.response(call)
        finally:
            call.cancel()

    async def limits(self) -> pb.Limits:
        """As `Client.limits`."""
        if self._limits is None:
            self._limits = (await self.server_status()).limits
        return self._limits

    async def warmup_status(self, deadline: float = STATUS_DEADLINE) -> pb.WarmupStatusResponse:
        """As `Client.warmup_status`."""
        request = pb.WarmupStatusRequest()
        with telling_why():
            response: pb.WarmupStatusResponse = await self._stub.WarmupStatus(
                request, timeout=deadline, metadata=self._metadata
            )
        return response

    async def server_status(self, deadline: float = STATUS_DEADLINE) -> pb.ServerStatusResponse:
        """As `Client.server_status`."""
        request = pb.ServerStatusRequest()
        with telling_why():
            response: pb.ServerStatusResponse = await self._stub.ServerStatus(
                request, timeout=deadline, metadata=self._metadata
            )
        return response

    async def health(self, service: str = "", deadline: float = STATUS_DEADLINE) -> ServingStatus:
        """As `Client.health`."""
        request = health_pb2.HealthCheckRequest(service=service)
        with telling_why():
            response = await self._health.Check(request, timeout=deadline)
        return ServingStatus(response.status)

    async def wait_ready(self, deadline: float, service: str = "") -> None:
        """As `Client.wait_ready`."""
        waiting = Waiting(self._address, deadline)
        while (left := waiting.left()) > 0:
            request = health_pb2.HealthCheckRequest(service=service)
            watch = self._health.Watch(request, timeout=left, wait_for_ready=True)
            try:
                async for response in watch:
                    if waiting.saw(response.status):
                        return
            except grpc.RpcError as error:
                with telling_why():
                    waiting.broke(error)
            finally:
                watch.cancel()
            await asyncio.sleep(waiting.pause())
        raise waiting.timed_out()
