"""Makes flow-executor.json beside it: the dashboard as rows of panels, each a title, what it tells, and its queries.

python deploy/grafana/dashboard.py    (make dashboard)
"""

import json
from pathlib import Path
from typing import Any

TARGET = Path(__file__).with_name("flow-executor.json")
SELECTED = 'job=~"$job", instance=~"$instance"'
FAILED = ', outcome!="ok"'
WIDTH, HEIGHT = 24, 8


def rate(metric: str, by: str = "", more: str = "") -> str:
    """Per second, summed over what is selected."""
    grouped = f" by ({by})" if by else ""
    return f"sum{grouped} (rate({metric}{{{SELECTED}{more}}}[$__rate_interval]))"


def quantile(share: float, metric: str) -> str:
    """Of a histogram."""
    return f"histogram_quantile({share}, {rate(f'{metric}_bucket', 'le')})"


def by(label: str, metric: str, how: str = "sum") -> str:
    """Of a gauge."""
    return f"{how} by ({label}) ({metric}{{{SELECTED}}})"


# Title, unit, what it tells, queries with their legends, and whether series are stacked.
Panel = tuple[str, str, str, list[tuple[str, str]], bool]
ROWS: list[tuple[str, list[Panel]]] = [
    (
        "Service",
        [
            ("Ready replicas", "none", "Those whose canary has just run, of all that are scraped.",
             [(f"sum(executor_ready{{{SELECTED}}})", "ready"), (f"count(executor_ready{{{SELECTED}}})", "all")], False),
            ("Executions by outcome", "ops", "Scripts that ran, by how they ended. All but ok are the scripts' own affair, "
             "crashed excepted.", [(rate("executor_executions_total", "outcome"), "{{outcome}}")], True),
            ("Share that failed", "percentunit", "Of executions, by outcome.",
             [(f"{rate('executor_executions_total', 'outcome', FAILED)} / ignoring (outcome) group_left () "
               f"{rate('executor_executions_total')}", "{{outcome}}")], True),
            ("RPCs by status", "ops", "Every call by its gRPC status; an error of a script is OK here.",
             [(rate("grpc_server_handled_total", "grpc_code"), "{{grpc_code}}")], True),
            ("Call duration", "s", "From a call's begin to its end on the server.",
             [(quantile(share, "grpc_server_handling_seconds"), f"p{share * 100:g}") for share in (0.5, 0.99, 0.999)],
             False),
            ("Refusals by reason", "ops", "Calls that did not start.",
             [(rate("executor_refusals_total", "reason"), "{{reason}}")], True),
        ],
    ),
    (
        "Where the time goes",
        [
            ("Queue against run, p99", "s", "Waiting for an isolate, and running in it.",
             [(quantile(0.99, "executor_queue_wait_seconds"), "queue"), (quantile(0.99, "executor_run_seconds"), "run"),
              (quantile(0.99, "executor_cpu_seconds"), "CPU")], False),
            ("Queue against run, median", "s", "The same for half of all calls.",
             [(quantile(0.5, "executor_queue_wait_seconds"), "queue"), (quantile(0.5, "executor_run_seconds"), "run"),
              (quantile(0.5, "executor_cpu_seconds"), "CPU")], False),
            ("CPU of scripts", "none", "Cores that scripts keep busy.", [(rate("executor_cpu_seconds_sum"), "cores")],
             False),
        ],
    ),
    (
        "Isolates",
        [
            ("Saturation", "percentunit", "Running and queued jobs over slots, by replica: 100% is busy, above it jobs "
             "wait.", [(by("instance", "executor_saturation_ratio", "max"), "{{instance}}")], False),
            ("Isolates by state", "none", "ready: warm, never used. idle: kept for a batch or an affinity.",
             [(by("state", "executor_isolates"), "{{state}}")], True),
            ("Queue", "none", "Jobs that wait, and how many may.",
             [(f"sum(executor_queue_length{{{SELECTED}}})", "waiting"),
              (f"sum(executor_queue_limit{{{SELECTED}}})", "limit")], False),
            ("Forks and reuse", "ops", "Isolates forked, and executions in kept ones.",
             [(rate("executor_forks_total"), "forked"), (rate("executor_reused_total"), "reused")], False),
            ("Kills by reason", "ops", "Isolates ended before their time.",
             [(rate("executor_kills_total", "reason"), "{{reason}}")], True),
            ("Kept isolates ended", "ops", "By reason: needed is a slot that somebody waited for.",
             [(rate("executor_evictions_total", "reason"), "{{reason}}")], True),
        ],
    ),
    (
        "Warmup and machinery",
        [
            ("Warmup by module", "s", "What each module took in the last warmup, the slowest replica.",
             [(by("module", "executor_warmup_module_seconds", "max"), "{{module}}")], True),
            ("Generations", "none", "Zygotes started; one since the start is right.",
             [(by("instance", "executor_zygote_generations_total", "max"), "{{instance}}")], False),
            ("Canary and spawn failures", "ops", "Both are zero on a healthy machine.",
             [(rate("executor_canary_failures_total"), "canary"), (rate("executor_spawn_failures_total"), "spawn")],
             False),
            ("Memory by role (PSS)", "bytes", "Shared pages are split between those that share them.",
             [(by("role", "executor_proportional_memory_bytes"), "{{role}}")], True),
            ("Versions", "none", "What runs.", [(by("version, python, engine, engine_origin", "executor_build_info", "count"),
             "{{version}}, Python {{python}}, QuickJS-ng {{engine}} ({{engine_origin}})")], False),
        ],
    ),
    (
        "HTTP requests of scripts",
        [
            ("Requests by outcome", "ops", "How they ended.",
             [(rate("executor_fetches_total", "outcome"), "{{outcome}}")], True),
            ("Refused by the egress policy", "ops", "By reason.",
             [(rate("executor_fetch_refusals_total", "reason"), "{{reason}}")], True),
            ("Request duration", "s", "To the whole response.",
             [(quantile(share, "executor_fetch_seconds"), f"p{share * 100:g}") for share in (0.5, 0.99)], False),
            ("Bytes", "Bps", "Of bodies, on the wire.", [(rate("executor_fetch_sent_bytes_total"), "sent"),
             (rate("executor_fetch_received_bytes_total"), "received")], False),
        ],
    ),
]  # fmt: skip


