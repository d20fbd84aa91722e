// Texts of crypto-js as words and back, by Node's Buffer. The same values; for short ones, for what crypto-js reads in a way of its own,
// and once a script has changed a part of what would compute it, `undefined`: then crypto-js computes as published. A part of
// the bundle of crypto-js, put there by crypto-js.mjs.

import { unchanged } from './unchanged.js';
import { bytesOfWords, isWordArray, wordsOfBytes } from './native-words.js';

const { Buffer } = require('buffer');

const { exec } = RegExp.prototype;
const test = (pattern, text) => Reflect.apply(exec, pattern, [text]) !== null;

// Characters from which on it is the faster way, and bytes; of hexadecimal digits, which crypto-js makes one by one. Measured.
const FEWEST = 128;
const FEWEST_BYTES = 32;
const FEWEST_IN_HEX = 8;
const HEX = /^(?:[0-9A-Fa-f]{2})*$/;
const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;

let WordArray;
let isAsPublished;
let map;
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

// At the end of loading, before any script.
export function rememberEncoders({ lib, enc }) {
  WordArray = lib.WordArray;
  map = enc.Base64._map;
  isAsPublished = unchanged([[lib.Base], [WordArray], [enc.Hex], [enc.Latin1], [enc.Utf8], [enc.Base64, ['parse', 'stringify', '_map']]]);
}

const isMuch = (text) => typeof text === 'string' && text.length >= FEWEST && isAsPublished !== undefined && isAsPublished();
const wordArray = (bytes) => new WordArray.init(wordsOfBytes(bytes), bytes.length);

function bytesOf(array, fewest = FEWEST_BYTES) {
  if (isAsPublished === undefined || !isWordArray(array, WordArray) || array.sigBytes < fewest || !isAsPublished()) return undefined;
  return bytesOfWords(array.words, Math.ceil(array.sigBytes / 4)).subarray(0, array.sigBytes);
}

export const utf8Words = (text) => (isMuch(text) && text.isWellFormed() ? wordArray(Buffer.from(text)) : undefined);
export const latin1Words = (text) => (isMuch(text) ? wordArray(Buffer.from(text, 'latin1')) : undefined);
export const hexWords = (text) => (isMuch(text) && test(HEX, text) ? wordArray(Buffer.from(text, 'hex')) : undefined);

export function base64Words(text, alphabet) {
  if (alphabet !== map || !isMuch(text) || !test(BASE64, text) || text.replace(/=+$/, '').length % 4 === 1) return undefined;
  return wordArray(Buffer.from(text, 'base64'));
}

export const latin1Text = (array) => bytesOf(array)?.toString('latin1');
export const hexText = (array) => bytesOf(array, FEWEST_IN_HEX)?.toString('hex');
export const base64Text = (array, alphabet) => (alphabet === map ? bytesOf(array)?.toString('base64') : undefined);

export function utf8Text(array) {
  const bytes = bytesOf(array);
  try {
    return bytes === undefined ? undefined : decoder.decode(bytes);
  } catch {
    return undefined;
  }
}
