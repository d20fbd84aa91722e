"""What the server has an isolate do.

A new limit or property of a run is one more field of `Job`: its frame is read from the class (`layout`), and only who
sets it and who keeps it have to know.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import count
from typing import Any

from executor.wire.frames import Kind, frame
from executor.wire.layout import Layout
from executor.wire.programs import code_of

# Bytes of a job after which an isolate may stop by itself: it must have been in the socket whole before the isolate could see any
# of it. Linux takes 219,264 of them at once (2026-12), if nobody has lowered net.core.wmem_default.
MOST_OF_LAST_JOB = 128 << 10

_numbers = count(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One script to run. `timeout` and `cpu_limit` are seconds of wall and of CPU time; `max_memory_bytes` is never more than what
    the zygote was told. `input_json` is UTF-8 text not yet known to be JSON; where `has_bytes` is set, `input_bytes` are the input.
    A result that is bytes comes as such if `accept_bytes` is set. Where `keep` is set the isolate waits for another job after this
    one, of the same code: only the first is read.

    `functions` is empty but in a conversation, where it is a JSON array of the names that the caller offers.
    Of a program there is `text` and `bytecode` (wire/programs.py) in place of `code`. Where `prepare` is set nothing runs: the
    code is compiled, and the answer is bytecode of at most `max_result_bytes`.

    `number` tells one job from another, and comes with the job: its answer repeats it, so that none counts for another run
    than its own, whatever an isolate that serves several left in its pipe.
    """

    code: str
    input_json: bytes
    timeout: float
    cpu_limit: float
    max_result_bytes: int
    max_console_messages: int
    max_console_bytes: int
    max_memory_bytes: int
    max_fetches: int
    input_bytes: bytes = b""
    has_bytes: bool = False
    accept_bytes: bool = False
    keep: bool = False
    # Of a run that is: JSON of `seed`, `start` (milliseconds since 1970) and `zone` (empty for the server's). Empty otherwise.
    deterministic: bytes = b""
    functions: str = ""
    prepare: bool = False
    text: bytes = b""
    bytecode: bytes = b""
    number: int = field(default_factory=_numbers.__next__)

    def encode(self, *, again: bool = False, is_last: bool = False) -> bytes:
        """The whole frame; without the code where the isolate has run it already. Where it `is_last`, and not too large for that, it is
        a `LAST_JOB`.
        """
        parts = _LAYOUT.parts(self, without=_CODE if again else ())
        stops = is_last and sum(map(len, parts)) <= MOST_OF_LAST_JOB
        return frame(Kind.LAST_JOB if stops else Kind.JOB, *parts)

    @property
    def block(self) -> str:
        """The code, whatever it is sent as."""
        return self.code or code_of(self.text).decode()

    @classmethod
    def decode(cls, payload: bytes) -> Job:
        """From a frame's payload; the server is trusted, so nothing is checked."""
        return _LAYOUT.message(payload)

    @classmethod
    def sample(cls, **fields: Any) -> Job:
        """A job that nobody sent: zero in every field but these. For rehearsals, which so need no change where `Job` has
        one field more.
        """
        return cls(**_LAYOUT.zeros | fields)


_LAYOUT = Layout(Job)
# The bytes of a frame's payload that each figure is, and each text's length: for who reads it without Python.
PLACES = _LAYOUT.places()
# In their order.
TEXTS = _LAYOUT.texts
_CODE = ("code", "text", "bytecode")
