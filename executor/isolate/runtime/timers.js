// setTimeout and its family, setImmediate, process.nextTick and queueMicrotask: what is to be called later. When is up
// to the loop (loop.js). By the monotonic clock, not by Date: a step of the wall clock must neither delay nor fire a timer.

import { uncaught } from './failures.js';
import { apply, defineProperty, monotonic } from './host.js';

// Node 20 has these symbols where its engine lacks them.
for (const name of ['dispose', 'asyncDispose']) {
  if (Symbol[name] === undefined) defineProperty(Symbol, name, { value: Symbol('Symbol.' + name) });
}

// Linked lists, not arrays, as for timers below: a script may have put accessors on Array.prototype.
const makeQueue = () => ({ __proto__: null, first: undefined, last: undefined });

function append(queue, entry) {
  if (queue.last === undefined) queue.first = entry;
  else queue.last.next = entry;
  queue.last = entry;
}

let checkCallback = (callback) => {
  if (typeof callback !== 'function') throw new TypeError('The "callback" argument must be of type function');
};
let warn = () => {};

// Node's own check and process.emitWarning, once its library is there.
export function adopt(check, emitWarning) {
  checkCallback = check;
  warn = emitWarning;
}

function call(callback, self, args) {
  try {
    apply(callback, self, args);
  } catch (error) {
    uncaught(error);
  }
}

// --- before anything else: ticks and microtasks ---------------------------------------------------------------------

const ticks = makeQueue();

export function nextTick(callback, ...args) {
  checkCallback(callback);
  append(ticks, { __proto__: null, callback, args, next: undefined });
}

export const anyTick = () => ticks.first !== undefined;

// All of them, those that they add included.
export function runTicks() {
  for (let tick = ticks.first; tick !== undefined; tick = ticks.first) {
    ticks.first = tick.next;
    if (tick.next === undefined) ticks.last = undefined;
    call(tick.callback, undefined, tick.args);
  }
}

// The engine drops what a job of its own throws.
const enqueue = globalThis.queueMicrotask;

// --- timers ---------------------------------------------------------------------------------------------------------

// A binary heap by whole milliseconds, as Node keeps time, then by when they were set. An object without a prototype
// and a Map by captured methods: a script may have put accessors on Array.prototype and replaced the methods.
const heap = { __proto__: null };
let size = 0;
const timers = new Map();
const { get: mapGet, set: mapSet, delete: mapDelete } = Map.prototype;
let nextId = 1;
let nextTurn = 1;
// How many keep the loop waiting.
let referenced = 0;

const before = (a, b) => a.rank < b.rank || (a.rank === b.rank && a.turn < b.turn);

