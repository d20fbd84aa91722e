"""One dukpy interpreter: the only module that imports dukpy, and the only one that knows its C side.

dukpy's own `JSInterpreter` hands scripts the host: `process.env` is the whole environment, `call_python` reads files
through its module loader (DESIGN.md trap 2). So we speak to the C extension below it directly, and give that one
callback of our own. The engine's own entry points (`JS_ExecutePendingJob` and a few setters) are exported by the same
shared object; calling them through ctypes lets the isolate's host loop run promise jobs without ending the eval, whose
two full garbage collections would copy every page of the forked heap.
"""

from __future__ import annotations

import ctypes
import hashlib
import importlib.util
import os
import resource
from collections.abc import Callable
from importlib.machinery import PathFinder
from types import ModuleType
from typing import Any, Never

# While a result or error is reported, the heap's limit is raised by this much: a script that filled its heap must still
# get its answer out. dukpy's own limit of 128 MiB, set in C, only counts for the warmup.
REPORT_HEADROOM_BYTES = 64 << 20
# The engine collects cycles once the heap passes its threshold (dukpy: 8 MiB, reset after each eval), and a collection
# writes to every object, so it copies every shared page. The warm heap alone is above 8 MiB. Most garbage is freed by
# reference counts; only cycles wait for this. In parts of the heap's limit: early enough that garbage in cycles is
# collected before it counts as out of memory.
GC_THRESHOLD = 0.75
# The engine's own limit of 256 KiB ends recursion at some 300 calls (Node: 12,000), too few even for a deep clone of a
# nested document. With this it ends at some 7,000. Memory only for those who go so deep.
MAX_STACK_BYTES = 24 << 20

# Tags of the engine's values (quickjs.h).
_TAG_OBJECT = -1
_TAG_UNDEFINED = 3
_TAG_EXCEPTION = 6
# JS_EVAL_TYPE_GLOBAL without a flag: sloppy code.
_EVAL_GLOBAL = 0
_EVAL_MODULE = 1
_COMPILE_ONLY = 1 << 5
# Without sources, which only Function.prototype.toString would show: 10 MB less to read, and 6.6 MB less heap. Names and
# positions stay, for stacks.
_WRITE_BYTECODE = 1 << 0 | 1 << 4
_READ_BYTECODE = 1 << 0
_CFUNC_GENERIC = 0
_REJECTED = 2
# While modules load nothing becomes garbage that would be worth a walk over the whole heap.
_NEVER_COLLECT = ctypes.c_size_t(-1).value
# What of the extension's file tells one build from another: its header, the list of its parts, and its build id.
_HEADER_BYTES = 4096
# Of JSPromiseStateEnum; what is no promise is none of them.
_PROMISE_STATES = {0: b'"pending"', 1: b'"fulfilled"', 2: b'"rejected"'}

# `call_python` in the engine: receives the text, answers with JSON bytes, or None for undefined.
HostFunction = Callable[[bytes], bytes | None]


class _Value(ctypes.Structure):
    """The engine's JSValue on 64-bit machines, passed by value; an object's payload is its address."""

    _fields_ = [("payload", ctypes.c_uint64), ("tag", ctypes.c_int64)]  # type: ignore[mutable-override]  # typeshed says Sequence


# The engine's JSHostPromiseRejectionTracker.
_RejectionTracker = ctypes.PYFUNCTYPE(None, ctypes.c_void_p, _Value, _Value, ctypes.c_bool, ctypes.c_void_p)


class ScriptError(Exception):
    """JavaScript that ran in the zygote failed: the engine's message and stack."""


def _load_extension() -> ModuleType:
    """The C extension without the package around it.

    `import dukpy` also imports its compilers, package installer and HTTP client: 50 ms and several megabytes that
    every isolate would carry.
    """
    package = importlib.util.find_spec("dukpy")
    if package is None or package.submodule_search_locations is None:
        raise ImportError("dukpy is not installed")
    spec = PathFinder.find_spec("_dukpy", list(package.submodule_search_locations))
    if spec is None or spec.loader is None:
        raise ImportError("dukpy is installed without its C extension")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class _NoLoader:
    """`import()` in a script finds nothing: no module search on disk."""

    def load(self, name: str) -> tuple[None, None, None]:
        return (None, None, None)


