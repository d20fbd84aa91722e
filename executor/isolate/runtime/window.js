// Memory that the host knows, too (executor/isolate/window.py): bytes in its first half are read there, and what comes back is in the
// second. It is nobody's between two calls out.

import { exchange } from './engine.js';
import { apply } from './host.js';

const Bytes = Uint8Array;
const { set } = Object.getPrototypeOf(Bytes.prototype);

// Bytes of a half. A piece of it takes the host microseconds to compute a checksum of, and some milliseconds to pack.
export const ROOM = 1 << 16;

const inward = new Bytes(new ArrayBuffer(2 * ROOM), 0, ROOM);
exchange.window = inward.buffer;

// `size` bytes of a Uint8Array from `at` on.
export function put(source, at, size) {
  apply(set, inward, [new Bytes(source.buffer, source.byteOffset + at, size)]);
}

export function take(target, at, size) {
  apply(set, target, [new Bytes(inward.buffer, ROOM, size), at]);
}
