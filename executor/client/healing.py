"""What a client does where a server lacks a program.

What a server keeps of them is bounded, and each replica keeps its own, so any call may find that it has none. Then the call goes once more,
with the code, and the program is prepared again for those that follow. Nobody who calls has to notice.
"""

from __future__ import annotations

import threading
from typing import Final

from executor.client.execution import Execution, ScriptFailed, error_of
from executor.client.programs import Block, Program, language_number
from executor.client.refusals import Refused
from executor.outcome import Usage
from executor.v1 import executor_pb2 as pb

UNKNOWN: Final = "PROGRAM_UNKNOWN"


def is_unknown(error: Refused, block: Block) -> bool:
    """Whether the server lacks this program, so that nothing has run, and its code can be sent."""
    return isinstance(block, Program) and block.code is not None and error.reason == UNKNOWN


def with_code(request: pb.ExecuteRequest, program: Program) -> pb.ExecuteRequest:
    """The same request, that every server can run."""
    again = pb.ExecuteRequest()
    again.CopyFrom(request)
    again.program = ""
    assert program.code is not None
    again.code = program.code
    again.language = language_number(program.language)
    return again


def check_prepared(response: pb.PrepareProgramResponse) -> None:
    """Raises `ScriptFailed` where the code does not parse."""
    if response.HasField("error"):
        raise ScriptFailed(Execution("", None, error_of(response.error), (), False, Usage()))


class Preparing:
    """Which programs are being prepared again: by one call at a time, as the others find them there then. Threads may share it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._under_way: set[str] = set()

    def begin(self, program: Program) -> bool:
        """Whether it is up to who asks, who has to say `end`."""
        with self._lock:
            if program.hash in self._under_way:
                return False
            self._under_way.add(program.hash)
            return True

    def end(self, program: Program) -> None:
        """It is prepared, or cannot be."""
        with self._lock:
            self._under_way.discard(program.hash)
