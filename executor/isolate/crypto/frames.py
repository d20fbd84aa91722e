"""The frames of PEM, as OpenSSL reads them: what people paste is often nearly one, and Node refuses that."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator
from dataclasses import dataclass

_BEGIN, _END, _DASHES = b"-----BEGIN ", b"-----END ", b"-----"
_MARK = b"\xef\xbb\xbf"


@dataclass(frozen=True)
class Frame:
    """What is between two lines with the same label."""

    label: str
    headers: tuple[bytes, ...]
    content: bytes

    @property
    def text(self) -> bytes:
        """The frame, written plainly."""
        label = self.label.encode("latin-1")
        head = [*self.headers, b""] if self.headers else []
        body = base64.b64encode(self.content)
        lines = [body[at : at + 64] for at in range(0, len(body), 64)]
        return b"\n".join(
            [_BEGIN + label + _DASHES, *head, *lines, _END + label + _DASHES, b""],
        )


def frames(data: bytes) -> Iterator[Frame]:
    """All frames in a text, up to the first that is broken. Lines end with LF and begin at their first character."""
    lines = iter([line.rstrip() for line in data.removeprefix(_MARK).split(b"\n")])
    for line in lines:
        if line.startswith(_BEGIN) and line.endswith(_DASHES) and len(line) > len(_BEGIN) + len(_DASHES):
            frame = _rest(line[len(_BEGIN) : -len(_DASHES)], lines)
            if frame is None:
                return
            yield frame


def _rest(label: bytes, lines: Iterator[bytes]) -> Frame | None:
    body: list[bytes] = []
    headers: list[bytes] = []
    for line in lines:
        if line.startswith(_END):
            break
        if line == b"" and any(b":" in header for header in body):
            headers, body = body, []
        else:
            body.append(line.strip())
    else:
        return None
    if line != _END + label + _DASHES:
        return None
    try:
        content = base64.b64decode(b"".join(body), validate=True)
    except binascii.Error:
        return None
    return Frame(label.decode("latin-1"), tuple(headers), content)
