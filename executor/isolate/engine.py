"""The engine: where dukpy's C side and QuickJS's functions below it are called.

dukpy's own `JSInterpreter` hands scripts the host: `process.env` is the whole environment, `call_python` reads files
through its module loader. So we speak to the C extension below it directly, and give that one callback of our own. The
engine's own entry points (`JS_ExecutePendingJob` and the like) are exported by the same shared object; calling them
through ctypes lets the isolate's host loop run promise jobs without ending the eval, whose two full garbage collections
would copy every page of the forked heap.
"""

from __future__ import annotations

import ctypes
import resource
from collections.abc import Callable
from typing import Any, Never

from executor.isolate import builds

# The engine's own limit of 256 KiB ends recursion at some 300 calls (Node: 12,000), too few even for a deep clone of a
# nested document. With this it ends at some 7,000. Memory only for those who go so deep.
MAX_STACK_BYTES = 24 << 20

# Tags of the engine's values (quickjs.h).
TAG_OBJECT = -1
TAG_UNDEFINED = 3
TAG_EXCEPTION = 6
# JS_EVAL_TYPE_GLOBAL without a flag: sloppy code.
EVAL_GLOBAL = 0
EVAL_MODULE = 1
_COMPILE_ONLY = 1 << 5
# Without sources, which only Function.prototype.toString would show: 10 MB less to read, and 6.6 MB less heap. Names and
# positions stay, for stacks.
_WRITE_BYTECODE = 1 << 0 | 1 << 4
_READ_BYTECODE = 1 << 0

# `call_python` in the engine: receives the text, answers with JSON bytes, or None for undefined.
HostFunction = Callable[[bytes], bytes | None]

POINTER, SIZE, TEXT = ctypes.c_void_p, ctypes.c_size_t, ctypes.c_char_p


class Value(ctypes.Structure):
    """The engine's JSValue on 64-bit machines, passed by value; an object's payload is its address."""

    _fields_ = [("payload", ctypes.c_uint64), ("tag", ctypes.c_int64)]  # type: ignore[mutable-override]  # typeshed says Sequence


class ScriptError(Exception):
    """JavaScript that ran in the zygote failed: the engine's message and stack."""


class _NoLoader:
    """`import()` in a script finds nothing: no module search on disk."""

    def load(self, name: str) -> tuple[None, None, None]:
        return (None, None, None)


class Bridge:
    """The object that dukpy's C code takes for its interpreter: what it calls on it is the only way out of JavaScript."""

    __slots__ = ("_ctx", "host", "loader", "payload")

    def __init__(self, context: object, host: HostFunction) -> None:
        self._ctx = context
        self.host = host
        # The long text that came with the operation, where the engine is ours.
        self.payload = b""
        self.loader = _NoLoader()

    def _check_exported_function_exists(self, name: bytes) -> bool:
        return True

    def _call_python(self, text: bytes, arguments: bytes) -> bytes | None:
        self.payload = arguments
        return self.host(text)

    def _normalize_module(self, base_name: str, name: str) -> str:
        # What `evaluate_strict` ran is a module to the engine and would be found under its own name, also while it runs:
        # import('<dukpy>') would wait for the eval that serves. No module has a name that ends like this.
        return f"{name} (import() finds nothing here, use require())"


