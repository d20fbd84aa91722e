// The C++ half of Node's Buffer. The engine runs one step of a loop in some 50 ns and a builtin over a whole string in a
// few, so texts are made by String.fromCharCode over chunks and looked through by regular expressions.

import { apply } from '../../host.js';
import { compareBytes, latin1Bytes, textOfLatin1, textOfUtf8, utf16Bytes, utf8Bytes } from '../../texts.js';
import { makeCloneable } from '../../web/cloneable.js';
import { throwCoded } from '../errors.js';

// A pool that many buffers share: it cannot be transferred, and a list that has it is none the worse.
export const keep = (pool) => { makeCloneable(pool, () => pool.slice(0)); };

export { indexOfBuffer, indexOfNumber, indexOfString } from './search.js';
export { swap16, swap32, swap64 } from './swaps.js';

const { fromCharCode } = String;
const { encodeURIComponent, decodeURIComponent, escape, unescape } = globalThis;
const prototype = Object.getPrototypeOf(Uint8Array.prototype);
const { fill: fillBytes, set, subarray } = prototype;
// Of ECMAScript 2026, which the engine of PyPI's dukpy does not have.
const { fromBase64, fromHex } = Uint8Array;
const { toBase64, toHex } = Uint8Array.prototype;
const { includes, slice: sliceText, toWellFormed } = String.prototype;
const { exec } = RegExp.prototype;
const { join } = Array.prototype;

export const kMaxLength = 2 ** 32;
export const kStringMaxLength = 2 ** 29 - 24;
// Arguments that one call takes without trouble.
const CHUNK = 8192;
// So few bytes or characters are dealt with sooner in script.
const FEW = 64;
const NOT_ASCII = /[^\x00-\x7f]/;

const test = (pattern, text) => apply(exec, pattern, [text]) !== null;
const part = (bytes, start, end) => apply(subarray, bytes, [start, end]);
export const bytesOf = (view) => (view instanceof Uint8Array ? view
  : ArrayBuffer.isView(view) ? new Uint8Array(view.buffer, view.byteOffset, view.byteLength) : new Uint8Array(view));

// Codes (a Uint8Array or Uint16Array) as text.
function textOf(codes) {
  const { length } = codes;
  if (length <= FEW) return apply(fromCharCode, null, codes);
  const whole = codes instanceof Uint8Array ? textOfLatin1(codes) : undefined;
  if (whole !== undefined) return whole;
  if (length <= CHUNK) return apply(fromCharCode, null, codes);
  const parts = [];
  for (let at = 0; at < length; at += CHUNK) parts.push(apply(fromCharCode, null, part(codes, at, at + CHUNK)));
  return apply(join, parts, ['']);
}

// The bounds that each `…Slice(start, end)` takes.
function slice(buffer, start, end) {
  const { length } = buffer;
  start = start === undefined ? 0 : Math.trunc(+start) || 0;
  end = end === undefined ? length : Math.trunc(+end) || 0;
  if (start < 0 || end < 0 || (end > length && end > start)) throwCoded(RangeError, 'ERR_OUT_OF_RANGE', 'Index out of range');
  if (end < start) end = start;
  return part(buffer, start, end);
}

// Bytes that are not UTF-8 as U+FFFD, one for each longest beginning of a character (as the Encoding standard has it).
function decodeLeniently(bytes) {
  const { length } = bytes;
  const units = new Uint16Array(length);
  let count = 0;
  let at = 0;
  while (at < length) {
    const first = bytes[at++];
    if (first < 0x80) {
      units[count++] = first;
      continue;
    }
    let needed = first >= 0xc2 && first <= 0xdf ? 1 : first >= 0xe0 && first <= 0xef ? 2
      : first >= 0xf0 && first <= 0xf4 ? 3 : 0;
    let point = needed === 0 ? 0xfffd : first & (0x3f >> needed);
    let lower = first === 0xe0 ? 0xa0 : first === 0xf0 ? 0x90 : 0x80;
    let upper = first === 0xed ? 0x9f : first === 0xf4 ? 0x8f : 0xbf;
    for (; needed > 0; needed--) {
      const next = bytes[at];
      if (at >= length || next < lower || next > upper) {
        point = 0xfffd;
        break;
      }
      point = (point << 6) | (next & 0x3f);
      lower = 0x80;
      upper = 0xbf;
      at++;
    }
    if (point > 0xffff) {
      units[count++] = 0xd800 + ((point - 0x10000) >> 10);
      units[count++] = 0xdc00 + (point & 0x3ff);
    } else {
      units[count++] = point;
    }
  }
  return textOf(part(units, 0, count));
}

