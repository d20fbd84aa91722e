"""One setting: its names, what it may be, and how it is written. Which settings there are is in `declarations`."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple

from executor.settings.kinds import Kind, alternatives

VARIABLE_PREFIX = "EXECUTOR_"

LISTENING = "Listening"
CALLERS = "Callers"
ISOLATES = "Isolates and queue"
LIMITS = "Limits"
EGRESS = "Egress"
CONFINEMENT = "Confinement"
HEALTH = "Warmup and health"
LIFECYCLE = "Lifecycle"
LOGGING = "Logging"

GROUPS = (LISTENING, CALLERS, ISOLATES, LIMITS, EGRESS, CONFINEMENT, HEALTH, LIFECYCLE, LOGGING)


@dataclass(frozen=True)
class Setting:
    """One declaration. Default, minimum and maximum are written as a user would; empty means no range."""

    name: str
    group: str
    kind: Kind
    default: str
    summary: str
    minimum: str = ""
    maximum: str = ""
    # In help and docs in place of a default that depends on the machine.
    default_shown: str = ""

    @property
    def flag(self) -> str:
        """As in `--queue-timeout`."""
        return "--" + self.name.replace("_", "-")

    @property
    def variable(self) -> str:
        """As in `EXECUTOR_QUEUE_TIMEOUT`."""
        return VARIABLE_PREFIX + self.name.upper()

    @property
    def shown(self) -> str:
        """The default for people."""
        return self.default_shown or self.default

    @property
    def limits(self) -> str:
        """As in `1ms to 60m` or `exit or hold`; empty where any value of the kind is right."""
        if self.kind.choices:
            return alternatives(self.kind.choices)
        return f"{self.minimum} to {self.maximum}" if self.minimum else ""

    def parse(self, text: str) -> Any:
        """The value within its range. Raises `ValueError` saying what would be right."""
        value = self.kind.parse(text)
        if self.minimum and not self.kind.parse(self.minimum) <= value <= self.kind.parse(self.maximum):
            raise ValueError(f"it must be from {self.limits}")
        return value


def declared(
    group: str, kind: Kind, default: str, summary: str, limits: str = "", default_shown: str = ""
) -> Any:
    """A field of `Settings`. `limits` is `minimum..maximum`, both included."""
    minimum, _, maximum = limits.partition("..")
    return field(
        metadata={
            "group": group,
            "kind": kind,
            "default": default,
            "summary": summary,
            "minimum": minimum,
            "maximum": maximum,
            "default_shown": default_shown,
        }
    )


class Written(NamedTuple):
    """The text of a setting and, for messages, where it stands."""

    source: str
    text: str
