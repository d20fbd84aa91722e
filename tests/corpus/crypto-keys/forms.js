// What is taken for which form of DER, and ciphers of sealed keys; DSA keys that are made; who cannot sign or encrypt
const crypto = require('crypto');
const out = [];
const t = (name, attempt) => {
  try { out.push([name, attempt()]); } catch (e) { out.push([name, e.name, e.code, e.message]); }
};
const rsa = crypto.generateKeyPairSync('rsa', { modulusLength: 1024 });
const pairs = { rsa, ec: crypto.generateKeyPairSync('ec', { namedCurve: 'P-256' }), ed: crypto.generateKeyPairSync('ed25519'),
  dsa: crypto.generateKeyPairSync('dsa', { modulusLength: 1024, divisorLength: 160 }), x: crypto.generateKeyPairSync('x25519') };
const forms = { rsa: ['pkcs1', 'pkcs8', 'spki'], ec: ['sec1', 'pkcs8', 'spki'], ed: ['pkcs8', 'spki'] };
for (const kind in forms) {
  for (const type of forms[kind]) {
    const isPublic = type === 'spki';
    const der = pairs[kind][isPublic ? 'publicKey' : 'privateKey'].export({ type, format: 'der' });
    for (const as of ['pkcs1', 'pkcs8', 'sec1', 'spki']) {
      t(`${kind} ${type} as private ${as}`, () => crypto.createPrivateKey({ key: der, format: 'der', type: as }).type);
      t(`${kind} ${type} as public ${as}`, () => crypto.createPublicKey({ key: der, format: 'der', type: as }).type);
    }
  }
}
const bare = rsa.publicKey.export({ type: 'pkcs1', format: 'der' });
for (const as of ['pkcs1', 'pkcs8', 'sec1', 'spki']) t(`bare public as ${as}`, () => crypto.createPublicKey({ key: bare, format: 'der', type: as }).type);
for (const cipher of ['aes-128-ecb', 'aes-192-cbc', 'aes-256-cfb', 'aes-128-ofb', 'sm4-cbc', 'sm4-ecb', 'camellia-128-cfb', 'camellia-256-cbc', 'des-ede3-cbc']) {
  for (const type of ['pkcs8', 'pkcs1']) {
    t(`${cipher} ${type}`, () => {
      const pem = rsa.privateKey.export({ type, format: 'pem', cipher, passphrase: 'x' });
      return [pem.split('\n').slice(0, 3).filter((line) => line.includes('-') && !line.includes(',')).join(), crypto.createPrivateKey({ key: pem, passphrase: 'x' }).equals(rsa.privateKey)];
    });
  }
}
const sealed = rsa.privateKey.export({ type: 'pkcs8', format: 'der', cipher: 'aes-128-cbc', passphrase: 'x' });
t('no passphrase', () => crypto.createPrivateKey({ key: sealed, format: 'der', type: 'pkcs8' }));
t('no passphrase, signing', () => crypto.sign('sha1', Buffer.from('a'), { key: sealed, format: 'der', type: 'pkcs8' }));
for (const [modulusLength, divisorLength] of [[1024], [1024, 224], [2048, 256], [2048, 0], [1024, 100], [1024, 512]]) {
  t(`dsa ${modulusLength} ${divisorLength}`, () => {
    const made = crypto.generateKeyPairSync('dsa', divisorLength === undefined ? { modulusLength } : { modulusLength, divisorLength });
    const signature = crypto.sign('sha256', Buffer.from('signed'), made.privateKey);
    return [made.publicKey.asymmetricKeyDetails, crypto.verify('sha256', Buffer.from('signed'), made.publicKey, signature)];
  });
}
for (const kind of ['ed', 'x', 'dsa', 'ec']) {
  t(`${kind} encrypts`, () => crypto.publicEncrypt(pairs[kind].publicKey, Buffer.from('a')));
  t(`${kind} decrypts`, () => crypto.privateDecrypt(pairs[kind].privateKey, Buffer.from('a')));
}
t('x signs', () => crypto.createSign('sha256').update('a').sign(pairs.x.privateKey));
t('x verifies', () => crypto.createVerify('sha256').update('a').verify(pairs.x.publicKey, Buffer.alloc(9)));
t('DSS1', () => crypto.createVerify('dss1').update('a').verify(pairs.dsa.publicKey, crypto.createSign('DSS1').update('a').sign(pairs.dsa.privateKey)));
t('oaepHash', () => crypto.publicEncrypt({ key: rsa.publicKey, oaepHash: 'nope' }, Buffer.from('a')));
for (const publicExponent of [1, 2, 4, 65536]) {
  out.push(await new Promise((resolve) => {
    crypto.generateKeyPair('rsa', { modulusLength: 1024, publicExponent }, (error) => resolve([error.name, error.code, error.message]));
  }));
}
const warnings = [];
process.on('warning', (warning) => { if (warning.name === 'Warning') warnings.push(warning.message); });
for (const name of ['aes-128-ctr', 'aes-256-gcm', 'aes-128-cbc']) crypto.createCipher(name, 'password');
await new Promise((resolve) => { setTimeout(resolve, 5); });
out.push(warnings);
return out;
