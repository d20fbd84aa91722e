"""One dukpy interpreter: the only module that imports dukpy, and the only one that knows its C side.

dukpy's own `JSInterpreter` hands scripts the host: `process.env` is the whole environment, `call_python` reads files
through its module loader (DESIGN.md trap 2). So we speak to the C extension below it directly, and give that one
callback of our own. The engine's own entry points (`JS_ExecutePendingJob` and a few setters) are exported by the same
shared object; calling them through ctypes lets the isolate's host loop run promise jobs without ending the eval, whose
two full garbage collections would copy every page of the forked heap.
"""

from __future__ import annotations

import ctypes
import importlib.util
from collections.abc import Callable
from importlib.machinery import PathFinder
from types import ModuleType
from typing import Any

# While a result or error is reported, the heap's limit is raised by this much: a script that filled its heap must still
# get its answer out. dukpy's own limit of 128 MiB, set in C, only counts for the warmup.
REPORT_HEADROOM_BYTES = 64 << 20
# The engine collects cycles once the heap passes its threshold (dukpy: 8 MiB, reset after each eval), and a collection
# writes to every object, so it copies every shared page. The warm heap alone is above 8 MiB. Most garbage is freed by
# reference counts; only cycles wait for this. In parts of the heap's limit: early enough that garbage in cycles is
# collected before it counts as out of memory.
GC_THRESHOLD = 0.75

# `call_python` in the engine: receives the text, answers with JSON bytes, or None for undefined.
HostFunction = Callable[[bytes], bytes | None]


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
        engine = ctypes.PyDLL(self._dukpy.__file__)
        self._runtime, self._context = self._pointers()
        self._execute_pending_job = engine.JS_ExecutePendingJob
        self._execute_pending_job.argtypes = (ctypes.c_void_p, ctypes.POINTER(ctypes.c_void_p))
        self._execute_pending_job.restype = ctypes.c_int
        self._set_gc_threshold = engine.JS_SetGCThreshold
        self._set_gc_threshold.argtypes = (ctypes.c_void_p, ctypes.c_size_t)
        self._set_gc_threshold.restype = None
        self._set_memory_limit = engine.JS_SetMemoryLimit
        self._set_memory_limit.argtypes = (ctypes.c_void_p, ctypes.c_size_t)
        self._set_memory_limit.restype = None
        self._job_context = ctypes.c_void_p()
        self._heap_limit_bytes = 0

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

    def define(self, name: str, body: str, lazy_json: str = "{}") -> None:
        """Evaluates one bundle (the body of a CommonJS function) as module `name`. Raises `ScriptError`."""
        opening = f"__executor.define({_js_string(name)}, function (module, exports, require) {{"
        self.evaluate(f"{opening}{body}\n}}, {lazy_json});", name)

    def serve(self) -> None:
        """Enters the eval that never ends: forks and jobs happen inside it."""
        self.evaluate("__executor.serve();", "<dukpy>")

    def prepare_to_fork(self, heap_limit_bytes: int) -> None:
        """Inside the serving eval: sets the heap's limit in bytes, the warm modules included, and keeps the collector
        from walking, and so copying, the shared heap.
        """
        self._heap_limit_bytes = heap_limit_bytes
        self._set_gc_threshold(self._runtime, int(heap_limit_bytes * GC_THRESHOLD))
        self.limit_heap()

    def run_jobs(self) -> None:
        """Runs promise jobs until none is left. Raises what a signal handler raises."""
        execute, runtime, context = self._execute_pending_job, self._runtime, ctypes.byref(self._job_context)
        while (done := execute(runtime, context)) != 0:
            if done < 0:
                # An exception outside any promise: the heap is so full that the engine could not even reject one.
                self.make_room()

    def limit_heap(self) -> None:
        """The script's turn: its limit counts."""
        self._set_memory_limit(self._runtime, self._heap_limit_bytes)

    def make_room(self) -> None:
        """The report's turn: a full heap must not keep it in."""
        self._set_memory_limit(self._runtime, self._heap_limit_bytes + REPORT_HEADROOM_BYTES)


def _js_string(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
