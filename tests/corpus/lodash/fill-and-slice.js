// fill, slice and concat with negative, missing and odd bounds
const _ = require('lodash');
return { fill: [_.fill([1, 2, 3, 4], 'x', -3, -1), _.fill([1, 2], 0, 5), _.fill([1, 2], 'y', 1), _.fill(Array(2), { a: 1 })], sameRef: (() => { const f = _.fill(Array(2), {}); return f[0] === f[1]; })(),
  slice: [_.slice([1, 2, 3], -2), _.slice([1, 2, 3], 0, -1), _.slice([1, , 3]).map(String), _.slice(null)], sparse: [1 in _.slice([1, , 3]), 1 in [1, , 3].slice()],
  concat: [_.concat([1], 2, [3], [[4]]), _.concat(1, [2]), _.concat(null), _.concat()], join: [_.join([null, undefined, 1], '-'), _.join([[1, 2], 3]), _.join(null)] };
