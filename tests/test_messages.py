"""Framing: whatever an isolate says, it is understood or refused, never more."""

import asyncio
import contextlib
import json
import socket

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from executor import messages
from executor.channel import Channel
from executor.messages import Cost, Failure, Fetch, Job, ProtocolError, Result
from executor.outcome import ConsoleLevel, ConsoleMessage, ErrorKind, Outcome, ScriptError
from executor.response import encode_outcome

# A busy machine is no bug of a parser.
PATIENTLY = settings(deadline=None)

TEXT = st.text()
COST = st.builds(
    Cost,
    run_ns=st.integers(0, 2**53),
    cpu_ns=st.integers(0, 2**53),
    peak_memory_bytes=st.integers(0, 2**53),
    console_truncated=st.booleans(),
)


def split(frame: bytes) -> tuple[int, bytes]:
    kind, length = messages.HEADER.unpack_from(frame)
    payload = frame[messages.HEADER.size :]
    assert len(payload) == length
    return kind, payload


@given(code=TEXT, value=st.binary(), timeout=st.floats(0.001, 3600), limits=st.integers(0, 2**32 - 1))
def test_job_survives_the_pipe(code, value, timeout, limits):
    job = Job(code, value, timeout, timeout / 2, limits, limits, limits)
    kind, payload = split(job.encode())
    assert kind == messages.Kind.JOB
    assert Job.decode(payload) == job


FETCHES = st.builds(
    Fetch,
    number=st.integers(0, 2**32 - 1),
    method=TEXT,
    url=TEXT,
    headers=st.lists(st.tuples(TEXT, TEXT)).map(tuple),
    body=st.binary(),
    redirect=st.sampled_from(messages.REDIRECTS),
    max_redirects=st.integers(0, 2**53),
    max_response_bytes=st.integers(0, 2**53),
    timeout=st.floats(0, 2**53),
    decompress=st.booleans(),
)


@given(FETCHES)
def test_request_survives_the_pipe(fetch):
    assert messages.decode_report(*split(fetch.encode())) == fetch


@given(
    st.dictionaries(
        st.sampled_from([name for name in Fetch.__slots__ if name not in ("number", "body")]),
        st.none() | st.booleans() | st.integers() | st.floats() | TEXT | st.lists(st.lists(TEXT, max_size=3)),
    ),
    st.binary(),
)
def test_request_of_any_fields_is_understood_or_refused(fields, body):
    head = json.dumps(fields).encode()
    payload = (
        messages.encode_response(7, {}, b"")[messages.HEADER.size :][:4] + len(head).to_bytes(4) + head + body
    )
    with contextlib.suppress(ProtocolError):
        fetch = messages.decode_report(messages.Kind.FETCH, payload)
        assert isinstance(fetch, Fetch)
        assert messages.decode_report(*split(fetch.encode())) == fetch


@given(number=st.integers(0, 2**32 - 1), body=st.binary())
def test_answer_survives_the_pipe(number, body):
    _, payload = split(messages.encode_response(number, {"status": 200}, body))
    got, head, rest = messages.decode_answer(payload)
    assert (got, json.loads(head), bytes(rest)) == (number, {"status": 200}, body)


