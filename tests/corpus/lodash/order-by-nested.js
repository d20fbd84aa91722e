// orderBy by paths, functions, several directions and missing keys
const _ = require('lodash');
const l = [{ id: 1, a: { b: 2 }, s: 'x' }, { id: 2, a: { b: 1 }, s: 'y' }, { id: 3, s: 'x' }, { id: 4, a: { b: null }, s: 'z' }, { id: 5, a: { b: NaN }, s: 'a' }];
const ids = (r) => _.map(r, 'id').join('');
return { asc: ids(_.orderBy(l, 'a.b')), desc: ids(_.orderBy(l, 'a.b', 'desc')), mixed: ids(_.orderBy(l, ['s', 'id'], ['asc', 'desc'])), fn: ids(_.orderBy(l, [(o) => o.s.length, 'id'], ['asc', 'desc'])), few: ids(_.orderBy(l, ['s', 'id'], ['desc'])), none: ids(_.orderBy(l)), bad: ids(_.orderBy(l, 'id', 'sideways')), pathArray: ids(_.sortBy(l, [['a', 'b']])), objects: _.orderBy({ p: 2, q: 1 }), nil: _.orderBy(null, 'a') };
