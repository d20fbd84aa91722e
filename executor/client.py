"""Python client: `Client` for threads, `AsyncClient` for asyncio. Both offer the same calls.

    with Client("127.0.0.1:50051") as client:
        print(client.execute("return input.a + input.b", {"a": 1, "b": 2}).result)

The two families of failure stay apart. How a script ended is an `Execution`, raised as `ScriptFailed` when it has no
result; that the service could not run it is the `grpc.RpcError` of the call, and `error_info` reads its reason.

Calls refused with UNAVAILABLE or RESOURCE_EXHAUSTED are retried by gRPC itself (`SERVICE_CONFIG`), after the pause
the server asks for. The server says UNAVAILABLE only of scripts that did not start, but gRPC also says it of a
connection that broke, when a script may have been running: a retry then runs it a second time. Scripts for which
that is wrong need `retries=False`. A batch runs no input twice: it is retried only where the server refused it for
overload before the first result, so before anything ran.
"""

from __future__ import annotations

import asyncio
import copy
import enum
import json
import math
import re
import time
from collections.abc import AsyncGenerator, AsyncIterable, Generator, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from types import TracebackType
from typing import Any, Final, Self, cast

import grpc
from google.protobuf import duration_pb2
from google.rpc import error_details_pb2
from grpc_health.v1 import health_pb2, health_pb2_grpc
from grpc_status import rpc_status

from executor.client_batch import AsyncInputs, Inputs, async_texts_of, encode, texts_of
from executor.outcome import ConsoleLevel, ConsoleMessage, ErrorKind, ScriptError, Usage
from executor.v1 import executor_pb2 as pb
from executor.v1 import executor_pb2_grpc as pb_grpc

SERVICE: Final = "executor.v1.ExecutorService"
DEFAULT_ADDRESS: Final = "127.0.0.1:50051"

# Seconds. What the network and an answer of the largest size may take on top of queue and script.
DEADLINE_MARGIN: Final = 5.0
# Seconds. Status and health are answered from memory, also by a server that is busy or warming up.
STATUS_DEADLINE: Final = 5.0

_RETRY_POLICY: Final[dict[str, Any]] = {
    # Most that gRPC takes is 5. The server's own pause (grpc-retry-pushback-ms) replaces the backoff.
    "maxAttempts": 5,
    "initialBackoff": "0.1s",
    "maxBackoff": "2s",
    "backoffMultiplier": 2,
    "retryableStatusCodes": ["UNAVAILABLE", "RESOURCE_EXHAUSTED"],
}
SERVICE_CONFIG: Final[dict[str, Any]] = {
    # Of all addresses the name resolves to; gRPC would keep to the first.
    "loadBalancingConfig": [{"round_robin": {}}],
    "methodConfig": [
        {"name": [{"service": SERVICE}], "retryPolicy": _RETRY_POLICY},
        {
            # UNAVAILABLE may be a connection that broke, when inputs may have run.
            "name": [{"service": SERVICE, "method": "ExecuteBatch"}],
            "retryPolicy": {**_RETRY_POLICY, "retryableStatusCodes": ["RESOURCE_EXHAUSTED"]},
        },
    ],
    # A refused attempt costs one token and a success earns a tenth; below half no retries: when most calls of a busy
    # caller are refused, retries would only be more load.
    "retryThrottling": {"maxTokens": 100, "tokenRatio": 0.1},
}

# A request larger than this is not kept for a retry. gRPC's 256 KiB are less than an input may be; four times the
# default limit leaves room for servers with a higher one.
_RETRY_BUFFER_BYTES = 4 << 20
# Seconds between two attempts to watch the health of a server that ends the stream.
_WATCH_PAUSE = 0.1


class ServingStatus(enum.IntEnum):
    """What health says. The numbers are those of `grpc.health.v1.HealthCheckResponse.ServingStatus`."""

    UNKNOWN = 0
    SERVING = 1
    NOT_SERVING = 2
    SERVICE_UNKNOWN = 3


@dataclass(frozen=True)
class Execution:
    """How one script ended: `error` is None, or `result_json` is.

    `execution_id` names it in the server's logs. `console` is what the script printed, in order;
    `console_truncated` says that it printed more than the server keeps.
    """

    execution_id: str
    result_json: str | None
    error: ScriptError | None
    console: tuple[ConsoleMessage, ...]
    console_truncated: bool
    usage: Usage

    @cached_property
    def result(self) -> Any:
        """The result, parsed when first asked for. Raises `ScriptFailed` when there is none.

        `json.loads` raises `RecursionError` for one nested deeper than it reads (about a thousand levels).
        """
        if self.result_json is None:
            raise ScriptFailed(self)
        return json.loads(self.result_json)


