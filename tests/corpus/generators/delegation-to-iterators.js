// yield*: values, returns, throws and returns passed through to the inner iterator
const log = []; function* inner() { try { const x = yield 'i1'; log.push('got ' + x); yield 'i2'; return 'inner result'; } finally { log.push('inner closed'); } } function* outer() { const r = yield* inner(); log.push(r); yield* 'ab'; yield* [1]; }
const g = outer(); const all = [g.next(), g.next('hi'), g.next(), g.next(), g.next(), g.next()];
const closed = outer(); closed.next(); const ret = closed.return('early'); const thrown = outer(); thrown.next(); let name; try { thrown.throw(new RangeError('x')); } catch (e) { name = e.name; }
const noThrow = { [Symbol.iterator]() { return { next: () => ({ value: 1, done: false }), return() { log.push('closed for lack of throw'); return {}; } }; } }; const h = (function* () { yield* noThrow; })(); h.next(); let lack; try { h.throw(new Error('y')); } catch (e) { lack = e.name; }
return { all, ret, name, lack, log };
