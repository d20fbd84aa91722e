"""What is C in Node's `zlib`: streams that pack and unpack, by Python's, a piece at a time.

The other side is runtime/node/bindings/zlib.js. Bytes pass through the window, so no piece is larger than half of it: a call
ends within milliseconds, after which limits are looked at, and what a stream holds back is bounded. What is unpacked
lands in buffers of the script's own, whose limit is the heap's.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable
from typing import Protocol

from executor.isolate.brotlis import Brotlis
from executor.isolate.window import Window

_STREAM_END, _NEED_DICTIONARY, _STREAM_ERROR, _DATA_ERROR = 1, 2, -2, -3
_NO_FLUSH, _FINISH = 0, 4
# Node's numbers of what a stream does (internalBinding('constants').zlib).
_DEFLATE, _GZIP, _GUNZIP, _DEFLATE_RAW, _INFLATE_RAW, _UNZIP = 1, 3, 4, 5, 6, 7
_PACKING = (_DEFLATE, _GZIP, _DEFLATE_RAW)
_OF_GZIP = b"\x1f\x8b"
# What Python makes of zlib's errors: the number, and its own words for one without a message.
_ERROR = re.compile(r"Error (-?\d+) while ([a-z ]+)(?:: (.*))?")


class _Refused(Exception):
    """What zlib says: its number, and its message where it has one."""

    def __init__(self, number: int, message: str = "") -> None:
        super().__init__(message)
        self.number = number
        self.message = message


class _Stream(Protocol):
    def step(self, data: memoryview, flush: int, room: int) -> tuple[int, int, bytes]:
        """zlib's number for how it went, the bytes of `data` that were taken, and at most `room` bytes. Raises `_Refused`."""


class _Packing:
    """Gives what comes out of one piece before it takes another."""

    def __init__(self, window_bits: int, level: int, memory: int, strategy: int, dictionary: bytes) -> None:
        self._made = (
            zlib.compressobj(level, zlib.DEFLATED, window_bits, memory, strategy, dictionary)
            if dictionary
            else zlib.compressobj(level, zlib.DEFLATED, window_bits, memory, strategy)
        )
        self._left = b""
        self._flushed = -1
        self._finished = False

    def step(self, data: memoryview, flush: int, room: int) -> tuple[int, int, bytes]:
        taken = 0
        if not self._left and not self._finished:
            taken = len(data)
            self._left = self._packed(data, flush)
        given, self._left = self._left[:room], self._left[room:]
        return int(self._finished and not self._left), taken, given

    def _packed(self, data: memoryview, flush: int) -> bytes:
        # As zlib: once more for the same data, because there was no room for all of it, is no reason for another mark.
        before, self._flushed = self._flushed, _rank(flush)
        if not data and flush != _FINISH and self._flushed <= before:
            return b""
        self._finished = flush == _FINISH
        packed = self._made.compress(data)
        return packed if flush == _NO_FLUSH else packed + self._made.flush(flush)


def _rank(flush: int) -> int:
    """What each of them flushes; Z_BLOCK, which came later, is between none and Z_PARTIAL_FLUSH."""
    return 2 * flush - (9 if flush > _FINISH else 0)


