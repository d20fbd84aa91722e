// Where bytes, texts and numbers are in a Buffer.

import { apply } from '../../host.js';
import { indexOfBytes } from '../../texts.js';
import { bytesOf, encode } from './buffer.js';

const { indexOf, lastIndexOf } = Object.getPrototypeOf(Uint8Array.prototype);
// So few bytes are looked through sooner in script.
const FEW = 64;

// Node's IndexOfOffset: where a search begins, -1 for nowhere.
function searchStart(length, offset, needed, forward) {
  offset = Math.trunc(offset);
  if (offset < 0) {
    if (offset + length >= 0) return length + offset;
    return forward || needed === 0 ? 0 : -1;
  }
  if (offset + needed <= length) return offset;
  if (needed === 0) return length;
  return forward ? -1 : length - 1;
}

function search(bytes, needle, offset, forward, unit) {
  const start = searchStart(bytes.length, offset, needle.length, forward);
  if (needle.length === 0) return start;
  const last = bytes.length - needle.length;
  if (start < 0 || last < 0 || (forward && start > last)) return -1;
  if (unit === 2 && (bytes.length < 2 || needle.length < 2)) return -1;
  const [method, step] = forward ? [indexOf, 1] : [lastIndexOf, -1];
  if (forward && unit === 1 && needle.length > 1 && bytes.length - start > FEW) {
    const found = indexOfBytes(bytes, start, needle);
    if (found !== undefined) return found;
  }
  let at = forward ? start : Math.min(start, last);
  if (unit === 2) at -= at % 2;
  while (at >= 0 && at <= last) {
    at = apply(method, bytes, [needle[0], at]);
    if (at < 0 || at > last) return -1;
    let same = unit === 1 || at % 2 === 0 ? 1 : -1;
    while (same > 0 && same < needle.length && bytes[at + same] === needle[same]) same++;
    if (same === needle.length) return at;
    at += step;
  }
  return -1;
}

const UCS2 = 3;
const BY_NUMBER = ['ascii', 'utf8', 'base64', 'utf16le', 'latin1', 'hex', 'utf8', 'base64url'];

export function indexOfString(buffer, text, offset, encoding, forward) {
  return search(bytesOf(buffer), encode(text, BY_NUMBER[encoding]), offset, forward, encoding === UCS2 ? 2 : 1);
}

export function indexOfBuffer(buffer, needle, offset, encoding, forward) {
  return search(bytesOf(buffer), bytesOf(needle), offset, forward, encoding === UCS2 ? 2 : 1);
}

export function indexOfNumber(buffer, number, offset, forward) {
  const bytes = bytesOf(buffer);
  const start = searchStart(bytes.length, offset, 1, forward);
  if (start < 0 || bytes.length === 0) return -1;
  return apply(forward ? indexOf : lastIndexOf, bytes, [number & 255, start]);
}
