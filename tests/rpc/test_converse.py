"""Converse: what a script prints and calls goes to its caller while it runs, answers come back, and the response ends it."""

import json
import signal
import threading

import grpc
import http2
import pytest
from conversations import Conversation, echo, error, result, returns, silence, start_of, talk, throws
from harness import PATIENCE, ServerProcess, error_info, eventually
from hostile_scripts import LITTLE_MEMORY
from hostile_scripts import load as load_hostile
from http2 import Connection
from impostor import Impostor

from executor.v1 import executor_pb2 as pb
from executor.wire.calls import BadAnswer, Call
from executor.wire.frames import HEADER, Kind, frame

CONVERSE = "/executor.v1.ExecutorService/Converse"
ENDLESS = "await new Promise(resolve => setTimeout(resolve, 1e6))"
CANCELLED = 'executor_kills_total{reason="cancelled"}'


def refusal(server, *messages):
    """The status and ErrorInfo of a conversation that is refused; a half-close ends what is sent."""
    with pytest.raises(grpc.RpcError) as caught:
        list(server.stub.Converse(iter(messages), timeout=PATIENCE))
    return caught.value, error_info(caught.value)


def refused(conversation):
    """The same, of one that is open."""
    with pytest.raises(grpc.RpcError) as caught:
        conversation.rest()
    conversation.end()
    return caught.value, error_info(caught.value)


# --- What a script sees ----------------------------------------------------------------------------------------------


def test_function_of_the_caller_gives_what_the_caller_answers(server):
    code = "const rows = await host.lookup({ id: input }); return rows.map(row => row.name)"
    events = talk(
        server, code, "lookup", value=7, answer=lambda call: returns(call.call_id, [{"name": "Ada"}])
    )
    assert (events[0].call_id, events[0].name, events[0].arguments_json) == (1, "lookup", '[{"id":7}]')
    assert json.loads(events[1].result_json) == ["Ada"]
    assert len(events) == 2


def test_answer_without_a_text_is_undefined(server):
    answer = lambda call: pb.FunctionAnswer(call_id=call.call_id, result_json="")  # noqa: E731
    assert result(server, "return typeof await host.save(1)", "save", answer=answer) == "undefined"


def test_arguments_are_what_json_makes_of_them(server):
    code = "return host.f(undefined, NaN, new Date(0), [undefined], { a: undefined }, 'é\\ud800\\u0000', -0)"
    assert result(server, code, "f") == [None, None, "1970-01-01T00:00:00.000Z", [None], {}, "é\ud800\0", 0]


@pytest.mark.parametrize(
    ("argument", "message"),
    [
        ("1n", "argument 2 of host.f cannot be JSON: Do not know how to serialize a BigInt"),
        ("circle", "argument 2 of host.f cannot be JSON: Converting circular structure to JSON"),
        ("() => 1", "argument 2 of host.f is a function, which cannot be JSON"),
        ("Symbol('x')", "argument 2 of host.f is a symbol, which cannot be JSON"),
    ],
)
def test_argument_that_is_no_json_throws_at_the_call_and_nothing_is_sent(server, argument, message):
    code = f"""
      const circle = {{}}; circle.self = circle;
      try {{ await host.f(0, {argument}) }} catch (error) {{ return [error instanceof TypeError, error.message, error.stack] }}
    """
    events = talk(server, code, "f")
    is_type_error, told, stack = json.loads(events[-1].result_json)
    assert is_type_error
    assert told.startswith(message)
    assert "script.js:3:24" in stack
    assert len(events) == 1


def test_what_a_getter_of_an_argument_throws_is_the_scripts_own(server):
    code = "try { await host.f({ get a() { throw new RangeError('mine') } }) } catch (e) { return [e.name, e.message] }"
    assert result(server, code, "f") == ["RangeError", "mine"]


