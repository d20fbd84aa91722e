// URLSearchParams from everything
const attempt = (f) => { try { return f(); } catch (e) { return [e.name, e.code ?? null, e.code ? e.message : null]; } };
class Pairs { *[Symbol.iterator]() { yield ['g', 'h']; } }
const record = { a: 1, b: [1, 2], c: null, d: undefined, e: { x: 1 }, __proto__: { inherited: 1 } };
Object.defineProperty(record, 'hidden', { value: 1 });
return [
  undefined, null, '', '?', '??a', 'a', 'a=1&&b=2&', '=', '=v&k', 'a=b=c', '+a+=+b+', '%zz=%ff&%E4%B8%AD=%e4', 'a=%', 1, true, record, new Pairs(), [['x', 'y'], new Set(['p', 'q'])], new Map([['m', 'n']]), new URLSearchParams('c=d&c=e'),
  [['a']], [['a', 'b', 'c']], [1], ['ab'], [null], { [Symbol.iterator]: 1 }, new Date(NaN), [], {}, '\ud800=\udc00', { '\ud800': 1, '\ufffd': 2 }, () => 1,
].map((init) => attempt(() => [...new URLSearchParams(init)])).concat([attempt(() => URLSearchParams()), attempt(() => new URLSearchParams(Symbol('x')))]);
