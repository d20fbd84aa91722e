// AES against the vectors of NIST SP 800-38A
const C = require('crypto-js');
const hex = C.enc.Hex.parse;
const plain = hex('6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e51');
const iv = hex('000102030405060708090a0b0c0d0e0f');
const counter = hex('f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff');
const keys = { 128: '2b7e151628aed2a6abf7158809cf4f3c', 192: '8e73b0f7da0e6452c810f32b809079e562f8ead2522c6b7b', 256: '603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4' };
const out = {};
for (const [bits, key] of Object.entries(keys)) {
  for (const mode of ['ECB', 'CBC', 'CFB', 'OFB', 'CTR']) {
    const cipher = C.AES.encrypt(plain, hex(key), { mode: C.mode[mode], padding: C.pad.NoPadding, iv: mode === 'CTR' ? counter : iv });
    out[`${mode}-${bits}`] = cipher.ciphertext.toString();
  }
}
out.sameAsNode = require('node:crypto').createCipheriv('aes-128-cbc', Buffer.from(keys[128], 'hex'), Buffer.from(iv.toString(), 'hex')).setAutoPadding(false).update(plain.toString(), 'hex', 'hex') === out['CBC-128'];
return out;
