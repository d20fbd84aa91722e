"""How an RPC ends that the service could not carry out: its status, with one `google.rpc.ErrorInfo`, and its line in the log."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Any, NoReturn

import grpc
from google.protobuf import any_pb2, duration_pb2, message
from google.rpc import code_pb2, error_details_pb2, status_pb2

from executor.errors import (
    Draining,
    ExecutorError,
    InvalidJob,
    NotPermitted,
    NotReady,
    Overloaded,
    Unauthenticated,
    UnknownProgram,
)
from executor.observe.logs import fields

log = logging.getLogger(__name__)

ERROR_DOMAIN = "executor.v1"

_STATUS_CODES: dict[type[ExecutorError], grpc.StatusCode] = {
    InvalidJob: grpc.StatusCode.INVALID_ARGUMENT,
    UnknownProgram: grpc.StatusCode.FAILED_PRECONDITION,
    Overloaded: grpc.StatusCode.RESOURCE_EXHAUSTED,
    NotReady: grpc.StatusCode.UNAVAILABLE,
    Draining: grpc.StatusCode.UNAVAILABLE,
    Unauthenticated: grpc.StatusCode.UNAUTHENTICATED,
    NotPermitted: grpc.StatusCode.PERMISSION_DENIED,
}


def status_code(error: ExecutorError) -> grpc.StatusCode:
    """That of its class, or of the nearest above."""
    return next(_STATUS_CODES[kind] for kind in type(error).__mro__ if kind in _STATUS_CODES)


def log_refusal(what: str, execution_id: str, error: ExecutorError) -> None:
    """`what` is what was refused: an execution, a batch or a conversation."""
    # Under overload a line for each call would be the next thing to be too much; the metrics count them.
    level = logging.DEBUG if isinstance(error, Overloaded) else logging.INFO
    extra = fields(execution_id=execution_id, reason=error.reason, **error.metadata)
    log.log(
        level, "%s %s refused (%s): %s", what, execution_id or "without id", error.reason, error, extra=extra
    )


async def refuse(context: Any, error: ExecutorError) -> NoReturn:
    """Ends the RPC with the error's status, its ErrorInfo and, where a retry helps, when to retry."""
    code = status_code(error)
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
