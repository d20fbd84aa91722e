"""Requests of scripts: whatever an isolate asks for is a request that can be sent, or refused."""

import contextlib
import json

from frames import TEXT, split
from hypothesis import given
from hypothesis import strategies as st

from executor.wire.errors import ProtocolError
from executor.wire.fetches import REDIRECTS, Fetch, decode_answer, encode_response
from executor.wire.frames import HEADER, Kind
from executor.wire.reports import decode_report

FETCHES = st.builds(
    Fetch,
    number=st.integers(0, 2**32 - 1),
    method=TEXT,
    url=TEXT,
    headers=st.lists(st.tuples(TEXT, TEXT)).map(tuple),
    body=st.binary(),
    redirect=st.sampled_from(REDIRECTS),
    max_redirects=st.integers(0, 2**53),
    max_response_bytes=st.integers(0, 2**53),
    timeout=st.floats(0, 2**53),
    decompress=st.booleans(),
)


@given(FETCHES)
def test_request_survives_the_pipe(fetch):
    assert decode_report(*split(fetch.encode())) == fetch


@given(
    st.dictionaries(
        st.sampled_from([name for name in Fetch.__slots__ if name not in ("number", "body")]),
        st.none() | st.booleans() | st.integers() | st.floats() | TEXT | st.lists(st.lists(TEXT, max_size=3)),
    ),
    st.binary(),
)
def test_request_of_any_fields_is_understood_or_refused(fields, body):
    head = json.dumps(fields).encode()
    payload = encode_response(7, {}, b"")[HEADER.size :][:4] + len(head).to_bytes(4) + head + body
    with contextlib.suppress(ProtocolError):
        fetch = decode_report(Kind.FETCH, payload)
        assert isinstance(fetch, Fetch)
        assert decode_report(*split(fetch.encode())) == fetch


@given(number=st.integers(0, 2**32 - 1), body=st.binary())
def test_answer_survives_the_pipe(number, body):
    _, payload = split(encode_response(number, {"status": 200}, body))
    got, head, rest = decode_answer(payload)
    assert (got, json.loads(head), bytes(rest)) == (number, {"status": 200}, body)
