"""gRPC-Web's way with one request and one response: gRPC's frames and trailers in bodies of HTTP, as browsers can send them.

Written after https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-WEB.md, for the same reason as `connect`.
"""

from __future__ import annotations

import base64
import binascii
import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

from google.protobuf.message import Message

from executor.errors import InvalidJob
from executor.http.connect import BINARY, JSON, Codec
from executor.http.replies import Failure, Reply

# Before each message: flags, and how many bytes follow.
_PREFIX: Final = struct.Struct(">BI")
_TRAILERS: Final = 0x80

# Of `grpc-timeout`: how many of each make a second.
_UNITS: Final = {"H": 1 / 3600, "M": 1 / 60, "S": 1, "m": 1e3, "u": 1e6, "n": 1e9}
MAX_TIMEOUT_DIGITS: Final = 8

# What `grpc-message` may have as it is (PROTOCOL-HTTP2.md): what is printed in ASCII, but %.
_PLAIN: Final = "".join(chr(code) for code in range(0x20, 0x7F) if chr(code) != "%")


@dataclass(frozen=True)
class GrpcWeb:
    """`is_text` is base64 of it all, for browsers that take no bytes."""

    content_type: str
    codec: Codec
    is_text: bool = False

    def timeout(self, headers: Mapping[str, str]) -> float | None:
        """Of `grpc-timeout`. Raises `ValueError`."""
        header = headers.get("grpc-timeout")
        if header is None:
            return None
        digits, unit = header[:-1], header[-1:]
        if (
            not digits.isascii()
            or not digits.isdigit()
            or len(digits) > MAX_TIMEOUT_DIGITS
            or unit not in _UNITS
        ):
            raise ValueError(
                f"grpc-timeout must be at most {MAX_TIMEOUT_DIGITS} digits and a unit of {', '.join(_UNITS)}"
            )
        return int(digits) / _UNITS[unit]

    def longest(self, limit: int) -> int:
        """With the prefix, and base64's four characters for three bytes."""
        framed = limit + _PREFIX.size
        return (framed + 2) // 3 * 4 if self.is_text else framed

    def decode(self, body: bytes, kind: type[Message]) -> Message:
        """Raises `InvalidJob`, and `DecodeError` for what is no message."""
        return self.codec.decode(self._message(body), kind)

    def _message(self, body: bytes) -> bytes:
        if self.is_text:
            try:
                body = base64.b64decode(body, validate=True)
            except binascii.Error:
                raise InvalidJob(
                    "MALFORMED_REQUEST", "the request is not base64; send it as its content type says"
                ) from None
        if len(body) < _PREFIX.size:
            raise InvalidJob(
                "MALFORMED_REQUEST", f"the request is {len(body)} bytes; one frame of gRPC-Web has at least 5"
            )
        flags, size = _PREFIX.unpack_from(body)
        if flags:
            raise InvalidJob(
                "MALFORMED_REQUEST", f"the frame has flags {flags:#04x}; send one message, not compressed"
            )
        if size != len(body) - _PREFIX.size:
            raise InvalidJob(
                "MALFORMED_REQUEST",
                f"the frame names {size} bytes and has {len(body) - _PREFIX.size}; send one whole frame",
            )
        return body[_PREFIX.size :]

    def answer(self, message: Message) -> Reply:
        """The message and its trailers."""
        return self._reply(_frame(0, self.codec.encode(message)), [("grpc-status", "0")])

    def fail(self, failure: Failure) -> Reply:
        """Trailers alone. The status of HTTP is that of a success, as gRPC has it."""
        number: int = failure.code.value[0]
        trailers = [("grpc-status", str(number)), ("grpc-message", quote(failure.message, safe=_PLAIN))]
        trailers += [(key, _text(value)) for key, value in failure.trailers]
        return self._reply(b"", trailers)

    def _reply(self, data: bytes, trailers: list[tuple[str, str]]) -> Reply:
        lines = "".join(f"{key}: {value}\r\n" for key, value in trailers)
        body = data + _frame(_TRAILERS, lines.encode("ascii"))
        return Reply(base64.b64encode(body) if self.is_text else body, self.content_type)


def _frame(flags: int, data: bytes) -> bytes:
    return _PREFIX.pack(flags, len(data)) + data


def _text(value: str | bytes) -> str:
    return value if isinstance(value, str) else base64.b64encode(value).decode()


def _dialects() -> Iterator[GrpcWeb]:
    yield GrpcWeb("application/grpc-web", BINARY)
    yield GrpcWeb("application/grpc-web+proto", BINARY)
    yield GrpcWeb("application/grpc-web+json", JSON)
    yield GrpcWeb("application/grpc-web-text", BINARY, is_text=True)
    yield GrpcWeb("application/grpc-web-text+proto", BINARY, is_text=True)


DIALECTS: Final = {dialect.content_type: dialect for dialect in _dialects()}