class ScriptFailed(Exception):
    """The script ran and has no result: it threw, ran out of time or memory, or does not parse."""

    def __init__(self, execution: Execution) -> None:
        super().__init__(execution)
        self.execution = execution

    def __str__(self) -> str:
        error = self.error
        # The author's own errors are known by their name; what was done to a script, by its kind.
        what = error.name if error.kind in (ErrorKind.THROWN, ErrorKind.SYNTAX) else error.kind.name
        where = f" ({error.line}:{error.column})" if error.line else ""
        return (f"{what}: {error.message}" if what else error.message) + where

    @property
    def error(self) -> ScriptError:
        """Why there is no result."""
        assert self.execution.error is not None
        return self.execution.error

    @property
    def console(self) -> tuple[ConsoleMessage, ...]:
        """What the script printed before."""
        return self.execution.console

    @property
    def usage(self) -> Usage:
        """What the run cost."""
        return self.execution.usage


def error_info(error: grpc.RpcError) -> error_details_pb2.ErrorInfo | None:
    """Why the service did not run a script: `reason` such as `QUEUE_FULL`, and `metadata` with the message's numbers.

    None when the error did not come from the service: no connection, the caller's own deadline or cancel.
    """
    try:
        # The call's errors of both APIs have what this reads; only the stub files do not say so.
        status = rpc_status.from_call(cast(grpc.Call, error))
    except ValueError:
        # A proxy replaced code or message: what is left of the details explains some other error.
        return None
    info = error_details_pb2.ErrorInfo()
    if status is not None and any(detail.Unpack(info) for detail in status.details):
        return info
    return None


