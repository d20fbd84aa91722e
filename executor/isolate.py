"""The life of an isolate: forked ahead of demand, closed off, rehearsed, then one job, one answer, and gone.

An isolate is kept after its answer only where the job says so: then it waits for the next input of the same code.

Runs inside a `call_python` callback of the zygote's serving eval (DESIGN.md section 5), in a process that holds one
descriptor: its own end of a stream socket to the server. Everything here must be cheap, because it is paid per
execution, and nothing may reach the script but what `runtime/serve.js` asks for.

Time has two keepers. Timer signals here (one for wall time, one for CPU time) end the run at its limit with what it
printed so far; they work wherever the engine polls for interrupts. A loop inside one native builtin never polls, and
there only the server's SIGKILL ends it.
"""

from __future__ import annotations

import json
import os
import resource
import select
import signal
import struct
import time
import traceback
from collections import deque
from collections.abc import Callable
from typing import Any, Never

from executor import messages, sandbox
from executor.crypto.operations import Crypto
from executor.icu import Icu
from executor.interpreter import Interpreter
from executor.messages import Cost, Fetch, Job
from executor.options import Options
from executor.outcome import ConsoleLevel, ErrorKind, ScriptError
from executor.sandbox import Sandbox

# The isolate's only descriptor. 0 to 2 are closed: a stray write must not reach the server's terminal.
PIPE = 3
# Exit status after a bug of ours (EX_SOFTWARE).
EXIT_FAULT = 70

# What json.dumps calls for a string, without the objects that it makes around: 30 page faults (2026-11).
_json_string = json.encoder.encode_basestring_ascii
_SEED = struct.Struct("4I")
# Seconds, and bytes. The runtime keeps to less; a script that broke it does not get more.
_LONGEST_SLEEP = 3600.0
# Of one read at least: most jobs come in one.
_READ_BYTES = 4096
# What microtasks that a run left behind (its result's toJSON may) can take before the isolate is of no more use.
_LEFTOVER_SECONDS = 0.1
# CPU time after which an isolate is not kept any longer: the kernel counts that of all its runs (RLIMIT_CPU), and each has
# to have all that it may use.
KEPT_CPU_SECONDS = 10.0
# The fetch standard's.
_DEFAULT_REDIRECTS = 20
_DESCRIPTORS = os.sysconf("SC_OPEN_MAX")
_REHEARSED_JOB = Job("return 1", b"null", 10.0, 10.0, 1, 1, 1).encode()[messages.HEADER.size :]
# What serve.js makes of a thrown null, where the script ran and where its result became JSON, and of an error without
# the memory for its text.
_NO_MEMORY_FOR_AN_ERROR = ("", "null", "the script's result cannot be JSON: null")


def close_all_but(descriptor: int) -> None:
    """Leaves this process with one descriptor, `descriptor`, renumbered to `PIPE`."""
    os.dup2(descriptor, PIPE, inheritable=False)
    # One system call each where the C library has close_range (glibc 2.34).
    os.closerange(PIPE + 1, _DESCRIPTORS)
    os.closerange(0, PIPE)


