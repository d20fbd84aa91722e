"""A program as it crosses between processes: one text, which is the code as a function in parentheses, and the engine's bytecode of it."""

from __future__ import annotations

# What stands around a code block (PREFIX of isolate/runtime/stack.js, SUFFIX of serve.js).
_BEFORE = b"(async function (input, require) {"
_BEHIND = b"\n})"
# Bytes of bytecode for each byte of the longest code: code as people write it takes less than one, functions without anything in them ten.
_BYTECODE = 8


def text_of(code: str) -> bytes:
    """Of a code block."""
    # A line that begins so is a comment at the beginning of a file, and nowhere else.
    comment = b"//" if code.startswith("#!") else b""
    return b"".join((_BEFORE, comment, code.encode(), _BEHIND))


def code_of(text: bytes) -> bytes:
    """Of a program's text, on the same lines."""
    return text[len(_BEFORE) : -len(_BEHIND)]


def most_bytecode(max_code_bytes: int) -> int:
    """The longest bytecode of a program that is kept, in bytes; what has more is kept as its text alone."""
    return _BYTECODE * max_code_bytes
