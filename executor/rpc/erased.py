"""What was erased before: JavaScript of blocks of TypeScript, so that each is erased once for a caller."""

from __future__ import annotations

import hashlib
import sys
from collections import OrderedDict

from executor.outcome import ScriptError
from executor.pool.owner import Owner

# Of all callers, and of one.
MAX_BYTES = 16 << 20
MAX_OWNER_BYTES = 4 << 20
# Of an entry beside its text, about.
_ENTRY_BYTES = 512

# The code, or what is wrong with it.
Erased = str | ScriptError


class ErasedBlocks:
    """By owner and code; no owner has another's. The least recently used goes first: of an owner at its bound its own, and
    of all at theirs that of the owner who was here longest ago.
    """

    def __init__(self, max_bytes: int = MAX_BYTES, max_owner_bytes: int = MAX_OWNER_BYTES) -> None:
        self._max_bytes = max_bytes
        self._max_owner_bytes = max_owner_bytes
        self._owners: OrderedDict[Owner, _Blocks] = OrderedDict()
        self.bytes = 0

    def get(self, owner: Owner, code: str) -> Erased | None:
        """None where it is not there."""
        blocks = self._owners.get(owner)
        if blocks is None:
            return None
        self._owners.move_to_end(owner)
        return blocks.get(_key(code))

    def put(self, owner: Owner, code: str, erased: Erased) -> None:
        """Keeps it, unless it is larger than an owner's bound."""
        size = _size(erased)
        if size > self._max_owner_bytes:
            return
        blocks = self._owners.setdefault(owner, _Blocks())
        self._owners.move_to_end(owner)
        self.bytes += blocks.put(_key(code), erased, size)
        while blocks.bytes > self._max_owner_bytes:
            self.bytes -= blocks.drop_oldest()
        while self.bytes > self._max_bytes:
            self._drop_oldest()

    def _drop_oldest(self) -> None:
        owner, blocks = next(iter(self._owners.items()))
        self.bytes -= blocks.drop_oldest()
        if not blocks.bytes:
            del self._owners[owner]


class _Blocks:
    """Of one owner."""

    def __init__(self) -> None:
        self._entries: OrderedDict[bytes, tuple[Erased, int]] = OrderedDict()
        self.bytes = 0

    def get(self, key: bytes) -> Erased | None:
        entry = self._entries.get(key)
        if entry is None:
            return None
        self._entries.move_to_end(key)
        return entry[0]

    def put(self, key: bytes, erased: Erased, size: int) -> int:
        """By how many bytes it grew."""
        before = self._entries.pop(key, ("", 0))[1]
        self._entries[key] = (erased, size)
        self.bytes += size - before
        return size - before

    def drop_oldest(self) -> int:
        """The bytes that it had."""
        _, (_, size) = self._entries.popitem(last=False)
        self.bytes -= size
        return size


def _key(code: str) -> bytes:
    return hashlib.sha256(code.encode()).digest()


def _size(erased: Erased) -> int:
    text = erased if isinstance(erased, str) else erased.message + erased.stack
    return sys.getsizeof(text) + _ENTRY_BYTES
