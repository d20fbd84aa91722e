// formats and charsets with each other, sentinel
const qs = require('qs');
const data = { 'a b': "c+d (e)'!*~", ü: '€ ☺', e: '😀' };
const out = {};
for (const format of ['RFC1738', 'RFC3986']) for (const charset of ['utf-8', 'iso-8859-1']) for (const charsetSentinel of [false, true]) out[`${format} ${charset} ${charsetSentinel}`] = qs.stringify(data, { format, charset, charsetSentinel });
return { ...out, lone: (() => { try { return qs.stringify({ a: '\ud800' }); } catch (e) { return e.name; } })(), long: qs.stringify({ a: 'é'.repeat(1100) }).length, formats: [qs.formats.default, qs.formats.RFC1738, Object.keys(qs.formats.formatters)] };
