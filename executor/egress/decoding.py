"""Decodes the content codings of HTTP responses in small pieces, so that a decompression bomb is noticed as it unfolds.

Not left to the HTTP client library: what it decompresses of one chunk, a thousand times as large, would exist before
anybody could count it.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import Any, Protocol

import brotli  # type: ignore[import-untyped, unused-ignore]

# Bytes that one step gives at most (brotli: about).
PIECE = 64 * 1024
# Bytes that one step takes. zlib hands back what follows a stream's end as a copy, and a stream may be 20 bytes long.
SLICE = 4096
# Codings in a row that are undone; as many as undici takes.
MAX_CODINGS = 5

_GZIP = 16 + zlib.MAX_WBITS


class DecodingError(Exception):
    """The body is not what its Content-Encoding says; `code` is Node's."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class TooLarge(Exception):
    """Under several codings, one of those inside is longer than it may be."""


class Decoder(Protocol):
    """One coding, or several, undone."""

    def feed(self, data: bytes) -> Iterator[bytes]:
        """What `data` decodes to, in pieces. There are empty ones too, so that whoever reads them has a say between steps:
        what decodes to nothing can be long. Raises `DecodingError` and `TooLarge`.
        """

    def finish(self) -> None:
        """The data is over. Raises `DecodingError` where it should not be."""


class _Zlib:
    """gzip, of any number of members, and deflate, with or without the zlib format around it."""

    def __init__(self, window_bits: int | None) -> None:
        self._window_bits = window_bits
        self._inflater = zlib.decompressobj(window_bits) if window_bits is not None else None
        self._begun = False

    def feed(self, data: bytes) -> Iterator[bytes]:
        self._begun = self._begun or bool(data)
        for at in range(0, len(data), SLICE):
            yield from self._feed(data[at : at + SLICE])
            yield b""

    def _feed(self, data: bytes) -> Iterator[bytes]:
        while data:
            inflater = self._inflater or self._sniff(data)
            if inflater.eof:
                # Another member of gzip; whatever else follows the end is ignored, as zlib in Node does.
                if self._window_bits != _GZIP or data[:1] != b"\x1f":
                    return
                inflater = self._inflater = zlib.decompressobj(_GZIP)
            try:
                piece = inflater.decompress(data, PIECE)
            except zlib.error as error:
                raise DecodingError("Z_DATA_ERROR", str(error).rpartition(": ")[2]) from None
            data = inflater.unused_data if inflater.eof else inflater.unconsumed_tail
            if piece:
                yield piece

    def _sniff(self, data: bytes) -> Any:
        """The zlib format's method is in the low half of its first byte; raw deflate never begins so in practice."""
        self._window_bits = zlib.MAX_WBITS if data[0] & 0x0F == 8 else -zlib.MAX_WBITS
        self._inflater = zlib.decompressobj(self._window_bits)
        return self._inflater

    def finish(self) -> None:
        if self._begun and (self._inflater is None or not self._inflater.eof):
            raise DecodingError("Z_BUF_ERROR", "unexpected end of file")


class _Brotli:
    def __init__(self) -> None:
        self._decompressor = brotli.Decompressor()
        self._begun = False

    def feed(self, data: bytes) -> Iterator[bytes]:
        self._begun = self._begun or bool(data)
        while not self._decompressor.is_finished():
            try:
                piece = self._decompressor.process(data, output_buffer_limit=PIECE)
            except brotli.error:
                raise DecodingError("Z_DATA_ERROR", "Decompression failed") from None
            data = b""
            yield piece
            # It may take more and still hold some.
            if not piece and self._decompressor.can_accept_more_data():
                return

    def finish(self) -> None:
        if self._begun and not self._decompressor.is_finished():
            raise DecodingError("Z_BUF_ERROR", "unexpected end of file")


class _Chain:
    def __init__(self, decoders: list[Decoder], max_bytes: int) -> None:
        self._decoders = decoders
        self._left = [max_bytes] * len(decoders)

    def feed(self, data: bytes) -> Iterator[bytes]:
        return self._through(0, data)

    def _through(self, number: int, data: bytes) -> Iterator[bytes]:
        if number == len(self._decoders):
            yield data
            return
        # Also inside: what unfolds to gigabytes there may fold to nothing outside.
        self._left[number] -= len(data)
        if self._left[number] < 0:
            raise TooLarge
        for piece in self._decoders[number].feed(data):
            if piece:
                yield from self._through(number + 1, piece)
            else:
                yield b""

    def finish(self) -> None:
        for decoder in self._decoders:
            decoder.finish()


def decoder_for(content_encoding: str, max_bytes: int) -> Decoder | None:
    """For the value of a Content-Encoding header; None where there is nothing to undo, or an unknown coding in it.

    The body, and what each coding but the last makes of it, may have `max_bytes`; the rest is the reader's to count.
    """
    codings = [coding.strip().lower() for coding in content_encoding.split(",") if coding.strip()]
    codings = [coding for coding in codings if coding != "identity"]
    if not codings or len(codings) > MAX_CODINGS:
        return None
    decoders: list[Decoder] = []
    for coding in reversed(codings):
        match coding:
            case "gzip" | "x-gzip":
                decoders.append(_Zlib(_GZIP))
            case "deflate":
                decoders.append(_Zlib(None))
            case "br":
                decoders.append(_Brotli())
            case _:
                return None
    return _Chain(decoders, max_bytes)
