// a cipher fed byte by byte gives out whole blocks as they fill
const C = require('crypto-js');
const key = C.enc.Hex.parse('000102030405060708090a0b0c0d0e0f');
const iv = C.enc.Hex.parse('101112131415161718191a1b1c1d1e1f');
const encryptor = C.algo.AES.createEncryptor(key, { iv });
const text = 'a message of some forty bytes, in pieces';
const sizes = [];
let joined = '';
for (const char of text) { const piece = encryptor.process(char).toString(); sizes.push(piece.length / 2); joined += piece; }
joined += encryptor.finalize().toString();
const decryptor = C.algo.AES.createDecryptor(key, { iv });
let plain = '';
for (let i = 0; i < joined.length; i += 10) plain += decryptor.process(C.enc.Hex.parse(joined.slice(i, i + 10))).toString(C.enc.Latin1);
plain += decryptor.finalize().toString(C.enc.Latin1);
return { sizes: sizes.join(''), joined, plain, same: joined === C.AES.encrypt(text, key, { iv }).ciphertext.toString(), modes: Object.keys(C.mode).sort() };
