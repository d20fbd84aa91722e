"""The servicer: proto in, proto out, status codes. The only module that knows both the proto and the pool.

Two families of failure, never mixed: how a script ended is a value (gRPC OK with `error` in the response); that the
service could not run it is a status, with one `google.rpc.ErrorInfo` that repeats the message's numbers.
"""

from __future__ import annotations

import asyncio
import logging
import os
import time
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, NoReturn, cast

import grpc
from google.protobuf import any_pb2, duration_pb2, message
from google.rpc import code_pb2, error_details_pb2, status_pb2

from executor import identity, status
from executor.affinity import Affinity
from executor.batch_call import BatchCall
from executor.config import OFF, Settings
from executor.errors import (
    Draining,
    ExecutorError,
    InvalidJob,
    NotPermitted,
    NotReady,
    Overloaded,
    Unauthenticated,
)
from executor.health import Health
from executor.logs import fields
from executor.messages import Job
from executor.metrics import Metrics
from executor.outcome import Outcome
from executor.pool import Pool
from executor.response import duration, encode_outcome
from executor.tracing import Tracing
from executor.v1 import executor_pb2 as pb
from executor.warmup import WarmupState, WarmupStatus

log = logging.getLogger(__name__)

SERVICE = "executor.v1.ExecutorService"
ERROR_DOMAIN = "executor.v1"

# Both only name something; a long one would burst the limit on responses.
MAX_ID_BYTES = 256

# Characters of a caller's name that count; those who differ later than that share.
MAX_CALLER_LENGTH = 128
# Requests up to this much over the limits are still read, so that they get our own precise error and not gRPC's.
REQUEST_SLACK_BYTES = 16 << 20

_STATUS_CODES: dict[type[ExecutorError], grpc.StatusCode] = {
    InvalidJob: grpc.StatusCode.INVALID_ARGUMENT,
    Overloaded: grpc.StatusCode.RESOURCE_EXHAUSTED,
    NotReady: grpc.StatusCode.UNAVAILABLE,
    Draining: grpc.StatusCode.UNAVAILABLE,
    Unauthenticated: grpc.StatusCode.UNAUTHENTICATED,
    NotPermitted: grpc.StatusCode.PERMISSION_DENIED,
}


def message_options(settings: Settings) -> list[tuple[str, int]]:
    """gRPC's message limits from the configured ones (its default of 4 MB fits neither way)."""
    received = settings.max_code_bytes + settings.max_input_bytes + REQUEST_SLACK_BYTES
    # Result and console once each, an error's texts, and framing.
    sent = settings.max_result_bytes + 2 * settings.max_console_bytes + (1 << 20)
    return [("grpc.max_receive_message_length", received), ("grpc.max_send_message_length", sent)]


