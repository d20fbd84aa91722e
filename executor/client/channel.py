"""The channel to a service: its address, what gRPC does by itself on it, and who calls."""

from __future__ import annotations

import copy
import json
import re
from typing import Any, Final

SERVICE: Final = "executor.v1.ExecutorService"
DEFAULT_ADDRESS: Final = "127.0.0.1:50051"

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

# By itself the server takes a caller's name from here (--caller-metadata-key).
CALLER_KEY = "x-caller"

# A request larger than this is not kept for a retry. gRPC's 256 KiB are less than an input may be; four times the
# default limit leaves room for servers with a higher one.
_RETRY_BUFFER_BYTES = 4 << 20


def metadata(token: str, caller: str) -> tuple[tuple[str, str], ...]:
    """Of every call. Raises `ValueError` for what no header can carry."""
    # gRPC refuses such metadata too, with an error that shows it.
    if not re.fullmatch(r"[!-~]*", token):
        raise ValueError("the token has blanks, line breaks or characters beyond ASCII")
    if not re.fullmatch(r"([!-~]([ -~]*[!-~])?)?", caller):
        raise ValueError("the caller's name has characters beyond printable ASCII, or blanks at an end")
    entries = (("authorization", token and f"Bearer {token}"), (CALLER_KEY, caller))
    return tuple((key, value) for key, value in entries if value)


def options(retries: bool, health_checking: bool, server_name: str) -> list[tuple[str, Any]]:
    """Of the channel, as gRPC takes them."""
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
