"""Packets between server and zygote."""

import contextlib
import json

import pytest
from frames import JSON, PATIENTLY
from hypothesis import given
from hypothesis import strategies as st

from executor.wire import packets
from executor.wire.errors import ProtocolError

PACKET_NAMES = st.sampled_from(
    [
        "Announced",
        "ModuleWarmed",
        "WarmupFailed",
        "WarmupCompleted",
        "Forked",
        "ForkFailed",
        "Rewound",
        "NotRewound",
    ]
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
        packets.decode_packet(packet)


def test_control_packets_survive_and_garbage_is_refused():
    for report in (
        packets.Announced(modules=("a", "b")),
        packets.ModuleWarmed(name="a", version="1.0", size_bytes=10, elapsed_ms=1.5),
        packets.WarmupFailed(module="a", error="why"),
        packets.WarmupCompleted(elapsed_ms=1.5, sandbox_level="rlimits"),
        packets.WarmupCompleted(
            elapsed_ms=1.5,
            sandbox_level="seccomp",
            isolation="rewind",
            tracker="pagemap",
            isolation_reason="why",
        ),
        packets.Rewound(pid=42, pages=340, elapsed_ns=200_000),
        packets.NotRewound(pid=42, reason="registers"),
        packets.Forked(pid=42),
        packets.ForkFailed(error="why"),
    ):
        assert packets.decode_packet(packets.encode_packet(report)) == report
    for garbage in (b"", b"[]", b"{}", b'["Nope", {}]', b'["Forked", {"x": 1}]', b"\xff", b"[" * 60_000):
        with pytest.raises(ProtocolError):
            packets.decode_packet(garbage)


def test_packet_of_a_fork_is_the_one_that_the_long_way_makes():
    assert packets.encode_forked(42) == packets.encode_packet(packets.Forked(pid=42))


def test_zygote_that_says_nothing_of_rewinds_does_none():
    completed = packets.decode_packet(b'["WarmupCompleted", {"elapsed_ms": 1.5, "sandbox_level": "off"}]')
    assert (completed.isolation, completed.tracker, completed.isolation_reason) == ("fork", "", "")


def test_request_to_rewind_is_a_letter_and_a_pid_that_c_reads_as_it_is():
    assert packets.encode_rewind(0x01020304) == b"R\x04\x03\x02\x01"


def test_packet_that_would_be_cut_is_refused_with_its_size():
    longest = packets.WarmupFailed(module="", error="\0" * packets.MAX_PACKET_ERROR)
    assert len(packets.encode_packet(longest)) <= packets.MAX_PACKET
    with pytest.raises(ValueError, match=r"of \d+ bytes is over 65536"):
        packets.encode_packet(packets.WarmupFailed(module="", error="x" * packets.MAX_PACKET))
