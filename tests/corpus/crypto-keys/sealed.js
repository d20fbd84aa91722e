// keys under a passphrase: another, none, an empty one, and the cipher that was asked for
const { createPrivateKey, createPublicKey, generateKeyPairSync } = require('crypto');
const told = (run) => { try { const key = run(); return key.asymmetricKeyType ?? key; } catch (error) { return [error.name, error.code ?? null, error.message, error.opensslErrorStack ?? null]; } };
const reads = [];
for (const name of ['sealed', 'sealed1', 'empty', 'empty1', 'p8']) for (const passphrase of [undefined, '', 'x', 'y']) reads.push([name, passphrase ?? null, told(() => createPrivateKey({ key: input[name], passphrase }))]);
const key = createPrivateKey(input.e8);
const OIDS = { '0609608648016503040102': 'aes-128-cbc', '0609608648016503040116': 'aes-192-cbc', '060960864801650304012a': 'aes-256-cbc', '06082a864886f70d0307': 'des-ede3-cbc', '060b2a83088c9a4b3d01010102': 'camellia-128-cbc' };
const cipherOf = (der) => Object.entries(OIDS).find(([oid]) => der.includes(oid))?.[1] ?? 'none';
const writes = ['aes-128-cbc', 'aes-192-cbc', 'AES-256-CBC', 'aes256', 'des-ede3-cbc', 'des3', 'camellia-128-cbc', 'nope'].map((cipher) => [cipher, told(() => { const der = key.export({ type: 'pkcs8', format: 'der', cipher, passphrase: 'secret' }); return [cipherOf(der.toString('hex')), der.length, createPrivateKey({ key: der, format: 'der', type: 'pkcs8', passphrase: 'secret' }).equals(key)]; }),
  told(() => { const pem = key.export({ type: 'sec1', format: 'pem', cipher, passphrase: 'secret' }); return [pem.split('\n')[2].split(',')[0], createPrivateKey({ key: pem, passphrase: 'secret' }).equals(key)]; })]);
const made = generateKeyPairSync('ec', { namedCurve: 'P-256', privateKeyEncoding: { type: 'sec1', format: 'pem', cipher: 'aes-128-cbc', passphrase: '' }, publicKeyEncoding: { type: 'spki', format: 'pem' } });
const again = key.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: '' });
return [reads, writes, made.privateKey.split('\n')[2].split(',')[0], again.split('\n')[0], told(() => createPrivateKey({ key: again, passphrase: '' })), told(() => createPrivateKey(again)), told(() => createPublicKey(input.sealed)), told(() => createPublicKey({ key: input.sealed, passphrase: 'x' }))];
