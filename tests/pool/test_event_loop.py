"""When a script's callbacks run, and what ends a run beside its own promise."""

import pytest

from executor.v1 import executor_pb2 as pb

# Pushes a name to `order`, now or when called.
HELPERS = "const order = []; const note = (name) => () => { order.push(name); };"
# Some rounds after the timer, which may be due before the first of them: this process may be kept waiting in between.
DONE = "await new Promise((resolve) => setTimeout(() => setImmediate(() => setImmediate(resolve)), 5)); return order"


# Each as in Node 20; tests/corpus/timers and tests/corpus/promises compare many more with it.
@pytest.mark.parametrize(
    ("code", "order"),
    [
        (
            (
                "Promise.resolve().then(note('promise')); queueMicrotask(note('microtask'));"
                "process.nextTick(() => { order.push('tick'); process.nextTick(note('its tick')); }); order.push('script');"
            ),
            ["script", "tick", "its tick", "promise", "microtask"],
        ),
        (
            "Promise.resolve().then(() => { order.push(1); process.nextTick(note('tick')); }).then(note(2));",
            [1, 2, "tick"],
        ),
        (
            (
                "setImmediate(() => { order.push('a'); setImmediate(note('next round')); process.nextTick(note('tick'));"
                " Promise.resolve().then(note('promise')); }); setImmediate(note('b'));"
            ),
            ["a", "tick", "promise", "b", "next round"],
        ),
        (
            (
                "await new Promise((resolve) => setTimeout(() => {"
                " setTimeout(note('timer'), 1); setImmediate(note('immediate')); resolve(); }, 1));"
            ),
            ["immediate", "timer"],
        ),
        (
            (
                # All in one millisecond, by which timers are ordered: this process may be kept waiting in between.
                "for (let at = -1, set = []; at !== Math.floor(performance.now());) { set.forEach(clearTimeout);"
                " at = Math.floor(performance.now()); set = [setTimeout(note(2), 2), setTimeout(note(1), 1),"
                " setTimeout(note(1.5), 1.5), setTimeout(note(0), 0)]; }"
                "const begun = performance.now(); while (performance.now() - begun < 4);"
            ),
            [1, 1.5, 0, 2],
        ),
        (
            (
                "setImmediate(function () { clearImmediate(second); }); const second = setImmediate(note('never'));"
                "const cleared = setTimeout(note('never'), 1); clearTimeout(`${cleared}`);"
            ),
            [],
        ),
        ("setTimeout(note('unreferenced'), 1).unref();", ["unreferenced"]),
    ],
    ids=range(7),
)
def test_callbacks_run_in_nodes_order(server, code, order):
    assert server.result(f"{HELPERS}{code}{DONE}") == order


@pytest.mark.parametrize(
    "code",
    [
        "await new Promise(() => {})",
        "setTimeout(() => {}, 60_000).unref(); await new Promise(() => {})",
        "setInterval(() => {}, 60_000).unref(); setImmediate(() => {}).unref(); await new Promise(() => {})",
        "const timer = setTimeout(() => {}, 60_000); setImmediate(() => clearTimeout(timer)); await new Promise(() => {})",
        "process.nextTick(() => {}); queueMicrotask(() => {}); await new Promise(() => {})",
    ],
)
def test_wait_that_nothing_can_end_ends_at_once(server, code):
    error = server.error(code, timeout=30.0)
    assert (error.kind, error.name) == (pb.ERROR_KIND_INVALID_RESULT, "UnsettledPromise")
    assert "can never settle" in error.message


@pytest.mark.parametrize(
    ("code", "name", "message", "line"),
    [
        ("\nPromise.reject(new TypeError('lost')); return 1", "TypeError", "lost", 2),
        (
            "const f = async () => {\nthrow new RangeError('f') }\nf(); await null; return 1",
            "RangeError",
            "f",
            2,
        ),
        ("Promise.reject({ name: 'Custom', message: 'no error' }); return 1", "Custom", "no error", 0),
        ("Promise.reject('text'); return 1", "", "text", 0),
        ("Promise.reject(null); return 1", "", "null", 0),
        ("Promise.reject(undefined); return 1", "", "undefined", 0),
        (
            "Promise.reject(new Proxy({}, { get() { throw 1 }, getPrototypeOf() { throw 2 } })); return 1",
            "",
            "{}",
            0,
        ),
        (
            (
                "const p = Promise.reject(new Error('late'));\nsetTimeout(() => p.catch(() => {}), 0); await p.constructor.resolve();"
                " await new Promise((resolve) => setTimeout(resolve, 5)); return 1"
            ),
            "Error",
            "late",
            1,
        ),
        (
            "const p = Promise.reject(new Error('too'));\nawait p.catch(() => {}); p.finally(() => {}); return 1",
            "Error",
            "too",
            1,
        ),
        ("Promise.reject(new Error('beside'));\nthrow new Error('own')", "Error", "own", 2),
        ("for (let i = 0; i < 20_000; i++) Promise.reject(i); return 1", "", "0", 0),
    ],
    ids=range(11),
)
def test_rejection_that_nobody_handles_fails_the_run(server, code, name, message, line):
    error = server.error(code)
    assert (error.kind, error.name, error.message, error.line) == (
        pb.ERROR_KIND_THROWN,
        name,
        message,
        line,
    )


