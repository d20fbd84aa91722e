// every version writes into a given array at an offset
const uuid = require('uuid');
const random = Uint8Array.from({ length: 16 }, (_, i) => i * 3);
const options = { random, msecs: 1700000000000, nsecs: 7, clockseq: 9, node: random.slice(0, 6), seq: 0x01020304 };
const out = {};
for (const name of ['v1', 'v4', 'v6', 'v7']) { const buffer = new Uint8Array(20).fill(0xee); const back = uuid[name](options, buffer, 3); out[name] = [back === buffer, [...buffer], uuid.stringify(buffer, 3) === uuid[name](options)]; }
for (const name of ['v3', 'v5']) { const buffer = new Uint8Array(18); uuid[name]('name', uuid[name].DNS, buffer, 1); out[name] = [...buffer]; }
const t = (f) => { try { return f(); } catch (e) { return `${e.name}: ${e.message}`; } };
return { ...out, tooFar: t(() => uuid.v4(options, new Uint8Array(16), 1)), negative: t(() => uuid.v4(options, new Uint8Array(16), -1)) };
