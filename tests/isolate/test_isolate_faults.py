"""An isolate dies, stops, or says what no isolate says: its own call ends, nobody else's does, and its slot comes back.

An isolate runs strangers' code, so these tests take the worst for granted: somebody else has its pipe.
"""

import array
import contextlib
import json
import os
import random
import signal
import socket
import struct
from dataclasses import replace

import grpc
import held
import psutil
import pytest
from harness import ServerProcess, eventually
from impostor import COST, Impostor
from patient_server import PROGRAM

from executor.outcome import ConsoleLevel
from executor.v1 import executor_pb2 as pb
from executor.wire.frames import HEADER, Kind, frame
from executor.wire.reporting import encode_console, encode_rejected, encode_result
from executor.wire.reports import FRAME_SLACK

MIB = 1 << 20
MAX_RESULT = 4 * MIB
MAX_CONSOLE = 64 << 10

READY = frame(Kind.READY, b"")
HELLO = encode_console(ConsoleLevel.LOG, 0, "hello")
# To no job that there is.
ANSWER = encode_result(COST, b'"the answer"')
COST_BYTES = len(encode_result(COST, b"")) - HEADER.size
NOISE = random.Random(1).randbytes(4096)


@pytest.fixture(scope="module")
def server():
    """One slot, no canary that could come between, and no hurry with an isolate that was stopped."""
    one = ServerProcess(
        *held.FLAGS,
        "--isolates=1",
        "--canary-interval=60m",
        f"--max-result-bytes={MAX_RESULT}",
        f"--max-console-bytes={MAX_CONSOLE}",
        "--max-console-messages=100",
        program=PROGRAM,
    )
    one.serving()
    yield one
    one.stop()


@pytest.fixture
def idle(server):
    """The one ready isolate, impersonated; at the end its slot is back and works."""
    with Impostor(server.all_ready().named("isolate")[0]) as impostor:
        yield impostor
        impostor.dropped()
    assert server.result("return 'next'") == "next"


def protocol_kills(server: ServerProcess) -> float:
    return server.metrics()['executor_kills_total{reason="protocol"}']


@pytest.mark.parametrize(
    "says",
    {
        "ready again": READY,
        "ready for ever": READY * 10_000,
        "console before its job": HELLO,
        "result before its job": ANSWER,
        "error before its job": frame(Kind.ERROR, bytes(COST_BYTES) + b"{}"),
        "rejection before its job": encode_rejected(0, "no"),
        "a job": frame(Kind.JOB, b"return 1"),
        "an unknown kind": frame(99, b""),
        "last words without end": HEADER.pack(Kind.FAULT, 2**32 - 1),
        "noise": NOISE,
    }.items(),
    ids=lambda item: item[0],
)
def test_idle_isolate_that_speaks_is_replaced(server, idle, says):
    before = protocol_kills(server)
    idle.say(says[1])
    idle.dropped()
    assert protocol_kills(server) == before + 1


def _error(**fields: object) -> bytes:
    good = {"kind": 2, "name": "Error", "message": "m", "stack": "", "line": 1, "column": 1}
    return frame(Kind.ERROR, bytes(COST_BYTES) + json.dumps(good | fields).encode())


