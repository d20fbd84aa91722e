"""`/flow/health` to the letter, and the four ways in which it was read of the predecessor."""

import json
import re
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from harness import PATIENCE, eventually, replace_module

from executor.formats.manifest import module_names
from executor.http import flow_health
from executor.observe.status import MemoryUse, ServerStatus
from executor.pool.warmup import ModuleWarmup, WarmupRun, WarmupState, WarmupStatus

GOLDEN = Path(__file__).with_name("flow_health.json")
SINCE = datetime(2025, 11, 2, 9, 15, 20, tzinfo=UTC)


@pytest.fixture
def zone(monkeypatch):
    """Sets this process's own zone."""

    def put(name: str) -> None:
        monkeypatch.setenv("TZ", name)
        time.tzset()

    yield put
    monkeypatch.undo()
    time.tzset()


def warmup(state: WarmupState, *modules: ModuleWarmup, **fields) -> WarmupStatus:
    run = WarmupRun(timestamp=SINCE, elapsed_ms=0.412083, state=state, generation=1)
    known = {"failed_module": "", "error": "", "generation": 1, "sandbox_level": "seccomp"} | fields
    names = WarmupStatus.__dataclass_fields__
    known |= {name: "" for name in names if name.startswith("engine")}
    return WarmupStatus(
        state=state, modules=modules, elapsed_ms=0.412083, timestamp=SINCE, history=(run,), **known
    )


def status(of: WarmupStatus) -> ServerStatus:
    return ServerStatus(
        ready=True,
        timestamp=SINCE.replace(second=27),
        version="1.0.0",
        pool_size=50,
        max_concurrent=50,
        current_executions=3,
        total_executions=1523,
        succeeded_executions=1504,
        isolates_ready=47,
        memory=MemoryUse(alloc=97_937_000, total_alloc=422_262_000, sys=123_731_968, num_gc=21),
        warmup=of,
    )


LODASH = ModuleWarmup(
    name="lodash", version="4", state=WarmupState.COMPLETED, size_bytes=178_200, elapsed_ms=3396.0
)
QS = ModuleWarmup(name="qs", version="6", state=WarmupState.COMPLETED, size_bytes=80, elapsed_ms=12.5)


def test_answer_is_the_predecessors_byte_for_byte(zone):
    zone("UTC")
    assert flow_health.body(status(warmup(WarmupState.COMPLETED, LODASH, QS))) == GOLDEN.read_bytes().rstrip(
        b"\n"
    )


def test_failed_warmup_names_what_failed_and_lists_what_had_loaded(zone):
    zone("UTC")
    broken = ModuleWarmup(name="qs", state=WarmupState.FAILED, error="no <b>")
    failed = warmup(WarmupState.FAILED, LODASH, broken, failed_module="qs", error="no <b>")
    text = flow_health.body(status(failed)).decode()
    told = json.loads(text)["warmup"]
    assert (told["status"], told["modules"], told["totalModules"], told["successCount"]) == (
        "failed",
        ["lodash"],
        2,
        1,
    )
    assert (told["failedModule"], told["error"]) == ("qs", "no <b>")
    # As Go's encoder wrote it.
    assert '"error":"no \\u003cb\\u003e"' in text


@pytest.mark.parametrize(
    ("count", "text"),
    [
        (0, "0 B"), (512, "512 B"), (1023, "1023 B"), (1024, "1.0 KB"), (1536, "1.5 KB"), (190_735_000, "181.9 MB"),
        (1 << 30, "1.0 GB"), (5 << 40, "5120.0 GB"),
    ],
)  # fmt: skip
def test_sizes_are_texts_as_before(count, text):
    assert flow_health.size(count) == text


@pytest.mark.parametrize(
    ("milliseconds", "text"),
    [
        (0, "0s"), (0.000_001, "1ns"), (0.999, "999µs"), (0.412083, "412.083µs"), (1, "1ms"), (212, "212ms"),
        (512.6, "512.6ms"), (999.999999, "999.999999ms"), (1000, "1s"), (3396, "3.396s"), (59_999, "59.999s"),
        (60_000, "1m0s"), (62_500, "1m2.5s"), (3_600_000, "1h0m0s"), (7_203_000, "2h0m3s"),
    ],
)  # fmt: skip
def test_durations_are_gos(milliseconds, text):
    assert flow_health.duration(milliseconds) == text


