// an encoder of one's own, what it is called with
const qs = require('qs');
const calls = [];
const text = qs.stringify({ 'a b': 'c d', list: ['ü'], o: { 'x.y': true }, n: null, d: 5 }, {
  encoder(value, usual, charset, type, format) { calls.push([typeof value, String(value), charset, type, format]); return type === 'key' ? `<${value}>` : usual(value, usual, charset); },
});
const bytes = qs.stringify({ b: Buffer.from('hi'), u: new Uint8Array([1, 2]) });
return { text, calls, bytes, keysOnly: qs.stringify({ 'a&b': 'c&d' }, { encodeValuesOnly: true }), none: qs.stringify({ 'a&b': 'c&d' }, { encode: false }) };
