"""Files of the pages for people, with the headers that keep them to themselves."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from importlib import resources

from aiohttp import web
from aiohttp.typedefs import Handler

from executor.settings import OFF, Settings
from executor.settings.conflicts import is_loopback

TYPES = {"html": "text/html", "css": "text/css", "js": "text/javascript"}
# Everything a page needs comes from where it is, nothing may be loaded from elsewhere, and no other page may frame it.
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-cache",
}


class PageFiles:
    """Some of the files in `page/`."""

    def __init__(self, names: Iterable[str]) -> None:
        folder = resources.files("executor.http").joinpath("page")
        self._files = {name: folder.joinpath(name).read_bytes() for name in names}

    def routes(self) -> list[web.RouteDef]:
        """Each by its name."""
        return [web.get(f"/{name}", self._handler(name)) for name in self._files]

    def _handler(self, name: str) -> Handler:
        async def handler(request: web.Request) -> web.StreamResponse:
            return self.file(request, name)

        return handler

    def file(self, request: web.Request, name: str) -> web.StreamResponse:
        """One of the files, or 304 for who has it."""
        body = self._files[name]
        tag = hashlib.sha256(body).hexdigest()[:16]
        if any(etag.value == tag for etag in request.if_none_match or ()):
            return web.Response(status=304, headers={"ETag": f'"{tag}"', **HEADERS})
        kind = TYPES[name.rpartition(".")[2]]
        response = web.Response(body=body, content_type=kind, charset="utf-8", headers=HEADERS)
        response.etag = tag
        return response


def is_tried_by_people(settings: Settings) -> bool:
    """Whether the HTTP door has a page to try blocks on: for people on this machine, and for those who have a token."""
    if settings.http_listen == OFF:
        return False
    return bool(settings.tokens) or is_loopback(settings.http_listen)


def wants_page(request: web.Request) -> bool:
    """Whether a browser asks."""
    return "text/html" in request.headers.get("Accept", "")
