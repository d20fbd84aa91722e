"""What a request is to run: its code, or a program that was prepared."""

from __future__ import annotations

import re
from dataclasses import dataclass

from executor.errors import InvalidJob, UnknownProgram
from executor.pool.owner import Owner
from executor.pool.pool import Pool
from executor.pool.programs import Program
from executor.v1 import executor_pb2 as pb
from executor.wire.programs import code_of

_NAME = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Block:
    """As a job has it: `code`, or `text` and `bytecode`."""

    code: str = ""
    text: bytes = b""
    bytecode: bytes = b""

    @property
    def source(self) -> str:
        """The code, whatever it is sent as."""
        return self.code or code_of(self.text).decode()

    @classmethod
    def of(cls, program: Program) -> Block:
        """Without bytecode it is code like any other."""
        if not program.bytecode:
            return cls(code=program.code)
        return cls(text=program.text, bytecode=program.bytecode)


def block_of(pool: Pool, request: pb.ExecuteRequest, owner: Owner) -> Block:
    """What this owner's request is to run; its code is not looked at. Raises `InvalidJob` and `UnknownProgram`."""
    if not request.program:
        return Block(code=request.code)
    if request.code:
        raise InvalidJob(
            "CODE_AND_PROGRAM",
            "both code and program are set; send one of them (program names prepared code)",
        )
    if not _NAME.fullmatch(request.program):
        raise InvalidJob(
            "PROGRAM_MALFORMED",
            f"program is {len(request.program)} characters, and no name of a program: 64 of 0-9a-f, as PrepareProgram gives it",
        )
    program = pool.programs.get(owner, request.program, pool.engine_build)
    if program is None:
        raise UnknownProgram(
            f"this server has no program {request.program[:12]}… of this caller; send its code, or prepare it again"
        )
    _check_language(request, program)
    return Block.of(program)


def _check_language(request: pb.ExecuteRequest, program: Program) -> None:
    language = request.language or program.language
    if language != program.language and {language, program.language} != _JAVASCRIPT:
        raise InvalidJob(
            "PROGRAM_LANGUAGE",
            f"the program was prepared as {pb.Language.Name(_known(program.language))}, and language says otherwise; leave it out, "
            "a program knows its own",
        )


# Unset, it is the same.
_JAVASCRIPT = {pb.LANGUAGE_UNSPECIFIED, pb.LANGUAGE_JAVASCRIPT}


def _known(language: int) -> pb.Language:
    return pb.LANGUAGE_TYPESCRIPT if language == pb.LANGUAGE_TYPESCRIPT else pb.LANGUAGE_JAVASCRIPT
