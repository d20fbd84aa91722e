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

from executor.wire.options import Isolation
from executor.wire.packets import EngineLoaded

# Enough to see a pattern of restarts; each entry is four numbers.
HISTORY_LENGTH = 20


class WarmupState(enum.IntEnum):
    """The numbers are those of `executor.v1.WarmupState`.

    Of one generation: NOT_STARTED → IN_PROGRESS → COMPLETED or FAILED, both terminal.
    """

    NOT_STARTED = 1
    IN_PROGRESS = 2
    COMPLETED = 3
    FAILED = 4


_NEXT = {
    WarmupState.NOT_STARTED: {WarmupState.IN_PROGRESS},
    WarmupState.IN_PROGRESS: {WarmupState.COMPLETED, WarmupState.FAILED},
    WarmupState.COMPLETED: set(),
    WarmupState.FAILED: set(),
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
    """A snapshot. `elapsed_ms` runs from the spawn of the zygote; `timestamp` is when the current state began; `engine` is
    None before the first zygote has told, and `isolation` is empty before the first was warm.
    """

    state: WarmupState
    modules: tuple[ModuleWarmup, ...]
    elapsed_ms: float
    timestamp: datetime
    failed_module: str
    error: str
    history: tuple[WarmupRun, ...]
    generation: int
    sandbox_level: str
    engine: EngineLoaded | None
    isolation: str = ""
    tracker: str = ""
    isolation_reason: str = ""

    @property
    def success_count(self) -> int:
        """Modules that have loaded."""
        return sum(module.state is WarmupState.COMPLETED for module in self.modules)


class GenerationWarmup:
    """The record of one generation. Every change of state goes through `transition`."""

    def __init__(self, generation: int = 0) -> None:
        self.state = WarmupState.NOT_STARTED
        self.generation = generation
        self.sandbox_level = ""
        self.isolation = self.tracker = self.isolation_reason = ""
        self.failed_module = ""
        self.error = ""
        self.modules: dict[str, ModuleWarmup] = {}
        self.timestamp = datetime.now(UTC)
        self._started = time.monotonic()
        self._elapsed_ms = 0.0

    def transition(self, state: WarmupState) -> None:
        """Changes the state. Raises `RuntimeError` for what `_NEXT` does not allow."""
        if state not in _NEXT[self.state]:
            raise RuntimeError(f"internal error: warmup cannot go from {self.state.name} to {state.name}")
        self.state = state
        self.timestamp = datetime.now(UTC)
        self._elapsed_ms = (time.monotonic() - self._started) * 1000

    @property
    def elapsed_ms(self) -> float:
        """So far, or in all."""
        running = self.state is WarmupState.IN_PROGRESS
        return (time.monotonic() - self._started) * 1000 if running else self._elapsed_ms


class Warmup:
    """The record behind `WarmupStatus`: of the generation that warms up, `latest`, and of the one that is shown.

    What is shown stays that of the completed generation while its isolates serve beside a successor that warms up: what
    callers have is still what that one made. `serves` is whether they do, as the path of jobs says.
    """

    def __init__(self) -> None:
        self.latest = GenerationWarmup()
        self.serves = True
        self._completed: GenerationWarmup | None = None
        self.engine: EngineLoaded | None = None
        self._history: deque[WarmupRun] = deque(maxlen=HISTORY_LENGTH)

    def begin(self, generation: int) -> None:
        """A zygote was spawned."""
        before, self.latest = self.latest, GenerationWarmup(generation)
        self.latest.transition(WarmupState.IN_PROGRESS)
        # These are the machine's more than a generation's, and known from the last one on.
        self.latest.sandbox_level = before.sandbox_level
        self.latest.isolation, self.latest.tracker = before.isolation, before.tracker
        self.latest.isolation_reason = before.isolation_reason

    @property
    def shown(self) -> GenerationWarmup:
        """That of the generation that serves; of the latest where none does, and where that one has ended."""
        is_beside = self.serves and self.latest.state is WarmupState.IN_PROGRESS
        return self._completed if is_beside and self._completed is not None else self.latest

    def announce(self, names: tuple[str, ...]) -> None:
        """The modules that this warmup will load, in order."""
        self.latest.modules = {name: ModuleWarmup(name) for name in names}

    def module_warmed(self, name: str, version: str, size_bytes: int, elapsed_ms: float) -> None:
        """One of them is loaded."""
        warmed = ModuleWarmup(name, version, WarmupState.COMPLETED, size_bytes, elapsed_ms)
        self.latest.modules[name] = warmed

    def module_under_way(self) -> str:
        """The one that is being loaded; empty before the first and after the last."""
        modules = self.latest.modules.values()
        return next((module.name for module in modules if module.state is not WarmupState.COMPLETED), "")

    def complete(
        self,
        sandbox_level: str,
        isolation: str = Isolation.FORK,
        tracker: str = "",
        isolation_reason: str = "",
    ) -> None:
        """All of them are, and this is how isolates are confined and where they come from (`WarmupCompleted`)."""
        latest = self.latest
        latest.sandbox_level = sandbox_level
        latest.isolation, latest.tracker, latest.isolation_reason = isolation, tracker, isolation_reason
        self._finish(WarmupState.COMPLETED)
        self._completed = latest

    def fail(self, module: str, error: str) -> None:
        """One failed (or, with an empty name, something before the first)."""
        latest = self.latest
        latest.failed_module, latest.error = module, error
        if module in latest.modules:
            latest.modules[module] = replace(latest.modules[module], state=WarmupState.FAILED, error=error)
        self._finish(WarmupState.FAILED)

    def _finish(self, state: WarmupState) -> None:
        latest = self.latest
        latest.transition(state)
        self._history.append(WarmupRun(latest.timestamp, latest.elapsed_ms, state, latest.generation))

    def status(self) -> WarmupStatus:
        """A snapshot."""
        shown = self.shown
        return WarmupStatus(
            state=shown.state,
            modules=tuple(shown.modules.values()),
            elapsed_ms=shown.elapsed_ms,
            timestamp=shown.timestamp,
            failed_module=shown.failed_module,
            error=shown.error,
            history=tuple(self._history),
            generation=shown.generation,
            sandbox_level=shown.sandbox_level,
            engine=self.engine,
            isolation=shown.isolation,
            tracker=shown.tracker,
            isolation_reason=shown.isolation_reason,
        )
