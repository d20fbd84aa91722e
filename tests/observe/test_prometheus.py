"""The real Prometheus scrapes real servers, with the rules and queries that operators get. `make monitor-check`"""

import json
import re
import runpy
import shutil
import subprocess
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import grpc
import pytest
from harness import BUNDLES, PATIENCE, ROOT, ServerProcess, eventually, free_port, replace_module

from executor.v1 import executor_pb2 as pb

TOOLS = ROOT / ".tools" / "debian" / "prometheus" / "usr" / "bin"
RULES = ROOT / "deploy" / "prometheus" / "rules.yml"
DASHBOARD = ROOT / "deploy" / "grafana" / "flow-executor.json"
# Minutes of the rules become seconds, and the server is scraped each second.
SCALE = 60
# The longest `for` and, before it, the longest window of what is looked at, in seconds after scaling; and some more.
SETTLED = 25

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not TOOLS.exists(), reason="needs Prometheus: make .tools/debian/prometheus (Debian)"),
]


def scaled(rules: str) -> str:
    """The rules with every window and every `for` shortened."""

    def shorter(match: re.Match[str]) -> str:
        return f"{match[1]}{int(match[2]) * {'m': 60, 'h': 3600}[match[3]] // SCALE}s"

    return re.sub(r"(\[|for: )(\d+)([mh])\b", shorter, rules)


