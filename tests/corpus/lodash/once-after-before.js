// once, after, before, negate, wrap, attempt: counts and errors
const _ = require('lodash');
let n = 0; const bump = () => ++n;
const once = _.once(bump); const after = _.after(3, bump); const before = _.before(3, bump); const zero = _.after(0, () => 'at once');
return { once: [once(), once(), n], after: [after(), after(), after(), after()].map((x) => x || 0), before: [before(), before(), before()], zero: zero(), throwing: (() => { const f = _.once(() => { throw new Error('first'); }); const r = []; for (let i = 0; i < 2; i++) { try { r.push(f() === undefined); } catch (e) { r.push(e.message); } } return r; })(), negate: _.filter([1, 2, 3], _.negate((x) => x % 2)), wrap: _.wrap('v', (v, x) => v + x)(1), attempt: [_.attempt((a, b) => a + b, 1, 2), _.attempt(() => { throw 'text'; }) instanceof Error, _.attempt(() => { throw new RangeError('r'); }).name], notFn: (() => { try { _.after(1, null); } catch (e) { return e.message; } })() };
