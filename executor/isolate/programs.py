"""Programs: code that is compiled once and read as often as it is called (engine/include/programs.h).

What reads bytecode trusts it blindly. So it carries the name of the build that made it, and is read by that build alone; whose it
may be is the server's to know (pool/programs.py). Beside PyPI's engine there is no bytecode, and a program is compiled each time.
"""

from __future__ import annotations

import ctypes

from executor.isolate.engine import POINTER, SIZE, TAG_EXCEPTION, TAG_OBJECT, TEXT, Engine, Value


class Programs:
    """Functions and bytecode pass between here and runtime/serve.js as `value` of the exchange (engine.js)."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._context = engine.context
        self._exchange = Value()
        # What was read, for as long as there is an isolate: its functions have their sources in it.
        self._kept: tuple[bytes, bytes] | None = None
        self._build = engine.identity.encode()
        self._is_built = engine.native is not None
        self._bytes_of = engine.function("JS_GetArrayBuffer", POINTER, POINTER, ctypes.POINTER(SIZE), Value)
        self._free = engine.function("JS_FreeValue", None, POINTER, Value)
        if self._is_built:
            self._read = engine.function("JS_ReadProgram", Value, POINTER, TEXT, SIZE, TEXT, SIZE)

    def methods(self) -> dict[str, int]:
        """The address of what compiles, by its name; empty where nothing does."""
        names = ("JS_CompileProgram",) if self._is_built else ()
        return {name: self._engine.address(name) for name in names}

    def meet(self, exchange: Value) -> None:
        """From here on values pass through `exchange`."""
        self._exchange = exchange

    def read(self, bytecode: bytes, text: bytes) -> bool:
        """Puts the function into the exchange. False for what another build made, and what cannot be read."""
        if not self._is_built or not bytecode.endswith(self._build):
            return False
        self._kept = (bytecode, text)
        size = len(bytecode) - len(self._build)
        function = self._read(self._context, bytecode, size, text, len(text))
        if function.tag == TAG_EXCEPTION:
            self._engine.forget_exception()
            return False
        self._engine.give(self._exchange, b"value", function)
        return True

    def compiled(self) -> bytes:
        """The bytecode in the exchange; empty where there is none."""
        value, size = self._engine.get(self._exchange, b"value"), SIZE()
        if value.tag != TAG_OBJECT:
            return b""
        at = self._bytes_of(self._context, ctypes.byref(size), value)
        code = ctypes.string_at(at, size.value) + self._build
        self._free(self._context, value)
        return code
