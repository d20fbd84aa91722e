"""Framing: however a stream is cut, it is read as far as it makes sense."""

import asyncio
import contextlib
import socket

from frames import PATIENTLY
from hypothesis import given
from hypothesis import strategies as st

from executor.wire.channel import Channel
from executor.wire.errors import ProtocolError
from executor.wire.frames import HEADER, frame


class Listener:
    """A channel on one end of a socket pair, and what it delivered."""

    def __init__(self, max_payload: int = 1000) -> None:
        ours, self.other = socket.socketpair()
        self.frames: list[tuple[int, bytes]] = []
        self.ended: asyncio.Future = asyncio.get_running_loop().create_future()
        self.max_payload = max_payload
        self.channel = Channel(
            ours, lambda *frame: self.frames.append(frame), self.ended.set_result, self.check_header
        )

    def check_header(self, kind: int, length: int) -> None:
        if length > self.max_payload:
            raise ProtocolError(f"{length} bytes is over the limit of {self.max_payload}")


@given(payloads=st.lists(st.binary(max_size=300), max_size=5), cuts=st.lists(st.integers(1, 50), max_size=30))
def test_frames_arrive_whole_however_the_stream_is_cut(payloads, cuts):
    async def scenario() -> None:
        listener = Listener()
        stream = b"".join(frame(7, payload) for payload in payloads)
        with listener.other:
            for cut in cuts:
                listener.other.sendall(stream[:cut])
                stream = stream[cut:]
                await asyncio.sleep(0)
            listener.other.sendall(stream)
        assert await listener.ended is None
        assert listener.frames == [(7, payload) for payload in payloads]

    asyncio.run(scenario())


def understood(stream: bytes, limit: int) -> tuple[list[tuple[int, bytes]], str]:
    """What a channel must make of a stream that then ends: its frames, and what its end is called."""
    frames = []
    while len(stream) >= HEADER.size:
        kind, length = HEADER.unpack_from(stream)
        if length > limit:
            return frames, "over the limit"
        payload = stream[HEADER.size :][:length]
        if len(payload) < length:
            break
        frames.append((kind, payload))
        stream = stream[HEADER.size + length :]
    return frames, "inside a frame" if stream else ""


FRAMES = st.builds(frame, st.integers(0, 255), st.binary(max_size=120))
LYING = st.builds(HEADER.pack, st.integers(0, 255), st.integers(0, 2**32 - 1))


@PATIENTLY
@given(
    stream=st.lists(FRAMES | FRAMES | LYING | st.binary(max_size=20), max_size=8).map(b"".join),
    cuts=st.lists(st.integers(1, 40), max_size=40),
)
def test_any_stream_in_any_pieces_is_read_as_far_as_it_makes_sense(stream, cuts):
    async def scenario() -> None:
        listener = Listener(max_payload=100)
        left = stream
        with listener.other:
            for cut in cuts:
                # The channel closes at the first frame that is over the limit.
                with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                    listener.other.sendall(left[:cut])
                left = left[cut:]
                await asyncio.sleep(0)
            with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                listener.other.sendall(left)
        frames, end = understood(stream, 100)
        error = await listener.ended
        assert listener.frames == frames
        assert end in str(error) if end else error is None

    asyncio.run(scenario())


async def test_oversized_frame_ends_the_channel_before_it_is_read():
    listener = Listener(max_payload=1000)
    with listener.other:
        listener.other.sendall(HEADER.pack(7, 1001))
        assert "1001 bytes is over the limit of 1000" in str(await listener.ended)
    assert listener.frames == []


async def test_stream_that_ends_inside_a_frame_is_an_error():
    listener = Listener()
    with listener.other:
        listener.other.sendall(frame(7, b"whole") + frame(7, b"torn")[:-1])
    assert "inside a frame" in str(await listener.ended)
    assert listener.frames == [(7, b"whole")]


async def test_large_frame_is_sent_as_the_other_end_reads():
    listener = Listener()
    sent = frame(1, bytes(range(256)) * 8192)
    assert listener.channel.send(sent)
    received = bytearray()
    loop = asyncio.get_running_loop()
    with listener.other:
        while len(received) < len(sent):
            received += await loop.run_in_executor(None, listener.other.recv, 65536)
    assert bytes(received) == sent
    await listener.ended


async def test_send_to_a_closed_end_says_that_nothing_arrived():
    listener = Listener()
    listener.other.close()
    assert not listener.channel.send(frame(1, b"job"))
    await listener.ended


async def test_what_was_sent_is_taken_once_the_other_end_has_read_the_last_byte():
    listener = Listener()
    assert listener.channel.is_taken()
    listener.channel.send(frame(1, b"abc"))
    assert not listener.channel.is_taken()
    listener.other.recv(HEADER.size + 2)
    assert not listener.channel.is_taken()
    listener.other.recv(1)
    assert listener.channel.is_taken()
    # More than the socket takes: part of it waits on this side.
    listener.channel.send(frame(1, bytes(2_000_000)))
    assert not listener.channel.is_taken()
    listener.channel.close()
    assert not listener.channel.is_taken()
    listener.other.close()


async def test_other_end_is_silent_while_not_a_byte_of_it_is_left():
    listener = Listener()
    assert listener.channel.is_silent()
    # Not read yet, then read and no whole frame.
    listener.other.sendall(frame(7, b"abc")[:-1])
    assert not listener.channel.is_silent()
    listener.channel.read_available()
    assert not listener.channel.is_silent()
    listener.other.sendall(b"c")
    listener.channel.read_available()
    assert (listener.frames, listener.channel.is_silent()) == ([(7, b"abc")], True)
    listener.other.close()
    assert not listener.channel.is_silent()
    listener.channel.close()
    assert not listener.channel.is_silent()


async def test_paused_channel_reads_nothing_until_it_is_resumed_but_what_is_asked_for():
    listener = Listener()
    with listener.other:
        listener.channel.pause()
        listener.other.sendall(frame(7, b"one"))
        # Whatever the loop would have read by itself, it has read before this.
        asyncio.get_running_loop().call_soon(lambda: None)
        await asyncio.sleep(0)
        assert listener.frames == []
        listener.channel.read_available()
        assert listener.frames == [(7, b"one")]
        listener.other.sendall(frame(7, b"two"))
        listener.channel.resume()
    assert await listener.ended is None
    assert listener.frames == [(7, b"one"), (7, b"two")]
    # Closed: neither does anything.
    listener.channel.pause()
    listener.channel.resume()


async def test_channel_tells_when_all_is_taken():
    listener = Listener()
    taken = asyncio.Event()
    with listener.other:
        data = b"x" * (4 << 20)
        assert listener.channel.send(data)
        assert listener.channel.unsent_bytes
        listener.channel.when_taken(taken.set)
        read = await asyncio.to_thread(read_exactly, listener.other, len(data))
        await taken.wait()
        assert read == len(data)
        assert not listener.channel.unsent_bytes
    await listener.ended


def read_exactly(sock, count):
    sock.setblocking(True)
    left = count
    while left:
        left -= len(sock.recv(min(left, 65536)))
    return count
