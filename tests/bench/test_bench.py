"""`make bench` notices wrong answers, gives no percentile without samples, and judges targets by the run's figures."""

import json
import shutil
import subprocess
import sys

import pytest
from harness import PATIENCE, ROOT

from bench import __main__ as main
from bench import load, percentiles, processes, report, rounds, scenarios, targets
from bench.peers.process import ProcessPeer
from bench.servers import Echo, Executor, Rewinding, WrongAnswer, WrongIsolation, all_peers, checked

# As the generator printed it against a server that refused two of five calls.
RECORDED = (
    '{"calls":5,"seconds":0.5,"cpu_seconds":0.05,"wrong":{"ResourceExhausted":2},'
    '"latencies_us":[1500,900,1100,20000,1000],"lateness_us":[10,70,20,30,15]}\n'
)


def figures(calls_per_second, cpu_ms=1.0, wrong=None):
    return {
        "calls_per_second": calls_per_second,
        "spread": 0.1,
        "cpu_ms_per_call": cpu_ms,
        "load_cores": 0.1,
        "wrong": wrong or {},
        "rounds": [calls_per_second],
    }


def latencies(p50, p99):
    return {
        "samples": 1200,
        "p50_ms": p50,
        "p99_ms": p99,
        "p999_ms": None,
        "lateness_p99_ms": 0.1,
        "wrong": {},
    }


RESULTS = {
    "throughput": {
        "noop": {
            "executor": figures(900, cpu_ms=1.2),
            "echo": figures(4000, cpu_ms=0.25, wrong={"Unavailable": 3}),
            targets.NODE_FRESH: figures(100),
            targets.POOL_FRESH: figures(45),
        }
    },
    "latency": {
        "executor": {"100": latencies(1.5, 9.0), "400": latencies(2.0, 30.0)},
        "echo": {"100": latencies(1.0, 2.0), "3200": latencies(1.1, 3.0)},
    },
    "floor": {"cpu_ms": 0.35, "wall_ms": 0.6},
    "batch": None,
}


# --- What the generator saw --------------------------------------------------------------------------------------------


def test_refused_calls_are_no_throughput():
    run = load.parse(RECORDED)
    assert run.calls == 5
    assert run.rate == 6.0
    assert run.wrong == {"ResourceExhausted": 2}
    assert run.latencies == (1.5, 0.9, 1.1, 20.0, 1.0)
    assert run.load_share == pytest.approx(0.1)


@pytest.mark.parametrize("text", ["", "panic: x", '{"calls": 1}'])
def test_generator_that_prints_no_report_is_named(text):
    with pytest.raises(load.LoadFailed, match="no report"):
        load.parse(text)


@pytest.mark.skipif(not load.BINARY.exists(), reason="needs Go: make .tools/bench/load")
def test_generator_counts_calls_and_wrong_answers_of_each_kind():
    server = load.TrivialServer()
    request = scenarios.NOOP.request().SerializeToString()
    try:
        for mode, seconds, options in (("closed", 2, {}), ("open", 0.2, {"rate": 200})):
            right = load.run(server.address, [load.Call(request, b"1")], mode, seconds, **options)
            assert right.calls > 10
            assert right.wrong == {}
            assert len(right.latencies) == right.calls
        # Every other call expects what never comes.
        plan = [load.Call(request, b"1"), load.Call(request, b"[1]")]
        run = load.run(server.address, plan, "open", 0.2, rate=200)
        assert run.wrong == {"result of 1 bytes, not the 3 expected": 20}
        assert run.calls == 40
    finally:
        server.stop()


# --- What scenarios expect ---------------------------------------------------------------------------------------------


def test_executor_answers_every_scenario_and_echo_is_found_out(server):
    executor, echo, answered = Executor(), Echo(), {}
    for scenario in scenarios.SCENARIOS:
        calls = checked(executor, server.address, scenario, answered)
        assert [json.loads(call.result) for call in calls] == [job.result for job in scenario.jobs]
    try:
        address = echo.start()
        assert checked(echo, address, scenarios.BY_NAME["noop"], {})[0].result == b"1"
        with pytest.raises(WrongAnswer, match="echo answers"):
            checked(echo, address, scenarios.BY_NAME["lodash"], {})
        assert processes.cpu_seconds(echo.pids()) > 0
    finally:
        echo.stop()


