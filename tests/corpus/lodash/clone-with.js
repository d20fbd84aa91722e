// cloneWith and cloneDeepWith let a function decide
const _ = require('lodash');
const source = { when: new Date(0), list: [1, { n: 2 }], re: /x/g };
const numbersDoubled = _.cloneDeepWith(source, (v) => (_.isNumber(v) ? v * 2 : undefined));
const keys = [];
_.cloneDeepWith({ a: { b: 1 } }, (v, k) => { keys.push(k === undefined ? 'root' : k); });
return { numbersDoubled: numbersDoubled.list, re: [numbersDoubled.re.source, numbersDoubled.re.flags, numbersDoubled.re !== source.re], date: numbersDoubled.when.getTime(),
  shallow: _.cloneWith({ a: 1 }, () => 'instead'), undecided: _.cloneWith([1], _.noop), keys, fn: _.clone(() => 1), weak: _.clone(new WeakMap()), error: _.clone(new Error('x')) };
