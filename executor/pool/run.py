"""One job's way from its admission to its outcome, and what is known of it on that way."""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from executor.outcome import ConsoleMessage, Outcome
from executor.pool.owner import BY_CALLER, Owner
from executor.wire.errors import ProtocolError
from executor.wire.jobs import Job

if TYPE_CHECKING:
    from executor.egress.replay import Replay
    from executor.egress.requests import Requests
    from executor.egress.tape import Tape
    from executor.observe.tracing import Trace
    from executor.pool.conversation import Conversation


# What a run can be, to be repeated or repeating one.
REPEATABLE = ("deterministic", "recorded", "replayed")


@dataclass(eq=False, slots=True)
class Run:
    """One job that somebody waits for. It waits, then has a slot (which knows its run), then `future` has its end: an
    outcome, or the `ExecutorError` that says why it did not start.
    """

    job: Job
    future: asyncio.Future[Outcome]
    execution_id: str = ""
    # Whose share of the isolates and of the queue it takes.
    caller: str = ""
    # Who may have its isolate after it; the caller, unless it says more.
    owner: Owner = BY_CALLER
    is_canary: bool = False
    # Has an isolate that nobody had, and nobody has it after.
    own_process: bool = False
    # By `time.monotonic()`: when the caller will have given up.
    deadline: float = math.inf
    # What its isolate is kept for: an affinity, a batch, or nothing.
    purpose: Hashable | None = None
    trace: Trace | None = None
    # The next of a batch that has begun.
    is_resumed: bool = False
    admitted: float = field(default_factory=time.monotonic)
    # While it waits: ends the wait when the queue time is over.
    timer: asyncio.TimerHandle | None = None
    # Before it was sent: it may have begun before this process knew, above all behind another run.
    sent: float = 0.0
    started: float = 0.0
    # Of earlier runs in its isolate, in seconds.
    cpu_before: float = 0.0
    # Its deadline found this process asleep once, and was put off.
    is_put_off: bool = False
    console: list[ConsoleMessage] = field(default_factory=list)
    console_messages: int = 0
    console_bytes: int = 0
    # With the first request that the script sends.
    requests: Requests | Replay | None = None
    # What becomes of them beside being sent.
    tape: Tape | None = None
    kill_reason: str = ""
    # Where it talks with its caller, who has what it prints at once.
    conversation: Conversation | None = None

    def __post_init__(self) -> None:
        if self.owner is BY_CALLER:
            self.owner = Owner(self.caller)

    @property
    def wants_unused(self) -> bool:
        """Whether no isolate that ran before will do, nor this one's for another run."""
        return self.own_process or self.is_canary

    def refuse(self, error: Exception) -> None:
        """Ends it without an outcome, unless it has ended."""
        if not self.future.done():
            self.future.set_exception(error)

    def stop_timer(self) -> None:
        """It does not wait any more."""
        if self.timer is not None:
            self.timer.cancel()

    def print(self, message: ConsoleMessage) -> None:
        """Takes one console message. Raises `ProtocolError` over the job's limits: the isolate keeps them, and one that
        does not is broken in to.
        """
        self.console_bytes += len(message.text.encode())
        self.console_messages += 1
        if (
            self.console_messages > self.job.max_console_messages
            or self.console_bytes > self.job.max_console_bytes
        ):
            raise ProtocolError("console output over its limits")
        if self.conversation is None:
            self.console.append(message)

    def repeatable(self) -> tuple[str, ...]:
        """What of `REPEATABLE` it is."""
        has = (bool(self.job.deterministic), *((False, False) if self.tape is None else self.tape.kinds()))
        return tuple(kind for kind, is_so in zip(REPEATABLE, has, strict=True) if is_so)

    def held_up_by(self) -> str:
        """Where its requests had no answers for a reason of ours, that, once they are over; otherwise empty."""
        return "" if self.requests is None else self.requests.held_up

    def end_requests(self) -> None:
        """The run is over, and so are its HTTP requests and the calls of its caller's functions."""
        if self.requests is not None:
            self.requests.end()
        if self.conversation is not None:
            self.conversation.over()