def test_error_of_the_callers_function_is_thrown_with_its_name_and_the_scripts_lines(server):
    code = "async function load() {\n  await 1;\n  return await host.lookup(7);\n}\nawait load()"
    told = error(
        server, code, "lookup", answer=lambda call: throws(call.call_id, "NotFoundError", "no row 7")
    )
    assert (told.kind, told.name, told.message) == (pb.ERROR_KIND_THROWN, "NotFoundError", "no row 7")
    assert told.stack == "NotFoundError: no row 7\n    at load (script.js:3:21)\n    at async script.js:5:1"
    assert (told.line, told.column) == (3, 21)


def test_error_without_a_name_is_an_error(server):
    code = "const e = await host.f().catch(e => e); return [e instanceof Error, e.name, e.message, Object.keys(e)]"
    answer = lambda call: throws(call.call_id, "", "no")  # noqa: E731
    assert result(server, code, "f", answer=answer) == [True, "Error", "no", []]


def test_host_has_the_functions_and_nothing_else(server):
    code = """
      host.f = 5; host.more = 1; delete host.f; host.f.x = 1; Reflect.setPrototypeOf(host.f, null);
      const { f } = host;
      return [Object.keys(host), Object.getPrototypeOf(host), Object.isFrozen(f), f instanceof Function, f.name, f.length, String(f).includes('[native code]'),
        await f(1), Object.getOwnPropertyDescriptor(globalThis, 'host').enumerable, typeof host.constructor];
    """
    names = ["f", "$x", "_", "查询"]
    assert result(server, code, *names) == [names, None, True, True, "f", 0, True, [1], False, "undefined"]


@pytest.mark.parametrize("own", ["const host = 5", "let host = 5", "var host; host = 5", "host = 5"])
def test_script_with_a_host_of_its_own_has_that(server, own):
    assert result(server, f"{own}; return host", "f") == 5


def test_function_named_host_is_the_scripts(server):
    assert result(server, "function host() { return 5 } return host()", "f") == 5


def test_execution_has_no_host(server):
    assert server.result("return [typeof host, 'host' in globalThis]") == ["undefined", False]


def test_script_that_changes_every_object_calls_as_before(server):
    code = """
      for (const key of ['code', 'limit', 'json', 'call', 'error', 'name', 'functions', '__proto__']) Object.prototype[key] = 'x';
      Object.defineProperty(Object.prototype, 'get', { value() { return 1 } });
      Array.prototype[Symbol.iterator] = null; Map.prototype.get = Map.prototype.set = () => 5; Promise = JSON = Error = 8;
      return await host.f({ a: 1 });
    """
    assert result(server, code, "f") == [{"a": 1}]


def test_answer_that_names_a_prototype_makes_none(server):
    answer = lambda call: pb.FunctionAnswer(call_id=call.call_id, result_json='{"__proto__": {"x": 1}}')  # noqa: E731
    code = "const got = await host.f(); return [got.x, {}.x, Object.keys(got)]"
    assert result(server, code, "f", answer=answer) == [None, None, ["__proto__"]]


def test_bytes_and_limits_of_one_call_are_as_elsewhere(server):
    code = "console.log('12345678'); return Buffer.concat([input, Buffer.from(await host.f())])"
    fields = {"input_bytes": b"ab", "accept_result_bytes": True, "limits": pb.RunLimits(max_console_bytes=4)}
    events = talk(server, code, "f", answer=lambda call: returns(call.call_id, "cd"), **fields)
    assert events[0] == "1234"
    assert events[-1].result_bytes == b"abcd"
    assert events[-1].console_truncated


# --- Order and concurrency -------------------------------------------------------------------------------------------


def test_events_come_in_the_order_in_which_the_script_did_them(server):
    code = (
        "console.log('a'); const one = host.f(1); console.error('b'); await one; console.log('c'); return 1"
    )
    events = talk(server, code, "f")
    assert [getattr(event, "name", event) for event in events[:-1]] == ["a", "f", "b", "c"]
    assert not events[-1].console_messages
    assert not events[-1].console_truncated


