// has, hasIn, get and result over arrays, inherited values, getters and null prototypes
const _ = require('lodash');
const o = { a: { b: undefined }, list: [, 2], get g() { return { x: 1 }; }, 'p.q': 1, p: { q: 2 }, f() { return this.p.q; } };
const bare = Object.assign(Object.create(null), { k: 1 });
return { has: ['a.b', 'a.c', 'list[0]', 'list[1]', 'list.length', 'g.x', 'p.q', 'toString'].map((p) => _.has(o, p)), hasIn: [_.hasIn(o, 'toString'), _.hasIn([], 'length'), _.hasIn(null, 'x'), _.hasIn('abc', 'length')], bare: [_.has(bare, 'k'), _.get(bare, 'k'), _.hasIn(bare, 'toString')], dotted: [_.get(o, 'p.q'), _.get(o, ['p.q']), _.get(o, ['p', 'q'])], result: [_.result(o, 'f'), _.result(o, 'a.b', 'dflt'), _.result(o, 'none', function () { return this === o; })], at: _.at(o, 'p.q', ['list[1]', 'nope']).map(String), symbols: _.get({ [Symbol.for('s')]: 1 }, Symbol.for('s')) };