class Isolate:
    """The host side of one script. Its `host` method is what the interpreter's bridge calls.

    Made once in the zygote, before any fork: each line of Python that runs in the child writes reference counts and so
    copies pages, at 2-3 µs each.
    """

    def __init__(self, interpreter: Interpreter, confinement: Sandbox, options: Options, icu: Icu) -> None:
        self._interpreter = interpreter
        self._sandbox = confinement
        self._server_pid = options.server_pid
        self._max_memory_bytes = options.max_memory_bytes
        self._job = Job("", b"", 0.0, 0.0, 0, 0, 0)
        self._console_messages = 0
        self._console_bytes = 0
        self._console_truncated = False
        self._started_ns = 0
        self._cpu_started_ns = 0
        self._warm_memory_bytes = 0
        self._requests: set[int] = set()
        self._requests_left = options.max_requests
        self._max_requests = options.max_requests
        self._max_request_bytes = options.max_request_bytes
        self._kept_memory_bytes = options.kept_memory_bytes
        self._pipe = select.poll()
        self._pipe.register(PIPE, select.POLLIN)
        self._sending = False
        self._expired: ScriptError | None = None
        # Since the run's answer: nothing that the script still does reaches anybody.
        self._answered = False
        # The answer, while it waits for what the script left to the engine; it goes in any case.
        self._leftover_frame = b""
        self._received = bytearray()
        self._jobs: deque[bytes] = deque()
        self._crypto = Crypto()
        self._operations: dict[bytes, Callable[[bytes], bytes | None]] = {
            b"j": self._await_job,
            b"i": self._input,
            b"d": self._drain,
            b"u": self._unhandled,
            b"s": self._promise_state,
            b"h": self._make_room,
            b"l": self._limit_heap,
            b"w": self._wait,
            b"q": self._fetch,
            b"y": self._abort,
            b"c": self._console,
            b"k": self._crypto.call,
            b"r": self._result,
            b"f": self._failure,
            b"x": self._reject,
            b"z": icu.answer,
        }
        # Inherited by every fork; the zygote itself sets no timer.
        signal.signal(signal.SIGALRM, self._time_limit_reached)
        signal.signal(signal.SIGPROF, self._cpu_limit_reached)

    def start(self, descriptor: int) -> None:
        """First thing after the fork."""
        close_all_but(descriptor)
        sandbox.die_with_parent(self._server_pid)
        sandbox.name_process("isolate")
        self._sandbox.confine()
        self._warm_memory_bytes = _peak_memory_bytes()
        self._interpreter.host = self.host

    def host(self, text: bytes) -> bytes | None:
        """One call out of JavaScript; the operations are listed in runtime/host.js. Never raises."""
        try:
            return self._operations[text[:1]](text[1:])
        except MemoryError:
            self._out_of_memory()
        except (LookupError, ValueError, TypeError, RecursionError) as error:
            if self._started_ns == 0:
                self._fault()
            # Nothing that our runtime says. A script must not fill the log with it either.
            self.could_not_answer(f"{type(error).__name__} in an operation of the host")
        except BaseException:  # noqa: BLE001 - nothing may pass into the engine, which would show it to the script
            self._fault()

    def could_not_answer(self, message: str) -> Never:
        """The eval ended without a report: the script broke what the engine itself builds on.

        JSON.stringify in QuickJS-ng 0.11 keeps its stack in an ordinary array, so an indexed setter on
        Array.prototype makes every call out of JavaScript throw.
        """
        # As in `_failure`: null is what the engine throws where it has no memory for an error.
        full = "out of memory" in message or (message == "null" and self._heap_was_full())
        kind = ErrorKind.OUT_OF_MEMORY if full else ErrorKind.THROWN
        text = f"the script left its interpreter unable to answer: {message.partition(chr(10))[0]}"
        self._leave(messages.encode_failure(self._cost(), ScriptError(kind, message=_cut(text))))

    def _input(self, _: bytes) -> bytes:
        """The job's input; after an answer, that of the next job, for which it waits."""
        if self._answered:
            self._begin(self._next_job())
            self._interpreter.limit_heap()
        return self._job.input_json or b"null"

    def _next_job(self) -> bytes:
        while not self._jobs:
            kind, payload = self._receive_frame()
            # Anything else is a response that an earlier run did not wait for.
            if kind == messages.Kind.JOB:
                self._jobs.append(payload)
        return self._jobs.popleft()

    def _wait(self, milliseconds: bytes) -> bytes | None:
        """Until the time is over or a response is there, which it returns."""
        self._interpreter.limit_heap()
        # ValueError for NaN and below zero, from either way to wait.
        seconds = min(float(milliseconds) / 1000, _LONGEST_SLEEP)
        if not self._requests:
            time.sleep(seconds)
            return None
        if not seconds >= 0:
            raise ValueError("a wait below zero")
        end = time.monotonic() + seconds
        while self._received or self._pipe.poll(seconds * 1000):
            kind, payload = self._receive_frame()
            if kind != messages.Kind.JOB:
                return self._response(kind, payload)
            # Sent ahead, for when this run is over.
            self._jobs.append(payload)
            seconds = max(0.0, end - time.monotonic())
        return None

    def _response(self, kind: int, payload: bytes) -> bytes:
        number, head, body = messages.decode_answer(payload)
        self._requests.discard(number)
        if kind == messages.Kind.FETCH_FAILED:
            return b'{"id":%d,"error":%b}' % (number, head)
        text = json.dumps(str(body, "latin-1"), ensure_ascii=False).encode()
        return b'{"id":%d,"head":%b,"body":%b}' % (number, head, text)

    def _fetch(self, request: bytes) -> bytes | None:
        """Sends one request on its way. Answers an error when it cannot go."""
        if self._answered:
            return _fetch_error("ERR_EGRESS_REFUSED", "the run that sends this request is over")
        try:
            fields, headers, text = json.loads(request)
            number = fields["id"]
            body = text.encode("latin-1")
            if not isinstance(number, int) or not 0 <= number < 2**32 or number in self._requests:
                raise ValueError("a request needs a number of its own")
            if len(body) > self._max_request_bytes:
                return _fetch_error(
                    "ERR_EGRESS_LIMIT",
                    f"the request's body is {len(body)} bytes, over the limit of {self._max_request_bytes} "
                    "(--egress-max-request-bytes); send less",
                )
            if self._requests_left <= 0:
                return _fetch_error(
                    "ERR_EGRESS_LIMIT",
                    f"the script has sent {self._max_requests} requests, the limit of one run (--egress-max-requests); "
                    "send fewer, or do the rest in another run",
                )
            frame = _made_fetch(number, fields, headers, body).encode()
        except (LookupError, ValueError, TypeError, AttributeError, RecursionError) as error:
            return _fetch_error("ERR_INVALID_ARG_VALUE", f"the request cannot be sent: {error}")
        self._requests_left -= 1
        self._requests.add(number)
        self._send(frame)
        return None

    def _abort(self, text: bytes) -> None:
        number = int(text)
        if number in self._requests and not self._answered:
            self._requests.remove(number)
            self._send(messages.encode_abort(number))

    def _drain(self, _: bytes) -> bytes | None:
        """Runs promise jobs. Answers true when a promise was rejected that nobody handles.

        What follows is most often the report, so there is room from here on; 'w' or 'l', one of which comes before
        every callback, takes it back.
        """
        self._interpreter.limit_heap()
        self._interpreter.run_jobs()
        self._interpreter.make_room()
        return b"true" if self._interpreter.any_rejected() else None

    def _unhandled(self, _: bytes) -> bytes | None:
        return b"true" if self._interpreter.take_rejected() else None

    def _promise_state(self, _: bytes) -> bytes | None:
        return self._interpreter.promise_state()

    def _limit_heap(self, _: bytes) -> None:
        self._interpreter.limit_heap()

    def _make_room(self, _: bytes) -> None:
        self._interpreter.make_room()

    def _await_job(self, _: bytes) -> bytes:
        if self._started_ns != 0:
            raise ValueError("an isolate has one job")
        self._rehearse()
        self._send(messages.frame(messages.Kind.READY, b""))
        kind, payload = self._receive_frame()
        if kind != messages.Kind.JOB:
            raise messages.ProtocolError(f"expected a job, got frame kind {kind}")
        self._begin(payload)
        self._sandbox.hold_secrets()
        self._interpreter.limit_heap()
        seed = _SEED.unpack(os.urandom(_SEED.size))
        return b'{"code":%b,"seed":[%d,%d,%d,%d]}' % (_json_string(self._job.code).encode(), *seed)

    def _rehearse(self) -> None:
        """Goes the way of a job while nobody waits: what Python writes to on it is copied before a job comes.

        With what serve.js rehearses, 32 page faults from a job to its isolate's exit instead of 100, and 0.7 of the CPU time
        (2026-11); the faults of the whole life stay as many.
        """
        self._begin(_REHEARSED_JOB)
        self._stop_timers()
        _json_string(self._job.code)
        messages.encode_result(self._cost(is_last=self._is_last()), b"1")
        self._started_ns = 0

    def _begin(self, payload: bytes) -> None:
        """A run begins: its figures and limits count from here."""
        self._job = job = Job.decode(payload)
        self._answered = False
        self._console_messages = self._console_bytes = 0
        self._console_truncated = False
        self._requests.clear()
        self._requests_left = self._max_requests
        self._started_ns = time.monotonic_ns()
        self._cpu_started_ns = time.process_time_ns()
        signal.setitimer(signal.ITIMER_REAL, job.timeout)
        # One thread cannot use more CPU time than there is.
        if job.cpu_limit < job.timeout:
            signal.setitimer(signal.ITIMER_PROF, job.cpu_limit)

    def _stop_timers(self) -> None:
        signal.setitimer(signal.ITIMER_REAL, 0)
        if self._job.cpu_limit < self._job.timeout:
            signal.setitimer(signal.ITIMER_PROF, 0)

    def _console(self, level_and_text: bytes) -> bytes | None:
        """Sends one message at once, so that it survives a kill. Answers true when no more will be taken."""
        if self._answered:
            return None
        level = ConsoleLevel(int(level_and_text[:1]))
        # A script that broke String.prototype can make it something else.
        text = str(json.loads(level_and_text[1:]))
        room = self._job.max_console_bytes - self._console_bytes
        if self._console_messages >= self._job.max_console_messages or room <= 0:
            self._console_truncated = True
            return b"true"
        encoded = text.encode("utf-8", "replace")
        if len(encoded) > room:
            self._console_truncated = True
            encoded = encoded[:room].decode("utf-8", "ignore").encode()
        self._console_messages += 1
        self._console_bytes += len(encoded)
        self._send(messages.encode_console(level, time.monotonic_ns() - self._started_ns, encoded.decode()))
        return b"true" if self._console_truncated else None

    def _result(self, result_json: bytes) -> None:
        limit = self._job.max_result_bytes
        if len(result_json) > limit:
            error = ScriptError(
                ErrorKind.RESULT_TOO_LARGE,
                message=f"the result is {len(result_json)} bytes of JSON, over the limit of {limit}; return less",
            )
            self._fail(error)
        else:
            cost = self._cost(is_last=self._is_last())
            self._answer(messages.encode_result(cost, result_json), cost.is_last)

    def _reject(self, message_json: bytes) -> None:
        message = str(json.loads(message_json))
        frame = messages.frame(messages.Kind.REJECTED, message.encode("utf-8", "replace"))
        self._answer(frame, is_last=not self._job.keep)

    def _failure(self, fields_json: bytes) -> None:
        fields = json.loads(fields_json)
        kind = ErrorKind(fields["kind"])
        # With too little memory left to make an error object the engine throws null (DESIGN.md trap 5); with too little
        # to reject a promise, that promise never settles.
        told_as = fields["name"] == "UnsettledPromise" or (
            fields["name"] in ("", "InternalError") and fields["message"] in _NO_MEMORY_FOR_AN_ERROR
        )
        if told_as and self._heap_was_full():
            kind, fields["name"], fields["message"] = (
                ErrorKind.OUT_OF_MEMORY,
                "InternalError",
                "out of memory",
            )
        error = ScriptError(
            kind=kind,
            name=_cut(fields["name"]),
            message=_cut(fields["message"]),
            stack=_cut(fields["stack"]),
            line=_position(fields["line"]),
            column=_position(fields["column"]),
        )
        self._fail(error)

    def _fail(self, error: ScriptError) -> None:
        """A script's own failure leaves its isolate as it was; a full heap would not get better."""
        is_last = self._is_last() or error.kind is ErrorKind.OUT_OF_MEMORY
        self._answer(messages.encode_failure(self._cost(is_last=is_last), error), is_last)

    def _is_last(self) -> bool:
        """Whether the isolate ends with this run's answer."""
        return (
            not self._job.keep
            or time.process_time() > KEPT_CPU_SECONDS
            or _peak_memory_bytes() > self._kept_memory_bytes
        )

    def _heap_was_full(self) -> bool:
        return _peak_memory_bytes() - self._warm_memory_bytes > self._max_memory_bytes // 2

    def _time_limit_reached(self, signum: int, frame: object) -> None:
        """SIGALRM: answers TIMEOUT and leaves."""
        limit_ms = round(self._job.timeout * 1000)
        message = f"the script was stopped at its time limit of {limit_ms} ms"
        self._expire(ScriptError(ErrorKind.TIMEOUT, message=message))

    def _cpu_limit_reached(self, signum: int, frame: object) -> None:
        """SIGPROF: answers CPU_LIMIT and leaves."""
        limit_ms = round(self._job.cpu_limit * 1000)
        message = f"the script was stopped at its limit of {limit_ms} ms of CPU time; waiting would cost none"
        self._expire(ScriptError(ErrorKind.CPU_LIMIT, message=message))

    def _expire(self, error: ScriptError) -> None:
        """A frame half written is finished first."""
        self._expired = error
        if not self._sending:
            self._leave(messages.encode_failure(self._cost(), error))

    def _out_of_memory(self) -> Never:
        """Python's own allocations failed: the process is at its limit (RLIMIT_AS), whatever the engine's heap says."""
        error = ScriptError(ErrorKind.OUT_OF_MEMORY, "InternalError", "out of memory")
        self._leave(messages.encode_failure(self._cost(), error))

    def _cost(self, *, is_last: bool = True) -> Cost:
        return Cost(
            run_ns=time.monotonic_ns() - self._started_ns,
            cpu_ns=time.process_time_ns() - self._cpu_started_ns,
            peak_memory_bytes=_peak_memory_bytes(),
            console_truncated=self._console_truncated,
            is_last=is_last,
        )

    def _answer(self, frame: bytes, is_last: bool) -> None:
        """Sends the run's one answer. An isolate that is not kept leaves with it."""
        if is_last:
            self._leave(frame)
        if self._answered:
            return
        # A limit reached by now is the run's own.
        self._stop_timers()
        self._answered = True
        if self._interpreter.any_job():
            self._clear(frame)
        self._interpreter.forget_rejected()
        self._write(frame)

    def _clear(self, frame: bytes) -> None:
        """Runs what the script left in the engine's queue, which cannot be emptied otherwise, and nobody hears it. Before the
        answer, so that no other run is promised to an isolate that cannot have one.
        """
        self._leftover_frame = messages.as_last(frame)
        signal.setitimer(signal.ITIMER_REAL, _LEFTOVER_SECONDS)
        self._interpreter.run_jobs()
        signal.setitimer(signal.ITIMER_REAL, 0)
        self._leftover_frame = b""

    def _leave(self, frame: bytes) -> Never:
        """Sends the last frame and leaves without any clean-up: nothing in this process outlives it. A run that has its
        answer gets no other.
        """
        self._stop_timers()
        self._expired = None
        self._write(self._leftover_frame if self._answered else frame)
        os._exit(0)

    def _fault(self) -> Never:
        self._finish_quietly(messages.frame(messages.Kind.FAULT, traceback.format_exc()[-8192:].encode()))

    def _finish_quietly(self, frame: bytes) -> Never:
        try:
            self._write(frame)
        finally:
            os._exit(EXIT_FAULT)

    def _send(self, frame: bytes) -> None:
        self._sending = True
        self._write(frame)
        self._sending = False
        if self._expired is not None:
            self._expire(self._expired)

    def _write(self, frame: bytes) -> None:
        view = memoryview(frame)
        try:
            while view:
                view = view[os.write(PIPE, view) :]
        except (BrokenPipeError, ConnectionResetError):
            os._exit(0)  # The server is gone or has given this isolate up.

    def _receive_frame(self) -> tuple[int, bytes]:
        """Kind and payload."""
        kind, length = messages.HEADER.unpack(self._receive(messages.HEADER.size))
        return kind, self._receive(length)

    def _receive(self, count: int) -> bytes:
        """Exactly `count` bytes. When the server closes the socket there is nothing left to do."""
        received = self._received
        while len(received) < count:
            try:
                # What more there is, is kept: jobs sent ahead come several at once.
                chunk = os.read(PIPE, max(count - len(received), _READ_BYTES))
            except ConnectionResetError:
                chunk = b""
            if not chunk:
                os._exit(0)
            received += chunk
        taken = bytes(received[:count])
        del received[:count]
        return taken


