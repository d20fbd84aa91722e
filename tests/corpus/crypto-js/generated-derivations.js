// keys derived from texts and WordArrays, of sizes that end within a block, with every hash; and passphrases of ciphers
const C = require('crypto-js');
let seed = 11;
const next = (below) => (seed = (seed * 1103515245 + 12345) % 2147483648) % below;
const text = () => 'pässwörd\u{1f511}'.repeat(1 + next(14)).slice(0, 2 * next(70));
const words = () => C.lib.WordArray.create(Array.from({ length: next(40) }, () => next(2147483648) | 0), undefined);
const secret = () => {
  const made = next(2) ? text() : words();
  return typeof made === 'string' && !made.isWellFormed() ? 'plain' : made;
};
const out = [];
for (let round = 0; round < 30; round++) {
  const cfg = { keySize: 1 + next(20), iterations: 1 + next(5) };
  if (next(3)) cfg.hasher = C.algo[['MD5', 'SHA1', 'SHA224', 'SHA256', 'SHA384', 'SHA512', 'SHA3'][next(7)]];
  const password = secret(), salt = secret();
  const key = C.PBKDF2(password, salt, cfg);
  out.push([`${key}`, key.words, key.sigBytes, Object.keys(key).join(), typeof password === 'string' ? '' : password.sigBytes]);
}
out.push(`${C.algo.PBKDF2.create({ keySize: 4, iterations: 3 }).compute('a', 'b')}`);
out.push(`${C.EvpKDF('a', 'b', { keySize: 8, iterations: 3 })}`);
for (const bad of [{ keySize: 0 }, { keySize: 2.5, iterations: 2 }, { keySize: 4, iterations: 0 }, { keySize: 4, iterations: 1.5 }, { keySize: NaN }]) {
  const key = C.PBKDF2('a', 'b', { iterations: 2, ...bad });
  out.push([`${key}`, key.words.length, String(key.sigBytes)]);
}
return out;
