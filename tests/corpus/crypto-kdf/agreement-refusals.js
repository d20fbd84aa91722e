// key pairs and generators that cannot agree on anything
const crypto = require('crypto');
const told = (run) => { try { return run(); } catch (error) { return [error.name, error.code ?? null, error.message, error.reason ?? null]; } };
const prime = crypto.getDiffieHellman('modp5').getPrime();
const other = crypto.createECDH('prime256v1').generateKeys();
const mixed = crypto.createECDH('prime256v1');
mixed.setPrivateKey(Buffer.alloc(32, 1));
const before = mixed.computeSecret(other).length;
mixed.setPublicKey(crypto.createECDH('prime256v1').generateKeys());
const same = crypto.createECDH('prime256v1');
same.generateKeys();
same.setPublicKey(same.getPublicKey());
return [before, told(() => mixed.computeSecret(other)), same.computeSecret(other).length, told(() => crypto.createECDH('prime256v1').computeSecret(other)), told(() => mixed.computeSecret(crypto.createECDH('secp256k1').generateKeys())),
  [0, 1, 2, 5, -1, Buffer.from([0]), Buffer.from([1]), Buffer.alloc(0), Buffer.from([0, 2])].map((generator) => told(() => crypto.createDiffieHellman(prime, generator).getGenerator('hex'))), told(() => crypto.createDiffieHellman(1, 2)), told(() => crypto.createDiffieHellman(0))];