function decodeUtf8(bytes) {
  const whole = bytes.length > FEW ? textOfUtf8(bytes) : undefined;
  if (whole !== undefined) return whole;
  const latin1 = textOf(bytes);
  if (!test(NOT_ASCII, latin1)) return latin1;
  try {
    return decodeURIComponent(escape(latin1));
  } catch {
    return decodeLeniently(bytes);
  }
}

// The UTF-8 of a text as a text of one character per byte.
export function utf8Text(text) {
  return test(NOT_ASCII, text) ? unescape(encodeURIComponent(apply(toWellFormed, text, []))) : text;
}

export function utf8Slice(start, end) { return decodeUtf8(slice(this, start, end)); }
export function latin1Slice(start, end) { return textOf(slice(this, start, end)); }

export function asciiSlice(start, end) {
  const bytes = slice(this, start, end);
  const text = textOf(bytes);
  return test(NOT_ASCII, text) ? textOf(bytes.map((byte) => byte & 0x7f)) : text;
}

export function ucs2Slice(start, end) {
  const bytes = slice(this, start, end);
  const units = new Uint16Array(bytes.length >> 1);
  // As the machines are that this runs on.
  apply(set, new Uint8Array(units.buffer), [part(bytes, 0, 2 * units.length)]);
  return textOf(units);
}

// Two characters as one little-endian number: a table of these halves the steps. The bytes are laid out by hand below,
// so the byte order of the machine does not matter.
const HEX = new Uint16Array(256);
const DIGITS = '0123456789abcdef';
for (let i = 0; i < 256; i++) HEX[i] = DIGITS.charCodeAt(i >> 4) | (DIGITS.charCodeAt(i & 15) << 8);

export function hexSlice(start, end) {
  const bytes = slice(this, start, end);
  if (toHex !== undefined) return apply(toHex, bytes, []);
  const { length } = bytes;
  const pairs = new Uint16Array(length);
  for (let i = 0; i < length; i++) pairs[i] = HEX[bytes[i]];
  return textOf(new Uint8Array(pairs.buffer));
}

const COMMON = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

// 2 ms of a start, and needed by nobody where the engine has its own way.
function pairsOf(alphabet) {
  if (toBase64 !== undefined) return undefined;
  const pairs = new Uint16Array(4096);
  for (let i = 0; i < 4096; i++) pairs[i] = alphabet.charCodeAt(i >> 6) | (alphabet.charCodeAt(i & 63) << 8);
  return pairs;
}

const PAIRS = pairsOf(`${COMMON}+/`);
const URL_PAIRS = pairsOf(`${COMMON}-_`);

const URL_OPTIONS = { __proto__: null, alphabet: 'base64url', omitPadding: true };

function encodeBase64(bytes, table, padding) {
  if (toBase64 !== undefined) return apply(toBase64, bytes, padding ? [] : [URL_OPTIONS]);
  const { length } = bytes;
  const whole = length - (length % 3);
  const pairs = new Uint16Array((whole / 3) * 2);
  let at = 0;
  for (let i = 0; i < whole; i += 3) {
    const three = (bytes[i] << 16) | (bytes[i + 1] << 8) | bytes[i + 2];
    pairs[at++] = table[three >> 12];
    pairs[at++] = table[three & 4095];
  }
  const text = textOf(new Uint8Array(pairs.buffer));
  if (whole === length) return text;
  const two = (bytes[whole] << 8) | (whole + 1 < length ? bytes[whole + 1] : 0);
  const head = table[two >> 4];
  const rest = table[(two & 15) << 8] & 0xff;
  const tail = fromCharCode(head & 0xff, head >> 8);
  if (whole + 1 === length) return text + tail + (padding ? '==' : '');
  return text + tail + fromCharCode(rest) + (padding ? '=' : '');
}

export function base64Slice(start, end) { return encodeBase64(slice(this, start, end), PAIRS, true); }
export function base64urlSlice(start, end) { return encodeBase64(slice(this, start, end), URL_PAIRS, false); }

