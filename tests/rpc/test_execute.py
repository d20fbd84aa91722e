"""What a script can do, and what comes back."""

import json

import pytest

from executor.formats.manifest import module_names
from executor.v1 import executor_pb2 as pb


@pytest.mark.parametrize(
    ("code", "value", "result"),
    [
        ("return 1 + 1", None, 2),
        ("return input", None, None),
        ("return input.a.b", {"a": {"b": "你好 🎉"}}, "你好 🎉"),
        ("return await Promise.resolve(5)", None, 5),
        ("return new Promise(resolve => setTimeout(() => resolve('later'), 5))", None, "later"),
        ("", None, None),
        ("const x = 1", None, None),
        ("return undefined", None, None),
        ("#!/usr/bin/env node\nreturn 'shebang'", None, "shebang"),
        ("return 'line one' // a comment at the end", None, "line one"),
        ("return [NaN, Infinity, undefined, () => 1]", None, [None, None, None, None]),
        ("return new Date(0)", None, "1970-01-01T00:00:00.000Z"),
        ("return { toJSON() { return 'mine' } }", None, "mine"),
        ("return '\\ud800'", None, "\ud800"),
        ("return 'a\\u0000b'", None, "a\0b"),
        ("return typeof this", None, "object"),
        ("return (function () { return typeof this })()", None, "object"),
        ("return new URL('http://a.example/p?q=1#h').searchParams.get('q')", None, "1"),
        (
            "return [...new TextEncoder().encode('é'), ...new TextEncoder().encode(12)]",
            None,
            [195, 169, 49, 50],
        ),
        ("return new TextDecoder('utf-16le').decode(new Uint8Array([65, 0]))", None, "A"),
        (
            "return [atob(btoa('binary')), structuredClone({ a: new Date(0) }).a.getTime()]",
            None,
            ["binary", 0],
        ),
        ("return globalThis === global", None, True),
        ("return [typeof call_python, typeof dukpy, typeof __executor, typeof std]", None, ["undefined"] * 4),
        ("return Object.keys(process.env)", None, []),
        ("return new Date(0).setHours(NaN)", None, None),
        ("const d = new Date(0); d.setHours(NaN); return String(d.getTime())", None, "NaN"),
    ],
)
def test_script_returns(server, code, value, result):
    assert server.result(code or " ;", value) == result


@pytest.mark.parametrize(
    ("module", "code", "result"),
    [
        ("crypto-js", "return m.SHA256('abc').toString().slice(0, 16)", "ba7816bf8f01cfea"),
        ("axios", "return m.getUri({ url: '/a', params: { b: [1, 2] } })", "/a?b%5B%5D=1&b%5B%5D=2"),
        (
            "date-fns",
            "return m.formatISO(m.addDays(new Date(Date.UTC(2024, 1, 28)), 2)).slice(0, 10)",
            "2024-03-01",
        ),
        ("lodash", "return m.chunk([1, 2, 3], 2)", [[1, 2], [3]]),
        ("qs", "return m.parse('a[b]=1&a[c]=2')", {"a": {"b": "1", "c": "2"}}),
        ("pinyin", "return m.pinyin('中心', { style: 'normal' })", [["zhong"], ["xin"]]),
        ("uuid", "return m.validate(m.v4())", True),
        ("lodash/get", "return m({ a: [{ b: 3 }] }, 'a[0].b')", 3),
        ("lodash/fp", "return m.map(x => x + 1)([1])", [2]),
        ("crypto-js/sha256", "return m('abc').toString().slice(0, 8)", "ba7816bf"),
        ("crypto-js/hmac", "return m === undefined", True),
        ("crypto-js/enc-hex", "return m.stringify(m.parse('00ff'))", "00ff"),
        ("date-fns/addDays", "return m.addDays(new Date(0), 1).getTime()", 86_400_000),
        ("date-fns/locale/zh-CN", "return m.zhCN.code", "zh-CN"),
        ("date-fns/locale", "return m.de.code", "de"),
    ],
)
def test_module_is_there(server, module, code, result):
    assert server.result(f"const m = require('{module}'); {code}") == result


