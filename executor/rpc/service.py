"""The servicer: proto in, proto out. What it tells is made by `response` and `status`, what it refuses by `refusal`.

Two families of failure, never mixed: how a script ended is a value (gRPC OK with `error` in the response); that the
service could not run it is a status, with one `google.rpc.ErrorInfo` that repeats the message's numbers.
"""

from __future__ import annotations

import asyncio
import logging
import os
import time
from collections.abc import Callable
from functools import partial
from typing import Any, NoReturn

import grpc
from google.protobuf import message

from executor.access import identity
from executor.errors import ExecutorError, InvalidJob
from executor.observe import status
from executor.observe.logs import fields
from executor.observe.metrics import Metrics
from executor.observe.notices import HASH_LENGTH
from executor.observe.tracing import StatusCode, Trace, Tracing
from executor.outcome import Outcome
from executor.pool.affinity import Affinity
from executor.pool.owner import Owner
from executor.pool.pool import Pool
from executor.pool.readiness import Readiness
from executor.rpc.batch_call import BatchCall
from executor.rpc.converse_call import ConverseCall
from executor.rpc.jobs import Jobs, checked
from executor.rpc.languages import Languages
from executor.rpc.limits import told_limits
from executor.rpc.prepare_call import PrepareCall
from executor.rpc.programs import Block, block_of
from executor.rpc.records import write_record
from executor.rpc.refusal import log_refusal, refuse, status_code
from executor.rpc.response import encode_outcome
from executor.rpc.status import status_response, warmup_response
from executor.settings import OFF, Settings
from executor.v1 import executor_pb2 as pb
from executor.wire.jobs import Job

log = logging.getLogger(__name__)

SERVICE = "executor.v1.ExecutorService"
# Characters of a caller's name that count; those who differ later than that share.
MAX_CALLER_LENGTH = 128


