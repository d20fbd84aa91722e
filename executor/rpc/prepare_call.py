"""One call of `PrepareProgram`: code in, its name out, once it has been compiled.

It takes an isolate as an execution does, in its caller's share, and that isolate alone: what compiles is given strangers' code, and what it
answers is kept.
"""

from __future__ import annotations

import logging
from typing import Any

from executor.errors import InvalidJob
from executor.observe.logs import fields
from executor.observe.notices import HASH_LENGTH
from executor.outcome import Outcome
from executor.pool.owner import Owner
from executor.pool.pool import Pool
from executor.pool.programs import Program, name_of
from executor.rpc.jobs import Jobs
from executor.rpc.languages import Languages
from executor.rpc.response import error_fields
from executor.v1 import executor_pb2 as pb
from executor.wire.programs import text_of

log = logging.getLogger(__name__)


class PrepareCall:
    """Of a request, None where it did not parse; `owner` is whose the program will be. Raises `InvalidJob`."""

    def __init__(
        self, pool: Pool, jobs: Jobs, request: pb.PrepareProgramRequest | None, owner: Owner
    ) -> None:
        if request is None:
            raise InvalidJob(
                "MALFORMED_REQUEST", "the request is not a valid PrepareProgramRequest; is its text UTF-8?"
            )
        self._pool = pool
        self._owner = owner
        self._request = request
        self._jobs = jobs
        self._language = request.language
        self._job = jobs.to_prepare(request)
        self._name = name_of(request.code, is_typescript=request.language == pb.LANGUAGE_TYPESCRIPT)

    @property
    def is_known(self) -> bool:
        """Whether it is there already. Makes it the one used last."""
        return self._pool.programs.find(self._owner, self._name, self._pool.engine_build) is not None

    async def outcome(self, languages: Languages, **call: Any) -> Outcome:
        """Makes JavaScript of it, compiles that, and keeps what came of it; `call` is as `Pool.execute` has it. Raises as that does,
        and `InvalidJob`.
        """
        timeout = self._job.timeout
        failed = await languages.to_javascript(self._request, timeout, owner=self._owner, **call)
        if failed is not None:
            return failed
        self._job = self._jobs.to_prepare(self._request)
        build = self._pool.engine_build
        outcome = await self._pool.execute(self._job, owner=self._owner, own_process=True, **call)
        if outcome.error is None:
            text = text_of(self._request.code)
            program = Program(self._name, text, outcome.result_bytes or b"", build, language=self._language)
            self._pool.programs.add(self._owner, program)
        return outcome

    def log(self, execution_id: str, caller: str, outcome: Outcome | None) -> None:
        """What came of it, at debug; never the code."""
        if not log.isEnabledFor(logging.DEBUG):
            return
        how = (
            "known" if outcome is None else "ok" if outcome.error is None else outcome.error.kind.name.lower()
        )
        extra = fields(
            execution_id=execution_id,
            caller=caller,
            outcome=how,
            program=self._name[:HASH_LENGTH],
            code_bytes=len(self._request.code.encode()),
            bytecode_bytes=0 if outcome is None else len(outcome.result_bytes or b""),
        )
        log.debug("preparation %s: %s", execution_id, how, extra=extra)

    def response(self, outcome: Outcome | None) -> pb.PrepareProgramResponse:
        """What the caller is told; `outcome` is None where it was there already."""
        if outcome is None or outcome.error is None:
            return pb.PrepareProgramResponse(program=self._name)
        return pb.PrepareProgramResponse(error=error_fields(outcome.error))
