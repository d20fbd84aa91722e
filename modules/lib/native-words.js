// Words of crypto-js, 32 bits each with the highest byte first, as bytes and back.

const { Buffer } = require('buffer');

const { getPrototypeOf } = Object;
const { isInteger } = Number;
const { isArray } = Array;

// A buffer of its own, of `count` words as the engine's operators take them: what is no number is 0. Backwards, and then turned as a
// whole: that turns the bytes of each word, too, at no cost.
export function bytesOfWords(words, count) {
  const numbers = new Int32Array(count);
  for (let at = 0; at < count; at++) numbers[count - 1 - at] = words[at];
  return Buffer.from(numbers.buffer).reverse();
}

// Writes the words of `bytes` over the first of `words`; what follows the last whole word becomes one with zeros.
export function wordsOfBytes(bytes, words = []) {
  const whole = new Uint8Array((bytes.length + 3) & ~3);
  whole.set(bytes);
  const numbers = new Int32Array(whole.reverse().buffer);
  const last = numbers.length - 1;
  for (let at = 0; at <= last; at++) words[at] = numbers[last - at];
  return words;
}

// Whether all that it holds is where its count of bytes says.
export function isWordArray(value, WordArray) {
  if (typeof value !== 'object' || value === null || getPrototypeOf(value) !== WordArray) return false;
  const { words, sigBytes } = value;
  return isArray(words) && isInteger(sigBytes) && sigBytes >= 0 && sigBytes <= 4 * words.length;
}
