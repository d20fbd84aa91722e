"""affinity_key: executions that chose to share an isolate share it, one after another, and with nobody else."""

import hashlib
import signal
import threading

import pytest
from batches import COUNT, OpenBatch, chunk, header, run, shown
from differential import COMPUTING, is_known, run_here
from differential import load as load_corpus
from harness import PATIENCE, SERVING, ServerProcess, eventually

from executor.v1 import executor_pb2 as pb

CODE = f"{COUNT} return count"
ENDLESS = "await new Promise(resolve => setTimeout(resolve, 1e6))"


SHARING = ("--isolates=2", "--affinity-isolates=2")


@pytest.fixture(scope="module")
def shared_by_tests():
    server = ServerProcess(*SHARING).serving()
    yield server
    server.stop()


@pytest.fixture
def sharing(shared_by_tests):
    """No isolate is kept for any key: each slot had a batch, and has a fresh one since."""
    batches = [OpenBatch(shared_by_tests, header(shared_by_tests, "return input")) for _ in range(2)]
    assert [batch.ask(number) for number, batch in enumerate(batches)] == [0, 1]
    for batch in batches:
        batch.end()
        assert list(batch.call) == []
    return shared_by_tests.all_ready()


def evictions(server):
    start = 'executor_evictions_total{reason="'
    return {
        key.removeprefix(start).rstrip('"}'): value
        for key, value in server.metrics().items()
        if key.startswith(start) and value
    }


# --- Who shares ------------------------------------------------------------------------------------------------------


def test_same_key_and_code_share_an_isolate_one_after_another(sharing):
    before = sharing.metrics()["executor_reused_total"]
    assert [sharing.result(CODE, affinity_key="k") for _ in range(5)] == [1, 2, 3, 4, 5]
    assert sharing.metrics()["executor_reused_total"] - before == 4


def test_other_key_other_code_and_no_key_share_nothing(sharing):
    assert [sharing.result(CODE, affinity_key="k") for _ in range(2)] == [1, 2]
    assert sharing.result(CODE, affinity_key="other") == 1
    assert sharing.result(CODE + " ", affinity_key="k") == 1
    assert [sharing.result(CODE) for _ in range(3)] == [1, 1, 1]


def test_run_in_a_process_of_its_own_shares_nothing_with_its_key(sharing):
    assert sharing.result(CODE, affinity_key="k") == 1
    assert [sharing.result(CODE, affinity_key="k", own_process=True) for _ in range(2)] == [1, 1]
    assert sharing.result(CODE, affinity_key="k") == 2


def test_batch_takes_no_isolate_of_an_affinity(sharing):
    assert sharing.result(CODE, affinity_key="k") == 1
    assert [shown(one) for one in run(sharing, [header(sharing, CODE, affinity_key="k"), chunk(0, 0)])] == [
        1,
        2,
    ]
    assert sharing.result(CODE, affinity_key="k") == 2


def test_key_has_no_effect_where_the_operator_did_not_allow_it(server):
    assert [server.result(CODE, affinity_key="k") for _ in range(5)] == [1] * 5
    assert server.stub.ServerStatus(pb.ServerStatusRequest()).limits.affinity_isolate_count == 0


def test_callers_who_say_other_names_share_nothing(sharing):
    def count(caller):
        request = sharing.request(CODE, affinity_key="k")
        return shown(sharing.stub.Execute(request, timeout=PATIENCE, metadata=(("x-caller", caller),)))

    # Names that differ late count as one for fair shares, and as two here.
    long = "c" * 300
    assert [count("a"), count("a"), count("b"), count(long + "1"), count(long + "2")] == [1, 2, 1, 1, 1]


def test_identities_share_nothing(start, tmp_path):
    tokens = tmp_path / "tokens"
    tokens.write_text(
        "".join(
            f"{name} sha256:{hashlib.sha256(name.encode()).hexdigest()} execute,status\n"
            for name in ("ann", "bob")
        )
    )
    server = start("--isolates=2", "--affinity-isolates=2", f"--tokens={tokens}").serving()

    def count(token, **metadata):
        pairs = (("authorization", f"Bearer {token}"), *metadata.items())
        return shown(
            server.stub.Execute(server.request(CODE, affinity_key="k"), timeout=PATIENCE, metadata=pairs)
        )

    assert [count("ann"), count("ann"), count("bob"), count("ann")] == [1, 2, 1, 3]
    assert count("bob", **{"x-caller": "ann"}) == 2


