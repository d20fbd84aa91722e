// dotted keys with encoded dots, there and back
const qs = require('qs');
const data = { 'a.b': { 'c.d': 1, e: { f: [2, { 'g.h': 3 }] } }, plain: { x: 4 } };
const options = [{ allowDots: true }, { allowDots: true, encodeDotInKeys: true }, { allowDots: true, encodeDotInKeys: true, encodeValuesOnly: true }, { encodeDotInKeys: true }];
return options.map((o) => { const text = qs.stringify(data, o); return [text, qs.parse(text, { allowDots: o.allowDots }), qs.parse(text, { decodeDotInKeys: true, allowDots: true })]; });
