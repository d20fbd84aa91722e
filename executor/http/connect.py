"""The Connect protocol's way with one request and one response: content types, codes, errors as JSON.

Written by hand after https://connectrpc.com/docs/protocol: its library for Python (connectrpc 0.13) reads a request's body before
anybody is asked, so that strangers are read, too, and requests have no bound in their sum.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import grpc
from google.protobuf import json_format
from google.protobuf.message import Message
from google.rpc import error_details_pb2, status_pb2

from executor.errors import InvalidJob
from executor.http.replies import Failure, Reply

# Of each code its name in Connect and the HTTP status that belongs to it.
_CODES: Final = {
    grpc.StatusCode.CANCELLED: ("canceled", 499),
    grpc.StatusCode.UNKNOWN: ("unknown", 500),
    grpc.StatusCode.INVALID_ARGUMENT: ("invalid_argument", 400),
    grpc.StatusCode.DEADLINE_EXCEEDED: ("deadline_exceeded", 504),
    grpc.StatusCode.FAILED_PRECONDITION: ("failed_precondition", 400),
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
PROTOCOL_VERSION: Final = "1"
# Of `Connect-Timeout-Ms`, whose value has at most ten digits.
MAX_TIMEOUT_DIGITS: Final = 10


@dataclass(frozen=True)
class Codec:
    """How a message is written. `decode` raises `InvalidJob`."""

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


JSON: Final = Codec(_from_json, _to_json)
BINARY: Final = Codec(_from_binary, lambda message: message.SerializeToString())


@dataclass(frozen=True)
class Connect:
    """A content type of it."""

    content_type: str
    codec: Codec

    def timeout(self, headers: Mapping[str, str]) -> float | None:
        """Of `Connect-Timeout-Ms`. Raises `ValueError`, also for a version that is not spoken here."""
        if headers.get("Connect-Protocol-Version", PROTOCOL_VERSION) != PROTOCOL_VERSION:
            raise ValueError(f"Connect-Protocol-Version must be {PROTOCOL_VERSION}, or left out")
        header = headers.get("Connect-Timeout-Ms")
        if header is None:
            return None
        if not header.isascii() or not header.isdigit() or len(header) > MAX_TIMEOUT_DIGITS:
            raise ValueError(
                f"Connect-Timeout-Ms must be milliseconds, in at most {MAX_TIMEOUT_DIGITS} digits"
            )
        return int(header) / 1000

    def longest(self, limit: int) -> int:
        """The body is the message."""
        return limit

    def decode(self, body: bytes, kind: type[Message]) -> Message:
        """Raises `InvalidJob`, and `DecodeError` for what is no message."""
        return self.codec.decode(body, kind)

    def answer(self, message: Message) -> Reply:
        """The message alone."""
        return Reply(self.codec.encode(message), self.content_type)

    def fail(self, failure: Failure) -> Reply:
        """As JSON, whatever the request was."""
        name, status = _CODES[failure.code]
        error: dict[str, Any] = {"code": name, "message": failure.message}
        if details := list(_details(failure.rich)):
            error["details"] = details
        return Reply(_compact(error), "application/json", status, _headers(failure))


def _headers(failure: Failure) -> dict[str, str]:
    """When to retry, and how to say who one is."""
    headers = {}
    if failure.retry_after is not None:
        headers["Retry-After"] = str(failure.retry_after)
    if failure.code is grpc.StatusCode.UNAUTHENTICATED:
        headers["WWW-Authenticate"] = "Bearer"
    return headers


def _details(rich: bytes) -> Iterable[dict[str, Any]]:
    for packed in status_pb2.Status.FromString(rich).details:
        name = packed.TypeName()
        detail = {"type": name, "value": base64.b64encode(packed.value).decode().rstrip("=")}
        if name in _DETAILS:
            message = _DETAILS[name].FromString(packed.value)
            yield {**detail, "debug": json_format.MessageToDict(message)}
        else:
            yield detail


PLAIN: Final = Connect("application/json", JSON)
DIALECTS: Final = {dialect.content_type: dialect for dialect in (PLAIN, Connect("application/proto", BINARY))}
