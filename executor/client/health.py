"""The stock health service, as callers see it: what it says, and waiting for it."""

from __future__ import annotations

import enum
import time

import grpc

# Seconds between two attempts to watch the health of a server that ends the stream.
WATCH_PAUSE = 0.1


class ServingStatus(enum.IntEnum):
    """What health says. The numbers are those of `grpc.health.v1.HealthCheckResponse.ServingStatus`."""

    UNKNOWN = 0
    SERVING = 1
    NOT_SERVING = 2
    SERVICE_UNKNOWN = 3


class Waiting:
    """What `wait_ready` has seen so far, and how long it may go on."""

    def __init__(self, address: str, deadline: float) -> None:
        self._address = address
        self._deadline = deadline
        self._end = time.monotonic() + deadline
        self._last = "no connection"

    def left(self) -> float:
        """Seconds."""
        return self._end - time.monotonic()

    def pause(self) -> float:
        """Seconds until the next look at a server that ended the last one."""
        return min(WATCH_PAUSE, max(0.0, self.left()))

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
