// curry and curryRight with arity, placeholders and extra arguments
const _ = require('lodash');
const join = (...a) => a.join('');
const f = _.curry(join, 3); const g = _.curryRight(join, 3);
return { steps: [f('a')('b')('c'), f('a', 'b')('c'), f('a')('b', 'c', 'd'), f('a', 'b', 'c')], holes: [f(_, 'b')('a', 'c'), f(_, _, 'c')(_, 'b')('a'), f('a', _, 'c')('b')], right: [g('c')('b')('a'), g('b', 'c')('a'), g('c')(_, 'b')('a'), g('a', 'b', 'c')], empty: f()('a', 'b', 'c'), length: [f.length, _.curry((a, b) => a + b)(1)(2), _.curry(() => 'now')()], keepsThis: _.curry(function (a, b) { return this.k + a + b; }).call({ k: 'k' }, 1, 2), own: f.placeholder === _ };
