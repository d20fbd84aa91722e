"""The few failures of the service itself that a caller can act on.

How a script ended is never an exception: that is `executor.outcome.Outcome`. Each class carries the numbers of its
message, so that the RPC layer can put them into `google.rpc.ErrorInfo`.
"""

from __future__ import annotations


class ExecutorError(Exception):
    """The service could not run a script. `reason` is UPPER_SNAKE_CASE, `metadata` holds the message's numbers."""

    reason = "INTERNAL"

    def __init__(self, message: str, **metadata: object) -> None:
        super().__init__(message)
        self.metadata = {key: str(value) for key, value in metadata.items()}


class InvalidJob(ExecutorError):
    """The request can never run as it stands; do not retry it."""

    def __init__(self, reason: str, message: str, **metadata: object) -> None:
        super().__init__(message, **metadata)
        self.reason = reason


class QueueFull(ExecutorError):
    """Every isolate is busy and the queue is at its bound; retry later."""

    reason = "QUEUE_FULL"


class QueueTimeout(ExecutorError):
    """No isolate became free within the queue time; retry later."""

    reason = "QUEUE_TIMEOUT"


class NotReady(ExecutorError):
    """The server is still warming up, or its warmup failed; the script did not start, retry elsewhere."""

    reason = "NOT_READY"


class Draining(ExecutorError):
    """The server is shutting down; the script did not start, retry elsewhere."""

    reason = "DRAINING"


class Unauthenticated(ExecutorError):
    """The caller did not show who it is, or showed a token that nobody has."""

    def __init__(self, reason: str, message: str, **metadata: object) -> None:
        super().__init__(message, **metadata)
        self.reason = reason


class NotPermitted(ExecutorError):
    """The caller is known, and what it called is not for it."""

    reason = "NOT_PERMITTED"
