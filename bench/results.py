"""bench/results: one JSON file a day and machine, its tables in Markdown, and its plots."""

import datetime as dt
import json
from pathlib import Path
from typing import Any

from bench import machine

FOLDER = Path(__file__).resolve().parent / "results"


def file(described: dict[str, str | int] | None = None) -> Path:
    """Today's file of this machine, whether it is there or not."""
    day = dt.datetime.now(dt.UTC).date().isoformat()
    return FOLDER / f"{day}-{machine.short_name(described or machine.describe())}.json"


def read(path: Path) -> dict[str, Any]:
    """What was measured; empty where nothing was yet."""
    if not path.exists():
        return {}
    found: dict[str, Any] = json.loads(path.read_text())
    return found


def add(sections: dict[str, Any]) -> Path:
    """Puts sections into today's file, each in place of its older self, and gives the file.

    Others, such as `bench/scale.py`, use it as `results.add({"scale": [...]})`: a list of `{"isolates": 1,
    "calls_per_second": …, "cpu_ms_per_call": …, "isolate_mib": …}`, which the plots draw.
    """
    described = machine.describe()
    path = file(described)
    text = json.dumps({**read(path), "machine": described, **sections}, indent=1, ensure_ascii=False)
    FOLDER.mkdir(exist_ok=True)
    path.write_text(text + "\n")
    return path