function push(entry) {
  let at = size++;
  while (at > 0) {
    const parent = (at - 1) >>> 1;
    if (!before(entry, heap[parent])) break;
    heap[at] = heap[parent];
    at = parent;
  }
  heap[at] = entry;
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

// Cleared or rescheduled timers stay in the heap until they come up; the turn tells an entry that still counts.
function dropStale() {
  while (size > 0 && heap[0].timer.turn !== heap[0].turn) pop();
}

function schedule(timer, from) {
  timer.turn = nextTurn++;
  const whole = from - (from % 1);
  push({ __proto__: null, timer, due: from + timer.delay, rank: whole + timer.delay, turn: timer.turn });
}

function end(timer) {
  if (timer.turn === 0) return;
  timer.turn = 0;
  if (timer.isReferenced) referenced--;
  apply(mapDelete, timers, [timer.id]);
}

function start(timer) {
  if (timer.isReferenced) referenced++;
  apply(mapSet, timers, [timer.id, timer]);
  schedule(timer, monotonic());
}

// Node's rule: a delay that is not a number from 1 to this becomes 1 ms.
const LONGEST = 2147483647;

function clear(timer) {
  timer.isCleared = true;
  end(timer);
}

let timerOf;

class Timeout {
  #timer;

  static {
    timerOf = (handle) => (typeof handle === 'object' && handle !== null && #timer in handle ? handle.#timer : undefined);
  }

  constructor(callback, delay, repeats, args) {
    checkCallback(callback);
    delay *= 1;
    if (!(delay >= 1 && delay <= LONGEST)) {
      if (delay > LONGEST) {
        warn(delay + ' does not fit into a 32-bit signed integer.\nTimeout duration was set to 1.', 'TimeoutOverflowWarning');
      }
      delay = 1;
    }
    const timer = {
      __proto__: null, id: nextId++, callback, args, delay: delay - (delay % 1), repeats, handle: this, turn: 0,
      isReferenced: true, isCleared: false,
    };
    this.#timer = timer;
    start(timer);
  }

  // Of what is no timer these two do nothing, as there.
  ref() {
    const timer = timerOf(this);
    if (timer?.isReferenced === false) {
      timer.isReferenced = true;
      if (timer.turn !== 0) referenced++;
    }
    return this;
  }

  unref() {
    const timer = timerOf(this);
    if (timer?.isReferenced === true) {
      timer.isReferenced = false;
      if (timer.turn !== 0) referenced--;
    }
    return this;
  }

  hasRef() {
    return this.#timer.isReferenced;
  }

  // One that has fired starts again, one that was cleared does not.
  refresh() {
    const timer = this.#timer;
    if (timer.turn !== 0) schedule(timer, monotonic());
    else if (!timer.isCleared) start(timer);
    return this;
  }

  close() {
    clear(this.#timer);
    return this;
  }

  [Symbol.dispose]() {
    clear(this.#timer);
  }

  [Symbol.toPrimitive]() {
    return this.#timer.id;
  }

  // Fields of Node's own that people look at.
  get _destroyed() { return this.#timer.turn === 0; }

  get _idleTimeout() { return this.#timer.turn === 0 ? -1 : this.#timer.delay; }

  set _idleTimeout(delay) {
    if (delay === -1) this.#timer.repeats = false;
    else this.#timer.delay = delay;
  }

  get _repeat() { return this.#timer.repeats ? this.#timer.delay : null; }

  set _repeat(value) {
    const delay = value * 1;
    this.#timer.repeats = delay > 0;
    if (delay > 0) this.#timer.delay = delay;
  }

  get _onTimeout() { return this.#timer.turn === 0 && !this.#timer.repeats ? null : this.#timer.callback; }

  set _onTimeout(callback) { this.#timer.callback = callback; }
}

// A handle, or the number (also as a text) that one became.
function clearTimer(handle) {
  let timer = timerOf(handle);
  if (timer === undefined && (typeof handle === 'number' || typeof handle === 'string')) {
    timer = apply(mapGet, timers, [+handle]);
  }
  if (timer !== undefined) clear(timer);
}

// Milliseconds until the nearest timer is due: 0 when it already is, Infinity when there is none.
export function delay() {
  dropStale();
  if (size === 0) return Infinity;
  const rest = heap[0].due - monotonic();
  return rest > 0 ? rest : 0;
}

// Calls the nearest timer that was due at `now`; false when there is none.
export function fireTimer(now) {
  dropStale();
  if (size === 0 || heap[0].due > now) return false;
  const { timer } = pop();
  const { turn } = timer;
  const begun = monotonic();
  if (typeof timer.callback === 'function') call(timer.callback, timer.handle, timer.args);
  // Cleared or refreshed by its own callback, it is as that left it.
  if (timer.turn === turn) {
    if (timer.repeats && typeof timer.callback === 'function') schedule(timer, begun);
    else end(timer);
  }
  return true;
}

// --- immediates -----------------------------------------------------------------------------------------------------

let immediates = makeQueue();
let referencedImmediates = 0;

let immediateOf;

class Immediate {
  #immediate;

  static {
    immediateOf = (handle) =>
      (typeof handle === 'object' && handle !== null && #immediate in handle ? handle.#immediate : undefined);
  }

  constructor(callback, args) {
    checkCallback(callback);
    const immediate = { __proto__: null, callback, args, handle: this, isPending: true, isReferenced: true, next: undefined };
    this.#immediate = immediate;
    referencedImmediates++;
    append(immediates, immediate);
  }

  ref() {
    const immediate = this.#immediate;
    if (immediate.isReferenced === false) {
      immediate.isReferenced = true;
      referencedImmediates++;
    }
    return this;
  }

  unref() {
    const immediate = this.#immediate;
    if (immediate.isReferenced === true) {
      immediate.isReferenced = false;
      referencedImmediates--;
    }
    return this;
  }

  hasRef() {
    return this.#immediate.isReferenced === true;
  }

  [Symbol.dispose]() {
    endImmediate(this.#immediate);
  }

  get _destroyed() { return !this.#immediate.isPending; }

  get _onImmediate() { return this.#immediate.isPending ? this.#immediate.callback : null; }
}

function endImmediate(immediate) {
  if (!immediate.isPending) return;
  immediate.isPending = false;
  if (immediate.isReferenced) referencedImmediates--;
  immediate.isReferenced = null;
}

export const anyImmediate = () => referencedImmediates > 0;

// Those of one round: what they set is for the next. Each call runs one; false when the round is over.
export function takeImmediates() {
  let { first } = immediates;
  immediates = makeQueue();
  return () => {
    while (first !== undefined && !first.isPending) first = first.next;
    if (first === undefined) return false;
    const immediate = first;
    first = first.next;
    endImmediate(immediate);
    call(immediate.callback, immediate.handle, immediate.args);
    return true;
  };
}

// Of a run that is over: none of its ticks, timers and immediates is called.
export function forget() {
  ticks.first = ticks.last = undefined;
  while (size > 0) {
    const { timer, turn } = pop();
    if (timer.turn === turn) clear(timer);
  }
  for (let immediate = immediates.first; immediate !== undefined; immediate = immediate.next) endImmediate(immediate);
  immediates = makeQueue();
}

// Whether anything keeps the loop waiting.
export const anyPending = () => referenced > 0 || referencedImmediates > 0;

const globals = {
  setTimeout(callback, delay, ...args) { return new Timeout(callback, delay, false, args); },
  setInterval(callback, delay, ...args) { return new Timeout(callback, delay, true, args); },
  setImmediate(callback, ...args) { return new Immediate(callback, args); },
  clearTimeout(timeout) { clearTimer(timeout); },
  clearInterval(timeout) { clearTimer(timeout); },
  clearImmediate(handle) {
    const immediate = immediateOf(handle);
    if (immediate !== undefined) endImmediate(immediate);
  },
  queueMicrotask(callback) {
    checkCallback(callback);
    enqueue(() => { call(callback, undefined, []); });
  },
};
for (const name in globals) {
  defineProperty(globalThis, name, { value: globals[name], writable: true, configurable: true, enumerable: true });
}
