"""Texts as bytes, in C (engine/native/texts.c): what runtime/texts.js has in place of loops, where there is the native part."""

from __future__ import annotations

import ctypes

from executor.isolate.engine import POINTER, Engine


class _Engine(ctypes.Structure):
    """`struct texts_engine` of texts.h."""

    _fields_ = [  # type: ignore[mutable-override]
        ("to_utf8", POINTER),
        ("free_utf8", POINTER),
        ("new_buffer", POINTER),
        ("bytes_of", POINTER),
    ]


def methods_of(engine: Engine) -> dict[str, int]:
    """Addresses of methods of a text, by name: the engine calls each with a context and the text."""
    if engine.native is None:
        return {}
    given = _Engine(
        to_utf8=engine.address("JS_ToCStringLen2"),
        free_utf8=engine.address("JS_FreeCString"),
        new_buffer=engine.address("JS_NewArrayBufferCopy"),
        bytes_of=engine.address("JS_GetArrayBuffer"),
    )
    engine.native.texts_begin(ctypes.byref(given))
    return {
        name: ctypes.cast(engine.native[name], POINTER).value or 0 for name in ("texts_utf8", "texts_latin1")
    }
