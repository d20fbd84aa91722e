"""One interpreter: loads the runtime and its modules, serves, runs promise jobs, and bounds the heap."""

from __future__ import annotations

import ctypes
from collections.abc import Callable

from executor.isolate import builds, digests, texts
from executor.isolate.direct import Direct
from executor.isolate.engine import (
    EVAL_GLOBAL,
    EVAL_MODULE,
    POINTER,
    SIZE,
    TEXT,
    Engine,
    HostFunction,
    ScriptError,
    Value,
)
from executor.isolate.programs import Programs
from executor.isolate.promise_jobs import promise_jobs_of
from executor.isolate.promises import Promises
from executor.isolate.window import Window

# While a result or error is reported, the heap's limit is raised by this much: a script that filled its heap must still
# get its answer out. dukpy's own limit of 128 MiB, set in C, only counts for the warmup.
REPORT_HEADROOM_BYTES = 64 << 20
# The engine collects cycles once the heap passes its threshold (dukpy: 8 MiB, reset after each eval), and a collection
# writes to every object, so it copies every shared page. The warm heap alone is above 8 MiB. Most garbage is freed by
# reference counts; only cycles wait for this. In parts of the heap's limit: early enough that garbage in cycles is
# collected before it counts as out of memory.
GC_THRESHOLD = 0.75
# While modules load nothing becomes garbage that would be worth a walk over the whole heap.
_NEVER_COLLECT = ctypes.c_size_t(-1).value
_CFUNC_GENERIC = 0


