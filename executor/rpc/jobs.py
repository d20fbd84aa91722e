"""Makes a job of a request: what the request asks for, checked, within what the server allows."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from executor.egress.tape import Tape
from executor.errors import InvalidJob
from executor.rpc.deterministic import deterministic_of
from executor.rpc.limits import lower_limits, run_limits
from executor.rpc.programs import Block
from executor.rpc.records import tape_of
from executor.settings import Settings
from executor.v1 import executor_pb2 as pb
from executor.wire.jobs import Job
from executor.wire.programs import most_bytecode

# Both only name something; a long one would burst the limit on responses.
MAX_ID_BYTES = 256


class Jobs:
    """Of requests to one server. All that it raises is `InvalidJob`."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._run_limits = run_limits(settings)

    def of(self, request: pb.ExecuteRequest, block: Block, *, keep: bool) -> Job:
        """Its one job, which runs `block`; for an isolate that waits for another one after it, if `keep`."""
        input_json = request.input_json.encode()
        check_size("input_json", len(input_json), self._settings.max_input_bytes)
        job = self._made(request, block, keep=keep)
        if request.HasField("input_bytes"):
            self._check_bytes(request)
            return job(input_json=b"", input_bytes=request.input_bytes, has_bytes=True)
        return job(input_json=input_json)

    def tape(self, request: pb.ExecuteRequest) -> Tape | None:
        """What records its HTTP requests, or answers them; None where they are sent and forgotten."""
        return tape_of(request, self._settings)

    def of_batch(self, header: pb.ExecuteRequest, block: Block) -> Callable[[bytes], Job]:
        """Makes the job of each input, whose JSON text it is given, of a batch with this header."""
        _refuse_in_batches(header)
        job = self._made(header, block, keep=True)
        return lambda input_json: job(input_json=input_json)

    def to_prepare(self, request: pb.PrepareProgramRequest) -> Job:
        """Compiles its code, and answers with bytecode."""
        self._check_code(request.code)
        limits = self._run_limits | {
            "max_result_bytes": most_bytecode(self._settings.max_code_bytes),
            "max_console_messages": 0,
            "max_fetches": 0,
        }
        return Job(code=request.code, input_json=b"", timeout=self._settings.timeout, prepare=True, **limits)

    def _made(self, request: pb.ExecuteRequest, block: Block, *, keep: bool) -> Callable[..., Job]:
        """Makes its job, or jobs, of the input's fields."""
        if not block.text:
            self._check_code(block.code)
        limits = self._run_limits
        if request.HasField("limits"):
            limits = limits | lower_limits(request.limits, limits)
        return partial(
            Job,
            code=block.code,
            text=block.text,
            bytecode=block.bytecode,
            timeout=self._timeout(request),
            accept_bytes=request.accept_result_bytes,
            keep=keep,
            deterministic=deterministic_of(request, self._settings),
            **limits,
        )

    def _check_bytes(self, request: pb.ExecuteRequest) -> None:
        if request.input_json:
            raise InvalidJob(
                "CONTRADICTING_FIELDS",
                "input_json and input_bytes are both set, and a script has one input; send one",
            )
        check_size("input_bytes", len(request.input_bytes), self._settings.max_input_bytes)

    def _check_code(self, code: str) -> None:
        if not code.strip():
            raise InvalidJob(
                "EMPTY_CODE", "code is empty; send the body of an async function, such as `return 1`"
            )
        check_size("code", len(code.encode()), self._settings.max_code_bytes)

    def _timeout(self, request: pb.ExecuteRequest) -> float:
        """Seconds."""
        if not request.HasField("timeout"):
            return self._settings.timeout
        timeout = request.timeout.seconds + request.timeout.nanos / 1e9
        limit = self._settings.max_timeout
        if not 0.001 <= timeout <= limit:
            raise InvalidJob(
                "TIMEOUT_OUT_OF_RANGE",
                f"timeout is {timeout:g} s; it must be from 0.001 s to {limit:g} s, or unset for "
                f"{self._settings.timeout:g} s",
                timeout_seconds=timeout,
                max_timeout_seconds=limit,
            )
        return timeout


def checked(request: pb.ExecuteRequest | None) -> pb.ExecuteRequest:
    """A request whose names may be used. Raises `InvalidJob`."""
    if request is None:
        raise InvalidJob("MALFORMED_REQUEST", "the request is not a valid ExecuteRequest; is its text UTF-8?")
    check_size("execution_id", len(request.execution_id.encode()), MAX_ID_BYTES)
    check_size("affinity_key", len(request.affinity_key.encode()), MAX_ID_BYTES)
    return request


def _refuse_in_batches(header: pb.ExecuteRequest) -> None:
    """One isolate runs all inputs of a batch: its globals and what was drawn before are part of each run but the first."""
    named = [name for name in ("deterministic", "http_replay") if header.HasField(name)]
    for name in [*named, *(["http_record"] if header.http_record else [])]:
        raise InvalidJob(
            "NOT_IN_BATCHES",
            f"{name} is for one run, and a batch has many in one isolate; send the input by Execute",
        )


def check_size(name: str, actual: int, limit: int) -> None:
    """Raises `InvalidJob` where so many bytes of the field `name` are over the limit."""
    if actual > limit:
        raise InvalidJob(
            f"{name.upper()}_TOO_LARGE",
            f"{name} is {actual} bytes, over the limit of {limit}; send less",
            actual_bytes=actual,
            limit_bytes=limit,
        )
