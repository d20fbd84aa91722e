// Randomness, and keys derived from passwords and from other keys.

import { Job, call, callForBytes, fail, toText } from './bridge.js';
import { bytesOf } from '../buffer.js';
import { digestOrFail } from './hash.js';
import { handleOf } from './key_handle.js';

// Bytes of one draw.
const DRAW = 1 << 16;

export function fillRandomly(view) {
  for (let at = 0; at < view.length; at += DRAW) {
    const length = Math.min(DRAW, view.length - at);
    view.set(callForBytes('random', { __proto__: null, length }, length), at);
  }
}

export class RandomBytesJob extends Job {
  constructor(mode, buffer, offset, size) {
    super(mode, () => { fillRandomly(bytesOf(buffer).subarray(offset, offset + size)); });
  }
}

export const secureBuffer = (length) => new Uint8Array(length);

export class PBKDF2Job extends Job {
  constructor(mode, password, salt, iterations, length, digest) {
    const algorithm = digestOrFail(digest);
    const fields = { __proto__: null, password: toText(password), salt: toText(salt), iterations, length, algorithm };
    super(mode, () => callForBytes('pbkdf2', fields, length).buffer);
  }
}

export class ScryptJob extends Job {
  constructor(mode, password, salt, N, r, p, maxmem, length) {
    const fields = { __proto__: null, password: toText(password), salt: toText(salt), N, r, p, maxmem, length };
    // What cannot work is thrown by the call, whatever the mode.
    call('scrypt.check', fields);
    super(mode, () => callForBytes('scrypt', fields, length).buffer);
  }
}

export class HKDFJob extends Job {
  constructor(mode, digest, key, salt, info, length) {
    const algorithm = digestOrFail(digest);
    const secret = handleOf(key).text();
    call('hkdf.check', { __proto__: null, length, algorithm });
    const fields = { __proto__: null, key: secret, salt: toText(salt), info: toText(info), length, algorithm };
    super(mode, () => callForBytes('hkdf', fields, length).buffer);
  }
}

function bytesToCompare(value, name) {
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer || value instanceof SharedArrayBuffer) return bytesOf(value);
  return fail(TypeError, 'ERR_INVALID_ARG_TYPE',
    `The "${name}" argument must be an instance of ArrayBuffer, Buffer, TypedArray, or DataView.`);
}

export function timingSafeEqual(buf1, buf2) {
  const a = bytesToCompare(buf1, 'buf1');
  const b = bytesToCompare(buf2, 'buf2');
  if (a.length !== b.length) {
    fail(RangeError, 'ERR_CRYPTO_TIMING_SAFE_EQUAL_LENGTH', 'Input buffers must have the same byte length');
  }
  let difference = 0;
  for (let i = 0; i < a.length; i++) difference |= a[i] ^ b[i];
  return difference === 0;
}