class Interpreter:
    """A dukpy interpreter whose only way out is `host`.

    `host` is called with the text that JavaScript passed to the bridge and may be replaced at any time (the isolate
    does so after the fork). It must not raise: an exception's text would be shown to the script.
    """

    def __init__(self, host: HostFunction) -> None:
        self._dukpy: Any = _load_extension()
        self._ctx = self._dukpy.create_context()
        self.host = host
        self.loader = _NoLoader()
        # PyDLL keeps the GIL, and raises a pending Python exception (a signal handler's) after each call.
        self._engine = ctypes.PyDLL(self._dukpy.__file__)
        self._runtime, self._context = self._pointers()
        pointer, size, text = ctypes.c_void_p, ctypes.c_size_t, ctypes.c_char_p
        function = self._function
        self._execute_pending_job = function(
            "JS_ExecutePendingJob", ctypes.c_int, pointer, ctypes.POINTER(pointer)
        )
        self._is_job_pending = function("JS_IsJobPending", ctypes.c_bool, pointer)
        self._set_gc_threshold = function("JS_SetGCThreshold", None, pointer, size)
        self._set_memory_limit = function("JS_SetMemoryLimit", None, pointer, size)
        self._duplicate = function("JS_DupValue", _Value, pointer, _Value)
        self._free = function("JS_FreeValue", None, pointer, _Value)
        self._get_property = function("JS_GetPropertyStr", _Value, pointer, _Value, text)
        self._set_property = function("JS_SetPropertyStr", ctypes.c_int, pointer, _Value, text, _Value)
        self._get_global = function("JS_GetGlobalObject", _Value, pointer)
        self._get_exception = function("JS_GetException", _Value, pointer)
        self._evaluate_raw = function("JS_Eval", _Value, pointer, text, size, text, ctypes.c_int)
        self._read_object = function("JS_ReadObject", _Value, pointer, text, size, ctypes.c_int)
        self._evaluate_function = function("JS_EvalFunction", _Value, pointer, _Value)
        self._parse_json = function("JS_ParseJSON", _Value, pointer, text, size, text)
        self._promise_result = function("JS_PromiseResult", _Value, pointer, _Value)
        self._promise_state = function("JS_PromiseState", ctypes.c_int, pointer, _Value)
        self._tracker = _RejectionTracker(self._track_rejection)
        # Promises that were rejected with nobody to handle it, oldest first, by address; each is held.
        self._rejected: dict[int, None] = {}
        self._lost_a_rejection = False
        self._exchange = _Value(0, _TAG_UNDEFINED)
        function("JS_SetMaxStackSize", None, pointer, size)(self._runtime, _stack_size())
        self._job_context = ctypes.c_void_p()
        self._heap_limit_bytes = 0
        # dukpy gives a context its bridge in the first eval. It also collects all garbage before and after each one, 28 ms
        # with the runtime loaded, so what loads goes past it: 230 ms less for the runtime and seven modules.
        self.evaluate("", "<dukpy>")
        self._set_gc_threshold(self._runtime, _NEVER_COLLECT)

    def _pointers(self) -> tuple[int, int]:
        """The engine's runtime and context: the first two fields of dukpy's capsule (dukpy 0.6.0, `_support.h`)."""
        get_pointer = ctypes.pythonapi.PyCapsule_GetPointer
        get_pointer.argtypes = (ctypes.py_object, ctypes.c_char_p)
        get_pointer.restype = ctypes.c_void_p
        address = get_pointer(self._ctx, b"DUKPY_CONTEXT_CAPSULE")
        runtime, context = (ctypes.c_void_p * 2).from_address(address)
        assert runtime is not None
        assert context is not None
        return runtime, context

    def _function(self, name: str, result: Any, *arguments: Any) -> Callable[..., Any]:
        function = self._engine[name]
        function.restype, function.argtypes = result, arguments
        return function

    # What dukpy's C code calls on the object that it is given.

    def _check_exported_function_exists(self, name: bytes) -> bool:
        return True

    def _call_python(self, text: bytes, arguments: bytes) -> bytes | None:
        return self.host(text)

    def _normalize_module(self, base_name: str, name: str) -> str:
        # What `evaluate` ran is a module to the engine and would be found under its own name, also while it runs:
        # import('<dukpy>') would wait for the eval that serves. No module has a name that ends like this.
        return f"{name} (import() finds nothing here, use require())"

    def evaluate(self, source: str, filename: str) -> None:
        """Evaluates strict code whose stack frames carry `filename`. Raises `ScriptError`."""
        try:
            self._dukpy.eval_string(self, source.encode(), b"{}", True, filename)
        except self._dukpy.JSRuntimeError as error:
            raise ScriptError(str(error)) from None

    @property
    def engine(self) -> str:
        """Names this very build of the engine for this machine: only what it compiled itself may be given to it."""
        version = self._function("JS_GetVersion", ctypes.c_char_p)().decode()
        with open(self._dukpy.__file__, "rb") as file:
            header = file.read(_HEADER_BYTES) + str(os.fstat(file.fileno()).st_size).encode()
        return f"{version} {os.uname().machine} {hashlib.sha256(header).hexdigest()[:16]}"

    def compile_runtime(self, source: str, filename: str) -> bytes:
        """Bytecode for `load_runtime`, whose stack frames carry `filename`. Raises `ScriptError`."""
        return self._compile(source.encode(), filename, _EVAL_MODULE)

    def compile_module(self, name: str, body: str) -> bytes:
        """Bytecode for `define` of one bundle. Raises `ScriptError`."""
        return self._compile(_factory(body), name, _EVAL_GLOBAL)

    def _compile(self, source: bytes, filename: str, kind: int) -> bytes:
        flags = kind | _COMPILE_ONLY
        function = self._evaluate_raw(self._context, source, len(source), filename.encode(), flags)
        self._check(function)
        size = ctypes.c_size_t()
        write = self._function(
            "JS_WriteObject",
            ctypes.c_void_p,
            ctypes.c_void_p,
            ctypes.POINTER(ctypes.c_size_t),
            _Value,
            ctypes.c_int,
        )
        buffer = write(self._context, ctypes.byref(size), function, _WRITE_BYTECODE)
        if buffer is None:
            raise MemoryError
        code = ctypes.string_at(buffer, size.value)
        self._function("js_free", None, ctypes.c_void_p, ctypes.c_void_p)(self._context, buffer)
        return code

    def load_runtime(self, code: bytes) -> None:
        """Runs what `compile_runtime` of the same engine made: nothing checks it. Raises `ScriptError`."""
        evaluation = self._run(code)
        if self._promise_state(self._context, evaluation) == _REJECTED:
            self._throw(self._promise_result(self._context, evaluation))
        self.run_jobs()

    def define(self, name: str, body: str | bytes, lazy_json: bytes = b"{}") -> None:
        """Evaluates one bundle (the body of a CommonJS function) as module `name`: its source, or bytecode of it, which
        nothing checks, by `compile_module` of the same engine. Raises `ScriptError`.

        As in Node its code is sloppy where it does not say otherwise. dukpy evaluates sloppy code, too, but only under
        a name of its own, and stacks would not tell the module.
        """
        factory = self._run(body) if isinstance(body, bytes) else self._evaluate(_factory(body), name)
        self._give_to(self._handle(), b"factory", factory)
        lazy = self._parse_json(self._context, lazy_json, len(lazy_json), name.encode())
        self._check(lazy)
        self._give_to(self._handle(), b"lazy", lazy)
        self._evaluate(f"__executor.define({_js_string(name)});".encode(), name)
        self.run_jobs()

    def _run(self, code: bytes) -> _Value:
        function = self._read_object(self._context, code, len(code), _READ_BYTECODE)
        self._check(function)
        value: _Value = self._evaluate_function(self._context, function)
        self._check(value)
        return value

    def _evaluate(self, source: bytes, filename: str) -> _Value:
        value: _Value = self._evaluate_raw(
            self._context, source, len(source), filename.encode(), _EVAL_GLOBAL
        )
        self._check(value)
        return value

    def _check(self, value: _Value) -> None:
        if value.tag == _TAG_EXCEPTION:
            self._throw(self._get_exception(self._context))

    def _throw(self, reason: _Value) -> Never:
        """Raises `ScriptError` for what was thrown, in dukpy's words. Nothing runs here afterwards, so a global may stay."""
        self._give_to(self._get_global(self._context), b"thrown", reason)
        self.evaluate("throw thrown;", "<dukpy>")
        raise AssertionError("a throw that did not throw")

    def serve(self) -> None:
        """Enters the eval that never ends: forks and jobs happen inside it. Raises `ScriptError`."""
        self._meet_engine_js()
        self.evaluate("__executor.serve();", "<dukpy>")
        # What it threw became a rejection, as of any module; dukpy would learn that from the tracker, which is ours now.
        self.make_room()
        reason = "the serving eval ended"
        try:
            while self.take_rejected():
                reason = self._text_of_reason()
        except MemoryError:
            reason = "out of memory"
        raise ScriptError(reason)

    def _text_of_reason(self) -> str:
        to_text = self._function(
            "JS_ToCStringLen2", ctypes.c_char_p, ctypes.c_void_p, ctypes.c_void_p, _Value, ctypes.c_bool
        )
        reason = self._get_property(self._context, self._exchange, b"reason")
        text: bytes | None = to_text(self._context, None, reason, False)
        # The engine fails to make a text only where it has no memory for it.
        return "out of memory" if text is None else text.decode("utf-8", "replace")

    def prepare_to_fork(self, heap_limit_bytes: int) -> None:
        """Inside the serving eval: sets the heap's limit in bytes, the warm modules included, and keeps the collector
        from walking, and so copying, the shared heap.
        """
        self._heap_limit_bytes = heap_limit_bytes
        self._set_gc_threshold(self._runtime, int(heap_limit_bytes * GC_THRESHOLD))
        self.limit_heap()

    def any_job(self) -> bool:
        """Whether promise jobs are left."""
        return bool(self._is_job_pending(self._runtime))

    def run_jobs(self) -> None:
        """Runs promise jobs until none is left. Raises what a signal handler raises, and MemoryError."""
        execute, runtime, context = self._execute_pending_job, self._runtime, ctypes.byref(self._job_context)
        while (done := execute(runtime, context)) != 0:
            if done < 0:
                # An exception outside any promise: the heap is so full that the engine could not even reject one.
                self.make_room()
        if self._lost_a_rejection:
            raise MemoryError

    def _meet_engine_js(self) -> None:
        """Takes hold of the object through which values pass between runtime/engine.js and here, gives it what script
        cannot make for itself, and has rejections tracked.
        """
        new_function = self._function(
            "JS_NewCFunction2",
            _Value,
            ctypes.c_void_p,
            ctypes.c_void_p,
            ctypes.c_char_p,
            *[ctypes.c_int] * 3,
        )
        set_tracker = self._function(
            "JS_SetHostPromiseRejectionTracker", None, ctypes.c_void_p, _RejectionTracker, ctypes.c_void_p
        )
        self._exchange = self._get_property(self._context, self._handle(), b"exchange")
        # The engine calls a native function as f(context, this, count, arguments), so one that takes a context and one
        # value is a method as it stands; the calling conventions of Linux leave what is beyond that to the caller.
        for name in ("JS_GetProxyTarget", "JS_GetProxyHandler"):
            address = ctypes.cast(self._engine[name], ctypes.c_void_p)
            method = new_function(self._context, address, name.encode(), 0, _CFUNC_GENERIC, 0)
            self._give(name.encode(), method)
        set_tracker(self._runtime, self._tracker, None)

    def _handle(self) -> _Value:
        """The runtime's `__executor`, as long as it exists."""
        handle: _Value = self._get_property(self._context, self._get_global(self._context), b"__executor")
        return handle

    def _give(self, name: bytes, value: _Value) -> None:
        """Sets a property of the exchange, which takes `value` over."""
        self._give_to(self._exchange, name, value)

    def _give_to(self, owner: _Value, name: bytes, value: _Value) -> None:
        if self._set_property(self._context, owner, name, value) < 0:
            raise MemoryError

    def _track_rejection(
        self, context: int, promise: _Value, reason: _Value, is_handled: bool, opaque: int | None
    ) -> None:
        """The engine calls this where a promise is rejected that nobody waits for, and where somebody does after all.

        An exception cannot leave it (ctypes would print and forget it), so running out of memory is kept for `run_jobs`.
        """
        try:
            address = promise.payload
            if not is_handled:
                # Held before it is listed: what is listed will be used.
                self._duplicate(context, promise)
                self._rejected[address] = None
            elif address in self._rejected:
                del self._rejected[address]
                self._free(context, promise)
        except MemoryError:
            self._lost_a_rejection = True

    def any_rejected(self) -> bool:
        """Whether a promise was rejected that nobody handles so far."""
        return len(self._rejected) != 0

    def take_rejected(self) -> bool:
        """Moves the oldest of them into the exchange, as `promise` and `reason`. False when there is none.

        Raises MemoryError.
        """
        address = next(iter(self._rejected), None)
        if address is None:
            return False
        del self._rejected[address]
        promise = _Value(address, _TAG_OBJECT)
        self._give(b"reason", self._promise_result(self._context, promise))
        self._give(b"promise", promise)
        return True

    def forget_rejected(self) -> None:
        """Lets go of all of them."""
        while self._rejected:
            address, _ = self._rejected.popitem()
            self._free(self._context, _Value(address, _TAG_OBJECT))

    def promise_state(self) -> bytes | None:
        """JSON of the state of the exchange's `value`, None when that is no promise; its `result` is there after it."""
        value = self._get_property(self._context, self._exchange, b"value")
        state = (
            _PROMISE_STATES.get(self._promise_state(self._context, value))
            if value.tag == _TAG_OBJECT
            else None
        )
        if state is not None:
            self._give(b"result", self._promise_result(self._context, value))
        self._free(self._context, value)
        return state

    def limit_heap(self) -> None:
        """The script's turn: its limit counts."""
        self._set_memory_limit(self._runtime, self._heap_limit_bytes)

    def make_room(self) -> None:
        """The report's turn: a full heap must not keep it in."""
        self._set_memory_limit(self._runtime, self._heap_limit_bytes + REPORT_HEADROOM_BYTES)


def _stack_size() -> int:
    """Makes room for a stack of `MAX_STACK_BYTES`, or what the hard limit allows; how many bytes of it scripts may use.

    The rest is for Python, and for the engine's own C code. The main thread's stack grows as it is used, up to the limit
    of that moment.
    """
    soft, hard = resource.getrlimit(resource.RLIMIT_STACK)
    wanted = MAX_STACK_BYTES * 4 // 3
    if soft != resource.RLIM_INFINITY and soft < wanted:
        soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_STACK, (soft, hard))
    return MAX_STACK_BYTES if soft == resource.RLIM_INFINITY else min(MAX_STACK_BYTES, soft * 3 // 4)


def _factory(body: str) -> bytes:
    return f"(function (module, exports, require) {{{body}\n}})".encode()


def _js_string(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
