"""The server's end of one isolate's pipe: frames in and out of a non-blocking stream socket on the event loop.

Not asyncio's own streams: a transport with its reader, writer and tasks costs several times the system calls, and
one is made and thrown away for every execution.
"""

from __future__ import annotations

import asyncio
import fcntl
import socket
import termios
from collections import deque
from collections.abc import Callable

from executor.wire.errors import ProtocolError, TornFrame
from executor.wire.frames import HEADER

# One read's worth: above the default socket buffer, so that a burst comes in one call. One for all, since there is one
# thread: a new one for each read would be mapped and unmapped each time.
_BUFFER = memoryview(bytearray(256 * 1024))
# In one go: twenty times what the default socket buffer holds (some systems raise it), and the end of the stream.
_MAX_READS = 17
# The answer of SIOCOUTQ (TIOCOUTQ by another name) when the other end has taken all: an int.
_NOTHING = bytes(4)
# Writes in one turn of the loop, each of what the socket buffer holds: others wait no longer than a millisecond or so.
_MAX_WRITES = 8


class Channel:
    """Calls `on_frame(kind, payload)` for each frame, then `on_end(error)` once: None at end of stream, or why not.

    `on_header(kind, length)` comes before any of the payload is waited for and may refuse it (`ProtocolError`, which
    ends the channel): the other end is not trusted, and what it may have us keep is not its choice.
    """

    def __init__(
        self,
        sock: socket.socket,
        on_frame: Callable[[int, bytes], None],
        on_end: Callable[[ProtocolError | None], None],
        on_header: Callable[[int, int], None],
    ) -> None:
        self._loop = asyncio.get_running_loop()
        self._sock = sock
        self._on_frame = on_frame
        self._on_end = on_end
        self._on_header = on_header
        self._received = bytearray()
        self._unsent: deque[memoryview] = deque()
        self._was_whole = True
        self._is_mute = False
        self._when_taken: Callable[[], object] | None = None
        sock.setblocking(False)
        self._loop.add_reader(sock.fileno(), self._readable)

    def send(self, frame: bytes) -> bool:
        """Sends now what the socket takes, and the rest, in order, when it has room.

        False when the other end was gone before it could have read anything.
        """
        self._was_whole = False
        if self._unsent:
            self._unsent.append(memoryview(frame))
            return True
        try:
            sent = self._sock.send(frame)
        except BlockingIOError:
            sent = 0
        except OSError:
            return False
        if sent < len(frame):
            self._unsent.append(memoryview(frame)[sent:])
            self._loop.add_writer(self._sock.fileno(), self._writable)
        else:
            self._was_whole = True
        return True

    @property
    def was_whole(self) -> bool:
        """Whether the socket took at once all of what was sent last."""
        return self._was_whole

    @property
    def unsent_bytes(self) -> int:
        """What `send` was given and the socket has not yet taken."""
        return sum(len(part) for part in self._unsent)

    def when_taken(self, call: Callable[[], object]) -> None:
        """Calls this once, when the socket has taken all that `send` was given. Not where it is closed before."""
        self._when_taken = call

    def pause(self) -> None:
        """Reads nothing of itself until `resume()`: what the other end sends fills the socket, and then holds it up."""
        if self._sock.fileno() >= 0:
            self._loop.remove_reader(self._sock.fileno())

    def resume(self) -> None:
        """After `pause()`; nothing where it is closed."""
        if self._sock.fileno() >= 0:
            self._loop.add_reader(self._sock.fileno(), self._readable)

    def is_taken(self) -> bool:
        """Whether the other end has taken every byte that `send` was given. False also where it is closed."""
        if self._unsent or self._sock.fileno() < 0:
            return False
        try:
            return fcntl.ioctl(self._sock.fileno(), termios.TIOCOUTQ, _NOTHING) == _NOTHING
        except OSError:
            return False  # A kernel that does not know that of such a socket.

    def is_silent(self) -> bool:
        """Whether the other end has said nothing beyond the frames delivered, not a byte. False also where it is closed."""
        if self._received or self._sock.fileno() < 0:
            return False
        try:
            self._sock.recv(1, socket.MSG_PEEK)
        except BlockingIOError:
            return True
        except OSError:
            return False
        return False

    def mute(self) -> None:
        """Delivers nothing more. The socket stays open until `close()`, so that the other end does not notice."""
        self._is_mute = True

    def read_to_end(self) -> None:
        """Delivers what is left once the process at the other end is dead, and closes.

        Another process may still hold the pipe (a broken isolate that forked) and go on talking: that is not waited
        for, and no more is read than a dead process can have left.
        """
        self.read_available()
        self.close()

    def read_available(self) -> None:
        """Delivers what lies in the socket now, without waiting for its event."""
        for _ in range(_MAX_READS):
            if self._sock.fileno() < 0 or not self._readable():
                return

    def close(self) -> None:
        """Stops at once, without `on_end`. Safe to call twice."""
        descriptor = self._sock.fileno()
        if descriptor >= 0:
            self._loop.remove_reader(descriptor)
            self._loop.remove_writer(descriptor)
            self._sock.close()
            # Channel and owner refer to each other, so both wait for the garbage collector: not with megabytes in hand.
            self._unsent.clear()
            self._received = bytearray()

    def _writable(self) -> None:
        try:
            for _ in range(_MAX_WRITES):
                sent = self._sock.send(self._unsent[0])
                self._unsent[0] = self._unsent[0][sent:]
                if not self._unsent[0]:
                    self._unsent.popleft()
                if not self._unsent:
                    break
        except BlockingIOError:
            return
        except OSError:
            # The isolate died under the write. The reader sees the end, and what came before it.
            self._unsent.clear()
        if not self._unsent:
            self._loop.remove_writer(self._sock.fileno())
            call, self._when_taken = self._when_taken, None
            if call is not None:
                call()

    def _readable(self) -> bool:
        """Reads once. False when there was nothing to read."""
        if self._is_mute:
            return False
        try:
            count = self._sock.recv_into(_BUFFER)
        except BlockingIOError:
            return False
        except OSError:
            count = 0
        if count == 0:
            self._end(TornFrame("the stream ended inside a frame") if self._received else None)
            return True
        self._received += _BUFFER[:count]
        try:
            self._deliver()
        except ProtocolError as error:
            self._end(error)
        return True

    def _deliver(self) -> None:
        while len(self._received) >= HEADER.size:
            kind, length = HEADER.unpack_from(self._received)
            self._on_header(kind, length)
            end = HEADER.size + length
            if len(self._received) < end:
                return
            payload = bytes(memoryview(self._received)[HEADER.size : end])
            del self._received[:end]
            self._on_frame(kind, payload)
            if self._is_mute or self._sock.fileno() < 0:
                return  # Silenced by on_frame: whatever follows was not asked for.

    def _end(self, error: ProtocolError | None) -> None:
        self.close()
        self._on_end(error)
