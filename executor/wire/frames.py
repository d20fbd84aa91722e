"""The frames between server and isolate: five bytes of header (kind, payload length) and a payload, on a stream socket.

A stream, because datagram and SEQPACKET sockets refuse messages past about 200 KB (measured; the default socket buffer,
net.core.wmem_max). What the payloads are: `jobs` (server to isolate), `reports` (isolate to server), `fetches` (requests
of scripts and their answers, both ways), `calls` (calls of the caller's functions, both ways).
"""

from __future__ import annotations

import enum
import struct

HEADER = struct.Struct("!BI")


class Kind(enum.IntEnum):
    """What a frame is. A `LAST_JOB` is a `JOB` of which the isolate stops by itself when it has answered, unless its script has sent
    requests: the zygote puts it back without being asked.
    """

    JOB = 1
    READY = 2
    CONSOLE = 3
    RESULT = 4
    ERROR = 5
    REJECTED = 6
    FAULT = 7
    FETCH = 8
    ABORT = 9
    RESPONSE = 10
    FETCH_FAILED = 11
    RESULT_BYTES = 12
    CALL = 13
    ANSWER = 14
    CALL_FAILED = 15
    BAD_ANSWER = 16
    COMPILED = 17
    LAST_JOB = 18


def frame(kind: int, *parts: bytes | bytearray) -> bytes:
    """Header and payload, which is `parts` one after the other."""
    return b"".join((HEADER.pack(kind, sum(map(len, parts))), *parts))