def test_sizes_are_those_that_are_promised():
    assert len(scenarios.MESSAGE) == 200
    assert len(scenarios.ORDERS) == 200
    assert len(scenarios.NAMES) == 20
    (job,) = scenarios.BY_NAME["json"].jobs
    assert 100_000 < len(job.request().input_json) < 110_000


# --- What is made of it ------------------------------------------------------------------------------------------------


def test_percentile_with_few_samples_beyond_it_is_left_out():
    values = [float(n) for n in range(1, 1001)]
    assert percentiles.percentile(values, 0.5) == 500
    assert percentiles.percentile(values, 0.99) == 990
    assert percentiles.percentile(values, 0.999) is None
    assert percentiles.percentile(values[:999], 0.99) is None
    assert percentiles.percentile([], 0.5) is None


def test_targets_are_reached_missed_or_said_to_be_unmeasured():
    verdicts = {each["name"]: each for each in targets.verdicts(RESULTS)}
    assert verdicts["node-isolates"]["measured"] == 9.0
    assert verdicts["node-isolates"]["reached"] is True
    assert verdicts["pool-fresh"]["measured"] == 20.0
    assert verdicts["pool-fresh"]["reached"] is False
    assert verdicts["pool-reused"]["reached"] is None
    assert verdicts["p50"]["measured"] == 1.5
    assert verdicts["p50"]["reached"] is True
    assert verdicts["p99"]["measured"] == 4.5
    assert verdicts["p99"]["reached"] is False
    assert verdicts["cpu"]["measured"] == pytest.approx(2.0)
    assert verdicts["batch"]["reached"] is None


def test_targets_of_rewinding_are_of_the_side_that_is_named_so():
    verdicts = {each["name"]: each for each in targets.verdicts(RESULTS)}
    assert verdicts["node-isolates-rewind"]["measured"] is None
    noop = RESULTS["throughput"]["noop"]
    throughput = {
        "noop": {**noop, targets.REWIND: figures(260, cpu_ms=0.9), targets.QUICKJS: figures(100)},
        "pinyin": {targets.REWIND: figures(90), "executor": figures(500), targets.GOJA: figures(100)},
    }
    rewound = {"isolation": "rewind", "faults": 0.5, "used_added_mib": 1.3}
    results = {**RESULTS, "throughput": throughput, "rewound": rewound}
    verdicts = {each["name"]: each for each in targets.verdicts(results)}
    found = {name: (verdicts[name]["measured"], verdicts[name]["reached"]) for name in verdicts}
    assert found["node-isolates-rewind"] == (2.6, True)
    assert found["quickjs-rewind"] == (2.6, False)
    assert found["pinyin-goja-rewind"] == (0.9, False)
    assert found["lodash-goja-rewind"] == (None, None)
    assert found["cpu-rewind"] == (pytest.approx(1.5), True)
    assert found["faults-rewind"] == (0.5, True)
    assert found["memory-rewind"] == (1.3, False)
    # Of isolates that were forked after all, nothing is told.
    results["rewound"] = {**rewound, "isolation": "fork"}
    verdicts = {each["name"]: each for each in targets.verdicts(results)}
    assert verdicts["faults-rewind"]["reached"] is None


@pytest.mark.parametrize(
    "name", [target.name for target in targets.TARGETS if target.name.endswith("-rewind")]
)
def test_target_of_rewinding_can_be_measured_alone(name):
    sections, plan = main.chosen(main.command_line().parse_args(["--only", name]))
    target = targets.BY_NAME[name]
    assert sections == target.sections
    if "scenarios" in sections:
        assert [each.name for each in plan.scenarios] == [target.scenario]
    known = {peer.name for peer in all_peers()}
    assert set(target.peers) <= known


def test_targets_since_a_tree_before_are_of_runs_with_their_callers_and_their_way_to_rewind():
    def reached(*, callers=1, isolates=0, userfaultfd=True):
        sides = {"rewind": 300, "pagemap": 200, "fork": 90, "before": 100}
        rates = {side: {"calls_per_second": rate, "faults": 0.1} for side, rate in sides.items()}
        run = {
            "callers": callers,
            "isolates": isolates,
            "as_named": {"rewind": userfaultfd, "pagemap": True},
            "scenarios": {"noop": rates, "lodash": rates},
        }
        return {each["name"]: each["reached"] for each in targets.verdicts_since_before({"before": run})}

    assert reached() == {"noop": False, "noop-pagemap": False, "lodash": False}
    assert reached(userfaultfd=False) == {"noop-pagemap": False}
    assert reached(callers=16, isolates=8) == {"callers": True}
    assert reached(callers=16, isolates=64) == {"callers-64": True}
    assert reached(callers=4) == {}


