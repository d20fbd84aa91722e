"""What an operation leaves for the next one: hashes and ciphers under way, by number."""

from __future__ import annotations

from typing import Any

from executor.isolate.crypto.failure import Failure

# Each is some hundred bytes of OpenSSL's; a script that leaves more of them open has lost count.
MAX_STATES = 10_000


class States:
    """Numbered states of one kind; `kind` is for the error of having too many."""

    def __init__(self, kind: str) -> None:
        self._kind = kind
        self._states: dict[int, Any] = {}
        self._last = 0

    def keep(self, state: Any) -> int:
        """Its number. Raises `Failure` beyond `MAX_STATES`."""
        if len(self._states) >= MAX_STATES:
            raise Failure(
                f"{len(self._states)} {self._kind} are under way, the most there can be; finish some first",
                "ERR_CRYPTO_OPERATION_FAILED",
            )
        self._last += 1
        self._states[self._last] = state
        return self._last

    def look_up(self, number: int) -> Any:
        """The state. Raises `Failure` for one that never was or is finished, as does `take`."""
        state = self._states.get(number)
        if state is None:
            raise Failure("Invalid state", "ERR_CRYPTO_INVALID_STATE")
        return state

    def take(self, number: int) -> Any:
        """The state, which is kept no longer."""
        state = self.look_up(number)
        del self._states[number]
        return state
