// EvpKDF with key sizes, iterations and hashers
const C = require('crypto-js');
const out = {};
for (const keySize of [1, 4, 8, 12]) {
  for (const iterations of [1, 3]) out[`${keySize}/${iterations}`] = C.EvpKDF('pass', 'salt', { keySize, iterations }).toString();
}
for (const name of ['MD5', 'SHA1', 'SHA224', 'SHA256', 'SHA384', 'SHA512', 'RIPEMD160']) out[name] = C.EvpKDF('pass', 'salt', { keySize: 5, hasher: C.algo[name] }).toString();
const made = C.algo.EvpKDF.create({ keySize: 6, iterations: 2 });
return { ...out, cfg: [made.cfg.keySize, made.cfg.iterations], compute: made.compute('ü', C.enc.Hex.parse('00ff')).toString(), usual: C.EvpKDF('pass', 'salt').sigBytes };
