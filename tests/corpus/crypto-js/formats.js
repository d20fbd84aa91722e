// OpenSSL and hex formats, own formats, and texts that carry a salt
const C = require('crypto-js');
const key = C.enc.Hex.parse('000102030405060708090a0b0c0d0e0f');
const iv = C.enc.Hex.parse('101112131415161718191a1b1c1d1e1f');
const json = {
  stringify: (params) => JSON.stringify({ ct: params.ciphertext.toString(C.enc.Base64), iv: params.iv?.toString(), s: params.salt?.toString() }),
  parse: (text) => { const { ct, iv: i, s } = JSON.parse(text); return C.lib.CipherParams.create({ ciphertext: C.enc.Base64.parse(ct), iv: i && C.enc.Hex.parse(i), salt: s && C.enc.Hex.parse(s) }); },
};
const cipher = C.AES.encrypt('message', key, { iv });
const own = C.AES.encrypt('message', key, { iv, format: json });
const salted = C.lib.CipherParams.create({ ciphertext: C.enc.Hex.parse('00112233'), salt: C.enc.Hex.parse('0102030405060708') });
const read = C.format.OpenSSL.parse(salted.toString(C.format.OpenSSL));
return {
  openssl: cipher.toString(), hex: cipher.toString(C.format.Hex), own: own.toString(),
  back: C.AES.decrypt(own.toString(), key, { iv, format: json }).toString(C.enc.Utf8),
  backHex: C.AES.decrypt(cipher.toString(C.format.Hex), key, { iv, format: C.format.Hex }).toString(C.enc.Utf8),
  salted: salted.toString(C.format.OpenSSL), read: [read.salt.toString(), read.ciphertext.toString()],
  unsalted: C.format.OpenSSL.parse('AAECAw==').salt === undefined,
  keys: Object.keys(cipher).sort(),
};
