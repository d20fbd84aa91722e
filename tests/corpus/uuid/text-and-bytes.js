// parse and stringify over good and bad texts
const { parse, stringify, NIL, MAX } = require('uuid');
const t = (f) => { try { return f(); } catch (e) { return `${e.name}: ${e.message}`; } };
const good = ['00112233-4455-4677-8899-aabbccddeeff', '00112233-4455-4677-8899-AABBCCDDEEFF', NIL, MAX];
const bad = ['', 'x', '00112233-4455-4677-8899-aabbccddeef', '0011223344554677 8899aabbccddeeff', '{00112233-4455-4677-8899-aabbccddeeff}', 'urn:uuid:00112233-4455-4677-8899-aabbccddeeff', '00112233-4455-0677-8899-aabbccddeeff', '00112233-4455-4677-0899-aabbccddeeff', null, undefined, 5];
return { good: good.map((g) => [[...parse(g)], stringify(parse(g))]), bad: bad.map((b) => t(() => parse(b))), bytes: [t(() => stringify([1, 2, 3])), t(() => stringify(new Uint8Array(16))), t(() => stringify(new Uint8Array(16).fill(7))), t(() => stringify(Array.from({ length: 20 }, (_, i) => i + 64), 2))], kind: parse(NIL).constructor.name };
