"""An `Upstream` for real servers: in a thread of the test process, counting what is open by path."""

import asyncio
import threading
from collections import Counter

from upstream import Upstream, response

_BIG = response(b"x" * 2_000_000)


class UpstreamThread:
    """`/` is answered at once, `/late` after 20 ms, `/held` with `release()`, `/never` never; `/big` with 2 MB, `/echo` with
    the request's body.
    """

    def __init__(self) -> None:
        self._open: Counter[str] = Counter()
        self._begun: Counter[str] = Counter()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="upstream", daemon=True)

    def __enter__(self) -> "UpstreamThread":
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self._start(), self._loop).result()
        return self

    def __exit__(self, *_: object) -> None:
        asyncio.run_coroutine_threadsafe(self._upstream.__aexit__(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _start(self) -> None:
        self._released = asyncio.Event()
        self._upstream = await Upstream(self._answer).__aenter__()
        self.port = self._upstream.port
        self.url = self._upstream.url

    async def _answer(self, head: bytes, writer: asyncio.StreamWriter) -> None:
        path = head.split(b" ")[1].decode()
        # Its own: another request may have come since.
        requests = zip(reversed(self._upstream.heads), reversed(self._upstream.bodies), strict=True)
        body = next(body for other, body in requests if other is head)
        self._open[path] += 1
        self._begun[path] += 1
        try:
            match path:
                case "/never":
                    await asyncio.Event().wait()
                case "/held":
                    await self._released.wait()
                    writer.write(response(b"held"))
                case "/late":
                    await asyncio.sleep(0.02)
                    writer.write(response(b"late"))
                case "/big":
                    writer.write(_BIG)
                case "/echo":
                    writer.write(response(body))
                case _:
                    writer.write(response(b"ok"))
        finally:
            # Cancelled when the other end closes.
            self._open[path] -= 1

    def open_of(self, path: str) -> int:
        """Requests for it that have neither an answer nor lost their connection."""
        return self._open[path]

    @property
    def heads(self) -> list[bytes]:
        """Of the requests ever, as they came."""
        return self._upstream.heads

    def counts(self) -> int:
        """Requests ever."""
        return self._begun.total()

    def begun_of(self, path: str) -> int:
        """Requests for it ever."""
        return self._begun[path]

    def release(self) -> None:
        """Answers what waits at `/held` now; what comes later waits again."""

        def switch() -> None:
            self._released.set()
            self._released = asyncio.Event()

        self._loop.call_soon_threadsafe(switch)