@pytest.mark.parametrize(
    "module", ["./x", "/etc/passwd", "lodash/nope", "../lodash", "express", "", "__proto__"]
)
def test_unknown_module_says_what_is_available(server, module):
    code = f"try {{ require({json.dumps(module)}) }} catch (e) {{ return [e.name, e.code, e.message] }}"
    name, error_code, message = server.result(code)
    assert (name, error_code) == ("Error", "MODULE_NOT_FOUND")
    assert message.startswith(f"Cannot find module '{module}'")
    assert ", ".join(module_names()) in message


def test_console_is_captured_in_order_with_levels(server):
    response = server.execute(
        "console.log('a', { b: [1, 'x'] }); console.info('%s-%d', 'i', 7); console.warn('w'); console.error('e');"
        "console.debug(null, undefined); return 0"
    )
    texts = [(pb.ConsoleLevel.Name(message.level), message.text) for message in response.console_messages]
    assert texts == [
        ("CONSOLE_LEVEL_LOG", "a { b: [ 1, 'x' ] }"),
        ("CONSOLE_LEVEL_INFO", "i-7"),
        ("CONSOLE_LEVEL_WARN", "w"),
        ("CONSOLE_LEVEL_ERROR", "e"),
        ("CONSOLE_LEVEL_DEBUG", "null undefined"),
    ]
    offsets = [message.offset.ToNanoseconds() for message in response.console_messages]
    assert offsets == sorted(offsets)
    assert not response.console_truncated


def test_console_stops_at_a_thousand_messages(server):
    response = server.execute("for (let i = 0; i < 1500; i++) console.log(i); return 'done'")
    assert response.result_json == '"done"'
    assert [message.text for message in response.console_messages] == [str(i) for i in range(1000)]
    assert response.console_truncated


def test_console_stops_at_256_kib(server):
    response = server.execute("for (let i = 0; i < 10; i++) console.log('é'.repeat(50000)); return 1")
    assert sum(len(message.text.encode()) for message in response.console_messages) <= 256 * 1024
    assert response.console_truncated


def test_exactly_a_thousand_messages_are_not_truncated(server):
    response = server.execute("for (let i = 0; i < 1000; i++) console.log(i)")
    assert len(response.console_messages) == 1000
    assert not response.console_truncated


def test_usage_is_told(server):
    usage = server.execute("let x = 0; for (let i = 0; i < 3e6; i++) x += i; return x").usage
    assert usage.cpu_duration.ToNanoseconds() > 0
    assert 0 < usage.run_duration.ToNanoseconds() <= usage.total_duration.ToNanoseconds()
    assert usage.peak_memory_bytes > 1 << 20
    small = server.execute("return 1").usage.peak_memory_bytes
    large = server.execute("return 'x'.repeat(40e6).length").usage.peak_memory_bytes
    assert large - small > 30e6


def test_execution_id_is_echoed_or_made(server):
    assert server.execute("return 1", execution_id="mine-7").execution_id == "mine-7"
    first, second = (server.execute("return 1").execution_id for _ in range(2))
    assert first
    assert first != second


def test_large_input_and_result_pass_whole(server):
    text = "x" * 1_000_000
    assert server.result("return input + input.length", text) == text + "1000000"
    assert len(server.result("return 'y'.repeat(5e6)")) == 5_000_000


def test_many_timers_are_no_burden(server):
    code = "let n = 0; for (let i = 0; i < 20000; i++) setTimeout(() => n++, 1 + i % 7);"
    assert (
        server.result(code + "await new Promise(resolve => setTimeout(resolve, 50)); return n", timeout=30)
        == 20_000
    )


def test_to_json_of_arrays_works_after_an_await(server):
    code = "Array.prototype.toJSON = () => 'mine'; await null; return JSON.stringify([[1]])"
    assert server.result(code) == '"mine"'


def test_timers_fire_in_order_and_interval_can_be_cleared(server):
    code = """
      const seen = [];
      setTimeout(() => seen.push('b'), 10);
      setTimeout(() => seen.push('a'), 1);
      const cleared = setTimeout(() => seen.push('never'), 2);
      clearTimeout(cleared);
      let ticks = 0;
      await new Promise(resolve => {
        const interval = setInterval(() => { if (++ticks === 3) { clearInterval(interval); resolve() } }, 1);
      });
      await new Promise(resolve => setTimeout(resolve, 30));
      return [seen, ticks];
    """
    assert server.result(code) == [["a", "b"], 3]
