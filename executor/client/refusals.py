"""Why a service did not run a script."""

from __future__ import annotations

from typing import cast

import grpc
from google.rpc import error_details_pb2
from grpc_status import rpc_status


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
