// includes in arrays, objects and strings, with start and special values
const _ = require('lodash');
return { array: [_.includes([1, NaN], NaN), _.includes([1, 2, 3], 3, 3), _.includes([1, 2, 3], 1, -3), _.includes([0], -0), _.includes([[1]], [1])], object: [_.includes({ a: 1 }, 1), _.includes({ a: 1 }, 'a'), _.includes({}, undefined)], string: [_.includes('abc', 'b'), _.includes('abc', 'a', 1), _.includes('abc', ''), _.includes(Object('abc'), 'c')], other: [_.includes(null, 1), _.includes(new Set([1]), 1), _.includes(5, 5)] };
