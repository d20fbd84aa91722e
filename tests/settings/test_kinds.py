"""How values are read, and what is said of those that are none."""

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from loading import PATIENTLY

from executor.formats.quantities import format_size, parse_duration, parse_size
from executor.settings.kinds import parse_address, parse_count, parse_origins


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("300ms", 0.3),
        ("50ms", 0.05),
        ("10s", 10.0),
        ("1m", 60.0),
        ("1.5m", 90.0),
        ("0.25", 0.25),
        ("7", 7.0),
        ("0", 0.0),
    ],
)
def test_duration_is_seconds(text, seconds):
    assert parse_duration(text) == seconds


@pytest.mark.parametrize(
    "text",
    ["", " 1s", "1 s", "-1s", "+1s", "1h", "1S", "1e3", "inf", "nan", ".5s", "1.s", "1s\n", "1_0s", "٣s"],
)
def test_duration_that_is_none_is_refused(text):
    with pytest.raises(ValueError, match="300ms, 10s or 1m"):
        parse_duration(text)


@pytest.mark.parametrize(
    ("text", "size"),
    [("0", 0), ("65535", 65535), ("256KiB", 262144), ("1MiB", 1048576), ("1GiB", 1073741824)],
)
def test_size_is_bytes(text, size):
    assert parse_size(text) == size


@pytest.mark.parametrize(
    "text", ["", "1KB", "1kib", "1.5MiB", "-1", "1 MiB", "0x10", "MiB", "1_000", "9" * 5000]
)
def test_size_that_is_none_is_refused(text):
    with pytest.raises(ValueError, match="256KiB or 1MiB"):
        parse_size(text)


def test_origins_are_as_browsers_send_them():
    assert parse_origins("off") == ()
    listed = "https://tools.example.com, http://localhost:3000,http://[::1]:80"
    assert parse_origins(listed) == ("https://tools.example.com", "http://localhost:3000", "http://[::1]:80")


@pytest.mark.parametrize(
    "text", ["*", "null", "tools.example.com", "https://tools.example.com/", "HTTPS://a", "file://a", ""]
)
def test_what_is_no_origin_is_refused(text):
    with pytest.raises(ValueError, match="no origin as browsers send it"):
        parse_origins(text)


@pytest.mark.parametrize(
    ("size", "text"),
    [
        (0, "0 bytes"),
        (65535, "65,535 bytes"),
        (262144, "256 KiB"),
        (1572864, "1.5 MiB"),
        (1 << 30, "1 GiB"),
        ((1 << 20) + 1, "1,048,577 bytes"),
    ],
)
def test_size_is_shown_as_people_write_it(size, text):
    assert format_size(size) == text


@pytest.mark.parametrize("text", ["", "-1", "1.0", "1e3", "0x10", "two", "1\n", "9" * 5000])
def test_count_that_is_none_is_refused(text):
    with pytest.raises(ValueError, match="whole number"):
        parse_count(text)


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("127.0.0.1:50051", "127.0.0.1:50051"),
        ("localhost:0", "localhost:0"),
        ("my_host-1.example.:1", "my_host-1.example.:1"),
        ("[::1]:65535", "[::1]:65535"),
        ("[fe80::1%eth0]:80", "[fe80::1%eth0]:80"),
        (":50051", "0.0.0.0:50051"),
        (":0080", "0.0.0.0:80"),
    ],
)
def test_address_is_host_and_port(text, address):
    assert parse_address(text) == address


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        ("", "host:port"),
        ("localhost", "host:port"),
        ("localhost:", "host:port"),
        ("localhost:http", "host:port"),
        ("50051", "host:port"),
        ("localhost:-1", "host:port"),
        ("localhost:65536", "port 65536 is over 65535"),
        ("::1:50051", r"write \[::1\]:50051"),
        ("10.0.0.256:80", "'10.0.0.256' is no host name"),
        ("[127.0.0.1]:80", "is no host name"),
        ("[::1:80", "is no host name"),
        ("[]:80", "is no host name"),
        ("a b:80", "is no host name"),
        ("http://host:80", "is no host name"),
        ("[fe80::1%a\n]:80", "is no host name"),
        ("größe:80", "is no host name"),
    ],
)
def test_address_that_is_none_is_refused_with_advice(text, advice):
    with pytest.raises(ValueError, match=advice):
        parse_address(text)


@PATIENTLY
@given(st.integers(0, 10**9))
def test_milliseconds_are_the_nearest_float(milliseconds):
    assert parse_duration(f"{milliseconds}ms") == milliseconds / 1000


@PATIENTLY
@given(st.integers(0, 10**6))
def test_units_of_durations_agree(seconds):
    same = {f"{seconds}", f"{seconds}s", f"{seconds}.0s", f"{seconds * 1000}ms"}
    assert {parse_duration(text) for text in same} == {float(seconds)}
    assert parse_duration(f"{seconds}m") == 60 * seconds


@PATIENTLY
@given(st.integers(0, 10**6))
def test_units_of_sizes_agree(count):
    assert parse_size(f"{count}MiB") == parse_size(f"{count * 1024}KiB") == parse_size(f"{count << 20}")


@PATIENTLY
@given(st.ip_addresses(), st.integers(0, 65535))
def test_every_ip_address_and_port_is_kept(ip, port):
    text = f"[{ip}]:{port}" if isinstance(ip, ipaddress.IPv6Address) else f"{ip}:{port}"
    assert parse_address(text) == text


@PATIENTLY
@given(st.text("0123456789abf.:[]%-_ \n", max_size=30))
def test_parsed_address_parses_to_itself(text):
    try:
        address = parse_address(text)
    except ValueError:
        return
    assert parse_address(address) == address
