// RSA keys of 512 bits and odd exponents: made, described, used
const c = require('crypto'); const out = [];
for (const [modulusLength, publicExponent] of [[512, 65537], [512, 3], [768, 17], [1024, 65537]]) {
  const { privateKey, publicKey } = c.generateKeyPairSync('rsa', { modulusLength, publicExponent });
  const s = c.sign('sha1', Buffer.from('x'), privateKey); out.push([privateKey.asymmetricKeyDetails.modulusLength, String(publicKey.asymmetricKeyDetails.publicExponent), s.length, c.verify('sha1', Buffer.from('x'), publicKey, s), c.privateDecrypt(privateKey, c.publicEncrypt(publicKey, Buffer.from('hi'))).toString()]);
}
const told = (f) => { try { return f(); } catch (e) { return [e.name, e.code ?? null]; } };
return [out, told(() => c.generateKeyPairSync('rsa', { modulusLength: 'x' })), told(() => c.generateKeyPairSync('rsa', {})), told(() => c.generateKeyPairSync('nope'))];
