"""The client for threads."""

from __future__ import annotations

import math
import time
from collections.abc import Generator, Iterable
from types import TracebackType
from typing import Any, Self

import grpc
from grpc_health.v1 import health_pb2, health_pb2_grpc

from executor.client.batches import Inputs, texts_of
from executor.client.channel import DEFAULT_ADDRESS, metadata, options
from executor.client.conversations import Functions, OnConsole, Talk
from executor.client.execution import Execution, execution_of, responses
from executor.client.healing import Preparing, check_prepared, is_unknown, with_code
from executor.client.health import ServingStatus, Waiting
from executor.client.programs import Block, Program
from executor.client.recording import Deterministic, Recording, ask_to_repeat
from executor.client.refusals import Refused, telling_why
from executor.client.requests import STATUS_DEADLINE, RunLimits, deadline_of, request_of
from executor.v1 import executor_pb2 as pb
from executor.v1 import executor_pb2_grpc as pb_grpc


class Client:
    """Calls one executor service over one channel; threads may share it. `close()` or `with` ends it.

    `address` is a gRPC target: `host:port`, or `dns:///name:port` to spread calls over all addresses of a name.
    `credentials` (of `grpc.ssl_channel_credentials`) make it TLS; `server_name` is the name that the server's
    certificate must have, where it is not that of the address. `token` says who calls: a bearer token, sent as it is,
    so without TLS only to this machine or through a network that encrypts. `caller` is a name for whose share of the server the
    calls take, where the server does not know by a token or certificate (`x-caller`). `retries=False` makes every refusal final
    (see the package). `health_checking=True` sends calls only to addresses that report the service as SERVING; while
    none does, all calls fail as UNAVAILABLE, also those that ask for status or health.

    Raises `ValueError` for a token that has other characters than printable ASCII, or blanks, and for such a name of a caller.
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
            self._channel = grpc.insecure_channel(address, channel_options)
        else:
            self._channel = grpc.secure_channel(address, credentials, channel_options)
        self._address = address
        self._stub = pb_grpc.ExecutorServiceStub(self._channel)
        # Any, because its published types have no methods.
        self._health: Any = health_pb2_grpc.HealthStub(self._channel)
        self._limits: pb.Limits | None = None
        self._preparing = Preparing()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Ends the connection and all calls under way."""
        self._channel.close()

    def execute(
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
        """Runs `code`, the body of an async JavaScript function or what `prepare` made of one, and returns how it ended.

        `input` is any value `json.dumps` takes, or `input_json` its JSON text, or `input_bytes` what the script gets as a
        Buffer. With `accept_bytes` a Uint8Array or Buffer that it returns is bytes here, and JSON without. `timeout` is how long the script may
        run, in seconds; without it the server's default; `limits` are further ones. `affinity_key`, `own_process` and `execution_id` are as in the proto.
        `language` is what the code is written in: "javascript", or "typescript", whose types the server erases.
        `deadline`, in seconds from now, bounds the whole call with queue and retries; without it, it is the timeout
        plus the server's queue time plus `DEADLINE_MARGIN`, for which the first call asks the server's `limits()`.

        `deterministic` makes the run one that can be repeated. With `record_http` the execution has a `recording`, whose HTTP exchanges
        answer the script's requests where it is given as `replay_http`; with its `deterministic` beside it the run is the same again.

        Raises `ScriptFailed` when the script has no result, unless `check` is false; `Refused` when the service says
        that it could not run it, and another `grpc.RpcError` when the call failed otherwise; `TypeError` or `ValueError` for an input that is no JSON and a timeout that is no number.
        """
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
            deadline = deadline_of(timeout, self.limits())
        with telling_why():
            response = self._execute(request, code, deadline)
        return execution_of(response, check, request)

    def prepare(
        self,
        code: str,
        *,
        language: str = "javascript",
        deadline: float | None = None,
    ) -> Program:
        """Has the server compile `code`, which will be called more than once, and keep it: what comes back takes the place of code in
        `execute` and `execute_batch`, which then send its hash alone.

        A server forgets programs that others push out, and another replica never had them: the client sends the code then,
        once, and prepares it again. So a program is good for as long as it is wanted, with every client. `deadline` is as for
        `execute`.

        Raises `ScriptFailed` for code that does not parse; and what `execute` does.
        """
        program = Program(code, language=language)
        if deadline is None:
            deadline = deadline_of(None, self.limits())
        with telling_why():
            response = self._stub.PrepareProgram(
                program.to_prepare, timeout=deadline, metadata=self._metadata
            )
        check_prepared(response)
        return program

    def _execute(self, request: pb.ExecuteRequest, block: Block, deadline: float) -> pb.ExecuteResponse:
        """With the code where the server lacks the program. Raises `grpc.RpcError`."""
        end = time.monotonic() + deadline
        try:
            with telling_why():
                response: pb.ExecuteResponse = self._stub.Execute(
                    request, timeout=deadline, metadata=self._metadata
                )
        except Refused as error:
            if not is_unknown(error, block):
                raise
            assert isinstance(block, Program)
            self._prepare_again(block, end)
            left = max(0.0, end - time.monotonic())
            response = self._stub.Execute(with_code(request, block), timeout=left, metadata=self._metadata)
        return response

    def _prepare_again(self, program: Program, end: float) -> None:
        """For the calls that follow; where it fails they send the code, too."""
        if self._limits is not None and self._limits.max_programs == 0:
            return
        if not self._preparing.begin(program):
            return
        try:
            self._stub.PrepareProgram(
                program.to_prepare, timeout=max(0.0, end - time.monotonic()), metadata=self._metadata
            )
        except grpc.RpcError:
            pass
        finally:
            self._preparing.end(program)

    def execute_batch(
        self,
        code: Block,
        inputs: Iterable[Any] | None = None,
        *,
        inputs_json: Iterable[str] | None = None,
        timeout: float | None = None,
        execution_id: str = "",
        language: str = "javascript",
        accept_bytes: bool = False,
        limits: RunLimits | None = None,
        deadline: float | None = None,
    ) -> Generator[Execution, None, None]:
        """Runs `code` once for each input, in one isolate, and yields how each run ended, in order.

        `inputs` are values as for `execute`, or `inputs_json` their JSON texts; any number of them, which are read only
        a little ahead of the results, in a thread of their own. `timeout`, `limits` and `accept_bytes` are those of each run; `deadline`, in seconds
        from now, bounds the whole batch, which without it may take any time. What went wrong with one input is its
        `Execution.error`, an input that is not JSON included (`INVALID_INPUT`), and the batch goes on.

        The batch begins with the first `next()`; closing the generator ends it. Raises `Refused` when the service
        cannot go on with it: its `metadata` says how many inputs were `answered`, all of which have been yielded. No input
        runs twice (see the package). Raises what the iterable raises, and what `execute` does.
        """
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
        feed = Inputs(header, texts_of(inputs, inputs_json), may_begin_again=isinstance(code, Program))
        return self._batch(feed, code, math.inf if deadline is None else time.monotonic() + deadline)

    def _batch(self, feed: Inputs, block: Block, end: float) -> Generator[Execution, None, None]:
        try:
            with telling_why():
                try:
                    yield from self._answers(feed, end)
                except Refused as error:
                    if not is_unknown(error, block):
                        raise
                    assert isinstance(block, Program)
                    self._prepare_again(block, time.monotonic() + STATUS_DEADLINE)
                    feed.begin_again(with_code(feed.header, block))
                    yield from self._answers(feed, end)
        except grpc.RpcError:
            if feed.error is None:
                raise
        finally:
            feed.stop()
        if feed.error is not None:
            raise feed.error

    def converse(
        self,
        code: Block,
        input: Any = None,  # noqa: A002 - the script's own name for it
        *,
        functions: Functions | None = None,
        on_console: OnConsole | None = None,
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
        """Runs `code` as `execute` does, and talks with it meanwhile: `await host.lookup(7)` in the script calls
        `functions["lookup"](7)` here.

        Arguments and results are what JSON makes of them. Functions run in threads, up to 16 at once; what one raises, the
        script catches as an error with the type's name and the message. `on_console` is given each message as it is printed, in
        the calling thread; what it raises ends the conversation. A function that still runs at the end is left to itself. The
        others are as for `execute`, also what is raised; `TypeError` also for an asynchronous function.
        """
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
        told = self.limits()
        end = time.monotonic() + (deadline_of(timeout, told) if deadline is None else deadline)
        with telling_why():
            try:
                response = self._talk(Talk(request, functions, on_console, told.max_input_bytes), end)
            except Refused as error:
                if not is_unknown(error, code):
                    raise
                assert isinstance(code, Program)
                self._prepare_again(code, end)
                request = with_code(request, code)
                response = self._talk(Talk(request, functions, on_console, told.max_input_bytes), end)
        return execution_of(response, check)

    def _talk(self, talk: Talk, end: float) -> pb.ExecuteResponse:
        """One stream. Raises `grpc.RpcError`."""
        left = max(0.0, end - time.monotonic())
        call = self._stub.Converse(talk.messages(), timeout=left, metadata=self._metadata)
        try:
            with telling_why():
                return talk.response(call)
        finally:
            call.cancel()

    def _answers(self, feed: Inputs, end: float) -> Generator[Execution, None, None]:
        """Of one stream. Raises `grpc.RpcError`."""
        deadline = None if end == math.inf else max(0.0, end - time.monotonic())
        call = self._stub.ExecuteBatch(feed.messages(), timeout=deadline, metadata=self._metadata)
        try:
            with telling_why():
                for response in call:
                    feed.is_answered()
                    for one in responses(response):
                        yield execution_of(one, check=False)
        finally:
            call.cancel()

    def limits(self) -> pb.Limits:
        """What the server takes at most. Asked once and remembered. Raises `grpc.RpcError`."""
        if self._limits is None:
            self._limits = self.server_status().limits
        return self._limits

    def warmup_status(self, deadline: float = STATUS_DEADLINE) -> pb.WarmupStatusResponse:
        """What the warmup did; answered in every state of the server. Raises `grpc.RpcError`."""
        with telling_why():
            response: pb.WarmupStatusResponse = self._stub.WarmupStatus(
                pb.WarmupStatusRequest(), timeout=deadline, metadata=self._metadata
            )
        return response

    def server_status(self, deadline: float = STATUS_DEADLINE) -> pb.ServerStatusResponse:
        """Load, memory, warmup and limits; answered in every state of the server. Raises `grpc.RpcError`."""
        with telling_why():
            response: pb.ServerStatusResponse = self._stub.ServerStatus(
                pb.ServerStatusRequest(), timeout=deadline, metadata=self._metadata
            )
        return response

    def health(self, service: str = "", deadline: float = STATUS_DEADLINE) -> ServingStatus:
        """One look, never retried. `service` is empty or `SERVICE` for readiness, `liveness` for the process.

        Raises `grpc.RpcError`, with NOT_FOUND for a name the server does not know.
        """
        with telling_why():
            response = self._health.Check(health_pb2.HealthCheckRequest(service=service), timeout=deadline)
        return ServingStatus(response.status)

    def wait_ready(self, deadline: float, service: str = "") -> None:
        """Returns once the service is SERVING; also waits for a server that is not there yet.

        Raises `TimeoutError` after `deadline` seconds, and `grpc.RpcError` when waiting is of no use.
        """
        waiting = Waiting(self._address, deadline)
        while (left := waiting.left()) > 0:
            request = health_pb2.HealthCheckRequest(service=service)
            watch = self._health.Watch(request, timeout=left, wait_for_ready=True)
            try:
                for response in watch:
                    if waiting.saw(response.status):
                        return
            except grpc.RpcError as error:
                with telling_why():
                    waiting.broke(error)
            finally:
                watch.cancel()
            time.sleep(waiting.pause())
        raise waiting.timed_out()
