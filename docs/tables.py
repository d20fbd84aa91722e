"""Makes docs/reference.md from the code, so that it cannot be out of date.

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

from executor.observe.metrics import Metrics  # noqa: E402
from executor.pool.pool import Pool  # noqa: E402
from executor.pool.readiness import Readiness  # noqa: E402
from executor.rpc.counting import Counting  # noqa: E402
from executor.settings import SETTINGS, Settings  # noqa: E402

# A label with more values than this is described by some of them.
MOST_VALUES = 12

_HEAD = """\
# Reference: settings and metrics

Made from the code by `make docs`.

## Settings

A flag wins over its variable, a variable over the default. All problems are named at once, and the server ends with code 2.
Durations are written `250ms`, `30s`, `5m`; sizes `65535`, `64KiB`, `5MiB`.
"""
_METRICS = """
## Metrics

All label sets exist at zero from the start; a label's values are listed where it first has them. Histograms have the series
`_bucket`, `_sum` and `_count`. What to do when an alert fires: [runbook](runbook.md).

| metric | type | labels | what it says |
|---|---|---|---|
"""


def settings() -> str:
    """A section for each group of settings."""
    parts = [_HEAD]
    for group, members in groupby(SETTINGS, key=lambda setting: setting.group):
        parts.append(
            f"\n### {group}\n\n| flag | variable | default | range | meaning |\n|---|---|---|---|---|\n"
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
    metrics = Metrics(pool, Readiness(pool, configured))
    metrics.certificate_expiry = lambda: 0.0
    Counting(metrics)
    return list(metrics.registry.collect())


def metrics() -> str:
    """A row for each metric."""
    rows = []
    told: set[tuple[str, ...]] = set()
    for family in asyncio.run(_collected()):
        name = family.name + ("_total" if family.type == "counter" else "")
        # Those of a family without samples yet, such as the modules of a server that never started, too.
        labels: dict[str, list[str]] = {label: [] for label in getattr(family, "_labelnames", ())}
        for sample in family.samples:
            for label, value in sample.labels.items():
                if label != "le" and value not in labels.setdefault(label, []):
                    labels[label].append(value)
        rows.append(
            f"| `{name}` | {family.type} | {_labels(labels, told)} | {_cell(family.documentation)} |\n"
        )
    return _METRICS + "".join(rows)


def _labels(labels: dict[str, list[str]], told: set[tuple[str, ...]]) -> str:
    """With their values, but for those that a row before has `told` already."""
    shown = []
    for label, values in labels.items():
        some = ", ".join(values[:MOST_VALUES]) + (" …" if len(values) > MOST_VALUES else "")
        of_this_build = "version" in labels
        bare = of_this_build or not values or (label, *values) in told
        shown.append(f"`{label}`" if bare else f"`{label}`: {some}")
        told.add((label, *values))
    return "; ".join(shown).replace("|", "\\|")


def reference() -> str:
    """The whole page."""
    return settings() + metrics()


PAGE = HERE / "reference.md"

if __name__ == "__main__":
    PAGE.write_text(reference())
