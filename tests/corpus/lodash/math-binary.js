// add, subtract, multiply, divide with odd operands
const _ = require('lodash');
const s = (x) => (Object.is(x, -0) ? '-0' : typeof x === 'string' ? `'${x}'` : String(x));
const pairs = [[1, 2], ['1', 2], [undefined, 3], [3, undefined], [undefined, undefined], [null, 1], [-0, 0], [NaN, 1], [1, 0], ['a', 'b']];
return _.fromPairs(['add', 'subtract', 'multiply', 'divide'].map((n) => [n, pairs.map(([a, b]) => s(_[n](a, b)))]));
