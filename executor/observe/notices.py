"""Lines at info for executions that ended at a limit or by a crash: which block was it, and whose.

A block is told by a short hash of its code, which anybody who has the code can compute: `printf %s "$code" | sha256sum`. Code,
input and result are the caller's and are never here.
"""

from __future__ import annotations

import hashlib
import logging
import time

from executor.observe.logs import fields
from executor.outcome import ErrorKind, Outcome

log = logging.getLogger(__name__)

NOTICED = frozenset({ErrorKind.TIMEOUT, ErrorKind.CPU_LIMIT, ErrorKind.OUT_OF_MEMORY, ErrorKind.CRASHED})
# Lines in a minute: of one block, and of all. The rest is counted, and told with the next line.
MAX_OF_BLOCK = 3
MAX_LINES = 60
# Hexadecimal digits.
HASH_LENGTH = 12


def code_hash(code: str) -> str:
    """The first digits of the SHA-256 of its UTF-8."""
    return hashlib.sha256(code.encode()).hexdigest()[:HASH_LENGTH]


class Notices:
    """Writes them, as long as they are few."""

    def __init__(self) -> None:
        self._minute = 0
        self._lines = 0
        # Of this minute, by hash; no more than there were lines.
        self._of_block: dict[str, int] = {}
        self._kept_quiet = 0

    def executed(self, execution_id: str, caller: str, code: str, outcome: Outcome) -> None:
        """An execution ended; a line where it is one to notice."""
        error = outcome.error
        if error is None or error.kind not in NOTICED:
            return
        block = code_hash(code)
        if not self._may_write(block):
            self._kept_quiet += 1
            return
        kind, quiet = error.kind.name, self._kept_quiet
        self._kept_quiet = 0
        log.info(
            "execution %s: %s after %.0f ms, caller %s, code %s%s",
            execution_id,
            kind,
            outcome.usage.run * 1000,
            caller or "none",
            block,
            f"; {quiet} more ended so before and have no line" if quiet else "",
            extra=fields(execution_id=execution_id, outcome=kind.lower(), caller=caller, code_hash=block),
        )

    def _may_write(self, block: str) -> bool:
        minute = int(time.monotonic() // 60)
        if minute != self._minute:
            self._minute, self._lines = minute, 0
            self._of_block.clear()
        of_block = self._of_block.get(block, 0)
        if self._lines >= MAX_LINES or of_block >= MAX_OF_BLOCK:
            return False
        self._lines += 1
        self._of_block[block] = of_block + 1
        return True
