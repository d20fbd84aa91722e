// AbortController and AbortSignal.

import { illegalConstructor, invalidThis, invalidType, outOfRange } from './errors.js';
import { DOMException } from './dom-exception.js';
import { Event, markTrusted } from './event.js';
import { EventTarget, defineHandler } from './event-target.js';
import { INSPECT, expose, inspect } from './interface.js';

const { setTimeout } = globalThis;
const CREATE = Symbol('create');

const aborted = () => new DOMException('This operation was aborted', 'AbortError');

function show(self, fields, depth, options) {
  if (depth < 0) return self;
  const inner = { ...options, depth: options.depth === null ? null : options.depth - 1 };
  return `${self.constructor.name} ${inspect(fields, inner)}`;
}

// For what takes a signal or gives one out: fetch, streams, timers/promises.
export let createSignal;
export let abortSignal;
export let isSignal;

class AbortSignal extends EventTarget {
  #aborted = false;
  #reason;
  // Signals made of this one by `any`; such a signal knows what it was made of.
  #dependents = new Set();
  #sources;

  static {
    createSignal = () => new AbortSignal(CREATE);
    isSignal = (value) => typeof value === 'object' && value !== null && #aborted in value;
    abortSignal = (signal, reason) => {
      if (signal.#aborted) return;
      signal.#aborted = true;
      signal.#reason = reason;
      signal.dispatchEvent(markTrusted(new Event('abort')));
      for (const dependent of signal.#dependents) abortSignal(dependent, reason);
    };
  }

  constructor(key = undefined) {
    if (key !== CREATE) throw illegalConstructor();
    super();
  }

  static #check(signal) {
    if (!isSignal(signal)) throw invalidThis('AbortSignal');
  }

  get aborted() {
    AbortSignal.#check(this);
    return this.#aborted;
  }

  get reason() {
    AbortSignal.#check(this);
    return this.#reason;
  }

  throwIfAborted() {
    AbortSignal.#check(this);
    if (this.#aborted) throw this.#reason;
  }

  [INSPECT](depth, options) {
    return show(this, { aborted: this.aborted }, depth, options);
  }

  static abort(reason = aborted()) {
    const signal = createSignal();
    signal.#aborted = true;
    signal.#reason = reason;
    return signal;
  }

  static timeout(delay) {
    if (typeof delay !== 'number') throw invalidType('delay', 'of type number', delay);
    if (!Number.isInteger(delay)) throw outOfRange('delay', 'an integer', delay);
    if (delay < 0 || delay > 4294967295) throw outOfRange('delay', '>= 0 && <= 4294967295', delay);
    const signal = createSignal();
    setTimeout(() => {
      abortSignal(signal, new DOMException('The operation was aborted due to timeout', 'TimeoutError'));
    }, delay).unref();
    return signal;
  }

  static any(signals) {
    if (!Array.isArray(signals)) throw invalidType('signals', 'an instance of Array', signals);
    signals.forEach((signal, index) => {
      if (!isSignal(signal)) throw invalidType(`signals[${index}]`, 'an instance of AbortSignal', signal);
    });
    const result = createSignal();
    result.#sources = new Set();
    const first = signals.find((signal) => signal.#aborted);
    if (first !== undefined) {
      abortSignal(result, first.#reason);
      return result;
    }
    for (const signal of signals) {
      for (const source of signal.#sources ?? [signal]) {
        result.#sources.add(source);
        source.#dependents.add(result);
      }
    }
    return result;
  }
}

expose(AbortSignal, ['aborted']);
defineHandler(AbortSignal.prototype, 'abort');

class AbortController {
  #signal;

  get signal() {
    this.#signal ??= createSignal();
    return this.#signal;
  }

  abort(reason = aborted()) {
    abortSignal(this.signal, reason);
  }

  [INSPECT](depth, options) {
    return show(this, { signal: this.signal }, depth, options);
  }
}

expose(AbortController, ['signal', 'abort']);

export { AbortController, AbortSignal };
