// find, findLast, findIndex, indexOf with a start
const _ = require('lodash');
const l = [4, 5, 4, 6, 4];
return { find: _.find(l, (n) => n > 4, 2), negative: _.find(l, (n) => n === 6, -1) === undefined, findLast: _.findLast(l, (n) => n !== 4, 2), findIndex: [_.findIndex(l, (n) => n === 4, 1), _.findIndex(l, (n) => n === 4, -2), _.findIndex(l, (n) => n === 9)], findLastIndex: [_.findLastIndex(l, (n) => n === 4, 3), _.findLastIndex(l, (n) => n === 4, -2)],
  indexOf: [_.indexOf(l, 4, -1), _.indexOf(l, 4, -99), _.indexOf([NaN], NaN), _.indexOf([-0], 0)], lastIndexOf: [_.lastIndexOf(l, 4, -2), _.lastIndexOf(l, 4, 99), _.lastIndexOf([NaN, 1], NaN)], object: _.find({ a: 1, b: 2 }, (v) => v > 1) };
