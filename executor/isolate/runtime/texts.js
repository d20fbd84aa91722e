// Texts as bytes and back, by C (engine/native/texts.c). With the engine of PyPI's dukpy there is none, nor while the runtime loads: then
// each is undefined, and who asks has a loop of its own.

import { exchange } from './engine.js';
import { apply, getOwnPropertyDescriptor } from './host.js';

const Bytes = Uint8Array;
const { slice } = ArrayBuffer.prototype;
const byteLength = getOwnPropertyDescriptor(ArrayBuffer.prototype, 'byteLength').get;

// UTF-8, with U+FFFD for half a pair.
export const utf8Bytes = (text) =>
  exchange.texts_utf8 === undefined ? undefined : new Bytes(apply(exchange.texts_utf8, text, []));

// All units, two bytes each.
export const utf16Bytes = (text) =>
  exchange.texts_utf16 === undefined ? undefined : new Bytes(apply(exchange.texts_utf16, text, []));

// The lower byte of each unit. Their buffer has no others: some of those who ask take that.
export function latin1Bytes(text) {
  if (exchange.texts_latin1 === undefined) return undefined;
  const buffer = apply(exchange.texts_latin1, text, []);
  const { length } = text;
  return new Bytes(apply(byteLength, buffer, []) === length ? buffer : apply(slice, buffer, [0, length]));
}

const typedArray = Object.getPrototypeOf(Bytes.prototype);
const getter = (name) => getOwnPropertyDescriptor(typedArray, name).get;
const [bufferOf, offsetOf, lengthOf] = ['buffer', 'byteOffset', 'byteLength'].map(getter);
// The engine has the method take whole numbers as such.
const textBy = (method, bytes) => (method === undefined || apply(lengthOf, bytes, []) === 0 ? undefined
  : apply(method, apply(bufferOf, bytes, []), [apply(offsetOf, bytes, []) | 0, apply(lengthOf, bytes, []) | 0]));

// The text that a Uint8Array is in UTF-8; undefined too where it is not UTF-8, or empty.
export const textOfUtf8 = (bytes) => textBy(exchange.texts_of_utf8, bytes);
// The text whose units these bytes are; undefined too for none.
export const textOfLatin1 = (bytes) => textBy(exchange.texts_of_latin1, bytes);

// Which `count` bytes are the greater: -1, 0 or 1.
export function compareBytes(a, aStart, b, bStart, count) {
  if (exchange.texts_compare === undefined || count === 0) return undefined;
  const [first, second] = [apply(offsetOf, a, []) + aStart, apply(offsetOf, b, []) + bStart];
  return apply(exchange.texts_compare, apply(bufferOf, a, []), [first | 0, apply(bufferOf, b, []), second | 0, count | 0]);
}
