// Texts as bytes and back, by C (engine/native/texts.c). With the engine of PyPI's dukpy there is none, nor while the runtime loads: then
// each is undefined, and who asks has a loop of its own.

import { exchange } from './engine.js';
import { apply, charCodeAt, getOwnPropertyDescriptor, slice as sliceText } from './host.js';

const Bytes = Uint8Array;
const { slice } = ArrayBuffer.prototype;
const byteLength = getOwnPropertyDescriptor(ArrayBuffer.prototype, 'byteLength').get;

// Units or bytes that one call takes: some milliseconds, at whose end limits are asked.
const PIECE = 1 << 20;
const isHigh = (unit) => unit >= 0xd800 && unit < 0xdc00;

// What a method makes of a text that is longer, piece by piece. No pair is parted.
function bytesByPieces(text, method) {
  const parts = { __proto__: null };
  let [count, size] = [0, 0];
  for (let at = 0, end; at < text.length; at = end) {
    end = at + PIECE;
    if (end < text.length && isHigh(apply(charCodeAt, text, [end - 1]))) end--;
    const part = method(apply(sliceText, text, [at, end]));
    size += apply(lengthOf, part, []);
    parts[count++] = part;
  }
  const whole = new Bytes(size);
  for (let i = 0, at = 0; i < count; i++) {
    apply(set, whole, [parts[i], at]);
    at += apply(lengthOf, parts[i], []);
  }
  return whole;
}

function bytesBy(method, text) {
  if (text.length > PIECE) return bytesByPieces(text, (piece) => bytesBy(method, piece));
  return new Bytes(apply(method, text, []));
}

// UTF-8, with U+FFFD for half a pair.
export const utf8Bytes = (text) => (exchange.texts_utf8 === undefined ? undefined : bytesBy(exchange.texts_utf8, text));

// All units, two bytes each.
export const utf16Bytes = (text) => (exchange.texts_utf16 === undefined ? undefined : bytesBy(exchange.texts_utf16, text));

// The lower byte of each unit. Their buffer has no others: some of those who ask take that.
export function latin1Bytes(text) {
  if (exchange.texts_latin1 === undefined) return undefined;
  const { length } = text;
  if (length > PIECE) return bytesByPieces(text, latin1Bytes);
  const buffer = apply(exchange.texts_latin1, text, []);
  return new Bytes(apply(byteLength, buffer, []) === length ? buffer : apply(slice, buffer, [0, length]));
}

const typedArray = Object.getPrototypeOf(Bytes.prototype);
const { set } = typedArray;
const getter = (name) => getOwnPropertyDescriptor(typedArray, name).get;
const [bufferOf, offsetOf, lengthOf] = ['buffer', 'byteOffset', 'byteLength'].map(getter);
// The engine has the method take whole numbers as such.
const partAsText = (method, buffer, offset, length) => apply(method, buffer, [offset | 0, length | 0]);

// Where a piece of so many bytes ends at most: before the character that it would part.
function endOf(bytes, at, length) {
  if (at + PIECE >= length) return length;
  let end = at + PIECE;
  while (end > at + PIECE - 4 && (bytes[end] & 0xc0) === 0x80) end--;
  return end;
}

function textBy(method, bytes) {
  const length = method === undefined ? 0 : apply(lengthOf, bytes, []);
  if (length === 0) return undefined;
  const [buffer, offset] = [apply(bufferOf, bytes, []), apply(offsetOf, bytes, [])];
  if (length <= PIECE) return partAsText(method, buffer, offset, length);
  let text = '';
  for (let at = 0, end; at < length; at = end) {
    end = endOf(bytes, at, length);
    const part = partAsText(method, buffer, offset + at, end - at);
    if (part === undefined) return undefined;
    text += part;
  }
  return text;
}

// The text that a Uint8Array is in UTF-8; undefined too where it is not UTF-8, or empty.
export const textOfUtf8 = (bytes) => textBy(exchange.texts_of_utf8, bytes);
// The text whose units these bytes are; undefined too for none.
export const textOfLatin1 = (bytes) => textBy(exchange.texts_of_latin1, bytes);

// Which `count` bytes are the greater: -1, 0 or 1.
export function compareBytes(a, aStart, b, bStart, count) {
  if (exchange.texts_compare === undefined || count === 0) return undefined;
  const [first, second] = [apply(offsetOf, a, []) + aStart, apply(offsetOf, b, []) + bStart];
  const [one, other] = [apply(bufferOf, a, []), apply(bufferOf, b, [])];
  for (let at = 0, order; at < count; at += PIECE) {
    order = apply(exchange.texts_compare, one, [(first + at) | 0, other, (second + at) | 0, (count - at < PIECE ? count - at : PIECE) | 0]);
    if (order !== 0) return order;
  }
  return 0;
}

// Where in `bytes`, from `start` on, these bytes are: -1 for nowhere.
export function indexOfBytes(bytes, start, wanted) {
  const [length, size] = [apply(lengthOf, bytes, []), apply(lengthOf, wanted, [])];
  if (exchange.texts_index === undefined || size === 0) return undefined;
  const [offset, from] = [apply(offsetOf, bytes, []), apply(offsetOf, wanted, [])];
  const place = [(offset + start) | 0, (length - start) | 0, apply(bufferOf, wanted, []), from | 0, size | 0];
  const found = apply(exchange.texts_index, apply(bufferOf, bytes, []), place);
  return found < 0 ? found : found + start;
}
