"""What each caller uses, for a bounded number of callers: those who came first have figures of their own, all others are `other`.

Names are what callers proved, or say: whoever may say any could otherwise make as many series as it likes.
"""

from __future__ import annotations

from dataclasses import dataclass

# Whoever has none of the places, and who says no name.
OTHER = "other"
UNNAMED = "none"


@dataclass(slots=True)
class CallerUse:
    """Since the server's start."""

    executions: int = 0
    cpu_seconds: float = 0.0
    refusals: int = 0


class CallerUses:
    """At most `limit` callers beside those who are `other`."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._other = CallerUse()
        self._uses: dict[str, CallerUse] = {}

    def of(self, caller: str) -> CallerUse:
        """The figures in which this caller's are counted."""
        use = self._uses.get(caller)
        if use is None:
            if len(self._uses) >= self._limit:
                return self._other
            use = self._uses[caller] = CallerUse()
        return use

    def all(self) -> dict[str, CallerUse]:
        """By the name that is shown; the two that are no names come last, and may be somebody's."""
        shown = {OTHER: CallerUse(self._other.executions, self._other.cpu_seconds, self._other.refusals)}
        for caller, use in self._uses.items():
            total = shown.setdefault(caller or UNNAMED, CallerUse())
            total.executions += use.executions
            total.cpu_seconds += use.cpu_seconds
            total.refusals += use.refusals
        return shown