// How many bytes `…Write(text, offset, length)` may write.
function room(buffer, text, offset, length) {
  if (typeof text !== 'string') throwCoded(TypeError, 'ERR_INVALID_ARG_TYPE', 'argument must be a string');
  offset = offset === undefined ? 0 : Math.trunc(+offset) || 0;
  if (offset < 0 || offset > buffer.length) {
    throwCoded(RangeError, 'ERR_BUFFER_OUT_OF_BOUNDS', '"offset" is outside of buffer bounds');
  }
  const rest = buffer.length - offset;
  length = length === undefined ? rest : Math.trunc(+length) || 0;
  if (length < 0) throwCoded(RangeError, 'ERR_BUFFER_OUT_OF_BOUNDS', '"length" is outside of buffer bounds');
  return { at: offset, count: Math.min(length, rest) };
}

// A plain call: by way of `apply` each character would cost an array of arguments.
function writeCodes(buffer, text, at, count) {
  const bytes = latin1Bytes(count < text.length ? apply(sliceText, text, [0, count]) : text);
  if (bytes !== undefined) {
    apply(set, buffer, [bytes, at]);
    return count;
  }
  for (let i = 0; i < count; i++) buffer[at + i] = text.charCodeAt(i);
  return count;
}

export function latin1Write(text, offset, length) {
  const { at, count } = room(this, text, offset, length);
  return writeCodes(this, text, at, Math.min(count, text.length));
}

export const asciiWrite = latin1Write;

export function utf8Write(text, offset, length) {
  const { at, count } = room(this, text, offset, length);
  // Any unit of the text is a byte at least, so the rest cannot matter; a pair must not be parted.
  const beginning = text.length > count + 1 ? text.slice(0, count + 1) : text;
  const bytes = utf8Bytes(beginning);
  if (bytes !== undefined) {
    let fitting = Math.min(count, bytes.length);
    if (fitting < bytes.length) while (fitting > 0 && (bytes[fitting] & 0xc0) === 0x80) fitting--;
    apply(set, this, [part(bytes, 0, fitting), at]);
    return fitting;
  }
  const encoded = utf8Text(beginning);
  let end = Math.min(count, encoded.length);
  if (end < encoded.length) while (end > 0 && (encoded.charCodeAt(end) & 0xc0) === 0x80) end--;
  return writeCodes(this, encoded, at, end);
}

export function ucs2Write(text, offset, length) {
  const { at, count } = room(this, text, offset, length);
  const units = Math.min(count >> 1, text.length);
  const bytes = units > FEW ? utf16Bytes(units < text.length ? apply(sliceText, text, [0, units]) : text) : undefined;
  if (bytes !== undefined) {
    apply(set, this, [bytes, at]);
    return 2 * units;
  }
  for (let i = 0; i < units; i++) {
    const unit = text.charCodeAt(i);
    this[at + 2 * i] = unit;
    this[at + 2 * i + 1] = unit >> 8;
  }
  return 2 * units;
}

// Values of characters, 64 for those without one.
const NIBBLES = new Uint8Array(256).fill(64);
for (let i = 0; i < 16; i++) NIBBLES[DIGITS.charCodeAt(i)] = NIBBLES[DIGITS.toUpperCase().charCodeAt(i)] = i;
const SEXTETS = new Uint8Array(256).fill(64);
for (let i = 0; i < 62; i++) SEXTETS[COMMON.charCodeAt(i)] = i;
for (const [character, value] of [['+', 62], ['-', 62], ['/', 63], ['_', 63]]) SEXTETS[character.charCodeAt(0)] = value;
const NOT_HEX = /[^0-9A-Fa-f]/;
const NOT_BASE64 = /[^A-Za-z0-9+/_-]/g;

// As the engine decodes it, which refuses what Node cuts off; undefined then.
function strictHex(text) {
  if (fromHex === undefined) return undefined;
  try {
    return fromHex(text);
  } catch {
    return undefined;
  }
}

export function hexWrite(text, offset, length) {
  const { at, count } = room(this, text, offset, length);
  const whole = text.length > FEW && text.length <= 2 * count ? strictHex(text) : undefined;
  if (whole !== undefined) {
    apply(set, this, [whole, at]);
    return whole.length;
  }
  const wrong = apply(exec, NOT_HEX, [text]);
  const pairs = Math.min(count, (wrong === null ? text.length : wrong.index) >> 1);
  if (fromHex !== undefined) {
    apply(set, this, [fromHex(apply(sliceText, text, [0, 2 * pairs])), at]);
    return pairs;
  }
  for (let i = 0, from = 0; i < pairs; i++) {
    this[at + i] = (NIBBLES[text.charCodeAt(from++)] << 4) | NIBBLES[text.charCodeAt(from++)];
  }
  return pairs;
}