def panels() -> list[dict[str, Any]]:
    """Rows of three."""
    made: list[dict[str, Any]] = []
    top = 0
    for title, row in ROWS:
        made.append({"type": "row", "title": title, "collapsed": False, "id": len(made) + 1,
                     "gridPos": {"x": 0, "y": top, "w": WIDTH, "h": 1}, "panels": []})  # fmt: skip
        top += 1
        for index, panel in enumerate(row):
            x, y = index % 3 * WIDTH // 3, top + index // 3 * HEIGHT
            made.append(_panel(panel, len(made) + 1, {"x": x, "y": y, "w": WIDTH // 3, "h": HEIGHT}))
        top += -(-len(row) // 3) * HEIGHT
    return made


def _panel(panel: Panel, number: int, position: dict[str, int]) -> dict[str, Any]:
    title, unit, description, queries, stacked = panel
    custom = {"fillOpacity": 15 if stacked else 0, "stacking": {"mode": "normal" if stacked else "none"}}
    return {
        "type": "timeseries",
        "id": number,
        "title": title,
        "description": description,
        "datasource": {"type": "prometheus", "uid": "${datasource}"},
        "gridPos": position,
        "fieldConfig": {"defaults": {"unit": unit, "min": 0, "custom": custom}, "overrides": []},
        "options": {"legend": {"displayMode": "list", "placement": "bottom"}, "tooltip": {"mode": "multi"}},
        "targets": [
            {"refId": chr(ord("A") + index), "expr": query, "legendFormat": legend}
            for index, (query, legend) in enumerate(queries)
        ],
    }


def _variable(name: str, query: str) -> dict[str, Any]:
    return {"type": "query", "name": name, "query": query, "refresh": 2, "includeAll": True, "multi": True,
            "allValue": ".*", "current": {"text": "All", "value": "$__all"},
            "datasource": {"type": "prometheus", "uid": "${datasource}"}}  # fmt: skip


def dashboard() -> dict[str, Any]:
    """As Grafana 9 and later import it."""
    return {
        "title": "flow-executor",
        "uid": "flow-executor",
        "tags": ["flow-executor"],
        "schemaVersion": 38,
        "editable": True,
        "refresh": "30s",
        "time": {"from": "now-1h", "to": "now"},
        "templating": {
            "list": [
                {"type": "datasource", "name": "datasource", "query": "prometheus"},
                _variable("job", "label_values(executor_ready, job)"),
                _variable("instance", 'label_values(executor_ready{job=~"$job"}, instance)'),
            ]
        },
        "panels": panels(),
    }


def text() -> str:
    """The file's."""
    return json.dumps(dashboard(), indent=1) + "\n"


if __name__ == "__main__":
    TARGET.write_text(text())
