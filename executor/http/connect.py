"""The Connect protocol's way with one request and one response: content types, codes, errors as JSON.

Written by hand after https://connectrpc.com/docs/protocol: its library for Python (connectrpc 0.13) reads a request's body before
anybody is asked, so that strangers are read, too, and requests have no bound in their sum.
"""

from __future__ import annotations

import base64
import json
import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Final

import grpc
from google.protobuf import json_format
from google.protobuf.message import Message
from google.rpc import error_details_pb2, status_pb2

from executor.errors import InvalidJob

# Of each code its name in Connect and the HTTP status that belongs to it.
_CODES: Final = {
    grpc.StatusCode.CANCELLED: ("canceled", 499),
    grpc.StatusCode.UNKNOWN: ("unknown", 500),
    grpc.StatusCode.INVALID_ARGUMENT: ("invalid_argument", 400),
    grpc.StatusCode.DEADLINE_EXCEEDED: ("deadline_exceeded", 504),
    grpc.StatusCode.NOT_FOUND: ("not_found", 404),
    grpc.StatusCode.PERMISSION_DENIED: ("permission_denied", 403),
    grpc.StatusCode.RESOURCE_EXHAUSTED: ("resource_exhausted", 429),
    grpc.StatusCode.UNIMPLEMENTED: ("unimplemented", 501),
    grpc.StatusCode.INTERNAL: ("internal", 500),
    grpc.StatusCode.UNAVAILABLE: ("unavailable", 503),
    grpc.StatusCode.UNAUTHENTICATED: ("unauthenticated", 401),
}
# What errors carry (executor/rpc/refusal.py), for `debug`: as JSON, for people.
_DETAILS: Final[dict[str, type[Message]]] = {
    kind.DESCRIPTOR.full_name: kind for kind in (error_details_pb2.ErrorInfo, error_details_pb2.RetryInfo)
}
_RICH, _PUSHBACK = "grpc-status-details-bin", "grpc-retry-pushback-ms"

PROTOCOL_VERSION: Final = "1"
# Of `Connect-Timeout-Ms`, whose value has at most ten digits.
MAX_TIMEOUT_DIGITS: Final = 10


@dataclass(frozen=True)
class Codec:
    """A content type. `decode` raises `InvalidJob`."""

    content_type: str
    decode: Callable[[bytes, type[Message]], Message]
    encode: Callable[[Message], bytes]


def _from_json(body: bytes, kind: type[Message]) -> Message:
    try:
        # As in binary: what a later version of the proto has is ignored.
        return json_format.Parse(
            body.decode() or "{}", kind(), ignore_unknown_fields=True, max_recursion_depth=32
        )
    except UnicodeDecodeError:
        raise InvalidJob("MALFORMED_REQUEST", "the request is not UTF-8; send JSON in UTF-8") from None
    except (json_format.ParseError, RecursionError) as error:
        name = kind.DESCRIPTOR.name
        raise InvalidJob("MALFORMED_REQUEST", f"the request is no {name} as JSON: {_brief(error)}") from None


def _brief(error: BaseException) -> str:
    """The parser's words, as one short line: they may repeat what was sent."""
    return str(error).splitlines()[0][:200] if str(error) else "it is nested too deeply"


def _from_binary(body: bytes, kind: type[Message]) -> Message:
    message = kind()
    message.MergeFromString(body)
    return message


def _to_json(message: Message) -> bytes:
    return _compact(json_format.MessageToDict(message))


def _compact(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


CODECS: Final = {
    codec.content_type: codec
    for codec in (
        Codec("application/json", _from_json, _to_json),
        Codec("application/proto", _from_binary, lambda message: message.SerializeToString()),
    )
}
ACCEPTED: Final = ", ".join(CODECS)


def codec_of(content_type: str) -> Codec | None:
    """That of a `Content-Type` header, None for one that is not spoken here."""
    kind, _, parameters = content_type.lower().partition(";")
    charset = parameters.replace(" ", "").replace('"', "")
    return CODECS.get(kind.strip()) if charset in ("", "charset=utf-8") else None


def check_version(header: str | None) -> None:
    """Of `Connect-Protocol-Version`, which may be missing. Raises `ValueError`."""
    if header not in (None, PROTOCOL_VERSION):
        raise ValueError(f"Connect-Protocol-Version must be {PROTOCOL_VERSION}, or left out")


def timeout_of(header: str | None) -> float | None:
    """Seconds of `Connect-Timeout-Ms`; None where there is none. Raises `ValueError`."""
    if header is None:
        return None
    if not header.isascii() or not header.isdigit() or len(header) > MAX_TIMEOUT_DIGITS:
        raise ValueError(f"Connect-Timeout-Ms must be milliseconds, in at most {MAX_TIMEOUT_DIGITS} digits")
    return int(header) / 1000


@dataclass(frozen=True)
class Failure:
    """How a call ended that has no response."""

    code: grpc.StatusCode
    message: str
    trailers: tuple[tuple[str, str | bytes], ...] = ()

    @property
    def status(self) -> int:
        """Of HTTP."""
        return _CODES[self.code][1]

    def body(self) -> bytes:
        """JSON, whatever the request was."""
        error: dict[str, Any] = {"code": _CODES[self.code][0], "message": self.message}
        if details := list(self._details()):
            error["details"] = details
        return _compact(error)

    def headers(self) -> dict[str, str]:
        """When to retry, and how to say who one is."""
        headers = {}
        for key, value in self.trailers:
            if key == _PUSHBACK:
                headers["Retry-After"] = str(math.ceil(int(value) / 1000))
        if self.code is grpc.StatusCode.UNAUTHENTICATED:
            headers["WWW-Authenticate"] = "Bearer"
        return headers

    def _details(self) -> Iterable[dict[str, Any]]:
        rich = next((value for key, value in self.trailers if key == _RICH), b"")
        for packed in status_pb2.Status.FromString(rich).details if isinstance(rich, bytes) else ():
            name = packed.TypeName()
            detail = {"type": name, "value": base64.b64encode(packed.value).decode().rstrip("=")}
            if name in _DETAILS:
                message = _DETAILS[name].FromString(packed.value)
                yield {**detail, "debug": json_format.MessageToDict(message)}
            else:
                yield detail
