// what is neither text nor WordArray, halves of characters, words that are none: values and errors
const C = require('crypto-js');
const W = (words, size) => C.lib.WordArray.create(words, size);
const values = [undefined, null, '', 0, 7, NaN, true, '\ud800', 'a\udc00b', {}, [], [1, 2], Buffer.from('ab'), new Uint8Array([1, 2]),
  { words: [1], sigBytes: 4 }, W([1, 2], 5), W([1.5, '7', null], 12), W([1], 8), W([], 0), W([-1], 3), W([2 ** 40 + 5, 2 ** 31], 8)];
const show = (f) => { try { const made = f(); return [`${made}`, made.sigBytes, made.words.length]; } catch (error) { return error.name; } };
return values.map((value) => [
  show(() => C.SHA256(value)), show(() => C.SHA512(value, {})), show(() => C.HmacSHA1(value, 'k')), show(() => C.HmacMD5('m', value)),
  show(() => C.PBKDF2(value, 's', { iterations: 2 })), show(() => C.PBKDF2('p', value, { iterations: 2 })),
]);