@pytest.mark.parametrize(
    "code",
    [
        "const p = Promise.reject(1); await p.catch(() => {}); return 'fine'",
        "const p = Promise.reject(1); process.nextTick(() => p.catch(() => {})); await 1; return 'fine'",
        "const p = Promise.reject(1); Promise.resolve().then(() => {}).then(() => p.catch(() => {})); return 'fine'",
        (
            "const all = []; for (let i = 0; i < 10_000; i++) all.push(Promise.reject(i));"
            "await Promise.allSettled(all); return 'fine'"
        ),
        "for (let i = 0; i < 1_000; i++) await (async () => { throw i })().catch(() => {}); return 'fine'",
        "try { await Promise.all([Promise.reject(1), Promise.reject(2)]) } catch { return 'fine' }",
        "process.on('unhandledRejection', () => {}); Promise.reject(1); await 1; return 'fine'",
        (
            "process.on('uncaughtException', () => {}); Promise.reject(1); setTimeout(() => { throw 2 }, 0);"
            "await new Promise((resolve) => setTimeout(resolve, 5)); return 'fine'"
        ),
    ],
    ids=range(8),
)
def test_rejection_that_is_handled_in_time_is_fine(server, code):
    assert server.result(code) == "fine"


@pytest.mark.parametrize(
    "code",
    [
        "process.nextTick(() => {\nthrow new RangeError('mine') }); return 1",
        "queueMicrotask(() => {\nthrow new RangeError('mine') }); return 1",
        "setImmediate(() => {\nthrow new RangeError('mine') }); await new Promise(() => {})",
        "setTimeout(() => {\nthrow new RangeError('mine') }, 0); await new Promise(() => {})",
        "process.on('unhandledRejection', () => {\nthrow new RangeError('mine') }); Promise.reject(1); return 1",
        "process.on('uncaughtException', () => {\nthrow new RangeError('mine') }); process.nextTick(() => { throw 1 }); return 1",
    ],
    ids=range(6),
)
def test_what_a_callback_throws_fails_the_run(server, code):
    error = server.error(code)
    assert (error.kind, error.name, error.message, error.line) == (
        pb.ERROR_KIND_THROWN,
        "RangeError",
        "mine",
        2,
    )


def test_rejections_that_fill_the_heap_are_out_of_memory(server):
    fill = "const kept = []; for (;;) kept.push(Promise.reject(new Error('x'.repeat(20_000))))"
    kept = server.error(fill, timeout=60)
    assert kept.kind == pb.ERROR_KIND_OUT_OF_MEMORY
    lost = server.error("for (;;) Promise.reject(new Array(5_000).fill(1))", timeout=60)
    assert lost.kind == pb.ERROR_KIND_OUT_OF_MEMORY


def test_callbacks_keep_the_heap_limit_of_the_script(server):
    """A report may use more memory than the script; what runs before it may not."""
    fill = "const kept = []; for (;;) kept.push(new Array(1000).fill(kept.length))"
    for start in (
        "setImmediate(() => {{ setImmediate(() => {{ {0} }}) }})",
        "Promise.resolve().then(() => process.nextTick(() => {{ {0} }}))",
    ):
        response = server.execute(start.format(fill) + "; await new Promise(() => {})", timeout=60)
        assert response.error.kind == pb.ERROR_KIND_OUT_OF_MEMORY


@pytest.mark.parametrize(
    "code",
    [
        "const tick = () => process.nextTick(tick); tick(); await null",
        "const next = () => queueMicrotask(next); next(); await null",
        "const next = () => setImmediate(next); next(); await new Promise(() => {})",
        "process.on('unhandledRejection', () => { Promise.reject(1) }); Promise.reject(1); await new Promise(() => {})",
    ],
)
def test_callbacks_without_end_meet_the_time_limit(server, code):
    assert server.error(code, timeout=0.3).kind == pb.ERROR_KIND_TIMEOUT


def test_loop_holds_when_a_script_replaces_what_it_could_build_on(server):
    code = """
    const order = []; const { defineProperty, getOwnPropertyNames } = Object;
    const wait = new Promise((resolve) => setTimeout(resolve, 420));
    process.nextTick(() => { order[order.length] = 'tick'; });
    queueMicrotask(() => { order[order.length] = 'microtask'; });
    setImmediate(() => { order[order.length] = 'immediate'; });
    // Not due before the immediate's turn, however slow the machine.
    setTimeout(() => { order[order.length] = 'timer'; }, 400);
    await wait.constructor.resolve();
    for (const { prototype } of [Array, Map, Function]) {
      for (const name of getOwnPropertyNames(prototype)) {
        try { defineProperty(prototype, name, { get() { throw new Error(name); } }); } catch {}
      }
    }
    await wait;
    return order[0] + order[1] + order[2] + order[3];
    """
    assert server.result(code) == "tickmicrotaskimmediatetimer"
