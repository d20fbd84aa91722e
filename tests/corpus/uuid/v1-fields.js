// v1: node, clock sequence, time and 100 ns steps, in text and in bytes
const { v1, parse, version } = require('uuid');
const node = Uint8Array.of(1, 2, 3, 4, 5, 6);
const random = new Uint8Array(16).fill(0xa5);
const cases = [{ msecs: 0, nsecs: 0 }, { msecs: 1, nsecs: 9999 }, { msecs: 1700000000000, nsecs: 5 }, { msecs: 1700000000000, nsecs: 5, clockseq: 0x3fff }, { msecs: 4102444800000, nsecs: 0, clockseq: 0 }];
return { ids: cases.map((c) => v1({ node, clockseq: 0x1234, random, ...c })), version: cases.map((c) => version(v1({ node, clockseq: 1, random, ...c }))), bytes: [...parse(v1({ node, clockseq: 0x1234, ...cases[2] }))], given: v1({ random, msecs: 5, nsecs: 0 }), rng: v1({ rng: () => random, msecs: 5, nsecs: 0, clockseq: 3 }) };
