// mergeWith, defaultsDeep and assignWith customizers: arguments, order, undefined
const _ = require('lodash');
const calls = [];
const r = _.mergeWith({ a: [1], b: { c: 'x' } }, { a: [2], b: { c: 'y', d: 1 } }, (o, s, k) => { calls.push(k); if (_.isArray(o)) return o.concat(s); if (_.isString(o)) return o + s; });
return { r, calls, nullWins: _.mergeWith({ a: 1 }, { a: 2 }, () => null), several: _.mergeWith({}, { n: 1 }, { n: 2 }, { n: 4 }, (a = 0, b) => a + b), defaultsDeep: _.defaultsDeep({ a: { x: null, l: [1] } }, { a: { x: 5, y: 6, l: [9, 8] } }, { z: {} }), defaults: _.defaults({ a: null, b: undefined }, { a: 1, b: 2 }), assignWith: _.assignWith({ a: 1 }, { a: 2, b: 3 }, (o, s, k, obj, src) => `${k}${o}${s}${Object.keys(src).length}`) };