class ExecutorServicer:
    """`executor.v1.ExecutorService`."""

    def __init__(
        self,
        pool: Pool,
        health: Health,
        metrics: Metrics,
        settings: Settings,
        tracing: Tracing | None = None,
    ) -> None:
        self._pool = pool
        self._health = health
        self._metrics = metrics
        self._settings = settings
        self._tracing = tracing

    def handlers(self) -> grpc.GenericRpcHandler:
        """The method table. Made by hand because a request that does not parse must be INVALID_ARGUMENT, and a
        deserializer that raises makes gRPC answer INTERNAL.
        """
        methods = {
            "Execute": grpc.unary_unary_rpc_method_handler(
                self.execute, _lenient(pb.ExecuteRequest), pb.ExecuteResponse.SerializeToString
            ),
            "WarmupStatus": grpc.unary_unary_rpc_method_handler(
                self.warmup_status,
                _lenient(pb.WarmupStatusRequest),
                pb.WarmupStatusResponse.SerializeToString,
            ),
            "ServerStatus": grpc.unary_unary_rpc_method_handler(
                self.server_status,
                _lenient(pb.ServerStatusRequest),
                pb.ServerStatusResponse.SerializeToString,
            ),
            "ExecuteBatch": grpc.stream_stream_rpc_method_handler(
                self.execute_batch,
                _lenient(pb.ExecuteBatchRequest),
                pb.ExecuteBatchResponse.SerializeToString,
            ),
        }
        return grpc.method_handlers_generic_handler(SERVICE, methods)

    async def execute(self, request: pb.ExecuteRequest | None, context: Any) -> pb.ExecuteResponse:
        """`Execute`."""
        execution_id, begun = "", time.monotonic()
        trace = None
        if self._tracing is not None:
            trace = self._tracing.begin(context.invocation_metadata() or ())
        try:
            if request is None:
                raise InvalidJob(
                    "MALFORMED_REQUEST", "the request is not a valid ExecuteRequest; is its text UTF-8?"
                )
            _check_size("execution_id", len(request.execution_id.encode()), MAX_ID_BYTES)
            _check_size("affinity_key", len(request.affinity_key.encode()), MAX_ID_BYTES)
            execution_id = request.execution_id or _new_id()
            caller = self._caller_of(context)
            affinity = self._affinity(request, caller)
            outcome = await self._pool.execute(
                self._job(request, keep=affinity is not None),
                execution_id=execution_id,
                caller=caller[:MAX_CALLER_LENGTH],
                time_left=context.time_remaining(),
                affinity=affinity,
                trace=trace,
            )
        except ExecutorError as error:
            _log_refusal("execution", execution_id, error)
            if trace is not None:
                trace.refused(_status_code(error).value[0], error.reason, execution_id)
            try:
                await refuse(context, error)
            finally:
                self._metrics.refused(execution_id, error.reason, time.monotonic() - begun)
        except asyncio.CancelledError:
            if trace is not None:
                trace.refused(grpc.StatusCode.CANCELLED.value[0], "cancelled", execution_id)
            raise
        response = encode_outcome(execution_id, outcome)
        if trace is None:
            self._metrics.executed(execution_id, outcome)
        else:
            trace.ended(execution_id, outcome)
            self._metrics.executed(execution_id, outcome, trace.trace_id)
        if log.isEnabledFor(logging.DEBUG):
            _log_outcome(execution_id, caller, request, outcome, trace.trace_id if trace else "")
        return response

    def _caller_of(self, context: Any) -> str:
        """Whose share of the pool the call takes: who proved to be whom, or who says so; empty for all others."""
        known = identity.current()
        if known is not None:
            return known.name
        key = self._settings.caller_metadata_key
        if key == OFF:
            return ""
        for name, value in context.invocation_metadata() or ():
            if name == key:
                return str(value)
        return ""

    def _affinity(self, request: pb.ExecuteRequest, caller: str) -> Affinity | None:
        if not request.affinity_key or self._settings.affinity_isolates == 0:
            return None
        return Affinity(identity.current() is not None, caller, request.affinity_key, request.code)

    def _job(self, request: pb.ExecuteRequest, *, keep: bool) -> Job:
        """Checks the request against the limits. Raises `InvalidJob`."""
        self._check_code(request.code)
        input_json = request.input_json.encode()
        _check_size("input_json", len(input_json), self._settings.max_input_bytes)
        return self._made_job(request.code, input_json, self._timeout(request), keep=keep)

    def _check_code(self, code: str) -> None:
        if not code.strip():
            raise InvalidJob(
                "EMPTY_CODE", "code is empty; send the body of an async function, such as `return 1`"
            )
        _check_size("code", len(code.encode()), self._settings.max_code_bytes)

    def _made_job(self, code: str, input_json: bytes, timeout: float, *, keep: bool) -> Job:
        settings = self._settings
        return Job(
            code=code,
            input_json=input_json,
            timeout=timeout,
            cpu_limit=settings.cpu_limit,
            max_result_bytes=settings.max_result_bytes,
            max_console_messages=settings.max_console_messages,
            max_console_bytes=settings.max_console_bytes,
            keep=keep,
        )

    def _timeout(self, request: pb.ExecuteRequest) -> float:
        """Seconds."""
        if not request.HasField("timeout"):
            return self._settings.timeout
        timeout = request.timeout.seconds + request.timeout.nanos / 1e9
        limit = self._settings.max_timeout
        if not 0.001 <= timeout <= limit:
            raise InvalidJob(
                "TIMEOUT_OUT_OF_RANGE",
                f"timeout is {timeout:g} s; it must be from 0.001 s to {limit:g} s, or unset for "
                f"{self._settings.timeout:g} s",
                timeout_seconds=timeout,
                max_timeout_seconds=limit,
            )
        return timeout

    async def execute_batch(self, requests: Any, context: Any) -> None:
        """`ExecuteBatch`."""
        call = BatchCall(requests, context, self._settings.max_input_bytes, self._metrics)
        batch_id, begun = "", time.monotonic()
        try:
            header = await call.header()
            if header.execution_id:
                _check_size("execution_id", len(header.execution_id.encode()), MAX_ID_BYTES)
            self._check_code(header.code)
            timeout = self._timeout(header)
            batch_id = header.execution_id or _new_id()
            batch = self._pool.open_batch(
                caller=self._caller_of(context)[:MAX_CALLER_LENGTH], time_left=context.time_remaining()
            )
            await call.run(
                batch,
                batch_id,
                partial(self._made_job, header.code, timeout=timeout, keep=True),
                self._pool.drain_began,
            )
        except ExecutorError as error:
            call.tell(error)
            _log_refusal("batch", batch_id, error)
            try:
                await refuse(context, error)
            finally:
                self._metrics.refused(batch_id, error.reason, time.monotonic() - begun)

    async def warmup_status(self, request: object, context: Any) -> pb.WarmupStatusResponse:
        """`WarmupStatus`."""
        return self._warmup(self._pool.warmup.status())

    def _warmup(self, warmup: WarmupStatus) -> pb.WarmupStatusResponse:
        stats = self._pool.stats()
        return pb.WarmupStatusResponse(
            status=_state(warmup.state),
            modules=[module.name for module in warmup.modules],
            total_modules=len(warmup.modules),
            success_count=warmup.success_count,
            elapsed=status.milliseconds(warmup.elapsed_ms),
            elapsed_ms=warmup.elapsed_ms,
            timestamp=warmup.timestamp,
            module_details=[
                pb.ModuleWarmup(
                    name=module.name,
                    version=module.version,
                    status=_state(module.state),
                    size_bytes=module.size_bytes,
                    elapsed_ms=module.elapsed_ms,
                    error=module.error,
                )
                for module in warmup.modules
            ],
            failed_module=warmup.failed_module,
            error=warmup.error,
            history=[
                pb.WarmupRun(
                    timestamp=run.timestamp,
                    elapsed_ms=run.elapsed_ms,
                    status=_state(run.state),
                    generation=run.generation,
                )
                for run in warmup.history
            ],
            isolates_ready=stats.isolates["ready"],
            isolates_total=stats.slots,
            generation=warmup.generation,
            sandbox_level=warmup.sandbox_level,
        )

    async def server_status(self, request: object, context: Any) -> pb.ServerStatusResponse:
        """`ServerStatus`."""
        state = await status.read(self._pool, self._health)
        return pb.ServerStatusResponse(
            service=status.SERVICE,
            ready=state.ready,
            timestamp=state.timestamp,
            version=state.version,
            runtime=pb.RuntimeStatus(
                pool_size=state.pool_size,
                max_concurrent=state.max_concurrent,
                current_executions=state.current_executions,
                total_executions=state.total_executions,
                success_rate=state.success_rate,
            ),
            memory=pb.MemoryStatus(
                alloc_bytes=state.memory.alloc,
                total_alloc_bytes=state.memory.total_alloc,
                sys_bytes=state.memory.sys,
                gc_count=state.memory.num_gc,
            ),
            warmup=self._warmup(state.warmup),
            limits=_limits(self._settings),
        )


