"""What becomes of one run's HTTP requests beside, or in place of, being sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from executor.egress.record import Exchanged, Recorder


@dataclass(frozen=True, slots=True)
class Tape:
    """`recorder` writes the run's exchanges down; `record` are those of an earlier run, from which this one is answered. Either may be None."""

    recorder: Recorder | None = None
    record: Sequence[Exchanged] | None = None

    def kinds(self) -> tuple[bool, bool]:
        """Whether the run is recorded, and whether it is a replay."""
        return self.recorder is not None, self.record is not None
