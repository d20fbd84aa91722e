"""Whatever an isolate says, it is understood or refused, never more."""

import contextlib
import json
from dataclasses import replace

import pytest
from frames import JSON, PATIENTLY, TEXT, split
from hypothesis import given
from hypothesis import strategies as st

from executor.outcome import ConsoleLevel, ConsoleMessage, ErrorCause, ErrorKind, Outcome, ScriptError
from executor.rpc.response import encode_outcome
from executor.wire import reporting, reports
from executor.wire.errors import ProtocolError
from executor.wire.frames import HEADER, Kind
from executor.wire.reporting import Cost
from executor.wire.reports import BytesResult, Failure, Rejected, Result

COST = st.builds(
    Cost,
    number=st.integers(0, 2**64 - 1),
    run_ns=st.integers(0, 2**53),
    cpu_ns=st.integers(0, 2**53),
    peak_memory_bytes=st.integers(0, 2**53),
    console_truncated=st.booleans(),
)


@given(cost=COST, text=TEXT)
def test_result_survives_the_pipe(cost, text):
    assert reports.decode_report(*split(reporting.encode_result(cost, text.encode()))) == Result(
        result_json=text.encode(), cost=cost
    )


@given(cost=COST, data=st.binary())
def test_bytes_survive_the_pipe_whatever_they_are(cost, data):
    assert reports.decode_report(*split(reporting.encode_bytes_result(cost, data))) == BytesResult(
        result_bytes=data, cost=cost
    )


@given(
    cost=COST,
    error=st.builds(
        ScriptError,
        kind=st.sampled_from(ErrorKind),
        name=TEXT,
        message=TEXT,
        stack=TEXT,
        line=st.integers(0, 2**31 - 1),
        column=st.integers(0, 2**31 - 1),
    ),
)
def test_failure_survives_the_pipe(cost, error):
    assert reports.decode_report(*split(reporting.encode_failure(cost, error))) == Failure(
        error=error, cost=cost
    )


@given(number=st.integers(0, 2**64 - 1), text=TEXT)
def test_rejection_survives_the_pipe_but_for_its_length(number, text):
    report = reports.decode_report(*split(reporting.encode_rejected(number, text)))
    assert report == Rejected(number=number, message=text[: reports.MAX_REJECTION_TEXT])


@given(level=st.sampled_from(ConsoleLevel), offset=st.integers(0, 2**53), text=TEXT)
def test_console_message_survives_the_pipe(level, offset, text):
    report = reports.decode_report(*split(reporting.encode_console(level, offset, text)))
    assert report == ConsoleMessage(level, text, offset / 1e9)


NOTHING = Cost(number=0, run_ns=0, cpu_ns=0, peak_memory_bytes=0, console_truncated=False)


@pytest.mark.parametrize("figure", ["run_ns", "cpu_ns", "peak_memory_bytes"])
def test_cost_out_of_range_is_refused(figure):
    frame = reporting.encode_result(replace(NOTHING, **{figure: 2**63}), b"1")
    with pytest.raises(ProtocolError, match="a cost out of range"):
        reports.decode_report(*split(frame))


@given(cost=COST, text=TEXT)
def test_answer_that_turns_out_to_be_the_last_is_the_same_but_for_that(cost, text):
    frame = reporting.as_last(reporting.encode_result(replace(cost, is_last=False), text.encode()))
    assert reports.decode_report(*split(frame)) == Result(
        result_json=text.encode(), cost=replace(cost, is_last=True)
    )


def test_longest_error_fits_its_frame():
    text = "\U0001f600" * reporting.MAX_ERROR_TEXT
    short = "\U0001f600" * reporting.MAX_CAUSE_TEXT
    causes = (ErrorCause(short, short, short),) * reporting.MAX_CAUSES
    error = ScriptError(ErrorKind.THROWN, text, text, text, causes=causes, errors=causes)
    frame = reporting.encode_failure(NOTHING, error)
    assert len(frame) <= reports.FRAME_SLACK


@given(kind=st.integers(0, 255), payload=st.binary(max_size=200))
def test_garbage_is_understood_or_refused(kind, payload):
    # Any other exception would end the server's event-loop callback.
    with contextlib.suppress(ProtocolError):
        reports.decode_report(kind, payload)


ERROR_FIELDS = st.fixed_dictionaries(
    {
        "kind": st.integers(-1, 9) | JSON,
        "name": TEXT | JSON,
        "message": TEXT | JSON,
        "stack": TEXT | JSON,
        "line": st.integers() | JSON,
        "column": st.integers() | JSON,
        "causes": st.lists(st.fixed_dictionaries({"name": TEXT, "message": TEXT, "code": TEXT | JSON}))
        | JSON,
    }
)


@PATIENTLY
@given(
    kind=st.sampled_from([Kind.RESULT, Kind.ERROR, Kind.CONSOLE]),
    head=st.binary(max_size=30),
    body=st.binary(max_size=60) | (ERROR_FIELDS | JSON).map(lambda value: json.dumps(value).encode()),
    cost=COST,
)
def test_whatever_is_understood_can_be_sent_to_a_caller(kind, head, body, cost):
    """A report that passes the checks and then does not fit the response would end its call as INTERNAL."""
    well_formed = reporting.encode_result(cost, b"")[HEADER.size :]
    for payload in (head + body, well_formed + body):
        try:
            report = reports.decode_report(kind, payload)
        except ProtocolError:
            continue
        match report:
            case Result():
                outcome = Outcome(report.result_json, None)
            case BytesResult():
                outcome = Outcome(None, None, result_bytes=report.result_bytes)
            case Failure():
                outcome = Outcome(None, report.error)
            case _:
                outcome = Outcome(b"1", None, (report,))
        encode_outcome("id", outcome).SerializeToString()


@pytest.mark.parametrize(
    "fields",
    [
        b"{}",
        b"null",
        b'"text"',
        b'{"kind": 99, "name": "", "message": "", "stack": "", "line": 0, "column": 0}',
        b'{"kind": 2, "name": 1, "message": "", "stack": "", "line": 0, "column": 0}',
        b'{"kind": 2, "name": "", "message": "", "stack": "", "line": "1", "column": 0}',
        b'{"kind": 2, "name": "", "message": "", "stack": "", "line": 1, "column": 0, "causes": 1}',
        b'{"kind": 2, "name": "", "message": "", "stack": "", "line": 1, "column": 0, "causes": [{"name": 1}]}',
        b"[" * 100_000,
    ],
)
def test_error_report_with_wrong_fields_is_refused(fields):
    payload = reporting.encode_result(NOTHING, fields)[HEADER.size :]
    with pytest.raises(ProtocolError):
        reports.decode_report(Kind.ERROR, payload)
