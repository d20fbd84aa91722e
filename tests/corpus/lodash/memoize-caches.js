// memoize: keys, resolver, cache types, this
const _ = require('lodash');
let calls = 0; const sq = _.memoize((n) => { calls++; return n * n; });
const results = [sq(2), sq(2), sq('2'), sq(3)]; sq.cache.set(5, 'seeded'); sq.cache.delete(2);
const own = _.memoize(function (k) { return this.base + k; });
const weak = _.memoize((k) => k.v); weak.cache = new WeakMap(); const key = { v: 7 };
const joined = _.memoize((a, b) => a + b, (...a) => a.join());
return { results, calls, seeded: sq(5), again: [sq(2), calls], has: [sq.cache.has(3), sq.cache.has(9)], self: own.call({ base: 1 }, 2), weak: [weak(key), weak.cache.has(key)], joined: [joined(1, 2), joined(1, 3), joined.cache.has('1,2')], firstOnly: (() => { const f = _.memoize((a, b) => a + b); return [f(1, 1), f(1, 9)]; })(), bad: (() => { try { _.memoize('x'); } catch (e) { return [e.name, e.message]; } })() };