class Interpreter:
    """Its only way out is `bridge.host`, which is called with the text that JavaScript passed to the bridge and may be
    replaced at any time (the isolate does so after the fork). It must not raise: an exception's text would be shown to
    the script. `wanted` and what is raised are those of `builds.load`; `loaded` says what it found.
    """

    def __init__(self, host: HostFunction, wanted: str = builds.BUILT) -> None:
        self._engine = engine = Engine(host, wanted)
        self.loaded = engine.loaded
        self.native = engine.native
        self.bridge = engine.bridge
        self.window = Window()
        self._promises = promises = Promises(engine)
        self.programs = Programs(engine)
        self._runtime = engine.runtime
        self._jobs = jobs = promise_jobs_of(engine)
        self._execute_jobs = jobs.run
        self._is_job_pending = engine.function("JS_IsJobPending", ctypes.c_bool, POINTER)
        self._set_gc_threshold = engine.function("JS_SetGCThreshold", None, POINTER, SIZE)
        self._set_memory_limit = engine.function("JS_SetMemoryLimit", None, POINTER, SIZE)
        # Bytes. C looks at it, too.
        self._heap_limit = ctypes.c_uint64()
        self.direct: Direct | None = None
        if engine.native is not None:
            self.direct = Direct(
                engine,
                engine.native,
                rejections=promises.address(),
                heap_limit=self._heap_limit,
                report_room=REPORT_HEADROOM_BYTES,
            )
        # As they are asked for: a method around each would be one more function for every execution to touch.
        self.any_rejected = promises.any_rejected
        self.take_rejected = promises.take_rejected
        self.forget_rejected = promises.forget_rejected
        self.promise_state = promises.state
        # dukpy gives a context its bridge in the first eval. It also collects all garbage before and after each one, 28 ms
        # with the runtime loaded, so what loads goes past it: 230 ms less for the runtime and seven modules.
        self.evaluate("", "<dukpy>")
        self._set_gc_threshold(self._runtime, _NEVER_COLLECT)

    @property
    def engine(self) -> str:
        """Names this very build of the engine for this machine: only what it compiled itself may be given to it."""
        return self._engine.identity

    # --- Loading -------------------------------------------------------------------------------------------------

    def evaluate(self, source: str, filename: str) -> None:
        """Evaluates strict code whose stack frames carry `filename`. Raises `ScriptError`."""
        self._engine.evaluate_strict(source, filename)

    def compile_runtime(self, source: str, filename: str) -> bytes:
        """Bytecode for `load_runtime`, whose stack frames carry `filename`. Raises `ScriptError`."""
        return self._engine.compile(source.encode(), filename, EVAL_MODULE)

    def compile_module(self, name: str, body: str) -> bytes:
        """Bytecode for `define` of one bundle. Raises `ScriptError`."""
        return self._engine.compile(_factory(body), name, EVAL_GLOBAL)

    def load_runtime(self, code: bytes) -> None:
        """Runs what `compile_runtime` of the same engine made: nothing checks it. Raises `ScriptError`."""
        self._promises.check(self._engine.run(code))
        self.run_jobs()

    def define(self, name: str, body: str | bytes, lazy_json: bytes = b"{}") -> None:
        """Evaluates one bundle (the body of a CommonJS function) as module `name`: its source, or bytecode of it, which
        nothing checks, by `compile_module` of the same engine. Raises `ScriptError`.

        As in Node its code is sloppy where it does not say otherwise. dukpy evaluates sloppy code, too, but only under
        a name of its own, and stacks would not tell the module.
        """
        engine = self._engine
        factory = engine.run(body) if isinstance(body, bytes) else engine.evaluate(_factory(body), name)
        engine.give(engine.handle(), b"factory", factory)
        engine.give(engine.handle(), b"lazy", engine.parse_json(lazy_json, name))
        engine.evaluate(f"__executor.define({_js_string(name)});".encode(), name)
        self.run_jobs()

    def open_window(self) -> None:
        """Once the runtime, whose memory it is, has loaded."""
        engine = self._engine
        exchange = engine.get(engine.handle(), b"exchange")
        bytes_of = engine.function("JS_GetArrayBuffer", POINTER, POINTER, ctypes.POINTER(SIZE), Value)
        size = SIZE()
        self.window.open(
            bytes_of(engine.context, ctypes.byref(size), engine.get(exchange, b"window")), size.value
        )

    # --- Serving -------------------------------------------------------------------------------------------------

    def serve(self) -> None:
        """Enters the eval that never ends: forks and jobs happen inside it. Raises `ScriptError`."""
        self._meet_engine_js()
        self.evaluate("__executor.serve();", "<dukpy>")
        # What it threw became a rejection, as of any module; dukpy would learn that from the tracker, which is ours now.
        self.make_room()
        reason = "the serving eval ended"
        try:
            while self.take_rejected():
                reason = self._promises.reason_text()
        except MemoryError:
            reason = "out of memory"
        raise ScriptError(reason)

    def _meet_engine_js(self) -> None:
        """Takes hold of the object through which values pass between runtime/engine.js and here, gives it what script
        cannot make for itself, and has rejections tracked.
        """
        engine = self._engine
        exchange = engine.get(engine.handle(), b"exchange")
        new_function = engine.function("JS_NewCFunction2", Value, POINTER, POINTER, TEXT, *[ctypes.c_int] * 3)
        # The engine calls a native function as f(context, this, count, arguments), so one that takes a context and one
        # value is a method as it stands; the calling conventions of Linux leave what is beyond that to the caller.
        methods = {name: engine.address(name) for name in ("JS_GetProxyTarget", "JS_GetProxyHandler")}
        methods |= texts.methods_of(engine) | digests.methods_of(engine) | self.programs.methods()
        if self.direct is not None:
            methods |= self.direct.methods()
        for name, address in methods.items():
            method = new_function(engine.context, address, name.encode(), 0, _CFUNC_GENERIC, 0)
            engine.give(exchange, name.encode(), method)
        self._promises.meet(exchange)
        self.programs.meet(exchange)

    def any_job(self) -> bool:
        """Whether promise jobs are left."""
        return bool(self._is_job_pending(self._runtime))

    def run_jobs(self) -> None:
        """Runs promise jobs until none is left. Raises what is raised where a limit is reached, and MemoryError."""
        while self._execute_jobs() < 0:
            # An exception outside any promise: the heap is so full that the engine could not even reject one.
            self.make_room()
        if self._promises.lost_one():
            raise MemoryError

    def interrupt_by(self, handler: int | None, opaque: int) -> None:
        """From here on the engine asks this function of C whether to go on, instead of dukpy, which looks for signals, and
        so does whoever runs promise jobs. What it leaves as Python's exception is raised.
        """
        set_handler = self._engine.function("JS_SetInterruptHandler", None, POINTER, POINTER, POINTER)
        set_handler(self._runtime, handler, opaque)
        self._jobs.interrupt_by(handler, opaque)
        if self.direct is not None:
            self.direct.limited_by(opaque)

    def standing_clock(self) -> Callable[[], float]:
        """What tells the time, in milliseconds, where clocks stand. Only our own engine has it."""
        return self._engine.function("JS_GetStandingClock", ctypes.c_double)

    # --- The heap ------------------------------------------------------------------------------------------------

    def bound_heap(self, limit_bytes: int) -> None:
        """Inside the serving eval: sets the heap's limit in bytes, the warm modules included, and keeps the collector
        from walking, and so copying, the shared heap before it is needed. Costs nothing where the limit is what it was.
        """
        if limit_bytes != self._heap_limit.value:
            self._heap_limit.value = limit_bytes
            self._set_gc_threshold(self._runtime, int(limit_bytes * GC_THRESHOLD))
        self.limit_heap()

    def limit_heap(self) -> None:
        """The script's turn: its limit counts."""
        self._set_memory_limit(self._runtime, self._heap_limit.value)

    def make_room(self) -> None:
        """The report's turn: a full heap must not keep it in."""
        self._set_memory_limit(self._runtime, self._heap_limit.value + REPORT_HEADROOM_BYTES)


def _factory(body: str) -> bytes:
    return f"(function (module, exports, require) {{{body}\n}})".encode()


def _js_string(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
