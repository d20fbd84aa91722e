// two versions of a record: a deep difference as readable lines, lists matched by id
const _ = require('lodash');
const before = { name: 'Ann', address: { city: 'Köln', zip: '50667' }, tags: ['a', 'b'], items: [{ id: 1, qty: 2 }, { id: 2, qty: 1 }], since: new Date(0), note: null };
const after = { name: 'Ann', address: { city: 'Bonn', zip: '50667', country: 'DE' }, tags: ['b', 'c'], items: [{ id: 2, qty: 5 }, { id: 3, qty: 1 }], since: new Date(86400000), extra: undefined };
const show = (v) => (v instanceof Date ? v.toISOString().slice(0, 10) : JSON.stringify(v) ?? 'nothing');
function diff(a, b, path = '') {
  if (_.isEqual(a, b)) return [];
  if (_.isArray(a) && _.isArray(b)) {
    if (a.concat(b).every((x) => _.has(x, 'id'))) {
      const [x, y] = [_.keyBy(a, 'id'), _.keyBy(b, 'id')];
      return _.union(_.keys(x), _.keys(y)).flatMap((id) => diff(x[id], y[id], `${path}[#${id}]`));
    }
    return [..._.difference(a, b).map((v) => `${path}: without ${show(v)}`), ..._.difference(b, a).map((v) => `${path}: with ${show(v)}`)];
  }
  if (_.isPlainObject(a) && _.isPlainObject(b)) return _.union(_.keys(a), _.keys(b)).flatMap((k) => diff(a[k], b[k], path ? `${path}.${k}` : k));
  if (a === undefined) return [`${path}: new ${show(b)}`];
  if (b === undefined) return [`${path}: gone (was ${show(a)})`];
  return [`${path}: ${show(a)} → ${show(b)}`];
}
const lines = diff(before, after);
return { lines, reverse: diff(after, before).length, same: diff(before, _.cloneDeep(before)), counts: _.countBy(lines, (l) => (/new|with /.test(l) ? 'added' : /gone|without/.test(l) ? 'removed' : 'changed')) };