class _Unpacking:
    """One member after the other, where it is a gzip file."""

    def __init__(self, mode: int, window_bits: int, dictionary: bytes) -> None:
        self._mode = mode
        self._window_bits = window_bits
        self._dictionary = dictionary
        self._head = b""
        self._begin()

    def _begin(self) -> None:
        if self._dictionary:
            self._made = zlib.decompressobj(self._window_bits, self._dictionary)
        else:
            self._made = zlib.decompressobj(self._window_bits)

    def step(self, data: memoryview, flush: int, room: int) -> tuple[int, int, bytes]:
        if len(self._head) < len(_OF_GZIP):
            self._head = (self._head + data[: len(_OF_GZIP)])[: len(_OF_GZIP)]
        given: list[bytes] = []
        rest = data
        while rest or not given:
            if self._made.eof and not self._goes_on(rest):
                break
            piece = self._unpacked(rest, room)
            rest = rest[len(rest) - len(self._made.unused_data or self._made.unconsumed_tail) :]
            given.append(piece)
            room -= len(piece)
            # Zero would be no limit at all.
            if room == 0 or not self._made.eof:
                break
        return int(self._made.eof), len(data) - len(rest), b"".join(given)

    def _goes_on(self, rest: memoryview) -> bool:
        """Whether another member begins here; what begins with a zero is padding."""
        is_gzip = self._mode == _GUNZIP or (self._mode == _UNZIP and self._head == _OF_GZIP)
        if not (is_gzip and rest and rest[0] != 0):
            return False
        self._begin()
        return True

    def _unpacked(self, data: memoryview, room: int) -> bytes:
        try:
            return self._made.decompress(data, room)
        except zlib.error as error:
            raise self._refusal(str(error)) from None

    def _refusal(self, text: str) -> _Refused:
        told = _ERROR.match(text)
        number, doing, message = (int(told[1]), told[2], told[3] or "") if told else (_DATA_ERROR, "", text)
        # That the dictionary is another one.
        if number == _DATA_ERROR and "dict" in doing:
            return _Refused(_NEED_DICTIONARY)
        return _Refused(number, message)


class Compression:
    """Streams under way, by number. Made in the zygote."""

    def __init__(self, window: Window) -> None:
        self._window = window
        self._streams: dict[int, _Stream] = {}
        self._last = 0
        # Of the next stream, as it comes in pieces.
        self._dictionary = bytearray()
        self._operations: dict[bytes, Callable[..., bytes | None]] = {
            b"d": self._add_to_dictionary,
            b"o": self._open,
            b"w": self._step,
            b"e": self._close,
            b"c": self._checksum,
            **Brotlis(window).operations,
        }

    def answer(self, request: bytes) -> bytes | None:
        """One operation, by its letter, with numbers: `[number of zlib's, …]`, behind an error its message."""
        name, *words = request.split()
        try:
            return self._operations[name](*map(int, words))
        except _Refused as refusal:
            return b'[%d,0,0,"%b"]' % (refusal.number, refusal.message.encode("ascii", "replace"))

    def _add_to_dictionary(self, size: int) -> None:
        self._dictionary += self._window.inward[:size]

    def _open(self, mode: int, window_bits: int, level: int, memory: int, strategy: int) -> bytes:
        dictionary = bytes(self._dictionary)
        self._dictionary.clear()
        if mode in (_GZIP, _GUNZIP):
            window_bits += 16
        elif mode == _UNZIP:
            window_bits += 32
        elif mode in (_DEFLATE_RAW, _INFLATE_RAW):
            window_bits = -window_bits
        # As zlib, whose other formats have no place for one.
        if mode == _GZIP:
            dictionary = b""
        try:
            made: _Stream = (
                _Packing(window_bits, level, memory, strategy, dictionary)
                if mode in _PACKING
                else _Unpacking(mode, window_bits, dictionary)
            )
        except ValueError:
            raise _Refused(_STREAM_ERROR) from None
        self._last += 1
        self._streams[self._last] = made
        return b"[0,%d]" % self._last

    def _step(self, number: int, flush: int, size: int, room: int) -> bytes:
        window = self._window
        # For Python no room would be room without a limit.
        room = max(1, min(room, len(window.outward)))
        state, taken, given = self._streams[number].step(window.inward[:size], flush, room)
        window.outward[: len(given)] = given
        return b"[%d,%d,%d]" % (state, taken, len(given))

    def _close(self, number: int) -> None:
        self._streams.pop(number, None)

    def _checksum(self, value: int, size: int) -> bytes:
        return b"%d" % zlib.crc32(self._window.inward[:size], value)
