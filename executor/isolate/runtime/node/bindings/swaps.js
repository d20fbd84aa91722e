// The other order of bytes, for units of two, four and eight.

import { apply } from '../../host.js';

const { reverse } = Object.getPrototypeOf(Uint8Array.prototype);

// Turned as a whole, and then its units turned back: two builtins.
const swap = (size, Units) => (bytes) => {
  const { length } = bytes;
  if (length > 64 && bytes.byteOffset % size === 0 && length % size === 0) {
    apply(reverse, bytes, []);
    apply(reverse, new Units(bytes.buffer, bytes.byteOffset, length / size), []);
    return bytes;
  }
  for (let at = 0; at + size <= bytes.length; at += size) {
    for (let low = at, high = at + size - 1; low < high; low++, high--) {
      const byte = bytes[low];
      bytes[low] = bytes[high];
      bytes[high] = byte;
    }
  }
  return bytes;
};

export const swap16 = swap(2, Uint16Array);
export const swap32 = swap(4, Uint32Array);
export const swap64 = swap(8, BigUint64Array);
