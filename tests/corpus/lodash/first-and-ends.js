// first, head, last, nth, initial, tail, take, drop at their edges
const _ = require('lodash');
const l = [1, 2, 3];
return { alias: _.first === _.head, none: [_.first([]), _.last([]), _.nth([], 0), _.first(null)].map((x) => x === undefined), nth: [0, 2, -1, -3].map((n) => _.nth(l, n)), over: _.nth(l, 7) === undefined,
  take: [0, 1, 9, -1, undefined].map((n) => _.take(l, n)), takeRight: [0, 2, 9].map((n) => _.takeRight(l, n)), drop: [0, 1, 9].map((n) => _.drop(l, n)), dropRight: [0, 2, 9].map((n) => _.dropRight(l, n)),
  tail: [_.tail([1]), _.tail(null)], initial: [_.initial([1]), _.initial(undefined)], strings: [_.take('abc', 2), _.nth('abc', -1)] };