@given(cost=COST, text=TEXT)
def test_result_survives_the_pipe(cost, text):
    assert messages.decode_report(*split(messages.encode_result(cost, text.encode()))) == Result(
        text.encode(), cost
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
    assert messages.decode_report(*split(messages.encode_failure(cost, error))) == Failure(error, cost)


@given(level=st.sampled_from(ConsoleLevel), offset=st.integers(0, 2**53), text=TEXT)
def test_console_message_survives_the_pipe(level, offset, text):
    report = messages.decode_report(*split(messages.encode_console(level, offset, text)))
    assert report == ConsoleMessage(level, text, offset / 1e9)


@pytest.mark.parametrize("figures", [(2**63, 0, 0), (0, 2**63, 0), (0, 0, 2**63)])
def test_cost_out_of_range_is_refused(figures):
    with pytest.raises(ProtocolError):
        messages.decode_report(*split(messages.encode_result(Cost(*figures, console_truncated=False), b"1")))


def test_longest_error_fits_its_frame():
    text = "\U0001f600" * messages.MAX_ERROR_TEXT
    frame = messages.encode_failure(Cost(0, 0, 0, False), ScriptError(ErrorKind.THROWN, text, text, text))
    assert len(frame) <= messages.FRAME_SLACK


@given(kind=st.integers(0, 255), payload=st.binary(max_size=200))
def test_garbage_is_understood_or_refused(kind, payload):
    # Any other exception would end the server's event-loop callback.
    with contextlib.suppress(ProtocolError):
        messages.decode_report(kind, payload)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=8,
)
ERROR_FIELDS = st.fixed_dictionaries(
    {
        "kind": st.integers(-1, 9) | JSON,
        "name": TEXT | JSON,
        "message": TEXT | JSON,
        "stack": TEXT | JSON,
        "line": st.integers() | JSON,
        "column": st.integers() | JSON,
    }
)


@PATIENTLY
@given(
    kind=st.sampled_from([messages.Kind.RESULT, messages.Kind.ERROR, messages.Kind.CONSOLE]),
    head=st.binary(max_size=30),
    body=st.binary(max_size=60) | (ERROR_FIELDS | JSON).map(lambda value: json.dumps(value).encode()),
    cost=COST,
)
def test_whatever_is_understood_can_be_sent_to_a_caller(kind, head, body, cost):
    """A report that passes the checks and then does not fit the response would end its call as INTERNAL."""
    well_formed = messages.encode_result(cost, b"")[messages.HEADER.size :]
    for payload in (head + body, well_formed + body):
        try:
            report = messages.decode_report(kind, payload)
        except ProtocolError:
            continue
        match report:
            case Result():
                outcome = Outcome(report.result_json, None)
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
        b"[" * 100_000,
    ],
)
def test_error_report_with_wrong_fields_is_refused(fields):
    payload = bytes(25) + fields
    with pytest.raises(ProtocolError):
        messages.decode_report(messages.Kind.ERROR, payload)


class Listener:
    """A channel on one end of a socket pair, and what it delivered."""

    def __init__(self, max_payload: int = 1000) -> None:
        ours, self.other = socket.socketpair()
        self.frames: list[tuple[int, bytes]] = []
        self.ended: asyncio.Future = asyncio.get_running_loop().create_future()
        self.max_payload = max_payload
        self.channel = Channel(
            ours, lambda *frame: self.frames.append(frame), self.ended.set_result, self.check_header
        )

    def check_header(self, kind: int, length: int) -> None:
        if length > self.max_payload:
            raise ProtocolError(f"{length} bytes is over the limit of {self.max_payload}")


@given(payloads=st.lists(st.binary(max_size=300), max_size=5), cuts=st.lists(st.integers(1, 50), max_size=30))
def test_frames_arrive_whole_however_the_stream_is_cut(payloads, cuts):
    async def scenario() -> None:
        listener = Listener()
        stream = b"".join(messages.frame(7, payload) for payload in payloads)
        with listener.other:
            for cut in cuts:
                listener.other.sendall(stream[:cut])
                stream = stream[cut:]
                await asyncio.sleep(0)
            listener.other.sendall(stream)
        assert await listener.ended is None
        assert listener.frames == [(7, payload) for payload in payloads]

    asyncio.run(scenario())


def understood(stream: bytes, limit: int) -> tuple[list[tuple[int, bytes]], str]:
    """What a channel must make of a stream that then ends: its frames, and what its end is called."""
    frames = []
    while len(stream) >= messages.HEADER.size:
        kind, length = messages.HEADER.unpack_from(stream)
        if length > limit:
            return frames, "over the limit"
        payload = stream[messages.HEADER.size :][:length]
        if len(payload) < length:
            break
        frames.append((kind, payload))
        stream = stream[messages.HEADER.size + length :]
    return frames, "inside a frame" if stream else ""


