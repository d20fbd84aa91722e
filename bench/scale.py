"""`python -m bench.scale`: how cost grows with isolates, with input, with modules, with scripts that wait; and a model.

    python -m bench.scale [isolates] [inputs] [modules] [waiting] [model] [--quick] [--write]

`--write` puts the tables into docs/development/scaling.md, between its marks, and the figures into today's file of bench/results.
CPU time is what load on the machine disturbs least; all of it is read from /proc.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from bench import load, results  # noqa: E402
from bench.before import costs  # noqa: E402
from bench.processes import pss_mib  # noqa: E402
from bench.scenarios import NOOP, Job  # noqa: E402
from bench.servers import ServerProcess  # noqa: E402
from executor.formats.manifest import module_names  # noqa: E402

DOCUMENT = ROOT / "docs" / "development" / "scaling.md"
COUNTS = (1, 4, 16, 64, 256)
SIZES = (0, 1_000, 10_000, 100_000, 1_000_000)
WAITING = 1000
# Small and middle-size packages of plain JavaScript, installed when measured and never part of this repository.
FURTHER = [
    "ms",
    "semver",
    "minimist",
    "deepmerge",
    "fast-deep-equal",
    "dayjs",
    "fraction.js",
    "decimal.js",
    "big.js",
    "validator",
    "fastest-levenshtein",
    "js-yaml",
    "papaparse",
    "denque",
    "ramda",
    "underscore",
    "slugify",
    "he",
    "mustache",
    "handlebars",
    "ajv",
    "superstruct",
    "luxon",
]


def spent(
    server: ServerProcess, job: Job, seconds: float, concurrency: int = load.CONCURRENCY
) -> dict[str, float]:
    """A closed loop of one job: calls per second, and CPU milliseconds and page faults of a call by process."""
    request = job.request()
    expected = server.stub.Execute(request).result_json.encode()
    call = load.Call(request.SerializeToString(), expected)
    load.run(server.address, [call], "closed", 0.3, concurrency=concurrency)
    before = costs(server)
    run = load.run(server.address, [call], "closed", seconds, concurrency=concurrency)
    isolate, zygote, own, faults = costs(server).since(before, run.calls)
    assert not run.wrong, run.wrong
    return {
        "calls_per_second": run.rate,
        "cpu_ms_per_call": isolate + zygote + own,
        "isolate_ms": isolate,
        "zygote_ms": zygote,
        "server_ms": own,
        "faults": faults,
    }


def of_isolates(quick: bool) -> list[dict[str, float]]:
    """Memory, start, idle cost and cost of a no-op by number of isolates."""
    rows = []
    for count in COUNTS[::2] if quick else COUNTS:
        begun = time.perf_counter()
        server = ServerProcess(f"--isolates={count}").serving().all_ready()
        all_ready = time.perf_counter() - begun
        try:
            isolates = server.named("isolate")
            row = {
                "isolates": count,
                "all_ready_s": all_ready,
                "server_mib": pss_mib([server.process.pid]),
                "zygote_mib": pss_mib([server.zygote().pid]),
                "isolate_mib": pss_mib(isolate.pid for isolate in isolates) / count,
            }
            idle, pause = costs(server), 1.0 if quick else 3.0
            time.sleep(pause)
            row["idle_cpu_ms_per_s"] = costs(server).cpu_since(idle) / pause
            row |= spent(server, NOOP, 1.0 if quick else 3.0)
            row["health_ms"] = statistics.median(_timed(server.check) for _ in range(50))
        finally:
            server.stop()
        rows.append(row)
    return rows


def _timed(call: Callable[[], object]) -> float:
    begun = time.perf_counter()
    call()
    return (time.perf_counter() - begun) * 1000


def of_inputs(quick: bool) -> list[dict[str, float]]:
    """Cost of a call by the size of its input, which the script leaves as it is."""
    server = ServerProcess().serving().all_ready()
    try:
        rows = []
        for size in SIZES:
            # Many small objects, as services send them.
            value = [{"id": n, "name": f"item {n}"} for n in range(size // 36)] if size else None
            job = Job("return 1", value, 1)
            row = {"input_bytes": len(job.request().input_json)}
            rows.append(row | spent(server, job, 0.7 if quick else 2.0))
        return rows
    finally:
        server.stop()


def of_modules(quick: bool) -> list[dict[str, float]]:
    """Warmup, memory and cost of a no-op with the preloaded modules, and with 23 further ones."""
    with tempfile.TemporaryDirectory() as folder:
        more = _bundle_more(Path(folder))
        rows = []
        preloaded = len(module_names())
        for count, flags in ((preloaded, ()), (preloaded + len(FURTHER), (f"--modules={more}",))):
            server = ServerProcess(*flags).serving().all_ready()
            try:
                row = {
                    "modules": count,
                    "warmup_ms": server.warmup_status().elapsed_ms,
                    "zygote_mib": pss_mib([server.zygote().pid]),
                }
                rows.append(row | spent(server, NOOP, 1.0 if quick else 3.0))
            finally:
                server.stop()
        return rows


def _bundle_more(folder: Path) -> Path:
    """modules/dist with the further modules, made as an operator would: listed, installed, bundled."""
    for name in ("modules", "executor/isolate/runtime"):
        ignored = shutil.ignore_patterns("node_modules", "dist", "test")
        shutil.copytree(ROOT / name, folder / name, ignore=ignored)
    modules = folder / "modules"
    preload = modules / "preload.json"
    preload.write_text(json.dumps([*json.loads(preload.read_text()), *FURTHER]))
    shutil.copytree(ROOT / "modules" / "node_modules", modules / "node_modules", symlinks=True)
    with_node = str(ROOT / "scripts" / "with-node")
    install = ["npm", "install", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", *FURTHER]
    subprocess.run([with_node, *install], cwd=modules, check=True, stdout=subprocess.DEVNULL)
    subprocess.run([with_node, "node", str(modules / "bundle.mjs")], check=True, stdout=subprocess.DEVNULL)
    subprocess.run(
        [sys.executable, "-m", "executor.isolate.compile_bundles", str(modules / "dist")],
        cwd=ROOT,
        check=True,
    )
    return modules / "dist"


def of_waiting(quick: bool) -> list[dict[str, float]]:
    """Scripts that wait two seconds each, all at once: with an isolate for each, and with fewer and a queue."""
    rows = []
    count = WAITING // 4 if quick else WAITING
    for isolates in (count, count // 4):
        server = ServerProcess(
            f"--isolates={isolates + 8}",
            f"--queue={count}",
            "--queue-timeout=60s",
            "--caller-metadata-key=off",
        ).serving()
        try:
            server.all_ready()
            idle = costs(server)
            begun = time.perf_counter()
            calls = [
                server.start_execute("await new Promise(resolve => setTimeout(resolve, 2000)); return 1")
                for _ in range(count)
            ]
            # Meanwhile: health, and another's call where there is an isolate for it.
            time.sleep(1.0)
            health = statistics.median(_timed(server.check) for _ in range(20))
            memory = pss_mib([server.process.pid]) + sum(
                pss_mib([isolate.pid]) for isolate in server.named("isolate")
            )
            with ThreadPoolExecutor(1) as one:
                assert all(one.map(lambda call: call.result().result_json == "1", calls))
            rows.append(
                {
                    "scripts": count,
                    "isolates": isolates + 8,
                    "all_done_s": time.perf_counter() - begun,
                    "cpu_ms_per_call": costs(server).cpu_since(idle) / count,
                    "memory_mib": memory,
                    "health_ms": health,
                }
            )
        finally:
            server.stop()
    return rows


def of_model(quick: bool) -> list[dict[str, float]]:
    """Where the server's one thread, or the zygote's, is the bottleneck, from what a call costs each process.

    With S, Z and I the CPU time of a call in server, zygote and isolate, c cores serve c / (S + Z + I) calls a second, until
    one thread is full: 1 / max(S, Z). That is at (S + Z + I) / max(S, Z) cores. Checked by pinning everything to one core.
    """
    rows = []
    for cores in (1, min(2, os.cpu_count() or 1)):
        server = ServerProcess("--isolates=16").serving().all_ready()
        try:
            available = sorted(os.sched_getaffinity(0))[:cores]
            for process in server.family():
                os.sched_setaffinity(process.pid, available)
            row = spent(server, NOOP, 1.0 if quick else 4.0)
        finally:
            server.stop()
        s, z, i = row["server_ms"], row["zygote_ms"], row["isolate_ms"]
        rows.append(
            {
                "cores": cores,
                **row,
                "modelled_calls_per_second": 1000 * cores / (s + z + i),
                "bottleneck_at_cores": (s + z + i) / max(s, z),
                "calls_per_second_there": 1000 / max(s, z),
            }
        )
    return rows


SECTIONS: dict[str, tuple[str, Callable[[bool], list[dict[str, float]]]]] = {
    "isolates": ("By number of isolates, idle; then no-ops, 16 at once", of_isolates),
    "inputs": ("By bytes of input", of_inputs),
    "modules": ("By number of preloaded modules", of_modules),
    "waiting": ("Scripts that wait two seconds each, all called at once", of_waiting),
    "model": ("One core and two: measured, and what the model says", of_model),
}


def shown(value: float) -> str:
    """Three digits that count."""
    if isinstance(value, int) or value >= 100:
        return f"{value:,.0f}"
    return f"{value:.3g}" if value < 1 else f"{value:.2f}" if value < 10 else f"{value:.1f}"


def table(title: str, rows: Sequence[dict[str, float]]) -> str:
    """Markdown."""
    columns = list(rows[0])
    lines = [f"**{title}**", "", "| " + " | ".join(name.replace("_", " ") for name in columns) + " |"]
    lines.append("|" + "---|" * len(columns))
    lines += ["| " + " | ".join(shown(row[name]) for name in columns) + " |" for row in rows]
    return "\n".join(lines)


def write_table(name: str, text: str) -> None:
    """Puts it between its marks in the document."""
    marks = rf"(<!-- {name} -->\n).*?(<!-- /{name} -->)"
    written = re.sub(marks, lambda m: f"{m[1]}{text}\n{m[2]}", DOCUMENT.read_text(), flags=re.DOTALL)
    DOCUMENT.write_text(written)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.scale", description=__doc__.split("\n")[0])
    parser.add_argument("sections", nargs="*", metavar="|".join(SECTIONS), help="default: all")
    parser.add_argument("--quick", action="store_true", help="fewer numbers and shorter runs")
    parser.add_argument(
        "--write", action="store_true", help="put the tables into docs/development/scaling.md"
    )
    arguments = parser.parse_args()
    unknown = set(arguments.sections) - set(SECTIONS)
    if unknown:
        parser.error(f"no such section: {', '.join(sorted(unknown))}")
    found: dict[str, Any] = {}
    for name in arguments.sections or SECTIONS:
        title, measure = SECTIONS[name]
        found[name] = measure(arguments.quick)
        print(table(title, found[name]) + "\n", flush=True)
    if arguments.write:
        for name, rows in found.items():
            write_table(name, table(SECTIONS[name][0], rows))
        kept = {"scale" if name == "isolates" else f"scale_{name}": rows for name, rows in found.items()}
        print(f"written: {DOCUMENT.relative_to(ROOT)}, {results.add(kept).relative_to(ROOT)}")


if __name__ == "__main__":
    main()
