"""The list of promises that were rejected with nobody to handle it, oldest first, which the engine tells of by a callback.

With the native part that callback is C (promises.c). Without it, it is Python's, for which libffi makes a page that is writable
and executable.
"""

from __future__ import annotations

import ctypes
from typing import Protocol

from executor.isolate.engine import POINTER, TAG_OBJECT, Engine, Value


class Rejections(Protocol):
    """By address; each promise is held, so that no other can have its address."""

    def address(self) -> int:
        """Of the list, for C; 0 where it is Python's."""

    def start(self) -> None:
        """From here on they are tracked."""

    def any(self) -> bool:
        """Whether one was rejected that nobody handles so far."""

    def take(self) -> int:
        """Takes the oldest of them off the list; whoever calls holds it from here on. 0 when there is none."""

    def forget(self) -> None:
        """Lets go of all of them."""

    def lost_one(self) -> bool:
        """Whether there was no memory to list one."""


def rejections_of(engine: Engine) -> Rejections:
    """In C where there is the native part."""
    return CallbackRejections(engine) if engine.native is None else NativeRejections(engine, engine.native)


class _State(ctypes.Structure):
    """`struct rejections` of promises.h."""

    _fields_ = [  # type: ignore[mutable-override]
        ("hold", POINTER),
        ("let_go", POINTER),
        ("resize", POINTER),
        ("free", POINTER),
        ("runtime", POINTER),
        ("context", POINTER),
        ("count", ctypes.c_uint64),
        ("lost_one", ctypes.c_uint64),
        ("places", POINTER),
        ("first", ctypes.c_uint32),
        ("used", ctypes.c_uint32),
        ("capacity", ctypes.c_uint32),
        ("slots", POINTER),
    ]


class NativeRejections:
    """In memory of the engine's."""

    def __init__(self, engine: Engine, native: ctypes.PyDLL) -> None:
        self._engine = engine
        self._state = _State(
            hold=engine.address("JS_DupValue"),
            let_go=engine.address("JS_FreeValue"),
            resize=engine.address("js_realloc_rt"),
            free=engine.address("js_free_rt"),
            runtime=engine.runtime,
            context=engine.context,
        )
        self._at = ctypes.addressof(self._state)
        self._track = ctypes.cast(native.rejections_track, POINTER)
        self._take, self._forget = native.rejections_take, native.rejections_forget
        self._take.argtypes, self._take.restype = (POINTER,), ctypes.c_uint64
        self._forget.argtypes, self._forget.restype = (POINTER,), None

    def address(self) -> int:
        """As `Rejections`."""
        return self._at

    def start(self) -> None:
        """As `Rejections`."""
        set_tracker = self._engine.function(
            "JS_SetHostPromiseRejectionTracker", None, POINTER, POINTER, POINTER
        )
        set_tracker(self._engine.runtime, self._track, self._at)

    def any(self) -> bool:
        """As `Rejections`."""
        return bool(self._state.count)

    def take(self) -> int:
        """As `Rejections`."""
        return int(self._take(self._at))

    def forget(self) -> None:
        """As `Rejections`."""
        self._forget(self._at)

    def lost_one(self) -> bool:
        """As `Rejections`."""
        return bool(self._state.lost_one)


# The engine's JSHostPromiseRejectionTracker.
_Tracker = ctypes.PYFUNCTYPE(None, ctypes.c_void_p, Value, Value, ctypes.c_bool, ctypes.c_void_p)


class CallbackRejections:
    """In a dict of Python's."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._context = engine.context
        self._duplicate = engine.function("JS_DupValue", Value, POINTER, Value)
        self._free = engine.function("JS_FreeValue", None, POINTER, Value)
        self._tracker = _Tracker(self._track)
        self._rejected: dict[int, None] = {}
        self._lost_one = False

    def address(self) -> int:
        """As `Rejections`."""
        return 0

    def start(self) -> None:
        """As `Rejections`."""
        set_tracker = self._engine.function(
            "JS_SetHostPromiseRejectionTracker", None, POINTER, _Tracker, POINTER
        )
        set_tracker(self._engine.runtime, self._tracker, None)

    def _track(
        self, context: int, promise: Value, reason: Value, is_handled: bool, opaque: int | None
    ) -> None:
        """The engine calls this where a promise is rejected that nobody waits for, and where somebody does after all.

        An exception cannot leave it (ctypes would print and forget it), so running out of memory is kept.
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
            self._lost_one = True

    def any(self) -> bool:
        """As `Rejections`."""
        return len(self._rejected) != 0

    def take(self) -> int:
        """As `Rejections`."""
        address = next(iter(self._rejected), 0)
        if address:
            del self._rejected[address]
        return address

    def forget(self) -> None:
        """As `Rejections`."""
        while self._rejected:
            address, _ = self._rejected.popitem()
            self._free(self._context, Value(address, TAG_OBJECT))

    def lost_one(self) -> bool:
        """As `Rejections`."""
        return self._lost_one
