"""Why a service did not run a script."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator
from typing import Any, TypeVar, cast

import grpc
import grpc.aio
from google.protobuf import any_pb2, message
from google.rpc import error_details_pb2, status_pb2

from executor.client.requests import seconds

# Where gRPC carries a `google.rpc.Status`. Read here, because all that grpcio-status would bring is this.
_STATUS_KEY = "grpc-status-details-bin"

_Detail = TypeVar("_Detail", bound=message.Message)


class Refused(grpc.aio.AioRpcError):
    """The service did not run the script, or go on with the batch, and said why.

    `reason` is such as `QUEUE_FULL`, `message` for people, `metadata` has the message's numbers. `retry_after` is how many
    seconds the server wants to be left alone, where it is busy, and None where another try would be refused, too, or belongs
    elsewhere (`NOT_READY`, `DRAINING`). The client has retried before, unless told not to.

    It is what it stands for: the `grpc.RpcError` of the call, with `code()`, `details()` and metadata. And of both clients it is
    asyncio's form of that, so that one class serves whoever catches either.
    """

    def __init__(
        self,
        code: grpc.StatusCode,
        initial_metadata: Any,
        trailing_metadata: Any,
        details: str | None = None,
        debug_error_string: str | None = None,
    ) -> None:
        super().__init__(code, initial_metadata, trailing_metadata, details, debug_error_string)
        self.message = details or ""
        said = _details(self)
        info = _first(said, error_details_pb2.ErrorInfo()) or error_details_pb2.ErrorInfo()
        self.reason: str = info.reason
        self.metadata: dict[str, str] = dict(info.metadata)
        retry = _first(said, error_details_pb2.RetryInfo())
        self.retry_after = None if retry is None else seconds(retry.retry_delay)

    def __str__(self) -> str:
        later = "" if self.retry_after is None else f" (again in {self.retry_after:.2g} s)"
        return f"{self.reason}: {self.message}{later}"

    __repr__ = __str__

    def __reduce__(self) -> tuple[Any, ...]:
        # What threads' clients have as metadata cannot be pickled.
        initial, trailing = (
            tuple((key, value) for key, value in metadata or ())
            for metadata in (self.initial_metadata(), self.trailing_metadata())
        )
        return type(self), (self.code(), initial, trailing, self.details(), self.debug_error_string())


def error_info(error: grpc.RpcError) -> error_details_pb2.ErrorInfo | None:
    """Why the service did not run a script: `reason` such as `QUEUE_FULL`, and `metadata` with the message's numbers.

    None when the error did not come from the service: no connection, the caller's own deadline or cancel.
    """
    return _first(_details(error), error_details_pb2.ErrorInfo())


@contextlib.contextmanager
def telling_why() -> Iterator[None]:
    """Raises `Refused` in place of gRPC's own error, where the service said why."""
    try:
        yield
    except grpc.RpcError as error:
        if isinstance(error, Refused) or error_info(error) is None:
            raise
        call = cast(Any, error)
        # Without gRPC's error as its cause: it would say the same again, at length.
        raise Refused(
            call.code(),
            call.initial_metadata(),
            call.trailing_metadata(),
            call.details(),
            call.debug_error_string(),
        ) from None


def is_lost(error: grpc.RpcError) -> bool:
    """Whether gRPC for asyncio has its own word in place of the service's: it does not wait for the status of a call that has
    ended when it fails to send one message more (grpcio 1.85).
    """
    call = cast(Any, error)
    return call.code() is grpc.StatusCode.INTERNAL and "execute_batch" in (call.debug_error_string() or "")


def _details(error: grpc.RpcError) -> Iterable[any_pb2.Any]:
    """Of the `google.rpc.Status` that came with an error, if one did."""
    # The errors of both APIs have what this reads; only the stub files do not say so.
    call = cast(Any, error)
    for key, value in call.trailing_metadata() or ():
        if key == _STATUS_KEY:
            return _details_of(value, call.code(), call.details())
    return ()


def _details_of(encoded: bytes, code: grpc.StatusCode, text: str | None) -> Iterable[any_pb2.Any]:
    try:
        status = status_pb2.Status.FromString(encoded)
    except message.DecodeError:
        return ()
    # Where a proxy replaced code or message, what is left of the details explains some other error.
    return status.details if (status.code, status.message) == (code.value[0], text or "") else ()


def _first(details: Iterable[any_pb2.Any], detail: _Detail) -> _Detail | None:
    return detail if any(packed.Unpack(detail) for packed in details) else None
