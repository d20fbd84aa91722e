// Node's string_decoder.cc: texts from bytes that come in pieces, with the state in the bytes of a Buffer.

import { base64Slice, base64urlSlice, asciiSlice, hexSlice, latin1Slice, ucs2Slice, utf8Slice } from './buffer.js';
import { apply } from '../../host.js';

export const encodings = ['ascii', 'utf8', 'base64', 'utf16le', 'latin1', 'hex', 'buffer', 'base64url'];
const SLICES = [asciiSlice, utf8Slice, base64Slice, ucs2Slice, latin1Slice, hexSlice, utf8Slice, base64urlSlice];
const [UTF8, BASE64, UCS2, BASE64URL] = [1, 2, 3, 7];

export const kIncompleteCharactersStart = 0;
export const kIncompleteCharactersEnd = 4;
export const kMissingBytes = 4;
export const kBufferedBytes = 5;
export const kEncodingField = 6;
export const kNumFields = 7;
export const kSize = 7;

const text = (encoding, bytes) => apply(SLICES[encoding], bytes, []);
const leads = (bytes) => bytes.length >= 2 && (bytes[bytes.length - 1] & 0xfc) === 0xd8;

// Takes what the character begun before still lacks; returns the rest and the text that is now whole.
function complete(state, bytes) {
  const encoding = state[kEncodingField];
  if (encoding === UTF8) {
    const wanted = Math.min(bytes.length, state[kMissingBytes]);
    for (let i = 0; i < wanted; i++) {
      if ((bytes[i] & 0xc0) === 0x80) continue;
      // A new character begins too early: the old one ends here, whatever it is.
      state.set(bytes.subarray(0, i), state[kBufferedBytes]);
      state[kBufferedBytes] += i;
      state[kMissingBytes] = 0;
      bytes = bytes.subarray(i);
      break;
    }
  }
  const found = Math.min(state[kMissingBytes], bytes.length);
  state.set(bytes.subarray(0, found), state[kBufferedBytes]);
  state[kMissingBytes] -= found;
  state[kBufferedBytes] += found;
  bytes = bytes.subarray(found);
  if (state[kMissingBytes] > 0) return { bytes, whole: '' };
  const held = state.subarray(0, state[kBufferedBytes]);
  state[kBufferedBytes] = 0;
  return { bytes, whole: text(encoding, held) };
}

// How many bytes at the end begin a character that is not whole; sets how many are missing.
function unfinishedUtf8(state, bytes) {
  let count = 0;
  for (let i = bytes.length - 1; ; i--) {
    count++;
    const byte = bytes[i];
    if ((byte & 0xc0) === 0x80) {
      if (count >= 4 || i === 0) return 0;
      continue;
    }
    const size = (byte & 0xe0) === 0xc0 ? 2 : (byte & 0xf0) === 0xe0 ? 3 : (byte & 0xf8) === 0xf0 ? 4 : 0;
    if (count >= size) return 0;
    state[kMissingBytes] = size - count;
    return count;
  }
}

function unfinished(state, bytes) {
  const { length } = bytes;
  const encoding = state[kEncodingField];
  if (encoding === UTF8) return bytes[length - 1] & 0x80 ? unfinishedUtf8(state, bytes) : 0;
  if (encoding === UCS2) {
    if (length % 2 === 1) {
      state[kMissingBytes] = 1;
      return 1;
    }
    if (!leads(bytes)) return 0;
    state[kMissingBytes] = 2;
    return 2;
  }
  if (length % 3 > 0) state[kMissingBytes] = 3 - (length % 3);
  return length % 3;
}

export function decode(state, view) {
  let bytes = new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
  const encoding = state[kEncodingField];
  if (encoding !== UTF8 && encoding !== UCS2 && encoding !== BASE64 && encoding !== BASE64URL) return text(encoding, bytes);
  let whole = '';
  if (state[kMissingBytes] > 0 && bytes.length > 0) {
    const result = complete(state, bytes);
    bytes = result.bytes;
    whole += result.whole;
  }
  if (bytes.length === 0) return whole;
  const kept = unfinished(state, bytes);
  state[kBufferedBytes] = kept;
  if (kept > 0) state.set(bytes.subarray(bytes.length - kept), 0);
  return whole + text(encoding, bytes.subarray(0, bytes.length - kept));
}

export function flush(state) {
  if (state[kEncodingField] === UCS2 && state[kBufferedBytes] % 2 === 1) {
    state[kMissingBytes]--;
    state[kBufferedBytes]--;
  }
  const held = state.subarray(0, state[kBufferedBytes]);
  const rest = held.length === 0 ? '' : text(state[kEncodingField], held);
  state[kMissingBytes] = 0;
  state[kBufferedBytes] = 0;
  return rest;
}