def test_message_is_there_while_the_script_runs(server):
    conversation = Conversation(
        server, start_of(server, "console.log('begun'); await host.go(); return 1", "go")
    )
    assert conversation.next() == "begun"
    assert conversation.next().name == "go"
    conversation.answer(returns(1))
    assert conversation.next().result_json == "1"


def test_fifty_calls_wait_at_once_and_are_answered_in_any_order(server):
    code = "return Promise.all(Array.from({ length: 50 }, (_, n) => host.double(n)))"
    conversation = Conversation(server, start_of(server, code, "double"))
    calls = [conversation.next() for _ in range(50)]
    assert [call.call_id for call in calls] == list(range(1, 51))
    for call in sorted(calls, key=lambda call: call.call_id * 37 % 50):
        conversation.answer(returns(call.call_id, 2 * json.loads(call.arguments_json)[0]))
    assert json.loads(conversation.next().result_json) == [2 * number for number in range(50)]
    conversation.end()


def test_calls_timers_and_requests_go_on_beside_each_other(online, web):
    code = """
      const seen = [];
      const call = host.f().then(() => seen.push('call'));
      await new Promise(resolve => setTimeout(resolve, 1)); seen.push('timer');
      await fetch(input); seen.push('fetch');
      await host.g(); await call;
      return seen;
    """
    conversation = Conversation(online, start_of(online, code, "f", "g", value=f"{web.url}/"))
    assert [conversation.next().name, conversation.next().name] == ["f", "g"]
    conversation.answer(returns(2))
    conversation.answer(returns(1))
    assert json.loads(conversation.next().result_json) == ["timer", "fetch", "call"]
    conversation.end()


def test_call_that_nobody_awaits_holds_up_no_response(server):
    conversation = Conversation(server, start_of(server, "host.f(); return 5", "f"))
    assert conversation.next().name == "f"
    conversation.answer(returns(1, "late"))
    assert conversation.rest()[-1].result_json == "5"


def test_script_that_waits_for_a_call_is_not_one_that_never_settles(server):
    told = error(server, "await host.f(); await new Promise(() => {})", "f")
    assert (told.kind, told.name) == (pb.ERROR_KIND_INVALID_RESULT, "UnsettledPromise")


def test_console_over_its_limit_is_cut_and_said_so(start):
    server = start("--isolates=1", "--max-console-messages=3").serving()
    events = talk(server, "for (let n = 0; n < 9; n++) console.log(n); return 1", "f")
    assert events[:-1] == ["0", "1", "2"]
    assert events[-1].console_truncated


# --- Limits ----------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def narrow():
    flags = ("--max-calls=5", "--max-call-bytes=4KiB", "--max-input-bytes=2KiB", "--max-functions=2")
    one = ServerProcess("--isolates=2", *flags).serving()
    yield one
    one.stop()
    assert not any("Traceback" in line for line in one.log), one.log


CAUGHT = "catch (e) { return [e.name, e instanceof Error, e.code, e.actual, e.limit, e.stack.split('\\n')[1].trim()] }"


def test_one_call_more_than_allowed_throws_with_both_numbers(narrow):
    code = f"try {{ for (;;) await host.f(); }} {CAUGHT}"
    expected = ["RangeError", True, "ERR_CALL_LIMIT", 6, 5, "at script.js:1:27"]
    events = talk(narrow, code, "f")
    assert json.loads(events[-1].result_json) == expected
    assert len(events) == 6


def test_arguments_over_their_size_throw(narrow):
    code = f"try {{ await host.f('x'.repeat(2044)); await host.f('x'.repeat(2045)) }} {CAUGHT}"
    assert result(narrow, code, "f", answer=lambda call: returns(call.call_id)) == [
        "RangeError", True, "ERR_CALL_LIMIT", 2049, 2048, "at script.js:1:50",
    ]  # fmt: skip


