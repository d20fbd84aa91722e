"""Runs without Python: C's from the mark on, Python's from the first thing on that a script asks its host for."""

import os

import pytest
from traced import TracedIsolate, TracedZygote

from executor.outcome import ErrorKind
from executor.wire.packets import Rewound
from executor.wire.reports import Failure, Rejected, Result

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="only root may look into an isolate")

MIB = 1 << 20
FULL = "const all = []; for (;;) all.push(new Array(10000).fill(all.length))"


@pytest.fixture(scope="module")
def zygote():
    with TracedZygote() as zygote:
        yield zygote


@pytest.fixture
def isolate(zygote):
    return zygote.fork()


def pages_of(isolate: TracedIsolate, code: str) -> int:
    """How many have to be put back after it, once all of them have been written to before."""
    for _ in range(2):
        isolate.run(code)
        report = isolate.rewind()
        assert isinstance(report, Rewound)
    return report.pages


def test_run_that_asks_for_nothing_writes_to_no_object_of_pythons(zygote):
    """So there is a third of the pages to put back."""
    direct = pages_of(zygote.fork(), "return input")
    assert direct < 200 < pages_of(zygote.fork(), "console.log(1)")


def test_answer_is_the_same_whoever_gives_it(isolate):
    for begin in ("", "console.log('Python from here on');"):
        answer = isolate.run(
            f"{begin} return [input, 'é😀\\u2028']", '{"a": "\\ud83d\\ude00", "b": [1.5, null]}'
        )
        assert isinstance(answer, Result)
        assert answer.result_json.decode() == '[{"a":"😀","b":[1.5,null]},"é😀\u2028"]'
        assert isolate.rewind()


def test_figures_count_from_the_beginning_where_python_takes_over(isolate):
    code = "const end = performance.now() + 50; while (performance.now() < end); console.log(1); return 1"
    answer = isolate.run(code, number=41)
    assert answer.cost.number == 41
    assert answer.cost.run_ns >= 50_000_000
    assert answer.cost.cpu_ns > 1_000_000


@pytest.mark.parametrize("begin", ["", "console.log(1);"])
@pytest.mark.parametrize(
    ("timeout", "cpu_limit", "kind", "told"),
    [
        (0.2, 9.0, ErrorKind.TIMEOUT, "its time limit of 200 ms"),
        (30.0, 0.1, ErrorKind.CPU_LIMIT, "its limit of 100 ms of CPU time"),
    ],
)
def test_limit_is_told_whoever_has_the_run(isolate, begin, timeout, cpu_limit, kind, told):
    answer = isolate.run(f"{begin} for (;;);", timeout=timeout, cpu_limit=cpu_limit, number=7)
    assert isinstance(answer, Failure)
    assert (answer.error.kind, answer.cost.number) == (kind, 7)
    assert told in answer.error.message


@pytest.mark.parametrize("begin", ["", "console.log(1);"])
def test_limit_of_the_heap_is_the_jobs_whoever_has_the_run(zygote, begin):
    room = "try { return new Array(4e6).fill(1).length } catch (error) { return error.message }"
    answers = [zygote.fork().run(f"{begin} {room}", max_memory_bytes=limit * MIB) for limit in (128, 48)]
    assert [answer.result_json for answer in answers] == [b"4000000", b'"out of memory"']


def test_full_heap_is_told_and_ends_the_isolate(isolate):
    answer = isolate.run(FULL, max_memory_bytes=48 * MIB)
    assert isinstance(answer, Failure)
    assert answer.error.kind is ErrorKind.OUT_OF_MEMORY
    assert isolate.is_dead()


def test_input_that_is_no_json_is_refused_by_the_run_that_it_is_for(isolate):
    answer = isolate.run("return 1", "{", number=99)
    assert isinstance(answer, Rejected)
    assert answer.number == 99
    assert "JSON" in answer.message or "expecting" in answer.message


def test_result_over_its_limit_is_refused(isolate):
    answer = isolate.run("return 'x'.repeat(98)", max_result_bytes=99)
    assert isinstance(answer, Failure)
    assert answer.error.message == "the result is 100 bytes of JSON, over the limit of 99; return less"
    assert isinstance(isolate.rewind(), Rewound)
    assert isolate.run("return 'x'.repeat(97)", max_result_bytes=99).result_json == b'"' + b"x" * 97 + b'"'


def test_promises_that_nobody_handles_end_a_run(isolate):
    answer = isolate.run("Promise.reject(new Error('nobody')); await 0; await 0; return 1")
    assert isinstance(answer, Failure)
    assert answer.error.message == "nobody"


def test_long_jobs_and_long_answers_cross_whole(isolate):
    """Beyond what is read and written at once."""
    text = "ä" * 400_000
    answer = isolate.run("return input", f'"{text}"')
    assert answer.result_json.decode() == f'"{text}"'
    assert isinstance(isolate.rewind(), Rewound)
    assert isolate.run(f"return 1 // {text}").result_json == b"1"
