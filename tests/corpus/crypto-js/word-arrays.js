// WordArray: create, concat at odd places, clamp, clone, toString with encoders
const C = require('crypto-js');
const { WordArray } = C.lib;
const odd = WordArray.create([0x01020304, 0x05060000], 6);
const joined = odd.clone().concat(WordArray.create([0xaabbccdd, 0xee000000], 5));
const clamped = WordArray.create([0x11223344, 0x55667788, 0x99aabbcc], 5);
clamped.clamp();
const long = WordArray.create();
for (let i = 0; i < 300; i++) long.concat(WordArray.create([i], 4));
return {
  joined: [joined.toString(), joined.sigBytes, joined.words.length], untouched: odd.toString(),
  clamped: [clamped.words.map((w) => w >>> 0), clamped.sigBytes], long: C.MD5(long).toString(),
  typed: [new Uint8Array([1, 2, 3, 4, 5]), new Int16Array([1, -2]), new Uint32Array([0xdeadbeef]), new Float32Array([1.5]), new Uint8Array([9, 8, 7, 6]).buffer].map((a) => WordArray.create(a).toString()),
  init: [WordArray.create().sigBytes, WordArray.create([1, 2]).sigBytes, WordArray.create([1, 2], 3).toString()],
  json: JSON.stringify(WordArray.create([1, 2], 8)), clone: (() => { const c = odd.clone(); c.words[0] = 0; return odd.words[0]; })(),
};
