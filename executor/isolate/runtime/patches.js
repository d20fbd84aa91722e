// Mends what the engine gets wrong (QuickJS-ng 0.17, seen by comparison with Node), and guards the bridge.

import { ENGINE_CONSTRUCTORS, apply, defineProperty, getOwnPropertyDescriptor, shield } from './host.js';

const { construct } = Reflect;

// A Date setter given NaN returns NaN but leaves the date as it was (so date-fns' parseISO('nope') became 1970-01-01).
// setTime alone is right.
const setTime = Date.prototype.setTime;
for (const unit of ['Milliseconds', 'Seconds', 'Minutes', 'Hours', 'Date', 'Month', 'FullYear']) {
  for (const name of [`set${unit}`, `setUTC${unit}`]) {
    const original = Date.prototype[name];
    const { [name]: mended } = {
      [name](...values) {
        const time = apply(original, this, values);
        return time === time ? time : apply(setTime, this, [NaN]);
      },
    };
    defineProperty(mended, 'length', { value: original.length, configurable: true });
    defineProperty(Date.prototype, name, { value: mended, writable: true, configurable: true, enumerable: false });
  }
}

// Promise.any's error has neither a message nor a stack in the engine. By the standard's steps, with no promise more
// than it has, so that the order of microtasks stays that of Node.
const NOT_CALLABLE = 'Promise resolve or reject function is not callable';
function capabilityOf(Constructor) {
  let resolve;
  let reject;
  const promise = new Constructor((onResolve, onReject) => {
    if (resolve !== undefined || reject !== undefined) {
      throw new TypeError('Promise executor has already been invoked with non-undefined arguments');
    }
    resolve = onResolve;
    reject = onReject;
  });
  if (typeof resolve !== 'function' || typeof reject !== 'function') throw new TypeError(NOT_CALLABLE);
  return { promise, resolve, reject };
}
const { any } = {
  any(iterable) {
    const { promise, resolve, reject } = capabilityOf(this);
    const errors = [];
    const note = (at, value) =>
      defineProperty(errors, at, { value, writable: true, configurable: true, enumerable: true });
    const failure = () => new AggregateError(errors, 'All promises were rejected');
    let open = 1;
    try {
      const resolveOne = this.resolve;
      if (typeof resolveOne !== 'function') throw new TypeError(NOT_CALLABLE);
      let index = 0;
      for (const item of iterable) {
        const at = index++;
        let called = false;
        note(at, undefined);
        const next = apply(resolveOne, this, [item]);
        open++;
        next.then(resolve, (reason) => {
          if (called) return undefined;
          called = true;
          note(at, reason);
          return --open === 0 ? reject(failure()) : undefined;
        });
      }
      if (--open === 0) throw failure();
    } catch (error) {
      reject(error);
    }
    return promise;
  },
};
defineProperty(Promise, 'any', { value: any, writable: true, configurable: true, enumerable: false });

// Proposals that no release of Node has: names and meanings may still change, so nobody should begin to use them here.
// What later releases have stays, docs/compatibility.md says why.
const PROPOSALS = [
  [ArrayBuffer.prototype, 'immutable'], [ArrayBuffer.prototype, 'sliceToImmutable'],
  [ArrayBuffer.prototype, 'transferToImmutable'], [Iterator.prototype, 'chunks'], [Iterator.prototype, 'includes'],
  [Iterator.prototype, 'join'], [Iterator.prototype, 'windows'],
];
for (const [owner, name] of PROPOSALS) delete owner[name];

// The engine counts references, so `new WeakRef({}).deref()` was undefined at once. The standard keeps the target until
// the job has ended; here it stays until the promise jobs that wait now have run.
const NativeWeakRef = WeakRef;
const kept = new Set();
const { add: setAdd, clear: setClear } = Set.prototype;
const { then } = Promise.prototype;
const settled = Promise.resolve();
const sizeOf = getOwnPropertyDescriptor(Set.prototype, 'size').get;
const keep = (target) => {
  if (apply(sizeOf, kept, []) === 0) apply(then, settled, [() => { apply(setClear, kept, []); }]);
  apply(setAdd, kept, [target]);
};
const RuntimeWeakRef = function WeakRef(target) {
  if (new.target === undefined) throw new TypeError("Constructor WeakRef requires 'new'");
  const made = construct(NativeWeakRef, [target], new.target);
  keep(target);
  return made;
};
// Its methods are its own, as of any built-in: Node's modules take them from there.
const { prototype: weakRefs } = NativeWeakRef;
defineProperty(RuntimeWeakRef, 'prototype', { value: weakRefs, writable: false });
defineProperty(weakRefs, 'constructor', { value: RuntimeWeakRef, writable: true, configurable: true, enumerable: false });
defineProperty(globalThis, 'WeakRef', { value: RuntimeWeakRef, writable: true, configurable: true, enumerable: false });
ENGINE_CONSTRUCTORS.add(RuntimeWeakRef);

// Digits in another radix than ten: V8's. Behind the point they are the shortest that give the number back; before it,
// what a number past 2^53 does not hold is zeros. Whole numbers below are left to the engine.
const { toString: numberToString, valueOf: numberValueOf } = Number.prototype;
const { abs, floor, max, sqrt } = Math;
const DIGITS = '0123456789abcdefghijklmnopqrstuvwxyz';
const LARGEST = 2 ** 53;
const float = new Float64Array(1);
const words = new Uint32Array(float.buffer);
const wide = new BigUint64Array(float.buffer);

