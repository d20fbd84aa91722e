// Bytes of the caller's, as a script has them, and a script's, as its caller has them: between the two they are base64.
//
// What comes after the script's turn builds on nothing that it could have replaced: no iterator, no method by its name.

import { apply, bytesFromLatin1, getOwnPropertyDescriptor, latin1FromBytes } from './host.js';
import { lookUp } from './node/registry.js';

const Bytes = Uint8Array;
const { atob, btoa } = globalThis;
// Of ECMAScript 2026, which the engine of PyPI's dukpy does not have.
const { fromBase64 } = Bytes;
const { toBase64 } = Bytes.prototype;
const { isView } = ArrayBuffer;
const { Buffer } = lookUp('buffer').exports;
const { from } = Buffer;

const getter = (prototype, name) => getOwnPropertyDescriptor(prototype, name).get;
const partsOf = (prototype) => ({
  __proto__: null,
  buffer: getter(prototype, 'buffer'),
  offset: getter(prototype, 'byteOffset'),
  length: getter(prototype, 'byteLength'),
});
const ofArrays = partsOf(Object.getPrototypeOf(Bytes.prototype));
const ofDataViews = partsOf(DataView.prototype);
const sizeOfBuffer = getter(ArrayBuffer.prototype, 'byteLength');
const sizeOfShared = getter(SharedArrayBuffer.prototype, 'byteLength');

// undefined where the getters are of another kind of object, or the memory is gone.
function bytesOfView(view, { buffer, offset, length }) {
  try {
    return new Bytes(apply(buffer, view, []), apply(offset, view, []), apply(length, view, []));
  } catch {
    return undefined;
  }
}

function bytesOfBuffer(buffer, size) {
  try {
    return new Bytes(buffer, 0, apply(size, buffer, []));
  } catch {
    return undefined;
  }
}

// As a Uint8Array of the same memory, whatever kind of view or buffer it is; undefined for what is none, or is detached.
export function bytesOf(value) {
  if (typeof value !== 'object' || value === null) return undefined;
  if (isView(value)) return bytesOfView(value, ofArrays) ?? bytesOfView(value, ofDataViews);
  return bytesOfBuffer(value, sizeOfBuffer) ?? bytesOfBuffer(value, sizeOfShared);
}

export const sizeOf = (bytes) => apply(ofArrays.length, bytes, []);

export const base64Of = (bytes) => (toBase64 === undefined ? btoa(latin1FromBytes(bytes)) : apply(toBase64, bytes, []));

// The Buffer that a script gets.
export function bufferOf(base64) {
  const bytes = fromBase64 === undefined ? bytesFromLatin1(atob(base64)) : apply(fromBase64, Bytes, [base64]);
  return apply(from, Buffer, [apply(ofArrays.buffer, bytes, []), 0, sizeOf(bytes)]);
}
