"""Makes a job of a request: what the request asks for, checked, within what the server allows."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from executor.errors import InvalidJob
from executor.rpc.limits import lower_limits, run_limits
from executor.settings import Settings
from executor.v1 import executor_pb2 as pb
from executor.wire.jobs import Job

# Both only name something; a long one would burst the limit on responses.
MAX_ID_BYTES = 256


class Jobs:
    """Of requests to one server. All that it raises is `InvalidJob`."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._run_limits = run_limits(settings)

    def of(self, request: pb.ExecuteRequest, *, keep: bool) -> Job:
        """Its one job; for an isolate that waits for another one after it, if `keep`."""
        input_json = request.input_json.encode()
        check_size("input_json", len(input_json), self._settings.max_input_bytes)
        job = self._made(request, keep=keep)
        if request.HasField("input_bytes"):
            self._check_bytes(request)
            return job(input_json=b"", input_bytes=request.input_bytes, has_bytes=True)
        return job(input_json=input_json)

    def of_batch(self, header: pb.ExecuteRequest) -> Callable[[bytes], Job]:
        """Makes the job of each input, whose JSON text it is given, of a batch with this header."""
        job = self._made(checked(header), keep=True)
        return lambda input_json: job(input_json=input_json)

    def _made(self, request: pb.ExecuteRequest, *, keep: bool) -> Callable[..., Job]:
        """Makes its job, or jobs, of the input's fields."""
        self._check_code(request.code)
        limits = self._run_limits
        if request.HasField("limits"):
            limits = limits | lower_limits(request.limits, limits)
        return partial(
            Job,
            code=request.code,
            timeout=self._timeout(request),
            accept_bytes=request.accept_result_bytes,
            keep=keep,
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


def check_size(name: str, actual: int, limit: int) -> None:
    """Raises `InvalidJob` where so many bytes of the field `name` are over the limit."""
    if actual > limit:
        raise InvalidJob(
            f"{name.upper()}_TOO_LARGE",
            f"{name} is {actual} bytes, over the limit of {limit}; send less",
            actual_bytes=actual,
            limit_bytes=limit,
        )
