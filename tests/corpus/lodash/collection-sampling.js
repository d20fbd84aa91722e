// sampleSize, shuffle, sample, random: what holds whatever the draw
const _ = require('lodash');
const l = _.range(20); const s = _.sampleSize(l, 5);
return { shuffle: [_.sortBy(_.shuffle(l)).length, _.isEqual(_.sortBy(_.shuffle(l)), l)], sample: _.includes(l, _.sample(l)), size: [s.length, _.uniq(s).length, _.difference(s, l)], over: _.sampleSize([1, 2], 9).length, none: [_.sampleSize(l, 0), _.shuffle(null), _.sample([]) === undefined], object: _.sortBy(_.shuffle({ a: 1, b: 2 })), random: _.every(_.times(50, () => _.random(5, 1)), (n) => n >= 1 && n <= 5 && n % 1 === 0), floating: _.every(_.times(20, () => _.random(1.5)), (n) => n >= 0 && n <= 1.5), fixed: [_.random(3, 3), _.random(0)], unique: _.uniq(_.times(10, () => _.uniqueId())).length };
