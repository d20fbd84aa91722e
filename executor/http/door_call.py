"""One call by HTTP, as the methods' handlers know calls: the part of `grpc.aio.ServicerContext` that they use."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping, Sequence
from typing import NoReturn

import grpc
from aiohttp import web
from google.protobuf.message import DecodeError, Message

from executor.errors import InvalidJob
from executor.http.replies import Dialect, Failure

# Seconds for a whole request: more than a megabyte takes on a slow line.
READ_TIMEOUT = 30.0

# Headers that are HTTP's and Connect's own, and no metadata of the call.
_NO_METADATA = frozenset(
    {
        "accept",
        "accept-encoding",
        "connection",
        "content-encoding",
        "content-length",
        "content-type",
        "grpc-timeout",
        "host",
        "transfer-encoding",
    }
)


class DoorCall:
    """`limit` is the most bytes that a request may have, `timeout` seconds from now."""

    def __init__(
        self, request: web.Request, dialect: Dialect, kind: type[Message], limit: int, timeout: float | None
    ) -> None:
        self.failure: Failure | None = None
        self._request = request
        self._dialect = dialect
        self._kind = kind
        self._limit = dialect.longest(limit)
        self._deadline = None if timeout is None else time.monotonic() + timeout
        self._metadata = tuple(
            (name.lower(), value)
            for name, value in request.headers.items()
            if name.lower() not in _NO_METADATA
        )

    def invocation_metadata(self) -> tuple[tuple[str, str], ...]:
        """The request's headers."""
        return self._metadata

    def peer(self) -> str:
        """As gRPC writes it: `ipv4:10.0.0.7:4711`, `ipv6:%5B::1%5D:4711`."""
        host, port = self._request.get_extra_info("peername", ("", 0))[:2]
        return f"ipv6:%5B{host}%5D:{port}" if ":" in host else f"ipv4:{host}:{port}"

    def auth_context(self) -> Mapping[str, Sequence[bytes]]:
        """The names of the certificate that TLS has verified, by gRPC's words for them; empty without one."""
        shown = self._request.get_extra_info("peercert") or {}
        subject = [value for part in shown.get("subject", ()) for key, value in part if key == "commonName"]
        others = [value for _, value in shown.get("subjectAltName", ())]
        names = {"x509_common_name": subject, "x509_subject_alternative_name": others}
        return {key: [value.encode() for value in values] for key, values in names.items() if values}

    def time_remaining(self) -> float | None:
        """Seconds; None where the caller named no time."""
        return None if self._deadline is None else self._deadline - time.monotonic()

    def code(self) -> grpc.StatusCode | None:
        """Of the refusal, None before and without one."""
        return None if self.failure is None else self.failure.code

    async def abort(
        self,
        code: grpc.StatusCode,
        details: str = "",
        trailing_metadata: Sequence[tuple[str, str | bytes]] = (),
    ) -> NoReturn:
        """Ends the call. Raises `grpc.aio.AbortError`."""
        self.failure = Failure(code, details, tuple(trailing_metadata))
        raise grpc.aio.AbortError

    async def read(self) -> bytes:
        """The request in binary, whatever it came as. Raises `InvalidJob`."""
        body = await self._body()
        try:
            return self._dialect.decode(body, self._kind).SerializeToString()
        except DecodeError:
            return body  # Told by who reads binary.

    async def _body(self) -> bytes:
        length = self._request.content_length
        if length is not None and length > self._limit:
            raise self._too_large(length)
        parts, size = [], 0
        try:
            async with asyncio.timeout(READ_TIMEOUT):
                while part := await self._request.content.readany():
                    parts.append(part)
                    size += len(part)
                    if size > self._limit:
                        raise self._too_large(size)
        except TimeoutError:
            raise InvalidJob(
                "REQUEST_TOO_SLOW",
                f"of the request {size} bytes came within {READ_TIMEOUT:g} s; send it faster",
                received_bytes=size,
            ) from None
        except web.RequestPayloadError:
            raise InvalidJob("MALFORMED_REQUEST", "the request's body is not what its headers say") from None
        return b"".join(parts)

    def _too_large(self, size: int) -> InvalidJob:
        return InvalidJob(
            "REQUEST_TOO_LARGE",
            f"the request is {size} bytes or more, over this method's limit of {self._limit}; send less, "
            "or as application/proto, which needs no escapes",
            actual_bytes=size,
            limit_bytes=self._limit,
        )