def test_arguments_over_what_all_calls_may_have_throw(narrow):
    code = f"const text = 'x'.repeat(1500); try {{ for (;;) await host.f(text) }} {CAUGHT}"
    answer = lambda call: returns(call.call_id)  # noqa: E731
    name, _, code_told, actual, limit, _ = result(narrow, code, "f", answer=answer)
    assert (name, code_told, limit) == ("RangeError", "ERR_CALL_LIMIT", 4096)
    assert actual == 3 * 1504 + 2 * len("null")


def test_answer_over_what_all_calls_may_have_throws_at_its_call(narrow):
    code = f"try {{ for (;;) await host.f() }} {CAUGHT}"
    answer = lambda call: returns(call.call_id, "x" * 1998)  # noqa: E731
    assert result(narrow, code, "f", answer=answer) == [
        "RangeError", True, "ERR_CALL_LIMIT", 3 * 2002, 4096, "at script.js:1:27",
    ]  # fmt: skip


def test_next_run_of_the_isolate_has_its_calls_anew(narrow):
    for _ in range(4):
        assert result(narrow, "for (let n = 0; n < 5; n++) await host.f('x'.repeat(100)); return 1", "f") == 1
        assert narrow.result("return typeof host") == "undefined"


@pytest.mark.parametrize("own_process", [True, False])
def test_calls_of_a_process_of_its_own_are_answered(narrow, own_process):
    assert result(narrow, "return host.f(1)", "f", own_process=own_process) == [1]


# --- Mistakes of the caller ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("names", "word"),
    [
        (["a b"], "a b"),
        ([""], '""'),
        (["1a"], "1a"),
        (["a", "b", "a"], "twice"),
        (["class"], "reserved"),
        (["await"], "reserved"),
        (["__proto__"], "__proto__"),
        (["constructor"], "constructor"),
        (["then"], "then"),
        (["toString"], "toString"),
        (["x" * 129], "129 characters"),
        (["a.b"], "a.b"),
    ],
)
def test_name_that_cannot_be_offered_is_told(server, names, word):
    raised, info = refusal(server, start_of(server, "return 1", *names))
    assert raised.code() is grpc.StatusCode.INVALID_ARGUMENT
    assert info.reason == "FUNCTION_NAME_INVALID"
    assert word in raised.details()
    assert info.metadata["name"] in [name[:128] for name in names]


def test_too_many_functions_are_refused_with_both_numbers(narrow):
    _, info = refusal(narrow, start_of(narrow, "return 1", "a", "b", "c"))
    assert (info.reason, dict(info.metadata)) == ("TOO_MANY_FUNCTIONS", {"actual": "3", "limit": "2"})


def test_conversation_begins_with_one_start(server):
    answer = pb.ConverseRequest(answer=returns(1))
    for messages in ([], [answer], [pb.ConverseRequest()]):
        assert refusal(server, *messages)[1].reason == "NO_START"
    assert refusal(server, pb.ConverseRequest(start=pb.ConverseStart()))[1].reason == "MALFORMED_REQUEST"
    first = start_of(server, ENDLESS, "f")
    assert refusal(server, first, first)[1].reason == "SECOND_START"
    assert refusal(server, first, pb.ConverseRequest())[1].reason == "MALFORMED_REQUEST"


def test_wrong_request_in_a_start_is_refused_as_elsewhere(server):
    assert refusal(server, start_of(server, " "))[1].reason == "EMPTY_CODE"
    assert refusal(server, start_of(server, "return 1", timeout=1e6))[1].reason == "TIMEOUT_OUT_OF_RANGE"
    conversation = Conversation(
        server, pb.ConverseRequest(start=pb.ConverseStart(request={"code": "1", "input_json": "{"}))
    )
    assert refused(conversation)[1].reason == "INPUT_NOT_JSON"


def test_conversation_cannot_be_deterministic(server):
    first = start_of(server, "return 1", deterministic=pb.Deterministic(seed=1))
    assert refusal(server, first)[1].reason == "CONTRADICTING_FIELDS"


