// what each padding appends, read back without one
const C = require('crypto-js');
const key = C.enc.Hex.parse('2b7e151628aed2a6abf7158809cf4f3c');
const seen = (pad, text) => {
  const cipher = C.AES.encrypt(text, key, { mode: C.mode.ECB, padding: C.pad[pad] });
  return C.AES.decrypt(cipher, key, { mode: C.mode.ECB, padding: C.pad.NoPadding }).toString();
};
const texts = ['', 'a', '0123456789abcde', '0123456789abcdef'];
const out = {};
for (const pad of ['Pkcs7', 'AnsiX923', 'Iso97971', 'ZeroPadding']) out[pad] = texts.map((text) => seen(pad, text));
// Its padding is random but for the last byte.
out.Iso10126 = texts.map((text) => [seen('Iso10126', text).slice(-2), seen('Iso10126', text).length]);
out.by = Object.keys(C.pad).sort();
return out;