const isOfUrls = (text) => apply(includes, text, ['-']) || apply(includes, text, ['_']);
const WIDE = /[^\0-\xff]/g;
const LOOSELY = { __proto__: null, lastChunkHandling: 'loose' };
const URL_LOOSELY = { __proto__: null, alphabet: 'base64url', lastChunkHandling: 'loose' };

// Of a longer text looking for two characters takes four times as long as decoding it; of a shorter one an error that long.
const LONG = 1024;

function decoded(text, options) {
  try {
    return fromBase64(text, options);
  } catch {
    return undefined;
  }
}

// As the engine decodes it, which refuses what Node passes over; undefined then.
function strictBase64(text) {
  if (fromBase64 === undefined) return undefined;
  const plain = text.length > LONG ? decoded(text, LOOSELY) : undefined;
  if (plain !== undefined) return plain;
  const ofUrls = isOfUrls(text);
  return ofUrls || text.length <= LONG ? decoded(text, ofUrls ? URL_LOOSELY : LOOSELY) : undefined;
}

// Both alphabets at once; what is in neither is passed over; the first '=' ends it.
export function base64Write(text, offset, length) {
  const { at, count } = room(this, text, offset, length);
  const bytes = strictBase64(text);
  if (bytes !== undefined) {
    const fitting = Math.min(count, bytes.length);
    apply(set, this, [part(bytes, 0, fitting), at]);
    return fitting;
  }
  const end = text.indexOf('=');
  if (end !== -1) text = text.slice(0, end);
  // Node looks at the lower byte of each character.
  text = text.replace(WIDE, (character) => String.fromCharCode(character.charCodeAt(0) & 0xff)).replace(NOT_BASE64, '');
  const whole = Math.min(text.length >> 2, Math.floor(count / 3));
  let from = 0;
  let to = at;
  for (let i = 0; i < whole; i++) {
    const bits = (SEXTETS[text.charCodeAt(from++)] << 18) | (SEXTETS[text.charCodeAt(from++)] << 12) |
      (SEXTETS[text.charCodeAt(from++)] << 6) | SEXTETS[text.charCodeAt(from++)];
    this[to++] = bits >> 16;
    this[to++] = bits >> 8;
    this[to++] = bits;
  }
  let bits = 0;
  let held = 0;
  while (from < text.length && to < at + count) {
    bits = (bits << 6) | SEXTETS[text.charCodeAt(from++)];
    held += 6;
    if (held >= 8) {
      held -= 8;
      this[to++] = bits >> held;
    }
  }
  return to - at;
}

export const base64urlWrite = base64Write;

export const createUnsafeArrayBuffer = (size) => new ArrayBuffer(size);
export function byteLengthUtf8(text) {
  const bytes = text.length > FEW || test(NOT_ASCII, text) ? utf8Bytes(text) : undefined;
  if (bytes !== undefined) return bytes.length;
  return utf8Text(text).length;
}

// How many of the first `count` bytes are surely the same: whole words of them, where they lie so that words can be read.
function sameWords(a, aStart, b, bStart, count) {
  const [aOffset, bOffset] = [a.byteOffset + aStart, b.byteOffset + bStart];
  if (count < 64 || aOffset % 4 !== 0 || bOffset % 4 !== 0) return 0;
  const words = count >> 2;
  const first = new Uint32Array(a.buffer, aOffset, words);
  const second = new Uint32Array(b.buffer, bOffset, words);
  let i = 0;
  while (i < words && first[i] === second[i]) i++;
  return 4 * i;
}

function compareRanges(a, aStart, aEnd, b, bStart, bEnd) {
  const common = Math.min(aEnd - aStart, bEnd - bStart);
  const order = common > FEW ? compareBytes(a, aStart, b, bStart, common) : undefined;
  if (order !== undefined && order !== 0) return order;
  if (order === 0) return Math.sign(aEnd - aStart - (bEnd - bStart));
  for (let i = sameWords(a, aStart, b, bStart, common); i < common; i++) {
    const difference = a[aStart + i] - b[bStart + i];
    if (difference !== 0) return difference < 0 ? -1 : 1;
  }
  return Math.sign(aEnd - aStart - (bEnd - bStart));
}

