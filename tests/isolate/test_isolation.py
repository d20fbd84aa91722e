"""Every execution gets a warm interpreter that nobody has used before."""

import concurrent.futures
import json
from collections import Counter

import pytest
from harness import SERVICE, ServerProcess, looks_into_isolates

from executor.v1 import executor_pb2 as pb

# One execution draws so many times from every source of randomness that a script has, and leaves and looks for a mark.
DRAWS = 4
DRAW = """
const _ = require('lodash'), uuid = require('uuid'), CryptoJS = require('crypto-js');
const marks = [
  globalThis.mark, Object.prototype.mark, Array.prototype.mark, _.mark, require('qs').mark, Math.mark,
  require('axios').defaults.headers.common.mark, uuid.v4.mark, require('date-fns').addDays.mark, String.mark,
].filter(mark => mark !== undefined);
globalThis.mark = _.mark = require('qs').mark = Math.mark = uuid.v4.mark = String.mark = 1;
require('date-fns').addDays.mark = 1;
require('axios').defaults.headers.common.mark = 1;
Object.defineProperty(Object.prototype, 'mark', { value: 1 });
Array.prototype.mark = 1;
return {
  marks: marks.length,
  draws: Array.from({ length: input }, () => [
    Math.random(), uuid.v4(), uuid.v1(), uuid.v7(), uuid.v6(), crypto.randomUUID(),
    CryptoJS.lib.WordArray.random(16).toString(), _.random(1e15),
    Array.from(crypto.getRandomValues(new Uint8Array(16))).join(),
  ]),
};
"""


@pytest.fixture(scope="module")
def rewinding():
    made = ServerProcess("--isolates=8", "--isolation=rewind", "--queue-timeout=60s")
    made.serving()
    yield made
    made.stop()


@pytest.fixture(params=["fork", "rewind"])
def either(request):
    """A server of each way to keep executions apart."""
    return request.getfixturevalue("server" if request.param == "fork" else "rewinding")


def draw_many(server: ServerProcess, count: int) -> list[dict]:
    request = server.request(DRAW, DRAWS)
    with concurrent.futures.ThreadPoolExecutor(16) as threads:
        responses = threads.map(lambda _: server.stub.Execute(request, timeout=60), range(count))
        return [json.loads(response.result_json) for response in responses]


def test_ten_thousand_draws_of_thousands_of_executions_share_nothing(either):
    # Of rewound runs tests/isolate/test_rewound.py and the soak (bench/proof.py) have more.
    count = 10_000 if either.warmup_status().isolation == "fork" else 2_000
    executions = draw_many(either, count // DRAWS)
    assert sum(execution["marks"] for execution in executions) == 0
    draws = [draw for execution in executions for draw in execution["draws"]]
    assert len(draws) == count
    for position, source in enumerate(zip(*draws, strict=True)):
        value, times = Counter(source).most_common(1)[0]
        assert times == 1, f"source {position} gave {value} {times} times"


def test_random_numbers_are_spread(server):
    code = "const n = Array(10).fill(0); for (let i = 0; i < 10000; i++) n[Math.floor(Math.random() * 10)]++; return n"
    counts = server.result(code)
    # 1000 expected in each; seven standard deviations are 210.
    assert all(790 < count < 1210 for count in counts), counts
    assert server.result("const v = Math.random(); return v >= 0 && v < 1") is True


def test_get_random_values_behaves_as_in_browsers(server):
    code = """
      const outcomes = [];
      for (const make of [() => new Float32Array(2), () => new Uint8Array(65537), () => [1, 2]]) {
        try { crypto.getRandomValues(make()); outcomes.push('ok') } catch (e) { outcomes.push(e.name) }
      }
      const view = new Uint32Array(new ArrayBuffer(32), 8, 2);
      outcomes.push(crypto.getRandomValues(view) === view, view.some(word => word > 0),
                    new Uint8Array(view.buffer, 0, 8).every(byte => byte === 0), crypto.getRandomValues(new Uint8Array(0)).length);
      return outcomes;
    """
    assert server.result(code) == [
        "TypeMismatchError",
        "QuotaExceededError",
        "TypeMismatchError",
        True,
        True,
        True,
        0,
    ]


def test_isolates_are_processes_that_end_after_one_job(start):
    # One canary, before the first call: each has an isolate of its own, too.
    server = start("--isolates=4", "--canary-interval=60m", "--isolation=fork").serving().all_ready()
    before = server.metrics()["executor_forks_total"]
    for _ in range(20):
        server.result("return 1")
    server.all_ready()
    assert server.metrics()["executor_forks_total"] == before + 20


@looks_into_isolates
@pytest.mark.parametrize("isolation", ["fork", "rewind"])
def test_isolate_holds_no_descriptor_but_its_pipe(start, isolation):
    flags = ("--isolates=4", f"--isolation={isolation}", "--canary-interval=60m")
    server = start(*flags).serving(SERVICE).all_ready()
    isolates = server.named("isolate")
    assert len(isolates) == 4
    for isolate in isolates:
        assert isolate.num_fds() == 1


@looks_into_isolates
def test_grpc_is_not_in_zygote_or_isolates(start):
    server = start("--isolates=2", "--canary-interval=60m").serving().all_ready()
    for process in [server.zygote(), *server.named("isolate")]:
        assert process.num_threads() == 1
        mapped = [region.path for region in process.memory_maps()]
        assert not [path for path in mapped if "cygrpc" in path]


def test_error_of_one_is_not_seen_by_another(either):
    assert either.execute("globalThis.leak = 1; throw new Error('x')").error.kind == pb.ERROR_KIND_THROWN
    assert either.result("return typeof leak") == "undefined"
