// DER of one form read as another
const { createPrivateKey, createPublicKey } = require('crypto');
const told = (run) => { try { return run().asymmetricKeyType; } catch (error) { return [error.name, error.code ?? null, error.message, error.opensslErrorStack ?? null]; } };
const bytes = (name) => Buffer.from(input[name].replace(/-----.*-----|\s/g, ''), 'base64');
const results = {};
for (const name of ['p8', 'p1', 'e8', 'e1']) for (const type of ['pkcs8', name.startsWith('p') ? 'pkcs1' : 'sec1']) results[`${name} as ${type}`] = told(() => createPrivateKey({ key: bytes(name), format: 'der', type }));
for (const name of ['spki', 'bare']) for (const type of ['spki', 'pkcs1']) results[`${name} as ${type}`] = told(() => createPublicKey({ key: bytes(name), format: 'der', type }));
return [results, told(() => createPrivateKey({ key: Buffer.from('garbage'), format: 'der', type: 'pkcs8' })), told(() => createPrivateKey({ key: Buffer.alloc(0), format: 'der', type: 'pkcs8' })), told(() => createPrivateKey({ key: bytes('p8').subarray(0, 100), format: 'der', type: 'pkcs8' })), told(() => createPublicKey({ key: Buffer.from('garbage'), format: 'der', type: 'spki' }))];