def calling(server, *functions):
    """A conversation whose script waits for its first call, `f`."""
    conversation = Conversation(server, start_of(server, f"await host.f(); {ENDLESS}", "f", timeout=60))
    assert conversation.next().call_id == 1
    return conversation


@pytest.mark.parametrize(
    ("answers", "reason", "word"),
    [
        ([returns(2)], "NO_SUCH_CALL", "never made"),
        ([returns(0)], "NO_SUCH_CALL", "never made"),
        ([returns(-1)], "NO_SUCH_CALL", "never made"),
        ([returns(1), returns(1)], "NO_SUCH_CALL", "answered before"),
        ([returns(1), throws(1, "Error", "")], "NO_SUCH_CALL", "answered before"),
        ([pb.FunctionAnswer(call_id=1)], "EMPTY_ANSWER", "neither"),
        ([pb.FunctionAnswer(call_id=1, result_json="{nope")], "ANSWER_NOT_JSON", "position 1"),
        ([pb.FunctionAnswer(call_id=1, result_json="1,2")], "ANSWER_NOT_JSON", "call 1"),
        ([pb.FunctionAnswer(call_id=1, result_json='1,"call":2')], "ANSWER_NOT_JSON", "call 1"),
        ([pb.FunctionAnswer(call_id=1, result_json="1" * (2048 + 1))], "ANSWER_TOO_LARGE", "2049"),
        ([throws(1, "E", "x" * 2048)], "ANSWER_TOO_LARGE", "2049"),
    ],
    ids=["later-id", "zero", "below-zero", "twice", "twice-error", "empty", "no-json", "two", "forged", "large", "large-error"],
)  # fmt: skip
def test_wrong_answer_is_told_with_its_call_and_ends_the_run(narrow, answers, reason, word):
    before = narrow.metrics()[CANCELLED]
    conversation = calling(narrow)
    for answer in answers:
        conversation.answer(answer)
    raised, info = refused(conversation)
    assert (raised.code(), info.reason) == (grpc.StatusCode.INVALID_ARGUMENT, reason)
    assert word in raised.details()
    assert info.metadata["call_id"] == str(answers[-1].call_id)
    eventually(lambda: narrow.metrics()[CANCELLED] == before + 1, "the run is killed")
    assert narrow.result("return 'next'") == "next"


# --- Ends ------------------------------------------------------------------------------------------------------------


def test_caller_who_will_answer_nothing_more_has_calls_fail_at_once(server):
    code = """
      const first = await host.f().catch(error => error);
      const second = await host.f().catch(error => error);
      return [first, second].map(error => [error.name, error.code, error.message, error.stack.includes('script.js')]);
    """
    conversation = Conversation(server, start_of(server, code, "f"))
    assert conversation.next().call_id == 1
    conversation.end()
    message = "the caller has ended its side of the conversation: no answer to this call can come"
    told = ["Error", "ERR_NO_ANSWER", message, True]
    assert json.loads(conversation.next().result_json) == [told, told]


def test_caller_who_offers_nothing_may_end_its_side_at_once(server):
    first = start_of(server, "console.log(Object.keys(host).length); return 1")
    events = list(server.stub.Converse(iter([first]), timeout=PATIENCE))
    assert events[0].console_message.text == "0"
    assert events[1].response.result_json == "1"


def test_cancel_kills_the_run(solitary):
    before = solitary.metrics()[CANCELLED]
    # A call that the cancel leaves without an answer does not end it by itself.
    code = f"await host.f().catch(() => {{}}); {ENDLESS}"
    conversation = Conversation(solitary, start_of(solitary, code, "f", timeout=60))
    assert conversation.next().call_id == 1
    conversation.call.cancel()
    eventually(lambda: solitary.metrics()[CANCELLED] == before + 1, "the isolate is killed")
    assert solitary.result("return 'next'") == "next"
    conversation.end()
    assert solitary.metrics()["executor_conversations"] == 0


