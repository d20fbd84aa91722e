// setTimeout and its family. The host loop in serve.js asks for the nearest delay, sleeps in the host, and fires.
// By the monotonic clock, not by Date: a step of the wall clock must neither delay nor fire a timer.

import { apply, monotonic } from './host.js';

// A binary heap by time, then by creation: Node fires equal times in the order they were set. An object without a
// prototype and a Map by captured methods: a script may have put accessors on Array.prototype and replaced the methods.
const heap = { __proto__: null };
let size = 0;
const timers = new Map();
const { get: mapGet, set: mapSet, delete: mapDelete } = Map.prototype;
const lookUp = (id) => apply(mapGet, timers, [id]);
let nextId = 1;
let nextTurn = 1;

const before = (a, b) => a.due < b.due || (a.due === b.due && a.turn < b.turn);

function push(timer) {
  let at = size++;
  while (at > 0) {
    const parent = (at - 1) >>> 1;
    if (!before(timer, heap[parent])) break;
    heap[at] = heap[parent];
    at = parent;
  }
  heap[at] = timer;
}

function pop() {
  const first = heap[0];
  const last = heap[--size];
  let at = 0;
  for (;;) {
    let child = 2 * at + 1;
    if (child >= size) break;
    if (child + 1 < size && before(heap[child + 1], heap[child])) child++;
    if (!before(heap[child], last)) break;
    heap[at] = heap[child];
    at = child;
  }
  heap[at] = last;
  heap[size] = undefined;
  return first;
}

// Cleared or rescheduled timers stay in the heap until they come up; `current` tells an entry that still counts.
const current = (entry) => {
  const timer = lookUp(entry.id);
  return timer !== undefined && timer.turn === entry.turn;
};

function dropStale() {
  while (size > 0 && !current(heap[0])) pop();
}

function schedule(timer) {
  timer.due = monotonic() + timer.delay;
  timer.turn = nextTurn++;
  push({ __proto__: null, id: timer.id, due: timer.due, turn: timer.turn });
}

class Timeout {
  #id;

  constructor(callback, delay, repeat, args) {
    if (typeof callback !== 'function') {
      const error = new TypeError('The "callback" argument must be of type function. Received ' + typeof callback);
      error.code = 'ERR_INVALID_ARG_TYPE';
      throw error;
    }
    // Node's rule: anything that is not a number from 1 to 2^31-1 becomes 1 ms.
    delay = +delay;
    if (!(delay >= 1 && delay <= 2147483647)) delay = 1;
    this.#id = nextId++;
    const timer = { __proto__: null, id: this.#id, callback, args, delay, repeat, handle: this, due: 0, turn: 0 };
    apply(mapSet, timers, [this.#id, timer]);
    schedule(timer);
  }

  [Symbol.toPrimitive]() {
    return this.#id;
  }

  ref() {
    return this;
  }

  unref() {
    return this;
  }

  hasRef() {
    return lookUp(this.#id) !== undefined;
  }

  refresh() {
    const timer = lookUp(this.#id);
    if (timer !== undefined) schedule(timer);
    return this;
  }

  close() {
    apply(mapDelete, timers, [this.#id]);
    return this;
  }
}

const clear = (handle) => {
  if (handle !== undefined && handle !== null) apply(mapDelete, timers, [+handle]);
};

Object.assign(globalThis, {
  setTimeout: (callback, delay, ...args) => new Timeout(callback, delay, false, args),
  setInterval: (callback, delay, ...args) => new Timeout(callback, delay, true, args),
  setImmediate: (callback, ...args) => new Timeout(callback, 0, false, args),
  clearTimeout: (handle) => clear(handle),
  clearInterval: (handle) => clear(handle),
  clearImmediate: (handle) => clear(handle),
});

export function anyPending() {
  dropStale();
  return size > 0;
}

// Milliseconds until the nearest timer is due, 0 when it already is. Only when any is pending.
export function delay() {
  const rest = heap[0].due - monotonic();
  return rest > 0 ? rest : 0;
}

// Calls the nearest timer if it is due. The caller drains promise jobs after each.
export function fire() {
  dropStale();
  if (size === 0 || heap[0].due > monotonic()) return;
  const timer = lookUp(pop().id);
  if (timer.repeat) schedule(timer);
  else apply(mapDelete, timers, [timer.id]);
  apply(timer.callback, timer.handle, timer.args);
}