def test_calls_at_once_never_share_at_once(start):
    """Each run takes its isolate for itself: what it set, it finds."""
    server = start("--isolates=4", "--affinity-isolates=4").serving()
    code = """
      if (globalThis.busy) throw new Error('two at once');
      globalThis.busy = true;
      await new Promise(resolve => setTimeout(resolve, 5));
      globalThis.busy = false;
      return process.pid;
    """
    errors = []

    def call():
        for _ in range(25):
            response = server.execute(code, affinity_key="k")
            if response.WhichOneof("outcome") == "error":
                errors.append(response.error.message)

    threads = [threading.Thread(target=call) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    # Whoever waited took over where the one before it ended.
    assert server.metrics()["executor_reused_total"] >= 150


# --- What a run leaves to the next -----------------------------------------------------------------------------------


def test_error_of_the_script_keeps_the_isolate(sharing):
    code = f"{COUNT} if (count === 2) throw new Error('x'); if (count === 3) return 1n; return count"
    assert [shown(sharing.execute(code, affinity_key="k")) for _ in range(4)] == [
        1,
        "THROWN",
        "INVALID_RESULT",
        4,
    ]


def test_input_that_is_not_json_is_refused_and_keeps_the_isolate(sharing):
    assert sharing.result(CODE, affinity_key="k") == 1
    error, info = sharing.refusal(pb.ExecuteRequest(code=CODE, affinity_key="k", input_json="nope"))
    assert info.reason == "INPUT_NOT_JSON", error
    assert sharing.result(CODE, affinity_key="k") == 2


def test_timer_and_rejection_of_one_run_do_nothing_in_the_next(sharing):
    code = f"""
      {COUNT}
      if (count === 1) {{
        setTimeout(() => {{ throw new Error('late') }}, 0);
        setInterval(() => console.log('tick'), 1).unref();
        Promise.resolve().then(() => setImmediate(() => console.log('late')));
      }} else await new Promise(resolve => setTimeout(resolve, 20));
      return count;
    """
    for expected in (1, 2):
        response = sharing.execute(code, affinity_key="k")
        assert (shown(response), list(response.console_messages)) == (expected, [])


def test_endless_work_after_the_answer_ends_the_isolate_and_nobody_else(start):
    server = start("--isolates=1", "--affinity-isolates=1").serving()
    code = "process.on('uncaughtException', () => {}); setTimeout(() => { (function again() { Promise.resolve().then(again) })() }, 0);"
    code = f"return {{ toJSON() {{ (function again() {{ Promise.resolve().then(again) }})(); return 1 }} }} // {len(code)}"
    assert server.result(code, affinity_key="k") == 1
    assert server.result("return 2") == 2


def test_broken_builtins_harm_their_own_key_only(sharing):
    code = "Array.prototype.map = JSON.stringify = Promise.prototype.then = null; Object.prototype.x = 1; return 1"
    for _ in range(2):
        assert shown(sharing.execute(code, affinity_key="broken")) in (1, "THROWN")
    assert sharing.result("return [1, 2].map(n => n + 1)", affinity_key="fine") == [2, 3]


# --- How sharing ends ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("end", "kind"),
    [
        ("for (;;) {}", "TIMEOUT"),
        ("for (;;) 'a'.repeat(5e7).indexOf('b')", "TIMEOUT"),
        ("const a = []; for (;;) a.push('x'.repeat(1e6) + a.length)", "OUT_OF_MEMORY"),
    ],
    ids=["soft", "deaf", "heap"],
)
def test_isolate_that_is_ended_is_shared_no_more(sharing, end, kind):
    code = f"{COUNT} if (input) {{ {end} }} return count"
    seen = []
    for n in range(5):
        # The limit is for the one that must meet it: a busy machine may take long for the others.
        limit = 0.3 if n == 2 and kind == "TIMEOUT" else 30
        seen.append(shown(sharing.execute(code, n == 2, affinity_key="k", timeout=limit)))
    assert seen == [1, 2, kind, 1, 2]


