"""What a script prints."""

from __future__ import annotations

import json

from executor.isolate.pipe import Pipe
from executor.isolate.run import ANSWERED, Run
from executor.outcome import ConsoleLevel
from executor.wire.reporting import encode_console


class Console:
    """Sends each message at once, so that it survives a kill, up to the limits of the run."""

    def __init__(self, run: Run, pipe: Pipe) -> None:
        self._run = run
        self._pipe = pipe

    def write(self, level_and_text: bytes) -> bytes | None:
        """A digit for the level, and a JSON text. Answers true when no more will be taken."""
        run = self._run
        if run.phase is ANSWERED:
            return None
        level = ConsoleLevel(int(level_and_text[:1]))
        # A script that broke String.prototype can make it something else.
        text = str(json.loads(level_and_text[1:]))
        room = run.job.max_console_bytes - run.console_bytes
        if run.console_messages >= run.job.max_console_messages or room <= 0:
            run.console_truncated = True
            return b"true"
        encoded = text.encode("utf-8", "replace")
        if len(encoded) > room:
            run.console_truncated = True
            encoded = encoded[:room].decode("utf-8", "ignore").encode()
        run.console_messages += 1
        run.console_bytes += len(encoded)
        self._pipe.send(encode_console(level, run.elapsed_ns(), encoded.decode()))
        return b"true" if run.console_truncated else None
