"""Makes docs/settings.md and docs/metrics.md from the code, so that neither can be out of date.

python docs/tables.py    (make docs)
"""

from __future__ import annotations

import asyncio
import sys
from itertools import groupby
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent)]

from prometheus_client.core import Metric  # noqa: E402 - of this tree, installed or not

from executor.config import SETTINGS, Settings  # noqa: E402
from executor.health import Health  # noqa: E402
from executor.metrics import Metrics  # noqa: E402
from executor.pool import Pool  # noqa: E402

# A label with more values than this is described by some of them.
MOST_VALUES = 12

_SETTINGS = """\
# Settings

Made from executor/config.py: `make docs`. A flag wins over its variable, a variable over the default. All problems are named at once,
and the server ends with code 2. Durations are written `250ms`, `30s`, `5m`; sizes `65535`, `64KiB`, `5MiB`.
"""
_METRICS = """\
# Metrics

Made from executor/metrics.py: `make docs`. All label sets exist at zero from the start. Histograms have the series `_bucket`, `_sum` and
`_count`. Alerts and what to do: [monitoring.md](monitoring.md), [runbook.md](runbook.md).

| metric | type | labels | what it says |
|---|---|---|---|
"""


def settings() -> str:
    """docs/settings.md."""
    parts = [_SETTINGS]
    for group, members in groupby(SETTINGS, key=lambda setting: setting.group):
        parts.append(
            f"\n## {group}\n\n| flag | variable | default | range | meaning |\n|---|---|---|---|---|\n"
        )
        parts += [
            f"| `{item.flag}` | `{item.variable}` | {_code(item.shown)} | {item.limits or item.kind.metavar} | {_cell(item.summary)} |\n"
            for item in members
        ]
    return "".join(parts)


def _code(text: str) -> str:
    return f"`{text}`" if text else "none"


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


async def _collected() -> list[Metric]:
    """Of a server that was never started."""
    configured = Settings.load((), {})
    pool = Pool(configured)
    metrics = Metrics(pool, Health(pool, configured))
    metrics.certificate_expiry = lambda: 0.0
    return list(metrics.registry.collect())


def metrics() -> str:
    """docs/metrics.md."""
    rows = []
    for family in asyncio.run(_collected()):
        name = family.name + ("_total" if family.type == "counter" else "")
        labels: dict[str, list[str]] = {}
        for sample in family.samples:
            for label, value in sample.labels.items():
                if label != "le" and value not in labels.setdefault(label, []):
                    labels[label].append(value)
        rows.append(f"| `{name}` | {family.type} | {_labels(labels)} | {_cell(family.documentation)} |\n")
    return _METRICS + "".join(rows)


def _labels(labels: dict[str, list[str]]) -> str:
    if "version" in labels:
        return ", ".join(f"`{label}`" for label in labels)
    shown = []
    for label, values in labels.items():
        some = ", ".join(values[:MOST_VALUES]) + (" …" if len(values) > MOST_VALUES else "")
        shown.append(f"`{label}`: {some}")
    return "; ".join(shown).replace("|", "\\|")


TABLES = {HERE / "settings.md": settings, HERE / "metrics.md": metrics}

if __name__ == "__main__":
    for path, make in TABLES.items():
        path.write_text(make())