def test_rate_of_success_rounds_down():
    some = warmup(WarmupState.COMPLETED)
    for succeeded, total, text in ((412_595, 412_600, "99.9%"), (412_600, 412_600, "100.0%"), (0, 0, "0.0%")):
        state = status(some)
        state = ServerStatus(
            **{name: getattr(state, name) for name in ServerStatus.__dataclass_fields__}
            | {"succeeded_executions": succeeded, "total_executions": total}
        )
        assert json.loads(flow_health.body(state))["runtime"]["successRate"] == text


@pytest.mark.parametrize(
    ("name", "end"), [("UTC", "Z"), ("Asia/Shanghai", "+08:00"), ("America/St_Johns", "-03:30")]
)
def test_times_are_those_of_the_servers_own_zone(zone, name, end):
    zone(name)
    assert re.fullmatch(r"2025-11-02T\d\d:\d\d:\d\d" + re.escape(end), flow_health.local_time(SINCE))


# --- how it was read -------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def address():
    from harness import ServerProcess  # noqa: PLC0415

    server = ServerProcess("--isolates=1", environment={"TZ": "UTC"}).serving()
    yield f"http://{server.admin}/flow/health"
    server.stop()


def shell(command: str, address: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["bash", "-c", command, "bash", address], capture_output=True, text=True, timeout=PATIENCE
    )


def test_monitoring_script_reads_status_counts_and_milliseconds(address):
    script = (
        "import json, sys, urllib.request\n"
        "health = json.load(urllib.request.urlopen(sys.argv[1]))\n"
        "warmup = health['warmup']\n"
        "assert warmup['status'] == 'completed', 'alert'\n"
        "assert warmup['successCount'] >= warmup['totalModules'], 'alert'\n"
        "print(warmup['elapsedMs'] + 0, warmup['successCount'])\n"
    )
    read = subprocess.run(
        [sys.executable, "-c", script, address], capture_output=True, text=True, timeout=PATIENCE
    )
    assert read.returncode == 0, read.stderr
    elapsed, count = map(int, read.stdout.split())
    assert elapsed > 0
    assert count == len(module_names())


def test_shell_probe_reads_the_status(address):
    probe = """[ "$(curl -s "$1" | jq -r '.warmup.status')" = completed ] || exit 1"""
    assert shell(probe, address).returncode == 0


@pytest.mark.parametrize(
    "command",
    [
        """curl -s "$1" | jq '.warmup'""",
        """curl -s "$1" | jq '.timestamp | fromdate'""",
        """curl -s "$1" | grep '"status":"completed"'""",
        """curl -f -s "$1" | jq -e '.warmup.status == "completed"'""",
        """curl -f -s "$1/" | jq -e '.warmup.status == "completed"'""",
    ],
)
def test_people_and_ci_read_it_as_they_did(address, command):
    read = shell(f"set -o pipefail; {command}", address)
    assert read.returncode == 0, read.stderr
    assert read.stdout


def test_real_answer_has_exactly_the_fields_of_the_golden_one(address):
    read = shell("""curl -s -D /dev/stderr "$1" """, address)
    assert "content-type: application/json; charset=utf-8" in read.stderr.lower()

    def form(value):
        match value:
            case dict():
                return {key: form(inner) for key, inner in value.items()}
            case list():
                return [form(value[0])]
            case _:
                return type(value)

    golden, real = json.loads(GOLDEN.read_text()), json.loads(read.stdout)
    assert form(real) == form(golden)
    assert json.dumps(form(real), default=str) == json.dumps(form(golden), default=str), "in the same order"
    assert " " not in re.sub(r'"[^"]*"', "", read.stdout)
    assert real["memory"]["alloc"].endswith(" MB")


def test_failed_warmup_is_unhealthy(start, bundles):
    replace_module(bundles, "qs", "throw new Error('broken on purpose')")
    server = start(f"--modules={bundles}", "--warmup-failure=hold").listening()
    eventually(lambda: server.warmup_status().failed_module == "qs", "the warmup has failed")
    code, body = server.get("/flow/health")
    told = json.loads(body)
    assert (code, told["status"], told["warmup"]["status"]) == (503, "unhealthy", "failed")
    assert told["warmup"]["failedModule"] == "qs"
    assert told["warmup"]["successCount"] < told["warmup"]["totalModules"]
