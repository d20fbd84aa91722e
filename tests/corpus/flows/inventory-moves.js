// stock by moves, with a running balance and shortages
const _ = require('lodash'); const moves = [['a', 10], ['b', 5], ['a', -3], ['b', -6], ['c', 1], ['a', -8]].map(([sku, q], i) => ({ i, sku, q })); const balance = {}; const shortages = [];
for (const { i, sku, q } of moves) { balance[sku] = (balance[sku] ?? 0) + q; if (balance[sku] < 0) shortages.push({ i, sku, missing: -balance[sku] }); }
return { balance, shortages, in: _.sumBy(moves, ({ q }) => Math.max(q, 0)), bySku: _(moves).groupBy('sku').mapValues((m) => _.map(m, 'q')).value(), worst: _.minBy(_.toPairs(balance), 1) };