class ExecutorServicer:
    """`executor.v1.ExecutorService`."""

    def __init__(
        self,
        pool: Pool,
        readiness: Readiness,
        metrics: Metrics,
        settings: Settings,
        languages: Languages,
        tracing: Tracing | None = None,
    ) -> None:
        self._pool = pool
        self._readiness = readiness
        self._metrics = metrics
        self._settings = settings
        self._tracing = tracing
        self._limits = told_limits(settings)
        self._jobs = Jobs(settings)
        self._languages = languages

    def handlers(self) -> grpc.GenericRpcHandler:
        """The method table. Made by hand because a request that does not parse must be INVALID_ARGUMENT, and a
        deserializer that raises makes gRPC answer INTERNAL.
        """
        methods = {
            "Execute": grpc.unary_unary_rpc_method_handler(
                self.execute, _lenient(pb.ExecuteRequest), pb.ExecuteResponse.SerializeToString
            ),
            "PrepareProgram": grpc.unary_unary_rpc_method_handler(
                self.prepare_program,
                _lenient(pb.PrepareProgramRequest),
                pb.PrepareProgramResponse.SerializeToString,
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
            "Converse": grpc.stream_stream_rpc_method_handler(
                self.converse, _lenient(pb.ConverseRequest), pb.ConverseResponse.SerializeToString
            ),
        }
        return grpc.method_handlers_generic_handler(SERVICE, methods)

    async def execute(self, request: pb.ExecuteRequest | None, context: Any) -> pb.ExecuteResponse:
        """`Execute`."""
        execution_id, begun = "", time.monotonic()
        trace = None
        if self._tracing is not None:
            trace = self._tracing.begin(context.invocation_metadata() or ())
        caller, owner = self._who(context)
        try:
            request = checked(request)
            execution_id = request.execution_id or _new_id()
            block, failed = await self._block(
                request,
                lambda block: self._jobs.of(request, block, keep=False),
                execution_id,
                owner,
                context,
                trace,
            )
            affinity = self._affinity(request, caller, block)
            tape = self._jobs.tape(request)
            outcome = failed or await self._pool.execute(
                self._jobs.of(request, block, keep=affinity is not None),
                execution_id=execution_id,
                caller=owner.caller,
                owner=owner,
                time_left=context.time_remaining(),
                affinity=affinity,
                own_process=request.own_process,
                trace=trace,
                tape=tape,
            )
        except ExecutorError as error:
            await self._refuse("execution", execution_id, owner.caller, error, begun, context, trace)
        except asyncio.CancelledError:
            if trace is not None:
                trace.refused(StatusCode.CANCELLED, "cancelled", execution_id)
            raise
        response = encode_outcome(execution_id, outcome)
        if tape is not None:
            write_record(tape, response)
        if trace is not None:
            trace.repeats(**_repeats(request))
            trace.ended(execution_id, outcome)
        if log.isEnabledFor(logging.DEBUG):
            _log_outcome(execution_id, caller, request, outcome, trace.trace_id if trace else "")
        return response

    async def _block(
        self,
        request: pb.ExecuteRequest,
        make_job: Callable[[Block], Job],
        execution_id: str,
        owner: Owner,
        context: Any,
        trace: Trace | None,
    ) -> tuple[Block, Outcome | None]:
        """What the request is to run, in JavaScript. With an outcome, nothing of it must run: that is the call's."""
        block = block_of(self._pool, request, owner)
        # A program was made JavaScript when it was prepared.
        if not request.language or request.program:
            return block, None
        # Before anything is erased: a request that no job can be made of is refused for nothing.
        timeout = make_job(block).timeout
        failed = await self._languages.to_javascript(
            request,
            timeout,
            execution_id=execution_id,
            caller=owner.caller,
            owner=owner,
            time_left=context.time_remaining(),
            trace=trace,
        )
        return Block(code=request.code), failed

    def _who(self, context: Any) -> tuple[str, Owner]:
        """The caller: who proved to be whom, or who says so; empty for all others. And who may have the call's isolate after it:
        of those who proved to be the same only who says the same name. A service that calls for several customers tells them
        apart so, though they share its share.
        """
        known, said = identity.current(), self._said_name(context)
        if known is None:
            return said, Owner(said[:MAX_CALLER_LENGTH], name=said)
        return known.name, Owner(known.name[:MAX_CALLER_LENGTH], identity=known.name, name=said)

    def _said_name(self, context: Any) -> str:
        """Who the call says it is for."""
        key = self._settings.caller_metadata_key
        if key == OFF:
            return ""
        for name, value in context.invocation_metadata() or ():
            if name == key:
                return str(value)
        return ""

    def _affinity(self, request: pb.ExecuteRequest, caller: str, block: Block) -> Affinity | None:
        if not request.affinity_key or request.own_process or self._settings.affinity_isolates == 0:
            return None
        if request.HasField("deterministic"):
            return None  # An isolate that ran before is no start that can be repeated.
        as_bytes = (request.HasField("input_bytes"), request.accept_result_bytes)
        return Affinity(identity.current() is not None, caller, request.affinity_key, block.source, as_bytes)

    async def execute_batch(self, requests: Any, context: Any) -> None:
        """`ExecuteBatch`."""
        call = BatchCall(requests, context, self._settings.max_input_bytes, self._metrics)
        batch_id, begun = "", time.monotonic()
        _, owner = self._who(context)
        trace = None
        if self._tracing is not None:
            trace = self._tracing.begin(context.invocation_metadata() or (), "ExecuteBatch")
        try:
            header = checked(await call.header())
            batch_id = header.execution_id or _new_id()
            block, failed = await self._block(
                header,
                lambda block: self._jobs.of_batch(header, block)(b"null"),
                batch_id,
                owner,
                context,
                trace,
            )
            batch = self._pool.open_batch(
                caller=owner.caller,
                owner=owner,
                time_left=context.time_remaining(),
                own_process=header.own_process,
            )
            await call.run(
                batch,
                batch_id,
                self._jobs.of_batch(header, block),
                self._pool.drain_began,
                failed,
            )
        except ExecutorError as error:
            call.tell(error)
            await self._refuse("batch", batch_id, owner.caller, error, begun, context, trace)
        except asyncio.CancelledError:
            if trace is not None:
                trace.refused(StatusCode.CANCELLED, "cancelled", batch_id)
            raise
        if trace is not None:
            trace.batch_ended(batch_id, call.answered)

    async def converse(self, requests: Any, context: Any) -> None:
        """`Converse`."""
        call = ConverseCall(requests, context, self._settings, self._metrics)
        execution_id, begun = "", time.monotonic()
        caller, owner = self._who(context)
        trace = None
        if self._tracing is not None:
            trace = self._tracing.begin(context.invocation_metadata() or (), "Converse")
        try:
            request = checked(await call.start(self._pool.drain_began))
            execution_id = request.execution_id or _new_id()
            block, failed = await self._block(
                request,
                lambda block: self._jobs.of(request, block, keep=False),
                execution_id,
                owner,
                context,
                trace,
            )
            execute = partial(
                self._pool.execute,
                call.job(self._jobs.of(request, block, keep=False)),
                execution_id=execution_id,
                caller=owner.caller,
                owner=owner,
                time_left=context.time_remaining(),
                own_process=request.own_process,
                trace=trace,
            )
            outcome = await call.run(
                execution_id, lambda talk: _known(failed) if failed else execute(conversation=talk), trace
            )
        except ExecutorError as error:
            await self._refuse("conversation", execution_id, owner.caller, error, begun, context, trace)
        except asyncio.CancelledError:
            if trace is not None:
                trace.refused(StatusCode.CANCELLED, "cancelled", execution_id)
            raise
        if trace is not None:
            trace.ended(execution_id, outcome)
        if log.isEnabledFor(logging.DEBUG):
            _log_outcome(execution_id, caller, request, outcome, trace.trace_id if trace else "")

    async def prepare_program(
        self, request: pb.PrepareProgramRequest | None, context: Any
    ) -> pb.PrepareProgramResponse:
        """`PrepareProgram`."""
        execution_id, begun, outcome = _new_id(), time.monotonic(), None
        caller, owner = self._who(context)
        trace = None
        if self._tracing is not None:
            trace = self._tracing.begin(context.invocation_metadata() or (), "PrepareProgram")
        try:
            call = PrepareCall(self._pool, self._jobs, request, owner)
            if not call.is_known:
                outcome = await call.outcome(
                    self._languages,
                    execution_id=execution_id,
                    caller=owner.caller,
                    time_left=context.time_remaining(),
                    trace=trace,
                )
        except ExecutorError as error:
            await self._refuse("preparation", execution_id, owner.caller, error, begun, context, trace)
        except asyncio.CancelledError:
            if trace is not None:
                trace.refused(StatusCode.CANCELLED, "cancelled", execution_id)
            raise
        if trace is not None:
            trace.prepared(execution_id, outcome)
        call.log(execution_id, caller, outcome)
        return call.response(outcome)

    async def _refuse(
        self,
        what: str,
        execution_id: str,
        caller: str,
        error: ExecutorError,
        begun: float,
        context: Any,
        trace: Trace | None = None,
    ) -> NoReturn:
        """Ends the RPC, told to whoever counts or traces it. `begun` is by `time.monotonic`."""
        log_refusal(what, execution_id, error)
        if trace is not None:
            trace.refused(StatusCode[status_code(error).name], error.reason, execution_id)
        try:
            await refuse(context, error)
        finally:
            self._metrics.refused(
                execution_id,
                error.reason,
                time.monotonic() - begun,
                caller=caller,
                is_invalid=isinstance(error, InvalidJob),
            )

    async def warmup_status(self, request: object, context: Any) -> pb.WarmupStatusResponse:
        """`WarmupStatus`."""
        stats = self._pool.stats()
        return warmup_response(
            self._pool.warmup.status(),
            isolates_ready=stats.isolates["ready"],
            isolates_total=stats.slots,
        )

    async def server_status(self, request: object, context: Any) -> pb.ServerStatusResponse:
        """`ServerStatus`."""
        state = status.read(self._pool, self._readiness, self._metrics.memory.latest)
        return status_response(state, self._limits)


async def _known(outcome: Outcome) -> Outcome:
    """Of a run that there is not to be."""
    return outcome


def _lenient(kind: type[message.Message]) -> Callable[[bytes], Any]:
    """A deserializer that answers None for what is no such message."""

    def parse(data: bytes) -> Any:
        try:
            return kind.FromString(data)
        except message.DecodeError:
            return None

    return parse


def _new_id() -> str:
    """As unique as a random UUID, in a quarter of the time."""
    return os.urandom(16).hex()


def _repeats(request: pb.ExecuteRequest) -> dict[str, bool]:
    return {
        "deterministic": request.HasField("deterministic"),
        "recorded": request.http_record,
        "replayed": request.HasField("http_replay"),
    }


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
        program=request.program[:HASH_LENGTH],
        input_bytes=len(request.input_json.encode()) + len(request.input_bytes),
        result_bytes=len(outcome.result_json or outcome.result_bytes or b""),
        peak_memory_bytes=usage.peak_memory_bytes,
        fetch_count=usage.fetch_count,
        trace_id=trace_id,
        **{name: True for name, is_so in _repeats(request).items() if is_so},
    )
    log.debug("execution %s: %s after %.1f ms", execution_id, how, usage.total * 1000, extra=extra)
