"""As much HTTP/2 (and TLS) as it takes to behave badly on purpose, over a plain socket."""

import contextlib
import socket
import ssl
import struct
from collections.abc import Iterator

from harness import PATIENCE

PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
DATA, HEADERS, RST_STREAM, SETTINGS, PING, GOAWAY = 0, 1, 3, 4, 6, 7
END_STREAM, END_HEADERS, ACK = 1, 4, 1
# Of SETTINGS.
MAX_CONCURRENT_STREAMS, INITIAL_WINDOW_SIZE = 3, 4
ENHANCE_YOUR_CALM = 11


def frame(kind: int, flags: int = 0, stream: int = 0, payload: bytes = b"") -> bytes:
    return struct.pack(">I", len(payload))[1:] + struct.pack(">BBI", kind, flags, stream) + payload


def settings(**values: int) -> bytes:
    """`settings(INITIAL_WINDOW_SIZE=0)`."""
    return frame(SETTINGS, payload=b"".join(struct.pack(">HI", globals()[k], v) for k, v in values.items()))


def call(stream: int, method: str, message: bytes) -> bytes:
    """A unary gRPC call: its headers and its only message."""
    body = struct.pack(">BI", 0, len(message)) + message
    return head(stream, method) + frame(DATA, END_STREAM, stream, body)


def head(stream: int, method: str, **more: str) -> bytes:
    """The headers of a call, whose message is still to come."""
    fields = {
        ":method": "POST",
        ":scheme": "http",
        ":path": method,
        ":authority": "localhost",
        "te": "trailers",
        "content-type": "application/grpc",
        **more,
    }
    # Literals without indexing, new names, no Huffman: lengths under 127 are one byte.
    block = b"".join(b"\0" + _text(name) + _text(value) for name, value in fields.items())
    return frame(HEADERS, END_HEADERS, stream, block)


def _text(text: str) -> bytes:
    assert len(text) < 127
    return bytes([len(text)]) + text.encode()


def client_hello() -> bytes:
    """How a TLS client begins."""
    outgoing = ssl.MemoryBIO()
    tls = ssl.create_default_context().wrap_bio(ssl.MemoryBIO(), outgoing, server_hostname="localhost")
    with contextlib.suppress(ssl.SSLWantReadError):
        tls.do_handshake()
    return outgoing.read()


class Connection:
    """A socket to a server's gRPC port. `with` closes it."""

    def __init__(self, address: str, opening: bytes = b"") -> None:
        host, port = address.split(":")
        self.socket = socket.create_connection((host, int(port)), PATIENCE)
        self.send(opening)

    def __enter__(self) -> "Connection":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self.socket.close()

    def send(self, data: bytes) -> None:
        self.socket.sendall(data)

    def frames(self) -> Iterator[tuple[int, int, int, bytes]]:
        """Kind, flags, stream and payload of each until the server closes. PINGs are answered, as a live peer does."""
        while len(head := self._read(9)) == 9:
            payload = self._read(int.from_bytes(head[:3], "big"))
            kind, flags, stream = struct.unpack(">BBI", head[3:])
            if kind == PING and not flags & ACK:
                self.send(frame(PING, ACK, payload=payload))
            yield kind, flags, stream, payload

    def ended(self) -> bool:
        """Reads to the end; fails when the server keeps the connection for longer than a test waits."""
        while self._read(65536):
            pass
        return True

    def _read(self, size: int) -> bytes:
        data = b""
        while len(data) < size:
            try:
                chunk = self.socket.recv(size - len(data))
            except ConnectionError:
                break
            if not chunk:
                break
            data += chunk
        return data