export function compare(a, b) {
  const [first, second] = [bytesOf(a), bytesOf(b)];
  return compareRanges(first, 0, first.length, second, 0, second.length);
}

export function compareOffset(source, target, targetStart, sourceStart, targetEnd, sourceEnd) {
  const refuse = (name) => throwCoded(RangeError, 'ERR_OUT_OF_RANGE', `The value of "${name}" is out of range.`);
  if (sourceStart > source.length) refuse('sourceStart');
  if (targetStart > target.length) refuse('targetStart');
  const end = (bytes, start, wanted) => Math.min(bytes.length, start + Math.max(wanted - start, 0));
  return compareRanges(source, sourceStart, end(source, sourceStart, sourceEnd),
    target, targetStart, end(target, targetStart, targetEnd));
}

const WRITES = { utf8: utf8Write, utf16le: ucs2Write, latin1: latin1Write, ascii: asciiWrite, hex: hexWrite, base64: base64Write,
  base64url: base64urlWrite };
const NAMES = { __proto__: null, utf8: 'utf8', 'utf-8': 'utf8', ucs2: 'utf16le', 'ucs-2': 'utf16le', utf16le: 'utf16le',
  'utf-16le': 'utf16le', latin1: 'latin1', binary: 'latin1', ascii: 'ascii', hex: 'hex', base64: 'base64', base64url: 'base64url' };

function encode(text, encoding) {
  const name = NAMES[`${encoding ?? 'utf8'}`.toLowerCase()] ?? 'utf8';
  const bytes = new Uint8Array(name === 'utf8' ? byteLengthUtf8(text) : 2 * text.length);
  return part(bytes, 0, apply(WRITES[name], bytes, [text, 0, bytes.length]));
}

// -1: nothing to fill with; -2: out of bounds.
export function fill(buffer, value, start, end, encoding) {
  if (start > end || end > buffer.length) return -2;
  if (typeof value !== 'string' && !ArrayBuffer.isView(value)) {
    apply(fillBytes, buffer, [value & 255, start, end]);
    return undefined;
  }
  const bytes = typeof value === 'string' ? encode(value, encoding) : bytesOf(value);
  if (bytes.length === 0) return -1;
  let filled = Math.min(bytes.length, end - start);
  apply(set, buffer, [part(bytes, 0, filled), start]);
  // What is filled already is copied, twice as much each time.
  for (; filled < end - start; filled *= 2) {
    apply(set, buffer, [part(buffer, start, start + Math.min(filled, end - start - filled)), start + filled]);
  }
  return undefined;
}

function attached(input) {
  if ((input.buffer ?? input).detached === true) {
    throw Object.assign(new Error('Cannot validate on a detached buffer'), { code: 'ERR_INVALID_STATE' });
  }
  return bytesOf(input);
}

export const isAscii = (input) => !test(NOT_ASCII, textOf(attached(input)));

export function isUtf8(input) {
  const latin1 = textOf(attached(input));
  if (!test(NOT_ASCII, latin1)) return true;
  try {
    decodeURIComponent(escape(latin1));
    return true;
  } catch {
    return false;
  }
}

export function btoa(text) {
  if (text.length > FEW) {
    const bytes = latin1Bytes(text);
    // What is given back is another text where a unit had an upper byte.
    if (bytes !== undefined) return textOfLatin1(bytes) === text ? encodeBase64(bytes, PAIRS, true) : -1;
  }
  return test(/[^\x00-\xff]/, text) ? -1 : encodeBase64(encode(text, 'latin1'), PAIRS, true);
}

// -1: a character too many; -2: one that does not belong.
export function atob(text) {
  if (text.length > FEW && fromBase64 !== undefined) {
    try {
      return textOf(fromBase64(text, LOOSELY));
    } catch { /* Told below, or read all the same. */ }
  }
  text = text.replace(/[\t\n\f\r ]/g, '');
  if (text.length % 4 === 0) text = text.replace(/={1,2}$/, '');
  if (test(/[^A-Za-z0-9+/]/, text)) return -2;
  return text.length % 4 === 1 ? -1 : textOf(encode(text, 'base64'));
}

export { decodeUtf8, encode, textOf };

export function copyArrayBuffer(destination, destinationOffset, source, sourceOffset, count) {
  new Uint8Array(destination, destinationOffset, count).set(new Uint8Array(source, sourceOffset, count));
}

// The bytes in a buffer of their own; the one given is detached.
export const detachArrayBuffer = (buffer) => buffer.transfer();
