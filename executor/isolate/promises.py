"""Promises, as only the engine knows them: their state, and those that were rejected with nobody to handle it."""

from __future__ import annotations

import ctypes

from executor.isolate.engine import POINTER, TAG_OBJECT, TAG_UNDEFINED, Engine, Value
from executor.isolate.rejections import rejections_of

# Of JSPromiseStateEnum; what is no promise is none of them.
_STATES = {0: b'"pending"', 1: b'"fulfilled"', 2: b'"rejected"'}
_REJECTED = 2


class Promises:
    """Values pass between here and runtime/engine.js as properties of one object, the exchange (`meet`)."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._context = engine.context
        self._free = engine.function("JS_FreeValue", None, POINTER, Value)
        self._result_of = engine.function("JS_PromiseResult", Value, POINTER, Value)
        self._state_of = engine.function("JS_PromiseState", ctypes.c_int, POINTER, Value)
        self._rejections = rejections = rejections_of(engine)
        self._exchange = Value(0, TAG_UNDEFINED)
        # As they are asked for: a method around each would be one more function for every execution to touch.
        self.any_rejected = rejections.any
        self.forget_rejected = rejections.forget
        self.lost_one = rejections.lost_one

    def address(self) -> int:
        """Of the list of rejections, for C; 0 where that is Python's."""
        return self._rejections.address()

    def meet(self, exchange: Value) -> None:
        """From here on rejections are tracked; values pass through `exchange`."""
        self._exchange = exchange
        self._rejections.start()

    def check(self, evaluation: Value) -> None:
        """Raises `ScriptError` where the promise that a module's evaluation is was rejected."""
        if self._state_of(self._context, evaluation) == _REJECTED:
            self._engine.throw(self._result_of(self._context, evaluation))

    def take_rejected(self) -> bool:
        """Moves the oldest of them into the exchange, as `promise` and `reason`. False when there is none.

        Raises MemoryError.
        """
        address = self._rejections.take()
        if not address:
            return False
        promise = Value(address, TAG_OBJECT)
        self._engine.give(self._exchange, b"reason", self._result_of(self._context, promise))
        self._engine.give(self._exchange, b"promise", promise)
        return True

    def reason_text(self) -> str:
        """Of the rejection that was taken last."""
        return self._engine.text_of(self._engine.get(self._exchange, b"reason"))

    def state(self) -> bytes | None:
        """JSON of the state of the exchange's `value`, None when that is no promise; its `result` is there after it."""
        value = self._engine.get(self._exchange, b"value")
        state = _STATES.get(self._state_of(self._context, value)) if value.tag == TAG_OBJECT else None
        if state is not None:
            self._engine.give(self._exchange, b"result", self._result_of(self._context, value))
        self._free(self._context, value)
        return state
