// Blowfish with keys of several sizes and modes, and its passphrase form
const C = require('crypto-js');
const out = {};
for (const size of [4, 8, 16, 32]) {
  const key = C.enc.Hex.parse('0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c4b5a69788796a5b4c3d2e1f0'.slice(0, size * 2));
  for (const mode of ['ECB', 'CBC']) {
    const options = { mode: C.mode[mode], iv: C.enc.Hex.parse('fedcba9876543210') };
    const cipher = C.Blowfish.encrypt('blow, fish', key, options);
    out[`${mode} ${size}`] = [cipher.ciphertext.toString(), C.Blowfish.decrypt(cipher, key, options).toString(C.enc.Utf8)];
  }
}
return { ...out, blockSize: C.algo.Blowfish.blockSize, ivSize: C.algo.Blowfish.ivSize, keySize: C.algo.Blowfish.keySize };
