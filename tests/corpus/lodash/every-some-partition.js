// every, some, reject, partition over arrays, objects, strings and nothing
const _ = require('lodash');
const people = [{ n: 'a', age: 30, on: true }, { n: 'b', age: 40, on: false }];
return { every: [_.every([], Boolean), _.every(people, ['on', true]), _.every(people, 'age'), _.every({ a: 1, b: 0 }), _.every('ab', (c) => c < 'c')], some: [_.some(people, { n: 'b' }), _.some(null), _.some([0, '', NaN]), _.some({ a: 0, b: 2 })], reject: _.reject(people, ['on', false]), rejectObject: _.reject({ a: 1, b: 2 }, (v) => v === 1), partition: _.partition({ a: 1, b: 2, c: 3 }, (v) => v % 2), guard: [[1, 2], [0]].map(_.some) };
