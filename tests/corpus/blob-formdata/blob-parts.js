// what a Blob is made of
const attempt = (f) => { try { return f() ?? null; } catch (e) { return [e.name, e.code ?? null, e.code ? e.message : null]; } };
const text = (...args) => new Blob(...args).text();
const bytes = new Uint8Array([0x61, 0x62, 0x63, 0x64]);
return [await text(), await text([]), await text(['a', 'é', '中😀']), await text([bytes, bytes.buffer, bytes.subarray(1, 3), new DataView(bytes.buffer, 2)]), await text([new Blob(['x']), new Blob(['y', 'z'])]), await text([1, null, undefined, {}, [1, 2], true]), await text(new Set(['s', 't'])), await text(['\ud800']), await text([new Uint16Array([0x6261])]),
  attempt(() => new Blob('abc')), attempt(() => new Blob(1)), attempt(() => new Blob({})), attempt(() => new Blob(null)), attempt(() => new Blob([], 1)), attempt(() => new Blob([], null).size), attempt(() => Blob()) ? 'threw' : '', (() => { const b = new Uint8Array([1]); const blob = new Blob([b]); b[0] = 9; return blob.arrayBuffer().then((a) => new Uint8Array(a)[0]); })() instanceof Promise];
