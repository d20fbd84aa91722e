// names, constants and shapes of the module
const c = require('crypto');
return { keys: Object.keys(c).sort(), constants: c.constants, hashes: c.getHashes(), fips: c.getFips(),
  classes: ['Hash', 'Hmac', 'Sign', 'Verify', 'KeyObject', 'ECDH', 'Cipheriv'].map((n) => [c[n].name, Object.getOwnPropertyNames(c[n].prototype).sort()]),
  globals: ['Crypto', 'CryptoKey', 'SubtleCrypto'].map((n) => [typeof globalThis[n], Object.getOwnPropertyNames(globalThis[n].prototype).sort(), Object.prototype.toString.call(globalThis[n].prototype)]) };
