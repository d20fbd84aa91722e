"""The life of an isolate: forked ahead of demand, closed off, rehearsed, then one job, one answer, and gone.

An isolate is kept after its answer only where the job says so: then it waits for the next input of the same code. One that
can be rewound (rewind.py) waits for that instead of leaving, and begins once more where it waited for its first job. There a
run is C's at first, and comes here with what its script asks for, if ever (direct.py).

Runs inside a `call_python` callback of the zygote's serving eval (zygote.py says why), in a process that holds one
descriptor: its own end of a stream socket to the server. Everything here must be cheap, because it is paid per
execution, and nothing may reach the script but what `runtime/serve.js` asks for.

Each line of Python that runs in the child writes reference counts and so copies pages, at 2-3 µs each. So all objects are
made in the zygote, before any fork, and what a job will write to is written to while nobody waits (`_rehearse`).
"""

from __future__ import annotations

import binascii
import json
import os
import struct
import time
from collections.abc import Callable
from typing import Never

from executor.isolate import sandbox
from executor.isolate.answers import Answers
from executor.isolate.calls import ANSWERS, Calls
from executor.isolate.compression import Compression
from executor.isolate.console import Console
from executor.isolate.crypto.draws import DRAWS
from executor.isolate.crypto.operations import Crypto
from executor.isolate.icu.operations import Icu
from executor.isolate.interpreter import Interpreter
from executor.isolate.limits import limits_of
from executor.isolate.pipe import Pipe, close_all_but
from executor.isolate.requests import Requests
from executor.isolate.run import ANSWERED, WAITING, Run
from executor.isolate.sandbox import Sandbox
from executor.outcome import ScriptError
from executor.wire.errors import ProtocolError
from executor.wire.frames import Kind
from executor.wire.jobs import Job
from executor.wire.options import Options
from executor.wire.programs import code_of
from executor.wire.reporting import encode_ready, encode_result

# What json.dumps calls for a string, without the objects that it makes around: 30 page faults (2026-11).
_json_string = json.encoder.encode_basestring_ascii
_SEED = struct.Struct("4I")
# Seconds. The runtime keeps to less; a script that broke it does not get more.
_LONGEST_SLEEP = 3600.0
# Its limits are far: a rehearsal takes less than a millisecond.
_REHEARSED_JOB = Job.sample(code="return 1", input_json=b"null", timeout=10.0, cpu_limit=10.0).encode()


