// hashes and HMACs of texts and WordArrays of every shape: values, words, and what a key looks like afterwards
const C = require('crypto-js');
let seed = 7;
const next = (below) => (seed = (seed * 1103515245 + 12345) % 2147483648) % below;
const letters = ['a', 'Z', '0', ' ', 'é', '中', '\u{1f600}', '\0', '\n'];
const text = () => Array.from({ length: next(300) }, () => letters[next(letters.length)]).join('');
const words = () => {
  const list = Array.from({ length: next(60) }, () => next(2147483648) * (next(2) ? 2 : -1) + (next(9) ? 0 : 0.5));
  return C.lib.WordArray.create(list, Math.max(0, 4 * list.length - next(6)));
};
const hashes = ['MD5', 'SHA1', 'SHA224', 'SHA256', 'SHA384', 'SHA512', 'SHA3', 'RIPEMD160'];
const out = [];
for (let round = 0; round < 12; round++) {
  for (const name of hashes) {
    const message = next(2) ? text() : words(), key = next(2) ? text() : words();
    const plain = C[name](message), keyed = C[`Hmac${name}`](message, key);
    out.push([name, `${plain}`, plain.words.length, plain.sigBytes, `${keyed}`, keyed.words.length, Object.keys(keyed).join()]);
    out.push(typeof message === 'string' ? '' : message.words.length, typeof key === 'string' ? '' : [key.words.length, key.sigBytes]);
  }
}
return out;
