"""What comes back: head and body of a response, as much as the limits allow."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import aiohttp
from yarl import URL

from executor.egress.decoding import PIECE, Decoder, TooLarge, decoder_for
from executor.egress.exchange import Exchange
from executor.egress.failures import FetchError, over_limit
from executor.settings import Settings
from executor.wire.fetches import Fetch

# Decoded pieces between two turns of the event loop, about 1 MiB.
PIECES_PER_TURN = 16

# Takes bytes of a run's budget, or raises `FetchError`.
Hold = Callable[[int], None]


def head(response: aiohttp.ClientResponse, url: URL, *, redirected: bool) -> dict[str, Any]:
    """What the script is told of a response beside its body. Header values are Latin-1, as in Node."""
    version = response.version
    return {
        "url": str(url),
        "redirected": redirected,
        "status": response.status,
        # As fetch has it: bytes that are no UTF-8 are signs in place of them.
        "statusText": (response.reason or "").encode("utf-8", "surrogateescape").decode("utf-8", "replace"),
        "httpVersion": f"{version.major}.{version.minor}" if version else "1.1",
        "headers": [(str(name, "latin-1"), str(value, "latin-1")) for name, value in response.raw_headers],
    }


def check_headers(response: aiohttp.ClientResponse, settings: Settings) -> None:
    """Raises `FetchError` where they are over the limit."""
    size = sum(len(name) + len(value) + 4 for name, value in response.raw_headers)
    if size > settings.egress_max_header_bytes:
        raise over_limit(
            f"the response's headers are {size} bytes",
            settings.egress_max_header_bytes,
            "egress-max-header-bytes",
            "ask for another",
        )


async def read_body(
    response: aiohttp.ClientResponse, fetch: Fetch, settings: Settings, hold: Hold, exchange: Exchange
) -> bytearray:
    """The body, decoded; as much as the limits allow, and counted before it is kept. Raises `FetchError`."""
    limit = settings.egress_max_response_bytes
    decoder = _decoder(response, limit) if fetch.decompress else None
    body = bytearray()
    pieces = 0
    try:
        async for chunk in response.content.iter_any():
            exchange.received_bytes += len(chunk)
            for piece in decoder.feed(chunk) if decoder is not None else (chunk,):
                _check_size(len(body) + len(piece), fetch.max_response_bytes, limit)
                hold(len(piece))
                body += piece
                pieces += 1
                if pieces % PIECES_PER_TURN == 0:
                    await asyncio.sleep(0)
    except TooLarge:
        _check_size(limit + 1, fetch.max_response_bytes, limit)
    if decoder is not None:
        decoder.finish()
    return body


def _decoder(response: aiohttp.ClientResponse, limit: int) -> Decoder | None:
    if response.method == "HEAD" or response.status in (204, 205, 304):
        return None
    encoding = ", ".join(response.headers.getall("Content-Encoding", ()))
    # Room for what a coding adds to a body that cannot be made smaller.
    return decoder_for(encoding, limit + PIECE)


def _check_size(size: int, own: int, limit: int) -> None:
    """`own` is the request's, 0 where it has none."""
    if 0 < own < limit and size > own:
        raise FetchError("limit", "ERR_RESPONSE_TOO_LARGE", f"maxContentLength size of {own} exceeded")
    if size > limit:
        raise over_limit(
            f"the response's body is more than {size - 1} bytes",
            limit,
            "egress-max-response-bytes",
            "ask for less",
        )
