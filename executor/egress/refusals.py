"""The log of what the policy refused."""

from __future__ import annotations

import logging
import time
from collections import Counter

from executor.egress.policy import Refusal, Refused

log = logging.getLogger(__name__)

# Refusals logged in a minute; the rest is counted.
MAX_LOGGED_REFUSALS = 60


class RefusalLog:
    """One line for each refusal, as long as they are few."""

    def __init__(self) -> None:
        self._minute = 0
        self._lines = 0
        self._kept_quiet: Counter[Refusal] = Counter()

    def refused(self, execution_id: str, error: Refused) -> None:
        """Logs it, or counts it for the first line of another minute."""
        minute = int(time.monotonic() // 60)
        if minute != self._minute:
            if self._kept_quiet:
                log.info("%d more requests were refused before", self._kept_quiet.total())
            self._minute, self._lines = minute, 0
            self._kept_quiet.clear()
        self._lines += 1
        if self._lines > MAX_LOGGED_REFUSALS:
            self._kept_quiet[error.refusal] += 1
            return
        log.info("execution %s: request refused (%s): %s", execution_id, error.refusal, error)
