// max, min, maxBy, minBy, sumBy, meanBy over dates, strings, symbols, nothing
const _ = require('lodash');
const l = [{ n: 1, d: new Date(5) }, { n: 3, d: new Date(1) }, { n: 2 }];
const u = (x) => (x === undefined ? 'undefined' : x);
return { strings: [_.max(['b', 'a']), _.min(['b', 'a'])], mixed: [_.max(['1', 2, 'x']), _.min([null, 3, undefined])], dates: _.maxBy(l, 'd').n, minDates: _.minBy(l, 'd').n, empty: [_.max([]), _.min(null), _.maxBy([], 'x')].map(u), symbols: u(_.max([Symbol('a'), 1])), sumBy: _.sumBy(l, 'n'), sumMissing: u(_.sumBy([{}], 'x')), sumSome: _.sumBy([{ x: 1 }, {}], 'x'), strSum: _.sum(['a', 'b']), mean: [_.meanBy(l, (o) => o.n * 2), _.mean([2, undefined])], nan: _.isNaN(_.mean([])), infinities: [_.max([-Infinity]), _.min([Infinity])].map(String) };
