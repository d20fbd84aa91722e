// comma lists: round trip, one element, values with commas, nulls
const qs = require('qs');
const values = [['x'], ['x', 'y'], ['a,b', 'c'], [null], [null, 1], [''], [], [[1, 2], 3], [new Date(0), true]];
return values.map((a) => [qs.stringify({ a }, { arrayFormat: 'comma' }), qs.stringify({ a }, { arrayFormat: 'comma', commaRoundTrip: true, encode: false }), qs.stringify({ a }, { arrayFormat: 'comma', encodeValuesOnly: true, skipNulls: true })]);
