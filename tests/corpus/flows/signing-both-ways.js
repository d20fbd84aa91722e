// one webhook signed with crypto-js and node:crypto: HMACs, derived keys, sealed fields, all the same
const C = require('crypto-js');
const crypto = require('node:crypto');
const body = JSON.stringify({ event: 'payment.succeeded', name: '陈静', amount: 1999, nested: { z: [1, 2, { a: null }] } });
const secret = 'whsec_5WbX5kEWLlfzsGNjH64I8lOOqUB6e8FH';
const results = ['sha1', 'sha256', 'sha384', 'sha512', 'md5'].map((name) => {
  const theirs = C[`Hmac${name.toUpperCase()}`](body, secret).toString(C.enc.Base64);
  const ours = crypto.createHmac(name, secret).update(body).digest('base64');
  return { name, signature: theirs, equal: theirs === ours };
});
const key = C.PBKDF2(secret, 'salt', { keySize: 8, iterations: 10, hasher: C.algo.SHA256 });
const nodeKey = crypto.pbkdf2Sync(secret, 'salt', 10, 32, 'sha256');
const iv = Buffer.alloc(16, 9);
const sealed = C.AES.encrypt(body, key, { iv: C.enc.Hex.parse(iv.toString('hex')) }).toString();
const decipher = crypto.createDecipheriv('aes-256-cbc', nodeKey, iv);
const opened = decipher.update(sealed, 'base64', 'utf8') + decipher.final('utf8');
const cipher = crypto.createCipheriv('aes-256-cbc', nodeKey, iv);
const resealed = cipher.update(body, 'utf8', 'base64') + cipher.final('base64');
const header = `t=1700000000,v1=${results[1].signature}`;
const parsed = Object.fromEntries(header.split(',').map((part) => [part.slice(0, part.indexOf('=')), part.slice(part.indexOf('=') + 1)]));
const equal = crypto.timingSafeEqual(Buffer.from(parsed.v1), Buffer.from(results[1].signature));
return { results, keys: key.toString() === nodeKey.toString('hex'), sealed, opened: opened === body, resealed: resealed === sealed, parsed, equal };
