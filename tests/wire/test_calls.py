"""Calls of a caller's functions: whatever an isolate says is a call that can be passed on, or refused."""

import contextlib
import json

from frames import TEXT, split
from hypothesis import given
from hypothesis import strategies as st

from executor.wire.calls import (
    MAX_COMPLAINT,
    BadAnswer,
    Call,
    call_error,
    decode_answer,
    encode_answer,
    encode_call_failed,
    max_payload,
    over_call_bytes,
)
from executor.wire.errors import ProtocolError
from executor.wire.frames import Kind
from executor.wire.reports import decode_report

NUMBERS = st.integers(0, 2**32 - 1)


@given(st.builds(Call, number=NUMBERS, function=NUMBERS, arguments_json=TEXT))
def test_call_survives_the_pipe(call):
    kind, payload = split(call.encode())
    assert decode_report(kind, payload) == call
    assert len(payload) <= max_payload(Kind.CALL, len(call.arguments_json.encode()))


@given(NUMBERS, st.text(max_size=2 * MAX_COMPLAINT))
def test_complaint_survives_the_pipe_cut_to_its_length(number, message):
    kind, payload = split(BadAnswer(number=number, message=message).encode())
    assert decode_report(kind, payload) == BadAnswer(number=number, message=message[:MAX_COMPLAINT])
    assert len(payload) <= max_payload(Kind.BAD_ANSWER, 0)


@given(st.sampled_from([Kind.CALL, Kind.BAD_ANSWER]), st.binary(max_size=50))
def test_frame_of_anything_is_understood_or_refused(kind, payload):
    with contextlib.suppress(ProtocolError):
        assert isinstance(decode_report(kind, payload), Call | BadAnswer)


@given(NUMBERS, TEXT)
def test_answer_survives_the_pipe(number, text):
    kind, payload = split(encode_answer(number, text.encode()))
    assert (kind, decode_answer(payload)) == (Kind.ANSWER, (number, text.encode()))


def test_failure_has_all_its_fields_every_time():
    for error in (call_error(name="Error", message="no"), over_call_bytes(5, 3)):
        kind, payload = split(encode_call_failed(7, error))
        number, text = decode_answer(payload)
        assert (kind, number, json.loads(text)) == (Kind.CALL_FAILED, 7, error)
        assert sorted(error) == ["actual", "code", "limit", "message", "name"]
