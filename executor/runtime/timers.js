// setTimeout and its family. The host loop in serve.js asks for the nearest delay, sleeps in the host, and fires.

const now = Date.now;

// Ordered by time, then by creation: Node fires equal times in the order they were set.
const pending = new Map();
let nextId = 1;

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
    pending.set(this.#id, { callback, args, delay, repeat, due: now() + delay, handle: this });
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
    return pending.has(this.#id);
  }

  refresh() {
    const timer = pending.get(this.#id);
    if (timer !== undefined) timer.due = now() + timer.delay;
    return this;
  }

  close() {
    pending.delete(this.#id);
    return this;
  }
}

const clear = (handle) => {
  if (handle !== undefined && handle !== null) pending.delete(+handle);
};

Object.assign(globalThis, {
  setTimeout: (callback, delay, ...args) => new Timeout(callback, delay, false, args),
  setInterval: (callback, delay, ...args) => new Timeout(callback, delay, true, args),
  setImmediate: (callback, ...args) => new Timeout(callback, 0, false, args),
  clearTimeout: (handle) => clear(handle),
  clearInterval: (handle) => clear(handle),
  clearImmediate: (handle) => clear(handle),
});

const mapSize = Object.getOwnPropertyDescriptor(Map.prototype, 'size').get;
const mapForEach = Map.prototype.forEach;
const mapDelete = Map.prototype.delete;
const apply = Reflect.apply;

export const anyPending = () => apply(mapSize, pending, []) > 0;

function nearest() {
  let first;
  let firstId;
  apply(mapForEach, pending, [(timer, id) => {
    if (first === undefined || timer.due < first.due) {
      first = timer;
      firstId = id;
    }
  }]);
  return { id: firstId, timer: first };
}

// Milliseconds until the nearest timer is due, 0 when it already is.
export function delay() {
  const rest = nearest().timer.due - now();
  return rest > 0 ? rest : 0;
}

// Calls the nearest timer if it is due; says whether it did. The caller drains promise jobs after each.
export function fire() {
  const { id, timer } = nearest();
  if (timer === undefined || timer.due > now()) return false;
  if (timer.repeat) timer.due = now() + timer.delay;
  else apply(mapDelete, pending, [id]);
  apply(timer.callback, timer.handle, timer.args);
  return true;
}
