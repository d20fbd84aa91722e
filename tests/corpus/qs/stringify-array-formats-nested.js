// lists in lists and lists of objects in every format
const qs = require('qs');
const values = [{ a: [1, [2, 3]] }, { a: [{ b: 1 }, { b: [2, 3] }] }, { a: [] }, { a: [[]] }, { a: [null, undefined, ''] }, { a: { 0: 'x', 1: 'y' } }, [1, 2]];
const out = {};
for (const arrayFormat of ['indices', 'brackets', 'repeat', 'comma']) out[arrayFormat] = values.map((v) => [qs.stringify(v, { arrayFormat, encode: false }), qs.stringify(v, { arrayFormat, encodeValuesOnly: true, strictNullHandling: true, allowEmptyArrays: true })]);
return out;
