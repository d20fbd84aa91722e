"""The fields of an operation, each checked as it is taken: a script may have written them."""

from __future__ import annotations

from typing import Any

from executor.isolate.crypto.failure import Failure
from executor.isolate.window import Window


class Request:
    """One operation: its JSON object, and what of it may lie in the window."""

    def __init__(self, fields: dict[str, Any], window: Window) -> None:
        self._fields = fields
        self._window = window

    def text(self, name: str) -> str:
        """A text. Raises `Failure` for anything else, as do the other methods."""
        value = self._fields.get(name)
        if not isinstance(value, str):
            raise _invalid(name)
        return value

    def octets(self, name: str) -> bytes:
        """Binary data: its text, or how many bytes of it there are in the window."""
        size = self._fields.get(name)
        if isinstance(size, int) and not isinstance(size, bool) and 0 <= size <= len(self._window.inward):
            return bytes(self._window.inward[:size])
        try:
            return self.text(name).encode("latin-1")
        except UnicodeEncodeError:
            raise _invalid(name) from None

    def octets_or_none(self, name: str) -> bytes | None:
        """Binary data that may be absent."""
        return None if self._fields.get(name) is None else self.octets(name)

    def number(self, name: str, default: int | None = None) -> int:
        """An integer of at most 53 bits."""
        value = self._fields.get(name, default)
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        if not isinstance(value, int) or isinstance(value, bool) or abs(value) >= 1 << 53:
            raise _invalid(name)
        return value

    def flag(self, name: str) -> bool:
        """True or false; absent is false."""
        return self._fields.get(name) is True

    def has(self, name: str) -> bool:
        """Whether the field is there and not null."""
        return self._fields.get(name) is not None


def _invalid(name: str) -> Failure:
    return Failure(f'The "{name}" argument is invalid', "ERR_INVALID_ARG_VALUE", "TypeError")
