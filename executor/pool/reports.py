"""What isolates say of their runs, and what is made of it."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from executor.errors import InvalidJob
from executor.outcome import ConsoleMessage, Outcome
from executor.pool import ends
from executor.pool.run import Run
from executor.pool.slot import Slot
from executor.wire.calls import BadAnswer, Call
from executor.wire.errors import ProtocolError
from executor.wire.fetches import Abort, Fetch
from executor.wire.reports import BytesResult, Compiled, Failure, Fault, Rejected, Report, Result

if TYPE_CHECKING:
    from executor.egress.broker import Broker
    from executor.egress.replay import Replay
    from executor.egress.requests import Requests
    from executor.pool.conversation import Conversation

log = logging.getLogger(__name__)

# Characters of an isolate's traceback that reach the log.
FAULT_TEXT = 4096


class Answered(Protocol):
    """Who is told of the ends of runs."""

    def __call__(self, slot: Slot, run: Run, outcome: Outcome | None, *, is_last: bool) -> None:
        """A run is over by its isolate's word: `outcome` is None where it was refused. The isolate ends if it `is_last`."""


class Reports:
    """Takes each report to its run. `broker` is asked for with the first HTTP request."""

    def __init__(
        self, broker: Callable[[], Broker], kill: Callable[[Slot, str], None], answered: Answered
    ) -> None:
        self._broker = broker
        self._kill = kill
        self._answered = answered

    def take(self, slot: Slot, report: Report) -> None:
        """One report, of a kind that the slot's state allows. Raises `ProtocolError` for what no correct isolate says."""
        run = slot.run
        match report:
            case ConsoleMessage() if run is not None:
                _printed(slot, run, report)
            case Result() | BytesResult() | Compiled() if run is not None:
                self._result(slot, run, report)
            case Failure() if run is not None:
                _check_number(run, report.cost.number)
                outcome = ends.answered(run, None, report.error, report.cost)
                self._answered(slot, run, outcome, is_last=report.cost.is_last)
            case Rejected() if run is not None:
                _check_number(run, report.number)
                self._rejected(slot, run, report)
            case Fetch() if run is not None:
                self._fetch(slot, run, report)
            case Abort() if run is not None and run.requests is not None:
                run.requests.abort(report.number)
            case Call() | BadAnswer() if run is not None and run.conversation is not None:
                self._of_conversation(slot, run, run.conversation, report)
            case Fault():
                # A bug of ours, or an isolate that pretends one: once, on one line, and no more of it.
                log.error("isolate fault: %s", " | ".join(report.text[:FAULT_TEXT].splitlines()))
                self._kill(slot, "protocol")
            case _:
                raise ProtocolError(f"{type(report).__name__} from an isolate that is {slot.state.name}")

    def _result(self, slot: Slot, run: Run, report: Result | BytesResult | Compiled) -> None:
        _check_number(run, report.cost.number)
        job = run.job
        match report:
            case Result(result_json=content):
                is_wanted = not job.prepare
            case BytesResult(result_bytes=content):
                is_wanted = job.accept_bytes
            case Compiled(bytecode=content):
                is_wanted = job.prepare
        if not is_wanted or len(content) > job.max_result_bytes:
            raise ProtocolError(f"{type(report).__name__} that nobody asked for, or over its limit")
        as_json, as_bytes = (content, None) if isinstance(report, Result) else (None, content)
        outcome = ends.answered(run, as_json, None, report.cost, as_bytes)
        self._answered(slot, run, outcome, is_last=report.cost.is_last)

    def _rejected(self, slot: Slot, run: Run, report: Rejected) -> None:
        message = f"input_json is not JSON: {report.message}; send JSON text, or leave it empty for null"
        run.refuse(InvalidJob("INPUT_NOT_JSON", message))
        self._answered(slot, run, None, is_last=False)

    def _of_conversation(
        self, slot: Slot, run: Run, conversation: Conversation, report: Call | BadAnswer
    ) -> None:
        if isinstance(report, Call):
            conversation.called(slot, report)
        else:
            run.refuse(conversation.bad_answer(report))
            self._kill(slot, "cancelled")

    def _fetch(self, slot: Slot, run: Run, fetch: Fetch) -> None:
        if run.requests is None:
            run.requests = self._requests(slot, run)
        run.requests.start(fetch)

    def _requests(self, slot: Slot, run: Run) -> Requests | Replay:
        from executor.egress.replay import Replay  # noqa: PLC0415 - the broker is there, so this is
        from executor.egress.requests import Requests  # noqa: PLC0415

        broker, recorder = self._broker(), run.tape.recorder if run.tape is not None else None
        if run.tape is not None and run.tape.record is not None:
            return Replay(run.tape.record, slot.send, run.job.max_fetches, broker.observe, recorder)
        return Requests(
            broker,
            run.execution_id,
            slot.send,
            lambda: slot.isolate.unsent_bytes,
            run.trace,
            run.owner.identity,
            recorder,
            max_count=run.job.max_fetches,
        )


def _printed(slot: Slot, run: Run, message: ConsoleMessage) -> None:
    run.print(message)
    if run.conversation is not None:
        run.conversation.printed(slot, message)


def _check_number(run: Run, number: int) -> None:
    if number != run.job.number:
        raise ProtocolError("an answer to another run")
