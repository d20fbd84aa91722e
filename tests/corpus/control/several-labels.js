// several labels on one statement: continue and break find it by each of them
const run = (body) => { try { return new Function(body)() ?? null; } catch (e) { return e.name; } };
return [
  'let n = 0; a: b: for (;;) { if (n++ < 2) continue b; break b; } return n;',
  'let n = 0; a: b: for (;;) { if (n++ < 2) continue a; break a; } return n;',
  'let n = 0; a: b: c: while (n < 5) { n++; for (const x of [1, 2]) { if (n < 3) continue a; break b; } } return n;',
  'let n = 0; a: b: do { n++; if (n < 3) continue a; } while (n < 3); return n;',
  'const log = []; a: b: for (const x of [1, 2, 3]) { try { if (x === 2) continue a; log.push(x); } finally { log.push("f" + x); } } return log;',
  'const log = []; a: b: for (const k in { x: 1, y: 2 }) { c: d: for (const v of [1, 2]) { if (v === 1) continue c; log.push(k + v); continue a; } } return log;',
  'a: { b: for (;;) continue a; }', 'a: b: { for (;;) continue a; }', 'a: b: { c: for (;;) continue b; }', 'a: b: if (1) for (;;) continue b;',
  'a: b: { break a; } return 1;', 'a: a: for (;;) break;', 'a: b: a: ;', 'a: b: for (;;) { (() => { continue a; })(); }', 'a: b: function f() {} return typeof f;',
].map(run);
