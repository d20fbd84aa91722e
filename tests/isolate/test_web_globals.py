"""The web platform's globals: what a comparison with Node, script by script, cannot show."""

import json

from differential import Script, run_in_node

# Names of Node 20 that blocks do not have, with the reason; `docs/compatibility.md` tells block authors.
MISSING = {
    "WebAssembly": "the engine has none",
}
# Work of other parts of the runtime: either is right here.
ELSEWHERE = {"CryptoKey", "SubtleCrypto", "Intl"}
# Names that Node 20 does not have: newer parts of the language, and the engine's own.
EXTRA = {
    "AsyncDisposableStack",
    "DisposableStack",
    "Float16Array",
    "InternalError",
    "Iterator",
    "SuppressedError",
}

NAMES = "Object.getOwnPropertyNames(globalThis)"


def test_globals_are_those_of_node_but_for_those_with_a_reason(server):
    [answer] = run_in_node([Script("globals", "names", f"return {NAMES}")])
    nodes = set(json.loads(answer.result))
    ours = set(server.result(f"return {NAMES}"))
    assert nodes - ours - ELSEWHERE == set(MISSING)
    assert ours - nodes - ELSEWHERE == EXTRA


def test_clock_of_performance_starts_with_the_run(server):
    # Not with the interpreter, which has been waiting since the server started.
    code = """
      const now = performance.now(), before = Date.now(), between = performance.timeOrigin + performance.now();
      return [now, before, between, Date.now()]"""
    response = server.execute(code)
    now, before, between, after = json.loads(response.result_json)
    assert 0 <= now <= response.usage.run_duration.ToMicroseconds() / 1000 + 2
    # Milliseconds of the wall clock are whole.
    assert before - 2 <= between <= after + 2


def test_events_of_one_run_carry_their_own_time(server):
    stamp, now = server.result("return [new Event('x').timeStamp, performance.now()]")
    assert 0 <= stamp <= now


def test_replaced_prototypes_of_the_web_are_gone_in_the_next_run(server):
    code = """
    for (const Class of [URL, URLSearchParams, EventTarget, Blob, TextDecoder, ReadableStream, AbortSignal]) {
      Class.prototype.left = 'behind';
      for (const name of Object.getOwnPropertyNames(Class.prototype)) delete Class.prototype[name];
    }
    URL.canParse = () => 'mine';
    return 1"""
    assert server.result(code) == 1
    again = "return [URL.canParse('http://a'), new URL('http://a').left ?? null, new Blob(['x']).size]"
    assert server.result(again) == [True, None, 1]


def test_mebibyte_of_text_and_bytes_goes_through_the_encoders(server):
    code = """
    const texts = ['{"name":"value"},'.repeat(65536), '中文字符'.repeat(87381), '😀é'.repeat(150000)];
    return texts.map((text) => {
      const bytes = new TextEncoder().encode(text);
      const decoder = new TextDecoder();
      let streamed = '';
      for (let at = 0; at < bytes.length; at += 65521) {
        streamed += decoder.decode(bytes.subarray(at, at + 65521), { stream: true });
      }
      streamed += decoder.decode();
      const broken = new Uint8Array([0xff, ...bytes.subarray(0, 9)]);
      const loose = new TextDecoder().decode(broken);
      return [bytes.length, new TextDecoder().decode(bytes) === text, streamed === text, loose[0] === '\\ufffd'];
    })"""
    assert server.result(code, timeout=30.0) == [
        [1114112, True, True, True],
        [1048572, True, True, True],
        [900000, True, True, True],
    ]


def test_clone_of_a_value_a_hundred_thousand_levels_deep(server):
    code = """
    let value = { end: true };
    for (let i = 0; i < 100000; i++) value = [value];
    let clone = structuredClone(value);
    let depth = 0;
    for (; Array.isArray(clone); clone = clone[0]) depth++;
    return [depth, clone.end]"""
    assert server.result(code, timeout=30.0) == [100000, True]


def test_class_of_the_web_that_lost_its_footing_fails_the_script_only(server):
    for broken in (
        "Uint8Array.prototype.set = Map.prototype.get = Array.prototype.push = () => { throw new Error('mine') }",
        "Object.getPrototypeOf(Uint8Array.prototype).subarray = () => ({})",
        "String.prototype.charCodeAt = String.prototype.codePointAt = () => { throw new Error(1) }",
        "Object.defineProperty(Object.prototype, 'then', { get() { throw new Error('mine') }, configurable: true })",
        "RegExp.prototype.exec = Array.prototype[Symbol.iterator] = String.prototype.slice = null",
        "globalThis.ReadableStream = globalThis.URLSearchParams = globalThis.Event = undefined",
    ):
        code = f"""
        {broken};
        for (const use of [
          () => new Blob(['é', new Uint8Array(9)]).slice(1).text(), () => new TextDecoder().decode(new TextEncoder().encode('中')),
          () => new URL('http://u:p@例.com/é?q=1').searchParams.append('x', 'y'), () => structuredClone([new Map([[1, {{}}]])]),
          () => new AbortController().abort(), () => new Blob(['x']).stream().getReader().read(), () => atob(btoa('abc')),
          () => {{ const t = new EventTarget(); t.addEventListener('x', () => 1); t.dispatchEvent(new CustomEvent('x')); }},
        ]) try {{ use()?.catch?.(() => 0); }} catch {{ /* its own doing */ }}
        return 1"""
        response = server.execute(code)
        assert response.WhichOneof("outcome") == "result_json" or response.error.name != "", broken
    assert server.result("return new URL('http://a/').href") == "http://a/"
