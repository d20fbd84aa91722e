"""Brotli of Node's `zlib`, by the C functions of PyPI's package, a piece at a time.

Its Python says neither how much of the input was taken nor what is wrong with it, so what is below is called: the library that the
server loads for responses (egress/decoding.py). Bytes lie in the window, as in compression.py. What one call may take is bounded
here: the encoder collects up to 16 MiB before it writes a block of them, which at its highest quality is seconds. So it is made to write one
sooner, and what it writes is somewhat larger than Node's for what is longer than a piece.
"""

from __future__ import annotations

import ctypes
import importlib.util
from collections.abc import Callable
from ctypes import byref
from typing import Any

from executor.isolate.engine import POINTER, SIZE, TEXT
from executor.isolate.window import Window

_PROCESS, _FLUSH, _FINISH, _METADATA = range(4)
# The encoder's parameters.
_QUALITY, _WINDOW_BITS, _BLOCK_BITS, _SIZE_HINT, _LARGE_WINDOW = 1, 2, 3, 5, 6
# The decoder's.
_LARGE_WINDOW_READ = 1
# What Node has where a parameter is not given.
_NOT_GIVEN = 2**32 - 1
_HIGHEST_QUALITY = 11
# From here on blocks grow.
_BLOCKS_FROM = 4
# Bytes after which a block is written, by quality. Of the highest two 16 KiB and 8 KiB are milliseconds of any data, some 30 of the
# worst found, and cost 2% of the size.
_PIECE = {10: 1 << 14, 11: 1 << 13}
_MOST_OF_A_BLOCK = 1 << 19
# The largest window is the default one: with it a stream takes 45 MiB at most, with 24 bits 170. Whoever unpacks does not see it.
_MOST_WINDOW_BITS = 22
_LEAST_BLOCK_BITS = 16
# The encoder takes no larger one.
_MOST_SIZE_HINT = 1 << 30
_FAILED = -1


class _Library:
    """The C functions, and what they write to."""

    def __init__(self, window: Window) -> None:
        found = importlib.util.find_spec("_brotli")
        assert found is not None
        self._library = ctypes.PyDLL(found.origin)
        self._window = window
        self.left, self.room = SIZE(), SIZE()
        self.source, self.target = POINTER(), POINTER()
        allocation = (POINTER, POINTER, POINTER)
        self.new_encoder = self._function("BrotliEncoderCreateInstance", POINTER, *allocation)
        self.new_decoder = self._function("BrotliDecoderCreateInstance", POINTER, *allocation)
        self.free_encoder = self._function("BrotliEncoderDestroyInstance", None, POINTER)
        self.free_decoder = self._function("BrotliDecoderDestroyInstance", None, POINTER)
        parameter = (POINTER, ctypes.c_int, ctypes.c_uint32)
        self.set_of_encoder = self._function("BrotliEncoderSetParameter", ctypes.c_int, *parameter)
        self.set_of_decoder = self._function("BrotliDecoderSetParameter", ctypes.c_int, *parameter)
        passing = (POINTER,) * 5
        self.encode = self._function(
            "BrotliEncoderCompressStream", ctypes.c_int, POINTER, ctypes.c_int, *passing
        )
        self.decode = self._function("BrotliDecoderDecompressStream", ctypes.c_int, POINTER, *passing)
        self.has_more = self._function("BrotliEncoderHasMoreOutput", ctypes.c_int, POINTER)
        self.error_of = self._function("BrotliDecoderGetErrorCode", ctypes.c_int, POINTER)
        self.error_text = self._function("BrotliDecoderErrorString", TEXT, ctypes.c_int)
        self.passed = tuple(map(byref, (self.left, self.source, self.room, self.target)))

    def _function(self, name: str, result: Any, *arguments: Any) -> Callable[..., Any]:
        function = self._library[name]
        function.restype, function.argtypes = result, arguments
        return function

    def begin(self, size: int, room: int) -> None:
        """The next call has so much."""
        self.left.value, self.room.value = size, room
        self.source.value = self._window.address
        self.target.value = self._window.address + len(self._window.inward)