function inRadix(value, radix) {
  let whole = floor(value);
  let fraction = value - whole;
  float[0] = value;
  wide[0] += 1n;
  let delta = max(5e-324, 0.5 * (float[0] - value));
  const digits = { __proto__: null };
  let length = 0;
  while (fraction >= delta) {
    fraction *= radix;
    delta *= radix;
    const digit = floor(fraction);
    digits[length++] = digit;
    fraction -= digit;
    if ((fraction > 0.5 || (fraction === 0.5 && digit % 2 === 1)) && fraction + delta > 1) {
      while (length > 0 && digits[length - 1] + 1 === radix) length--;
      if (length === 0) whole += 1;
      else digits[length - 1]++;
      break;
    }
  }
  let text = '';
  for (; whole / radix >= LARGEST; whole /= radix) text = '0' + text;
  do {
    const digit = whole % radix;
    text = DIGITS[floor(digit)] + text;
    whole = (whole - digit) / radix;
  } while (whole > 0);
  if (length > 0) text += '.';
  for (let at = 0; at < length; at++) text += DIGITS[digits[at]];
  return text;
}

const { toString } = {
  toString(radix) {
    if (radix === undefined || radix === 10) return apply(numberToString, this, []);
    const value = apply(numberValueOf, this, []);
    const base = floor(+radix);
    const plain = !(base >= 2 && base <= 36) || base === 10;
    if (plain || value === Infinity || value === -Infinity || (value % 1 === 0 && abs(value) < LARGEST)) {
      return apply(numberToString, value, [radix]);
    }
    if (value !== value) return 'NaN';
    return value < 0 ? '-' + inRadix(-value, base) : inRadix(value, base);
  },
};
defineProperty(toString, 'length', { value: 1, configurable: true });
defineProperty(Number.prototype, 'toString', { value: toString, writable: true, configurable: true, enumerable: false });

// The engine's cube root of 27 is 3.0000000000000004. This is FreeBSD's s_cbrt.c, as in V8.
const fromHigh = (high) => {
  words[0] = 0;
  words[1] = high;
  return float[0];
};
const { cbrt, hypot } = {
  cbrt(x) {
    x = +x;
    float[0] = x;
    const sign = words[1] & 0x80000000;
    const high = words[1] & 0x7fffffff;
    if (x === 0 || high >= 0x7ff00000) return x;
    let t;
    if (high < 0x00100000) {
      float[0] = 2 ** 54 * x;
      t = fromHigh(sign | (floor((words[1] & 0x7fffffff) / 3) + 696219795));
    } else {
      t = fromHigh(sign | (floor(high / 3) + 715094163));
    }
    let r = t * t * (t / x);
    t *= 1.87595182427177009643 + r * (-1.88497979543377169875 + r * 1.621429720105354466140) +
      r * r * r * (-0.758397934778766047437 + r * 0.145996192886612446982);
    float[0] = t;
    wide[0] = (wide[0] + 0x80000000n) & 0xffffffffc0000000n;
    t = float[0];
    r = x / (t * t);
    return t + t * ((r - t) / (t + t + r));
  },
  // V8 sums with compensation, the engine without: most last digits differed.
  hypot(...values) {
    let largest = 0;
    let unknown = false;
    for (let at = 0; at < values.length; at++) {
      const value = abs(+values[at]);
      if (value !== value) unknown = true;
      else if (value > largest) largest = value;
      values[at] = value;
    }
    if (largest === Infinity) return Infinity;
    if (unknown) return NaN;
    if (largest === 0) return 0;
    let sum = 0;
    let compensation = 0;
    for (let at = 0; at < values.length; at++) {
      const part = values[at] / largest;
      const summand = part * part - compensation;
      const next = sum + summand;
      compensation = next - sum - summand;
      sum = next;
    }
    return sqrt(sum) * largest;
  },
};
for (const mended of [cbrt, hypot]) {
  const length = mended === hypot ? 2 : 1;
  defineProperty(mended, 'length', { value: length, configurable: true });
  defineProperty(Math, mended.name, { value: mended, writable: true, configurable: true, enumerable: false });
}

// dukpy stringifies an (empty) array of arguments at every call out of JavaScript, and a script may have put a
// `toJSON` on Array.prototype or Object.prototype: it would run inside the machinery and could throw there. This
// accessor behaves as if it were not there, except for that one look. Our own engine does not.
const objectPrototype = Object.prototype;
let ownToJSON;
if (shield !== undefined) defineProperty(Array.prototype, 'toJSON', {
  get() {
    if (shield.raised) {
      shield.raised = false;
      return undefined;
    }
    if (ownToJSON !== undefined) return ownToJSON;
    const inherited = getOwnPropertyDescriptor(objectPrototype, 'toJSON');
    if (inherited === undefined) return undefined;
    return inherited.get === undefined ? inherited.value : apply(inherited.get, this, []);
  },
  set(value) {
    if (this === Array.prototype) ownToJSON = value;
    else defineProperty(this, 'toJSON', { value, writable: true, configurable: true, enumerable: true });
  },
  configurable: false,
  enumerable: false,
});
