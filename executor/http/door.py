"""The HTTP door: the unary methods of the service for whoever can send a POST, by Connect or gRPC-Web, as JSON or binary.

A call goes the way of one by gRPC (`call`): the same gate, bounds, fairness, limits and words. What is HTTP's own is here: content
types, origins of browsers, names in `Host`, time limits in a header. A caller that hangs up has its script killed.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from importlib import resources
from typing import Any

import grpc
from aiohttp import web
from aiohttp.typedefs import Handler, Middleware
from google.protobuf import message_factory
from google.protobuf.descriptor import MethodDescriptor, ServiceDescriptor

from executor.http import connect, grpc_web
from executor.http.door_call import DoorCall
from executor.http.hosts import expected_hosts, only_expected
from executor.http.page_files import PageFiles, is_tried_by_people, wants_page
from executor.http.predecessor import routes
from executor.http.replies import Dialect, Failure, Reply
from executor.settings import Settings

log = logging.getLogger(__name__)

Call = Callable[[str, tuple[tuple[str, str], ...], Any], Awaitable[Any]]

_DIALECTS: dict[str, Dialect] = {**connect.DIALECTS, **grpc_web.DIALECTS}
_ACCEPTED = ", ".join(_DIALECTS)

# Of a browser's question before it sends a request to another origin: what it may send, and for how many seconds that is known.
_PREFLIGHT = {
    "Access-Control-Allow-Methods": "POST",
    "Access-Control-Allow-Headers": "authorization, connect-protocol-version, connect-timeout-ms, content-type, grpc-timeout, traceparent, x-caller, "
    "x-grpc-web, x-user-agent",
    "Access-Control-Max-Age": "7200",
}
_EXPOSED = {"Access-Control-Expose-Headers": "retry-after"}
_NOTHING_HERE = (
    "flow-executor: POST /{service}/Execute with content-type application/json (docs/call.md), for example "
    '\'{{"code": "return 1"}}\'\n'
)


class Door:
    """`call` takes a method, metadata and a context; `limit` says how many bytes a method's request may have."""

    def __init__(
        self, service: ServiceDescriptor, call: Call, limit: Callable[[str], int], settings: Settings
    ) -> None:
        self._service = service
        self._call = call
        self._limit = limit
        self._settings = settings
        self._origins = frozenset(settings.http_origins)
        self._files = PageFiles(("try.html", "try.js", "page.css"))

    def application(self) -> web.Application:
        """The routes, for an `AppRunner`."""
        middlewares: list[Middleware] = [self._only_origins]
        if not self._settings.tokens and not self._settings.tls_certificate:
            # A page that gives its own name this address (DNS rebinding) has neither a token nor a certificate of that name.
            middlewares.insert(0, only_expected(expected_hosts(self._settings.http_listen, self._settings)))
        application = web.Application(middlewares=middlewares)
        for method in self._service.methods:
            path = f"/{self._service.full_name}/{method.name}"
            application.router.add_route("*", path, self._handler(path, method))
        application.add_routes([web.get("/", self._index), web.get("/openapi.json", self._openapi)])
        application.add_routes([*routes(), *self._files.routes()])
        application.on_response_prepare.append(_name)
        return application

    async def _index(self, request: web.Request) -> web.StreamResponse:
        if wants_page(request) and is_tried_by_people(self._settings):
            return self._files.file(request, "try.html")
        return web.Response(
            text=_NOTHING_HERE.format(service=self._service.full_name), headers={"Vary": "Accept"}
        )

    async def _openapi(self, request: web.Request) -> web.Response:
        text = resources.files("executor.http").joinpath("openapi.json").read_text()
        return web.Response(text=text, content_type="application/json")

    def _handler(self, path: str, method: MethodDescriptor) -> Handler:
        kind = message_factory.GetMessageClass(method.input_type)

        async def handle(request: web.Request) -> web.Response:
            if request.method != "POST":
                return web.Response(status=405, text="send a POST\n", headers={"Allow": "POST"})
            dialect = _dialect_of(request.headers.get("Content-Type", ""))
            if dialect is None:
                text = f"the content type must be one of {_ACCEPTED}\n"
                return web.Response(status=415, text=text, headers={"Accept-Post": _ACCEPTED})
            if method.client_streaming or method.server_streaming:
                text = f"{method.name} is a stream; call it by gRPC (--listen)"
                return _sent(dialect.fail(Failure(grpc.StatusCode.UNIMPLEMENTED, text)))
            if request.headers.get("Content-Encoding", "identity") != "identity":
                text = "requests are not decompressed; send identity"
                return _sent(dialect.fail(Failure(grpc.StatusCode.UNIMPLEMENTED, text)))
            try:
                timeout = dialect.timeout(request.headers)
            except ValueError as error:
                return _sent(dialect.fail(Failure(grpc.StatusCode.INVALID_ARGUMENT, str(error))))
            call = DoorCall(request, dialect, kind, self._limit(path), timeout)
            return _sent(await self._answer(path, call, dialect, timeout))

        return handle

    async def _answer(self, path: str, call: DoorCall, dialect: Dialect, timeout: float | None) -> Reply:
        try:
            async with asyncio.timeout(timeout):
                response = await self._call(path, call.invocation_metadata(), call)
        except TimeoutError:
            failure = Failure(
                grpc.StatusCode.DEADLINE_EXCEEDED, f"the time that the caller named is over, {timeout:g} s"
            )
        except grpc.aio.AbortError:
            assert call.failure is not None
            failure = call.failure
        except Exception:
            log.exception("internal error in %s", path)
            failure = Failure(grpc.StatusCode.INTERNAL, "internal error; see the server's log")
        else:
            return dialect.answer(response)
        return dialect.fail(failure)

    @web.middleware
    async def _only_origins(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """A browser sends for a page of another origin only where that is listed."""
        origin = request.headers.get("Origin")
        if origin is None or origin == f"{request.scheme}://{request.headers.get('Host', '')}":
            return await handler(request)
        if origin not in self._origins:
            text = "pages of this origin may not call; have the operator list it with --http-origins"
            return _sent(connect.PLAIN.fail(Failure(grpc.StatusCode.PERMISSION_DENIED, text)))
        headers = {"Access-Control-Allow-Origin": origin, "Vary": "Origin"}
        if request.method == "OPTIONS":
            return web.Response(status=204, headers={**headers, **_PREFLIGHT})
        response = await handler(request)
        response.headers.update({**headers, **_EXPOSED})
        return response


async def _name(request: web.Request, response: web.StreamResponse) -> None:
    """Not the versions of Python and aiohttp, which are nobody's business."""
    response.headers["Server"] = "flow-executor"


def _dialect_of(content_type: str) -> Dialect | None:
    """That of a `Content-Type` header, None for one that is not spoken here."""
    kind, _, parameters = content_type.lower().partition(";")
    charset = parameters.replace(" ", "").replace('"', "")
    return _DIALECTS.get(kind.strip()) if charset in ("", "charset=utf-8") else None


def _sent(reply: Reply) -> web.Response:
    return web.Response(
        body=reply.body, status=reply.status, content_type=reply.content_type, headers=reply.headers
    )
