// chunk sizes, and windows built of ranges
const _ = require('lodash');
const windows = (list, n) => _.map(_.range(list.length - n + 1), (i) => _.slice(list, i, i + n));
return { sizes: _.map([1, 2, 3, 7, 8, -1, 2.9, Infinity], (n) => _.chunk(_.range(7), n)), windows: windows(['a', 'b', 'c', 'd'], 2), pairs: _.zip(_.initial([1, 2, 3]), _.tail([1, 2, 3])), matrix: _.unzip(_.chunk(_.range(6), 3)) };
