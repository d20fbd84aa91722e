// filter as function and list, on nested values, dates and lists
const qs = require('qs');
const data = { keep: 'yes', drop: 'no', at: new Date(86400000), list: [1, 2, 3], deep: { keep: 1, drop: 2, big: 10n } };
const seen = [];
return {
  func: qs.stringify(data, { encode: false, filter: (prefix, value) => { seen.push(prefix); if (/drop/.test(prefix)) return undefined; return value instanceof Date ? value.getTime() : value; } }), seen,
  list: qs.stringify(data, { encode: false, filter: ['keep', 'deep'] }), numbers: qs.stringify({ a: ['x', 'y', 'z'] }, { encode: false, filter: ['a', 0, 2] }), root: qs.stringify({ a: 1 }, { filter: (p, v) => (p === '' ? { ...v, b: 2 } : v) }), empty: qs.stringify(data, { filter: [] }),
};
