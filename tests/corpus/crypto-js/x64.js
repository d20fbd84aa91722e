// 64-bit words and what toX32 makes of them
const C = require('crypto-js');
const word = C.x64.Word.create(0x12345678, 0x9abcdef0);
const array = C.x64.WordArray.create([word, C.x64.Word.create(1, 2)], 12);
const copy = array.clone();
copy.words[0].high = 0;
return { high: word.high, low: word.low, x32: array.toX32().toString(), untouched: array.words[0].high, sig: [array.sigBytes, C.x64.WordArray.create([word]).sigBytes], exports: Object.keys(C).sort().join(), algorithms: Object.keys(C.algo).sort().join(), encoders: Object.keys(C.enc).sort().join() };