class _Encoder:
    def __init__(self, library: _Library, given: dict[int, int]) -> None:
        quality = ctypes.c_int32(given.get(_QUALITY, _HIGHEST_QUALITY)).value
        quality = min(max(quality, 0), _HIGHEST_QUALITY)
        self._library = library
        self._block = _PIECE.get(quality, _MOST_OF_A_BLOCK if quality >= _BLOCKS_FROM else 1 << 62)
        # Of the block under way.
        self._collected = 0
        # It takes nothing until what it was made to write is out.
        self._is_writing = False
        # What is left of bytes that are no data, which have to come in one piece.
        self._metadata: int | None = None
        self._is_hinted = _SIZE_HINT in given
        self._state = library.new_encoder(None, None, None)
        if not self._state:
            raise MemoryError
        bounded = given | {_QUALITY: quality, _BLOCK_BITS: _LEAST_BLOCK_BITS}
        bounded[_WINDOW_BITS] = min(given.get(_WINDOW_BITS, _MOST_WINDOW_BITS), _MOST_WINDOW_BITS)
        bounded.pop(_LARGE_WINDOW, None)
        self.is_fit = all(library.set_of_encoder(self._state, *each) for each in bounded.items())

    def expect(self, count: int) -> None:
        """So much comes in all, as far as is known; counts before the first step. The encoder would take it from what is there."""
        if not self._is_hinted:
            self._is_hinted = True
            self._library.set_of_encoder(self._state, _SIZE_HINT, min(count, _MOST_SIZE_HINT))

    def step(self, operation: int, size: int, room: int) -> tuple[int, int, int]:
        """How it went, the bytes of the window that were taken, and those put there."""
        if self._is_writing:
            went, _, given = self._call(_FLUSH, 0, room)
            self._is_writing = bool(self._library.has_more(self._state))
            return went, 0, given
        if operation == _METADATA or self._metadata is not None:
            return self._pass_metadata(size, room)
        fitting = min(size, self._block - self._collected)
        made_to = fitting < size or (operation == _PROCESS and self._collected + fitting == self._block)
        went, taken, given = self._call(_FLUSH if made_to else operation, fitting, room)
        self._collected += taken
        if taken == fitting and (made_to or operation != _PROCESS):
            self._collected = 0
            self._is_writing = made_to and bool(self._library.has_more(self._state))
        return went, taken, given

    def _pass_metadata(self, size: int, room: int) -> tuple[int, int, int]:
        size = size if self._metadata is None else self._metadata
        went, taken, given = self._call(_METADATA, size, room)
        self._metadata = size - taken if given == room else None
        return went, taken, given

    def _call(self, operation: int, size: int, room: int) -> tuple[int, int, int]:
        library = self._library
        library.begin(size, room)
        went = library.encode(self._state, operation, *library.passed, None)
        return 0 if went else _FAILED, size - library.left.value, room - library.room.value

    def close(self) -> None:
        self._library.free_encoder(self._state)


class _Decoder:
    def __init__(self, library: _Library, given: dict[int, int]) -> None:
        self._library = library
        self._state = library.new_decoder(None, None, None)
        if not self._state:
            raise MemoryError
        # A window of more than 16 MiB would be memory that an isolate does not have.
        given.pop(_LARGE_WINDOW_READ, None)
        self.is_fit = all(library.set_of_decoder(self._state, *each) for each in given.items())

    def step(self, operation: int, size: int, room: int) -> tuple[int, int, int]:
        library = self._library
        library.begin(size, room)
        went = library.decode(self._state, *library.passed, None)
        # The library's numbers: 0 error, 1 all is there, 2 it needs more, 3 it has more.
        return went or _FAILED, size - library.left.value, room - library.room.value

    def error(self) -> tuple[int, bytes]:
        """The number and the name of what is wrong."""
        number = self._library.error_of(self._state)
        return number, self._library.error_text(number)

    def close(self) -> None:
        self._library.free_decoder(self._state)


class Brotlis:
    """Streams under way, by number. Made in the zygote."""

    def __init__(self, window: Window) -> None:
        self._window = window
        self._library = _Library(window)
        self._streams: dict[int, _Encoder | _Decoder] = {}
        self._last = 0
        self.operations: dict[bytes, Callable[..., bytes | None]] = {
            b"O": self._open,
            b"W": self._step,
            b"E": self._close,
        }

    def _open(self, is_packing: int, *parameters: int) -> bytes:
        """By its parameters in order; 0 where one of them is refused."""
        given = {number: value for number, value in enumerate(parameters) if value != _NOT_GIVEN}
        made = (_Encoder if is_packing else _Decoder)(self._library, given)
        if not made.is_fit:
            made.close()
            return b"0"
        self._last += 1
        self._streams[self._last] = made
        return b"%d" % self._last

    def _step(self, number: int, operation: int, size: int, room: int, count: int) -> bytes:
        """`[how it went, bytes taken, bytes given]`, behind an error of the decoder its number and name; `count` is what there is in all."""
        # The encoder goes on for ever with an operation that is none.
        operation &= 3
        stream = self._streams[number]
        size, room = min(size, len(self._window.inward)), min(room, len(self._window.outward))
        if isinstance(stream, _Encoder):
            stream.expect(count)
        state, taken, given = stream.step(operation, size, room)
        if state == _FAILED and isinstance(stream, _Decoder):
            return b'[-1,%d,%d,%d,"%b"]' % (taken, given, *stream.error())
        return b"[%d,%d,%d]" % (state, taken, given)

    def _close(self, number: int) -> None:
        stream = self._streams.pop(number, None)
        if stream is not None:
            stream.close()
