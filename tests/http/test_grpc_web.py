"""gRPC-Web at the HTTP door: frames, trailers, base64, deadlines, and requests that are none."""

import base64
import contextlib
import http.client
import struct
from urllib.parse import unquote

import pytest
from google.rpc import error_details_pb2, status_pb2
from harness import PATIENCE, ServerProcess

from executor.v1 import executor_pb2 as pb

EXECUTE = "/executor.v1.ExecutorService/Execute"
WEB = "application/grpc-web+proto"
TEXT = "application/grpc-web-text"


@pytest.fixture(scope="module")
def shared():
    server = ServerProcess("--isolates=1", "--http-listen=127.0.0.1:0").serving()
    yield server
    server.stop()
    assert not any("Traceback" in line for line in server.log), "\n".join(server.log)


def framed(code, **fields):
    data = pb.ExecuteRequest(code=code, **fields).SerializeToString()
    return struct.pack(">BI", 0, len(data)) + data


def send(server, body, content_type=WEB, path=EXECUTE, **headers):
    """The response's message, None without one, and its trailers."""
    named = {"Content-Type": content_type} | {name.replace("_", "-"): text for name, text in headers.items()}
    with contextlib.closing(http.client.HTTPConnection(server.door, timeout=PATIENCE)) as connection:
        connection.request("POST", path, body, named)
        response = connection.getresponse()
        got = response.read()
    assert (response.status, response.headers["Content-Type"]) == (200, content_type)
    return read(base64.b64decode(got) if "text" in content_type else got)


def read(data):
    message, trailers = None, None
    while data:
        flags, size = struct.unpack_from(">BI", data)
        frame, data = data[5 : 5 + size], data[5 + size :]
        if flags == 0x80:
            trailers = dict(line.split(": ", 1) for line in frame.decode("ascii").splitlines())
        else:
            assert (flags, trailers) == (0, None)
            message = pb.ExecuteResponse.FromString(frame)
    return message, trailers


@pytest.mark.parametrize("content_type", [WEB, "application/grpc-web"])
def test_message_and_trailers_are_frames(shared, content_type):
    message, trailers = send(shared, framed("return input.ä", input_json='{"ä": "ü"}'), content_type)
    assert message.result_json == '"ü"'
    assert trailers == {"grpc-status": "0"}


def test_all_is_base64_where_the_client_takes_no_bytes(shared):
    message, trailers = send(shared, base64.b64encode(framed("return 1")), TEXT)
    assert (message.result_json, trailers["grpc-status"]) == ("1", "0")


def test_refusal_is_trailers_alone_with_what_grpc_has(shared):
    message, trailers = send(shared, framed(" "))
    assert (message, trailers["grpc-status"]) == (None, "3")
    status = status_pb2.Status.FromString(base64.b64decode(trailers["grpc-status-details-bin"]))
    info = error_details_pb2.ErrorInfo()
    assert status.details[0].Unpack(info)
    assert info.reason == "EMPTY_CODE"
    assert unquote(trailers["grpc-message"]) == status.message


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "is 0 bytes"),
        (b"\0\0\0", "is 3 bytes"),
        (b"\1" + framed("return 1")[1:], "flags 0x01"),
        (b"\x80" + framed("return 1")[1:], "flags 0x80"),
        (framed("return 1")[:-1], "send one whole frame"),
        (framed("return 1") * 2, "send one whole frame"),
        (b"\0\xff\xff\xff\xff", "names 4294967295 bytes and has 0"),
        (b"\0\0\0\0\2\xff\xff", "not a valid ExecuteRequest"),
    ],
)
def test_body_that_is_not_one_frame_is_refused(shared, body, words):
    message, trailers = send(shared, body)
    assert (message, trailers["grpc-status"]) == (None, "3")
    assert words in unquote(trailers["grpc-message"])


@pytest.mark.parametrize("body", [b"%%%%", b"AAAAA", "ü".encode()])
def test_text_that_is_no_base64_is_refused(shared, body):
    _, trailers = send(shared, body, TEXT)
    assert trailers["grpc-status"] == "3"
    assert "not base64" in trailers["grpc-message"]


def test_largest_request_of_grpc_is_read_in_frames_and_in_base64(shared):
    data = framed("return input.length//" + "x" * 65_000, input_json='"' + "y" * ((1 << 20) - 2) + '"')
    for content_type, body in ((WEB, data), (TEXT, base64.b64encode(data))):
        message, _ = send(shared, body, content_type)
        assert message.result_json == str((1 << 20) - 2)


@pytest.mark.parametrize("value", ["", "S", "1", "1x", "-1S", "1.5S", "123456789S", "²S"])
def test_time_that_is_none_is_refused(shared, value):
    _, trailers = send(shared, framed("return 1"), grpc_timeout=value.encode("latin-1"))
    assert trailers["grpc-status"] == "3"
    assert "grpc-timeout" in trailers["grpc-message"]


def test_time_of_the_header_ends_the_script(shared):
    _, trailers = send(shared, framed("for (;;);"), grpc_timeout="300m")
    assert trailers["grpc-status"] == "4"
    for longer in ("1M", "99999999H", "99999999n"):
        assert send(shared, framed("return 1"), grpc_timeout=longer)[0].result_json == "1"


def test_stream_is_grpcs_alone(shared):
    _, trailers = send(shared, b"", path="/executor.v1.ExecutorService/ExecuteBatch")
    assert trailers["grpc-status"] == "12"
