// round, ceil, floor with positive, negative, huge precision and exponent forms
const _ = require('lodash');
const s = (x) => (Object.is(x, -0) ? '-0' : String(x));
const numbers = [1.005, 1.255, -2.345, 1234.5678, 5e-7, 1e21, -0.4, '3.14159', 1.45e-5, 9007199254740991, Infinity];
return _.fromPairs(['round', 'ceil', 'floor'].map((n) => [n, numbers.map((x) => [0, 2, -2, 6].map((p) => s(_[n](x, p))).join(' '))]));