class Client:
    """Calls one executor service over one channel; threads may share it. `close()` or `with` ends it.

    `address` is a gRPC target: `host:port`, or `dns:///name:port` to spread calls over all addresses of a name.
    `credentials` (of `grpc.ssl_channel_credentials`) make it TLS; `server_name` is the name that the server's
    certificate must have, where it is not that of the address. `token` says who calls: a bearer token, sent as it is,
    so without TLS only to this machine or through a network that encrypts. `retries=False` makes every refusal final
    (see the module). `health_checking=True` sends calls only to addresses that report the service as SERVING; while
    none does, all calls fail as UNAVAILABLE, also those that ask for status or health.

    Raises `ValueError` for a token that has other characters than printable ASCII, or blanks.
    """

    def __init__(
        self,
        address: str = DEFAULT_ADDRESS,
        *,
        credentials: grpc.ChannelCredentials | None = None,
        server_name: str = "",
        token: str = "",
        retries: bool = True,
        health_checking: bool = False,
    ) -> None:
        options = _options(retries, health_checking, server_name)
        self._metadata = _metadata(token)
        if credentials is None:
            self._channel = grpc.insecure_channel(address, options)
        else:
            self._channel = grpc.secure_channel(address, credentials, options)
        self._address = address
        self._stub = pb_grpc.ExecutorServiceStub(self._channel)
        # Any, because its published types have no methods.
        self._health: Any = health_pb2_grpc.HealthStub(self._channel)
        self._limits: pb.Limits | None = None

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
        code: str,
        input: Any = None,  # noqa: A002 - the script's own name for it
        *,
        input_json: str | None = None,
        timeout: float | None = None,
        execution_id: str = "",
        affinity_key: str = "",
        deadline: float | None = None,
        check: bool = True,
    ) -> Execution:
        """Runs `code`, the body of an async JavaScript function, and returns how it ended.

        `input` is any value `json.dumps` takes, or `input_json` its JSON text. `timeout` is how long the script may
        run, in seconds; without it the server's default. `affinity_key` and `execution_id` are as in the proto.
        `deadline`, in seconds from now, bounds the whole call with queue and retries; without it, it is the timeout
        plus the server's queue time plus `DEADLINE_MARGIN`, for which the first call asks the server's `limits()`.

        Raises `ScriptFailed` when the script has no result, unless `check` is false; `grpc.RpcError` when the service
        could not run it; `TypeError` or `ValueError` for an input that is no JSON and a timeout that is no number.
        """
        request = _request(code, input, input_json, timeout, execution_id, affinity_key)
        if deadline is None:
            deadline = _deadline(timeout, self.limits())
        return _execution(self._stub.Execute(request, timeout=deadline, metadata=self._metadata), check)

    def execute_batch(
        self,
        code: str,
        inputs: Iterable[Any] | None = None,
        *,
        inputs_json: Iterable[str] | None = None,
        timeout: float | None = None,
        execution_id: str = "",
        deadline: float | None = None,
    ) -> Generator[Execution, None, None]:
        """Runs `code` once for each input, in one isolate, and yields how each run ended, in order.

        `inputs` are values as for `execute`, or `inputs_json` their JSON texts; any number of them, which are read only
        a little ahead of the results, in a thread of their own. `timeout` is that of each run; `deadline`, in seconds
        from now, bounds the whole batch, which without it may take any time. What went wrong with one input is its
        `Execution.error`, an input that is not JSON included (`INVALID_INPUT`), and the batch goes on.

        The batch begins with the first `next()`; closing the generator ends it. Raises `grpc.RpcError` when the service cannot go on with it: `error_info`
        says how many inputs were `answered`, all of which have been yielded. No input runs twice (see the module). Raises what the iterable raises, and what `execute` does.
        """
        header = _request(code, None, None, timeout, execution_id, "")
        feed = Inputs(header, texts_of(inputs, inputs_json))
        return self._batch(feed, deadline)

    def _batch(self, feed: Inputs, deadline: float | None) -> Generator[Execution, None, None]:
        call = self._stub.ExecuteBatch(feed.messages(), timeout=deadline, metadata=self._metadata)
        try:
            for response in call:
                for one in _responses(response):
                    yield _execution(one, check=False)
        except grpc.RpcError:
            if feed.error is None:
                raise
        finally:
            call.cancel()
            feed.stop()
        if feed.error is not None:
            raise feed.error

    def limits(self) -> pb.Limits:
        """What the server takes at most. Asked once and remembered. Raises `grpc.RpcError`."""
        if self._limits is None:
            self._limits = self.server_status().limits
        return self._limits

    def warmup_status(self, deadline: float = STATUS_DEADLINE) -> pb.WarmupStatusResponse:
        """What the warmup did; answered in every state of the server. Raises `grpc.RpcError`."""
        response: pb.WarmupStatusResponse = self._stub.WarmupStatus(
            pb.WarmupStatusRequest(), timeout=deadline, metadata=self._metadata
        )
        return response

    def server_status(self, deadline: float = STATUS_DEADLINE) -> pb.ServerStatusResponse:
        """Load, memory, warmup and limits; answered in every state of the server. Raises `grpc.RpcError`."""
        response: pb.ServerStatusResponse = self._stub.ServerStatus(
            pb.ServerStatusRequest(), timeout=deadline, metadata=self._metadata
        )
        return response

    def health(self, service: str = "", deadline: float = STATUS_DEADLINE) -> ServingStatus:
        """One look, never retried. `service` is empty or `SERVICE` for readiness, `liveness` for the process.

        Raises `grpc.RpcError`, with NOT_FOUND for a name the server does not know.
        """
        response = self._health.Check(health_pb2.HealthCheckRequest(service=service), timeout=deadline)
        return ServingStatus(response.status)

    def wait_ready(self, deadline: float, service: str = "") -> None:
        """Returns once the service is SERVING; also waits for a server that is not there yet.

        Raises `TimeoutError` after `deadline` seconds, and `grpc.RpcError` when waiting is of no use.
        """
        waiting = _Waiting(self._address, deadline)
        while (left := waiting.left()) > 0:
            request = health_pb2.HealthCheckRequest(service=service)
            watch = self._health.Watch(request, timeout=left, wait_for_ready=True)
            try:
                for response in watch:
                    if waiting.saw(response.status):
                        return
            except grpc.RpcError as error:
                waiting.broke(error)
            finally:
                watch.cancel()
            time.sleep(min(_WATCH_PAUSE, max(0.0, waiting.left())))
        raise waiting.timed_out()


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
        retries: bool = True,
        health_checking: bool = False,
    ) -> None:
        options = _options(retries, health_checking, server_name)
        self._metadata = _metadata(token)
        if credentials is None:
            self._channel = grpc.aio.insecure_channel(address, options)
        else:
            self._channel = grpc.aio.secure_channel(address, credentials, options)
        self._address = address
        self._stub = pb_grpc.ExecutorServiceStub(self._channel)
        self._health: Any = health_pb2_grpc.HealthStub(cast(grpc.Channel, self._channel))
        self._limits: pb.Limits | None = None

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
        code: str,
        input: Any = None,  # noqa: A002 - the script's own name for it
        *,
        input_json: str | None = None,
        timeout: float | None = None,
        execution_id: str = "",
        affinity_key: str = "",
        deadline: float | None = None,
        check: bool = True,
    ) -> Execution:
        """As `Client.execute`."""
        request = _request(code, input, input_json, timeout, execution_id, affinity_key)
        if deadline is None:
            deadline = _deadline(timeout, await self.limits())
        return _execution(await self._stub.Execute(request, timeout=deadline, metadata=self._metadata), check)

    async def execute_batch(
        self,
        code: str,
        inputs: Iterable[Any] | AsyncIterable[Any] | None = None,
        *,
        inputs_json: Iterable[str] | AsyncIterable[str] | None = None,
        timeout: float | None = None,
        execution_id: str = "",
        deadline: float | None = None,
    ) -> AsyncGenerator[Execution, None]:
        """As `Client.execute_batch`; the iterables may be asynchronous too."""
        header = _request(code, None, None, timeout, execution_id, "")
        feed = AsyncInputs(header, async_texts_of(inputs, inputs_json))
        call = self._stub.ExecuteBatch(feed.messages(), timeout=deadline, metadata=self._metadata)
        try:
            async for response in call:
                for one in _responses(response):
                    yield _execution(one, check=False)
        except grpc.RpcError:
            if feed.error is None:
                raise
        finally:
            call.cancel()
            await feed.stop()
        if feed.error is not None:
            raise feed.error

    async def limits(self) -> pb.Limits:
        """As `Client.limits`."""
        if self._limits is None:
            self._limits = (await self.server_status()).limits
        return self._limits

    async def warmup_status(self, deadline: float = STATUS_DEADLINE) -> pb.WarmupStatusResponse:
        """As `Client.warmup_status`."""
        request = pb.WarmupStatusRequest()
        response: pb.WarmupStatusResponse = await self._stub.WarmupStatus(
            request, timeout=deadline, metadata=self._metadata
        )
        return response

    async def server_status(self, deadline: float = STATUS_DEADLINE) -> pb.ServerStatusResponse:
        """As `Client.server_status`."""
        request = pb.ServerStatusRequest()
        response: pb.ServerStatusResponse = await self._stub.ServerStatus(
            request, timeout=deadline, metadata=self._metadata
        )
        return response

    async def health(self, service: str = "", deadline: float = STATUS_DEADLINE) -> ServingStatus:
        """As `Client.health`."""
        response = await self._health.Check(health_pb2.HealthCheckRequest(service=service), timeout=deadline)
        return ServingStatus(response.status)

    async def wait_ready(self, deadline: float, service: str = "") -> None:
        """As `Client.wait_ready`."""
        waiting = _Waiting(self._address, deadline)
        while (left := waiting.left()) > 0:
            request = health_pb2.HealthCheckRequest(service=service)
            watch = self._health.Watch(request, timeout=left, wait_for_ready=True)
            try:
                async for response in watch:
                    if waiting.saw(response.status):
                        return
            except grpc.RpcError as error:
                waiting.broke(error)
            finally:
                watch.cancel()
            await asyncio.sleep(min(_WATCH_PAUSE, max(0.0, waiting.left())))
        raise waiting.timed_out()


