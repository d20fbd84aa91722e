"""What a block is written in: makes JavaScript of it before a job is made of its request."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import partial
from weakref import WeakValueDictionary

from executor.errors import InvalidJob
from executor.observe.erasures import CACHED, Erasures
from executor.observe.tracing import Trace
from executor.outcome import ErrorKind, Outcome, ScriptError, Usage
from executor.pool.eraser import Eraser
from executor.pool.owner import Owner
from executor.rpc.erased import Erased, ErasedBlocks
from executor.rpc.limits import run_limits
from executor.settings import Settings
from executor.v1 import executor_pb2 as pb
from executor.wire.jobs import Job

# What runs where types are erased; modules/eraser/erase.js says what it gives.
_ERASE = "return require('ts-blank-space')(input)"
# Seconds of CPU: 64 KiB take 0.15 s, and so as many times what they may take as a slow machine is slower.
CPU_LIMIT = 2.0
_CPU_PER_BYTE = 20e-6
# What a stack calls a block (runtime/stack.js).
_SCRIPT = "script.js"
_TOO_DEEP = ("Maximum call stack size exceeded", "stack overflow")
# What limits and crashes say is said of erasing.
_PREFIX = "while its types were being erased: "
_MILLISECOND = 1_000_000


class Languages:
    """Of one server; what it keeps is each caller's own."""

    def __init__(self, settings: Settings, eraser: Eraser, erasures: Erasures) -> None:
        self._eraser = eraser
        self._erasures = erasures
        self._limits = run_limits(settings)
        self._max_result_bytes = 6 * settings.max_code_bytes + 1024
        self._blocks = ErasedBlocks()
        # Of blocks that are being erased: who sends the same meanwhile waits for that.
        self._locks: WeakValueDictionary[tuple[Owner, str], asyncio.Lock] = WeakValueDictionary()
        eraser.executed = erasures.executed

    async def to_javascript(
        self,
        request: pb.ExecuteRequest | pb.PrepareProgramRequest,
        timeout: float,
        *,
        execution_id: str,
        caller: str,
        owner: Owner,
        time_left: float | None,
        trace: Trace | None = None,
    ) -> Outcome | None:
        """Puts JavaScript in place of the request's code, where that is something else; what this takes of its `timeout`
        (seconds) is taken off, where it has one. The outcome is the call's where there is none: then nothing of it must run.

        The request is one that a job can be made of. Raises `InvalidJob` for a language that is not known or not served, and what
        `Eraser.erase` does.
        """
        if request.language in (pb.LANGUAGE_UNSPECIFIED, pb.LANGUAGE_JAVASCRIPT):
            return None
        self._check(request.language)
        asked = partial(
            self._eraser.erase, execution_id=execution_id, caller=caller, owner=owner, time_left=time_left
        )
        erased, usage = await self._erased(owner, request.code, timeout, asked, trace)
        if isinstance(erased, ScriptError):
            failed = Outcome(None, erased, usage=usage or Usage())
            self._erasures.refused(execution_id, caller, request.code, failed)
            return failed
        self._erasures.ended("ok" if usage else CACHED)
        request.code, request.language = erased, pb.LANGUAGE_JAVASCRIPT
        if usage and isinstance(request, pb.ExecuteRequest):
            left = round((timeout - usage.run) * 1e9)
            request.timeout.FromNanoseconds(max(_MILLISECOND, left))
        return None

    async def _erased(
        self,
        owner: Owner,
        code: str,
        timeout: float,
        erase: Callable[[Job], Awaitable[Outcome]],
        trace: Trace | None,
    ) -> tuple[Erased, Usage | None]:
        """And what it cost; None where it was there already."""
        erased = self._blocks.get(owner, code)
        if erased is not None:
            return erased, None
        begun = time.time_ns()
        async with self._lock(owner, code):
            # Whoever had it before has put it there.
            erased = self._blocks.get(owner, code)
            if erased is not None:
                return erased, None
            outcome = await erase(self._job(code, timeout))
            erased = _erased(outcome)
            self._keep(owner, code, erased)
        if trace is not None:
            trace.erased(begun, outcome)
        return erased, outcome.usage

    def _check(self, language: int) -> None:
        if language != pb.LANGUAGE_TYPESCRIPT:
            raise InvalidJob(
                "LANGUAGE_UNKNOWN",
                f"language is {language}; this server knows JavaScript ({pb.LANGUAGE_JAVASCRIPT}) and TypeScript "
                f"({pb.LANGUAGE_TYPESCRIPT})",
                language=language,
            )
        if not self._eraser.is_on:
            raise InvalidJob(
                "TYPESCRIPT_OFF", "this server takes no TypeScript (--typescript=off); send JavaScript"
            )

    def _lock(self, owner: Owner, code: str) -> asyncio.Lock:
        return self._locks.setdefault((owner, code), asyncio.Lock())

    def _keep(self, owner: Owner, code: str, erased: Erased) -> None:
        """What another try could end otherwise, it is to have."""
        if isinstance(erased, str) or erased.kind is ErrorKind.SYNTAX:
            self._blocks.put(owner, code, erased)

    def _job(self, code: str, timeout: float) -> Job:
        own = {
            "code": _ERASE,
            "input_json": json.dumps(code, ensure_ascii=False).encode(),
            "timeout": timeout,
            "cpu_limit": min(self._limits["cpu_limit"], max(CPU_LIMIT, len(code) * _CPU_PER_BYTE)),
            "max_result_bytes": self._max_result_bytes,
            "max_console_messages": 0,
            "max_console_bytes": 0,
        }
        return Job(**self._limits | own)


def _erased(outcome: Outcome) -> Erased:
    """Of an isolate's answer."""
    error = outcome.error
    if error is None:
        assert outcome.result_json is not None
        result = json.loads(outcome.result_json)
        return result if isinstance(result, str) else _syntax_error(**result)
    if error.kind is not ErrorKind.THROWN:
        return replace(error, message=_PREFIX + error.message)
    if any(text in error.message for text in _TOO_DEEP):
        return _syntax_error("TypeScript: the code is nested too deeply to be read")
    return _syntax_error(f"TypeScript: the code cannot be read ({error.message})")


def _syntax_error(message: str, line: int = 0, column: int = 0) -> ScriptError:
    place = f"\n    at {_SCRIPT}:{line}:{column}" if line else ""
    stack = f"SyntaxError: {message}{place}"
    return ScriptError(ErrorKind.SYNTAX, "SyntaxError", message, stack, line, column)
