// Randomness that siblings do not share.
//
// All isolates are forked from one warm interpreter, so any random state from before the fork is everybody's. While
// modules load, drawing throws: a module that would keep a random value from its load (and so give the same one to
// every script) fails the warmup with its name instead. lodash and others keep a reference to Math.random at load
// time, so it is replaced before any module is evaluated.

import { apply, defineProperty, getOwnPropertyDescriptor, host } from './host.js';

// Until `freeze`, which comes before the first module: a fixed sequence, because core-js names its private keys with a
// draw and it is the same for all anyway.
let [a, b, c, counter] = [1, 2, 3, 4];

function draw32() {
  // sfc32 (Chris Doty-Humphrey, PractRand): small, fast, passes BigCrush; not for secrets, as Math.random never is.
  const t = (((a + b) | 0) + counter) | 0;
  counter = (counter + 1) | 0;
  a = b ^ (b >>> 9);
  b = (c + (c << 3)) | 0;
  c = (c << 21) | (c >>> 11);
  c = (c + t) | 0;
  return t >>> 0;
}

const FROZEN = 'randomness is not available while modules load: every isolate would share the value';

export function freeze() {
  counter = undefined;
}

export function seed(words) {
  [a, b, c, counter] = [words[0], words[1], words[2], words[3]];
}

const { random } = {
  random() {
    if (counter === undefined) throw new Error(FROZEN);
    // 53 bits, as V8 gives.
    return ((draw32() >>> 5) * 67108864 + (draw32() >>> 6)) / 9007199254740992;
  },
};
defineProperty(Math, 'random', { value: random, writable: true, configurable: true, enumerable: false });

const parse = Number.parseInt;
const slice = String.prototype.slice;
const QUOTA = 65536;
const Bytes = Uint8Array;

function randomBytes(count) {
  if (counter === undefined) throw new Error(FROZEN);
  const hex = host('e' + count);
  const bytes = new Bytes(count);
  for (let i = 0; i < count; i++) bytes[i] = parse(apply(slice, hex, [2 * i, 2 * i + 2]), 16);
  return bytes;
}

const INTEGER_ARRAYS = {
  __proto__: null,
  Int8Array: true,
  Uint8Array: true,
  Uint8ClampedArray: true,
  Int16Array: true,
  Uint16Array: true,
  Int32Array: true,
  Uint32Array: true,
  BigInt64Array: true,
  BigUint64Array: true,
};

// The true size and place of an array, whatever the object says of itself. They throw for what is no typed array.
const typedArray = Object.getPrototypeOf(Uint8Array.prototype);
const [bufferOf, offsetOf, lengthOf, typeOf] = ['buffer', 'byteOffset', 'byteLength', Symbol.toStringTag].map(
  (name) => {
    const { get } = getOwnPropertyDescriptor(typedArray, name);
    return (array) => apply(get, array, []);
  },
);

class Crypto {
  getRandomValues(array) {
    if (INTEGER_ARRAYS[typeOf(array)] !== true) {
      throw new DOMException('The data argument must be an integer-type TypedArray', 'TypeMismatchError');
    }
    const length = lengthOf(array);
    if (length > QUOTA) {
      throw new DOMException(`The requested length exceeds 65,536 bytes: ${length}`, 'QuotaExceededError');
    }
    const view = new Bytes(bufferOf(array), offsetOf(array), length);
    const bytes = randomBytes(length);
    for (let i = 0; i < length; i++) view[i] = bytes[i];
    return array;
  }

  randomUUID() {
    const bytes = randomBytes(16);
    bytes[6] = (bytes[6] & 0x0f) | 0x40;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    let text = '';
    for (let i = 0; i < 16; i++) {
      if (i === 4 || i === 6 || i === 8 || i === 10) text += '-';
      text += (bytes[i] + 256).toString(16).slice(1);
    }
    return text;
  }
}

defineProperty(Crypto.prototype, Symbol.toStringTag, { value: 'Crypto', configurable: true });
defineProperty(globalThis, 'crypto', { value: new Crypto(), writable: true, configurable: true, enumerable: true });
defineProperty(globalThis, 'Crypto', { value: Crypto, writable: true, configurable: true, enumerable: false });