FRAMES = st.builds(messages.frame, st.integers(0, 255), st.binary(max_size=120))
LYING = st.builds(messages.HEADER.pack, st.integers(0, 255), st.integers(0, 2**32 - 1))


@PATIENTLY
@given(
    stream=st.lists(FRAMES | FRAMES | LYING | st.binary(max_size=20), max_size=8).map(b"".join),
    cuts=st.lists(st.integers(1, 40), max_size=40),
)
def test_any_stream_in_any_pieces_is_read_as_far_as_it_makes_sense(stream, cuts):
    async def scenario() -> None:
        listener = Listener(max_payload=100)
        left = stream
        with listener.other:
            for cut in cuts:
                # The channel closes at the first frame that is over the limit.
                with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                    listener.other.sendall(left[:cut])
                left = left[cut:]
                await asyncio.sleep(0)
            with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                listener.other.sendall(left)
        frames, end = understood(stream, 100)
        error = await listener.ended
        assert listener.frames == frames
        assert end in str(error) if end else error is None

    asyncio.run(scenario())


async def test_oversized_frame_ends_the_channel_before_it_is_read():
    listener = Listener(max_payload=1000)
    with listener.other:
        listener.other.sendall(messages.HEADER.pack(7, 1001))
        assert "1001 bytes is over the limit of 1000" in str(await listener.ended)
    assert listener.frames == []


async def test_stream_that_ends_inside_a_frame_is_an_error():
    listener = Listener()
    with listener.other:
        listener.other.sendall(messages.frame(7, b"whole") + messages.frame(7, b"torn")[:-1])
    assert "inside a frame" in str(await listener.ended)
    assert listener.frames == [(7, b"whole")]


async def test_large_frame_is_sent_as_the_other_end_reads():
    listener = Listener()
    frame = messages.frame(1, bytes(range(256)) * 8192)
    assert listener.channel.send(frame)
    received = bytearray()
    loop = asyncio.get_running_loop()
    with listener.other:
        while len(received) < len(frame):
            received += await loop.run_in_executor(None, listener.other.recv, 65536)
    assert bytes(received) == frame
    await listener.ended


async def test_send_to_a_closed_end_says_that_nothing_arrived():
    listener = Listener()
    listener.other.close()
    assert not listener.channel.send(messages.frame(1, b"job"))
    await listener.ended


PACKET_NAMES = st.sampled_from(
    ["Announced", "ModuleWarmed", "WarmupFailed", "WarmupCompleted", "Forked", "ForkFailed"]
)
FIELD_NAMES = st.sampled_from(
    ["pid", "error", "modules", "name", "version", "size_bytes", "elapsed_ms", "module"]
)


@PATIENTLY
@given(
    packet=st.binary(max_size=60)
    | (JSON | st.tuples(PACKET_NAMES | JSON, st.dictionaries(FIELD_NAMES, JSON, max_size=4) | JSON)).map(
        lambda value: json.dumps(value).encode()
    )
)
def test_any_control_packet_is_understood_or_refused(packet):
    with contextlib.suppress(ProtocolError):
        messages.decode_packet(packet)


def test_control_packets_survive_and_garbage_is_refused():
    for report in (
        messages.Announced(("a", "b")),
        messages.ModuleWarmed("a", "1.0", 10, 1.5),
        messages.WarmupFailed("a", "why"),
        messages.WarmupCompleted(1.5, "rlimits"),
        messages.Forked(42),
        messages.ForkFailed("why"),
    ):
        decoded = messages.decode_packet(messages.encode_packet(report))
        assert decoded == report or decoded.modules == list(report.modules)
    for garbage in (b"", b"[]", b"{}", b'["Nope", {}]', b'["Forked", {"x": 1}]', b"\xff", b"[" * 60_000):
        with pytest.raises(ProtocolError):
            messages.decode_packet(garbage)
