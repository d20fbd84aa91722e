"""How a script ended, as callers have it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from executor.client.recording import Recording, recording_of
from executor.client.requests import seconds
from executor.outcome import ConsoleLevel, ConsoleMessage, ErrorCause, ErrorKind, ScriptError, Usage
from executor.v1 import executor_pb2 as pb


@dataclass(frozen=True)
class Execution:
    """How one script ended: two of `error`, `result_json` and `result_bytes` are None.

    `execution_id` names it in the server's logs. `console` is what the script printed, in order;
    `console_truncated` says that it printed more than the server keeps. `recording` is there where the call asked for one; where it is
    not though it was asked for, `recording_refused` says why.
    """

    execution_id: str
    result_json: str | None
    error: ScriptError | None
    console: tuple[ConsoleMessage, ...]
    console_truncated: bool
    usage: Usage
    result_bytes: bytes | None = None
    recording: Recording | None = None
    recording_refused: str = ""

    @cached_property
    def result(self) -> Any:
        """The result: bytes, or JSON parsed when first asked for. Raises `ScriptFailed` when there is none.

        `json.loads` raises `RecursionError` for one nested deeper than it reads (about a thousand levels).
        """
        if self.result_bytes is not None:
            return self.result_bytes
        if self.result_json is None:
            raise ScriptFailed(self)
        return json.loads(self.result_json)


class ScriptFailed(Exception):
    """The script ran and has no result: it threw, ran out of time or memory, or does not parse."""

    def __init__(self, execution: Execution) -> None:
        super().__init__(execution)
        self.execution = execution

    def __str__(self) -> str:
        error = self.error
        # The author's own errors are known by their name; what was done to a script, by its kind.
        what = error.name if error.kind in (ErrorKind.THROWN, ErrorKind.SYNTAX) else error.kind.name
        # What is not known is 0.
        where = ":".join(str(number) for number in (error.line, error.column) if number)
        return (f"{what}: {error.message}" if what else error.message) + (f" ({where})" if where else "")

    @property
    def error(self) -> ScriptError:
        """Why there is no result."""
        assert self.execution.error is not None
        return self.execution.error

    @property
    def console(self) -> tuple[ConsoleMessage, ...]:
        """What the script printed before."""
        return self.execution.console

    @property
    def usage(self) -> Usage:
        """What the run cost."""
        return self.execution.usage


def execution_of(
    response: pb.ExecuteResponse, check: bool, request: pb.ExecuteRequest | None = None
) -> Execution:
    """Raises `ScriptFailed` where there is no result, if `check` says so. `request` is what a recording is of."""
    # A server that says nothing at all returned the empty text.
    ended = response.WhichOneof("outcome") or "result_json"
    failed = ended == "error"
    execution = Execution(
        execution_id=response.execution_id,
        result_json=response.result_json if ended == "result_json" else None,
        result_bytes=response.result_bytes if ended == "result_bytes" else None,
        error=error_of(response.error) if failed else None,
        console=tuple(map(message_of, response.console_messages)),
        console_truncated=response.console_truncated,
        usage=Usage(
            queue=seconds(response.usage.queue_duration),
            run=seconds(response.usage.run_duration),
            cpu=seconds(response.usage.cpu_duration),
            total=seconds(response.usage.total_duration),
            peak_memory_bytes=response.usage.peak_memory_bytes,
            fetch_count=response.usage.fetch_count,
        ),
        recording=None if request is None else recording_of(request, response),
        recording_refused=response.http_record_refused,
    )
    if failed and check:
        raise ScriptFailed(execution)
    return execution


def message_of(message: pb.ConsoleMessage) -> ConsoleMessage:
    """One console call."""
    return ConsoleMessage(_level(message.level), message.text, seconds(message.offset))


def responses(response: pb.ExecuteBatchResponse) -> Sequence[pb.ExecuteResponse]:
    """Those of one message. Servers pack several into one message; one that knows no chunks would not."""
    return response.responses or (response.response,)


def error_of(error: pb.ScriptError) -> ScriptError:
    """Why a script has no result."""
    try:
        kind = ErrorKind(int(error.kind))
    except ValueError:
        # Of a newer server; the proto says to take it so.
        kind = ErrorKind.THROWN
    causes, errors = (
        tuple(ErrorCause(cause.name, cause.message, cause.code) for cause in listed)
        for listed in (error.causes, error.errors)
    )
    return ScriptError(kind, error.name, error.message, error.stack, error.line, error.column, causes, errors)


def _level(level: int) -> ConsoleLevel:
    try:
        return ConsoleLevel(level)
    except ValueError:
        return ConsoleLevel.LOG
