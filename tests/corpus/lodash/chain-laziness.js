// where chains evaluate: commit, value, next, tap, implicit and explicit
const _ = require('lodash');
const log = []; const w = _([1, 2, 3]).map((n) => { log.push(n); return n * 2; });
const before = log.length; const c = w.commit(); const after = log.length; const steps = []; const it = _([1, 2]); for (let s = it.next(); !s.done; s = it.next()) steps.push(s.value);
return { before, after, value: c.value(), steps, implicit: typeof _([1, 2]).sum(), explicit: _.chain([1, 2]).sum().value(), isWrapper: _.chain([1]).head() instanceof _, json: JSON.stringify({ w: _([1]).map((x) => x + 1) }), text: String(_([1, 2])), spread: [..._('ab').map(_.toUpper)], mutated: (() => { const a = [3, 1]; _(a).push(2).sort().value(); return a; })(), at: _({ a: [1, 2] }).at('a[1]').value(), prototypeChain: _([1]).chain().map((x) => x + 1).first().value(), concat: _([1]).concat([2], 3).reverse().value() };
