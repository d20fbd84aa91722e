// toNumber, toInteger, toFinite, toLength, toSafeInteger, parseInt over odd inputs
const _ = require('lodash');
const values = ['0b101', '0o17', '0xff', '-0x1', ' 12 ', '', '1e3', '1_000', null, undefined, true, [], [5], {}, { valueOf: () => 9 }, new Date(7), Infinity, -Infinity, NaN, 3.9, -3.9, -0, 2 ** 60, Symbol('s')];
const s = (x) => (Object.is(x, -0) ? '-0' : String(x));
return _.fromPairs(['toNumber', 'toInteger', 'toFinite', 'toLength', 'toSafeInteger'].map((n) => [n, values.map((v) => { try { return s(_[n](v)); } catch (e) { return e.name; } })]).concat([['parseInt', ['08', '0x1F', '12px', ' 7', ''].map((v) => [s(_.parseInt(v)), s(_.parseInt(v, 16))].join())]]));