class _Waiting:
    """What `wait_ready` has seen so far, and how long it may go on."""

    def __init__(self, address: str, deadline: float) -> None:
        self._address = address
        self._deadline = deadline
        self._end = time.monotonic() + deadline
        self._last = "no connection"

    def left(self) -> float:
        """Seconds."""
        return self._end - time.monotonic()

    def saw(self, status: int) -> bool:
        """Whether that was the end of waiting."""
        self._last = ServingStatus(status).name
        return status == ServingStatus.SERVING

    def broke(self, error: grpc.RpcError) -> None:
        """A server that went away may come back; the deadline ends the loop by itself. Raises all other errors."""
        if error.code() is grpc.StatusCode.UNAVAILABLE:
            self._last = error.details() or "no connection"
        elif error.code() is not grpc.StatusCode.DEADLINE_EXCEEDED:
            raise error

    def timed_out(self) -> TimeoutError:
        """The error for the caller."""
        return TimeoutError(
            f"{self._address} is not SERVING after {self._deadline:g} s; last seen: {self._last}"
        )


def _metadata(token: str) -> tuple[tuple[str, str], ...]:
    # gRPC refuses such metadata too, with an error that shows it.
    if not re.fullmatch(r"[!-~]*", token):
        raise ValueError("the token has blanks, line breaks or characters beyond ASCII")
    return (("authorization", f"Bearer {token}"),) if token else ()


