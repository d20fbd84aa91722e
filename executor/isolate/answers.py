"""The one answer of a run, and what the isolate does with it: it leaves, or waits for the next job."""

from __future__ import annotations

import binascii
import json
import os
import traceback
from typing import Any, Never

from executor.isolate.interpreter import Interpreter
from executor.isolate.limits import Limits
from executor.isolate.pipe import Pipe
from executor.isolate.run import ANSWERED, Run
from executor.outcome import ErrorCause, ErrorKind, ScriptError
from executor.wire.reporting import (
    MAX_CAUSE_TEXT,
    MAX_CAUSES,
    MAX_ERROR_TEXT,
    as_last,
    encode_bytes_result,
    encode_compiled,
    encode_failure,
    encode_fault,
    encode_rejected,
    encode_result,
)

# Exit status after a bug of ours (EX_SOFTWARE).
EXIT_FAULT = 70

# What microtasks that a run left behind (its result's toJSON may) can take, in seconds, before the isolate is of no more
# use.
_LEFTOVER_SECONDS = 0.1
# What serve.js makes of a thrown null, where the script ran and where its result became JSON, and of an error without
# the memory for its text.
_NO_MEMORY_FOR_AN_ERROR = ("", "null", "the script's result cannot be JSON: null")


class Answers:
    """Every way in which a run can end. Each sends at most one answer for a run."""

    __slots__ = ("_interpreter", "_is_rewound", "_leftover_frame", "_limits", "_pipe", "_run")

    def __init__(
        self, run: Run, pipe: Pipe, limits: Limits, interpreter: Interpreter, *, is_rewound: bool
    ) -> None:
        self._is_rewound = is_rewound
        self._run = run
        self._pipe = pipe
        self._limits = limits
        self._interpreter = interpreter
        # The answer, while it waits for what the script left to the engine; it goes in any case.
        self._leftover_frame = b""

    # --- Reports of serve.js -------------------------------------------------------------------------------------

    def result(self, result_json: bytes) -> None:
        """The script returned."""
        limit = self._run.job.max_result_bytes
        if len(result_json) > limit:
            error = ScriptError(
                ErrorKind.RESULT_TOO_LARGE,
                message=f"the result is {len(result_json)} bytes of JSON, over the limit of {limit}; return less",
            )
            self._fail(error)
        else:
            cost = self._run.cost(is_last=self._run.is_last())
            self._answer(encode_result(cost, result_json), cost.is_last)

    def compiled(self, bytecode: bytes) -> None:
        """The code parses, and nothing of it has run."""
        fits = len(bytecode) <= self._run.job.max_result_bytes
        self._end(encode_compiled(self._run.cost(), bytecode if fits else b""))

    def bytes_result(self, size: int, base64: bytes) -> None:
        """The script returned so many bytes, and its caller takes them."""
        limit = self._run.job.max_result_bytes
        if size > limit or not self._run.job.accept_bytes:
            message = f"the result is {size} bytes, over the limit of {limit}; return less"
            self._fail(ScriptError(ErrorKind.RESULT_TOO_LARGE, message=message))
        else:
            cost = self._run.cost(is_last=self._run.is_last())
            self._answer(encode_bytes_result(cost, binascii.a2b_base64(base64)), cost.is_last)

    def reject(self, message_json: bytes) -> None:
        """The input is not JSON."""
        frame = encode_rejected(self._run.job.number, str(json.loads(message_json)))
        self._answer(frame, is_last=not self._run.job.keep)

    def failure(self, fields_json: bytes) -> None:
        """The script ended without a result."""
        fields = json.loads(fields_json)
        kind = ErrorKind(fields["kind"])
        if self._is_out_of_memory(fields):
            fields["name"], fields["message"] = "InternalError", "out of memory"
            kind = ErrorKind.OUT_OF_MEMORY
        error = ScriptError(
            kind=kind,
            name=_cut(fields["name"]),
            message=_cut(fields["message"]),
            stack=_cut(fields["stack"]),
            line=_position(fields["line"]),
            column=_position(fields["column"]),
            causes=_causes(fields.get("causes")),
            errors=_causes(fields.get("errors")),
        )
        self._fail(error)

    def _is_out_of_memory(self, fields: dict[str, Any]) -> bool:
        """With too little memory left to make an error object the engine throws null; with too little to reject a
        promise, that promise never settles.
        """
        told_as = fields["name"] == "UnsettledPromise" or (
            fields["name"] in ("", "InternalError") and fields["message"] in _NO_MEMORY_FOR_AN_ERROR
        )
        return told_as and self._run.heap_was_full()

    # --- Ends that serve.js does not report ----------------------------------------------------------------------

    def expire(self, error: ScriptError) -> None:
        """A limit is reached; this may be called in the middle of anything. A frame half written is finished first."""
        self._pipe.leave_by(lambda: self._leave_with(error))

    def out_of_memory(self) -> Never:
        """Python's own allocations failed: the process is at its limit (RLIMIT_AS), whatever the engine's heap says."""
        self._leave_with(ScriptError(ErrorKind.OUT_OF_MEMORY, "InternalError", "out of memory"))

    def could_not_answer(self, message: str) -> Never:
        """The eval ended without a report: the script broke what the engine itself builds on.

        JSON.stringify of the engine in PyPI's dukpy keeps its stack in an ordinary array, so an indexed setter on
        Array.prototype makes every call out of JavaScript throw. Ours is mended, and knows only what nobody has found yet.
        """
        # Null is what the engine throws where it has no memory for an error.
        full = "out of memory" in message or (message == "null" and self._run.heap_was_full())
        kind = ErrorKind.OUT_OF_MEMORY if full else ErrorKind.THROWN
        text = f"the script left its interpreter unable to answer: {message.partition(chr(10))[0]}"
        self._leave_with(ScriptError(kind, message=_cut(text)))

    def fault(self) -> Never:
        """The exception being handled is a bug of ours."""
        try:
            self._pipe.write(encode_fault(traceback.format_exc()))
        finally:
            os._exit(EXIT_FAULT)

    # --- Sending -------------------------------------------------------------------------------------------------

    def _fail(self, error: ScriptError) -> None:
        """A script's own failure leaves its isolate as it was; a full heap would not get better, and ends it in either mode."""
        if error.kind is ErrorKind.OUT_OF_MEMORY:
            self._leave_with(error)
        is_last = self._run.is_last()
        self._answer(encode_failure(self._run.cost(is_last=is_last), error), is_last)

    def _answer(self, frame: bytes, is_last: bool) -> None:
        """An isolate that is not kept leaves with it, or waits to be rewound."""
        if is_last:
            self._end(frame)
        if self._run.phase is ANSWERED:
            return
        # A limit reached by now is the run's own.
        self._limits.stop()
        self._run.transition(ANSWERED)
        if self._interpreter.any_job():
            self._clear(frame)
        self._interpreter.forget_rejected()
        self._pipe.write(frame)

    def _clear(self, frame: bytes) -> None:
        """Runs what the script left in the engine's queue, which cannot be emptied otherwise, and nobody hears it. Before the
        answer, so that no other run is promised to an isolate that cannot have one.
        """
        self._leftover_frame = as_last(frame)
        self._limits.start_leftover(_LEFTOVER_SECONDS)
        self._interpreter.run_jobs()
        self._limits.stop_leftover()
        self._leftover_frame = b""

    def _end(self, frame: bytes) -> Never:
        """Where isolates are rewound, that is what comes now: unasked where it stops by itself. Or it is killed."""
        if not self._is_rewound:
            self._leave(frame)
        self._limits.stop()
        self._pipe.write(self._leftover_frame if self._run.phase is ANSWERED else frame)
        if self._run.stops and self._interpreter.direct is not None:
            self._interpreter.direct.stop()
        self._pipe.park()

    def _leave_with(self, error: ScriptError) -> Never:
        self._leave(encode_failure(self._run.cost(), error))

    def _leave(self, frame: bytes) -> Never:
        """Sends the last frame and leaves without any clean-up: nothing in this process outlives it. A run that has its
        answer gets no other.
        """
        self._limits.stop()
        self._pipe.write(self._leftover_frame if self._run.phase is ANSWERED else frame)
        os._exit(0)


def _cut(text: object) -> str:
    """At most `MAX_ERROR_TEXT` characters; half a surrogate pair, which JavaScript allows, becomes a question mark."""
    return str(text)[:MAX_ERROR_TEXT].encode("utf-8", "replace").decode()


def _position(number: object) -> int:
    return number if isinstance(number, int) and 0 < number < 2**31 else 0


def _causes(listed: Any) -> tuple[ErrorCause, ...]:
    """What the runtime tells of them; a script may have broken what it builds on."""
    if not isinstance(listed, dict):
        return ()
    names = ("name", "message", "code")
    told = [each for each in listed.values() if isinstance(each, dict)][:MAX_CAUSES]
    return tuple(ErrorCause(*(_cut(each.get(name, ""))[:MAX_CAUSE_TEXT] for name in names)) for each in told)