def test_idle_isolate_killed_from_outside_is_replaced(sharing):
    code = f"{COUNT} return [count, process.pid]"
    sharing.result(code, affinity_key="k")
    killed = sharing.named("isolate")
    for isolate in killed:
        isolate.send_signal(signal.SIGKILL)
    eventually(lambda: not any(isolate.is_running() for isolate in killed), "they are dead, and known to be")
    assert sharing.result(code, affinity_key="k")[0] == 1


def test_isolate_serves_so_many_uses_and_no_more(start):
    server = start("--isolates=2", "--affinity-isolates=2", "--affinity-max-uses=3").serving()
    assert [server.result(CODE, affinity_key="k") for _ in range(7)] == [1, 2, 3, 1, 2, 3, 1]
    assert evictions(server) == {"uses": 2}


def test_isolate_that_grew_too_large_is_not_kept(start):
    # Forked, a fresh one has 45 MiB that it shares; rewound, only what it has used of that: 7 MiB.
    server = start("--isolates=2", "--affinity-isolates=2", "--affinity-memory-bytes=60MiB").serving()
    code = f"{COUNT} globalThis.kept = 'x'.repeat(input); return count"
    assert [server.result(code, n, affinity_key="k") for n in (1, 1, 70_000_000, 1)] == [1, 2, 3, 1]


def test_idle_isolate_goes_after_the_idle_time(start):
    server = start("--isolates=2", "--affinity-isolates=2", "--affinity-idle=300ms").serving()
    assert server.result(CODE, affinity_key="k") == 1
    eventually(lambda: evictions(server) == {"idle": 1}, "the idle isolate is gone")
    assert server.result(CODE, affinity_key="k") == 1


def test_the_one_used_longest_ago_goes_when_there_are_too_many(start):
    server = start("--isolates=4", "--affinity-isolates=2").serving()
    keys = ["a", "b", "a", "c", "a", "b"]
    assert [server.result(CODE, affinity_key=key) for key in keys] == [1, 1, 2, 1, 3, 1]
    assert evictions(server) == {"too_many": 2}


def test_idle_isolate_makes_place_for_whoever_waits(start):
    server = start("--isolates=1", "--affinity-isolates=1").serving()
    assert server.result(CODE, affinity_key="k") == 1
    assert server.result("return 'fresh'") == "fresh"
    assert server.result(CODE, affinity_key="k") == 1
    assert evictions(server) == {"needed": 2} or evictions(server) == {"needed": 1}


def test_idle_isolates_outlive_their_zygote(start):
    sharing = start(*SHARING).serving().all_ready()
    assert sharing.result(CODE, affinity_key="k") == 1
    sharing.zygote().send_signal(signal.SIGKILL)
    eventually(lambda: sharing.warmup_status().generation == 2, "the next generation")
    assert sharing.result(CODE, affinity_key="k") == 2


def test_canary_runs_where_all_slots_are_idle(start):
    server = start("--isolates=1", "--affinity-isolates=1", "--canary-interval=100ms").serving()
    assert server.result(CODE, affinity_key="k") == 1
    eventually(lambda: evictions(server) == {"needed": 1}, "the canary took the slot")
    eventually(lambda: server.check() == SERVING, "readiness is on")


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_corpus_ends_the_same_with_a_key(start):
    """The differential corpus, each script in an isolate that is kept after it: as in Node, which test_compatibility.py asks of
    fresh ones; where not, or where it is an error, whose words are compared here, as in a fresh one. Without COMPUTING, whose
    functions others of their groups call as well.
    """
    corpus = load_corpus()
    assert {script.title for script in corpus} >= COMPUTING
    scripts = [script for script in corpus if script.zone == "UTC" and script.title not in COMPUTING]
    assert len(scripts) > 1000
    server = start("--isolates=4", "--affinity-isolates=2", "--timeout=45s").serving()
    # Scripts that wait tell how busy the machine is, too; what is different for our reasons is so each time.
    for attempt in range(3):
        kept = run_here(server, scripts, jobs=3, affinity_key=f"corpus {attempt}")
        pairs = [
            (script, answer)
            for script, answer in zip(scripts, kept, strict=True)
            if answer.message or not is_known(script, answer)
        ]
        fresh = run_here(server, [script for script, _ in pairs], jobs=3)
        scripts = [script for (script, other), one in zip(pairs, fresh, strict=True) if one != other]
    assert [script.title for script in scripts] == []