def _options(retries: bool, health_checking: bool, server_name: str) -> list[tuple[str, Any]]:
    config = copy.deepcopy(SERVICE_CONFIG)
    if not retries:
        del config["methodConfig"]
    if health_checking:
        config["healthCheckConfig"] = {"serviceName": SERVICE}
    override = [("grpc.ssl_target_name_override", server_name)] if server_name else []
    return [
        *override,
        ("grpc.service_config", json.dumps(config)),
        ("grpc.per_rpc_retry_buffer_size", _RETRY_BUFFER_BYTES),
        # The limits are the server's, which knows them. One of our own would fail an allowed message, and as
        # RESOURCE_EXHAUSTED, so that the script ran again for each retry.
        ("grpc.max_send_message_length", -1),
        ("grpc.max_receive_message_length", -1),
    ]


def _request(
    code: str,
    value: Any,
    input_json: str | None,
    timeout: float | None,
    execution_id: str,
    affinity_key: str,
) -> pb.ExecuteRequest:
    if input_json is None:
        input_json = encode(value)
    elif value is not None:
        raise TypeError("give input or input_json, not both")
    request = pb.ExecuteRequest(
        code=code, input_json=input_json, execution_id=execution_id, affinity_key=affinity_key
    )
    if timeout is not None:
        request.timeout.CopyFrom(_duration(timeout))
    return request


def _duration(seconds: float) -> duration_pb2.Duration:
    if not math.isfinite(seconds):
        raise ValueError(f"timeout is {seconds}; it must be a number of seconds")
    duration = duration_pb2.Duration()
    # Its range is the server's to judge, so only what cannot be written is refused here (a ValueError too).
    duration.FromNanoseconds(round(seconds * 1e9))
    return duration


def _seconds(duration: duration_pb2.Duration) -> float:
    return duration.seconds + duration.nanos / 1e9


def _deadline(timeout: float | None, limits: pb.Limits) -> float:
    """Seconds from now."""
    run = _seconds(limits.default_timeout) if timeout is None else timeout
    return run + _seconds(limits.queue_timeout) + DEADLINE_MARGIN


def _execution(response: pb.ExecuteResponse, check: bool) -> Execution:
    failed = response.HasField("error")
    execution = Execution(
        execution_id=response.execution_id,
        result_json=None if failed else response.result_json,
        error=_error(response.error) if failed else None,
        console=tuple(
            ConsoleMessage(_level(message.level), message.text, _seconds(message.offset))
            for message in response.console_messages
        ),
        console_truncated=response.console_truncated,
        usage=Usage(
            queue=_seconds(response.usage.queue_duration),
            run=_seconds(response.usage.run_duration),
            cpu=_seconds(response.usage.cpu_duration),
            total=_seconds(response.usage.total_duration),
            peak_memory_bytes=response.usage.peak_memory_bytes,
            fetch_count=response.usage.fetch_count,
        ),
    )
    if failed and check:
        raise ScriptFailed(execution)
    return execution


def _responses(response: pb.ExecuteBatchResponse) -> Sequence[pb.ExecuteResponse]:
    """Servers pack several into one message; one that knows no chunks would not."""
    return response.responses or (response.response,)


def _error(error: pb.ScriptError) -> ScriptError:
    try:
        kind = ErrorKind(int(error.kind))
    except ValueError:
        # Of a newer server; the proto says to take it so.
        kind = ErrorKind.THROWN
    return ScriptError(kind, error.name, error.message, error.stack, error.line, error.column)


def _level(level: int) -> ConsoleLevel:
    try:
        return ConsoleLevel(level)
    except ValueError:
        return ConsoleLevel.LOG
