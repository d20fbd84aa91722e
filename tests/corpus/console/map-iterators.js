// what keys(), values() and entries() have left is shown, and they stay where they are
const { inspect, format } = require('util');
const stock = new Map([['nut', 3], ['bolt', { size: 5 }], [{ k: 1 }, [1]]]);
const tags = new Set(['x', 'y', new Set(['z'])]);
const begun = stock.entries();
begun.next();
const done = tags.values();
for (const _ of done);
const deleted = new Map([[1, 1], [2, 2], [3, 3]]);
const over = deleted.keys();
over.next();
deleted.delete(1);
deleted.delete(2);
console.log(stock.keys(), stock.values());
console.log(stock.entries());
console.log(tags.entries());
console.log('%o and %O', tags.values(), stock.keys());
console.table(stock.entries());
console.table(stock.keys());
console.table(tags.values());
console.table(tags.entries());
console.table(new Map([['a', { b: 1 }], ['c', 2]]));
console.dir(stock.values(), { depth: 0 });
return [inspect(begun), inspect(done), [...begun].length, inspect(over), [...over], inspect({ nested: { deep: stock.values() } }, { depth: 1 }), inspect(stock.keys(), { showHidden: true }), inspect([stock.entries(), tags.keys()], { compact: false }),
  inspect(stock[Symbol.iterator]()), inspect(new Map().keys()), inspect(new Set([1, 2, 3]).values(), { maxArrayLength: 1 }), inspect(Object.assign(tags.values(), { extra: 1 })), inspect([1, 2].values()), inspect('ab'[Symbol.iterator]()), format('%s', stock.keys()),
  inspect(new Map(Array.from({ length: 120 }, (_, i) => [i, i])).values()).split('\n').length];
