// RSA keys that say: PSS and nothing else, with this hash and salt
const crypto = require('crypto');
const told = (run) => { try { return run(); } catch (error) { return [error.name, error.code ?? null, error.message, error.reason ?? null]; } };
const { constants } = crypto;
const [key, pub, free, other] = [crypto.createPrivateKey(input.key), crypto.createPublicKey(input.pub), crypto.createPrivateKey(input.free), crypto.createPrivateKey(input.other)];
const x = Buffer.from('x');
const details = (k) => JSON.stringify(k.asymmetricKeyDetails, (_, value) => (typeof value === 'bigint' ? String(value) : value));
const made = crypto.generateKeyPairSync('rsa-pss', { modulusLength: 1024, hashAlgorithm: 'sha512', saltLength: 16 });
return [[key, pub, free, other].map((k) => [k.asymmetricKeyType, details(k)]), details(made.privateKey), details(crypto.generateKeyPairSync('rsa-pss', { modulusLength: 1024 }).publicKey), details(crypto.generateKeyPairSync('rsa-pss', { modulusLength: 1024, hashAlgorithm: 'sha1' }).publicKey),
  told(() => crypto.verify('sha256', x, pub, crypto.sign('sha256', x, key))), told(() => crypto.verify(null, x, pub, crypto.sign(null, x, key))), told(() => crypto.sign('sha512', x, key).length), told(() => crypto.sign('sha256', x, { key, saltLength: 16 }).length), told(() => crypto.sign('sha256', x, { key, saltLength: 64 }).length), told(() => crypto.sign('sha256', x, { key, saltLength: constants.RSA_PSS_SALTLEN_DIGEST }).length),
  told(() => crypto.sign('sha256', x, { key, padding: constants.RSA_PKCS1_PADDING }).length), told(() => crypto.sign('sha512', x, free).length), told(() => crypto.sign('sha1', x, { key: free, saltLength: 0 }).length), told(() => crypto.sign('sha256', x, { key: free, padding: constants.RSA_PKCS1_PADDING }).length),
  told(() => crypto.publicEncrypt(pub, x).length), told(() => crypto.privateDecrypt(key, Buffer.alloc(256)).length), told(() => crypto.privateEncrypt(key, x).length), told(() => crypto.publicDecrypt(pub, Buffer.alloc(256)).length), told(() => crypto.verify('sha512', x, pub, Buffer.alloc(256))), told(() => crypto.verify('sha256', x, { key: pub, saltLength: 16 }, Buffer.alloc(256))),
  told(() => crypto.createSign('sha256').update(x).sign(key).length), told(() => crypto.createSign('sha512').update(x).sign(key).length), told(() => pub.export({ format: 'jwk' })), told(() => pub.export({ format: 'pem', type: 'pkcs1' })), pub.export({ format: 'pem', type: 'spki' }) === input.pub, key.export({ format: 'pem', type: 'pkcs8' }) === input.key, crypto.createPublicKey(key).equals(pub),
  told(() => crypto.createPrivateKey({ key: key.export({ format: 'pem', type: 'pkcs8', cipher: 'aes-256-cbc', passphrase: 'x' }), passphrase: 'x' }).asymmetricKeyType)];
