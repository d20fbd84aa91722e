// SHA3 (Keccak) of every output length and around its block size
const C = require('crypto-js');
const out = {};
for (const outputLength of [224, 256, 384, 512]) {
  out[outputLength] = ['', 'abc', 'a'.repeat(71), 'a'.repeat(72), 'a'.repeat(135), 'a'.repeat(136), '€'.repeat(50)].map((text) => C.SHA3(text, { outputLength }).toString());
}
out.hmac = C.HmacSHA3('text', 'key').toString();
out.usual = C.SHA3('x').sigBytes;
out.differs = C.SHA3('', { outputLength: 256 }).toString() !== require('crypto').createHash('sha3-256').update('').digest('hex');
return out;
