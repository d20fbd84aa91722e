// PBKDF2 and EvpKDF with several hashes and sizes
const C = require('crypto-js');
const t = (f) => { try { return f(); } catch (e) { return e.name; } };
return [C.PBKDF2('pw','salt',{keySize:8,iterations:10}), C.PBKDF2('pw','salt',{keySize:4,iterations:2,hasher:C.algo.SHA1}), C.PBKDF2('pw','salt',{keySize:5,iterations:3,hasher:C.algo.SHA512}), C.EvpKDF('pw','salt'), C.EvpKDF('pw','salt',{keySize:8,iterations:5,hasher:C.algo.SHA256}), C.PBKDF2('','',{iterations:1}), C.PBKDF2('пароль','соль',{iterations:2})].map(String);
