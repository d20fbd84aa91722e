// signatures: those without randomness exactly, the others verified
const c = require('crypto');
const { keys, signatures } = input;
const m = Buffer.from('message'); const s = (name) => Buffer.from(signatures[name], 'base64');
const out = {};
for (const digest of ['md5', 'sha1', 'sha256', 'RSA-SHA256', 'sha512', 'ripemd160', 'sha3-256', 'sha512-256', 'md5-sha1']) {
  const sig = c.createSign(digest).update('mess').update('age').sign(keys.rsa);
  out[digest] = [sig.toString('base64'), c.sign(digest, m, keys.rsa).equals(sig), c.createVerify(digest).update(m).verify(c.createPublicKey(keys.rsa), sig), c.createVerify(digest).update('x').verify(keys.rsa, sig), c.verify(digest, m, keys.rsa, sig)];
}
out.ed = [c.sign(null, m, keys.ed25519).toString('hex'), c.verify(null, m, keys.ed25519, c.sign(undefined, m, keys.ed25519))];
out.hex = c.createSign('sha256').update('a').sign(keys.rsa, 'hex').slice(0, 40);
out.pss = [c.verify('sha256', m, { key: keys.rsa, padding: 6, saltLength: 20 }, s('pss')), c.verify('sha256', m, { key: keys.rsa, padding: 6 }, s('pss')), c.verify('sha256', m, { key: keys.rsa, padding: 6, saltLength: 21 }, s('pss')), c.verify('sha256', m, keys.rsa, s('pss'))];
out.ec = [c.verify('sha256', m, keys.ec, s('ecdsa')), c.verify('sha256', m, { key: keys.ec521, dsaEncoding: 'ieee-p1363' }, s('ecdsa')), c.verify('sha512', m, { key: keys.ec521, dsaEncoding: 'ieee-p1363' }, s('p1363')), c.verify('sha256', m, keys.secp256k1, s('k1')), c.sign('sha512', m, { key: keys.ec521, dsaEncoding: 'ieee-p1363' }).length];
out.oaep = c.privateDecrypt({ key: keys.rsa, oaepHash: 'sha256', oaepLabel: Buffer.from('l') }, s('oaep')).toString();
out.round = [c.privateDecrypt(keys.rsa, c.publicEncrypt(keys.rsa, m)).toString(), c.publicDecrypt(keys.rsa, c.privateEncrypt(keys.rsa, m)).toString(), c.privateEncrypt(keys.rsa, m).toString('base64'), c.publicEncrypt({ key: keys.rsa, padding: 3 }, Buffer.alloc(256, 7)).toString('base64'), c.privateDecrypt({ key: keys.rsa, padding: 3 }, Buffer.alloc(256, 7)).toString('base64')];
out.later = await new Promise((r) => c.sign('sha256', m, keys.rsa, (e, sig) => r([e, sig.length])));
out.stream = await new Promise((r) => { const v = c.createSign('sha256'); v.write('mess'); v.end('age'); v.on('finish', () => r(v.sign(keys.rsa, 'base64'))) });
return out;