def test_unanswered_call_at_the_deadline_is_a_timeout_that_used_no_cpu_time(server):
    conversation = Conversation(server, start_of(server, "await host.f(); return 1", "f", timeout=0.5))
    call, response = conversation.rest()
    assert call.call_id == 1
    assert response.error.kind == pb.ERROR_KIND_TIMEOUT
    assert response.usage.run_duration.ToNanoseconds() >= 5e8
    assert response.usage.cpu_duration.ToNanoseconds() < 4e8


def test_isolate_that_crashes_while_calls_wait_is_told(solitary):
    conversation = Conversation(solitary, start_of(solitary, "await host.f(); return 1", "f", timeout=60))
    assert conversation.next().call_id == 1
    solitary.running_isolate().kill()
    assert conversation.rest()[-1].error.kind == pb.ERROR_KIND_CRASHED
    assert solitary.result("return 1") == 1


def test_drain_lets_a_conversation_end_and_takes_no_other(start):
    server = start("--isolates=1", "--drain-timeout=60s").serving()
    idle = Conversation(server, None)
    conversation = Conversation(server, start_of(server, "return host.f()", "f", timeout=60))
    assert conversation.next().call_id == 1
    server.signal(signal.SIGTERM)
    raised, info = refused(idle)
    assert (raised.code(), info.reason) == (grpc.StatusCode.UNAVAILABLE, "DRAINING")
    late = Conversation(server, start_of(server, "return 1", "f"))
    assert refused(late)[1].reason == "DRAINING"
    conversation.answer(returns(1, "drained"))
    assert conversation.rest()[-1].result_json == '"drained"'
    assert server.wait() == 0


def test_conversation_that_outlives_the_drain_has_an_outcome(start):
    server = start("--isolates=1", "--drain-timeout=100ms").serving()
    conversation = Conversation(server, start_of(server, "return host.f()", "f", timeout=60))
    assert conversation.next().call_id == 1
    server.signal(signal.SIGTERM)
    response = conversation.rest()[-1]
    assert response.error.kind == pb.ERROR_KIND_CRASHED
    assert "the server stopped" in response.error.message
    assert server.wait() == 0


# --- Callers who do not read, streams that do not send -----------------------------------------------------------------


def framed(message):
    data = message.SerializeToString()
    return http2.frame(http2.DATA, 0, 1, b"\0" + len(data).to_bytes(4, "big") + data)


LOUD = "--max-console-messages=1000000", "--max-console-bytes=64MiB"


def test_script_whose_caller_does_not_read_is_held_up_and_its_time_counts(start):
    server = start("--isolates=1", *LOUD).serving()
    code = "for (let n = 0; n < 400; n++) console.log('x'.repeat(100_000)); return 1"
    opening = http2.PREFACE + http2.settings(INITIAL_WINDOW_SIZE=0) + http2.head(1, CONVERSE)
    with Connection(server.address, opening + framed(start_of(server, code, timeout=1))):
        eventually(
            lambda: server.metrics()['executor_executions_total{outcome="timeout"}'] == 1, "its time is over"
        )
        # What lay in the pipe at the end comes on top: a socket's buffer, or what is read at once.
        assert server.metrics()['executor_held{kind="answers"}'] < 8 << 20
    eventually(lambda: server.metrics()['executor_held{kind="answers"}'] == 0, "nothing is held")
    assert server.result("return 1") == 1


def test_script_goes_on_when_its_caller_reads(start):
    server = start("--isolates=1", *LOUD).serving()
    code = "for (let n = 0; n < 200; n++) console.log('x'.repeat(100_000)); await host.f(); return 1"
    conversation = Conversation(server, start_of(server, code, "f", timeout=60))
    assert len(conversation.next()) == 100_000
    peak = server.metrics()['executor_held{kind="answers"}']
    assert peak < 2 << 20
    events = conversation.rest(echo)
    assert len(events) == 199 + 2
    assert events[-1].result_json == "1"


