// the counter mode of Gladman and a counter that overflows
const C = require('crypto-js');
const key = C.enc.Utf8.parse('0123456789abcdef');
const text = 'a text that is longer than three blocks of sixteen bytes each';
const out = {};
for (const [name, iv] of [['zero', '00'.repeat(16)], ['nearly', 'ffffffffffffffffffffffffffffffff'], ['words', '00000001000000ff0000ffff00ffffff']]) {
  for (const mode of ['CTR', 'CTRGladman']) {
    const options = { mode: C.mode[mode], iv: C.enc.Hex.parse(iv), padding: C.pad.NoPadding };
    const cipher = C.AES.encrypt(text, key, options);
    out[`${mode} ${name}`] = [cipher.toString(), C.AES.decrypt(cipher, key, options).toString(C.enc.Utf8) === text];
  }
}
return out;