def _made_fetch(number: int, fields: dict[str, Any], headers: object, body: bytes) -> Fetch:
    """In the server's words. Raises as `make_fetch`; what the script left out has its default."""
    milliseconds = fields.get("timeout") or 0
    return messages.make_fetch(
        number,
        {
            "method": fields.get("method") or "GET",
            "url": fields["url"],
            "headers": headers,
            "redirect": fields.get("redirect") or "follow",
            "max_redirects": _DEFAULT_REDIRECTS
            if fields.get("maxRedirects") is None
            else fields["maxRedirects"],
            "max_response_bytes": fields.get("maxResponseBytes") or 0,
            "timeout": milliseconds / 1000 if isinstance(milliseconds, int | float) else milliseconds,
            "decompress": fields.get("decompress") is not False,
        },
        body,
    )


def _fetch_error(code: str, message: str) -> bytes:
    return json.dumps({"code": code, "message": message}).encode()


def _peak_memory_bytes() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def _cut(text: object) -> str:
    """At most `MAX_ERROR_TEXT` characters; half a surrogate pair, which JavaScript allows, becomes a question mark."""
    return str(text)[: messages.MAX_ERROR_TEXT].encode("utf-8", "replace").decode()


def _position(number: object) -> int:
    return number if isinstance(number, int) and 0 < number < 2**31 else 0
