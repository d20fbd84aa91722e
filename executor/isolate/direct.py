"""Runs without Python: what C has of a job from its arrival to its answer (engine/native/direct.c), where isolates are rewound.

A run is C's until its script asks the host for something else, or a limit is reached: then `taken_over` says what began, and all of it
is Python's. A job that C does not know all properties of is Python's from the start (`handed_over`).
"""

from __future__ import annotations

import ctypes
from dataclasses import dataclass

from executor.isolate.engine import POINTER, Engine
from executor.wire.frames import HEADER, Kind
from executor.wire.jobs import PLACES, TEXTS, Job

# What C looks at, and what means nothing to a run that asks its host for nothing.
_FIGURES = ("timeout", "cpu_limit", "max_result_bytes", "max_memory_bytes", "number")
_WITHOUT_MEANING = ("max_console_messages", "max_console_bytes", "max_fetches")
_TEXTS = ("code", "input_json", "text", "bytecode")
_METHODS = ("direct_take", "direct_input", "direct_program", "direct_drain", "direct_result")


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """A run that C began. When, in nanoseconds of the monotonic clock and of the thread's CPU clock. Whether the isolate `stops` by
    itself after it.
    """

    job: Job
    stops: bool
    started_ns: int
    cpu_started_ns: int


class _State(ctypes.Structure):
    """`struct direct` of direct.h."""

    _fields_ = [  # type: ignore[mutable-override]
        ("parse_json", POINTER),
        ("new_text", POINTER),
        ("set", POINTER),
        ("free", POINTER),
        ("to_utf8", POINTER),
        ("free_utf8", POINTER),
        ("exception", POINTER),
        ("read_program", POINTER),
        ("limit_heap", POINTER),
        ("collect_from", POINTER),
        ("run_job", POINTER),
        ("runtime", POINTER),
        ("known", ctypes.c_char_p),
        ("known_size", ctypes.c_uint32),
        ("timeout", ctypes.c_uint32),
        ("cpu_limit", ctypes.c_uint32),
        ("max_result_bytes", ctypes.c_uint32),
        ("max_memory_bytes", ctypes.c_uint32),
        ("number", ctypes.c_uint32),
        ("lengths", ctypes.c_uint32),
        ("code", ctypes.c_uint32),
        ("input_json", ctypes.c_uint32),
        ("text", ctypes.c_uint32),
        ("bytecode", ctypes.c_uint32),
        ("limits", POINTER),
        ("rejections", POINTER),
        ("rewinding", POINTER),
        ("build", ctypes.c_char_p),
        ("build_size", ctypes.c_uint64),
        ("heap_limit", POINTER),
        ("report_room", ctypes.c_uint64),
        ("image_bytes", ctypes.c_uint64),
        ("failure", ctypes.c_int64),
        ("started_ns", ctypes.c_int64),
        ("cpu_started_ns", ctypes.c_int64),
        ("warm_kib", ctypes.c_int64),
        ("received", POINTER),
        ("received_size", ctypes.c_uint64),
        ("is_direct", ctypes.c_uint64),
    ]


class Direct:
    """Of a process: made with its interpreter. `heap_limit` is what the script may use, in bytes, whoever sets it; a report may
    use `report_room` more. `rejections` is the address of `struct rejections`.
    """

    def __init__(
        self,
        engine: Engine,
        native: ctypes.PyDLL,
        *,
        rejections: int,
        heap_limit: ctypes.c_uint64,
        report_room: int,
    ) -> None:
        self._native = native
        # C has the addresses of these three for good.
        self._heap_limit = heap_limit
        self._build = engine.identity.encode()
        self._known = _known()
        self._state = _State(
            parse_json=engine.address("JS_ParseJSON"),
            new_text=engine.address("JS_NewStringLen"),
            set=engine.address("JS_SetPropertyStr"),
            free=engine.address("JS_FreeValue"),
            to_utf8=engine.address("JS_ToCStringLen2"),
            free_utf8=engine.address("JS_FreeCString"),
            exception=engine.address("JS_GetException"),
            read_program=engine.address("JS_ReadProgram"),
            limit_heap=engine.address("JS_SetMemoryLimit"),
            collect_from=engine.address("JS_SetGCThreshold"),
            run_job=engine.address("JS_ExecutePendingJob"),
            runtime=engine.runtime,
            known=self._known,
            known_size=len(self._known),
            lengths=PLACES[TEXTS[0]].start,
            **{name: PLACES[name].start for name in _FIGURES},
            **{name: TEXTS.index(name) for name in _TEXTS},
            rejections=rejections,
            build=self._build,
            build_size=len(self._build),
            heap_limit=ctypes.addressof(heap_limit),
            report_room=report_room,
        )
        native.direct_begin(ctypes.byref(self._state))

    def methods(self) -> dict[str, int]:
        """Their addresses by name; runtime/engine.js has them."""
        return {name: ctypes.cast(self._native[name], POINTER).value or 0 for name in _METHODS}

    def limited_by(self, address: int) -> None:
        """Where `struct limits` is."""
        self._state.limits = address

    def rewind(self, options: int, image_bytes: int) -> None:
        """Before `direct_take` is called: that makes the image, by these options (rewind.py). `image_bytes` are resident in every
        isolate then.
        """
        self._state.rewinding = options
        self._state.image_bytes = image_bytes

    @property
    def failure(self) -> int:
        """Whether the image could not be made: not 0 then, and this process is still the zygote."""
        return int(self._state.failure)

    @property
    def warm_memory_bytes(self) -> int:
        """The peak of memory before the run."""
        return int(self._state.warm_kib) * 1024

    def stop(self) -> None:
        """The zygote puts this isolate back now, unasked. Does not come back."""
        self._native.rewind_stop()

    def handed_over(self) -> bytes:
        """Of a run that is Python's: what C has received of it."""
        return ctypes.string_at(self._state.received, self._state.received_size)

    def taken_over(self) -> Begun | None:
        """From here on it is Python's. None where it has been before."""
        state = self._state
        if not state.is_direct:
            return None
        state.is_direct = 0
        received = self.handed_over()
        return Begun(
            job=Job.decode(received[HEADER.size :]),
            stops=received[0] == Kind.LAST_JOB,
            started_ns=state.started_ns,
            cpu_started_ns=state.cpu_started_ns,
        )


def _known() -> bytes:
    """As `known` of direct.h."""
    known = bytearray(max(place.stop for place in PLACES.values()))
    for name in (*_FIGURES, *_WITHOUT_MEANING, *_TEXTS):
        place = PLACES[name]
        known[place.start : place.stop] = bytes([1]) * len(place)
    return bytes(known)
