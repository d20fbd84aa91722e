// a passphrase's key by the KDF of OpenSSL, done by hand and by the cipher, with other hashes
const C = require('crypto-js');
const salt = C.enc.Hex.parse('a1b2c3d4e5f60718');
const derived = C.kdf.OpenSSL.execute('secret', 8, 4, salt);
const byHand = C.AES.encrypt('payload', derived.key, { iv: derived.iv });
const text = C.format.OpenSSL.stringify({ ciphertext: byHand.ciphertext, salt });
const hashed = ['SHA1', 'SHA256', 'SHA512'].map((name) => {
  const made = C.kdf.OpenSSL.execute('secret', 8, 4, salt, C.algo[name]);
  return [name, made.key.toString(), made.iv.toString()];
});
const wrong = (() => { try { return C.AES.decrypt(text, 'Secret').toString(C.enc.Utf8); } catch (e) { return e.message; } })();
return { key: derived.key.toString(), iv: derived.iv.toString(), text, decrypted: C.AES.decrypt(text, 'secret').toString(C.enc.Utf8), hashed, wrong: typeof wrong, random: C.kdf.OpenSSL.execute('x', 4, 4).salt.sigBytes };