class Isolate:
    """The host side of one script. Its `host` method is what the interpreter's bridge calls."""

    def __init__(
        self,
        interpreter: Interpreter,
        confinement: Sandbox,
        options: Options,
        icu: Icu,
        compression: Compression,
        prepare_image: Callable[[], bool],
        be_born: Callable[[], bool],
        *,
        is_rewound: bool,
    ) -> None:
        """`prepare_image` is called once all is rehearsed, and says whether the image is made next; `be_born` where there is a
        job, or there may be one soon: whether the isolate itself has to say that it is ready. One that `is_rewound` does not end
        with its answer.
        """
        self._prepare_image = prepare_image
        self._be_born = be_born
        self._interpreter = interpreter
        self._sandbox = confinement
        self._server_pid = options.server_pid
        self._run = Run(options)
        self._pipe = Pipe()
        self._limits = limits_of(interpreter, self._limit_reached)
        # Of the isolate's program, which jobs after its first are without.
        self._text = b""
        self._requests = Requests(self._run, self._pipe, options)
        self._calls = Calls(self._run, self._pipe, options)
        self._answers = Answers(
            self._run,
            self._pipe,
            self._limits,
            interpreter,
            is_rewound=is_rewound,
        )
        checked = self._limits.checked
        self._operations: dict[bytes, Callable[[bytes], bytes | None]] = {
            b"m": self._rehearse,
            b"j": self._await_job,
            b"i": self._input,
            b"d": self._drain,
            b"u": self._unhandled,
            b"s": self._promise_state,
            b"h": self._make_room,
            b"l": self._limit_heap,
            b"w": checked(self._wait),
            b"q": checked(self._requests.send),
            b"y": self._requests.abort,
            b"a": checked(self._calls.send),
            b"g": self._calls.complain,
            b"c": checked(Console(self._run, self._pipe).write),
            b"k": checked(Crypto(interpreter.window).call),
            b"P": self._program,
            b"T": self._code,
            b"B": self._compiled,
            b"r": self._result,
            b"R": self._bytes_result,
            b"f": self._answers.failure,
            b"x": self._answers.reject,
            b"z": checked(icu.answer),
            b"b": checked(compression.answer),
        }

    def start(self, descriptor: int) -> None:
        """First thing after the fork."""
        close_all_but(descriptor)
        sandbox.die_with_parent(self._server_pid)
        sandbox.name_process("isolate")
        self._sandbox.confine()
        self._run.isolate_started()
        self._interpreter.bridge.host = self.host

    def know_image(self) -> int:
        """As `Run.know_image`."""
        return self._run.know_image()

    def host_first(self, text: bytes) -> bytes | None:
        """As `host`, of the first call since the mark."""
        try:
            self._take_over()
        except BaseException:  # noqa: BLE001 - as in `host`
            self._answers.fault()
        return self.host(text)

    def _take_over(self) -> None:
        """What C has of the run so far is Python's from here on. Nothing where it was before."""
        self._interpreter.bridge.host = self.host
        direct = self._interpreter.direct
        if direct is not None and (begun := direct.taken_over()) is not None:
            self._run.isolate_started(direct.warm_memory_bytes)
            self._run.take_over(begun.job, begun.started_ns, begun.cpu_started_ns)
            self._run.stops = begun.stops
            self._text = begun.job.text

    def host(self, text: bytes) -> bytes | None:
        """One call out of JavaScript; the operations are listed in runtime/host.js. Never raises."""
        try:
            return self._operations[text[:1]](text[1:])
        except MemoryError:
            self._answers.out_of_memory()
        except (LookupError, ValueError, TypeError, RecursionError) as error:
            if self._run.phase is WAITING:
                self._answers.fault()
            # Nothing that our runtime says. A script must not fill the log with it either.
            self.could_not_answer(f"{type(error).__name__} in an operation of the host")
        except BaseException:  # noqa: BLE001 - nothing may pass into the engine, which would show it to the script
            self._answers.fault()

    def could_not_answer(self, message: str) -> Never:
        """The eval ended without a report, or could not go on."""
        self._take_over()
        self._answers.could_not_answer(message)

    def _limit_reached(self, told_of: Callable[[Job], ScriptError]) -> None:
        self._take_over()
        self._answers.expire(told_of(self._run.job))

    # --- Jobs ----------------------------------------------------------------------------------------------------

    def _await_job(self, _: bytes) -> bytes:
        if self._run.phase is not WAITING:
            raise ValueError("an isolate has one job")
        if self._be_born():
            self._pipe.send(encode_ready())
        elif (direct := self._interpreter.direct) is not None:
            self._run.isolate_started(direct.warm_memory_bytes)
            self._pipe.has_received(direct.handed_over())
        kind, payload = self._pipe.receive()
        if kind not in (Kind.JOB, Kind.LAST_JOB):
            raise ProtocolError(f"expected a job, got frame kind {kind}")
        self._run.stops = kind == Kind.LAST_JOB
        self._begin(payload)
        self._sandbox.hold_secrets()
        job = self._run.job
        self._interpreter.bound_heap(job.max_memory_bytes)
        seed = _SEED.unpack(self._stand(job) if job.deterministic else os.urandom(_SEED.size))
        if job.text:
            self._text = job.text
        code = b"null" if job.text else _json_string(job.code).encode()
        told = b'{"code":%b,"seed":[%d,%d,%d,%d]' % (code, *seed)
        if job.deterministic:
            told += b',"deterministic":%b' % job.deterministic
        if job.prepare:
            told += b',"prepare":true'
        if job.has_bytes or job.accept_bytes:
            told += _of_bytes(job)
        if job.functions:
            # A JSON array, by the server's own word.
            told += b',"functions":%b' % job.functions.encode()
        return told + b"}"

    def _stand(self, job: Job) -> bytes:
        """Chance comes from the job's seed from here on, the first of it is returned, and clocks stand. For this one run: no isolate
        is kept after it.
        """
        DRAWS.repeat(json.loads(job.deterministic)["seed"])
        self._run.clock = self._interpreter.standing_clock()
        return DRAWS.octets(_SEED.size)

    def _rehearse(self, _: bytes) -> bytes | None:
        """Goes the way of a job while nobody waits: what Python writes to on it is copied before a job comes. Answers true where the
        image is made next.

        With what serve.js rehearses, 32 page faults from a job to its isolate's exit instead of 100, and 0.7 of the CPU time
        (2026-11); the faults of the whole life stay as many.
        """
        run = self._run
        if run.phase is not WAITING:
            raise ValueError("a rehearsal comes before the job")
        self._pipe.has_received(_REHEARSED_JOB)
        self._begin(self._pipe.receive()[1])
        self._limits.stop()
        _json_string(run.job.code)
        encode_result(run.cost(is_last=run.is_last()), b"1")
        run.transition(WAITING)
        return b"true" if self._prepare_image() else None

    def _begin(self, payload: bytes) -> None:
        """A run begins: its figures and limits count from here."""
        job = Job.decode(payload)
        self._run.begin(job)
        self._limits.start(job)

    def _input(self, _: bytes) -> bytes:
        """The job's input; after an answer, that of the next job, for which it waits."""
        if self._run.phase is ANSWERED:
            self._requests.forget()
            self._begin(self._pipe.next_job())
            self._interpreter.bound_heap(self._run.job.max_memory_bytes)
        job = self._run.job
        if job.has_bytes:
            return b'"%b"' % binascii.b2a_base64(job.input_bytes, newline=False)
        return job.input_json or b"null"

    def _program(self, _: bytes) -> bytes | None:
        job = self._run.job
        return b"true" if self._interpreter.programs.read(job.bytecode, job.text) else None

    def _code(self, _: bytes) -> bytes:
        return _json_string(code_of(self._text).decode()).encode()

    def _compiled(self, _: bytes) -> None:
        self._answers.compiled(self._interpreter.programs.compiled())

    def _result(self, text: bytes) -> None:
        self._answers.result(text or self._interpreter.bridge.payload)

    def _bytes_result(self, text: bytes) -> None:
        """Their number, which is all that is told of too many, and the bytes as base64."""
        size, _, base64 = text.partition(b",")
        self._answers.bytes_result(int(size), base64 or self._interpreter.bridge.payload)

    # --- The event loop's ----------------------------------------------------------------------------------------

    def _wait(self, milliseconds: bytes) -> bytes | None:
        """Until the time is over or a response is there, which it returns; sooner at a limit."""
        self._interpreter.limit_heap()
        # ValueError for NaN and below zero, from either way to wait.
        seconds = self._limits.bounded(min(float(milliseconds) / 1000, _LONGEST_SLEEP))
        if not self._requests.any() and not self._calls.any():
            time.sleep(seconds)
            return None
        if not seconds >= 0:
            raise ValueError("a wait below zero")
        answer = self._pipe.answer_within(seconds)
        if answer is None:
            return None
        return self._calls.told(*answer) if answer[0] in ANSWERS else self._requests.told(*answer)

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


def _of_bytes(job: Job) -> bytes:
    """The rest of what a script is told of its job, where its input or its result may be bytes."""
    return b',"hasBytes":%d,"maxBytes":%d' % (
        job.has_bytes,
        job.max_result_bytes if job.accept_bytes else -1,
    )
