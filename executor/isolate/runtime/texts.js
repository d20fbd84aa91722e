// Texts as bytes, by C (engine/native/texts.c). With the engine of PyPI's dukpy there is none, nor while the runtime loads: then
// each is undefined, and who asks has a loop of its own.

import { exchange } from './engine.js';
import { apply, getOwnPropertyDescriptor } from './host.js';

const Bytes = Uint8Array;
const { slice } = ArrayBuffer.prototype;
const byteLength = getOwnPropertyDescriptor(ArrayBuffer.prototype, 'byteLength').get;

// UTF-8, with U+FFFD for half a pair.
export const utf8Bytes = (text) =>
  exchange.texts_utf8 === undefined ? undefined : new Bytes(apply(exchange.texts_utf8, text, []));

// The lower byte of each unit. Their buffer has no others: some of those who ask take that.
export function latin1Bytes(text) {
  if (exchange.texts_latin1 === undefined) return undefined;
  const buffer = apply(exchange.texts_latin1, text, []);
  const { length } = text;
  return new Bytes(apply(byteLength, buffer, []) === length ? buffer : apply(slice, buffer, [0, length]));
}
