"""What a pipe of ours can carry that it should not, and errors of the native part in words."""

from __future__ import annotations

import os
import re


class ProtocolError(Exception):
    """The other end of a pipe sent something that no correct peer sends."""


class TornFrame(ProtocolError):
    """The stream ended inside a frame: most often the process was killed while it wrote, so nobody is to blame."""


def in_words(text: str) -> str:
    """A message of the native part, which knows numbers of errors only, for people: `clone: errno 11` says what 11 is."""
    return re.sub(r"errno (\d+)", lambda found: os.strerror(int(found[1])), text)
