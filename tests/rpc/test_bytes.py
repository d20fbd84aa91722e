"""Bytes in and out, beside JSON."""

import json
import random

import pytest
from harness import ServerProcess

from executor.v1 import executor_pb2 as pb

ALL = bytes(range(256))


@pytest.fixture(scope="module", params=["rewind", "fork"])
def small(request):
    server = ServerProcess(
        "--isolates=2",
        f"--isolation={request.param}",
        "--affinity-isolates=1",
        "--max-input-bytes=100KiB",
        "--max-result-bytes=200KiB",
    ).serving()
    yield server
    server.stop()


def returned(server, code, data=None, **fields):
    """What came back in `result_bytes`."""
    given = {} if data is None else {"input_bytes": data}
    response = server.execute(code, accept_result_bytes=True, **given, **fields)
    assert response.WhichOneof("outcome") == "result_bytes", response
    return response.result_bytes


@pytest.mark.parametrize("size", [0, 1, 2, 3, 255, 65_537, 100 << 10])
def test_bytes_come_back_as_they_went(small, size):
    data = random.Random(size).randbytes(size)
    assert returned(small, "return input", data) == data


def test_input_is_a_buffer_of_its_own(small):
    code = "return [Buffer.isBuffer(input), input.length, input.buffer.byteLength, input.toString('latin1', 250)]"
    assert small.result(code, input_bytes=ALL) == [True, 256, 256, "úûüýþÿ"]


@pytest.mark.parametrize(
    ("code", "result"),
    [
        ("return Buffer.from('é')", b"\xc3\xa9"),
        ("return new Uint8Array([1, 2, 3]).subarray(1)", b"\x02\x03"),
        ("return new Uint16Array([1, 256])", b"\x01\0\0\x01"),
        ("return new DataView(new Uint8Array([7, 8, 9]).buffer, 1, 2)", b"\x08\x09"),
        ("return new Uint8Array([5]).buffer", b"\x05"),
        ("const shared = new SharedArrayBuffer(2); new Uint8Array(shared)[1] = 6; return shared", b"\0\x06"),
        ("return new Uint8Array()", b""),
        (
            "return require('crypto').createHash('md5').update('').digest()",
            bytes.fromhex("d41d8cd98f00b204e9800998ecf8427e"),
        ),
        ("return class Mine extends Uint8Array {}.from([1])", b"\x01"),
    ],
)
def test_whatever_holds_bytes_is_bytes(small, code, result):
    assert returned(small, code) == result


@pytest.mark.parametrize(
    ("code", "result"),
    [
        ("return { data: Buffer.from('a') }", {"data": {"type": "Buffer", "data": [97]}}),
        ("return 'text'", "text"),
        ("return [1]", [1]),
        ("return Object.create(Uint8Array.prototype, { length: { value: 1 } }) && null", None),
        ("const b = new Uint8Array(1); structuredClone(b.buffer, { transfer: [b.buffer] }); return b", {}),
    ],
)
def test_anything_else_is_json_also_for_who_takes_bytes(small, code, result):
    assert small.result(code, accept_result_bytes=True) == result


def test_who_does_not_ask_for_bytes_gets_json_as_ever(small):
    assert small.result("return Buffer.from('a')") == {"type": "Buffer", "data": [97]}
    assert small.result("return new Uint8Array([1])", input_bytes=b"x") == {"0": 1}


def test_script_that_replaced_what_arrays_are_made_of_gets_its_bytes_out(small):
    code = """
    const data = Buffer.from(input);
    for (const kind of [Array, Uint8Array, Object.getPrototypeOf(Uint8Array), ArrayBuffer, Buffer]) {
      for (const name of Object.getOwnPropertyNames(kind.prototype)) {
        try { Object.defineProperty(kind.prototype, name, { get() { throw new Error(name) } }); } catch {}
      }
    }
    Object.prototype.get = 1;
    Uint8Array.fromBase64 = globalThis.btoa = globalThis.atob = null;
    return data;
    """
    assert returned(small, code, ALL) == ALL


def test_limits_are_in_bytes(small):
    error, info = small.refusal(small.request("return 1", input_bytes=bytes((100 << 10) + 1)))
    assert info.reason == "INPUT_BYTES_TOO_LARGE"
    assert "102401 bytes, over the limit of 102400" in error.details()
    assert len(returned(small, "return Buffer.alloc(204_800)")) == 204_800
    for size in (204_801, 40_000_000):
        ended = small.execute(f"return new Uint8Array({size})", accept_result_bytes=True).error
        assert ended.kind == pb.ERROR_KIND_RESULT_TOO_LARGE
        assert f"{size} bytes, over the limit of 204800" in ended.message


def test_two_inputs_contradict_each_other(small):
    request = small.request("return 1", 1, input_bytes=b"1")
    error, info = small.refusal(request)
    assert info.reason == "CONTRADICTING_FIELDS"
    assert "input_json and input_bytes are both set" in error.details()


def test_empty_bytes_are_an_input(small):
    assert small.result("return [Buffer.isBuffer(input), input.length]", input_bytes=b"") == [True, 0]


def test_run_after_one_with_bytes_has_none_of_them(small):
    for _ in range(3):
        assert returned(small, "return input", b"secret") == b"secret"
        assert small.result("return input") is None
        assert small.result("return Buffer.from('a')") == {"type": "Buffer", "data": [97]}


def test_kept_isolates_are_apart_by_how_input_and_result_cross(small):
    code = "globalThis.n = (globalThis.n ?? 0) + 1; return Buffer.from([n])"
    for n in (1, 2):
        assert returned(small, code, b"", affinity_key="k") == bytes([n])
    assert small.result(code, affinity_key="k") == {"type": "Buffer", "data": [1]}


def test_batch_of_a_caller_that_takes_bytes(small):
    messages = [
        pb.ExecuteBatchRequest(
            header=pb.ExecuteRequest(code="return Buffer.from(input)", accept_result_bytes=True)
        ),
        *(pb.ExecuteBatchRequest(input_json=json.dumps(text)) for text in ("a", "é")),
        pb.ExecuteBatchRequest(input_json="1"),
    ]
    responses = [one.response for one in small.stub.ExecuteBatch(iter(messages))]
    assert [one.result_bytes for one in responses[:2]] == [b"a", "é".encode()]
    assert responses[2].error.name == "TypeError"


def test_input_that_is_text_stays_json(small):
    assert small.result("return typeof input", "aGVsbG8=") == "string"