@pytest.mark.parametrize(
    "says",
    {
        "ready": READY,
        "a job": frame(Kind.JOB, b"return 1"),
        "an unknown kind": frame(0, b""),
        "noise": NOISE,
        "result without its figures": frame(Kind.RESULT, b"1"),
        "result that is not text": encode_result(COST, b"\xff"),
        "result over the limit": encode_result(COST, bytes(MAX_RESULT + 1)),
        "header of a result over the limit": HEADER.pack(Kind.RESULT, MAX_RESULT + 1000),
        "longest possible frame": HEADER.pack(Kind.ERROR, 2**32 - 1),
        "figures out of range": encode_result(replace(COST, run_ns=2**64 - 1), b"1"),
        "answer to another run": ANSWER,
        "rejection of another run": encode_rejected(0, "no"),
        "console of no level": frame(Kind.CONSOLE, struct.pack("!BQ", 200, 0) + b"x"),
        "console cut short": frame(Kind.CONSOLE, b"\x01"),
        "console that is not text": HELLO[:-1].replace(b"hell", b"\xff\xff\xff\xff\xff"),
        "one console message too long": encode_console(ConsoleLevel.LOG, 0, "x" * (MAX_CONSOLE + 1)),
        "too many bytes of console": encode_console(ConsoleLevel.LOG, 0, "x" * (MAX_CONSOLE // 2)) * 3,
        "too many console messages": HELLO * 101,
        "empty console messages for ever": encode_console(ConsoleLevel.LOG, 0, "") * 100_000,
        "error that is not JSON": frame(Kind.ERROR, bytes(COST_BYTES) + b"{"),
        "error nested too deep": frame(Kind.ERROR, bytes(COST_BYTES) + b"[" * 100_000),
        "error without fields": frame(Kind.ERROR, bytes(COST_BYTES) + b"{}"),
        "error of no kind": _error(kind=99),
        "error whose kind is a long text": _error(kind="x\n" * 100_000),
        "error with half a surrogate pair": _error(message="\ud800"),
        "error whose line is text": _error(line="1"),
        "rejection over its limit": HEADER.pack(Kind.REJECTED, FRAME_SLACK + 1),
        "rejection that is not text": frame(Kind.REJECTED, bytes(8) + b"\xff"),
    }.items(),
    ids=lambda item: item[0],
)
def test_running_isolate_that_breaks_the_protocol_is_a_crash_of_its_call(server, idle, says):
    call = server.start_execute("return 1", timeout=30)
    idle.await_job()
    before = protocol_kills(server)
    idle.say(says[1])
    error = call.result().error
    assert error.kind == pb.ERROR_KIND_CRASHED
    assert "protocol" in error.message
    assert protocol_kills(server) == before + 1
    assert max(map(len, server.log)) < 2000, "what it said does not fill the log"


def test_isolate_that_leaves_inside_a_frame_is_a_crash_and_no_break_of_the_protocol(server, idle):
    call = server.start_execute("return 1", timeout=30)
    idle.await_job()
    before = protocol_kills(server)
    idle.say(HELLO + idle.answer()[:-1])
    idle.sock.shutdown(socket.SHUT_WR)
    response = call.result()
    assert response.error.kind == pb.ERROR_KIND_CRASHED
    assert [message.text for message in response.console_messages] == ["hello"]
    assert protocol_kills(server) == before


def test_idle_isolate_that_closes_its_pipe_is_replaced(server, idle):
    idle.sock.shutdown(socket.SHUT_WR)


def test_frame_that_never_ends_costs_its_caller_the_limit_and_no_more(server, idle):
    call = server.start_execute("return 1", timeout=3)
    idle.await_job()
    idle.say(HELLO + HEADER.pack(Kind.RESULT, 1000) + b"x")
    response = call.result()
    assert response.error.kind == pb.ERROR_KIND_TIMEOUT
    assert [message.text for message in response.console_messages] == ["hello"]


def test_half_a_header_from_an_idle_isolate_costs_the_next_caller_the_limit_and_no_more(server, idle):
    idle.say(b"\x04")
    assert server.error("return 1", timeout=0.3).kind == pb.ERROR_KIND_TIMEOUT


def test_whatever_follows_the_answer_is_not_heard(server, idle):
    before = server.metrics()['executor_executions_total{outcome="ok"}']
    call = server.start_execute("return 1", timeout=30)
    idle.await_job()
    kills = protocol_kills(server)
    idle.say(HELLO + idle.answer() + idle.answer(b'"another"') + HELLO * 10_000 + NOISE)
    response = call.result()
    assert response.result_json == '"the answer"'
    assert [message.text for message in response.console_messages] == ["hello"]
    assert server.metrics()['executor_executions_total{outcome="ok"}'] == before + 1
    # It is ended for it where it would be rewound, and otherwise anyway.
    assert protocol_kills(server) == kills + (server.warmup_status().isolation == "rewind")


def test_isolate_killed_right_after_its_answer_has_answered(server, idle):
    call = server.start_execute("return 1", timeout=30)
    idle.await_job()
    idle.say(idle.answer())
    # The server ends it, too, and may be first.
    with contextlib.suppress(psutil.NoSuchProcess):
        idle.isolate.kill()
    assert call.result().result_json == '"the answer"'


def test_answer_left_unread_by_a_dead_isolate_counts(server, idle):
    call = server.start_execute("return 1", timeout=30)
    idle.await_job()
    # The server finds both at once: a process that is dead, and what it had written.
    server.signal(signal.SIGSTOP)
    idle.say(idle.answer())
    idle.isolate.kill()
    server.signal(signal.SIGCONT)
    assert call.result().result_json == '"the answer"'


def test_long_rejection_is_cut_before_it_reaches_the_caller(server, idle):
    call = server.start_execute("return 1", timeout=30)
    number = idle.await_job().number
    idle.say(encode_rejected(number, "\U0001f600" * (FRAME_SLACK // 4 - 2)))
    assert call.exception().code() is grpc.StatusCode.INVALID_ARGUMENT
    assert len(call.details()) < 1000


def test_figures_of_an_isolate_do_not_exceed_the_time_that_passed(server, idle):
    call = server.start_execute("return 1", timeout=30)
    idle.await_job()
    month = 30 * 86_400 * 10**9
    idle.say(idle.answer(b"1", replace(COST, run_ns=month, cpu_ns=month)))
    usage = call.result().usage
    for figure in (usage.run_duration, usage.cpu_duration):
        assert figure.ToNanoseconds() <= usage.total_duration.ToNanoseconds()


def test_descriptors_passed_by_an_isolate_are_dropped(server, idle):
    process = psutil.Process(server.process.pid)
    call = server.start_execute("return 1", timeout=30)
    idle.await_job()
    before = process.num_fds()
    with open(os.devnull, "rb") as null:
        passed = array.array("i", [null.fileno()] * 200)
        for _ in range(50):
            idle.sock.sendmsg([HELLO], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, passed)])
    idle.say(idle.answer())
    assert call.result().result_json == '"the answer"'
    assert process.num_fds() < before + 200


def test_memory_for_what_an_isolate_says_is_bounded(server, idle):
    """All that it may say but the last byte: console to its limit and a result of the longest."""
    process = psutil.Process(server.process.pid)
    call = server.start_execute("return 1", timeout=30)
    idle.await_job()
    before = process.memory_info().rss
    idle.say(encode_console(ConsoleLevel.LOG, 0, "x" * (MAX_CONSOLE // 100)) * 100)
    answer = idle.answer(b'"' + b"x" * (MAX_RESULT - 2) + b'"')
    idle.say(answer[:-1])
    grown = process.memory_info().rss - before
    # The socket's buffer, the bytes received (which grow by an eighth at a time), and the console.
    assert grown < 2 * MAX_RESULT + 2 * MIB
    idle.say(answer[-1:])
    assert len(call.result().result_json) == MAX_RESULT


def test_job_that_is_never_read_costs_its_caller_the_limit_and_no_more(server, idle):
    assert server.error("return 1", "x" * (MIB - 10), timeout=0.3).kind == pb.ERROR_KIND_TIMEOUT


def test_idle_isolate_stopped_costs_its_caller_the_limit_and_no_more(server):
    server.all_ready().named("isolate")[0].suspend()
    assert server.error("return 1", timeout=0.3).kind == pb.ERROR_KIND_TIMEOUT
    assert server.result("return 'next'") == "next"


def test_running_isolate_stopped_costs_its_caller_the_limit_and_no_more(server, upstream):
    isolate = server.all_ready().named("isolate")[0]
    before = upstream.begun_of("/never")
    code = "console.log('begun'); await fetch(input + '/never')"
    call = server.start_execute(code, upstream.url, timeout=3)
    # An isolate that was handed its job may still not have run a line of it.
    eventually(lambda: upstream.begun_of("/never") > before, "what it printed is on its way")
    # Or its time is over by now.
    with contextlib.suppress(psutil.NoSuchProcess):
        isolate.suspend()
    response = call.result()
    assert response.error.kind == pb.ERROR_KIND_TIMEOUT
    assert [message.text for message in response.console_messages] == ["begun"]
    assert server.result("return 'next'") == "next"


def test_stopped_isolate_is_gone_when_its_caller_leaves(server):
    server.all_ready()
    call = server.start_execute("for (;;) {}", timeout=30)
    isolate = server.running_isolate()
    isolate.suspend()
    call.cancel()
    eventually(lambda: not isolate.is_running(), "the isolate is reaped")
    assert server.result("return 'next'") == "next"


def test_idle_isolate_killed_is_replaced_and_no_call_notices(server):
    for _ in range(5):
        isolate = server.all_ready().named("isolate")[0]
        isolate.kill()
        eventually(lambda one=isolate: not one.is_running(), "the isolate is reaped")
        assert server.result("return 'next'") == "next"


def test_running_isolate_killed_is_a_crash_of_its_call_only(server):
    server.all_ready()
    call = server.start_execute("console.log('begun'); for (;;) {}", timeout=30)
    server.running_isolate().kill()
    response = call.result()
    assert response.error.kind == pb.ERROR_KIND_CRASHED
    assert "SIGKILL" in response.error.message
    assert server.result("return 'next'") == "next"