class Engine:
    """One runtime of the engine with one context, which dukpy made. `host` is called as `Interpreter` tells; `wanted`
    and what is raised are those of `builds.load`, `loaded` is what it found.
    """

    def __init__(self, host: HostFunction, wanted: str) -> None:
        extension, self.loaded = builds.load(wanted)
        # None beside the engine of PyPI's dukpy.
        self.native = builds.load_native(self.loaded)
        self._dukpy: Any = extension
        capsule = self._dukpy.create_context()
        self.bridge = Bridge(capsule, host)
        # PyDLL keeps the GIL, and raises a pending Python exception (a signal handler's) after each call.
        self._library = ctypes.PyDLL(self._dukpy.__file__)
        self.runtime, self.context = _pointers(capsule)
        function = self.function
        self._get = function("JS_GetPropertyStr", Value, POINTER, Value, TEXT)
        self._set = function("JS_SetPropertyStr", ctypes.c_int, POINTER, Value, TEXT, Value)
        self._global_object = function("JS_GetGlobalObject", Value, POINTER)
        self._exception = function("JS_GetException", Value, POINTER)
        self._evaluate = function("JS_Eval", Value, POINTER, TEXT, SIZE, TEXT, ctypes.c_int)
        self._read_object = function("JS_ReadObject", Value, POINTER, TEXT, SIZE, ctypes.c_int)
        self._evaluate_function = function("JS_EvalFunction", Value, POINTER, Value)
        self._parse_json = function("JS_ParseJSON", Value, POINTER, TEXT, SIZE, TEXT)
        function("JS_SetMaxStackSize", None, POINTER, SIZE)(self.runtime, _stack_size())

    def function(self, name: str, result: Any, *arguments: Any) -> Callable[..., Any]:
        """One of the engine's C functions, with its types: of its own, as ctypes keeps one by name only for attributes."""
        function = self._library[name]
        function.restype, function.argtypes = result, arguments
        return function

    def address(self, name: str) -> int:
        """Of one of the engine's C functions, for C of ours to call."""
        address = ctypes.cast(self._library[name], POINTER).value
        assert address is not None
        return address

    @property
    def identity(self) -> str:
        """Names this very build of the engine for this machine: only what it compiled itself may be given to it."""
        return builds.identity(self.loaded)

    # --- Code ----------------------------------------------------------------------------------------------------

    def evaluate_strict(self, source: str, filename: str) -> None:
        """By dukpy, which collects all garbage before and after. Raises `ScriptError`."""
        try:
            self._dukpy.eval_string(self.bridge, source.encode(), b"{}", True, filename)
        except self._dukpy.JSRuntimeError as error:
            raise ScriptError(str(error)) from None

    def evaluate(self, source: bytes, filename: str) -> Value:
        """What sloppy code comes to. Raises `ScriptError`."""
        value: Value = self._evaluate(self.context, source, len(source), filename.encode(), EVAL_GLOBAL)
        self.check(value)
        return value

    def compile(self, source: bytes, filename: str, kind: int) -> bytes:
        """Bytecode of source that is an `EVAL_GLOBAL` or `EVAL_MODULE`. Raises `ScriptError`."""
        flags = kind | _COMPILE_ONLY
        function = self._evaluate(self.context, source, len(source), filename.encode(), flags)
        self.check(function)
        size = SIZE()
        write = self.function("JS_WriteObject", POINTER, POINTER, ctypes.POINTER(SIZE), Value, ctypes.c_int)
        buffer = write(self.context, ctypes.byref(size), function, _WRITE_BYTECODE)
        if buffer is None:
            raise MemoryError
        code = ctypes.string_at(buffer, size.value)
        self.function("js_free", None, POINTER, POINTER)(self.context, buffer)
        return code

    def run(self, code: bytes) -> Value:
        """What bytecode, which nothing checks, comes to. Raises `ScriptError`."""
        function = self._read_object(self.context, code, len(code), _READ_BYTECODE)
        self.check(function)
        value: Value = self._evaluate_function(self.context, function)
        self.check(value)
        return value

    def check(self, value: Value) -> None:
        """Raises `ScriptError` for what was thrown instead of a value."""
        if value.tag == TAG_EXCEPTION:
            self.throw(self._exception(self.context))

    def forget_exception(self) -> None:
        """What was thrown is nobody's."""
        self.function("JS_FreeValue", None, POINTER, Value)(self.context, self._exception(self.context))

    def throw(self, reason: Value) -> Never:
        """Raises `ScriptError` for what was thrown, in dukpy's words. Nothing runs here afterwards, so a global may stay."""
        self.give(self._global_object(self.context), b"thrown", reason)
        self.evaluate_strict("throw thrown;", "<dukpy>")
        raise AssertionError("a throw that did not throw")

    # --- Values --------------------------------------------------------------------------------------------------

    def handle(self) -> Value:
        """The runtime's `__executor`, as long as it exists."""
        return self.get(self._global_object(self.context), b"__executor")

    def get(self, owner: Value, name: bytes) -> Value:
        """A property, which the caller owns from here on."""
        value: Value = self._get(self.context, owner, name)
        return value

    def give(self, owner: Value, name: bytes, value: Value) -> None:
        """Sets a property, which takes `value` over. Raises `MemoryError`."""
        if self._set(self.context, owner, name, value) < 0:
            raise MemoryError

    def parse_json(self, text: bytes, filename: str) -> Value:
        """Raises `ScriptError`."""
        value: Value = self._parse_json(self.context, text, len(text), filename.encode())
        self.check(value)
        return value

    def text_of(self, value: Value) -> str:
        """As String(value) has it; fails only where the engine has no memory for the text."""
        to_text = self.function("JS_ToCStringLen2", TEXT, POINTER, POINTER, Value, ctypes.c_bool)
        text: bytes | None = to_text(self.context, None, value, False)
        return "out of memory" if text is None else text.decode("utf-8", "replace")


def _pointers(capsule: object) -> tuple[int, int]:
    """The engine's runtime and context: the first two fields of dukpy's capsule (dukpy 0.6.0, `_support.h`)."""
    get_pointer = ctypes.pythonapi.PyCapsule_GetPointer
    get_pointer.argtypes = (ctypes.py_object, ctypes.c_char_p)
    get_pointer.restype = ctypes.c_void_p
    address = get_pointer(capsule, b"DUKPY_CONTEXT_CAPSULE")
    runtime, context = (ctypes.c_void_p * 2).from_address(address)
    assert runtime is not None
    assert context is not None
    return runtime, context


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


def stack_bytes() -> int:
    """How far the main thread's stack may grow: the limit that an `Engine` set, or what it wants where there is none."""
    soft, _ = resource.getrlimit(resource.RLIMIT_STACK)
    wanted = MAX_STACK_BYTES * 4 // 3
    page = resource.getpagesize()
    return (wanted if soft == resource.RLIM_INFINITY else min(soft, wanted)) // page * page