def promtool(*arguments: str, given: str = "") -> str:
    ran = subprocess.run([TOOLS / "promtool", *arguments], input=given, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout + ran.stderr


class Prometheus:
    """A Prometheus with one job for each server."""

    def __init__(self, folder: Path, jobs: dict[str, ServerProcess]) -> None:
        (folder / "rules.yml").write_text(scaled(RULES.read_text()))
        scrapes = [
            {"job_name": name, "static_configs": [{"targets": [server.admin]}]}
            for name, server in jobs.items()
        ]
        settings = {
            "global": {"scrape_interval": "1s", "scrape_timeout": "1s", "evaluation_interval": "1s"},
            "rule_files": ["rules.yml"],
            "scrape_configs": scrapes,
        }  # fmt: skip
        # JSON is YAML.
        (folder / "prometheus.yml").write_text(json.dumps(settings))
        self.address = f"127.0.0.1:{free_port()}"
        self.process = subprocess.Popen(
            [
                TOOLS / "prometheus",
                f"--config.file={folder / 'prometheus.yml'}",
                f"--storage.tsdb.path={folder / 'data'}",
                f"--web.listen-address={self.address}",
            ],
            stderr=subprocess.DEVNULL,
        )
        eventually(self._is_ready, "Prometheus is ready")

    def _is_ready(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://{self.address}/-/ready", timeout=PATIENCE) as answer:
                return answer.status == 200
        except (urllib.error.URLError, ConnectionError):
            return False

    def ask(self, path: str, **parameters: str) -> Any:
        query = urllib.parse.urlencode(parameters)
        with urllib.request.urlopen(
            f"http://{self.address}/api/v1/{path}?{query}", timeout=PATIENCE
        ) as answer:
            document = json.load(answer)
        assert document["status"] == "success", document
        return document["data"]

    def query(self, expression: str) -> list[Any]:
        return self.ask("query", query=expression)["result"]

    def firing(self, job: str) -> set[str]:
        alerts = self.ask("alerts")["alerts"]
        return {
            alert["labels"]["alertname"]
            for alert in alerts
            if alert["state"] == "firing" and alert["labels"].get("job") == job
        }

    def until_firing(self, name: str, job: str = "healthy", allowed: frozenset[str] = frozenset()) -> None:
        """Waits for the alert; fails when another fires that is no part of the same fault."""

        def fires() -> bool:
            firing = self.firing(job)
            assert firing <= {name} | allowed, firing
            return name in firing

        eventually(fires, f"{name} fires")

    def until_silent(self, job: str = "healthy") -> None:
        eventually(lambda: not self.firing(job), "no alert fires")

    def stop(self) -> None:
        self.process.terminate()
        assert self.process.wait(PATIENCE) == 0


class Load:
    """A steady few calls, some of which fail as scripts do."""

    def __init__(self, server: ServerProcess) -> None:
        self._server = server
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._call)
        self._thread.start()

    def _call(self) -> None:
        channel = self._server.new_channel()
        stub = type(self._server.stub)(channel)
        while not self._stopped.wait(0.1):
            for code in ("return 1", "throw new Error('no')"):
                try:
                    stub.Execute(self._server.request(code), timeout=PATIENCE)
                except grpc.RpcError:
                    # In the test of overload: refused.
                    continue
        channel.close()

    def stop(self) -> None:
        self._stopped.set()
        self._thread.join()


@pytest.fixture(scope="module")
def healthy() -> Iterator[ServerProcess]:
    server = ServerProcess("--isolates=2", "--queue=8", "--max-timeout=10m")
    server.serving()
    load = Load(server)
    yield server
    load.stop()
    server.stop()


@pytest.fixture(scope="module")
def held(tmp_path_factory) -> Iterator[ServerProcess]:
    """A server whose warmup failed, and that was told to stay."""
    broken = Path(shutil.copytree(BUNDLES, tmp_path_factory.mktemp("bundles") / "dist"))
    replace_module(broken, "qs", "throw new Error('broken on purpose')")
    server = ServerProcess("--isolates=1", "--warmup-failure=hold", f"--modules={broken}")
    server.listening()
    eventually(lambda: server.warmup_status().failed_module == "qs", "the warmup failed")
    yield server
    server.stop(expected=None)


@pytest.fixture(scope="module")
def prometheus(healthy, held, tmp_path_factory) -> Iterator[Prometheus]:
    running = Prometheus(tmp_path_factory.mktemp("prometheus"), {"healthy": healthy, "held": held})
    yield running
    running.stop()


def queries() -> list[str]:
    """Every query of the dashboard, as Grafana would send it."""
    found = []
    for panel in json.loads(DASHBOARD.read_text())["panels"]:
        for target in panel.get("targets", ()):
            text = target["expr"].replace("$__rate_interval", "10s").replace("$job", "healthy")
            found.append(text.replace("$instance", ".*"))
    return found


def test_rules_are_valid_and_each_alert_fires_when_it_should_and_only_then():
    assert "SUCCESS" in promtool("check", "rules", str(RULES))
    assert "SUCCESS" in promtool("test", "rules", str(RULES.with_name("rules_test.yml")))
    tested = RULES.with_name("rules_test.yml").read_text()
    for name in set(re.findall(r"alert: (\w+)", RULES.read_text())):
        assert re.search(rf"alertname: {name}\n\s+exp_alerts", tested), f"{name} is never shown to fire"


def test_metrics_are_as_prometheus_wants_them(server):
    promtool("check", "metrics", given=server.get("/metrics")[1])


def test_dashboard_is_what_its_source_makes():
    made = runpy.run_path(str(DASHBOARD.with_name("dashboard.py")))["text"]()
    assert DASHBOARD.read_text() == made, "run make dashboard"


def test_every_metric_of_rules_and_dashboard_exists(server):
    exported = set(re.findall(r"^(\w+)[{ ]", server.get("/metrics")[1], re.MULTILINE))
    # Only where the server speaks TLS.
    exported.add("executor_tls_certificate_expiry_timestamp_seconds")
    used = set(re.findall(r"\b(?:executor|grpc_server)_\w+", RULES.read_text() + "\n".join(queries())))
    assert len(used) > 20
    assert used <= exported, used - exported


def test_healthy_server_under_load_is_silent_and_a_held_one_is_told(prometheus):
    prometheus.until_firing("FlowExecutorWarmupFailed", "held", frozenset({"FlowExecutorNoneReady"}))
    prometheus.until_firing("FlowExecutorNoneReady", "held", frozenset({"FlowExecutorWarmupFailed"}))
    enough = f'count_over_time(executor_ready{{job="healthy"}}[{SETTLED + 10}s]) >= {SETTLED}'
    eventually(lambda: prometheus.query(enough), "the longest alert could have fired")
    assert prometheus.firing("healthy") == set()
    groups = prometheus.ask("rules")["groups"]
    rules = [rule for group in groups for rule in group["rules"]]
    assert {rule["health"] for rule in rules} == {"ok"}, rules
    assert len(rules) == len(re.findall(r"- (?:alert|record): ", RULES.read_text()))


def test_every_query_of_the_dashboard_has_an_answer(prometheus):
    eventually(
        lambda: prometheus.query('executor_executions_total{outcome="thrown"} > 0'), "some load was scraped"
    )
    empty = [query for query in queries() if not prometheus.query(query)]
    assert not empty


def test_saturation_is_told_and_nothing_else_and_ends(prometheus, healthy):
    prometheus.until_silent()
    waits = "await new Promise(done => setTimeout(done, 1e9))"
    calls = [healthy.start_execute(waits, timeout=600.0) for _ in range(2)]
    of_overload = frozenset({"FlowExecutorQueueWaitHigh", "FlowExecutorRefusing"})
    prometheus.until_firing("FlowExecutorSaturated", allowed=of_overload)
    for call in calls:
        call.cancel()
    prometheus.until_silent()


def warm_after(server: ServerProcess, generation: int) -> bool:
    status = server.warmup_status()
    return status.generation > generation and status.status == pb.WARMUP_STATE_COMPLETED


def test_zygotes_that_die_again_and_again_are_told_and_nothing_else(prometheus, healthy):
    prometheus.until_silent()
    for _ in range(4):
        before = healthy.warmup_status().generation
        healthy.zygote().kill()
        # Warm: one that dies while it warms up is another alert's.
        eventually(lambda before=before: warm_after(healthy, before), "the next generation")
        seen = time.time()  # noqa: TID251 - Prometheus's own clock
        eventually(
            lambda seen=seen: prometheus.query(f'timestamp(executor_ready{{job="healthy"}}) > {seen}'),
            "it was scraped",
        )
    # While a busy machine warms up the next, calls wait longer, or there is none to run them.
    also = frozenset({"FlowExecutorQueueWaitHigh", "FlowExecutorNoneReady"})
    prometheus.until_firing("FlowExecutorGenerationChurn", allowed=also)
