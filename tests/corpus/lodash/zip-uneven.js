// zip, unzip, zipWith, zipObject with lists of unequal length
const _ = require('lodash');
const u = (x) => (x === undefined ? 'undefined' : x);
return { zip: _.map(_.zip([1, 2, 3], ['a'], [true, false]), (r) => r.map(u)), zipWith: _.zipWith([1, 2], [10], [100, 200], (a, b, c) => [a, u(b), c]), unzip: _.unzip([[1, 2], [3]]).map((r) => r.map(u)),
  zipObject: _.mapValues(_.zipObject(['a', 'b'], [1]), u), noValues: Object.keys(_.zipObject(['a', 'b'])), empty: [_.zip(), _.unzip([]), _.zipObject()], deep: _.zipObjectDeep(['a[1].b', 'c.d'], [1, 2]), unzipWith: _.unzipWith([[1, 2], [3, 4]], (...v) => v.join('+')) };
