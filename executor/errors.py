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


class UnknownProgram(ExecutorError):
    """The server has no such program of this caller; send its code, or prepare it again."""

    reason = "PROGRAM_UNKNOWN"


class Overloaded(ExecutorError):
    """There is more to do than can be done; the script did not start. Retry after `retry_after` seconds."""

    reason = "OVERLOADED"

    def __init__(self, message: str, retry_after: float, **metadata: object) -> None:
        super().__init__(message, **metadata)
        self.retry_after = retry_after


class QueueFull(Overloaded):
    """No isolate is free and the queue is at its bound."""

    reason = "QUEUE_FULL"


class QueueDisplaced(Overloaded):
    """The queue is at its bound, and a caller with fewer jobs in it took this one's place."""

    reason = "QUEUE_DISPLACED"


class QueueTimeout(Overloaded):
    """No isolate became free within the queue time."""

    reason = "QUEUE_TIMEOUT"


class DeadlineTooShort(Overloaded):
    """The caller's deadline will be over, or is, before an isolate is free."""

    reason = "DEADLINE_TOO_SHORT"


class HeldTooMuch(Overloaded):
    """What callers make the server hold is at its bound, and this call's part would be too much, or came too slowly."""

    reason = "HELD_TOO_MUCH"


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