def _limits(settings: Settings) -> pb.Limits:
    return pb.Limits(
        max_code_bytes=settings.max_code_bytes,
        max_input_bytes=settings.max_input_bytes,
        max_result_bytes=settings.max_result_bytes,
        default_timeout=duration(settings.timeout),
        max_timeout=duration(settings.max_timeout),
        isolate_count=settings.isolates,
        queue_count=settings.queue,
        queue_timeout=duration(settings.queue_timeout),
        max_console_messages=settings.max_console_messages,
        max_console_bytes=settings.max_console_bytes,
        cpu_limit=duration(settings.cpu_limit),
        max_memory_bytes=settings.max_memory_bytes,
        affinity_isolate_count=settings.affinity_isolates,
    )


def _state(state: WarmupState) -> pb.WarmupState:
    """Ours carry the proto's numbers."""
    return cast(pb.WarmupState, int(state))


def _lenient(kind: Callable[..., Any]) -> Callable[[bytes], Any]:
    """A deserializer that answers None for what is no such message."""

    def parse(data: bytes) -> Any:
        request = kind()
        try:
            request.ParseFromString(data)
        except message.DecodeError:
            return None
        return request

    return parse


def _new_id() -> str:
    """As unique as a random UUID, in a quarter of the time."""
    return os.urandom(16).hex()


