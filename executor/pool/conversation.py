"""A run that talks with its caller: what it prints and calls goes out while it runs, and answers come in.

The pool's side, beside the run, as `egress.requests` is for HTTP. Who listens takes what is told as it comes; where that is
more than it can pass on it holds the isolate up (`hold_up`): nothing more is read of its pipe, so that it is the script that
waits, and its time that passes.
"""

from __future__ import annotations

import asyncio
from typing import Protocol

from executor.errors import InvalidJob
from executor.outcome import ConsoleMessage
from executor.pool.slot import Slot
from executor.wire.calls import (
    NO_ANSWER,
    BadAnswer,
    Call,
    call_error,
    encode_answer,
    encode_call_failed,
    over_call_bytes,
)
from executor.wire.errors import ProtocolError

# What became of calls that left their isolate: the caller gave a result, or an error; with its answer the bytes of all calls
# were over their limit; nobody answered by the end of the run, or can any more.
CALL_RESULTS = ("answered", "failed", "over_limit", "unanswered")


class Listener(Protocol):
    """Who is told of a run, in the order in which the script did it."""

    def printed(self, message: ConsoleMessage) -> None:
        """The script printed, within its limits."""

    def called(self, number: int, name: str, arguments_json: str) -> None:
        """The script calls a function, and waits for `Conversation.answer` or `fail` with this number."""

    def ended(self, number: int, result: str) -> None:
        """The call is over, with one of `CALL_RESULTS`."""


class Conversation:
    """Of one run. `functions` are the names that its caller offers; the limits are in calls, and in bytes of arguments and
    answers together.
    """

    def __init__(
        self, functions: tuple[str, ...], max_calls: int, max_call_bytes: int, listener: Listener
    ) -> None:
        self._functions = functions
        self._max_calls = max_calls
        self._max_call_bytes = max_call_bytes
        self._listener = listener
        # From the first report on.
        self._slot: Slot | None = None
        self._made = 0
        self._waiting: set[int] = set()
        self._argument_bytes = 0
        self._bytes = 0
        self._is_held_up = False
        self._answers_ended = False
        self._is_over = False

    # --- what the isolate says -------------------------------------------------------------------------------------

    def printed(self, slot: Slot, message: ConsoleMessage) -> None:
        """The run has counted it."""
        self._slot = slot
        self._listener.printed(message)

    def called(self, slot: Slot, call: Call) -> None:
        """Raises `ProtocolError` for what a correct isolate does not ask for."""
        self._slot = slot
        size = len(call.arguments_json.encode())
        self._check(call, size)
        self._made += 1
        self._argument_bytes += size
        self._bytes += size
        self._waiting.add(call.number)
        if self._answers_ended:
            self._refuse_ended(call.number)
        elif self._bytes > self._max_call_bytes:
            # It did not know yet of an answer that was on its way.
            self._refuse_over(call.number)
        else:
            self._listener.called(call.number, self._functions[call.function], call.arguments_json)

    def _check(self, call: Call, size: int) -> None:
        if call.number != self._made + 1 or call.number > self._max_calls:
            raise ProtocolError(f"call {call.number} after {self._made}, of {self._max_calls} at most")
        if call.function >= len(self._functions):
            raise ProtocolError("a call of a function that nobody offers")
        if self._argument_bytes + size > self._max_call_bytes:
            raise ProtocolError(f"more than {self._max_call_bytes} bytes of arguments")

    def bad_answer(self, report: BadAnswer) -> InvalidJob:
        """Why the run is over. Raises `ProtocolError` where the call has no answer."""
        if not 1 <= report.number <= self._made or report.number in self._waiting:
            raise ProtocolError("a complaint about an answer that was not given")
        return InvalidJob(
            "ANSWER_NOT_JSON",
            f"the answer to call {report.number} is not JSON: {report.message}; send JSON text, or leave it empty for "
            "undefined",
            call_id=report.number,
        )

    def over(self) -> None:
        """The run is over: what is not answered need not be, and the isolate is heard again, whoever has it next."""
        self._is_over = True
        self.go_on()
        for number in sorted(self._waiting):
            self._listener.ended(number, "unanswered")
        self._waiting.clear()

    # --- what the caller says --------------------------------------------------------------------------------------

    def answer(self, number: int, result_json: bytes) -> None:
        """The caller's function returned; an empty text is `undefined`. Raises `InvalidJob` where no such call waits."""
        if self._take(number, len(result_json)):
            self._end(number, "answered", encode_answer(number, result_json))

    def fail(self, number: int, name: str, message: str) -> None:
        """The caller's function threw. Raises as `answer`."""
        if self._take(number, len(name.encode()) + len(message.encode())):
            error = call_error(name=name or "Error", message=message)
            self._end(number, "failed", encode_call_failed(number, error))

    def end_answers(self) -> None:
        """No answer will come any more, to calls that wait and to later ones."""
        self._answers_ended = True
        for number in sorted(self._waiting):
            self._refuse_ended(number)

    async def taken(self) -> None:
        """Returns when the isolate has room for another answer."""
        if self._slot is None or not self._slot.isolate.unsent_bytes:
            return
        room = asyncio.Event()
        self._slot.isolate.when_taken(room.set)
        await room.wait()

    def hold_up(self) -> None:
        """Nothing more is read of what the isolate says, but for its end."""
        if self._slot is not None and not self._is_held_up and not self._is_over:
            self._is_held_up = True
            self._slot.isolate.pause()

    def go_on(self) -> None:
        """It is read again."""
        if self._slot is not None and self._is_held_up:
            self._is_held_up = False
            self._slot.isolate.resume()

    def _take(self, number: int, size: int) -> bool:
        """Whether the answer to this call is to go on to the script; it has its end here otherwise."""
        if self._is_over:
            return False
        if number not in self._waiting:
            which = "has been answered before" if 1 <= number <= self._made else "was never made"
            raise InvalidJob(
                "NO_SUCH_CALL",
                f"there is an answer to call {number}, which {which}; answer each call once, by its call_id",
                call_id=number,
            )
        self._bytes += size
        if self._bytes > self._max_call_bytes:
            self._refuse_over(number)
            return False
        return True

    def _refuse_ended(self, number: int) -> None:
        message = "the caller has ended its side of the conversation: no answer to this call can come"
        error = call_error(message=message, code=NO_ANSWER)
        self._end(number, "unanswered", encode_call_failed(number, error))

    def _refuse_over(self, number: int) -> None:
        error = over_call_bytes(self._bytes, self._max_call_bytes)
        self._end(number, "over_limit", encode_call_failed(number, error))

    def _end(self, number: int, result: str, frame: bytes) -> None:
        self._waiting.discard(number)
        self._listener.ended(number, result)
        assert self._slot is not None, "it has called"
        self._slot.send(frame)
