// pullAllBy and pullAllWith change the array in place
const _ = require('lodash');
const rows = () => [{ x: 1 }, { x: 2 }, { x: 3 }, { x: 1 }];
const a = rows(); const same = _.pullAllBy(a, [{ x: 1 }, { x: 3 }], 'x');
const b = rows(); _.pullAllWith(b, [{ x: 3 }], _.isEqual);
const c = [1, NaN, 2, NaN]; _.pullAll(c, [NaN]);
const d = ['a', 'b', 'c', 'd', 'e']; const out = _.pullAt(d, 4, [0, 2]);
const own = [1, 2, 3]; _.pullAll(own, own);
return { same: same === a, a, b, c, d, out, own, atMissing: _.pullAt([1, 2], [5, -1]).length };
