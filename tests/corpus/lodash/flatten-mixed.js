// flatten family over arguments, holes, array-likes and depth 0
const _ = require('lodash');
const args = (function () { return arguments; })(1, [2]);
const spreadable = { length: 1, 0: 'x', [Symbol.isConcatSpreadable]: true };
return { args: _.flatten([args, 3]), depth0: _.flattenDepth([1, [2]], 0), depth: _.flattenDepth([1, [2, [3, [4]]]], '2'), holes: _.flatten([[1, , 2]]).map(String), spreadable: _.flatten([spreadable]), strings: _.flattenDeep(['ab', ['cd']]), nil: _.flattenDeep(null), fromPairs: _.fromPairs([['a', 1], ['b'], ['a', 2]]) };
