// keys under labels of other kinds of keys
const { createPrivateKey, createPublicKey } = require('crypto');
const told = (run) => { try { return run().asymmetricKeyType; } catch (error) { return [error.name, error.code ?? null, error.message, error.opensslErrorStack ?? null]; } };
const labelled = (text, label) => text.replace(/(BEGIN|END) [A-Z ]+-/g, (_, word) => `${word} ${label}-`);
const PRIVATE = ['PRIVATE KEY', 'RSA PRIVATE KEY', 'EC PRIVATE KEY', 'ENCRYPTED PRIVATE KEY', 'FOO PRIVATE KEY', 'PUBLIC KEY', 'CERTIFICATE'];
const PUBLIC = ['PUBLIC KEY', 'RSA PUBLIC KEY', 'EC PUBLIC KEY', 'CERTIFICATE', 'PRIVATE KEY'];
const results = {};
for (const name of ['p8', 'p1', 'e8', 'e1', 'ed']) for (const label of PRIVATE) results[`${name} as ${label}`] = told(() => createPrivateKey({ key: labelled(input[name], label), passphrase: 'x' }));
for (const name of ['spki', 'bare', 'espki', 'p8', 'p1']) for (const label of PUBLIC) results[`${name} as public ${label}`] = told(() => createPublicKey(labelled(input[name], label)));
return results;
