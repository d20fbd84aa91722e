// Atomics.waitAsync, which the engine has not. An isolate has one thread, so who is woken by Atomics.notify waits here.

import { apply, defineProperty, getOwnPropertyDescriptor } from './host.js';

const { notify } = Atomics;
const { setTimeout, clearTimeout } = globalThis;
const { max, trunc } = Math;
const { asIntN } = BigInt;
const { MAX_SAFE_INTEGER } = Number;
const { get: getOf, set: setOf } = WeakMap.prototype;
const getter = (object, name) => getOwnPropertyDescriptor(object, name).get;
const typed = Object.getPrototypeOf(Uint8Array.prototype);
const [tagOf, bufferOf, lengthOf, offsetOf] = [Symbol.toStringTag, 'buffer', 'length', 'byteOffset'].map((name) => getter(typed, name));
const sharedLength = getter(SharedArrayBuffer.prototype, 'byteLength');
// Beyond it a timer would not wait.
const LONGEST = 2 ** 31 - 1;
const SIZES = { __proto__: null, Int32Array: 4, BigInt64Array: 8 };

// For each buffer, the last of its waiters: {at, wake, before, after}, a list in order of arrival.
const waiting = new WeakMap();

// The byte that an index of the array stands for, after the checks of the standard and in their order.
function place(array, index) {
  const at = trunc(+index) || 0;
  if (at < 0 || at > MAX_SAFE_INTEGER || at >= apply(lengthOf, array, [])) throw new RangeError('Invalid atomic access index');
  return at;
}

function sharedBuffer(array) {
  try {
    const buffer = apply(bufferOf, array, []);
    apply(sharedLength, buffer, []);
    return buffer;
  } catch {
    throw new TypeError('[object Array] is not a shared typed array.');
  }
}

function enlist(buffer, at, milliseconds) {
  let timer;
  const value = new Promise((resolve) => {
    const list = apply(getOf, waiting, [buffer]) ?? { first: undefined, last: undefined };
    const waiter = { at, before: list.last, after: undefined, wake: undefined };
    waiter.wake = (word) => {
      if (waiter.before === undefined) list.first = waiter.after;
      else waiter.before.after = waiter.after;
      if (waiter.after === undefined) list.last = waiter.before;
      else waiter.after.before = waiter.before;
      clearTimeout(timer);
      resolve(word);
    };
    if (list.last === undefined) list.first = waiter;
    else list.last.after = waiter;
    list.last = waiter;
    apply(setOf, waiting, [buffer, list]);
    // As in Node, who waits keeps nothing alive.
    if (milliseconds <= LONGEST) timer = setTimeout(waiter.wake, milliseconds, 'timed-out').unref();
  });
  return { async: true, value };
}

const mended = {
  waitAsync(array, index, value, timeout) {
    const tag = apply(tagOf, array, []);
    const size = SIZES[tag];
    if (size === undefined) throw new TypeError('[object Array] is not an int32 or BigInt64 typed array.');
    const buffer = sharedBuffer(array);
    const at = place(array, index);
    const expected = size === 8 ? asIntN(64, value) : +value | 0;
    const given = +timeout;
    const milliseconds = given !== given ? Infinity : max(given, 0);
    if (array[at] !== expected) return { async: false, value: 'not-equal' };
    if (milliseconds === 0) return { async: false, value: 'timed-out' };
    return enlist(buffer, apply(offsetOf, array, []) + at * size, milliseconds);
  },
  notify(array, index, count) {
    const tag = apply(tagOf, array, []);
    const list = SIZES[tag] === undefined ? undefined : apply(getOf, waiting, [apply(bufferOf, array, [])]);
    if (list === undefined) return notify(array, index, count);
    const at = apply(offsetOf, array, []) + place(array, index) * SIZES[tag];
    let left = count === undefined ? Infinity : max(trunc(+count) || 0, 0);
    let woken = 0;
    for (let waiter = list.first; waiter !== undefined && left > 0; waiter = waiter.after) {
      if (waiter.at !== at) continue;
      waiter.wake('ok');
      left--;
      woken++;
    }
    return woken;
  },
};
defineProperty(mended.notify, 'length', { value: 3, configurable: true });
for (const name of ['waitAsync', 'notify']) {
  defineProperty(Atomics, name, { value: mended[name], writable: true, configurable: true, enumerable: false });
}