def test_tables_show_wrong_answers_and_what_was_not_measured():
    results = {**RESULTS, "targets": targets.verdicts(RESULTS), "skipped": {"goja": "no go | here"}}
    text = "\n".join(table.text() for table in report.tables(results))
    assert "3 × Unavailable" in text
    assert text.rstrip().endswith(targets.TARGETS[-1].describe)
    machine = dict.fromkeys(("cpu", "cores", "memory_gib", "kernel", "python", "node", "go", "commit"), "x")
    page = report.markdown({**results, "machine": machine, "date": "2026-01-01", "quick": True})
    assert "| node-isolates | ≥ 8× | 9.00× | reached |" in page
    assert "| pool-reused | ≥ 1× | – | not measured |" in page
    # A bar in a reason would end its cell.
    assert "| goja | no go / here |" in page


def test_plans_keep_to_the_promised_time():
    # All servers, ours in its ways too. Beside the peers: floor, start-up, memory, refill, rewound isolates.
    servers = len(all_peers())
    assert sum(rounds.FULL.estimate(servers).values()) + 82 <= 20 * 60
    assert sum(rounds.QUICK.estimate(servers).values()) + 19 <= 3 * 60


def test_peer_that_breaks_down_is_left_out_of_the_rest_and_keeps_its_figures(monkeypatch):
    class Fragile:
        name, describe = "fragile", "ends in its second round"
        stopped = 0

        def unavailable(self):
            return None

        def start(self):
            return "127.0.0.1:1"

        def stop(self):
            self.stopped += 1

        def pids(self):
            return []

    runs = iter((load.parse(RECORDED), load.parse(RECORDED)))

    def run(*_, **__):
        if (one := next(runs, None)) is None:
            raise load.LoadFailed("connection refused")
        return one

    monkeypatch.setattr(load, "run", run)
    peer = Fragile()
    # No scenario is asked at the start: the calls are given.
    with rounds.Field([peer], ()) as field:
        field.calls["fragile", "noop"] = []
        results = field.throughput("noop", 5, 0.1)
    assert results["fragile"]["rounds"] == [6.0]
    assert field.skipped == {"fragile, rest of noop": "LoadFailed: connection refused"}
    assert peer.stopped == 1


def test_server_that_forks_after_all_is_no_server_that_rewinds(monkeypatch):
    peer = Rewinding()
    monkeypatch.setattr(Rewinding, "arguments", ("--isolation=rewind", "--sandbox=off", "--isolates=1"))
    try:
        with pytest.raises(WrongIsolation, match="isolates are not rewound here: "):
            peer.start()
    finally:
        peer.stop()


# --- What must be built first ----------------------------------------------------------------------------------------


@pytest.fixture
def fresh_clone(tmp_path):
    """A tree with nothing of what `make bench` builds."""
    for name in ("bench", "executor"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "tests").mkdir()
    for name in ("harness.py", "nursery.py"):
        shutil.copy(ROOT / "tests" / name, tmp_path / "tests")
    return tmp_path


@pytest.mark.parametrize(
    ("only", "words"),
    [
        ("p50", "the load generator is not built: make .tools/bench/load (needs Go 1.25 or later)"),
        ("node-isolates", "the load generator is not built: make .tools/bench/load (needs Go 1.25 or later)"),
        ("start", "npm packages are missing: make peers"),
    ],
)
def test_figure_that_needs_what_is_not_built_says_in_one_line_what_to_run(fresh_clone, only, words):
    command = [sys.executable, "-m", "bench", "--only", only]
    ended = subprocess.run(command, cwd=fresh_clone, capture_output=True, text=True, timeout=PATIENCE)
    told = f"bench: {words}; or make bench ARGS='--only {only}', which builds it first\n"
    assert (ended.returncode, ended.stdout, ended.stderr) == (1, "", told)


def test_target_against_a_peer_that_cannot_run_is_told_before_anything_is_measured(monkeypatch, tmp_path):
    monkeypatch.setattr(load, "BINARY", ROOT / "server.py")
    peer = ProcessPeer("goja", "a peer", lambda: (), needs={tmp_path / "goja": "not built: make peers"})
    told = main.missing("node-isolates", ("noop",), [Executor(), peer])
    assert told == "goja cannot run, not built: make peers"
    # Whole sections go on without it.
    assert main.missing("", ("noop",), [Executor(), peer]) == ""
