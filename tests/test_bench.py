"""`make bench` notices wrong answers, gives no percentile without samples, and judges targets by the run's figures."""

import json

import pytest

from bench import load, percentiles, processes, report, rounds, scenarios, targets
from bench.servers import Echo, Executor, WrongAnswer, checked

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
        for mode, options in (("closed", {}), ("open", {"rate": 200})):
            right = load.run(server.address, [load.Call(request, b"1")], mode, 0.2, **options)
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


def test_tables_show_wrong_answers_and_what_was_not_measured():
    results = {**RESULTS, "targets": targets.verdicts(RESULTS), "skipped": {"goja": "no go | here"}}
    text = "\n".join(table.text() for table in report.tables(results))
    assert "3 × Unavailable" in text
    assert text.rstrip().endswith("slot refilled after a kill, idle, p99")
    machine = dict.fromkeys(("cpu", "cores", "memory_gib", "kernel", "python", "node", "go", "commit"), "x")
    page = report.markdown({**results, "machine": machine, "date": "2026-01-01", "quick": True})
    assert "| node-isolates | ≥ 8× | 9.00× | reached |" in page
    assert "| pool-reused | ≥ 1× | – | not measured |" in page
    # A bar in a reason would end its cell.
    assert "| goja | no go / here |" in page


def test_plans_keep_to_the_promised_time():
    # Ten servers are measured: eight peers, and ours in two ways.
    # Beside the peers: floor, start-up, memory and refill.
    assert sum(rounds.FULL.estimate(10).values()) + 70 <= 15 * 60
    assert sum(rounds.QUICK.estimate(10).values()) + 13 <= 2 * 60


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
