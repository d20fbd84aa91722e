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
        ("new_text", POINTER),
        ("allocate", POINTER),
        ("release", POINTER),
    ]


def methods_of(engine: Engine) -> dict[str, int]:
    """Addresses of functions by name: methods of a text, which the engine calls with a context and the text, methods of a
    buffer, what compares two texts (icu/collations.py), and what writes a number (icu/formatters.py).
    """
    if engine.native is None:
        return {}
    given = _Engine(
        to_utf8=engine.address("JS_ToCStringLen2"),
        free_utf8=engine.address("JS_FreeCString"),
        new_buffer=engine.address("JS_NewArrayBufferCopy"),
        bytes_of=engine.address("JS_GetArrayBuffer"),
        new_text=engine.address("JS_NewStringLen"),
        allocate=engine.address("js_malloc"),
        release=engine.address("js_free"),
    )
    engine.native.texts_begin(ctypes.byref(given))
    of_buffers = ("texts_of_utf8", "texts_of_latin1", "texts_compare", "texts_index")
    collations = ("collations_compare", "collations_compare_units")
    names = ("texts_utf8", "texts_latin1", "texts_utf16", *of_buffers, *collations, "numbers_text")
    return {name: ctypes.cast(engine.native[name], POINTER).value or 0 for name in names}
