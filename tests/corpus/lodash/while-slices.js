// takeWhile, dropWhile and their right forms with every shorthand
const _ = require('lodash');
const users = [{ n: 'a', on: false, r: 1 }, { n: 'b', on: false, r: 2 }, { n: 'c', on: true, r: 3 }];
const names = (l) => _.map(l, 'n').join('');
return { fn: names(_.takeWhile(users, (u) => !u.on)), match: names(_.takeWhile(users, { n: 'a', on: false })), pair: names(_.dropWhile(users, ['on', false])), prop: names(_.dropWhile(users, 'on')),
  right: names(_.takeRightWhile(users, 'on')), dropRight: names(_.dropRightWhile(users, { on: true })), all: [_.takeWhile([1, 2], _.stubTrue), _.dropWhile([1, 2], _.stubTrue)], args: _.takeWhile([5, 6], (v, i, l) => i < l.length - 1) };
