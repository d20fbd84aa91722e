// TextEncoder.encodeInto stops at whole characters
const attempt = (f) => { try { return f(); } catch (e) { return [e.name, e.code ?? null, e.code ? e.message : null]; } };
const e = new TextEncoder();
const into = (text, size, from = 0) => { const b = new Uint8Array(size); const r = e.encodeInto(text, b.subarray(from)); return [r, [...b]]; };
return [into('abc', 5), into('abc', 2), into('é', 1), into('aé', 2), into('aé', 3), into('中中', 5), into('😀', 3), into('😀', 4), into('a😀b', 5), into('\ud800x', 4), into('', 3), into('abc', 0), into('zz', 4, 2),
  attempt(() => e.encodeInto('a', [])), attempt(() => e.encodeInto(1, new Uint8Array(1))), attempt(() => e.encodeInto('a')), attempt(() => e.encodeInto('a', new Uint16Array(2))), attempt(() => e.encodeInto.call({}, 'a', new Uint8Array(1)))];
