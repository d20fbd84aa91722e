"""Log lines: JSON with what happened in fields, text that cannot be forged, and never code or input."""

import json
import logging
import os
import signal
import threading

import grpc
import pytest
from certificates import Certificate, Files
from harness import PATIENCE, eventually
from http2 import Connection

from executor.observe import logs
from executor.v1 import executor_pb2 as pb

SECRET = "hunter2"


def lines(server) -> list[dict]:
    return [json.loads(line) for line in list(server.log)]


def line_with(server, **fields) -> dict:
    def found() -> dict | None:
        return next((line for line in lines(server) if fields.items() <= line.items()), None)

    return eventually(found, f"a line with {fields}")


@pytest.fixture
def logged(start):
    return start("--isolates=1", "--log-format=json", "--log-level=debug", "--cpu-limit=2s").serving()


def test_execution_is_one_line_with_figures_and_without_code_or_input(logged):
    code = f"console.log('{SECRET}'); return '{SECRET}'"
    logged.execute(code, SECRET, execution_id="id-1")
    line = line_with(logged, execution_id="id-1")
    assert line["level"] == "debug"
    assert line["outcome"] == "ok"
    assert line["code_bytes"] == len(code)
    assert line["result_bytes"] == len(SECRET) + 2
    assert line["total_ms"] >= line["run_ms"] >= 0
    assert line["time"].endswith("+00:00")
    assert SECRET not in "\n".join(logged.log)


def test_refusal_and_kill_are_lines_with_their_reasons(logged):
    with pytest.raises(grpc.RpcError):
        logged.stub.Execute(pb.ExecuteRequest(code=" ", execution_id="id-2"), timeout=PATIENCE)
    assert line_with(logged, execution_id="id-2")["reason"] == "EMPTY_CODE"
    call = logged.start_execute(
        "await new Promise(done => setTimeout(done, 1e9))", execution_id="id-3", timeout=50.0
    )
    logged.running_isolate()
    call.cancel()
    killed = line_with(logged, execution_id="id-3", level="info")
    assert killed["reason"] == "cancelled"
    assert isinstance(killed["isolate"], int)


@pytest.mark.parametrize("style", ["text", "json"])
def test_callers_id_cannot_forge_a_line_or_steer_a_terminal(start, style):
    server = start("--isolates=1", f"--log-format={style}").serving()
    forged = "x\n2026-01-01 00:00:00,000 CRITICAL executor.server forged \x1b[2J"
    with pytest.raises(grpc.RpcError):
        server.stub.Execute(pb.ExecuteRequest(code=" ", execution_id=forged), timeout=PATIENCE)
    eventually(lambda: any("EMPTY_CODE" in line for line in server.log), "the refusal is logged")
    assert not [line for line in server.log if line.startswith("2026-01-01") or "\x1b" in line]


def test_json_has_one_object_a_line_whatever_callers_do(start, tmp_path):
    ca = Certificate("test ca")
    files = Files(tmp_path, ca, Certificate("server", ca))
    server = start("--isolates=1", "--log-format=json", *files.tls)
    eventually(lambda: [line for line in server.log if "gRPC listens" in line], "it listens")
    for opening in (b"GET / HTTP/1.1\r\n\r\n", bytes(4096), b"\x16\x03\x01\x00\x05hello"):
        with Connection(server.address, opening) as connection:
            assert connection.ended()
    server.signal(signal.SIGUSR1)
    eventually(lambda: [line for line in server.log if "SIGUSR1" in line], "it is told")
    server.stop()
    assert all(isinstance(line, dict) for line in lines(server))


class Starved(logs.Handler):
    """Its thread has no CPU before its end was waited for three times."""

    def __init__(self, descriptor: int) -> None:
        self._goes_on = threading.Event()
        self.looks = 0
        super().__init__(descriptor)

    def _write(self, line: bytes) -> None:
        self._goes_on.wait(PATIENCE)
        super()._write(line)

    def _has_room(self) -> bool:
        self.looks += 1
        if self.looks == 3:
            self._goes_on.set()
        return super()._has_room()


@pytest.mark.parametrize("is_full", [False, True])
def test_last_lines_wait_for_a_slow_reader_but_not_longer_than_for_a_cpu(monkeypatch, is_full):
    monkeypatch.setattr(logs, "FLUSH_TIMEOUT", 0.05)
    monkeypatch.setattr(logs, "STARVED_TIMES", 10_000)
    reading, writing = os.pipe()
    with open(reading, "rb") as pipe, open(writing, "wb", 0) as end:
        if is_full:
            os.set_blocking(writing, False)
            while end.write(b"x" * 4096):
                pass
        handler = Starved(writing)
        handler.emit(logging.LogRecord("ours", logging.INFO, "", 0, "the last", None, None))
        handler.close()
        if is_full:
            assert handler.looks == 1
            pipe.read(65_536)
            handler._goes_on.set()
        # Before its descriptor is another's.
        handler._writer.join(PATIENCE)
        os.set_blocking(reading, False)
        assert b"the last" in pipe.read()
