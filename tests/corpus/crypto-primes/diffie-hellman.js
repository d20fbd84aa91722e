// Diffie-Hellman: groups that are made, what is wrong with one that is passed in, keys of the kind dh and their secrets
const crypto = require('crypto');
const out = [];
const t = (name, attempt) => {
  try { out.push([name, attempt()]); } catch (e) { out.push([name, e.name, e.code, e.message, e.library, e.reason]); }
};
const number = (buffer) => BigInt(`0x${buffer.toString('hex')}`);
for (const generator of [2, 5, 3]) {
  t(`made for ${generator}`, () => {
    const one = crypto.createDiffieHellman(512, generator);
    const two = crypto.createDiffieHellman(one.getPrime(), one.getGenerator());
    const [a, b] = [one.generateKeys(), two.generateKeys()];
    return [one.getPrime().length, one.getGenerator('hex'), one.verifyError, String(number(one.getPrime()) % 12n),
      one.computeSecret(b).equals(two.computeSecret(a))];
  });
}
for (const size of [-5, 0, 1, 100, 511, 10001]) t(`size ${size}`, () => crypto.createDiffieHellman(size));
for (const generator of [1, -1, '\x03']) t(`generator ${generator}`, () => crypto.createDiffieHellman(512, generator));
for (const prime of ['02', '03', '04', '07', '17', 'ff', '00', '', '010001', 'c8'.repeat(64), 'ff'.repeat(64)]) {
  t(`flaws of ${prime.slice(0, 8)}`, () => crypto.createDiffieHellman(prime, 'hex').verifyError);
}
const group = crypto.getDiffieHellman('modp14');
for (const generator of [2, 3, 4, 5, 1]) t(`modp14 by ${generator}`, () => crypto.createDiffieHellman(group.getPrime(), generator).verifyError);
const pair = crypto.generateKeyPairSync('dh', { group: 'modp5' });
const other = crypto.generateKeyPairSync('dh', { group: 'MODP5' });
const shared = (mine, theirs) => crypto.diffieHellman({ privateKey: mine.privateKey, publicKey: theirs.publicKey });
t('kind', () => [pair.publicKey.asymmetricKeyType, pair.privateKey.asymmetricKeyDetails, shared(pair, other).equals(shared(other, pair)), shared(pair, other).length]);
t('written', () => ['spki', 'pkcs8'].map((type) => {
  const key = type === 'spki' ? pair.publicKey : pair.privateKey;
  const pem = key.export({ type, format: 'pem' });
  const der = key.export({ type, format: 'der' });
  const read = type === 'spki' ? crypto.createPublicKey : crypto.createPrivateKey;
  return [pem.split('\n')[0], read(pem).equals(key), read({ key: der, type, format: 'der' }).equals(key), der.includes(crypto.getDiffieHellman('modp5').getPrime())];
}));
t('sealed', () => {
  const pem = pair.privateKey.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-128-cbc', passphrase: 'secret' });
  return [crypto.createPrivateKey({ key: pem, passphrase: 'secret' }).equals(pair.privateKey), crypto.createPublicKey(pair.privateKey).equals(pair.publicKey)];
});
t('made', () => crypto.generateKeyPairSync('dh', { primeLength: 512, generator: 5 }).privateKey.asymmetricKeyType);
t('of a prime', () => shared(crypto.generateKeyPairSync('dh', { prime: group.getPrime() }), crypto.generateKeyPairSync('dh', { group: 'modp14' })).length);
t('two groups', () => shared(pair, crypto.generateKeyPairSync('dh', { group: 'modp14' })));
t('two curves', () => shared(...['P-256', 'P-384'].map((namedCurve) => crypto.generateKeyPairSync('ec', { namedCurve }))));
for (const options of [{ group: 'modp0' }, { primeLength: 100 }, { prime: Buffer.from('ff', 'hex') }, {}, { group: 'modp5', primeLength: 512 }]) {
  t(`options ${Object.keys(options)}`, () => crypto.generateKeyPairSync('dh', options));
}
t('jwk', () => pair.publicKey.export({ format: 'jwk' }));
t('signs', () => crypto.sign('sha256', Buffer.from('a'), pair.privateKey));
t('encrypts', () => crypto.publicEncrypt(pair.publicKey, Buffer.from('a')));
return out;
