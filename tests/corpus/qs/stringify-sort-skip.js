// sort, skipNulls, addQueryPrefix, delimiter and serializeDate together
const qs = require('qs');
const data = { c: null, a: [3, 1], b: { z: undefined, y: new Date(1000), x: '' } };
const by = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
return [{}, { sort: by }, { sort: (a, b) => -by(a, b) }, { skipNulls: true }, { strictNullHandling: true }, { addQueryPrefix: true }, { delimiter: ';' }, { serializeDate: (d) => String(+d) }, { serializeDate: () => null }, { sort: by, skipNulls: true, addQueryPrefix: true, delimiter: '|', encode: false, format: 'RFC1738' }].map((o) => qs.stringify(data, o)).concat([qs.stringify({}, { addQueryPrefix: true }), qs.stringify(null), qs.stringify('x'), qs.stringify(0), qs.stringify([])]);