def _check_size(name: str, actual: int, limit: int) -> None:
    if actual > limit:
        raise InvalidJob(
            f"{name.upper()}_TOO_LARGE",
            f"{name} is {actual} bytes, over the limit of {limit}; send less",
            actual_bytes=actual,
            limit_bytes=limit,
        )


def _status_code(error: ExecutorError) -> grpc.StatusCode:
    return next(_STATUS_CODES[kind] for kind in type(error).__mro__ if kind in _STATUS_CODES)


def _log_refusal(what: str, execution_id: str, error: ExecutorError) -> None:
    # Under overload a line for each call would be the next thing to be too much; the metrics count them.
    level = logging.DEBUG if isinstance(error, Overloaded) else logging.INFO
    extra = fields(execution_id=execution_id, reason=error.reason, **error.metadata)
    log.log(
        level, "%s %s refused (%s): %s", what, execution_id or "without id", error.reason, error, extra=extra
    )


def _log_outcome(
    execution_id: str, caller: str, request: pb.ExecuteRequest, outcome: Outcome, trace_id: str
) -> None:
    """Never code, input, result or console: those are the caller's."""
    usage = outcome.usage
    how = "ok" if outcome.error is None else outcome.error.kind.name.lower()
    extra = fields(
        execution_id=execution_id,
        caller=caller,
        outcome=how,
        queue_ms=round(usage.queue * 1000, 3),
        run_ms=round(usage.run * 1000, 3),
        cpu_ms=round(usage.cpu * 1000, 3),
        total_ms=round(usage.total * 1000, 3),
        code_bytes=len(request.code.encode()),
        input_bytes=len(request.input_json.encode()),
        result_bytes=len(outcome.result_json or b""),
        peak_memory_bytes=usage.peak_memory_bytes,
        fetch_count=usage.fetch_count,
        trace_id=trace_id,
    )
    log.debug("execution %s: %s after %.1f ms", execution_id, how, usage.total * 1000, extra=extra)


async def refuse(context: Any, error: ExecutorError) -> NoReturn:
    """Ends the RPC with the error's status, its ErrorInfo and, where a retry helps, when to retry."""
    code = _status_code(error)
    details: list[message.Message] = [
        error_details_pb2.ErrorInfo(reason=error.reason, domain=ERROR_DOMAIN, metadata=error.metadata)
    ]
    trailers: list[tuple[str, str | bytes]] = []
    if isinstance(error, Overloaded):
        milliseconds = round(error.retry_after * 1000)
        delay = duration_pb2.Duration()
        delay.FromMilliseconds(milliseconds)
        details.append(error_details_pb2.RetryInfo(retry_delay=delay))
        # gRPC's own clients wait so long in place of their backoff, and take what is negative or no number for "never
        # retry" (gRFC A6); it counts as one of the attempts that the retry policy allows.
        trailers.append(("grpc-retry-pushback-ms", str(milliseconds)))
    rich = status_pb2.Status(
        code=code_pb2.Code.Value(code.name), message=str(error), details=_packed(details)
    )
    trailers.append(("grpc-status-details-bin", rich.SerializeToString()))
    await context.abort(code, str(error), tuple(trailers))
    raise AssertionError("abort raises")


def _packed(details: Sequence[message.Message]) -> list[any_pb2.Any]:
    packed = []
    for detail in details:
        wrapper = any_pb2.Any()
        wrapper.Pack(detail)
        packed.append(wrapper)
    return packed
