// groupBy, countBy, keyBy over objects, dates, nothing and with odd keys
const _ = require('lodash');
const rows = [{ k: null, v: 1 }, { v: 2 }, { k: 0, v: 3 }, { k: '0', v: 4 }, { k: [1, 2], v: 5 }, { k: true, v: 6 }, { k: '__proto__', v: 7 }, { k: 'constructor', v: 8 }];
return { groups: _.toPairs(_.mapValues(_.groupBy(rows, 'k'), (g) => _.map(g, 'v'))), counts: _.countBy('banana'), key: _.keyBy([{ id: 'a' }, { id: 'b' }, { id: 'a', last: true }], 'id'), parity: _.groupBy({ a: 1, b: 2, c: 3 }, (v) => (v % 2 ? 'odd' : 'even')), deep: _.groupBy([{ a: { b: 'x' } }, { a: { b: 'y' } }], 'a.b'), nested: _.mapValues(_.groupBy([{ y: 1, m: 1 }, { y: 1, m: 2 }, { y: 2, m: 1 }], 'y'), (g) => _.countBy(g, 'm')), pair: _.countBy([{ a: 1 }, { a: 2 }], ['a', 1]) };
