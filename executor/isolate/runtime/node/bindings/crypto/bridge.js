// One operation of the host's, and what becomes of its bytes and errors.

import { apply, host, stringify } from '../../../host.js';
import { FROZEN, isFrozen } from '../../../entropy.js';
import { latin1Bytes, utf8Bytes } from '../../../texts.js';
import { ROOM, put, take } from '../../../window.js';
import '../../../timers.js';
import { bytesOf, textOf, utf8Text } from '../buffer.js';

const Bytes = Uint8Array;
const Words = Int32Array;
const { isArray } = Array;
const { min } = Math;
const { charCodeAt } = String.prototype;
const { slice } = ArrayBuffer.prototype;
const Errors = { __proto__: null, Error, TypeError, RangeError };
// From so many bytes on, an array of words is the faster answer.
const LONG = 256;

// What C++ throws in Node: its stack begins without the code.
function makeError({ base, message, code, library, reason, beneath }) {
  const error = new Errors[base](message);
  if (beneath?.length > 0) error.opensslErrorStack = beneath;
  if (library !== undefined) {
    error.library = library;
    error.reason = reason;
  }
  if (code !== '') error.code = code;
  return error;
}

export function fail(Base, code, message) {
  const error = new Base(message);
  error.code = code;
  throw error;
}

// `fields` has no prototype, and nothing in it but texts, numbers and booleans: no `toJSON` of a script is asked.
export function call(op, fields) {
  if (isFrozen()) throw new Error(op === 'random' ? FROZEN : 'crypto is not available while modules load');
  fields.op = op;
  const answer = host('k' + stringify(fields));
  if (typeof answer === 'string' || typeof answer === 'number' || isArray(answer)) return answer;
  if (answer.error !== undefined) throw makeError(answer.error);
  return answer.value;
}

function fromWords(words) {
  const length = words[words.length - 1];
  return new Bytes(apply(slice, new Words(words).buffer, [0, length]));
}

export function fromText(text) {
  const whole = latin1Bytes(text);
  if (whole !== undefined) return whole;
  const { length } = text;
  const bytes = new Bytes(length);
  for (let i = 0; i < length; i++) bytes[i] = apply(charCodeAt, text, [i]);
  return bytes;
}

// The answer as bytes; `expected` is how many they may be.
export function callForBytes(op, fields, expected) {
  if (expected < LONG) return fromText(call(op, fields));
  if (expected <= ROOM) {
    fields.window = true;
    const length = call(op, fields);
    const bytes = new Bytes(length);
    take(bytes, 0, length);
    return bytes;
  }
  fields.words = true;
  return fromWords(call(op, fields));
}

// From so many bytes on, data goes through the window instead of being a text.
const MUCH = 1024;
// What a cipher holds back, or adds, has room beside a piece.
const PIECE = ROOM - 256;

const isUtf8 = (encoding) => encoding === undefined || encoding === null || encoding === 'utf8' || encoding === 'utf-8' ||
  encoding === 'buffer';

// The bytes of what update(data, encoding) takes, where it is much; undefined where a text does.
export function muchOf(data, encoding) {
  if (typeof data !== 'string') {
    const bytes = bytesOf(data);
    return bytes.length < MUCH ? undefined : bytes;
  }
  if (data.length < MUCH) return undefined;
  return isUtf8(encoding) ? utf8Bytes(data) : library().from(data, encoding);
}

// Calls `step` with the size of each piece of `bytes` that lies in the window by then.
export function inPieces(bytes, step) {
  for (let at = 0; at < bytes.length; at += PIECE) {
    const size = min(PIECE, bytes.length - at);
    put(bytes, at, size);
    step(size);
  }
}

// Not known before the first module asks: the library is built on these bindings.
export const library = () => require('node:buffer').Buffer;
export function toBuffer(bytes) {
  return library().from(bytes.buffer, 0, bytes.length);
}

// Bytes of any kind as text of one character each.
export function toText(bytes) {
  return textOf(bytesOf(bytes));
}

// What update(data, encoding) takes.
export function dataText(data, encoding) {
  if (typeof data !== 'string') return toText(data);
  if (isUtf8(encoding)) return utf8Text(data);
  return textOf(library().from(data, encoding));
}

// A job of Node's thread pool: at once, or when the event loop turns.
export class Job {
  #compute;
  #mode;

  constructor(mode, compute) {
    this.#mode = mode;
    this.#compute = compute;
  }

  #outcome() {
    try {
      return [undefined, this.#compute()];
    } catch (error) {
      return [error, undefined];
    }
  }

  run() {
    if (this.#mode === 1) return this.#outcome();
    later(() => {
      const { 0: error, 1: result } = this.#outcome();
      this.ondone(error, result);
    });
    return undefined;
  }
}

const { setImmediate } = globalThis;
const later = (callback) => { setImmediate(callback); };
