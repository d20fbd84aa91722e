"""The soak in small (`make soak` is the whole), and that it would notice what it is there to notice."""

import random

import pytest

from bench import soak, traffic

MIB = 2**20


@pytest.mark.slow
def test_hundreds_of_mixed_calls_with_faults_leak_nothing_and_are_all_counted(capsys):
    run = soak.Soak(executions=600, isolates=2, clients=1, seed=random.randrange(1000))
    promises = run.run()
    assert run.isolates_killed > 0
    assert run.zygotes_killed > 0
    # So few calls show a descriptor, thread or process that stays, and every count; memory has not settled yet.
    broken = [one for one in promises if not one.kept and not one.name.endswith(("RSS", "PSS"))]
    assert not broken, (run.seed, run.tally.wrong)
    soak.report(run, promises)
    assert "calls started, without those left" in capsys.readouterr().out


# --- What it notices ---------------------------------------------------------------------------------------------------


def samples(figure, *, rounds=50, zygote_lives=50):
    """Of a run in which one figure of server and zygote is as `figure(number)` says."""
    return [
        soak.Sample(
            number * 100,
            number // zygote_lives,
            {
                "server RSS": figure(number),
                "zygote RSS": figure(number % zygote_lives),
                "server descriptors": 20,
            },
        )
        for number in range(rounds)
    ]


def noise(seed):
    return random.Random(seed).uniform(-3 * MIB, 3 * MIB)


def verdicts(found):
    return {one.name: one.kept for one in found}


def test_leak_under_noise_is_found():
    kept = verdicts(soak.growths(samples(lambda n: 60 * MIB + n * MIB / 5 + noise(n))))
    assert kept == {"server RSS": False, "zygote RSS": False, "server descriptors": True}


def test_noise_and_growth_in_the_first_tenth_are_no_leak():
    kept = verdicts(soak.growths(samples(lambda n: 60 * MIB + min(n, 4) * 10 * MIB + noise(n))))
    assert set(kept.values()) == {True}


def test_leak_of_a_zygote_is_found_though_each_lives_for_a_tenth_of_the_run_only():
    kept = verdicts(soak.growths(samples(lambda n: 40 * MIB + n * MIB, zygote_lives=5)))
    assert not kept["zygote RSS"]


def test_descriptor_that_stays_open_is_found():
    leaking = [
        soak.Sample(n * 100, 1, {"server descriptors": 20 + n // 25, "zygote descriptors": 8})
        for n in range(50)
    ]
    assert verdicts(soak.growths(leaking)) == {"server descriptors": False, "zygote descriptors": True}


METRICS = {
    f"grpc_server_started_total{{{soak.EXECUTE}}}": 13,
    **{
        f'grpc_server_handled_total{{grpc_code="{code}",{soak.EXECUTE}}}': number
        for code, number in (("OK", 8), ("INVALID_ARGUMENT", 2), ("CANCELLED", 2), ("DEADLINE_EXCEEDED", 1))
    },
    'executor_executions_total{outcome="ok"}': 7,
    'executor_executions_total{outcome="crashed"}': 1,
    'executor_kills_total{reason="timeout"}': 0,
    'executor_kills_total{reason="cancelled"}': 3,
    'executor_kills_total{reason="protocol"}': 0,
}


def tally(**changes):
    seen = {
        "statuses": {"OK": 8, "INVALID_ARGUMENT": 2},
        "outcomes": {"ok": 7, "crashed": 1},
        "abandoned": 4,
    } | changes
    return traffic.Tally(
        statuses=traffic.Counter(seen["statuses"]),
        outcomes=traffic.Counter(seen["outcomes"]),
        abandoned=seen["abandoned"],
    )


def broken(*, metrics=METRICS, isolates_killed=1, **changes):
    return {one.name for one in soak.counts(tally(**changes), metrics, isolates_killed) if not one.kept}


def test_counts_that_agree_are_kept():
    # Of the four that were left the server never saw one.
    assert broken() == set()


def test_refusal_that_its_caller_no_longer_saw_is_kept_within_the_refusals_for_deadlines():
    handled = f'grpc_server_handled_total{{grpc_code="RESOURCE_EXHAUSTED",{soak.EXECUTE}}}'
    late = METRICS | {handled: 1, f"grpc_server_started_total{{{soak.EXECUTE}}}": 14}
    assert broken(metrics=late) == {"left, of them refused for their deadline"}
    assert broken(metrics=late | {'executor_refusals_total{reason="DEADLINE_TOO_SHORT"}': 1}) == set()


def test_every_miscount_is_found():
    assert broken(statuses={"OK": 9, "INVALID_ARGUMENT": 2}) == {
        "calls started, without those left",
        "answered OK",
    }
    assert broken(statuses={"OK": 8, "INVALID_ARGUMENT": 2, "INTERNAL": 1}) == {
        "calls started, without those left",
        "answered INTERNAL",
    }
    assert broken(outcomes={"ok": 8}) == {"outcome ok", "outcome crashed"}
    assert broken(abandoned=2) == {"left, that the server saw"}
    assert broken(statuses={"OK": 8, "INVALID_ARGUMENT": 2, "RESOURCE_EXHAUSTED": 1}) == {
        "calls started, without those left",
        "answered RESOURCE_EXHAUSTED",
    }
    assert broken(isolates_killed=0) == {"outcome crashed, of isolates the soak killed"}
    assert broken(metrics=METRICS | {'executor_kills_total{reason="start"}': 1}) == {
        "isolates killed for any other reason"
    }
