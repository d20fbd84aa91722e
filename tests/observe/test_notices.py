"""The line for an execution that ended at a limit or by a crash: which block, whose, and never more than a few."""

import hashlib
import logging

import pytest
from clock import Clock

from executor.observe import notices
from executor.observe.notices import MAX_LINES, MAX_OF_BLOCK, Notices
from executor.outcome import ErrorKind, Outcome, ScriptError, Usage


@pytest.fixture
def clock(monkeypatch):
    clock = Clock()
    monkeypatch.setattr(notices, "time", clock)
    return clock


@pytest.fixture
def lines(caplog):
    caplog.set_level(logging.INFO, "executor.observe.notices")
    return lambda: [record.getMessage() for record in caplog.records]


def ended(kind):
    error = None if kind is None else ScriptError(kind, message="secret of the caller")
    usage = Usage(queue=0.0, run=0.3, cpu=0.2, total=0.3, peak_memory_bytes=1, fetch_count=0)
    return Outcome(None if error else b"1", error, usage=usage)


@pytest.mark.parametrize("kind", [None, *ErrorKind])
def test_limits_and_crashes_have_a_line_with_id_caller_and_hash(clock, lines, kind):
    Notices().executed("id-1", "billing", "for (;;) {}", ended(kind))
    if kind not in notices.NOTICED:
        assert lines() == []
        return
    (line,) = lines()
    digits = hashlib.sha256(b"for (;;) {}").hexdigest()[:12]
    assert line == f"execution id-1: {kind.name} after 300 ms, caller billing, code {digits}"


def test_one_block_has_a_few_lines_a_minute_and_the_rest_is_counted(clock, lines):
    noticing = Notices()
    for _ in range(MAX_OF_BLOCK + 5):
        noticing.executed("id", "", "for (;;) {}", ended(ErrorKind.TIMEOUT))
    assert len(lines()) == MAX_OF_BLOCK
    noticing.executed("id", "", "another", ended(ErrorKind.TIMEOUT))
    assert lines()[-1].endswith("; 5 more ended so before and have no line")
    clock.now += 60
    noticing.executed("id", "", "for (;;) {}", ended(ErrorKind.TIMEOUT))
    assert len(lines()) == MAX_OF_BLOCK + 2


def test_many_blocks_have_a_bounded_number_of_lines(clock, lines):
    noticing = Notices()
    for number in range(10 * MAX_LINES):
        noticing.executed("id", "", f"return {number}", ended(ErrorKind.CRASHED))
    assert len(lines()) == MAX_LINES
