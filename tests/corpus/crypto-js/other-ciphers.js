// DES, TripleDES, Rabbit, RC4, RC4Drop, Blowfish with fixed keys
const C = require('crypto-js');
const t = (f) => { try { return f(); } catch (e) { return e.name; } };
const key=C.enc.Hex.parse('000102030405060708090a0b0c0d0e0f1011121314151617'), iv=C.enc.Hex.parse('0001020304050607'); return ['DES','TripleDES','Rabbit','RabbitLegacy','RC4','RC4Drop','Blowfish'].map(n=>t(()=>{const e=C[n].encrypt('the message',key,{iv}); return [n,String(e.ciphertext),C[n].decrypt(e,key,{iv}).toString(C.enc.Utf8)]}));
