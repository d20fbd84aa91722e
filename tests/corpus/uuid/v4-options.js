// given randomness makes given ids
const u = require('uuid');
const t = (f) => { try { return f(); } catch (e) { return e.name; } };
const random=Uint8Array.from({length:16},(_, i)=>i*16); return [u.v4({random}), u.v4({rng:()=>Uint8Array.from({length:16},(_, i)=>255-i)}), [...u.v4({random},new Uint8Array(20),2)], t(()=>u.v4({random:[1]}))];