def test_conversation_that_sends_nothing_is_no_idle_stream(start):
    """Where another stream wants a place, the one that has sent nothing for the longest time would be ended."""
    server = start("--isolates=2", "--max-batches=1").serving()
    conversation = calling(server)
    raised, info = refusal(server, start_of(server, "return 1"))
    assert (raised.code(), info.reason) == (grpc.StatusCode.RESOURCE_EXHAUSTED, "HELD_TOO_MUCH")
    conversation.call.cancel()
    conversation.end()


def test_answers_go_in_as_fast_as_the_script_takes_them(solitary):
    """Megabytes of answers for a script that does not look: they stay with their caller, and come when it does."""
    code = """
      const calls = Array.from({ length: 12 }, () => host.f());
      await calls[0];
      const end = Date.now() + 300; while (Date.now() < end);
      return (await Promise.all(calls)).map(text => text.length).reduce((a, b) => a + b);
    """
    text = "x" * 1_000_000
    conversation = Conversation(solitary, start_of(solitary, code, "f", timeout=60))
    calls = [conversation.next() for _ in range(12)]
    for call in calls:
        conversation.answer(returns(call.call_id, text))
    assert conversation.rest()[-1].result_json == str(12 * len(text))


def test_hundred_conversations_at_once_share_eight_isolates(server):
    outcomes = []

    def converse(number):
        outcomes.append(result(server, "return (await host.f(input))[0]", "f", value=number))

    threads = [threading.Thread(target=converse, args=(number,)) for number in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == list(range(50))


# --- An isolate that is broken in to ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def lone():
    one = ServerProcess(
        "--isolates=1", "--max-calls=2", "--max-call-bytes=2KiB", "--max-input-bytes=1KiB"
    ).serving()
    yield one
    one.stop()


@pytest.fixture
def impostor(lone):
    """The one ready isolate, impersonated; at the end its slot is back and works."""
    with Impostor(lone.all_ready().named("isolate")[0]) as impostor:
        yield impostor
        impostor.dropped()
    assert result(lone, "return host.f(1)", "f") == [1]


def call_frame(number=1, function=0, arguments="[]"):
    return Call(number=number, function=function, arguments_json=arguments).encode()


@pytest.mark.parametrize(
    "data",
    [
        call_frame(function=1),
        call_frame(number=2),
        call_frame(number=0),
        call_frame() * 2,
        call_frame() + call_frame(2) + call_frame(3),
        call_frame(1, 0, "x" * 1024) + call_frame(2, 0, "x" * 1024) + call_frame(3),
        HEADER.pack(Kind.CALL, 8 + 1024 + 1),
        frame(Kind.CALL, b"\0" * 7),
        frame(Kind.CALL, b"\0\0\0\1\0\0\0\0\xff"),
        frame(Kind.ANSWER, b"\0\0\0\1"),
        BadAnswer(number=1, message="").encode(),
        call_frame() + BadAnswer(number=1, message="").encode(),
        HEADER.pack(Kind.BAD_ANSWER, 4 + 4 * 256 + 1),
    ],
    ids=[
        "a function that nobody offers",
        "a number left out",
        "no number",
        "the same number",
        "too many",
        "too much in all",
        "too long",
        "short",
        "no text",
        "an answer",
        "complaint about nothing",
        "complaint about what is not answered",
        "long complaint",
    ],
)
def test_frame_that_no_correct_isolate_sends_ends_it(lone, impostor, data):
    kills = lone.metrics()['executor_kills_total{reason="protocol"}']
    conversation = Conversation(lone, start_of(lone, "return 1", "f", timeout=30))
    assert json.loads(impostor.await_job().functions) == ["f"]
    impostor.say(data)
    assert conversation.rest()[-1].error.kind == pb.ERROR_KIND_CRASHED
    assert lone.metrics()['executor_kills_total{reason="protocol"}'] == kills + 1


def test_call_in_a_run_that_is_no_conversation_ends_the_isolate(lone, impostor):
    kills = lone.metrics()['executor_kills_total{reason="protocol"}']
    call = lone.start_execute("return 1", timeout=30)
    assert impostor.await_job().functions == ""
    impostor.say(call_frame())
    assert call.result().error.kind == pb.ERROR_KIND_CRASHED
    assert lone.metrics()['executor_kills_total{reason="protocol"}'] == kills + 1


# --- Who counts it -----------------------------------------------------------------------------------------------------


def test_metrics_know_conversations_and_their_calls(start):
    server = start("--isolates=1").serving()
    conversation = Conversation(
        server, start_of(server, "await host.f(); await host.g().catch(() => 0); host.f()", *"fg")
    )
    assert conversation.next().name == "f"
    assert server.metrics()["executor_conversations"] == 1
    conversation.answer(returns(1))
    assert conversation.next().name == "g"
    conversation.answer(throws(2, "Error", "no"))
    conversation.rest()
    metrics = server.metrics()
    assert metrics["executor_conversations"] == 0
    assert metrics['executor_executions_total{outcome="ok"}'] == 1
    counted = {key: value for key, value in metrics.items() if key.startswith("executor_calls_total")}
    assert counted == {
        'executor_calls_total{result="answered"}': 1,
        'executor_calls_total{result="failed"}': 1,
        'executor_calls_total{result="over_limit"}': 0,
        'executor_calls_total{result="unanswered"}': 1,
    }


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_hostile_scripts_end_rightly_in_conversations(start):
    roomy = start("--isolates=4").serving()
    small = start("--isolates=4", LITTLE_MEMORY).serving()
    scripts = load_hostile()
    wrong = []

    def play(mine):
        for script in mine:
            server = small if script.fills_memory else roomy
            limit = 0.05 if "TIMEOUT" in script.kinds else script.limit
            request = server.request(script.code, timeout=limit)
            request.input_json = script.input_json
            first = pb.ConverseRequest(start=pb.ConverseStart(request=request, functions=["f"]))
            try:
                response = Conversation(server, first).rest(echo)[-1]
            except grpc.RpcError as raised:
                kind, returned = raised.code().name, None
            else:
                kind = pb.ErrorKind.Name(response.error.kind).removeprefix("ERROR_KIND_")
                returned = response.result_json if response.WhichOneof("outcome") == "result_json" else None
                kind = kind if returned is None else "OK"
            right = (
                script.result is None or returned is None or json.loads(returned) == json.loads(script.result)
            )
            if kind not in script.kinds or not right:
                wrong.append((script.title, kind, returned))

    threads = [threading.Thread(target=play, args=(scripts[start::4],)) for start in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert [result(server, "return host.f(1)", "f") for server in (roomy, small)] == [[1]] * 2


def test_hostile_use_of_a_conversation_harms_itself_only(narrow):
    for code in (
        "const f = host.f; f.call = f.apply = null; Promise.prototype.then = null; return host.f(1)",
        "for (;;) host.f().catch(() => 0)",
        "const deep = []; let at = deep; for (let n = 0; n < 1e5; n++) { const next = []; at.push(next); at = next } await host.f(deep)",
        "await host.f({ toJSON() { for (;;); } })",
        "Error.stackTraceLimit = 0; await host.f(1n)",
        "globalThis.host = null; return 1",
        "Object.defineProperty(Error.prototype, 'stack', { get() { throw 1 } }); await host.f(1n)",
    ):
        talk(narrow, code, "f", timeout=0.3)
        assert result(narrow, "return host.f(1)", "f") == [1], code


def test_silence_is_not_an_answer(server):
    """A script may give up on a call by itself."""
    code = "return Promise.race([host.f(), new Promise(resolve => setTimeout(() => resolve('gave up'), 1))])"
    assert result(server, code, "f", answer=silence) == "gave up"
