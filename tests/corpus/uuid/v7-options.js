// v7 with time, sequence and randomness given
const u = require('uuid');
const t = (f) => { try { return f(); } catch (e) { return e.name; } };
const random=Uint8Array.from({length:16},(_, i)=>i); return [u.v7({msecs:1.7e12,seq:5,random}), u.v7({msecs:1.7e12,seq:0xffffffff,random}), u.v7({msecs:0,random}), parseInt(u.v7({msecs:1.7e12,random}).replace('-','').slice(0,12),16)];
