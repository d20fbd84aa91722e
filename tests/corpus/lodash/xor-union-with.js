// xorWith, xorBy, unionWith, intersectionWith with several arrays
const _ = require('lodash');
const a = [{ x: 1, y: 2 }, { x: 2, y: 1 }]; const b = [{ x: 1, y: 1 }, { x: 1, y: 2 }]; const c = [{ x: 3, y: 3 }];
return { xorWith: _.xorWith(a, b, c, _.isEqual), unionWith: _.unionWith(a, b, c, _.isEqual), intersectionWith: _.intersectionWith(a, b, _.isEqual), differenceWith: _.differenceWith(a, b, c, _.isEqual),
  xorBy: _.xorBy(a, b, c, 'x'), three: _.xor([1, 2, 3], [2, 3, 4], [3, 4, 5]), intersectionBy: _.intersectionBy([1.2, 2.8, 3.1], [1.9, 3.5], Math.floor),
  uniqWith: _.uniqWith([1, 11, 2, 21, 31], (p, q) => p % 10 === q % 10), notArrays: _.union([1], 2, 'ab', null, [3]), oneArray: _.xor([1, 1, 2]) };
