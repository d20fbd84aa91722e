// parameters that cannot work are thrown by the call, not given to its callback
const crypto = require('crypto');
const how = (call) => new Promise((resolve) => { try { call((error, key) => resolve(['callback', error?.code ?? null, key?.byteLength ?? null])); } catch (error) { resolve(['thrown', error.name, error.code]); } });
return [await how((done) => crypto.scrypt('p', 's', 8, { N: 3 }, done)), await how((done) => crypto.scrypt('p', 's', 8, { N: 16, maxmem: 10 }, done)), await how((done) => crypto.scrypt('p', 's', 8, { N: 16 }, done)), await how((done) => crypto.hkdf('sha512', 'k', '', '', 64 * 255 + 1, done)), await how((done) => crypto.hkdf('sha256', 'k', '', '', 32, done)),
  await how((done) => crypto.hkdf('nope', 'k', '', '', 32, done)), await how(() => crypto.scryptSync('p', 's', 8, { N: 1 })), await how(() => crypto.hkdfSync('sha1', 'k', '', '', 20 * 255 + 1)), await how((done) => crypto.pbkdf2('p', 's', 1, 8, 'nope', done))];
