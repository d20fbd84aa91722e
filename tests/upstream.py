"""A raw HTTP server on loopback that answers with whatever bytes a test wants, and a broker to ask it with."""

import asyncio
import ipaddress
import json
import os
import ssl
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from executor.egress.broker import Broker
from executor.egress.exchange import Exchange
from executor.egress.lookups import Lookup
from executor.egress.requests import Requests
from executor.settings import Settings
from executor.wire import fetches, frames
from executor.wire.fetches import Fetch
from executor.wire.frames import Kind

# One request's head and the connection it came on.
Answer = Callable[[bytes, asyncio.StreamWriter], Awaitable[None]]
EVERYWHERE = ("--egress=public", "--egress-allow=127.0.0.0/8:*")


def response(body: bytes = b"", status: str = "200 OK", **headers: str) -> bytes:
    """A whole response, kept alive. `Content_Type="a"` is a header's name."""
    fields = {"Content-Length": str(len(body))} | {
        name.replace("_", "-"): value for name, value in headers.items()
    }
    head = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
    return f"HTTP/1.1 {status}\r\n{head}\r\n".encode() + body


def says(data: bytes) -> Answer:
    """Answers every request with `data`."""

    async def answer(head: bytes, writer: asyncio.StreamWriter) -> None:
        writer.write(data)

    return answer


class Upstream:
    """`async with Upstream(answer) as upstream`. `heads` has the head of each request, `connections` how many were made;
    `closed` tells how many have ended by now.
    """

    def __init__(self, answer: Answer, tls: ssl.SSLContext | None = None) -> None:
        self._answer = answer
        self._tls = tls
        self.heads: list[bytes] = []
        self.bodies: list[bytes] = []
        self.connections = 0
        self.closed = 0
        self._writers: list[asyncio.StreamWriter] = []
        self.changed = asyncio.Condition()

    async def __aenter__(self) -> "Upstream":
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0, ssl=self._tls)
        self.port = self._server.sockets[0].getsockname()[1]
        scheme = "https" if self._tls else "http"
        self.url = f"{scheme}://127.0.0.1:{self.port}"
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()
        for writer in self._writers:
            writer.close()
        await self.until(lambda: self.closed == self.connections)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        self._writers.append(writer)
        answering = []
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                lines = head.decode("latin-1").lower().split("\r\n")
                length = next(
                    (line.partition(":")[2] for line in lines if line.startswith("content-length:")), "0"
                )
                body = await reader.readexactly(int(length))
                async with self.changed:
                    self.heads.append(head)
                    self.bodies.append(body)
                    self.changed.notify_all()
                # Beside the reading, so that the other end's going is seen.
                answering.append(asyncio.create_task(self._answer(head, writer)))
        except (asyncio.IncompleteReadError, ConnectionError, ssl.SSLError):
            pass
        finally:
            for task in answering:
                task.cancel()
            await asyncio.gather(*answering, return_exceptions=True)
            writer.close()
            async with self.changed:
                self.closed += 1
                self.changed.notify_all()

    async def until(self, predicate: Callable[[], bool]) -> None:
        """Waits for something about the requests and connections seen."""
        async with asyncio.timeout(30), self.changed:
            await self.changed.wait_for(predicate)


class Asker:
    """A broker, and the requests of one run. `flags` are the server's; `names` are host names with their addresses, one
    list for each look-up, of which the last stays.
    """

    def __init__(
        self, *flags: str, names: dict[str, list[list[str]]] | None = None, look_up: Lookup | None = None
    ) -> None:
        self.look_ups: list[str] = []
        self.exchanges: list[Exchange] = []
        self._names = names
        self._answers: dict[int, asyncio.Future[tuple[int, dict[str, Any], bytes]]] = {}
        settings = Settings.load(flags or EVERYWHERE, {})
        with pytest.MonkeyPatch.context() as patched:
            # Reading the system's certificates takes ten times as long as all the rest, and none signs for what is asked here.
            patched.setenv("SSL_CERT_FILE", os.devnull)
            patched.setenv("SSL_CERT_DIR", os.devnull)
            self.broker = Broker(settings, look_up or (self._look_up if names is not None else None))
        self.broker.observe = self.exchanges.append
        self.unsent_bytes = 0
        self.become("")

    def become(self, identity: str) -> None:
        """Another run, of this caller, through the same broker."""
        self.requests = Requests(
            self.broker,
            "an-execution",
            self._send,
            lambda: self.unsent_bytes,
            identity=identity,
            max_count=self.broker.settings.egress_max_requests,
        )

    async def __aenter__(self) -> "Asker":
        return self

    async def __aexit__(self, *_: object) -> None:
        self.requests.end()
        await self.broker.close()

    async def _look_up(self, host: str, port: int) -> list[Any]:
        self.look_ups.append(host)
        answers = (self._names or {}).get(host, [[]])
        addresses = answers.pop(0) if len(answers) > 1 else answers[0]
        return [ipaddress.ip_address(address) for address in addresses]

    def _send(self, frame: bytes) -> None:
        kind, _ = frames.HEADER.unpack_from(frame)
        number, head, body = fetches.decode_answer(frame[frames.HEADER.size :])
        self._answers[number].set_result((kind, json.loads(head), bytes(body)))

    def start(self, url: str, **fields: Any) -> asyncio.Future[tuple[int, dict[str, Any], bytes]]:
        number = len(self._answers) + 1
        defaults: dict[str, Any] = {
            "method": "GET",
            "headers": (),
            "body": b"",
            "redirect": "follow",
            "max_redirects": 20,
            "max_response_bytes": 0,
            "timeout": 0,
            "decompress": True,
        }
        self._answers[number] = asyncio.get_running_loop().create_future()
        self.requests.start(Fetch(number=number, url=url, **(defaults | fields)))
        return self._answers[number]

    async def ask(self, url: str, **fields: Any) -> tuple[dict[str, Any], bytes]:
        """Head and body of a request that must be answered."""
        kind, head, body = await asyncio.wait_for(self.start(url, **fields), 30)
        assert kind == Kind.RESPONSE, head
        return head, body

    async def fail(self, url: str, **fields: Any) -> dict[str, Any]:
        """The error of a request that must fail."""
        kind, error, _ = await asyncio.wait_for(self.start(url, **fields), 30)
        assert kind == Kind.FETCH_FAILED, error
        return error
