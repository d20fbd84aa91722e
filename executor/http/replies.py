"""What the HTTP door sends back, and how a call ended that has no response, whatever protocol it came by."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

import grpc
from google.protobuf.message import Message

_RICH, _PUSHBACK = "grpc-status-details-bin", "grpc-retry-pushback-ms"


@dataclass(frozen=True)
class Reply:
    """A response of HTTP."""

    body: bytes
    content_type: str
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Failure:
    """`trailers` are those of executor/rpc/refusal.py."""

    code: grpc.StatusCode
    message: str
    trailers: tuple[tuple[str, str | bytes], ...] = ()

    @property
    def rich(self) -> bytes:
        """A `google.rpc.Status`, or nothing."""
        value = dict(self.trailers).get(_RICH, b"")
        return value if isinstance(value, bytes) else b""

    @property
    def retry_after(self) -> int | None:
        """Seconds; None where a retry does not help."""
        pause = dict(self.trailers).get(_PUSHBACK)
        return None if pause is None else math.ceil(int(pause) / 1000)


class Dialect(Protocol):
    """A content type, and all that it says of how calls are written."""

    @property
    def content_type(self) -> str:
        """Of requests and responses."""

    def timeout(self, headers: Mapping[str, str]) -> float | None:
        """Seconds; None where the caller named no time. Raises `ValueError`."""

    def longest(self, limit: int) -> int:
        """Bytes of a body whose message has `limit` bytes."""

    def decode(self, body: bytes, kind: type[Message]) -> Message:
        """Raises `InvalidJob`, and `DecodeError` for what is no message."""

    def answer(self, message: Message) -> Reply:
        """To a call with a response."""

    def fail(self, failure: Failure) -> Reply:
        """To a call without one."""
