"""The path by which blocks were run in the service before this one: says where they are run now."""

from __future__ import annotations

from aiohttp import web

PATH = "/flow/codeblock"
_GONE = (
    "code blocks are run by POST /executor.v1.ExecutorService/Execute on the port of --http-listen now, or by gRPC; "
    "docs/install.md has both JSONs side by side\n"
)


async def gone(request: web.Request) -> web.Response:
    """410, whatever is asked."""
    return web.Response(status=410, text=_GONE)


def routes() -> list[web.RouteDef]:
    """Of the path, with and without the slash."""
    return [web.route("*", path, gone) for path in (PATH, f"{PATH}/")]
