// where to insert in sorted lists: sortedLastIndexBy, sortedLastIndexOf, special values
const _ = require('lodash');
const o = [{ x: 4 }, { x: 5 }, { x: 5 }];
return { by: [_.sortedIndexBy(o, { x: 5 }, 'x'), _.sortedLastIndexBy(o, { x: 5 }, 'x'), _.sortedLastIndexBy(o, { x: 5 }, (v) => -v.x)],
  of: [_.sortedLastIndexOf([4, 5, 5, 5, 6], 5), _.sortedLastIndexOf([1, 3], 2), _.sortedIndexOf([], 1)],
  odd: [_.sortedIndex([1, 2, NaN], NaN), _.sortedLastIndex([1, null, undefined, NaN], undefined), _.sortedIndex([1, 2, 3], null), _.sortedIndex(['a', 'c'], 'b')],
  big: [_.sortedIndex(_.range(5000), 4321.5), _.sortedLastIndex(_.fill(Array(100), 7), 7)], nil: _.sortedIndex(null, 1) };
