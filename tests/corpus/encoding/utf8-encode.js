// TextEncoder.encode of every kind of text
const e = new TextEncoder();
return ['', 'abc', 'é', '中文', '😀', '\ud800', '\udc00', '\udc00\ud800', 'a\ud83d', '\ud83d\ude00b', '\u07ff\u0800\uffff\u{10000}\u{10ffff}', '\0', undefined, null, 5, { toString: () => 'obj' }, [1, 2]].map((t) => [...e.encode(t)])
  .concat([[...e.encode()], e.encode('x') instanceof Uint8Array, e.encode('abc').buffer.byteLength, e.encode('é'.repeat(1000)).length, e.encode('x'.repeat(5000) + '中'.repeat(3000)).length]);
