// PBKDF2 with each hasher equals Node's pbkdf2Sync
const C = require('crypto-js');
const crypto = require('node:crypto');
const names = { SHA1: 'sha1', SHA224: 'sha224', SHA256: 'sha256', SHA384: 'sha384', SHA512: 'sha512', MD5: 'md5', RIPEMD160: 'ripemd160' };
return Object.entries(names).map(([name, digest]) => {
  const mine = C.PBKDF2('pässword', 'salz', { keySize: 10, iterations: 7, hasher: C.algo[name] }).toString();
  return [name, mine, mine === crypto.pbkdf2Sync('pässword', 'salz', 7, 40, digest).toString('hex')];
}).concat([[C.PBKDF2('', '', { iterations: 1 }).toString(), C.algo.PBKDF2.create().cfg.keySize, C.algo.PBKDF2.create().cfg.iterations]]);
