// every hash over lengths around its padding, against node:crypto
const C = require('crypto-js');
const { createHash } = require('crypto');
const names = { MD5: 'md5', SHA1: 'sha1', SHA224: 'sha224', SHA256: 'sha256', SHA384: 'sha384', SHA512: 'sha512', RIPEMD160: 'ripemd160' };
const lengths = [0, 1, 54, 55, 56, 57, 63, 64, 65, 111, 112, 113, 127, 128, 129, 1000];
const out = {};
for (const [name, node] of Object.entries(names)) {
  const digests = lengths.map((n) => C[name]('q'.repeat(n)).toString());
  out[name] = [digests[2], digests[10], lengths.every((n, i) => createHash(node).update('q'.repeat(n)).digest('hex') === digests[i])];
}
return out;
