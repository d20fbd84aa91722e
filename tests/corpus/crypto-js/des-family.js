// DES and TripleDES: modes, keys of one, two and three parts, and Node's own
const C = require('crypto-js');
const crypto = require('crypto');
const t = (f) => { try { return f(); } catch (e) { return `${e.name}: ${e.message}`; } };
const iv = C.enc.Hex.parse('0001020304050607');
const keyOf = (n) => C.enc.Hex.parse('0123456789abcdeffedcba987654321089abcdef01234567'.slice(0, n * 2));
const out = {};
for (const mode of ['ECB', 'CBC', 'CFB', 'OFB']) out[`DES ${mode}`] = C.DES.encrypt('twelve chars', keyOf(8), { iv, mode: C.mode[mode] }).ciphertext.toString();
for (const size of [8, 16, 24, 12]) out[`3DES ${size}`] = t(() => C.TripleDES.encrypt('twelve chars', keyOf(size), { iv }).ciphertext.toString());
const node = crypto.createCipheriv('des-ede3-cbc', Buffer.from(keyOf(24).toString(), 'hex'), Buffer.from(iv.toString(), 'hex'));
out.same = node.update('twelve chars', 'utf8', 'hex') + node.final('hex') === out['3DES 24'];
return out;
