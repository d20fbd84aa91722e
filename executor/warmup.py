"""What the warmup did: its state, each module, and the history of generations.

A plain record, written by the supervisor as the zygote's acknowledgements come in and read by RPC, health, metrics and the
admin pages. `WarmupStatus` (the frozen snapshot) is what leaves this module.
"""

from __future__ import annotations

import enum
import time
from collections import deque
from dataclasses import dataclass, replace
from datetime import UTC, datetime

# Enough to see a pattern of restarts; each entry is four numbers.
HISTORY_LENGTH = 20


class WarmupState(enum.IntEnum):
    """The numbers are those of `executor.v1.WarmupState`.

    NOT_STARTED → IN_PROGRESS → COMPLETED or FAILED; a new generation goes back to IN_PROGRESS.
    """

    NOT_STARTED = 1
    IN_PROGRESS = 2
    COMPLETED = 3
    FAILED = 4


_NEXT = {
    WarmupState.NOT_STARTED: {WarmupState.IN_PROGRESS},
    WarmupState.IN_PROGRESS: {WarmupState.COMPLETED, WarmupState.FAILED},
    WarmupState.COMPLETED: {WarmupState.IN_PROGRESS},
    WarmupState.FAILED: {WarmupState.IN_PROGRESS},
}


@dataclass(frozen=True, slots=True)
class ModuleWarmup:
    """One module: `size_bytes` of bundled source, `elapsed_ms` to load it."""

    name: str
    version: str = ""
    state: WarmupState = WarmupState.NOT_STARTED
    size_bytes: int = 0
    elapsed_ms: float = 0.0
    error: str = ""


@dataclass(frozen=True, slots=True)
class WarmupRun:
    """One finished warmup of one generation."""

    timestamp: datetime
    elapsed_ms: float
    state: WarmupState
    generation: int


@dataclass(frozen=True, slots=True)
class WarmupStatus:
    """A snapshot. `elapsed_ms` runs from the spawn of the zygote; `timestamp` is when the current state began."""

    state: WarmupState
    modules: tuple[ModuleWarmup, ...]
    elapsed_ms: float
    timestamp: datetime
    failed_module: str
    error: str
    history: tuple[WarmupRun, ...]
    generation: int
    sandbox_level: str

    @property
    def success_count(self) -> int:
        """Modules that have loaded."""
        return sum(module.state is WarmupState.COMPLETED for module in self.modules)


class Warmup:
    """The record behind `WarmupStatus`. Every change of state goes through `transition`."""

    def __init__(self) -> None:
        self.state = WarmupState.NOT_STARTED
        self.generation = 0
        self.sandbox_level = ""
        self.failed_module = ""
        self.error = ""
        self._modules: dict[str, ModuleWarmup] = {}
        self._started = time.monotonic()
        self._elapsed_ms = 0.0
        self._timestamp = datetime.now(UTC)
        self._history: deque[WarmupRun] = deque(maxlen=HISTORY_LENGTH)

    def transition(self, state: WarmupState) -> None:
        """Changes the state. Raises `RuntimeError` for what `_NEXT` does not allow."""
        if state not in _NEXT[self.state]:
            raise RuntimeError(f"internal error: warmup cannot go from {self.state.name} to {state.name}")
        self.state = state
        self._timestamp = datetime.now(UTC)

    def begin(self, generation: int) -> None:
        """A zygote was spawned."""
        self.transition(WarmupState.IN_PROGRESS)
        self.generation = generation
        self.failed_module = self.error = ""
        self._modules = {}
        self._started = time.monotonic()
        self._elapsed_ms = 0.0

    def announce(self, names: tuple[str, ...]) -> None:
        """The modules that this warmup will load, in order."""
        self._modules = {name: ModuleWarmup(name) for name in names}

    def module_warmed(self, name: str, version: str, size_bytes: int, elapsed_ms: float) -> None:
        """One of them is loaded."""
        self._modules[name] = ModuleWarmup(name, version, WarmupState.COMPLETED, size_bytes, elapsed_ms)

    def complete(self, sandbox_level: str) -> None:
        """All of them are."""
        self.sandbox_level = sandbox_level
        self._finish(WarmupState.COMPLETED)

    def fail(self, module: str, error: str) -> None:
        """One failed (or, with an empty name, something before the first)."""
        self.failed_module, self.error = module, error
        if module in self._modules:
            self._modules[module] = replace(self._modules[module], state=WarmupState.FAILED, error=error)
        self._finish(WarmupState.FAILED)

    def _finish(self, state: WarmupState) -> None:
        self.transition(state)
        self._elapsed_ms = (time.monotonic() - self._started) * 1000
        self._history.append(WarmupRun(self._timestamp, self._elapsed_ms, state, self.generation))

    def status(self) -> WarmupStatus:
        """A snapshot."""
        running = self.state is WarmupState.IN_PROGRESS
        return WarmupStatus(
            state=self.state,
            modules=tuple(self._modules.values()),
            elapsed_ms=(time.monotonic() - self._started) * 1000 if running else self._elapsed_ms,
            timestamp=self._timestamp,
            failed_module=self.failed_module,
            error=self.error,
            history=tuple(self._history),
            generation=self.generation,
            sandbox_level=self.sandbox_level,
        )
