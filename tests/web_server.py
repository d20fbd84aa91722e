"""A web server for scripts to call: it runs in a thread of the test process, on loopback, under two ports (two origins)."""

import asyncio
import base64
import gzip
import json
import socket
import threading
import zlib
from collections.abc import Awaitable, Callable

from aiohttp import web

_DOCUMENT = json.dumps({"coded": "ä" * 20}).encode()
# The same, as Node compresses it: a library for that would be here for one answer.
_DOCUMENT_IN_BROTLI = base64.b64decode("G4QA+B2lR7VGwTVqVIrA7LUOV12fBqEhK1OSBFgHXGDHAqwWAw==")
_BOMB = b"0" * 100_000


def _raw_deflate(data: bytes) -> bytes:
    compressor = zlib.compressobj(wbits=-15)
    return compressor.compress(data) + compressor.flush()


_CODED = {
    "gzip": ("gzip", gzip.compress(_DOCUMENT)),
    "deflate": ("deflate", zlib.compress(_DOCUMENT)),
    "raw-deflate": ("deflate", _raw_deflate(_DOCUMENT)),
    "br": ("br", _DOCUMENT_IN_BROTLI),
    "bomb": ("gzip", gzip.compress(_BOMB)),
}


async def _echo(request: web.Request) -> web.Response:
    body = await request.read()
    # `connection` belongs to the connection, which the broker keeps its own way.
    headers = {
        name.lower(): value
        for name, value in request.headers.items()
        if name.lower() not in ("host", "connection")
    }
    document = {
        "method": request.method,
        "path": request.raw_path,
        "host": request.host,
        "headers": dict(sorted(headers.items())),
        "body": body.decode("utf-8", "replace"),
        "base64": base64.b64encode(body).decode(),
    }
    return web.json_response(document)


async def _echo_raw(request: web.Request) -> web.Response:
    return web.Response(body=await request.read(), headers={"Content-Type": request.headers["Content-Type"]})


async def _form(request: web.Request) -> web.Response:
    parts = []
    async for part in await request.multipart():
        content = await part.read()
        parts.append([part.name, part.filename, part.headers.get("Content-Type"), content.decode()])
    kind = request.headers["Content-Type"].partition(";")[0]
    return web.json_response({"type": kind, "sized": "Content-Length" in request.headers, "parts": parts})


async def _status(request: web.Request) -> web.Response:
    status = int(request.match_info["status"])
    if status in (204, 304):
        return web.Response(status=status)
    return web.json_response({"status": status}, status=status)


async def _redirect(request: web.Request) -> web.Response:
    left = int(request.match_info["left"])
    if left == 0:
        return await _echo(request)
    return web.Response(status=302, headers={"Location": f"/redirect/{left - 1}"}, text="moved")


async def _redirect_to(request: web.Request) -> web.Response:
    await request.read()
    return web.Response(
        status=int(request.query.get("status", "302")), headers={"Location": request.query["url"]}
    )


async def _slow(request: web.Request) -> web.Response:
    await asyncio.sleep(float(request.query["ms"]) / 1000)
    return web.Response(text="at last")


class _Together:
    """Answers requests that come together: nobody before `count` have come."""

    def __init__(self) -> None:
        self._all_came = asyncio.Event()
        self._count = 0

    async def answer(self, request: web.Request) -> web.Response:
        all_came = self._all_came
        self._count += 1
        if self._count == int(request.query["count"]):
            all_came.set()
            self._all_came, self._count = asyncio.Event(), 0
        await all_came.wait()
        return web.Response(text="together")


async def _coded(request: web.Request) -> web.Response:
    coding, body = _CODED[request.match_info["coding"]]
    return web.Response(body=body, headers={"Content-Encoding": coding, "Content-Type": "application/json"})


async def _cookies(request: web.Request) -> web.Response:
    response = web.Response(text="ok")
    for cookie in ("a=1; Path=/", "b=2; Expires=Wed, 21 Oct 2030 07:28:00 GMT"):
        response.headers.add("Set-Cookie", cookie)
    return response


async def _big(request: web.Request) -> web.Response:
    return web.Response(body=b"x" * int(request.query["size"]))


async def _hang_up(request: web.Request) -> web.Response:
    assert request.transport is not None
    request.transport.close()
    return web.Response()


async def _cut(request: web.Request) -> web.StreamResponse:
    """Promises a hundred bytes, sends ten and closes."""
    response = web.StreamResponse(headers={"Content-Length": "100"})
    await response.prepare(request)
    await response.write(b"x" * 10)
    assert request.transport is not None
    request.transport.close()
    return response


def _fixed(body: bytes, kind: str) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def answer(request: web.Request) -> web.Response:
        return web.Response(body=body, headers={"Content-Type": kind})

    return answer


def _application() -> web.Application:
    application = web.Application(client_max_size=64 << 20)
    for path, handler in {
        "/echo": _echo,
        "/echo-raw": _echo_raw,
        "/form": _form,
        "/status/{status}": _status,
        "/redirect/{left}": _redirect,
        "/redirect-to": _redirect_to,
        "/slow": _slow,
        "/together": _Together().answer,
        "/coded/{coding}": _coded,
        "/cookies": _cookies,
        "/big": _big,
        "/hang-up": _hang_up,
        "/cut": _cut,
        "/text": _fixed("plain text, ä".encode(), "text/plain; charset=utf-8"),
        "/json": _fixed(b'{"a": 1}', "application/json"),
        "/broken-json": _fixed(b'{"a": 1', "application/json"),
        "/binary": _fixed(bytes(range(256)), "application/octet-stream"),
        "/bom": _fixed("\ufefftext".encode(), "text/plain; charset=utf-8"),
        "/latin1": _fixed("älter".encode("latin-1"), "text/plain; charset=iso-8859-1"),
    }.items():
        application.router.add_route("*", path, handler)
    return application


class WebServer:
    """Serves from its construction until `stop`. `url` and `other` are two origins of one server, without a slash at
    the end; nothing listens on `closed`.
    """

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="web server", daemon=True)
        self._thread.start()
        self._runner, ports = asyncio.run_coroutine_threadsafe(self._serve(), self._loop).result()
        self.url, self.other = (f"http://127.0.0.1:{port}" for port in ports)
        # Bound and never listening: no other process can take the port meanwhile.
        self._silent = socket.socket()
        self._silent.bind(("127.0.0.1", 0))
        self.closed = f"http://127.0.0.1:{self._silent.getsockname()[1]}"

    async def _serve(self) -> tuple[web.AppRunner, list[int]]:
        runner = web.AppRunner(_application(), access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        for _ in range(2):
            await web.TCPSite(runner, "127.0.0.1", 0).start()
        return runner, [address[1] for address in runner.addresses]

    def stop(self) -> None:
        """Closes every connection and ends the thread."""
        asyncio.run_coroutine_threadsafe(self._runner.cleanup(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()
        self._silent.close()
