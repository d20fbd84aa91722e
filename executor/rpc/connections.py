"""How gRPC bounds what one connection, and all of them together, may take, and what it logs of broken ones.

Message sizes are in `limits`. The names are those of gRPC's `channel_arg_names.h`; only what an operator would want to turn is a setting.
"""

from __future__ import annotations

import logging

from executor.observe.paced import Paced, more
from executor.rpc.interception import left
from executor.settings import Settings

# Milliseconds. A peer that says nothing for so long is asked whether it is there, and has so long to answer: a
# half-open connection (the other machine is gone) lives a minute and a half at most.
KEEPALIVE_TIME = 60_000
KEEPALIVE_TIMEOUT = 20_000
# Milliseconds between two pings of a caller; gRPC's 5 minutes would end connections of callers that keep theirs alive
# behind a balancer. After two too early the third ends the connection (ENHANCE_YOUR_CALM).
MIN_PING_INTERVAL = 10_000
MAX_PING_STRIKES = 2
# Milliseconds for TLS and HTTP/2 to get going; gRPC's two minutes are long for a descriptor that says nothing.
HANDSHAKE_TIMEOUT = 10_000
# Milliseconds without any call; callers connect again when they need to.
MAX_IDLE = 300_000
# Bytes of all metadata of a call. Between gRPC's soft and hard limits (8 and 16 KiB) it would refuse a random part.
MAX_METADATA = 16_384
# Calls on one connection beyond those that can run or wait: the excess must reach us to be refused with a reason, and
# health and status must get through.
SPARE_STREAMS = 100
# Seconds beyond the longest call, for its answer to be sent, before an aged connection is cut.
GRACE_MARGIN = 5.0

_MILLISECONDS = 1000


def connection_options(settings: Settings) -> list[tuple[str, int]]:
    """For `grpc.aio.server`."""
    grace = settings.queue_timeout + settings.max_timeout + GRACE_MARGIN
    return [
        ("grpc.max_allowed_incoming_connections", settings.max_connections),
        ("grpc.max_connection_age_ms", round(settings.max_connection_age * _MILLISECONDS)),
        ("grpc.max_connection_age_grace_ms", round(grace * _MILLISECONDS)),
        ("grpc.max_connection_idle_ms", MAX_IDLE),
        ("grpc.max_concurrent_streams", settings.isolates + settings.queue + SPARE_STREAMS),
        ("grpc.max_metadata_size", MAX_METADATA),
        ("grpc.absolute_max_metadata_size", MAX_METADATA),
        # By itself gRPC opens the windows of a fast connection to megabytes, for each stream, whether it is read or not:
        # 40 calls that nobody read held 324 MiB, measured. Without, 64 KiB; a message that is being read has all its size.
        ("grpc.http2.bdp_probe", 0),
        ("grpc.keepalive_time_ms", KEEPALIVE_TIME),
        ("grpc.keepalive_timeout_ms", KEEPALIVE_TIMEOUT),
        ("grpc.keepalive_permit_without_calls", 1),
        ("grpc.http2.min_ping_interval_without_data_ms", MIN_PING_INTERVAL),
        ("grpc.http2.max_ping_strikes", MAX_PING_STRIKES),
        ("grpc.server_handshake_timeout_ms", HANDSHAKE_TIMEOUT),
    ]


class HangUps(logging.Filter):
    """For gRPC's logger: a caller who left before its answer was sent is no error of ours with a traceback.

    Whoever wants to could fill the log that way. A few lines at INFO stay, and how many there were.
    """

    def __init__(self) -> None:
        super().__init__()
        self._paced = Paced(logging.getLogger(__name__))

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrites such a record, and keeps it if the level still allows."""
        error = record.exc_info[1] if record.exc_info else None
        if error is None or not left(error):
            return True
        left_out = self._paced.admit("left")
        if left_out is None:
            return False
        said = record.getMessage()
        record.msg, record.args = "a caller left before its answer was sent (%s)" + more(left_out), (said,)
        record.exc_info = None
        record.levelno, record.levelname = logging.INFO, logging.getLevelName(logging.INFO)
        return logging.getLogger(record.name).isEnabledFor(logging.INFO)
